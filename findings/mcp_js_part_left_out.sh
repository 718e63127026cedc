#!/bin/sh
# The MCP SDK for JavaScript doesn't know an address in which one of {?question,language} is left out, or stands first.
#
# Expected: a server that offers "ask://entries{?question,language}" is found with either, both, in any order, or none,
# as in the SDK for Python (mcp 2.3.0): expand() of the same template leaves out what isn't given (RFC 6570, 3.2.8), and
# the parts behind a question mark have no order. Seen with @modelcontextprotocol/sdk 1.32.2: only both, in the order of
# the template, are found; an address that its own expand() wrote is "not found".
# Why it matters: a program that leaves the language to the server is told that there is no such resource.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" @modelcontextprotocol/sdk@1.32.2
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { UriTemplate } from "@modelcontextprotocol/sdk/shared/uriTemplate.js";

const text = "ask://entries{?question,language}";
const server = new McpServer({ name: "entries", version: "1" });
server.registerResource("ask", new ResourceTemplate(text, { list: undefined }), {}, async (uri, given) => ({
  contents: [{ uri: uri.href, text: JSON.stringify(given) }],
}));
const client = new Client({ name: "asks", version: "1" });
const [one, other] = InMemoryTransport.createLinkedPair();
await server.connect(one);
await client.connect(other);

const address = new UriTemplate(text);
const seen = [];
for (const uri of [
  address.expand({ question: "SOK", language: "nl" }),
  address.expand({ question: "SOK" }),
  address.expand({}),
  "ask://entries?language=nl&question=SOK",
]) {
  const found = await client.readResource({ uri }).then((read) => read.contents[0].text, () => "not found");
  console.log("@modelcontextprotocol/sdk 1.32.2:", uri, "->", found);
  seen.push([uri, found]);
}
assert.deepEqual(seen, [
  ["ask://entries?question=SOK&language=nl", '{"question":"SOK","language":"nl"}'],
  ["ask://entries?question=SOK", "not found"],
  ["ask://entries", "not found"],
  ["ask://entries?language=nl&question=SOK", "not found"],
]);
JS
node "$home/look.mjs"

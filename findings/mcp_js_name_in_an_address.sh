#!/bin/sh
# The MCP SDK for JavaScript hands "coördinator" in an address to the server as "co%C3%B6rdinator".
#
# Expected: the name as it was before it went into the address, since expand() of the same template encodes it (RFC
# 6570) and match() is its way back. Seen with @modelcontextprotocol/sdk 1.32.2, ResourceTemplate("entry://faq/{name}"):
# what the server gets is still encoded, and expanding that again encodes the signs of percent. Names in plain letters
# come through, so that a test in English passes. The SDK for Python (mcp 2.3.0) decodes.
# Why it matters: an entry called "coördinator" or "wie tekent" is asked for by its own address and not found.
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

const address = new UriTemplate("entry://faq/{name}");
const template = new ResourceTemplate("entry://faq/{name}", { list: undefined });
const server = new McpServer({ name: "entries", version: "1" });
server.registerResource("entry", template, {}, async (uri, { name }) => ({ contents: [{ uri: uri.href, text: name }] }));
const client = new Client({ name: "asks", version: "1" });
const [one, other] = InMemoryTransport.createLinkedPair();
await server.connect(one);
await client.connect(other);

const seen = {};
for (const name of ["refunds", "coördinator", "wie tekent"]) {
  const read = await client.readResource({ uri: address.expand({ name }) });
  seen[name] = read.contents[0].text;
  console.log("@modelcontextprotocol/sdk 1.32.2:", name, "->", seen[name]);
}
assert.equal(seen.refunds, "refunds");
assert.equal(seen["coördinator"], "co%C3%B6rdinator", "the name is decoded");
assert.equal(seen["wie tekent"], "wie%20tekent");
assert.equal(address.expand({ name: seen["wie tekent"] }), "entry://faq/wie%2520tekent");
JS
node "$home/look.mjs"

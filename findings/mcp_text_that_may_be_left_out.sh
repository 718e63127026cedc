#!/bin/sh
# The MCP SDK refuses a text that may be left out when the text looks like JSON, and takes the word "null" for nothing.
#
# Expected: an argument typed str | None gets the string that the caller sent, as one typed str does. Seen with mcp
# 2.3.0 (MCPServer): "[2]" (a reference as people write it) is a validation error, and "null" arrives as None; with
# plain str both arrive as sent.
# Why it matters: a program that asks this bot over MCP finds that some questions of its users fail for their shape, by
# a detail of the signature.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "mcp==2.3.0"
"$home/venv/bin/python" - <<'PYTHON'
import asyncio
from importlib.metadata import version

from mcp.server import MCPServer

server = MCPServer("answers")


@server.tool()
def must(text: str) -> str:
    return repr(text)


@server.tool()
def may(text: str | None = None) -> str:
    return repr(text)


def said(tool, text):
    try:
        return asyncio.run(server.call_tool(tool, {"text": text})).structured_content["result"]
    except Exception as problem:
        return type(problem).__name__


print("mcp", version("mcp"))
seen = {(tool, text): said(tool, text) for tool in ("must", "may") for text in ("wie tekent", "[2]", "null")}
for call, result in seen.items():
    print(*call, "->", result)
assert [seen["must", text] for text in ("[2]", "null")] == ["'[2]'", "'null'"]
assert seen["may", "wie tekent"] == "'wie tekent'"
assert seen["may", "[2]"] == "ToolError", "the text is taken"
assert seen["may", "null"] == "None", "the word is taken"
PYTHON

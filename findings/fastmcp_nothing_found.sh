#!/bin/sh
# FastMCP answers with no text at all when a tool returns an empty list.
#
# Expected: "[]", as an empty dict is "{}" and a list of two is their JSON: a tool that gives its result as data should
# give the same JSON as text (MCP 2025-06-18, Tools, Structured Content). Seen with fastmcp 4.2.3: list[str] gives
# {"result": []} as data and no text; a plain list gives no data either, so that its client has None both for an empty
# list and for ["vmbo", "mbo"].
# Why it matters: models and older clients read the text; "nothing was found" reaches them as silence, which can't be
# told from a tool that returns nothing.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "fastmcp==4.2.3"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
import asyncio
from importlib.metadata import version

from fastmcp import Client, FastMCP

server = FastMCP("answers")


@server.tool
def typed(words: int) -> list[str]:
    return ["vmbo", "mbo"][:words]


@server.tool
def plain(words: int) -> list:
    return ["vmbo", "mbo"][:words]


@server.tool
def table() -> dict:
    return {}


@server.tool
def nothing() -> None:
    return None


async def said():
    """For each call: its texts, the data that it sends along, and what the client makes of it."""
    asked = (("typed", 2), ("typed", 0), ("plain", 2), ("plain", 0), ("table", None), ("nothing", None))
    async with Client(server) as client:
        results = {
            (tool, words): await client.call_tool(tool, {} if words is None else {"words": words})
            for tool, words in asked
        }
    return {
        call: ([part.text for part in result.content], result.structured_content, result.data)
        for call, result in results.items()
    }


print("fastmcp", version("fastmcp"))
seen = asyncio.run(said())
for call, result in seen.items():
    print(*call, "->", *result)
assert seen["typed", 2] == (['["vmbo","mbo"]'], {"result": ["vmbo", "mbo"]}, ["vmbo", "mbo"])
assert seen["table", None] == (["{}"], {}, {})
assert seen["typed", 0] == ([], {"result": []}, []), "there is a text"
assert seen["plain", 2] == (['["vmbo","mbo"]'], None, None)
assert seen["plain", 0] == seen["nothing", None] == ([], None, None)
PYTHON

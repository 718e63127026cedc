"""Assistants, by the client of the protocol's own SDK: in memory, over HTTP at the door, and over standard input and output."""

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters

from bot.faces.mcp import over_http
from bot.faces.mcp.tools import server
from bot.version import VERSION
from index.retriever import Retriever
from tests.bot.faces.web.world import SiteWorld, site_world, small_site
from tests.bot_process import ROOT, small_knowledge
from tests.conftest import Folder

SIGNING = "Wie tekent de overeenkomst?"


@pytest.fixture
async def site(folder: Folder, retriever: Retriever) -> AsyncIterator[SiteWorld]:
    small_site(folder)
    async with site_world(folder, retriever, more=over_http.routes, web_url="https://vraag.example.org") as world:
        yield world


def made(site: SiteWorld) -> Any:
    assert site.face.desk
    return server(site.face.desk.site.house, "https://vraag.example.org")


async def test_an_assistant_is_told_how_to_quote_and_finds_two_tools(site: SiteWorld) -> None:
    async with Client(made(site)) as client:
        tools = (await client.list_tools()).tools
        instructions = client.instructions or ""

    assert [tool.name for tool in tools] == ["ask", "read_entry"]
    assert [bool(tool.annotations and tool.annotations.read_only_hint) for tool in tools] == [True, True]
    assert "word for word" in instructions


async def test_a_question_is_answered_with_what_it_takes_to_quote(site: SiteWorld) -> None:
    async with Client(made(site)) as client:
        (ask, _) = (await client.list_tools()).tools
        result = await client.call_tool("ask", {"question": SIGNING})

    found: Any = result.structured_content
    Draft202012Validator(ask.output_schema or {}).validate(found)
    assert (found["outcome"], found["text"]) == ("answered", "De besturen tekenen & dateren haar.")
    assert found["link"] == "https://vraag.example.org/nl/faq/tekenen"
    said: Any = result.content[0]
    assert "De besturen tekenen & dateren haar." in said.text
    assert all(
        part in said.text for part in ("Certainty: likely", "Checked: 2026-11-20", found["sha256"], found["link"])
    )


@pytest.mark.parametrize(("question", "outcome"), [("kosten les", "unsure"), ("weer morgen zee", "unknown")])
async def test_where_there_is_no_answer_it_is_told_to_make_none_up(
    site: SiteWorld, question: str, outcome: str
) -> None:
    async with Client(made(site)) as client:
        result = await client.call_tool("ask", {"question": question})

    found: Any = result.structured_content
    said: Any = result.content[0]
    assert (found["outcome"], found["text"]) == (outcome, "")
    assert said.text.startswith("There is no checked answer to this. Say so, and don't make one up.")


async def test_an_entry_is_read_whole(site: SiteWorld) -> None:
    async with Client(made(site)) as client:
        result = await client.call_tool("read_entry", {"id": "guidelines/jaar", "lang": "en"})

    found: Any = result.structured_content
    assert (found["lang"], found["text"].count("## ")) == ("nl", 3)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ask", {}),
        ("ask", {"question": " "}),
        ("ask", {"question": 7}),
        ("ask", {"question": "x" * 2001}),
        ("ask", {"question": "x", "lang": "xx"}),
        ("read_entry", {"id": "../../etc/passwd"}),
        ("read_entry", {"id": "faq/niets"}),
        ("write_entry", {"id": "x"}),
    ],
)
async def test_what_is_wrong_is_said_in_a_sentence(site: SiteWorld, name: str, told: dict[str, Any]) -> None:
    async with Client(made(site)) as client:
        result = await client.call_tool(name, told)

    said: Any = result.content[0]
    assert (result.is_error, "Traceback" in said.text) == (True, False)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_the_door_answers_assistants_of_this_and_of_older_versions(site: SiteWorld, mode: Any) -> None:
    async with Client(f"http://127.0.0.1:{site.port}/mcp", mode=mode) as client:
        result = await client.call_tool("ask", {"question": SIGNING})
        version, server = client.protocol_version, client.server_info

    found: Any = result.structured_content
    assert server.version == VERSION
    assert (found["outcome"], version >= "2026-07-28") == ("answered", mode == "auto")
    assert await site.kept() == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"jsonrpc":"2.0","method":"x","id":1}', b"[" * 10_000, b"x" * 100_000]
)
async def test_junk_at_the_door_is_refused(site: SiteWorld, body: bytes) -> None:
    headers = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    got = await site.asks("POST /mcp", body, headers)

    assert got.status < 500
    assert got.status >= 400 or "error" in got.json
    assert (await site.get("/mcp")).status == 405


async def test_over_standard_input_it_needs_nothing_but_a_folder(tmp_path: Path) -> None:
    knowledge = small_knowledge(tmp_path / "knowledge")
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    environment = kept | {"KNOWLEDGE_DIR": str(knowledge), "VAR_DIR": str(tmp_path / "var")}
    started = StdioServerParameters(command=sys.executable, args=["-m", "bot", "mcp"], cwd=ROOT, env=environment)

    async with Client(started) as client:
        result = await client.call_tool("ask", {"question": "Waar melden we een doorlopende leerroute?"})

    found: Any = result.structured_content
    assert (found["outcome"], found["entry"], found["link"]) == ("answered", "faq/melden", None)

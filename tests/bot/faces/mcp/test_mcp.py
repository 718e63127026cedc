"""Assistants, by the client of the protocol's own SDK: in memory, over HTTP at the door, and over standard input and output."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters

from bot.faces.mcp import over_http
from bot.faces.mcp.tools import ToolError, Tools, server
from bot.version import VERSION
from index.retriever import Retriever
from tests.bot.faces.web.world import OTHER_SITES, Got, SiteWorld, site_world, small_site
from tests.bot_process import ROOT, small_knowledge
from tests.conftest import Folder

SIGNING = "Wie tekent de overeenkomst?"
TAKES = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
NEWEST = "2026-07-28"


@pytest.fixture
async def site(folder: Folder, retriever: Retriever) -> AsyncIterator[SiteWorld]:
    small_site(folder)
    async with site_world(folder, retriever, more=over_http.routes, web_url="https://vraag.example.org") as world:
        yield world


def message(method: str, **parameters: Any) -> bytes:
    """A request of the protocol, its letters escaped as most programs do."""
    return json.dumps({"jsonrpc": "2.0", "id": 5, "method": method, "params": parameters}).encode()


def error_of(got: Got) -> str:
    """What the protocol's error says that came back."""
    assert (got.json["jsonrpc"], got.json["id"], got.json["error"]["code"] < 0) == ("2.0", None, True)
    return str(got.json["error"]["message"])


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


async def test_each_of_two_questions_is_answered(site: SiteWorld) -> None:
    async with Client(made(site)) as client:
        (ask, _) = (await client.list_tools()).tools
        result = await client.call_tool("ask", {"question": f"{SIGNING} En waar melden we een route?"})

    found: Any = result.structured_content
    said: Any = result.content[0]
    Draft202012Validator(ask.output_schema or {}).validate(found)
    assert [one["entry"] for one in found["answers"]] == ["faq/tekenen", "faq/melden"]
    for one in found["answers"]:
        assert f"Question: {one['question']}\n\n{one['title']}\n\n{one['text']}" in said.text
        assert one["sha256"] in said.text


async def test_what_nobody_has_checked_says_so(site: SiteWorld) -> None:
    site.folder.save("nl/faq/concept.md", title="Concept?", checked="", body="Nog na te kijken.")
    await site.edit()
    async with Client(made(site)) as client:
        result = await client.call_tool("read_entry", {"id": "faq/concept"})

    found: Any = result.structured_content
    said: Any = result.content[0]
    assert (found["checked"], "Checked: by nobody yet\n" in said.text) == (None, True)


async def test_what_may_be_meant_can_be_read_by_its_id(site: SiteWorld) -> None:
    async with Client(made(site)) as client:
        result = await client.call_tool("ask", {"question": "kosten les"})

    said: Any = result.content[0]
    assert (
        "- kosten les mbo (faq/kosten-mbo)\n- kosten les vmbo (faq/kosten-vmbo)" in said.text
    )  # as near: as in the folder


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
        ("ask", {"question": SIGNING, "vraag": "x"}),
        ("read_entry", {"id": "faq/tekenen", "question": "x"}),
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


async def test_half_a_character_is_said_where_it_comes_through(site: SiteWorld) -> None:
    assert site.face.desk
    with pytest.raises(ToolError, match="half a character"):
        await Tools(site.face.desk.site.house, "").call("ask", {"question": "wie \ud800 tekent"})


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
    got = await site.asks("POST /mcp", body, TAKES)

    assert got.status < 500
    assert got.status >= 400 or "error" in got.json


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
async def test_who_asks_in_another_way_is_told_which_there_is(site: SiteWorld, method: str) -> None:
    got = await site.asks(f"{method} /mcp")

    assert (got.status, got.headers["allow"]) == (405, "POST, OPTIONS")


async def test_who_wants_to_be_told_of_changes_holds_nobody_up(site: SiteWorld) -> None:
    meta = {"protocolVersion": NEWEST, "clientCapabilities": {}}
    told = {f"io.modelcontextprotocol/{name}": value for name, value in meta.items()}
    headers = TAKES | {"MCP-Protocol-Version": NEWEST, "Mcp-Method": "subscriptions/listen"}
    async with asyncio.timeout(10):
        got = await site.asks("POST /mcp", message("subscriptions/listen", notifications={}, _meta=told), headers)

    assert (got.json["id"], got.json["error"]["code"]) == (5, -32601)


async def test_of_requests_nothing_is_left_whatever_they_call_us(folder: Folder, retriever: Retriever) -> None:
    body, links = message("tools/call", name="ask", arguments={"question": SIGNING}), []
    small_site(folder)
    async with site_world(folder, retriever, more=over_http.routes) as site:
        before = asyncio.all_tasks()
        for host in ("a.example", "b.example"):
            got = await site.asks("POST /mcp", body, TAKES | {"Host": host})
            links.append(got.json["result"]["structuredContent"]["link"])
        begun = asyncio.all_tasks() - before
        left = (await asyncio.wait(begun, timeout=5))[1] if begun else set()

    assert left == set()
    assert links == ["http://a.example/nl/faq/tekenen", "http://b.example/nl/faq/tekenen"]


@pytest.mark.parametrize("char", ["ë", "🙂"])
async def test_what_has_as_many_letters_as_are_read_is_read_however_it_is_sent(site: SiteWorld, char: str) -> None:
    arguments = {"question": f"{SIGNING} {char * 1970}", "before": char * 2000}
    got = await site.asks("POST /mcp", message("tools/call", name="ask", arguments=arguments), TAKES)
    long = await site.asks("POST /mcp", message("tools/call", name="ask", arguments={"question": "x" * 70_000}), TAKES)

    assert (got.status, "outcome" in got.json["result"]["structuredContent"]) == (200, True)
    assert (long.status, "too long" in error_of(long)) == (413, True)


@pytest.mark.parametrize(
    ("web_url", "cors", "host", "origin", "status"),
    [
        ("", (), "127.0.0.1:8080", None, 200),
        ("", (), "127.0.0.1:8080", "http://127.0.0.1:8080", 200),
        ("", (), "localhost:8080", "http://localhost:8080", 200),
        ("", (), "[::1]:8080", "http://[::1]:8080", 200),
        ("", (), "127.0.0.1:8080", "http://127.0.0.1:8081", 403),
        ("", (), "127.0.0.1:8080", "https://a.example", 403),
        ("", (), "127.0.0.1:8080", "null", 403),
        ("", (), "[1:2]", "http://[1:2]", 403),
        ("", (), "a.example:8080", "http://a.example:8080", 403),  # a name may be anybody's
        ("", ("http://a.example:8080",), "a.example:8080", "http://a.example:8080", 200),
        ("", ("*",), "127.0.0.1:8080", "https://a.example", 200),
        ("https://vraag.example.org", (), "vraag.example.org", "https://vraag.example.org", 200),
        ("https://vraag.example.org", (), "a.example", "https://a.example", 403),
        ("https://vraag.example.org", ("https://b.example",), "vraag.example.org", "https://b.example", 200),
    ],
)
async def test_pages_of_other_sites_may_ask_where_the_setting_says_so(
    folder: Folder,
    retriever: Retriever,
    web_url: str,
    cors: tuple[str, ...],
    host: str,
    origin: str | None,
    status: int,
) -> None:
    headers = TAKES | {"Host": host} | ({"Origin": origin} if origin else {})
    async with site_world(folder, retriever, more=over_http.routes, web_url=web_url, cors=cors) as site:
        got = await site.asks("POST /mcp", message("ping"), headers)

    assert got.status == status
    assert status == 200 or ("CORS" in error_of(got) and repr(origin) in error_of(got))


@pytest.mark.parametrize(("cors", "origin", "allowed"), OTHER_SITES)
async def test_a_browser_lets_pages_ask_where_the_setting_says_so(
    folder: Folder, retriever: Retriever, cors: tuple[str, ...], origin: str, allowed: str | None
) -> None:
    """It asks first whether they may, and shows them the answer only where that says so too."""
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    small_site(folder)
    async with site_world(folder, retriever, more=over_http.routes, cors=cors) as site:
        first = await site.asks("OPTIONS /mcp", headers={"Origin": origin} | asks)
        answer = await site.asks("POST /mcp", message("ping"), TAKES | {"Origin": origin})
        wrong = await site.asks("PUT /mcp", headers={"Origin": origin})
        long = await site.asks("POST /mcp", b"x" * 100_000, TAKES | {"Origin": origin})

    answers = (first, answer, wrong, long)
    is_named = allowed is not None
    assert [one.status for one in answers] == ([204, 200, 405, 413] if is_named else [204, 403, 405, 403])
    assert [one.headers.get("access-control-allow-origin") for one in answers] == [allowed] * 4
    assert [one.headers.get("access-control-expose-headers") for one in answers] == [
        "Retry-After" if cors else None
    ] * 4
    taken = first.headers["access-control-allow-headers"].lower().split(", ")
    assert first.headers["access-control-allow-methods"] == "POST"
    assert {"content-type", "mcp-protocol-version", "mcp-session-id", "mcp-method", "mcp-name"} <= set(taken)


async def test_a_refusal_says_when_to_come_back_as_the_protocol_has_it(
    folder: Folder, retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with site_world(folder, retriever, more=over_http.routes, is_open=False) as site:
        early = await site.asks("POST /mcp", message("ping"), TAKES)
    async with site_world(folder, retriever, more=over_http.routes) as site:
        monkeypatch.setattr(site.face.visitors, "wait_of_address_s", lambda address: 6.5)
        much = await site.asks("POST /mcp", message("ping"), TAKES)

    assert (early.status, early.headers["retry-after"], "half a minute" in error_of(early)) == (503, "30", True)
    assert (much.status, much.headers["retry-after"], "in 7 seconds" in error_of(much)) == (429, "7", True)


@pytest.fixture
def alone(tmp_path: Path) -> dict[str, str]:
    """The environment of a process that has a small folder and nothing else."""
    knowledge = small_knowledge(tmp_path / "knowledge")
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return kept | {"KNOWLEDGE_DIR": str(knowledge), "VAR_DIR": str(tmp_path / "var")}


async def test_over_standard_input_it_needs_nothing_but_a_folder(alone: dict[str, str]) -> None:
    started = StdioServerParameters(command=sys.executable, args=["-m", "bot", "mcp"], cwd=ROOT, env=alone)

    async with Client(started) as client:
        result = await client.call_tool("ask", {"question": "Waar melden we een doorlopende leerroute?"})

    found: Any = result.structured_content
    assert (found["outcome"], found["entry"], found["link"]) == ("answered", "faq/melden", None)


UNREAD = [
    (b"hello", None, -32700),
    (b"{", None, -32700),
    (b"[" * 100_000, None, -32700),
    (message("tools/call", name="ask", arguments={"question": "wie \ud800 tekent"}), 5, -32700),
    (b'{"jsonrpc": "2.0", "id": "a", "method": "\\ud800"}', "a", -32700),
    (b'{"jsonrpc": "2.0", "id": "\\ud800", "method": "ping"}', None, -32700),
    (b"null", None, -32600),
    (b"[%b]" % message("ping"), None, -32600),
    (b'{"jsonrpc": "1.0", "id": 7, "method": "ping"}', 7, -32600),
    (b'{"jsonrpc": "2.0", "id": 8, "method": "tools/list", "params": [1]}', 8, -32600),
    (b'{"jsonrpc": "2.0", "id": 9}', 9, -32600),
    (b'{"jsonrpc": "2.0", "id": true}', None, -32600),
]


async def test_each_line_that_is_no_message_is_told_so(alone: dict[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "mcp"), cwd=ROOT, env=alone, stdin=PIPE, stdout=PIPE
    )
    assert process.stdin
    assert process.stdout
    try:
        for line, _, _ in UNREAD:
            process.stdin.write(line + b"\n\n")  # nothing is owed to an empty line
        process.stdin.write(message("ping") + b"\n")
        async with asyncio.timeout(60):
            got = [json.loads(await process.stdout.readline()) for _ in (*UNREAD, "ping")]
    finally:
        process.stdin.close()
        ended = await process.wait()

    assert [(one["id"], one["error"]["code"]) for one in got[:-1]] == [(known, code) for _, known, code in UNREAD]
    assert (got[-1], ended) == ({"jsonrpc": "2.0", "id": 5, "result": {}}, 0)

"""What strangers send to the site's door: it goes on answering others, says nothing that it shouldn't, and what it says is text."""

import asyncio
import json
import logging
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from html.parser import HTMLParser
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from bot.faces.web import door
from index.retriever import Retriever
from tests.bot.faces.web.world import SiteWorld, site_world, small_site
from tests.conftest import Folder

PAGE, ASK = "/nl/faq/melden", "/nl/vraag"
MANY = 1000
# Harmless, and each of them a mark that is found wherever it is taken for more than text.
MARK = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
HOSTILE = (
    MARK,
    "javascript:alert(1)",
    "{{ 7919*7907 }}${7919*7907}<%= 7919*7907 %>",
    "x\r\nSet-Cookie: mark=1\r\n\r\n<script>",
    "../../../../etc/passwd",
    "..\\..\\etc\\passwd",
    "\x00",
    "\u202e\ufffe",
    "' or 1=1; drop table questions; --",
    "-1",
    "9" * 400,
    "1e309",
    "NaN",
    "٣٠",
    "a" * 5000,
)
# Every parameter that the site takes, of whatever page.
TAKEN = (
    *("/nl/vraag?q={}", "/nl/vraag?q=en+mbo&about={}", "/en/ask?q={}", "/nl/gesprek?q={}", "/nl/aanvullen?q={}", "/nl/aanvullen?q=wie&form={}"),
    *("/nl/activities?minutes={}", "/nl/activities?people={}", "/nl/routes?profile={}", "/nl/routes?region={}"),
    *("/api/ask?q={}", "/api/ask?q=x&lang={}", "/api/ask?q=x&before={}", "/api/entries?lang={}", "/api/entries/{}"),
    *("/nl/{}", "/nl/faq/{}", "/nl/faq/{}.svg", "/nl/onderwerpen/{}", "/nl/keuze/{}", "/static/{}", "/{}", "/nl/vraag?{}"),
)  # fmt: skip
SENT = (
    ("q", ASK),
    ("tab", ASK),
    ("about", ASK),
    ("data", "/nl/keuze"),
    ("tab", "/nl/keuze"),
    ("q", "/nl/gesprek"),
    ("x", "/nl/keuze/chat"),
)


class _Seen(HTMLParser):
    """What a browser would make of a page, as far as it may do harm."""

    def __init__(self) -> None:
        super().__init__()
        self.harm: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "script" and not told.get("src", "").startswith("/static/"):
            self.harm.append("script")
        for name, value in told.items():
            if name.startswith("on") or (name in ("href", "src", "action") and "script:" in value.lower()):
                self.harm.append(f"{name}={value}")


def harm(html: str) -> list[str]:
    seen = _Seen()
    seen.feed(html)
    return seen.harm


@pytest.fixture
def complaints(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """What the log says that somebody ought to look at."""
    caplog.set_level(logging.WARNING)
    found: list[str] = []
    yield found
    found += [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert found == []


@asynccontextmanager
async def held(site: SiteWorld, begun: bytes = b"") -> AsyncIterator[asyncio.StreamReader]:
    """A connection over which something is begun and not ended; what is said to it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    try:
        writer.write(begun)
        await writer.drain()
        yield reader
    finally:
        writer.close()


async def ended(reader: asyncio.StreamReader) -> bytes:
    """What was said until the door closed."""
    try:
        return await asyncio.wait_for(reader.read(), 20)
    except ConnectionError:
        return b""


@pytest.mark.parametrize(
    "begun",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET /nl/ HT", id="half a line"),
        pytest.param(b"GET /nl/ HTTP/1.1\r\nHost: site.example\r\nX-Slow: ", id="half a head"),
        pytest.param(
            b"POST /nl/vraag HTTP/1.1\r\nHost: site.example\r\nContent-Length: 100\r\n\r\nq=w", id="half a body"
        ),
        pytest.param(
            b"POST /nl/vraag HTTP/1.1\r\nHost: site.example\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nq=w\r\n",
            id="chunks without an end",
        ),
    ],
)
async def test_who_sends_drop_by_drop_keeps_nobody_waiting_and_is_hung_up_on(
    folder: Folder, retriever: Retriever, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(door, "IDLE_S", 0.2)
    monkeypatch.setattr(door, "BODY_TIMEOUT_S", 0.2)
    small_site(folder)
    async with site_world(folder, retriever) as site, held(site, begun) as slow:
        page = await site.get(PAGE)
        said = await ended(slow)

    assert page.status == 200
    assert b" 200 " not in said


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"X-Big": "x" * 70_000}, id="one of 70,000"),
        pytest.param({f"X-{at}": "x" * 40 for at in range(2000)}, id="2,000 of them"),
        pytest.param({"Cookie": "a=" + "x" * 20_000}, id="a cookie of 20,000"),
    ],
)
async def test_a_head_that_is_huge_is_not_read(site: SiteWorld, headers: dict[str, str]) -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    async with held(site, f"GET {PAGE} HTTP/1.1\r\nHost: site.example\r\n{lines}\r\n".encode()) as reader:
        said = await ended(reader)
    after = await site.get(PAGE)

    assert b" 200 " not in said
    assert after.status == 200


@pytest.mark.parametrize("peer", ["x" * 3000, "1.2.3.4, " * 500, "\u00e9", "<script>", "fe80::1%" + "x" * 200])
async def test_an_address_that_is_none_is_counted_as_one(folder: Folder, retriever: Retriever, peer: str) -> None:
    small_site(folder)
    async with site_world(folder, retriever, proxies=1) as site:
        got = await site.get("/api/ask?q=x", **{"X-Forwarded-For": peer})

    assert got.status == 200


@pytest.mark.parametrize(
    "junk",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
        b"\x00" * 5000,
        b"GET\r\n\r\n",
        b"GET /nl/ HTTP/9.9\r\n\r\n",
        b"GET /nl/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /nl/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET /nl/ HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET http://evil.example/nl/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /nl/vraag?q=%ff%fe%zz%u0041% HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n\r\n",
        b"GET /nl/vraag?" + b"&".join(b"q=%d" % at for at in range(900)) + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /nl/\xff\xfe\xc3\x28 HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n\r\n",
        b"GET /" + b"nl/" * 3000 + b" HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n\r\n",
    ],
)  # fmt: skip
async def test_junk_is_met_with_no_word_too_many(site: SiteWorld, junk: bytes, complaints: list[str]) -> None:
    async with held(site, junk) as reader:
        try:
            said = await asyncio.wait_for(reader.read(4000), 0.5)  # of what is not ended, none comes
        except (TimeoutError, ConnectionError):
            said = b""
    after = await site.get(PAGE)

    assert after.status == 200
    assert not any(word in said.lower() for word in (b"traceback", b"tornado", b"python"))
    assert b"HTTP/1.1 5" not in said


async def test_a_thousand_who_only_hold_the_door_open_keep_nobody_out(site: SiteWorld) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MANY + 500  # both ends are in this process
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"this system lets a process open {hard} files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        async with AsyncExitStack() as stack:
            for _ in range(MANY):
                await stack.enter_async_context(held(site, b"GET /nl/ HT"))
            page, answer = await site.get(PAGE), await site.get(f"{ASK}?q=wie+tekent+de+overeenkomst")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert (page.status, answer.status) == (200, 200)


async def test_of_more_connections_than_can_be_held_the_oldest_is_closed(
    folder: Folder, retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "CONNECTIONS", 3)
    small_site(folder)
    async with site_world(folder, retriever) as site, AsyncExitStack() as stack:
        readers = []
        for _ in range(3):
            readers.append(await stack.enter_async_context(held(site, b"GET /nl/ HT")))
            await site.get("/nl/faq/nergens")  # so that those before are taken in turn
        page = await site.get(PAGE)
        said = await ended(readers[0])

    assert (page.status, said) == (200, b"")


@pytest.mark.parametrize("address", TAKEN)
async def test_every_parameter_may_say_anything(site: SiteWorld, address: str, complaints: list[str]) -> None:
    for told in HOSTILE:
        got = await site.get(address.format(quote(told, safe="")))

        assert got.status in (200, 301, 302, 400, 404, 413, 503), told
        assert "set-cookie" not in got.headers
        assert got.headers["x-content-type-options"] == "nosniff"
        if got.headers.get("content-type", "").startswith("text/html"):
            assert harm(got.text) == [], told
            assert "62615533" not in got.text.replace(str(site.port), "")
        elif got.headers.get("content-type", "").startswith("application/json") and got.body:
            json.loads(got.text)
        assert "root:" not in got.text
        assert "Traceback" not in got.text


@pytest.mark.parametrize(("name", "address"), SENT)
async def test_every_field_may_say_anything(site: SiteWorld, name: str, address: str, complaints: list[str]) -> None:
    for told in HOSTILE:
        for values in ({name: told}, {"q": "wie tekent", "data": "good:1", "tab": "0" * 32} | {name: told}):
            for got in (await site.post(address, **values), await site.part(address, **values)):
                assert got.status in (200, 400, 413, 429), told
                assert harm(got.text) == [], told
                assert "set-cookie" not in got.headers


async def test_what_an_entry_says_is_text_in_every_form(folder: Folder, retriever: Retriever) -> None:
    """Its title, its headings, the ways of asking, its sources, and what it is related to: on pages, in feeds, for programs."""
    for name in ("kwaad", "erger"):
        folder.save(
            f"nl/faq/{name}.md",
            title=f"Kwaad {name} {MARK}",
            asks=[f"is het {name} {MARK}"],
            topics=["T001"],
            see=["faq/kwaad" if name == "erger" else "faq/erger"],
            sources=["[Bron <b>](https://example.org/?a=\"'<>&b=1)"],
            checked="2026-11-20",
            body=f"{MARK}\n\n[a](javascript:alert(1)) [b](data:text/html,<b>)\n\n## {MARK}\n\n<iframe src=//x></iframe>",
        )
    async with site_world(folder, retriever) as site:
        pages = [
            await site.get(address)
            for address in (
                *("/nl/", "/nl/faq/kwaad", "/nl/faq", "/nl/nieuw", "/nl/onderwerpen", "/nl/onderwerpen/T001"),
                *("/nl/vraag?q=kwaad", "/nl/gesprek?q=kwaad+kwaad"),
            )
        ]
        feeds = [await site.get(address) for address in ("/nl/nieuw.atom", "/sitemap.xml", "/nl/opensearch.xml")]
        objects = [
            await site.get(address)
            for address in (
                *("/nl/faq/kwaad.json", "/api/entries", "/api/entries/faq/kwaad", "/api/ask?q=kwaad"),
                *("/nl/aanvullen?q=kwaad", "/nl/aanvullen?q=kwaad&form=opensearch", "/nl/site.webmanifest"),
            )
        ]
        others = [await site.get(f"/nl/faq/kwaad.{form}") for form in ("md", "txt", "svg")]

    assert [one.status for one in (*pages, *feeds, *objects, *others)] == [200] * 21
    assert [harm(page.text) for page in pages] == [[]] * len(pages)
    assert [ElementTree.fromstring(feed.text) is not None for feed in feeds] == [True] * len(feeds)
    assert all(json.loads(one.text) for one in objects)
    # Nothing but pages is taken for one, whatever is in it.
    assert not any(one.headers["content-type"].startswith("text/html") for one in (*feeds, *objects, *others))
    assert {one.headers["x-content-type-options"] for one in (*pages, *feeds, *objects, *others)} == {"nosniff"}
    atom = ElementTree.fromstring(feeds[0].text)
    contents = [one.text or "" for one in atom.iter("{http://www.w3.org/2005/Atom}content")]
    assert [harm(content) for content in contents] == [[]] * len(contents)
    assert contents

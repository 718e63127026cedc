"""The page where agreements are looked at: the same sentences as in a chat, a Word file in the page, and nothing kept."""

import asyncio
import base64
import gc
import re
from collections.abc import AsyncIterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.offers import CHECKING
from bot.faces.web import checks
from bot.faces.web.checks import MOST_AT_ONCE, MOST_OF_A_BUILDING, Uploads
from index.retriever import Retriever
from tests.bot.faces.web.test_reading import said
from tests.bot.faces.web.world import Got, SiteWorld, site_world
from tests.bot.rooms.world import SAID
from tests.checked_agreements import AGREEMENT, DISPUTES, ENDING, NOTICE, SECRET, checklist
from tests.conftest import Folder
from tests.documents import docx, paragraph

PAGE, ENGLISH = "/nl/nakijken", "/en/check"
BOUNDARY = "grens7d3"

Files = Sequence[tuple[str, str, bytes]]  # (field, file name, what it holds)


@pytest.fixture
async def site(tmp_path: Path, retriever: Retriever) -> AsyncIterator[SiteWorld]:
    folder = checklist(tmp_path / "knowledge")
    async with site_world(folder, retriever, path=tmp_path / "records.db") as world:
        yield world


def form(values: dict[str, str], files: Files = ()) -> tuple[bytes, dict[str, str]]:
    """A form as a browser sends it: (body, headers)."""
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in values.items()]
    parts += [
        f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: x/y\r\n\r\n'.encode()
        + data
        for field, name, data in files
    ]
    body = b"".join(f"--{BOUNDARY}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


async def sends(site: SiteWorld, values: dict[str, str], files: Files = (), *, page: str = PAGE, tab: str = "") -> Got:
    """What the site says to a form."""
    tab = tab or (await site.get(page)).tab
    body, headers = form({"tab": tab, **values}, files)
    return await site.asks(f"POST {page}", body, headers)


async def test_page_says_beforehand_that_nothing_is_kept_and_works_without_a_script(site: SiteWorld) -> None:
    page = await site.get(PAGE)

    assert page.status == 200
    assert page.headers["cache-control"] == "no-store"
    assert "Niets ervan wordt bewaard" in said(page.text)
    assert 'enctype="multipart/form-data"' in page.text
    assert (await site.get(ENGLISH)).status == 200
    assert (await site.get("/nl/check")).status == 404
    assert '<a href="/nl/nakijken">Overeenkomst nakijken</a>' in (await site.get("/nl/")).text


async def test_pasted_text_is_told_point_by_point_in_the_words_of_the_chat(site: SiteWorld) -> None:
    page = await sends(site, {"text": AGREEMENT, "kind": "dlr"})

    text = said(page.text)
    assert page.status == 200
    assert "Van 4 punten: 2 gevonden, 0 misschien, 2 niet gevonden." in text
    assert f"«{DISPUTES}» (Geschillen)" in text
    assert text.index("❌ 16.") < text.index("✅ 14.")  # fixed parts first
    assert text.count(" gevonden Waarom dit ertoe doet") == 4
    assert "Over looptijd en opzegtermijn is geen regel gevonden" in text
    assert '<li><a href="/nl/faq/looptijd-en-opzeggen">hoe lang loopt zij</a></li>' in page.text
    assert "Dit is geen juridisch oordeel" in text
    assert "Uw tekst is weg" in text
    assert '<meta name="robots" content="noindex">' in page.text


@pytest.mark.parametrize(
    ("kind", "is_guessed"), [pytest.param("", True, id="guessed"), pytest.param("without", False, id="chosen")]
)
async def test_kind_that_the_words_dont_tell_is_said_to_be_guessed(
    site: SiteWorld, kind: str, *, is_guessed: bool
) -> None:
    """A route that doesn't call itself one would seem to have no fixed parts."""
    got = await sends(site, {"text": AGREEMENT, "kind": kind})

    assert SAID.say("chk_none_obligatory", "nl") in said(got.text)
    assert (SAID.say("chk_page_untold", "nl") in said(got.text)) is is_guessed


async def test_word_file_in_the_page_holds_the_same_points(site: SiteWorld) -> None:
    reader = pytest.importorskip("docx")
    data = docx(paragraph("Geschillen", "Heading1"), paragraph(DISPUTES), paragraph(NOTICE))
    page = await sends(site, {"kind": "dlr"}, [("file", "sok.docx", data)])

    found = re.search(r'href="data:[^;]+;base64,([A-Za-z0-9+/=]+)" download="nagekeken.docx"', page.text)
    assert found
    tables = reader.Document(BytesIO(base64.b64decode(found[1]))).tables
    cells = {row.cells[0].text: row.cells[2].text for table in tables for row in table.rows[1:]}
    assert next(text for point, text in cells.items() if point.startswith("15. ")) == f"{DISPUTES}\nGeschillen"


async def test_two_versions_and_two_agreements_are_laid_beside_each_other(site: SiteWorld) -> None:
    older = ("earlier", "een.md", AGREEMENT.encode())
    newer = ("file", "twee.md", ENDING.replace("zes", "twaalf").encode())
    version = await sends(site, {"second": "version", "kind": "dlr"}, [older, newer])
    side = await sends(site, {"second": "side", "kind": "dlr"}, [older, newer], page=ENGLISH)

    assert "een.md Erbij gekomen: Privacy Eruit gegaan: Geschillen Anders verwoord: Looptijd" in said(version.text)
    assert "Disputes: only in een.md" in said(side.text)
    assert "opzegtermijn van zes maanden" in said(side.text)
    assert "opzegtermijn van twaalf maanden" in said(side.text)


@pytest.mark.parametrize(
    ("values", "files", "status", "expected"),
    [
        ({"text": " "}, [], 400, "Kies een bestand of plak een tekst."),
        ({}, [("file", "", b"")], 400, "Kies een bestand of plak een tekst."),
        ({}, [("file", "x.bin", b"\x00\x01\x02" * 50)], 422, "Dit is geen soort bestand dat ik lees."),
        ({}, [("file", "x.md", b"")], 422, "Dit bestand is leeg."),
        ({"text": AGREEMENT}, [("earlier", "x.md", b"")], 422, "Dit bestand is leeg."),
        ({}, [("file", "", b"")], 400, SAID.say("web_check_nothing", "nl")),
        ({}, [("file", "x.csv", b"a;b\n1;2\n")], 422, "Dit is een rekenblad en geen overeenkomst."),
        ({}, [("file", "big.md", b"a " * 5_100_000)], 413, "Dit is meer dan 10 MB."),
        ({}, [("file", "scan.pdf", b"%PDF-1.7\n" + b"a " * 9_000_000)], 413, "Dit is meer dan 10 MB."),
    ],
)
async def test_what_cant_be_looked_at_is_refused_in_words(
    site: SiteWorld, values: dict[str, str], files: Files, status: int, expected: str
) -> None:
    page = await sends(site, values, files)

    assert page.status == status
    assert expected in said(page.text)


async def test_what_is_no_form_of_ours_is_refused(site: SiteWorld) -> None:
    body, headers = form({"text": AGREEMENT})  # no code of a tab
    statuses = [
        (await site.asks(f"POST {PAGE}", body, headers)).status,
        (await sends(site, {"text": AGREEMENT}, tab="x")).status,
        (await site.asks(f"POST {PAGE}", b"--x\r\n", {"Content-Type": "multipart/form-data; boundary=x"})).status,
        (await site.asks(f"POST {PAGE}", b"tab=" + b"0" * 32, {"Content-Type": "text/plain"})).status,
        (await site.asks(f"PUT {PAGE}", body, headers)).status,
    ]

    assert statuses == [400, 400, 400, 400, 405]


async def test_one_of_a_tab_at_a_time_and_few_of_a_building(site: SiteWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    checking: Any = site.conversation._house.offers.take(CHECKING)
    release, begun = asyncio.Event(), asyncio.Event()
    check = checking.check

    async def slowly(*args: Any, **options: Any) -> Any:
        begun.set()
        await release.wait()
        return await check(*args, **options)

    monkeypatch.setattr(checking, "check", slowly)
    tab = (await site.get(PAGE)).tab
    first = asyncio.create_task(sends(site, {"text": AGREEMENT}, tab=tab))
    await asyncio.wait_for(begun.wait(), 10)
    second = await sends(site, {"text": AGREEMENT}, tab=tab)
    others = [asyncio.create_task(sends(site, {"text": AGREEMENT})) for _ in range(MOST_OF_A_BUILDING - 1)]
    await asyncio.sleep(0.3)
    crowded = await sends(site, {"text": AGREEMENT})
    release.set()
    told = await asyncio.gather(first, *others)
    after = await sends(site, {"text": AGREEMENT}, tab=tab)

    assert (second.status, said(second.text).count("Uw vorige stuk wordt nog nagekeken.")) == (429, 1)
    assert (crowded.status, "Er worden nu veel stukken tegelijk" in said(crowded.text)) == (503, True)
    assert [one.status for one in told] == [200] * MOST_OF_A_BUILDING
    assert after.status == 200


def test_uploads_are_counted_by_address_and_all_together() -> None:
    uploads = Uploads()
    begun = [uploads.begin(bytes([at]), int) for at in range(MOST_AT_ONCE + 1)]
    first = begun[0]
    assert first
    uploads.end(first)

    assert [place is not None for place in begun] == [True] * MOST_AT_ONCE + [False]
    assert uploads.begin(b"\x01", int)
    assert not uploads.begin(b"\x02", int)


def test_of_few_who_hold_all_places_the_slow_give_way_to_others() -> None:
    uploads, forgotten = Uploads(), []
    held = [
        uploads.begin(address, partial(forgotten.append, (address, at)))
        for address in (b"a", b"b")
        for at in range(MOST_OF_A_BUILDING)
    ]
    whole = held[0]
    assert whole
    whole.is_whole = True

    others = [uploads.begin(address, int) for address in (b"c", b"d", b"e", b"f", b"g")]

    assert [place is not None for place in others] == [True, True, True, True, True]
    assert (whole.is_lost, forgotten) == (False, [(b"a", 1), (b"b", 0), (b"a", 2), (b"b", 1), (b"a", 3)])
    assert [place.is_lost for place in held if place] == [False, True, True, True, True, True, False, False]
    assert not uploads.begin(b"a", int)  # it may have no more than the others


async def test_who_sends_slowly_keeps_nobody_out_and_is_told(
    tmp_path: Path, retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "MOST_AT_ONCE", 2)
    folder = checklist(tmp_path / "knowledge")
    async with site_world(folder, retriever, proxies=1) as site:
        body, headers = form({"tab": (await site.get(PAGE)).tab, "text": AGREEMENT})
        slow = [await begins(site, body, headers | {"X-Forwarded-For": "203.0.113.7"}) for _ in range(2)]
        other = await site.asks(f"POST {PAGE}", body, headers | {"X-Forwarded-For": "198.51.100.9"})
        answers = [await ends(body, *one) for one in slow]

    assert other.status == 200
    assert sorted(answers) == [200, 503]


async def begins(
    site: SiteWorld, body: bytes, headers: dict[str, str]
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A form of which all but the last byte was sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    told = {"Host": f"site.example:{site.port}", "Connection": "close", "Content-Length": str(len(body)), **headers}
    head = [f"POST {PAGE} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    writer.write("\r\n".join(head).encode() + body[:-1])
    await writer.drain()
    await asyncio.sleep(0.1)
    return reader, writer


async def ends(body: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    """The status of what comes back once the last byte is there too."""
    writer.write(body[-1:])
    answer = await reader.read()
    writer.close()
    return int(answer.split()[1])


async def test_who_goes_away_frees_the_place(site: SiteWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    checking: Any = site.conversation._house.offers.take(CHECKING)
    begun, ended = asyncio.Event(), asyncio.Event()

    async def forever(*_: Any, **__: Any) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(checking, "check", forever)
    body, headers = form({"tab": (await site.get(PAGE)).tab, "text": AGREEMENT})
    _, writer = await asyncio.open_connection("127.0.0.1", site.port)
    head = [f"POST {PAGE} HTTP/1.1", f"Host: site.example:{site.port}", f"Content-Length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*head, "", ""]).encode() + body)
    await asyncio.wait_for(begun.wait(), 10)
    writer.close()

    await asyncio.wait_for(ended.wait(), 10)


async def test_nothing_of_a_text_is_on_disk_in_the_log_or_in_memory_afterwards(
    tmp_path: Path, site: SiteWorld, caplog: pytest.LogCaptureFixture
) -> None:
    page = await sends(site, {"text": f"{AGREEMENT}\n\n{SECRET} is een dorp.", "kind": "dlr"})
    assert page.status == 200
    del page
    for _ in range(3):
        await asyncio.sleep(0.05)
        gc.collect()

    on_disk = await asyncio.to_thread(all_of, tmp_path)
    told = f"{SECRET} is een dorp"
    assert on_disk
    assert SECRET.encode() not in on_disk
    assert SECRET not in caplog.text
    assert holders(told) == []


def all_of(folder: Path) -> bytes:
    """What stands in all the files of a folder."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def holders(words: str) -> list[str]:
    """What holds a text with more than those words in it, by its type."""
    found = []
    for holder in gc.get_objects():
        for one in gc.get_referents(holder):
            kind = type(one)  # isinstance would ask the object itself, which some warn of
            held = bytes(one).decode("utf-8", "ignore") if issubclass(kind, (bytes, bytearray)) else one
            if issubclass(type(held), str) and words in held and held != words:
                found.append(type(holder).__name__)
    return found


async def test_folder_without_a_checklist_has_no_such_page(tmp_path: Path, retriever: Retriever) -> None:
    folder = Folder(tmp_path / "bare")
    folder.save("nl/faq/a.md", title="a")
    async with site_world(folder, retriever) as bare:
        page, home = await bare.get(PAGE), await bare.get("/nl/")
        posted = await bare.asks(f"POST {PAGE}", *form({"tab": "0" * 32, "text": AGREEMENT}))

    assert (page.status, posted.status) == (404, 404)
    assert "nakijken" not in home.text

"""A site in this process: the real records, rooms and conversation, an encoder of words, and the door at a port of its own."""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bot import rooms
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.faces.opened import Opened
from bot.faces.web import api, checks, handlers
from bot.faces.web.calendars import Calendars
from bot.faces.web.calendars import routes as calendar_routes
from bot.faces.web.door import Health, Web
from bot.faces.web.face import WebFace
from bot.faces.web.metrics import Metrics
from bot.records.people import Keys
from bot.records.records import Records
from bot.settings import Settings
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.rooms.world import MONDAY, SAID
from tests.conftest import Folder
from tests.house import COMMANDS, SHELVES

TODAY = date(2027, 1, 4)
# What CORS says, whose page asks, and whom the answer allows it.
OTHER_SITES = [
    ((), "https://a.example", None),
    (("*",), "https://a.example", "*"),
    (("https://a.example",), "https://a.example", "https://a.example"),
    (("https://a.example",), "https://b.example", None),
]
SOURCES = ["[Handreiking](https://example.org/handreiking?a=1&b=2)"]


def small_site(folder: Folder) -> None:
    """Entries of every kind, few of each."""
    folder.save(
        "nl/faq/melden.md",
        title="Waar melden we een route?",
        asks=["hoe meld ik de leerroute bij DUO"],
        topics=["T001", "T002"],
        see=["faq/tekenen"],
        sources=SOURCES,
        checked="2026-11-22",
        body="U meldt bij **DUO**.\n\n- eerst dit\n- dan dat\n\n## Meer weten\n\nDat kan <b>altijd</b>: 1 < 2.",
    )
    folder.save(
        "en/faq/melden.md",
        title="Where do we register a route?",
        asks=["how do I register the route with DUO"],
        topics=["T001", "T002"],
        sources=SOURCES,
        checked="2026-11-22",
        body="You register with **DUO**.",
    )
    folder.save(
        "nl/faq/tekenen.md",
        title="Wie tekent de overeenkomst?",
        topics=["T001"],
        certainty="likely",
        checked="2026-11-20",
        body="De besturen tekenen & dateren haar.",
    )
    folder.save("nl/faq/kosten-vmbo.md", title="kosten les vmbo", checked="2026-11-20", body="Niets.")
    folder.save("nl/faq/kosten-mbo.md", title="kosten les mbo", checked="2026-11-20", body="Tien euro.")
    folder.save(
        "nl/guidelines/jaar.md",
        title="Het jaar van de verbinder",
        checked="2026-11-20",
        body="Vooraf.\n\n## Herfst\n\nBlad.\n\n## Winter\n\nSneeuw.\n\n## Lente\n\nBloesem.",
    )
    folder.save(
        "nl/activities/bingo.md",
        title="Bingo", checked="2026-11-20", minutes=30, people="6-30", place="lokaal", body="Speel bingo.",
    )  # fmt: skip
    folder.save(
        "nl/activities/wandeling.md",
        title="Wandeling", checked="2026-11-20", minutes=90, people="2-4", place="buiten", body="Loop een eind.",
    )  # fmt: skip
    folder.write(
        "routes.csv",
        "school;mbo;regio;profiel;leerweg;opleiding;niveau;soort;gemeld;sinds;contact\n"
        "School A;Mbo X;Noord;D&P;basis;Dienstverlening;2;DLR;ja;2024-08-01;decaan\n"
        "School B;Mbo X;Noord;D&P;basis;Dienstverlening;2;zonder;nee;;\n"
        "School C;Mbo Y;Zuid;PIE;kader;Monteur;3;DLR;ja;;\n",
    )


@dataclass(frozen=True)
class Got:
    """What came back."""

    status: int
    headers: dict[str, str]  # by their names in small letters
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def tab(self) -> str:
        """The code that the page gave the tab."""
        found = re.search(r'name="tab" value="([0-9a-f]{32})"', self.text)
        assert found, self.text
        return found[1]

    def button(self, label: str) -> str:
        """What stands behind the button with that label."""
        found = re.search(
            rf'<button(?: class="quiet")? name="data" value="([^"]+)"[^>]*>{re.escape(label)}</button>', self.text
        )
        assert found, self.text
        return found[1]


class SiteWorld:
    """The site, and who asks it."""

    def __init__(self, folder: Folder, retriever: Retriever, records: Records, face: WebFace, port: int) -> None:
        self.folder, self.retriever, self.records, self.face, self.port = folder, retriever, records, face, port

    keys: Keys
    conversation: Conversation

    async def get(self, address: str, **headers: str) -> Got:
        return await self.asks(f"GET {address}", headers=headers)

    async def post(self, address: str, **values: str) -> Got:
        return await self.asks(f"POST {address}", urlencode(values).encode())

    async def part(self, address: str, **values: str) -> Got:
        """What the page's script gets."""
        return await self.asks(f"POST {address}", urlencode(values).encode(), {"X-Part": "1"})

    async def asks(self, head: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Got:
        """A request over a connection of its own."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        told = {"Host": f"site.example:{self.port}", "Connection": "close", "Content-Length": str(len(body))}
        lines = [f"{head} HTTP/1.1", *(f"{name}: {value}" for name, value in (told | (headers or {})).items()), "", ""]
        writer.write("\r\n".join(lines).encode("latin-1") + body)
        answer = await reader.read()
        writer.close()
        start, _, rest = answer.partition(b"\r\n\r\n")
        first, *others = start.decode().split("\r\n")
        pairs = [line.split(": ", 1) for line in others]
        return Got(int(first.split()[1]), {name.lower(): value for name, value in pairs}, rest)

    async def edit(self) -> None:
        """Serve the folder as it is now."""
        await self.retriever.refresh(read_folder(self.folder.root, day=TODAY))
        self.face.look()

    async def kept(self) -> list[tuple[Any, ...]]:
        """What is noted of questions."""
        sql = "select person, outcome, entry, place, words is not null, is_good from questions order by number"
        return await self.records._database.read(lambda db: list(db.execute(sql).fetchall()))


@asynccontextmanager
async def site_world(
    folder: Folder,
    retriever: Retriever,
    *,
    path: Path | str = ":memory:",
    is_open: bool = True,
    contact: str = "het loket <loket@example.org>",
    more: Callable[[WebFace], list[Any]] = lambda face: [],
    **settings: Any,
) -> AsyncIterator[SiteWorld]:
    """A site over a folder; is_open: the knowledge has been read; more: what the door answers besides."""
    told = replace(Settings(is_web=True), **settings)
    keys = Keys(secrets.token_bytes(32))
    records = Records(path, keys, SHELVES, clock=lambda: MONDAY)
    await records.open()
    health, metrics = Health(has_telegram=False), Metrics()
    opened = Opened(told, keys, records, metrics, health, SAID, COMMANDS, asyncio.Event(), asyncio.Event())
    face = WebFace(opened)
    calendars = Calendars()
    site = (*more(face), *api.routes(face), *checks.routes(face), *handlers.routes(face), *calendar_routes(calendars))
    door = Web(replace(told, port=0), health, metrics, None, site)
    await door.start()
    house = House(
        *(retriever, records, SAID, Composer(SAID, contact=contact)),
        noticed=lambda noted: metrics.asked(noted.outcome, noted.lang, noted.where),
        clock=lambda: MONDAY,
        commands=COMMANDS,
        web_url=told.web_url,
    )
    conversation = Conversation(house, rooms=rooms.build(house))
    world = SiteWorld(folder, retriever, records, face, door.port)
    world.keys, world.conversation = keys, conversation
    await retriever.refresh(read_folder(folder.root, day=TODAY))
    if is_open:
        calendars.open(house)
        face.open(house, conversation)
    try:
        yield world
    finally:
        await door.stop()
        await records.close()

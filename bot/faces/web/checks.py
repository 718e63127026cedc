"""The page where an agreement is looked at: a file or a text goes in, what stands in it comes out, and nothing of it is kept.

What was sent is in memory from its first byte to the answer, and on no disk. The Word file to take along travels in the
page itself, so that nobody has to keep it until it is asked for.
"""

import asyncio
import base64
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from tornado.http1connection import HTTP1Connection
from tornado.httputil import HTTPFile, HTTPInputError, parse_body_arguments
from tornado.web import HTTPError

from bot.conversation.offers import CheckedPage, Checking, NotCheckedError
from bot.conversation.wording import LANGUAGES
from bot.faces.web.addresses import Page, page_address, word_of
from bot.faces.web.face import WebFace
from bot.faces.web.handlers import FORM_BYTES, SiteHandler
from bot.faces.web.kept import HTML
from bot.faces.web.visitors import TAB

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_AT_ONCE = 8  # uploads of all people together that are taken in: each waits in memory
MOST_OF_A_BUILDING = 4  # … of one address: a school has one for everybody in it
MOST_DRAINED = 2_000_000_000  # bytes of what is too long that are read and forgotten, so that its sender hears why
UPLOAD_S = 180.0  # for what is allowed to come in over a slow line: 10 MB at half a megabit a second
VERSION, SIDE = "version", "side"  # what a second file is to the first


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form holds."""

    tab: str
    kind: str
    second: str  # VERSION or SIDE
    pieces: tuple[tuple[bytes, str], ...]  # (what it holds, its name; none: it was pasted), the earlier one first


@dataclass(eq=False, slots=True)
class Place:
    """One that is taken in."""

    address: bytes
    forget: Callable[[], None]  # lets go of what came in of it
    is_whole: bool = False  # all of it is there
    is_lost: bool = False  # it gave way to another while it came in


class Uploads:
    """How many are taken in at a time: one of a tab, few of an address, and not too many of all together."""

    def __init__(self) -> None:
        self._places: list[Place] = []  # the oldest first
        self._tabs: set[str] = set()

    def begin(self, address: bytes, forget: Callable[[], None]) -> Place | None:
        """A place for one that begins to come in; None where it is too many. forget: lets go of what came in of it."""
        own = sum(place.address == address for place in self._places)
        if own >= MOST_OF_A_BUILDING:
            return None
        if len(self._places) >= MOST_AT_ONCE:
            slow = self._slow(own)
            if slow is None:
                return None
            slow.is_lost = True
            slow.forget()
            self.end(slow)
        place = Place(address, forget)
        self._places.append(place)
        return place

    def _slow(self, own: int) -> Place | None:
        """Which gives way, so that few who send slowly keep nobody out: one that still comes in, of the address with most.

        None: nobody has so many more than the own of who wants a place that it would be fairer.
        """
        counts = Counter(place.address for place in self._places)
        coming = [place for place in self._places if not place.is_whole and counts[place.address] > own + 1]
        return max(coming, key=lambda place: counts[place.address], default=None)

    def claim(self, tab: str) -> bool:
        """Whether nothing else of that tab is looked at; then nothing else is until it is let go of."""
        if tab in self._tabs:
            return False
        self._tabs.add(tab)
        return True

    def let_go(self, tab: str) -> None:
        self._tabs.discard(tab)

    def end(self, place: Place) -> None:
        """One is done with, or gave way."""
        if place in self._places:
            self._places.remove(place)


class CheckHandler(SiteHandler):
    """The page, with and without an agreement."""

    def initialize(self, face: WebFace, uploads: Uploads | None = None) -> None:
        super().initialize(face)
        self._uploads = uploads or Uploads()
        self._place: Place | None = None  # None: there was none for it
        self._is_too_long = False
        self._looking: asyncio.Task[CheckedPage] | None = None
        self._is_posted = False

    def prepare(self) -> None:
        """What is too many or too long is read to its end and forgotten, so that its sender can be told."""
        super().prepare()
        if self.request.method == "POST":
            address = self._face.visitors.network_of(self._address())
            self._place = self._uploads.begin(address, self._body.clear)
            sending = self.request.connection
            assert isinstance(sending, HTTP1Connection)  # noqa: S101, the door speaks nothing else
            sending.set_max_body_size(MOST_DRAINED)
            sending.set_body_timeout(UPLOAD_S)

    def data_received(self, chunk: bytes) -> None:
        checking = self._checking()
        if self._place is None or self._place.is_lost or checking is None or self._is_too_long:
            return
        self._body += chunk
        if len(self._body) > checking.most_bytes + FORM_BYTES:
            self._is_too_long = True
            self._body.clear()

    def on_connection_close(self) -> None:
        """Nobody waits any more: what was sent is let go of."""
        self._body.clear()
        if self._looking is not None:
            self._looking.cancel()
        if not self._is_posted:
            self._end()
        super().on_connection_close()

    def get(self, lang: str, word: str) -> None:
        self._known(lang, word)
        self._show(lang)

    head = get

    async def post(self, lang: str, word: str) -> None:
        self._is_posted = True
        if self._place is not None:
            self._place.is_whole = True
        try:
            checking = self._known(lang, word)
            await self._post(checking, lang)
        finally:
            self._body.clear()
            self._end()

    async def _post(self, checking: Checking, lang: str) -> None:
        most = checking.most_bytes // 1_000_000
        if self._place is None or self._place.is_lost:
            self._refuse(lang, HTTPStatus.SERVICE_UNAVAILABLE, self._say("web_check_busy", lang))
            return
        if self._is_too_long:
            self._refuse(lang, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, self._say("web_check_too_big", lang, most=most))
            return
        sent = self._read()
        if not sent.pieces:
            self._refuse(lang, HTTPStatus.BAD_REQUEST, self._say("web_check_nothing", lang), sent)
            return
        if wait_s := self._face.visitors.wait_of_address_s(self._address()):
            self.set_header("Retry-After", str(int(wait_s) + 1))
            said = self._say("web_slow_down", lang, seconds=int(wait_s) + 1)
            self._refuse(lang, HTTPStatus.TOO_MANY_REQUESTS, said, sent)
            return
        if not self._uploads.claim(sent.tab):
            self._refuse(lang, HTTPStatus.TOO_MANY_REQUESTS, self._say("web_check_one", lang), sent)
            return
        try:
            is_version = sent.second == VERSION
            looking = checking.check(sent.pieces, sent.kind, lang, is_version=is_version)
            self._looking = asyncio.ensure_future(looking)
            page = await self._looking
        except NotCheckedError as refused:
            self._refuse(lang, HTTPStatus.UNPROCESSABLE_ENTITY, str(refused), sent)
        except asyncio.CancelledError:
            if self._looking is None or not self._looking.cancelled():
                raise
        else:
            self._show(lang, sent, self._shown(page, lang))
        finally:
            self._uploads.let_go(sent.tab)

    # --- parts

    def _checking(self) -> Checking | None:
        """What looks at agreements; None while there is nothing to look for, or nobody who does."""
        return None if self._face.desk is None else self._face.desk.site.checking

    def _known(self, lang: str, word: str) -> Checking:
        """Raises HTTPError where there is no such page."""
        self._desk()
        checking = self._checking()
        if checking is None or word != word_of(Page.CHECK, lang):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return checking

    def _end(self) -> None:
        if self._place is not None:
            self._uploads.end(self._place)

    def _say(self, key: str, lang: str, **values: object) -> str:
        return self._desk().site.say(key, lang, **values)

    def _read(self) -> Sent:
        """Raises HTTPError for what is no form of ours."""
        values: dict[str, list[bytes]] = {}
        files: dict[str, list[HTTPFile]] = {}
        try:
            parse_body_arguments(self.request.headers.get("Content-Type", ""), bytes(self._body), values, files)
        except (HTTPInputError, ValueError) as error:
            raise HTTPError(HTTPStatus.BAD_REQUEST) from error
        self._body.clear()
        told = {name: found[0].decode("utf-8", "replace") for name, found in values.items()}
        tab = told.get("tab", "")
        if not TAB.fullmatch(tab):
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        pieces = [_file(files, "earlier"), _file(files, "file"), (told.get("text", "").strip().encode(), "")]
        return Sent(tab, told.get("kind", ""), told.get("second", ""), tuple(filter(any, pieces))[:2])

    def _shown(self, page: CheckedPage, lang: str) -> Mapping[str, Any]:
        """What the template shows of it."""
        pages = self._desk().pages
        message = pages.message
        groups = [
            (
                message(head, lang),
                [
                    {
                        "html": message(point.html, lang),
                        "verdict": point.verdict,
                        "why": message(point.why, lang),
                        "see": [pages.link(one, lang) for one in point.see],
                    }
                    for point in points
                ],
            )
            for head, points in page.groups
        ]
        word = ""
        if page.word:
            word = f"data:{WORD};base64,{base64.b64encode(page.word.data).decode('ascii')}"
        notes = [message(note, lang) for note in page.notes]
        return {"head": message(page.head, lang), "groups": groups, "notes": notes, "word": word, "file": page.word}

    def _refuse(self, lang: str, status: HTTPStatus, said: str, sent: Sent | None = None) -> None:
        self.set_status(status)
        self._show(lang, sent, said=said)

    def _show(
        self, lang: str, sent: Sent | None = None, checked: Mapping[str, Any] | None = None, said: str = ""
    ) -> None:
        """The form, and what came of it; nothing keeps it on the way."""
        desk, checking = self._desk(), self._checking()
        kinds: Sequence[tuple[str, str]] = checking.kinds(lang) if checking else ()
        self.set_header("Content-Type", HTML)
        self.write(
            desk.pages.framed(
                "check.html",
                lang,
                self._base(),
                page_address(Page.CHECK, lang),
                title=desk.site.say("web_check", lang),
                description=desk.site.say("web_check_what", lang),
                tab=sent.tab if sent else self._face.visitors.new_tab(),
                kind=sent.kind if sent else "",
                second=(sent.second if sent else "") or VERSION,
                kinds=kinds,
                most=checking.most_bytes // 1_000_000 if checking else 0,
                checked=checked,
                said=said,
                is_listed=sent is None and not said,
            )
        )


def _file(files: Mapping[str, Sequence[HTTPFile]], name: str) -> tuple[bytes, str]:
    """What a field for a file holds, and its name; neither where none was chosen, a name alone where it is empty."""
    found = files.get(name)
    return (found[0]["body"], found[0]["filename"]) if found else (b"", "")


def routes(face: WebFace) -> list[Any]:
    """What the door answers with it, before all other pages of a language."""
    words = "|".join(sorted({word_of(Page.CHECK, lang) for lang in LANGUAGES}))
    return [(rf"/({'|'.join(LANGUAGES)})/({words})", CheckHandler, {"face": face, "uploads": Uploads()})]

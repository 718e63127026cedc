"""Questions of programs in, JSON out: the same answers, with what it takes to quote them; nothing is kept of what is asked."""

import json
import math
from http import HTTPStatus
from typing import Any

from bot.conversation.wording import LANGUAGES
from bot.faces import quoting
from bot.faces.quoting import MOST_CHARS
from bot.faces.web.face import Desk, WebFace
from bot.faces.web.handlers import JSON
from bot.faces.web.other_sites import OpenHandler

PREFIX = "/api/"


class _Refused(Exception):
    """What was asked isn't right; the sentence says what to do."""

    def __init__(self, status: HTTPStatus, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


class ApiHandler(OpenHandler):
    """What all of /api has in common."""

    asked_by = "GET, HEAD"

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Cross-Origin-Resource-Policy", "cross-origin")

    async def get(self, *told: str) -> None:
        try:
            if self._face.desk is None:
                self.set_header("Retry-After", "30")
                raise _Refused(
                    HTTPStatus.SERVICE_UNAVAILABLE, "the texts are still being read; try again in half a minute"
                )
            self._count()
            found = await self.answered(self._face.desk, *told)
        except _Refused as error:
            self.set_status(error.status)
            self._write({"error": error.said})
        else:
            self._write(found)

    head = get

    async def answered(self, desk: Desk, *told: str) -> Any:
        """What is sent as JSON. Raises _Refused."""
        raise NotImplementedError

    def write_error(self, status_code: int, **_: Any) -> None:
        self.allow()
        self.tell_methods(status_code)
        self.set_header("Content-Type", JSON)
        self.finish(json.dumps({"error": HTTPStatus(status_code).phrase.lower()}))

    def _write(self, found: Any) -> None:
        self.set_header("Content-Type", JSON)
        self.write(json.dumps(found, ensure_ascii=False) + "\n")

    def _count(self) -> None:
        """Raises _Refused where too much comes from one address."""
        if wait_s := math.ceil(self._wait_s()):
            self.set_header("Retry-After", str(wait_s))
            raise _Refused(
                HTTPStatus.TOO_MANY_REQUESTS, f"too much comes from this address; try again in {wait_s} seconds"
            )

    def _wait_s(self) -> float:
        """Count what is read; seconds until it may be, 0: now."""
        return self._face.visitors.wait_to_read_s(self._address())

    def _lang(self, parameters: dict[str, str]) -> str:
        """The language that is asked for; empty: none."""
        lang = parameters.get("lang", "")
        if lang and lang not in LANGUAGES:
            raise _Refused(
                HTTPStatus.BAD_REQUEST, f"lang is {lang[:20]!r}; write {' or '.join(LANGUAGES)}, or leave it out"
            )
        return lang


class AskHandler(ApiHandler):
    """/api/ask"""

    def _wait_s(self) -> float:
        return self._face.visitors.wait_of_address_s(self._address())

    async def answered(self, desk: Desk, *told: str) -> Any:
        parameters = self._parameters()
        lang, text = self._lang(parameters), " ".join(parameters.get("q", "").split())
        before = " ".join(parameters.get("before", "").split())
        if not text:
            raise _Refused(
                HTTPStatus.BAD_REQUEST, "there is no question; write it as q, as in /api/ask?q=wie+tekent+de+sok"
            )
        for name, told_text in (("the question", text), ("before", before)):
            if len(told_text) > MOST_CHARS:
                raise _Refused(
                    HTTPStatus.BAD_REQUEST, f"{name} has {len(told_text)} characters; at most {MOST_CHARS} are read"
                )
        return await quoting.asked(desk.site.house, text, lang, before, self._base())


class EntriesHandler(ApiHandler):
    """/api/entries"""

    async def answered(self, desk: Desk, *told: str) -> Any:
        lang, base = self._lang(self._parameters()), self._base()
        entries = sorted(desk.site.snapshot.reading.entries, key=lambda entry: (entry.id, entry.lang))
        return [quoting.as_listed(entry, base) for entry in entries if lang in ("", entry.lang)]


class EntryHandler(ApiHandler):
    """/api/entries/<id>"""

    async def answered(self, desk: Desk, *told: str) -> Any:
        lang = self._lang(self._parameters())
        entry_id = self._path().removeprefix(f"{PREFIX}entries/")
        entry = desk.site.entry_or_moved(entry_id, lang or LANGUAGES[0])
        if entry is None:
            raise _Refused(HTTPStatus.NOT_FOUND, "there is no entry with this id; /api/entries lists them")
        return quoting.as_object(entry, desk.site.snapshot, self._base())


class DescriptionHandler(ApiHandler):
    """/api/openapi.json"""

    async def answered(self, desk: Desk, *told: str) -> Any:
        described = quoting.description()
        described["info"]["title"] = desk.site.name("en")
        described["servers"] = [{"url": self._base()}]
        return described


class NothingHandler(ApiHandler):
    """Whatever else begins with /api."""

    async def answered(self, desk: Desk, *told: str) -> Any:
        raise _Refused(HTTPStatus.NOT_FOUND, "there is nothing at this address; /api/openapi.json says what there is")


def routes(face: WebFace) -> list[Any]:
    """What programs are answered, for the door."""
    handlers = (
        (r"/api/ask", AskHandler),
        (r"/api/entries", EntriesHandler),
        (r"/api/entries/.+", EntryHandler),
        (r"/api/openapi\.json", DescriptionHandler),
        (r"/api(?:/.*)?", NothingHandler),
    )
    return [(pattern, handler, {"face": face}) for pattern, handler in handlers]

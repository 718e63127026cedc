"""Requests of browsers in, pages out: which page, in which language, and what goes along with it. What they say is made elsewhere."""

import json
import logging
import math
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote

from markupsafe import Markup
from tornado.web import HTTPError

from bot.conversation.callback_data import Kind
from bot.conversation.room import NOTHING, Around
from bot.conversation.wording import LANGUAGES
from bot.faces import quoting
from bot.faces.quoting import MOST_CHARS
from bot.faces.web import carried, forms
from bot.faces.web.addresses import (
    Page,
    Place,
    entry_address,
    home_address,
    page_address,
    permanent_address,
    place_of,
    word_of,
)
from bot.faces.web.door import Handler
from bot.faces.web.face import Desk, WebFace
from bot.faces.web.kept import HTML, Ready, ready
from bot.faces.web.pages import NEWS
from bot.faces.web.turns import TurnView
from bot.faces.web.visitors import TAB
from bot.records.people import Asker
from bot.records.questions import Where
from bot.records.records import RecordsError

logger = logging.getLogger(__name__)

JSON, PLAIN = "application/json", "text/plain; charset=utf-8"
MARKDOWN, SVG, SCRIPT = "text/markdown; charset=utf-8", "image/svg+xml", "text/javascript; charset=utf-8"
FORM_BYTES = 12 * MOST_CHARS + 4_000  # of a question that is sent by a form: 🙂 is %F0%9F%99%82 there
FOR_GOOD = "public, max-age=31536000, immutable"
# A page's own files and nothing else: no script in the page, no other site, no plugin, nothing that a form could send elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
PART = "X-Part"  # of a request by the page's own script, which wants the turn alone
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?")
_READ = {Page.PRIVACY, Page.ACCESSIBILITY, Page.CARRY, Page.OFFLINE}


class SiteHandler(Handler):
    """What all requests for the site have in common."""

    def initialize(self, face: WebFace) -> None:
        self._face = face
        self._body = bytearray()
        self._shown_in = LANGUAGES[0]

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Content-Security-Policy", POLICY.format(ancestors="'none'"))
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        # Not yet initialized when tornado asks first; the setting is the application's.
        if self.application.settings.get("is_secure"):
            self.set_header("Strict-Transport-Security", "max-age=31536000")

    def prepare(self) -> None:
        """The language is that of the address; nothing is answered before the knowledge has been read."""
        if (place := place_of(self._path())) is not None:
            self._shown_in = place.lang

    def data_received(self, chunk: bytes) -> None:
        """Bodies are forms, and short; what is too long is read to its end and forgotten."""
        if len(self._body) <= FORM_BYTES:
            self._body += chunk

    def compute_etag(self) -> None:
        """Pages bring their own."""

    # --- for those who answer

    def _desk(self) -> Desk:
        """Raises HTTPError while there is nothing to answer with."""
        if self._face.desk is None:
            self.set_header("Retry-After", "30")
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)
        return self._face.desk

    def _address(self) -> str:
        return self._face.visitors.address_of(self.request.remote_ip or "", self.request.headers)

    def _path(self) -> str:
        """The address without its escapes, as far as they make text."""
        return unquote(self.request.path, errors="replace")

    def _base(self) -> str:
        """Under which address the site is seen. Raises HTTPError for a Host that is none."""
        if self._face.settings.web_url:
            return self._face.settings.web_url
        if not _HOST.fullmatch(self.request.host):
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        return f"{self._face.visitors.scheme_of(self.request.protocol, self.request.headers)}://{self.request.host}"

    def _parameters(self) -> dict[str, str]:
        """What stands behind the question mark; of what is said twice the first. Raises HTTPError where it is no text."""
        return _form(self.request.query)

    def _sent(self) -> dict[str, str]:
        """What a form sent. Raises HTTPError."""
        if len(self._body) > FORM_BYTES:
            raise HTTPError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return _form(self._body.decode("utf-8", "replace"))

    def _kept(self, key: object, make: Callable[[], Ready | None]) -> Ready:
        """What was made before, for as long as the folder says the same. Raises HTTPError where there is nothing to make."""
        snapshot = self._desk().site.snapshot
        found = self._face.kept.get(key, snapshot) or make()
        if found is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self._face.kept.put(key, snapshot, found)
        return found

    def _send(self, ready: Ready, *, cache: str = "no-cache") -> None:
        """Send what is ready, or that it is what the browser has already."""
        self.set_header("Content-Type", ready.content_type)
        self.set_header("Cache-Control", cache)
        self.set_header("ETag", ready.etag)
        self.set_header("Vary", "Accept-Encoding")
        if ready.etag in self.request.headers.get("If-None-Match", ""):
            self.set_status(HTTPStatus.NOT_MODIFIED)
            self.clear_header("Content-Type")
            return
        data = ready.data
        if ready.packed and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            data = ready.packed
        self.write(data)

    def write_error(self, status_code: int, **options: Any) -> None:
        """What went wrong, on a page of the site where there is one to show."""
        self.set_header("Cache-Control", "no-store")
        self.tell_methods(status_code)
        if self._face.desk is None:
            self.finish(f"{self._face.wording.say('web_starting', self._shown_in)}\n")
            return
        key, code = _WRONG.get(status_code, "web_wrong"), ""
        if key == "web_wrong":
            code = secrets.token_hex(3)
            logger.error("a request failed, code %s", code)
        self.set_header("Content-Type", HTML)
        try:
            page = self._face.desk.pages.wrong(key, self._shown_in, self._face.settings.web_url, code=code)
        except Exception:
            logger.exception("the page for what went wrong can't be made")
            page = f"{HTTPStatus(status_code).phrase}\n"
        self.finish(page)


_WRONG: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "web_not_found",
    HTTPStatus.BAD_REQUEST: "web_bad",
    HTTPStatus.METHOD_NOT_ALLOWED: "web_bad",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "web_bad",
    HTTPStatus.SERVICE_UNAVAILABLE: "web_bad",
}


def _form(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=50, errors="replace")
    except ValueError as error:
        raise HTTPError(HTTPStatus.BAD_REQUEST) from error
    return dict(reversed(pairs))


class FirstHandler(SiteHandler):
    """The site without a language: that of the browser, as far as it is one of ours."""

    def get(self) -> None:
        told = self.request.headers.get("Accept-Language", "")
        wanted = (part.strip()[:2].lower() for part in told.split(","))
        lang = next((lang for lang in wanted if lang in LANGUAGES), LANGUAGES[0])
        self.set_header("Vary", "Accept-Language")
        self.redirect(home_address(lang))

    head = get


class BareHandler(SiteHandler):
    """A language without the slash behind it."""

    def get(self, lang: str) -> None:
        self.redirect(home_address(lang), permanent=True)

    head = get


class StaticHandler(SiteHandler):
    """Style sheet, script, pictures."""

    def get(self) -> None:
        address = self._path()
        file = self._face.static.at(address)
        if file is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self._send(self._face.packed(address, file), cache=FOR_GOOD)

    head = get


class PageHandler(SiteHandler):
    """Everything under a language."""

    async def get(self) -> None:
        place = place_of(self._path())
        if place is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        if self.request.path.endswith("/") and self.request.path != home_address(place.lang):
            self.redirect(self.request.path.rstrip("/"), permanent=True)
            return
        match place.page:
            case Page.ASK | Page.CHAT:
                await self._ask(place, self._parameters(), tab="")
            case Page.SUGGEST:
                self._suggest(place.lang)
            case Page.PRESS:
                self.redirect(page_address(Page.ASK, place.lang))
            case _:
                await self._read(place)

    head = get

    async def post(self) -> None:
        place = place_of(self._path())
        sent = self._sent()
        if place is None or place.page not in (Page.ASK, Page.CHAT, Page.PRESS):
            raise HTTPError(HTTPStatus.METHOD_NOT_ALLOWED)
        tab = sent.get("tab", "")
        if tab and not TAB.fullmatch(tab):
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        if place.page is Page.PRESS:
            await self._press(place, sent, tab)
        else:
            await self._ask(place, sent, tab)

    # --- reading

    async def _read(self, place: Place) -> None:
        """A page that is the same for everybody."""
        desk, base, parameters = self._desk(), self._base(), self._parameters()
        today = desk.site.house.today()  # by which an entry is told to be old
        if place.page is None and (to := self._moved(desk, place)):
            self.redirect(to, permanent=True)
            return
        if place.form:
            whole = f"{place.path}.{place.form}"
            if desk.site.entry(whole, place.lang):  # an entry may well be called so
                place = replace(place, path=whole, form="")
            else:
                self._send(self._kept((place, base, today), lambda: self._form(desk, place, base)))
                return
        if place.page is Page.NEWS and not place.path:
            items = await desk.news.latest(desk.site.snapshot, place.lang, NEWS)
            self._send(ready(desk.pages.news(items, place.lang, base)))
            return
        lines = self._lines_under(desk, place)

        def made() -> Ready | None:
            page = self._page(desk, place, base, parameters)
            return None if page is None else ready(page)

        # Of parameters there are too many to keep a page for each.
        found = self._kept((place, base, today, lines), made) if not parameters else made()
        if found is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self.set_header("X-Keep", "1")  # the browser's own script may keep it, to be read without internet
        self._send(found)

    @staticmethod
    def _moved(desk: Desk, place: Place) -> str:
        """Where the address of an entry that was renamed leads; empty where there is nothing to lead to."""
        if not place.path or desk.site.entry(place.path, place.lang):
            return ""
        entry_id = desk.site.moved_to(place.path)
        return entry_address(entry_id, place.lang, place.form) if entry_id else ""

    @staticmethod
    def _lines_under(desk: Desk, place: Place) -> str:
        """What may change of an entry's page while the folder doesn't: links that are shared."""
        entry = desk.site.entry(place.path, place.lang) if place.page is None and place.path else None
        return desk.site.house.composer.lines_under(entry, place.lang) if entry else ""

    @staticmethod
    def _form(desk: Desk, place: Place, base: str) -> Ready | None:
        """An entry in the form that its address asks for; None where there is none."""
        entry, today = desk.site.entry(place.path, place.lang), desk.site.house.today()
        if entry is None:
            return None
        match place.form:
            case "txt":
                return ready(forms.as_text(entry, place.lang, base, today), PLAIN)
            case "md":
                return ready(forms.as_markdown(entry, place.lang, base, today), MARKDOWN)
            case "json":
                return ready(quoting.as_json_text(entry, desk.site.snapshot, base), JSON)
            case _:
                return ready(forms.qr_code(base + permanent_address(entry, place.lang)), SVG)

    def _page(self, desk: Desk, place: Place, base: str, parameters: Mapping[str, str]) -> str | None:
        """None where there is none."""
        pages, lang = desk.pages, place.lang
        match place.page:
            case None if not place.path:
                return pages.home(lang, base)
            case None:
                entry = desk.site.entry(place.path, lang)
                if entry:
                    return pages.entry(entry, lang, base)
                return pages.folder(
                    place.path, lang, base, _number(parameters, "minutes"), _number(parameters, "people")
                )
            case Page.TOPICS:
                return pages.topic(place.path, lang, base) if place.path else pages.topics(lang, base)
            case Page.ROUTES if not place.path:
                return pages.routes(parameters.get("profile", ""), parameters.get("region", ""), lang, base)
            case page if page in _READ and not place.path:
                return pages.text(page, lang, base)
            case _:
                return None

    def _suggest(self, lang: str) -> None:
        """Titles that what is being typed may become."""
        desk = self._desk()
        if not self._face.visitors.may_type(self._address()):
            raise HTTPError(HTTPStatus.TOO_MANY_REQUESTS)
        parameters = self._parameters()
        typed = parameters.get("q", "")
        found = desk.suggesting.titles(typed, lang, desk.site.snapshot)
        self.set_header("Content-Type", JSON)
        if parameters.get("form") == "opensearch":
            self.write(json.dumps([typed, [entry.title for entry in found]], ensure_ascii=False))
            return
        told = [{"title": entry.title, "address": entry_address(entry.id, lang)} for entry in found]
        self.write(json.dumps(told, ensure_ascii=False))

    # --- asking

    async def _ask(self, place: Place, told: Mapping[str, str], tab: str) -> None:
        """Answer a question; without one, show where to ask it."""
        if "prefetch" in self.request.headers.get("Sec-Purpose", ""):
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)  # what nobody asked for yet is neither counted nor kept
        desk, text = self._desk(), " ".join(told.get("q", "").split())
        if not text:
            if self.request.headers.get(PART):  # the script sends no question that is none
                raise HTTPError(HTTPStatus.BAD_REQUEST)
            self._show(place, "", None)
            return
        if len(text) > MOST_CHARS:
            say = desk.site.say("web_too_long", place.lang, count=len(text), most=MOST_CHARS)
            self._refuse(place, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, tab, text[:200], say, is_known=bool(tab))
            return
        is_new = not tab
        tab = tab or self._face.visitors.new_tab()
        asker = self._face.visitors.asker(tab, place.lang)
        if self._is_too_much(place, asker, tab, text, is_new=is_new):
            return
        if leading := desk.turns.leading(text, place.lang, is_known=not is_new):
            self._show(place, tab, leading)
            return
        about = desk.site.entry_or_moved(told.get("about", ""), place.lang)  # the page on which it is asked
        around = Around(shows=about.id) if about else NOTHING
        turn = await desk.site.conversation.hears(asker, text, Where.WEB, around=around)
        found_s = time.perf_counter()
        self._show(place, tab, desk.turns.view(turn, text, place.lang, is_known=not is_new))
        self._face.metrics.paged(time.perf_counter() - found_s)

    async def _press(self, place: Place, sent: Mapping[str, str], tab: str) -> None:
        """Do what a button stands for."""
        desk, data = self._desk(), sent.get("data", "")
        if not tab:
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        asker = self._face.visitors.asker(tab, place.lang)
        # Who erases is let through: what they ask for costs once what they have, and they have a right to it.
        if data != Kind.FORGET and self._is_too_much(place, asker, tab, "", is_new=False):
            return
        try:
            turn = await desk.site.conversation.presses(asker, data, Where.WEB)
        except RecordsError as error:
            logger.error("records: %s", error)
            raise HTTPError(HTTPStatus.INTERNAL_SERVER_ERROR) from error
        turn = desk.turns.with_answer(turn, sent.get("shown", ""), data)
        self._show(place, tab, desk.turns.view(turn, "", place.lang, is_known=data != Kind.FORGET))

    def _is_too_much(self, place: Place, asker: Asker, tab: str, text: str, *, is_new: bool) -> bool:
        """Whether somebody asks too often; they are told when to come back."""
        wait_s = math.ceil(self._face.visitors.wait_s(asker, self._address(), is_new=is_new))
        if not wait_s:
            return False
        self.set_header("Retry-After", str(wait_s))
        say = self._desk().site.say("web_slow_down", place.lang, seconds=wait_s)
        self._refuse(place, HTTPStatus.TOO_MANY_REQUESTS, tab, text, say, is_known=not is_new)
        return True

    def _refuse(self, place: Place, status: HTTPStatus, tab: str, text: str, said: str, *, is_known: bool) -> None:
        self.set_status(status)
        self._show(place, tab, self._desk().turns.saying(said, text, place.lang, is_known=is_known))

    def _show(self, place: Place, tab: str, turn: TurnView | None) -> None:
        """A turn, on a page or for the script that puts it there. It is nobody else's, so nothing keeps it."""
        desk, lang = self._desk(), place.lang
        is_framed = place.page is Page.CHAT or (place.page is Page.PRESS and place.path == "chat")
        pressing = page_address(Page.PRESS, lang, "chat" if is_framed else "")
        values = {"turn": turn, "tab": tab, "pressing": pressing, "new_window": _new_window(is_framed)}
        self.set_header("Content-Type", HTML)
        if is_framed:
            self._allow_framing()
        if self.request.headers.get(PART):
            self.write(desk.templates.render("turn.html", lang, **values))
            return
        page = Page.CHAT if is_framed else Page.ASK
        self.write(
            desk.pages.framed(
                "asked.html",
                lang,
                self._base(),
                page_address(page, lang),
                title=desk.site.say(
                    "web_chat_title" if is_framed else "web_ask_title", lang, name=desk.site.name(lang)
                ),
                is_framed=is_framed,
                is_asking=True,
                is_listed=turn is None and not is_framed,
                asking=page_address(page, lang),
                examples=desk.site.examples(lang),
                **values,
            )
        )

    def _allow_framing(self) -> None:
        """Other sites may show this in a frame, if the settings name them."""
        ancestors = " ".join(("'self'", *self._face.settings.frame_ancestors))
        self.set_header("Content-Security-Policy", POLICY.format(ancestors=ancestors))


def _number(parameters: Mapping[str, str], name: str) -> int | None:
    text = parameters.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) and int(text) else None


def _new_window(is_framed: bool) -> Markup:
    """What a link says that is not to be opened in the frame on somebody's page."""
    return Markup(' target="_blank" rel="noopener"' if is_framed else "")  # noqa: S704, our own words


class CarriedHandler(SiteHandler):
    """What carries the site elsewhere."""

    async def get(self, name: str) -> None:
        desk, base, static = self._desk(), self._base(), self._face.static
        site = desk.site
        match name:
            case "robots.txt":
                made = ready(carried.robots(base), PLAIN)
            case "sitemap.xml":
                dated = await desk.news.dated(site.snapshot)
                made = self._kept((name, base), lambda: ready(carried.site_map(site, base, dated), carried.SITEMAP))
            case "sw.js":
                made = ready(carried.worker(static), SCRIPT)
            case _:
                self.set_header("Cross-Origin-Resource-Policy", "cross-origin")
                made = ready(carried.embedding(site, base), SCRIPT)
        self._send(made)

    head = get


class CarriedInHandler(SiteHandler):
    """The same, of a language."""

    async def get(self, lang: str, name: str) -> None:
        desk, base = self._desk(), self._base()
        site = desk.site
        match name:
            case "opensearch.xml":
                made = ready(carried.search_description(site, lang, base), carried.OPENSEARCH)
            case "site.webmanifest":
                made = ready(carried.manifest(site, lang, self._face.static), carried.MANIFEST)
            case _:
                items = await desk.news.latest(site.snapshot, lang, NEWS)
                made = self._kept((name, base), lambda: ready(carried.feed(site, lang, base, items), carried.ATOM))
        self._send(made)

    head = get


_LANGS = "|".join(LANGUAGES)
_FEEDS = "|".join(sorted({word_of(Page.NEWS, lang) for lang in LANGUAGES}))
ROUTES = (
    ("/", FirstHandler),
    (r"/static/.*", StaticHandler),
    (r"/(robots\.txt|sitemap\.xml|sw\.js|embed\.js)", CarriedHandler),
    (rf"/({_LANGS})/(opensearch\.xml|site\.webmanifest|(?:{_FEEDS})\.atom)", CarriedInHandler),
    (rf"/(?:{_LANGS})/.*", PageHandler),
    (rf"/({_LANGS})", BareHandler),
)


def routes(face: WebFace) -> list[Any]:
    """What the site answers, for the door."""
    return [(pattern, handler, {"face": face}) for pattern, handler in ROUTES]

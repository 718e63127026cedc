"""An address that somebody sent in, the title of its page out, or why not; nothing but public addresses is ever reached.

docs/decisions/0015-fetching-pages.md says what is held off, and how.
"""

import asyncio
import codecs
import logging
import re
import socket
import ssl
import unicodedata
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from html.parser import HTMLParser
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from typing import TYPE_CHECKING

from yarl import URL

if TYPE_CHECKING:  # it takes a third of a second to import, and few questions need a page
    from bot.fetching.asking import Answered

logger = logging.getLogger(__name__)

LIMIT_S = 5.0  # for everything that one page takes: its names, its redirects, its text
PAUSE_S = 2.0  # between two requests to one host
MAX_BYTES = 1_000_000  # read of a page, before and after it is unpacked
MAX_URL_CHARS = 2_000
REDIRECTS = 5
PORTS = frozenset({80, 443, 8080, 8443})  # where pages are; other ports are other services'
AT_ONCE = 4  # pages read at the same time; more wait, within their own time
TITLE_CHARS = 200
PARSED_CHARS = 300_000  # of a page; a title stands further up, and a megabyte of nonsense takes seconds

_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_IS_THERE = frozenset({401, 402, 403, 405, 407, 418, 429, 451})  # somebody answers, and wants no bots or no strangers
_PACKED = {"": False, "identity": False, "gzip": True, "x-gzip": True, "deflate": True}
_SNIFFED_BYTES = 1024  # of a page, in which it says how it is written (WHATWG, prescan a byte stream)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{1,40})""", re.IGNORECASE)
_ENCODINGS = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15"}
)  # others cost too much time

# Where IPv6 carries an IPv4 address inside: RFC 4291 (mapped), RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo)
_NAT64 = ip_network("64:ff9b::/96")
_GLOBAL_V6 = ip_network("2000::/3")  # all that is given out to anybody (RFC 4291)
# Not for everybody, whatever the tables of this Python version say (IANA, special-purpose address registries)
_SPECIAL = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
            *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
            *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
            # A cloud platform's own, given out like anybody's, and trusting whoever asks from within: Azure's host, IBM's
            # services. That of others lies in networks above: 169.254.169.254, 100.100.100.200, 192.0.0.192, fd00:ec2::254.
            *("168.63.129.16/32", "161.26.0.0/16", "166.8.0.0/14"),
        ),
    )
)


class Refusal(StrEnum):
    """Why there is no title."""

    NO_ADDRESS = "no_address"  # not http or https with the name of a host, or with a password in it
    NOT_PUBLIC = "not_public"  # leads into a private network, or names its host by number
    ODD_PORT = "odd_port"
    UNREACHABLE = "unreachable"  # the name is unknown, nobody answers, or not in the way of the web
    TOO_SLOW = "too_slow"
    LOST = "lost"  # leads from one address to the next without an end
    GONE = "gone"  # there is a host, and it says that there is no such page, or not for us
    NO_PAGE = "no_page"  # a picture, a document: something that has no title to read
    UNTITLED = "untitled"  # a page without a title in its first megabyte


class Answering(StrEnum):
    """Whether anything answers at an address."""

    YES = "yes"
    NO = "no"  # it was said that there is nothing
    SILENT = "silent"  # nothing was said at all: it may be down, or the bot's own connection is
    UNASKED = "unasked"  # it is not for everybody, so the bot doesn't knock


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a page."""

    url: str  # where it was found, after redirects
    title: str  # one line without control characters, not empty


Resolve = Callable[[str, int], Awaitable[Sequence[str]]]  # addresses of a host's name; raises OSError
Dial = Callable[[str, int], tuple[str, int]]  # as bot/fetching/asking.py has it


class _Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


class Names:
    """Looks up names, each in a thread that nothing waits for: a name server that is slow on purpose holds nobody up."""

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        found: asyncio.Future[Sequence[str]] = loop.create_future()

        def look_up() -> None:
            try:
                infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                deed = partial(_settle, found, list(dict.fromkeys(str(address[0]) for *_, address in infos)))
            except (OSError, UnicodeError) as error:
                deed = partial(_settle, found, error)
            with suppress(RuntimeError):  # the loop has been closed, and nobody waits
                loop.call_soon_threadsafe(deed)

        # Not of a pool: the program would not end before the last of its threads has.
        Thread(target=look_up, name="names", daemon=True).start()
        return await found


def _settle(future: "asyncio.Future[Sequence[str]]", found: Sequence[str] | Exception) -> None:
    if future.done():  # nobody waits any more
        return
    if isinstance(found, Exception):
        future.set_exception(found)
    else:
        future.set_result(found)


def straight(address: str, port: int) -> tuple[str, int]:
    """Connect to what was asked for."""
    return address, port


class Fetcher:
    """Reads titles, and looks whether addresses answer."""

    def __init__(
        self,
        resolve: Resolve | None = None,
        dial: Dial = straight,
        *,
        limit_s: float = LIMIT_S,
        pause_s: float = PAUSE_S,
        trust: ssl.SSLContext | bool = True,
    ) -> None:
        """dial: called for each connection; tests lead it to a server of their own, and count."""
        self._resolve, self._dial = resolve or Names(), dial
        self._limit_s, self._pause_s, self._trust = limit_s, pause_s, trust
        self._places = asyncio.Semaphore(AT_ONCE)

    async def title(self, url: str) -> Page | Refusal:
        """The page's own title."""
        try:
            async with asyncio.timeout(self._limit_s), self._places, self._response("GET", url) as response:
                if response.status >= 400:
                    return Refusal.GONE
                if response.content_type != "text/html":
                    return Refusal.NO_PAGE
                title = await asyncio.to_thread(_title, await _body(response), response)
                return Page(str(response.url), title) if title else Refusal.UNTITLED
        except _Refused as refused:
            return refused.refusal
        except TimeoutError:
            return Refusal.TOO_SLOW
        except (OSError, ValueError, zlib.error):  # ValueError: headers that are none
            return Refusal.UNREACHABLE

    async def answers(self, url: str) -> Answering:
        """Whether it answers, asked as cheaply as the host allows."""
        if (said := await self._asked("HEAD", url)) in (Answering.YES, Answering.UNASKED):
            return said
        await asyncio.sleep(self._pause_s)
        return await self._asked("GET", url)  # many hosts know no HEAD, and say all sorts of things to it

    async def _asked(self, method: str, url: str) -> Answering:
        try:
            async with asyncio.timeout(self._limit_s), self._places, self._response(method, url) as response:
                status = response.status
                is_there = status < 400 or status in _IS_THERE or status >= 600
                return Answering.YES if is_there else Answering.NO
        except _Refused as refused:
            match refused.refusal:
                case Refusal.UNREACHABLE:
                    return Answering.SILENT
                case Refusal.NO_ADDRESS | Refusal.NOT_PUBLIC | Refusal.ODD_PORT:
                    return Answering.UNASKED
                case _:
                    return Answering.NO
        except (TimeoutError, OSError, ValueError):
            return Answering.SILENT

    @asynccontextmanager
    async def _response(self, method: str, text: str) -> AsyncIterator["Answered"]:
        """What an address answers in the end, its text not read yet.

        Raises _Refused, and what aiohttp does besides errors of its own.
        """
        url = _target(text)
        for _ in range(REDIRECTS + 1):
            addresses = await self._checked(url)
            from bot.fetching import asking

            async with asking.asked(method, url, addresses, self._dial, self._limit_s, self._trust) as response:
                location = response.headers.get("Location")
                if response.status not in _REDIRECTING or location is None:
                    yield response
                    return
                url = _target(location, url)
        raise _Refused(Refusal.LOST)

    async def _checked(self, url: URL) -> Sequence[str]:
        """The addresses of its host; one that is not public among them refuses them all."""
        host, port = url.raw_host or "", url.port or 0
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError):  # OSError: no such name; UnicodeError: a label too long to ask for
            addresses = ()
        if not addresses:
            raise _Refused(Refusal.UNREACHABLE)
        if not all(map(is_public, addresses)):
            raise _Refused(Refusal.NOT_PUBLIC)
        return addresses


def is_public(address: str) -> bool:
    """Whether it is an address that anybody on the internet could reach, by whichever way."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None:
            return False
        inside = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip.ipv4_mapped
        if inside is not None:
            return is_public(str(inside))
        if ip not in _GLOBAL_V6:
            return False
    return ip.is_global and not (
        ip.is_private
        or ip.is_loopback
        or ip.is_link_local
        or ip.is_multicast
        or ip.is_reserved
        or ip.is_unspecified
        or any(ip in network for network in _SPECIAL)
    )


def _title(body: bytes, response: "Answered") -> str:
    """What a page that was answered calls itself; empty where it can't be read, for whatever reason."""
    try:
        return title_of(_text(body, response.charset))
    except Exception as error:  # strangers write all sorts: a page that can't be read has no title
        logger.debug("a page can't be read: %s", type(error).__name__)
        return ""


def title_of(html: str) -> str:
    """The title of a page, or what it calls itself elsewhere; one line, empty where there is none."""
    reader = _Titles()
    # Not closed on purpose: what is incomplete at the end is left alone, where closing would go through it again and again.
    try:
        reader.feed(html[:PARSED_CHARS])
    except _Enough:
        pass
    except (
        Exception
    ) as error:  # a reader may stumble over anything that strangers write; what it found before that counts
        logger.debug("a page's title could not be read to the end: %s", type(error).__name__)
    return tidy(reader.title) or tidy(reader.named)


def tidy(text: str) -> str:
    """One line without control characters, cut between words where it is long."""
    seen = "".join(
        char if not unicodedata.category(char).startswith("C") else " " if char.isspace() else "" for char in text
    )
    line = " ".join(seen.split())
    return line if len(line) <= TITLE_CHARS else line[: TITLE_CHARS - 1].rsplit(" ", 1)[0] + "…"


class _Enough(Exception):
    """The rest of a page need not be read."""


class _Titles(HTMLParser):
    """Finds a page's first title that is not a picture's."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.named = ""
        self._is_inside = False  # of the title
        self._pictures = 0  # open around here: an svg has titles of its own

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "svg":
            self._pictures += 1
        elif tag == "title":
            self._is_inside = not self._pictures and not self.title.strip()
        elif tag == "meta" and not self.named:
            found = dict(attrs)
            if (found.get("property") or found.get("name")) == "og:title":
                self.named = found.get("content") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._is_inside = False
            if self.title.strip():
                raise _Enough
        elif tag == "svg":
            self._pictures = max(0, self._pictures - 1)

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.title += data


def _target(text: str, base: URL | None = None) -> URL:
    """An address that may be asked for, in the form in which it is. Raises _Refused."""
    if len(text) > MAX_URL_CHARS or any(char <= " " or char in '\x7f\\<>"' for char in text):
        raise _Refused(Refusal.NO_ADDRESS)
    try:
        url = base.join(URL(text)) if base else URL(text)
        host, port = url.raw_host or "", url.port
    except (ValueError, TypeError) as error:  # TypeError: some addresses that yarl can't join
        raise _Refused(Refusal.NO_ADDRESS) from error
    if url.scheme not in ("http", "https") or not host or "@" in url.raw_authority:
        raise _Refused(Refusal.NO_ADDRESS)
    if "." not in host.strip(".") or _is_number(host):
        raise _Refused(Refusal.NOT_PUBLIC)
    if port not in PORTS:
        raise _Refused(Refusal.ODD_PORT)
    return url


def _is_number(host: str) -> bool:
    """Whether it is an address, in any of the ways in which those are written: 127.0.0.1, 127.1, 2130706433, 0x7f.1."""
    last = host.rstrip(".").rpartition(".")[2].lower()
    return ":" in host or last.isdecimal() or re.fullmatch(r"0x[0-9a-f]*", last) is not None


async def _body(response: "Answered") -> bytes:
    """The beginning of what was answered, unpacked."""
    packed = _PACKED.get(response.headers.get("Content-Encoding", "").strip().lower())
    if packed is None:
        raise _Refused(Refusal.NO_PAGE)
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk[: MAX_BYTES - len(body)]
        if len(body) >= MAX_BYTES:
            break
    return zlib.decompressobj(wbits=47).decompress(body, MAX_BYTES) if packed else bytes(body)  # 47: gzip or zlib


def _text(body: bytes, told: str | None) -> str:
    """A page's text; told is the encoding that its host gives, None where it gives none."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if body.startswith(mark):
            return body.decode(name, "replace").lstrip("\ufeff")
    if told is None and (found := _CHARSET.search(body[:_SNIFFED_BYTES])):
        told = found[1].decode("ascii")
    try:
        name = codecs.lookup(told or "utf-8").name
    except LookupError:
        name = "utf-8"
    name = "cp1252" if name in ("ascii", "iso8859-1") else name  # as browsers do (WHATWG, names and labels)
    return body.decode(name if name in _ENCODINGS else "utf-8", "replace")

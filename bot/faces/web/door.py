"""The bot's door to the web: /health, /metrics, and the webhook through which Telegram brings updates."""

import asyncio
import errno
import hmac
import json
import logging
import re
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import Application, HTTPError, RequestHandler, stream_request_body

from bot.faces.web.metrics import Metrics
from bot.settings import Settings
from bot.version import VERSION

try:
    import resource
except ImportError:  # where the system has no such limits
    resource = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

BODY_BYTES = 1_000_000  # an update has a few thousand
DRAINED_BYTES = 16 * BODY_BYTES  # a body that is refused is read and forgotten; of one above this nothing is read
BACKLOG = 128  # connections that wait to be taken
BODY_TIMEOUT_S = 30.0  # for somebody who sends a body drop by drop
IDLE_S = 120.0  # before a connection that asks nothing is closed
HEADER_BYTES = 16_000  # of a request's head; browsers send one or two thousand
CONNECTIONS = 4000  # that are held at most, where the system gives so many; of more the oldest is closed
SPARED = 200  # files and connections that the bot itself may open
REACHED_S = 120.0  # how long an answer of Telegram's shows that it can be reached
READ_S = 120.0  # how long a poll that could be read shows that updates come in
UNREAD = 10  # updates in a row that can't be read: it isn't the update, then
ASK_AFTER_S = 60.0  # without an answer of Telegram's it is asked, when somebody wants to know
ASK_AGAIN_S = 10.0  # … and again, if it didn't answer
METHODS = ("get", "head", "post", "options")  # that any page here knows
PROBE_S = 5.0  # how long a probe may take
FELL_S = 60.0  # how long it is told that something ended which is not to
STOP_S = 5.0  # how long requests in hand may take at the end
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105, a name

Take = Callable[[dict[str, Any]], Awaitable[None]]
Probe = Callable[[], Awaitable[object]]  # raises where the thing doesn't work


class WebError(Exception):
    """The port can't be bound; the message says what to do."""


class _Closing(Exception):
    """No updates are taken any more."""


class Condition(StrEnum):
    """How the bot is."""

    OK = "ok"
    STARTING = "starting"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain."""

    ok: bool
    why: str  # what was found
    ago_s: float | None  # when it was found; None: not yet


@dataclass(frozen=True, slots=True)
class Report:
    """How the chain is."""

    status: Condition
    links: dict[str, Link]


class Health:
    """The links of the chain from Telegram to an answer."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic, *, has_telegram: bool = True) -> None:
        """has_telegram: the chain begins there; else with a page of the web."""
        self._now_s, self._has_telegram = now_s, has_telegram
        self._entries: int | None = None  # None: not loaded yet
        self._loaded_s = 0.0
        self._database: Probe | None = None
        self._named = ""
        self._telegram: Probe | None = None
        self._reached_s: float | None = None  # None: never
        self._asked_s: float | None = None
        self._asking = asyncio.Lock()
        self._fell_s: dict[str, float] = {}  # what ended that is not to, and when
        self._clock_gap: Callable[[], timedelta | None] = lambda: None
        self._read_s: float | None = None  # when a poll could last be read; None: nobody polls
        self._unread = 0  # updates in a row that couldn't be

    def loaded(self, entries: int) -> None:
        """The index serves that many entries."""
        self._entries, self._loaded_s = entries, self._now_s()

    def opened(self, database: Probe, name: str = "") -> None:
        """The records are open; database writes to them. name: of what keeps them; empty: a file."""
        self._database, self._named = database, f"{name}, " if name else ""

    def connected(self, telegram: Probe) -> None:
        """The bot may ask Telegram; telegram does so, and is used when nothing was heard for a minute."""
        self._telegram = telegram

    def reached(self) -> None:
        """Telegram has answered just now."""
        self._reached_s = self._now_s()

    def fell(self, name: str) -> None:
        """Something ended that is to run as long as the bot does."""
        self._fell_s[name] = self._now_s()

    def timed(self, gap: Callable[[], timedelta | None]) -> None:
        """gap: how far the machine's clock is ahead, where it is wrong; None: it isn't."""
        self._clock_gap = gap

    def polls(self) -> None:
        """From now on Telegram is polled."""
        self._read_s = self._now_s()

    def polled(self, read: int, unread: int) -> None:
        """A poll was answered, and so many updates could be read, and so many not."""
        self._read_s = self._now_s()
        self.took(read, unread)

    def took(self, read: int, unread: int) -> None:
        """So many updates came in that could be read, and so many that couldn't."""
        self._unread = unread if read else self._unread + unread

    async def report(self) -> Report:
        """Each link, tried now where that costs little."""
        database, telegram = await asyncio.gather(self._written(), self._answered())
        links = {"index": self._index(), "database": database}
        if self._has_telegram:
            links |= {"telegram": telegram, "updates": self._updates(), "clock": self._right()}
        links["tasks"] = self._running()
        is_reached = self._reached_s is not None or not self._has_telegram
        begun = self._entries is not None and self._database is not None and is_reached
        well = all(link.ok for link in links.values())
        return Report(Condition.OK if well else Condition.FAILING if begun else Condition.STARTING, links)

    def _index(self) -> Link:
        if self._entries is None:
            return Link(False, "not loaded yet", None)
        return Link(self._entries > 0, f"{self._entries} entries", self._ago_s(self._loaded_s))

    def _running(self) -> Link:
        lately = {name: at_s for name, at_s in self._fell_s.items() if self._now_s() - at_s < FELL_S}
        if not lately:
            return Link(True, "run", 0.0)
        return Link(False, f"ended and begun again: {', '.join(sorted(lately))}", self._ago_s(max(lately.values())))

    def _right(self) -> Link:
        gap = self._clock_gap()
        if gap is None:
            return Link(True, "right, as far as Telegram says", 0.0)
        days = f"{abs(gap) / timedelta(days=1):,.0f} days {'ahead of' if gap > timedelta() else 'behind'}"
        return Link(False, f"{days} Telegram's: nothing is erased or said by itself", 0.0)

    def _updates(self) -> Link:
        """Whether what Telegram has to tell comes in: that it answers says nothing of that."""
        ago_s = None if self._read_s is None else self._ago_s(self._read_s)
        if self._unread >= UNREAD:
            return Link(False, f"the last {self._unread} can't be read", ago_s)
        if ago_s is None:
            return Link(True, "nobody polls", None)
        return Link(ago_s <= READ_S, "read" if ago_s <= READ_S else "no poll can be read", ago_s)

    async def _written(self) -> Link:
        if self._database is None:
            return Link(False, "not opened yet", None)
        failure = await _failure("the database", self._database)
        return Link(not failure, failure or f"{self._named}written to", 0.0)

    async def _answered(self) -> Link:
        async with self._asking:  # whoever wants to know meanwhile gets the same answer
            if (
                self._telegram is not None
                and self._is_past(self._reached_s, ASK_AFTER_S)
                and self._is_past(self._asked_s, ASK_AGAIN_S)
            ):
                if not await _failure("Telegram", self._telegram):
                    self.reached()
                self._asked_s = self._now_s()
        if self._reached_s is None:
            return Link(False, "not reached yet", None)
        ago_s = self._ago_s(self._reached_s)
        return Link(ago_s <= REACHED_S, "reached", ago_s)

    def _is_past(self, at_s: float | None, wait_s: float) -> bool:
        return at_s is None or self._now_s() - at_s >= wait_s

    def _ago_s(self, at_s: float) -> float:
        return round(self._now_s() - at_s, 1)


async def _failure(name: str, probe: Probe) -> str:
    """What kind of error a probe ended with; empty where it ended well."""
    try:
        async with asyncio.timeout(PROBE_S):
            await probe()
    except Exception as error:  # errors of any kind end here: what can't be probed isn't well
        logger.warning("%s failed its probe: %s", name, type(error).__name__)
        return type(error).__name__
    return ""


class _Server(HTTPServer):
    """Holds no more connections than it can: else those who only hold them keep everybody else out."""

    def initialize(self, *told: Any, **options: Any) -> None:
        super().initialize(*told, **options)
        self._held: dict[IOStream, None] = {}  # the oldest first
        self._most = _most_connections()

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        if len(self._held) >= self._most:
            next(iter(self._held)).close()
        self._held[stream] = None
        super().handle_stream(stream, address)

    def on_close(self, server_conn: object) -> None:
        super().on_close(server_conn)
        if isinstance(server_conn, HTTP1ServerConnection):
            self._held.pop(server_conn.stream, None)


def _most_connections() -> int:
    """As many as this process may open files, but for its own; where the system doesn't tell, as many as any takes."""
    if resource is None:
        return CONNECTIONS
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CONNECTIONS if files == resource.RLIM_INFINITY else max(1, min(CONNECTIONS, files - SPARED))


class Web:
    """Serves as long as it is started; one server for polling and webhook alike."""

    def __init__(
        self,
        settings: Settings,
        health: Health,
        metrics: Metrics,
        take: Take | None = None,
        site: Sequence[Any] = (),
    ) -> None:
        """take: keeps an update and returns when it is safe; None: no webhook. site: routes of pages; none: there are none."""
        self._port = self.port = settings.port or 0  # 0: one that is free
        self._take = take
        self._in_hand: set[asyncio.Task[Any]] = set()
        self._stopping = False
        routes: list[Any] = [
            *site,
            ("/", _Home),
            ("/health", _Health, {"health": health}),
        ]
        if settings.metrics_token:
            routes.append(("/metrics", _Metrics, {"metrics": metrics, "token": settings.metrics_token}))
        if take is not None:
            webhook = {"secret": settings.webhook_secret, "take": self._taken}
            routes.insert(0, (re.escape(settings.webhook_path), _Webhook, webhook))
        self._server = _Server(
            Application(
                routes,
                default_handler_class=_Nothing,
                log_function=lambda handler: None,
                is_secure=settings.web_url.startswith("https://"),
            ),
            max_header_size=HEADER_BYTES,
            max_body_size=DRAINED_BYTES,
            body_timeout=BODY_TIMEOUT_S,
            idle_connection_timeout=IDLE_S,
        )

    async def start(self) -> None:
        """Bind settings.port. Raises WebError."""
        try:
            listening = _listening(self._port)
        except OSError as error:
            raise WebError(f"PORT is {self._port}, {_reason(error)}") from error
        self._server.add_socket(listening)
        self.port = int(listening.getsockname()[1])
        logger.info("serving at port %d", self.port)

    async def stop(self) -> None:
        """Take nothing more, and let requests in hand end."""
        self._stopping = True
        self._server.stop()
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=STOP_S)
        await self._server.close_all_connections()

    async def _taken(self, update: dict[str, Any]) -> None:
        """Return when an update is safe; until its sender is told, it is in hand."""
        if self._stopping or self._take is None:
            raise _Closing
        request = asyncio.current_task()
        assert request is not None  # noqa: S101, tornado runs each request as a task
        self._in_hand.add(request)
        request.add_done_callback(self._in_hand.discard)
        await self._take(update)


def _listening(port: int) -> socket.socket:
    """A socket for IPv4 and, where this machine has it, IPv6; tornado's own way leaves one open when another fails."""
    both = socket.has_dualstack_ipv6()
    family = socket.AF_INET6 if both else socket.AF_INET
    listening = socket.create_server(("", port), family=family, dualstack_ipv6=both, backlog=BACKLOG)
    listening.setblocking(False)
    return listening


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return "which another program on this machine uses; stop that one, or set PORT to another number"
        case errno.EACCES:
            return "which this account may not use; set PORT to a number from 1024"
        case _:
            return f"which can't be used ({error.strerror}); set PORT to another number"


@stream_request_body  # so that a body isn't kept where it isn't wanted
class Handler(RequestHandler):
    """Answers that say nothing of what runs here, and logs that say nothing of who asked."""

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def tell_methods(self, status_code: int) -> None:
        """Who asks in a way that there is none of is told the others (RFC 9110)."""
        if status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            own = [name for name in METHODS if getattr(type(self), name) is not getattr(RequestHandler, name)]
            self.set_header("Allow", ", ".join(own).upper())

    def write_error(self, status_code: int, **_: Any) -> None:
        self.tell_methods(status_code)
        self.finish(f"{HTTPStatus(status_code).phrase}\n")

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, HTTPError):  # those are answers
            logger.error("a request failed", exc_info=(kind, error, trace))

    def data_received(self, chunk: bytes) -> None:
        """Read and forgotten, save where a body is wanted."""


class _Home(Handler):
    def get(self) -> None:
        self.write("Verbinder, a chat bot. Whether it is well: /health\n")

    head = get


class _Nothing(Handler):
    def prepare(self) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)


class _Health(Handler):
    def initialize(self, health: Health) -> None:
        self._health = health

    async def get(self) -> None:
        report = await self._health.report()
        if report.status is not Condition.OK:
            self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Content-Type", "application/json")
        self.write(json.dumps({"version": VERSION, **asdict(report)}) + "\n")

    head = get


class _Metrics(Handler):
    def initialize(self, metrics: Metrics, token: str) -> None:
        self._metrics, self._token = metrics, token.encode()

    def get(self) -> None:
        kind, _, shown = self.request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not hmac.compare_digest(shown.strip().encode("utf-8", "replace"), self._token):
            self.set_status(HTTPStatus.UNAUTHORIZED)
            self.set_header("WWW-Authenticate", "Bearer")
            self.write_error(HTTPStatus.UNAUTHORIZED)
            return
        page, content_type = self._metrics.page()
        self.set_header("Content-Type", content_type)
        self.write(page)

    head = get


class _Webhook(Handler):
    def initialize(self, secret: str, take: Take) -> None:
        self._secret = secret.encode()
        self._take = take
        self._body = bytearray()
        self._refused: HTTPStatus | None = None

    def prepare(self) -> None:
        shown = self.request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(shown, self._secret):
            self._refused = HTTPStatus.FORBIDDEN

    def data_received(self, chunk: bytes) -> None:
        """A body that is refused is read to its end all the same: else its sender is cut off before it is told."""
        if self._refused is None:
            self._body += chunk
            if len(self._body) > BODY_BYTES:
                self._refused = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                self._body.clear()

    async def post(self) -> None:
        if self._refused is not None:
            self.send_error(self._refused)
            return
        try:
            update = json.loads(self._body)
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        try:
            await self._take(update)
        except _Closing:
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception as error:  # errors of any kind end here: whatever is not safe is sent again
            logger.error("an update could not be kept; Telegram will send it again", exc_info=error)
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            await self.finish()

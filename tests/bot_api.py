"""A Bot API server on loopback, as strict as Telegram: bots call it over HTTP, tests play the people and read along.

    async with BotApi() as telegram:
        asker = telegram.person(7)
        question = asker.says("Wie tekent de overeenkomst?")
        await telegram.until(lambda: asker.replies)

`python tests/bot_api.py --port 8081` runs it by itself; what `python -m bot bench` asks of it then goes through /load.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import parse_qsl, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

if __name__ == "__main__":  # run by its path, from any folder
    sys.path[0] = str(Path(__file__).parent.parent)

from tests.bot_api_rules import (
    CAPTION_UNITS,
    SECRET,
    Arguments,
    Json,
    Refused,
    bad,
    commands_of,
    keyboard_of,
    lang_of,
    scope_of,
    text_of,
    too_many,
)
from tests.bot_api_world import Chat, Inline, Message, Pending, Person, Press, World

__all__ = ["BotApi", "Call", "Chat", "Inline", "Message", "Person", "Press", "Refused", "Trouble"]

TOKEN = "123456789:AAfaketokenfaketokenfaketokenfaketok"
POLL_S = 50  # longest that getUpdates waits (its source, LONG_POLL_MAX_TIMEOUT)
UPDATES = 100  # most of one getUpdates
BODY_BYTES = 50 * 2**20
GARBAGE = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
WEBHOOK_TYPES = "application/json"
# What puts something into a chat, and so counts against Telegram's flood limits.
SENDING = frozenset({"sendmessage", "sendphoto", "senddocument", "editmessagetext", "editmessagereplymarkup"})

# What the server can do, as the manual writes it; Telegram takes any case.
METHODS = (
    "getMe",
    "getUpdates",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "logOut",
    "close",
    "sendMessage",
    "sendPhoto",
    "sendDocument",
    "editMessageText",
    "editMessageReplyMarkup",
    "deleteMessage",
    "deleteMessages",
    "answerCallbackQuery",
    "answerInlineQuery",
    "sendChatAction",
    "setMessageReaction",
    "getChat",
    "getChatMember",
    "getChatAdministrators",
    "leaveChat",
    "getFile",
    "setMyCommands",
    "getMyCommands",
    "deleteMyCommands",
    "setMyName",
    "setMyDescription",
    "setMyShortDescription",
    "getMyName",
    "getMyDescription",
    "getMyShortDescription",
    "setMySettings",
)
_CALLED = {name.lower(): name for name in METHODS}

Found = TypeVar("Found")


class Trouble(StrEnum):
    """What can go wrong with a call, when a test asks for it."""

    FLOOD = "flood"  # 429 with retry_after; nothing is done
    ERROR = "error"  # 500; nothing is done
    BAD_GATEWAY = "bad gateway"  # 502 of a proxy, with a page; nothing is done
    GARBAGE = "garbage"  # 200 with a page; nothing is done
    LOST = "lost"  # the connection is closed and nothing is done
    LOST_AFTER = "lost after"  # it is done, and then the connection is closed
    ERROR_AFTER = "error after"  # it is done, and then a 502 comes back
    SLOW = "slow"  # it is done after a while
    SLOW_AFTER = "slow after"  # it is done at once, and said after a while
    REFUSED = "refused"  # with a code and description of the test's choice


@dataclass(slots=True, eq=False)
class Planned:
    """Trouble to come."""

    trouble: Trouble
    method: str  # lower case; empty: any
    left: int  # calls still to be met
    when: "Callable[[Call], bool]"
    retry_after_s: int
    delay_s: float
    refusal: Refused
    met: "list[Call]" = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Call:
    """A call of the bot's, as the journal has it."""

    method: str  # as the Bot API writes it
    arguments: Arguments
    at_s: float  # of time.monotonic
    answered_s: float | None = None
    code: int = 0  # of HTTP; 0 where no answer came, or none has come yet
    answer: Json = field(default_factory=dict)
    trouble: Trouble | None = None

    @property
    def text(self) -> str:
        return self.arguments.text("text")

    @property
    def chat_id(self) -> str:
        return self.arguments.text("chat_id")

    @property
    def is_ok(self) -> bool:
        return self.code == 200 and bool(self.answer.get("ok"))


@dataclass(slots=True)
class Limits:
    """Telegram's flood limits (core.telegram.org/bots/faq), and how often they were broken.

    A chat alone may have short bursts; the others are counted in windows that slide.
    """

    overall: int = 30  # messages
    overall_s: float = 1.0  # … within these seconds
    slack: int = 3  # more than that, since what is sent evenly doesn't arrive evenly
    chat: float = 1.0  # messages a second in one chat
    burst: int = 5  # … of which so many may come at once
    group: int = 20  # messages
    group_s: float = 60.0  # … within these seconds
    broken: Counter[str] = field(default_factory=Counter)  # "overall", "chat", "group"
    most: int = 0  # messages within any overall_s
    _all: deque[float] = field(default_factory=deque)
    _groups: dict[str, deque[float]] = field(default_factory=dict)
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def weigh(self, chat_id: str, now_s: float) -> tuple[str, float] | None:
        """Count a message; (which limit it breaks, seconds until it would not), or None."""
        self._all.append(now_s)
        while self._all[0] <= now_s - self.overall_s:
            self._all.popleft()
        self.most = max(self.most, len(self._all))
        found: tuple[str, float] | None = None
        if len(self._all) > self.overall + self.slack:
            found = "overall", self._all[0] + self.overall_s - now_s
        if chat_id.startswith("-"):
            window = self._groups.setdefault(chat_id, deque())
            window.append(now_s)
            while window[0] <= now_s - self.group_s:
                window.popleft()
            if len(window) > self.group:
                found = "group", window[0] + self.group_s - now_s
        level, since_s = self._buckets.get(chat_id, (0.0, now_s))
        level = max(0.0, level - (now_s - since_s) * self.chat) + 1
        self._buckets[chat_id] = level, now_s
        if found is None and level > self.burst:
            found = "chat", (level - self.burst) / self.chat
        if found:
            self.broken[found[0]] += 1
        return found


@dataclass(slots=True)
class Webhook:
    """Where updates are sent to."""

    url: str
    secret: str = ""
    most: int = 40  # connections at once
    error: str = ""  # what came back last instead of 200
    error_date_s: int = 0
    deliveries: list[tuple[int, int]] = field(default_factory=list)  # (update_id, HTTP status; 0: no answer)


class BotApi(World):
    """The server: a World that a bot reaches over HTTP."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        limits: Limits | None = None,
        enforces_limits: bool = False,
        webhook_delay_s: float = 0.1,
        keeps_calls: bool = True,
        **world: Any,
    ) -> None:
        """enforces_limits: what breaks one is refused with 429, not just counted.

        webhook_delay_s: before an update is sent again, doubled each time up to a minute; Telegram has a second.
        """
        super().__init__(bot_id=int(token.partition(":")[0]), **world)
        self.token = token
        self.limits = limits or Limits()
        self.enforces_limits = enforces_limits
        self.journal: list[Call] = []
        self.webhook: Webhook | None = None
        self.menus: dict[tuple[tuple[str, ...], str], tuple[tuple[str, str], ...]] = {}  # (scope, language) → commands
        self.texts: dict[tuple[str, str], str] = {}  # (name, description or shortdescription; language) → text
        self.conflicts = 0  # pollers turned away
        self.port = 0
        self._webhook_delay_s = webhook_delay_s
        self._keeps_calls = keeps_calls
        self._planned: list[Planned] = []
        self._changed = asyncio.Event()
        self._arrived = asyncio.Event()  # an update waits for a poller
        self._poller: asyncio.Future[str] | None = None
        self._last_poll = (0, 0.0)  # offset, when
        self._conflict_s = 0.0  # until then a conflict is told late
        self._webhook_set_s = 0.0
        self._http: HTTPServer | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: set[int] = set()  # chats of which an update is on its way to the webhook
        self._due: dict[int, tuple[float, float]] = {}  # by update_id: not before, and the next delay
        self.is_unreachable = False  # while it is True every call is lost
        self.on_update = self._wake

    # --- running

    async def start(self, port: int = 0) -> Self:
        """Listen on loopback; port 0: any that is free."""
        application = Application(
            [(r"/bot([^/]*)/(\w+)", _Method), (r"/file/bot([^/]*)/(.+)", _File), (r"/load", _Load)],
            api=self,
            log_function=lambda handler: None,
        )
        self._http = HTTPServer(application, max_body_size=BODY_BYTES, max_buffer_size=BODY_BYTES)
        sockets = bind_sockets(port, "127.0.0.1")
        self._http.add_sockets(sockets)
        self.port = sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._poller is not None and not self._poller.done():
            self._poller.set_result("closed")
        if self._http is not None:
            self._http.stop()
            await self._http.close_all_connections()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *exception: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """What BOT_API_URL is to be."""
        return f"http://127.0.0.1:{self.port}/bot"

    # --- for tests

    async def until(self, condition: Callable[[], Found], timeout_s: float = 10.0, *, what: str = "") -> Found:
        """What the condition says once it is true. AssertionError with all chats where it takes too long."""
        end_s = time.monotonic() + timeout_s
        while not (found := condition()):
            left_s = end_s - time.monotonic()
            if left_s <= 0:
                raise AssertionError(f"{what or 'it'} did not come about within {timeout_s} s\n{self.screen()}")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), min(left_s, 0.05))
        return found

    async def answers(self, person: Person, count: int = 1, timeout_s: float = 10.0) -> Message:
        """The bot's last message in a private chat, once there are that many."""
        await self.until(lambda: len(person.replies) >= count, timeout_s, what=f"{count} messages for {person.id}")
        return person.last

    def fail(
        self,
        trouble: Trouble,
        method: str = "",
        *,
        times: int = 1,
        when: Callable[[Call], bool] = lambda call: True,
        retry_after_s: int = 1,
        delay_s: float = 1.0,
        refusal: Refused | None = None,
    ) -> Planned:
        """Meet the next calls of a method, of any where it is empty, with trouble."""
        refused = refusal or Refused("Internal Server Error", 500)
        planned = Planned(trouble, method.lower(), times, when, retry_after_s, delay_s, refused)
        self._planned.append(planned)
        return planned

    def calls(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.journal if call.method.lower() == method.lower()]

    @property
    def pending(self) -> int:
        """Updates that the bot hasn't confirmed."""
        return len(self.queue)

    def screen(self) -> str:
        """What everybody sees, for messages of tests, which travel between processes: half a character is written out."""
        seen = "\n\n".join(
            f"--- {chat.kind} {chat.id}\n{chat.screen()}" for chat in self.chats.values() if chat.messages
        )
        return seen.encode("utf-8", "backslashreplace").decode()

    # --- calls

    async def call(
        self, method: str, arguments: Arguments, hangs_up: Callable[[], bool] = lambda: False
    ) -> tuple[int, Any]:
        """(HTTP status, body) for a call; status 0: close the connection."""
        call = Call(method, arguments, time.monotonic())
        if self._keeps_calls:
            self.journal.append(call)
        if self.is_unreachable:
            return 0, b""
        planned = self._trouble(call)
        trouble = call.trouble = planned.trouble if planned else None
        match trouble:
            case Trouble.LOST:
                return 0, b""
            case Trouble.BAD_GATEWAY:
                return self._said(call, 502, GARBAGE)
            case Trouble.GARBAGE:
                return self._said(call, 200, GARBAGE)
            case Trouble.ERROR:
                return self._said(call, 500, Refused("Internal Server Error", 500).body)
            case Trouble.FLOOD if planned:
                return self._said(call, 429, too_many(planned.retry_after_s).body)
            case Trouble.REFUSED if planned:
                return self._said(call, planned.refusal.code, planned.refusal.body)
            case Trouble.SLOW if planned:
                await asyncio.sleep(planned.delay_s)
        try:
            result: Any = {"ok": True, "result": await self._do(call, hangs_up)}
            code = 200
        except Refused as refused:
            result, code = refused.body, refused.code
        self._tell_changed()
        if trouble is Trouble.SLOW_AFTER and planned:
            await asyncio.sleep(planned.delay_s)
        if trouble is Trouble.LOST_AFTER:
            return 0, b""
        if trouble is Trouble.ERROR_AFTER:
            return self._said(call, 502, GARBAGE)
        return self._said(call, code, result)

    def _said(self, call: Call, code: int, body: Any) -> tuple[int, Any]:
        call.answered_s, call.code = time.monotonic(), code
        call.answer = body if isinstance(body, dict) else {}
        self._tell_changed()
        return code, body

    def _trouble(self, call: Call) -> Planned | None:
        for planned in self._planned:
            if planned.left > 0 and planned.method in ("", call.method.lower()) and planned.when(call):
                planned.left -= 1
                planned.met.append(call)
                return planned
        return None

    async def _do(self, call: Call, hangs_up: Callable[[], bool]) -> Any:
        name = call.method.lower()
        if name == "getupdates":
            return await self._get_updates(call.arguments, hangs_up)
        if name in SENDING and (found := self.limits.weigh(call.chat_id, call.at_s)) and self.enforces_limits:
            raise too_many(max(1, round(found[1] + 0.5)))
        if name not in _CALLED:
            raise Refused("Not Found: method not found", 404)
        done: Callable[[Arguments], Any] = getattr(self, f"_do_{name}")
        return done(call.arguments)

    # --- updates

    def _wake(self) -> None:
        self._arrived.set()
        self._tell_changed()
        if self.webhook is not None:
            self._deliver()

    def _tell_changed(self) -> None:
        event, self._changed = self._changed, asyncio.Event()
        event.set()

    async def _get_updates(self, arguments: Arguments, hangs_up: Callable[[], bool]) -> list[Json]:
        """https://core.telegram.org/bots/api#getupdates, with the brakes that its source has for those who hurry."""
        if self.webhook is not None:
            raise await self._conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        offset = arguments.number("offset")
        limit = arguments.number("limit", UPDATES, least=1, most=UPDATES)
        timeout_s = arguments.number("timeout", least=0, most=POLL_S)
        self._allow(arguments)
        now_s = time.monotonic()
        if offset == self._last_poll[0] and now_s < self._last_poll[1] + 3 and timeout_s < 3:
            timeout_s = 3
        if offset == self._last_poll[0] and now_s < self._last_poll[1] + 0.5:
            limit = 1
        self._last_poll = offset, now_s
        if offset < 0:
            self.queue = self.queue[offset:]
        elif offset > 0:
            self.forget_below(offset)
        if not self.queue and timeout_s:
            if self._poller is not None and not self._poller.done():
                self._poller.set_result(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
            poller = self._poller = asyncio.get_running_loop().create_future()
            await self._wait(poller, timeout_s, hangs_up)
            if poller.done():
                raise await self._conflict(poller.result())
        return [pending.update for pending in self.take(limit)]

    async def _wait(self, poller: asyncio.Future[str], timeout_s: float, hangs_up: Callable[[], bool]) -> None:
        """Until there is an update, somebody else polls, or the time is over."""
        end_s = time.monotonic() + timeout_s
        while not self.queue and not poller.done() and not hangs_up() and (left_s := end_s - time.monotonic()) > 0:
            self._arrived.clear()
            arrived: asyncio.Future[Any] = asyncio.ensure_future(self._arrived.wait())
            waited: set[asyncio.Future[Any]] = {arrived, poller}
            await asyncio.wait(waited, timeout=min(left_s, 1.0), return_when=asyncio.FIRST_COMPLETED)
            arrived.cancel()

    async def _conflict(self, why: str) -> Refused:
        """Said at once, and then for three seconds late, so that two who quarrel don't do so in a frenzy."""
        self.conflicts += 1
        now_s = time.monotonic()
        if now_s < self._conflict_s:
            await asyncio.sleep(3)
        else:
            self._conflict_s = now_s + 3
        return Refused(f"Conflict: {why}", 409)

    def _allow(self, arguments: Arguments) -> None:
        kinds = arguments.structure("allowed_updates")
        if isinstance(kinds, list):
            self.allowed = frozenset(map(str, kinds)) or None

    def _do_setwebhook(self, arguments: Arguments) -> bool:
        url = arguments.text("url")
        if not url:
            return self._do_deletewebhook(arguments)
        now_s = time.monotonic()
        if now_s < self._webhook_set_s:
            raise too_many(1)
        self._webhook_set_s = now_s + 1
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise bad("bad webhook: invalid webhook URL specified")
        is_here = parts.hostname in ("127.0.0.1", "localhost")  # as to a Bot API server of one's own
        if parts.scheme != "https" and not is_here:
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if not is_here and (parts.port or 443) not in (443, 80, 88, 8443):
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        secret = arguments.text("secret_token")
        if len(secret) > 256:
            raise bad("secret token is too long")
        if secret and not SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        self._allow(arguments)
        if arguments.flag("drop_pending_updates"):
            self.queue = []
        if self._poller is not None and not self._poller.done():
            self._poller.set_result("terminated by setWebhook request")
        self.webhook = Webhook(url, secret, arguments.number("max_connections", 40, least=1, most=100))
        self._due = {}
        self._deliver()
        return True

    def _do_deletewebhook(self, arguments: Arguments) -> bool:
        if arguments.flag("drop_pending_updates"):
            self.queue = []
        self.webhook = None
        return True

    def _do_getwebhookinfo(self, arguments: Arguments) -> Json:
        shown: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": self.pending}
        if self.webhook is not None:
            shown |= {"url": self.webhook.url, "max_connections": self.webhook.most}
            if self.webhook.error:
                shown |= {
                    "last_error_date": self.webhook.error_date_s,
                    "last_error_message": self.webhook.error,
                }
        if self.allowed is not None:
            shown["allowed_updates"] = sorted(self.allowed)
        return shown

    def _deliver(self) -> None:
        """Send what is due: chats beside each other, one chat in order."""
        webhook, now_s = self.webhook, time.monotonic()
        if webhook is None:
            return
        seen: set[int] = set()
        for pending in self.queue:
            if len(self._busy) >= webhook.most:
                break
            if pending.chat in seen or pending.chat in self._busy:
                continue
            seen.add(pending.chat)
            if self._due.get(pending.id, (0.0, 0.0))[0] > now_s:
                continue
            self._busy.add(pending.chat)
            task = asyncio.get_running_loop().create_task(self._bring(webhook, pending))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _bring(self, webhook: Webhook, pending: Pending) -> None:
        """Send one update, and again later where no 200 comes back."""
        headers = {"Content-Type": WEBHOOK_TYPES}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        request = HTTPRequest(webhook.url, "POST", headers, json.dumps(pending.update), request_timeout=60)
        code, error = 0, ""
        try:
            response = await AsyncHTTPClient().fetch(request, raise_error=False)
            code = response.code
            if not 200 <= code <= 299:
                error = f"Wrong response from the webhook: {code} {response.reason}"
        except (OSError, HTTPClientError) as failure:
            error = f"Connection failed: {failure}"
        if code == 599:  # tornado's word for a connection that was closed
            code, error = 0, "Webhook connection closed"
        self._busy.discard(pending.chat)
        webhook.deliveries.append((pending.id, code))
        if not error:
            self.queue = [each for each in self.queue if each is not pending]
            self._due.pop(pending.id, None)
        else:
            webhook.error, webhook.error_date_s = error, int(time.time())
            _, delay_s = self._due.get(pending.id, (0.0, self._webhook_delay_s))
            self._due[pending.id] = (time.monotonic() + delay_s, min(60.0, delay_s * 2))
            asyncio.get_running_loop().call_later(delay_s + 0.01, self._deliver)
        self._tell_changed()
        if self.webhook is webhook:
            self._deliver()

    # --- methods; each takes what it was called with, and raises Refused

    def _do_getme(self, arguments: Arguments) -> Json:
        return {
            **self.bot,
            "can_join_groups": True,
            "can_read_all_group_messages": not self.has_privacy,
            "supports_inline_queries": self.has_inline,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def _do_logout(self, arguments: Arguments) -> bool:
        return True

    _do_close = _do_logout

    def _do_sendmessage(self, arguments: Arguments) -> Json:
        said = text_of(arguments.text("text"), arguments.text("parse_mode"), entities=arguments.structure("entities"))
        markup = self._keyboard(arguments)
        preview = arguments.structure("link_preview_options")
        if preview is not None and not isinstance(preview, dict):
            raise bad("Object expected as link preview options")
        chat = self.chat_of(arguments.text("chat_id"))
        thread = arguments.number("message_thread_id")
        alone = arguments.structure("ephemeral_message_parameters")
        if alone is not None and self.is_of_today:  # a server of before passes over what it doesn't know
            return self.whisper(chat, alone, said, markup)
        return self.send(chat, said, markup, self._reply(arguments), thread=thread).json()

    def _do_sendphoto(self, arguments: Arguments) -> Json:
        return self._send_file(arguments, "photo")

    def _do_senddocument(self, arguments: Arguments) -> Json:
        return self._send_file(arguments, "document")

    def _send_file(self, arguments: Arguments, kind: str) -> Json:
        name = arguments.text(kind)
        _, content = arguments.files.get(name.removeprefix("attach://") if name else kind, ("", None))
        if content is None and not name:
            raise bad(f"there is no {kind} in the request")
        if content is not None and not content:
            raise bad("file must be non-empty")
        caption = text_of(
            arguments.text("caption"), arguments.text("parse_mode"), most_units=CAPTION_UNITS, may_be_empty=True
        )
        markup = self._keyboard(arguments)
        chat = self.chat_of(arguments.text("chat_id"))
        return self.send_file(
            *(chat, kind, content, name, caption, markup, self._reply(arguments)),
            thread=arguments.number("message_thread_id"),
        ).json()

    def _do_editmessagetext(self, arguments: Arguments) -> Json | bool:
        said = text_of(arguments.text("text"), arguments.text("parse_mode"), entities=arguments.structure("entities"))
        markup = self._keyboard(arguments)
        if name := arguments.text("inline_message_id"):
            self.edit(self.inline_message(name), said, markup)
            return True
        return self.edit(self._to_edit(arguments), said, markup).json()

    def _do_editmessagereplymarkup(self, arguments: Arguments) -> Json | bool:
        markup = self._keyboard(arguments)
        if name := arguments.text("inline_message_id"):
            self.edit(self.inline_message(name), None, markup)
            return True
        return self.edit(self._to_edit(arguments), None, markup).json()

    def _to_edit(self, arguments: Arguments) -> Message:
        chat = self.chat_of(arguments.text("chat_id"))
        number = arguments.number("message_id")
        if number <= 0:
            raise bad("Message identifier is not specified")
        return self.own(chat, number)

    def _do_deletemessage(self, arguments: Arguments) -> bool:
        chat = self.chat_of(arguments.text("chat_id"))
        self.delete(chat, arguments.number("message_id"))
        return True

    def _do_deletemessages(self, arguments: Arguments) -> bool:
        chat = self.chat_of(arguments.text("chat_id"))
        numbers = arguments.structure("message_ids")
        if not isinstance(numbers, list) or not numbers:
            raise bad("Message identifiers are not specified")
        if len(numbers) > 100:
            raise bad("Too many message identifiers specified")
        for number in numbers:
            with suppress(Refused):  # what can't be found is passed over
                self.delete(chat, int(number))
        return True

    def _do_answercallbackquery(self, arguments: Arguments) -> bool:
        self.answer_press(arguments.text("callback_query_id"), arguments.text("text"), arguments.text("url"))
        return True

    def _do_answerinlinequery(self, arguments: Arguments) -> bool:
        if len(arguments.text("next_offset").encode()) > 64:
            raise bad("NEXT_OFFSET_INVALID")
        self.answer_inline(
            arguments.text("inline_query_id"),
            arguments.structure("results"),
            arguments.structure("button"),
            cache_s=arguments.number("cache_time", 300, least=0, most=24 * 60 * 60),
            is_personal=arguments.flag("is_personal"),
        )
        return True

    def _do_sendchataction(self, arguments: Arguments) -> bool:
        chat = self.chat_of(arguments.text("chat_id"))
        self.topic_of(chat, arguments.number("message_thread_id"))
        self.act(chat, arguments.text("action"))
        return True

    def _do_setmessagereaction(self, arguments: Arguments) -> bool:
        chat = self.chat_of(arguments.text("chat_id"))
        self.react(chat, arguments.number("message_id"), arguments.structure("reaction"))
        return True

    def _do_getchat(self, arguments: Arguments) -> Json:
        chat = self.chat_of(arguments.text("chat_id"))
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        return {
            **chat.json(),
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, True),
        }

    def _do_getchatmember(self, arguments: Arguments) -> Json:
        return self.member(self.chat_of(arguments.text("chat_id")), arguments.number("user_id"))

    def _do_getchatadministrators(self, arguments: Arguments) -> list[Json]:
        return self.administrators(self.chat_of(arguments.text("chat_id")))

    def _do_leavechat(self, arguments: Arguments) -> bool:
        chat = self.chat_of(arguments.text("chat_id"))
        if chat.kind == "private":
            raise bad("CHAT_ID_INVALID")
        chat.is_open = False
        return True

    def _do_getfile(self, arguments: Arguments) -> Json:
        file_id = arguments.text("file_id")
        if not file_id:
            raise bad("file_id not specified")
        if file_id not in self.files:
            raise bad("wrong file_id or the file is temporarily unavailable")
        path, content = self.files[file_id]
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content), "file_path": path}

    def _do_setmycommands(self, arguments: Arguments) -> bool:
        key = self._menu(arguments)
        self.menus[key] = commands_of(arguments.structure("commands"))
        return True

    def _do_getmycommands(self, arguments: Arguments) -> list[Json]:
        found = self.menus.get(self._menu(arguments), ())
        return [{"command": command, "description": about} for command, about in found]

    def _do_deletemycommands(self, arguments: Arguments) -> bool:
        self.menus.pop(self._menu(arguments), None)
        return True

    def _menu(self, arguments: Arguments) -> tuple[tuple[str, ...], str]:
        scope = scope_of(arguments.structure("scope"))
        if len(scope) > 1:
            self.chat_of(scope[1])
        return scope, lang_of(arguments.text("language_code"))

    def _do_setmysettings(self, arguments: Arguments) -> bool:
        if not self.is_of_today:
            raise Refused("Not Found: method not found", 404)
        return True

    def _do_setmyname(self, arguments: Arguments) -> bool:
        return self._set_text(arguments, "name", 64)

    def _do_setmydescription(self, arguments: Arguments) -> bool:
        return self._set_text(arguments, "description", 512)

    def _do_setmyshortdescription(self, arguments: Arguments) -> bool:
        return self._set_text(arguments, "short_description", 120)

    def _do_getmyname(self, arguments: Arguments) -> Json:
        return self._get_text(arguments, "name")

    def _do_getmydescription(self, arguments: Arguments) -> Json:
        return self._get_text(arguments, "description")

    def _do_getmyshortdescription(self, arguments: Arguments) -> Json:
        return self._get_text(arguments, "short_description")

    def _set_text(self, arguments: Arguments, name: str, most_chars: int) -> bool:
        text, lang = arguments.text(name), lang_of(arguments.text("language_code"))
        if len(text) > most_chars:
            raise bad(f"{name.replace('_', ' ')} is too long")
        self.texts[name, lang] = text
        return True

    def _get_text(self, arguments: Arguments, name: str) -> Json:
        lang = lang_of(arguments.text("language_code"))
        return {name: self.texts.get((name, lang)) or self.texts.get((name, ""), "")}

    def _keyboard(self, arguments: Arguments) -> Json | None:
        return keyboard_of(arguments.structure("reply_markup"), inline_is_on=self.has_inline)

    @staticmethod
    def _reply(arguments: Arguments) -> Any:
        reply = arguments.structure("reply_parameters")
        if reply is None and arguments.number("reply_to_message_id"):  # as it was called before Bot API 7.0
            return {
                "message_id": arguments.number("reply_to_message_id"),
                "allow_sending_without_reply": arguments.flag("allow_sending_without_reply"),
            }
        return reply

    # --- load

    async def load(self, texts: list[str], at_s: list[float], people: list[int], patience_s: float) -> "list[Asked]":
        """Ask text i after at_s[i] seconds as person people[i], and wait until all have an answer or patience is over."""
        asked: list[Asked] = []
        start_s = time.monotonic()
        for text, when_s, number in zip(texts, at_s, people, strict=True):
            await asyncio.sleep(max(0.0, start_s + when_s - time.monotonic()))
            person = self.person(number)
            if not person.chat.messages:
                person.chat.is_open = True
            asked.append(Asked(person, person.says(text)))
        end_s = time.monotonic() + patience_s
        with suppress(AssertionError):
            await self.until(lambda: all(each.answered_s is not None for each in asked), end_s - time.monotonic())
        return asked


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the load, and what came of it."""

    person: Person
    question: Message

    @property
    def answered_s(self) -> float | None:
        """When the first message after it stood in its chat; None: there is none."""
        later = iter(self.person.chat.messages[self.person.chat.messages.index(self.question) + 1 :])
        return next((message.at_s for message in later if message.is_by_bot), None)


class _Handler(RequestHandler):
    """What both kinds of request share."""

    @property
    def api(self) -> BotApi:
        found: BotApi = self.settings["api"]
        return found

    def refuses_token(self, token: str) -> bool:
        """Whether it was wrong, and has been answered so."""
        if token == self.api.token:
            return False
        is_token = ":" in token and token.partition(":")[0].isdigit()
        self.answer(*((401, Refused("Unauthorized", 401).body) if is_token else (404, Refused("Not Found", 404).body)))
        return True

    def answer(self, code: int, body: Any) -> None:
        """Status 0: no answer; the connection is closed."""
        if code == 0:
            self._auto_finish = False
            self.detach().close()
            return
        self.set_status(code)
        is_page = isinstance(body, bytes)
        self.set_header("Content-Type", "text/html" if is_page else "application/json")
        self.finish(body if is_page else json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass"))


class _Method(_Handler):
    """POST or GET /bot<token>/<method>."""

    def initialize(self) -> None:
        self.is_gone = False

    def on_connection_close(self) -> None:
        self.is_gone = True

    async def get(self, token: str, method: str) -> None:
        await self.post(token, method)

    async def post(self, token: str, method: str) -> None:
        if self.refuses_token(token):
            return
        code, body = await self.api.call(_CALLED.get(method.lower(), method), self._arguments(), lambda: self.is_gone)
        if not self.is_gone:
            self.answer(code, body)

    def _arguments(self) -> Arguments:
        """From the query, a form, several parts, or JSON."""
        found = dict(parse_qsl(self.request.query, keep_blank_values=True))
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            body = json.loads(self.request.body or b"{}")
            found |= {key: value if isinstance(value, str) else json.dumps(value) for key, value in body.items()}
        for key, values in self.request.body_arguments.items():
            found[key] = values[-1].decode("utf-8", "replace")
        files = {key: (parts[0].filename, parts[0].body) for key, parts in self.request.files.items()}
        return Arguments(found, files)


class _File(_Handler):
    """GET /file/bot<token>/<path>."""

    def get(self, token: str, path: str) -> None:
        if self.refuses_token(token):
            return
        content = next((content for name, content in self.api.files.values() if name == path), None)
        if content is None:
            self.answer(404, Refused("Not Found: file not found", 404).body)
        else:
            self.set_header("Content-Type", "application/octet-stream")
            self.finish(content)


class _Load(_Handler):
    """POST /load: a crowd with questions, for measuring; the answer comes when they all have theirs."""

    async def post(self) -> None:
        wanted = json.loads(self.request.body)
        api = self.api
        api.limits = Limits()
        calls_before = len(api.journal)
        start_s = time.monotonic()
        asked = await api.load(wanted["texts"], wanted["at_s"], wanted["people"], wanted["patience_s"])
        times = [(each.question.at_s, each.answered_s) for each in asked]
        answered = [at_s for _, at_s in times if at_s is not None]
        self.answer(
            200,
            {
                "latencies_s": [None if to_s is None else to_s - from_s for from_s, to_s in times],
                "took_s": max(answered, default=start_s) - start_s,
                "broken": dict(api.limits.broken),
                "most": api.limits.most,
                "calls": dict(Counter(call.method for call in api.journal[calls_before:])),
                "refused": dict(
                    Counter(
                        f"{call.code} {call.answer.get('description', '')}"
                        for call in api.journal[calls_before:]
                        if call.answered_s is not None and not call.is_ok
                    )
                ),
            },
        )


async def serve(port: int, token: str) -> None:
    """Run until the process is stopped; the address is printed, for whoever gave port 0."""
    api = await BotApi(token=token).start(port)
    print(api.url, flush=True)
    await asyncio.Event().wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=TOKEN)
    options = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(options.port, options.token))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Log records in, lines on stderr out: one an event, without secrets and without anybody's words.

At every level the bot's own modules speak; other libraries do so from WARNING on, since at DEBUG they write down whole
messages and the addresses with the token in them. And what they say is shown without its arguments: an update that the
Telegram library can't read is one of them.
"""

import asyncio
import json
import logging
import re
import sqlite3
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO, TypeGuard
from urllib.parse import quote, quote_plus, urlsplit

from bot.settings import Settings
from index.settings import SettingsError

if TYPE_CHECKING:
    from telegram.error import TelegramError

logger = logging.getLogger(__name__)

OURS = ("__main__", "bot", "index", "knowledge")
WITHHELD = ("telegram", "httpx", "httpcore", "tornado", "mcp")  # whose arguments are not shown
HIDDEN = "[hidden]"
SECRET_CHARS = 6  # a shorter piece of a secret would hide words that have it by chance
TOKEN_FORM = r"(?<![0-9])[0-9]{6,12}(?::|%3[Aa])[A-Za-z0-9_-]{30,}"  # noqa: S105, the form of any token

# Line breaks, control characters, and the marks that turn the direction of writing or can't be written at all.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

# Exceptions that speak of files, types and tables; what others say may quote what somebody wrote.
SPEAKING = (
    ArithmeticError,
    AttributeError,
    ImportError,
    IndexError,
    MemoryError,
    NameError,
    OSError,
    RecursionError,
    SettingsError,
    TypeError,
    sqlite3.Error,
)


class _Secrets:
    """What must never be read in the log, in every form in which it may turn up."""

    def __init__(self) -> None:
        self._forms: set[str] = set()
        self._pattern = re.compile(TOKEN_FORM)

    def add(self, secret: str) -> None:
        if len(secret) < SECRET_CHARS:
            return
        for form in (secret, quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1], json.dumps(secret)[1:-1]):
            self._forms |= {form, form.replace("%3A", "%3a")}
        longest_first = sorted(self._forms, key=len, reverse=True)
        self._pattern = re.compile("|".join([*map(re.escape, longest_first), TOKEN_FORM]))

    def hidden(self, text: str) -> str:
        return self._pattern.sub(HIDDEN, text)


_secrets = _Secrets()  # one for the process, as logging is


class SafeRecord(logging.LogRecord):
    """A record that is safe in whichever handler it ends, since it is made so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        error = self.exc_info[1] if self.exc_info else None
        if _is_telegrams(error) and self.name.partition(".")[0] == "telegram":
            # What Telegram said no to is a line; where in the library it was heard helps nobody.
            self.msg, self.exc_info = f"{self.msg} {type(error).__name__}: {said(error)}", None
        if self.exc_info and self.exc_info[1]:
            # Every formatter shows this rather than format the exception itself.
            self.exc_text = "\n".join(lines_of(self.exc_info[1]))
        if self.stack_info:
            self.stack_info = "\n".join(map(one_line, self.stack_info.splitlines()))

    def getMessage(self) -> str:
        library = self.name.partition(".")[0]
        if library in WITHHELD:
            return one_line(str(self.msg))
        if library == "asyncio":
            return one_line(_without_call(str(self.msg)))
        try:
            return one_line(super().getMessage())
        except (TypeError, ValueError, LookupError):  # logging would print the arguments as they are
            return one_line(f"{self.msg} (with arguments that don't fit)")


class _Formatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")

    def formatException(self, ei: Any) -> str:
        return "\n".join(lines_of(ei[1])) if ei[1] else ""


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Send all logs, warnings and unhandled exceptions of this process to stream, stderr where it is None."""
    for secret in (
        settings.bot_token,
        settings.bot_token.partition(":")[2],
        settings.data_key,
        settings.metrics_token,
        settings.webhook_secret,
        settings.database_url,
        urlsplit(settings.database_url).password or "",
    ):
        conceal(secret)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Formatter())
    level = logging.getLevelNamesMapping()[settings.log_level]
    logging.setLogRecordFactory(SafeRecord)
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.raiseExceptions = False  # a handler that fails would print the record as it is
    logging.captureWarnings(True)
    sys.excepthook = _on_exception
    sys.unraisablehook = _on_unraisable
    threading.excepthook = _on_thread_exception


def install(loop: asyncio.AbstractEventLoop) -> None:
    """Log what tasks and callbacks of a loop raise and nobody catches."""
    loop.set_exception_handler(_on_loop_exception)


def conceal(secret: str) -> None:
    """Hide a secret that the settings don't have, such as a key that was made at the first start."""
    _secrets.add(secret)


def one_line(text: str) -> str:
    """A text without secrets, on one line, and without anything that a terminal would obey."""
    return UNSEEN.sub(lambda match: match[0].encode("unicode_escape").decode(), _secrets.hidden(text))


def lines_of(error: BaseException) -> Iterator[str]:
    """A traceback, causes first, without secrets and with the words of those exceptions alone that quote nobody."""
    yield from _lines_of(error, set())


def _lines_of(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in seen:
        yield from _lines_of(cause, seen)
        yield "and from that:" if error.__cause__ else "and while that was handled:"
    frames = "".join(traceback.format_tb(error.__traceback__)).splitlines()
    yield from map(one_line, frames)
    yield one_line(f"{type(error).__module__}.{type(error).__qualname__}: {said(error)}".removeprefix("builtins."))
    if isinstance(error, BaseExceptionGroup):
        for number, one in enumerate(error.exceptions, 1):
            yield f"of which {number}:"
            yield from _lines_of(one, seen)


def said(error: BaseException) -> str:
    """What an exception says, as far as it can't be what somebody wrote; for lines of one's own too."""
    if _is_telegrams(error):
        # "Can't parse entities: unsupported start tag "…"": up to where it begins to quote
        return re.split(r"[:\"“`]|(?<!\w)b?'", error.message, maxsplit=1)[0][:100]
    return str(error) if isinstance(error, SPEAKING) else "…"


def _is_telegrams(error: BaseException | None) -> "TypeGuard[TelegramError]":
    """Whether it is an error of the Telegram library, which takes long to import where nothing else needs it."""
    found = sys.modules.get("telegram.error")
    return found is not None and isinstance(error, found.TelegramError)


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logger.critical("ended by an error that nobody caught", exc_info=(kind, error, trace))


def _on_thread_exception(hook: threading.ExceptHookArgs) -> None:
    if hook.exc_value is None or issubclass(hook.exc_type, SystemExit):
        return
    name = hook.thread.name if hook.thread else "?"
    logger.critical("thread %s ended by an error", name, exc_info=(hook.exc_type, hook.exc_value, hook.exc_traceback))


def _on_unraisable(hook: Any) -> None:
    error = hook.exc_value
    logger.error(
        "an error where none can be raised", exc_info=(type(error), error, hook.exc_traceback) if error else None
    )


def _on_loop_exception(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The context's other parts, a task among them, would show its result or its exception as it is."""
    error = context.get("exception")
    message = _without_call(context.get("message", "an error in the event loop"))
    logger.error("%s", message, exc_info=error)


def _without_call(message: str) -> str:
    """What asyncio says, less "(…)" and what follows: arguments of a callback, then what became of a task."""
    return re.split(r"[(\n]", message, maxsplit=1)[0]

"""The log has a line an event, and neither secrets nor anybody's words, whoever logs what."""

import asyncio
import io
import logging
import re
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError

from bot import logs
from bot.settings import Settings

ROOT = Path(__file__).parent.parent.parent
TOKEN = "7654321:AAF0-secret_half_of_the_token_abcdef"
DATA_KEY = "a key with 'quotes', a \\ and an é"
SETTINGS = Settings(bot_token=TOKEN, data_key=DATA_KEY, log_level="DEBUG")
WORDS = "mag een leerling met autisme"  # what nobody but the bot should read
FORMS = [
    pytest.param(TOKEN, id="token"),
    pytest.param(quote(TOKEN, safe=""), id="token in an address"),
    pytest.param(quote(TOKEN, safe="").lower().replace("aaf0", "AAF0"), id="token in an address, lower case"),
    pytest.param(TOKEN.partition(":")[2], id="secret half"),
    pytest.param(DATA_KEY, id="data key"),
    pytest.param(quote(DATA_KEY), id="data key in an address"),
    pytest.param(SETTINGS.webhook_secret, id="webhook secret"),
    pytest.param("123456789:AAF1-somebody-elses-token-abcdefghij", id="another bot's token"),
]


@pytest.fixture
def log() -> Iterator[Callable[[], str]]:
    """Logging as configured; what is there before is put back."""
    root, ours = logging.getLogger(), [logging.getLogger(name) for name in logs.OURS]
    before = (root.handlers[:], root.level, [logger.level for logger in ours], logging.raiseExceptions)
    hooks = (logging.getLogRecordFactory(), sys.excepthook, sys.unraisablehook, threading.excepthook)
    root.handlers.clear()  # pytest's, which configure would close
    stream = io.StringIO()
    logs.configure(SETTINGS, stream)
    yield stream.getvalue
    logging.captureWarnings(False)
    root.handlers[:], root.level = before[0], before[1]
    root.setLevel(before[1])
    for logger, level in zip(ours, before[2], strict=True):
        logger.setLevel(level)
    logging.raiseExceptions = before[3]
    logging.setLogRecordFactory(hooks[0])
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks[1:]


def test_an_event_is_one_line_with_time_level_and_place(log: Callable[[], str]) -> None:
    logging.getLogger("bot.faces.telegram.questions").info("read %d entries", 212)

    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d INFO bot\.faces\.telegram\.questions: read 212 entries\n",
        log(),
    )


@pytest.mark.parametrize("secret", FORMS)
def test_no_secret_is_in_a_message_an_argument_or_a_traceback(secret: str, log: Callable[[], str]) -> None:
    logger = logging.getLogger("bot.anything")

    logger.debug(f"in the message {secret}")
    logger.debug("as an argument %s, quoted %r", secret, {"url": f"https://host/bot{secret}/getMe"})
    try:
        try:
            raise OSError(2, "No such file", f"/bot{secret}/x")
        except OSError as error:
            raise ImportError(f"because of {secret}") from error
    except ImportError:
        logger.exception("failed at %s", secret)
    logging.getLogger("another.library").error("found %s", secret, stack_info=True)

    assert secret not in log()
    assert log().count(logs.HIDDEN) == 7
    assert re.search(r"FileNotFoundError: \[Errno 2\] No such file: ['\"]/bot\[hidden\]/x", log())


@pytest.mark.parametrize("secret", FORMS)
def test_a_handler_that_somebody_else_adds_is_given_no_secret_either(secret: str, log: Callable[[], str]) -> None:
    theirs = io.StringIO()
    handler = logging.StreamHandler(theirs)
    logger = logging.getLogger("a.library.with.a.handler")
    logger.addHandler(handler)

    try:
        raise OSError(secret)
    except OSError:
        logger.exception("failed at %s", secret)
    logger.removeHandler(handler)

    assert (secret in theirs.getvalue(), "failed at [hidden]" in theirs.getvalue()) == (False, True)


def test_a_secret_made_at_the_first_start_is_hidden_once_it_is_said(log: Callable[[], str]) -> None:
    logs.conceal("made-at-the-first-start")

    logging.getLogger("bot").info("the key is made-at-the-first-start")

    assert log().endswith("INFO bot: the key is [hidden]\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a\\nb"),
        ("a\r\n2026-01-01T00:00:00 ERROR bot: forged", "a\\r\\n2026-01-01T00:00:00 ERROR bot: forged"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("left\u202eright", "left\\u202eright"),
        ("line\u2028separator", "line\\u2028separator"),
        ("half \ud83d", "half \\ud83d"),
        ("één ✓ 🙂", "één ✓ 🙂"),
    ],
)
def test_nobody_writes_a_line_of_their_own(text: str, shown: str, log: Callable[[], str]) -> None:
    logging.getLogger("bot").info("name: %s", text)

    assert (log().count("\n"), log().endswith(f"INFO bot: name: {shown}\n")) == (1, True)


@pytest.mark.parametrize(
    "name", ["telegram.Bot", "telegram.ext.Updater", "httpx", "httpcore.http11", "tornado.general"]
)
def test_libraries_say_nothing_below_a_warning_and_no_arguments_above(name: str, log: Callable[[], str]) -> None:
    logger = logging.getLogger(name)

    logger.debug("Calling Bot API endpoint `%s` with parameters `%s`", "sendMessage", {"text": WORDS})
    logger.info("HTTP Request: POST %s", WORDS)
    logger.critical("Error while parsing updates! Received data was %r", [{"text": WORDS}])

    assert [line.partition("CRITICAL ")[2] for line in log().splitlines()] == [
        f"{name}: Error while parsing updates! Received data was %r"
    ]


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        pytest.param(ValueError(WORDS), "ValueError: …", id="ValueError"),
        pytest.param(KeyError(WORDS), "KeyError: …", id="KeyError"),
        pytest.param(UnicodeEncodeError("utf-8", WORDS, 0, 1, WORDS), "UnicodeEncodeError: …", id="UnicodeError"),
        pytest.param(
            NetworkError(f"Unknown error in HTTP implementation: UnicodeEncodeError('utf-8', '{WORDS}')"),
            "telegram.error.NetworkError: Unknown error in HTTP implementation",
            id="the library's wrapping",
        ),
        pytest.param(
            BadRequest(f'Bad Request: can\'t parse entities: unsupported start tag "{WORDS}" at byte offset 5'),
            "telegram.error.BadRequest: Can't parse entities",
            id="Telegram's quoting",
        ),
        pytest.param(
            NetworkError(f"Bad Gateway (502). Parsing the server response b'{WORDS}' failed"),
            "telegram.error.NetworkError: Bad Gateway (502). Parsing the server response ",
            id="a proxy's answer",
        ),
        pytest.param(
            InvalidToken("The token `x:y` was rejected by the server."),
            "telegram.error.InvalidToken: The token ",
            id="token",
        ),
        pytest.param(
            ConnectionRefusedError(111, "refused"), "ConnectionRefusedError: [Errno 111] refused", id="OSError"
        ),
    ],
)
def test_an_exception_speaks_where_it_can_quote_nobody(error: Exception, shown: str, log: Callable[[], str]) -> None:
    try:
        raise error
    except Exception:
        logging.getLogger("bot").exception("failed")

    assert WORDS not in log()
    assert log().splitlines()[-1] == shown


def test_a_traceback_shows_where_and_its_causes_first(log: Callable[[], str]) -> None:
    try:
        try:
            raise OSError("disk")
        except OSError as error:
            raise ValueError(WORDS) from error
    except ValueError:
        logging.getLogger("bot").exception("failed")

    shown = [line for line in log().splitlines()[1:] if not line.startswith("    ")]
    assert [re.sub(r", line \d+", "", line) for line in shown] == [
        f'  File "{__file__}", in test_a_traceback_shows_where_and_its_causes_first',
        "OSError: disk",
        "and from that:",
        f'  File "{__file__}", in test_a_traceback_shows_where_and_its_causes_first',
        "ValueError: …",
    ]


def test_exceptions_in_a_group_are_shown_each(log: Callable[[], str]) -> None:
    logging.getLogger("bot").error("failed", exc_info=ExceptionGroup(WORDS, [OSError("disk"), ValueError(WORDS)]))

    assert log().splitlines()[1:] == [
        "ExceptionGroup: …",
        "of which 1:",
        "OSError: disk",
        "of which 2:",
        "ValueError: …",
    ]


def test_exceptions_that_cause_each_other_come_to_an_end(log: Callable[[], str]) -> None:
    one, other = OSError("one"), OSError("other")
    one.__cause__, other.__cause__ = other, one

    logging.getLogger("bot").error("failed", exc_info=one)

    assert log().splitlines()[1:] == ["OSError: other", "and from that:", "OSError: one"]


def test_arguments_that_do_not_fit_are_not_printed(log: Callable[[], str], capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("bot").info("%d entries of %s", WORDS)

    assert log().endswith("INFO bot: %d entries of %s (with arguments that don't fit)\n")
    assert capsys.readouterr().err == ""


def test_warnings_are_logged_without_secrets(log: Callable[[], str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"about {TOKEN}", stacklevel=1)

    assert (log().count("\n"), "UserWarning: about [hidden]" in log()) == (1, True)


async def test_what_a_callback_raises_and_nobody_catches_is_logged_without_its_words(log: Callable[[], str]) -> None:
    loop = asyncio.get_running_loop()
    logs.install(loop)

    loop.call_soon(int, WORDS)
    await asyncio.sleep(0)

    assert (WORDS in log(), log().splitlines()[0].partition("ERROR ")[2], log().splitlines()[-1]) == (
        False,
        "bot.logs: Exception in callback int",
        "ValueError: …",
    )


async def test_asyncio_shows_no_arguments_before_its_loop_is_listened_to(log: Callable[[], str]) -> None:
    asyncio.get_running_loop().call_soon(int, WORDS)
    await asyncio.sleep(0)

    assert (WORDS in log(), log().splitlines()[0].partition("ERROR ")[2]) == (
        False,
        "asyncio: Exception in callback int",
    )


def test_what_a_thread_raises_and_nobody_catches_is_logged(log: Callable[[], str]) -> None:
    thread = threading.Thread(target=lambda: int(f"{WORDS} {TOKEN}"), name="encoder")
    thread.start()
    thread.join()

    assert (WORDS in log(), "bot.logs: thread encoder ended by an error" in log()) == (False, True)


@pytest.mark.parametrize(("level", "shown"), [("DEBUG", 4), ("INFO", 3), ("WARNING", 2), ("ERROR", 1)])
def test_the_level_is_that_of_the_settings(level: str, shown: int, log: Callable[[], str]) -> None:
    stream = io.StringIO()
    logging.getLogger().handlers.clear()
    logs.configure(Settings(log_level=level), stream)

    for say in (logging.debug, logging.info, logging.warning, logging.error):
        getattr(logging.getLogger("bot.any"), say.__name__)("event")

    assert stream.getvalue().count("event") == shown


def test_a_process_that_ends_by_an_error_shows_it_on_stderr_and_no_secret() -> None:
    code = f"""
import asyncio
from bot import logs
from bot.settings import Settings
logs.configure(Settings(bot_token={TOKEN!r}))
async def lost():
    raise ValueError({WORDS!r} + {TOKEN!r})
async def main():
    logs.install(asyncio.get_running_loop())
    asyncio.create_task(lost())
    await asyncio.sleep(0.01)
asyncio.run(main())
class Broken:
    def __del__(self):
        int({WORDS!r})
Broken()
raise RuntimeError({WORDS!r} + {TOKEN!r})
"""
    done = subprocess.run([sys.executable, "-"], input=code, capture_output=True, text=True, cwd=ROOT, check=False)

    heads = [re.sub(r"^\S+ ", "", line) for line in done.stderr.splitlines() if re.match(r"\d{4}-", line)]
    assert (done.returncode, done.stdout, WORDS in done.stderr, TOKEN in done.stderr) == (1, "", False, False)
    assert heads == [
        "ERROR bot.logs: Task exception was never retrieved",
        "ERROR bot.logs: an error where none can be raised",
        "CRITICAL bot.logs: ended by an error that nobody caught",
    ]


def test_what_telegram_refuses_the_library_is_a_line_and_no_traceback(log: Callable[[], str]) -> None:
    """As where another process polls while this one stops."""
    try:
        raise Conflict("Conflict: terminated by other getUpdates request")
    except Conflict as error:
        logging.getLogger("telegram.ext.Updater").exception("Polling failed.", exc_info=error)

    [line] = log().splitlines()
    assert line.endswith("ERROR telegram.ext.Updater: Polling failed. Conflict: Conflict")

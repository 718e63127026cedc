"""What a bot asks of Telegram in, what Telegram makes of it out, or its refusal: the manual of the Bot API as functions.

Wordings and codes are those of github.com/tdlib/telegram-bot-api and, in capitals, of the API behind it. Where
Telegram mends in silence (a button with two actions, a row too long) and the manual forbids it, it is refused here.
"""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from telegram.constants import ReactionEmoji

from tests.telegram_html import Entity, parsed, units

Json = dict[str, Any]

TEXT_UNITS = 4096  # most of a message, after parsing
CAPTION_UNITS = 1024
RAW_BYTES = 1 << 15  # most of a text before parsing
DATA_BYTES = 64  # most of callback data
BUTTONS = 100  # most under a message
ROW_BUTTONS = 8  # most beside each other
RESULTS = 50  # most of an inline answer
RESULT_ID_BYTES = 64
START_CHARS = 64  # most of a start parameter
TOAST_CHARS = 200
COMMANDS = 100

ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
INLINE_ACTIONS = ("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat")
CHAT_ACTIONS = frozenset(
    (
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    )
)
REACTIONS = frozenset(str(emoji.value) for emoji in ReactionEmoji)
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
# An address that Telegram makes a link of: with a known scheme, or a host with a dot in it.
LINK = re.compile(
    r"(?:(?:https?|ftp)://[^\s/?#]+|tg://[a-z_]+|mailto:\S+@\S+|(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]|$))\S*", re.I
)
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]+")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Refused(Exception):
    """Telegram's no."""

    def __init__(self, description: str, code: int = 400, *, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    @property
    def body(self) -> Json:
        """The answer that carries it."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad(what: str) -> Refused:
    """A refusal of what was asked; the first letter is made small as Telegram does, unless it is one of its codes."""
    if len(what) > 1 and not (what[1] == "_" or what[1].isupper()):
        what = what[0].lower() + what[1:]
    return Refused(f"Bad Request: {what}")


def too_many(retry_after_s: int) -> Refused:
    return Refused(f"Too Many Requests: retry after {retry_after_s}", 429, parameters={"retry_after": retry_after_s})


@dataclass(frozen=True, slots=True)
class Text:
    """A text as a message holds it."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(slots=True)
class Arguments:
    """What a method was called with: strings as they came over the wire, read by type."""

    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # field → (file name, content)

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def number(self, name: str, default: int = 0, *, least: int | None = None, most: int | None = None) -> int:
        """As Telegram reads numbers: what is none is 0, what is out of bounds is put in."""
        try:
            number = int(self.values[name]) if self.values.get(name) else default
        except ValueError:
            number = 0
        if least is not None:
            number = max(least, number)
        return number if most is None else min(most, number)

    def flag(self, name: str) -> bool:
        return self.values.get(name, "").lower() in ("true", "yes", "1")

    def structure(self, name: str) -> Any:
        """JSON; None where the argument wasn't given. Raises Refused."""
        value = self.values.get(name, "")
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None


def text_of(
    text: str, parse_mode: str, *, most_units: int = TEXT_UNITS, entities: Any = None, may_be_empty: bool = False
) -> Text:
    """What a message says. Raises Refused."""
    if len(text.encode("utf-8", "surrogatepass")) > RAW_BYTES:
        raise bad("Text is too long")
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    match parse_mode.lower():
        case "":
            found = Text(text, _entities_of(entities))
        case "html":
            try:
                understood = parsed(text)
            except ValueError as error:
                raise bad(str(error)) from None
            found = Text(understood.text, understood.entities)
        case "markdown" | "markdownv2":
            raise bad("this server reads HTML alone; the house sends nothing else")
        case _:
            raise bad("Unsupported parse_mode")
    found = _trimmed(found)
    if not found.text and not may_be_empty:
        raise bad("Message text is empty")
    if units(found.text) > most_units:
        raise bad("message is too long" if most_units == TEXT_UNITS else "message caption is too long")
    return found


def _entities_of(entities: Any) -> tuple[Entity, ...]:
    if entities is None:
        return ()
    if not isinstance(entities, list):
        raise bad("Expected an Array of MessageEntity")
    try:
        return tuple(Entity(str(each["type"]), int(each["offset"]), int(each["length"])) for each in entities)
    except (KeyError, TypeError, ValueError):
        raise bad("Can't parse MessageEntity: expected an Object") from None


def _trimmed(found: Text) -> Text:
    """Without white space at both ends, as Telegram keeps it; entities that stood on nothing else are gone."""
    stripped = found.text.lstrip()
    gone = units(found.text) - units(stripped)
    stripped = stripped.rstrip()
    end = units(stripped)
    entities = []
    for entity in found.entities:
        start, stop = max(0, entity.offset - gone), min(end, entity.offset - gone + entity.length)
        if stop > start:
            entities.append(replace(entity, offset=start, length=stop - start))
    return Text(stripped, tuple(entities))


def keyboard_of(markup: Any, *, inline_is_on: bool) -> Json | None:
    """The buttons under a message; None where there are none. Raises Refused."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad("Object expected as reply markup")
    if "inline_keyboard" not in markup:  # a keyboard of the phone, or its removal: nothing that the house uses
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list):
        raise bad('Field "inline_keyboard" must be an Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad('Field "inline_keyboard" must be an Array of Arrays')
    if sum(map(len, rows)) > BUTTONS or any(len(row) > ROW_BUTTONS for row in rows):
        raise bad("reply markup is too long")
    kept = [[_button(button, inline_is_on=inline_is_on) for button in row] for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _button(button: Any, *, inline_is_on: bool) -> Json:
    if not isinstance(button, dict):
        raise bad("Can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    label = button.get("text")
    if not isinstance(label, str):
        raise bad("Can't parse inline keyboard button: Can't find field \"text\"")
    if not label.strip():
        raise bad("BUTTON_TEXT_EMPTY")
    actions = [action for action in ACTIONS if action in button]
    if not actions:
        raise bad("Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(f"Can't parse inline keyboard button: exactly one action is due, {' and '.join(actions)} found")
    action, value = actions[0], button[actions[0]]
    if action == "callback_data" and not (isinstance(value, str) and 1 <= len(value.encode()) <= DATA_BYTES):
        raise bad("BUTTON_DATA_INVALID")
    if action == "url":
        if not isinstance(value, str) or not LINK.fullmatch(value):
            raise bad(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
        if telegram_start(value) is not None:
            check_start_parameter(telegram_start(value) or "")
    if action in INLINE_ACTIONS and not inline_is_on:
        raise bad("BOT_INLINE_DISABLED")
    if action == "switch_inline_query_chosen_chat":
        if not isinstance(value, dict):
            raise bad("Can't parse inline keyboard button: switch_inline_query_chosen_chat must be of type Object")
        if not any(value.get(f"allow_{kind}_chats") for kind in ("user", "bot", "group", "channel")):
            raise bad("BUTTON_TYPE_INVALID")
        value = value.get("query", "")
    if action in INLINE_ACTIONS and (not isinstance(value, str) or len(value) > 256):
        raise bad("BUTTON_TYPE_INVALID")
    return button


def telegram_start(url: str) -> str | None:
    """The start parameter of a link to a bot; None where it is no such link."""
    found = re.fullmatch(r"https?://(?:t|telegram)\.me/\w+\?start(?:group)?=([^&]*)", url)
    return found.group(1) if found else None


def check_start_parameter(value: str) -> None:
    """Raises Refused."""
    if not value:
        raise bad("START_PARAM_EMPTY")
    if len(value) > START_CHARS:
        raise bad("START_PARAM_TOO_LONG")
    if not START_PARAMETER.fullmatch(value):
        raise bad("START_PARAM_INVALID")


@dataclass(frozen=True, slots=True)
class Result:
    """What somebody may pick from an inline answer."""

    id: str
    title: str
    description: str
    content: Text
    markup: Json | None


def results_of(results: Any, *, inline_is_on: bool) -> tuple[Result, ...]:
    """Raises Refused."""
    if results is None:
        return ()
    if not isinstance(results, list):
        raise bad("Expected an Array of inline query results")
    if len(results) > RESULTS:
        raise bad("Too many inline query results specified")
    found = tuple(_result(each, inline_is_on=inline_is_on) for each in results)
    if len({each.id for each in found}) < len(found):
        raise bad("RESULT_ID_DUPLICATE")
    return found


def _result(result: Any, *, inline_is_on: bool) -> Result:
    if not isinstance(result, dict):
        raise bad("Can't parse inline query result: Inline query result must be an object")
    name = result.get("id")
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= RESULT_ID_BYTES:
        raise bad("RESULT_ID_INVALID")
    if result.get("type") != "article":
        raise bad(
            f'Can\'t parse inline query result: type "{result.get("type")}" is unsupported for the inline query result'
        )
    if not str(result.get("title") or "").strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad("Can't parse inline query result: Input message content is not specified")
    said = text_of(content["message_text"], str(content.get("parse_mode") or ""), entities=content.get("entities"))
    markup = keyboard_of(result.get("reply_markup"), inline_is_on=inline_is_on)
    return Result(name, result["title"], str(result.get("description") or ""), said, markup)


def check_results_button(button: Any) -> Json | None:
    """The button over the results of an inline answer; None where there is none. Raises Refused."""
    if button is None:
        return None
    if not isinstance(button, dict):
        raise bad("Can't parse inline query results button: InlineQueryResultsButton must be an Object")
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad("SWITCH_PM_TEXT_EMPTY")
    if ("start_parameter" in button) == ("web_app" in button):
        raise bad(
            "Can't parse inline query results button: InlineQueryResultsButton must have exactly one optional field"
        )
    if "start_parameter" in button:
        check_start_parameter(str(button["start_parameter"]))
    return button


def commands_of(commands: Any) -> tuple[tuple[str, str], ...]:
    """Raises Refused."""
    if commands is None:
        commands = []
    if not isinstance(commands, list):
        raise bad("Expected an Array of BotCommand")
    if len(commands) > COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    found = []
    for each in commands:
        if not isinstance(each, dict):
            raise bad("Can't parse BotCommand: expected an Object")
        name, about = each.get("command"), each.get("description")
        if not isinstance(name, str) or not isinstance(about, str):
            raise bad('Can\'t parse BotCommand: Can\'t find field "command" or "description"')
        if not COMMAND.fullmatch(name):  # Telegram takes a slash in front off; the manual has none
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(about.strip()) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        found.append((name, about))
    if len({name for name, _ in found}) < len(found):
        raise bad("BOT_COMMAND_INVALID")
    return tuple(found)


def scope_of(scope: Any) -> tuple[str, ...]:
    """A key of the scope: its type, and the numbers of whom it is for. Raises Refused."""
    if scope is None:
        return ("default",)
    if not isinstance(scope, dict):
        raise bad("Can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = scope.get("type")
    if kind not in SCOPES:
        raise bad("Can't parse BotCommandScope: Unsupported type specified")
    for name in SCOPES[kind]:
        if not scope.get(name):
            raise bad(f"Can't parse BotCommandScope: Can't find field \"{name}\"")
    return (kind, *(str(scope[name]) for name in SCOPES[kind]))


def lang_of(code: str) -> str:
    """A two-letter code of ISO 639-1, or nothing for everybody else. Raises Refused."""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad("Invalid language code specified")
    return code

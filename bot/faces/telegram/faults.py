"""An exception of the Telegram library in, the name of what went wrong out; pure, by Telegram's own wordings."""

import os
import re
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

# The library's coming way to count seconds: without it every answer 429 comes with a warning about deprecation.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class Fault(StrEnum):
    """What went wrong between the bot and Telegram, by what there is to do about it."""

    FLOOD = "flood"  # too many messages: wait as long as Telegram says, then send again
    BLOCKED = (
        "blocked"  # this person or group wants nothing from the bot, or doesn't let it write: try again much later
    )
    CHAT_GONE = "chat_gone"  # there is no such chat, or nobody in it: the same, and one day it is forgotten
    TOPIC_CLOSED = "topic_closed"  # nobody but its admins may write in that topic of a group: the same
    TOPIC_GONE = "topic_gone"  # the group has no such topic any more: say it outside of any
    CALLBACK_TOO_OLD = "callback_too_old"  # the press of a button can't be acknowledged any more: harmless
    NOT_MODIFIED = "not_modified"  # the message says that already: harmless
    NOT_PARSED = "not_parsed"  # the markup was refused: send it plain
    TOO_LONG = "too_long"  # the text was refused for its length: cut it
    MESSAGE_GONE = "message_gone"  # the message to edit or to reply to is gone or too old: send a new one
    MIGRATED = "migrated"  # the group is a supergroup now, under another number: send it there
    CONFLICT = "conflict"  # another process polls, or a webhook is set: wait and try again
    UNAUTHORISED = "unauthorised"  # the token isn't valid: only an operator can mend it
    NETWORK = "network"  # connection, time-out or Telegram's own trouble: try again
    OTHER = "other"  # anything else, a bug of ours included


# Parts of what Telegram says, in lower case; the first that is found decides. From the source of its Bot API server
# (github.com/tdlib/telegram-bot-api) and, in capitals there, from the API behind it.
WORDINGS: tuple[tuple[str, Fault], ...] = (
    ("too many requests", Fault.FLOOD),
    ("upgraded to a supergroup", Fault.MIGRATED),
    ("migrated to supergroup", Fault.MIGRATED),
    ("query is too old", Fault.CALLBACK_TOO_OLD),
    ("query id is invalid", Fault.CALLBACK_TOO_OLD),
    ("query_id_invalid", Fault.CALLBACK_TOO_OLD),
    ("message is not modified", Fault.NOT_MODIFIED),
    ("message_not_modified", Fault.NOT_MODIFIED),
    ("can't parse entities", Fault.NOT_PARSED),
    ("can't parse messageentity", Fault.NOT_PARSED),
    ("entity_bounds_invalid", Fault.NOT_PARSED),
    ("entities_too_long", Fault.NOT_PARSED),  # too much markup, not too much text: plain text goes through
    ("unsupported parse_mode", Fault.NOT_PARSED),
    ("message is too long", Fault.TOO_LONG),
    ("message_too_long", Fault.TOO_LONG),
    ("text is too long", Fault.TOO_LONG),
    ("caption is too long", Fault.TOO_LONG),
    ("caption_too_long", Fault.TOO_LONG),
    ("request entity too large", Fault.TOO_LONG),
    ("message to edit not found", Fault.MESSAGE_GONE),
    ("message can't be edited", Fault.MESSAGE_GONE),
    ("there is no text in the message to edit", Fault.MESSAGE_GONE),
    ("message to be replied not found", Fault.MESSAGE_GONE),
    ("message to reply not found", Fault.MESSAGE_GONE),
    ("replied message not found", Fault.MESSAGE_GONE),
    ("reply message not found", Fault.MESSAGE_GONE),
    ("message thread not found", Fault.TOPIC_GONE),
    ("topic_deleted", Fault.TOPIC_GONE),
    ("topic_id_invalid", Fault.TOPIC_GONE),
    ("message to delete not found", Fault.MESSAGE_GONE),
    ("message can't be deleted", Fault.MESSAGE_GONE),
    ("message_id_invalid", Fault.MESSAGE_GONE),
    ("chat not found", Fault.CHAT_GONE),
    ("user not found", Fault.CHAT_GONE),
    ("group chat was deleted", Fault.CHAT_GONE),
    ("group chat was deactivated", Fault.CHAT_GONE),
    ("peer_id_invalid", Fault.CHAT_GONE),
    ("chat_id_invalid", Fault.CHAT_GONE),
    ("channel_private", Fault.CHAT_GONE),
    ("channel_invalid", Fault.CHAT_GONE),
    ("not enough rights", Fault.BLOCKED),
    ("no rights to send", Fault.BLOCKED),
    ("no write access", Fault.BLOCKED),
    ("need administrator rights", Fault.BLOCKED),
    ("chat_write_forbidden", Fault.BLOCKED),
    ("chat_send_", Fault.BLOCKED),  # …plain_forbidden, …docs_forbidden, …photos_forbidden
    ("chat_restricted", Fault.BLOCKED),
    ("chat_admin_required", Fault.BLOCKED),
    ("topic_closed", Fault.TOPIC_CLOSED),
    ("user_is_blocked", Fault.BLOCKED),
    ("user is deactivated", Fault.BLOCKED),
    ("input_user_deactivated", Fault.BLOCKED),
    ("invalid server response", Fault.NETWORK),  # no JSON where JSON was due: a proxy's page, or a torn answer
)


_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w)")


def fault_of(error: BaseException) -> Fault:
    """The fault by its name; OTHER for whatever is no answer of Telegram's and no trouble on the way there."""
    match error:
        case RetryAfter():
            return Fault.FLOOD
        case ChatMigrated():
            return Fault.MIGRATED
        case Conflict():
            return Fault.CONFLICT
        case InvalidToken():
            return Fault.UNAUTHORISED
        case TelegramError():
            return _by_wording(error) or _by_class(error)
        case ConnectionError() | TimeoutError():
            return Fault.NETWORK
        case _:
            return Fault.OTHER


def _by_wording(error: TelegramError) -> Fault | None:
    said = _QUOTED.sub("", error.message).lower().replace("’", "'")  # what it quotes are somebody's words
    return next((fault for wording, fault in WORDINGS if wording in said), None)


def _by_class(error: TelegramError) -> Fault:
    match error:
        case Forbidden():  # whatever the reason: this chat wants nothing from the bot
            return Fault.BLOCKED
        case BadRequest():  # a NetworkError to the library, though the network carried it well
            return Fault.OTHER
        case NetworkError():
            return Fault.OTHER if _is_ours(error.__cause__) else Fault.NETWORK
        case _:
            return Fault.OTHER


def _is_ours(cause: BaseException | None) -> bool:
    """Whether the library could not even write the request, as with half a character: it never gets through.

    Certificates that don't verify are a ValueError too, and may verify later.
    """
    return isinstance(cause, ValueError | TypeError | LookupError) and not isinstance(cause, OSError)

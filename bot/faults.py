"""An exception of the Telegram library in, the name of what went wrong out; pure, by Telegram's own wordings."""

from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)


class Fault(StrEnum):
    """What went wrong between the bot and Telegram, by what there is to do about it."""

    FLOOD = "flood"  # too many messages: wait as long as Telegram says, then send again
    BLOCKED = "blocked"  # this person or group wants nothing from the bot, or doesn't let it write: drop it
    CHAT_GONE = "chat_gone"  # there is no such chat, or nobody in it: drop it
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


# Parts of descriptions as Telegram sends them, in lower case; the first that is found decides.
WORDINGS: tuple[tuple[str, Fault], ...] = ()


def fault_of(error: BaseException) -> Fault:
    """The fault by its name; OTHER for whatever is no answer of Telegram's and no trouble on the way there."""
    raise NotImplementedError

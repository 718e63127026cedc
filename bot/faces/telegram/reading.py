"""What Telegram brought in, an update of the library's out; or what was wrong with it, without anybody's words."""

import hashlib
import json
import traceback
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from telegram import Bot, Update

FIELD_CHARS = 40
MOST_ID = 2**63  # SQLite keeps no larger number
HASH_DIGITS = 16


class UnreadError(Exception):
    """An update that can't be read; the message is the error's name and where it arose."""

    def __init__(self, why: str, data: object) -> None:
        super().__init__(why)
        self.why = why
        self.body = _written(data)
        self.number = number_of(data)
        self.kind = _kind_of(data)
        self.person, self.chat = _sender_of(data)  # Telegram's numbers; None: they can't be told

    @property
    def name(self) -> str:
        """What it goes by: its number, or what is as good."""
        return (
            str(self.number)
            if self.number is not None
            else hashlib.sha256(self.body.encode()).hexdigest()[:HASH_DIGITS]
        )


def update_of(data: object, bot: Bot) -> tuple[Update, str]:
    """(the update, the JSON that it was). Raises UnreadError, whatever the library stumbles over."""
    try:
        if number_of(data) is None or not isinstance(data, dict):
            raise TypeError
        body = json.dumps(data)
        update = Update.de_json(data, bot)
        # What is worked out when it is first asked for is worked out now: nobody stumbles over it later.
        _ = update.effective_user, update.effective_sender
        if update.effective_message and update.effective_chat is None:
            raise ValueError
    except Exception as error:  # whatever it is: what can't be read must keep nobody from the next
        raise UnreadError(_place_of(error), data) from None
    return update, body


def number_of(data: object) -> int | None:
    """Telegram's number of an update; None: it has none that can be one."""
    number = data.get("update_id") if isinstance(data, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < MOST_ID else None


def without_typed_over(brought: Sequence[object]) -> list[object]:
    """What Telegram brought but inline queries after which the same person typed on: to read one takes longer than to pass it."""
    kept: list[object] = []
    seen: set[int] = set()
    for data in reversed(brought):
        query = data.get("inline_query") if isinstance(data, dict) else None
        person = _id_in(query.get("from")) if isinstance(query, dict) else None
        if person is not None and number_of(data) is not None:
            if person in seen:
                continue
            seen.add(person)
        kept.append(data)
    return kept[::-1]


def _place_of(error: Exception) -> str:
    """ "KeyError, telegram/_message.py:1245": what it says itself may quote somebody."""
    frames = traceback.extract_tb(error.__traceback__)
    place = "/".join(PurePath(frames[-1].filename).parts[-2:])
    return f"{type(error).__name__}, {place}:{frames[-1].lineno}"


def _kind_of(data: object) -> str:
    names = [str(name) for name in data if name != "update_id"] if isinstance(data, dict) else []
    is_field = len(names) == 1 and names[0].isidentifier() and names[0].isascii() and len(names[0]) <= FIELD_CHARS
    return names[0] if is_field else ""


def _sender_of(data: object) -> tuple[int | None, int | None]:
    """As far as it can be told: so that what is set aside goes where somebody has all about them erased."""
    content = next((one for one in data.values() if isinstance(one, dict)), {}) if isinstance(data, dict) else {}
    message = content.get("message")
    around = message if isinstance(message, dict) else content
    return _id_in(content.get("from")), _id_in(around.get("chat"))


def _id_in(value: object) -> int | None:
    number: Any = value.get("id") if isinstance(value, dict) else None
    return number if isinstance(number, int) else None


def _written(data: object) -> str:
    try:
        return json.dumps(data)
    except (TypeError, ValueError, RecursionError):
        return ""

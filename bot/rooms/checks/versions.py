"""What is remembered of an agreement for an hour, and what one has that another hasn't: points and numbers, no text.

Of each quotation there is a keyed hash, whose key dies with the process: enough to say that a point is put in other words.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.conversation.runs import escape
from bot.rooms.checks.telling import Say, short
from index.checking.points import Checked, Finding, Verdict
from knowledge.entry import AgreementKind, Entry

KEPT_FOR = timedelta(hours=1)
MOST_KEPT = 500  # of all people together
_KEY = secrets.token_bytes(32)

Verdicts = Mapping[str, tuple[Verdict, bytes]]  # by id of the point: with the hash of its quotation


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood in an agreement."""

    kind: AgreementKind
    verdicts: Verdicts
    at: datetime  # UTC
    message_id: int | None = None  # Telegram's number of the message that it came in; None: it has none

    def open_points(self) -> tuple[str, ...]:
        """The ids of what is missing or may be, in the order of the list."""
        return tuple(point for point, (verdict, _) in self.verdicts.items() if verdict is not Verdict.FOUND)


def seen_of(checked: Checked, now: datetime, message_id: int | None = None) -> Seen:
    """What is remembered of one."""
    return Seen(checked.kind, _verdicts(checked), now, message_id)


def _verdicts(checked: Checked) -> Verdicts:
    return {one.point[0].id: (one.verdict, _hash(one)) for one in checked.findings}


def _hash(finding: Finding) -> bytes:
    text = " ".join(finding.clause.text.split()).lower() if finding.clause else ""
    return blake2b(text.encode(), key=_KEY, digest_size=16).digest()


def is_earlier(one: Seen, other: Seen) -> bool:
    """Whether one came in earlier: by the messages that they came in, where both have one, else by when they were read."""
    if one.message_id is not None and other.message_id is not None:
        return one.message_id < other.message_id
    return one.at <= other.at


def changed_from(first: Checked, second: Checked, name: str, points: Sequence[Entry], say: Say, lang: str) -> str:
    """What is otherwise in the second than in the first, which is called name, under a line that says so; as HTML."""
    compared = changes(_verdicts(first), _verdicts(second), points, say, lang)
    return f"{say('chk_changes_from', lang, name=escape(name))}\n{compared}"


def changes(older: Verdicts, newer: Verdicts, points: Sequence[Entry], say: Say, lang: str) -> str:
    """What came in, what went, what is no longer sure and what is put in other words, as HTML; empty: no point is in both.

    points: of the checklist, in their languages.
    """
    came, went, doubted, reworded = [], [], [], []
    for name, (verdict, said) in newer.items():
        earlier = older.get(name)
        if earlier is None:
            continue
        was_there, is_there = earlier[0] is Verdict.FOUND, verdict is Verdict.FOUND
        if is_there and not was_there:
            came.append(name)
        elif was_there and verdict is Verdict.MAYBE:
            doubted.append(name)
        elif was_there and not is_there:
            went.append(name)
        elif is_there and earlier[1] != said:
            reworded.append(name)
    lines = [] if came or went else [say("chk_same", lang)]
    told = (("chk_came", came), ("chk_went", went), ("chk_doubted", doubted), ("chk_other_words", reworded))
    for key, names in told:
        if titles := [title for name in names if (title := _title(name, points, lang))]:
            lines.append(say(key, lang, titles=escape(", ".join(titles))))
    return "\n".join(lines)


def _title(point_id: str, points: Sequence[Entry], lang: str) -> str:
    """The short name of a point; empty where the folder has it no more."""
    found = sorted((one for one in points if one.id == point_id), key=lambda one: one.lang != lang)
    return short(found[0]) if found else ""


class Memory:
    """What was seen, by chat; gone after an hour, and with the process."""

    def __init__(self) -> None:
        self._seen: dict[str, Seen] = {}

    def of(self, key: str, now: datetime) -> Seen | None:
        """What was seen last; None: nothing within the hour."""
        self._sweep(now)
        return self._seen.get(key)

    def keep(self, key: str, seen: Seen) -> None:
        """In place of what was kept before."""
        self._seen.pop(key, None)
        self._seen[key] = seen
        while len(self._seen) > MOST_KEPT:
            del self._seen[next(iter(self._seen))]

    def forget(self, key: str) -> None:
        """Let go of what was seen in a chat."""
        self._seen.pop(key, None)

    def _sweep(self, now: datetime) -> None:
        for key in [key for key, seen in self._seen.items() if now - seen.at > KEPT_FOR]:
            del self._seen[key]

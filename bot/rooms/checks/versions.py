"""What is remembered of an agreement for an hour, and what a second one has that it hasn't: points and numbers, no text.

Of each quotation there is a keyed hash, whose key dies with the process: enough to say that a point is put in other words.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.conversation.runs import escape
from bot.rooms.checks.telling import short
from bot.when.clock import AMSTERDAM
from index.checking import Checked, Finding, Verdict
from knowledge.entry import AgreementKind

KEPT_FOR = timedelta(hours=1)
MOST_KEPT = 500  # of all people together
_KEY = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood in an agreement."""

    kind: AgreementKind
    verdicts: dict[str, tuple[Verdict, bytes]]  # by id of the point: with the hash of its quotation
    at: datetime  # UTC

    def open_points(self) -> tuple[str, ...]:
        """The ids of what is missing or may be, in the order of the list."""
        return tuple(point for point, (verdict, _) in self.verdicts.items() if verdict is not Verdict.FOUND)


def seen_of(checked: Checked, now: datetime) -> Seen:
    """What is remembered of one."""
    verdicts = {one.point[0].id: (one.verdict, _hash(one)) for one in checked.findings}
    return Seen(checked.kind, verdicts, now)


def _hash(finding: Finding) -> bytes:
    text = " ".join(finding.clause.text.split()).lower() if finding.clause else ""
    return blake2b(text.encode(), key=_KEY, digest_size=16).digest()


def changes(before: Seen, checked: Checked, say: Callable[..., str], lang: str) -> str:
    """What came in, what went and what is put in other words since then, as HTML."""
    came, went, reworded = [], [], []
    for one in checked.findings:
        earlier = before.verdicts.get(one.point[0].id)
        if earlier is None:
            continue
        was_there, is_there = earlier[0] is Verdict.FOUND, one.verdict is Verdict.FOUND
        if is_there and not was_there:
            came.append(one)
        elif was_there and not is_there:
            went.append(one)
        elif is_there and earlier[1] != _hash(one):
            reworded.append(one)
    at = f"{before.at.astimezone(AMSTERDAM):%H:%M}"
    lines = [say("chk_changes", lang, at=at)]
    if not came and not went:
        lines.append(say("chk_same", lang))
    for key, found in (("chk_came", came), ("chk_went", went), ("chk_other_words", reworded)):
        if found:
            lines.append(say(key, lang, titles=escape(", ".join(short(one.entry(lang)) for one in found))))
    return "\n".join(lines)


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

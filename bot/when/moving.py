"""Words that move something in; those for the new day and hour out: "schuif het op naar 1 april 15 uur"."""

import re
from datetime import UTC, datetime, time, timedelta

from bot.when.clock import AMSTERDAM
from bot.when.vocabulary import NUMBERS, any_of

_IT = r"(?:(?:het|hem|dit|deze|dat|die|it|this|that)(?: (?:overleg|afspraak|gesprek|meeting))?|(?:de|het|the) (?:afspraak|overleg|meeting))"
_PLEASE = r"(?:(?:graag|kun je|kunt u|kunnen we|kan|wil je|please|can (?:we|you)|could (?:we|you))\s+)?"
_MOVES = r"(?:schuif|verschuif|verzet|verplaats|zet|doe|verschuiven|verzetten|verplaatsen|schuiven|move|reschedule|shift|postpone)"
_RULE = re.compile(
    rf"\s*{_PLEASE}(?:(?:{_IT}\s+)?{_MOVES}\s+)?(?:{_IT}\s+)?(?:maar\s+)?(?:op\s+)?(?:naar|to)\s+(?P<when>\S.*?)"
    rf"(?:\s+(?:verzet|verschoven|verplaatst|verzetten|verschuiven|verplaatsen|opschuiven|moved))?\s*[?.!]*\s*",
    re.IGNORECASE | re.DOTALL,
)


def moved_to(text: str) -> str | None:
    """To when; None: it says no such thing."""
    found = _RULE.fullmatch(text)
    return found["when"] if found else None


_COUNT = rf"(?P<count>anderhalf|anderhalve|half|halve|[0-9]{{1,2}}|{any_of(NUMBERS)}|een|één|an?)"
_HALF = {"half": 0.5, "halve": 0.5, "anderhalf": 1.5, "anderhalve": 1.5}
_UNITS = {
    "minutes": (timedelta(minutes=1), r"min(?:uut|uten|utes?)?\.?"),
    "quarters": (timedelta(minutes=15), r"kwartier(?:tje)?"),
    "hours": (timedelta(hours=1), r"(?:uur(?:tje)?|hours?)"),
    "days": (timedelta(days=1), r"(?:dag(?:en)?|days?)"),
    "weeks": (timedelta(weeks=1), r"(?:week|weken|weeks?)"),
}
_BY = re.compile(
    rf"\s*{_PLEASE}(?:(?:{_IT}\s+)?{_MOVES}\s+)?(?:{_IT}\s+)?(?:(?:kan|mag|moet|wordt|is|can be|is now)\s+)?(?:maar\s+)?(?:an? |een )?{_COUNT}\s*(?:an )?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, (_, words) in _UNITS.items())
    + r")\s+(?P<way>op|later|eerder|vroeger|earlier|sooner|naar (?:achter|voren?|later|eerder)|naar achteren|back|forward)"
    r"(?:\s+(?:graag|please|svp|s\.v\.p\.))?\s*[?.!]*\s*",
    re.IGNORECASE,
)
_AFTER = {"op", "later", "naar achter", "naar achteren", "naar later", "back"}


_MOVED = re.compile(rf"\s*{_PLEASE}(?:{_MOVES}\b|{_IT}\b)", re.IGNORECASE)


def moves_by(text: str) -> bool:
    """Whether it says how much something is moved: "schuif het een week op", "een uur later" alone doesn't say that."""
    return _MOVED.match(text) is not None and _BY.fullmatch(text) is not None


def shifted(text: str, start: datetime | None, at: time | None) -> str | None:
    """To when, by what it says of how much: "een uur later" of what is on 1 April at three is "2026-04-01 16:00".

    start: when it is now, on the clock there. at: its hour; None: it has none. None: it says no such thing, or hours of
    what has none.
    """
    found = _BY.fullmatch(text) if start else None
    if found is None or start is None:
        return None
    count = found["count"].casefold()
    many = _HALF.get(count) or (int(count) if count.isdecimal() else NUMBERS.get(count, 1))
    unit = next(step for name, (step, _) in _UNITS.items() if found[name])
    by = many * unit if found["way"].casefold() in _AFTER else -many * unit
    if at is None:
        return f"{start + by:%Y-%m-%d}" if by % timedelta(days=1) == timedelta(0) else None
    if by % timedelta(days=1) == timedelta(0):  # the same hour on the clock
        return f"{start + by:%Y-%m-%d %H:%M}"
    return f"{(start.astimezone(UTC) + by).astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"

"""Words that move something in; those for the new day and hour out: "schuif het op naar 1 april 15 uur"."""

import re

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

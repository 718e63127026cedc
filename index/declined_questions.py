"""Questions that no entry answers, by kind and subject: declined/<language>.toml in, what is fitted on and what is held out, out."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "declined"
HELD_OUT = 4  # one subject of so many is held out of all fitting and training, so that figures on it are honest


class Kind(StrEnum):
    """Why a question isn't ours."""

    HOMONYMS = "homonyms"  # our words, about something else: the sok that one knits
    NEIGHBOURS = "neighbours"  # schools and rules next to ours: hbo, havo, Flanders
    PARTICULAR = "particular"  # one event, person or school: who signed it in 2021
    ORDERS = "orders"  # something is to be said, written or pretended
    SOFTWARE = "software"  # a program that schools use
    SMALLTALK = "smalltalk"  # it isn't about anything
    OUTSIDE = "outside"  # another subject altogether


@dataclass(frozen=True, slots=True)
class Declined:
    """A question that is known to have no answer here."""

    text: str
    lang: str
    kind: Kind
    subject: str

    @property
    def is_held_out(self) -> bool:
        """Whether nothing may be fitted on it; all questions of a subject are, or none."""
        return part_of(self, HELD_OUT) == 0


def part_of(declined: Declined, parts: int) -> int:
    """Which of so many parts a question's subject is in."""
    return int(sha256(f"{declined.kind}/{declined.subject}".encode()).hexdigest(), 16) % parts


@cache
def load(folder: Path = FOLDER) -> tuple[Declined, ...]:
    """Every question, in the files' order. Raises ValueError for a kind that there isn't."""
    return tuple(
        Declined(text, path.stem, Kind(kind), subject)
        for path in sorted(folder.glob("??.toml"))
        for kind, subjects in tomllib.loads(path.read_text("utf-8")).items()
        for subject, texts in subjects.items()
        for text in texts
    )


def digest(folder: Path = FOLDER) -> str:
    """Of the files as they are now: what was worked out from others is out of date."""
    return sha256(b"\0".join(path.read_bytes() for path in sorted(folder.glob("??.toml")))).hexdigest()


@cache
def fitted() -> tuple[Declined, ...]:
    """Those that may be fitted and trained on."""
    return tuple(one for one in load() if not one.is_held_out)

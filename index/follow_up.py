"""A question and the one before it come in; whether it leans on that one, and what is meant then, goes out. Pure.

A question leans on the one before it by its shape: it is short, and begins with "en" or points at something with "dat".
Whether it really does, the search says (index/answering.py): one that is answered outright by itself stands on its
own, unless it is bare, and so does one that names something that no entry is about. Bare is too what says of nothing but
"dat" what it says: "moet dat elk jaar opnieuw?" has an entry by itself, and asks after what was spoken of.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from index.plain import courtesy_of
from index.ranking import Array

MAX_WORDS = 8  # of a question that leans; a longer one says itself what it is about
MAX_POINTING_WORDS = 12  # … of one whose subject only points back
SUBJECT_WORDS = 4  # from the beginning, among which the subject stands
MAX_FRAGMENT_WORDS = 4  # of one that shows it by beginning with a preposition alone
MAX_BARE_WORDS = 4  # of one that is read with what came before even where it is answered by itself: "wie betaalt dat?"
FOREIGN = 0.95  # probability that no entry is about what a follow-up names, above which only what is shown counts
FLOOR = 1e-4  # least probability that either text gives an entry: neither has the power to rule one out
STEP = " → "  # in what was understood, between a question and what was asked on top of it

_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that leans, by its shape, on the one before it."""

    query: str  # both in one, to be searched: what is new goes first
    understood: str  # both as they were asked, in their order; `before` of the next question
    names_something: bool  # "en bij kader?" does, "en daarna?" doesn't
    points: bool  # "wat kost dat?" does, "en bij kader?" doesn't
    is_bare: bool  # too short to stand on its own, whatever answers it, or about nothing but what it points back to


def follow_up(text: str, before: str) -> FollowUp | None:
    """What a plain text means after what was understood before it; None where it stands on its own, or nothing came before."""
    if not before or courtesy_of(text) is not None:
        return None
    body = _leads().sub("", text)
    words = _WORD.findall(body.casefold())
    points_back = bool(words) and _points_back(words)
    if not words or len(words) > (MAX_POINTING_WORDS if points_back else MAX_WORDS):
        return None
    is_marked = body != text or points_back or not _words("pointers").isdisjoint(words)
    if not is_marked and (len(words) > MAX_FRAGMENT_WORDS or words[0] not in _words("fragments")):
        return None
    names_something = not _words("functional", "pointers", "fragments").issuperset(words)
    if not names_something and body == text and "?" not in text:
        return None  # "daar", "dat is het": nothing is asked
    return replace(
        together(text, before, body),
        names_something=names_something,
        points=not _words("pointers").isdisjoint(_WORD.findall(text.casefold())),
        is_bare=points_back or (is_marked and len(words) <= MAX_BARE_WORDS),
    )


def together(text: str, before: str, body: str = "") -> FollowUp:
    """A plain text read with what was understood before it, as if it leaned on that; body: what of it is searched, all by default."""
    first, *others = before.split(STEP)
    last = others[-1:]  # of several follow-ups the latest is enough, and the first question is what all are about
    query, understood = " ".join([body or text, *last, first]), STEP.join([first, *last, text])
    return FollowUp(query, understood, names_something=True, points=False, is_bare=False)


def without_thanks(text: str) -> str:
    """A plain text less what it says of the answer before: "bedankt, en bij kader?"; one that is nothing else stays."""
    return _thanks().sub("", text)


def _points_back(words: Sequence[str]) -> bool:
    """Whether the subject is a word that points back: in "moet dat elk jaar?" it is, in "wie doet dat?" and "moet dat mbo dit?" not."""
    if words[0] in _words("subjects_themselves"):
        return False
    at = next((at for at, word in enumerate(words[:SUBJECT_WORDS]) if word in _words("subjects")), None)
    if at is None or (at and words[at - 1] in _words("persons", "fragments")):
        return False
    behind = words[at + 1 :]
    if words[at] in _words("stand_ins") and not _words("what_they_stand_in_for").isdisjoint(behind):
        return False
    return not behind or behind[0] in _words("functional", "pointers", "fragments", "no_nouns")


def weighed(confidences: Array, ids: Sequence[str], alone: Mapping[str, float]) -> Array:
    """Confidences in the entries found for both texts, multiplied by those that the text alone gives the same entries.

    An entry that answers a follow-up fits both: the words that are new, and the subject they lean on. What is left for
    "no entry answers" stays as it was.
    """
    odds = (confidences + FLOOR) * np.array([alone.get(name, 0.0) + FLOOR for name in ids])
    return np.asarray(odds * (confidences.sum() / odds.sum()) if len(ids) else odds)


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / "follow_up.toml").read_text("utf-8"))


@cache
def _words(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in _lists()[name])


@cache
def _thanks() -> re.Pattern[str]:
    said, joints = ("|".join(sorted(_lists()[name], key=len, reverse=True)) for name in ("thanks", "joints"))
    return re.compile(rf"^(?:(?:{said})(?:\s*[,.!;:]+\s*|\s+(?=(?:{joints})\b)))+(?=\w)", re.IGNORECASE)


@cache
def _leads() -> re.Pattern[str]:
    leads = "|".join(sorted(_lists()["leads"], key=len, reverse=True))
    return re.compile(rf"^(?:(?:{leads})\b[\s,:.]*)+(?=\w)", re.IGNORECASE)

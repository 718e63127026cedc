"""Clauses of an agreement in, what is said of each point of a checklist out: found, perhaps, or not, with the clause that shows it.

Nothing is called found without a clause that says it, by a confidence that was fitted on agreements with known points, and
none whose clause excludes the point, leaves it open or only names an annex that isn't there.
"""

import asyncio
import re
import tomllib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np

from index.checking.features import (
    FEATURES,
    Array,
    Bools,
    Sought,
    features,
    over,
    said_of,
    with_lessons,
    with_sounds,
    with_whole,
)
from index.checking.lessons import Lesson, lesson_of, told_besides
from index.encoder import Matrix
from knowledge.documents.clauses import Clause, Clauses
from knowledge.entry import AgreementKind, Entry
from knowledge.routes.route import profiles

NUMBERS = Path(__file__).with_name("numbers.toml")
WORDS = "words"  # under which the numbers without an encoder are kept
SHORTLIST = 12  # clauses a point that are looked at whole
MOST_WHOLE = 160  # … of all points together
# What is looked at of a point in all of a document: log odds of the clause and of the likeliest other one, how likely it is
# that clauses around it settle anything, and how much its words only seem to. The third tells where in a document
# something is agreed at all: between articles, and not in an annex or a story.
WHOLE = ("best", "second", "around", "seeming")
AROUND = 6  # clauses before and behind that count
SURELY = 3  # times that a route is spoken of, from which it is one that is registered
OTHER_KIND = 3  # how much more often the one kind of route has to be named than the other, to be what it is about
TITLES = 2  # headings of a document that may be what it calls itself
FEW_WORDS = 8  # besides what is to be filled in, with which a clause says something
FAR = 8.0  # log odds beyond which all is one
SURER = 0.15  # by which a fixed part has to be more likely than another point: nobody is to be told wrongly that it is there
LEAST_AROUND = 0.02  # added to what stands around, so that nothing is no more than very little
_BLANK = re.compile(r"\[[^\]]*\]|<[^<>]{2,60}>|\.{4,}|_{3,}|…{2,}|x{4,}", re.IGNORECASE)
_WORD = re.compile(r"\w{2,}")
_NUMBER = re.compile(r"^\W*\d{1,3}[.)]? · ")  # that a row begins with


class Verdict(StrEnum):
    """Whether a point stands in an agreement."""

    FOUND = "found"
    MAYBE = "maybe"
    MISSING = "missing"


class Doubt(StrEnum):
    """Why a clause that names a point may not settle it."""

    UNSURE = "unsure"  # it may be about something else
    EXCLUDED = "excluded"  # it says that nothing is agreed
    LATER = "later"  # it leaves it to a later day, or is to be filled in
    ELSEWHERE = "elsewhere"  # it only names an annex or document that isn't here
    PLANNED = "planned"  # it is a plan or a wish
    HINT = "hint"  # it tells who fills in a form what to write there


_TOLD_BY_WORDS = (Doubt.HINT, Doubt.EXCLUDED, Doubt.LATER, Doubt.PLANNED)  # each by patterns of its own in doubts.toml


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of a point."""

    point: tuple[Entry, ...]  # in its languages
    verdict: Verdict
    confidence: float  # in [0, 1]: how likely the clause settles the point, were there no doubt
    clause: Clause | None = None  # None where the point is missing
    doubt: Doubt | None = None  # of a point that may be there

    def entry(self, lang: str) -> Entry:
        """The point in a language, else in the first that it has."""
        return next((one for one in self.point if one.lang == lang), self.point[0])


@dataclass(frozen=True, slots=True)
class Checked:
    """An agreement, held against a checklist."""

    kind: AgreementKind
    findings: tuple[Finding, ...]  # obligatory points first, then in the order of the list
    pages: int  # 0 where the document has none
    clauses: int
    profiles: tuple[str, ...] = ()  # the codes of those that it names, in the order of the catalog
    is_kind_told: bool = True  # by its own words, or by whoever sent it; else the kind is guessed

    def is_obligatory(self, finding: Finding) -> bool:
        """Whether the explanations name the point as a fixed part of such an agreement."""
        return any(one.point is not None and self.kind in one.point.obligatory for one in finding.point)

    def with_verdict(self, verdict: Verdict) -> tuple[Finding, ...]:
        """The findings with that verdict, in their order."""
        return tuple(one for one in self.findings if one.verdict is verdict)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was fitted, see index/checking/fit.py."""

    weights: tuple[float, ...]  # by FEATURES, of a clause
    bias: float
    rough: tuple[float, ...]  # by FEATURES, of a clause that was not looked at whole: which of them are worth it
    whole: tuple[float, ...]  # by WHOLE, of a point in all of the document; the last is the bias
    found: float  # the least confidence of what is found
    maybe: float  # … and of what may be there
    lessons: Mapping[str, Lesson] = field(default_factory=dict)  # by the id of a point
    plain: tuple[
        float, ...
    ] = ()  # by FEATURES, of a point of which nothing was learned; as all others where there are none
    plain_bias: float = 0.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen of an agreement's clauses."""

    likely: Array  # (clauses, points) in [0, 1], as confidences has it; 0 of a clause that is not worth it
    seeming: Array  # (clauses, points): how much more its words only seem to settle anything


@cache
def numbers_of(encoder: str) -> Numbers | None:
    """The fitted numbers for an encoder, "words" for none; None where it was never fitted."""
    stored = tomllib.loads(NUMBERS.read_text("utf-8")).get(encoder)
    if stored is None:
        return None
    weights, rough, plain = (
        tuple(float(stored[key].get(name, 0.0)) for name in FEATURES) for key in ("weights", "rough", "plain")
    )
    whole = tuple(float(one) for one in stored["whole"])
    lessons = {
        point: lesson_of(one["steps"], float(one["scale"]), float(one["bias"]))
        for point, one in stored.get("lessons", {}).items()
    }
    bias, plain_bias, found, maybe = (float(stored[key]) for key in ("bias", "plain_bias", "found", "maybe"))
    return Numbers(weights, bias, rough, whole, found, maybe, lessons, plain, plain_bias)


def confidences(found: Array, numbers: Numbers, learned: Bools) -> Array:
    """(clauses, points) in [0, 1]; learned: (points,), of which it is known what they sound like."""
    logits = found @ np.array(numbers.weights) + numbers.bias
    if numbers.plain and not learned.all():
        logits = np.where(learned, logits, found @ np.array(numbers.plain) + numbers.plain_bias)
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30))))


def taught(
    found: Array, rows: Sequence[int], texts: Sequence[str], vectors: Matrix, sought: Sought, numbers: Numbers
) -> Array:
    """Features of clauses that were looked at whole; texts[i] and row i of vectors are those of clause rows[i]."""
    whole = with_whole(with_sounds(found, rows, texts, sought), rows, vectors, sought)
    return with_lessons(whole, rows, told_besides(vectors, numbers.lessons, sought.ids))


def seeming_of(found: Array) -> Array:
    """(clauses, points) of features."""
    return found[:, :, FEATURES.index("seeming")]


def whole_features(likely: Array, seeming: Array) -> Array:
    """(clauses, points, WHOLE) of (clauses, points) each: of each clause, were it the one that shows the point."""
    odds = _log_odds(likely)
    order = np.sort(odds, axis=0)
    best = order[-1:] if len(odds) else np.empty((0, odds.shape[1]))
    second = order[-2:-1] if len(odds) > 1 else np.full_like(best, -FAR)
    found = np.zeros((*odds.shape, len(WHOLE)))
    found[:, :, 0] = odds
    found[:, :, 1] = np.where(odds == best, second, best)
    found[:, :, 2] = _around(likely)[:, None]
    found[:, :, 3] = seeming
    return found


def _around(likely: Array) -> Array:
    """(clauses,): the log of how likely it is, on average, that a clause near each settles any point.

    A clause that is the whole document has none near it that would speak against it: it goes by itself.
    """
    settles = likely.max(axis=1, initial=0.0)
    many = len(settles)
    if many == 1:
        return np.asarray(np.log(settles + LEAST_AROUND))
    upto = np.concatenate([[0.0], np.cumsum(settles)])
    start, end = np.maximum(0, np.arange(many) - AROUND), np.minimum(many, np.arange(many) + AROUND + 1)
    others = np.maximum(0.0, upto[end] - upto[start] - settles)
    return np.asarray(np.log(others / np.maximum(1, end - start - 1) + LEAST_AROUND))


def settled(likely: Array, seeming: Array, numbers: Numbers) -> Array:
    """(clauses, points) in [0, 1]: how likely a point is there, were that clause what shows it."""
    odds = whole_features(likely, seeming) @ np.array(numbers.whole[:-1]) + numbers.whole[-1]
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30))))


def _log_odds(likely: Array) -> Array:
    return np.asarray(np.clip(np.log(np.maximum(likely, 1e-9) / np.maximum(1 - likely, 1e-9)), -FAR, FAR))


def shortlist(found: Array, numbers: Numbers) -> list[int]:
    """The rows of the clauses that are worth to be looked at whole."""
    likely = found @ np.array(numbers.rough)
    best: dict[int, float] = {}
    for point in range(likely.shape[1]):
        for row in np.argsort(-likely[:, point], kind="stable")[:SHORTLIST]:
            best[int(row)] = max(best.get(int(row), -np.inf), float(likely[row, point]))
    return sorted(sorted(best, key=lambda row: -best[row])[:MOST_WHOLE])


def judge(clauses: Clauses, looked: Looked, sought: Sought, numbers: Numbers, kind: AgreementKind) -> Checked:
    """The findings of an agreement of a kind."""
    annexes = annexes_of(clauses)
    is_plan = is_of_intent(clauses)
    likely = settled(looked.likely, looked.seeming, numbers)
    doubts: dict[int, Doubt | None] = {}  # by row, of the clauses that may show any point

    def doubt(row: int) -> Doubt | None:
        if row not in doubts:
            doubts[row] = doubt_of(clauses.found[row], annexes) or (Doubt.PLANNED if is_plan else None)
        return doubts[row]

    findings = []
    for at, point in enumerate(sought.points):
        if not any(one.point is not None and kind in one.point.kinds for one in point):
            continue
        is_fixed = any(one.point is not None and kind in one.point.obligatory for one in point)
        asked = replace(numbers, found=numbers.found + SURER) if is_fixed else numbers
        findings.append(_finding(point, clauses.found, likely[:, at], asked, doubt))
    checked = Checked(kind, tuple(findings), clauses.pages, len(clauses.found), profiles_of(clauses))
    ordered = sorted(findings, key=lambda one: not checked.is_obligatory(one))
    return replace(checked, findings=tuple(ordered))


def _finding(
    point: tuple[Entry, ...],
    clauses: Sequence[Clause],
    likely: Array,
    numbers: Numbers,
    doubt_at: Callable[[int], Doubt | None],
) -> Finding:
    order = [int(row) for row in np.argsort(-likely, kind="stable") if likely[row] >= numbers.maybe]
    for row in order:
        if likely[row] < numbers.found:
            break
        if doubt_at(row) is None:
            return Finding(point, Verdict.FOUND, float(likely[row]), clauses[row])
    if not order:
        return Finding(point, Verdict.MISSING, float(likely.max(initial=0.0)))
    doubt = doubt_at(order[0]) or Doubt.UNSURE
    return Finding(point, Verdict.MAYBE, float(likely[order[0]]), clauses[order[0]], doubt)


# --- doubts


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    stored = tomllib.loads(Path(__file__).with_name("doubts.toml").read_text("utf-8"))
    listed = {name: value if isinstance(value, list) else [value] for name, value in stored.items() if name != "kinds"}
    return {name: tuple(re.compile(one, re.IGNORECASE) for one in found) for name, found in listed.items()}


@cache
def _kinds() -> Mapping[str, re.Pattern[str]]:
    stored = tomllib.loads(Path(__file__).with_name("doubts.toml").read_text("utf-8"))["kinds"]
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in stored.items()}


def kind_told(clauses: Clauses) -> tuple[AgreementKind, bool]:
    """(what an agreement is for, whether its own words say so): without a registered route where they say nothing of one."""
    patterns = _kinds()
    texts = [*clauses.headings, *(clause.text for clause in clauses.found)]
    if any(patterns["denied"].search(text) for text in texts):
        return AgreementKind.WITHOUT, True
    said = {name: sum(len(patterns[name].findall(text)) for text in texts) for name in ("glr", "dlr", "perhaps")}
    if said["glr"] and said["glr"] * OTHER_KIND >= said["dlr"]:
        return AgreementKind.GLR, said["glr"] >= said["dlr"]
    if said["dlr"]:
        return AgreementKind.DLR, True
    if said["perhaps"]:
        return AgreementKind.DLR, said["perhaps"] >= SURELY
    return AgreementKind.WITHOUT, False


def profiles_of(clauses: Clauses) -> tuple[str, ...]:
    """The codes of the profiles that a document names, by code or in full."""
    text = "\n".join((*clauses.headings, *(clause.text for clause in clauses.found)))
    return tuple(code for code, pattern in _profiles().items() if pattern.search(text))


@cache
def _profiles() -> Mapping[str, re.Pattern[str]]:
    """A code is told by its capitals; a name by its words, whichever marks stand between them."""
    found = {}
    for code, profile in profiles().items():
        words = [re.findall(r"(?!(?:en|and)\b)\b\w+", name) for name in profile.labels.values()]
        names = [r"\W+(?:(?:en|and)\W+)?".join(one) for one in words]
        if code == code.capitalize():  # a word of every day, such as a colour
            names = [rf"(?:vmbo|profiel|sector|profile)\W+{name}" for name in names]
            found[code] = re.compile("|".join(rf"\b(?i:{name})\b" for name in names))
        else:
            found[code] = re.compile("|".join([rf"\b{re.escape(code)}\b", *(rf"\b(?i:{name})\b" for name in names)]))
    return found


def annexes_of(clauses: Clauses) -> frozenset[str]:
    """The annexes that are in the document itself, by their names in small letters."""
    [annex] = _patterns()["annex"]
    named = (annex.match(heading.strip()) for heading in clauses.headings)
    return frozenset((match["name"] or "").lower() for match in named if match)


def is_of_intent(clauses: Clauses) -> bool:
    """Whether a document calls itself a declaration of intent, which settles nothing, whatever stands in it."""
    [intent] = _patterns()["intent"]
    return any(intent.search(heading) for heading in clauses.headings[:TITLES])


def doubt_of(clause: Clause, annexes: frozenset[str]) -> Doubt | None:
    """Why a clause that names a point may not settle it; None where it does."""
    patterns, text = _patterns(), _NUMBER.sub("", clause.cell or clause.text)
    for doubt in _TOLD_BY_WORDS:
        if any(pattern.search(text) for pattern in patterns[doubt]):
            return doubt
    over_it = clause.heading.rpartition(" › ")[2]
    [left_out], [reasons] = patterns["left_out"], patterns["reasons"]
    if left_out.search(over_it):
        return Doubt.EXCLUDED
    if reasons.search(f"{over_it} {clause.lead}") or reasons.match(text):
        return Doubt.UNSURE
    [defines], [glossary], [past] = patterns["defines"], patterns["glossary"], patterns["past"]
    if past.search(text) or (defines.search(text) and glossary.search(f"{clause.heading} {clause.lead}")):
        return Doubt.UNSURE
    if "[" in text and _BLANK.search(text) and len(_WORD.findall(_BLANK.sub(" ", text))) < FEW_WORDS:
        return Doubt.LATER
    if any(pattern.search(text) for pattern in patterns["elsewhere"]):
        return Doubt.ELSEWHERE
    [annex] = patterns["annex"]
    if (match := annex.search(text)) and (match["name"] or "").lower() not in annexes:
        is_bare = any(pattern.search(text[: match.start()]) for pattern in patterns["refers"])
        if is_bare and not any(pattern.search(text[: match.start()]) for pattern in patterns["adds"]):
            return Doubt.ELSEWHERE
    return None


# --- with an encoder

Vectors = Callable[[Sequence[str]], Awaitable[Matrix | None]]
Progress = Callable[[int, int], None]  # (clauses that are done with, clauses)
STEP = 20  # clauses between two signs of progress


async def look(
    clauses: Clauses,
    sought: Sought,
    numbers: Numbers,
    firsts: Vectors,
    wholes: Vectors,
    progress: Progress | None = None,
) -> Looked:
    """How likely each clause settles each point. firsts, wholes: vectors of texts that nobody keeps."""
    texts = [said_of(clause) for clause in clauses.found]
    names = [name for name in dict.fromkeys(over(clause) for clause in clauses.found) if name]
    if sought.vectors is None:
        return await asyncio.to_thread(_by_words, clauses.found, texts, sought, numbers)
    matrix = await firsts(texts) if texts else None
    over_them = await firsts(names) if names else None
    headings = dict(zip(names, over_them, strict=True)) if over_them is not None else {}
    found = await asyncio.to_thread(features, clauses.found, matrix, headings, sought)  # others ask meanwhile
    rows = shortlist(found, numbers)
    parts = []
    for start in range(0, len(rows), STEP):
        if progress:
            progress(rows[start] + 1, len(texts))
        parts.append(await wholes([texts[row] for row in rows[start : start + STEP]]))
    told = [part for part in parts if part is not None]
    if len(told) < len(parts) or not told:
        sounding = await asyncio.to_thread(with_sounds, found, range(len(texts)), texts, sought)
        return looked(sounding, range(len(texts)), sought, numbers)
    worth = [texts[row] for row in rows]
    whole = await asyncio.to_thread(taught, found, rows, worth, np.concatenate(told), sought, numbers)
    return looked(whole, rows, sought, numbers)


def looked(found: Array, rows: Sequence[int], sought: Sought, numbers: Numbers) -> Looked:
    """What features say of the clauses of some rows, which are those that were worth it."""
    likely = np.zeros(found.shape[:2])
    likely[list(rows)] = confidences(found, numbers, sought.learned)[list(rows)]
    return Looked(likely, seeming_of(found))


def _by_words(clauses: Sequence[Clause], texts: Sequence[str], sought: Sought, numbers: Numbers) -> Looked:
    found = with_sounds(features(clauses, None, {}, sought), range(len(texts)), texts, sought)
    return looked(found, range(len(texts)), sought, numbers)

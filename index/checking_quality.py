"""How well points are found in agreements that were made for it: fitted on some, measured on others that no number has seen.

tests/agreements/ holds agreements as people write them. Behind a line stands which points it settles, and behind "not:"
which it only seems to; the last line says what kind it is. "open" is what the numbers are fitted on, each agreement measured by those fitted on others;
"held" is held out from the fit, from the ways of putting a point and from the patterns of doubt; "fresh" was written later,
long agreements among it, and is held out from the fit alone: patterns of doubt were added after it was first measured.
"unseen" was written after that, and nothing that tells a point was changed for what stands in it.
Agreements that are written to see how well it does on new ones go to "open" where anything is changed for what stands in them, else to "held".
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.table import Table

from index.checking import (
    NUMBERS,
    WHOLE,
    WORDS,
    Checked,
    Doubt,
    Numbers,
    Verdict,
    annexes_of,
    confidences,
    doubt_of,
    ids_of,
    judge,
    kind_told,
    numbers_of,
    shortlist,
    whole_features,
)
from index.clause_features import (
    BY_WORDS,
    FEATURES,
    MISS,
    OF_WHOLE,
    STATIC,
    Array,
    Sought,
    features,
    over,
    said_of,
    ways_of,
    with_lessons,
    with_whole,
)
from index.console import for_people
from index.encoder import Encoder, Matrix
from index.lessons import Lesson, learned, told_besides
from knowledge.clauses import Clause, Clauses, clauses_of
from knowledge.documents import markdown_document
from knowledge.entry import AgreementKind, Entry
from knowledge.folder import CONTENT, read_folder

FOLDER = Path(__file__).parents[1] / "tests" / "agreements"
ACCEPTED = FOLDER / "accepted.toml"
SLACK = 0.01  # by which an accepted figure lies below the measured one
LESS_IS_BETTER = ("false_obligatory",)
OPEN, HELD, FRESH, UNSEEN = "open", "held", "fresh", "unseen"
PENALTY = 0.03  # pulls weights to 0: there are some hundreds of clauses to learn from
ROUNDS = 40
FOLDS = 4
PRECISE = 0.975  # of what is found in agreements that the weights haven't seen, half of them traps; the ways were made with them in sight
PRECISE_ALONE = 0.97  # … where words alone judge, of which less can be told
LEAST_FOUND = 0.4
WHOLE_PENALTY = 1.0
LIKE_DIGITS = 9
LEAST_PART = 12  # characters of a clause that is told by the line that it is a part of
SEEN = 0.97  # the share of what is there that is found, or that may be
_TAG = re.compile(r"\s*<!--\s*(.*?)\s*-->")
COMMENT = """# Fitted numbers by encoder, with which clauses are weighed; made from tests/agreements/open by `make evaluate WRITE=1`,
# see index/checking_quality.py. found, maybe: the least confidence of each."""


@dataclass(frozen=True, slots=True)
class Gold:
    """An agreement of which is known what stands in it."""

    name: str
    kind: AgreementKind
    clauses: Clauses
    settled: Mapping[str, tuple[str, ...]]  # the lines that settle a point, made plain, by the end of its id
    seeming: Mapping[str, tuple[str, ...]]  # … that only seem to


@dataclass(frozen=True, slots=True)
class Example:
    """An agreement, compared with the checklist."""

    gold: Gold
    features: Array  # (clauses, points, FEATURES), without what lessons add
    rows: tuple[int, ...]  # of the clauses that were looked at whole; the others are not judged
    settles: Array  # (clauses, points): 1 where a clause settles a point, nan where one of several cells does
    seems: Array  # (clauses, points): 1 where a clause only seems to
    vectors: Matrix | None  # (clauses, dimension); None where words alone judge
    points: tuple[str, ...]  # the ids of all that is sought
    asked: tuple[int, ...]  # the points of its kind of agreement


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over points."""

    found: int = 0  # called found
    right: int = 0  # … which are there
    there: int = 0
    seen: int = 0  # of those that are there: found, or perhaps
    quoted: int = 0  # of the right ones: with a clause that settles it

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0

    @property
    def seen_share(self) -> float:
        return self.seen / self.there if self.there else 1.0


def load(half: str, folder: Path = FOLDER) -> tuple[Gold, ...]:
    """The agreements of a half, by name; none where the tests are not there."""
    return tuple(read(path.stem, path.read_text("utf-8")) for path in sorted((folder / half).glob("*.md")))


def read(name: str, text: str) -> Gold:
    """An agreement without its marks, and what they say."""
    *lines, last = text.rstrip("\n").split("\n")
    kind = AgreementKind(_TAG.sub(r"\1", last).removeprefix("kind:").strip())
    settled: dict[str, list[str]] = {}
    seeming: dict[str, list[str]] = {}
    for line in lines:
        for mark in _TAG.findall(line):
            into = seeming if mark.startswith("not:") else settled
            for point in mark.removeprefix("not:").split(","):
                into.setdefault(point.strip(), []).append(_plain(_TAG.sub("", line)))
    document = markdown_document("\n".join(_TAG.sub("", line) for line in lines), "nl")
    told = ({point: tuple(found) for point, found in one.items()} for one in (settled, seeming))
    return Gold(name, kind, clauses_of(document.blocks), *told)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _is_of(clause: str, line: str) -> bool:
    """Whether a clause is a line or a part of it, both made plain; a word or two are part of many."""
    return bool(clause) and (line in clause or (len(clause) >= LEAST_PART and clause in line))


def short_id(point: str) -> str:
    """The end of a point's id, by which the agreements name it."""
    return point.rpartition("/")[2]


def example(gold: Gold, sought: Sought, encoder: Encoder | None, numbers: Numbers | None) -> Example:
    """An agreement compared; without numbers all its clauses are looked at whole, to fit on."""
    clauses = gold.clauses.found
    found, vectors = compared(clauses, sought, encoder)
    rows = tuple(range(len(clauses)))
    if encoder is not None and numbers is not None:
        rough = found.copy()
        rough[:, :, [FEATURES.index(name) for name in OF_WHOLE]] = 0.0
        rows = tuple(shortlist(rough, numbers))
    settles, seems = np.zeros(found.shape[:2]), np.zeros(found.shape[:2])
    for at, point in enumerate(sought.points):
        name = short_id(point[0].id)
        lines, others = gold.settled.get(name, ()), gold.seeming.get(name, ())
        for row, clause in enumerate(clauses):
            text = _plain(clause.text)
            if any(_is_of(text, line) for line in lines):
                settles[row, at] = np.nan if clause.cell else 1.0
            elif any(_is_of(text, line) for line in others):
                seems[row, at] = 1.0
        _mark_cells(settles[:, at], clauses, found[:, at])
    asked = tuple(
        at for at, point in enumerate(sought.points) if any(one.point and gold.kind in one.point.kinds for one in point)
    )
    return Example(gold, found, rows, settles, seems, vectors, tuple(ids_of(sought)), asked)


def _mark_cells(settles: Array, clauses: Sequence[Clause], found: Array) -> None:
    """Of the cells of each row that settles a point, the one that is most like it; which it is, nobody marks.

    settles: (clauses,), of one point; found: (clauses, FEATURES).
    """
    like = found[:, [FEATURES.index(name) for name in ("whole", "parts", "heading_parts")]].sum(axis=1)
    like = like.round(LIKE_DIGITS)  # of cells that are as like it the first, in whichever order their words were summed
    best: dict[str, int] = {}  # by row
    for row in np.flatnonzero(np.isnan(settles)).tolist():
        text = clauses[row].text
        if text not in best or like[row] > like[best[text]]:
            best[text] = row
    settles[list(best.values())] = 1.0


# --- fitting


@dataclass(frozen=True, slots=True)
class Noise:
    """Clauses on schools that settle no point, as a long document is full of."""

    beside: Array  # (clauses, points, FEATURES): that the weights are fitted on
    among: Array  # … and others, among which agreements are put
    vectors: tuple[Matrix | None, Matrix | None] = (
        None,
        None,
    )  # (clauses, dimension) of both; None where words alone judge


def noise_clauses(part: int) -> tuple[Clause, ...]:
    """A third of the sentences of the activities that ship: 0, 1 or 2. They are about schools, and settle nothing."""
    entries = [entry for entry in read_folder(CONTENT).entries if entry.activity]
    mine = [entry for at, entry in enumerate(sorted(entries, key=lambda entry: entry.id)) if at // 2 % 3 == part]
    return tuple(
        clause for entry in mine for clause in clauses_of(markdown_document(entry.body, entry.lang).blocks).found
    )


def noise_of(sought: Sought, encoder: Encoder | None) -> Noise:
    """What the fit needs of it."""
    (beside, first), (among, second) = (compared(noise_clauses(part), sought, encoder) for part in (0, 1))
    return Noise(beside, among, (first, second))


def compared(clauses: Sequence[Clause], sought: Sought, encoder: Encoder | None) -> tuple[Array, Matrix | None]:
    """((clauses, points, FEATURES), (clauses, dimension)), each clause looked at whole."""
    texts = [said_of(clause) for clause in clauses]
    if encoder is None:
        return features(clauses, None, {}, sought), None
    names = sorted({over(clause) for clause in clauses} - {""})
    headings = dict(zip(names, encoder.encode_first(names), strict=True))
    found = features(clauses, encoder.encode_first(texts), headings, sought)
    vectors = encoder.encode_queries(texts)
    return with_whole(found, range(len(texts)), vectors, sought), vectors


def fit(
    examples: Sequence[Example], noise: Noise, names: Iterable[str] = FEATURES, precise: float = PRECISE
) -> Numbers:
    """Weights under which the clauses that settle points are likeliest; the rest by agreements that those haven't seen.

    Each agreement is there twice: as it is, and among the clauses of a long document that settle nothing.
    What lessons add to each is by lessons of others.
    """
    taught, lessons = _lessons(examples, noise, None), [_lessons(examples, noise, at) for at in range(FOLDS)]
    examples = [
        replace(one, features=_added(one.features, one.vectors, lessons[at % FOLDS], one.points))
        for at, one in enumerate(examples)
    ]
    points = examples[0].points
    among = [_added(noise.among, noise.vectors[1], one, points) for one in lessons]
    noise = replace(noise, beside=_beside(noise, lessons, points))
    weights, bias = _weights(examples, noise, names)
    rough, _ = _weights(examples, noise, [name for name in names if name in STATIC])
    unseen = [_weights(_others(examples, at), noise, names) for at in range(FOLDS)]
    looked: list[_Looked] = []
    for at, one in enumerate(examples):
        own, others = (_confidences(found, unseen[at % FOLDS]) for found in (one.features, among[at % FOLDS]))
        clear = np.array([doubt is None for doubt in doubts_of(one.gold.clauses)], dtype=bool)
        for likely, is_clear in ((own, clear), _among(own, clear, others)):
            looked.append(_Looked(at % FOLDS, whole_features(likely), is_clear, one))
    whole = _whole(looked)
    told, right = [], []
    for fold in range(FOLDS):
        fitted = _whole([seen for seen in looked if seen.fold != fold])
        for held in looked:
            if held.fold == fold:
                best, is_there = held.best(fitted)
                told.append(1 / (1 + np.exp(-(best @ fitted[:-1] + fitted[-1]))))
                right.append(is_there)
    found, maybe = _thresholds(told, right, precise)
    return Numbers(weights, bias, rough, tuple(whole.tolist()), found, maybe, taught)


def _lessons(examples: Sequence[Example], noise: Noise, fold: int | None) -> dict[str, Lesson]:
    """What agreements of other folds teach beside the ways, those of all where there is none; {} where words alone judge."""
    one_in = np.arange(len(noise.beside)) % FOLDS
    parts = [
        (one.vectors, one.features, np.where(one.seems > 0, MISS, np.nan_to_num(one.settles)))
        for one in (examples if fold is None else _others(examples, fold))
    ]
    if noise.vectors[0] is not None:
        kept = one_in != fold
        parts.append((noise.vectors[0][kept], noise.beside[kept], np.zeros(noise.beside[kept].shape[:2])))
    vectors = [part for part, _, _ in parts if part is not None]
    if len(vectors) < len(parts):
        return {}
    left = np.concatenate([targets - found[:, :, FEATURES.index("taught")] for _, found, targets in parts])
    return learned(np.concatenate(vectors), left, examples[0].points)


def _added(found: Array, vectors: Matrix | None, lessons: Mapping[str, Lesson], points: Sequence[str]) -> Array:
    if vectors is None:
        return found
    return with_lessons(found, range(len(found)), told_besides(vectors, lessons, points))


def _beside(noise: Noise, lessons: Sequence[Mapping[str, Lesson]], points: Sequence[str]) -> Array:
    """What the weights are fitted on, each clause by lessons that it is no part of."""
    found = noise.beside.copy()
    for fold, one in enumerate(lessons):
        found[fold::FOLDS] = _added(noise.beside, noise.vectors[0], one, points)[fold::FOLDS]
    return found


@dataclass(frozen=True, slots=True)
class _Looked:
    """An agreement by itself or among other clauses, by weights that haven't seen it."""

    fold: int
    whole: Array  # (clauses, points, WHOLE)
    clear: npt.NDArray[np.bool_]  # (clauses,): where nothing speaks against a clause
    example: Example

    def best(self, fitted: Array) -> tuple[Array, Array]:
        """(features of the clause that shows each point likeliest, whether it does), of the points of its kind."""
        odds = np.where(self.clear[:, None], self.whole @ fitted[:-1], -np.inf)
        at = np.array(self.example.asked, dtype=np.intp)
        rows = odds[:, at].argmax(axis=0)
        settled = np.asarray(self.example.settles.any(axis=0))
        settles = settled[at] & (rows < len(self.example.settles))
        return self.whole[rows, at], settles.astype(float)


def _whole(looked: Sequence[_Looked]) -> Array:
    """Weights by WHOLE: first for the likeliest clause of each point, then for the one that those make the likeliest."""
    fitted = np.append(np.eye(len(WHOLE))[0], 0.0)
    for _ in range(2):
        pairs = [one.best(fitted) for one in looked]
        rows, right = (np.concatenate(part) for part in zip(*pairs, strict=True))
        fitted = _logistic(rows, right, WHOLE_PENALTY)
    return fitted


def _among(own: Array, clear: npt.NDArray[np.bool_], others: Array) -> tuple[Array, npt.NDArray[np.bool_]]:
    """An agreement in front of clauses that settle nothing."""
    return np.concatenate([own, others]), np.concatenate([clear, np.ones(len(others), dtype=bool)])


def doubts_of(clauses: Clauses) -> list[Doubt | None]:
    """Of each clause, why it may not settle what it names."""
    annexes = annexes_of(clauses)
    return [doubt_of(clause, annexes) for clause in clauses.found]


def crossed(examples: Sequence[Example], noise: Noise, names: Iterable[str] = FEATURES) -> list[Numbers]:
    """For each agreement numbers that were fitted on others."""
    fitted = [fit(_others(examples, at), noise, names) for at in range(FOLDS)]
    return [fitted[at % FOLDS] for at in range(len(examples))]


def _others(examples: Sequence[Example], fold: int) -> list[Example]:
    return [one for at, one in enumerate(examples) if at % FOLDS != fold]


def _confidences(found: Array, fitted: tuple[tuple[float, ...], float]) -> Array:
    return confidences(found, Numbers(*fitted, (), (), 1.0, 1.0))


def _weights(examples: Sequence[Example], noise: Noise, names: Iterable[str]) -> tuple[tuple[float, ...], float]:
    kept = [FEATURES.index(name) for name in names]
    parts = [*(one.features for one in examples), noise.beside]
    rows = np.concatenate([part.reshape(-1, len(FEATURES)) for part in parts])[:, kept]
    settles = np.concatenate([one.settles.reshape(-1) for one in examples])
    targets = np.concatenate([settles, np.zeros(len(rows) - len(settles))])
    is_told = ~np.isnan(targets)
    found = _logistic(rows[is_told], targets[is_told], PENALTY * len(rows) / 100)
    weights = np.zeros(len(FEATURES))
    weights[kept] = found[:-1]
    return tuple(weights.tolist()), float(found[-1])


def _logistic(rows: Array, targets: Array, penalty: float) -> Array:
    """(columns + 1,): weights and bias by ridge-penalised logistic regression, in steps of Newton's.

    Columns are scaled to what they vary by, and the weights are for them as they are given.
    """
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    scaled = np.hstack([(rows - mean) / scale, np.ones((len(rows), 1))])
    found = np.zeros(scaled.shape[1])
    held_back = np.append(np.full(rows.shape[1], penalty), 0.0)
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-np.clip(scaled @ found, -30, 30)))
        slope = scaled.T @ (likely - targets) + held_back * found
        bend = (scaled * (likely * (1 - likely))[:, None]).T @ scaled + np.diag(held_back + 1e-9)
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    weights = found[:-1] / scale
    return np.append(weights, found[-1] - (weights * mean).sum())


def _thresholds(told: Sequence[Array], targets: Sequence[Array], precise: float) -> tuple[float, float]:
    """(the least confidence from which what is found is as precise as it has to be, that at which most of what is there is seen)."""
    pairs = list(zip(np.concatenate(told).tolist(), np.concatenate(targets).astype(bool).tolist(), strict=True))
    ordered = sorted(pairs, reverse=True)
    found, right = 1.0, 0
    for many, (confidence, is_there) in enumerate(ordered, 1):
        right += is_there
        if right >= precise * many and confidence >= LEAST_FOUND:
            found = confidence
    there = sorted(confidence for confidence, is_there in pairs if is_there)
    maybe = there[int((1 - SEEN) * len(there))] if there else found
    return found, min(maybe, found)


def write(numbers: Mapping[str, Numbers], path: Path = NUMBERS) -> None:
    """Keep what ships."""
    lines = [COMMENT]
    for name, one in sorted(numbers.items()):
        whole = ", ".join(f"{value:.4f}" for value in one.whole)
        lines += ["", f'["{name}"]', f"bias = {one.bias:.4f}", f"whole = [{whole}]"]
        lines += [f"{key} = {getattr(one, key):.4f}" for key in ("found", "maybe")]
        for key, values in (("weights", one.weights), ("rough", one.rough)):
            told = ", ".join(f"{name} = {value:.4f}" for name, value in zip(FEATURES, values, strict=True) if value)
            lines.append(f"{key} = {{ {told} }}")
        if one.lessons:
            lines += ["", f'["{name}".lessons]']
        for point, lesson in sorted(one.lessons.items()):
            lines.append(
                f'"{point}" = {{ bias = {lesson.bias:.4f}, scale = {lesson.scale:.6f}, steps = "{lesson.kept()}" }}'
            )
    path.write_text("\n".join(lines) + "\n", "utf-8")


# --- measuring


def long_document(gold: Gold, sought: Sought, encoder: Encoder | None, numbers: Numbers) -> Example:
    """An agreement in front of the third of the noise that no number has seen."""
    clauses = replace(gold.clauses, found=(*gold.clauses.found, *noise_clauses(2)))
    return example(replace(gold, clauses=clauses), sought, encoder, numbers)


def judged(one: Example, sought: Sought, numbers: Numbers) -> Checked:
    """An agreement, as people see it judged."""
    likely = np.zeros(one.features.shape[:2])
    rows = list(one.rows)
    likely[rows] = confidences(_added(one.features, one.vectors, numbers.lessons, one.points), numbers)[rows]
    return judge(one.gold.clauses, likely, sought, numbers, one.gold.kind)


def score(found: Sequence[tuple[Example, Checked]]) -> tuple[dict[str, Score], dict[str, Score]]:
    """(scores by point, by kind of agreement); both have "all"."""
    by_point: dict[str, list[tuple[bool, bool, bool, bool]]] = {}
    by_kind: dict[str, list[tuple[bool, bool, bool, bool]]] = {}
    for one, checked in found:
        for finding in checked.findings:
            name = short_id(finding.point[0].id)
            lines = one.gold.settled.get(name, ())
            is_there = bool(lines)
            text = _plain(finding.clause.text) if finding.clause else ""
            is_quoted = any(_is_of(text, line) for line in lines)
            is_found = finding.verdict is Verdict.FOUND
            told = (is_found, is_there, is_there and finding.verdict is not Verdict.MISSING, is_found and is_quoted)
            for names, name_of in ((by_point, name), (by_point, "all"), (by_kind, str(checked.kind)), (by_kind, "all")):
                names.setdefault(name_of, []).append(told)
    return {name: _score(told) for name, told in by_point.items()}, {
        name: _score(told) for name, told in by_kind.items()
    }


def _score(told: Sequence[tuple[bool, bool, bool, bool]]) -> Score:
    return Score(
        found=sum(is_found for is_found, _, _, _ in told),
        right=sum(is_found and is_there for is_found, is_there, _, _ in told),
        there=sum(is_there for _, is_there, _, _ in told),
        seen=sum(is_seen for _, _, is_seen, _ in told),
        quoted=sum(is_quoted for _, _, _, is_quoted in told),
    )


def false_obligatory(found: Sequence[tuple[Example, Checked]]) -> list[str]:
    """Each obligatory point that is called found and isn't there."""
    return [
        f"{one.gold.name}: {short_id(finding.point[0].id)}"
        for one, checked in found
        for finding in checked.with_verdict(Verdict.FOUND)
        if checked.is_obligatory(finding) and short_id(finding.point[0].id) not in one.gold.settled
    ]


def kinds_told(golds: Sequence[Gold]) -> tuple[float, float]:
    """(the share of agreements whose kind their words tell for sure, the share of those of which that is right)."""
    told = [(kind is one.kind, is_sure) for one in golds for kind, is_sure in [kind_told(one.clauses)]]
    sure = [is_right for is_right, is_sure in told if is_sure]
    return len(sure) / max(1, len(told)), sum(sure) / max(1, len(sure))


def measured(points: Sequence[Entry], encoder: Encoder, *, is_written: bool) -> dict[str, float]:
    """What `evaluate` does, for the points of a folder."""
    vectors = encoder.encode_passages([way.text for way in ways_of(points)])
    sought, by_words = Sought(points, vectors, encoder.halves[0]), Sought(points, None, None)
    return evaluate(sought, by_words, encoder, is_written=is_written)


def worse_than_accepted(figures: Mapping[str, float]) -> list[str]:
    """A sentence for each figure that falls short of accepted.toml."""
    if not figures or not ACCEPTED.is_file():
        return []
    bounds = tomllib.loads(ACCEPTED.read_text("utf-8"))
    return [
        f"agreements: {name} is {figures[name]:.3f}, accepted is {bound}; find what changed, or accept it with `make evaluate WRITE=1`"
        for name, bound in bounds.items()
        if (figures[name] > bound if name in LESS_IS_BETTER else figures[name] < bound)
    ]


def accept(figures: Mapping[str, float]) -> None:
    """Hold later figures to today's."""
    if not figures:
        return
    lines = [
        "# How well points are to be found in agreements; made by `make evaluate WRITE=1`, a hundredth below what was measured."
    ]
    lines += [
        f"{name} = {value if name in LESS_IS_BETTER else max(0.0, value - SLACK):.3f}"
        for name, value in figures.items()
    ]
    ACCEPTED.write_text("\n".join(lines) + "\n", "utf-8")


def evaluate(sought: Sought, by_words: Sought, encoder: Encoder | None, *, is_written: bool) -> dict[str, float]:
    """Print how well points are found, and fit what ships where asked; the figures on what is held out. {} without agreements."""
    opened, held = load(OPEN), load(HELD)
    if not opened or not held:
        return {}
    name = encoder.name if encoder else WORDS
    seen = [example(one, sought, encoder, None) for one in opened]
    noise = noise_of(sought, encoder)
    if is_written:
        alone = [example(one, by_words, None, None) for one in opened]
        fitted = {WORDS: fit(alone, noise_of(by_words, None), BY_WORDS, PRECISE_ALONE)}
        fitted |= {name: fit(seen, noise)} if encoder else {}
        write(fitted)
        numbers_of.cache_clear()
    numbers = numbers_of(name)
    if numbers is None:
        return {}
    across = [(one, judged(one, sought, other)) for one, other in zip(seen, crossed(seen, noise), strict=True)]
    out = [(one, judged(one, sought, numbers)) for one in (example(gold, sought, encoder, numbers) for gold in held)]
    late = [
        (one, judged(one, sought, numbers)) for one in (example(gold, sought, encoder, numbers) for gold in load(FRESH))
    ]
    new = [
        (one, judged(one, sought, numbers))
        for one in (example(gold, sought, encoder, numbers) for gold in load(UNSEEN))
    ]
    long = [long_document(gold, sought, encoder, numbers) for gold in held]
    among = score([(one, judged(one, sought, numbers)) for one in long])[1]["all"]
    alone_numbers = numbers_of(WORDS)
    if alone_numbers is not None:
        told = [example(gold, by_words, None, None) for gold in held]
        words = score([(one, judged(one, by_words, alone_numbers)) for one in told])[1]["all"]
        for_people().print(
            f"points of agreements, words alone, held out: precision {words.precision:.3f}, recall {words.recall:.3f}"
        )
    _print(across, f"points of agreements, {len(seen)} each judged by numbers fitted on others")
    _print(out, f"points of agreements, {len(held)} held out")
    _print(late, f"points of agreements, {len(late)} written after the ways of putting, long ones among them")
    _print(
        new,
        f"points of agreements, {len(new)} written before anything was measured on them, that nothing was changed for",
    )
    for_people().print(
        f"the held-out ones among {len(noise_clauses(2))} clauses that settle nothing: precision {among.precision:.3f}, recall {among.recall:.3f}"
    )
    wrong = false_obligatory([*out, *late, *new])
    for_people().print(f"obligatory points called found that aren't there: {', '.join(wrong) or 'none'}")
    for title, golds in (("open and held", (*opened, *held)), ("the others", (*load(FRESH), *load(UNSEEN)))):
        share, right = kinds_told(golds)
        for_people().print(
            f"kinds of agreement, {title}: {share:.3f} are told from the words, {right:.3f} of those rightly"
        )
    for_people().print()
    whole = score(out)[1]["all"]
    return {
        "precision": whole.precision,
        "recall": whole.recall,
        "seen": whole.seen_share,
        "fresh_precision": score(late)[1]["all"].precision,
        "fresh_recall": score(late)[1]["all"].recall,
        "unseen_precision": score(new)[1]["all"].precision,
        "unseen_recall": score(new)[1]["all"].recall,
        "long_precision": among.precision,
        "long_recall": among.recall,
        "false_obligatory": float(len(wrong)),
    }


def _print(found: Sequence[tuple[Example, Checked]], title: str) -> None:
    table = Table(title=title, title_justify="left")
    for column in ("", "there", "found", "precision", "recall", "or perhaps", "rightly quoted"):
        table.add_column(column, justify="left" if not column else "right")
    by_point, by_kind = score(found)
    for name, one in (*sorted(by_kind.items()), *((name, one) for name, one in by_point.items() if name != "all")):
        quoted = one.quoted / one.right if one.right else 1.0
        cells = (f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.seen_share:.3f}", f"{quoted:.3f}")
        table.add_row(name, str(one.there), str(one.found), *cells)
    for_people().print(table)

"""Folders on another subject: numbers fitted for them on parts of what ships, and how well their questions are answered.

What counts in another folder is learned on a dozen practice folders that are on other subjects, asked as people ask who don't
know an organisation's words. Those are small; so some dozens of the shipped entries at a time, without their asks, stand for
larger ones. They are asked what they are asked here, and short questions made of words that only one of them holds; and what
none of them answers, of both kinds. The folders of tests/foreign/ only measure: nothing is fitted on them.
"""

import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index import evaluation, practice, snapshot
from index.calibrations import ELSEWHERE, WORDS_ALONE
from index.encoder import Encoder, Matrix
from index.fitting import Assumed, Example
from index.held import Held
from index.layout import Layout
from index.plain import plain, words_of
from index.questions import NOTHING, Asked
from index.ranking import Calibration
from index.snapshot import Snapshot
from index.tuning import Tuning
from knowledge.entry import Entry, Reading
from knowledge.folder import read_folder
from knowledge.passages import plain as without_marks
from knowledge.passages import split
from knowledge.spoken import FUNCTION_WORDS

FOLDER = Path(__file__).parent.parent / "tests" / "foreign"
LATER = FOLDER / "later"  # written when the numbers stood: short texts, asked in other words than they have
LAST = FOLDER / "last"  # written like the practice folders, by somebody who saw neither these nor any of the code
GROUPS = {
    "elsewhere": "another subject",
    "elsewhere_later": "… in other words",
    "elsewhere_last": "… written last",
    "elsewhere_pages": "… on pages of several",
}  # of folders that measure: what each is called
SIZES = (12, 25, 25, 40, 60, 100, 30, 18) * 2  # entries of each stand-in for a folder
ALIEN, NEAR = 0.25, 0.05  # questions on other subjects, and on other entries, for each that a stand-in answers
MADE = 2  # short questions made of each entry
# Asks don't help here, so options have to: "dat weet ik niet" costs more. What a wrong text costs that is shown where nothing
# answers, 5, is between what shows held-out practice folders most at once for no more of these than before (4), and next to
# none of these (6); docs/decisions/0067 has what other costs do.
ASSUMED = Assumed(cost_unknown=6.0, cost_not_ours=5.0, unanswerable=0.5)
STAND_IN = 0.01  # what a question to a stand-in counts for, of one to a practice folder
CERTAIN = 0.98  # the least confidence to answer outright: a folder that nobody has seen may be unlike those of the fit
RARE = 2  # entries of a stand-in that may hold a word that tells one from the others
SHORTEST = 5  # letters of such a word
FRAMES = {
    "nl": ("{}", "{}?", "is er een {}", "mag {}", "wat kost {}", "wanneer {}", "waar vind ik {}", "hoe zit het met {}"),
    "en": (
        "{}",
        "{}?",
        "is there a {}",
        "may I {}",
        "how much is {}",
        "when is {}",
        "where do I find {}",
        "what about {}",
    ),
}


def fit(encoder: Encoder | None, asked: Sequence[Asked], shipped: Snapshot, name: str) -> Calibration:
    """A calibration for folders on other subjects; name is that of the encoder, which is None where words alone serve."""
    return named(searched(encoder, asked, shipped).fitted(), name)


def named(fitted: Calibration, name: str) -> Calibration:
    """What was fitted, as it serves elsewhere beside the calibration of that name.

    What the subject of somebody's folder is, nobody has told: "that isn't ours" is never said of it.
    """
    thresholds = replace(fitted.thresholds, off_topic=0.0, answer=max(CERTAIN, fitted.thresholds.answer))
    return replace(fitted, encoder=ELSEWHERE.format(name), thresholds=thresholds)


def searched(encoder: Encoder | None, asked: Sequence[Asked], shipped: Snapshot) -> Tuning:
    """Questions searched in the practice folders and in the stand-ins, ready to be fitted on.

    Where there are practice folders, the stand-ins teach weights alone, and little.
    """
    queries = _Queries(encoder)
    texts, found = _practised(encoder, queries)
    others, stand_ins = _stood_in(encoder, queries, asked, shipped)
    if found:
        stand_ins = [replace(one, importance=STAND_IN, teaches_alone=True) for one in stand_ins]
    name = encoder.name if encoder is not None else WORDS_ALONE
    return Tuning(name, [*texts, *others], [*found, *stand_ins], (), (), (), (), assumed=ASSUMED)


def _practised(encoder: Encoder | None, queries: "_Queries") -> tuple[list[Asked], list[Example]]:
    """What is asked of the practice folders, and what is found."""
    texts: list[Asked] = []
    found: list[Example] = []
    for reading, some in practice.load().values():
        passages = [passage for entry in reading.entries for passage in split(entry)]
        vectors: Mapping[str, Matrix] = {}
        if encoder is not None:
            made = encoder.encode_passages([passage.text for passage in passages])
            vectors = dict(zip([passage.key for passage in passages], made, strict=True))
        texts += some
        found += evaluation.search(some, queries.of(some), _indexed(reading.entries, vectors, encoder))
    return texts, found


def _stood_in(
    encoder: Encoder | None, queries: "_Queries", asked: Sequence[Asked], shipped: Snapshot
) -> tuple[list[Asked], list[Example]]:
    """What is asked of the stand-ins, and what is found."""
    rng = random.Random(0)
    vectors = shipped.vectors_by_key()
    texts: list[Asked] = []
    found: list[Example] = []
    ids = sorted({entry.id for entry in shipped.reading.entries})
    present = sorted({entry.lang for entry in shipped.reading.entries})
    for size in SIZES:
        chosen = set(rng.sample(ids, min(size, len(ids))))
        langs = rng.choice([(lang,) for lang in present] + [tuple(present)])  # one language, or all
        spoken = [entry for entry in shipped.reading.entries if entry.lang in langs]
        entries = [replace(entry, asks=(), topics=()) for entry in spoken if entry.id in chosen]
        if not entries:
            continue
        there = _indexed(entries, vectors, encoder)
        others = [entry for entry in spoken if entry.id not in chosen]
        some = [*_of_these(asked, chosen, langs, rng), *_made(entries, others, rng)]
        texts += some
        found += evaluation.search(some, queries.of(some), there)
    return texts, found


class _Queries:
    """The vector of each question, made once."""

    def __init__(self, encoder: Encoder | None) -> None:
        self._encoder = encoder
        self._known: dict[str, Matrix] = {}

    def of(self, asked: Sequence[Asked]) -> Matrix | None:
        """(len(asked), dimension); None without an encoder."""
        if self._encoder is None:
            return None
        texts = [plain(one.text) for one in asked]
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.encode_queries([text])[0]
        return np.stack([self._known[text] for text in texts])


def _of_these(asked: Sequence[Asked], ids: set[str], langs: Sequence[str], rng: random.Random) -> Iterator[Asked]:
    """The tuning questions that these entries answer, and some that they don't."""
    spoken = [question for question in asked if question.lang in langs]
    own = [question for question in spoken if question.right in ids]
    alien = [question for question in spoken if question.right is None and question.style != "near_misses"]
    near = [replace(question, right=None) for question in spoken if question.right and question.right not in ids]
    yield from own
    yield from rng.sample(alien, min(len(alien), int(ALIEN * len(own))))
    yield from rng.sample(near, min(len(near), int(NEAR * len(own))))


def _made(entries: Sequence[Entry], others: Sequence[Entry], rng: random.Random) -> Iterator[Asked]:
    """Short questions of words that one of the entries holds, and of words that none of them does."""
    words = {entry: _words(entry) for entry in entries}
    holders = Counter(word for found in words.values() for word in found)
    for entry, found in words.items():
        yield from _short(entry, sorted(word for word in found if holders[word] <= RARE), entry.id, MADE, rng)
    for entry in rng.sample(list(others), min(len(others), len(entries))):
        yield from _short(entry, sorted(_words(entry) - holders.keys()), None, 1, rng)


def _short(entry: Entry, words: Sequence[str], right: str | None, count: int, rng: random.Random) -> Iterator[Asked]:
    if len(words) < 2 or entry.lang not in FRAMES:
        return
    for _ in range(count):
        told = " ".join(rng.sample(words, rng.choice((1, 1, 2))))
        yield Asked(rng.choice(FRAMES[entry.lang]).format(told), entry.lang, "made", right)


def _words(entry: Entry) -> set[str]:
    common = FUNCTION_WORDS["nl"] | FUNCTION_WORDS["en"]
    found = words_of(f"{entry.title} {without_marks(entry.body)}")
    return {word for word in found if len(word) >= SHORTEST and word not in common and not word.isdigit()}


def _indexed(entries: Sequence[Entry], vectors: Mapping[str, Matrix], encoder: Encoder | None) -> Snapshot:
    """A snapshot of entries whose passages have been embedded before; a title's vector serves the title alone."""
    reading, layout = Reading(tuple(entries), ()), Layout.of(entries)
    if encoder is None:
        return snapshot.build(reading, layout, None, None, (), is_elsewhere=True)
    matrix = Held.of(np.stack([vectors[passage.key] for passage in layout.passages]))
    return snapshot.build(reading, layout, matrix, None, encoder.halves, is_elsewhere=True)


def measured() -> dict[str, practice.Foreign]:
    """The folders that nothing is fitted on, by the group that they are in."""
    small, last = load(), practice.load(LAST)
    pages = {name: practice.on_pages(*folder) for name, folder in (small | last).items()}
    return dict(zip(GROUPS, (small, load(LATER), last, pages), strict=True))


def load(folder: Path = FOLDER) -> practice.Foreign:
    """Each foreign folder and what is asked of it, by its name; none where there are none."""
    return {
        path.stem: (read_folder(path.with_suffix("")), tuple(_asked(path))) for path in sorted(folder.glob("*.toml"))
    }


def _asked(path: Path) -> Iterator[Asked]:
    for lang, tables in tomllib.loads(path.read_text("utf-8")).items():
        for entry, texts in tables.items():
            for text in texts:
                yield Asked(text, "" if lang == NOTHING else lang, path.stem, None if lang == NOTHING else entry)

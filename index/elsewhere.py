"""Folders on another subject: numbers fitted for them on practice folders, and how well their questions are answered.

What counts in another folder is learned on some dozens of practice folders that are on other subjects, asked as people ask who
don't know an organisation's words. The folders of tests/foreign/ only measure: nothing is fitted on them.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index import evaluation, practice, snapshot, unanswered_fit
from index.calibrations import ELSEWHERE, WORDS_ALONE
from index.encoder import Encoder, Matrix
from index.fitting import Assumed, Example
from index.held import Held
from index.layout import Layout
from index.plain import plain
from index.questions import NOTHING, Asked
from index.ranking import Calibration
from index.snapshot import Snapshot
from index.tuning import Tuning
from knowledge.entry import Entry, Reading
from knowledge.folder import read_folder
from knowledge.passages import split

FOLDER = Path(__file__).parent.parent / "tests" / "foreign"
LATER = FOLDER / "later"  # written when the numbers stood: short texts, asked in other words than they have
LAST = FOLDER / "last"  # written like the practice folders, by somebody who saw neither these nor any of the code
GROUPS = {
    "elsewhere": "another subject",
    "elsewhere_later": "… in other words",
    "elsewhere_last": "… written last",
    "elsewhere_pages": "… on pages of several",
}  # of folders that measure: what each is called
# Asks don't help here, so options have to: "dat weet ik niet" costs more. What a wrong text costs that is shown where nothing
# answers is the least by which held-out practice folders and twelve real ones show hardly more of these than they did when
# words told nothing of it, at 5; docs/decisions/0067 and 0077 have what other costs do.
ASSUMED = Assumed(cost_unknown=6.0, cost_not_ours=3.5, unanswerable=0.5)
CERTAIN = 0.98  # the least confidence to answer outright: a folder that nobody has seen may be unlike those of the fit


def fit(encoder: Encoder | None) -> Calibration:
    """A calibration for folders on other subjects; without an encoder, where words alone serve."""
    found = searched(encoder)
    return named(found.fitted(), found.encoder)


def named(fitted: Calibration, name: str) -> Calibration:
    """What was fitted, as it serves elsewhere beside the calibration of that name.

    What the subject of somebody's folder is, nobody has told: "that isn't ours" is never said of it. Few questions are clear by
    the encoder's first half, so both are always waited for.
    """
    thresholds = replace(fitted.thresholds, off_topic=0.0, answer=max(CERTAIN, fitted.thresholds.answer))
    quick = fitted.quick.never_enough() if fitted.quick is not None else None
    return replace(fitted, encoder=ELSEWHERE.format(name), thresholds=thresholds, quick=quick)


def searched(encoder: Encoder | None) -> Tuning:
    """Questions searched in the practice folders, ready to be fitted on; which words have no answer is told by the other folders."""
    texts: list[Asked] = []
    found: list[Example] = []
    folders = practice.load().values()
    for (reading, some), told in zip(folders, unanswered_fit.unseen([some for _, some in folders]), strict=True):
        passages = [passage for entry in reading.entries for passage in split(entry)]
        vectors: Mapping[str, Matrix] = {}
        if encoder is not None:
            made = encoder.encode_passages([passage.text for passage in passages])
            vectors = dict(zip([passage.key for passage in passages], made, strict=True))
        examples = evaluation.search(some, _vectors(encoder, some), _indexed(reading.entries, vectors, encoder))
        texts += some
        found += [evaluation.with_none(one, {"unanswered": value}) for one, value in zip(examples, told, strict=True)]
    name = encoder.name if encoder is not None else WORDS_ALONE
    return Tuning(name, texts, found, (), (), (), (), assumed=ASSUMED)


def _vectors(encoder: Encoder | None, asked: Sequence[Asked]) -> Matrix | None:
    """(len(asked), dimension): each question's, made alone as it is when somebody asks; None without an encoder."""
    if encoder is None:
        return None
    return np.stack([encoder.encode_queries([plain(one.text)])[0] for one in asked])


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

"""A folder's own questions: which lead where they must, and what helps the others; python -m index evaluate prints it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from index import calibrations, elsewhere, questions, tuning
from index.answer import Outcome
from index.effects_text import misled
from index.evaluation import Judged
from index.retriever import Retriever
from index.settings import IndexSettings
from index.snapshot import is_shipped_subject
from index.tuning import Tuning
from knowledge import wanted
from knowledge.entry import Entry, Problem, Reading, Wanted

COMMENT = "Fitted on this machine, for encoders that do not ship and with a folder's own questions; may be deleted."
MEASURED = """\
This measures, and teaches nothing: each was judged with numbers that were fitted on other questions. --write fits them anew
with these among them, for this folder; they are few and weigh all questions alike, so a single one seldom moves by it."""


async def run(
    retriever: Retriever,
    encoder: str,
    found: Tuning,
    reading: Reading,
    settings: IndexSettings,
    *,
    write: bool,
    check: bool,
) -> int:
    """Print where each leads, judged with numbers that were fitted on other entries' questions.

    write: fit for that folder, with its questions, into VAR_DIR. check: 1 where one leads elsewhere, or can't be read.
    """
    snapshot = await retriever.build(reading)
    reading = replace(reading, wanted=tuple(one for one in reading.wanted if one.entry in {None, *snapshot.rows_of}))
    both = await tuning.with_own(found, retriever, snapshot, questions.own(reading))
    await retriever.close()
    judged = both.judged()[len(found.asked) :]
    faults = [(one, asked) for one, asked in zip(reading.wanted, judged, strict=True) if not leads(asked)]
    for line in lines(faults, reading.entries):
        print(line)
    print(f"own questions that lead where they must: {len(judged) - len(faults)} of {len(judged)}")
    if faults:
        print(MEASURED)
    if write:
        fitted = replace(both.fitted(), encoder=calibrations.of_folder(encoder))
        if not is_shipped_subject(reading):
            fitted = elsewhere.named(fitted, calibrations.of_folder(encoder))
        calibrations.save(fitted, settings.var_dir / "calibration.toml", comment=COMMENT)
    return 1 if check and (faults or problems(reading)) else 0


def problems(reading: Reading) -> list[Problem]:
    """What is wrong in a folder's own lists of questions."""
    return [one for one in reading.problems if Path(one.source).name in wanted.FILES]


def leads(judged: Judged) -> bool:
    """Whether a question leads where it must: its entry is shown at once, or none is."""
    return judged.is_shown and judged.rank == 1 if judged.asked.right else not judged.is_shown


def lines(faults: list[tuple[Wanted, Judged]], entries: tuple[Entry, ...]) -> Iterator[str]:
    """What each fault is, with where it stands, and what helps."""
    for one, asked in faults:
        led = asked.first if asked.outcome is not Outcome.UNKNOWN else None
        yield f"{misled(one, asked.outcome, led)}; {_helps(one, asked, entries)}"


def _helps(one: Wanted, asked: Judged, entries: tuple[Entry, ...]) -> str:
    source = _source(one.entry or asked.first, one.lang, entries)
    return f"put it among the `asks:` of {source}" if one.entry else f"see whether {source} has an ask like it"


def _source(entry: str | None, lang: str, entries: tuple[Entry, ...]) -> str:
    """The file of an entry in a language, else in whatever one it has."""
    files = {one.lang: one.source for one in entries if one.id == entry}
    return files.get(lang) or next(iter(files.values()))

"""A folder's own questions: which lead where they must, what is said of the others."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from index import evaluation, own_questions
from index.answer import Outcome
from index.evaluation import Judged
from index.plain import plain
from index.questions import OWN, Asked
from index.retriever import Retriever
from index.settings import IndexSettings
from index.tuning import Tuning
from knowledge.entry import Wanted
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WordEncoder

NAMES = (
    "alfa",
    "beta",
    "gamma",
    "delta",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "pi",
    "rho",
)
TITLES = {name: f"{name} {name}achtig {name}lijk" for name in NAMES}


def save(folder: Folder, *titles: str) -> None:
    for title in titles:
        folder.save(f"nl/faq/{title.split()[0]}.md", title=title)


def judged(wanted: Wanted, outcome: Outcome, first: str | None) -> Judged:
    asked = Asked(wanted.text, wanted.lang, OWN, wanted.entry)
    return Judged(asked, 1 if first == wanted.entry else None, outcome, 0.5, first)


def test_what_helps_a_question_is_said_with_the_file(folder: Folder) -> None:
    folder.save("nl/faq/a.md")
    folder.save("en/faq/a.md")
    folder.save("nl/faq/b.md")
    entries = read_folder(folder.root).entries
    signs, parks, dutch = (
        Wanted("who signs", "en", "faq/a", "questions.csv", 2),
        Wanted("mag ik parkeren", "nl", None, "questions.csv", 3),
        Wanted("who barks", "en", "faq/b", "questions.csv", 4),
    )
    faults = [
        (signs, judged(signs, Outcome.UNSURE, "faq/b")),
        (parks, judged(parks, Outcome.LIKELY, "faq/b")),
        (dutch, judged(dutch, Outcome.UNKNOWN, "faq/a")),
    ]

    assert list(own_questions.lines(faults, entries)) == [
        "questions.csv:2: 'who signs' must lead to faq/a: unsure, faq/b; put it among the `asks:` of en/faq/a.md",
        "questions.csv:3: 'mag ik parkeren' must lead to no entry: likely, faq/b; see whether nl/faq/b.md has an ask like it",
        "questions.csv:4: 'who barks' must lead to faq/b: unknown; put it among the `asks:` of nl/faq/b.md",
    ]


async def fitted_on(retriever: Retriever, asked: Sequence[Asked]) -> Tuning:
    """Tuning questions searched in the folder that the retriever serves."""
    vectors = await retriever.vectors([plain(one.text) for one in asked], is_kept=True)
    examples = evaluation.search(asked, vectors, retriever.snapshot)
    return Tuning("words of a text", asked, examples, (), (), (), ())


@pytest.mark.parametrize(
    ("own", "check", "code", "last"),
    [
        ("zeta zetalijk;faq/zeta\n", True, 0, "own questions that lead where they must: 1 of 1"),
        ("zeta zetalijk;faq/eta\n", False, 0, "own questions that lead where they must: 0 of 1"),
        ("zeta zetalijk;faq/eta\n", True, 1, "own questions that lead where they must: 0 of 1"),
        ("zeta zetalijk;faq/zeta\nwie;faq/weg\n", True, 1, "own questions that lead where they must: 1 of 1"),
    ],
)
async def test_own_question_that_leads_elsewhere_is_named_and_with_check_ends_with_1(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str], own: str, check: bool, code: int, last: str
) -> None:
    save(folder, *TITLES.values())
    folder.write("questions.csv", f"vraag;tekst\n{own}")
    reading = read_folder(folder.root)
    retriever = Retriever(WordEncoder(), None, CALIBRATION)
    await retriever.refresh(reading)
    asked = [
        Asked(f"{name} {name}{end}", "nl", "formal", f"faq/{name}") for name in TITLES for end in ("achtig", "lijk")
    ]
    asked += [Asked(f"iets anders {number}", "nl", "weather", None) for number in range(16)]
    found = await fitted_on(retriever, asked)

    settings = IndexSettings((folder.root,), tmp_path / "var")
    ended = await own_questions.run(retriever, found.encoder, found, reading, settings, write=False, check=check)

    out = capsys.readouterr().out.splitlines()
    assert ended == code
    assert last in out
    assert ("put it among the `asks:` of nl/faq/eta.md" in out[0]) is ("faq/eta" in own)

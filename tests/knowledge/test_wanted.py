"""A folder's own questions: read from TOML and from CSV, each fault with its line."""

from pathlib import Path

import pytest

from knowledge.entry import Problem, Wanted
from knowledge.folder import read_folder
from knowledge.library import read_library
from knowledge.notices import notice
from knowledge.wanted import read
from tests.conftest import Folder

TOML = '["faq/a"]\nnl = ["wie tekent"]\nen = [\n  "who signs",\n]\n[nothing]\nnl = ["mag ik parkeren"]\n'
CSV = "vraag;tekst;taal\nwie tekent;faq/a;\nwho signs;faq/a;en\nmag ik parkeren;nothing;nl\n"


@pytest.mark.parametrize(
    ("source", "text", "lines"),
    [
        ("questions.toml", TOML, (2, 4, 7)),
        ("questions.csv", CSV, (2, 3, 4)),
        ("questions.csv", f"sep=;\n{CSV}", (3, 4, 5)),
        ("questions.csv", CSV.replace("\n", "\n\n"), (3, 5, 7)),
        ("questions.csv", CSV.replace("nothing;nl", "Nothing;NL").replace(";en", ";En"), (2, 3, 4)),
        ("questions.toml", TOML.replace("nothing", "Nothing").replace("nl =", "NL ="), (2, 4, 7)),
    ],
)
def test_questions_are_read_with_their_lines(source: str, text: str, lines: tuple[int, int, int]) -> None:
    found = read(source, text)

    assert found.wanted == (
        Wanted("wie tekent", "nl", "faq/a", source, lines[0]),
        Wanted("who signs", "en", "faq/a", source, lines[1]),
        Wanted("mag ik parkeren", "nl", None, source, lines[2]),
    )
    assert found.problems == ()


@pytest.mark.parametrize(
    ("source", "text", "line", "said"),
    [
        ("questions.toml", '["faq/a"]\nnl = ["wie\n', 2, "this is not TOML"),
        ("questions.toml", '["faq/a"]\nde = ["wer"]\n', 2, "'de' is no list of questions"),
        ("questions.toml", 'faq = "wie"\n', 1, "'faq' holds no questions"),
        (
            "questions.toml",
            '["faq/a"]\nnl = ["wie"]\n["faq/b"]\nnl = ["Wie?"]\n',
            4,
            "stands on line 2 already, with faq/a",
        ),
        ("questions.csv", "een;twee\nwie;faq/a\n", 1, "the first line names the columns"),
        (
            "questions.csv",
            'vraag;tekst\nwie;faq/a\n"wat;faq/b\nwaar;faq/c\n',
            3,
            "the quotes in the row that begins here",
        ),
        ("questions.csv", "vraag,entry\nwie,\n", 2, "belong in each row"),
        ("questions.csv", "vraag;tekst;taal\nwer;faq/a;de\n", 2, "'de' is no language"),
    ],
)
def test_fault_is_told_with_its_line(source: str, text: str, line: int, said: str) -> None:
    (problem,) = read(source, text).problems

    assert (problem.source, problem.line) == (source, line)
    assert said in problem.message


def test_question_on_an_entry_that_is_not_there_is_a_problem_of_the_folder(folder: Folder) -> None:
    folder.save("nl/faq/wie-tekent.md", title="Wie tekent?")
    (Path(folder.root) / "questions.csv").write_text("vraag;tekst\nwie zet de krabbel;faq/wie-tekend\n", "utf-8")

    reading = read_folder(folder.root)

    (problem,) = [one for one in reading.problems if one.source == "questions.csv"]
    assert problem == Problem(
        "questions.csv",
        2,
        notice("question_no_entry", entry="faq/wie-tekend", hint=notice("did_you_mean", word="faq/wie-tekent")),
    )
    assert [one.entry for one in reading.wanted] == ["faq/wie-tekend"]


def test_questions_that_excel_saved_on_windows_are_read(folder: Folder) -> None:
    folder.save("nl/faq/cafe.md", title="Waar is het café?")
    (Path(folder.root) / "questions.csv").write_bytes("vraag;tekst\r\nis er een café;faq/cafe\r\n".encode("cp1252"))

    reading = read_folder(folder.root)

    assert (reading.problems, [one.text for one in reading.wanted]) == ((), ["is er een café"])


def test_question_that_stands_in_two_files_is_a_problem_of_the_later_one(folder: Folder) -> None:
    for name in ("a", "b"):
        folder.save(f"nl/faq/{name}.md")
    folder.write("questions.csv", "vraag;tekst\nwie tekent;faq/a\nmag ik parkeren;nothing\n")
    folder.write("questions.toml", '["faq/b"]\nnl = [\n  "Wie tekent?",\n  "mag ik parkeren",\n]\n')

    reading = read_folder(folder.root)

    assert [(one.source, one.line, str(one.said)) for one in reading.problems] == [
        (
            "questions.toml",
            3,
            "this question stands in questions.csv already, on line 2, with faq/a; delete one",
        ),
        (
            "questions.toml",
            4,
            "this question stands in questions.csv already, on line 3, with nothing; delete one",
        ),
    ]
    assert [(one.text, one.entry) for one in reading.wanted] == [("wie tekent", "faq/a"), ("mag ik parkeren", None)]


def test_question_of_a_folder_that_another_one_has_too_is_told_with_both(folder: Folder) -> None:
    for name in ("een", "twee"):
        folder.save(f"{name}/nl/faq/{name}.md")
        folder.write(f"{name}/questions.csv", f"vraag;tekst\nwie tekent;faq/{name}\n")

    reading = read_library([folder.root / "een", folder.root / "twee"])

    assert [str(one) for one in reading.problems] == [
        "twee/questions.csv:2: this question stands in een/questions.csv already, on line 2, with faq/een; delete one"
    ]

"""An entry that gets another path loses nobody: its old id leads on once it says what it was, and that is proposed."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from knowledge.folder import read_folder
from knowledge.renamed import Rename, moved, renames
from tests.conftest import Folder

DAY = date(2026, 11, 28)
BODY = "De besturen van beide scholen tekenen de overeenkomst samen, elk voor het eigen deel, en zij dateren haar."


def test_an_old_id_leads_to_the_entry_that_says_it_was_it(folder: Folder) -> None:
    folder.save("nl/faq/nieuw.md", was=["faq/oud", "faq/ouder"])
    folder.save("en/faq/nieuw.md", was=["faq/oud"])

    reading = read_folder(folder.root, day=DAY)

    assert reading.problems == ()
    assert moved(reading.entries) == {"faq/oud": "faq/nieuw", "faq/ouder": "faq/nieuw"}


RENAMED = """---
title: A
see: [faq/oud, faq/nieuw]
---
Zie [dit](oud.md#kop), [[oud|dat]], [zo][1] en [ook](/regels/oud).

[1]: ../faq/oud.md
"""


def test_what_leads_to_an_old_id_leads_to_the_entry_and_the_new_one_is_named(folder: Folder) -> None:
    folder.write("nl/faq/a.md", RENAMED)
    folder.save("nl/faq/nieuw.md", title="Nieuw")
    folder.save("en/faq/nieuw.md", title="New", was=["faq/oud"])
    folder.save("nl/regels/oud.md", title="Regels")
    folder.write("questions.csv", "vraag;tekst\nhoe heet het nu;faq/oud\n")

    reading = read_folder(folder.root, day=DAY)

    (entry,) = (one for one in reading.entries if one.id == "faq/a")
    assert (entry.see, reading.problems) == (("faq/nieuw", "regels/oud"), ())
    assert entry.body == (
        "Zie [dit](entry:faq/nieuw), [dat](entry:faq/nieuw), [zo][1] en [ook](entry:regels/oud).\n\n[1]: entry:faq/nieuw"
    )
    assert [wanted.entry for wanted in reading.wanted] == ["faq/nieuw"]
    assert [(one.source, one.line, one.said.key, one.what) for one in reading.remarks] == [
        ("nl/faq/a.md", 3, "leads_to_renamed", "faq/oud → faq/nieuw"),
        ("nl/faq/a.md", 5, "leads_to_renamed", "../faq/oud.md → faq/nieuw"),
        ("nl/faq/a.md", 5, "leads_to_renamed", "oud → faq/nieuw"),
        ("nl/faq/a.md", 5, "leads_to_renamed", "oud.md → faq/nieuw"),
        ("questions.csv", 2, "leads_to_renamed", "faq/oud → faq/nieuw"),
    ]


def test_what_leads_to_the_old_id_of_the_entry_itself_is_told_so(folder: Folder) -> None:
    folder.save("nl/faq/a.md", see=["faq/oud"], was=["faq/oud"], body="Zie [hier](oud.md).")
    folder.save("nl/faq/b.md")

    reading = read_folder(folder.root, day=DAY)

    assert [str(problem) for problem in reading.problems] == ["nl/faq/a.md:4: see names the entry itself; take it out"]
    assert reading.entries[0].body == "Zie [hier](entry:faq/a)."


def test_an_example_of_where_see_may_lead_is_never_the_entry_itself(folder: Folder) -> None:
    folder.save("nl/faq/tekenen.md", see=["faq/teken"])

    (problem,) = read_folder(folder.root, day=DAY).problems

    assert "faq/tekenen" not in problem.message


@pytest.mark.parametrize(
    ("was", "message"),
    [
        ("faq/a", "was names the entry itself; take it out"),
        ("faq/b", "was 'faq/b' is an entry of its own, to which its address leads; take it out"),
        ("faq/c.md", "was 'faq/c.md' is no path of an entry; write it without .md, such as faq/a"),
        ("/faq/c", "was '/faq/c' is no path of an entry; write it without .md, such as faq/a"),
        ("faq/d", "was 'faq/d' stands in faq/e too, where its address leads; keep it in one"),
    ],
)
def test_a_was_that_leads_nowhere_is_a_problem_with_its_line(folder: Folder, was: str, message: str) -> None:
    folder.save("nl/faq/a.md", was=[was])
    folder.save("nl/faq/b.md")
    folder.save("en/faq/e.md", was=["faq/d"])

    problems = read_folder(folder.root, day=DAY).problems

    assert [(problem.source, problem.line, problem.message) for problem in problems] == [("nl/faq/a.md", 4, message)]


@pytest.mark.parametrize(
    ("title", "body", "is_proposed"),
    [
        pytest.param("Wie tekent?", "Iets heel anders.", True, id="the same title"),
        pytest.param("Wie zet een handtekening?", BODY, True, id="the same text"),
        pytest.param("Wie zet een handtekening?", BODY + " Dat mag ook digitaal.", True, id="nearly the same text"),
        pytest.param(
            "Wat kost het?", "Het kost niets, want de school betaalt dat uit eigen middelen.", False, id="another"
        ),
    ],
)
def test_what_looks_renamed_is_proposed(folder: Folder, title: str, body: str, is_proposed: bool) -> None:
    folder.save("nl/faq/oud.md", title="Wie tekent?", body=BODY)
    before = read_folder(folder.root, day=DAY)
    (folder.root / "nl/faq/oud.md").unlink()
    folder.save("nl/faq/nieuw.md", title=title, body=body)

    found = renames(before, read_folder(folder.root, day=DAY))

    assert list(found) == [Rename("faq/oud", "faq/nieuw", "nl/faq/nieuw.md")] * is_proposed


def test_what_says_it_was_renamed_is_not_proposed_again(folder: Folder) -> None:
    folder.save("nl/faq/oud.md", title="Wie tekent?", body=BODY)
    before = read_folder(folder.root, day=DAY)
    (folder.root / "nl/faq/oud.md").unlink()
    folder.save("nl/faq/nieuw.md", title="Wie tekent?", body=BODY, was=["faq/oud"])

    assert renames(before, read_folder(folder.root, day=DAY)) == ()


@pytest.mark.parametrize("is_committed", [False, True])
def test_the_check_of_a_folder_proposes_it_where_git_shows_it(folder: Folder, is_committed: bool) -> None:
    """Also to whoever looks after a pull."""

    def git(*arguments: str) -> None:
        options = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")
        subprocess.run(["git", *options, *arguments], cwd=folder.root, check=True, capture_output=True)

    folder.save("nl/faq/oud.md", title="Wie tekent?", body=BODY)
    git("init")
    git("add", ".")
    git("commit", "-m", "eerst")
    git("mv", "nl/faq/oud.md", "nl/faq/nieuw.md")
    if is_committed:
        git("commit", "-m", "daarna")

    done = subprocess.run(
        [sys.executable, "-m", "knowledge", "--no-effects", str(folder.root)],
        cwd=Path(__file__).parent.parent.parent, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert "remark: nl/faq/nieuw.md: was faq/oud until now; write `was: [faq/oud]`" in done.stdout

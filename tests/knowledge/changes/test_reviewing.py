"""Entries looked at again: days, titles and answers are written, and all else stays as somebody wrote it."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.changes.change import EditError
from knowledge.changes.reviewing import checked, rewritten, text_of
from knowledge.changes.rewriting import RewriteError, with_value
from tests.conftest import Folder

DAY, REVIEW = date(2027, 1, 4), date(2028, 1, 4)
A = "nl/faq/a.md"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "land")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ntitle: A\n---\nJa.\n", "---\ntitle: A\nchecked: 2027-01-04\nreview: 2028-01-04\n---\nJa.\n"),
        (
            "---\nchecked:   # wie?\nreview: '2026-01-01'  # in het nieuwe jaar\ntitle: A\n---\nJa.\n",
            "---\nchecked: 2027-01-04  # wie?\nreview: 2028-01-04  # in het nieuwe jaar\ntitle: A\n---\nJa.\n",
        ),
        (
            "\ufeff---\r\ntitle: A\r\nchecked: 2026-01-01\r\n---\r\nJa.\r\n",
            "\ufeff---\r\ntitle: A\r\nchecked: 2027-01-04\r\nreview: 2028-01-04\r\n---\r\nJa.\r\n",
        ),
    ],
    ids=["none", "empty, and in quotes", "Windows"],
)
def test_days_are_written_and_nothing_else(folder: Folder, before: str, after: str) -> None:
    folder.write(A, before.encode())

    [edit] = checked([folder.root], [A], day=DAY, review=REVIEW).edits

    assert (edit.after or b"").decode() == after


def test_entry_of_an_earlier_folder_is_copied_to_the_one_that_is_ours(folder: Folder, tmp_path: Path) -> None:
    folder.save(A)
    folder.save("en/faq/a.md")
    (tmp_path / "own").mkdir()

    change = checked([folder.root, tmp_path / "own"], [A, "en/faq/a.md"], day=DAY, review=REVIEW)

    assert (change.folder, change.summary) == (tmp_path / "own", "nl/faq/a.md and 1 more: checked")
    assert [edit.before for edit in change.edits] == [None, None]
    assert all(b"checked: 2027-01-04" in (edit.after or b"") for edit in change.edits)


def test_answer_is_replaced_with_all_that_stood_under_it(folder: Folder) -> None:
    folder.save(A, title="A", body="Ja.\n\n## In gewone woorden\nJa hoor.")

    now = text_of([folder.root], A)
    [edit] = rewritten([folder.root], A, body="Nee.\n", day=DAY, review=REVIEW).edits

    assert now == "Ja.\n\n## In gewone woorden\nJa hoor."
    assert (edit.after or b"").decode() == '---\ntitle: "A"\nchecked: 2027-01-04\nreview: 2028-01-04\n---\nNee.\n'


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"title": "over b"}, "question_known_there"),
        ({"title": "x" * 201}, "edit_text_too_long"),
        ({"body": "x" * 60_001}, "edit_text_too_long"),
        ({"body": "\x1b[2J"}, "edit_not_text"),
    ],
)
def test_what_can_not_stand_there_is_refused(folder: Folder, values: dict[str, str], key: str) -> None:
    folder.save(A)
    folder.save("nl/faq/b.md")

    with pytest.raises(EditError) as refused:
        rewritten([folder.root], A, day=DAY, review=REVIEW, **values)

    assert refused.value.notice.key == key


def test_own_title_may_be_written_otherwise(folder: Folder) -> None:
    folder.save(A)

    [edit] = rewritten([folder.root], A, title="Over: a?", day=DAY, review=REVIEW).edits

    assert b'title: "Over: a?"\n' in (edit.after or b"")


@pytest.mark.parametrize(
    "text",
    ["Ja.\n", "---\n{title: A}\n---\nJa.\n", "---\ntitle: A\nchecked: [2026-01-01]\n---\nJa.\n", "---\ntitle: A\nchecked: >\n  2026-01-01\n---\n"],
    ids=["no front matter", "braces", "a list", "folded"],
)  # fmt: skip
def test_front_matter_that_can_not_be_changed_alone_is_left_to_hands(text: str) -> None:
    with pytest.raises(RewriteError):
        with_value(text, "checked", "2027-01-04")

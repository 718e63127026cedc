"""Folders in one file each, that teach or measure what counts elsewhere."""

from pathlib import Path

import pytest

from index import elsewhere, practice
from index.plain import plain, words_of
from index.questions import Asked
from knowledge.spoken import FUNCTION_WORDS

FOLDER = """
lang = "nl"

[entries.tarieven]
title = "Wat het kost"
text = \"\"\"
Zes euro.\"\"\"
nl = ["prijs?"]
en = ["what is the price"]

[nothing]
nl = ["wie won de oorlog"]
"""


def test_folder_is_read_with_what_is_asked_of_it(tmp_path: Path) -> None:
    (tmp_path / "zwembad.toml").write_text(FOLDER, "utf-8")

    [(name, (reading, asked))] = practice.load(tmp_path).items()

    [entry] = reading.entries
    assert (name, entry.id, entry.lang, entry.title, entry.body) == (
        "zwembad", "tarieven", "nl", "Wat het kost", "Zes euro.",
    )  # fmt: skip
    assert asked == (
        Asked("prijs?", "nl", "zwembad", "tarieven"),
        Asked("what is the price", "en", "zwembad", "tarieven"),
        Asked("wie won de oorlog", "nl", "zwembad", None),
    )


def test_without_a_folder_there_is_no_practice(tmp_path: Path) -> None:
    assert practice.load(tmp_path / "none") == {}


@pytest.mark.parametrize("folder", [practice.FOLDER, elsewhere.LAST], ids=["that teach", "that measure"])
def test_folders_hold_questions_with_and_without_an_answer(folder: Path) -> None:
    found = practice.load(folder)

    assert len(found) >= 4
    for reading, asked in found.values():
        ids = {entry.id for entry in reading.entries}
        assert {one.right for one in asked} == {*ids, None}


def test_no_question_is_asked_of_folders_that_teach_and_of_folders_that_measure() -> None:
    """Not even in other words of those that build sentences."""
    common = FUNCTION_WORDS["nl"] | FUNCTION_WORDS["en"]

    def asked(text: str) -> str:
        words = words_of(plain(text))
        return " ".join(word for word in words if word not in common) or " ".join(words)

    taught = {asked(one.text) for _, some in practice.load().values() for one in some}
    measured = {
        asked(one.text) for group in elsewhere.measured().values() for _, some in group.values() for one in some
    }

    assert taught & measured == set()

from pathlib import Path

import pytest

from bot.conversation.phrases import QUESTION, Phrase
from bot.conversation.short import Said, ShortError, heard, load, of, write

SAID = of(
    [
        Phrase("Hallo!", "act greeting"),
        Phrase("gegroet", "act greeting"),
        Phrase("ok duidelijk", "act ok"),
        Phrase("dat is fijn", "act ok"),
        Phrase("wat ben ik daar blij mee", "act thanks"),
        Phrase("lunch", QUESTION),
    ]
)


def folder(word: str) -> bool:
    return word in ("stage", "groet", "gegroeid")


def test_words_said_alone_and_beside_others_are_known_apart() -> None:
    assert (
        Said(frozenset(["hallo", "gegroet"]), frozenset(["hallo", "gegroet", "ok", "duidelijk", "dat", "is", "fijn"]))
        == SAID
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hallo", "hallo"),
        ("halloooo", "hallo"),
        ("gegoret", "gegroet"),  # swapped
        ("gegrot", "gegroet"),  # one missing
        ("gegroeit", "gegroet"),  # one too many
        ("gegruet", "gegroet"),  # another
        ("duidelijk ok", "duidelijk ok"),
        ("okkk duidlijk", "ok duidelijk"),
    ],
)
def test_known_words_are_known_with_a_typo(typed: str, meant: str) -> None:
    assert heard(tuple(typed.split()), SAID, folder) == (tuple(meant.split()), True, False)


@pytest.mark.parametrize("typed", ["halo", "hullo", "allo", "duidelijk", "fijn ja", "lunch"])
def test_other_words_are_new(typed: str) -> None:
    assert heard(tuple(typed.split()), SAID, folder) == (tuple(typed.split()), False, False)


@pytest.mark.parametrize("typed", ["stage", "ok stage", "gegroeid"])
def test_words_of_the_folder_are_neither_known_nor_misspelt(typed: str) -> None:
    assert heard(tuple(typed.split()), SAID, folder) == (tuple(typed.split()), False, True)


def test_what_was_written_is_read_and_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "short.json"
    write(SAID, path)
    assert load(path) == SAID
    for damaged in ("", "[]", '{"alone": ["hallo"]}', '{"alone": 3, "beside": []}'):
        path.write_text(damaged, "utf-8")
        load.cache_clear()
        with pytest.raises(ShortError, match=r"short\.json"):
            load(path)

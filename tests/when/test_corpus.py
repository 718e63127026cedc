"""Ways of saying when: each of the open half, and of the half that is held out from the rules how many."""

import pytest

from tests.when.scoring import FINE, FOLDER, Note, Outcome, notes_of, outcome, score

OPEN = list(notes_of(FOLDER / "open.tsv"))
RIGHT = 0.97  # of the held-out half, right or rightly asked


@pytest.mark.parametrize("note", OPEN, ids=lambda note: f"{note.where} {note.text}")
def test_note_is_read_right_or_asked_back(note: Note) -> None:
    assert outcome(note) in FINE


def test_held_out_half_is_never_silently_wrong() -> None:
    found = score(FOLDER / "held_out.tsv")

    assert (found[Outcome.WRONG_DAY], found[Outcome.WRONG_HOUR]) == (0, 0)
    assert sum(found[one] for one in FINE) / found.total() >= RIGHT


def test_no_way_of_saying_it_stands_in_both_halves() -> None:
    held_out = {(note.text.casefold(), note.now) for note in notes_of(FOLDER / "held_out.tsv")}

    assert [note.where for note in OPEN if (note.text.casefold(), note.now) in held_out] == []

"""What arrived of a document is counted, word by word."""

from time import process_time

import pytest

from knowledge.documents.kept import Line, Loss, loss, words_of
from knowledge.notices import notice


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wie **meldt** de _route_?", ["wie", "meldt", "de", "_route_"]),
        ("[DUO](https://duo.nl/a_(b)) en <https://a.nl>", ["duo", "en", "https", "a", "nl"]),
        ("10² &amp; naam\\_van", ["102", "naam_van"]),
        ("**on**derwijs, 5\\*3", ["onderwijs", "5", "3"]),
        ("É é ﬁets", ["é", "é", "fiets"]),
    ],
)
def test_words_are_what_readers_see(text: str, words: list[str]):
    assert words_of(text) == words


def test_each_word_counts_as_often_as_it_stands_there():
    found = loss([Line("een twee twee drie")], ["Twee, een."])

    assert found == Loss(4, 2, ())


def test_what_was_lost_is_told_with_its_place():
    places = [notice("from_page", page=number) for number in (1, 2)]

    found = loss([Line("een twee", places[0]), Line("drie vier", places[1])], ["een twee"])

    assert (found.share, found.is_much, found.where) == (0.5, True, (Line("drie vier", places[1]),))


def test_of_nothing_nothing_is_lost():
    assert loss([], []).share == 0


def test_the_number_of_a_note_is_apart_from_its_word_however_long_it_is():
    assert loss([Line("iedereen 12")], ["iedereen¹²"]).lost == 0


def test_a_word_without_end_takes_no_longer_by_the_letter():
    start = process_time()

    loss([Line("a" * 200_000)], ["a" * 200_000])

    assert process_time() - start < 2

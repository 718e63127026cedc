"""Which words questions of all kinds have, as they are counted in the practice folders."""

import tomllib

from index import practice
from index.senses import EVERYDAY
from index.training import everyday


def test_word_of_all_folders_tells_little_and_that_of_one_is_left_out() -> None:
    asked = [["kan de hond mee", "kan het"], ["kan ik komen"], ["kan dat"], ["kan ik betalen", "hond hond hond"]]

    found = everyday.tells(asked * 2)

    assert (found["kan"], found.get("hond"), found.get("betal")) == (everyday.LEAST, None, None)


def test_what_ships_is_what_the_practice_folders_tell() -> None:
    asked = [[one.text for one in some] for _, some in practice.load().values()]

    stored = tomllib.loads(EVERYDAY.read_text("utf-8"))

    assert {stem: float(told) for told, stems in stored.items() for stem in stems} == everyday.tells(asked)

"""What one source says takes the place of what it said before, and all stands by source."""

import random

import pytest

from knowledge import by_source
from knowledge.by_source import BySource
from knowledge.entry import Problem
from knowledge.notices import notice


@pytest.mark.parametrize("share", [1, 1_000], ids=["each in its place", "all anew"])
def test_what_a_source_says_takes_the_place_of_what_it_said(share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_source, "SHARE", share)
    dice = random.Random(3)
    all_of_it: BySource[Problem] = BySource()
    told: dict[str, list[Problem]] = {}
    for _ in range(200):
        said = {
            source: [Problem(source, line, notice("file_empty")) for line in range(dice.randint(0, 3))]
            for source in dice.sample("abcdefgh", dice.randint(1, 3))
        }
        told |= said

        all_of_it.put(said)

        assert all_of_it.all() == tuple(one for source in sorted(told) for one in told[source])


def test_it_is_the_same_as_long_as_nothing_changes() -> None:
    all_of_it: BySource[Problem] = BySource()
    all_of_it.fill([Problem("b", 1, notice("file_empty")), Problem("a", 1, notice("file_empty"))])
    before = all_of_it.all()

    all_of_it.put({"c": []})

    assert all_of_it.all() is before

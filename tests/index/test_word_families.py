"""The subject's own words find their families: what is asked with "coördinatoren" is said with "coördinator"."""

import tomllib
from pathlib import Path

import pytest

from index.plain import words_of
from index.words import stems_of

FAMILIES = [
    tuple(line.split())
    for line in tomllib.loads((Path(__file__).parent / "word_families.toml").read_text("utf-8"))["families"]
]


def stems(word: str) -> set[str]:
    (found,) = stems_of([word])
    return set(found)


def test_table_holds_the_commonest_words_once() -> None:
    words = [word for family in FAMILIES for word in family]

    assert len(words) >= 300
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("family", [family for family in FAMILIES if len(family) > 1], ids=lambda family: family[0])
def test_words_of_a_family_find_each_other(family: tuple[str, ...]) -> None:
    assert set.intersection(*map(stems, family))


def test_words_of_different_families_do_not() -> None:
    owners: dict[str, set[str]] = {}
    for family in FAMILIES:
        for word in family:
            for stem in stems(word):
                owners.setdefault(stem, set()).add(family[0])

    assert {stem: found for stem, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [("begeleiding", "beleid"), ("gemeente", "mening"), ("gezag", "zag"), ("vakken", "vaak"), ("geldig", "geld")],
)
def test_strangers_are_told_apart(one: str, other: str) -> None:
    assert stems(one).isdisjoint(stems(other))


def test_accents_are_folded_before_stems_are_taken() -> None:
    assert [stems(word) for word in words_of("Coördinatoren coördinator")] == [{"coordinator"}] * 2

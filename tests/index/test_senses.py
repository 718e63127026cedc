"""What a word may stand for: by itself, in another form, or by what it is glued together of."""

from collections.abc import Iterator

import pytest

from index import senses
from index.plain import folded
from index.senses import LEAST_TELLING, PATH, Meanings, telling
from index.words import stems_of


def _with_stems(*words: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    return zip(words, stems_of(words), strict=True)


def _meanings_of(word: str) -> Meanings:
    ((_, stems),) = _with_stems(word)
    return senses.meanings_of(word, stems)


def groups() -> dict[str, list[str]]:
    lines = [line for line in PATH.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {name: words.split() for name, _, words in (line.partition(": ") for line in lines)}


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        pytest.param("dicht", "openingstijden", id="another word"),
        pytest.param("hours", "openingstijden", id="another language"),
        pytest.param("wachtwoorden", "password", id="another form"),
        pytest.param("zomertarief", "kosten", id="the end of a compound"),
        pytest.param("opzegformulier", "formulieren", id="the end of another"),
        pytest.param("kinderfeestzaal", "kinderfeestje", id="the beginning of one"),
    ],
)
def test_words_for_one_thing_share_a_sense(asked: str, written: str) -> None:
    assert set(_meanings_of(asked).senses) & set(_meanings_of(written).senses)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        pytest.param("opzeggen", "vanaf", id="from, and to be rid of"),
        pytest.param("verkopen", "kopen", id="to sell and to buy"),
        pytest.param("afmelden", "aanmelden", id="to leave and to join"),
        pytest.param("adopteren", "afstaan", id="to adopt and to give up"),
        pytest.param("weeks", "weekend", id="weeks and weekends"),
    ],
)
def test_what_must_not_be_one_shares_no_sense(asked: str, written: str) -> None:
    assert not set(_meanings_of(asked).senses) & set(_meanings_of(written).senses)


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("per", id="by its stem the press"),
        pytest.param("up", id="by its stem a firm"),
        pytest.param("gaat", id="by its stem a hole in a tooth"),
        pytest.param("ongeveer", id="by its stem an accident, by its end a ferry"),
        pytest.param("was", id="the washing, where it is a form of to be"),
        pytest.param("misschien", id="begins as to miss"),
        pytest.param("bijvoorbeeld", id="ends as a picture"),
        pytest.param("waren", id="by its stem a word that builds sentences"),
        pytest.param("voorzichtig", id="begins with one"),
        pytest.param("daarvoor", id="ends with one"),
    ],
)
def test_what_only_looks_like_another_word_stands_for_nothing(word: str) -> None:
    assert _meanings_of(word) == senses.NOTHING_MEANT


@pytest.mark.parametrize("word", ["de", "the", "2026", "xyzzy", "xyzzyxyzzy"])
def test_what_is_in_no_group_stands_for_nothing(word: str) -> None:
    assert _meanings_of(word) == senses.NOTHING_MEANT


def test_word_of_many_senses_stands_for_each_of_them_less() -> None:
    one, many = _meanings_of("openingstijden"), _meanings_of("opzeggen")

    assert len(one.senses) < len(many.senses)
    assert one.strength > many.strength > 0


def test_what_all_questions_have_tells_little() -> None:
    the, hoeveel, postzegel = (telling(word, stems) for word, stems in _with_stems("the", "hoeveel", "postzegel"))

    assert LEAST_TELLING == the < hoeveel < postzegel == 1.0


def test_form_is_found_by_its_stems_and_its_senses() -> None:
    (forms,) = senses.forms_of(["rolstoelen"])

    assert "rolstoel" in forms
    assert set(_meanings_of("rolstoelen").senses) < set(forms)


def test_what_stands_for_nothing_is_in_no_group() -> None:
    nothing, *others = groups().values()

    assert [word for words in others for word in words if word in nothing] == []


def test_groups_are_sorted_and_hold_single_folded_words() -> None:
    found = groups()

    assert list(found) == sorted(found)
    assert {name: words for name, words in found.items() if words != sorted(set(words)) or len(words) < 3} == {}
    assert [word for words in found.values() for word in words if folded(word) != word or not word.isalnum()] == []

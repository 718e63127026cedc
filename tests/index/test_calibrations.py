from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import calibrations, elsewhere
from index.answer import Thresholds
from index.encoder import FIRST_HALF
from index.ranking import Calibration, Look, is_clear

FITTED = Calibration(
    "shipped-0123456789ab",
    Look({"meaning": 12.3456, "words": -0.5}, {"constant": 3.0, "declined": 0.0}, sure=0.9, hopeless=0.01),
    Thresholds(answer=0.61, likely=0.5, suggest=0.24, margin=0.1, off_topic=0.06),
    quick=Look({"words": 1.0}, {"constant": 2.0}),
)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "var" / "calibration.toml"

    calibrations.save(FITTED, path, comment="Fitted here.")

    assert calibrations.load(FITTED.encoder, path) == FITTED


def test_first_half_gets_as_far_as_the_first_look(tmp_path: Path) -> None:
    path, half = tmp_path / "calibration.toml", f"{FIRST_HALF}{FITTED.encoder}"
    calibrations.save(FITTED, path, comment="")
    calibrations.save(replace(FITTED, encoder="one half", quick=None), path, comment="")

    assert FITTED.quick is not None
    assert calibrations.load(half, path) == replace(FITTED, encoder=half, whole=FITTED.quick, quick=None)
    assert calibrations.load(f"{FIRST_HALF}one half", path) is None


def test_file_is_for_people_too(tmp_path: Path) -> None:
    path = tmp_path / "calibration.toml"
    calibrations.save(FITTED, path, comment="Fitted here.\nMay be deleted.")

    text = path.read_text("utf-8")

    assert text == (
        "# Fitted here.\n# May be deleted.\n\n"
        '["shipped-0123456789ab".thresholds]\nanswer = 0.61\nlikely = 0.5\nsuggest = 0.24\nmargin = 0.1\noff_topic = 0.06\n\n'
        '["shipped-0123456789ab".quick.weights]\nwords = 1.0\n\n'
        '["shipped-0123456789ab".quick.none_weights]\nconstant = 2.0\n\n'
        '["shipped-0123456789ab".quick.numbers]\nsharpness = 1.0\nsure = 0.0\nhopeless = 1.0\n\n'
        '["shipped-0123456789ab".whole.weights]\nmeaning = 12.3456\nwords = -0.5\n\n'
        '["shipped-0123456789ab".whole.none_weights]\nconstant = 3.0\ndeclined = 0.0\n\n'
        '["shipped-0123456789ab".whole.numbers]\nsharpness = 1.0\nsure = 0.9\nhopeless = 0.01\n'
    )


def test_numbers_are_kept_to_four_places(tmp_path: Path) -> None:
    path = tmp_path / "calibration.toml"
    calibrations.save(replace(FITTED, whole=Look({"meaning": 1.23456789}, {})), path, comment="")

    found = calibrations.load(FITTED.encoder, path)

    assert found == replace(FITTED, whole=Look({"meaning": 1.2346}, {}))


def test_encoders_stand_side_by_side(tmp_path: Path) -> None:
    path, words = tmp_path / "calibration.toml", replace(FITTED, encoder="words", whole=Look({"words": 4.0}, {}))

    calibrations.save(FITTED, path, comment="")
    calibrations.save(words, path, comment="")

    assert calibrations.load("words", path) == words
    assert calibrations.load(FITTED.encoder, path) == FITTED


def test_newer_numbers_take_the_place_of_the_older(tmp_path: Path) -> None:
    path, newer = tmp_path / "calibration.toml", replace(FITTED, whole=Look({"words": 4.0}, {}))

    calibrations.save(FITTED, path, comment="")
    calibrations.save(newer, path, comment="")

    assert calibrations.load(FITTED.encoder, path) == newer


def test_first_file_that_knows_the_encoder_counts(tmp_path: Path) -> None:
    other, mine, later = (tmp_path / name for name in ("other.toml", "mine.toml", "later.toml"))
    calibrations.save(replace(FITTED, encoder="words"), other, comment="")
    calibrations.save(FITTED, mine, comment="")
    calibrations.save(replace(FITTED, whole=Look({}, {})), later, comment="")

    found = calibrations.load(FITTED.encoder, tmp_path / "missing.toml", other, mine, later)

    assert found == FITTED


def test_unknown_encoder_has_no_calibration(tmp_path: Path) -> None:
    path = tmp_path / "calibration.toml"
    calibrations.save(FITTED, path, comment="")

    assert calibrations.load("another", path, tmp_path / "missing.toml") is None


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("e5-0a 'query: ' 'passage: '", id="prompts"),
        pytest.param("""qwen-0a 'Instruct: find it\\nQuery:' ''""", id="prompt of two lines, as repr has it"),
        pytest.param("odd-0a \"it's\" ''", id="both kinds of quotes"),
        pytest.param("naïef-€", id="not ASCII"),
    ],
)
def test_names_with_prompts_are_found_again(tmp_path: Path, name: str) -> None:
    path, named = tmp_path / "calibration.toml", replace(FITTED, encoder=name)

    calibrations.save(named, path, comment="")
    calibrations.save(FITTED, path, comment="")

    assert calibrations.load(name, path) == named


@given(name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), min_size=1))
def test_any_name_is_found_again(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path, named = tmp_path_factory.mktemp("var") / "calibration.toml", replace(FITTED, encoder=name)

    calibrations.save(named, path, comment="")

    assert calibrations.load(name, path) == named


@pytest.mark.parametrize(("fitted", "serves"), [(0.6, elsewhere.CERTAIN), (0.99, 0.99)])
def test_on_another_subject_little_is_certain_and_nothing_is_another(fitted: float, serves: float) -> None:
    found = elsewhere.named(replace(FITTED, thresholds=replace(FITTED.thresholds, answer=fitted)), "e5")

    assert found.encoder == "e5 elsewhere"
    assert found.thresholds == replace(FITTED.thresholds, answer=serves, off_topic=0.0)


def test_on_another_subject_no_question_is_clear_by_the_first_half() -> None:
    quick = replace(FITTED.quick, sure=0.9, hopeless=0.1)

    found = elsewhere.named(replace(FITTED, quick=quick), "e5")

    assert (quick.may_be_enough, found.quick.may_be_enough) == (True, False)
    assert not any(is_clear(found.quick, np.array(each)) for each in ([1.0, 0.0], [0.0, 0.0], [0.5, 0.5], []))
    assert replace(found.quick, sure=0.9, hopeless=0.1) == quick


def test_where_an_encoder_has_one_half_it_stays_so_on_another_subject() -> None:
    assert elsewhere.named(replace(FITTED, quick=None), "e5").quick is None

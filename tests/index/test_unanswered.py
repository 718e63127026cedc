"""Which words questions have that folders on other subjects don't answer."""

import math
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from index import elsewhere, practice
from index.layout import Layout
from index.meant import NONE_FEATURES, Meant
from index.questions import Asked
from index.training import unanswered as training
from index.unanswered import Unanswered, forms_in, load
from index.unanswered_fit import FOLDERS, HELD_BACK, _fitted, _read, fitted
from knowledge.folder import read_folder
from tests.conftest import Folder


def asked(answered: tuple[str, ...], others: tuple[str, ...]) -> list[Asked]:
    """What is asked of a folder, with an answer and without."""
    return [Asked(text, "nl", "any", "faq/een") for text in answered] + [
        Asked(text, "nl", "any", None) for text in others
    ]


SCHOOL = asked(("hoe laat gaat de poort open", "wanneer open"), ("staat er een fontein", "verkopen jullie fonteinen"))
SHOP = asked(("tot hoe laat open", "is het open"), ("waar is de fontein", "een giraffe"))


def test_a_question_sounds_like_those_that_it_shares_words_with() -> None:
    found = fitted([SCHOOL, SHOP])

    told = [found.told(forms_in(text)) for text in ("is de fontein mooi", "open op maandag", "tuinslang")]

    assert told[0] > told[2] > told[1]
    assert told[2] == found.constant


def test_what_is_asked_of_one_folder_alone_tells_nothing() -> None:
    """ "giraffe" may be of its subject."""
    assert FOLDERS == 2
    assert "giraff" not in fitted([SCHOOL, SHOP]).weights


@pytest.mark.parametrize("some", [[], [asked(("open",), ())] * 2, [asked((), ("fontein",))] * 2])
def test_where_there_is_nothing_to_compare_nothing_is_told(some: list[list[Asked]]) -> None:
    assert fitted(some) == Unanswered({}, 0.0)


@pytest.mark.parametrize("text", ["hoe laat kan ik de poort in", "what do I pay", "parkeren"])
def test_forms_are_of_unit_length(text: str) -> None:
    assert math.hypot(*forms_in(text).values()) == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "is de een", "?!"])
def test_words_that_build_sentences_are_no_forms(text: str) -> None:
    assert forms_in(text) == {}


def test_weights_are_those_of_a_ridge_regression() -> None:
    """As scikit-learn has it, which is not where a host serves."""
    read = [_read(some) for some in (SCHOOL, SHOP, SCHOOL + SHOP)]
    forms = [one for some in read for one, _ in some]
    names = sorted({name for one in forms for name in one})
    rows = np.array([[one.get(name, 0.0) for name in names] for one in forms])
    is_open = np.array([one for some in read for _, one in some])
    counts = np.where(is_open, 0.5 / is_open.sum(), 0.5 / (~is_open).sum()) * len(is_open)
    expected = Ridge(HELD_BACK).fit(rows, np.where(is_open, 1.0, -1.0), counts)

    found = _fitted(read)

    assert found.constant == pytest.approx(expected.intercept_, abs=0.005)
    assert [found.weights.get(name, 0.0) for name in names] == pytest.approx(expected.coef_, abs=0.005)


def test_what_ships_is_what_the_practice_folders_tell(tmp_path: Path) -> None:
    every = fitted([some for _, some in practice.load().values()])
    training.write(every, tmp_path / "unanswered.toml")

    assert load() == every == load(tmp_path / "unanswered.toml")


def test_it_is_one_of_what_tells_whether_any_entry_answers(folder: Folder) -> None:
    folder.save("nl/faq/open.md", title="Openingstijden", body="Van negen tot vijf.")
    meant = Meant(Layout.of(read_folder(folder.root).entries))
    text = "hebben jullie vacatures"

    none = dict(zip(NONE_FEATURES, meant.scores(text).none.tolist(), strict=True))

    assert none["unanswered"] == pytest.approx(load().told(forms_in(text)))


def test_no_practice_folder_tells_of_its_own_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = dict(list(practice.load().items())[:3])
    monkeypatch.setattr(practice, "load", lambda: folders)
    seen: list[int] = []

    def noted(some: list[list[object]]) -> Unanswered:
        seen.append(len(some))
        return Unanswered({}, float(sum(map(len, some))))

    monkeypatch.setattr(elsewhere.unanswered_fit, "_fitted", noted)

    found = elsewhere.searched(None)

    sizes = [len(some) for _, some in folders.values()]
    told = [one.candidates.none[one.candidates.names.none.index("unanswered")] for one in found.examples]
    assert seen == [2, 2, 2]
    assert told == [float(sum(sizes) - size) for size in sizes for _ in range(size)]
    assert len(found.asked) == sum(sizes)

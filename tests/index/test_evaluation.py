import numpy as np
import pytest

from index import evaluation
from index.answer import Outcome, Thresholds
from index.evaluation import Figures, Judged
from index.fitting import Example
from index.questions import Asked, fold_of
from index.ranking import FEATURES, NONE_FEATURES, Calibration, Candidates, Look
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.fakes import WordEncoder

ANSWERED, UNSURE, UNKNOWN = Outcome.ANSWERED, Outcome.UNSURE, Outcome.UNKNOWN


def judged(
    outcome: Outcome,
    rank: int | None = None,
    *,
    right: str | None = "faq/a",
    confidence: float = 0.5,
    lang: str = "nl",
    text: str = "vraag",
) -> Judged:
    return Judged(Asked(text, lang, "formal", right), rank, outcome, confidence, "faq/a" if rank == 1 else "faq/b")


MINE = [
    judged(ANSWERED, 1),
    judged(ANSWERED, 1),
    judged(ANSWERED, 2),  # wrongly certain, though the right one is second
    judged(ANSWERED, None),  # wrongly certain
    judged(UNSURE, 1),
    judged(UNSURE, 4),  # offered, the right one not among the three
    judged(UNKNOWN, 1),
    judged(UNKNOWN, None),
]
OTHERS = [
    judged(ANSWERED, right=None),
    judged(UNSURE, right=None),
    judged(UNKNOWN, right=None),
    judged(UNKNOWN, right=None),
]


def test_figures_count_answers_and_questions_without_one_apart() -> None:
    assert evaluation.figures([*MINE, *OTHERS]) == Figures(
        questions=12,
        hit_1=4 / 8,
        hit_3=5 / 8,
        mrr=(1 + 1 + 1 / 2 + 0 + 1 + 1 / 4 + 1 + 0) / 8,
        at_once=2 / 8,
        answered=4 / 8,
        wrong=2 / 8,
        declined=2 / 8,
        helped=3 / 8,
        off_topic=1 / 4,
        shown=1 / 4,
        offered=1 / 4,
    )


def test_figures_of_nothing_are_nothing() -> None:
    assert evaluation.figures([]) == Figures(0, *[0.0] * 11)


@pytest.mark.parametrize(
    ("one", "right_first", "wrongly_certain"),
    [
        pytest.param(judged(ANSWERED, 1), True, False, id="answered rightly"),
        pytest.param(judged(ANSWERED, 2), False, True, id="answered wrongly"),
        pytest.param(judged(ANSWERED, None), False, True, id="answered, and not even found"),
        pytest.param(judged(ANSWERED, None, right=None), False, True, id="answered what has no answer"),
        pytest.param(judged(UNSURE, 2), False, False, id="offered"),
        pytest.param(judged(UNKNOWN, 1), True, False, id="declined"),
    ],
)
def test_judgement_of_one_question(one: Judged, right_first: bool, wrongly_certain: bool) -> None:
    assert (one.is_right_first, one.is_wrongly_certain) == (right_first, wrongly_certain)


def test_figures_by_language() -> None:
    found = evaluation.by(
        [judged(ANSWERED, 1, lang="nl"), judged(UNSURE, 2, lang="en"), judged(UNKNOWN, lang="en")], lambda one: one.lang
    )

    assert list(found) == ["en", "nl"]
    assert [(figures.questions, figures.mrr, figures.helped) for figures in found.values()] == [
        (2, 0.25, 0.5),
        (1, 1.0, 1.0),
    ]


def test_reliability_holds_confidence_against_what_came_of_it() -> None:
    found = evaluation.reliability(
        [
            judged(ANSWERED, 1, confidence=0.92),
            judged(ANSWERED, 2, confidence=0.98),
            judged(UNSURE, 1, confidence=0.25),
            judged(ANSWERED, 1, confidence=1.0),
        ]
    )

    assert found == [(0.25, 1.0, 1), (pytest.approx((0.92 + 0.98 + 1.0) / 3), pytest.approx(2 / 3), 3)]


def test_interval_holds_the_figure_and_is_the_same_each_time() -> None:
    """Half of forty entries are found; a share of 0.5 over 40 has a standard error of 0.08."""
    found = [judged(ANSWERED, 1 if number % 2 else 2, right=f"faq/{number}") for number in range(40)]

    first, second = (evaluation.interval(found, lambda some: evaluation.figures(some).hit_1) for _ in range(2))

    assert first == second
    assert first == (pytest.approx(0.35, abs=0.06), pytest.approx(0.65, abs=0.06))


def test_questions_about_one_entry_stand_or_fall_together() -> None:
    """Eighty questions on two entries tell no more than two questions: every share is possible."""
    found = [judged(ANSWERED, 1 if number % 2 else 2, right=f"faq/{number % 2}") for number in range(80)]

    assert evaluation.interval(found, lambda some: evaluation.figures(some).hit_1) == (0.0, 1.0)


def candidates(meanings: dict[str, float]) -> Candidates:
    features = np.zeros((len(meanings), len(FEATURES)))
    features[:, FEATURES.index("meaning")] = list(meanings.values())
    features[:, FEATURES.index("words")] = 0.5
    none = np.array([1.0, 0.0, 0.0, 0.5, 0.0, 0.0])
    return Candidates(tuple(meanings), tuple(range(len(meanings))), tuple(meanings.values()), features, none)


CALIBRATION = Calibration("fake", Look({"meaning": 10.0}, {"constant": 5.0}), Thresholds(0.6, 0.6, 0.3, 0.1, 0.05))


@pytest.mark.parametrize(
    ("right", "rank"), [("faq/b", 1), ("faq/a", 2), ("faq/elsewhere", None), (None, None)], ids=str
)
def test_question_is_judged_by_the_rank_of_its_entry(right: str | None, rank: int | None) -> None:
    asked = Asked("vraag", "nl", "formal", right)

    found = evaluation.judge(asked, Example(candidates({"faq/a": 0.0, "faq/b": 1.0}), right), CALIBRATION)

    share = np.exp(10) / (np.exp(10) + np.exp(5) + 1)
    assert found == Judged(asked, rank, ANSWERED, pytest.approx(share), "faq/b")


def test_question_with_nothing_near_is_declined() -> None:
    asked = Asked("vraag", "nl", "formal", "faq/a")

    assert evaluation.judge(asked, Example(candidates({}), "faq/a"), CALIBRATION) == Judged(
        asked, None, UNKNOWN, 0.0, None
    )


def test_one_kind_of_search_alone_has_the_other_features_at_nothing() -> None:
    both = candidates({"faq/a": 0.25})

    (by_words,) = evaluation.only([Example(both, "faq/a")], ["words", "parts"])

    assert dict(zip(FEATURES, by_words.candidates.features[0].tolist(), strict=True)) == {
        name: 0.5 if name == "words" else 0.0 for name in FEATURES
    }
    assert both.features[0, 0] == 0.25


def test_kinds_of_search_cover_all_features_between_them() -> None:
    assert {*evaluation.BY_WORDS, *evaluation.BY_MEANING, *evaluation.BY_INTENT} == set(FEATURES)
    assert len(NONE_FEATURES) == 6


async def test_questions_are_searched_as_they_would_be_asked(folder: Folder, encoder: WordEncoder) -> None:
    folder.save("nl/faq/a.md", title="alfa beta")
    folder.save("nl/faq/b.md", title="gamma delta")
    retriever = Retriever(encoder, None, CALIBRATION)
    snapshot = await retriever.build(read_folder(folder.root))
    vectors = await retriever.vectors(["alfa omega"], is_kept=True)
    await retriever.close()

    (found,) = evaluation.search([Asked("Hallo, alfa omega", "nl", "chatty", "faq/a")], vectors, snapshot)

    near = dict(zip(found.candidates.ids, found.candidates.similarities, strict=True))
    assert near == {"faq/a": pytest.approx(0.5), "faq/b": pytest.approx(0.0)}
    assert (found.right, found.quick) == ("faq/a", None)


def test_each_half_is_judged_with_numbers_fitted_on_the_other() -> None:
    """One half's right entries have the highest meaning, the other's the lowest: each is judged by the wrong rule."""
    ids = [f"faq/{letter}" for letter in "abcdefgh"]
    asked = [Asked(f"vraag {number}", "nl", "formal", entry) for number, entry in enumerate(ids * 5)]
    found = []
    for question in asked:
        assert question.right
        own = 1.0 if fold_of(question.right, question.text) else 0.0
        found.append(Example(candidates({question.right: own, "faq/other": 1.0 - own}), question.right))

    judged = evaluation.cross_judged("fake", asked, found)

    assert [one.asked for one in judged] == asked
    assert evaluation.figures(judged).hit_1 == 0.0

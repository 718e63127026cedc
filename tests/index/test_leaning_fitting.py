import numpy as np

from index.leaning import confidences, leaning
from index.leaning_fitting import UNANSWERABLE, Example, another_subject, fit
from index.questions import Asked

IDS = ("a", "b")


def example(right: str | None, *, alone: dict[str, float], near: tuple[str, ...] = ()) -> Example:
    return Example(leaning(IDS, np.array([0.5, 0.4]), alone, {"a": 0.9}, near, points=False), right)


EXAMPLES = [
    *[example("b", alone={"b": 0.6}, near=("b",))] * 4,
    *[example("a", alone={"a": 0.6})] * 4,
    *[example(None, alone={})] * 2,
]


def test_what_answered_the_examples_is_likeliest_under_what_was_fitted() -> None:
    weights = fit(EXAMPLES)

    for one in EXAMPLES[::4]:
        found = confidences(weights, one.known)
        if one.right is None:
            assert found.sum() < 0.5
        else:
            assert one.known.ids[int(found.argmax())] == one.right
            assert found.sum() > 0.5


def test_the_assumed_share_has_no_answer_whatever_there_is_of_it_in_the_examples() -> None:
    blind = leaning(IDS, np.array([0.5, 0.4]), {}, {}, (), points=False)
    examples = [*[Example(blind, "a")] * 30, *[Example(blind, None)] * 3]

    found = confidences(fit(examples), blind)

    assert abs(found.sum() - (1 - UNANSWERABLE)) < 0.02


def test_another_subject_teaches_which_entry_is_meant_and_not_whether_any_is() -> None:
    other = Example(leaning(IDS, np.array([0.5, 0.4]), {"b": 0.9}, {"a": 0.9}, (), points=False), "b", is_another=True)

    weights = fit([*EXAMPLES, *[other] * 8])

    assert weights.ours.keys() == fit(EXAMPLES).ours.keys()
    assert confidences(weights, other.known).argmax() == 1


def test_short_questions_are_asked_behind_one_about_something_else() -> None:
    asked = [
        Asked("wie meldt", "nl", "short", "faq/wie"),
        Asked("wanneer moet een school nu de route melden bij DUO", "nl", "long", "faq/wanneer"),
        Asked("het weer", "nl", "weather", None),
        Asked("who reports", "en", "short", "faq/wie"),
    ]

    (found,) = another_subject(asked)

    assert (found.first, found.second) == (asked[1].text, "en wie meldt")
    assert (found.lang, found.right, found.leans) == ("nl", "faq/wie", False)

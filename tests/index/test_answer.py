import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from index.answer import OPTIONS, Answer, Hit, Outcome, Question, Thresholds, decide
from index.declined_questions import Kind
from index.kinds import COLUMNS, Told
from knowledge.entry import Certainty, Entry, Passage, PassageKind

QUESTION = Question("wie meldt de route")
THRESHOLDS = Thresholds(answer=0.75, likely=0.625, suggest=0.5, margin=0.25, off_topic=0.125)  # exact in binary


def hits(confidences: Sequence[float]) -> tuple[Hit, ...]:
    found = []
    for number, confidence in enumerate(confidences):
        entry = Entry(
            f"faq/{number}", "nl", f"titel {number}", (), (), (), Certainty.SURE, date(2025, 1, 2), None, (), (),
            "Antwoord.", f"nl/faq/{number}.md", 4,
        )  # fmt: skip
        found.append(Hit(entry, Passage(entry, PassageKind.TITLE, entry.title, ""), confidence, confidence))
    return tuple(found)


@pytest.mark.parametrize(
    ("confidences", "outcome", "off_topic"),
    [
        pytest.param([0.9], Outcome.ANSWERED, False, id="one sure hit"),
        pytest.param([0.75], Outcome.ANSWERED, False, id="at answer"),
        pytest.param([0.7499], Outcome.LIKELY, False, id="just under answer"),
        pytest.param([0.5, 0.125], Outcome.LIKELY, False, id="three together at likely"),
        pytest.param([0.5, 0.1249], Outcome.UNSURE, False, id="three together just under likely"),
        pytest.param([0.5, 0.2501], Outcome.UNSURE, False, id="likely, and just within margin"),
        pytest.param([0.75, 0.5], Outcome.ANSWERED, False, id="at margin"),
        pytest.param([0.75, 0.5001], Outcome.UNSURE, False, id="just within margin"),
        pytest.param([0.5], Outcome.UNSURE, False, id="at suggest"),
        pytest.param([0.4999], Outcome.UNKNOWN, False, id="just under suggest"),
        pytest.param([0.25, 0.125, 0.125], Outcome.UNSURE, False, id="three together at suggest"),
        pytest.param([0.25, 0.125, 0.1249], Outcome.UNKNOWN, False, id="three together under suggest"),
        pytest.param([0.125, 0.125, 0.125, 0.125, 0.125], Outcome.UNKNOWN, False, id="a fourth counts for nothing"),
        pytest.param([0.125], Outcome.UNKNOWN, False, id="at off_topic"),
        pytest.param([0.1249], Outcome.UNKNOWN, True, id="just under off_topic"),
        pytest.param([0.0625, 0.0625], Outcome.UNKNOWN, False, id="two together at off_topic"),
        pytest.param([], Outcome.UNKNOWN, True, id="no hits"),
    ],
)
def test_confidences_decide_what_to_tell(confidences: list[float], outcome: Outcome, off_topic: bool) -> None:
    found = hits(confidences)

    answer = decide(QUESTION, "nl", found, THRESHOLDS)

    assert answer == Answer(QUESTION, "nl", outcome, found, off_topic)


def test_other_sections_of_an_entry_do_not_make_it_likelier_that_the_first_is_meant() -> None:
    first, *others = hits([0.5, 0.125])
    beside = replace(others[0], entry=first.entry)

    apart, together = (
        decide(QUESTION, "nl", found, THRESHOLDS).outcome for found in ((first, *others), (first, beside))
    )

    assert (apart, together) == (Outcome.LIKELY, Outcome.UNSURE)


@pytest.mark.parametrize(
    ("confidences", "is_offered"),
    [
        pytest.param([0.25, 0.125], True, id="where nothing else is"),
        pytest.param([0.03], True, id="from the least confidence on"),
        pytest.param([0.0299], False, id="under it"),
        pytest.param([], False, id="without hits"),
    ],
)
def test_hits_that_hold_the_words_of_a_short_question_are_offered(confidences: list[float], is_offered: bool) -> None:
    found = hits(confidences)

    answer = decide(QUESTION, "nl", found, THRESHOLDS, searched=lambda by_title: () if by_title else found[-1:])

    offered = Answer(QUESTION, "nl", Outcome.UNSURE, found[-1:])
    assert answer == (offered if is_offered else Answer(QUESTION, "nl", Outcome.UNKNOWN, found, off_topic=True))


def test_a_question_that_is_clearer_is_not_looked_up_by_its_words() -> None:
    found = hits([0.5])

    assert decide(QUESTION, "nl", found, THRESHOLDS, searched=lambda _: ()).hits == found


def test_hits_whose_titles_hold_the_words_of_a_short_question_are_offered_however_far_they_are() -> None:
    found = hits([0.001, 0.0])

    answer = decide(QUESTION, "nl", found, THRESHOLDS, searched=lambda by_title: found[-1:] if by_title else ())

    assert answer == Answer(QUESTION, "nl", Outcome.UNSURE, found[-1:])


def test_a_title_or_ask_word_for_word_is_answered_however_near_another_is() -> None:
    found = hits([0.4, 0.39])

    assert decide(QUESTION, "nl", found, THRESHOLDS, is_word_for_word=True).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("confidences", "is_crossed", "outcome"),
    [
        pytest.param([0.01, 0.01], False, Outcome.LIKELY, id="else unknown"),
        pytest.param([0.5, 0.5], False, Outcome.LIKELY, id="else offered"),
        pytest.param([0.9], False, Outcome.ANSWERED, id="sure by itself"),
        pytest.param([0.01], True, Outcome.UNKNOWN, id="crossed"),
    ],
)
def test_a_section_s_heading_word_for_word_is_what_is_probably_meant(
    confidences: list[float], is_crossed: bool, outcome: Outcome
) -> None:
    answer = decide(QUESTION, "nl", hits(confidences), THRESHOLDS, is_headed=True, is_crossed=is_crossed)

    assert answer.outcome is outcome


@pytest.mark.parametrize(
    ("confidences", "outcome"),
    [
        pytest.param([0.9], Outcome.UNSURE, id="else answered"),
        pytest.param([0.5, 0.125], Outcome.UNSURE, id="else likely"),
        pytest.param([0.25, 0.125], Outcome.UNKNOWN, id="not near"),
    ],
)
def test_what_names_something_else_than_the_question_is_never_shown_at_once(
    confidences: list[float], outcome: Outcome
) -> None:
    assert decide(QUESTION, "nl", hits(confidences), THRESHOLDS, is_crossed=True).outcome is outcome


def test_what_is_meant_by_other_words_alone_is_shown_and_never_certain() -> None:
    outcomes = [
        decide(QUESTION, "nl", hits([confidence]), THRESHOLDS, is_meant=True).outcome for confidence in (0.99, 0.7, 0.5)
    ]

    assert outcomes == [Outcome.LIKELY, Outcome.LIKELY, Outcome.UNSURE]


def test_a_title_but_for_a_word_is_probably_meant_and_never_certain() -> None:
    outcomes = [
        decide(QUESTION, "nl", hits([confidence]), THRESHOLDS, is_swapped=lambda: True).outcome
        for confidence in (0.99, 0.7, 0.5)
    ]

    assert outcomes == [Outcome.LIKELY, Outcome.LIKELY, Outcome.UNSURE]
    assert decide(QUESTION, "nl", hits([0.5]), THRESHOLDS, is_word_for_word=True, is_swapped=lambda: True).outcome is (
        Outcome.ANSWERED
    )


def test_nothing_is_off_topic_that_is_answered_or_offered() -> None:
    careless = Thresholds(answer=0.5, likely=0.5, suggest=0.25, margin=0.0, off_topic=1.0)

    told = [decide(QUESTION, "nl", hits([confidence]), careless) for confidence in (0.5, 0.25, 0.125)]

    assert [(answer.outcome, answer.off_topic) for answer in told] == [
        (Outcome.ANSWERED, False),
        (Outcome.UNSURE, False),
        (Outcome.UNKNOWN, True),
    ]


def test_a_small_screen_takes_three_options() -> None:
    assert OPTIONS == 3


def test_answer_is_in_the_language_it_was_asked_for_in() -> None:
    found = hits([0.9])

    answer = decide(Question("who registers", "nl"), "en", found, THRESHOLDS)

    assert answer == Answer(Question("who registers", "nl"), "en", Outcome.ANSWERED, found)


def told(kind: Kind | None, probability: float) -> Told:
    """As sure as that of a kind, the rest shared by the others."""
    rest = math.log((1 - probability) / (len(COLUMNS) - 1))
    return Told(tuple(math.log(probability) if column is kind else rest for column in COLUMNS))


@pytest.mark.parametrize("kind", [Kind.PARTICULAR, Kind.ORDERS])
@pytest.mark.parametrize("confidences", [[0.5], [0.1], []], ids=["else options", "else unknown", "else off topic"])
def test_question_on_one_case_or_an_order_is_told_what_it_is(kind: Kind, confidences: list[float]) -> None:
    answer = decide(QUESTION, "nl", hits(confidences), THRESHOLDS, told(kind, 0.75))

    assert (answer.outcome, answer.kind, answer.off_topic) == (Outcome.UNKNOWN, kind, False)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(told(Kind.PARTICULAR, 0.25), id="a guess"),
        pytest.param(told(Kind.HOMONYMS, 0.75), id="a kind that is not told"),
        pytest.param(told(None, 0.75), id="ours"),
    ],
)
def test_nobody_is_told_what_is_a_guess(words: Told) -> None:
    answer = decide(QUESTION, "nl", hits([0.5]), THRESHOLDS, words)

    assert (answer.outcome, answer.kind) == (Outcome.UNSURE, None)


def test_rule_behind_a_question_is_named_where_one_stands_out() -> None:
    clear, mixed = (
        decide(QUESTION, "nl", hits(confidences), THRESHOLDS, told(Kind.PARTICULAR, 0.75))
        for confidences in ([0.25, 0.125], [0.125, 0.125, 0.0625])
    )

    assert (clear.rule, mixed.rule) == (clear.hits[0], None)

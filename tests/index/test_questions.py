from pathlib import Path

import pytest

from index import questions
from index.questions import Asked, Conversation, Message, fold_of

DUTCH = """
["faq/melden"]
formal = ["Wie meldt?"]
typo = ["wie meld", "wie mledt"]

[nothing]
weather = ["regent het?"]
"""
ENGLISH = """
["faq/melden"]
formal = ["Who registers?"]
"""
CONVERSATIONS = """
[nl]
follow_ups = [{ first = "Wie meldt?", second = "en het mbo?", right = "faq/mbo" }]
stand_alone = [{ first = "Wie meldt?", second = "bedankt", kind = "courtesy" }]
two_questions = [{ text = "Wie meldt? Wie tekent?", right = ["faq/melden", "faq/tekenen"] }]
one_question = [{ text = "Wij melden. Mag dat?", right = "faq/melden" }]
"""
FOLLOW_UPS = """
[en]
ours = [{ first = "Who reports?", second = "and when?", right = "faq/when" }]
not_ours = [{ first = "Who reports?", second = "and the weather?" }]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "nl.toml").write_text(DUTCH, "utf-8")
    (tmp_path / "en.toml").write_text(ENGLISH, "utf-8")
    (tmp_path / "conversations.toml").write_text(CONVERSATIONS, "utf-8")
    (tmp_path / "follow_ups.toml").write_text(FOLLOW_UPS, "utf-8")
    (tmp_path / "accepted.toml").write_text("[nl]\nhit_1 = 0.9\n", "utf-8")
    return tmp_path


def test_questions_are_loaded_in_the_order_of_the_files(folder: Path) -> None:
    assert questions.load(folder) == (
        Asked("Who registers?", "en", "formal", "faq/melden"),
        Asked("Wie meldt?", "nl", "formal", "faq/melden"),
        Asked("wie meld", "nl", "typo", "faq/melden"),
        Asked("wie mledt", "nl", "typo", "faq/melden"),
        Asked("regent het?", "nl", "weather", None),
    )


def test_missing_folder_has_no_questions(tmp_path: Path) -> None:
    assert questions.load(tmp_path / "nowhere") == ()
    assert questions.load_conversations(tmp_path / "nowhere") == ()
    assert questions.load_messages(tmp_path / "nowhere") == ()


def test_conversations_are_loaded_with_what_answers_their_second_message(folder: Path) -> None:
    assert questions.load_conversations(folder) == (
        Conversation("Wie meldt?", "en het mbo?", "nl", leans=True, right="faq/mbo"),
        Conversation("Wie meldt?", "bedankt", "nl", leans=False, right=None),
    )


def test_follow_ups_to_fit_on_are_loaded_with_what_answers_them_and_those_that_nothing_answers(folder: Path) -> None:
    assert questions.load_follow_ups(folder) == (
        Conversation("Who reports?", "and when?", "en", leans=True, right="faq/when"),
        Conversation("Who reports?", "and the weather?", "en", leans=True, right=None),
    )


def test_no_follow_up_that_is_fitted_on_is_among_those_that_figures_come_from() -> None:
    measured = {(one.first.casefold(), one.second.casefold()) for one in questions.load_conversations()}
    fitted = {(one.first.casefold(), one.second.casefold()) for one in questions.load_follow_ups()}

    assert fitted
    assert measured.isdisjoint(fitted)


def test_messages_are_loaded_with_an_entry_for_each_of_their_questions(folder: Path) -> None:
    assert questions.load_messages(folder) == (
        Message("Wie meldt? Wie tekent?", "nl", ("faq/melden", "faq/tekenen")),
        Message("Wij melden. Mag dat?", "nl", ("faq/melden",)),
    )


def test_an_entry_lies_in_one_fold_whatever_is_asked(folder: Path) -> None:
    asked = [question for question in questions.load(folder) if question.right]

    assert len({fold_of(question.right, question.text) for question in asked}) == 1


@pytest.mark.parametrize(
    ("entry", "text", "folds", "expected"),
    [
        pytest.param("a", "b", 2, 97 % 2, id="by entry"),
        pytest.param(None, "b", 2, 98 % 2, id="by text where there is no entry"),
        pytest.param("ab", "", 5, (97 + 98) % 5, id="five folds"),
    ],
)
def test_fold_is_told_from_the_entrys_id(entry: str | None, text: str, folds: int, expected: int) -> None:
    assert fold_of(entry, text, folds) == expected

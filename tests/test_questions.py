"""The tuning questions and conversations: about entries that are there, and unknown to all that answers or was trained."""

from collections import Counter
from difflib import SequenceMatcher

import pytest

from index import declined_questions, questions
from index.training.data import beside, phrasings
from knowledge.entry_file import normal
from knowledge.folder import CONTENT, read_folder

ASKED = questions.load()
CONVERSATIONS = questions.load_conversations()
FOLLOW_UPS = questions.load_follow_ups()
MESSAGES = questions.load_messages()
TEXTS = [
    *((question.text, question.lang) for question in ASKED),
    *((text, talk.lang) for talk in CONVERSATIONS for text in (talk.first, talk.second)),
    *((message.text, message.lang) for message in MESSAGES),
    *((talk.second, talk.lang) for talk in FOLLOW_UPS),
]
ENTRIES = read_folder(CONTENT).entries
NEAR = 0.92  # similarity of two texts from which one is a near-copy of the other


def learned() -> dict[str, str]:
    """Every text that is searched or was trained on, by how it is compared."""
    texts = [text for entry in ENTRIES for text in (entry.title, *entry.asks)]
    texts += [text for pairs in phrasings().values() for _, text in pairs]
    texts += [*beside(), *(one.text for one in declined_questions.load())]
    return {normal(text): text for text in texts if normal(text)}


def test_every_question_is_about_an_entry_that_is_there() -> None:
    ids = {entry.id for entry in ENTRIES}

    assert {question.right for question in ASKED if question.right} - ids == set()
    assert {talk.right for talk in (*CONVERSATIONS, *FOLLOW_UPS) if talk.right} - ids == set()
    assert {right for message in MESSAGES for right in message.right} - ids == set()


def test_every_faq_entry_is_asked_for_five_times_in_each_language() -> None:
    counts = Counter((question.right, question.lang) for question in ASKED)

    assert {entry.source for entry in ENTRIES if entry.section == "faq" and counts[entry.id, entry.lang] < 5} == set()


def test_enough_questions_are_to_be_declined() -> None:
    assert sum(question.right is None for question in ASKED) >= 250


@pytest.mark.parametrize(
    ("found", "least"),
    [
        pytest.param(sum(talk.leans for talk in CONVERSATIONS), 60, id="follow-ups"),
        pytest.param(sum(not talk.leans for talk in CONVERSATIONS), 30, id="second messages that stand on their own"),
        pytest.param(sum(len(message.right) == 2 for message in MESSAGES), 20, id="messages with two questions"),
        pytest.param(sum(len(message.right) == 1 for message in MESSAGES), 20, id="long messages with one"),
    ],
)
def test_enough_conversations_are_held(found: int, least: int) -> None:
    assert found >= least


def test_every_follow_up_has_an_answer() -> None:
    assert [talk.second for talk in CONVERSATIONS if talk.leans and talk.right is None] == []


def test_no_conversation_is_held_twice() -> None:
    counts = Counter((talk.first, talk.second) for talk in CONVERSATIONS)

    assert [talk for talk, count in counts.items() if count > 1] == []


def test_no_conversation_is_made_of_tuning_questions() -> None:
    asked = {normal(question.text) for question in ASKED if len(normal(question.text).split()) > 1}
    talked = [text for text, _ in TEXTS[len(ASKED) :]]

    assert [text for text in talked if normal(text) in asked] == []


def test_no_question_is_asked_twice() -> None:
    counts = Counter((question.lang, question.text.strip().casefold()) for question in ASKED)

    assert [text for text, count in counts.items() if count > 1] == []


def test_no_question_stands_among_what_was_learned() -> None:
    known = learned()

    copied = [text for text, _ in TEXTS if normal(text) in known]

    assert copied == []


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_question_is_a_near_copy_of_what_was_learned(lang: str) -> None:
    """Compared where most words are shared; all pairs would take minutes."""
    by_word: dict[str, list[str]] = {}
    for text in learned():
        for word in set(text.split()):
            by_word.setdefault(word, []).append(text)

    copied = []
    for asked, asked_in in TEXTS:
        words = normal(asked).split()
        if asked_in != lang or len(words) < 5:
            continue
        shared = Counter(text for word in set(words) for text in by_word.get(word, ()) if len(by_word[word]) < 2000)
        for text, count in shared.most_common(3):
            if count >= 0.6 * len(set(words)) and SequenceMatcher(None, " ".join(words), text).ratio() >= NEAR:
                copied.append((asked, text))

    assert copied == []

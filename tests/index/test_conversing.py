from collections.abc import Mapping

import pytest

from index import conversing
from index.answer import Answer, Hit, Outcome, Question
from index.conversing import Followed
from index.evaluation import Figures
from index.questions import Asked, Conversation, Message
from knowledge.entry import Entry, Passage, PassageKind
from knowledge.folder import read_folder
from tests.conftest import Folder


class Answerer:
    """Answers by rote: (before, text) → the ids of the hits, best first; what it wasn't taught is unknown."""

    def __init__(self, entries: Mapping[str, Entry], rote: Mapping[tuple[str, str], list[str]]) -> None:
        self._entries = entries
        self._rote = rote
        self.asked: list[Question] = []

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        ids = self._rote.get((question.before, question.text), [])
        hits = tuple(Hit(self._entries[name], self._passage(name), 0.9, 0.9) for name in ids)
        outcome = Outcome.ANSWERED if hits else Outcome.UNKNOWN
        return Answer(question, question.lang, outcome, hits, understood=question.text)

    def ask_each(self, question: Question) -> tuple[Answer, ...]:
        return tuple(self.ask(Question(text, question.lang)) for text in question.text.split(" + "))

    def _passage(self, name: str) -> Passage:
        return Passage(self._entries[name], PassageKind.TITLE, name, "")


@pytest.fixture
def entries(folder: Folder) -> dict[str, Entry]:
    for name in ("a", "b"):
        folder.save(f"nl/{name}.md")
    return {entry.id: entry for entry in read_folder(folder.root).entries}


def test_conversations_are_held_with_and_without_what_came_before(entries: dict[str, Entry]) -> None:
    answerer = Answerer(
        entries,
        {
            ("one", "and two?"): ["a", "b"],  # right, with what came before
            ("", "and two?"): ["b", "a"],
            ("one", "and three?"): ["b", "a"],  # wrong, with what came before
            ("", "three"): ["a"],
            ("one", "three"): ["a"],  # as alone
            ("one", "weather"): ["b"],  # bent
            ("", "wie"): ["a"],
            ("", "wat"): ["b"],
        },
    )
    conversations = [
        Conversation("one", "and two?", "nl", leans=True, right="a"),
        Conversation("one", "and three?", "nl", leans=True, right="a"),
        Conversation("one", "three", "nl", leans=False, right="a"),
        Conversation("one", "weather", "nl", leans=False, right=None),
    ]
    messages = [
        Message("wie + wat", "nl", ("a", "b")),
        Message("wat + wie", "nl", ("a", "b")),
        Message("wie", "nl", ("a",)),
        Message("wie + wat en", "nl", ("a",)),
    ]

    found = conversing.measure(conversations, messages, answerer.ask, answerer.ask_each)

    assert found == Followed(
        follow_ups=Figures(2, 0.5, 1.0, 0.75, 0.5, 1.0, 0.5, 0.0, 0.5, 0.0, 0.0, 0.0),
        by_themselves=Figures(2, 0.0, 0.5, 0.25, 0.0, 0.5, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0),
        stand_alone=2,
        unbent=0.5,
        two=2,
        both=0.5,
        one=2,
        whole=0.5,
    )


def test_of_nothing_all_is_well() -> None:
    answerer = Answerer({}, {})

    found = conversing.measure([], [], answerer.ask, answerer.ask_each)

    assert (found.unbent, found.both, found.whole) == (1.0, 1.0, 1.0)
    assert conversing.share_unbent([], answerer.ask) == conversing.share_whole([], answerer.ask_each) == 1.0


def test_every_conversation_and_message_lies_in_one_half() -> None:
    conversations = [
        Conversation("", text, "nl", leans=bool(right), right=right) for text, right in [("b", "a"), ("b", None)]
    ]
    messages = [Message("", "nl", ("a", "b")), Message("", "nl", ("b",))]

    assert [conversing.of_half(conversations, messages, fold) for fold in (0, 1)] == [
        (conversations[1:], messages[1:]),
        (conversations[:1], messages[:1]),
    ]  # fmt: skip


def test_questions_are_asked_behind_another_of_their_language_where_they_could_lean(entries: dict[str, Entry]) -> None:
    answerer = Answerer(entries, {("wat", "en dat?"): ["a"]})
    asked = [Asked(text, lang, "chatty", "a") for text, lang in [("en dat?", "nl"), ("wat", "nl"), ("and that?", "en")]]

    share = conversing.share_unbent(asked, answerer.ask)

    assert share == pytest.approx(2 / 3)
    assert [question for question in answerer.asked if question.lang == "nl"] == [
        Question("en dat?", "nl"),
        Question("en dat?", "nl", before="wat"),
        Question("wat", "nl"),  # unclear alone
        Question("wat", "nl", before="en dat?"),
    ]


@pytest.mark.parametrize(
    ("outcomes", "names", "expected"),
    [
        ((Outcome.LIKELY, Outcome.UNSURE), ("a", "a"), True),  # of what it was offered, the likeliest is shown
        ((Outcome.LIKELY, Outcome.UNSURE), ("b", "a"), False),
        ((Outcome.LIKELY, Outcome.ANSWERED), ("a", "a"), False),
        ((Outcome.UNSURE, Outcome.UNSURE), ("a", "a"), True),
    ],
)
def test_what_is_unsure_alone_may_be_shown_behind_another_question(
    entries: dict[str, Entry], outcomes: tuple[Outcome, Outcome], names: tuple[str, str], expected: bool
) -> None:
    behind, alone = (
        Answer(
            Question("wie"),
            "nl",
            outcome,
            (Hit(entries[name], Passage(entries[name], PassageKind.TITLE, "", ""), 1, 1),),
        )
        for outcome, name in zip(outcomes, names, strict=True)
    )

    assert conversing.is_unbent(behind, alone) == expected


def test_questions_that_could_be_two_are_sent_as_one_message(entries: dict[str, Entry]) -> None:
    answerer = Answerer(entries, {})
    torn = Asked("Wie meldt de route? Wie + tekent de SOK?", "nl", "context", "a")

    share = conversing.share_whole([torn, Asked("Wie meldt + de route?", "nl", "formal", "a")], answerer.ask_each)

    assert share == 0.5
    assert len(answerer.asked) == 2

"""The week's messages are about what there is, and nothing was learned from them."""

from difflib import SequenceMatcher

from bot.conversation.phrases import load as phrasings
from bot.conversation.training import said
from knowledge.entry_file import normal
from knowledge.folder import CONTENT, read_folder
from tests.house import COMMANDS
from tests.week.__main__ import OFF, PEOPLE, QUESTION, UNHEARD, Led, Message, is_right, load

ENTRIES = read_folder(CONTENT).entries
MESSAGES_OF_THE_WEEK = load()
UNHEARD_OF = load(UNHEARD)
OF_PEOPLE = load(PEOPLE)


def test_every_message_wants_what_there_is() -> None:
    acts = {phrase.label.partition(" ")[2] for phrase in phrasings() if phrase.label.startswith("act ")}
    known = {OFF, QUESTION, *acts, *(entry.id for entry in ENTRIES)}

    wanted = {one for message in (*MESSAGES_OF_THE_WEEK, *UNHEARD_OF, *OF_PEOPLE) for one in message.right}
    assert {one for one in wanted - known if COMMANDS.named(one) is None} == set()
    assert len({message.text for message in MESSAGES_OF_THE_WEEK}) == 200
    assert {message.kind for message in UNHEARD_OF} == {"acts", "deeds"}
    assert len({message.text for message in UNHEARD_OF}) == len(UNHEARD_OF) >= 150
    assert len({message.text for message in OF_PEOPLE}) == len(OF_PEOPLE) >= 1000


def test_no_message_is_a_phrasing_or_an_ask() -> None:
    known = {normal(phrase.text) for phrase in phrasings()}
    known |= {normal(text) for entry in ENTRIES for text in (entry.title, *entry.asks)}
    near = [
        (message.text, text)
        for message in (*MESSAGES_OF_THE_WEEK, *UNHEARD_OF)
        for text in known
        if abs(len(text) - len(message.text)) < 4
        and SequenceMatcher(None, normal(message.text), text).quick_ratio() > 0.95
        and SequenceMatcher(None, normal(message.text), text).ratio() > 0.92
    ]

    assert near == []


def test_nothing_was_learned_from_what_people_say() -> None:
    learned = {normal(phrase.text) for phrase in said.taught()}
    messages = {normal(message.text) for message in (*MESSAGES_OF_THE_WEEK, *UNHEARD_OF, *OF_PEOPLE)}

    assert learned & messages == set()


def test_what_is_none_of_ours_is_right_where_nothing_comes_of_it() -> None:
    [off] = [message for message in MESSAGES_OF_THE_WEEK if message.text == "wat eten we vanavond"]
    nothing, begun = Led(frozenset(), frozenset()), Led(frozenset({"help"}), frozenset())

    assert (is_right(off, nothing), is_right(off, begun)) == (True, False)


def test_a_question_is_right_where_nothing_is_begun() -> None:
    question = Message("nl", (QUESTION,), "hoe nodig je ouders uit")
    offered = Led(frozenset(), frozenset({"faq/wie-tekent-de-sok", "uitnodiging"}))

    assert (is_right(question, offered), is_right(question, Led(frozenset({"uitnodiging"}), frozenset()))) == (
        True,
        False,
    )

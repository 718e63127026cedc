"""The week's messages are about what there is, and nothing was learned from them."""

from difflib import SequenceMatcher

from bot.conversation.phrases import load as phrasings
from knowledge.entry_file import normal
from knowledge.folder import CONTENT, read_folder
from tests.house import COMMANDS
from tests.week.__main__ import OFF, UNHEARD, is_right, load

ENTRIES = read_folder(CONTENT).entries
MESSAGES_OF_THE_WEEK = load()
UNHEARD_OF = load(UNHEARD)


def test_every_message_wants_what_there_is() -> None:
    acts = {phrase.label.partition(" ")[2] for phrase in phrasings() if phrase.label.startswith("act ")}
    known = {OFF, *acts, *(entry.id for entry in ENTRIES)}

    wanted = {one for message in (*MESSAGES_OF_THE_WEEK, *UNHEARD_OF) for one in message.right}
    assert {one for one in wanted - known if COMMANDS.named(one) is None} == set()
    assert len({message.text for message in MESSAGES_OF_THE_WEEK}) == 200
    assert {message.kind for message in UNHEARD_OF} == {"acts and deeds"}
    assert len({message.text for message in UNHEARD_OF}) == len(UNHEARD_OF) >= 150


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


def test_what_is_none_of_ours_is_right_where_nothing_comes_of_it() -> None:
    [off] = [message for message in MESSAGES_OF_THE_WEEK if message.text == "wat eten we vanavond"]

    assert (is_right(off, set()), is_right(off, {"help"})) == (True, False)

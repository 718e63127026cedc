"""Rooms as the conversation holds them: commands, buttons, drafts, links, and what is said to a chat by itself."""

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.conversation.callback_data import MAX_BYTES, RoomPress, parse_room, room_data
from bot.conversation.codes import code_of
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Document, Handler, Pressed, Room, Said, Waiting
from bot.conversation.wording import Wording
from bot.records.drafts import Draft
from bot.records.people import Asker, Keys
from bot.records.questions import Where
from bot.records.records import Records
from bot.rooms.announcements.records import AnnouncementRecords
from index.retriever import Retriever
from knowledge.entry import Entry
from knowledge.folder import read_folder
from tests.bot.rooms.world import Clock
from tests.conftest import Folder
from tests.house import COMMANDS, SHELVES

SAID = Wording()
ANS = Asker("ans", "ans alone", "nl", chat_number=7)
GROUP = Asker("ans", "staff room", "nl", is_group=True, chat_number=-100)


class Echo(Room):
    """Says back what it gets."""

    prefix = "ec"
    takes_words = True

    def __init__(self, records: Records) -> None:
        self.records, self.sent_as, self._say = records, ("", ()), SAID.say

    def handlers(self) -> Mapping[str, Handler]:
        return {"help": self._begin}

    async def _begin(self, said: Said) -> Turn:
        await self.records.drafts.keep(said.asker, self.prefix, "half a word", waits=said.text != "card")
        return _said(f"begun: {said.text}")

    async def presses(self, pressed: Pressed) -> Turn | None:
        return _said(f"pressed {pressed.action} {pressed.number()}") if pressed.action == "go" else None

    async def continues(self, said: Said, draft: Draft) -> Turn:
        turn = _said(f"{draft.body}: {said.text}")
        return turn if self.takes_words or said.text.isdecimal() else turn.unread("unread")

    async def waiting(self, asker: Asker, draft: Draft, lang: str) -> Waiting | None:
        return Waiting(Reply("go on", ((Button("1"),),)), takes_words=self.takes_words)

    async def opens(self, said: Said) -> Turn | None:
        return _said(f"opened {said.text}") if said.text == "here" else None

    async def hears(self, said: Said) -> Turn | None:
        return _said("mine") if said.text.startswith("echo") else None

    async def receives(self, said: Said, document: Document) -> Turn | None:
        return _said(f"{document.name}, {len(await document.fetch())} bytes") if document.name else None

    async def sent(self, word: str, asker: Asker, message_ids: Sequence[int]) -> None:
        self.sent_as = (word, tuple(message_ids))

    def under(self, entry: Entry, lang: str) -> str:
        return f"under {entry.id} in {lang}"


def _said(text: str) -> Turn:
    return Turn((Reply(text),))


class World:
    def __init__(self, retriever: Retriever, records: Records, clock: Clock) -> None:
        self.records, self.clock = records, clock
        house = House(
            retriever, records, SAID, Composer(SAID, username="verbinder_bot"), clock=clock, commands=COMMANDS
        )
        self.room = Echo(records)
        self.conversation = Conversation(house, rooms=(self.room,))

    async def hears(self, text: str, asker: Asker = ANS, **options: Any) -> list[str]:
        turn = await self.conversation.hears(asker, text, Where.PRIVATE, **options)
        return [reply.html for reply in turn.replies]


@pytest.fixture
async def world(folder: Folder, retriever: Retriever) -> AsyncIterator[World]:
    folder.save("nl/faq/a.md", title="alfa beta", body="een", checked="2025-01-02")
    for name in ("melden", "tekenen"):
        folder.save(f"nl/faq/{name}.md", title=f"leerroute mbo {name}", body="twee", checked="2025-01-02")
    await retriever.refresh(read_folder(folder.root))
    clock = Clock(datetime(2026, 11, 24, 8, tzinfo=UTC))
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES, clock=clock)
    await records.open()
    yield World(retriever, records, clock)
    await records.close()


async def test_text_that_a_draft_waits_for_goes_to_its_room(world: World) -> None:
    await world.hears("/help now")

    assert await world.hears("the rest") == ["half a word: the rest"]


async def test_draft_of_another_chat_waits_for_nothing_here(world: World) -> None:
    await world.hears("/help now", GROUP)

    assert await world.hears("echo") == ["mine"]


async def test_draft_that_waits_for_a_button_leaves_questions_alone(world: World) -> None:
    await world.hears("/help card")

    assert "<b>alfa beta</b>" in (await world.hears("alfa beta"))[0]


@pytest.mark.parametrize("words", ["stop", "Laat maar.", "annuleer", "cancel"])
async def test_draft_ends_when_somebody_says_so(world: World, words: str) -> None:
    await world.hears("/help now")

    assert await world.hears(words) == [SAID.say("draft_ended", "nl")]
    assert await world.records.drafts.of(ANS) is None


@pytest.mark.parametrize("command", ["/stop", "/annuleer", "/cancel"])
async def test_command_to_stop_ends_what_is_begun(world: World, command: str) -> None:
    await world.hears("/help now")

    assert await world.hears(command) == [SAID.say("draft_ended", "nl")]
    assert await world.hears(command) == [SAID.say("nothing_begun", "nl")]


@pytest.mark.parametrize("asked", ["alfa beta?", "bron?", "kan ik iemand spreken?"])
@pytest.mark.parametrize("takes_words", [True, False])
async def test_question_in_the_middle_is_answered_and_asked_again_is_what_was_asked(
    world: World, asked: str, takes_words: bool
) -> None:
    world.room.takes_words = takes_words
    await world.hears("/help now")

    said = await world.hears(asked)

    assert (len(said), said[-1]) == (2, f"{SAID.say('goes_on', 'nl')}\n\ngo on")
    assert await world.hears("12") == ["half a word: 12"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("2", "<b>"), ("de eerste", "<b>"), ("the second", "<b>"), ("geen van deze", "Dan heb ik het antwoord niet.")],
)
async def test_number_in_the_middle_is_that_of_the_options_that_were_just_shown(
    world: World, typed: str, shown: str
) -> None:
    await world.hears("/help now")
    options = await world.hears("hoe gaat leerroute mbo?")
    assert options[0].startswith(SAID.say("unsure", "nl"))

    said = await world.hears(typed)

    assert said[0].startswith(shown)
    assert said[-1] == f"{SAID.say('goes_on', 'nl')}\n\ngo on"
    assert await world.hears("2") == ["half a word: 2"]


@pytest.mark.parametrize(("at", "shown"), [(0, "<b>"), (-1, "Dan heb ik het antwoord niet.")])
async def test_tapped_option_in_the_middle_has_what_was_asked_below_it(world: World, at: int, shown: str) -> None:
    await world.hears("/help now")
    options = await world.conversation.hears(ANS, "hoe gaat leerroute mbo?", Where.PRIVATE)
    picks = [b.data for row in options.replies[0].rows for b in row if b.data]

    turn = await world.conversation.presses(ANS, picks[at], Where.PRIVATE)

    assert turn.replies[0].html.startswith(shown)
    assert turn.replies[-1].html == f"{SAID.say('goes_on', 'nl')}\n\ngo on"
    assert await world.hears("2") == ["half a word: 2"]


async def test_related_entry_in_the_middle_has_what_was_asked_below_it(world: World) -> None:
    await world.hears("/help now")

    turn = await world.conversation.presses(ANS, f"show:{code_of('faq/a')}", Where.PRIVATE)

    assert turn.replies[-1].html == f"{SAID.say('goes_on', 'nl')}\n\ngo on"


async def test_number_that_was_the_answer_after_all_is_one_tap_away(world: World) -> None:
    await world.hears("/help now")
    await world.hears("hoe gaat leerroute mbo?")
    await world.hears("2")

    turn = await world.conversation.presses(ANS, "mine", Where.PRIVATE)

    assert [reply.html for reply in turn.replies] == ["half a word: 2"]


async def test_link_that_is_no_answer_may_be_shared_and_the_form_goes_on(world: World) -> None:
    await world.hears("/help now")

    turn = await world.conversation.hears(ANS, "https://example.org/a", Where.PRIVATE)

    assert [reply.html for reply in turn.replies] == [
        SAID.say("rather_this", "nl"),
        f"{SAID.say('goes_on', 'nl')}\n\ngo on",
    ]
    assert turn.replies[0].rows[0][0].data == "do:link:0:0"
    assert await world.hears("the rest") == ["half a word: the rest"]


async def test_word_that_names_nothing_is_no_name(world: World) -> None:
    await world.hears("/help now")

    assert await world.hears("bedankt") == ["“bedankt” kan ik hier niet lezen.\n\ngo on"]


async def test_form_ends_where_somebody_says_so_in_other_words(world: World) -> None:
    await world.hears("/help now")

    assert await world.hears("vergeet het maar") == [SAID.say("draft_ended", "nl")]
    assert await world.records.drafts.of(ANS) is None


async def test_question_in_the_middle_may_have_been_an_answer(world: World) -> None:
    await world.hears("/help now")
    await world.hears("alfa beta?")

    said = await world.conversation.presses(ANS, "mine", Where.PRIVATE)
    again = await world.conversation.presses(ANS, "mine", Where.PRIVATE)

    assert said.replies[0].html == "half a word: alfa beta?"
    assert again.toast == SAID.say("old_button", "nl")


async def test_what_is_asked_of_nothing_known_is_an_answer(world: World) -> None:
    await world.hears("/help now")

    assert await world.hears("kan het in lokaal 3?") == ["half a word: kan het in lokaal 3?"]


@pytest.mark.parametrize("number", ["2", "de tweede"])
async def test_number_where_nothing_is_offered_is_told_so(world: World, number: str) -> None:
    assert await world.hears(number) == [SAID.say("nothing_to_choose", "nl")]


async def test_draft_is_over_after_an_hour(world: World) -> None:
    await world.hears("/help now")
    world.clock.now += timedelta(minutes=61)

    assert await world.hears("echo") == ["mine"]


async def test_wis_takes_drafts_along(world: World) -> None:
    await world.hears("/help now", GROUP)

    await world.records.forget("ans", "ans alone")

    assert await world.records.drafts.of(GROUP) is None


async def test_edited_message_is_for_no_room(world: World) -> None:
    await world.hears("/help now")

    assert "half a word" not in "".join(await world.hears("alfa beta", edited=1))


async def test_link_to_the_bot_opens_its_room(world: World) -> None:
    assert await world.hears("/start ec_here") == ["opened here"]


async def test_link_to_nothing_is_told_to_be_old(world: World) -> None:
    assert (await world.hears("/start ec_there"))[0] == SAID.say("old_link", "nl")


async def test_room_shows_its_lines_under_an_answer(world: World) -> None:
    [answer] = await world.hears("alfa beta")

    assert answer.endswith("\n\nunder faq/a in nl")


@pytest.mark.parametrize(
    ("data", "replies", "has_toast"),
    [
        ("ec.go:12", ("pressed go 12",), False),
        ("ec.go:x", ("pressed go None",), False),
        ("ec.gone:12", (), True),
        ("no.go:12", (), True),
    ],
    ids=["its own", "no number", "an action that it doesn't know", "another room"],
)
async def test_button_goes_to_its_room(world: World, data: str, replies: tuple[str, ...], has_toast: bool) -> None:
    turn = await world.conversation.presses(ANS, data, Where.PRIVATE)

    assert (tuple(reply.html for reply in turn.replies), bool(turn.toast)) == (replies, has_toast)


async def test_file_goes_to_the_room_that_takes_it(world: World) -> None:
    async def fetch() -> bytes:
        return b"abc"

    turn = await world.conversation.receives(ANS, Document("a.md", 3, "", fetch), Where.PRIVATE)

    assert [reply.html for reply in turn.replies] == ["a.md, 3 bytes"]


async def test_room_is_told_what_its_turn_was_sent_as(world: World) -> None:
    await world.conversation.sent(ANS, Turn((Reply("card"),), kept_as=("ec", "7")), (41, 42))

    assert world.room.sent_as == ("7", (41, 42))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("agr.done:12", RoomPress("agr", "done", ("12",))),
        ("lnk.topic:12:T001", RoomPress("lnk", "topic", ("12", "T001"))),
        ("agr.done", RoomPress("agr", "done", ())),
        ("good:12", None),
        ("agr.done:", None),
        ("agr.done:a b", None),
        ("agr.done:é", None),
        ("agr.done:" + ":".join("1234567"), None),
        ("agr.done:12\n", None),
    ],
)
def test_data_of_a_room_is_read_back(data: str, expected: RoomPress | None) -> None:
    assert parse_room(data) == expected


def test_data_that_no_button_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="no button holds"):
        room_data("agr", "done", "x" * MAX_BYTES)


async def test_chat_that_nothing_is_to_be_said_to_is_forgotten_in_the_end(world: World) -> None:
    wanted, digest = Asker("bep", "bep alone", "nl", chat_number=8), Asker("cas", "cas alone", "nl", chat_number=9)
    for asker in (ANS, wanted, digest):
        await world.records.chats.keep(asker, "nl")
    await world.records.shelf(AnnouncementRecords).subscribe(wanted.chat)
    await world.records.chats.set_digest(digest, is_wanted=True)
    world.clock.now += timedelta(days=91)

    await world.records.expire(90)

    kept = [chat.chat for asker in (ANS, wanted, digest) if (chat := await world.records.chats.of(asker.chat))]
    assert kept == [wanted.chat, digest.chat]


async def test_language_that_is_chosen_is_that_of_what_comes_by_itself(world: World) -> None:
    await world.records.chats.keep(ANS, "nl")

    await world.conversation.presses(ANS, "lang:en", Where.PRIVATE)

    kept = await world.records.chats.of(ANS.chat)
    assert kept is not None
    assert kept.lang == "en"

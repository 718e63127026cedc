"""The conversation as people have it, without a network: the real records in memory, an encoder of words."""

import secrets
from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Any

import pytest

from bot import rooms as all_rooms
from bot.conversation import talk
from bot.conversation.answering import SHRUG
from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.codes import code_of
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.memory import KEPT_S, PIECE_S, Memory
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Around, Document
from bot.conversation.wording import Wording
from bot.records.people import Asker, Keys, Role
from bot.records.questions import Where
from bot.records.records import Records
from bot.rooms.unanswered.records import UnansweredRecords
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.house import COMMANDS, SHELVES, kept_of

SAID = Wording()
ANS = Asker("ans", "ans alone", "nl")
BERT = Asker("bert", "bert alone", "en")
GROUP = Asker("ans", "staff room", "nl", is_group=True)
ADMIN = Asker("chef", "chef alone", "nl", role=Role.ADMIN)
CODE = code_of("faq/a")


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class World:
    """A conversation over three entries, and what is remembered of it."""

    def __init__(self, retriever: Retriever, records: Records) -> None:
        self.records, self.clock = records, Clock()
        composer = Composer(SAID, contact="DUO", username="verbinder_bot", is_inline=True)
        house = House(retriever, records, SAID, composer, retention_days=90, commands=COMMANDS)
        self.conversation = Conversation(house, Memory(self.clock), all_rooms.build(house))

    async def hears(self, text: str, asker: Asker = ANS, **options: Any) -> Turn:
        return await self.conversation.hears(asker, text, Where.PRIVATE, **options)

    async def presses(self, press: Press | str, asker: Asker = ANS) -> Turn:
        data = press if isinstance(press, str) else data_of(press)
        return await self.conversation.presses(asker, data, Where.PRIVATE)


@pytest.fixture
async def world(folder: Folder, retriever: Retriever) -> AsyncIterator[World]:
    folder.save("nl/faq/a.md", title="alfa beta", body="een", checked="2025-01-02", topics=["T001"])
    folder.save("nl/faq/b.md", title="gamma delta", body="twee", checked="2025-01-02", topics=["T001"])
    folder.save("nl/guidelines/g.md", title="zeta eta", body="Vooraf.\n\n## Kop\n\nTekst.", checked="2025-01-02")
    await retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES)
    await records.open()
    yield World(retriever, records)
    await records.close()


def titles(turn: Turn) -> list[str]:
    """The first lines of a turn's messages."""
    return [reply.html.partition("\n")[0] for reply in turn.replies]


def pressable(turn: Turn) -> list[str]:
    return [button.data for reply in turn.replies for row in reply.rows for button in row if button.data]


async def test_what_hears_talk_knows_which_words_the_folder_holds_now(
    world: World, retriever: Retriever, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Callable[[str], bool]] = []
    monkeypatch.setattr(talk, "shipped", lambda _, is_held: given.append(is_held) or talk.Talk())
    World(retriever, world.records)
    before = [given[0](word) for word in ("beta", "stage")]
    folder.save("nl/faq/c.md", title="Hoe lang duurt een stage?", body="drie", checked="2025-01-02", topics=["T001"])
    await retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))
    assert (before, given[0]("stages")) == ([True, False], True)


async def test_question_is_answered_with_its_verdict_and_noted(world: World) -> None:
    turn = await world.hears("alfa beta")

    assert titles(turn) == ["<b>alfa beta</b>"]
    assert turn.asked is not None
    assert f"good:{turn.asked}" in pressable(turn)
    assert await world.records.shelf(UnansweredRecords).waiting(9) == ()


async def test_unsure_question_offers_options_and_keeps_its_words(world: World) -> None:
    turn = await world.hears("alfa gamma")

    assert titles(turn) == [SAID.say("unsure", "nl")]
    assert [(one.words, one.chosen) for one in await world.records.shelf(UnansweredRecords).waiting(9)] == [
        ("alfa gamma", None)
    ]


async def test_tapping_an_option_answers_it_and_tells_the_admins(world: World) -> None:
    turn = await world.hears("alfa gamma")

    chosen = await world.presses(Press(Kind.PICK, code=CODE, number=turn.asked or 0))

    assert titles(chosen) == ["<b>alfa beta</b>"]
    assert [(one.words, one.chosen) for one in await world.records.shelf(UnansweredRecords).waiting(9)] == [
        ("alfa gamma", "faq/a")
    ]


async def test_none_of_these_says_whom_to_ask(world: World) -> None:
    turn = await world.hears("alfa gamma")

    answer = await world.presses(Press(Kind.NONE, number=turn.asked or 0))

    assert answer.replies[0].html == SAID.say("none_chosen", "nl", contact="Vraag het aan DUO.")


async def test_option_of_somebody_else_is_answered_and_changes_nothing(world: World) -> None:
    turn = await world.hears("alfa gamma")

    chosen = await world.presses(Press(Kind.PICK, code=CODE, number=turn.asked or 0), BERT)

    assert titles(chosen) == ["<b>alfa beta</b>"]
    assert [one.chosen for one in await world.records.shelf(UnansweredRecords).waiting(9)] == [None]
    assert not any(data.startswith("good:") for data in pressable(chosen))


async def test_another_subject_gets_a_kind_sentence(world: World) -> None:
    turn = await world.hears("omega psi chi")

    assert [reply.html for reply in turn.replies] == [SAID.say("off_topic", "nl")]


@pytest.mark.parametrize(
    ("text", "lang", "key"),
    [
        ("hoi", "nl", "hello"),
        ("👋", "nl", "hello"),
        ("dank je wel!", "nl", "welcome_back"),
        ("thanks a lot", "en", "welcome_back"),
    ],
)
async def test_courtesy_is_answered_in_kind_and_not_noted(world: World, text: str, lang: str, key: str) -> None:
    turn = await world.hears(text)

    assert ([reply.html for reply in turn.replies], turn.asked) == ([SAID.say(key, lang)], None)
    assert await kept_of(world.records, "ans") == 0


@pytest.mark.parametrize(
    ("verdict", "toast", "unanswered", "confirmed"),
    [(Kind.GOOD, "thanks_good", [], ["alfa beta"]), (Kind.BAD, "thanks_bad", ["alfa beta"], [])],
    ids=["good", "bad"],
)
async def test_words_of_an_answered_question_are_kept_with_a_verdict(
    world: World, verdict: Kind, toast: str, unanswered: list[str], confirmed: list[str]
) -> None:
    turn = await world.hears("alfa beta")

    answer = await world.presses(Press(verdict, number=turn.asked or 0))

    assert answer == Turn(toast=SAID.say(toast, "nl"))
    assert [one.words for one in await world.records.shelf(UnansweredRecords).waiting(9)] == unanswered
    assert [one.words for one in await world.records.questions.confirmed()] == confirmed


async def test_verdict_of_somebody_else_is_not_counted(world: World) -> None:
    turn = await world.hears("alfa beta")

    answer = await world.presses(Press(Kind.BAD, number=turn.asked or 0), BERT)

    assert answer == Turn(toast=SAID.say("verdict_not_yours", "en"))
    assert await world.records.shelf(UnansweredRecords).waiting(9) == ()


async def test_edited_question_is_noted_in_place_of_what_it_was(world: World) -> None:
    first = await world.hears("omega psi chi")

    second = await world.hears("alfa beta", edited=first.asked)

    assert (titles(second), second.asked) == (["<b>alfa beta</b>"], first.asked)
    assert await world.records.shelf(UnansweredRecords).waiting(9) == ()
    assert await kept_of(world.records, "ans") == 1


async def test_question_before_is_remembered_for_ten_minutes(world: World) -> None:
    await world.hears("alfa beta")
    memory = world.conversation._memory

    at_once = memory.before("ans", "ans alone")
    world.clock.now_s = KEPT_S + 1

    assert (at_once, memory.before("ans", "ans alone")) == ("alfa beta", "")


# --- commands


async def test_start_says_what_it_is_and_offers_four_examples(world: World) -> None:
    turn = await world.hears("/start")

    assert turn.replies[0].html == f"{SAID.say('start', 'nl')}\n\n{SAID.say('privacy_hint', 'nl')}"
    assert pressable(turn) == ["ask:0", "ask:1", "ask:2", "ask:3"]


async def test_link_opens_its_entry(world: World) -> None:
    turn = await world.hears(f"/start {CODE}")

    assert titles(turn) == ["<b>alfa beta</b>"]
    assert await world.records.questions.most_asked(9) == ("faq/a",)


@pytest.mark.parametrize("code", ["0" * 16, "../../etc/passwd", "<b>", "' or 1=1 --", "x" * 64])
async def test_link_with_junk_gets_a_word_and_the_first_screen(world: World, code: str) -> None:
    turn = await world.hears(f"/start {code}")

    assert [reply.html for reply in turn.replies] == [
        SAID.say("old_link", "nl"),
        f"{SAID.say('start', 'nl')}\n\n{SAID.say('privacy_hint', 'nl')}",
    ]


@pytest.mark.parametrize(
    ("text", "asker", "key"),
    [
        ("/help", ANS, "help"),
        ("/privacy", ANS, "privacy"),
        ("/taal", ANS, "language"),
        ("/language", BERT, "language"),
        ("/wis", ANS, "forget_ask"),
        ("/erase", BERT, "forget_ask"),
        ("/onderwerpen", ANS, "topics"),
        ("/vraag", ANS, "empty_ask"),
        ("/onbeantwoord", ADMIN, "unanswered_none"),
        ("/problemen", ADMIN, "problems_none"),
    ],
)
async def test_commands_answer_in_the_language_of_the_app(world: World, text: str, asker: Asker, key: str) -> None:
    turn = await world.hears(text, asker)

    said = SAID.say(key, asker.lang, days=90, count=3)
    assert turn.replies[0].html.startswith(said.partition("\n")[0])


async def test_ask_command_asks_what_stands_behind_it(world: World) -> None:
    assert titles(await world.hears("/vraag alfa beta")) == ["<b>alfa beta</b>"]


@pytest.mark.parametrize("text", ["/onbeantwoord", "/problemen", "/herlaad", "/unanswered", "/nonsense", "/<b>", "/"])
async def test_command_of_a_role_one_does_not_have_is_answered_as_unknown(world: World, text: str) -> None:
    turn = await world.hears(text)

    command = text.replace("<", "&lt;").replace(">", "&gt;")
    assert [reply.html for reply in turn.replies] == [SAID.say("unknown_command", "nl", command=command)]


async def test_chosen_language_counts_from_then_on(world: World) -> None:
    chosen = await world.presses(Press(Kind.SPEAK, lang="en"))
    after = await world.hears("/help")

    assert chosen == Turn((Reply(SAID.say("language_set", "en")),), replaces=True)
    assert after.replies[0].html.startswith("<b>How it works</b>")


# --- forgetting


async def test_everything_about_a_person_goes_after_confirmation_alone(world: World) -> None:
    await world.hears("alfa gamma")
    await world.presses(Press(Kind.SPEAK, lang="en"))
    await world.hears("alfa gamma", BERT)

    asked = await world.hears("/wis")
    before = await kept_of(world.records, "ans")
    done = await world.presses(Press(Kind.FORGET))

    assert [button.data for row in asked.replies[0].rows for button in row] == ["wis", "keep"]
    assert before == 2
    assert done == Turn((Reply(SAID.say("forgotten", "en", count=2)),), replaces=True)
    assert (await kept_of(world.records, "ans"), await kept_of(world.records, "bert")) == (0, 1)
    assert world.conversation._memory.before("ans", "ans alone") == ""


async def test_changing_ones_mind_erases_nothing(world: World) -> None:
    await world.hears("alfa gamma")

    turn = await world.presses(Press(Kind.KEEP))

    assert turn == Turn((Reply(SAID.say("kept", "nl")),), replaces=True)
    assert await kept_of(world.records, "ans") == 1


async def test_forged_press_in_a_group_erases_nothing(world: World) -> None:
    await world.hears("alfa gamma")

    turn = await world.presses(Press(Kind.FORGET), GROUP)

    assert turn == Turn(toast=SAID.say("only_in_private", "nl", command="/wis"))
    assert await kept_of(world.records, "ans") == 1


# --- groups


async def test_in_a_group_a_sure_answer_is_given(world: World) -> None:
    assert titles(await world.hears("/vraag alfa beta", GROUP)) == ["<b>alfa beta</b>"]


@pytest.mark.parametrize("text", ["/vraag alfa gamma", "alfa gamma", "omega psi chi"])
async def test_in_a_group_it_is_silent_when_unsure(world: World, text: str) -> None:
    turn = await world.hears(text, GROUP)

    assert (turn.replies, turn.reaction) == ((), SHRUG)


async def test_in_a_group_the_asker_alone_may_hear_what_may_be_meant(world: World) -> None:
    unsure, unknown = await world.hears("alfa gamma", GROUP), await world.hears("omega psi chi", GROUP)

    assert unsure.whisper is not None
    assert unsure.whisper.html == SAID.say("aside_unsure", "nl")
    urls = [button.url for row in unsure.whisper.rows for button in row]
    assert f"https://t.me/verbinder_bot?start={CODE}" in urls
    assert unknown.whisper is not None
    assert (unknown.whisper.html.split(".")[0], unknown.whisper.rows) == ("<i>Alleen u ziet dit", ())


@pytest.mark.parametrize("text", ["/nonsense", "/onbeantwoord"])
async def test_in_a_group_other_commands_are_another_bots_affair(world: World, text: str) -> None:
    assert await world.hears(text, GROUP) == Turn()


# --- buttons


@pytest.mark.parametrize(
    ("press", "first_line"),
    [
        (Press(Kind.SHOW, code=CODE), "<b>alfa beta</b>"),
        (Press(Kind.SECTION, code=code_of("guidelines/g"), number=1), "<b>zeta eta</b>"),
        (Press(Kind.SECTION, code=code_of("guidelines/g"), number=999), "<b>zeta eta</b>"),
        (Press(Kind.CONTENTS, code=code_of("guidelines/g")), "<b>zeta eta</b>"),
        (Press(Kind.TOPIC, topic="T001"), "<b>Verschil met de gewone overgang</b>"),
        (Press(Kind.GROUPS), "<b>Onderwerpen</b>"),
        (Press(Kind.GROUP), "<b>Wat is het</b>"),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Press) else "",
)
async def test_button_leads_where_it_says(world: World, press: Press, first_line: str) -> None:
    assert titles(await world.presses(press)) == [first_line]


@pytest.mark.parametrize(
    "data",
    ["", "nonsense", "show:1", "wis:all", "x" * 5000, "grp:99:0", "ask:99", "\u202eshow", "show:" + "g" * 16],
)
async def test_button_that_is_not_ours_gets_a_kind_word(world: World, data: str) -> None:
    assert await world.presses(data) == Turn(toast=SAID.say("old_button", "nl"))


@pytest.mark.parametrize("kind", [Kind.SHOW, Kind.PICK, Kind.SECTION, Kind.CONTENTS])
async def test_button_of_an_entry_that_is_gone_says_so(world: World, kind: Kind) -> None:
    turn = await world.presses(Press(kind, code="0" * 16))

    assert [reply.html for reply in turn.replies] == [SAID.say("gone", "nl")]


async def test_verdict_on_a_question_long_gone_changes_nothing(world: World) -> None:
    turn = await world.presses(Press(Kind.BAD, number=10**12))

    assert turn == Turn(toast=SAID.say("verdict_not_yours", "nl"))


# --- into other chats


async def test_words_find_entries_to_share_and_none_those_asked_for_most(world: World) -> None:
    await world.hears("gamma delta")

    found = await world.conversation.shared(ANS, "alfa beta", 10)
    most = await world.conversation.shared(ANS, "", 1)

    assert [entry.id for entry, _ in found][:1] == ["faq/a"]
    assert [entry.id for entry, _ in most] == ["faq/b"]


async def test_another_subject_finds_nothing_to_share(world: World) -> None:
    assert await world.conversation.shared(ANS, "omega psi chi", 10) == ()


# --- what a question stands beside


async def test_question_beside_another_that_nothing_was_told_of_is_a_button(world: World) -> None:
    turn = await world.hears("wat is alfa beta? olifant taxi zwembad?")
    [data] = [one for one in pressable(turn) if one.startswith("also")]

    assert titles(turn) == ["<b>alfa beta</b>"]
    assert titles(await world.presses(data)) != ["<b>alfa beta</b>"]
    assert (await world.presses("also:99:0")).toast == SAID.say("old_button", "nl")


async def test_three_questions_get_three_answers(world: World) -> None:
    turn = await world.hears("wat is alfa beta? wat is gamma delta? wat is zeta eta?")

    assert titles(turn) == ["<b>alfa beta</b>", "<b>gamma delta</b>", "<b>zeta eta</b>"]


async def test_reply_of_a_colleague_is_about_the_answer_that_it_replies_to(world: World) -> None:
    turn = await world.hears("alfa beta", GROUP)
    await world.records.questions.replied(turn.asked or 0, 5, [6, 7])
    bert = Asker("bert", "staff room", "nl", is_group=True)

    of_it = await world.hears("bron?", bert, around=Around("een", 7))
    of_another = await world.hears("bron?", bert, around=Around("een", 8))

    assert titles(of_it) == ["<b>alfa beta</b>"]
    assert of_another.replies[0].html == SAID.say("act_nothing_before", "nl")
    assert await world.conversation._answering._leaning.before(bert, "nl", Around("een", 7)) == "alfa beta"


async def test_what_is_quoted_is_what_is_asked_about(world: World) -> None:
    assert await world.conversation._answering._leaning.before(ANS, "nl", Around("een", 7, "twee")) == "twee"
    assert titles(await world.hears("/vraag", around=Around("iets over gamma delta", None, "gamma delta"))) == [
        "<b>gamma delta</b>"
    ]


async def test_text_over_the_limit_is_said_to_be_cut(world: World) -> None:
    cut, whole = await world.hears("alfa beta " * 61), await world.hears("alfa beta " * 59)

    assert [SAID.say("message_cut", "nl") in turn.replies[-1].html for turn in (cut, whole)] == [True, False]


async def test_message_in_two_pieces_is_one_question(world: World) -> None:
    first = await world.hears("alfa taxi")
    turn = await world.hears("beta alfa beta")

    assert titles(first) != ["<b>alfa beta</b>"]
    assert titles(turn) == ["<b>alfa beta</b>"]


@pytest.mark.parametrize(
    ("first", "wait_s"), [("alfa gamma", PIECE_S + 1), ("alfa gamma?", 0)], ids=["long ago", "a sentence by itself"]
)
async def test_messages_that_are_no_pieces_of_one_stand_alone(world: World, first: str, wait_s: float) -> None:
    await world.hears(first)
    world.clock.now_s += wait_s

    assert world.conversation._memory.piece_before(ANS.person, ANS.chat) is None


async def test_link_with_words_around_it_is_what_the_words_ask(world: World) -> None:
    turn = await world.hears("alfa beta https://duo.nl/een/twee drie")

    assert titles(turn) == titles(await world.hears("alfa beta drie"))


async def test_guest_answers_only_what_it_is_sure_of(world: World) -> None:
    sure = await world.conversation.asked_as_guest(ANS, "alfa beta")
    unsure = await world.conversation.asked_as_guest(ANS, "alfa gamma")

    assert sure.html.startswith("<b>alfa beta</b>")
    assert unsure.html == SAID.say("guest_unsure", "nl")
    assert unsure.rows[0][0].url == "https://t.me/verbinder_bot"
    assert await world.records.shelf(UnansweredRecords).waiting(9) == ()


async def test_question_under_a_file_that_no_room_takes_is_answered(world: World) -> None:
    async def fetch() -> bytes:
        return b""

    turn = await world.conversation.receives(ANS, Document("a.zip", 1, "alfa beta", fetch), Where.PRIVATE)

    picture = await world.conversation.receives(ANS, None, Where.PRIVATE, caption="alfa beta")
    nothing = await world.conversation.receives(ANS, None, Where.PRIVATE, caption="zwemles voor olifanten")

    assert turn.replies[0].html.startswith(f"{SAID.say('file_unread', 'nl')}\n\n<b>alfa beta</b>")
    assert picture.replies[0].html == turn.replies[0].html
    assert nothing.replies[0].html == SAID.say("only_text", "nl")

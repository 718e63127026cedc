"""The bot as a process of its own, against the Bot API server of the house: conversations, kills, faults, hostile input.

Tests that read alone share one process, and each of them has people of its own.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from tests.bot_api import BotApi, Message, Person, Refused, Trouble
from tests.bot_process import BotProcess, free_port, small_knowledge

pytestmark = pytest.mark.asyncio(loop_scope="module")

SIGNING = "Wie tekent de samenwerkingsovereenkomst?"
REGISTERING = "Waar melden we een doorlopende leerroute?"
VMBO, MBO = "Wat kost een les voor het vmbo?", "Wat kost een les voor het mbo?"
ON_BUTTONS = ["1. … vmbo?", "2. … mbo?"]  # of these two
SIGNED = "De besturen tekenen & dateren haar."
ADMIN = 900
FLOODER = 87
FIGURES = "whoever-shows-this-sees-figures"
SHOWS_TOKEN = {"Authorization": f"Bearer {FIGURES}"}


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_knowledge(tmp_path_factory.mktemp("knowledge"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(knowledge: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BotProcess]:
    """A bot that polls, tells all it can in its log, and serves /health; ended after the last test of this module."""
    with free_port() as port:
        settings = {"PORT": str(port), "METRICS_TOKEN": FIGURES, "ADMIN_IDS": str(ADMIN), "CONTACT": "het loket"}
    async with BotApi() as telegram:
        bot = BotProcess(telegram, knowledge, tmp_path_factory.mktemp("shared") / "var", **settings)
        await bot.start()
        yield bot
        await bot.kill()


@pytest.fixture
def telegram(shared: BotProcess) -> BotApi:
    """The server of the shared bot."""
    return shared.telegram


@pytest_asyncio.fixture(loop_scope="module")
async def alone(knowledge: Path, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """A bot with a server to itself, not started yet."""
    async with BotApi() as telegram:
        bot = BotProcess(telegram, knowledge, tmp_path / "var")
        yield bot
        await bot.kill()
        assert_log_is_clean(bot, ())


def assert_log_is_clean(bot: BotProcess, words: tuple[str, ...]) -> None:
    """No token, no traceback, and nothing that somebody said."""
    log = bot.log.lower()
    secret = bot.telegram.token.partition(":")[2].lower()
    found = [what for what in (secret, "traceback", *(word.lower() for word in words)) if what in log]
    assert found == [], bot.log[-3000:]


async def asked(telegram: BotApi, person: Person, text: str, timeout_s: float = 20) -> Message:
    """The answer to a question in private."""
    before = len(person.replies)
    person.says(text)
    return await telegram.answers(person, before + 1, timeout_s)


async def stays_quiet(telegram: BotApi, person: Person, text: str = SIGNING) -> None:
    """Wait until whatever came before has been handled: somebody else's question, answered after it."""
    await asked(telegram, person, text)


# --- the conversation


async def test_start_says_what_it_is_and_offers_examples(telegram: BotApi) -> None:
    asker = telegram.person(10)

    asker.starts()

    screen = await telegram.answers(asker)
    assert "automatische assistent" in screen.text
    assert "/privacy" in screen.text
    assert len(screen.labels) == 4
    asker.presses(screen.labels[1][0])
    assert (await telegram.answers(asker, 2)).has("bold") == SIGNING


async def test_question_is_answered_with_source_date_and_buttons(telegram: BotApi) -> None:
    asker = telegram.person(11)

    answer = await asked(telegram, asker, "wie tekent de samenwerkingsovereenkomst")

    assert answer.has("bold") == SIGNING
    assert answer.text == f"{SIGNING}\n\n{SIGNED}\n\nBronnen:\n• Handreiking\nGecontroleerd op 22 november 2026"
    assert answer.links == ("https://example.org/handreiking",)
    assert answer.labels == ((REGISTERING,), ("👍 Dit helpt", "👎 Helpt niet", "Deel"))


async def test_details_stand_in_a_quotation_that_expands(telegram: BotApi) -> None:
    answer = await asked(telegram, telegram.person(12), REGISTERING)

    assert answer.has("expandable_blockquote") == "Meer weten\n\nDat kan het hele jaar."


async def test_english_question_is_answered_in_english(telegram: BotApi) -> None:
    asker = telegram.person(13, language_code="en-GB")

    answer = await asked(telegram, asker, "Where do we register a continuing learning route?")

    assert answer.text.startswith(
        "Where do we register a continuing learning route?\n\nYou register the route with DUO."
    )
    assert "Checked on 22 November 2026" in answer.text


async def test_tapped_option_is_answered(telegram: BotApi) -> None:
    asker = telegram.person(14)
    options = await asked(telegram, asker, "kosten les")
    assert [row[0] for row in options.labels][:2] == ON_BUTTONS

    press = asker.presses(ON_BUTTONS[1])

    answer = await telegram.answers(asker, 2)
    assert (answer.has("bold"), "tien euro" in answer.text) == (MBO, True)
    await telegram.until(lambda: press.is_answered)


async def test_none_of_these_says_whom_to_ask(telegram: BotApi) -> None:
    asker = telegram.person(15)
    options = await asked(telegram, asker, "kosten les")

    asker.presses(options.labels[-1][0])

    assert "het loket" in (await telegram.answers(asker, 2)).text


async def test_verdict_is_acknowledged(telegram: BotApi) -> None:
    asker = telegram.person(16)
    await asked(telegram, asker, SIGNING)

    presses = [asker.presses("👍 Dit helpt"), asker.presses("👎 Helpt niet")]

    await telegram.until(lambda: all(press.is_answered for press in presses))
    assert all(press.toast for press in presses)


async def test_follow_up_is_understood_with_the_question_before(telegram: BotApi) -> None:
    asker = telegram.person(17)
    await asked(telegram, asker, VMBO)

    answer = await asked(telegram, asker, "en voor het mbo?")

    assert (MBO in answer.text, "tien euro" in answer.text) == (True, True)


async def test_off_topic_gets_a_kind_sentence(telegram: BotApi) -> None:
    answer = await asked(telegram, telegram.person(18), "Wat wordt het weer morgen?")

    assert answer.text.startswith("Daar ga ik niet over.")


async def test_edited_question_edits_its_answer(telegram: BotApi) -> None:
    asker = telegram.person(19)
    question = asker.says(SIGNING)
    answer = await telegram.answers(asker)

    asker.edits(question, REGISTERING)

    await telegram.until(lambda: answer.has("bold") == REGISTERING)
    assert len(asker.replies) == 1


async def test_what_is_no_text_gets_a_sentence(telegram: BotApi) -> None:
    asker = telegram.person(20)

    asker.sends_photo("foto van de muur")
    asker.sends_voice()
    asker.sends_sticker()
    asker.sends_document()
    asker.sends(location={"latitude": 52.0, "longitude": 5.0})

    await telegram.answers(asker, 5, 20)
    assert {message.text.partition(":")[0] for message in asker.replies} == {"Ik kan alleen getypte vragen lezen"}


async def test_long_answer_is_cut_at_a_block_and_has_its_buttons_last(telegram: BotApi) -> None:
    asker = telegram.person(21)
    asker.says("Welke stappen zet een school in het eerste jaar?")

    await telegram.until(lambda: asker.replies and asker.last.labels, 20)

    first, *_, last = asker.replies
    assert (first.labels, last.text.startswith("Stap ")) == ((), True)
    together = "\n\n".join(message.text for message in asker.replies)
    assert [f"Stap {step} " in together for step in range(16)] == [True] * 16


async def test_topics_are_walked_by_buttons(telegram: BotApi) -> None:
    asker = telegram.person(22)
    groups = await asked(telegram, asker, "/onderwerpen")

    asker.presses(groups.labels[0][0])
    await telegram.until(lambda: len(groups.versions) == 2)
    asker.presses(groups.labels[0][0])

    entries = await telegram.answers(asker, 2)
    assert (SIGNING,) in entries.labels


async def test_chosen_language_is_kept(telegram: BotApi) -> None:
    asker = telegram.person(23)
    await asked(telegram, asker, "/taal")

    asker.presses("English")

    await telegram.until(lambda: "English" in asker.last.text)
    assert (await asked(telegram, asker, REGISTERING)).text.startswith("Where do we register")


async def test_forgetting_asks_first(telegram: BotApi) -> None:
    asker = telegram.person(24)
    await asked(telegram, asker, SIGNING)
    await asked(telegram, asker, "/wis")

    asker.presses("Ja, wis alles")

    await telegram.until(lambda: "gewist" in asker.last.text and not asker.last.labels)


async def test_forgetting_waits_for_nothing_that_was_asked_before(telegram: BotApi) -> None:
    """With thirty questions to a chat that takes a message a second, and twenty a minute for one person."""
    asker, other = telegram.person(96), telegram.person(97)
    for _ in range(30):
        asker.says(SIGNING)
    asker.says("/wis")
    await telegram.until(lambda: any("Alles over u wissen?" in one.text for one in asker.replies), 20)
    answered_before = len(asker.replies) - 1

    asker.presses("Ja, wis alles")
    await telegram.until(lambda: any("is gewist" in one.text for one in asker.replies), 20)
    count = len(asker.replies)
    for number in range(3):
        await asked(telegram, other, (SIGNING, REGISTERING, SIGNING)[number])

    assert answered_before < 10
    assert len(asker.replies) <= count + 1  # one was being sent


async def test_menus_are_set_for_each_audience_and_language(telegram: BotApi) -> None:
    await telegram.until(lambda: (("all_group_chats",), "en") in telegram.menus, 20)

    names = {key: [name for name, _ in commands] for key, commands in telegram.menus.items()}
    assert "onderwerpen" in names[("all_private_chats",), "nl"]
    assert "topics" in names[("all_private_chats",), "en"]
    assert "vraag" in names[("all_group_chats",), "nl"]
    assert "vraag" not in names[("all_private_chats",), "nl"]


# --- sharing


async def test_link_to_an_entry_opens_it(telegram: BotApi) -> None:
    sharer, asker = telegram.person(30), telegram.person(31)
    inline = sharer.asks_inline("wie tekent de samenwerkingsovereenkomst")
    await telegram.until(lambda: inline.is_answered)
    shared_message = sharer.picks(inline.results[0])
    link = shared_message.buttons[-1]["url"]

    asker.starts(link.partition("start=")[2])

    assert SIGNED in shared_message.text
    assert (await telegram.answers(asker)).has("bold") == SIGNING


async def test_inline_answers_are_few_fresh_and_personal(telegram: BotApi) -> None:
    asker = telegram.person(32)
    inline = asker.asks_inline("kosten les vmbo")
    await telegram.until(lambda: inline.is_answered)
    empty = asker.asks_inline("")  # not before: of what somebody types on the newest alone is answered

    await telegram.until(lambda: empty.is_answered)

    assert 1 <= len(inline.results) <= 10
    assert inline.cache_s <= 60
    assert empty.results != ()


# --- groups


async def test_group_is_answered_where_the_bot_is_asked(telegram: BotApi) -> None:
    asker, other = telegram.person(40), telegram.person(41)
    group = telegram.group(-1000000000040, [asker, other])
    question = asker.says(f"/vraag {SIGNING}", in_=group)
    await telegram.until(lambda: group.replies)
    answer = group.replies[0]

    other.says(REGISTERING, in_=group, to=answer)

    await telegram.until(lambda: len(group.replies) == 2)
    assert (answer.has("bold"), answer.to) == (SIGNING, question)
    assert group.replies[1].has("bold") == REGISTERING


async def test_new_group_hears_once_how_to_ask(telegram: BotApi) -> None:
    asker = telegram.person(46)
    group = telegram.group(-1000000000046, [asker], is_new=True)
    await telegram.until(lambda: group.replies)

    telegram.tell_membership(group, "left", "member")
    asker.says(f"/vraag {SIGNING}", in_=group)

    await telegram.until(lambda: len(group.replies) == 2)
    assert "/vraag" in group.replies[0].text
    assert group.replies[1].has("bold") == SIGNING


async def test_group_is_left_in_peace(telegram: BotApi) -> None:
    """Unsure, addressed to another bot, or not addressed at all: no message, whatever privacy mode lets through."""
    asker, other = telegram.person(42), telegram.person(43)
    group = telegram.group(-1000000000042, [asker, other], is_bot_admin=True)
    asker.says("/vraag kosten les", in_=group)
    asker.says(f"/vraag@another_bot {SIGNING}", in_=group)
    asker.says(SIGNING, in_=group)
    asker.says(f"@another_bot {SIGNING}", in_=group)
    asker.sends_photo(in_=group)

    mention = other.says(f"@verbinder_bot {SIGNING}", in_=group)

    await telegram.until(lambda: group.replies)
    assert [message.to for message in group.replies] == [mention]


async def test_group_that_becomes_a_supergroup_gets_its_answer_there(telegram: BotApi) -> None:
    asker = telegram.person(44)
    group = telegram.group(-44, [asker], is_supergroup=False)
    telegram.fail(Trouble.SLOW, "sendMessage", when=lambda call: call.chat_id == "-44", delay_s=0.5)
    asker.says(f"/vraag {SIGNING}", in_=group)
    await telegram.until(lambda: [call for call in telegram.calls("sendMessage") if call.chat_id == "-44"])

    moved = group.moves()

    await telegram.until(lambda: moved.replies)
    assert moved.replies[0].has("bold") == SIGNING


# --- what Telegram does to a bot


@pytest.mark.parametrize(
    ("number", "trouble", "times"),
    [
        (50, Trouble.FLOOD, 2),
        (51, Trouble.ERROR, 2),
        (52, Trouble.BAD_GATEWAY, 2),
        (53, Trouble.GARBAGE, 1),
        (54, Trouble.LOST, 2),
        (55, Trouble.SLOW, 1),
    ],
)
async def test_answer_comes_once_whatever_befalls_it(
    telegram: BotApi, number: int, trouble: Trouble, times: int
) -> None:
    asker = telegram.person(number)
    met = telegram.fail(trouble, "sendMessage", times=times, when=lambda call: call.chat_id == str(number))

    answer = await asked(telegram, asker, SIGNING, 30)

    await stays_quiet(telegram, telegram.person(number + 1000))
    assert len(met.met) == times
    assert (answer.has("bold"), len(asker.replies)) == (SIGNING, 1)


@pytest.mark.parametrize(("number", "trouble"), [(60, Trouble.LOST_AFTER), (61, Trouble.ERROR_AFTER)])
async def test_answer_that_came_through_unheard_is_said_twice_at_most(
    telegram: BotApi, number: int, trouble: Trouble
) -> None:
    """Nobody can tell whether it came through: once more is better than not at all."""
    asker = telegram.person(number)
    telegram.fail(trouble, "sendMessage", when=lambda call: call.chat_id == str(number))

    await asked(telegram, asker, SIGNING, 30)

    await telegram.until(lambda: len(asker.replies) == 2, 20)
    await stays_quiet(telegram, asker, REGISTERING)
    assert [message.has("bold") for message in asker.replies] == [SIGNING, SIGNING, REGISTERING]


@pytest.mark.parametrize(
    ("number", "trouble"),
    [(70, Trouble.ERROR), (71, Trouble.LOST), (72, Trouble.GARBAGE), (73, Trouble.FLOOD), (74, Trouble.LOST_AFTER)],
)
async def test_polls_that_fail_lose_no_question(telegram: BotApi, number: int, trouble: Trouble) -> None:
    asker = telegram.person(number)
    met = telegram.fail(trouble, "getUpdates", times=2)

    for question in (SIGNING, REGISTERING, VMBO):
        await asked(telegram, asker, question, 40)

    met.left = 0
    assert met.met
    assert [message.has("bold") for message in asker.replies] == [SIGNING, REGISTERING, VMBO]


async def test_conflict_passes(telegram: BotApi) -> None:
    """Another process polls for a while, as during a deploy."""
    asker = telegram.person(75)
    refusal = Refused(
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", 409
    )
    telegram.fail(Trouble.REFUSED, "getUpdates", times=2, refusal=refusal)

    assert (await asked(telegram, asker, SIGNING, 40)).has("bold") == SIGNING


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        (80, Refused("Forbidden: bot was blocked by the user", 403)),
        (81, Refused("Forbidden: user is deactivated", 403)),
        (82, Refused("Bad Request: chat not found")),
        (83, Refused("Bad Request: SOMETHING_NOBODY_FORESAW")),
    ],
    ids=lambda value: value.description if isinstance(value, Refused) else str(value),
)
async def test_who_takes_no_messages_holds_nobody_up(telegram: BotApi, number: int, refusal: Refused) -> None:
    gone, other = telegram.person(number), telegram.person(number + 1000)
    met = telegram.fail(
        Trouble.REFUSED, "sendMessage", times=99, when=lambda call: call.chat_id == str(number), refusal=refusal
    )

    gone.says(SIGNING)
    await asked(telegram, other, SIGNING)
    await telegram.until(lambda: met.met)
    met.left = 0

    gone.says(REGISTERING)
    await telegram.until(lambda: gone.replies and gone.last.has("bold") == REGISTERING, 20)


async def test_markup_that_telegram_refuses_is_sent_plain(telegram: BotApi) -> None:
    asker = telegram.person(84)
    refusal = Refused('Bad Request: can\'t parse entities: Unsupported start tag "tg-new" at byte offset 0')
    telegram.fail(Trouble.REFUSED, "sendMessage", when=lambda call: call.chat_id == "84", refusal=refusal)

    answer = await asked(telegram, asker, SIGNING)

    assert (SIGNED in answer.text, answer.said.entities) == (True, ())


async def test_press_that_is_acknowledged_too_late_is_answered_all_the_same(telegram: BotApi) -> None:
    asker = telegram.person(85)
    await asked(telegram, asker, "kosten les")
    refusal = Refused("Bad Request: query is too old and response timeout expired or query ID is invalid")
    telegram.fail(Trouble.REFUSED, "answerCallbackQuery", refusal=refusal)

    asker.presses(ON_BUTTONS[1])

    assert (await telegram.answers(asker, 2)).has("bold") == MBO


async def test_edit_that_changes_nothing_is_no_trouble(telegram: BotApi) -> None:
    asker = telegram.person(86)
    question = asker.says(SIGNING)
    await telegram.answers(asker)

    asker.edits(question, SIGNING.lower())

    await stays_quiet(telegram, asker, REGISTERING)
    assert [message.has("bold") for message in asker.replies] == [SIGNING, REGISTERING]


async def test_others_are_served_while_somebody_floods(telegram: BotApi) -> None:
    flooder, other = telegram.person(FLOODER), telegram.person(88)
    for at in range(25):
        flooder.says(f"{SIGNING} {at}")

    await asked(telegram, other, SIGNING, 5)

    assert len(flooder.replies) < 20


# --- hostile input

NASTY = {
    "4,096 angle brackets": "<" * 4096,
    "half a tag": "<b>wie tekent</i> & <script>alert(1)</script>",
    "control characters": "wie\x00 \x07tekent\x1b[31m de\u0085 overeenkomst\x7f",
    "right to left": "\u202ewie tekent\u202c \u200f\u2066de overeenkomst\u2069",
    "nothing to see": "\u200b\u200d\ufeff \u00a0",
    "emoji": "👩‍👩‍👧‍👦" * 500,
    "combining marks": "e" + "\u0301" * 4000,
    "SQL": "'; DROP TABLE questions; --",
    "placeholders": "{contact} %s ${HOME} {0.__class__}",
    "a link with junk": "/start ../../etc/passwd<b>",
    "a link of 64": "/start " + "a" * 64,
    "a command of 4,000": "/" + "x" * 4000,
    "a bare slash": "/",
    "two commands": "/vraag /wis",
    "an admin's command": "/onbeantwoord",
    "another admin's command": "/problemen",
    "lone surrogate": "wie \ud800 tekent",
}


@pytest.mark.parametrize(("at", "text"), list(enumerate(NASTY.values())), ids=list(NASTY))
async def test_nasty_message_is_answered_calmly(telegram: BotApi, at: int, text: str) -> None:
    asker = telegram.person(100 + at, first_name="<b>&\u202e</b>")
    refused_before = len([call for call in telegram.calls("sendMessage") if call.code == 400])
    asker.says(text)

    answer = await asked(telegram, asker, SIGNING, 30)

    await telegram.until(lambda: asker.last.has("bold") == SIGNING)
    assert [call.answer for call in telegram.calls("sendMessage") if call.code == 400][refused_before:] == []
    said = "\n".join(message.text for message in asker.replies)
    assert "Traceback" not in said
    assert "Er ging iets mis" not in said
    assert answer is not None


FORGED = {
    "nonsense": "x",
    "huge": "show:" + "a" * 5000,
    "unknown entry": "show:0123456789abcdef",
    "verdict on a question of another": "good:1",
    "number out of all bounds": "bad:999999999999999",
    "negative page": "grps:-1",
    "far page": "grp:999999:999999",
    "language of nowhere": "lang:zz",
    "other digits": "good:١",
    "fields too many": "wis:1:2:3",
    "control characters": "show:\x00\n",
}


@pytest.mark.parametrize(("at", "data"), list(enumerate(FORGED.values())), ids=list(FORGED))
async def test_forged_press_is_acknowledged_and_does_nothing(telegram: BotApi, at: int, data: str) -> None:
    asker = telegram.person(140 + at)
    answer = await asked(telegram, asker, SIGNING)

    press = asker.forges(data, of=answer)

    await telegram.until(lambda: press.is_answered)
    await asked(telegram, asker, REGISTERING)
    assert answer.has("bold") == SIGNING
    assert all("Er ging iets mis" not in message.text for message in asker.replies)


async def test_press_under_a_message_of_long_ago_is_answered(telegram: BotApi) -> None:
    """Telegram then names the message without showing it."""
    asker = telegram.person(160)
    options = await asked(telegram, asker, "kosten les")
    button = options.button(ON_BUTTONS[1])
    asker.deletes(options)

    asker.presses(button, of=options)

    assert (await telegram.answers(asker)).has("bold") == MBO


async def test_admins_commands_are_for_admins(telegram: BotApi) -> None:
    admin, asker = telegram.person(ADMIN), telegram.person(161)
    await asked(telegram, asker, "kosten les")

    admin.says("/onbeantwoord")
    shown = await telegram.answers(admin, 2)
    refused = await asked(telegram, asker, "/onbeantwoord")

    assert "kosten les" in shown.text
    assert "ken ik niet" in refused.text


# --- kills


async def test_questions_before_a_kill_and_while_the_bot_is_down_are_answered_once(alone: BotProcess) -> None:
    telegram = alone.telegram
    before, meanwhile = telegram.person(7), telegram.person(8)
    await alone.start()
    lost = telegram.fail(Trouble.LOST, "sendMessage", times=999)
    before.says(SIGNING)
    await telegram.until(lambda: lost.met and not telegram.pending)

    await alone.kill()
    lost.left = 0
    meanwhile.says(SIGNING)
    await alone.start()

    for asker in (before, meanwhile):
        await telegram.answers(asker, timeout_s=30)
        await asked(telegram, asker, REGISTERING)
        assert [message.has("bold") for message in asker.replies] == [SIGNING, REGISTERING]


async def test_answer_in_flight_at_a_kill_is_said_twice_at_most(alone: BotProcess) -> None:
    telegram = alone.telegram
    asker = telegram.person(7)
    await alone.start()
    telegram.fail(Trouble.SLOW_AFTER, "sendMessage", delay_s=3)
    asker.says(SIGNING)
    await telegram.answers(asker)

    await alone.kill()
    await alone.start()

    asker.says(REGISTERING)
    await telegram.until(lambda: asker.last.has("bold") == REGISTERING, 30)
    assert [message.has("bold") for message in asker.replies][:-1] in ([SIGNING], [SIGNING] * 2)


async def test_crowd_is_answered_across_a_kill_and_nobody_hears_twice_what_was_seen_sent(alone: BotProcess) -> None:
    telegram = alone.telegram
    askers = [telegram.person(at) for at in range(1, 41)]
    await alone.start()
    for asker in askers:
        asker.says(SIGNING)
    await telegram.until(lambda: sum(bool(asker.replies) for asker in askers) >= 12, 30)

    await alone.kill()
    await asyncio.sleep(0.2)
    seen = {call.chat_id for call in telegram.calls("sendMessage") if call.is_ok}
    latest = sorted(call.answered_s or 0 for call in telegram.calls("sendMessage"))[-1]
    in_flight = {call.chat_id for call in telegram.calls("sendMessage") if (call.answered_s or latest) > latest - 0.25}
    await alone.start()

    await telegram.until(lambda: all(asker.replies for asker in askers), 30)
    await asked(telegram, telegram.person(99), SIGNING)
    twice = {str(asker.id) for asker in askers if len(asker.replies) > 1}
    assert twice <= in_flight
    assert all(len(asker.replies) <= 2 for asker in askers)
    assert seen


async def test_update_that_comes_again_is_handled_once_also_after_a_sigterm(alone: BotProcess) -> None:
    """What is in hand at the signal is finished, within ten seconds, and not done again."""
    telegram = alone.telegram
    asker = telegram.person(7)
    await alone.start()
    asker.says(SIGNING)
    update = telegram.queue[0].update
    await telegram.answers(asker, timeout_s=30)
    telegram.tell_again(update)
    await asked(telegram, asker, REGISTERING)
    telegram.fail(Trouble.SLOW, "sendMessage", delay_s=1)
    calls = len(telegram.calls("sendMessage"))
    asker.says(VMBO)
    await telegram.until(lambda: len(telegram.calls("sendMessage")) > calls)

    status, took_s = await alone.stop()

    assert (status, took_s < 10) == (0, True)
    telegram.tell_again(update)
    await alone.start()
    await asked(telegram, asker, MBO)
    assert [message.has("bold") for message in asker.replies] == [SIGNING, REGISTERING, VMBO, MBO]


async def test_two_processes_that_overlap_answer_each_question_once(alone: BotProcess, knowledge: Path) -> None:
    """As in a deploy: the new one starts while the old one is still there, on the same folder."""
    telegram = alone.telegram
    new = BotProcess(telegram, knowledge, alone.var)
    askers = [telegram.person(at) for at in range(1, 13)]
    await alone.start()
    try:
        await new.start()
        for asker in askers[:6]:
            asker.says(SIGNING)
        updates = [pending.update for pending in telegram.queue if "message" in pending.update]
        await telegram.until(lambda: sum(bool(asker.replies) for asker in askers) >= 3, 30)
        for update in updates:  # the other one gets them too, as where neither has confirmed them yet
            telegram.tell_again(update)
        status, _ = await alone.stop()
        for update in updates:
            telegram.tell_again(update)
        for asker in askers[6:]:
            asker.says(SIGNING)

        await telegram.until(lambda: all(asker.replies for asker in askers), 60)

        await asked(telegram, telegram.person(99), SIGNING, 30)
        assert [len(asker.replies) for asker in askers] == [1] * 12
        assert status == 0
    finally:
        await new.kill()


# --- starting and stopping


async def test_bot_that_starts_without_telegram_answers_once_it_is_there(alone: BotProcess) -> None:
    telegram = alone.telegram
    telegram.is_unreachable = True
    asker = telegram.person(7)
    asker.says(SIGNING)
    await alone.launch()
    await telegram.until(lambda: len(telegram.journal) >= 2, 60)

    telegram.is_unreachable = False

    assert (await telegram.answers(asker, timeout_s=60)).has("bold") == SIGNING


async def test_refused_token_is_said_and_ends_the_process(alone: BotProcess) -> None:
    alone.environment["BOT_TOKEN"] = "123456789:AAanothertokenanothertokenanothertok"
    with pytest.raises(AssertionError, match="ended while it started"):
        await alone.start()

    assert "@BotFather" in alone.log
    assert "anothertoken" not in alone.log
    assert "Unclosed" not in alone.log


# --- webhook


async def fetch(url: str, body: Any = None, **headers: str) -> tuple[int, str]:
    """(status, text)"""
    request = HTTPRequest(url, "GET" if body is None else "POST", headers, None if body is None else json.dumps(body))
    response = await AsyncHTTPClient().fetch(request, raise_error=False)
    return response.code, response.body.decode()


async def test_webhook_takes_updates_from_telegram_alone(alone: BotProcess) -> None:
    telegram = alone.telegram
    with free_port() as port:
        alone.environment |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "PORT": str(port), "METRICS_TOKEN": FIGURES}
    early, asker, forged = telegram.person(7), telegram.person(8), telegram.person(9)
    early.says(SIGNING)
    await alone.start()
    hook = telegram.webhook
    assert hook is not None
    await telegram.answers(early, timeout_s=30)

    asker.says(SIGNING)
    update = telegram.queue[-1].update
    await telegram.answers(asker, timeout_s=30)
    await telegram.until(lambda: not telegram.pending)
    secret = {"X-Telegram-Bot-Api-Secret-Token": hook.secret, "Content-Type": "application/json"}
    again = await fetch(hook.url, update, **secret)
    forgery = {"update_id": 1, "message": forged.chat.json() | {"message_id": 1, "date": 0, "text": SIGNING}}
    codes = [
        (await fetch(hook.url, forgery))[0],
        (await fetch(hook.url, forgery, **{"X-Telegram-Bot-Api-Secret-Token": "guess"}))[0],
        (await fetch(hook.url, "no update", **secret))[0] >= 500,
    ]
    health, metrics = (
        await fetch(f"http://127.0.0.1:{port}/health"),
        await fetch(f"http://127.0.0.1:{port}/metrics", **SHOWS_TOKEN),
    )
    status, took_s = await alone.stop()

    assert (again[0], codes) == (200, [403, 403, False])
    assert len(asker.replies) == 1
    assert len(hook.secret) >= 16
    assert health[0] == 200
    assert 'outcome="answered"' in metrics[1]
    assert (status, took_s < 10) == (0, True)
    assert telegram.webhook is not None


async def test_webhook_updates_survive_a_kill(alone: BotProcess) -> None:
    telegram = alone.telegram
    with free_port() as port:
        alone.environment |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "PORT": str(port)}
    asker = telegram.person(7)
    await alone.start()
    lost = telegram.fail(Trouble.LOST, "sendMessage", times=999)
    asker.says(SIGNING)
    await telegram.until(lambda: lost.met and not telegram.pending)

    await alone.kill()
    lost.left = 0
    await alone.start()

    await telegram.answers(asker, timeout_s=30)
    await stays_quiet(telegram, asker, REGISTERING)
    assert len(asker.replies) == 2


# --- what can't be read


@pytest.mark.parametrize("has_webhook", [False, True], ids=["polling", "webhook"])
async def test_updates_that_cannot_be_read_keep_nobody_from_an_answer(alone: BotProcess, has_webhook: bool) -> None:
    telegram = alone.telegram
    alone.environment["ADMIN_IDS"] = str(ADMIN)
    if has_webhook:
        with free_port() as port:
            alone.environment |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "PORT": str(port)}
    await alone.start()
    askers = [telegram.person(10 + at) for at in range(8)]
    for at, asker in enumerate(askers):
        telegram.tell("message", {"message_id": 1, "from": asker.user, "text": "geheime woorden"}, asker.id)
        telegram.tell("callback_query", {"id": f"{at}", "data": ["geheime woorden"]}, asker.id)
        asker.says(SIGNING)
    for asker in askers:
        await telegram.answers(asker, timeout_s=30)
    await telegram.until(lambda: not telegram.pending)
    await alone.stop()
    await alone.start()
    admin = telegram.person(ADMIN)
    admin.says("/problemen")
    await telegram.until(lambda: any("niet kon lezen (16)" in one.text for one in admin.replies), 30)

    _, shapes = telegram.files[admin.last.extra["document"]["file_id"]]
    assert [len(asker.replies) for asker in askers] == [1] * 8
    assert alone.log.count("can't be read") == 16
    assert len(json.loads(shapes)) == 5
    assert b"geheim" not in shapes
    assert_log_is_clean(alone, ("geheime woorden",))


# --- groups with topics, and who speaks as the group


async def test_long_answer_stays_in_its_topic_where_general_is_closed(telegram: BotApi) -> None:
    asker = telegram.person(92)
    group = telegram.group(-1_000_000_000_092, [asker], is_forum=True)
    topic = group.opens_topic("Vragen")
    group.is_general_closed = True

    asker.says("/vraag Welke stappen zet een school in het eerste jaar?", in_=group, topic=topic)
    await telegram.until(lambda: len(group.replies) >= 2, 20)

    assert {message.thread for message in group.replies} == {topic.id}
    assert group.replies[-1].buttons


@pytest.mark.parametrize(
    ("at", "command"),
    [(0, "/afspraak lijst sturen, over drie weken, team Zorg"), (1, "/afspraak")],
    ids=["whole", "asked"],
)
async def test_anonymous_admin_finishes_what_they_began_as_the_group(telegram: BotApi, at: int, command: str) -> None:
    admin, other = telegram.person(93), telegram.person(94)
    group = telegram.group(-1_000_000_000_093 - at, [admin, other])
    group.admins[admin.id] = True

    admin.says(command, in_=group, is_anonymous=True)
    await telegram.until(lambda: group.replies, 20)
    if command == "/afspraak":
        admin.says("lijst sturen, over drie weken, team Zorg", in_=group, to=group.replies[-1], is_anonymous=True)
        await telegram.until(lambda: len(group.replies) == 2, 20)
    card = group.replies[-1]
    refused = other.presses("✅ Klopt", of=card)
    await telegram.until(lambda: refused.is_answered, 20)
    admin.presses("✅ Klopt", of=card)

    await telegram.until(lambda: "Afgesproken" in card.text, 20)
    assert "Alleen wie deze afspraak begon" in refused.toast


async def test_name_of_the_bot_in_reply_to_a_colleague_asks_what_that_one_said(telegram: BotApi) -> None:
    ans, bep = telegram.person(176), telegram.person(177)
    group = telegram.group(-1_000_000_000_176, [ans, bep], is_forum=True, is_bot_admin=True)
    topic = group.opens_topic("Vragen")
    said = ans.says(SIGNING, in_=group, topic=topic)

    bep.says("@verbinder_bot", in_=group, to=said)

    await telegram.until(lambda: any(SIGNED in one.text for one in group.replies), 20)
    assert {one.thread for one in group.replies} == {topic.id}


async def test_question_that_is_edited_until_it_is_meant_for_the_bot_is_answered(telegram: BotApi) -> None:
    ans = telegram.person(178)
    group = telegram.group(-1_000_000_000_178, [ans], is_bot_admin=True)
    said = ans.says("wie tekent dat ding", in_=group)

    ans.edits(said, f"@verbinder_bot {SIGNING}")

    await telegram.until(lambda: any(SIGNED in one.text for one in group.replies), 20)


async def test_edited_caption_edits_its_answer(telegram: BotApi) -> None:
    asker = telegram.person(179)
    photo = asker.sends_photo(SIGNING)
    answer = await telegram.answers(asker, 1, 20)

    asker.edits(photo, REGISTERING)

    await telegram.until(lambda: answer.has("bold") == REGISTERING, 20)
    assert len(asker.replies) == 1


async def test_edit_in_the_middle_of_a_form_changes_the_card(telegram: BotApi) -> None:
    asker = telegram.person(95)
    await asked(telegram, asker, "/afspraak")
    typed = asker.says("lijst sturen, over drie weken, team Zorg")
    card = await telegram.answers(asker, 2, 20)

    asker.edits(typed, "lijsten sturen, over vier weken, team Techniek")

    await telegram.until(lambda: "lijsten sturen" in card.text and "team Techniek" in card.text, 20)
    assert len(asker.replies) == 2


# --- what the shared process leaves behind; these stand last


async def test_who_flooded_was_told_so_once(telegram: BotApi) -> None:
    flooder = telegram.person(FLOODER)
    if not flooder.replies:
        pytest.skip("nobody has flooded: the test that does so was not run")

    await telegram.until(lambda: any(message.text.startswith("U stuurt veel") for message in flooder.replies), 60)

    told = [message for message in flooder.replies if message.text.startswith("U stuurt veel")]
    assert (len(told), len(flooder.replies) >= 20) == (1, True)


async def test_health_and_metrics_are_served_while_polling(shared: BotProcess) -> None:
    port = shared.environment["PORT"]
    await asked(shared.telegram, shared.telegram.person(170), SIGNING)

    health, metrics = (
        await fetch(f"http://127.0.0.1:{port}/health"),
        await fetch(f"http://127.0.0.1:{port}/metrics", **SHOWS_TOKEN),
    )

    assert health[0] == 200
    assert 'outcome="answered"' in metrics[1]
    assert "170" not in [part for line in metrics[1].splitlines() for part in line.split('"')]


async def test_log_of_a_whole_run_has_no_token_no_words_and_no_traceback(shared: BotProcess) -> None:
    """At DEBUG, after everything above."""
    asker = shared.telegram.person(171, first_name="Zonnebloemkwekerij")
    words = ("Kwispelstaartje", "samenwerkingsovereenkomst", "Zonnebloemkwekerij", "DROP TABLE", "kosten les")
    await asked(shared.telegram, asker, "Kwispelstaartje wie tekent de samenwerkingsovereenkomst?")
    asker.asks_inline("Kwispelstaartje")
    await asked(shared.telegram, asker, SIGNING)

    assert "answering as @verbinder_bot" in shared.log
    assert_log_is_clean(shared, words)
    assert f"{asker.id}" not in shared.log.split()


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
async def test_bot_that_never_reached_telegram_stops_when_told(alone: BotProcess, method: str) -> None:
    """A host that restarts a process while Telegram is away kills it after ten seconds, and calls that a crash."""
    failing = alone.telegram.fail(Trouble.ERROR, method, times=99)
    await alone.launch()
    await alone.telegram.until(lambda: len(failing.met) > 1, 30)

    status, took_s = await alone.stop()

    assert (status, took_s < 10) == (0, True)

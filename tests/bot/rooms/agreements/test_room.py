"""Agreements as people make, finish and move them, and as they are reminded of them over months."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError

from bot.conversation.callback_data import room_data
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.records.people import Asker
from bot.records.questions import Where
from bot.rooms.agreements.records import Agreement, AgreementRecords, State
from bot.rooms.agreements.reminders import TOO_MANY
from bot.rooms.agreements.room import MOST_OPEN, Agreements
from index.retriever import Retriever
from tests.agreement_world import (
    ANS,
    BEP,
    GROUP,
    GROUP_NUMBER,
    KEYS,
    OTHER_NUMBER,
    SAID,
    SUPERGROUP_NUMBER,
    World,
    labels,
    local,
    member,
    person,
)
from tests.house import COMMANDS

PTA = "concept-PTA naar het mbo, 3 december, team Techniek"
CARD = "Wat: <b>concept-PTA naar het mbo</b>\nWanneer: donderdag 3 december 2026\nWie: team Techniek"
CHECK = f"{SAID.say('agreement_check', 'nl')}\n{CARD}"
OPEN_BUTTONS = [["✅ Gedaan"], ["Schuif op", "Vervalt"]]
NOT_YOURS, ELSEWHERE = SAID.say("agreement_not_yours", "nl"), SAID.say("agreement_elsewhere", "nl")
IN_A_WEEK, TOMORROW, TODAY = (
    "🔔 <b>Over 7 dagen</b>",
    SAID.say("agreement_tomorrow", "nl"),
    SAID.say("agreement_today", "nl"),
)
YESTERDAY = SAID.say("agreement_yesterday", "nl")
KICKED = Forbidden("Forbidden: bot was kicked from the group chat")
LINE = "<b>do 3 dec</b> concept-PTA naar het mbo · team Techniek"
A_WEEK_AGO = "⚠️ <b>7 dagen over de afgesproken dag</b>"


@pytest.fixture
async def world(retriever: Retriever) -> AsyncIterator[World]:
    made = World(retriever)
    await made.records.open()
    yield made
    await made.records.close()


async def open_days(world: World, chat: str = GROUP) -> list[date]:
    return [one.day for one in await world.records.shelf(AgreementRecords).open_of(chat)]


async def only(world: World, chat: str = GROUP) -> Agreement:
    found = await world.records.shelf(AgreementRecords).open_of(chat)
    closed = await world.records.shelf(AgreementRecords).closed_of(chat, local(2026, 1, 1))
    [one] = (*found, *closed)
    return one


# --- making one


@pytest.mark.parametrize("asker", [ANS, person("ans")], ids=["in a group", "alone"])
async def test_agreement_is_shown_before_it_is_kept(world: World, asker: Asker) -> None:
    said = await world.say(f"/afspraak {PTA}", asker)

    assert said == CHECK
    assert labels(world.shown.replies[0]) == [["✅ Klopt"], ["Wat", "Wanneer", "Wie"], ["Laat maar"]]
    assert await open_days(world, asker.chat) == []


async def test_confirmed_agreement_says_when_it_will_be_spoken_of(world: World) -> None:
    said = await world.agree(PTA)

    assert said == (
        f"<b>Afgesproken.</b>\n{CARD}\nIk herinner eraan op do 26 nov, wo 2 dec en do 3 dec, om 09:00 uur. "
        "Staat hij daarna nog open, dan vraag ik ernaar."
    )
    assert (world.shown.replaces, labels(world.shown.replies[0])) == (True, OPEN_BUTTONS)


async def test_english_command_speaks_english(world: World) -> None:
    asker = Asker("ann", "a chat", "en", chat_number=7)

    said = await world.say("/agreement send the list, next week Friday, team Technology", asker)

    assert said == (
        "<b>Is this agreement right?</b>\nWhat: <b>send the list</b>\nWhen: Friday 4 December 2026\nWho: team Technology"
    )


async def test_command_alone_asks_what_and_takes_the_rest_along(world: World) -> None:
    asked = await world.say("/afspraak")

    assert asked.startswith(SAID.say("agreement_ask_what", "nl"))
    assert await world.say(PTA) == CHECK


async def test_answered_message_is_what_is_agreed(world: World) -> None:
    said = await world.say("/afspraak 3 december, team Techniek", answers="concept-PTA naar het mbo")

    assert said == CHECK


async def test_day_in_the_answered_message_is_read(world: World) -> None:
    said = await world.say("/afspraak", answers=PTA)

    assert said == CHECK


async def test_agreement_written_in_answer_to_the_bot_is_what_stands_behind_the_command(world: World) -> None:
    said = await world.say(f"/afspraak {PTA}", answers="Wat spreekt u af?", answers_id=7)

    assert said == CHECK


SOON = ["Over een week: di 1 dec", "Over twee weken: di 8 dec", "Over een maand: do 24 dec"]


@pytest.mark.parametrize(
    ("text", "key", "buttons"),
    [
        ("lijst sturen", "day_ask", SOON),
        ("lijst sturen, voor de kerst", "day_vague", ["vrijdag 18 december 2026", "donderdag 24 december 2026"]),
        ("lijst sturen, na 10 december", "day_vague", ["vrijdag 11 december 2026"]),
        ("lijst sturen, rond 10 december", "day_vague", ["donderdag 10 december 2026"]),
        ("lijst sturen, 8, 10 of 15 december", "day_choice", ["dinsdag 8 december 2026", "donderdag 10 december 2026", "dinsdag 15 december 2026"]),
        ("lijst sturen, 20 november", "day_passed", ["zaterdag 20 november 2027"]),
        ("lijst sturen, di 3 feb", "day_weekday", ["dinsdag 2 februari 2027", "woensdag 3 februari 2027"]),
        ("lijst sturen, 31 april", "day_impossible", ["vrijdag 30 april 2027", "zaterdag 1 mei 2027"]),
        ("lijst sturen, gisteren", "day_past", SOON),
        ("lijst sturen, 13 november jl.", "day_past", SOON),
        ("lijst sturen, 1 mei 2040", "day_far", SOON),
    ],
    ids=["no day", "vague", "after", "around", "choice", "just passed", "another day of the week", "impossible", "past", "last", "far"],
)  # fmt: skip
async def test_day_that_is_not_clear_is_asked_for(world: World, text: str, key: str, buttons: list[str]) -> None:
    said = await world.say(f"/afspraak {text}")

    assert SAID.say(key, "nl") in said
    assert labels(world.shown.replies[0]) == [*([one] for one in buttons), ["Laat maar"]]


async def test_what_comes_back_is_asked_for_its_first_day_where_that_may_be_two(world: World) -> None:
    rule, first = "om de 2 weken op dinsdag", "dinsdag 24 november 2026"
    said = await world.say("/afspraak lijst bijwerken, om de week op dinsdag")

    assert SAID.say("day_repeats_rule", "nl", rule=rule) in said
    assert labels(world.shown.replies[0])[0] == [first]


@pytest.mark.parametrize(
    "text", ["lijst sturen", "lijst sturen, volgende week", "lijst sturen, eind januari", "lijst sturen, 29 februari"]
)
async def test_no_sunday_is_offered(world: World, text: str) -> None:
    world.now = local(2026, 11, 22, 10)  # a Sunday
    await world.say(f"/afspraak {text}")

    days = [
        button.data.split(":")[-1]
        for row in world.shown.replies[0].rows
        for button in row
        if button.data.startswith("agr.on")
    ]
    assert days
    assert all(date.fromisoformat(day).weekday() < 6 for day in days)


async def test_one_day_that_may_be_meant_is_not_called_several(world: World) -> None:
    said = await world.say("/afspraak lijst sturen, na 10 december")

    assert "Kies deze dag, of typ een andere." in said
    assert "meer manieren" not in said


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        ("5 mei 2027", "⚠️ wo 5 mei: Bevrijdingsdag, dan zijn veel scholen dicht."),
        ("tweede kerstdag", "⚠️ za 26 dec: Tweede kerstdag, dan zijn veel scholen dicht."),
        ("30 december", "⚠️ wo 30 dec: Kerstvakantie, in alle regio’s."),
        ("24 februari", "⚠️ wo 24 feb: Voorjaarsvakantie, in regio Noord en Midden."),
        ("zaterdag 5 december", "⚠️ za 5 dec: dat is in het weekend."),
        ("3 december", ""),
    ],
)
async def test_day_on_which_schools_are_closed_is_warned_about(world: World, day: str, warning: str) -> None:
    said = await world.say(f"/afspraak lijst sturen, {day}, team Techniek")

    assert said.split("\n")[4:] == ([warning] if warning else [])


async def test_picked_day_goes_on_the_card(world: World) -> None:
    await world.say("/afspraak lijst sturen, voor de kerst, team Techniek")

    assert "Wanneer: vrijdag 18 december 2026" in await world.press("vrijdag 18")


async def test_day_can_be_typed_until_it_is_clear(world: World) -> None:
    await world.say("/afspraak lijst sturen, team Techniek")

    said = [await world.say(text) for text in ("weet ik niet", "1 december 2020", "1 dec om 14:00")]

    assert [one.split("\n")[0] for one in said] == [
        "“weet ik niet” kan ik hier niet lezen.",
        "<b>Welke dag bedoelt u?</b>",
        "<b>Klopt deze afspraak?</b>",
    ]
    assert "Wanneer: dinsdag 1 december 2026, 14:00 uur" in said[-1]


@pytest.mark.parametrize(
    ("text", "what", "when"),
    [
        ("rooster bespreken 10 december 10.00-12.00, Bep", "rooster bespreken (2 uur)", "10:00"),
        ("rooster bespreken 10 december van 9:30 tot 11 uur, Bep", "rooster bespreken (1½ uur)", "09:30"),
        ("rooster bespreken 10 december om 10 uur, 45 minuten, Bep", "rooster bespreken (45 min)", "10:00"),
    ],
)
async def test_how_long_it_lasts_stands_behind_what_it_is(world: World, text: str, what: str, when: str) -> None:
    said = await world.say(f"/afspraak {text}")

    assert said.split("\n")[1:] == [
        f"Wat: <b>{what}</b>",
        f"Wanneer: donderdag 10 december 2026, {when} uur",
        "Wie: Bep",
    ]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("lijst mailen 10 december 17u, Bep", "17:00"),
        ("lijst mailen donderdag 10 december half negen, Bep", "08:30"),
        ("lijst mailen 10 december kwart over drie, Bep", "15:15"),
        ("lijst mailen, 10 december 17.00, Bep", "17:00"),
        ("lijst mailen, December 10, 5 pm, Bep", "17:00"),
        ("lijst mailen donderdagavond 10 december half acht, Bep", "19:30"),
    ],
)
async def test_hour_is_read_as_in_invitations(world: World, text: str, at: str) -> None:
    said = await world.say(f"/afspraak {text}")

    assert said.split("\n")[1:] == [
        "Wat: <b>lijst mailen</b>",
        f"Wanneer: donderdag 10 december 2026, {at} uur",
        "Wie: Bep",
    ]


@pytest.mark.parametrize(
    ("text", "key", "buttons"),
    [
        ("lijst mailen 10 december vóór 12 uur, Bep", "hour_bound", [["12:00"]]),
        ("lijst mailen 10 december om 7 uur, Bep", "hour_ambiguous", [["07:00", "19:00"]]),
        ("lijst mailen 10 december 's avonds, Bep", "hour_part", [["19:00", "19:30", "20:00"]]),
        ("lijst mailen 10 december tijdens het derde uur, Bep", "hour_lesson", [["09:00", "10:00", "11:00"], ["13:00", "14:00", "15:00"], ["15:30", "16:00", "19:00"]]),
        ("lijst mailen vandaag 9 uur, Bep", "hour_past", [["21:00"]]),
        ("lijst mailen 10 december 25:00, Bep", "hour_impossible", [["09:00", "10:00", "11:00"], ["13:00", "14:00", "15:00"], ["15:30", "16:00", "19:00"]]),
    ],
)  # fmt: skip
async def test_hour_that_is_not_clear_is_asked_for(world: World, text: str, key: str, buttons: list[list[str]]) -> None:
    said = await world.say(f"/afspraak {text}")

    assert SAID.say(key, "nl") in said
    assert labels(world.shown.replies[0]) == [*buttons, ["Zonder tijd"], ["Laat maar"]]


@pytest.mark.parametrize(
    ("answer", "when"),
    [
        (("press", "19:00"), "donderdag 10 december 2026, 19:00 uur"),
        (("press", "Zonder tijd"), "donderdag 10 december 2026"),
        (("say", "half negen"), "donderdag 10 december 2026, 08:30 uur"),
        (("say", "om 10"), "donderdag 10 december 2026, 10:00 uur"),
    ],
)
async def test_hour_is_picked_or_typed(world: World, answer: tuple[str, str], when: str) -> None:
    await world.say("/afspraak lijst mailen 10 december om 7 uur, Bep")
    act, text = answer

    said = await (world.press(text) if act == "press" else world.say(text))

    assert said.split("\n")[2] == f"Wanneer: {when}"


async def test_day_and_hour_that_are_both_unclear_are_asked_one_after_the_other(world: World) -> None:
    asked = await world.say("/afspraak lijst mailen, voor de kerst om 7 uur, Bep")

    assert SAID.say("day_vague", "nl") in asked
    assert SAID.say("hour_ambiguous", "nl") in await world.press("vrijdag 18")
    assert "Wanneer: vrijdag 18 december 2026, 19:00 uur" in await world.press("19:00")


@pytest.mark.parametrize(
    ("text", "asker", "who"),
    [
        ("Ans mailt de lijst, 3 december", ANS, "Ans"),
        ("3 december belt Bep het roc", ANS, "Bep"),
        ("Ik bel het roc 3 december", person("ans"), "Ik"),
        ("wij bellen het roc 3 december", ANS, "wij"),
        ("lijst mailen 3 december, actie: mbo", ANS, "mbo"),
    ],
)
async def test_who_does_it_is_found(world: World, text: str, asker: Asker, who: str) -> None:
    said = await world.say(f"/afspraak {text}", asker)

    assert said.split("\n")[-1] == f"Wie: {who}"


async def test_who_does_it_is_asked_where_nobody_says(world: World) -> None:
    asked = await world.say("/afspraak lijst mailen 3 december")

    assert asked.startswith(SAID.say("agreement_ask_who", "nl"))
    assert labels(world.shown.replies[0]) == [["Nog niemand"], ["Laat maar"]]
    assert (await world.say("Bep doet het")).split("\n")[-1] == "Wie: Bep"


async def test_nobody_may_do_it_yet(world: World) -> None:
    await world.say("/afspraak lijst mailen 3 december")

    assert (await world.press("Nog niemand")).split("\n")[-1] == "Wie: <i>niemand genoemd</i>"


async def test_group_is_told_who_i_is(world: World) -> None:
    asked = await world.say("/afspraak Ik bel het roc 3 december")

    assert asked.startswith(SAID.say("agreement_ask_who_i", "nl"))
    assert (await world.say("ik")).startswith(SAID.say("agreement_ask_who_i", "nl"))
    assert (await world.say("Ans")).split("\n")[-1] == "Wie: Ans"


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("Wat", "rooster delen", "Wat: <b>rooster delen</b>\nWanneer: donderdag 3 december 2026\nWie: team Techniek"),
        ("Wie", "<b>sectie</b> Zorg", CARD.replace("team Techniek", "&lt;b&gt;sectie&lt;/b&gt; Zorg")),
        ("Wanneer", "4 december", CARD.replace("donderdag 3", "vrijdag 4")),
    ],
)
async def test_card_can_be_changed(world: World, label: str, text: str, expected: str) -> None:
    await world.say(f"/afspraak {PTA}")
    await world.press(label)

    assert await world.say(text) == f"{SAID.say('agreement_check', 'nl')}\n{expected}"


async def test_nobody_else_confirms_an_agreement(world: World) -> None:
    await world.say(f"/afspraak {PTA}")

    assert await world.press("✅ Klopt", BEP) == NOT_YOURS
    assert await open_days(world) == []


async def test_card_of_before_does_nothing_to_what_was_begun_since(world: World) -> None:
    await world.say(f"/afspraak {PTA}")
    first = world.shown.replies[0]
    await world.say("/afspraak rooster delen, 4 december")

    assert await world.press("✅ Klopt", under=first) == NOT_YOURS
    assert await open_days(world) == []


async def test_agreement_confirmed_twice_is_one(world: World) -> None:
    await world.say(f"/afspraak {PTA}")
    card = world.shown.replies[0]

    await asyncio.gather(world.press("✅ Klopt", under=card), world.press("✅ Klopt", under=card))
    again = await world.press("✅ Klopt", under=card)

    assert (await open_days(world), again) == ([date(2026, 12, 3)], NOT_YOURS)


async def test_card_is_over_after_an_hour(world: World) -> None:
    await world.say(f"/afspraak {PTA}")
    world.now += timedelta(minutes=61)

    assert await world.press("✅ Klopt") == NOT_YOURS


async def test_day_that_went_by_while_the_card_waited_is_asked_again(world: World) -> None:
    world.now = local(2026, 11, 24, 23, 50)
    await world.say("/afspraak lijst sturen, vandaag, team Techniek")
    world.now = local(2026, 11, 25, 0, 10)

    assert (await world.press("✅ Klopt")).startswith(SAID.say("day_ask", "nl"))
    assert await open_days(world) == []


@pytest.mark.parametrize("text", ["/afspraak", f"/afspraak {PTA}", "/afspraak lijst sturen"])
async def test_whatever_was_begun_can_be_dropped(world: World, text: str) -> None:
    await world.say(text)

    assert await world.press("Laat maar") == SAID.say("draft_ended", "nl")
    assert await world.records.drafts.of(ANS) is None


async def test_chat_has_an_end_of_agreements(world: World) -> None:
    await world.agree(PTA)
    agreed = (await only(world)).agreed
    for number in range(MOST_OPEN - 1):
        await world.records.shelf(AgreementRecords).add(ANS, f"token {number}", agreed)

    assert await world.say(f"/afspraak {PTA}") == SAID.say("agreement_too_many", "nl", count=MOST_OPEN)


# --- finishing and moving


async def test_anybody_of_the_group_says_that_it_is_done(world: World) -> None:
    await world.agree(PTA)

    said = await world.press("✅ Gedaan", BEP)

    assert said == f"<b>✅ Nagekomen</b>, dinsdag 24 november 2026\n{CARD}"
    assert (await only(world)).state is State.KEPT


async def test_first_press_counts(world: World) -> None:
    await world.agree(PTA)
    saved = world.shown.replies[0]

    said = [await world.press(label, under=saved) for label in ("✅ Gedaan", "Vervalt", "✅ Gedaan")]

    assert {one.split(",")[0] for one in said} == {"<b>✅ Nagekomen</b>"}


async def test_what_was_closed_by_mistake_is_opened_again(world: World) -> None:
    await world.agree(PTA)
    await world.press("Vervalt")

    assert await world.press("Toch weer open", BEP) == f"{SAID.say('agreement_is_open', 'nl')}\n{CARD}"
    assert (await only(world)).state is State.OPEN


@pytest.mark.parametrize("action", ["card", "back", "done", "void", "open", "move", "day"])
@pytest.mark.parametrize("asker", [member("ans", OTHER_NUMBER), person("ans")], ids=["another group", "alone"])
async def test_agreement_of_another_chat_is_nobodys_business(world: World, action: str, asker: Asker) -> None:
    await world.agree(PTA)
    before = await only(world)

    said = await world.press_data(room_data("agr", action, before.number), asker)

    assert (said, await only(world)) == (ELSEWHERE, before)


async def test_agreement_of_another_chat_is_not_moved(world: World) -> None:
    await world.agree(PTA)
    number = (await only(world)).number

    said = await world.press_data(room_data("agr", "to", number, 0, "2026-12-10"), member("ans", OTHER_NUMBER))

    assert (said, await open_days(world)) == (ELSEWHERE, [date(2026, 12, 3)])


@pytest.mark.parametrize(
    "data",
    ["agr.done", "agr.done:x", "agr.done:999", "agr.to:1", "agr.to:1:0", "agr.to:1:0:2026-13-01", "agr.to:1:0:2020-01-01",
     "agr.to:1:0:9999-12-31", "agr.to:1:x:2026-12-10", "agr.on:nope:2026-12-10", "agr.on", "agr.ok", "agr.no:x", "agr.hour:0300",
     "agr.hour", "agr.dig:2", "agr.dig", "agr.nothing:1", "agr.card:000000000000000"],
)  # fmt: skip
async def test_button_that_was_never_shown_changes_nothing(world: World, data: str) -> None:
    await world.agree(PTA)
    before = await only(world)

    said = await world.press_data(data)

    assert said in (NOT_YOURS, ELSEWHERE, SAID.say("old_button", "nl"))
    assert await only(world) == before


async def test_agreement_is_moved_by_a_week(world: World) -> None:
    await world.agree(PTA)

    await world.press("Schuif op", BEP)
    assert labels(world.shown.replies[0]) == [
        ["Over een week: do 10 dec"],
        ["Over twee weken: do 17 dec"],
        ["Ander uur", "Andere dag of uur typen"],
        ["« Terug"],
    ]
    said = await world.press("Over een week", BEP)

    assert said.startswith(
        f"<b>Verschoven.</b>\n{CARD.replace('3 december', '10 december')}\nIk herinner eraan op do 3 dec"
    )
    assert await open_days(world) == [date(2026, 12, 10)]


async def test_agreement_is_moved_to_a_day_that_is_typed(world: World) -> None:
    await world.agree("overleg, 3 december om 14:00")
    await world.press("Schuif op", BEP)
    await world.press("Andere dag", BEP)

    said = [await world.say(text, BEP) for text in ("gisteren", "volgende week woensdag")]

    assert SAID.say("day_past", "nl") in said[0]
    assert "Wanneer: woensdag 2 december 2026, 14:00 uur" in said[1]
    assert await world.records.drafts.of(BEP) is None


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("een uur later", "donderdag 3 december 2026, 15:00 uur"),
        ("half uur eerder", "donderdag 3 december 2026, 13:30 uur"),
        ("een week later", "donderdag 10 december 2026, 14:00 uur"),
    ],
)
async def test_agreement_is_moved_by_how_much_is_typed(world: World, text: str, when: str) -> None:
    await world.agree("overleg, 3 december om 14:00")
    await world.press("Schuif op", BEP)
    await world.press("Andere dag", BEP)

    assert f"Wanneer: {when}" in await world.say(text, BEP)
    assert await world.records.drafts.of(BEP) is None


async def test_agreement_is_moved_to_an_hour_that_is_asked(world: World) -> None:
    await world.agree("overleg, 3 december om 14:00")
    await world.press("Schuif op", BEP)
    await world.press("Andere dag", BEP)

    asked = await world.say("vrijdag 4 december om 7 uur", BEP)

    assert SAID.say("hour_ambiguous", "nl") in asked
    assert "Wanneer: vrijdag 4 december 2026, 19:00 uur" in await world.press("19:00", BEP)
    assert await world.records.drafts.of(BEP) is None


async def test_agreement_that_is_moved_into_a_holiday_is_warned_about(world: World) -> None:
    await world.agree(PTA)
    await world.press("Schuif op", BEP)
    await world.press("Andere dag", BEP)

    assert "⚠️ wo 30 dec: Kerstvakantie, in alle regio’s." in await world.say("30 december", BEP)


async def test_no_sunday_and_no_holiday_is_offered_to_move_to(world: World) -> None:
    await world.agree("open dag, zondag 13 december")
    await world.press("Schuif op")

    assert labels(world.shown.replies[0])[:2] == [["Over een week: ma 21 dec"], ["Over twee weken: ma 28 dec"]]


async def test_day_to_move_to_is_picked_where_several_may_be_meant(world: World) -> None:
    await world.agree(PTA)
    await world.press("Schuif op")
    await world.press("Andere dag")
    await world.say("voor de kerst")

    await world.press("vrijdag 18 december")

    assert await open_days(world) == [date(2026, 12, 18)]


async def test_agreement_is_moved_once_by_two_presses(world: World) -> None:
    await world.agree(PTA)
    await world.press("Schuif op")
    days = world.shown.replies[0]

    await world.press("Over een week", under=days)
    again = [await world.press(label, BEP, under=days) for label in ("Over een week", "Over twee weken")]

    assert (again, await open_days(world)) == ([SAID.say("agreement_moved_already", "nl")] * 2, [date(2026, 12, 10)])


async def test_what_was_finished_in_the_meantime_is_not_moved(world: World) -> None:
    await world.agree(PTA)
    await world.press("Schuif op")
    await world.press("Andere dag")
    await world.records.shelf(AgreementRecords).close((await only(world)).number, GROUP, State.KEPT)

    assert await world.say("10 december") == SAID.say("agreement_moved_already", "nl")
    assert (await only(world)).state is State.KEPT


# --- the list and the settings


async def test_open_agreements_are_listed_with_overdue_ones_first(world: World) -> None:
    await world.agree("rooster delen, 10 december")
    await world.agree(PTA)
    world.now = local(2026, 12, 4, 12)

    said = await world.say("/afspraken", BEP)

    assert said == (
        "<b>Open afspraken</b>\n⚠️ te laat: <b>do 3 dec</b> concept-PTA naar het mbo · team Techniek\n"
        "<b>do 10 dec</b> rooster delen"
    )
    assert labels(world.shown.replies[0]) == [
        ["do 3 dec · concept-PTA naar het mbo"],
        ["do 10 dec · rooster delen"],
        ["Nagekomen", "Instellingen"],
    ]
    assert (await world.press("do 3 dec")).startswith("<b>Afspraak</b>\nWat: <b>concept-PTA")


async def test_long_list_is_turned_by_pages(world: World) -> None:
    for day in range(1, 13):
        await world.agree(f"afspraak nummer{day}, {day} december")
    await world.say("/afspraken")

    said = await world.press("Verder")

    assert [line.split()[-1] for line in said.split("\n")[1:]] == ["nummer9", "nummer10", "nummer11", "nummer12"]


async def test_list_of_another_chat_is_its_own(world: World) -> None:
    await world.agree(PTA)

    assert await world.say("/afspraken", person("ans")) == SAID.say("agreements_none", "nl")


async def test_what_was_kept_is_shown_on_a_tap(world: World) -> None:
    await world.agree("rooster delen, 10 december")
    await world.press("Vervalt")
    await world.agree(PTA)
    await world.press("✅ Gedaan")
    await world.say("/afspraken")

    said = await world.press("Nagekomen")

    assert (
        said
        == f"{SAID.say('agreements_kept_title', 'nl', weeks=6)}\n<b>do 3 dec</b> concept-PTA naar het mbo · team Techniek"
    )


async def test_chat_chooses_its_hour(world: World) -> None:
    await world.agree(PTA)
    await world.say("/afspraken")
    await world.press("Instellingen")

    await world.press("16:00", BEP)

    assert labels(world.shown.replies[0])[0] == ["08:00", "09:00", "12:00", "✓ 16:00"]
    assert [at for at, _ in await world.live(local(2026, 12, 3))] == ["2026-11-26 16:00", "2026-12-02 16:00"]


async def test_earlier_hour_says_what_is_due_today_at_once_and_does_not_call_it_late(world: World) -> None:
    await world.agree(PTA)
    await world.records.chats.set_remind_at(GROUP, "16:00")
    world.now = local(2026, 12, 2, 12)
    await world.wake()
    await world.say("/afspraken")
    await world.press("Instellingen")

    await world.press("09:00")

    assert [reply.html for _, reply in world.sending.sent[1:]] == [f"{TOMORROW}\n{CARD}"]
    assert await world.wake() == []


async def test_terminal_keeps_agreements_and_says_that_it_can_not_remind(retriever: Retriever, world: World) -> None:
    house = House(retriever, world.records, SAID, Composer(SAID), clock=lambda: world.now, commands=COMMANDS)
    room = Agreements(house)
    conversation = Conversation(house, rooms=(room,))
    asker = Asker("terminal", "terminal", "nl")

    [card] = (await conversation.hears(asker, f"/afspraak {PTA}", Where.TERMINAL)).replies
    [saved] = (await conversation.presses(asker, card.rows[0][0].data, Where.TERMINAL)).replies
    await room.wakes(local(2026, 12, 3, 9))

    assert saved.html == f"<b>Afgesproken.</b>\n{CARD}\n{SAID.say('agreement_reminds_not', 'nl')}"
    settings = await conversation.presses(asker, "agr.set", Where.TERMINAL)
    assert settings.toast == SAID.say("agreements_settings_not", "nl")


# --- reminders


async def test_agreement_is_spoken_of_five_times_in_its_life(world: World) -> None:
    await world.agree(PTA)

    heard = await world.live(local(2027, 2, 1))

    assert heard == [
        ("2026-11-26 09:00", IN_A_WEEK),
        ("2026-12-02 09:00", TOMORROW),
        ("2026-12-03 09:00", TODAY),
        ("2026-12-04 09:00", YESTERDAY),
        ("2026-12-10 09:00", A_WEEK_AGO),
    ]


async def test_reminder_carries_the_agreement_and_its_buttons(world: World) -> None:
    await world.agree(PTA)
    world.now = local(2026, 12, 4, 9)

    [reply] = await world.wake()

    assert reply.html == f"{YESTERDAY}\n{CARD}\n{SAID.say('agreement_overdue_ask', 'nl')}"
    assert labels(reply) == OPEN_BUTTONS


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("30 maart 2027", ["03-23 09:00", "03-29 09:00", "03-30 09:00", "03-31 09:00", "04-06 09:00"]),
        ("26 oktober 2027", ["10-19 09:00", "10-25 09:00", "10-26 09:00", "10-27 09:00", "11-02 09:00"]),
        ("29 februari 2028", ["02-22 09:00", "02-28 09:00", "02-29 09:00", "03-01 09:00", "03-07 09:00"]),
        ("1 maart 2027", ["02-22 09:00", "02-26 09:00", "03-01 09:00", "03-02 09:00", "03-08 09:00"]),
        ("6 maart 2027", ["02-26 09:00", "03-05 09:00", "03-06 09:00", "03-08 09:00", "03-15 09:00"]),
    ],
    ids=["summer time begins between", "and ends", "29 February", "a Monday", "a Saturday"],
)
async def test_reminders_follow_the_clocks_of_amsterdam(world: World, day: str, expected: list[str]) -> None:
    await world.agree(f"lijst sturen, {day}")
    world.now = (await only(world)).since.replace(month=2, day=1, year=2028 if "2028" in day else 2027)
    world.now = world.now.replace(month=10) if "oktober" in day else world.now

    heard = await world.live(world.now + timedelta(days=80))

    assert [at[5:] for at, _ in heard] == expected


async def test_what_is_done_is_not_spoken_of_any_more(world: World) -> None:
    await world.agree(PTA)
    await world.live(local(2026, 12, 2, 12))
    number = (await only(world)).number

    await world.press_data(room_data("agr", "done", number), BEP)

    assert await world.live(local(2027, 1, 1)) == []


async def test_agreement_made_for_today_is_first_spoken_of_when_it_is_overdue(world: World) -> None:
    said = await world.agree("lijst sturen, vandaag")

    assert SAID.say("agreement_reminds_after", "nl") in said
    assert [at for at, _ in await world.live(local(2026, 11, 30))] == ["2026-11-25 09:00"]


async def test_moved_agreement_is_spoken_of_anew(world: World) -> None:
    await world.agree(PTA)
    await world.live(local(2026, 12, 3, 12))
    number = (await only(world)).number
    await world.press_data(room_data("agr", "to", number, 0, "2026-12-17"))
    await world.press_data(room_data("agr", "to", number, 1, "2026-12-04"))

    heard = await world.live(local(2026, 12, 7))

    assert heard == [("2026-12-04 09:00", TODAY)]


async def test_agreement_opened_again_is_not_spoken_of_twice_that_day(world: World) -> None:
    await world.agree(PTA)
    await world.live(local(2026, 12, 3, 12))
    number = (await only(world)).number
    await world.press_data(room_data("agr", "done", number))
    await world.press_data(room_data("agr", "open", number))

    assert await world.live(local(2026, 12, 4)) == []


async def test_of_what_was_missed_in_three_days_the_last_is_said_and_says_that_it_is_late(world: World) -> None:
    await world.agree(PTA)
    await world.live(local(2026, 12, 1))
    world.now = local(2026, 12, 4, 8)  # down since the 1st: both the 2nd and the 3rd were missed
    assert await world.wake() == []  # "today" is not true any more, and it isn't nine yet

    world.now = local(2026, 12, 4, 11)
    [reply] = await world.wake()

    late = SAID.say("late", "nl", day="vrijdag 4 december 2026", at="09:00")
    assert (reply.html.split("\n")[0], reply.html.split("\n")[-1]) == (YESTERDAY, late)
    assert await world.wake() == []


async def test_week_before_is_said_late_with_the_days_that_are_left(world: World) -> None:
    await world.agree(PTA)
    world.now = local(2026, 11, 29, 18)

    [reply] = await world.wake()

    late = SAID.say("late", "nl", day="donderdag 26 november 2026", at="09:00")
    assert reply.html == f"🔔 <b>Over 4 dagen</b>\n{CARD}\n{late}"


async def test_what_is_late_by_the_time_it_is_said_says_so(world: World) -> None:
    for asker in (ANS, member("ans", OTHER_NUMBER)):
        await world.agree(PTA, asker)

    def takes_an_hour() -> None:
        world.now += timedelta(hours=1)

    world.now, world.sending.on_sent = local(2026, 11, 26, 9), takes_an_hour
    told = await world.wake()

    late = SAID.say("late", "nl", day="donderdag 26 november 2026", at="09:00")
    assert [late in reply.html for reply in told] == [False, True]


async def test_restart_says_nothing_twice(retriever: Retriever, tmp_path: Path) -> None:
    first = World(retriever, tmp_path / "records.db")
    await first.records.open()
    await first.agree(PTA)
    heard = await first.live(local(2026, 12, 2, 12))
    await first.records.close()

    second = World(retriever, tmp_path / "records.db")
    await second.records.open()
    second.now = local(2026, 12, 2, 12)
    heard_again = await second.live(local(2026, 12, 3, 12))
    await second.records.close()

    assert [line for _, line in heard] == [IN_A_WEEK, TOMORROW]
    assert heard_again == [("2026-12-03 09:00", TODAY)]


async def test_of_two_processes_one_says_it(retriever: Retriever, tmp_path: Path) -> None:
    both = [World(retriever, tmp_path / "records.db") for _ in range(2)]
    for one in both:
        await one.records.open()
    for number in range(TOO_MANY):
        await both[0].agree(f"lijst {number} sturen, 3 december")
    await both[0].agree("rooster delen, 10 december")
    for one in both:
        one.now = local(2026, 12, 3, 9)

    said = await asyncio.gather(*(one.wake() for one in both))
    said += await asyncio.gather(*(one.wake() for one in both))

    for one in both:
        await one.records.close()
    assert sum(reply.html.count("lijst") for replies in said for reply in replies) == TOO_MANY
    assert sum(reply.html.count("rooster") for replies in said for reply in replies) == 1


@pytest.mark.parametrize("count", [1, TOO_MANY], ids=["one reminder", "several in one message"])
async def test_kill_between_claim_and_sending_leaves_it_unsaid_rather_than_said_twice(
    retriever: Retriever, tmp_path: Path, count: int
) -> None:
    first = World(retriever, tmp_path / "records.db")
    await first.records.open()
    for number in range(count):
        await first.agree(f"lijst {number} sturen, 3 december")
    first.now = local(2026, 12, 2, 9)
    first.sending.faults = [asyncio.CancelledError()]
    with pytest.raises(asyncio.CancelledError):
        await first.wake()
    await first.records.close()

    second = World(retriever, tmp_path / "records.db")
    await second.records.open()
    second.now = local(2026, 12, 2, 9)
    heard = await second.live(local(2026, 12, 4))
    await second.records.close()

    assert [at for at, _ in heard] == ["2026-12-03 09:00"]


@pytest.mark.parametrize("count", [1, TOO_MANY], ids=["one reminder", "several in one message"])
async def test_what_telegram_did_not_take_is_said_on_the_next_wake(world: World, count: int) -> None:
    for number in range(count):
        await world.agree(f"lijst {number} sturen, 3 december")
    world.now = local(2026, 12, 3, 9)
    world.sending.faults = [NetworkError("down")]

    said = [len(await world.wake()) for _ in range(3)]

    assert said == [0, 1, 0]


async def test_one_refusal_costs_no_more_than_an_hour(world: World) -> None:
    await world.agree(PTA)
    world.now = local(2026, 11, 26, 9)
    world.sending.faults = [KICKED]

    assert await world.live(local(2026, 12, 3)) == [("2026-11-26 10:00", IN_A_WEEK), ("2026-12-02 09:00", TOMORROW)]


async def test_group_that_can_be_reached_again_hears_what_it_has_missed_and_that_it_is_late(world: World) -> None:
    """A month too late for anything that is said in time."""
    await world.agree(PTA)
    await world.agree("rooster delen, 27 november")
    world.sending.closed[GROUP_NUMBER, None] = KICKED
    assert await world.live(local(2026, 12, 28, 10)) == []

    world.sending.closed.clear()
    await world.records.chats.restored(GROUP)
    heard = await world.live(local(2026, 12, 30))

    assert heard == [
        ("2026-12-28 10:00", SAID.say("agreement_days_ago", "nl", days=31)),
        ("2026-12-28 10:00", SAID.say("agreement_days_ago", "nl", days=25)),
    ]
    late = SAID.say("late", "nl", day="donderdag 10 december 2026", at="09:00")
    assert late in world.sending.sent[-1][1].html


async def test_what_was_heard_before_a_group_could_not_be_reached_is_not_said_again(world: World) -> None:
    await world.agree(PTA)
    before = await world.live(local(2026, 12, 11, 12))
    await world.agree("rooster delen, 8 januari")
    world.sending.closed[GROUP_NUMBER, None] = KICKED
    await world.live(local(2027, 1, 3))
    world.sending.closed.clear()
    await world.records.chats.restored(GROUP)

    heard = await world.live(local(2027, 1, 5))

    assert len(before) == 5
    assert [line for _, line in heard] == [SAID.say("agreement_in_days", "nl", days=5)]


async def test_whoever_made_it_hears_alone_what_the_group_can_not_be_told(world: World) -> None:
    maker = replace(ANS, own_chat=KEYS.pseudonym("chat", 77), own_number=77)
    await world.agree(PTA, maker)
    world.sending.closed[GROUP_NUMBER, None] = KICKED

    await world.live(local(2026, 12, 2, 12))

    alone = [reply for number, reply in world.sending.sent if number == 77]
    assert [reply.html.split("\n")[0] for reply in alone] == [IN_A_WEEK, TOMORROW]
    assert all(reply.html.endswith(SAID.say("maker_hears", "nl")) and not reply.rows for reply in alone)
    said = await world.say("/afspraken", Asker("ans", KEYS.pseudonym("chat", 77), "nl", chat_number=77))
    assert said == f"{SAID.say('agreements_none', 'nl')}\n\n{SAID.say('agreements_out_of_reach', 'nl')}\n{LINE}"
    await world.records.forget("ans", KEYS.pseudonym("chat", 77))
    await world.live(local(2026, 12, 4))
    assert len([reply for number, reply in world.sending.sent if number == 77]) == 2


async def test_chat_that_could_not_be_reached_is_told_so_in_its_list_for_a_week(world: World) -> None:
    await world.agree(PTA)
    world.now = local(2026, 11, 26, 9)
    world.sending.faults = [KICKED]
    await world.wake()
    await world.records.chats.restored(GROUP)

    said = await world.say("/afspraken")
    world.now += timedelta(days=8)
    later = await world.say("/afspraken")

    was_away = SAID.say(
        "agreements_was_away", "nl", first="donderdag 26 november 2026", last="donderdag 26 november 2026"
    )
    assert (was_away in said, was_away in later) == (True, False)


async def test_agreement_is_spoken_of_in_its_topic(world: World) -> None:
    await world.agree(PTA, replace(ANS, thread=7))
    await world.agree("rooster delen, 3 december", replace(ANS, thread=9))
    await world.live(local(2026, 11, 26, 12))

    assert world.sending.threads == [7, 9]


async def test_four_of_two_topics_are_said_where_they_belong(world: World) -> None:
    for number in range(8):
        await world.agree(f"{'abcdefgh'[number]} delen, 3 december", replace(ANS, thread=7 + 2 * (number % 2)))
    await world.live(local(2026, 11, 26, 12))

    heads = [reply.html.startswith(SAID.say("agreement_many", "nl", count=4)) for _, reply in world.sending.sent]
    assert (world.sending.threads, heads) == ([7, 9], [True, True])


async def test_topic_that_is_closed_is_no_reason_to_say_nothing(world: World) -> None:
    await world.agree(PTA, replace(ANS, thread=7))
    world.sending.closed[GROUP_NUMBER, 7] = BadRequest("Bad Request: TOPIC_CLOSED")

    heard = await world.live(local(2026, 11, 26, 12))

    assert ([line for _, line in heard], world.sending.threads) == ([IN_A_WEEK], [None])


async def test_draft_of_one_topic_is_none_in_another(world: World) -> None:
    here, there = replace(ANS, thread=7), replace(ANS, thread=9)
    await world.say("/afspraak", here)

    said = await world.say("lijst sturen, 3 december", there)

    assert "lijst" not in said
    assert "lijst sturen" in await world.say("lijst sturen, 3 december", here)


# --- who speaks under another name, and who thinks better of what was typed

AS_GROUP = replace(ANS, person="the group", own_chat="", own_number=None)
ANONYMOUS_ADMIN = replace(ANS, also=("the group",))


@pytest.mark.parametrize("text", [PTA, f"{PTA}\nrooster delen, 4 december, team Zorg"])
async def test_anonymous_admin_finishes_as_themselves_what_they_began_as_the_group(world: World, text: str) -> None:
    await world.say(f"/afspraak {text}", AS_GROUP)
    card = world.shown.replies[-1]

    by_another = await world.press("✅", BEP, under=card)
    await world.press("✅", ANONYMOUS_ADMIN, under=card)

    assert (by_another, len(await open_days(world))) == (NOT_YOURS, text.count("\n") + 1)


async def test_anonymous_admin_who_began_another_as_themselves_finishes_each_by_its_buttons(world: World) -> None:
    await world.say(f"/afspraak {PTA}", AS_GROUP)
    of_group = world.shown.replies[-1]
    await world.say("/afspraak rooster delen, 4 december, team Zorg", ANONYMOUS_ADMIN)
    own = world.shown.replies[-1]

    await world.press("✅", ANONYMOUS_ADMIN, under=of_group)
    await world.press("✅", ANONYMOUS_ADMIN, under=own)

    assert await open_days(world) == [date(2026, 12, 3), date(2026, 12, 4)]


async def test_what_was_begun_as_a_channel_is_finished_by_whoever_presses(world: World) -> None:
    await world.say(f"/afspraak {PTA}", replace(ANS, person="a channel", own_chat="", own_number=None, is_channel=True))
    await world.press("✅", BEP)

    assert await open_days(world) == [date(2026, 12, 3)]


async def test_edit_of_the_last_answer_is_taken_in_its_place(world: World) -> None:
    await world.say("/afspraak", message_id=10)
    await world.say("lijst sturen, 3 december, team Techniek", message_id=20)

    corrected = await world.correct("lijsten sturen, 4 december, team Zorg", 20)
    again = await world.correct("lijsten sturen, 7 december, team Zorg", 20)
    await world.press("✅ Klopt")

    assert corrected is not None
    assert (corrected[0].split("\n")[1:4], corrected[1]) == (
        ["Wat: <b>lijsten sturen</b>", "Wanneer: vrijdag 4 december 2026", "Wie: team Zorg"],
        (21,),
    )
    assert again is not None
    assert again[1] == (21,)
    assert await open_days(world) == [date(2026, 12, 7)]


async def test_edit_of_an_answer_that_others_followed_says_how_to_change_it(world: World) -> None:
    alone = person("cor")
    await world.say("/afspraak", alone, message_id=10)
    await world.say("lijst sturen", alone, message_id=20)
    await world.say("3 december", alone, message_id=30)

    said = await world.correct("lijsten sturen", 20, alone)
    in_another = await world.correct("lijsten sturen", 5, person("dirk"))

    assert (said, in_another) == ((SAID.say("edit_in_draft", "nl"), ()), None)


async def test_edit_after_a_button_does_not_undo_what_the_button_did(world: World) -> None:
    await world.say("/afspraak", message_id=10)
    await world.say("lijst sturen, 3 december", message_id=20)
    await world.press("Nog niemand")
    card = world.shown.replies[-1]

    corrected = await world.correct("lijst sturen, 9 december", 20)
    await world.press("✅ Klopt", under=card)

    assert corrected == (SAID.say("edit_in_draft", "nl"), ())
    assert await open_days(world) == [date(2026, 12, 3)]


async def test_group_that_became_a_supergroup_is_reminded_there(world: World) -> None:
    await world.agree(PTA)
    await world.agree("rooster delen, 3 december")
    world.now = local(2026, 12, 3, 9)
    world.sending.faults = [ChatMigrated(SUPERGROUP_NUMBER)]

    for _ in range(2):
        await world.wake()

    assert [number for number, _ in world.sending.sent] == [SUPERGROUP_NUMBER, SUPERGROUP_NUMBER]
    assert await open_days(world) == []
    said = await world.say("/afspraken", member("ans", SUPERGROUP_NUMBER))
    assert said.count("do 3 dec") == 2


async def test_group_that_moved_between_reminders_keeps_its_agreements(world: World) -> None:
    await world.agree(PTA)
    await world.live(local(2026, 11, 30))

    await world.records.moved(GROUP_NUMBER, SUPERGROUP_NUMBER)

    assert [line for _, line in await world.live(local(2026, 12, 3))] == [TOMORROW]
    assert await open_days(world, KEYS.pseudonym("chat", SUPERGROUP_NUMBER)) == [date(2026, 12, 3)]


async def test_many_reminders_at_once_are_one_message(world: World) -> None:
    for number in range(TOO_MANY):
        await world.agree(f"lijst {number} sturen, 3 december")
    world.now = local(2026, 12, 3, 9)

    [reply] = await world.wake()

    assert reply.html == "\n".join(
        [
            SAID.say("agreement_many", "nl", count=4),
            *(f"<b>do 3 dec</b> lijst {number} sturen" for number in range(TOO_MANY)),
        ]
    )
    assert labels(reply) == [[f"do 3 dec · lijst {number} sturen"] for number in range(TOO_MANY)]
    assert await world.wake() == []
    assert (await world.press("do 3 dec · lijst 2", BEP, under=reply)).startswith(
        "<b>Afspraak</b>\nWat: <b>lijst 2 sturen"
    )


async def test_what_was_said_in_one_message_is_not_said_again_with_what_is_due_later(world: World) -> None:
    for number in range(TOO_MANY):
        await world.agree(f"lijst {number} sturen, 3 december")
    await world.agree("rooster delen, 4 december")

    heard = await world.live(local(2026, 11, 28))

    assert heard == [
        ("2026-11-26 09:00", SAID.say("agreement_many", "nl", count=TOO_MANY).split("\n")[0]),
        ("2026-11-27 09:00", IN_A_WEEK),
    ]


async def test_reminders_of_other_chats_are_their_own(world: World) -> None:
    for number in range(TOO_MANY - 1):
        await world.agree(f"lijst {number} sturen, 3 december")
    await world.agree("rooster delen, 3 december", person("ans"))
    world.now = local(2026, 12, 3, 9)

    assert len(await world.wake()) == TOO_MANY


# --- what is kept, and how it goes


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_what_people_typed_and_who_they_are_is_sealed(retriever: Retriever, tmp_path: Path) -> None:
    world = World(retriever, tmp_path / "records.db")
    await world.records.open()
    await world.agree(PTA)
    await world.records.close()

    written = await asyncio.to_thread(all_bytes, tmp_path)
    assert [word for word in (b"concept-PTA", b"Techniek", str(GROUP_NUMBER).encode()) if word in written] == []


async def test_wis_takes_what_was_made_alone_and_the_name_off_the_rest(world: World) -> None:
    alone = person("ans")
    await world.agree("rooster delen, 3 december", alone)
    await world.agree(PTA)
    await world.agree("lijst sturen, 3 december", BEP)

    gone = await world.records.forget("ans", alone.chat)
    again = await world.records.forget("ans", alone.chat)

    assert gone.others == {"forgot_agreements": 1, "forgot_agreement_names": 1}
    assert again.others == {}
    assert (await open_days(world, alone.chat), len(await open_days(world))) == ([], 2)


async def test_wis_says_what_became_of_agreements(world: World) -> None:
    alone = person("ans")
    await world.agree(PTA)
    await world.say("/wis", alone)

    said = await world.press(SAID.say("forget_yes", "nl"), alone)

    assert SAID.say("forgot_agreement_names", "nl", count=1) in said


async def test_what_was_finished_long_ago_expires(world: World) -> None:
    await world.agree("rooster delen, 3 december")
    await world.press("✅ Gedaan")
    await world.agree(PTA)
    await world.agree("diploma uitreiken, 1 juli 2027")
    world.now = local(2027, 3, 10)

    await world.records.expire(90)

    assert await open_days(world) == [date(2027, 7, 1)]
    assert await world.records.shelf(AgreementRecords).closed_of(GROUP, local(2026, 1, 1)) == ()

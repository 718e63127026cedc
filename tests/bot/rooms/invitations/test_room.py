"""Invitations as people use them: made with one thumb, answered, moved, cancelled, reminded of, and forgotten."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from telegram.error import NetworkError

from bot.conversation.callback_data import parse_room, room_data
from bot.conversation.introduction import Introduction
from bot.conversation.reply import Reply
from bot.conversation.room import Around
from bot.conversation.runs import length, plain_text
from bot.rooms.agreements.records import AgreementRecords
from bot.rooms.invitations.records import InvitationRecords
from bot.when.clock import AMSTERDAM
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.rooms.world import ADMIN, SAID, Person, Town
from tests.conftest import Folder

GROUP, SUPERGROUP, OTHER = -100, -1_000_100, -200
WHOLE = "/uitnodiging overleg techniek, 12 januari 14:00, 90 minuten, mbo-locatie"


def local(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A time of 2027 on the clocks of Amsterdam, in UTC."""
    return datetime(2027, month, day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.fixture
async def town(tmp_path: Path, folder: Folder, retriever: Retriever) -> AsyncIterator[Town]:
    folder.save("nl/faq/a.md", title="alfa beta", body="een", checked="2025-01-02")
    await retriever.refresh(read_folder(folder.root))
    town = await Town(retriever, tmp_path / "records.db").open()
    yield town
    await town.close()


async def sent(town: Town, text: str = WHOLE, *, group: int | None = GROUP, number: int = 7) -> Person:
    """Somebody who sent an invitation."""
    ans = town.person(number, group=group)
    await ans.invites(text)
    return ans


def card(person: Person) -> Reply:
    return person.turn.replies[0]


def shown(person: Person) -> Reply:
    """The card as it stands in the chat: there is one, and it is the only message that can be answered to."""
    [found] = [
        reply for reply in person.screen.values() if "✅ " in str(labels(reply)) and "Beheer" in str(labels(reply))
    ]
    return found


def labels(reply: Reply) -> list[list[str]]:
    return [[button.label for button in row] for row in reply.rows]


def event(person: Person) -> dict[str, str]:
    """What the calendar file says that was sent last."""
    [file] = [reply.attachment for reply in person.turn.replies if reply.attachment]
    calendar = Calendar.from_ical(file.data)
    found: Any = calendar.walk("VEVENT")[0]
    names = ("UID", "SEQUENCE", "STATUS", "SUMMARY")
    at = f"{found['DTSTART'].dt.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"
    return {name: str(found[name]) for name in names} | {"METHOD": str(calendar["METHOD"]), "DTSTART": at}


async def answers(person: Person, to: Reply | str, text: str) -> str:
    """Answer a message of the bot."""
    html = to if isinstance(to, str) else to.html
    return await person.says(text, around=Around(plain_text(html), answers_id=5))


async def live(town: Town, until: datetime, step: timedelta = timedelta(minutes=10)) -> list[tuple[str, str]]:
    """(when on the clocks of Amsterdam, first line) of all that the group gets until then."""
    heard = []
    while town.now < until:
        await town.wake()
        at = f"{town.now.astimezone(AMSTERDAM):%m-%d %H:%M}"
        heard += [(at, html.split("\n")[0]) for html in town.sending.to(GROUP)]
        town.now += step
    return heard


# --- making one


async def test_invitation_is_made_step_by_step_with_one_thumb(town: Town) -> None:
    ans = town.person(7, group=GROUP)

    asked = [await ans.says("/uitnodiging"), await ans.says("overleg techniek")]
    asked += [await ans.presses(label) for label in ("Over een week", "14:00", "1½ uur", "Bij het mbo", "Overslaan")]
    await ans.presses("✅ Versturen")

    assert [text.split("\n")[0] for text in asked] == [
        "<b>Nieuwe uitnodiging</b>",
        "<b>Wanneer?</b>",
        "<b>Hoe laat?</b>",
        "<b>Hoe lang?</b>",
        "<b>Waar?</b>",
        "<b>Wat staat er op de agenda?</b>",
        "<b>Klopt deze uitnodiging?</b>",
    ]
    assert plain_text(card(ans).html).split("\n") == [
        "📅 overleg techniek",
        "Wanneer: maandag 11 januari 2027, 14:00–15:30 uur",
        "Waar: Bij het mbo",
        "",
        "Iets voor de agenda? Beantwoord dit bericht, elk punt op een eigen regel.",
        "Overleg #1",
    ]
    assert labels(card(ans)) == [["✅ 0 ja", "❔ 0 misschien", "❌ 0 nee"], ["Wie komt er?", "Beheer"]]


async def test_a_folder_on_another_subject_offers_no_place_of_ours(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Introduction, "is_foreign", True)
    ans = town.person(7, group=GROUP)

    for line in ("/uitnodiging overleg trainers", "12 januari 19:00", "1 uur"):
        await ans.says(line)

    assert labels(ans.turn.replies[0]) == [["Nog niet bekend"], ["Laat maar"]]


async def test_every_step_can_be_typed(town: Town) -> None:
    ans = town.person(7)
    for text in ("/uitnodiging", "overleg", "12 januari", "half drie", "45 minuten", "lokaal 3", "stage\nPTA"):
        await ans.says(text)

    await ans.presses("✅ Versturen")

    assert plain_text(card(ans).html).split("\n")[:7] == [
        "📅 overleg",
        "Wanneer: dinsdag 12 januari 2027, 14:30–15:15 uur",
        "Waar: lokaal 3",
        "",
        "Agenda",
        "• stage",
        "• PTA",
    ]


async def test_all_in_one_message_asks_for_nothing_but_the_agenda(town: Town) -> None:
    ans = town.person(7, group=GROUP)

    said = await ans.says(WHOLE)

    assert said.startswith(SAID.say("meeting_ask_agenda", "nl"))


async def test_invitation_in_english(town: Town) -> None:
    ans = town.person(7, "en")

    await ans.says("/invitation team meeting, 12 January 2 pm, mbo")
    await ans.presses("1 hour")
    await ans.presses("Skip")
    await ans.presses("✅ Send")

    assert plain_text(card(ans).html).split("\n")[:3] == [
        "📅 team meeting",
        "When: Tuesday 12 January 2027, 14:00–15:00",
        "Where: mbo",
    ]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("volgende week", "day_vague"),
        ("na 12 januari", "day_vague"),
        ("uiterlijk vrijdag", "day_vague"),
        ("11 t/m 13 januari", "day_running"),
        ("1 december 2026", "day_past"),
        ("31 april", "day_impossible"),
        ("vandaag 07:30", "hour_past"),
        ("12 januari na 15 uur", "hour_bound"),
        ("12 januari 's avonds", "hour_part"),
        ("12 januari om 7 uur", "hour_ambiguous"),
        ("12 januari, derde uur", "hour_lesson"),
    ],
)
async def test_day_or_hour_that_is_not_sure_is_asked_again(town: Town, typed: str, key: str) -> None:
    ans = town.person(7)
    await ans.says("/uitnodiging overleg")

    assert SAID.say(key, "nl") in await ans.says(typed)


async def test_meeting_that_comes_back_is_asked_for_its_first_day_where_that_may_be_two(town: Town) -> None:
    ans = town.person(7)

    said = await ans.says("/uitnodiging overleg, om de week op dinsdag 10:00, mbo")

    assert SAID.say("day_repeats_rule", "nl", rule="om de 2 weken op dinsdag") in said
    assert "📅 <b>overleg</b>" in said


async def test_hours_that_may_be_meant_are_offered(town: Town) -> None:
    ans = town.person(7)
    await ans.says("/uitnodiging overleg, 12 januari om 7 uur, mbo")

    assert labels(card(ans)) == [["07:00", "19:00"], ["Laat maar"]]


async def test_hours_of_the_part_of_the_day_are_offered(town: Town) -> None:
    ans = town.person(7)
    await ans.says("/uitnodiging overleg, vrijdagavond, mbo")

    assert labels(card(ans)) == [["19:00", "19:30", "20:00"], ["Laat maar"]]


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (local(1, 4, 9), ["Morgen: di 5 jan", "Over een week: ma 11 jan", "Over twee weken: ma 18 jan"]),
        (local(1, 8, 9), ["Eerstvolgende: ma 11 jan", "Over een week: vr 15 jan", "Over twee weken: vr 22 jan"]),
        (local(1, 9, 9), ["Eerstvolgende: ma 11 jan", "Over een week: ma 18 jan", "Over twee weken: ma 25 jan"]),
        (local(3, 22, 9), ["Morgen: di 23 mrt", "Over een week: di 30 mrt", "Over twee weken: ma 5 apr"]),
    ],
    ids=["monday", "friday", "saturday", "a week before Easter Monday"],
)
async def test_days_that_are_offered_are_working_days(town: Town, now: datetime, days: list[str]) -> None:
    town.now = now
    ans = town.person(7)

    await ans.says("/uitnodiging overleg")

    assert labels(card(ans)) == [*([day] for day in days), ["Laat maar"]]


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        ("5 mei", "⚠️ wo 5 mei: Bevrijdingsdag, dan zijn veel scholen dicht."),
        ("24 februari", "⚠️ wo 24 feb: Voorjaarsvakantie, in regio Noord en Midden."),
        ("zaterdag 16 januari", "⚠️ za 16 jan: dat is in het weekend."),
    ],
)
async def test_day_on_which_schools_are_closed_is_warned_about(town: Town, day: str, warning: str) -> None:
    ans = town.person(7)

    said = await ans.says(f"/uitnodiging overleg, {day} 14:00, 1 uur, mbo\nstage")

    assert said.endswith(f"\n\n{warning}")


async def test_time_is_kept_where_the_day_is_asked(town: Town) -> None:
    ans = town.person(7)
    await ans.says("/uitnodiging overleg volgende week 14:00-15:30, mbo\nstage")

    said = await ans.presses("dinsdag 12 januari")

    assert "Wanneer: dinsdag 12 januari 2027, 14:00–15:30 uur" in said


async def test_what_was_filled_in_can_be_changed_before_it_is_sent(town: Town) -> None:
    ans = town.person(7)
    await ans.says(f"{WHOLE}\nstage")
    for label in ("Wijzig", "Plek", "Nog niet bekend", "Wijzig", "Agenda"):
        await ans.presses(label)

    assert plain_text(await ans.says("PTA")).split("\n")[4:] == ["Waar: nog niet bekend", "", "Agenda", "• PTA"]


@pytest.mark.parametrize("press", ["Laat maar", "laat maar"], ids=["by a button", "in words"])
async def test_invitation_that_is_begun_can_be_dropped(town: Town, press: str) -> None:
    ans = town.person(7)
    await ans.says("/uitnodiging")

    said = await ans.presses(press) if press == "Laat maar" else await ans.says(press)

    left = SAID.say("draft_left", "nl", what=SAID.say("begun_meeting", "nl"))
    assert said == (SAID.say("draft_ended", "nl") if press == "Laat maar" else left)
    assert await town.records.drafts.of(ans.asker) is None


async def test_draft_is_over_after_an_hour(town: Town) -> None:
    ans = town.person(7)
    await ans.says(f"{WHOLE}\nstage")
    town.now += timedelta(minutes=61)

    assert await ans.presses("✅ Versturen") == SAID.say("meeting_not_yours", "nl")


async def test_draft_survives_a_restart(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await ans.says(f"{WHOLE}\nstage")
    await town.close()
    await town.open()

    assert (await ans.presses("✅ Versturen")).startswith("📅 <b>overleg techniek</b>")


async def test_somebody_else_sends_nothing_of_a_draft(town: Town) -> None:
    ans, bep = town.person(7, group=GROUP), town.person(8, group=GROUP)
    await ans.says(f"{WHOLE}\nstage")
    bep.buttons = ans.buttons

    assert {await bep.presses(label) for label in ("✅ Versturen", "Wijzig", "Laat maar")} == {
        SAID.say("meeting_not_yours", "nl")
    }


async def test_sending_twice_makes_one_meeting_and_one_file(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await ans.says(f"{WHOLE}\nstage")
    button = ans.buttons["✅ Versturen"]

    first = await ans.presses(button)
    second = await ans.presses(button)

    assert "Overleg #1" in first
    assert [reply.attachment for reply in ans.turn.replies] == [None]
    assert "Overleg #1" in second
    assert await town.records.shelf(InvitationRecords).count_to_come(ans.asker.chat) == 1


async def test_time_that_passed_while_somebody_thought_is_asked_again(town: Town) -> None:
    ans = town.person(7)
    await ans.says("/uitnodiging overleg, vandaag 8:30, 30 minuten, mbo\nstage")
    town.now += timedelta(minutes=40)

    assert (await ans.presses("✅ Versturen")).startswith(SAID.say("hour_ask", "nl"))


# --- answering


async def test_answers_are_counted_one_of_each_and_name_nobody(town: Town) -> None:
    ans = await sent(town)
    bep = town.person(8, group=GROUP)
    bep.buttons = ans.buttons

    toasts = [await ans.presses("✅"), await bep.presses("✅"), await bep.presses("✅"), await bep.presses("❌")]

    asked = f" {SAID.say('coming_name_ask', 'nl')}"
    assert [text.split("\n")[-1].removesuffix(asked) for text in toasts] == [
        SAID.say(key, "nl") for key in ("meeting_vote_yes", "meeting_vote_yes", "meeting_vote_yes", "meeting_vote_no")
    ]
    assert bep.turn.replaces
    assert labels(card(bep)) == [["✅ 1 ja", "❔ 0 misschien", "❌ 1 nee"], ["Wie komt er?", "Beheer"]]


async def test_card_stays_in_the_language_of_its_chat(town: Town) -> None:
    ans = await sent(town)
    bep = town.person(8, "en", group=GROUP)
    bep.buttons = ans.buttons

    said = await bep.presses("✅")

    assert "Wanneer: dinsdag 12 januari" in said
    assert bep.turn.toast.startswith(SAID.say("meeting_vote_yes", "en"))


@pytest.mark.parametrize(
    "data",
    [
        room_data("inv", "vote", 1, 0, "maybe"),
        room_data("inv", "vote", 1, 0),
        room_data("inv", "vote"),
        room_data("inv", "vote", "x", 0, "yes"),
        room_data("inv", "vote", "99999999999999999999", 0, "yes"),
        room_data("inv", "vote", 2, 0, "yes"),
        room_data("inv", "drop", 1, "x"),
        room_data("inv", "day", "x", "2027-01-12"),
        room_data("inv", "send"),
        room_data("inv", "field", "x", "what"),
        room_data("inv", "void", 2, 0),
        room_data("inv", "keep", "x"),
        room_data("inv", "nonsense"),
    ],
)
async def test_made_up_buttons_change_nothing(town: Town, data: str) -> None:
    ans = await sent(town)

    await ans.presses(data)

    assert ans.turn.replies == ()
    assert ans.turn.toast
    [meeting] = [await town.records.shelf(InvitationRecords).of(1, ans.asker.chat)]
    assert meeting
    assert (meeting.counts, meeting.sequence, meeting.is_cancelled) == ({}, 0, False)


@pytest.mark.parametrize(
    "value", ["day:2020-01-01", "day:2099-01-01", "day:x", "at:2460", "at:9", "long:0", "long:9999"]
)
async def test_values_that_no_button_has_are_not_taken(town: Town, value: str) -> None:
    ans = town.person(7)
    await ans.says("/uitnodiging overleg")
    found = parse_room(ans.buttons["Laat maar"])
    assert found
    action, _, rest = value.partition(":")

    said = await ans.presses(room_data("inv", action, found.values[0], rest))

    assert said.startswith(SAID.say("day_ask", "nl"))


@pytest.mark.parametrize("action", ["vote", "manage", "show", "time", "off", "void", "drop", "none"])
async def test_another_chat_gets_nothing_of_a_meeting(town: Town, action: str) -> None:
    await sent(town)
    stranger = town.person(ADMIN, group=OTHER)

    said = await stranger.presses(room_data("inv", action, 1, 0, "yes"))

    assert said == SAID.say("meeting_elsewhere", "nl")


# --- changing


async def test_file_under_the_card_is_of_that_meeting(town: Town) -> None:
    ans = await sent(town)

    found = event(ans)

    assert found.pop("UID").endswith("@verbinder")
    assert found == {
        "SEQUENCE": "0",
        "STATUS": "CONFIRMED",
        "SUMMARY": "overleg techniek",
        "METHOD": "PUBLISH",
        "DTSTART": "2027-01-12 14:00",
    }
    assert plain_text(ans.turn.replies[1].html) == (
        "Tik op het bestand om het in uw agenda te zetten. Ik herinner hier de dag ervoor om 09:00 uur en een uur "
        "ervoor.\nOverleg #1"
    )


async def test_meeting_that_is_moved_updates_calendars_and_asks_anew(town: Town) -> None:
    ans = await sent(town)
    before = event(ans)
    old_button = ans.buttons["✅ 0 ja"]
    await ans.presses("✅")
    for label in ("Beheer", "Andere tijd"):
        await ans.presses(label)
    await ans.says("13 januari om half drie")

    said = await ans.presses("✅ Versturen")

    assert "<b>Gewijzigd:</b> woensdag 13 januari 2027, 14:30–16:00 uur." in said
    assert event(ans) == before | {"SEQUENCE": "1", "DTSTART": "2027-01-13 14:30"}
    assert "woensdag 13 januari 2027, 14:30" in shown(ans).html
    assert labels(shown(ans)) == [["✅ 0 ja", "❔ 0 misschien", "❌ 0 nee"], ["Wie komt er?", "Beheer"]]
    turn = await town.conversation.presses(ans.asker, old_button, ans.where, message_id=9)
    assert turn.toast == SAID.say("meeting_changed", "nl")
    assert [labels(reply)[0] for _, reply in turn.edits] == [["✅ 0 ja", "❔ 0 misschien", "❌ 0 nee"]]


async def test_meeting_is_moved_by_how_much_is_typed(town: Town) -> None:
    ans = await sent(town)
    begins = event(ans)["DTSTART"]
    for label in ("Beheer", "Andere tijd"):
        await ans.presses(label)
    await ans.says("een half uur later")
    await ans.presses("✅ Versturen")

    later = datetime.fromisoformat(begins) + timedelta(minutes=30)
    assert event(ans)["DTSTART"] == f"{later:%Y-%m-%d %H:%M}"


# --- one card


async def test_others_go_on_answering_while_somebody_looks_what_can_be_changed(town: Town) -> None:
    ans = await sent(town)
    [card_id] = [at for at, reply in ans.screen.items() if "Beheer" in str(labels(reply))]

    await ans.presses("Beheer")

    first, second, *_ = labels(ans.screen[card_id])
    assert (first, second) == (["✅ 0 ja", "❔ 0 misschien", "❌ 0 nee"], ["Andere tijd", "Hoe lang"])


@pytest.mark.parametrize(
    "how",
    [
        ("Andere tijd", "13 januari half drie", "✅ Versturen"),
        ("Andere tijd", "onzin", "13 januari", "half drie", "✅ Versturen"),
        ("Andere tijd", "Over een week", "15:00", "✅ Versturen"),
        ("Hoe lang", "2 uur", "✅ Versturen"),
        ("Andere plek", "lokaal 4", "✅ Versturen"),
        ("Andere tijd", "Laat maar"),
        ("Andere tijd", "Andere tijd", "13 januari half drie", "✅ Versturen"),
        ("Afzeggen", "« Terug"),
    ],
    ids=" > ".join,
)
async def test_card_stays_the_card_and_questions_disappear(town: Town, how: tuple[str, ...]) -> None:
    ans = await sent(town)
    [card_id] = [at for at, reply in ans.screen.items() if "Beheer" in str(labels(reply))]
    before = len(ans.screen)
    await ans.presses("Beheer")
    manage = ans.buttons
    for what in how:
        if what in manage and what != "« Terug":
            await ans.presses(manage[what])
            assert labels(ans.screen[card_id]) == [
                ["✅ 0 ja", "❔ 0 misschien", "❌ 0 nee"],
                ["Wie komt er?", "Beheer"],
            ]
        elif any(label.startswith(what) for label in ans.buttons):
            await ans.presses(what)
        else:
            await ans.says(what)

    assert shown(ans) == ans.screen[card_id]
    files = how[-1] == "✅ Versturen"
    assert len(ans.screen) == before + files
    assert [reply.rows for at, reply in ans.screen.items() if at > card_id and reply.rows] == []


async def test_question_of_another_is_theirs(town: Town) -> None:
    ans, bep = await sent(town), town.person(8, group=GROUP)
    for label in ("Beheer", "Andere tijd"):
        await ans.presses(label)
    bep.buttons = ans.buttons

    assert await bep.presses("Laat maar") == SAID.say("meeting_not_yours", "nl")
    assert bep.turn.gone == ()
    assert await town.records.drafts.of(ans.asker)


async def test_answer_under_a_reminder_shows_on_the_card(town: Town) -> None:
    ans = await sent(town)
    invitation = await town.records.shelf(InvitationRecords).of(1, ans.asker.chat)
    assert invitation
    assert invitation.card_id is not None
    turn = await town.conversation.presses(ans.asker, ans.buttons["✅ 0 ja"], ans.where, message_id=9)

    assert turn.replies == ()
    assert turn.toast.startswith(SAID.say("meeting_vote_yes", "nl"))
    assert [(at, labels(reply)[0]) for at, reply in turn.edits] == [
        (invitation.card_id, ["✅ 1 ja", "❔ 0 misschien", "❌ 0 nee"])
    ]


async def test_card_of_before_that_nobody_noted_is_the_one_that_is_pressed(town: Town) -> None:
    ans = await sent(town)
    await town.records.shelf(InvitationRecords).shown_as(1, ans.asker.chat, None)
    await ans.presses("✅ 0 ja")
    await ans.presses("❔ 0 misschien")

    assert labels(shown(ans))[0] == ["✅ 0 ja", "❔ 1 misschien", "❌ 0 nee"]
    invitation = await town.records.shelf(InvitationRecords).of(1, ans.asker.chat)
    assert invitation
    assert ans.screen[invitation.card_id or 0] == shown(ans)


async def test_other_place_keeps_the_answers(town: Town) -> None:
    ans = await sent(town)
    for label in ("✅", "Beheer", "Andere plek"):
        await ans.presses(label)
    await ans.says("https://meet.example.org/a?b=1&c")

    said = await ans.presses("✅ Versturen")

    assert "de plek is https://meet.example.org/a?b=1&amp;c." in said
    assert (event(ans)["SEQUENCE"], labels(shown(ans))[0]) == ("1", ["✅ 1 ja", "❔ 0 misschien", "❌ 0 nee"])


async def test_cancelled_meeting_is_taken_out_of_calendars_and_out_of_reminders(town: Town) -> None:
    ans = await sent(town)
    uid = event(ans)["UID"]
    for label in ("Beheer", "Afzeggen"):
        await ans.presses(label)
    sure = ans.buttons["Ja, afzeggen"]

    await ans.presses(sure)

    [off] = [reply for reply in ans.screen.values() if "📅" in reply.html]
    assert off.html.startswith("❌ <b>Afgezegd</b>")
    assert [reply.rows for reply in ans.screen.values() if reply.rows] == []
    found = event(ans)
    assert (found["UID"], found["SEQUENCE"], found["STATUS"], found["METHOD"]) == (uid, "1", "CANCELLED", "CANCEL")
    assert (await ans.presses(sure)).endswith(SAID.say("meeting_is_cancelled", "nl"))
    assert await live(town, local(1, 15)) == []


@pytest.mark.parametrize("action", ["manage", "time", "length", "where", "off", "void"])
async def test_who_did_not_make_it_is_kindly_told(town: Town, action: str) -> None:
    await sent(town)
    bep = town.person(8, group=GROUP)

    assert await bep.presses(room_data("inv", action, 1, 0)) == SAID.say("meeting_no_right", "nl")


async def test_coordinator_or_admin_may_cancel_for_others(town: Town) -> None:
    await sent(town)
    admin = town.person(ADMIN, group=GROUP)

    await admin.presses(room_data("inv", "void", 1, 0))

    assert [html for reply in admin.screen.values() if (html := reply.html).startswith("❌ <b>Afgezegd</b>")]


async def test_change_of_what_was_changed_in_the_meantime_is_not_sent(town: Town) -> None:
    ans, admin = await sent(town), town.person(ADMIN, group=GROUP)
    for label in ("Beheer", "Hoe lang", "30 min"):
        await ans.presses(label)
    await admin.presses(room_data("inv", "length", 1))
    await admin.presses("2 uur")
    await admin.presses("✅ Versturen")

    said = await ans.presses("✅ Versturen")

    assert said.endswith(SAID.say("meeting_changed", "nl"))
    assert "14:00–16:00" in shown(ans).html


# --- into a group


async def test_meeting_made_in_private_is_put_into_a_group(town: Town) -> None:
    ans = await sent(town, group=None)
    [url] = [button.url for row in card(ans).rows for button in row if button.url]
    start = url.removeprefix("https://t.me/verbinder_bot?startgroup=")
    here, elsewhere = town.person(7, group=GROUP), town.person(7, group=OTHER)

    said = await here.says(f"/start@verbinder_bot {start}")

    assert said.startswith("📅 <b>overleg techniek</b>")
    assert labels(card(here)) == [["✅ 0 ja", "❔ 0 misschien", "❌ 0 nee"], ["Wie komt er?", "Beheer"]]
    assert event(here)["SEQUENCE"] == "0"
    assert await elsewhere.says(f"/start@verbinder_bot {start}") == SAID.say("meeting_in_other_group", "nl")
    assert len((await here.says(f"/start@verbinder_bot {start}")).split("📅")) == 2
    assert await ans.presses("Beheer") == SAID.say("meeting_elsewhere", "nl")


@pytest.mark.parametrize("code", ["", "0" * 16, "x' or 1=1 --", "é" * 16])
async def test_link_to_no_meeting_is_told_to_be_old(town: Town, code: str) -> None:
    await sent(town, group=None)

    assert SAID.say("old_link", "nl") in await town.person(8, group=GROUP).says(f"/start inv_{code}")


# --- the agenda


async def test_answer_to_the_card_is_put_on_the_agenda_until_it_begins(town: Town) -> None:
    ans = await sent(town)
    bep = town.person(8, group=GROUP)

    said = await answers(bep, card(ans), "- stage\n- PTA")

    assert plain_text(said).split("\n") == ["Op de agenda gezet:", "• stage", "• PTA", "Overleg #1"]
    await bep.presses("Haal weg: stage")
    assert "• PTA" in shown(bep).html
    assert "• stage" not in shown(bep).html
    assert bep.turn.toast == SAID.say("meeting_item_dropped", "nl")


async def test_answer_to_the_calendar_file_or_a_reminder_is_of_that_meeting_too(town: Town) -> None:
    ans = await sent(town)
    file = ans.turn.replies[1]
    town.now = local(1, 11, 9)
    await town.wake()
    [reminder] = ans.mail

    await answers(ans, file, "stage")
    await answers(ans, reminder, "PTA")

    await ans.presses("Toon de uitnodiging")
    assert plain_text(card(ans).html).split("\n")[4:7] == ["Agenda", "• stage", "• PTA"]


@pytest.mark.parametrize(
    ("answered", "by_us"),
    [("Wie: Overleg #1\nx", True), ("Overleg #2", True), ("Overleg #1", False), ("Afspraak: Overleg #1", True)],
    ids=["not the last line", "no such meeting", "somebody wrote it", "not all of the line"],
)
async def test_answer_to_something_else_is_a_question(town: Town, answered: str, by_us: bool) -> None:
    ans = await sent(town, group=None)

    said = await ans.says("alfa beta", around=Around(answered, answers_id=5 if by_us else None))

    assert "<b>alfa beta</b>" in said


async def test_title_that_looks_like_another_meeting_is_none(town: Town) -> None:
    await sent(town)
    ans = await sent(town, "/uitnodiging Overleg #1, 13 januari 14:00, 30 minuten, Overleg #1\nOverleg #1")

    await answers(ans, card(ans), "stage")

    first, second = [await town.records.shelf(InvitationRecords).of(number, ans.asker.chat) for number in (1, 2)]
    assert first
    assert second
    assert (first.meeting.agenda, second.meeting.agenda) == ((), ("Overleg #1", "stage"))


async def test_full_agenda_says_so(town: Town) -> None:
    ans = await sent(town)
    await answers(ans, card(ans), "\n".join(map(str, range(30))))

    assert await answers(ans, "Overleg #1", "more") == SAID.say("meeting_items_full", "nl", count=20)


NASTY = "<b>&amp;</b>{what}\u202e\x00👩‍👩‍👧‍👦;,\\n%s"


async def test_hostile_words_are_shown_as_they_are(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await ans.says("/uitnodiging")
    await ans.says(NASTY)
    for label in ("Over een week", "14:00", "1 uur"):
        await ans.presses(label)
    await ans.says(NASTY)
    await ans.says("\n".join(f"{number}{NASTY * 40}" for number in range(40)))

    await ans.presses("✅ Versturen")

    shown = "<b>&amp;</b>{what}👩‍👩‍👧‍👦;,\\n%s"
    assert plain_text(card(ans).html).split("\n")[0] == f"📅 {shown}"
    assert event(ans)["SUMMARY"] == shown
    assert length(card(ans).html) <= 4096
    assert max(length(reply.html) for reply in ans.turn.replies if reply.attachment) <= 1024


# --- reminders


@pytest.mark.parametrize(
    ("made", "when", "expected"),
    [
        (local(1, 4, 8), "12 januari 14:00", [("01-11 09:00", "Morgen"), ("01-12 13:00", "Om 14:00")]),
        (local(3, 22, 8), "28 maart 10:00", [("03-27 09:00", "Morgen"), ("03-28 09:00", "Om 10:00")]),
        (local(3, 22, 8), "29 maart 10:00", [("03-28 09:00", "Morgen"), ("03-29 09:00", "Om 10:00")]),
        (local(10, 25, 8), "31 oktober 10:00", [("10-30 09:00", "Morgen"), ("10-31 09:00", "Om 10:00")]),
        (local(10, 25, 8), "1 november 10:00", [("10-31 09:00", "Morgen"), ("11-01 09:00", "Om 10:00")]),
        (local(1, 4, 10), "morgen 14:00", [("01-05 13:00", "Om 14:00")]),
        (local(1, 4, 8), "vandaag 8:30", []),
    ],
    ids=["winter", "clocks forward", "day after", "clocks back", "day after that", "made after nine", "too soon"],
)
async def test_reminders_come_the_day_before_and_an_hour_before(
    town: Town, made: datetime, when: str, expected: list[tuple[str, str]]
) -> None:
    town.now = made
    await sent(town, f"/uitnodiging overleg, {when}, 30 minuten, mbo")

    heard = await live(town, made + timedelta(days=9))

    assert [(at, line.removeprefix("🔔 <b>").split(" uur")[0].removesuffix("</b>")) for at, line in heard][
        :-1
    ] == expected
    assert heard[-1][1] == "<b>Afspraken uit dit overleg?</b>"


async def test_reminder_is_sent_once_over_restarts(town: Town) -> None:
    ans = await sent(town)
    town.now = local(1, 11, 9)
    for _ in range(2):
        await town.wake()
        await town.wake()
        await town.close()
        await town.open()

    assert len(ans.mail) == 1


async def test_reminder_that_could_not_be_sent_is_sent_later_and_says_so(town: Town) -> None:
    ans = await sent(town)
    town.now = local(1, 11, 9)
    town.sending.faults = [NetworkError("down")]
    await town.wake()
    town.now = local(1, 11, 11)
    await town.wake()

    assert [plain_text(html).split("\n")[:2] for html in ans.mail] == [
        ["🔔 Morgen", "Dit had u maandag 11 januari 2027 om 09:00 uur moeten bereiken; toen kon dat niet."]
    ]


async def test_what_the_bot_says_next_of_two_meetings_is_true_however_long_the_first_took(town: Town) -> None:
    """Where Telegram hardly answers, a group may hear what is due an hour after it was looked up."""
    for group in (GROUP, OTHER):
        await sent(town, group=group)

    def takes_an_hour() -> None:
        town.now += timedelta(hours=1)

    town.now, town.sending.on_sent = local(1, 12, 13), takes_an_hour
    before = len(town.sending.sent)
    await town.wake()

    assert len(town.sending.sent) == before + 1  # when the other one would be told that it begins in an hour, it began


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        (local(1, 12, 8), ["🔔 Vandaag"]),
        (local(1, 12, 13, 50), ["🔔 Om 14:00 uur begint het"]),
        (local(1, 12, 14), []),
        (local(1, 15, 9), ["Afspraken uit dit overleg?"]),
        (local(1, 17, 9), []),
    ],
    ids=["that morning", "ten minutes before", "as it begins", "three days later", "too late to ask"],
)
async def test_bot_that_was_down_says_what_is_still_true(town: Town, back: datetime, expected: list[str]) -> None:
    ans = await sent(town)
    town.now = back

    await town.wake()

    assert [plain_text(html).split("\n")[0] for html in ans.mail] == expected


async def test_moved_meeting_is_reminded_of_anew(town: Town) -> None:
    ans = await sent(town)
    heard = await live(town, local(1, 12, 13, 10))
    await ans.presses(room_data("inv", "time", 1))
    await ans.says("14 januari 10:00")
    await ans.presses("✅ Versturen")

    heard += await live(town, local(1, 15))

    assert [at for at, _ in heard] == ["01-11 09:00", "01-12 13:00", "01-13 09:00", "01-14 09:00", "01-14 12:30"]


async def test_group_that_became_a_supergroup_keeps_its_meetings(town: Town) -> None:
    ans = await sent(town)
    await ans.presses("✅")
    await town.records.moved(GROUP, SUPERGROUP)
    town.now = local(1, 11, 9)

    await town.wake()

    moved = town.person(7, group=SUPERGROUP)
    assert len(moved.mail) == 1
    await moved.presses(room_data("inv", "vote", 1, 0, "may"))
    assert labels(card(moved))[0] == ["✅ 0 ja", "❔ 1 misschien", "❌ 0 nee"]


# --- afterwards


async def test_lines_after_a_meeting_become_agreements(town: Town) -> None:
    ans = await sent(town)
    town.now = local(1, 12, 16, 30)
    await town.wake()
    [asked] = ans.mail
    await answers(ans, asked, "- concept-PTA naar het mbo, 26 januari, team Techniek\n- stage regelen")
    await ans.presses("Over een week")
    await ans.presses("Nog niemand")
    keep = ans.buttons["✅ Klopt"]

    said = await ans.presses(keep)

    assert plain_text(said).split("\n")[1:] == [
        "di 26 jan concept-PTA naar het mbo · team Techniek",
        "di 19 jan stage regelen",
    ]
    assert await ans.presses(keep) == SAID.say("agreement_not_yours", "nl")
    assert [one.agreed.what for one in await town.records.shelf(AgreementRecords).open_of(ans.asker.chat)] == [
        "stage regelen",
        "concept-PTA naar het mbo",
    ]


async def test_day_for_what_was_agreed_can_be_typed(town: Town) -> None:
    ans = await sent(town)
    town.now = local(1, 12, 15)
    await answers(ans, "Overleg #1", "Afspraken:\nstage regelen, team Zorg")

    said = await ans.says("1 februari")

    assert plain_text(said).split("\n") == ["Leg ik deze afspraken vast?", "ma 1 feb stage regelen · team Zorg"]


async def test_line_after_a_meeting_keeps_its_day_however_long_it_is(town: Town) -> None:
    ans = await sent(town)
    town.now = local(1, 12, 15)

    said = await answers(ans, "Overleg #1", f"Ans maakt de lijst {'van alle scholen ' * 12}, 1 februari")

    assert plain_text(said).split("\n")[1].startswith("ma 1 feb Ans maakt de lijst")


async def test_nothing_agreed_is_an_answer_too(town: Town) -> None:
    ans = await sent(town)
    town.now = local(1, 12, 17)

    said = await ans.presses(room_data("inv", "none", 1))

    assert said == SAID.say("meeting_none_noted", "nl", what="overleg techniek")


# --- personal data


@pytest.mark.one_engine
async def test_texts_and_people_are_not_in_the_file(town: Town, tmp_path: Path) -> None:
    ans = await sent(town, "/uitnodiging geheimoverleg, 12 januari 14:00, 60 minuten, geheimeplek\ngeheimpunt")
    await ans.presses("✅")
    await town.close()

    data = (tmp_path / "records.db").read_bytes()

    assert b"meeting_votes" in data  # it is the file
    assert b"geheim" not in data
    await town.open()


async def test_wis_takes_answers_and_names_and_what_was_made_alone(town: Town) -> None:
    group, alone = await sent(town), await sent(town, group=None)
    await group.presses("✅")

    await alone.says("/wis")
    said = await alone.presses(SAID.say("forget_yes", "nl"))

    assert said.split("\n")[1:] == [
        SAID.say(key, "nl", count=1) for key in ("forgot_votes", "forgot_meetings", "forgot_meeting_names")
    ]
    meeting = await town.records.shelf(InvitationRecords).of(1, group.asker.chat)
    assert meeting
    assert (meeting.creator, meeting.counts, meeting.meeting.what) == (None, {}, "overleg techniek")
    assert await town.records.shelf(InvitationRecords).of(2, alone.asker.chat) is None
    assert await group.presses(room_data("inv", "off", 1)) == SAID.say("meeting_no_right", "nl")


async def test_meetings_and_answers_expire_after_they_were(town: Town) -> None:
    ans = await sent(town)
    await ans.presses("✅")
    town.now = local(1, 12, 15, 30) + timedelta(days=89)
    await town.records.expire(90)
    assert await town.records.shelf(InvitationRecords).of(1, ans.asker.chat)
    town.now += timedelta(days=1, minutes=1)

    await town.records.expire(90)

    assert await town.records.shelf(InvitationRecords).of(1, ans.asker.chat) is None


@pytest.mark.parametrize(
    ("before", "typed", "key"),
    [
        ((), "geen idee", "day_ask"),
        (("12 januari",), "paars", "hour_ask"),
        (("12 januari", "14:00"), "mbo-locatie", "meeting_ask_length"),
    ],
    ids=["no day", "no time", "no length"],
)
async def test_answer_that_cannot_be_read_is_told_before_it_is_asked_again(
    town: Town, before: tuple[str, ...], typed: str, key: str
) -> None:
    ans = town.person(7)
    await ans.says("/uitnodiging overleg")
    for text in before:
        await ans.says(text)

    said = await ans.says(typed)

    assert said.startswith(f"{SAID.say('unread', 'nl', text=typed)}\n\n{SAID.say(key, 'nl')}")


async def test_item_that_is_added_by_an_answer_shows_on_the_card(town: Town) -> None:
    ans = await sent(town)
    first = card(ans)
    await town.conversation.sent(ans.asker, ans.turn, (41, 42))

    await answers(ans, first, "het rooster")

    [(message_id, shown)] = ans.turn.edits
    assert message_id == 41
    assert "• het rooster" in shown.html
    assert labels(shown) == labels(first)


async def test_card_of_a_group_that_became_a_supergroup_is_not_looked_for(town: Town) -> None:
    ans = await sent(town)
    first = card(ans)
    await town.conversation.sent(ans.asker, ans.turn, (41, 42))
    await town.records.moved(GROUP, SUPERGROUP)
    bep = town.person(8, group=SUPERGROUP)

    said = await answers(bep, first, "het rooster")

    assert (SAID.say("meeting_items_added", "nl") in said, bep.turn.edits) == (True, ())

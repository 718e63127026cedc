"""Who comes: first names by consent, guests, a list on demand, a word to those who haven't answered; and whole days."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.reply import Reply
from bot.conversation.room import Around
from bot.conversation.runs import plain_text
from bot.rooms.invitations.records import InvitationRecords
from bot.when.clock import AMSTERDAM
from index.retriever import Retriever
from tests.bot.rooms.world import SAID, Person, Town
from tests.calendar_rules import strictly

GROUP, OTHER = -100, -200
ONE = "/uitnodiging overleg techniek, {} 14:00, 90 minuten, mbo-locatie\nstage"


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    town = await Town(retriever, tmp_path / "records.db").open()
    yield town
    await town.close()


async def sent(town: Town, day: str = "12 januari", *, group: int = GROUP) -> Person:
    ans = person(town, 7, "Ans", group=group)
    await ans.says(ONE.format(day))
    await ans.presses("✅ Versturen")
    return ans


def person(town: Town, number: int, name: str, *, group: int = GROUP) -> Person:
    found = town.person(number, group=group)
    found.name = name
    return found


async def answers(who: Person, text: str, number: int = 1) -> str:
    return await who.says(text, around=Around(f"x\nOverleg #{number}", answers_id=5))


def lines(said: str) -> list[str]:
    return plain_text(said).split("\n")


async def test_names_are_asked_for_once_and_shown_by_consent(town: Town) -> None:
    ans, bep = await sent(town), person(town, 8, "Bep")
    toasts = []
    for who in (ans, bep, ans):
        await who.presses("inv.vote:1:0:yes")
        toasts.append(who.turn.toast)
    asked = SAID.say("meeting_vote_yes", "nl") + " " + SAID.say("coming_name_ask", "nl")
    await ans.presses("inv.who:1")

    said = lines(await ans.presses("Zet mijn voornaam erbij"))

    assert toasts == [asked, asked, SAID.say("meeting_vote_yes", "nl")]
    assert max(len(toast) for toast in toasts) <= 200
    assert said[:4] == ["Wie komt er naar overleg techniek?", "✅ 2: Ans en nog 1", "❔ 0", "❌ 0"]


async def test_name_is_remembered_in_that_chat_alone_and_taken_back(town: Town) -> None:
    ans = await sent(town)
    await ans.presses("inv.vote:1:0:yes")
    await ans.presses("inv.name:1")
    await sent(town, "13 januari")
    await ans.presses("inv.vote:2:0:may")
    elsewhere = await sent(town, group=OTHER)
    await elsewhere.presses("inv.vote:3:0:yes")

    assert lines(await ans.presses("inv.who:2"))[2] == "❔ 1: Ans"
    assert lines(await elsewhere.presses("inv.who:3"))[1] == "✅ 1: 1 zonder naam"
    assert lines(await ans.presses("inv.noname:2"))[2] == "❔ 1: 1 zonder naam"


async def test_what_was_erased_is_named_no_more(town: Town) -> None:
    ans = await sent(town)
    for data in ("inv.vote:1:0:yes", "inv.name:1"):
        await ans.presses(data)
    await answers(ans, "+ Joost")
    alone = town.person(7)
    await alone.says("/wis")

    said = await alone.presses(SAID.say("forget_yes", "nl"))

    assert SAID.say("forgot_first_names", "nl", count=1) in said
    assert SAID.say("forgot_guests", "nl", count=1) in said
    dumped = await town.records._database.read(lambda db: list(db.execute("select * from first_names").fetchall()))
    assert dumped == []
    assert "Joost" not in await ans.presses("inv.who:1")


@pytest.mark.parametrize(
    "text",
    ["wie komt er allemaal?", "Wie komen er", "wie zijn er bij?", "hoeveel mensen komen er?", "Who's coming?", "who is coming",
     "komt iedereen?", "wie kan er niet?", "wie heeft nog niet gereageerd?", "is everybody coming?"],
)  # fmt: skip
async def test_question_who_comes_is_answered_and_no_item_for_the_agenda(town: Town, text: str) -> None:
    ans = await sent(town)
    await ans.presses("inv.vote:1:0:yes")

    assert lines(await answers(ans, text))[0] == "Wie komt er naar overleg techniek?"
    invitation = await town.records.shelf(InvitationRecords).of(1, ans.asker.chat)
    assert invitation
    assert invitation.meeting.agenda == ("stage",)


@pytest.mark.parametrize(
    "text",
    [
        "wie tekent?",
        "wie komt in de stuurgroep",
        "- stageplekken",
        "1 - 2",
        "gastlessen",
        "ik neem de taart mee",
        "verzet naar het mbo",
    ],
)
async def test_what_is_for_the_agenda_stays_so(town: Town, text: str) -> None:
    ans = await sent(town)

    assert "Op de agenda gezet:" in await answers(ans, text)


@pytest.mark.parametrize("words", ["Ik neem Joost mee", "ik neem ook Joost mee.", "I'll bring Joost"])
async def test_guest_who_is_named_in_a_sentence_is_a_guest(town: Town, words: str) -> None:
    ans = await sent(town)
    for data in ("inv.vote:1:0:yes", "inv.name:1"):
        await ans.presses(data)

    assert "➕ Joost, met Ans" in lines(await answers(ans, words))


async def test_guests_are_added_by_who_comes_and_taken_off_by_them(town: Town) -> None:
    ans, bep = await sent(town), person(town, 8, "Bep")
    assert await answers(ans, "+ Joost") == SAID.say("coming_guest_first", "nl")
    for data in ("inv.vote:1:0:yes", "inv.name:1"):
        await ans.presses(data)
    await bep.presses("inv.vote:1:0:may")
    await answers(bep, "+ <b>Kees</b>")

    assert lines(await answers(ans, "+ Joost"))[4:6] == ["➕ <b>Kees</b>", "➕ Joost, met Ans"]
    assert "Op de agenda gezet" in await answers(bep, "- Joost")
    assert "Joost" not in await answers(ans, "- joost")
    for number in range(12):
        said = await answers(ans, f"+ gast {number}")
    assert said == SAID.say("coming_guests_full", "nl")


async def test_those_who_answered_before_and_not_to_this_one_hear_once(town: Town) -> None:
    ans, bep = await sent(town, "5 januari"), person(town, 8, "Bep")
    for who in (ans, bep):
        await who.presses("inv.vote:1:0:yes")
    await bep.presses("inv.name:1")
    await sent(town, "14 januari")
    await ans.presses("inv.vote:2:0:no")
    heard = []
    while town.now < datetime(2027, 1, 13, 8, tzinfo=AMSTERDAM).astimezone(UTC):
        await town.wake()
        at = f"{town.now.astimezone(AMSTERDAM):%m-%d %H:%M}"
        heard += [(at, plain_text(html).split("\n")) for html in town.sending.to(GROUP)]
        town.now += timedelta(hours=1)

    [(at, said)] = [one for one in heard if "Wie nog niet koos" in one[1][0]]
    assert at == "01-12 09:00"
    assert "Nog niet gekozen: Bep." in said
    assert said[-1] == "Overleg #2"


async def test_nobody_hears_of_it_where_nobody_is_known_to_be_silent(town: Town) -> None:
    await sent(town)
    town.now = datetime(2027, 1, 8, 9, tzinfo=AMSTERDAM).astimezone(UTC)

    await town.wake()

    assert town.sending.to(GROUP) == []


# --- whole days


def card(who: Person) -> Reply:
    [found] = [reply for reply in who.screen.values() if "Beheer" in str(reply.rows)]
    return found


async def made(town: Town, text: str, *presses: str) -> Person:
    ans = person(town, 7, "Ans")
    await ans.says(text)
    for press in (*presses, "✅ Versturen"):
        await ans.presses(press)
    return ans


def event(who: Person) -> dict[str, str]:
    [data] = [reply.attachment.data for reply in who.turn.replies if reply.attachment]
    [found] = strictly(data)
    return {key: value for key, value in found.items() if key.startswith("DT") and key != "DTSTAMP"}


async def test_whole_day_goes_by_no_clock(town: Town) -> None:
    ans = await made(town, "/uitnodiging studiedag, 12 januari hele dag, mbo\nstage")

    assert "Wanneer: dinsdag 12 januari 2027, hele dag" in plain_text(card(ans).html)
    assert event(ans) == {"DTSTART;VALUE=DATE": "20270112", "DTEND;VALUE=DATE": "20270113"}


async def test_several_days_running_are_one_meeting(town: Town) -> None:
    ans = await made(town, "/uitnodiging werkbezoek, 26 t/m 29 maart, Zwolle\nreis", "Al deze dagen")

    assert "vrijdag 26 maart 2027 t/m maandag 29 maart 2027, hele dagen" in plain_text(card(ans).html)
    assert event(ans) == {"DTSTART;VALUE=DATE": "20270326", "DTEND;VALUE=DATE": "20270330"}


async def test_hour_may_be_left_out_with_one_tap(town: Town) -> None:
    ans = await made(town, "/uitnodiging studiedag, 12 januari, mbo\nstage", "Hele dag")

    assert event(ans) == {"DTSTART;VALUE=DATE": "20270112", "DTEND;VALUE=DATE": "20270113"}


async def test_whole_day_is_spoken_of_by_day_and_asked_after_in_the_morning(town: Town) -> None:
    await made(town, "/uitnodiging studiedag, 12 januari hele dag, mbo\nstage")
    heard = []
    while town.now < datetime(2027, 1, 14, tzinfo=AMSTERDAM).astimezone(UTC):
        await town.wake()
        at = f"{town.now.astimezone(AMSTERDAM):%m-%d %H:%M}"
        heard += [(at, plain_text(html).split("\n")[0]) for html in town.sending.to(GROUP)]
        town.now += timedelta(hours=1)

    assert heard == [("01-11 09:00", "🔔 Morgen"), ("01-13 09:00", "Afspraken uit dit overleg?")]


async def test_whole_day_is_moved_and_given_hours(town: Town) -> None:
    ans = await made(town, "/uitnodiging studiedag, 12 januari hele dag, mbo\nstage")
    for press in ("inv.manage:1", "inv.time:1"):
        await ans.presses(press)
    await ans.says("13 januari 14:00-16:00")

    said = await ans.presses("✅ Versturen")

    assert "<b>Gewijzigd:</b> woensdag 13 januari 2027, 14:00–16:00 uur." in said
    assert event(ans) == {
        "DTSTART;TZID=Europe/Amsterdam": "20270113T140000",
        "DTEND;TZID=Europe/Amsterdam": "20270113T160000",
    }

"""A calendar to subscribe to: one a chat, found by nobody who wasn't told where, up to date by itself, and withdrawn."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.conversation.introduction import Introduction
from bot.conversation.offers import CALENDARS
from bot.conversation.room import Around
from bot.records.people import Role
from bot.rooms.invitations.calendars import CalendarRecords
from index.retriever import Retriever
from tests.bot.rooms.world import ADMIN, SAID, Person, Town
from tests.calendar_rules import strictly
from tests.engines import as_text

GROUP, SUPERGROUP, OTHER = -100, -1_000_100, -200


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    town = await Town(retriever, tmp_path / "records.db", web_url="https://bot.example.org").open()
    yield town
    await town.close()


async def sent(town: Town, what: str, *, group: int | None = GROUP, number: int = 7) -> Person:
    ans = town.person(number, group=group)
    await ans.says(f"/uitnodiging {what}, 12 januari 14:00, 90 minuten, mbo-locatie")
    await ans.presses("Overslaan")
    await ans.presses("✅ Versturen")
    return ans


async def address(person: Person) -> str:
    found = re.search(r"<code>(.*)</code>", await person.says("/agenda"))
    assert found
    return found[1]


async def fetched(town: Town, where: str) -> list[dict[str, str]] | None:
    """What a calendar gets there."""
    found = re.fullmatch(r"webcal://bot\.example\.org/agenda/([0-9a-f]{40})\.ics", where)
    assert found
    calendar = await town.house.offers.take(CALENDARS)(found[1])
    return strictly(calendar.data) if calendar else None


async def titles(town: Town, where: str) -> list[str]:
    return [event["SUMMARY"] for event in await fetched(town, where) or []]


async def test_group_has_one_calendar_of_its_meetings(town: Town) -> None:
    ans, bep = await sent(town, "overleg"), town.person(8, group=GROUP)
    await sent(town, "elders", group=OTHER)
    where = await address(ans)

    assert await address(bep) == where
    assert await titles(town, where) == ["overleg"]
    assert "overleg" not in where


async def test_own_calendar_has_what_one_made_or_may_come_to(town: Town) -> None:
    ans, bep = await sent(town, "overleg"), town.person(8, group=GROUP)
    await sent(town, "alleen", group=None, number=8)
    bep.buttons = ans.buttons
    mine, theirs = await address(town.person(7)), await address(town.person(8))

    assert (await titles(town, mine), await titles(town, theirs)) == (["overleg"], ["alleen"])
    await bep.presses("❔")
    assert await titles(town, theirs) == ["overleg", "alleen"]
    await bep.presses("❌")
    assert await titles(town, theirs) == ["alleen"]


async def test_what_is_moved_filled_or_cancelled_is_so_in_the_calendar(town: Town) -> None:
    ans = await sent(town, "overleg")
    where = await address(ans)
    await ans.says("stage", around=Around("Overleg #1", answers_id=5))
    [event] = await fetched(town, where) or []
    assert (event["SEQUENCE"], event["DESCRIPTION"]) == ("1", "Agenda:\\n- stage")
    for what in ("inv.manage:1", "inv.time:1"):
        await ans.presses(what)
    await ans.says("13 januari half drie")
    await ans.presses("✅ Versturen")
    [event] = await fetched(town, where) or []
    assert (event["SEQUENCE"], event["DTSTART;TZID=Europe/Amsterdam"]) == ("2", "20270113T143000")
    await ans.presses("inv.void:1:1")

    assert await fetched(town, where) == []


async def test_withdrawn_address_leads_nowhere_and_another_is_new(town: Town) -> None:
    ans = await sent(town, "overleg")
    first = await address(ans)
    second = re.search(r"<code>(.*)</code>", await ans.presses("Nieuw adres"))
    assert second
    assert (await fetched(town, first), await titles(town, second[1])) == (None, ["overleg"])

    await ans.presses("Intrekken")

    assert await fetched(town, second[1]) is None
    assert await address(ans) not in (first, second[1])


async def test_in_a_group_only_who_asked_or_a_coordinator_withdraws_it(town: Town) -> None:
    ans, bep, admin = (town.person(number, group=GROUP) for number in (7, 8, ADMIN))
    await address(ans)
    bep.buttons = admin.buttons = ans.buttons

    assert await bep.presses("Intrekken") == SAID.say("calendar_no_right", "nl")
    assert admin.asker.role is Role.ADMIN
    assert await admin.presses("Intrekken") == SAID.say("calendar_revoked", "nl")


async def test_what_is_erased_is_withdrawn(town: Town) -> None:
    await sent(town, "overleg")
    mine, groups = await address(town.person(7)), await address(town.person(7, group=GROUP))
    ans = town.person(7)
    await ans.says("/wis")

    assert SAID.say("forgot_calendars", "nl", count=1) in await ans.presses(SAID.say("forget_yes", "nl"))
    assert await fetched(town, mine) is None
    assert await titles(town, groups) == ["overleg"]


async def test_group_that_becomes_a_supergroup_keeps_its_address(town: Town) -> None:
    ans = await sent(town, "overleg")
    where = await address(ans)

    await town.records.moved(GROUP, SUPERGROUP)

    assert await titles(town, where) == ["overleg"]
    assert await address(town.person(7, group=SUPERGROUP)) == where


async def test_token_is_kept_sealed(town: Town) -> None:
    where = await address(town.person(7))
    dumped = await town.records._database.read(as_text)

    assert where.rpartition("/")[2].removesuffix(".ics") not in dumped


async def test_bot_without_an_address_on_the_web_says_so(town: Town) -> None:
    town.web_url = ""
    await town.close()
    await town.open()
    ans = town.person(7)

    assert await ans.says("/agenda") == SAID.say("calendar_not_here", "nl")
    assert await ans.presses("inv.anew") == SAID.say("calendar_not_here", "nl")
    assert await town.records.shelf(CalendarRecords).of_chat(replace(ans.asker).chat) is None


@pytest.mark.parametrize(("lang", "text"), [("nl", "zet dit in mijn agenda"), ("en", "put this in my calendar")])
@pytest.mark.parametrize("is_reply", [True, False], ids=["in answer to a card", "after one"])
async def test_meeting_that_is_pointed_at_goes_into_a_calendar_by_its_file(
    town: Town, lang: str, text: str, *, is_reply: bool
) -> None:
    await sent(town, "kennismaking", group=None)
    ans = await sent(town, "examens", group=None)
    ans.lang = lang
    card = "kennismaking\nOverleg #1"

    await ans.says(text, around=Around(card, answers_id=5) if is_reply else Around())

    [reply] = ans.turn.replies
    assert reply.attachment is not None
    [event] = strictly(reply.attachment.data)
    assert event["SUMMARY"] == ("kennismaking" if is_reply else "examens")
    assert [one["DESCRIPTION"] for one in await fetched(town, await address(ans)) or [] if "DESCRIPTION" in one] == []


async def test_where_nothing_is_planned_the_address_of_the_calendar_is_given(town: Town) -> None:
    ans = town.person(9)

    assert await ans.says("zet dit in mijn agenda") == await ans.says("/agenda")


@pytest.mark.parametrize(("text", "what"), [("", "lijst naar het mbo"), ("toets nakijken", "toets nakijken")])
async def test_agreement_that_is_pointed_at_goes_into_a_calendar_by_its_file(town: Town, text: str, what: str) -> None:
    await sent(town, "examens", group=None)
    ans = town.person(7)
    town.now += timedelta(minutes=1)
    for agreed in ("toets nakijken, 14 januari 15:30, Kees", "lijst naar het mbo, 12 januari, Kees"):
        await ans.says(f"/afspraak {agreed}")
        await ans.presses("✅ Klopt")
        town.now += timedelta(minutes=1)

    await ans.says("zet dit in mijn agenda", around=Around(f"Wat: {text}", answers_id=5) if text else Around())

    [reply] = ans.turn.replies
    assert reply.attachment is not None
    [event] = strictly(reply.attachment.data)
    assert (event["SUMMARY"], reply.attachment.name) == (what, "afspraak.ics")
    [start] = [value for key, value in event.items() if key.startswith("DTSTART")]
    assert start == ("20270114T153000" if text else "20270112")


async def test_meeting_made_after_an_agreement_is_the_one_that_goes_into_a_calendar(town: Town) -> None:
    ans = town.person(7)
    await ans.says("/afspraak lijst naar het mbo, 12 januari, Kees")
    await ans.presses("✅ Klopt")
    town.now += timedelta(minutes=1)
    await sent(town, "examens", group=None)

    await ans.says("zet dit in mijn agenda")

    assert ans.turn.replies[0].attachment is not None
    assert [event["SUMMARY"] for event in strictly(ans.turn.replies[0].attachment.data)] == ["examens"]


async def test_calendar_goes_by_the_name_that_the_folder_gives(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Introduction, "name", lambda self, lang: 'Bieb; "de" buurt')
    where = await address(await sent(town, "overleg"))

    calendar = await town.house.offers.take(CALENDARS)(where.rpartition("/")[2].removesuffix(".ics"))

    opened = Calendar.from_ical(calendar.data)
    assert (opened["X-WR-CALNAME"], opened["NAME"]) == ('Bieb; "de" buurt', 'Bieb; "de" buurt')
    assert [event["ORGANIZER"].params["CN"] for event in opened.walk("VEVENT")] == ['Bieb; "de" buurt']

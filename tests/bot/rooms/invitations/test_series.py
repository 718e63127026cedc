"""Meetings that come back: asked once, answered to each time, moved or off once or from then on, and so in calendars."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import recurring_ical_events
from icalendar import Calendar

from bot.conversation.offers import CALENDARS
from bot.conversation.room import Around
from bot.conversation.runs import plain_text
from bot.rooms.agreements.records import AgreementRecords
from bot.rooms.invitations.calendars import CalendarRecords
from bot.rooms.invitations.meeting import Meeting
from bot.rooms.invitations.records import Invitation, InvitationRecords
from bot.rooms.invitations.series import Series, read, written
from bot.when.clock import AMSTERDAM
from index.retriever import Retriever
from tests.bot.rooms.world import Person, Town
from tests.calendar_rules import strictly

GROUP = -100
WEEKLY = "/uitnodiging overleg, elke maandag 10:00, 60 minuten, mbo"


def local(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    town = await Town(retriever, tmp_path / "records.db").open()
    town.now = local(3, 3, 9)  # a Wednesday, before summer time and Easter
    yield town
    await town.close()


async def sent(town: Town, text: str = WEEKLY) -> Person:
    ans = town.person(7, group=GROUP)
    await ans.invites(text)
    return ans


async def kept(town: Town) -> Invitation:
    found = await town.records.shelf(InvitationRecords).of(1, town.keys.pseudonym("chat", GROUP))
    assert found
    return found


def planned(person: Person, until: tuple[int, int, int] = (2027, 7, 1)) -> list[str]:
    """What a calendar that took the last file shows, by another library, on the clocks there."""
    [data] = [reply.attachment.data for reply in person.turn.replies if reply.attachment]
    strictly(data)
    found: Any = recurring_ical_events.of(Calendar.from_ical(data)).between((2027, 3, 1), until)
    return sorted(f"{one['DTSTART'].dt.astimezone(AMSTERDAM):%m-%d %H:%M}" for one in found)


def dates(town: Town) -> str:
    """When the card says it is."""
    [card] = [reply for reply in town.screens[GROUP].values() if "Beheer" in str(reply.rows)]
    return next(line for line in plain_text(card.html).split("\n") if line.startswith("Wanneer"))


async def test_what_comes_back_is_one_meeting_with_its_rule_in_words(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await ans.says(WEEKLY)

    said = plain_text(await ans.presses("Overslaan"))

    assert said.split("\n")[2:6] == [
        "📅 overleg",
        "Wanneer: maandag 8 maart 2027, 10:00–11:00 uur",
        "Herhaalt: elke week op maandag",
        "Waar: mbo",
    ]
    assert "Niet op: ma 29 mrt (Tweede paasdag), ma 26 apr (Meivakantie)" in said


async def test_calendar_keeps_the_hour_over_summer_time_and_leaves_holidays_out(town: Town) -> None:
    ans = await sent(town)

    found = planned(ans, (2027, 5, 1))

    assert found == [f"{day} 10:00" for day in ("03-08", "03-15", "03-22", "04-05", "04-12", "04-19")]


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("elke eerste maandag van de maand", "FREQ=MONTHLY;BYDAY=+1MO"),
        ("elke dinsdag en donderdag", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("maandelijks op de 15e", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ],
)
async def test_rule_is_kept(town: Town, said: str, rule: str) -> None:
    await sent(town, f"/uitnodiging overleg, {said} 10:00, 60 minuten, mbo")

    assert (await kept(town)).meeting.rule == rule


async def test_every_other_week_is_asked_from_when(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    said = await ans.says("/uitnodiging overleg, om de week op dinsdag 10:00, 60 minuten, mbo")
    assert "wanneer is het voor het eerst?" in said
    await ans.presses("dinsdag 23 maart")
    await ans.presses("Overslaan")
    await ans.presses("✅ Versturen")

    assert planned(ans, (2027, 5, 1)) == ["03-23 10:00", "04-06 10:00", "04-20 10:00"]


async def test_weekday_that_is_today_is_asked(town: Town) -> None:
    ans = town.person(7, group=GROUP)

    said = await ans.says("/uitnodiging overleg, elke woensdag 16:00, 60 minuten, mbo")

    assert "wanneer is het voor het eerst?" in said


async def test_other_day_instead_is_one_day(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await ans.says(f"{WEEKLY}\nstage")
    for what in ("Wijzig", "Dag"):
        await ans.presses(what)

    assert "Herhaalt" not in await ans.says("9 maart")


async def test_each_is_answered_to_and_reminded_of_and_asked_after(town: Town) -> None:
    ans = await sent(town)
    await ans.presses("✅ 0")
    heard = []
    while town.now < local(3, 16):
        await town.wake()
        at = f"{town.now.astimezone(AMSTERDAM):%m-%d %H:%M}"
        heard += [(at, plain_text(html).split("\n")[0]) for html in town.sending.to(GROUP)]
        town.now += timedelta(minutes=30)

    assert heard == [
        ("03-07 09:00", "🔔 Morgen"),
        ("03-08 09:00", "🔔 Om 10:00 uur begint het"),
        ("03-08 12:00", "Afspraken uit dit overleg?"),
        ("03-12 09:00", "🔔 Komt u? Wie nog niet koos kan dat hier doen."),
        ("03-14 09:00", "🔔 Morgen"),
        ("03-15 09:00", "🔔 Om 10:00 uur begint het"),
        ("03-15 12:00", "Afspraken uit dit overleg?"),
    ]
    [(_, first, card), _] = [one for one in town.sending.edited if one[0] == GROUP]
    assert (await kept(town)).card_id == first
    assert "maandag 15 maart 2027" in card.html
    assert "✅ 0" in str(card.rows)


async def test_what_was_agreed_is_no_item_for_the_next_one(town: Town) -> None:
    ans = await sent(town)
    town.now = local(3, 8, 12, 1)
    await town.wake()
    [asked] = town.sending.to(GROUP)
    town.now = local(3, 8, 20)
    await town.wake()
    assert (await kept(town)).meeting.start == local(3, 15, 10)

    await ans.says("lijst mailen, 12 maart, Ans", around=Around(plain_text(asked), answers_id=5))
    await ans.presses("✅ Klopt")

    assert (await kept(town)).meeting.agenda == ()
    [agreed] = await town.records.shelf(AgreementRecords).open_of(ans.asker.chat)
    assert agreed.agreed.what == "lijst mailen"


async def test_once_is_moved_and_the_others_stay(town: Town) -> None:
    ans = await sent(town)
    for what in ("Beheer", "Andere tijd"):
        await ans.presses(what)
    await ans.says("9 maart 14:00")

    await ans.presses("Alleen deze keer")

    assert planned(ans, (2027, 3, 25)) == ["03-09 14:00", "03-15 10:00", "03-22 10:00"]
    assert dates(town) == "Wanneer: dinsdag 9 maart 2027, 14:00–15:00 uur"
    town.now = local(3, 10)
    await town.wake()
    assert (await kept(town)).meeting.start == local(3, 15, 10)


async def test_from_then_on_it_is_on_another_day_and_hour(town: Town) -> None:
    ans = await sent(town)
    for what in ("Beheer", "Andere tijd"):
        await ans.presses(what)
    await ans.says("9 maart 14:00")

    await ans.presses("Voortaan zo")

    assert planned(ans, (2027, 4, 10)) == [f"{day} 14:00" for day in ("03-09", "03-16", "03-23", "03-30", "04-06")]
    assert (await kept(town)).meeting.rule == "FREQ=WEEKLY;BYDAY=TU"


async def test_what_has_been_stays_in_calendars_when_it_is_otherwise_from_then_on(town: Town) -> None:
    ans = await sent(town)
    town.now = local(3, 8, 20)
    await town.wake()
    for what in ("Beheer", "Andere tijd"):
        await ans.presses(what)
    await ans.says("16 maart 14:00")
    await ans.presses("Voortaan zo")
    expected = ["03-08 10:00", "03-16 14:00", "03-23 14:00", "03-30 14:00", "04-06 14:00"]

    [data] = [reply.attachment.data for reply in ans.turn.replies if reply.attachment]
    feed = await town.house.offers.take(CALENDARS)(await town.records.shelf(CalendarRecords).of(ans.asker))

    assert planned(ans, (2027, 4, 10)) == expected
    assert feed
    for calendar in (data, feed.data):
        events = strictly(calendar)
        assert len({event["UID"] for event in events}) == len(events)
        found: Any = recurring_ical_events.of(Calendar.from_ical(calendar)).between((2027, 3, 1), (2027, 4, 10))
        assert sorted(f"{one['DTSTART'].dt:%m-%d %H:%M}" for one in found) == expected
    manage = next(one.data for row in town.screens[GROUP][1001].rows for one in row if one.label == "Beheer")
    for what in (manage, "Afzeggen", "Alle keren"):
        said = await ans.presses(what)
    feed = await town.house.offers.take(CALENDARS)(await town.records.shelf(CalendarRecords).of(ans.asker))
    assert "uw agenda houdt wat geweest is" in said
    assert feed
    left: Any = recurring_ical_events.of(Calendar.from_ical(feed.data)).between((2027, 3, 1), (2027, 7, 1))
    assert sorted(f"{one['DTSTART'].dt:%m-%d %H:%M}" for one in left) == expected[:1]


def test_what_was_before_is_kept_through_several_changes_and_as_json() -> None:
    series = Series("FREQ=WEEKLY;BYDAY=MO", local(3, 8, 10).astimezone(AMSTERDAM), date(2027, 3, 8), 60, "mbo")
    for day, hour in ((16, 14), (24, 9)):
        following = series.following()
        assert following
        series = following.always(Meeting("overleg", local(3, day, hour), 60, "mbo"))

    assert [one.first.astimezone(UTC) for one in series.past] == [local(3, 8, 10), local(3, 16, 14)]
    assert (series.first.astimezone(UTC), series.day) == (local(3, 24, 9), date(2027, 3, 24))
    assert read(written(series)) == series
    assert read(written(replace(series, past=()))) == replace(series, past=())


async def test_once_is_off_and_the_card_is_of_the_next(town: Town) -> None:
    ans = await sent(town)
    for what in ("Beheer", "Afzeggen"):
        await ans.presses(what)

    said = await ans.presses("Alleen deze keer")

    assert "Afgezegd:</b> maandag 8 maart 2027. De volgende keer is maandag 15 maart 2027" in said
    assert planned(ans, (2027, 4, 10)) == ["03-15 10:00", "03-22 10:00", "04-05 10:00"]
    assert dates(town) == "Wanneer: maandag 15 maart 2027, 10:00–11:00 uur"


async def test_all_are_off(town: Town) -> None:
    ans = await sent(town)
    for what in ("Beheer", "Afzeggen"):
        await ans.presses(what)
    await ans.presses("Alle keren")

    [data] = [reply.attachment.data for reply in ans.turn.replies if reply.attachment]
    [event] = strictly(data)
    assert (event["STATUS"], b"METHOD:CANCEL" in data) == ("CANCELLED", True)
    assert (await kept(town)).is_cancelled


@pytest.mark.parametrize("which", ["Alleen deze keer", "Alle keren"])
async def test_last_one_that_is_left_is_off_and_calendars_keep_what_has_been(town: Town, which: str) -> None:
    ans = await sent(town, "/uitnodiging overleg, elke maandag t/m 22 maart 10:00, 60 minuten, mbo")
    for day in (8, 15):
        town.now = local(3, day, 20)
        await town.wake()
    for what in ("Beheer", "Afzeggen", which):
        said = await ans.presses(what)

    assert "uw agenda houdt wat geweest is" in said
    assert planned(ans) == ["03-08 10:00", "03-15 10:00"]
    [data] = [reply.attachment.data for reply in ans.turn.replies if reply.attachment]
    assert b"METHOD:PUBLISH" in data
    assert (await kept(town)).is_cancelled
    feed = await town.house.offers.take(CALENDARS)(await town.records.shelf(CalendarRecords).of(ans.asker))
    assert feed
    found: Any = recurring_ical_events.of(Calendar.from_ical(feed.data)).between((2027, 3, 1), (2027, 7, 1))
    assert sorted(f"{one['DTSTART'].dt:%m-%d}" for one in found) == ["03-08", "03-15"]


async def test_all_that_are_off_before_one_has_been_are_in_no_calendar(town: Town) -> None:
    ans = await sent(town)
    for what in ("Beheer", "Afzeggen", "Alle keren"):
        await ans.presses(what)

    feed = await town.house.offers.take(CALENDARS)(await town.records.shelf(CalendarRecords).of(ans.asker))

    assert feed
    assert strictly(feed.data) == []


async def test_agenda_is_of_the_one_that_is_next(town: Town) -> None:
    ans = await sent(town)
    await ans.says("stage", around=Around("Overleg #1", answers_id=5))
    [data] = [reply.attachment.data for reply in ans.turn.replies if reply.attachment]

    rule, once = strictly(data)

    assert "DESCRIPTION" not in rule
    assert once["RECURRENCE-ID;TZID=Europe/Amsterdam"] == "20270308T100000"
    assert once["DESCRIPTION"] == "Agenda:\\n- stage"
    town.now = local(3, 9)
    await town.wake()
    assert (await kept(town)).meeting.agenda == ()


async def test_bot_that_was_down_for_a_month_goes_on_with_the_next(town: Town) -> None:
    await sent(town)
    await town.close()
    await town.open()
    town.now = local(4, 7, 9)

    await town.wake()

    assert (await kept(town)).meeting.start == local(4, 12, 10)
    assert (await kept(town)).meeting.start.astimezone(AMSTERDAM).date() == date(2027, 4, 12)

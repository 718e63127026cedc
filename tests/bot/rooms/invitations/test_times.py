"""Meetings that come back: how long they do, and what is otherwise of the times to come; in the chat and in calendars."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import recurring_ical_events
from icalendar import Calendar

from bot.conversation.room import Around
from bot.conversation.runs import plain_text
from bot.rooms.invitations.records import Invitation, InvitationRecords
from bot.when.clock import AMSTERDAM
from index.retriever import Retriever
from tests.bot.rooms.world import Person, Town
from tests.calendar_rules import strictly

GROUP = -100
UNTIL = "/uitnodiging overleg, elke maandag t/m 26 april 10:00, 60 minuten, mbo"
CARD = Around("📅 overleg\nOverleg #1", 1)


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    town = await Town(retriever, tmp_path / "records.db").open()
    town.now = datetime(2027, 3, 3, 9, tzinfo=AMSTERDAM).astimezone(UTC)  # a Wednesday, before summer time and Easter
    yield town
    await town.close()


async def sent(town: Town, text: str = UNTIL) -> Person:
    ans = town.person(7, group=GROUP)
    await ans.invites(text)
    return ans


async def kept(town: Town, number: int = 1) -> Invitation:
    found = await town.records.shelf(InvitationRecords).of(number, town.keys.pseudonym("chat", GROUP))
    assert found
    return found


def planned(person: Person) -> list[str]:
    """What a calendar that took the files of the last turn shows, by another library, on the clocks there."""
    shown: list[str] = []
    for data in (reply.attachment.data for reply in person.turn.replies if reply.attachment):
        strictly(data)
        found: Any = recurring_ical_events.of(Calendar.from_ical(data)).between((2027, 3, 1), (2027, 12, 1))
        for one in found:
            start = one["DTSTART"].dt
            shown.append(
                f"{start.astimezone(AMSTERDAM):%m-%d %H:%M}" if isinstance(start, datetime) else f"{start:%m-%d}"
            )
    return sorted(shown)


async def does(person: Person, *labels: str) -> str:
    said = ""
    for label in labels:
        said = plain_text(await person.presses(label))
    return said


@pytest.mark.parametrize(
    ("said", "rule", "days"),
    [
        ("elke maandag t/m 5 april 10:00", "t/m 5 april 2027", ["03-08", "03-15", "03-22", "04-05"]),
        ("elke maandag, 4 keer, 10:00", "t/m 5 april 2027", ["03-08", "03-15", "03-22", "04-05"]),
        ("elke maandag vanaf 15 maart tot eind maart 10:00", "t/m 22 maart 2027", ["03-15", "03-22"]),
        ("elke maandag t/m 5 april, behalve op 15 maart, 10:00", "t/m 5 april", ["03-08", "03-22", "04-05"]),
        ("om de week op dinsdag vanaf 9 maart, 3 keer, 10:00", "t/m 6 april 2027", ["03-09", "03-23", "04-06"]),
    ],
)
async def test_card_and_calendar_end_when_it_was_said_to(town: Town, said: str, rule: str, days: list[str]) -> None:
    ans = await sent(town, f"/uitnodiging overleg, {said}, 60 minuten, mbo")

    assert rule in plain_text(ans.turn.replies[0].html)
    assert planned(ans) == [f"{day} 10:00" for day in days]


async def test_whole_days_end_in_calendars_too(town: Town) -> None:
    ans = await sent(town, "/uitnodiging werkdag, elke eerste dinsdag van de maand, hele dag, 3 keer, mbo")

    assert planned(ans) == ["04-06", "05-04", "06-01"]


async def test_end_that_each_region_has_another_of_is_asked(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    said = plain_text(await ans.says("/uitnodiging overleg, elke maandag tot de zomer 10:00, 60 minuten, mbo"))
    assert said.startswith("Tot wanneer komt dit terug?")
    await ans.presses("vrijdag 9 juli 2027")

    assert "t/m 5 juli 2027" in plain_text(await ans.presses("Overslaan"))


async def test_end_can_be_changed_before_it_is_sent(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await ans.says(UNTIL)
    await ans.presses("Overslaan")
    await does(ans, "Wijzig", "Tot wanneer")

    assert "t/m 22 maart 2027" in await ans.says("3 keer")
    assert "Tot wanneer" in str((await does(ans, "Wijzig"), list(ans.buttons)))


async def test_one_of_the_times_to_come_is_off_and_on_after_all(town: Town) -> None:
    ans = await sent(town)
    await does(ans, "inv.manage:1", "Andere keren", "ma 5 apr")

    said = await does(ans, "Gaat niet door")

    assert "Afgezegd: alleen maandag 5 april 2027." in said
    assert planned(ans) == [f"{day} 10:00" for day in ("03-08", "03-15", "03-22", "04-12", "04-19")]
    assert "Anders: ❌ ma 5 apr" in str([plain_text(one.html) for one in town.screens[GROUP].values()])
    await does(ans, "inv.manage:1", "Andere keren", "❌ ma 5 apr", "Toch zoals gewoonlijk")
    assert "04-05 10:00" in planned(ans)


async def test_one_of_the_times_to_come_is_at_another_time(town: Town) -> None:
    ans = await sent(town)
    await does(ans, "inv.manage:1", "Andere keren", "ma 5 apr", "Andere tijd")
    await ans.says("dinsdag 6 april 14:00")

    said = await does(ans, "Alleen deze keer")

    assert "in plaats van maandag 5 april 2027 is het dinsdag 6 april 2027, 14:00–15:00 uur" in said
    days = ("03-08 10:00", "03-15 10:00", "03-22 10:00", "04-06 14:00", "04-12 10:00", "04-19 10:00")
    assert planned(ans) == list(days)
    invitation = await kept(town)
    assert (invitation.meeting.start.date(), list(invitation.series.others)) == (date(2027, 3, 8), [date(2027, 4, 5)])  # type: ignore[union-attr]


async def test_from_one_of_them_on_it_is_no_more(town: Town) -> None:
    ans = await sent(town)

    await does(ans, "inv.manage:1", "Andere keren", "ma 22 mrt", "Vanaf dan niet meer")

    assert planned(ans) == ["03-08 10:00", "03-15 10:00"]


async def test_from_one_of_them_on_it_is_another_meeting_with_a_card_of_its_own(town: Town) -> None:
    ans = await sent(town)
    await does(ans, "inv.manage:1", "Andere keren", "ma 12 apr", "Gaat niet door")
    await does(ans, "inv.manage:1", "Andere keren", "ma 5 apr", "Andere tijd")
    await ans.says("dinsdag 6 april 14:00")

    await does(ans, "Vanaf dan altijd zo")

    days = ("03-08 10:00", "03-15 10:00", "03-22 10:00", "04-06 14:00", "04-20 14:00")
    assert planned(ans) == list(days)
    later = await kept(town, 2)
    assert (later.meeting.rule, later.card_id is not None) == ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270420", True)


async def test_those_to_come_come_as_they_were_changed(town: Town) -> None:
    ans = await sent(town)
    await does(ans, "inv.manage:1", "Andere keren", "ma 15 mrt", "Gaat niet door")
    await does(ans, "inv.manage:1", "Andere keren", "ma 22 mrt", "Andere tijd")
    await ans.says("dinsdag 23 maart 14:00")
    await does(ans, "Alleen deze keer")
    starts: dict[str, None] = {}
    for day in range(8, 56):
        starts[f"{(await kept(town)).meeting.start.astimezone(AMSTERDAM):%m-%d %H:%M}"] = None
        town.now = datetime(2027, 3, 1, 20, tzinfo=AMSTERDAM).astimezone(UTC) + timedelta(days=day - 1)
        await town.wake()

    assert list(starts) == ["03-08 10:00", "03-23 14:00", "04-05 10:00", "04-12 10:00", "04-19 10:00"]


@pytest.mark.parametrize("words", ["5 april niet", "maandag 5 april niet.", "5 april gaat niet door", "5 april?"])
async def test_answer_to_the_card_that_names_one_of_them_offers_what_can_be_done(town: Town, words: str) -> None:
    ans = await sent(town)

    said = plain_text(await ans.says(words, around=CARD))

    assert said.startswith("De keer van maandag 5 april 2027")
    await does(ans, "Gaat niet door")
    assert "04-05 10:00" not in planned(ans)


@pytest.mark.parametrize("words", ["6 april niet", "5 april: PTA bespreken", "begroting", "5 april 14:00"])
async def test_answer_that_says_more_or_something_else_is_for_the_agenda(town: Town, words: str) -> None:
    ans = await sent(town)

    assert "Op de agenda gezet" in await ans.says(words, around=CARD)


async def test_so_from_now_on_keeps_those_that_are_at_a_time_of_their_own(town: Town) -> None:
    ans = await sent(town)
    await does(ans, "inv.manage:1", "Andere keren", "ma 5 apr", "Andere tijd")
    await ans.says("woensdag 7 april 15:00")
    await does(ans, "Alleen deze keer", "inv.manage:1", "Andere tijd")
    await ans.says("9 maart 14:00")

    await does(ans, "Voortaan zo")

    days = ["03-09 14:00", "03-16 14:00", "03-23 14:00", "03-30 14:00", "04-07 15:00", "04-13 14:00", "04-20 14:00"]
    assert planned(ans) == days


async def test_from_one_of_them_on_keeps_those_that_are_at_a_time_of_their_own(town: Town) -> None:
    ans = await sent(town)
    await does(ans, "inv.manage:1", "Andere keren", "ma 12 apr", "Andere tijd")
    await ans.says("woensdag 14 april 15:00")
    await does(ans, "Alleen deze keer", "inv.manage:1", "Andere keren", "ma 5 apr", "Andere tijd")
    await ans.says("dinsdag 6 april 14:00")

    await does(ans, "Vanaf dan altijd zo")

    days = ["03-08 10:00", "03-15 10:00", "03-22 10:00", "04-06 14:00", "04-14 15:00", "04-20 14:00"]
    assert planned(ans) == days


@pytest.mark.parametrize("words", ["verzet naar 9 maart 14 uur", "Schuif het op naar dinsdag 9 maart om 14.00 uur."])
async def test_answer_to_the_card_that_moves_it_is_asked_about_and_is_no_item(town: Town, words: str) -> None:
    ans = await sent(town)

    said = plain_text(await ans.says(words, around=CARD))

    assert "Wanneer: dinsdag 9 maart 2027, 14:00–15:00 uur" in said
    await does(ans, "Alleen deze keer")
    assert planned(ans)[0] == "03-09 14:00"
    assert (await kept(town)).meeting.agenda == ()


async def test_only_who_may_change_it_moves_it_by_an_answer(town: Town) -> None:
    await sent(town)

    said = await town.person(8, group=GROUP).says("verzet naar 9 maart 14 uur", around=CARD)

    assert "Alleen wie dit overleg maakte" in said


async def test_only_who_may_change_it_is_offered_that(town: Town) -> None:
    await sent(town)

    said = await town.person(8, group=GROUP).says("5 april niet", around=CARD)

    assert "Alleen wie dit overleg maakte" in said


async def test_so_from_now_on_keeps_those_that_are_off(town: Town) -> None:
    ans = await sent(town)
    await does(ans, "inv.manage:1", "Andere keren", "ma 5 apr", "Gaat niet door")
    await does(ans, "inv.manage:1", "Andere tijd")
    await ans.says("8 maart 14:00")

    await does(ans, "Voortaan zo")

    assert planned(ans) == [f"{day} 14:00" for day in ("03-08", "03-15", "03-22", "04-12", "04-19")]

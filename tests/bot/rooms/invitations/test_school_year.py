"""A series over both changes of the clock, school holidays and a bot that is killed every week: nothing is lost or said twice."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.conversation.runs import plain_text
from bot.rooms.agreements.records import AgreementRecords
from bot.rooms.invitations.records import InvitationRecords
from bot.when.clock import AMSTERDAM
from index.retriever import Retriever
from tests.bot.rooms.world import Town

GROUP = -100
HOURS = (9, 12)  # just when the day before is said, and an hour before the meeting


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 1, tzinfo=AMSTERDAM).astimezone(UTC)


async def lived(town: Town, first: date, last: date) -> list[tuple[str, str]]:
    """(when on the clocks there, first line) of all that the group hears by itself. Each Thursday the bot is killed."""
    heard: list[tuple[str, str]] = []
    day = first
    while day <= last:
        if day.weekday() == 3:
            await town.open()  # begun again on what lies there, with nothing of before closed
        for hour in HOURS:
            town.now = at(day, hour)
            await town.wake()
            heard += [(f"{day:%m-%d} {hour}", plain_text(html).split("\n")[0]) for html in town.sending.to(GROUP)]
            await town.wake()
            assert town.sending.to(GROUP) == []
        day += timedelta(days=1)
    return heard


async def test_meeting_of_a_school_year_is_said_at_its_hours(tmp_path: Path, retriever: Retriever) -> None:
    town = await Town(retriever, tmp_path / "records.db").open()
    town.now = at(date(2027, 3, 12), 9)
    ans = town.person(7, group=GROUP)
    await ans.says("/uitnodiging overleg, elke maandag 13:00 t/m 5 april, 60 minuten, mbo")
    await ans.presses("Overslaan")
    await ans.presses("✅ Versturen")
    await ans.presses("inv.one_off:1:2027-03-22")

    heard = await lived(town, date(2027, 3, 13), date(2027, 4, 9))

    # The 22nd is off, and the 29th is Easter Monday, the day after the clocks changed.
    assert [one for one in heard if "Morgen" in one[1] or "Om " in one[1]] == [
        ("03-14 9", "🔔 Morgen"),
        ("03-15 12", "🔔 Om 13:00 uur begint het"),
        ("04-04 9", "🔔 Morgen"),
        ("04-05 12", "🔔 Om 13:00 uur begint het"),
    ]
    chat = town.keys.pseudonym("chat", GROUP)
    invitation = await town.records.shelf(InvitationRecords).of(1, chat)
    assert invitation
    assert invitation.series
    assert invitation.series.following() is None
    await town.close()


async def test_agreements_come_back_over_the_change_to_winter_time(tmp_path: Path, retriever: Retriever) -> None:
    town = await Town(retriever, tmp_path / "records.db").open()
    town.now = at(date(2027, 10, 8), 9)
    ans = town.person(7, group=GROUP)
    await ans.says("/afspraak elke dinsdag vanaf 19 oktober, 4 keer, de lijst, Ans")
    await ans.presses("✅ Klopt")
    await ans.presses("agr.off:1:2027-10-26")

    heard = await lived(town, date(2027, 10, 9), date(2027, 11, 12))

    chat = town.keys.pseudonym("chat", GROUP)
    days = [one.day for one in await town.records.shelf(AgreementRecords).open_of(chat)]
    assert [f"{day:%m-%d}" for day in days] == ["10-19", "11-02", "11-09"]
    today = [when for when, line in heard if line == "🔔 Vandaag"]
    assert today == ["10-19 9", "11-02 9", "11-09 9"]
    await town.close()

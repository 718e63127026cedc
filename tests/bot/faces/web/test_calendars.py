"""The address of a calendar, as calendars ask it: fetched, not sent again while nothing changes, and gone once it is withdrawn."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.records.people import Asker
from bot.rooms.invitations.calendars import CalendarRecords
from bot.rooms.invitations.meeting import Meeting
from bot.rooms.invitations.records import InvitationRecords
from bot.when.clock import AMSTERDAM
from index.retriever import Retriever
from tests.bot.faces.web.world import SiteWorld, site_world, small_site
from tests.calendar_rules import strictly
from tests.conftest import Folder

ASKER = Asker("p" * 32, "c" * 32, "nl", is_group=True, chat_number=-100)
MEETING = Meeting("overleg", datetime(2027, 1, 12, 14, tzinfo=AMSTERDAM), 60, "lokaal 3")


@pytest.fixture
async def site(folder: Folder, retriever: Retriever) -> AsyncIterator[SiteWorld]:
    small_site(folder)
    async with site_world(folder, retriever, web_url="https://bot.example.org") as world:
        yield world


async def test_calendar_is_fetched_and_not_sent_again_while_nothing_changes(site: SiteWorld) -> None:
    await site.records.shelf(InvitationRecords).add(ASKER, "t", "c", "u@verbinder", MEETING)
    token = await site.records.shelf(CalendarRecords).of(ASKER)
    got = await site.get(f"/agenda/{token}.ics")

    assert (got.status, got.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert (got.headers["cache-control"], got.headers["x-robots-tag"]) == ("private, max-age=1800", "noindex")
    [event] = strictly(got.body)
    assert (event["SUMMARY"], event["DTSTART;TZID=Europe/Amsterdam"]) == ("overleg", "20270112T140000")
    again = await site.get(f"/agenda/{token}.ics", **{"If-None-Match": got.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


async def test_address_that_leads_nowhere_says_nothing(site: SiteWorld) -> None:
    token = await site.records.shelf(CalendarRecords).of(ASKER)
    await site.records.shelf(CalendarRecords).revoke(ASKER.chat)

    found = [await site.get(f"/agenda/{name}.ics") for name in (token, "0" * 40, "0" * 39, "x" * 40)]

    assert [got.status for got in found] == [404] * 4
    assert {got.text for got in found} == {"Not Found\n"}


async def test_nothing_is_told_before_the_records_are_read(folder: Folder, retriever: Retriever) -> None:
    async with site_world(folder, retriever, is_open=False) as world:
        assert (await world.get(f"/agenda/{'0' * 40}.ics")).status == 503

"""News from an admin: written, seen first, told once to each who wants it, through kills and faults."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError

from bot.faces.telegram import post as posts
from bot.rooms.announcements.records import AnnouncementRecords
from index.retriever import Retriever
from tests.bot.rooms.world import ADMIN, SAID, Town
from tests.engines import as_text


@pytest.fixture
async def town(retriever: Retriever, tmp_path: Path) -> AsyncIterator[Town]:
    made = await Town(retriever, tmp_path / "records.db").open()
    yield made
    await made.close()


async def subscribed(town: Town, *numbers: int) -> None:
    for number in numbers:
        await town.person(number).says("/meldingen")
        await town.person(number).presses("ber.in")


async def announced(town: Town, text: str = "Er is nieuws & meer.") -> str:
    admin = town.person(ADMIN)
    await admin.says("/bericht")
    await admin.says(text)
    return await admin.presses("Verstuur")


MESSAGE = f"Er is nieuws &amp; meer.\n\n<i>{SAID.say('announce_foot', 'nl', command='/meldingen')}</i>"


async def test_announcement_reaches_those_who_want_it_and_nobody_else(town: Town) -> None:
    await subscribed(town, 7, 8)
    await town.person(9).says("/meldingen")

    await announced(town)
    await town.wake()

    assert [town.person(number).mail for number in (7, 8, 9)] == [[MESSAGE], [MESSAGE], []]
    assert town.person(ADMIN).mail == [SAID.say("announce_done", "nl", sent=2, waiting=0)]


async def test_admin_sees_first_what_people_will_get_and_how_many(town: Town) -> None:
    await subscribed(town, 7, 8)

    said = await town.person(ADMIN).says("/bericht Er is nieuws & meer.")

    assert said == f"{MESSAGE}\n{SAID.say('announce_preview', 'nl', count=2)}"
    await town.wake()
    assert town.person(7).mail == []


async def test_second_press_sends_nothing_twice(town: Town) -> None:
    await subscribed(town, 7)
    admin = town.person(ADMIN)
    await admin.says("/bericht Er is nieuws & meer.")

    send = next(data for label, data in admin.buttons.items() if label.startswith("Verstuur"))
    said = [await admin.presses(send) for _ in range(2)]
    await town.wake()

    assert said[1] == SAID.say("announce_old", "nl")
    assert town.person(7).mail == [MESSAGE]


async def test_old_card_does_nothing_to_a_newer_text(town: Town) -> None:
    await subscribed(town, 7)
    admin = town.person(ADMIN)
    await admin.says("/bericht eerste")
    send = next(data for label, data in admin.buttons.items() if label.startswith("Verstuur"))
    await admin.says("/bericht tweede")

    assert await admin.presses(send) == SAID.say("announce_old", "nl")


async def test_after_a_restart_it_goes_on_where_it_was(town: Town) -> None:
    await subscribed(town, *range(10, 20))
    await announced(town)
    town.sending.faults = [None] * 4 + [NetworkError("down")]
    await town.wake()
    half = {number for number in range(10, 20) if town.person(number).mail}
    await town.close()
    await town.open()

    await town.wake()

    assert len(half) == 4
    assert {number for number in range(10, 20) if town.person(number).mail} == set(range(10, 20)) - half


async def test_one_who_was_being_told_when_the_process_was_killed_is_not_told_twice(town: Town) -> None:
    await subscribed(town, 7, 8)
    await announced(town)
    [open_one] = await town.records.shelf(AnnouncementRecords).open()
    chat = await town.records.shelf(AnnouncementRecords).next(open_one.number)
    await town.records.deliveries.claim(f"announcement:{open_one.number}:{chat}")  # and killed before more was noted
    await town.close()
    await town.open()

    await town.wake()

    assert sum(len(town.person(number).mail) for number in (7, 8)) == 1
    assert town.person(ADMIN).mail == [
        f"{SAID.say('announce_done', 'nl', sent=1, waiting=0)}\n{SAID.say('announce_unsure', 'nl', count=1)}"
    ]


async def test_one_for_whom_telegram_refuses_it_time_and_again_is_counted(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "TRIED_AGAIN_S", 0.0)
    await subscribed(town, 7, 8)
    await announced(town)
    refused = BadRequest("Something nobody foresaw")
    town.sending.faults = [refused, None, None, refused]  # one of the two, the other, the admin, the one again
    await town.wake()
    town.sending.faults = [refused]
    await town.wake()

    await town.wake()

    assert sum(len(town.person(number).mail) for number in (7, 8)) == 1
    assert town.person(ADMIN).mail == [
        f"{SAID.say('announce_done', 'nl', sent=1, waiting=0)}\n{SAID.say('announce_away', 'nl', count=1)}"
    ]
    state = await town.person(ADMIN).presses("ber.how:1")
    assert state.endswith(SAID.say("announce_failed", "nl", count=1))


async def test_who_stops_it_halfway_stops_it_at_the_next_one(town: Town) -> None:
    await subscribed(town, *range(10, 15))
    await announced(town)
    town.sending.faults = [None, None, NetworkError("down")]
    await town.wake()
    await town.person(ADMIN).presses("ber.stop:1")

    await town.wake()

    assert sum(len(town.person(number).mail) for number in range(10, 15)) == 2
    assert town.person(ADMIN).mail == [
        f"{SAID.say('announce_done', 'nl', sent=2, waiting=0)}\n{SAID.say('announce_stopped', 'nl', count=3)}"
    ]


async def test_each_gets_it_with_the_last_line_in_their_own_language(town: Town) -> None:
    await town.person(7, "en").says("/notices")
    await town.person(7, "en").presses("ber.in")
    await announced(town)

    await town.wake()

    foot = SAID.say("announce_foot", "en", command="/notices")
    assert town.person(7).mail == [f"Er is nieuws &amp; meer.\n\n<i>{foot}</i>"]


async def test_who_is_back_after_blocking_the_bot_is_told_again(town: Town) -> None:
    await subscribed(town, 7)
    """And late of what was announced meanwhile."""
    await subscribed(town, 7)
    await announced(town)
    town.sending.faults = [Forbidden("Forbidden: bot was blocked by the user")]
    await town.wake()
    told = town.person(ADMIN).mail
    await town.wake()
    before = town.person(7).mail
    town.now += timedelta(days=2)

    await town.records.chats.restored(town.person(7).asker.chat)
    await town.wake()
    await town.wake()

    late = SAID.say("late", "nl", day="maandag 4 januari 2027", at="08:00")
    assert told == [f"{SAID.say('announce_done', 'nl', sent=0, waiting=0)}\n{SAID.say('announce_away', 'nl', count=1)}"]
    assert (before, town.person(7).mail) == ([], [f"{late}\n\n{MESSAGE}"])


async def test_one_whose_chat_is_not_there_for_a_month_is_taken_off_the_list(town: Town) -> None:
    await subscribed(town, 7)
    town.sending.closed[7] = BadRequest("Bad Request: chat not found")
    await announced(town)

    for _ in range(40):
        await town.wake()
        town.now += timedelta(days=1)

    town.person(ADMIN).mail  # noqa: B018, that it was away
    assert (await town.person(ADMIN).presses("ber.how:1")).endswith(SAID.say("announce_gone", "nl", count=1))
    assert (
        await town.records.shelf(AnnouncementRecords).count(),
        await town.records.chats.of(town.person(7).asker.chat),
    ) == (
        0,
        None,
    )


async def test_stopped_announcement_goes_to_nobody_more(town: Town) -> None:
    await subscribed(town, 7, 8)
    await announced(town)

    said = await town.person(ADMIN).presses("ber.stop:1")
    await town.wake()

    assert said.endswith(SAID.say("announce_stopped", "nl", count=2))
    assert [town.person(number).mail for number in (7, 8)] == [[], []]


async def test_admin_who_is_forgotten_leaves_no_name_on_an_announcement(town: Town) -> None:
    await subscribed(town, 7)
    await announced(town)
    admin = town.person(ADMIN)

    await town.records.forget(admin.asker.person, admin.asker.chat)
    await town.wake()

    dump = await town.records.shelf(AnnouncementRecords)._database.read(as_text)
    assert (town.person(7).mail, admin.mail) == ([MESSAGE], [])
    assert (admin.asker.chat in dump, admin.asker.person in dump) == (False, False)


async def test_who_is_forgotten_after_being_told_leaves_nothing_behind(town: Town) -> None:
    await subscribed(town, 7)
    await announced(town)
    await town.wake()
    asker = town.person(7).asker

    gone = await town.records.forget(asker.person, asker.chat)

    dump = await town.records.shelf(AnnouncementRecords)._database.read(as_text)
    assert gone.others == {"forgot_subscription": 1}
    assert (asker.chat in dump, asker.person in dump) == (False, False)


async def test_who_opts_out_or_erases_everything_is_told_no_more(town: Town) -> None:
    await subscribed(town, 7, 8)
    await announced(town)
    await town.person(7).presses("ber.out")
    await town.person(8).presses("wis")

    await town.wake()

    assert [town.person(number).mail for number in (7, 8)] == [[], []]


@pytest.mark.parametrize("text", ["x" * 3501, "😀" * 1751], ids=["letters", "emoji, of two units each"])
async def test_text_that_is_too_long_is_asked_for_again(town: Town, text: str) -> None:
    await subscribed(town, 7)

    said = await town.person(ADMIN).says(f"/bericht {text}")

    assert said == SAID.say("announce_too_long", "nl", most=3500, found=len(text.encode("utf-16-le")) // 2)


async def test_notices_are_a_matter_of_the_chat_alone(town: Town) -> None:
    said = await town.person(7, group=-5).says("/meldingen")

    assert said == SAID.say("only_in_private", "nl", command="/meldingen")

"""Agreements that come back: a card each time, the next when one is done, dropped or nearly there; moved once or for good."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.conversation.runs import plain_text
from bot.rooms.agreements.records import AgreementRecords
from bot.when.clock import AMSTERDAM
from index.retriever import Retriever
from tests.bot.rooms.world import Person, Town

GROUP = -100


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    town = await Town(retriever, tmp_path / "records.db").open()
    town.now = datetime(2027, 3, 3, 9, tzinfo=AMSTERDAM).astimezone(UTC)  # a Wednesday
    yield town
    await town.close()


async def kept(town: Town, text: str = "elke maandag de lijst mailen, Ans") -> Person:
    ans = town.person(7, group=GROUP)
    await ans.agrees(text)
    return ans


async def open_days(town: Town) -> list[date]:
    chat = town.keys.pseudonym("chat", GROUP)
    return [one.day for one in await town.records.shelf(AgreementRecords).open_of(chat)]


async def test_card_says_how_it_comes_back_and_when_it_does_not(town: Town) -> None:
    ans = town.person(7, group=GROUP)

    said = plain_text(await ans.says("/afspraak elke maandag de lijst mailen, Ans"))

    assert "Wanneer: maandag 8 maart 2027\nWie: Ans\nHerhaalt: elke week op maandag" in said.replace(
        "\nHerhaalt: elke week op maandag\nWie: Ans", "\nWie: Ans\nHerhaalt: elke week op maandag"
    )
    assert "Niet op: ma 29 mrt (Tweede paasdag)" in said


async def test_what_is_done_is_there_again_for_the_next_time(town: Town) -> None:
    ans = await kept(town)

    said = plain_text(await ans.presses("✅ Gedaan"))

    assert "✅ Nagekomen" in said
    assert "De volgende keer" in said
    assert await open_days(town) == [date(2027, 3, 15)]


async def test_holiday_is_left_out(town: Town) -> None:
    ans = await kept(town)
    for _ in range(3):
        await ans.presses(list(ans.buttons)[-3] if "✅ Gedaan" not in ans.buttons else "✅ Gedaan")

    assert await open_days(town) == [date(2027, 4, 5)]


async def test_dropped_this_once_or_for_good(town: Town) -> None:
    ans = await kept(town)
    await ans.presses("Vervalt")
    await ans.presses("Alleen deze keer")
    assert await open_days(town) == [date(2027, 3, 15)]

    await ans.presses("Vervalt")
    await ans.presses("Voorgoed")

    assert await open_days(town) == []


async def test_moved_once_the_next_is_as_usual_or_so_from_now_on(town: Town) -> None:
    ans = await kept(town)
    await ans.presses("Schuif op")
    await ans.says("9 maart")
    chat = ans.asker.chat
    records = town.records.shelf(AgreementRecords)
    [agreement] = await records.open_of(chat)
    assert (agreement.day, agreement.agreed.next_day) == (date(2027, 3, 9), date(2027, 3, 15))

    await ans.presses("agr.always:1:1")

    [agreement] = await records.open_of(chat)
    assert (agreement.agreed.rule, agreement.agreed.next_day) == ("FREQ=WEEKLY;BYDAY=TU", date(2027, 3, 16))


async def test_moved_once_to_another_hour_the_next_is_as_usual_or_so_from_now_on(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await ans.agrees("elke maandag 10 uur de lijst, Ans")
    records, chat = town.records.shelf(AgreementRecords), ans.asker.chat
    await ans.presses("Schuif op")
    await ans.says("om 14.00 uur")
    [agreement] = await records.open_of(chat)
    assert (agreement.day, agreement.agreed.at, agreement.agreed.usually_at) == (date(2027, 3, 8), time(14), time(10))

    await ans.presses(f"agr.done:{agreement.number}")

    [agreement] = await records.open_of(chat)
    assert (agreement.day, agreement.agreed.at) == (date(2027, 3, 15), time(10))
    await ans.presses(f"agr.move:{agreement.number}")
    await ans.says("om 14.00 uur")
    await ans.presses(f"agr.always:{agreement.number}:1")
    [agreement] = await records.open_of(chat)
    assert (agreement.agreed.at, agreement.agreed.usually_at, agreement.agreed.next_day) == (
        time(14),
        time(14),
        date(2027, 3, 22),
    )


async def test_what_nobody_closed_is_not_in_the_way_of_the_next(town: Town) -> None:
    await kept(town)
    for day in range(8, 15):
        town.now = datetime(2027, 3, day, 9, tzinfo=AMSTERDAM).astimezone(UTC)
        await town.wake()
        await town.wake()

    assert await open_days(town) == [date(2027, 3, 8), date(2027, 3, 15)]


async def test_closing_twice_makes_one_next(town: Town) -> None:
    ans = await kept(town)
    button = ans.buttons["✅ Gedaan"]
    for data in (button, button, "agr.open:1", button):
        await ans.presses(data)

    assert await open_days(town) == [date(2027, 3, 15)]

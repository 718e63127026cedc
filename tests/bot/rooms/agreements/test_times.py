"""Agreements that come back: how long they do, and what is otherwise of the times to come."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.conversation.runs import plain_text
from bot.rooms.agreements.records import Agreement, AgreementRecords
from bot.when.clock import AMSTERDAM
from bot.when.series import Instead
from index.retriever import Retriever
from tests.bot.rooms.world import Person, Town

GROUP = -100


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    town = await Town(retriever, tmp_path / "records.db").open()
    town.now = datetime(2027, 3, 3, 9, tzinfo=AMSTERDAM).astimezone(UTC)  # a Wednesday
    yield town
    await town.close()


async def kept(town: Town, text: str) -> Person:
    ans = town.person(7, group=GROUP)
    await ans.agrees(text)
    return ans


async def all_open(town: Town) -> list[Agreement]:
    chat = town.keys.pseudonym("chat", GROUP)
    return list(await town.records.shelf(AgreementRecords).open_of(chat))


async def all_days(town: Town, person: Person) -> list[str]:
    """On which days it is, one closed after the other."""
    found = []
    while open_now := await all_open(town):
        [one] = open_now
        found.append(f"{one.day:%m-%d}")
        assert len(found) < 30
        await person.presses(f"agr.done:{one.number}")
    return found


@pytest.mark.parametrize(
    ("text", "rule", "days"),
    [
        ("elke maandag t/m 29 maart de lijst, Ans", "maandag, t/m 22 maart 2027", ["03-08", "03-15", "03-22"]),
        ("elke maandag tot 12 april de lijst, Ans", "maandag, t/m 5 april 2027", ["03-08", "03-15", "03-22", "04-05"]),
        ("elke maandag, 4 keer, de lijst, Ans", "maandag, t/m 5 april 2027", ["03-08", "03-15", "03-22", "04-05"]),
        ("elke dinsdag in april de lijst, Ans", "dinsdag, t/m 20 april 2027", ["04-06", "04-13", "04-20"]),
        ("elke maandag vanaf 5 april, drie keer, de lijst, Ans", "t/m 19 april 2027", ["04-05", "04-12", "04-19"]),
        ("elke maandag t/m 5 april behalve op 15 maart de lijst, Ans", "t/m 5 april", ["03-08", "03-22", "04-05"]),
    ],
)
async def test_it_ends_when_it_was_said_to(town: Town, text: str, rule: str, days: list[str]) -> None:
    ans = town.person(7, group=GROUP)

    said = plain_text(await ans.says(f"/afspraak {text}"))

    assert rule in said
    assert "Wat: de lijst\n" in said
    await ans.presses("✅ Klopt")
    assert await all_days(town, ans) == days


async def test_day_that_is_left_out_because_somebody_said_so_is_named(town: Town) -> None:
    said = plain_text(
        await town.person(7, group=GROUP).says("/afspraak elke maandag behalve op 15 maart de lijst, Ans")
    )

    assert "Niet op: ma 15 mrt, ma 29 mrt (Tweede paasdag)" in said


async def test_end_that_each_region_has_another_of_is_asked(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    said = plain_text(await ans.says("/afspraak elke maandag tot de zomervakantie de lijst, Ans"))
    assert said.startswith("Tot wanneer komt dit terug?")
    assert "Zonder einde" in ans.buttons

    said = plain_text(await ans.presses("vrijdag 16 juli 2027"))

    assert "elke week op maandag, t/m 12 juli 2027" in said


async def test_end_may_be_said_later_and_taken_back(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await ans.says("/afspraak elke maandag de lijst, Ans")
    await ans.presses("Tot wanneer")
    assert "kan ik hier niet lezen" in await ans.says("dat zien we wel")
    assert "t/m 12 april 2027" in await ans.says("5 keer")

    await ans.presses("Tot wanneer")

    assert "elke week op maandag\n" in plain_text(await ans.presses("Zonder einde"))


async def test_end_before_it_begins_is_asked_anew(town: Town) -> None:
    ans = town.person(7, group=GROUP)

    await ans.says("/afspraak elke maandag vanaf 5 april tot 1 april de lijst, Ans")
    said = await ans.says("5 april")

    assert plain_text(said).startswith("Tot wanneer komt dit terug?")


async def test_end_of_one_of_several_is_asked(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    said = await ans.says("/afspraak elke maandag tot de zomer de lijst, Ans\n9 maart bellen, Bep")
    assert "Tot wanneer" in said

    assert "t/m 5 april 2027" in await ans.says("4 keer")


async def test_one_of_the_times_to_come_is_off_and_is_on_after_all(town: Town) -> None:
    ans = await kept(town, "elke maandag t/m 5 april de lijst, Ans")
    await ans.presses("Andere keren")
    assert [label for label in ans.buttons if label[:2] == "ma"] == ["ma 15 mrt", "ma 22 mrt", "ma 5 apr"]
    await ans.presses("ma 15 mrt")
    said = plain_text(await ans.presses("Gaat niet door"))
    assert "Anders: ❌ ma 15 mrt" in said

    await ans.presses("❌ ma 15 mrt")
    await ans.presses("Toch zoals gewoonlijk")
    assert (await all_open(town))[0].agreed.others == {}
    await ans.presses("ma 22 mrt")
    await ans.presses("Gaat niet door")

    assert await all_days(town, ans) == ["03-08", "03-15", "04-05"]


async def test_one_of_the_times_to_come_is_on_another_day(town: Town) -> None:
    ans = await kept(town, "elke maandag t/m 5 april de lijst, Ans")
    for label in ("Andere keren", "ma 22 mrt", "Schuif op"):
        await ans.presses(label)

    said = plain_text(await ans.says("dinsdag 23 maart"))

    assert "Verschoven: maandag 22 maart 2027 wordt dinsdag 23 maart 2027." in said
    assert await all_days(town, ans) == ["03-08", "03-15", "03-23", "04-05"]


async def test_other_day_may_be_picked(town: Town) -> None:
    ans = await kept(town, "elke maandag t/m 5 april de lijst, Ans")
    for label in ("Andere keren", "ma 22 mrt", "Schuif op", "wo 24 mrt"):
        await ans.presses(label)

    assert (await all_open(town))[0].agreed.others == {date(2027, 3, 22): Instead(date(2027, 3, 24))}
    assert "Schuif op" not in ans.buttons


@pytest.mark.parametrize(
    ("how", "told", "instead"),
    [
        (("wo 24 mrt",), "wordt woensdag 24 maart 2027, 10:00 uur.", Instead(date(2027, 3, 24))),
        (("Ander uur", "14:00"), "wordt maandag 22 maart 2027, 14:00 uur.", Instead(date(2027, 3, 22), time(14))),
        (
            ("Ander uur", "half drie"),
            "wordt maandag 22 maart 2027, 14:30 uur.",
            Instead(date(2027, 3, 22), time(14, 30)),
        ),
        (("om 14.30 uur",), "wordt maandag 22 maart 2027, 14:30 uur.", Instead(date(2027, 3, 22), time(14, 30))),
        (("23 maart 14.30",), "wordt dinsdag 23 maart 2027, 14:30 uur.", Instead(date(2027, 3, 23), time(14, 30))),
        (("om 7 uur", "19:00"), "wordt maandag 22 maart 2027, 19:00 uur.", Instead(date(2027, 3, 22), time(19))),
        (("23 maart 10 uur",), "wordt dinsdag 23 maart 2027, 10:00 uur.", Instead(date(2027, 3, 23))),
    ],
    ids=lambda value: " > ".join(value) if isinstance(value, tuple) else "",
)
async def test_one_of_the_times_to_come_is_at_another_hour(
    town: Town, how: tuple[str, ...], told: str, instead: Instead
) -> None:
    ans = await kept(town, "elke maandag 10 uur t/m 5 april de lijst, Ans")
    for label in ("Andere keren", "ma 22 mrt", "Schuif op"):
        await ans.presses(label)

    for what in how:
        said = await (ans.presses(what) if what in ans.buttons else ans.says(what))

    assert told in plain_text(said)
    assert (await all_open(town))[0].agreed.others == {date(2027, 3, 22): instead}
    await ans.presses("agr.done:1")
    await ans.presses("agr.done:2")
    [one] = await all_open(town)
    assert (one.day, one.agreed.at) == (instead.day, instead.at or time(10))
    await ans.presses("agr.done:3")
    [one] = await all_open(town)
    assert (one.day, one.agreed.at) == (date(2027, 4, 5), time(10))


async def test_other_hour_of_one_to_come_is_on_the_card_and_in_the_list(town: Town) -> None:
    ans = await kept(town, "elke maandag 10 uur t/m 5 april de lijst, Ans")
    for label in ("Andere keren", "ma 22 mrt", "Schuif op", "Ander uur"):
        await ans.presses(label)
    await ans.presses("14:00")

    await ans.presses("Andere keren")

    assert "ma 22 mrt → 14:00" in ans.buttons


async def test_from_one_of_them_on_it_is_no_more(town: Town) -> None:
    ans = await kept(town, "elke maandag de lijst, Ans")
    for label in ("Andere keren", "ma 5 apr", "Vanaf dan niet meer"):
        await ans.presses(label)

    assert await all_days(town, ans) == ["03-08", "03-15", "03-22"]


async def test_from_one_of_them_on_it_is_on_another_day(town: Town) -> None:
    ans = await kept(town, "elke maandag t/m 19 april de lijst, Ans")
    for label in ("Andere keren", "ma 5 apr", "Schuif op", "di 6 apr", "Vanaf dan altijd zo"):
        await ans.presses(label)

    assert [(one.day, one.agreed.rule, one.agreed.others) for one in await all_open(town)] == [
        (date(2027, 3, 8), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270404", {}),
        (date(2027, 4, 6), "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270420", {}),
    ]


async def test_from_one_of_them_on_it_is_at_another_hour_and_what_is_otherwise_later_stays_so(town: Town) -> None:
    ans = await kept(town, "elke maandag 10 uur t/m 26 april de lijst, Ans")
    await ans.presses("Andere keren")
    await ans.presses("ma 12 apr")
    await ans.presses("Gaat niet door")
    for label in ("ma 19 apr", "Schuif op"):
        await ans.presses(label)
    await ans.says("woensdag 21 april 13.00")
    for label in ("Andere keren", "ma 22 mrt", "Schuif op", "Ander uur", "14:00", "Vanaf dan altijd zo"):
        await ans.presses(label)

    assert [(one.day, one.agreed.at, one.agreed.rule, one.agreed.others) for one in await all_open(town)] == [
        (date(2027, 3, 8), time(10), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270321", {}),
        (
            date(2027, 3, 22),
            time(14),
            "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270419",
            {date(2027, 4, 12): None, date(2027, 4, 19): Instead(date(2027, 4, 21), time(13))},
        ),
    ]


async def test_from_one_of_them_on_another_day_keeps_what_is_on_a_day_of_its_own(town: Town) -> None:
    ans = await kept(town, "elke maandag t/m 26 april de lijst, Ans")
    for label in ("Andere keren", "ma 19 apr", "Schuif op"):
        await ans.presses(label)
    await ans.says("woensdag 21 april")
    for label in ("Andere keren", "ma 12 apr", "Schuif op", "di 13 apr", "Vanaf dan altijd zo"):
        await ans.presses(label)

    later = (await all_open(town))[1].agreed
    assert later.others == {date(2027, 4, 20): Instead(date(2027, 4, 21))}


async def test_way_back_waits_for_no_day(town: Town) -> None:
    ans = await kept(town, "elke maandag de lijst, Ans")
    for label in ("Andere keren", "ma 22 mrt", "Schuif op", "« Terug"):
        await ans.presses(label)

    await ans.says("23 maart")

    assert (await all_open(town))[0].agreed.others == {}


async def test_many_times_come_in_pages(town: Town) -> None:
    ans = await kept(town, "elke maandag t/m 29 november de lijst, Ans")
    await ans.presses("Andere keren")
    first = [label for label in ans.buttons if label[:2] == "ma"]
    await ans.presses("Later »")
    later = [label for label in ans.buttons if label[:2] == "ma"]

    assert (len(first), len(later), set(first) & set(later)) == (8, 8, set())


async def test_so_from_now_on_keeps_what_is_otherwise_later(town: Town) -> None:
    ans = await kept(town, "elke maandag t/m 19 april de lijst, Ans")
    for label in ("Andere keren", "ma 22 mrt", "Gaat niet door", "« Terug", "Schuif op"):
        await ans.presses(label)
    await ans.says("9 maart")
    await ans.presses("agr.always:1:1")

    [one] = await all_open(town)
    assert (one.agreed.rule, one.agreed.others) == ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270420", {date(2027, 3, 23): None})


@pytest.mark.parametrize(
    "data", ["agr.one:1:2027-03-09", "agr.off:1:2020-01-01", "agr.last:1:x", "agr.split:1:2027-03-15"]
)
async def test_day_on_which_it_is_not_changes_nothing(town: Town, data: str) -> None:
    ans = await kept(town, "elke maandag de lijst, Ans")

    await ans.presses(data)

    [one] = await all_open(town)
    assert (one.agreed.rule, one.agreed.others) == ("FREQ=WEEKLY;BYDAY=MO", {})

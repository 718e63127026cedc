"""What admins hear on Monday morning, week after week, with the bot up or down."""

import secrets
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from telegram.error import NetworkError

from bot.conversation.compose import Composer
from bot.conversation.house import House
from bot.conversation.offers import DEAD_SINCE
from bot.conversation.wording import Wording
from bot.faces.telegram.admins import Admins
from bot.faces.telegram.post import Post
from bot.records.people import Keys
from bot.records.records import Records
from bot.rooms.edits.room import Edits
from bot.rooms.links.records import LinkRecords
from bot.rooms.reviews.due import Due, ToLookAt, entries_due, report
from bot.rooms.reviews.room import Reviews, week_of
from bot.when.clock import AMSTERDAM
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.rooms.world import Clock, Sending
from tests.conftest import Folder
from tests.house import COMMANDS, SHELVES

SAID = Wording()
KEYS = Keys(secrets.token_bytes(32))
MONDAY = datetime(2026, 11, 30, 9, tzinfo=AMSTERDAM)
URL = "https://duo.nl/a"


class World:
    """The room of reviews, on a file that outlives it."""

    def __init__(self, path: Path, retriever: Retriever) -> None:
        self.path, self.retriever = path, retriever
        self.clock, self.sending = Clock(MONDAY.astimezone(UTC)), Sending()

    async def start(self) -> None:
        self.records = Records(self.path, KEYS, SHELVES, clock=self.clock)
        await self.records.open()
        self.post = Post(self.sending, self.records, SAID, self.clock)
        admins = Admins(self.sending, self.post, self.records, KEYS, frozenset({1, 2}))  # type: ignore[arg-type]
        house = House(
            self.retriever, self.records, SAID, Composer(SAID), clock=self.clock, admins=admins, commands=COMMANDS
        )
        house.offers.give(DEAD_SINCE, self.records.shelf(LinkRecords).dead_since)
        Edits(house)
        self.room = Reviews(house)

    async def restart(self) -> None:
        await self.records.close()
        await self.start()

    async def wakes(self, at: datetime) -> list[int]:
        """Who is told something then."""
        self.clock.now = at.astimezone(UTC)
        self.sending.sent.clear()
        await self.post.wakes(self.clock.now)
        await self.room.wakes(self.clock.now)
        return [number for number, _ in self.sending.sent]


@pytest.fixture
async def world(tmp_path: Path, folder: Folder, retriever: Retriever) -> AsyncIterator[World]:
    folder.save(
        "nl/faq/a.md", title="Mag <dat>?", review="2026-11-30", checked="2025-11-30", sources=[f"[DUO & co]({URL})"]
    )
    folder.save("en/faq/a.md", title="May that be?", review="2026-12-01", checked="2025-11-30")
    folder.save("nl/faq/b.md", title="Later", review="2026-12-03", checked="2025-11-30")
    folder.save("nl/faq/c.md", title="Ooit", checked="2025-11-30")
    await retriever.refresh(read_folder(folder.root))
    made = World(tmp_path / "records.db", retriever)
    await made.start()
    yield made
    await made.records.close()


async def test_admins_hear_on_monday_at_nine_and_once(world: World) -> None:
    told = [await world.wakes(MONDAY + timedelta(seconds=at)) for at in (-3600, -1, 0, 20, 40, 6 * 86400)]

    assert told == [[], [], [1, 2], [], [], []]


async def test_they_hear_again_the_next_week(world: World) -> None:
    told = [await world.wakes(MONDAY + timedelta(weeks=week)) for week in range(3)]

    assert told == [[1, 2]] * 3


async def test_message_names_entry_file_and_what_to_write(world: World) -> None:
    await world.wakes(MONDAY)

    assert world.sending.sent[0][1] == "\n\n".join(
        [
            SAID.say("reviews_head", "nl"),
            "<b>Teksten waarvan de controledatum is bereikt (1)</b>\n"
            "• Mag &lt;dat&gt;?\n  30 november 2026: <code>nl/faq/a.md</code>",
            SAID.say("reviews_how", "nl"),
        ]
    )


async def test_each_admin_hears_in_their_own_language(world: World) -> None:
    await world.records.languages.speak(KEYS.pseudonym("person", 2), "en")

    await world.wakes(MONDAY)

    firsts = {number: html.partition("\n")[0] for number, html in world.sending.sent}
    assert firsts == {1: SAID.say("reviews_head", "nl"), 2: SAID.say("reviews_head", "en")}


async def test_restarts_change_nothing(world: World) -> None:
    told = []
    for minutes in (0, 5, 10):
        told.append(await world.wakes(MONDAY + timedelta(minutes=minutes)))
        await world.restart()

    assert told == [[1, 2], [], []]


@pytest.mark.parametrize("days", [1, 3, 6.6], ids=["Tuesday", "Thursday", "Sunday night"])
async def test_bot_that_was_down_on_monday_tells_them_when_it_is_back(world: World, days: float) -> None:
    told = [await world.wakes(MONDAY + timedelta(days=days, hours=at)) for at in (0, 1)]

    assert told == [[1, 2], []]


async def test_nine_is_nine_in_amsterdam_in_summer_too(world: World) -> None:
    told = [await world.wakes(datetime(2027, 7, 5, hour, tzinfo=UTC)) for hour in (6, 7)]

    assert told == [[], [1, 2]]


async def test_nothing_to_say_is_not_said_and_nor_is_what_comes_up_on_tuesday(
    world: World, folder: Folder, retriever: Retriever
) -> None:
    for name in ("nl/faq/a.md", "en/faq/a.md"):
        (folder.root / name).unlink()
    await retriever.refresh(read_folder(folder.root))
    told = [await world.wakes(MONDAY)]
    await world.restart()
    told += [await world.wakes(MONDAY + timedelta(days=4)), await world.wakes(MONDAY + timedelta(weeks=1))]

    assert told == [[], [], [1, 2]]


async def test_admin_who_could_not_be_reached_is_told_later_and_the_other_not_twice(world: World) -> None:
    world.sending.faults = [NetworkError("down")]

    told = [await world.wakes(MONDAY + timedelta(seconds=at)) for at in (0, 20, 40)]

    assert told == [[2], [1], []]


async def test_source_that_is_dead_is_named_with_its_files(world: World) -> None:
    world.clock.now = (MONDAY - timedelta(days=3)).astimezone(UTC)
    for _ in range(2):
        await world.records.shelf(LinkRecords).checked(URL, is_answering=False)

    await world.wakes(MONDAY)

    html = world.sending.sent[0][1]
    assert (
        "\n\n".join(
            [
                "<b>Bronnen die niet meer antwoorden (1)</b>\n"
                f'• <a href="{URL}">DUO &amp; co</a>\n  sinds 27 november 2026, in: <code>nl/faq/a.md</code>',
                SAID.say("reviews_how_dead", "nl"),
            ]
        )
        in html
    )


async def test_source_that_was_silent_once_is_not_named(world: World) -> None:
    await world.records.shelf(LinkRecords).checked(URL, is_answering=False)

    await world.wakes(MONDAY)

    assert URL not in world.sending.sent[0][1]


async def test_languages_of_one_entry_are_one_line(world: World) -> None:
    due = entries_due(world.retriever.snapshot.reading, date(2026, 12, 4))

    assert [(one.title, one.review, one.files) for one in due] == [
        ("Mag <dat>?", date(2026, 11, 30), ("en/faq/a.md", "nl/faq/a.md")),
        ("Later", date(2026, 12, 3), ("nl/faq/b.md",)),
    ]


def test_long_list_is_cut_and_counted() -> None:
    due = [Due(f"Vraag {at}", date(2026, 11, 1), (f"nl/faq/{at}.md",), ()) for at in range(180)]

    html = report(ToLookAt(tuple(due)), SAID, "nl").html

    assert ("Vraag 9\n" in html, "Vraag 10\n" in html, "… en nog 170" in html) == (True, False, True)


@pytest.mark.parametrize(
    ("at", "week"),
    [
        (datetime(2026, 11, 29, 23, 59, tzinfo=AMSTERDAM), "2026-W48"),
        (datetime(2026, 11, 30, 0, 0, tzinfo=AMSTERDAM), "2026-W49"),
        (datetime(2027, 1, 3, 12, tzinfo=AMSTERDAM), "2026-W53"),
    ],
    ids=["Sunday night", "Monday", "a week of the year before"],
)
def test_week_begins_on_monday(at: datetime, week: str) -> None:
    assert week_of(at) == week

"""Activities in the conversation: asked for by words, by a command or by buttons, and passed on."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.conversation.codes import code_of
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.reply import Button, Turn
from bot.conversation.wording import Wording
from bot.records.people import Asker, Keys
from bot.records.questions import Where
from bot.records.records import Records
from bot.rooms.activities.request import Place, Request, Span
from bot.rooms.activities.room import Activities, misfit, ranked
from index.retriever import Retriever
from knowledge.entry import Activity, Entry
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.house import COMMANDS, SHELVES

SAID = Wording()
ANS = Asker("ans", "ans alone", "nl", chat_number=7)
GROUP = Asker("ans", "staff room", "nl", is_group=True, chat_number=-100)


class World:
    def __init__(self, retriever: Retriever, records: Records) -> None:
        self.house = House(
            retriever,
            records,
            SAID,
            Composer(SAID, username="verbinder_bot"),
            commands=COMMANDS,
        )
        self.conversation = Conversation(self.house, rooms=(Activities(self.house),))

    async def hears(self, text: str, asker: Asker = ANS) -> Turn:
        return await self.conversation.hears(asker, text, Where.PRIVATE)

    async def presses(self, data: str, asker: Asker = ANS) -> Turn:
        return await self.conversation.presses(asker, data, Where.PRIVATE)

    @property
    def activities(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.house.retriever.snapshot.reading.entries if entry.activity}


def title_of(turn: Turn) -> str:
    return turn.replies[-1].html.partition("</b>")[0].removeprefix("<b>")


def buttons(turn: Turn) -> list[Button]:
    return [button for row in turn.replies[-1].rows for button in row]


def data_of(turn: Turn, label: str) -> str:
    return next(button.data for button in buttons(turn) if button.label.startswith(label))


@pytest.fixture
async def world(folder: Folder, retriever: Retriever) -> AsyncIterator[World]:
    for name, title, minutes, people, place in (
        ("bingo", "Bingo", 15, "6-30", "online"),
        ("speeddate", "Speeddate", 30, "8-60", "zaal"),
        ("wandelen", "Wandelen", 40, "2-40", "buiten"),
        ("startdag", "Startdag samen", 360, "20-100", "school"),
    ):
        folder.save(
            f"nl/activities/{name}.md", title=title, minutes=minutes, people=people, place=place, body="Doe mee."
        )
    folder.save("en/activities/bingo.md", title="Bingo game", minutes=15, people="6-30", place="online", body="Join.")
    folder.save("nl/faq/a.md", title="wat is een werkvorm", asks=["werkvorm voor 50 docenten"], body="een antwoord")
    await retriever.refresh(read_folder(folder.root))
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES)
    await records.open()
    yield World(retriever, records)
    await records.close()


async def test_request_in_words_gets_an_activity_word_for_word(world: World) -> None:
    turn = await world.hears("ik zoek een werkvorm voor 20 docenten van een half uur")

    assert turn.replies[0].html.startswith("<b>Speeddate</b>\n<i>30 minuten, 8 tot 60 mensen, zaal</i>\n\nDoe mee.")
    assert [button.label for button in buttons(turn)] == ["Een andere (1 van 2)", "Deze kiezen"]


async def test_another_one_takes_its_place_until_the_first_comes_again(world: World) -> None:
    turn = await world.hears("/werkvorm 30 20")
    titles = [title_of(turn)]

    for _ in range(2):
        turn = await world.presses(data_of(turn, "Een andere"))
        titles.append(title_of(turn))

    assert turn.replaces
    assert titles == ["Speeddate", "Bingo", "Speeddate"]


async def test_order_of_the_words_is_kept_while_looking_on(world: World) -> None:
    turn = await world.hears("/werkvorm bingo een half uur 20 mensen")
    first = title_of(turn)

    turn = await world.presses(data_of(turn, "Een andere"))

    assert (first, title_of(turn)) == ("Bingo", "Speeddate")


async def test_button_works_after_a_restart(world: World) -> None:
    turn = await world.presses("act.next:nl:0-30:20-20:x:1")

    assert title_of(turn) == "Bingo"


async def test_without_numbers_the_command_asks_with_buttons(world: World) -> None:
    asked = await world.hears("/werkvorm")
    sized = await world.presses(data_of(asked, "30"))

    shown = await world.presses(data_of(sized, "10–30"))

    assert [button.label for button in buttons(asked)] == [
        "15 minuten",
        "30 minuten",
        "60 minuten",
        "90+ minuten",
        "Maakt niet uit",
        "Laat maar",
    ]
    assert [button.label for button in buttons(sized)] == ["≤ 10", "10–30", "> 30", "Maakt niet uit", "Laat maar"]
    assert (title_of(shown), shown.replaces) == ("Speeddate", True)


async def test_it_matters_to_nobody_how_long_or_with_how_many(world: World) -> None:
    sized = await world.presses(data_of(await world.hears("/werkvorm"), "Maakt niet uit"))

    shown = await world.presses(data_of(sized, "Maakt niet uit"))

    assert [button.label for button in buttons(shown)] == ["Een andere (1 van 4)", "Deze kiezen"]


async def test_ninety_minutes_or_more_is_a_long_one(world: World) -> None:
    sized = await world.presses(data_of(await world.hears("/werkvorm"), "90+"))

    assert title_of(await world.presses(data_of(sized, "> 30"))) == "Startdag samen"


async def test_asking_can_be_stopped(world: World) -> None:
    turn = await world.presses(data_of(await world.hears("/werkvorm"), "Laat maar"))

    assert (turn.replies[0].html, turn.replaces) == (SAID.say("draft_ended", "nl"), True)


async def test_chosen_one_is_a_message_to_pass_on(world: World) -> None:
    turn = await world.hears("/werkvorm 15 20")

    chosen = await world.presses(data_of(turn, "Deze kiezen"))

    [reply] = chosen.replies
    assert not chosen.replaces
    assert reply.html.startswith("<b>Bingo</b>")
    assert [(button.data, button.url) for button in buttons(chosen)] == [
        ("", f"https://t.me/verbinder_bot?start={code_of('activities/bingo')}")
    ]


async def test_where_nothing_fits_the_nearest_is_offered_and_said_to_be(world: World) -> None:
    turn = await world.hears("/werkvorm 5 1")

    assert turn.replies[0].html.startswith(f"<i>{SAID.say('activity_nearest', 'nl')}</i>")


async def test_request_in_english_is_answered_in_english(world: World) -> None:
    turn = await world.hears("looking for a game for 20 people of a quarter of an hour, what can we do with them")

    assert (title_of(turn), data_of(turn, "Choose")) == ("Bingo game", f"act.pick:en:{code_of('activities/bingo')}")


@pytest.mark.parametrize(
    "text",
    ["wat is een werkvorm", "wat is een werkvorm?", "Werkvorm voor 50 docenten!"],
    ids=["a title", "with its mark", "an ask that looks like a request"],
)
async def test_question_about_activities_is_searched(world: World, text: str) -> None:
    turn = await world.hears(text)

    assert "een antwoord" in turn.replies[0].html


async def test_group_is_helped_too(world: World) -> None:
    turn = await world.hears("/activity 30 20", GROUP)

    assert title_of(turn) == "Speeddate"


async def test_without_activities_nothing_is_taken_and_the_command_says_so(folder: Folder, world: World) -> None:
    folder.save("leeg/nl/faq/a.md")
    await world.house.retriever.refresh(read_folder(folder.root / "leeg"))

    assert (await world.hears("/werkvorm")).replies[0].html == SAID.say("activities_none", "nl")
    assert "activities" not in (await world.hears("werkvorm voor 20 mensen")).replies[0].html


@pytest.mark.parametrize(
    "data",
    [
        "act.time:0",
        "act.time:30-0",
        "act.time:0-30:1",
        "act.size:0-30",
        "act.size:0-30:a-b",
        "act.next:xx:0-30:x:x:0",
        "act.next:nl:0-30:x:moon:0",
        "act.next:nl:0-30:x:x:y",
        "act.next:nl:0-99999:x:x:0",
        "act.pick:nl:0000000000000000",
        f"act.pick:nl:{code_of('faq/a')}",
        f"act.pick:de:{code_of('activities/bingo')}",
        "act.stop:1",
        "act.other",
    ],
)
async def test_button_that_none_of_ours_is_gets_a_kind_word(world: World, data: str) -> None:
    turn = await world.presses(data)

    assert (turn.replies, turn.toast) == ((), SAID.say("old_button", "nl"))


async def test_number_beyond_the_last_starts_again(world: World) -> None:
    assert title_of(await world.presses("act.next:nl:0-30:20-20:x:999999999")) == "Bingo"


@pytest.mark.parametrize(
    ("name", "request_", "fits"),
    [
        ("bingo", Request(Span(0, 15)), True),
        ("bingo", Request(Span(0, 10)), False),
        ("bingo", Request(Span(75, 9999)), False),
        ("bingo", Request(people=Span(30, 30)), True),
        ("bingo", Request(people=Span(31, 60)), False),
        ("bingo", Request(place=Place.ONLINE), True),
        ("speeddate", Request(place=Place.ONLINE), False),
        ("wandelen", Request(place=Place.OUTSIDE), True),
        ("speeddate", Request(), True),
    ],
)
def test_what_fits(world: World, name: str, request_: Request, fits: bool) -> None:
    assert (misfit(world.activities[f"activities/{name}"], request_) == 0) is fits


@pytest.mark.parametrize(
    ("asks", "request_", "fits"),
    [
        (Activity(0, 6, 30, "online"), Request(Span(0, 10), Span(10, 10)), True),
        (Activity(0, 6, 30, "online"), Request(Span(0, 10), Span(60, 60)), False),
        (Activity(15, 0, 0, "online"), Request(Span(0, 15), Span(60, 60)), True),
        (Activity(15, 6, 30, ""), Request(place=Place.OUTSIDE), True),
    ],
)
def test_what_an_activity_does_not_say_is_no_misfit(
    world: World, asks: Activity, request_: Request, fits: bool
) -> None:
    assert (misfit(replace(world.activities["activities/bingo"], activity=asks), request_) == 0) is fits


def test_words_and_then_time_order_those_that_fit(world: World) -> None:
    entries = list(world.activities.values())
    request = Request(Span(0, 40))

    by_time = [entry.id for entry in ranked(entries, request, {})]
    by_words = [entry.id for entry in ranked(entries, request, {"activities/bingo": 0.4})]

    assert by_time == ["activities/wandelen", "activities/speeddate", "activities/bingo", "activities/startdag"]
    assert by_words == ["activities/bingo", "activities/wandelen", "activities/speeddate", "activities/startdag"]

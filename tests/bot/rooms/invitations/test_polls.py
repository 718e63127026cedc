"""Choosing a day: several days in /uitnodiging make a card to tap, the best is marked, and one tap makes it the meeting."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.reply import Reply
from bot.conversation.room import Around
from bot.conversation.runs import length, plain_text
from bot.rooms.invitations.records import InvitationRecords, Vote
from index.retriever import Retriever
from tests.bot.rooms.world import ADMIN, SAID, Person, Town
from tests.calendar_rules import strictly

GROUP, OTHER = -100, -200
THREE = "/uitnodiging overleg techniek, 12, 13 of 14 januari 14:00, 90 minuten, mbo-locatie"


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    town = await Town(retriever, tmp_path / "records.db").open()
    yield town
    await town.close()


async def sent(town: Town, text: str = THREE, *, group: int | None = GROUP) -> Person:
    ans = town.person(7, group=group)
    await ans.says(text)
    await ans.presses("✅ Versturen")
    return ans


def poll(person: Person) -> Reply:
    """The card, of which there is one."""
    [found] = [reply for reply in person.screen.values() if "🗓" in reply.html and "Datumprikker" in reply.html]
    return found


def days(person: Person) -> list[str]:
    return [line for line in plain_text(poll(person).html).split("\n") if "  ✅ " in line]


async def test_several_days_make_a_card_to_choose_from(town: Town) -> None:
    ans = await sent(town)

    assert plain_text(poll(ans).html).split("\n") == [
        "🗓 overleg techniek",
        "Waar: mbo-locatie",
        "Duur: 90 minuten",
        "",
        "di 12 jan 14:00  ✅ 0 ❔ 0 ❌ 0",
        "wo 13 jan 14:00  ✅ 0 ❔ 0 ❌ 0",
        "do 14 jan 14:00  ✅ 0 ❔ 0 ❌ 0",
        "",
        "Gekozen: 0",
        "Tik op een dag: één keer is ✅ ik kan, twee keer ❔ als het moet, drie keer ❌ ik kan niet.",
        "Datumprikker 1",
    ]
    assert [[button.label for button in row] for row in poll(ans).rows] == [
        ["di 12 jan 14:00", "wo 13 jan 14:00"],
        ["do 14 jan 14:00"],
        ["✅ Alle dagen", "❌ Geen enkele"],
        ["Wie kan wanneer?"],
        ["Kies de dag"],
    ]


async def test_days_for_which_a_card_has_no_room_are_told(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    named = ", ".join(str(day) for day in range(11, 25))
    await ans.says(f"/uitnodiging overleg, {named} of 25 januari 14:00, 90 minuten, mbo-locatie")

    [card] = [reply for reply in ans.screen.values() if SAID.say("poll_check", "nl") in reply.html]
    text = plain_text(card.html)
    assert "vr 22 jan" in text
    assert "ma 25 jan" not in text
    assert "passen twaalf dagen" in text


async def test_days_on_lines_of_their_own_have_their_own_hours(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await ans.says(
        "/uitnodiging overleg techniek, 90 minuten, mbo-locatie\n12 januari 14:00\n- do 14 januari half tien"
    )
    await ans.presses("✅ Versturen")

    assert [line.partition("  ")[0] for line in days(ans)] == ["di 12 jan 14:00", "do 14 jan 09:30"]


async def test_hour_length_and_place_are_asked_as_ever(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    asked = [await ans.says("/uitnodiging overleg"), await ans.says("12 of 14 januari")]
    asked += [await ans.presses(label) for label in ("14:00", "1 uur", "Bij het mbo")]

    assert [text.split("\n")[0] for text in asked] == [
        "<b>Wanneer?</b>",
        "<b>Hoe laat?</b>",
        "<b>Hoe lang?</b>",
        "<b>Waar?</b>",
        "<b>Klopt deze datumprikker?</b>",
    ]


async def test_days_running_are_chosen_from_on_demand(town: Town) -> None:
    ans = town.person(7, group=GROUP)
    await ans.says("/uitnodiging overleg, 14 t/m 19 januari 10:00, 60 minuten, mbo")
    await ans.presses("Datumprikker van deze dagen")
    await ans.presses("✅ Versturen")

    assert [line[:9] for line in days(ans)] == ["do 14 jan", "vr 15 jan", "ma 18 jan", "di 19 jan"]


async def test_tap_can_tap_if_need_be_tap_cannot(town: Town) -> None:
    ans = await sent(town)
    seen = []
    for _ in range(4):
        await ans.presses("di 12 jan")
        seen.append((ans.turn.toast, days(ans)[0]))

    assert seen == [
        (f"di 12 jan 14:00: ✅ u kunt. {SAID.say('poll_name_ask', 'nl')}", "⭐ di 12 jan 14:00  ✅ 1 ❔ 0 ❌ 0"),
        ("di 12 jan 14:00: ❔ als het moet.", "⭐ di 12 jan 14:00  ✅ 0 ❔ 1 ❌ 0"),
        ("di 12 jan 14:00: ❌ u kunt niet.", "di 12 jan 14:00  ✅ 0 ❔ 0 ❌ 1"),
        ("di 12 jan 14:00: ✅ u kunt.", "⭐ di 12 jan 14:00  ✅ 1 ❔ 0 ❌ 0"),
    ]


async def test_best_day_is_the_one_to_which_most_can_come(town: Town) -> None:
    ans = await sent(town)
    bep, carla = town.person(8, group=GROUP), town.person(9, group=GROUP)
    bep.buttons = carla.buttons = ans.buttons
    await ans.presses("✅ Alle dagen")
    await bep.presses("❌ Geen enkele")
    for _ in range(2):
        await bep.presses("wo 13 jan")
        await carla.presses("wo 13 jan")
    await carla.presses("do 14 jan")

    assert [line.startswith("⭐") for line in days(ans)] == [False, True, False]
    assert "Gekozen: 3" in poll(ans).html


async def test_one_tap_makes_the_best_day_the_meeting_and_tells_all(town: Town) -> None:
    ans = await sent(town)
    bep = town.person(8, group=GROUP)
    bep.buttons = ans.buttons
    await ans.presses("wo 13 jan")
    for _ in range(2):
        await bep.presses("wo 13 jan")
    await ans.presses("Kies de dag")
    offered = [button.label for row in ans.turn.replies[0].rows for button in row]
    take = ans.buttons["⭐ wo 13 jan 14:00 · ✅ 1 ❔ 1"]

    await ans.presses(take)

    assert offered[0] == "⭐ wo 13 jan 14:00 · ✅ 1 ❔ 1"
    assert poll(ans).rows == ()
    assert plain_text(poll(ans).html).startswith("✅ Gekozen: woensdag 13 januari 2027, 14:00 uur")
    card, file = ans.turn.replies
    assert "Wanneer: woensdag 13 januari 2027, 14:00–15:30 uur" in card.html
    assert [button.label for button in card.rows[0]] == ["✅ 1 ja", "❔ 1 misschien", "❌ 0 nee"]
    assert file.attachment
    assert strictly(file.attachment.data)[0]["DTSTART;TZID=Europe/Amsterdam"] == "20270113T140000"
    assert all("Welke dag" not in reply.html for reply in ans.screen.values())
    meeting = await town.records.shelf(InvitationRecords).of(1, ans.asker.chat)
    assert meeting
    assert (meeting.counts, meeting.card_id is None) == ({Vote.YES: 1, Vote.MAYBE: 1}, False)
    await ans.presses(take)
    assert await town.records.shelf(InvitationRecords).count_to_come(ans.asker.chat) == 1


async def test_only_who_made_it_or_a_coordinator_chooses(town: Town) -> None:
    ans = await sent(town)
    bep, admin = town.person(8, group=GROUP), town.person(ADMIN, group=GROUP)
    bep.buttons = admin.buttons = ans.buttons

    assert await bep.presses("Kies de dag") == SAID.say("poll_no_right", "nl")
    assert await bep.presses("inv.take:1:0") == SAID.say("poll_no_right", "nl")
    assert "Welke dag wordt het?" in await admin.presses("Kies de dag")


async def test_it_can_be_called_off(town: Town) -> None:
    ans = await sent(town)
    can = ans.buttons["di 12 jan 14:00"]
    await ans.presses("Kies de dag")

    await ans.presses("Gaat niet door")

    assert poll(ans).rows == ()
    assert SAID.say("poll_over", "nl") in await ans.presses(can)


async def test_twelve_days_and_thirty_people_fit_in_one_message(town: Town) -> None:
    named = "\n".join(f"{day} januari {hour}:00" for day in (12, 13, 14, 19, 20, 21) for hour in (10, 14))
    ans = await sent(town, f"/uitnodiging {'lang overleg ' * 8}, 90 minuten, mbo-locatie\n{named}")
    for number in range(30):
        person = town.person(100 + number, group=GROUP)
        await person.presses("inv.all:1:yes")

    assert len(days(ans)) == 12
    assert "Gekozen: 30" in poll(ans).html
    assert length(poll(ans).html) < 1000
    assert max(length(line) for line in days(ans)) <= 34


@pytest.mark.parametrize(
    "data", ["inv.can:1:99", "inv.can:1", "inv.can:2:0", "inv.all:1:may", "inv.all:1", "inv.take:2:0", "inv.take:1:9"]
)
async def test_made_up_buttons_choose_nothing(town: Town, data: str) -> None:
    ans = await sent(town)

    await ans.presses(data)

    assert ans.turn.toast
    assert "Gekozen: 0" in poll(ans).html


async def test_another_chat_gets_nothing_of_it(town: Town) -> None:
    await sent(town)
    stranger = town.person(ADMIN, group=OTHER)

    for data in ("inv.can:1:0", "inv.all:1:yes", "inv.pick:1", "inv.take:1:0"):
        assert await stranger.presses(data) == SAID.say("meeting_elsewhere", "nl")


async def test_answer_to_its_card_says_how_to_choose(town: Town) -> None:
    ans = await sent(town)

    said = await ans.says("ik kan dinsdag niet", around=Around(plain_text(poll(ans).html), answers_id=5))

    assert said == SAID.say("poll_hint", "nl")


async def test_one_made_alone_is_put_into_a_group(town: Town) -> None:
    ans = await sent(town, group=None)
    [url] = [button.url for row in ans.turn.replies[0].rows for button in row if button.url]
    here = town.person(7, group=GROUP)

    await here.says(f"/start@verbinder_bot {url.removeprefix('https://t.me/verbinder_bot?startgroup=')}")
    await here.presses("di 12 jan")

    assert days(here)[0] == "⭐ di 12 jan 14:00  ✅ 1 ❔ 0 ❌ 0"


async def test_what_somebody_chose_is_erased(town: Town) -> None:
    ans = await sent(town)
    await ans.presses("✅ Alle dagen")
    alone = town.person(7)
    await alone.says("/wis")

    said = await alone.presses(SAID.say("forget_yes", "nl"))

    assert SAID.say("forgot_poll_votes", "nl", count=3) in said
    await ans.presses("inv.can:1:0")
    assert "Gekozen: 1" in poll(ans).html


TWELVE = "/uitnodiging overleg, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 25 of 26 januari 14:00, 60 minuten, mbo"


async def named(town: Town, number: int, name: str) -> Person:
    """Somebody who wants their first name seen in the group."""
    person = town.person(number, group=GROUP)
    person.name = name
    await person.presses("inv.my_name:1:0")
    return person


async def test_who_can_when_is_shown_by_the_names_that_may_be_seen(town: Town) -> None:
    ans = await sent(town)
    for number, name, data in ((8, "Bep", "inv.can:1:0"), (9, "Cor", "inv.can:1:0"), (9, "Cor", "inv.can:1:0")):
        await (await named(town, number, name)).presses(data)
    await town.person(10, group=GROUP).presses("inv.all:1:yes")
    await named(town, 11, "Dirk")

    said = plain_text(await ans.presses("Wie kan wanneer?")).split("\n")

    assert said == [
        "Wie kan wanneer? overleg techniek",
        "",
        "⭐ di 12 jan 14:00",
        "✅ 2: Bep en nog 1",
        "❔ 1: Cor",
        "",
        "wo 13 jan 14:00",
        "✅ 1: 1 zonder naam",
        "",
        "do 14 jan 14:00",
        "✅ 1: 1 zonder naam",
        "",
        "Nog niet gekozen: Dirk.",
        "Datumprikker 1",
    ]


async def test_name_is_asked_for_once_and_can_be_taken_back(town: Town) -> None:
    await sent(town)
    bep = town.person(8, group=GROUP)
    assert "voornaam" in await bep.presses("inv.can:1:0")
    assert "voornaam" not in await bep.presses("inv.can:1:1")
    bep.name = "Bep"
    assert "Bep" in await bep.presses("inv.my_name:1:0")

    assert "Bep" not in await bep.presses("inv.no_name:1:0")


async def test_thirty_people_and_twelve_days_fit_messages_that_a_phone_shows(town: Town) -> None:
    ans = await sent(town, TWELVE)
    for number in range(30):
        person = await named(town, 20 + number, f"Wilhelmina-Jacoba{number}")
        await person.presses("inv.all:1:yes")
    pages = [await ans.presses("Wie kan wanneer?")]
    while "Later »" in ans.buttons:
        pages.append(await ans.presses("Later »"))

    assert [page.count("✅ 30: ") for page in pages] == [4, 4, 4]
    assert max(length(page) for page in pages) < 4096


async def wakes_until(town: Town, days: int) -> list[str]:
    """What the group hears by itself."""
    heard: list[str] = []
    for _ in range(days * 4):
        town.now += timedelta(hours=6)
        await town.wake()
        heard += [plain_text(html) for html in town.sending.to(GROUP)]
    return heard


async def test_those_who_have_not_answered_are_asked_once(town: Town) -> None:
    await sent(town)
    await named(town, 8, "Bep")
    await (await named(town, 9, "Cor")).presses("inv.can:1:0")

    heard = await wakes_until(town, 6)

    assert [one.split("\n")[:3] for one in heard] == [
        ["🔔 Welke dag kunt u? Wie nog niet koos kan dat hier doen.", "🗓 overleg techniek", "Nog niet gekozen: Bep."]
    ]


async def test_nobody_is_asked_where_all_who_are_known_answered(town: Town) -> None:
    await sent(town)
    await (await named(town, 9, "Cor")).presses("inv.can:1:0")

    assert await wakes_until(town, 6) == []


async def test_nobody_is_asked_once_the_day_was_chosen(town: Town) -> None:
    ans = await sent(town)
    await named(town, 8, "Bep")
    await ans.presses("Kies de dag")
    await ans.presses("wo 13 jan 14:00")

    assert not [one for one in await wakes_until(town, 4) if "Welke dag kunt u" in one]

"""What is said to acts, in the whole conversation."""

from datetime import date
from typing import Any

import pytest

from bot.conversation.reply import Turn
from bot.conversation.talk import Meant
from knowledge.folder import read_folder
from tests.bot.conversation.world import GROUP, SAID, World, titles
from tests.conftest import Folder


async def test_the_source_of_the_answer_before_is_told(world: World) -> None:
    await world.hears("alfa beta")
    turn = await world.hears("bron?")
    assert titles(turn) == ["<b>alfa beta</b>"]
    assert "2 januari 2025" in turn.replies[0].html


async def test_without_an_answer_before_that_is_said(world: World) -> None:
    turn = await world.hears("bron?")
    assert "nog geen antwoord" in turn.replies[0].html


async def test_of_a_question_that_was_edited_into_an_unsure_one_no_source_is_known_yet(world: World) -> None:
    first = await world.hears("alfa beta")
    options = await world.hears("alfa gamma", edited=first.asked)

    assert (await world.hears("bron?")).replies[0].html == SAID.say("act_not_shown_yet", "nl")

    await world.presses(options.replies[0].rows[0][0].data)
    assert "2 januari 2025" in (await world.hears("bron?")).replies[0].html


async def test_what_a_question_was_before_it_was_edited_is_no_source_of_what_it_is_now(world: World) -> None:
    first = await world.hears("alfa beta")
    await world.hears("zwemles voor olifanten", edited=first.asked)

    assert (await world.hears("bron?")).replies[0].html == SAID.say("act_not_shown_yet", "nl")


async def test_sharing_this_is_sharing_the_answer_before(world: World) -> None:
    await world.hears("alfa beta")
    world.conversation._wanting._talk = Meaning(Meant("deed", "deel"))  # type: ignore[assignment]

    shared = await world.hears("deel dit met mijn collega")
    other = await world.hears("deel het antwoord over de bus met mijn team")

    assert shared.replies[0].html == SAID.say("act_mail_it", "nl")
    assert "alfa beta" in shared.replies[1].html
    assert other.replies[0].html == SAID.say("pass_on_ask", "nl")


async def test_without_an_answer_before_it_is_asked_which_one_to_share(world: World) -> None:
    world.conversation._wanting._talk = Meaning(Meant("deed", "deel"))  # type: ignore[assignment]

    assert (await world.hears("deel dit met mijn collega")).replies[0].html == SAID.say("pass_on_ask", "nl")


async def test_what_somebody_else_is_to_mail_is_an_agreement(world: World) -> None:
    world.conversation._wanting._talk = Meaning(Meant("act", "mail_it"))  # type: ignore[assignment]

    assert SAID.say("act_nothing_before", "nl") not in (await world.hears("lijst mailen door kees")).replies[0].html
    assert (await world.hears("/stop")).replies[0].html != SAID.say("nothing_begun", "nl")


@pytest.mark.parametrize(
    "text", ["noteer: toetsmatrijs nakijken door Bep, 25 januari", "Note: send the list, Ann, 25 January"]
)
async def test_what_is_noted_before_a_colon_is_an_agreement(world: World, text: str) -> None:
    turn = await world.hears(text)

    assert "nakijken" in turn.replies[0].html or "send the list" in turn.replies[0].html
    assert (await world.hears("/stop")).replies[0].html != SAID.say("nothing_begun", "nl")


async def test_question_behind_a_colon_is_one(world: World) -> None:
    turn = await world.hears("vraag: alfa beta")

    assert titles(turn) == ["<b>alfa beta</b>"]


async def test_what_is_to_be_put_on_the_list_is_not_the_list(world: World) -> None:
    talking(world, "deed", "afspraken")

    turn = await world.hears("zet op mijn lijst dat ik maandag met Farida over de stage praat")

    assert "over de stage praat" in turn.replies[0].html


async def test_story_that_ends_with_what_is_wanted_gets_that(world: World) -> None:
    turn = await world.hears("goedemiddag, omega psi chi, wat kun je allemaal?")

    assert titles(turn) == titles(await world.hears("/help"))


async def test_what_follows_a_question_near_the_subject_is_not_brushed_off(world: World) -> None:
    alone = await world.hears("en als ze ziek zijn?")
    await world.hears("alfa beta")
    behind = await world.hears("en als ze ziek zijn?")

    assert alone.replies[0].html == world.conversation._compose.unknown("off_topic", "nl").html
    assert behind.replies[0].html != alone.replies[0].html


async def test_again_shows_it_again(world: World) -> None:
    first = await world.hears("alfa beta")
    assert (await world.hears("nog een keer")).replies[0].html == first.replies[0].html


async def test_help_is_help(world: World) -> None:
    assert titles(await world.hears("help")) == titles(await world.hears("/help"))
    assert titles(await world.hears("menu")) == titles(await world.hears("/help"))


async def test_a_person_is_whoever_is_named_as_contact(world: World) -> None:
    assert "Vraag het aan DUO." in (await world.hears("kan ik iemand spreken?")).replies[0].html


async def test_in_groups_only_what_is_about_an_answer_is_an_act(world: World) -> None:
    await world.hears("alfa beta", GROUP)
    assert titles(await world.hears("bron?", GROUP)) == ["<b>alfa beta</b>"]
    assert not (await world.hears("dank je wel", GROUP)).replies


async def test_a_deed_opens_its_room(world: World) -> None:
    asked = await world.hears("ik wil een afspraak vastleggen")
    assert titles(asked) == titles(await world.hears("/afspraak"))


async def test_a_deed_that_somebody_may_not_do_is_a_question(world: World) -> None:
    turn = await world.hears("toon de statistieken")
    assert "statistiek" not in turn.replies[0].html


async def test_the_number_of_an_option_opens_it(world: World) -> None:
    await world.hears("alfa gamma")
    turn = await world.hears("2")
    assert titles(turn)[0] in ("<b>alfa beta</b>", "<b>gamma delta</b>")


async def test_another_language_gets_its_line(world: World) -> None:
    assert (await world.hears("Хто підписує угоду?")).replies[0].html.startswith("Цей помічник")


async def test_the_answer_in_plain_words_is_shown_to_whoever_asks_for_it_alone(world: World, folder: Folder) -> None:
    body = "Het antwoord.\n\n## Meer\n\nNog iets.\n\n## In gewone woorden\n\nKort gezegd."
    folder.save("nl/faq/c.md", title="theta iota", body=body, checked="2025-01-02", topics=["T001"])
    await world.conversation._retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))

    asked, simpler = (await world.hears("theta iota")).replies, (await world.hears("kan het makkelijker")).replies

    assert ("Nog iets." in asked[0].html, "Kort gezegd." in asked[0].html) == (True, False)
    assert ("Kort gezegd." in simpler[0].html, "Het antwoord." in simpler[0].html) == (True, False)


async def test_without_an_answer_in_plain_words_that_is_said(world: World) -> None:
    await world.hears("alfa beta")
    assert "geen versie in gewone woorden" in (await world.hears("kan het makkelijker")).replies[0].html


class Meaning:
    """What tells acts and deeds, and always tells the same."""

    def __init__(self, meant: Meant) -> None:
        self._meant = meant

    async def meant(self, text: str, vector_of: object) -> Meant:
        return self._meant


class Perhaps:
    """What takes all for questions, which may want something done."""

    def __init__(self, command: str) -> None:
        self._command = command

    async def meant(self, text: str, vector_of: object) -> None:
        return None

    async def perhaps(self, text: str, vector_of: object) -> tuple[str, ...]:
        return (self._command,) if self._command else ()


@pytest.mark.parametrize(
    ("asked", "command", "offered"),
    [
        ("omega psi chi", "afspraak", ["do:afspraak"]),
        ("omega psi chi", "statistiek", []),
        ("omega psi chi", "", []),
        ("alfa beta", "afspraak", []),
        ("alfa gamma", "afspraak", []),
    ],
)
async def test_what_may_be_wanted_is_offered_where_nothing_is_known_and_nowhere_else(
    world: World, asked: str, command: str, offered: list[str]
) -> None:
    world.conversation._wanting._talk = Perhaps(command)  # type: ignore[assignment]

    turn = await world.hears(asked)

    data = [button.data for reply in turn.replies for row in reply.rows for button in row]
    assert [one.rsplit(":", 2)[0] for one in data if one.startswith("do:")] == offered


def talking(world: World, kind: str, name: str, *, is_likely: bool = True) -> None:
    told: Any = Meaning(Meant(kind, name, is_likely=is_likely))
    world.conversation._wanting._talk = told


def done_by(turn: Turn) -> list[str]:
    return [one.data for row in turn.replies[-1].rows for one in row if one.data.startswith("do:")]


async def test_deed_that_an_entry_is_about_is_a_button_under_it(world: World) -> None:
    talking(world, "deed", "uitnodiging")
    turn = await world.hears("alfa beta")
    [data] = done_by(turn)

    assert data.startswith("do:uitnodiging")
    assert turn.tells[0].shown


async def test_deed_that_is_only_possible_is_a_button_under_the_answer(world: World) -> None:
    talking(world, "deed", "afspraak", is_likely=False)
    turn = await world.hears("beta alfa")
    [data] = done_by(turn)

    assert titles(turn) == ["<b>alfa beta</b>"]
    assert "beta alfa" in (await world.presses(data)).replies[0].html
    assert titles(await world.presses("do:afspraak:99:0")) == titles(await world.hears("/afspraak"))


async def test_deed_that_an_entry_answers_for_sure_comes_with_it_as_a_button(world: World, folder: Folder) -> None:
    folder.save("nl/faq/c.md", title="hoe plan ik een overleg met het mbo", body="Zo.", checked="2025-01-02")
    await world.conversation._retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))
    talking(world, "deed", "uitnodiging")

    turn = await world.hears("plan ik een overleg met het mbo hoe")

    assert titles(turn) == ["<b>hoe plan ik een overleg met het mbo</b>"]
    assert [one.partition(":")[2].partition(":")[0] for one in done_by(turn)] == ["uitnodiging"]


async def test_question_on_the_subject_is_no_act(world: World, folder: Folder) -> None:
    folder.save("nl/faq/c.md", title="klacht van een leerling op het mbo", body="Zo.", checked="2025-01-02")
    await world.conversation._retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))
    talking(world, "act", "complaint")

    assert titles(await world.hears("op het mbo klacht van een leerling")) == [
        "<b>klacht van een leerling op het mbo</b>"
    ]


async def test_possible_deed_to_what_is_no_subject_of_ours_is_asked_for(world: World) -> None:
    talking(world, "deed", "uitnodiging", is_likely=False)

    turn = await world.hears("zwemles voor olifanten")

    assert turn.replies[0].html == SAID.say("perhaps_this", "nl")
    assert len(done_by(turn)) == 1


async def test_deed_of_a_role_is_offered_to_nobody_else(world: World) -> None:
    talking(world, "deed", "statistiek", is_likely=False)

    assert done_by(await world.hears("alfa beta")) == []

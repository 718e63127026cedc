"""What is said to acts, in the whole conversation."""

from tests.bot.conversation.test_conversation import GROUP, World, titles, world

__all__ = ["world"]  # the fixture


async def test_the_source_of_the_answer_before_is_told(world: World) -> None:
    await world.hears("alfa beta")
    turn = await world.hears("bron?")
    assert titles(turn) == ["<b>alfa beta</b>"]
    assert "2 januari 2025" in turn.replies[0].html


async def test_without_an_answer_before_that_is_said(world: World) -> None:
    turn = await world.hears("bron?")
    assert "nog geen antwoord" in turn.replies[0].html


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

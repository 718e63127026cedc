"""What is said in chats that the bot is no member of."""

from dataclasses import replace
from unittest.mock import AsyncMock

import pytest

from bot.rooms.unanswered.records import UnansweredRecords
from index.answer import Question
from index.labels import untranslated
from index.retriever import Retriever
from tests.bot.conversation.world import ANS, SAID, World


async def test_words_find_entries_to_share_and_none_those_asked_for_most(world: World) -> None:
    await world.hears("gamma delta")

    found = await world.conversation.shared(ANS, "alfa beta", 10)
    most = await world.conversation.shared(ANS, "", 1)

    assert [entry.id for entry, _ in found][:1] == ["faq/a"]
    assert [entry.id for entry, _ in most] == ["faq/b"]


async def test_an_entry_of_which_two_sections_are_near_is_shared_once(
    world: World, retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram takes no two results of one name."""
    answer = await retriever.ask(Question("zeta kop tekst alfa"))
    assert {hit.entry.id for hit in answer.hits} >= {"guidelines/g", "faq/a"}
    twice = replace(answer, hits=(*answer.hits, *answer.hits))
    monkeypatch.setattr(retriever, "ask", AsyncMock(return_value=twice))

    found = [entry.id for entry, _ in await world.conversation.shared(ANS, "zeta kop tekst alfa", 10)]

    assert sorted(found) == sorted({hit.entry.id for hit in answer.hits})


async def test_around_an_answer_in_a_language_that_is_not_spoken_here_are_the_words_of_ones_own(
    world: World, retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await retriever.ask(Question("alfa beta", "en", fixed=True))
    german = replace(answer.hits[0].entry, lang="de")
    told = replace(answer, lang="de", hits=(replace(answer.hits[0], entry=german),))
    monkeypatch.setattr(retriever, "ask", AsyncMock(return_value=told))

    said = await world.conversation.asked_as_guest(replace(ANS, lang="en"), "alfa beta")
    ((_, shared),) = await world.conversation.shared(replace(ANS, lang="en"), "alfa beta", 10)

    assert [("Checked on" in one.html, "Gecontroleerd" in one.html) for one in (said, shared)] == [(True, False)] * 2
    assert untranslated("de", "en") not in said.html


async def test_another_subject_finds_nothing_to_share(world: World) -> None:
    assert await world.conversation.shared(ANS, "omega psi chi", 10) == ()


async def test_guest_answers_only_what_it_is_sure_of(world: World) -> None:
    sure = await world.conversation.asked_as_guest(ANS, "alfa beta")
    unsure = await world.conversation.asked_as_guest(ANS, "alfa gamma")

    assert sure.html.startswith("<b>alfa beta</b>")
    assert unsure.html == SAID.say("guest_unsure", "nl")
    assert unsure.rows[0][0].url == "https://t.me/verbinder_bot"
    assert await world.records.shelf(UnansweredRecords).waiting(9) == ()

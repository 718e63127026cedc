"""What is said in chats that the bot is no member of."""

from bot.rooms.unanswered.records import UnansweredRecords
from tests.bot.conversation.world import ANS, SAID, World


async def test_words_find_entries_to_share_and_none_those_asked_for_most(world: World) -> None:
    await world.hears("gamma delta")

    found = await world.conversation.shared(ANS, "alfa beta", 10)
    most = await world.conversation.shared(ANS, "", 1)

    assert [entry.id for entry, _ in found][:1] == ["faq/a"]
    assert [entry.id for entry, _ in most] == ["faq/b"]


async def test_another_subject_finds_nothing_to_share(world: World) -> None:
    assert await world.conversation.shared(ANS, "omega psi chi", 10) == ()


async def test_guest_answers_only_what_it_is_sure_of(world: World) -> None:
    sure = await world.conversation.asked_as_guest(ANS, "alfa beta")
    unsure = await world.conversation.asked_as_guest(ANS, "alfa gamma")

    assert sure.html.startswith("<b>alfa beta</b>")
    assert unsure.html == SAID.say("guest_unsure", "nl")
    assert unsure.rows[0][0].url == "https://t.me/verbinder_bot"
    assert await world.records.shelf(UnansweredRecords).waiting(9) == ()

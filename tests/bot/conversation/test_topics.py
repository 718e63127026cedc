import pytest

from bot.conversation.codes import code_of
from bot.conversation.reply import Button, Reply
from bot.conversation.topics import PAGE, Topics
from bot.conversation.wording import Wording
from index.retriever import Retriever
from index.snapshot import Snapshot
from knowledge.folder import read_folder
from tests.conftest import Folder

WORDING = Wording()


async def indexed(folder: Folder, retriever: Retriever) -> Snapshot:
    await retriever.refresh(read_folder(folder.root))
    return retriever.snapshot


async def test_groups_and_topics_that_the_folder_has_something_on_are_shown(
    folder: Folder, retriever: Retriever
) -> None:
    folder.save("nl/faq/a.md", topics=["T001"])
    folder.save("nl/faq/b.md", topics=["T003", "T055"])
    snapshot = await indexed(folder, retriever)
    topics = Topics(WORDING)

    groups = topics.groups(snapshot, "nl", 0)
    topic_page = topics.group(snapshot, "nl", 0, 0)

    assert groups.rows[0] == (Button("Wat is het", "grp:0:0"),)
    assert topic_page == Reply(
        WORDING.say("topics_of", "nl", group="Wat is het"),
        (
            (Button("Verschil met de gewone overgang", "topic:T001"),),
            (Button("Verschil tussen DLR en GLR", "topic:T003"),),
            (Button("« Terug", "grps:0"),),
        ),
    )


async def test_topics_are_labelled_in_the_language_asked_for(folder: Folder, retriever: Retriever) -> None:
    folder.save("nl/faq/a.md", topics=["T001"])
    snapshot = await indexed(folder, retriever)

    page = Topics(WORDING).group(snapshot, "en", 0, 0)

    assert page is not None
    assert page.rows[0] == (Button("Difference from the ordinary transition", "topic:T001"),)


async def test_entries_of_a_topic_stand_guidelines_last_and_those_about_it_first(
    folder: Folder, retriever: Retriever
) -> None:
    folder.save("nl/faq/b.md", topics=["T003", "T001"])
    folder.save("nl/faq/c.md", topics=["T001"])
    folder.save("en/faq/c.md", topics=["T001"])
    folder.save("nl/guidelines/a.md", topics=["T001"])
    snapshot = await indexed(folder, retriever)

    entries = Topics(WORDING).entries(snapshot, "en", "T001")

    assert [entry.source for entry in entries] == ["en/faq/c.md", "nl/faq/b.md", "nl/guidelines/a.md"]


@pytest.mark.parametrize(
    ("page", "first", "turns"),
    [
        (0, "Over 00", [("Verder »", "grps:1")]),
        (1, f"Over {PAGE:02}", [("« Vorige", "grps:0"), ("Verder »", "grps:2")]),
        (2, f"Over {2 * PAGE:02}", [("« Vorige", "grps:1")]),
        (999, f"Over {2 * PAGE:02}", [("« Vorige", "grps:1")]),
    ],
    ids=["first", "middle", "last", "beyond the last"],
)
async def test_folder_without_topics_is_shown_page_by_page(
    folder: Folder, retriever: Retriever, page: int, first: str, turns: list[tuple[str, str]]
) -> None:
    for number in range(2 * PAGE + 3):
        folder.save(f"nl/faq/{number:02}.md")
    snapshot = await indexed(folder, retriever)

    shown = Topics(WORDING).groups(snapshot, "nl", page)

    assert shown.rows[0][0].label == first
    assert [(button.label, button.data) for button in shown.rows[-1]] == turns


async def test_group_or_topic_that_is_not_there_is_none(folder: Folder, retriever: Retriever) -> None:
    folder.save("nl/faq/a.md", topics=["T001"])
    snapshot = await indexed(folder, retriever)

    assert Topics(WORDING).group(snapshot, "nl", 10**12, 0) is None
    assert Topics(WORDING).entries(snapshot, "nl", "T999") == ()


async def test_topic_with_several_entries_offers_them(folder: Folder, retriever: Retriever) -> None:
    folder.save("nl/faq/a.md", topics=["T001"])
    folder.save("nl/faq/b.md", topics=["T001"])
    snapshot = await indexed(folder, retriever)
    topics = Topics(WORDING)

    reply = topics.choice("T001", topics.entries(snapshot, "nl", "T001"), "nl")

    assert reply.rows == (
        (Button("Over a", f"show:{code_of('faq/a')}"),),
        (Button("Over b", f"show:{code_of('faq/b')}"),),
    )


async def test_empty_folder_says_so(retriever: Retriever) -> None:
    assert Topics(WORDING).groups(retriever.snapshot, "nl", 0) == Reply(WORDING.say("no_entries_yet", "nl"))

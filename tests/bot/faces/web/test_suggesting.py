"""What is suggested while somebody types: titles by their words and by their asks, the nearest first."""

import pytest

from bot.faces.web.suggesting import MOST, Suggesting
from index import snapshot as snapshots
from index.layout import Layout, following
from index.retriever import Retriever
from knowledge.folder import CONTENT, read_folder
from tests.bot.faces.web.world import TODAY, small_site
from tests.conftest import Folder


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("Wie tek", ["Wie tekent de overeenkomst?"]),
        ("leerroute du", ["Waar melden we een route?"]),  # an ask
        ("kosten", ["kosten les mbo", "kosten les vmbo"]),
        ("vmbo kosten", ["kosten les vmbo"]),
        ("w", []),
        ("", []),
        ("???", []),
        ("ekent", []),  # no word begins so
    ],
)
async def test_titles_are_found_by_the_beginnings_of_words(
    folder: Folder, retriever: Retriever, typed: str, titles: list[str]
) -> None:
    small_site(folder)
    await retriever.refresh(read_folder(folder.root, day=TODAY))

    assert [entry.title for entry in Suggesting().titles(typed, "nl", retriever.snapshot)] == titles


async def test_it_suggests_in_the_language_of_the_page_what_the_folder_says_now(
    folder: Folder, retriever: Retriever
) -> None:
    small_site(folder)
    await retriever.refresh(read_folder(folder.root, day=TODAY))
    suggesting = Suggesting()
    suggesting.titles("where", "en", retriever.snapshot)
    folder.save("en/faq/melden.md", title="Where to go?", body="There.")
    await retriever.refresh(read_folder(folder.root, day=TODAY))

    assert [entry.title for entry in suggesting.titles("where", "en", retriever.snapshot)] == ["Where to go?"]
    assert suggesting.titles("wie", "en", retriever.snapshot) == ()


async def test_of_many_the_nearest_are_suggested() -> None:
    reading = read_folder(CONTENT)
    snapshot = snapshots.build(reading, following(reading.entries, Layout.of(()))[0], None, None, ())

    found = Suggesting().titles("wie", "nl", snapshot)

    assert len(found) == MOST
    assert [entry.title.lower().startswith("wie") for entry in found] == [True] * MOST

"""Near-duplicates: entries of one language that ask the same, by meaning and by words."""

import pytest

from index.retriever import Retriever
from index.twins import Twins, twins
from knowledge.folder import read_folder
from tests.conftest import Folder

PAIR = frozenset({Twins("faq/a", "faq/b", "nl")})
FOUR = ["een twee drie", "vier vijf zes", "zeven acht negen", "tien elf twaalf"]


@pytest.mark.parametrize(
    ("asks", "others", "expected"),
    [
        pytest.param(FOUR, [f"{ask} ja" for ask in FOUR], PAIR, id="each ask has one that is near"),
        pytest.param(FOUR, [*FOUR[:2], "heel iets anders", "en nog wat"], frozenset(), id="half of them have"),
        pytest.param(FOUR, [f"{ask} en nog zes woorden meer erbij" for ask in FOUR], frozenset(), id="none is near"),
        pytest.param(
            [*FOUR, "dertien", "veertien"], ["een twee drie"], PAIR, id="one that has few, near in its own way"
        ),
        pytest.param(FOUR, ["een twee negentig"], frozenset(), id="one that has few, not near enough"),
    ],
)
async def test_entries_are_alike_where_they_are_asked_for_alike(
    retriever: Retriever, folder: Folder, asks: list[str], others: list[str], expected: frozenset[Twins]
) -> None:
    folder.save("nl/faq/a.md", title=asks[0], asks=asks[1:])
    folder.save("nl/faq/b.md", title=others[0], asks=others[1:])
    folder.save("en/faq/b.md", title=asks[0], asks=asks[1:])
    await retriever.refresh(read_folder(folder.root))

    found = twins(retriever.snapshot, [("faq/b", "nl"), ("faq/b", "en"), ("faq/gone", "nl")])

    assert found == expected


async def test_words_tell_where_vectors_are_of_another_encoder(by_words: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="een twee drie vier")
    folder.save("nl/faq/b.md", title="vier drie twee vijf")
    folder.save("nl/faq/c.md", title="vier zes zeven acht")
    await by_words.refresh(read_folder(folder.root))

    found = twins(
        by_words.snapshot, [(entry.id, entry.lang) for entry in by_words.snapshot.reading.entries], by_meaning=False
    )

    assert found == PAIR

from dataclasses import replace

from index.layout import Change, Layout, following
from knowledge.entry import Entry
from knowledge.folder import read_folder
from knowledge.passages import split
from tests.conftest import Folder


def entries(folder: Folder, *names: str) -> list[Entry]:
    """Of two passages, three, four and so on: a title, its asks, and the text."""
    for number, name in enumerate(names):
        folder.save(f"nl/faq/{name}.md", title=f"{name}?", asks=[f"{name} {ask}" for ask in range(number)], body="ja")
    return list(read_folder(folder.root).entries)


def texts(layout: Layout) -> list[str]:
    return [passage.text for passage in layout.passages]


def test_what_is_as_it_was_is_taken_over_where_it_stands_now(folder: Folder) -> None:
    a, b, c = entries(folder, "a", "b", "c")
    last, _ = following([a, b, c], Layout.of(()))
    new = replace(b, title="anders?")

    layout, change = following([c, new, a], last)

    assert texts(layout) == ["c?", "c 0", "c 1", "c? ja", "anders?", "b 0", "anders? ja", "a?", "a? ja"]
    assert layout.starts.tolist() == [0, 4, 7, 9]
    assert change.places.tolist() == [2, -1, 0]
    assert change.rows.tolist() == [5, 6, 7, 8, -1, -1, -1, 0, 1]
    assert (change.new, change.gone) == ((1,), (1,))


def test_from_a_layout_to_itself_nothing_changes(folder: Folder) -> None:
    found = entries(folder, "a", "b")
    last, first = following(found, Layout.of(()))

    layout, change = following(found, last)

    assert texts(layout) == texts(last)
    assert (change.new, change.gone, first.new) == ((), (), (0, 1))
    assert change.rows.tolist() == Change.nothing(last).rows.tolist() == [0, 1, 2, 3, 4]
    assert Change.everything(last).rows.tolist() == [-1] * 5


def test_equal_entries_count_as_the_same_though_they_were_read_again(folder: Folder) -> None:
    found = entries(folder, "a", "b")
    last, _ = following(found, Layout.of(()))

    _, change = following([replace(entry) for entry in found], last)

    assert (change.new, change.gone) == ((), ())


def test_rows_of_an_entry_are_those_in_all_its_languages(folder: Folder) -> None:
    folder.save("en/faq/a.md", title="who?", asks=["by whom?"], body="ja")
    folder.save("nl/faq/a.md", title="wie?", body="ja")
    folder.save("nl/faq/b.md", title="wat?", body="ja")
    found = read_folder(folder.root).entries

    layout = Layout.of([passage for entry in found for passage in split(entry)])

    assert texts(layout) == ["who?", "by whom?", "who? ja", "wie?", "wie? ja", "wat?", "wat? ja"]
    assert {name: rows.tolist() for name, rows in layout.rows_of.items()} == {
        "faq/a": [0, 1, 2, 3, 4],
        "faq/b": [5, 6],
    }
    assert layout.is_section.tolist() == [False, False, True, False, True, False, True]


def test_nothing_can_be_laid_out() -> None:
    layout, change = following([], Layout.of(()))

    assert (layout.passages, layout.starts.tolist(), change.rows.tolist()) == ((), [0], [])

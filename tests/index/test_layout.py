from dataclasses import replace

import numpy as np
import pytest

from index import layout as layouts
from index.layout import Change, Layout, following
from knowledge.entry import Entry
from knowledge.folder import read_folder
from tests.conftest import Folder


def entries(folder: Folder, *names: str) -> list[Entry]:
    """Of two passages, three, four and so on: a title, its asks, and the text."""
    for number, name in enumerate(names):
        folder.save(f"nl/faq/{name}.md", title=f"{name}?", asks=[f"{name} {ask}" for ask in range(number)], body="ja")
    return list(read_folder(folder.root).entries)


def texts(layout: Layout) -> list[str]:
    return [passage.text for passage in layout.passages]


def rows_before(change: Change) -> list[int]:
    assert change.rows is not None
    return list(change.rows.tolist())


def test_what_is_as_it_was_is_taken_over_where_it_stands_now(folder: Folder) -> None:
    a, b, c = entries(folder, "a", "b", "c")
    last, _ = following([a, b, c], Layout.of(()))
    new = replace(b, title="anders?")

    layout, change = following([c, new, a], last)

    assert texts(layout) == ["c?", "c 0", "c 1", "c? ja", "anders?", "b 0", "anders? ja", "a?", "a? ja"]
    assert layout.starts.tolist() == [0, 4, 7, 9]
    assert (change.places if change.places is not None else np.zeros(0)).tolist() == [2, -1, 0]
    assert rows_before(change) == [5, 6, 7, 8, -1, -1, -1, 0, 1]
    assert (change.new, change.gone) == ((1,), (1,))


def test_from_a_layout_to_itself_nothing_changes(folder: Folder) -> None:
    found = entries(folder, "a", "b")
    last, first = following(found, Layout.of(()))

    layout, change = following(found, last)

    assert texts(layout) == texts(last)
    assert (change.new, change.gone, first.new) == ((), (), (0, 1))
    assert rows_before(change) == [0, 1, 2, 3, 4]
    assert rows_before(Change.everything(last)) == [-1] * 5


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

    layout = Layout.of(found)

    assert texts(layout) == ["who?", "by whom?", "who? ja", "wie?", "wie? ja", "wat?", "wat? ja"]
    assert {name: rows.tolist() for name, rows in layout.rows_of.items()} == {
        "faq/a": [0, 1, 2, 3, 4],
        "faq/b": [5, 6],
    }
    assert layout.is_section.tolist() == [False, False, True, False, True, False, True]


def test_nothing_can_be_laid_out() -> None:
    layout, change = following([], Layout.of(()))

    assert (layout.passages, layout.starts.tolist(), rows_before(change)) == ((), [0], [])


@pytest.fixture
def of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few rows there are, an edit is dealt with as in a folder of many."""
    monkeypatch.setattr(layouts, "FEW", 0)


@pytest.mark.usefixtures("of_many")
def test_rows_of_many_stay_where_they_are(folder: Folder) -> None:
    a, b, c = entries(folder, "a", "b", "c")
    last, _ = following([a, b, c], Layout.of(()))
    new = replace(b, title="anders?")

    layout, change = following([new, c], last)

    assert (change.places, change.rows, change.new, change.gone) == (None, None, (3,), (0, 1))
    assert texts(layout) == ["anders?", "b 0", "anders? ja", "c?", "c 0", "c 1", "c? ja"]
    assert layout.rows.tolist() == [9, 10, 11, 5, 6, 7, 8]
    assert [one.text for one in layout.passages_in(layout.rows)] == texts(layout)
    assert layout.empty.tolist() == [0, 1, 2, 3, 4]
    assert [entry.title for entry in layout.entries_in([8, 9])] == ["c?", "anders?"]
    assert {name: rows.tolist() for name, rows in layout.rows_of.items()} == {
        "faq/b": [9, 10, 11],
        "faq/c": [5, 6, 7, 8],
    }
    assert layout.is_section[layout.rows].tolist() == [False, False, True, False, False, False, True]
    assert (layout.is_laid, last.is_laid) == (False, True)


@pytest.mark.usefixtures("of_many")
def test_languages_of_an_entry_stand_in_their_order_whichever_came_last(folder: Folder) -> None:
    folder.save("en/faq/a.md", title="who?", body="ja")
    folder.save("nl/faq/a.md", title="wie?", body="ja")
    en, nl = read_folder(folder.root).entries
    last, _ = following([en, nl], Layout.of(()))
    new = replace(en, title="by whom?")

    layout, _ = following([new, nl], last)

    assert texts(layout) == ["by whom?", "by whom? ja", "wie?", "wie? ja"]
    assert layout.rows_of["faq/a"].tolist() == [4, 5, 2, 3]


@pytest.mark.usefixtures("of_many")
def test_all_is_laid_anew_where_much_is_gone_or_new(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, c = entries(folder, "a", "b", "c")
    last, _ = following([a, b, c], Layout.of(()))
    grown, _ = following([b, c], last)
    assert grown.empty.tolist() == [0, 1]

    monkeypatch.setattr(layouts, "EMPTY", 4)
    layout, change = following([c], grown)
    monkeypatch.setattr(layouts, "BEHIND", 2)
    other, _ = following([replace(c, title="nieuw?")], grown)

    assert (layout.is_laid, layout.rows.tolist(), rows_before(change)) == (True, [0, 1, 2, 3], [5, 6, 7, 8])
    assert (other.is_laid, other.empty.tolist()) == (True, [])

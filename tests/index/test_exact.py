from index.exact import Exact
from knowledge.entry import Entry
from knowledge.folder import read_folder
from tests.conftest import Folder


def entries(folder: Folder) -> tuple[Entry, ...]:
    return read_folder(folder.root).entries


def test_a_title_or_ask_is_known_whatever_its_case_and_punctuation(folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="Wie meldt de route?", asks=["melden wie"], body="Het vmbo.")

    exact = Exact(entries(folder))

    assert [exact.owner(text) for text in ("wie meldt de ROUTE", "Melden: wie?", "het vmbo")] == ["faq/a", "faq/a", ""]
    assert "wie meldt de route" in exact


def test_what_two_entries_are_asked_by_is_known_and_is_neither_s(folder: Folder) -> None:
    folder.save("en/faq/a.md", title="route", body="x")
    folder.save("nl/faq/a.md", title="route", body="x")
    folder.save("nl/faq/b.md", title="wat?", asks=["route"], body="x")
    both = entries(folder)
    only_one = [entry for entry in both if entry.id == "faq/a"]

    assert ("route" in Exact(both), Exact(both).owner("route"), Exact(only_one).owner("route")) == (True, "", "faq/a")


def test_what_is_gone_is_known_no_more_where_nobody_else_has_it(folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="route", asks=["weg"], body="x")
    folder.save("nl/faq/b.md", title="route", body="x")
    both = entries(folder)
    gone = [entry for entry in both if entry.id == "faq/a"]

    left = Exact((), Exact(both), gone)

    assert ("weg" in left, left.owner("route")) == (False, "faq/b")


def test_an_activity_is_known_by_its_name(folder: Folder) -> None:
    told = {"minutes": 5, "people": 2, "place": "x"}
    folder.save("nl/activities/a.md", title="Schaduwdag: een dag naast een collega", body="x", **told)
    folder.save("nl/faq/b.md", title="Melden: hoe gaat dat", body="x")

    exact = Exact(entries(folder))

    assert (exact.owner("schaduwdag"), exact.owner("melden")) == ("activities/a", "")

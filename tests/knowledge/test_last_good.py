"""A folder that is read again: what was good is served while its file is broken, and goes where it is gone."""

import pytest

from knowledge.entry import Problem, Reading
from knowledge.folder import keep_last_good, read_folder
from knowledge.notices import notice
from tests.knowledge.folders import DAY, ids, read


def test_reading_again_gives_the_same_reading(folder):
    folder.save("nl/faq/a.md", sources="x")

    assert read(folder) == read(folder)


def test_a_broken_file_keeps_its_last_good_version(folder):
    folder.save("nl/faq/a.md", body="Oud.")
    folder.save("nl/faq/b.md", body="Oud.")
    previous = read(folder)
    folder.write("nl/faq/a.md", "---\ntitle: kapot\n")
    folder.save("nl/faq/b.md", body="Nieuw.")
    reading = read(folder)

    kept = keep_last_good(reading, previous)

    message = notice("front_not_closed", fence="---")
    assert kept.entries == (previous.entries[0], *reading.entries)
    assert [entry.body for entry in kept.entries] == ["Oud.", "Nieuw."]
    assert kept.problems == (Problem("nl/faq/a.md", 1, message),)


def test_a_file_that_stays_broken_keeps_its_last_good_version(folder):
    folder.save("nl/faq/a.md")
    folder.save("nl/faq/b.md")
    previous = read(folder)
    folder.write("nl/faq/a.md", "")

    once = keep_last_good(read(folder), previous)
    twice = keep_last_good(read(folder), once)

    assert once == twice
    assert ids(twice) == ["nl/faq/a", "nl/faq/b"]


def test_the_only_file_keeps_its_last_good_version_when_broken(folder):
    """The folder is not empty then, and admins are not told that it is."""
    folder.save("nl/faq/a.md")
    previous = read(folder)
    folder.write("nl/faq/a.md", "")

    kept = keep_last_good(read(folder), previous)

    message = notice("file_empty")
    assert kept == Reading(previous.entries, (Problem("nl/faq/a.md", 1, message),))


def test_a_file_with_problems_that_reads_is_served_as_it_is(folder):
    folder.save("nl/faq/a.md", body="Oud.")
    previous = read(folder)
    folder.save("nl/faq/a.md", body="Nieuw.", sources="x")
    reading = read(folder)

    assert keep_last_good(reading, previous) == reading
    assert reading.entries[0].body == "Nieuw."


def test_a_mended_file_is_served_anew(folder):
    folder.save("nl/faq/a.md", body="Oud.")
    folder.save("nl/faq/b.md")
    first = read(folder)
    folder.write("nl/faq/a.md", "")
    second = keep_last_good(read(folder), first)
    folder.save("nl/faq/a.md", body="Nieuw.")
    third = read(folder)

    assert keep_last_good(third, second) == third
    assert [entry.body for entry in third.entries] == ["Nieuw.", "Antwoord."]


def test_a_deleted_file_is_gone(folder):
    path = folder.save("nl/faq/a.md")
    folder.save("nl/faq/b.md")
    previous = read(folder)
    path.unlink()
    reading = read(folder)

    kept = keep_last_good(reading, previous)

    assert (ids(kept), kept.problems) == (["nl/faq/b"], ())


def test_a_deleted_file_is_gone_while_another_is_broken(folder):
    path = folder.save("nl/faq/a.md")
    folder.save("nl/faq/b.md")
    previous = read(folder)
    path.unlink()
    folder.write("nl/faq/b.md", "")

    kept = keep_last_good(read(folder), previous)

    assert ids(kept) == ["nl/faq/b"]


def test_a_renamed_file_is_served_under_its_new_name(folder):
    path = folder.save("nl/faq/a.md", title="Vraag")
    previous = read(folder)
    path.rename(path.with_name("b.md"))

    kept = keep_last_good(read(folder), previous)

    assert (ids(kept), kept.problems) == (["nl/faq/b"], ())


def test_an_emptied_folder_is_reported_and_its_entries_stay_served(folder):
    paths = [folder.save("nl/faq/a.md"), folder.save("en/faq/a.md")]
    previous = read(folder)
    for path in paths:
        path.unlink()

    once = keep_last_good(read(folder), previous)
    twice = keep_last_good(read(folder), once)

    lost = Problem(".", 1, notice("folder_empty_or_gone", count=2))
    empty = Problem(str(folder.root), 1, notice("no_entries"))
    assert once == twice == Reading(previous.entries, (lost, empty))


def test_a_lost_folder_is_reported_and_its_entries_stay_served(folder):
    path = folder.save("kennis/nl/a.md")
    root = folder.root / "kennis"
    previous = read_folder(root, day=DAY)
    path.unlink()
    path.parent.rmdir()
    root.rmdir()

    kept = keep_last_good(read_folder(root, day=DAY), previous)

    lost = Problem(".", 1, notice("folder_empty_or_gone", count=1))
    gone = Problem(str(root), 1, notice("no_folder"))
    assert kept == Reading(previous.entries, (lost, gone))


@pytest.mark.parametrize(
    ("source", "kept"),
    [(".", ["nl/faq/a", "nl/gids/b"]), ("nl", ["nl/faq/a", "nl/gids/b"]), ("nl/gids", ["nl/gids/b"]), ("nl/gid", [])],
)
def test_entries_of_a_folder_that_no_longer_reads_stay_served(folder, source: str, kept: list[str]):
    folder.save("en/a.md")
    english = read(folder)
    folder.save("nl/faq/a.md")
    folder.save("nl/gids/b.md")
    previous = read(folder)
    reading = Reading(english.entries, (Problem(source, 1, notice("folder_unreadable", reason=notice("os_EIO"))),))

    actual = keep_last_good(reading, previous)

    assert (ids(actual), actual.problems) == (["en/a", *kept], reading.problems)


def test_an_empty_folder_at_the_start_is_no_loss(folder):
    reading = read(folder)

    assert keep_last_good(reading, Reading((), ())) == reading

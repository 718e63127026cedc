import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge.entry import Reading, Remark
from knowledge.folder import CONTENT, read_folder
from knowledge.folder_names import distinct, names
from knowledge.layers import overlaid
from knowledge.library import LibraryError, folders_named, keep_last_good, read_library
from knowledge.notices import notice
from knowledge.reader import read_layers
from tests.conftest import Folder

DAY = date(2026, 11, 22)


@pytest.fixture
def shared(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "shared")


@pytest.fixture
def own(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "own")


def read(*folders: Folder) -> Reading:
    return read_library([folder.root for folder in folders], day=DAY)


def titles(reading: Reading) -> dict[str, str]:
    return {entry.source: entry.title for entry in reading.entries}


def problems(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]


def test_an_entry_of_a_later_folder_takes_the_place_of_the_one_at_its_path_and_language(shared, own):
    shared.save("nl/faq/a.md", title="Wie meldt?")
    shared.save("en/faq/a.md", title="Who registers?")
    shared.save("nl/faq/b.md", title="Wat kost het?")
    own.save("nl/faq/a.md", title="Wie meldt in onze regio?")
    own.save("nl/faq/c.md", title="Wie is onze verbinder?")

    reading = read(shared, own)

    assert (titles(reading), reading.problems) == (
        {
            "own/nl/faq/a.md": "Wie meldt in onze regio?",
            "own/nl/faq/c.md": "Wie is onze verbinder?",
            "shared/en/faq/a.md": "Who registers?",
            "shared/nl/faq/b.md": "Wat kost het?",
        },
        (),
    )
    assert [(entry.lang, entry.id) for entry in reading.entries] == [
        ("nl", "faq/a"),
        ("nl", "faq/c"),
        ("en", "faq/a"),
        ("nl", "faq/b"),
    ]


def test_the_last_of_three_folders_has_the_last_word(tmp_path, shared, own):
    school = Folder(tmp_path / "school")
    for folder, title in [(shared, "land"), (own, "regio"), (school, "school")]:
        folder.save("nl/faq/a.md", title=title)

    assert titles(read(shared, own, school)) == {"school/nl/faq/a.md": "school"}
    assert titles(read(school, own, shared)) == {"shared/nl/faq/a.md": "land"}


@pytest.mark.parametrize("content", ["---\nhidden: true\n---\n", "---\r\nhidden: True  # niet bij ons\r\n---\r\n\r\n"])
def test_an_empty_file_that_says_hidden_hides_the_entry_at_its_path_alone(shared, own, content: str):
    shared.save("nl/faq/a.md")
    shared.save("en/faq/a.md")
    own.write("nl/faq/a.md", content)

    reading = read(shared, own)

    assert (titles(reading), reading.problems) == ({"shared/en/faq/a.md": "Over a"}, ())


def test_what_is_hidden_in_one_folder_can_be_shown_again_by_a_later_one(tmp_path, shared, own):
    school = Folder(tmp_path / "school")
    shared.save("nl/faq/a.md", title="land")
    own.write("nl/faq/a.md", "---\nhidden: true\n---\n")
    school.save("nl/faq/a.md", title="school")

    reading = read(shared, own, school)

    assert (titles(reading), reading.problems) == ({"school/nl/faq/a.md": "school"}, ())


def test_hiding_what_is_not_there_is_a_problem(shared, own):
    shared.save("nl/faq/a.md")
    own.write("nl/faq/b.md", "---\nhidden: true\n---\n")

    assert problems(read(shared, own)) == [
        "own/nl/faq/b.md:1: hidden: true hides nothing, as no earlier folder has this path; delete the file"
    ]


def test_an_answer_under_hidden_is_hidden_and_remarked_on(shared, own):
    shared.save("nl/faq/a.md")
    own.write("nl/faq/a.md", "---\ntitle: Vraag\nhidden: true\n---\nAntwoord.\n")

    reading = read(shared, own)

    assert (reading.entries, problems(reading)) == ((), [])
    assert reading.remarks == (Remark("own/nl/faq/a.md", 3, notice("not_shown"), "hidden: true"),)


def test_ids_and_equal_texts_are_judged_over_the_whole(shared, own):
    shared.save("nl/faq/a.md", title="Wie meldt?", asks=["wie moet dat doen"], see=["faq/b"])
    shared.save("nl/faq/b.md", title="Wat kost het?", see=["faq/weg"])
    own.save("nl/faq/b.md", title="Wat kost dat hier?", asks=["Wie moet dat doen?"], see=["faq/a"])
    own.save("nl/faq/c.md", title="wie meldt", see=["faq/nergens"])

    assert problems(read(shared, own)) == [
        "own/nl/faq/b.md:4: 'Wie moet dat doen?' stands in shared/nl/faq/a.md too; keep it in one",
        "own/nl/faq/c.md:2: the title is that of shared/nl/faq/a.md too; make them differ",
        "own/nl/faq/c.md:4: see 'faq/nergens' leads to no entry; write its path without language and .md, such as faq/wie-tekent",
    ]


def test_problems_say_which_folder_and_those_of_a_file_that_was_replaced_are_not_told(shared, own):
    shared.save("nl/faq/a.md", title="A", certainty="zeker")
    shared.save("nl/faq/b.md", title="B", certainty="zeker")
    own.save("nl/faq/a.md", title="A hier")
    own.write("nl/brief.docx", "x")
    own.write("LEESMIJ.txt", "x")

    assert problems(read(shared, own)) == [
        "own/LEESMIJ.txt:1: a file outside the language folders is not read; move it into nl/faq/ or the like",
        "own/nl/brief.docx:1: '.docx' files are not shown as they are; make entries of it: send it to the bot, "
        "or type python -m knowledge import brief.docx",
        "shared/nl/faq/b.md:3: certainty 'zeker' is none of sure, likely, unconfirmed",
    ]


def test_a_file_that_does_not_read_leaves_its_path_empty(shared, own):
    """It was written since the earlier answer doesn't hold there."""
    shared.save("nl/faq/a.md", title="land")
    own.write("nl/faq/a.md", "---\ntitle: regio\n")

    reading = read(shared, own)

    assert (reading.entries, problems(reading)) == (
        (),
        ["own/nl/faq/a.md:1: the front matter is not closed; put a line --- under it"],
    )


def test_one_folder_reads_as_it_always_did(shared):
    shared.save("nl/faq/a.md", see=["faq/weg"], asks=["wie", "Wie?"])
    shared.write("nl/faq/b.md", "")
    shared.write("nl/faq/c.md", "---\nhidden: true\n---\n")
    expected = read_folder(shared.root, day=DAY)

    assert read(shared) == expected
    assert [str(problem) for problem in expected.problems] == [
        "nl/faq/a.md:4: see 'faq/weg' leads to no entry; write its path without language and .md, such as faq/wie-tekent",
        "nl/faq/a.md:7: 'Wie?' stands here already; delete one",
        "nl/faq/b.md:1: the file is empty; write a title and an answer, or delete it",
        "nl/faq/c.md:1: hidden: true hides nothing, as no earlier folder has this path; delete the file",
    ]


def test_a_single_layer_is_what_a_folder_reads():
    expected = read_folder(CONTENT, day=DAY)

    actual = overlaid(read_layers([CONTENT], day=DAY))

    assert (actual.entries, actual.problems) == (expected.entries, expected.problems)
    assert len(actual.entries) > 100


def test_the_content_that_ships_under_an_empty_folder_of_a_region_is_itself(own):
    (own.root / "nl").mkdir(parents=True)

    reading = read_library([CONTENT, own.root])

    assert [(e.lang, e.id, e.body) for e in reading.entries] == [(e.lang, e.id, e.body) for e in read_folder(CONTENT).entries]  # fmt: skip
    assert reading.problems == ()


def test_a_folder_that_is_gone_or_was_never_filled_is_a_problem(tmp_path, shared, own):
    shared.save("nl/faq/a.md")
    own.root.mkdir()

    reading = read_library([shared.root, own.root, tmp_path / "weg"], day=DAY)

    assert problems(reading) == [
        "own:1: there are no entries; write one as nl/faq/<name>.md",
        f"weg:1: there is no such folder ({tmp_path / 'weg'}); take it out of KNOWLEDGE_DIR, or put it there",
    ]
    assert titles(reading) == {"shared/nl/faq/a.md": "Over a"}


def test_no_folders_hold_nothing():
    assert (read_library([]).entries, read_library([]).problems) == ((), ())


# what is kept


def test_a_broken_file_keeps_its_own_last_good_version_not_the_earlier_folders(shared, own):
    shared.save("nl/faq/a.md", title="land")
    own.save("nl/faq/a.md", title="regio")
    before = read(shared, own)
    own.write("nl/faq/a.md", "---\ntitle: [\n---\n")

    kept = keep_last_good(read(shared, own), before)

    assert titles(kept) == {"own/nl/faq/a.md": "regio"}
    assert titles(keep_last_good(read(shared, own), kept)) == {"own/nl/faq/a.md": "regio"}


def test_a_broken_shared_file_doesnt_come_back_over_an_own_one(shared, own):
    shared.save("nl/faq/a.md", title="land")
    own.save("nl/faq/b.md", title="b")
    before = read(shared, own)
    shared.write("nl/faq/a.md", "")
    own.save("nl/faq/a.md", title="regio")

    assert titles(keep_last_good(read(shared, own), before)) == {"own/nl/faq/a.md": "regio", "own/nl/faq/b.md": "b"}


def test_an_own_folder_whose_disk_is_gone_keeps_its_entries_and_what_it_hides(shared, own):
    shared.save("nl/faq/a.md", title="land")
    shared.save("nl/faq/b.md", title="b")
    own.save("nl/faq/a.md", title="regio")
    own.write("nl/faq/b.md", "---\nhidden: true\n---\n")
    before = read(shared, own)
    shutil.rmtree(own.root)

    kept = keep_last_good(read(shared, own), before)

    assert titles(kept) == {"own/nl/faq/a.md": "regio"}
    assert problems(kept) == [
        "own:1: still answering from the 2 entries read before",
        f"own:1: there is no such folder ({own.root}); take it out of KNOWLEDGE_DIR, or put it there",
    ]

    own.root.mkdir()  # a mount point without its disk
    assert titles(keep_last_good(read(shared, own), kept)) == {"own/nl/faq/a.md": "regio"}


def test_the_last_own_entry_can_be_deleted(shared, own):
    shared.save("nl/faq/a.md", title="land")
    path = own.save("nl/faq/a.md", title="regio")
    before = read(shared, own)
    path.unlink()

    kept = keep_last_good(read(shared, own), before)

    assert (titles(kept), kept.problems) == ({"shared/nl/faq/a.md": "land"}, ())


def test_when_every_folder_is_empty_all_is_kept_and_told(shared, own):
    shared.save("nl/faq/a.md")
    own.save("nl/faq/b.md")
    before = read(shared, own)
    for folder in (shared, own):
        for path in folder.root.rglob("*.md"):
            path.unlink()

    kept = keep_last_good(read(shared, own), before)

    assert (kept.entries, problems(kept)) == (
        before.entries,
        [".:1: the folder is empty or gone; still answering from the 2 entries read before"],
    )


def test_other_folders_than_before_start_anew(shared, own):
    shared.save("nl/faq/a.md")
    own.save("nl/faq/b.md")

    assert titles(keep_last_good(read(shared, own), read(own))) == titles(read(shared, own))


# what folders are called


def test_a_folder_is_called_by_as_much_of_its_path_as_tells_it_from_the_others():
    paths = [Path("/srv/land/content"), Path("/srv/regio/content"), Path("/data/eigen")]

    assert names(paths) == ("land/content", "regio/content", "data/eigen")
    assert names(paths[1:]) == ("content", "eigen")
    assert names(paths[:1]) == ("",)


def test_a_folder_named_twice_counts_where_it_stands_last(shared, own, tmp_path):
    for folder in (shared, own):
        folder.save("nl/faq/a.md", title=folder.root.name)
    (tmp_path / "link").symlink_to(shared.root)

    assert distinct([shared.root, own.root, tmp_path / "link"]) == (own.root, tmp_path / "link")
    assert titles(read_library([shared.root, own.root, shared.root])) == {"shared/nl/faq/a.md": "shared"}


def test_folders_are_named_as_paths_are(shared, own):
    for folder in (shared, own):
        folder.root.mkdir()
    separator = os.pathsep

    assert folders_named(f"{shared.root}{separator} {own.root}{separator}") == (shared.root, own.root)
    assert folders_named(str(shared.root)) == (shared.root,)


@pytest.mark.skipif(os.pathsep != ":", reason="a semicolon is the mark there")
@pytest.mark.parametrize("mark", [",", ";", ", "])
def test_another_mark_between_folders_is_told(shared, own, mark: str):
    for folder in (shared, own):
        folder.root.mkdir()
    text = f"{shared.root}{mark}{own.root}"

    with pytest.raises(LibraryError) as error:
        folders_named(text)

    assert str(error.value) == (
        f"KNOWLEDGE_DIR is '{text}', which is no folder; between several folders goes ':', not '{mark.strip()}'"
    )


def test_each_folder_that_is_missing_is_told(shared):
    shared.root.mkdir()

    with pytest.raises(LibraryError) as error:
        folders_named(os.pathsep.join(["/een", str(shared.root), "/twee"]))

    assert str(error.value) == (
        "KNOWLEDGE_DIR is '/een', which is no folder; set it to a folder with entries\n"
        "KNOWLEDGE_DIR is '/twee', which is no folder; set it to a folder with entries"
    )


def test_the_last_of_several_folders_is_made_where_it_alone_is_missing(shared, tmp_path):
    """A volume begins empty, and the folder on it is where what admins place is kept."""
    shared.root.mkdir()
    shared.save("nl/faq/a.md")
    (tmp_path / "data").mkdir()

    folders = folders_named(f"{shared.root}{os.pathsep}{tmp_path / 'data' / 'teksten'}")

    assert folders == (shared.root, tmp_path / "data" / "teksten")
    assert read_library(folders).problems == ()


def test_no_folder_is_made_where_its_disk_is_not_there_or_another_is_missing(shared, tmp_path):
    shared.root.mkdir()
    missing = [
        f"{shared.root}{os.pathsep}{tmp_path / 'data' / 'teksten'}",
        f"/een{os.pathsep}{tmp_path / 'own'}",
        str(tmp_path / "own"),
    ]

    for text in missing:
        with pytest.raises(LibraryError):
            folders_named(text)

    assert sorted(path.name for path in tmp_path.iterdir()) == [shared.root.name]


def test_a_folder_with_a_comma_in_its_name_is_a_folder(tmp_path):
    path = tmp_path / "vmbo, mbo"
    path.mkdir()

    assert folders_named(str(path)) == (path,)

from datetime import date
from pathlib import Path

import pytest

from knowledge.changes.change import Change, EditError, FileEdit
from knowledge.changes.editing import Additions, add_ask, add_files, draft, hide, place, preview, remove
from knowledge.content_file import MAX_BYTES
from knowledge.folder import read_folder
from knowledge.library import read_library
from tests.conftest import Folder

DAY = date(2026, 11, 22)
FILE = "---\ntitle: Wie meldt?   # de vraag\nasks:\n  - wie moet dat\ntopics: [T001]\n---\nDe school.\n"


@pytest.fixture
def own(tmp_path_factory) -> Folder:
    return Folder(tmp_path_factory.mktemp("own"))


def refused(action, *arguments, **options) -> str:
    with pytest.raises(EditError) as error:
        action(*arguments, **options)
    return str(error.value)


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_wording_becomes_one_of_the_asks_and_nothing_is_written(folder):
    folder.write("nl/faq/a.md", FILE)

    change = add_ask(folder.root, "nl/faq/a.md", "  melden wij\n dat  zelf? ")

    after = FILE.replace("  - wie moet dat\n", "  - wie moet dat\n  - melden wij dat zelf?\n")
    assert change == Change(
        folder.root,
        "nl/faq/a.md: also asked as 'melden wij dat zelf?'",
        (FileEdit("nl/faq/a.md", FILE.encode(), after.encode()),),
    )
    assert files(folder.root) == {"nl/faq/a.md": FILE.encode()}


def test_several_wordings_are_one_change_and_each_is_added_once(folder):
    folder.write("nl/faq/a.md", FILE)

    change = add_ask(folder.root, "nl/faq/a.md", "melden wij dat zelf", "meldt het mbo dat", "Melden wij dat zelf?")

    after = FILE.replace("  - wie moet dat\n", "  - wie moet dat\n  - Melden wij dat zelf?\n  - meldt het mbo dat\n")
    assert change == Change(
        folder.root,
        "nl/faq/a.md: also asked as 'Melden wij dat zelf?', 'meldt het mbo dat'",
        (FileEdit("nl/faq/a.md", FILE.encode(), after.encode()),),
    )


@pytest.mark.parametrize(
    ("encoding", "mark", "ending"),
    [("utf-8-sig", "", "\n"), ("utf-8", "", "\r\n"), ("utf-16-le", "\ufeff", "\r\n"), ("utf-16-be", "\ufeff", "\n")],
)
def test_a_file_stays_as_its_editor_stores_it(folder, encoding: str, mark: str, ending: str):
    stored = (mark + FILE.replace("\n", ending)).encode(encoding)
    folder.write("nl/faq/a.md", stored)

    (edit,) = add_ask(folder.root, "nl/faq/a.md", "één vraag").edits

    after = FILE.replace("dat\n", "dat\n  - één vraag\n")
    assert (edit.before, edit.after) == (stored, (mark + after.replace("\n", ending)).encode(encoding))


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("Wie moet dat?", "'Wie moet dat?' stands here already; nothing is to be added"),
        ("wie meldt", "'wie meldt' stands here already; nothing is to be added"),
        ("WAT KOST HET", "'WAT KOST HET' stands in nl/faq/b.md already; take it out there, or choose that entry"),
        ("prijs?", "'prijs?' stands in nl/faq/b.md already; take it out there, or choose that entry"),
        ("", "an ask has no words (''); write a question"),
        ("?! 👍", "an ask has no words ('?! 👍'); write a question"),
        ("wie\0dan", "an ask has a control character (U+0000); type it anew"),
        ("wie \udcff dan", "an ask has a control character (U+DCFF); type it anew"),
        ("a" * 301, "an ask has 301 characters; at most 300: make it shorter"),
    ],
)
def test_what_cant_be_an_ask_is_told(folder, ask: str, expected: str):
    folder.write("nl/faq/a.md", FILE)
    folder.save("nl/faq/b.md", title="Wat kost het?", asks=["prijs"])

    assert refused(add_ask, folder.root, "nl/faq/a.md", ask) == expected


def test_the_same_words_may_stand_in_another_language(folder):
    folder.write("nl/faq/a.md", FILE)
    folder.save("en/faq/b.md", title="Wat is SOK?")

    assert add_ask(folder.root, "nl/faq/a.md", "Wat is SOK?").summary == "nl/faq/a.md: also asked as 'Wat is SOK?'"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "nl/faq/a.md:1: the file is empty; write a title and an answer, or delete it (nothing can be added before that is mended)"),
        ("---\ntitle: a\n---\n", "nl/faq/a.md:4: there is no answer under the front matter; write one (nothing can be added before that is mended)"),
        ("---\nhidden: true\n---\n", "nl/faq/a.md: it is hidden; take `hidden: true` out (nothing can be added before that is mended)"),
        ("---\n{title: a, asks: [b]}\n---\nx\n", "nl/faq/a.md: the asks stand in a way that can't be added to without changing the rest; add 'nieuw' by hand"),
        (b"---\ntitle: \xe9\n---\nx\n", "nl/faq/a.md:2: this is not UTF-8 (byte 0xE9); save the file with encoding UTF-8 (nothing can be added before that is mended)"),
    ],
)  # fmt: skip
def test_a_file_that_cant_be_added_to_is_told(folder, content, expected: str):
    folder.write("nl/faq/a.md", content)

    assert refused(add_ask, folder.root, "nl/faq/a.md", "nieuw") == expected


def test_a_list_that_is_full_is_told(folder):
    folder.save("nl/faq/a.md", asks=[f"vraag {number}" for number in range(500)])

    assert "add 'nieuw' by hand" in refused(add_ask, folder.root, "nl/faq/a.md", "nieuw")


def test_a_file_that_is_gone_is_told(folder):
    expected = "nl/faq/a.md: there is no such file; look whether it was moved"

    assert refused(add_ask, folder.root, "nl/faq/a.md", "nieuw") == expected
    assert refused(remove, folder.root, "nl/faq/a.md") == expected


def test_an_entry_of_an_earlier_folder_is_copied_with_its_new_ask(folder, own):
    folder.write("nl/faq/a.md", FILE)

    change = add_ask([folder.root, own.root], "nl/faq/a.md", "nieuw")

    after = FILE.replace("dat\n", "dat\n  - nieuw\n").encode()
    assert (change.folder, change.edits) == (own.root, (FileEdit("nl/faq/a.md", None, after),))


def test_an_ask_of_an_earlier_folder_is_known(folder, own):
    folder.save("nl/faq/b.md", title="Wat kost het?")
    own.write("nl/faq/a.md", FILE)

    assert refused(add_ask, [folder.root, own.root], "nl/faq/a.md", "wat kost het") == (
        f"'wat kost het' stands in {folder.root.name}/nl/faq/b.md already; take it out there, or choose that entry"
    )


# drafts


def test_a_draft_is_a_file_of_its_own_without_an_answer(folder):
    change = draft(folder.root, "nl", "faq", "Wie betaalt de  bus?", ["wie betaalt de bus", "bus betalen", "Bus betalen?"])  # fmt: skip

    text = (
        "---\ntitle: Wie betaalt de bus?\nasks:\n  - bus betalen\ntopics: []\n"
        "certainty: unconfirmed\nchecked:\nsources: []\n---\n"
    )
    assert change == Change(
        folder.root,
        "nl/faq/wie-betaalt-de-bus.md: drafted",
        (FileEdit("nl/faq/wie-betaalt-de-bus.md", None, text.encode()),),
        is_draft=True,
    )


def test_a_draft_wants_nothing_but_an_answer(folder):
    folder.save("nl/faq/a.md")

    seen = preview(draft(folder.root, "nl", "faq", "Wie betaalt de bus?"), folder.root, day=DAY)

    assert [str(problem) for problem in seen.problems] == [
        "nl/faq/wie-betaalt-de-bus.md:8: there is no answer under the front matter; write one"
    ]


def test_a_draft_doesnt_overwrite(folder):
    folder.save("nl/faq/wie-betaalt.md", title="Iets anders")

    assert draft(folder.root, "nl", "faq", "Wie betaalt?").edits[0].source == "nl/faq/wie-betaalt-2.md"


@pytest.mark.parametrize(
    ("title", "asks", "expected"),
    [
        ("Over a", [], "'Over a' stands in nl/faq/a.md already; take it out there, or choose that entry"),
        ("Nieuw", ["over A?"], "'over A?' stands in nl/faq/a.md already; take it out there, or choose that entry"),
        ("...", [], "the title has no words ('...'); write a question"),
        ("a" * 201, [], "the title has 201 characters; at most 200: make it shorter"),
        ("Nieuw", ["\x1b[2J"], "an ask has a control character (U+001B); type it anew"),
    ],
)
def test_what_cant_be_a_draft_is_told(folder, title: str, asks: list[str], expected: str):
    folder.save("nl/faq/a.md")

    assert refused(draft, folder.root, "nl", "faq", title, asks) == expected


# whole files


def test_a_file_is_placed_as_it_was_sent(folder):
    folder.save("nl/faq/b.md")

    change = place(folder.root, "nl/faq/a.md", FILE)

    assert change == Change(folder.root, "nl/faq/a.md: placed", (FileEdit("nl/faq/a.md", None, FILE.encode()),))


@pytest.mark.parametrize("data", [FILE.encode("utf-8-sig"), FILE.replace("\n", "\r\n").encode()])
def test_bytes_are_placed_as_they_are(folder, data: bytes):
    folder.write("nl/faq/a.md", FILE)

    change = place(folder.root, "nl/faq/a.md", data)

    assert (change.summary, change.edits) == (
        "nl/faq/a.md: replaced",
        (FileEdit("nl/faq/a.md", FILE.encode(), data),),
    )


def test_utf_16_becomes_utf_8(folder):
    assert place(folder.root, "nl/faq/a.md", FILE.encode("utf-16")).edits[0].after == FILE.encode()


@pytest.mark.parametrize(
    ("source", "data", "expected"),
    [
        ("../a.md", b"x", "'../a.md' is no place for an entry; write <language>/<section>/<name>.md, as nl/faq/vraag.md"),
        ("nl/a.md", b"x", "'nl/a.md' is no place for an entry; write <language>/<section>/<name>.md, as nl/faq/vraag.md"),
        ("nl/faq/a.txt", b"x", "'nl/faq/a.txt' is no Markdown file; let its name end in .md"),
        ("nl/faq/a.md", b"x" * (MAX_BYTES + 1), "nl/faq/a.md: the file has more than 1 MB, which is not read; split it up"),
        ("nl/faq/a.md", b"\xff\xfea", "nl/faq/a.md: this is not text; save the file with encoding UTF-8"),
        ("nl/faq/a.md", "\udc80", "nl/faq/a.md: this is not text; save the file with encoding UTF-8"),
        ("nl/faq/a.md", ("é" * (MAX_BYTES // 2) + "é").encode("utf-16"), "nl/faq/a.md: the file has more than 1 MB, which is not read; split it up"),
        ("nl/faq/b.md", FILE, "nl/faq/b.md: it says just this already; nothing is to be changed"),
    ],
)  # fmt: skip
def test_what_cant_be_placed_is_told(folder, source: str, data: str | bytes, expected: str):
    folder.write("nl/faq/b.md", FILE)

    assert refused(place, folder.root, source, data) == expected


def test_new_files_are_one_change_under_names_that_are_free(folder, own):
    folder.write("nl/faq/a.md", FILE)
    new, other = FILE.replace("Wie meldt?", "Wie tekent?"), FILE.replace("Wie meldt?", "Wie betaalt?")

    added = add_files(
        [folder.root, own.root], [("nl/faq/a.md", new), ("nl/faq/a-2.md", other), ("nl/faq/b.md", FILE)], "from a.docx"
    )

    assert added == Additions(
        Change(
            own.root,
            "2 files from a.docx",
            (FileEdit("nl/faq/a-2.md", None, new.encode()), FileEdit("nl/faq/a-2-2.md", None, other.encode())),
            is_draft=True,
        ),
        known=("Wie meldt?",),
    )
    assert files(own.root) == {}


def test_files_that_are_all_known_are_no_change(folder):
    folder.write("nl/faq/a.md", FILE)

    assert add_files(folder.root, [("nl/faq/b.md", FILE)], "from a.docx") == Additions(None, ("Wie meldt?",))


def test_a_known_question_with_another_answer_is_told_with_where_it_stands(folder):
    folder.write("nl/faq/a.md", FILE)
    again = FILE.rstrip() + "\n\nUit “a.docx”, onder “Wie meldt?”.\n"
    other = FILE.replace("De school", "Het mbo")

    added = [add_files(folder.root, [("nl/faq/b.md", text)], "from a.docx") for text in (again, other)]

    assert added == [
        Additions(None, ("Wie meldt?",)),
        Additions(None, (), ("nl/faq/a.md",)),
    ]


def test_a_file_less(folder):
    folder.write("nl/vraag.md", FILE)

    assert remove(folder.root, "nl/vraag.md") == Change(
        folder.root, "nl/vraag.md: removed", (FileEdit("nl/vraag.md", FILE.encode(), None),)
    )


def test_an_earlier_folders_entry_is_hidden_by_a_file_at_its_path(folder, own):
    folder.write("nl/faq/a.md", FILE)
    folder.save("nl/faq/b.md")
    folders = [folder.root, own.root]

    change = hide(folders, "nl/faq/a.md")

    assert change.summary == "nl/faq/a.md: hidden"
    seen = preview(change, folders, day=DAY)
    assert ([entry.id for entry in seen.entries], seen.problems) == (["faq/b"], ())
    assert refused(hide, folders, "nl/faq/c.md") == (
        "nl/faq/c.md: no earlier folder has this file, so there is nothing to hide; remove it instead"
    )


# previews


@pytest.mark.parametrize("make", ["add_ask", "place", "broken", "remove", "draft"])
@pytest.mark.parametrize("is_single", [True, False])
def test_a_preview_is_what_the_folder_would_read(folder, own, make: str, is_single: bool):
    folder.save("nl/faq/z.md", see=["faq/a"])
    folder.write("nl/faq/a.md", FILE)
    own.write("nl/faq/a.md", FILE.replace("topics: [T001]", "see: [faq/z]"))
    own.save("nl/faq/c.md", title="C", certainty="zeker")
    folders = [own.root] if is_single else [folder.root, own.root]
    change = {
        "add_ask": lambda: add_ask(folders, "nl/faq/c.md", "nieuw"),
        "place": lambda: place(own.root, "nl/faq/d.md", FILE),
        "broken": lambda: place(own.root, "nl/faq/a.md", "---\ntitle: [\n---\n"),
        "remove": lambda: remove(own.root, "nl/faq/a.md"),
        "draft": lambda: draft(folders, "nl", "faq", "Nieuw?"),
    }[make]()

    seen = preview(change, folders, day=DAY)

    for edit in change.edits:
        path = own.root / edit.source
        path.unlink(missing_ok=True)
        if edit.after is not None:
            path.write_bytes(edit.after)
    expected = read_library(folders, day=DAY)
    assert (seen.entries, seen.problems) == (expected.entries, expected.problems)


def test_a_preview_writes_nothing(folder):
    folder.write("nl/faq/a.md", FILE)
    before = read_folder(folder.root, day=DAY)

    preview(remove(folder.root, "nl/faq/a.md"), folder.root, day=DAY)

    assert read_folder(folder.root, day=DAY) == before

"""An overview of routes that is placed, and a row that is added: in the marks of the file that is there."""

from pathlib import Path

import pytest

from knowledge.changes.change import EditError
from knowledge.changes.editing import preview
from knowledge.changes.route_editing import add_route, place_routes, row_of
from knowledge.changes.writing import apply, undo
from knowledge.folder import read_folder
from knowledge.library import read_library
from tests.conftest import Folder

HEADER = "school;mbo;regio;profiel;leerweg;opleiding;niveau;soort;gemeld;sinds;contact;voorbeeld"
ROW = "De Linde;Mbo Oost;Noord;Zorg & Welzijn;kader;Verzorgende;3;DLR;ja;1-8-2024;coördinator;"
CELLS = {
    "school": "De Beuk",
    "mbo": "Mbo; West",
    "region": "Zuid",
    "profile": "PIE",
    "pathways": "basis",
    "programme": "Monteur",
    "level": "2",
    "kind": "zonder",
    "is_registered": "nee",
    "since": "",
    "contact": "",
}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "knowledge")
    made.save("nl/faq/a.md")
    return made


def test_what_excel_saves_on_a_dutch_windows_is_placed_and_can_be_taken_back(folder: Folder, tmp_path: Path) -> None:
    data = f"{HEADER}\r\n{ROW}\r\n".encode("cp1252")
    change = place_routes(folder.root, data)
    seen = [row.contact for row in preview(change, folder.root).routes]

    apply(change, history=tmp_path / "history")
    placed = read_folder(folder.root)
    undo(folder.root, history=tmp_path / "history")

    assert seen == ["coördinator"]
    assert ([(row.school, row.profile) for row in placed.routes], placed.problems) == ([("De Linde", "Z&W")], ())
    assert not (folder.root / "routes.csv").exists()


def test_overview_that_can_not_be_read_is_not_placed(folder: Folder, tmp_path: Path) -> None:
    change = place_routes(folder.root, b"school;mbo\nDe Linde;Mbo Oost\n")

    with pytest.raises(EditError) as refused:
        apply(change, history=tmp_path / "history")

    assert "er is geen kolom regio, profiel" in refused.value.notice.say("nl")
    assert not (folder.root / "routes.csv").exists()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_row_is_added_in_the_marks_of_the_file(folder: Folder, separator: str, ending: str) -> None:
    lines = [HEADER, ROW]
    path = folder.write("routes.csv", ending.join(lines).replace(";", separator).encode("cp1252"))

    [edit] = add_route([folder.root], CELLS).edits
    folder.write("routes.csv", edit.after or b"")
    found = read_folder(folder.root)

    assert [(row.school, row.mbo) for row in found.routes] == [("De Linde", "Mbo Oost"), ("De Beuk", "Mbo; West")]
    assert found.problems == ()
    assert path.read_bytes().count(ending.encode()) == 3


def test_row_goes_to_the_folder_that_is_ours_with_what_is_served_or_without_what_is_made_up(
    folder: Folder, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    folder.write("routes.csv", f"{HEADER}\n{ROW}ja\n")
    (own / "routes.csv").write_bytes(add_route([folder.root, own], CELLS).edits[0].after or b"")
    alone = [row.school for row in read_library([folder.root, own]).sheet.rows]
    (own / "routes.csv").unlink()
    folder.write("routes.csv", f"{HEADER}\n{ROW}\n")
    (own / "routes.csv").write_bytes(add_route([folder.root, own], CELLS).edits[0].after or b"")

    assert alone == ["De Beuk"]
    assert [row.school for row in read_library([folder.root, own]).sheet.rows] == ["De Linde", "De Beuk"]


def test_file_that_lacks_a_column_takes_no_row(folder: Folder) -> None:
    folder.write("routes.csv", "school;mbo\n")

    with pytest.raises(EditError) as refused:
        add_route([folder.root], CELLS)

    assert refused.value.notice.key == "sheet_not_whole"


def test_row_is_read_as_the_file_would_be() -> None:
    read = row_of({**CELLS, "profile": "Zorg en welzjin"})

    assert ([problem.cell for problem in read.problems], read.sheet.rows) == (["D2"], ())
    assert row_of(CELLS).sheet.rows[0].profile == "PIE"

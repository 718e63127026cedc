"""routes.csv: read as spreadsheets save it, checked row by row, and where routes have grown apart."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.entry import Reading
from knowledge.folder import CONTENT, keep_last_good, read_folder
from knowledge.library import keep_last_good as keep_library
from knowledge.library import read_library
from knowledge.routes.drifts import Aspect, Moved, drifts, moved
from knowledge.routes.overview import read_routes
from knowledge.routes.route import Pathway, Route, RouteKind, profiles
from knowledge.routes.words import is_role, profile_names, profile_of
from tests.conftest import Folder

DAY = date(2026, 11, 24)
HEADER = "school,mbo,regio,profiel,leerweg,opleiding,niveau,soort,gemeld,sinds,contact"
ROW = "School A,Mbo B,Noord,D&P,basis,Dienstverlening,2,DLR,ja,2024-08-01,decaan"
ROUTE = Route(
    school="School A",
    mbo="Mbo B",
    region="Noord",
    profile="D&P",
    pathways=(Pathway.BASIS,),
    programme="Dienstverlening",
    level=2,
    kind=RouteKind.DLR,
    is_registered=True,
    since=date(2024, 8, 1),
    contact="decaan",
    is_example=False,
    source="routes.csv",
    line=2,
)


def row(**values: str) -> str:
    """A row in which some cells are others."""
    cells = dict(zip(HEADER.split(","), ROW.split(","), strict=True)) | values
    return ",".join(cells.values())


def told(text: str) -> list[str]:
    return [str(problem) for problem in read_routes("routes.csv", text, DAY).problems]


def read(*rows: str) -> tuple[Route, ...]:
    return read_routes("routes.csv", "\n".join([HEADER, *rows, ""]), DAY).sheet.rows


def of(folder: Folder) -> Reading:
    return read_folder(folder.root, day=DAY)


@pytest.mark.parametrize(
    "data",
    [
        f"{HEADER}\n{ROW}\n".encode(),
        f"{HEADER}\n{ROW}\n".replace(",", ";").encode("utf-8-sig"),
        f"{HEADER}\n{ROW}\n".replace(",", "\t").encode("utf-16"),
        f"sep=;\r\n{HEADER}\r\n{ROW}\r\n".replace(",", ";").encode(),
        f"{HEADER},,\n{ROW},,\n,,,,,,,,,,,,\n".encode(),
        f"{HEADER}\n{ROW.replace('School A', chr(34) + ' School' + chr(10) + 'A' + chr(34))}\n".encode(),
    ],
    ids=[
        "commas",
        "Excel in Dutch, with a BOM",
        "UTF-16 with tabs",
        "sep=",
        "empty columns and rows",
        "a quoted line end",
    ],
)
def test_file_is_read_however_a_spreadsheet_saves_it(folder: Folder, data: bytes) -> None:
    folder.save("nl/faq/a.md")
    folder.write("routes.csv", data)

    reading = of(folder)

    line = 3 if data.startswith(b"sep") else 2
    assert reading.problems == ()
    assert reading.routes == (
        Route(**{name: getattr(ROUTE, name) for name in ROUTE.__slots__ if name != "line"}, line=line),
    )


def test_english_names_mean_the_same() -> None:
    header = "school,mbo,region,profile,learning pathway,mbo programme,level,kind,registered,since,contact role"
    text = "School A,Mbo B,Noord,Services and Products,basis,Dienstverlening,2,DLR,yes,1-8-2024,decaan"

    found = read_routes("routes.csv", f"{header}\n{text}\n", DAY)

    assert (found.sheet.rows, found.problems) == ((ROUTE,), ())


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"profiel": "D&Q"}, "profiel 'D&Q' is none of BWI, D&P, E&O, Groen, HBR, M&T, MaT, MVI, PIE, Z&W; did you mean 'D&P'?"),
        ({"profiel": "Zorg en welzjin"}, "profiel 'Zorg en welzjin' is none of BWI, D&P, E&O, Groen, HBR, M&T, MaT, MVI, PIE, Z&W; did you mean 'Z&W'?"),
        ({"leerweg": "bassis"}, "leerweg 'bassis' is none of basis, kader, gemengd, theoretisch; did you mean 'basis'?"),
        ({"niveau": "5"}, "niveau '5' is none of 1, 2, 3, 4"),
        ({"soort": "DLL"}, "soort 'DLL' is none of DLR, GLR, zonder; did you mean 'dlr'?"),
        ({"gemeld": "misschien"}, "gemeld 'misschien' is none of ja, nee"),
        ({"school": ""}, "school is empty; fill it in, or delete the row"),
        ({"school": "x" * 201}, "school has 201 characters; at most 200"),
        ({"mbo": "bel 06 - 12 34 56 78"}, "mbo holds an address or a number to reach somebody at; take it out"),
        ({"sinds": "augustus 2024"}, "sinds 'augustus 2024' is not a date; write year-month-day, such as 2026-11-24"),
        ({"sinds": "2024-02-30"}, "sinds '2024-02-30' is not a date; write year-month-day, such as 2026-11-24"),
        ({"sinds": "2027-01-01"}, "sinds 2027-01-01 lies in the future; write the day on which it was registered"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)  # fmt: skip
def test_row_that_is_not_understood_is_told_with_its_line_and_left_out(cells: dict[str, str], message: str) -> None:
    text = "\n".join([HEADER, ROW, row(**{"opleiding": "Zorg"} | cells), ""])

    found = read_routes("routes.csv", text, DAY)

    assert ([str(problem) for problem in found.problems], found.sheet.rows) == ([f"routes.csv:3: {message}"], (ROUTE,))


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"soort": "zonder", "sinds": ""}, "gemeld is ja, but soort is zonder; only a DLR or GLR is registered"),
        ({"gemeld": "nee"}, "sinds is 2024-08-01, but gemeld is nee; empty one, or write ja"),
        ({"niveau": "1"}, "soort is DLR, but niveau is 1; a DLR leads to level 2 or higher"),
        ({"soort": "GLR", "leerweg": "kader"}, "a GLR goes from basis to niveau 2; write these, or another soort"),
        ({"contact": "Jan Jansen"}, "contact 'Jan Jansen' may be a person's name; write the role alone, in lower case, such as 'decaan'"),
        ({"contact": "decaan, 050-1234567"}, "contact holds an address or number of somebody; write the role alone, such as 'decaan'"),
        ({"contact": "decaan@school.example"}, "contact holds an address or number of somebody; write the role alone, such as 'decaan'"),
    ],
    ids=["registered without a route", "a date without", "level 1", "GLR from kader", "a name", "a number", "an address"],
)  # fmt: skip
def test_row_that_contradicts_itself_is_told_and_shown(cells: dict[str, str], message: str) -> None:
    text = row(**cells).replace("decaan, 050-1234567", '"decaan, 050-1234567"')

    found = read_routes("routes.csv", f"{HEADER}\n{text}\n", DAY)

    assert ([str(problem) for problem in found.problems], len(found.sheet.rows)) == ([f"routes.csv:2: {message}"], 1)
    assert found.sheet.rows[0].contact == ("" if "contact" in cells else "decaan")


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", ["routes.csv:1: the file is empty; its first line names the columns: school, mbo, regio, profiel, leerweg, opleiding, niveau, soort, gemeld, sinds, contact, voorbeeld"]),
        (f"{HEADER},regoi\n", ["routes.csv:1: unknown column 'regoi'; did you mean 'regio'?"]),
        (f"{HEADER},regio\n", ["routes.csv:1: column 'regio' stands here twice; delete one"]),
        (
            f"{HEADER.replace('regio', 'regoi')}\n{ROW}\n",
            [
                "routes.csv:1: unknown column 'regoi'; did you mean 'regio'?",
                "routes.csv:1: there is no column regio; the columns are school, mbo, regio, profiel, leerweg, opleiding, niveau, soort, gemeld, sinds, contact, voorbeeld",
            ],
        ),
        (f"{HEADER}\n{ROW}\n{ROW}\n", ["routes.csv:3: this route stands on line 2 already; delete one"]),
        (f"{HEADER}\n{ROW},extra\n", ["routes.csv:2: this row has 12 cells, the first line 11; put text that holds a separator between \""]),
        (
            f'{HEADER}\n{ROW}\n"School{ROW}\n{ROW}\n',
            ['routes.csv:3: the quotes in the row that begins here don\'t pair up; write a " inside a text as ""'],
        ),
        (f"{HEADER}\n\x00{ROW}\n", ["routes.csv:2: this is not text (control character U+0000); save it as CSV UTF-8"]),
    ],
    ids=["empty", "unknown", "twice", "missing", "a row twice", "too wide", "open quote", "no text"],
)  # fmt: skip
def test_file_that_is_not_well_formed_is_told(text: str, messages: list[str]) -> None:
    assert told(text) == messages


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_it_is_read_however_excel_saves_it(folder: Folder, encoding: str) -> None:
    folder.save("nl/faq/a.md")
    folder.write("routes.csv", f"{HEADER}\r\n{ROW.replace('decaan', 'coördinator')}\r\n".encode(encoding))

    reading = of(folder)

    assert ([route.contact for route in reading.routes], reading.problems) == (["coördinator"], ())


@pytest.mark.parametrize("above", ["Overzicht routes 2026", "Overzicht routes 2026\n\nbijgewerkt in maart"])
def test_a_title_may_stand_above_the_columns(above: str) -> None:
    read = read_routes("routes.csv", f"{above}\n{HEADER}\n{ROW}\n", DAY)

    assert (len(read.sheet.rows), read.problems) == (1, ())


def test_a_problem_names_the_cell_as_a_spreadsheet_does() -> None:
    (problem,) = read_routes("routes.csv", f"{HEADER}\n\n{row(profiel='XYZ')}\n", DAY).problems

    assert (problem.line, problem.cell) == (3, "D3")


def test_one_mistake_in_every_row_does_not_fill_the_report() -> None:
    messages = told("\n".join([HEADER, *(row(school=f"School {at}", profiel="XYZ") for at in range(300))]))

    assert (len(messages), messages[-1]) == (101, "routes.csv:102: … and 200 more problems from here on")


def test_rows_beyond_the_most_are_told() -> None:
    messages = told("\n".join([HEADER, *(row(school=f"School {at}") for at in range(5_001))]))

    assert messages == ["routes.csv:5002: there are more than 5,000 rows; those from here on are not read"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decaan", True),
        ("Teamleider bovenbouw", True),
        ("LOB-coördinator", True),
        ("relatiemanager vmbo-mbo, team PIE", True),
        ("head of year 3", True),
        ("Jan Jansen", False),
        ("jan jansen", False),
        ("teamleider Jansen", False),
        ("decaan (mevr. de vries)", False),
        ("decaan, j. jansen", False),
        ("JANSEN", False),
        ("Fatima, decaan", False),
    ],
)
def test_contact_is_a_role_and_nobody(text: str, expected: bool) -> None:
    assert is_role(text) is expected


def test_profile_is_known_by_all_its_names() -> None:
    names = profile_names()

    found = {name: names[name].code for name in ("d p", "zorg en welzijn", "care and welfare", "economie", "horeca")}

    assert found == {
        "d p": "D&P",
        "zorg en welzijn": "Z&W",
        "care and welfare": "Z&W",
        "economie": "E&O",
        "horeca": "HBR",
    }
    assert len(profiles()) == 10


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((text, "Z&W") for text in ("Zorg & Welzijn", "Z & W", "z+w", "ZW", "ZenW", "Z en W", "zorg/welzijn", "Zorg en Welzijn (Z&W)")),
        *((text, "Z&W") for text in ("Z&W - Zorg & Welzijn", "profiel Zorg & Welzijn", "ZORG EN WELZIJN", "Zorg, welzijn")),
        *((text, "E&O") for text in ("Economie & Ondernemen", "E en O", "EenO", "economie/ondernemen", "Economie & ondernemerschap")),
        *((text, "BWI") for text in ("Bouwen, Wonen & Interieur", "BW&I", "bouw, wonen en interieur", "B.W.I.")),
        *((text, "MVI") for text in ("Media, Vormgeving & ICT", "MV&I", "media vormgeving ict")),
        *((text, "PIE") for text in ("Produceren, Installeren & Energie", "P.I.E.", "PI&E")),
        *((text, "HBR") for text in ("Horeca, Bakkerij & Recreatie", "HB&R")),
        *((text, "M&T") for text in ("Mobiliteit & Transport", "M en T", "MenT")),
        *((text, "MaT") for text in ("Maritiem & Techniek", "maritiem en techniek")),
        *((text, "D&P") for text in ("Dienstverlening & Producten", "D en P", "DenP", "diensten & producten")),
        *((text, "Groen") for text in ("groen", "GROEN", "profiel groen")),
        *((text, None) for text in ("Techniek", "", "&", "zorg (horeca)", "Zorg en welzjin", "Maritiem en techniek (M&T)")),
    ],
)  # fmt: skip
def test_profile_is_known_however_it_is_spelled(text: str, code: str | None) -> None:
    found = profile_of(text)

    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TL/gl en kader", (Pathway.KADER, Pathway.MIXED, Pathway.THEORETICAL)),
        ("basisberoepsgerichte leerweg", (Pathway.BASIS,)),
        ("Kaderberoepsgericht", (Pathway.KADER,)),
        ("vmbo basis- en kader", (Pathway.BASIS, Pathway.KADER)),
        ("bb kb", (Pathway.BASIS, Pathway.KADER)),
        ("gemengde leerweg, theoretische leerweg (mavo)", (Pathway.MIXED, Pathway.THEORETICAL)),
    ],
)
def test_pathways_stand_in_one_cell_however_they_are_spelled(text: str, expected: tuple[Pathway, ...]) -> None:
    [found] = read(row(leerweg=f'"{text}"', niveau="4"))

    assert found.pathways == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"soort": "doorlopende leerroute"}, (RouteKind.DLR, True, 2)),
        ({"soort": "Geïntegreerde route"}, (RouteKind.GLR, True, 2)),
        ({"soort": "samenwerking zonder route", "gemeld": "niet gemeld", "sinds": ""}, (RouteKind.WITHOUT, False, 2)),
        ({"niveau": "mbo niveau 3", "gemeld": "gemeld"}, (RouteKind.DLR, True, 3)),
    ],
)
def test_cells_are_read_in_peoples_words(cells: dict[str, str], expected: tuple[RouteKind, bool, int]) -> None:
    [found] = read(row(**cells))

    assert (found.kind, found.is_registered, found.level) == expected


def test_examples_are_shown_while_there_is_nothing_else(folder: Folder) -> None:
    folder.save("nl/faq/a.md")
    made_up = f"{row(school='Voorbeeldschool')},ja"
    folder.write("routes.csv", f"{HEADER},voorbeeld\n{made_up}\n")
    alone = of(folder).routes

    folder.write("routes.csv", f"{HEADER},voorbeeld\n{made_up}\n{ROW},\n")

    assert [route.is_example for route in alone] == [True]
    assert [route.school for route in of(folder).routes] == ["School A"]


def test_routes_that_ship_are_a_small_example() -> None:
    reading = read_folder(CONTENT)

    assert 3 <= len(reading.routes) <= 8
    assert all(route.is_example and "oorbeeld" in route.school for route in reading.routes)
    assert drifts(reading.routes) != ()


def test_row_with_a_mistake_keeps_its_last_good_version(folder: Folder) -> None:
    folder.save("nl/faq/a.md")
    folder.write("routes.csv", "\n".join([HEADER, ROW, row(school="School C")]))
    before = of(folder)
    folder.write("routes.csv", "\n".join([HEADER, row(niveau="zes"), row(school="School D")]))

    after = keep_last_good(of(folder), before)

    assert [(route.school, route.level) for route in after.routes] == [("School D", 2), ("School A", 2)]


@pytest.mark.parametrize(
    "text", ["", "niets,anders\n", f'{HEADER}\n"{ROW}\n'], ids=["empty", "other columns", "a quote"]
)
def test_file_that_does_not_read_keeps_its_last_good_version(folder: Folder, text: str) -> None:
    folder.save("nl/faq/a.md")
    folder.write("routes.csv", f"{HEADER}\n{ROW}\n")
    before = of(folder)
    folder.write("routes.csv", text)

    after = keep_last_good(of(folder), before)

    assert after.routes == (ROUTE,)
    assert after.problems != ()


def test_file_that_is_deleted_is_gone(folder: Folder) -> None:
    folder.save("nl/faq/a.md")
    path = folder.write("routes.csv", f"{HEADER}\n{ROW}\n")
    before = of(folder)
    path.unlink()

    assert keep_last_good(of(folder), before).routes == ()


def test_folder_that_is_suddenly_empty_keeps_its_routes(folder: Folder) -> None:
    entry = folder.save("nl/faq/a.md")
    sheet = folder.write("routes.csv", f"{HEADER}\n{ROW}\n")
    before = of(folder)
    entry.unlink()
    sheet.unlink()

    assert keep_last_good(of(folder), before).routes == (ROUTE,)


@pytest.fixture
def own(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "regio")


@pytest.fixture
def shared(tmp_path: Path) -> Folder:
    found = Folder(tmp_path / "land")
    found.save("nl/faq/a.md")
    return found


def test_routes_of_a_later_folder_take_the_place_of_those_of_an_earlier(shared: Folder, own: Folder) -> None:
    shared.write("routes.csv", f"{HEADER}\n{row(niveau='9')}\n")
    own.write("routes.csv", f"{HEADER}\n{ROW}\n")

    reading = read_library([shared.root, own.root], day=DAY)

    assert [(route.source, route.school) for route in reading.routes] == [("regio/routes.csv", "School A")]
    assert reading.problems == ()


def test_routes_of_one_of_several_folders_keep_their_last_good_version(shared: Folder, own: Folder) -> None:
    folders = [shared.root, own.root]
    own.write("routes.csv", f"{HEADER}\n{ROW}\n")
    before = read_library(folders, day=DAY)
    own.write("routes.csv", "kapot")

    after = keep_library(read_library(folders, day=DAY), before)

    assert [route.school for route in after.routes] == ["School A"]
    assert [problem.source for problem in after.problems] == ["regio/routes.csv"] * 2


def test_csv_by_another_name_is_told_how_it_should_be_called(folder: Folder) -> None:
    folder.save("nl/faq/a.md")
    folder.write("Routes 2026.csv", HEADER)

    assert [str(problem) for problem in of(folder).problems] == [
        "Routes 2026.csv:1: this is not read; the overview of routes is called routes.csv, questions are questions.csv"
    ]


@pytest.mark.parametrize(
    ("rows", "aspects"),
    [
        pytest.param([row(), row(school="School B")], (), id="the same"),
        pytest.param([row(), row(school="School B", soort="zonder", gemeld="nee", sinds="")], ("kind", "registered"), id="kind"),
        pytest.param([row(), row(school="School B", niveau="3")], ("programme",), id="level"),
        pytest.param([row(), row(school="School B", leerweg="kader")], ("pathway",), id="pathway"),
        pytest.param([row(), row(school="School B", opleiding="Zorg")], ("programme",), id="programme"),
        pytest.param([row(), row(school="School B", regio="Zuid", niveau="3")], (), id="another region"),
        pytest.param([row(), row(school="School B", profiel="PIE", niveau="3")], (), id="another profile"),
        pytest.param([row(), row(leerweg="kader", niveau="3")], (), id="two pathways of one school"),
        pytest.param(
            [row(), row(leerweg="kader", niveau="3"), row(school="B"), row(school="B", leerweg="kader", niveau="3")],
            (),
            id="two schools with the same two pathways",
        ),
        pytest.param([row(), row(mbo="Mbo C", niveau="3")], ("programme",), id="one school with two mbos"),
        pytest.param([row(), row(soort="zonder", gemeld="nee", sinds="", opleiding="Zorg")], ("kind", "registered"), id="one pair"),
        pytest.param([row(), row(school="School B", regio="noord ", niveau="3")], ("programme",), id="a region written otherwise"),
    ],
)  # fmt: skip
def test_routes_on_one_profile_in_one_region_that_differ_are_found(rows: list[str], aspects: tuple[str, ...]) -> None:
    found = drifts(read(*rows))

    assert [drift.aspects for drift in found] == ([tuple(map(Aspect, aspects))] if aspects else [])


def test_row_on_another_line_has_not_moved() -> None:
    before = read(row(), row(school="School C"))

    after = read(row(school="School C"), row(), row(school="School D"))

    assert moved(before[:2], after[:2]) is None
    assert (moved(before, after), moved(after, before)) == (Moved(1, 3), Moved(0, 2))

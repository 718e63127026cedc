"""Points of checklists: read like entries, checked like entries, and led to by no question."""

from datetime import date

import pytest

from knowledge.entry import AgreementKind, Point
from knowledge.folder import keep_last_good, read_folder
from knowledge.library import read_library

DAY = date(2026, 11, 22)
ENTRY = "---\ntitle: Wie tekent?\nchecked: 2026-11-01\n---\nHet bestuur.\n"
POINT = """---
title: Ondertekening
number: 3
kinds: [dlr, glr]
obligatory: [dlr]
asks:
  - Aldus overeengekomen en ondertekend
misses:
  - De presentielijst wordt ondertekend
checked: 2026-11-01
see: [faq/tekenen]
---
Laat plaats voor elke handtekening.
"""


def read(folder):
    return read_folder(folder.root, day=DAY)


def test_point_is_read_and_is_no_entry(folder):
    folder.write("nl/faq/tekenen.md", ENTRY)
    folder.write("nl/checklists/ondertekening.md", POINT)

    reading = read(folder)

    [point] = reading.points
    assert [entry.id for entry in reading.entries] == ["faq/tekenen"]
    assert (point.id, point.title, point.asks, point.see) == (
        "checklists/ondertekening",
        "Ondertekening",
        ("Aldus overeengekomen en ondertekend",),
        ("faq/tekenen",),
    )
    assert point.point == Point(
        3, (AgreementKind.DLR, AgreementKind.GLR), (AgreementKind.DLR,), ("De presentielijst wordt ondertekend",)
    )
    assert reading.problems == ()


def test_point_that_names_no_kind_is_looked_for_in_all(folder):
    folder.write("nl/faq/tekenen.md", ENTRY)
    folder.write("nl/checklists/a.md", POINT.replace("kinds: [dlr, glr]\n", ""))

    [point] = read(folder).points

    assert point.point
    assert point.point.kinds == tuple(AgreementKind)


@pytest.mark.parametrize(
    ("old", "new", "line", "nl"),
    [
        ("number: 3", "number: drie", 3, "number 'drie' is geen plaats in de lijst; schrijf bijvoorbeeld `number: 12`"),
        (
            "[dlr, glr]",
            "[dlr, grl]",
            4,
            "'grl' is geen soort overeenkomst; kies uit dlr, glr, without; bedoelt u 'glr'?",
        ),
        ("[faq/tekenen]", "[faq/teken]", 11, "see 'faq/teken'"),
        (
            "asks:\n  - Aldus overeengekomen en ondertekend\n",
            "",
            1,
            "zonder `asks` is dit punt in geen overeenkomst te vinden",
        ),
        (
            "checked: 2026-11-01",
            "checked: 2026-11-01\nfacts: [F-07-09]\ncertainty: unconfirmed",
            5,
            "een punt dat niet bevestigd is kan niet verplicht zijn",
        ),
    ],
)
def test_what_is_wrong_in_a_point_is_said_with_its_line(folder, old: str, new: str, line: int, nl: str):
    folder.write("nl/faq/tekenen.md", ENTRY)
    folder.write("nl/checklists/a.md", POINT.replace(old, new))

    [problem] = read(folder).problems

    assert problem.say("nl").startswith(f"nl/checklists/a.md:{line}: {nl}")


def test_words_of_agreements_may_be_those_of_a_question(folder):
    folder.write("nl/faq/tekenen.md", ENTRY.replace("Wie tekent?", "Ondertekening"))
    folder.write("nl/checklists/a.md", POINT)

    assert read(folder).problems == ()


def test_broken_point_keeps_its_last_good_version(folder):
    folder.write("nl/faq/tekenen.md", ENTRY)
    folder.write("nl/checklists/a.md", POINT)
    before = read(folder)
    folder.write("nl/checklists/a.md", "---\ntitle: Ondertekening\n")

    kept = keep_last_good(read(folder), before)

    assert (kept.points, kept.entries) == (before.points, before.entries)


def test_own_folder_adds_points_and_has_the_last_word(folder, tmp_path):
    folder.write("nl/faq/tekenen.md", ENTRY)
    folder.write("nl/checklists/a.md", POINT)
    own = tmp_path / "own/nl/checklists"
    own.mkdir(parents=True)
    (own / "a.md").write_text(POINT.replace("title: Ondertekening", "title: Handtekening"), "utf-8")
    (own / "b.md").write_text(POINT.replace("title: Ondertekening", "title: Stempel"), "utf-8")

    reading = read_library([folder.root, tmp_path / "own"], day=DAY)

    assert [point.title for point in reading.points] == ["Handtekening", "Stempel"]


def test_place_in_the_list_is_of_one_point(folder):
    """Two buttons with one number, and nobody knows which is which; in its other language a point keeps its place."""
    other = POINT.replace("Ondertekening", "Stempel").replace("Aldus overeengekomen en ondertekend", "Met stempel")
    unplaced = other.replace("number: 3\n", "")
    folder.write("nl/faq/tekenen.md", ENTRY)
    folder.write("nl/checklists/a.md", POINT)
    folder.write("en/checklists/a.md", POINT)
    folder.write("nl/checklists/b.md", other)
    for name, ask in (("c", "Met zegel"), ("d", "Met paraaf")):
        folder.write(f"nl/checklists/{name}.md", unplaced.replace("Stempel", ask).replace("Met stempel", f"{ask} erop"))

    said = [problem.say("nl") for problem in read(folder).problems if "plaats van" in problem.say("nl")]

    assert said == [
        "nl/checklists/b.md:3: number '3' is al de plaats van nl/checklists/a.md; geef dit punt een eigen nummer: "
        "daarmee wordt het in de lijst genoemd en gekozen"
    ]


def test_keys_of_points_elsewhere_are_those_of_another_tool(folder):
    folder.write("nl/faq/tekenen.md", ENTRY.replace("checked", "number: 3\nchecked"))

    reading = read(folder)

    assert (reading.problems, [remark.what for remark in reading.remarks]) == ((), ["number"])

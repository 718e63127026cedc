"""Where words stand on a page, and in which order they are read."""

import re
from dataclasses import replace

import pytest

from knowledge.documents.pdf_layout import Letters, Rule, Word, laid_out, ruled_tables, table_at

WIDE, HIGH, SIZE = 6.0, 14.0, 10.0  # of a character, of a line, and of letters


def page(drawn: str) -> list[Word]:
    """The words of a page that is drawn with characters; an empty line parts paragraphs."""
    words, top = [], 0.0
    for line in drawn.strip("\n").split("\n"):
        for match in re.finditer(r"\S+", line):
            left, right = WIDE * match.start(), WIDE * match.end()
            words.append(Word(match[0], left, right, top, top + SIZE, SIZE))
        top += HIGH
    return words


def read(words: list[Word]) -> list[str | tuple[tuple[str, ...], ...]]:
    """Each line, its table where it is one; gaps left out."""
    return [line.rows or line.text for line in laid_out(words) if line.text]


def test_columns_of_running_text_are_read_one_after_the_other():
    drawn = """
Nieuws van de overstap voor iedereen op deze school

Het jaar begint met een    Wie ziek is belt voor half
week waarin elke nieuwe    negen de school, en als er
leerling zijn mentor en    stage is ook het bedrijf.
zijn rooster leert kennen  Na drie dagen belt de
in het eigen lokaal.       mentor zelf naar huis.
"""

    assert read(page(drawn)) == [
        "Nieuws van de overstap voor iedereen op deze school",
        "Het jaar begint met een", "week waarin elke nieuwe", "leerling zijn mentor en", "zijn rooster leert kennen",
        "in het eigen lokaal.",
        "Wie ziek is belt voor half", "negen de school, en als er", "stage is ook het bedrijf.", "Na drie dagen belt de",
        "mentor zelf naar huis.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "short",
    [
        ["Wie ziek is belt voor half", "negen de school, en als er", "stage is ook het bedrijf."],
        ["Openingstijden", "maandag tot vrijdag", "van acht tot vier"],
        ["Belt u gerust als", "u een vraag heeft."],
    ],
)
def test_a_short_column_beside_a_long_one_is_read_by_itself(short: list[str]):
    long = [
        "Het jaar begint met een", "week waarin elke nieuwe", "leerling zijn mentor en", "zijn rooster leert kennen",
        "in het eigen lokaal. Daarna", "volgt een dag buiten met", "de hele klas en de mentor.",
    ]  # fmt: skip
    besides = [*short, *[""] * (len(long) - len(short))]

    assert read(page("\n".join(f"{one:30}{other}" for one, other in zip(long, besides, strict=True)))) == [
        *long,
        *short,
    ]
    assert read(page("\n".join(f"{one:30}{other}" for one, other in zip(besides, long, strict=True)))) == [
        *short,
        *long,
    ]


def test_two_lines_of_cells_over_text_are_no_columns():
    drawn = """
Melden bij de school     voor half negen met de app
Afmelden voor het examen een week van tevoren per mail
Dat gaat zoals altijd per app en
"""

    assert len(read(page(drawn))) == 3


def test_three_columns_are_read_from_the_left():
    left, middle, right = (
        [f"{word} staat hier en gaat", f"zo nog {word} door tot", f"het einde van {word} is", f"en dan is {word} uit."]
        for word in ("aap", "noot", "mies")
    )
    drawn = "\n".join(f"{a:28}{b:28}{c}" for a, b, c in zip(left, middle, right, strict=True))

    assert read(page(drawn)) == [*left, *middle, *right]


def test_cells_that_stand_under_each_other_are_a_table_whose_rows_go_on():
    drawn = """
Wie doet wat in dit jaar

Onderdeel     Weging   Wie
Werkhouding   40 %     praktijkopleider
Logboek       20 %     docent van
                       het vak
Presentatie   40 %     beiden

Tot zover.
"""

    assert read(page(drawn)) == [
        "Wie doet wat in dit jaar",
        (("Onderdeel", "Weging", "Wie"), ("Werkhouding", "40 %", "praktijkopleider"), ("Logboek", "20 %", "docent van het vak"),
         ("Presentatie", "40 %", "beiden")),
        "Tot zover.",
    ]  # fmt: skip


def test_questions_beside_their_answers_are_rows():
    drawn = """
Wanneer begint het eerste    Op maandag om negen uur in
jaar voor mij?               de aula van het gebouw.

Wat neem ik mee op deze      Een pen, een laptop en ook
eerste dag?                  schoenen met een neus.

Hoe meld ik mij hier         Bel voor half negen met de
ziek?                        balie van de school.
"""
    assert read(page(drawn)) == [
        (("Wanneer begint het eerste jaar voor mij?", "Op maandag om negen uur in de aula van het gebouw."),
         ("Wat neem ik mee op deze eerste dag?", "Een pen, een laptop en ook schoenen met een neus."),
         ("Hoe meld ik mij hier ziek?", "Bel voor half negen met de balie van de school."))
    ]  # fmt: skip


def test_white_in_justified_text_parts_nothing():
    drawn = """
De school   begint   elke   dag   om   negen   uur
en wie te laat is meldt zich bij de balie van het
gebouw,   waar   een   briefje   ligt   dat   wordt
getekend   door   de   mentor   of   de   conrector
en dat daarna in de map van de klas gaat voor later
"""

    assert read(page(drawn)) == [" ".join(line.split()) for line in drawn.strip().split("\n")]


def test_a_line_that_somebody_ended_says_so():
    drawn = """
Deze regel gaat door tot aan de rand van de bladzijde
en deze ook, zo ver als er nog een woord bij kan zijn
Datum: vandaag
Plaats: lokaal
"""

    assert [line.ends for line in laid_out(page(drawn))] == [False, False, True, False]


def test_parts_of_a_word_in_two_kinds_of_letters_touch():
    first, second = Word("B", 0, 6, 0, 10, 10, is_bold=True), Word("eleid", 6.2, 36, 0, 10, 10)

    assert list(laid_out([first, second, replace(second, text="nu", left=40, right=52)])) == [Letters("Beleid nu", 10)]


@pytest.mark.parametrize(
    ("top", "size", "expected"),
    [(0.3, 7, "10² meter"), (3.6, 7, "10₂ meter"), (2.3, 7, "102 meter"), (0, 10, "102 meter")],
    ids=["raised", "lowered", "small", "as large"],
)
def test_a_small_number_that_stands_higher_or_lower_is_written_so(top: float, size: float, expected: str):
    words = [
        Word("10", 0, 12, 0, 10, 10),
        Word("2", 12, 16, top, top + size, size),
        Word("meter", 20, 50, 0, 10, 10),
    ]

    assert [line.text for line in laid_out(words)] == [expected]


def test_a_number_that_stands_far_above_its_word_is_no_line_of_its_own():
    words = [Word("300", 0, 18, 12, 22, 10), Word("m", 20, 29, 12, 22, 10), Word("2", 29, 33, 8.6, 16.6, 8)]

    assert [line.text for line in laid_out([*words, Word("groot", 36, 60, 12, 22, 10)])] == ["300 m² groot"]


def test_a_table_stands_where_it_stood():
    words = page("Boven de tabel\n\n\n\nOnder de tabel")
    table = table_at((("a", "b"), ("c", "d")), (0, HIGH, 100, 3 * HIGH))

    assert read([*words, table]) == ["Boven de tabel", (("a", "b"), ("c", "d")), "Onder de tabel"]


@pytest.mark.parametrize("seed", range(20))
def test_no_word_is_lost_and_none_is_read_twice(seed: int):
    spots = [((seed * 7919 + row * 104729) % 90, row % 23) for row in range(150)]
    words = [Word(f"w{at}", 6.0 * x, 6.0 * x + 20, 14.0 * y, 14.0 * y + 10, 10) for at, (x, y) in enumerate(spots)]

    found = re.findall(r"w\d+", " ".join(line.text for line in laid_out(words)))

    assert sorted(found) == sorted(word.text for word in words)


def test_what_stands_in_the_margin_comes_where_its_paragraph_ends():
    drawn = """
1. Opening van de dag                            Actie
De voorzitter opent het overleg om half vier
en heet iedereen welkom.

2. Toetsen                                       Henk
De toetsweek begint op maandag, en ieder levert
zijn toets twee weken van tevoren in.
"""

    assert read(page(drawn)) == [
        "1. Opening van de dag", "De voorzitter opent het overleg om half vier", "en heet iedereen welkom.", "Actie",
        "2. Toetsen", "De toetsweek begint op maandag, en ieder levert", "zijn toets twee weken van tevoren in.", "Henk",
    ]  # fmt: skip


TASKS = """
Wie doet wat in dit jaar

Onderdeel    Wat het vmbo doet      Wat het mbo doet       Klaar
Examinering  Neemt de toetsen van   Geeft het diploma af   mei
             Nederlands en Engels   en stelt de examen-
             af in leerjaar drie.   commissie in.
Stages       Zoekt met de leerling  Sluit een contract     juni
             een plek.              met het bedrijf.

Verder wordt elk jaar gekeken hoe het is gegaan met elkaar.
Daarover gaat het laatste overleg, dat in juni is.
"""
TASKS_READ = (
    ("Onderdeel", "Wat het vmbo doet", "Wat het mbo doet", "Klaar"),
    ("Examinering", "Neemt de toetsen van Nederlands en Engels af in leerjaar drie.",
     "Geeft het diploma af en stelt de examencommissie in.", "mei"),
    ("Stages", "Zoekt met de leerling een plek.", "Sluit een contract met het bedrijf.", "juni"),
)  # fmt: skip


def test_columns_under_names_are_a_table_however_much_text_is_in_them():
    """Each two of its columns are running text beside running text, which a newsletter has too."""
    found = read(page(TASKS))

    assert found[:2] == ["Wie doet wat in dit jaar", TASKS_READ]


@pytest.mark.parametrize(
    ("drawn", "heights"),
    [("rules around each row", (1.9, 2.9, 5.9, 7.9)), ("rules below each row", (2.9, 5.9, 7.9)), ("every other row shaded", (2.9, 5.9, 7.9)),
     ("a rule in the middle alone", ())],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_rules_and_shades_part_rows(drawn: str, heights: tuple[float, ...]):
    rules = [Rule(0, 66 * WIDE, HIGH * height) for height in heights]

    found = [table.rows for table in ruled_tables(page(TASKS), rules)]

    assert found == ([TASKS_READ] if heights else [])


def test_two_tables_between_rules_of_one_width_are_two():
    drawn = """
Vak        Uren
Zorg       vier

Overleg
Wie        Wanneer
Mentor     maandag
"""
    rules = [Rule(0, 200, HIGH * (row - 0.15)) for row in (0, 1, 2, 4, 5, 6)]
    words = [replace(word, size=16.0, bottom=word.top + 11) if word.text == "Overleg" else word for word in page(drawn)]

    assert [table.rows for table in ruled_tables(words, rules)] == [
        (("Vak", "Uren"), ("Zorg", "vier")), (("Wie", "Wanneer"), ("Mentor", "maandag"))
    ]  # fmt: skip


def test_rules_around_text_make_no_table():
    drawn = "Colofon en afspraken\n\nDeze tekst staat tussen lijnen\nen is geen tabel.\n\nEinde"

    assert list(ruled_tables(page(drawn), [Rule(0, 300, HIGH * row) for row in (1, 1.5, 4, 4.5)])) == []


def test_a_row_whose_first_cell_goes_on_is_one():
    drawn = """
Naam                Functie              Dag
Docententeam van    Alle docenten        maandag
beide scholen
Mentor              De mentor            vrijdag
"""
    assert read(page(drawn)) == [
        (("Naam", "Functie", "Dag"), ("Docententeam van beide scholen", "Alle docenten", "maandag"),
         ("Mentor", "De mentor", "vrijdag"))
    ]  # fmt: skip

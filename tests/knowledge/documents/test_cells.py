"""A cell as its sheet shows it."""

from datetime import date, datetime, time, timedelta

import pytest

from knowledge.documents.cells import shown

ACCOUNTING = '_ "€"\\ * #,##0.00_ ;_ "€"\\ * \\-#,##0.00_ ;_ "€"\\ * "-"??_ ;_ @_ '


def date_and_time(hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 3, 1, hour, minute)  # noqa: DTZ001 - a sheet knows no time zone


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12,5%"),
        (timedelta(hours=26, minutes=30), "[h]:mm", "26:30"),
        (timedelta(minutes=90), "[mm]:ss", "90:00"),
        (1234.5, '"€"\\ #,##0.00', "€ 1.234,50"),
        (1234.5, "[$€-413] #,##0.00", "€ 1.234,50"),
        (1234.5, ACCOUNTING, "€ 1.234,50"),
        (-3, ACCOUNTING, "€ -3,00"),
        (0, ACCOUNTING, "€ -"),
        (14, '0" dagen"', "14 dagen"),
        (14, "0\\ \\d", "14 d"),
        (3, '"vanaf" 0', "vanaf 3"),
        (time(14, 30), "h:mm", "14:30"),
        (time(9, 5), 'h.mm "uur"', "9.05 uur"),
        (time(0, 14, 30), "mm:ss", "14:30"),
        (time(14, 30), "h:mm AM/PM", "2:30 PM"),
        (date_and_time(9, 5), "d-m-yyyy h:mm", "1-3-2026 9:05"),
        (date_and_time(), "[$-413]d mmmm yyyy", "1 maart 2026"),
        (date(2026, 3, 1), "dddd d mmm", "zondag 1 mrt"),
        (date(2026, 3, 1), "yyyy\\-mm\\-dd", "2026-03-01"),
        (date(2026, 3, 1), "mm-dd-yy", "1-3-2026"),
        (date_and_time(9, 5), "m/d/yy h:mm", "1-3-2026 09:05"),
        (0.1 + 0.2, "General", "0,3"),
        (40.0, "General", "40"),
        (1234567, "#,##0", "1.234.567"),
        (612345678, "0000000000", "0612345678"),
        (123456, "00-00-00", "12-34-56"),
        (1.5, "# ?/?", "1 1/2"),
        (12345, '#,##0,"k"', "12k"),
        (1_250_000, '0.0,,"M"', "1,3M"),
        (1_250_000, '#,##0.00,, "mln"', "1,25 mln"),
        (12_500, "0.#,", "12,5"),
        (1_234_567, "#,##0.00", "1.234.567,00"),
        (0, "0;;;@", ""),
        (2.5, "0.##", "2,5"),
        (True, "General", "ja"),
        ("#REF!", "General", ""),
        (" een_x000D_\ntwee ", "@", "een\ntwee"),
        (None, "General", ""),
        (1234, "@", "1234"),
        (0.5, "@", "0,5"),
        (0, "0;-0;@", "0"),
        (-5, "0;@", "-5"),
        ("twee", "0;@", "twee"),
        ("B", '"groep "@', "groep B"),
        (4, '"groep "@', "4"),
        ("geheim", ";;;", ""),
        (1, '[=1]0" dag";0" dagen"', "1 dag"),
        (14, '[=1]0" dag";0" dagen"', "14 dagen"),
        (7, '[>=5.5]"voldoende";"onvoldoende"', "voldoende"),
        (4, '[Red][>=5.5]"voldoende";[Blue]"onvoldoende"', "onvoldoende"),
        (0, "[<1]0%;[=1]0;0.0", "0%"),
        (1, "[<1]0%;[=1]0;0.0", "1"),
        (2, "[<1]0%;[=1]0;0.0", "2,0"),
        (-2, "[>100]0;0.0", "-2,0"),
        (3, '[>5]"veel";[<2]"weinig"', "3"),
    ],
)
def test_a_cell_is_shown_as_a_dutch_sheet_shows_it(value: object, number_format: str, expected: str):
    assert shown(value, number_format, "nl") == expected


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [(1234.5, '"€"#,##0.00', "€1,234.50"), (date(2026, 3, 1), "d mmmm yyyy", "1 March 2026"), (True, "General", "yes"), (0.5, "0.0", "0.5")],
)  # fmt: skip
def test_an_english_sheet_has_its_own_marks(value: object, number_format: str, expected: str):
    assert shown(value, number_format, "en") == expected

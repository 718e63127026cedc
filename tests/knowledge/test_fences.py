"""Fences of code: what opens one, what ends it, and what lies outside."""

import pytest

from knowledge.fences import end_of, is_ended, opened, outside


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("```", ("```", "")),
        ("```` python", ("````", " python")),
        ("  > - ~~~ {r}", ("~~~", " {r}")),
        ("1. ```sh", ("```", "sh")),
        ("``` a `b` c", None),
        ("~~~ a `b` c", ("~~~", " a `b` c")),
        ("``", None),
        ("tekst ```", None),
    ],
)
def test_what_opens_one(line: str, expected: tuple[str, str] | None) -> None:
    match = opened(line)

    assert (match and (match[1], match[2])) == expected


@pytest.mark.parametrize(
    ("line", "mark", "expected"),
    [
        ("```", "```", True),
        ("> `````  ", "```", True),
        ("```", "````", False),
        ("~~~", "```", False),
        ("``` r", "```", False),
        ("", "```", False),
    ],
)
def test_what_ends_it(line: str, mark: str, expected: bool) -> None:
    assert is_ended(line, mark) is expected


def test_rows_outside_are_those_of_no_code_and_one_without_an_end_goes_on() -> None:
    lines = ["a", "```", "b", "~~~", "```", "c", "~~~ x", "d"]

    assert list(outside(lines)) == [0, 5]
    assert (end_of(lines, 1, "```"), end_of(lines, 6, "~~~")) == (5, 8)

"""Lines that were wrapped are one again."""

import pytest

from knowledge.line_ends import unwrapped


@pytest.mark.parametrize(
    ("lines", "whole"),
    [(["Geeft het diploma", "af."], "Geeft het diploma af."), (["de over-", "stap"], "de overstap"),
     (["de over\u00ad", "stap"], "de overstap"), (["vmbo-", "mbo"], "vmbo-mbo"), (["vmbo", "", "mbo"], "vmbo mbo"),
     (["Jan-", "Piet"], "Jan- Piet"), ([], "")],
)  # fmt: skip
def test_a_word_that_was_broken_off_is_whole(lines: list[str], whole: str):
    assert unwrapped(lines) == whole

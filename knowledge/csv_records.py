"""The text of a CSV file in, as spreadsheets save it; its rows with the lines on which they begin out."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from knowledge.notices import SaidError

SEPARATORS = ";,\t"  # of a spreadsheet in Dutch, in English, and of one saved as Unicode text


@dataclass(frozen=True, slots=True)
class Record:
    """A row that isn't empty."""

    line: int  # 1-based, on which it begins
    number: int  # that a spreadsheet gives it, from 1
    cells: list[str]  # with single spaces


class QuoteError(SaidError):
    """Cells that can't be told apart; the message says what to do."""

    def __init__(self, line: int) -> None:
        """line: on which the row begins."""
        super().__init__("sheet_quotes")
        self.line = line


def records(text: str, above: int = 0) -> Iterator[Record]:
    """Each row that isn't empty; above as for told_separator. Raises QuoteError, behind which no row is known any more."""
    lines = text.split("\n")
    first, separator = told_separator(lines, above)
    reader = csv.reader((f"{line}\n" for line in lines[first:]), delimiter=separator, strict=True)
    for number in count(1):
        line = first + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise QuoteError(line) from None
        if any(cell.strip() for cell in cells):
            yield Record(line, number, [" ".join(cell.split()) for cell in cells])


def told_separator(lines: Sequence[str], above: int = 0) -> tuple[int, str]:
    """(the first line with cells, from 0; what stands between them): Excel reads and writes a line that says so.

    above: rows that may stand above the one that names the columns.
    """
    if told := re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE):
        return 1, told[1]
    return 0, _separator(lines[: above + 1])


def _separator(lines: Sequence[str]) -> str:
    """What stands between the cells: whatever parts one of the first lines into most."""
    return max(SEPARATORS, key=lambda separator: max((line.count(separator) for line in lines), default=0))

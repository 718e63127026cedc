"""The cells of a table as they are written in, rows as they are read out: a cell that goes on is in each row that it covers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST_DASHED = 3  # columns from which an empty cell has a sign of its own
MAX_SPAN = 50  # rows or columns that a cell may go on for; more is a mistake, or meant to fill memory


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, and how far it goes on."""

    text: str
    columns: int = 1
    rows: int = 1


def unfolded(rows: Iterable[Sequence[Cell]]) -> list[list[str]]:
    """The texts of each row by column; a cell over several rows stands in each, one over several columns in the first."""
    found: list[list[str]] = []
    going_on: dict[int, tuple[str, int]] = {}  # by column: a text from above, and for how many rows still
    for row in rows:
        texts: list[str] = []
        cells = list(row)
        while cells or any(column >= len(texts) for column in going_on):
            column = len(texts)
            if column in going_on:
                text, left = going_on.pop(column)
                texts.append(text)
                if left > 1:
                    going_on[column] = (text, left - 1)
                continue
            if not cells:
                texts.append("")
                continue
            cell = cells.pop(0)
            for at in range(min(max(cell.columns, 1), MAX_SPAN)):
                shown = cell.text if at == 0 else ""
                texts.append(shown)
                if cell.rows > 1:
                    going_on[column + at] = (shown, min(cell.rows, MAX_SPAN) - 1)
        going_on = {column: told for column, told in going_on.items() if told[1] > 0}
        found.append(texts)
    return found


def as_lines(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows as a list of Markdown, a line each.

    Where there are three columns or more, an empty cell in front of a full one is a dash: without it what stands behind would
    read as if it stood under another heading.
    """
    rows = [row for row in rows if any(row)]
    used = [at for at in range(max(map(len, rows), default=0)) if any(at < len(row) and row[at] for row in rows)]
    return ["- " + " · ".join(_filled([row[at] if at < len(row) else "" for at in used])) for row in rows]


def _filled(cells: Sequence[str]) -> list[str]:
    if len(cells) < FEWEST_DASHED:
        return [cell for cell in cells if cell]
    last = max(at for at, cell in enumerate(cells) if cell)
    return [cell or "–" for cell in cells[: last + 1]]

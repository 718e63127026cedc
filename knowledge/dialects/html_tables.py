"""A table of HTML that stands in Markdown comes in, a list with a line a row goes out."""

from html.parser import HTMLParser

from knowledge.tables import Cell, as_lines, unfolded

MAX_DIGITS = 4  # of how many rows or columns a cell takes


def lines_of_table(html: str) -> list[str]:
    """A line for each row, its cells with a dot between them; what stands in a cell is plain text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return as_lines(unfolded(reader.rows))


class _Reader(HTMLParser):
    """Collects cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Cell]] = []
        self._spans: tuple[int, int] | None = None  # columns and rows of the cell that is open; None: none is
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("tr", "td", "th"):
            self._end_cell()
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            told = dict(attrs)
            self._spans = (_number(told.get("colspan")), _number(told.get("rowspan")))
        elif tag == "br":
            self._text.append(" / ")
        elif tag in ("p", "li", "div"):
            self._text.append(" ")
        elif tag == "a":
            self._text.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table", "caption"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text = []
        if self._spans is None and not text:
            return
        columns, rows = self._spans or (1, 1)  # text outside of cells, as a caption, is a row by itself
        if self._spans is None or not self.rows:
            self.rows.append([Cell(text)])
        else:
            self.rows[-1].append(Cell(text, columns, rows))
        self._spans = None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= MAX_DIGITS and int(text) else 1

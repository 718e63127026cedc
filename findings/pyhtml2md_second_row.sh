#!/bin/sh
# pyhtml2md leaves out the second row of a table whose first row is made of plain cells: "taal, 12" is gone.
#
# Expected: a line of Markdown for each row. Seen with pyhtml2md 1.8.0: without <th>, the line of dashes comes in the
# place of the second row (HTML, 4.9.1, asks for no heading; a <thead> of plain cells and bold words for headings do
# the same), and of a table of two rows one is left. With <th> above the columns no row is lost.
# Why it matters: tables out of Word and older sites have no <th>; what is left is a sound table, and nothing shows
# that a row was there.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pyhtml2md==1.8.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import pyhtml2md

ROWS = (("Vak", "Uren"), ("taal", "12"), ("rekenen", "14"))


def page(heading):
    """The table, with the cells of its first row in <`heading`>."""
    tags = (heading, "td", "td")
    rows = ("".join(f"<{tag}>{cell}</{tag}>" for cell in row) for tag, row in zip(tags, ROWS, strict=True))
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def rows_of(text):
    """The cells of each row, without the line of dashes."""
    split = ([cell.strip() for cell in line.strip("|").split("|")] for line in text.strip().splitlines())
    return [tuple(row) for row in split if set("".join(row)) != {"-"}]


with_headings, plain = (rows_of(pyhtml2md.convert(page(heading))) for heading in ("th", "td"))
print("pyhtml2md", version("pyhtml2md"), "with <th>:", with_headings, "without:", plain)
assert with_headings == list(ROWS)
assert plain == [ROWS[0], ROWS[2]], "the row is there"
PYTHON

#!/bin/sh
# mistune makes a whole table into one line of text when a row has a cell too few or too many.
#
# Expected: the row is filled up, or what is too much left out; so GitHub's rules say (4.10, "The remainder of the
# table's rows may vary in the number of cells"), and markdown-it-py 4.3.0 does. Seen with mistune 3.4.0 and its plugin
# table: no table at all but a paragraph full of strokes, for a row anywhere in it; a row without its last stroke ends
# the table there.
# Why it matters: people type tables by hand and leave out the empty cell at the end; twenty good rows are lost for it.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "mistune==3.4.0" "markdown-it-py==4.3.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import mistune
from markdown_it import MarkdownIt

HEAD = "| Vak | Uren |\n|---|---|\n| taal | 12 |\n"
ROWS = {
    "of two": "| rekenen | 14 |\n",
    "of one": "| rekenen |\n",
    "of three": "| rekenen | 14 | x |\n",
    "no stroke": "| rekenen | 14\n",
}
read, other = mistune.create_markdown(plugins=["table"]), MarkdownIt("commonmark").enable("table").render
print("mistune", version("mistune"), "- markdown-it-py", version("markdown-it-py"))
seen = {}
for name, row in ROWS.items():
    seen[name] = read(HEAD + row).count("<tr>"), other(HEAD + row).count("<tr>")
    print(f"rows of a table with a row {name:10}: mistune {seen[name][0]}, markdown-it-py {seen[name][1]}")
assert seen == {"of two": (3, 3), "of one": (0, 3), "of three": (0, 3), "no stroke": (2, 3)}, "the table is read"
PYTHON

#!/bin/sh
# marko, asked for GitHub's Markdown, takes a table for running text when a line stands directly above it.
#
# Expected: a table begins below "De uren:" without a blank line, as a heading and a list of points do, and as GitHub's
# own program has it (cmarkgfm). Seen with marko 2.2.4, marko.ext.gfm: one paragraph with all bars and dashes in it; with
# a blank line, or below a heading, it is a table.
# Why it matters: people and language models write the table right below the sentence that announces it; readers get
# "| vak | uren | |---|---|".
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "marko==2.2.4" "cmarkgfm==2025.10.22"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

import cmarkgfm
from marko.ext.gfm import gfm

TABLE = "| vak | uren |\n|---|---|\n| taal | 12 |\n"
TEXTS = {"below a line": f"De uren:\n{TABLE}", "a blank line between": f"De uren:\n\n{TABLE}", "below a heading": f"# De uren\n{TABLE}"}
print("marko", version("marko"), "- cmarkgfm", version("cmarkgfm"))
seen = {name: ("<table>" in gfm(text), "<table>" in cmarkgfm.github_flavored_markdown_to_html(text)) for name, text in TEXTS.items()}
for name, found in seen.items():
    print(f"{name:20} -> table in marko: {found[0]}, in cmarkgfm: {found[1]}")
print(gfm(TEXTS["below a line"]))
assert seen["a blank line between"] == seen["below a heading"] == (True, True)
assert seen["below a line"] == (False, True), "marko reads the table"
PYTHON

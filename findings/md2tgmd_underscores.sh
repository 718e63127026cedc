#!/bin/sh
# md2tgmd leaves the underscores of "naam_van_school" bare, so that Telegram shows "naamvanschool", the middle slanted.
#
# Expected: \_ for each, as an underscore inside a word is no mark in Markdown (markdown-it-py 4.3.0) and is one in
# Telegram's MarkdownV2. Seen with md2tgmd 0.3.10: two in a word stay as they are; a single one, "a_b", gets its
# backslash.
# Why it matters: names of files and fields in an answer lose their underscores, and can't be typed as they are shown.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "md2tgmd==0.3.10" "markdown-it-py==4.3.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from markdown_it import MarkdownIt
from md2tgmd import escape

text = "naam_van_school"
print("md2tgmd", version("md2tgmd"), repr(escape(text)), repr(escape("a_b")))
assert MarkdownIt().renderInline(text) == text
assert escape("a_b") == r"a\_b"
assert escape(text) == text, "they are escaped"
PYTHON

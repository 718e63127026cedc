#!/bin/sh
# html2text cuts a heading at its <br>: the second line becomes a paragraph.
#
# Expected: "## Wie tekent de overeenkomst?", as a heading of this kind in Markdown is one line. Seen with html2text
# 2025.4.15: "## Wie tekent" and, on the next line, "de overeenkomst?", which markdown-it-py 4.3.0 reads as a heading
# and a paragraph.
# Why it matters: long questions are broken this way to look well; half of the question becomes the title and half the
# answer.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "html2text==2025.4.15" "markdown-it-py==4.3.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import html2text
from markdown_it import MarkdownIt

markdown = html2text.html2text("<h2>Wie tekent<br>de overeenkomst?</h2><p>Het bestuur.</p>")
page = MarkdownIt().render(markdown)
print("html2text", version("html2text"), "-", repr(markdown), "->", repr(page))
assert page == "<h2>Wie tekent</h2>\n<p>de overeenkomst?</p>\n<p>Het bestuur.</p>\n", "the heading is whole"
PYTHON

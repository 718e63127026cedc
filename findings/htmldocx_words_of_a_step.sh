#!/bin/sh
# htmldocx writes an empty point into Word and its words below it, outside the list, where the point holds a paragraph.
#
# Expected: the words behind the point, as without <p>. Seen with htmldocx 0.0.6: "<li><p>tekenen</p></li>" gives a
# point without words and a plain paragraph. That is the HTML of each point of a Markdown list that has blank lines
# between its points (CommonMark 0.31, 5.3; markdown-it-py 4.3.0). Words behind a list go the other way, into its last
# point, and two <div>s become one line.
# Why it matters: answers are kept in Markdown and asked for in Word; the steps come out as a row of empty numbers.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "htmldocx==0.0.6" "python-docx==1.2.0" \
    "markdown-it-py==4.3.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import docx
from htmldocx import HtmlToDocx
from markdown_it import MarkdownIt


def written(page):
    document = docx.Document()
    HtmlToDocx().add_html_to_document(page, document)
    return [(each.style.name, each.text) for each in document.paragraphs]


close, apart = (MarkdownIt().render(text) for text in ("1. tekenen\n2. melden\n", "1. tekenen\n\n2. melden\n"))
print("htmldocx", version("htmldocx"), written(apart))
filled = [(style, text.strip()) for style, text in written(close) if text.strip()]
assert filled == [("List Number", "tekenen"), ("List Number", "melden")]
pairs = [(style, text.strip()) for style, text in written(apart)]
assert ("List Number", "tekenen") not in pairs, "the words stand behind the point"
assert [pair for pair in pairs if pair != ("Normal", "")] == [
    ("List Number", ""),
    ("Normal", "tekenen"),
    ("List Number", ""),
    ("Normal", "melden"),
]
assert written("<ul><li>mbo</li></ul>Dat is alles.") == [("List Bullet", "mboDat is alles.")]
assert written("<div>Breda</div><div>Tilburg</div>") == [("Normal", "BredaTilburg")]
PYTHON

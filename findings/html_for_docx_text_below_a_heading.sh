#!/bin/sh
# html-for-docx makes the text below a heading part of the heading: "Wie tekent?Het bestuur." is one heading in Word.
#
# Expected: words directly behind <h2>...</h2> begin a paragraph of their own, as in a browser. Seen with html-for-docx
# 1.2.1: words that stand in no block go on in the block before them, without a space: a heading, a paragraph, the last
# point of a list. In a <div> or <p> they stand apart.
# Why it matters: editors of web sites write <h3>question</h3>answer<br>; in the Word file there is no answer, and its
# contents list the whole text.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "html-for-docx==1.2.1"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

from docx import Document
from html4docx import HtmlToDocx


def read(html):
    document = Document()
    HtmlToDocx().add_html_to_document(html, document)
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


print("html-for-docx", version("html-for-docx"))
PAGES = {
    "heading": "<h2>Wie tekent?</h2>Het bestuur.",
    "list": "<ul><li>de school</li></ul>Het bestuur.",
    "in a div": "<h2>Wie tekent?</h2><div>Het bestuur.</div>",
}
seen = {name: read(page) for name, page in PAGES.items()}
for name, paragraphs in seen.items():
    print(f"{name:8} -> {paragraphs}")
assert seen["in a div"] == [("Heading 2", "Wie tekent?"), ("Normal", "Het bestuur.")]
assert seen["heading"] == [("Heading 2", "Wie tekent?Het bestuur.")], "the text stands apart"
assert seen["list"] == [("List Bullet", "de schoolHet bestuur.")]
PYTHON

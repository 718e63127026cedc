#!/bin/sh
# markdownify writes a link around a heading and a paragraph so that it is neither a link nor a heading.
#
# Expected: <a><h3>Open dag</h3><p>Zaterdag 14 maart</p></a>, which HTML allows, gives text that Markdown can read: the
# link on the words, or no link. Seen with markdownify 1.2.3: "[### Open dag", a blank line and "Zaterdag 14
# maart](/open-dag)"; markdown-it-py 4.3.0 reads two paragraphs with brackets and hashes in them.
# Why it matters: lists of such cards are how sites of schools show news and questions; readers get the marks for text,
# and no entry can be made of headings that aren't there.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "markdownify==1.2.3" "markdown-it-py==4.3.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from markdown_it import MarkdownIt
from markdownify import ATX, markdownify

card = '<a href="/open-dag"><h3>Open dag</h3><p>Zaterdag 14 maart</p></a>'
print("markdownify", version("markdownify"))
for options in ({}, {"heading_style": ATX}):
    page = MarkdownIt("commonmark").render(markdownify(card, **options))
    print(options, repr(page))
    assert page == "<p>[### Open dag</p>\n<p>Zaterdag 14 maart](/open-dag)</p>\n", "it can be read"
PYTHON

#!/bin/sh
# html2text makes a card that is a link into one heading in which the words run together.
#
# Expected: <a><h3>Open dag</h3><p>Zaterdag 14 maart</p></a> (a link around blocks, which HTML allows) gives a heading
# and a paragraph, or at least a space between them. Seen with html2text 2025.4.15: "### [Open dagZaterdag 14 maart]".
# Why it matters: lists of such cards are how sites of schools show news, days and questions; the title of each entry
# swallows its text, and the words at the seam are lost.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "html2text==2025.4.15"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import html2text

card = "<h3>Open dag</h3><p>Zaterdag 14 maart</p>"
plain, linked = (html2text.html2text(html).strip() for html in (card, f'<a href="/open-dag">{card}</a>'))
print("html2text", version("html2text"), "-", repr(plain), "-", repr(linked))
assert plain == "### Open dag\n\nZaterdag 14 maart"
assert linked == "### [Open dagZaterdag 14 maart](/open-dag)", "they stand apart"
PYTHON

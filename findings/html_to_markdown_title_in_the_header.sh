#!/bin/sh
# html-to-markdown drops the title of a page, an <h1> in its <header>, and keeps the telephone number in its <footer>.
#
# Expected: a header holds what introduces the page (HTML, 4.3.8), often its h1, and stays; a menu goes. Seen with
# html-to-markdown 3.21.2, nothing set: a <header> in the body is taken for navigation and goes with its h1, without a
# warning; as soon as the <body> tag is left out, as HTML allows, or the header stands in <main>, the h1 is there.
# Why it matters: pages of schools and of the government are often built so; the answer comes in without its question.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "html-to-markdown==3.21.2"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

from html_to_markdown import convert

PARTS = "<header><h1>Wie tekent?</h1></header><main><p>Het bestuur.</p></main><footer><p>Bel 030.</p></footer>"
PAGES = {
    "a page": f"<body>{PARTS}</body>",
    "without the tag": PARTS,
    "in main": "<body><main><header><h1>Wie tekent?</h1></header><p>Het bestuur.</p></main><footer><p>Bel 030.</p></footer></body>",
}
print("html-to-markdown", version("html-to-markdown"))
seen = {name: convert(page) for name, page in PAGES.items()}
for name, result in seen.items():
    print(f"{name:16} -> {result.content!r}, warnings: {result.warnings}")
whole = "# Wie tekent?\n\nHet bestuur.\n\nBel 030.\n"
assert seen["without the tag"].content == seen["in main"].content == whole
assert seen["a page"].content == "Het bestuur.\n\nBel 030.\n", "the title is there"
assert seen["a page"].warnings == []
PYTHON

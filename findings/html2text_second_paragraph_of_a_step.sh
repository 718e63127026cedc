#!/bin/sh
# html2text lets the second paragraph of a step drop out of its list, which then begins anew at 2.
#
# Expected: the paragraph set in, so that it stays in step 1. Seen with html2text 2025.4.15: it stands at the margin,
# and markdown-it-py 4.3.0 reads a list of one, a paragraph and a list of one that begins at 2; a list inside the step
# is set in as it should be.
# Why it matters: a condition that holds for one step reads as if it held for all of them.
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


def page(html):
    return MarkdownIt().render(html2text.html2text(html))


print("html2text", version("html2text"))
inside = page("<ol><li>melden<ul><li>voor 1 juli</li></ul></li><li>tekenen</li></ol>")
paragraph = page("<ol><li><p>melden</p><p>voor 1 juli</p></li><li>tekenen</li></ol>")
print(repr(inside), repr(paragraph))
assert inside.count("<ol") == 1
assert "</ol>\n<p>voor 1 juli</p>\n<ol start=\"2\">" in paragraph, "it stays in its step"
PYTHON

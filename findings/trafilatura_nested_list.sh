#!/bin/sh
# trafilatura writes a list under a numbered item so that it is no longer under it.
#
# Expected: Markdown in which the points stay inside item 1. Seen with trafilatura 2.3.1, output_format="markdown": they
# are set two spaces in, and under "1. " CommonMark asks for three; markdown-it-py 4.0.0 reads a list of one, a list of
# points, and a list that begins at 2. A list with start="3" becomes 1. and 2.
# Why it matters: steps and their parts come apart in an entry taken over from a school's site, and step 3 of a rule
# becomes step 1.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "trafilatura==2.3.1" "lxml_html_clean==0.4.6" "markdown-it-py==4.0.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import trafilatura
from markdown_it import MarkdownIt

line = "<p>Op deze pagina staan de stappen van de doorlopende leerroute tussen het vmbo en het mbo, met wat de scholen samen doen.</p>"
nested = "<ol><li>Overleg<ul><li>met het mbo over de route</li><li>met de ouders</li></ul></li><li>Tekenen</li></ol>"
later = '<ol start="3"><li>Derde stap van de route</li><li>Vierde stap van de route</li></ol>'


def markdown(part):
    page = f"<html><body><main><article><h1>Stappen</h1>{line}{part}</article></main></body></html>"
    text = trafilatura.extract(page, output_format="markdown", include_formatting=True)
    return text.split("samen doen.")[1].strip()


print("trafilatura", version("trafilatura"))
text = markdown(nested)
print(text)
lists = [token.type for token in MarkdownIt().parse(text) if token.level == 0 and token.type.endswith("list_open")]
print("lists side by side:", lists)
print(markdown(later))
assert lists == ["ordered_list_open", "bullet_list_open", "ordered_list_open"], "it is nested"
assert markdown(later).startswith("1. Derde stap"), "the number is kept"
PYTHON

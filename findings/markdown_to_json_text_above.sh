#!/bin/sh
# markdown-to-json leaves out the text of a heading that has a heading below it.
#
# Expected: both texts. Seen with markdown-to-json 2.1.2: of "# Wie tekent?", its text, "## Uitzondering" and its text
# only the last is kept; what stands before the first heading is dropped too, and of two equal headings the first.
# Why it matters: the short answer stands right below the question and its details below smaller headings; what is
# left is the exception without the rule.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "markdown-to-json==2.1.2"
"$home/venv/bin/python" - <<'PYTHON'
import json
from importlib.metadata import version

from markdown_to_json import jsonify

print("markdown-to-json", version("markdown-to-json"))
rule, exception = "# Wie tekent?\n\nHet bestuur.\n", "\n## Uitzondering\n\nDe ouders.\n"
alone, both = json.loads(jsonify(rule)), json.loads(jsonify(rule + exception))
before, twice = json.loads(jsonify("Vooraf.\n\n" + rule)), json.loads(jsonify("# Nieuw\n\neen\n\n# Nieuw\n\ntwee\n"))
print(alone, both, before, twice)
assert alone == {"Wie tekent?": "Het bestuur."}
assert both == {"Wie tekent?": {"Uitzondering": "De ouders."}}, "the text above is kept"
assert before == alone and twice == {"Nieuw": "twee"}
PYTHON

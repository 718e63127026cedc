#!/bin/sh
# markdownify glues "zie<b> </b>artikel 7" into "zieartikel 7".
#
# Expected: a space that happens to be bold is a space, as it is in a <span>, in " <b>artikel</b>" and in "<b> artikel</b>".
# Seen with markdownify 1.2.3: <b>, <i>, <strong>, <em>, <del> and <code> that hold white space alone leave nothing, also
# where a no-break space keeps a number with its unit; between two bold words the stars meet ("**een****twee**").
# Why it matters: Word and editors of web sites make such spaces all the time; the words that ran together aren't found.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "markdownify==1.2.3"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from markdownify import markdownify

TEXTS = {
    "bold": "zie<b> </b>artikel 7",
    "italics": "zie<i> </i>artikel 7",
    "no-break": "12<b>&nbsp;</b>uur",
    "between": "<b>een</b><i> </i><b>twee</b>",
    "span": "zie<span> </span>artikel 7",
    "with a word": "zie<b> artikel</b> 7",
}
print("markdownify", version("markdownify"))
seen = {name: markdownify(f"<p>{text}</p>").strip() for name, text in TEXTS.items()}
for name, text in seen.items():
    print(f"{name:12} {TEXTS[name]:32} -> {text}")
assert seen["span"] == "zie artikel 7" and seen["with a word"] == "zie **artikel** 7"
assert seen["bold"] == seen["italics"] == "zieartikel 7", "the space is kept"
assert seen["no-break"] == "12uur" and seen["between"] == "**een****twee**"
PYTHON

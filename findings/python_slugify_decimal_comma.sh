#!/bin/sh
# python-slugify makes "3,5 jaar" into "35-jaar", the address that "35 jaar" has too.
#
# Expected: what is no letter and no figure becomes a hyphen, as the point of "3.5 jaar" does: "3-5-jaar". Seen with
# python-slugify 9.2.0: a comma between two figures is taken out, as if it parted thousands the English way; "vakken
# 1,2,3" becomes "vakken-123" and "€ 12,50" "eur-1250". No option keeps it; replacements=[(",", "-")] does.
# Why it matters: Dutch writes half a year with a comma; headings become addresses by it, two headings get one address,
# and the one that a reader sees says ten times as much.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "python-slugify==9.2.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from slugify import slugify

HEADINGS = ("3,5 jaar", "35 jaar", "3.5 jaar", "vakken 1,2,3", "vakken 1, 2, 3", "artikel 2,3 en 4")
print("python-slugify", version("python-slugify"))
seen = {heading: slugify(heading) for heading in HEADINGS}
for heading, address in seen.items():
    print(f"{heading} -> {address}")
assert seen["3.5 jaar"] == "3-5-jaar" and seen["vakken 1, 2, 3"] == "vakken-1-2-3"
assert slugify("3,5 jaar", replacements=[(",", "-")]) == "3-5-jaar"
assert seen["3,5 jaar"] == seen["35 jaar"] == "35-jaar", "the comma parts the figures"
assert seen["vakken 1,2,3"] == "vakken-123" and seen["artikel 2,3 en 4"] == "artikel-23-en-4"
PYTHON

#!/bin/sh
# humanize writes a thousand in Dutch the English way: 1,500, which a Dutch reader takes for one and a half.
#
# Expected: after activate("nl_NL"), intcomma gives 1.500 and 1.234.567,5, as it gives 1.500 for de_DE. Seen with
# humanize 4.17.0: "1,500" and "1,234,567.5", and intword "1.5 miljoen"; the Dutch words are there, the Dutch marks are
# not.
# Why it matters: numbers of pupils and amounts in an agreement change by a factor of a thousand in the reader's mind.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "humanize==4.17.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import humanize

print("humanize", version("humanize"))
seen = {}
for locale in ("nl_NL", "de_DE"):
    humanize.activate(locale)
    seen[locale] = [humanize.intcomma(1500), humanize.intcomma(1234567.5), humanize.intword(1500000)]
    print(locale, seen[locale])
assert seen["de_DE"][0] == "1.500"
assert seen["nl_NL"] == ["1,500", "1,234,567.5", "1.5 miljoen"], "Dutch has its own marks"
PYTHON

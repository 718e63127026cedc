#!/bin/sh
# parsedatetime, set to Dutch, reads "2 weken geleden" (two weeks ago) as in two weeks, and next Tuesday as yesterday.
#
# Expected: 25 February, read on 11 March, as its English reads "2 weeks ago"; it does know "gisteren". Seen with
# parsedatetime 2.6, Constants("nl_NL"): 25 March, the same as for "over 2 weken", and with the sign of a date that was
# understood; "volgende dinsdag" is 10 March and "3 mrt 2027" today at 20:27, the year taken for an hour.
# Why it matters: when something was last checked or signed becomes a promise for the future, and the other way round.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "parsedatetime==2.6"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

import parsedatetime

NOW = datetime(2026, 3, 11, 10, 0)  # a Wednesday


def read(language, text):
    constants = parsedatetime.Constants(language, usePyICU=False)
    moment, understood = parsedatetime.Calendar(constants).parseDT(text, NOW)
    return f"{moment:%Y-%m-%d %H:%M}" if understood else None


print("parsedatetime", version("parsedatetime"))
TEXTS = ("gisteren", "over 2 weken", "2 weken geleden", "volgende dinsdag", "3 mrt 2027")
seen = {text: read("nl_NL", text) for text in TEXTS}
seen["2 weeks ago"] = read("en_US", "2 weeks ago")
for text, moment in seen.items():
    print(f"{text:18} -> {moment}")
assert seen["2 weeks ago"] == "2026-02-25 10:00" and seen["gisteren"].startswith("2026-03-10")
assert seen["2 weken geleden"] == seen["over 2 weken"] == "2026-03-25 10:00", "geleden is the past"
assert seen["volgende dinsdag"].startswith("2026-03-10")
assert seen["3 mrt 2027"] == "2026-03-11 20:27"
PYTHON

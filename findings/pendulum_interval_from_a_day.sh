#!/bin/sh
# pendulum cannot read "2026-03-11/P1M", from a day on for a month.
#
# Expected: an interval from 11 March to 11 April; ISO 8601 (4.4.4.3) lets an interval begin with a day, pendulum reads
# "2026-03-11T10:00/P1M" and "2026-03-11/2026-04-01". Seen with pendulum 3.3.0: TypeError "Date.add() got an unexpected
# keyword argument 'hours'", and the same for P1W.
# Why it matters: the term of an agreement (from this day, for so many months) is most shortly written this way; a
# TypeError is not what a program catches for bad input.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pendulum==3.3.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import pendulum

print("pendulum", version("pendulum"))
said = {}
for text in ("2026-03-11T10:00/P1M", "2026-03-11/2026-04-01", "2026-03-11/P1M", "2026-03-11/P1W"):
    try:
        said[text] = str(pendulum.parse(text))
    except TypeError as problem:
        said[text] = f"TypeError: {problem}"
    print(f"{text:22} -> {said[text]}")
assert not said["2026-03-11T10:00/P1M"].startswith("TypeError")
assert said["2026-03-11/P1M"].startswith("TypeError") and said["2026-03-11/P1W"].startswith("TypeError"), "it is read"
PYTHON

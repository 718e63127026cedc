#!/bin/sh
# phonenumbers finds the telephone number 0900 1700 in "open van 09.00-17.00 uur".
#
# Expected: hours of the day are no number; it does leave out dates, school years (2026-2027) and "09:00-17:00". Seen
# with phonenumbers 9.0.43, PhoneNumberMatcher(text, "NL"): a valid number of the paid kind, and "08.00-12.00" is 0800
# 1200. With Leniency.STRICT_GROUPING they are passed over. Dutch writes the hour with a point.
# Why it matters: hours stand beside the number in every contact; the bot makes them something to call, at a rate.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "phonenumbers==9.0.43"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type

print("phonenumbers", version("phonenumbers"))


def found(text, leniency=Leniency.VALID):
    matches = list(PhoneNumberMatcher(text, "NL", leniency=leniency))
    print(text, "->", [match.raw_string for match in matches])
    return matches


hours = "Bel 06-12345678, open van 09.00-17.00 uur."
assert [match.raw_string for match in found(hours, Leniency.STRICT_GROUPING)] == ["06-12345678"]
assert found("open 09:00-17:00 in 2026-2027") == []
assert [match.raw_string for match in found(hours)] == ["06-12345678", "09.00-17.00"], "hours are no number"
assert number_type(found(hours)[1].number) == PhoneNumberType.PREMIUM_RATE
assert [match.raw_string for match in found("08.00-12.00 uur")] == ["08.00-12.00"]
PYTHON

#!/bin/sh
# holidays knows no day off for Dutch schools when no region is named, not even the ones all regions share.
#
# Expected: without subdiv the weeks that are the same in the whole country (Christmas, May), or an error. Seen with
# holidays 0.109: category "school" for NL is empty; for the regions Noord, Midden and Zuid it holds 25 December and 28
# April 2026, all three. For 2031, for which no dates are set, it is empty for each region too, which reads the same as
# a year without a holiday.
# Why it matters: a planner that forgets the region, or asks six years on, finds that schools never close.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "holidays==0.109"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import date
from importlib.metadata import version

import holidays


def school(year, region=None):
    return holidays.country_holidays("NL", subdiv=region, years=year, categories=("school",))


regions = ("Noord", "Midden", "Zuid")
shared = [day for day in (date(2026, 4, 28), date(2026, 12, 25)) if all(day in school(2026, region) for region in regions)]
print("holidays", version("holidays"), "- shared by all regions:", *shared)
print("days off in 2026 without a region:", len(school(2026)), "- in 2031 in Zuid:", len(school(2031, "Zuid")))
assert len(shared) == 2
assert len(school(2026)) == 0, "days without a region"
assert len(school(2031, "Zuid")) == 0, "2031 is known"
PYTHON

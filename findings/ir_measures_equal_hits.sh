#!/bin/sh
# ir-measures gives RR 1.0 and RR@10 0.5 for the same list of two equally good hits.
#
# Expected: the same number, there are but two hits. Seen with ir-measures 0.4.3: RR is counted by one package under
# it, where of equal hits the last by name goes first, RR@10 by another, where the first by name does; the order in
# which the hits were given counts in neither.
# Why it matters: entries with equal scores are usual in a small folder; which measure is chosen and what a file is
# called decide whether a search seems to get better.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "ir-measures==0.4.3" "pytrec-eval-terrier==0.5.11"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from ir_measures import RR, Qrel, ScoredDoc, calc_aggregate

print("ir-measures", version("ir-measures"))


def seen(right, hits):
    given = [ScoredDoc("wie tekent", *hit) for hit in hits]
    found = calc_aggregate([RR, RR @ 10], [Qrel("wie tekent", right, 1)], given)
    return found[RR], found[RR @ 10]


apart = seen("b.md", [("a.md", 0.8), ("b.md", 0.9)])
equal = [(right, seen(right, [(name, 0.8) for name in names]))
         for right in ("a.md", "b.md") for names in (("a.md", "b.md"), ("b.md", "a.md"))]
print(apart, equal)
assert apart == (1.0, 1.0)
assert equal == [("a.md", (0.5, 1.0))] * 2 + [("b.md", (1.0, 0.5))] * 2, "both count equal hits alike"
PYTHON

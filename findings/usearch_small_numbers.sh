#!/bin/sh
# usearch with dtype="i8" forgets how long a vector is: by inner product another one is nearest than with "f16".
#
# Expected: the hits of f32 and f16 within rounding, or an error for a metric that i8 can't serve. Seen with usearch
# 2.26.6, metric "ip" and "l2sq": each vector is brought to the same length before it is kept, so that ip ranks as cos
# does, distances are of another size (-16128), and by l2sq a vector and its half are 0 apart. f16 keeps lengths.
# Why it matters: i8 is what one sets to quarter the memory; a length that carries a weight (how sure, how often asked)
# is lost without a word, and a limit on the distance lets all through.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "usearch==2.26.6" "numpy==2.3.5"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import numpy as np
from usearch.index import Index

ROWS = np.array([[0.25, 0, 0, 0, 0, 0, 0, 0], [3, 1, 0, 0, 0, 0, 0, 0], [0.5, 0, 0, 0, 0, 0, 0, 0]], dtype=np.float32)


def hits(metric, dtype):
    index = Index(ndim=8, metric=metric, dtype=dtype)
    index.add(np.arange(len(ROWS)), ROWS)
    found = index.search(ROWS[2], len(ROWS))
    return {int(key): float(distance) for key, distance in zip(found.keys, found.distances, strict=True)}


print("usearch", version("usearch"))
seen = {(metric, dtype): hits(metric, dtype) for metric in ("ip", "l2sq") for dtype in ("f32", "f16", "i8")}
for (metric, dtype), found in seen.items():
    print(metric, dtype, found)
for dtype in ("f32", "f16"):
    assert list(seen["ip", dtype]) == [1, 2, 0] and seen["l2sq", dtype][0] == 0.0625
assert list(seen["ip", "i8"])[-1] == 1 and min(seen["ip", "i8"].values()) < -1000, "the longest vector is nearest"
assert seen["l2sq", "i8"][0] == seen["l2sq", "i8"][2] == 0
PYTHON

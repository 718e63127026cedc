#!/bin/sh
# Qdrant's local mode leaves out the hit whose score is exactly the score_threshold.
#
# Expected: "minimal score threshold" (its docs) is the lowest score that still counts. Seen with qdrant-client 1.20.0,
# QdrantClient(":memory:"): with cosine and 1.0 the very same vector is no hit, with 0.0 one at a right angle is none;
# by Euclid 0.0 doesn't find the same vector either. A hair lower (or, by Euclid, higher) and they are there.
# Why it matters: "only if the question was asked before, word for word" is a threshold of 1.0, and finds nothing ever; a
# threshold that was read off as the lowest score of the right answers throws out the answer that it was read from.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "qdrant-client==1.20.0"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

from qdrant_client import QdrantClient, models

client = QdrantClient(":memory:")
for name, distance in (("cosine", models.Distance.COSINE), ("euclid", models.Distance.EUCLID)):
    client.create_collection(name, vectors_config=models.VectorParams(size=2, distance=distance))
    client.upsert(name, [models.PointStruct(id=1, vector=[1, 0]), models.PointStruct(id=2, vector=[0, 1])])


def hits(name, threshold):
    found = client.query_points(name, query=[1.0, 0.0], score_threshold=threshold).points
    return [(point.id, round(point.score, 3)) for point in found]


print("qdrant-client", version("qdrant-client"))
CASES = (("cosine", None), ("cosine", 1.0), ("cosine", 0.999), ("cosine", 0.0), ("cosine", -0.001), ("euclid", 0.0), ("euclid", 0.001))
seen = {case: hits(*case) for case in CASES}
for case, found in seen.items():
    print(*case, "->", found)
assert seen["cosine", None] == seen["cosine", -0.001] == [(1, 1.0), (2, 0.0)]
assert seen["cosine", 0.999] == [(1, 1.0)] and seen["euclid", 0.001] == [(1, 0.0)]
assert seen["cosine", 1.0] == seen["euclid", 0.0] == [], "a score at the threshold counts"
assert seen["cosine", 0.0] == [(1, 1.0)]
PYTHON

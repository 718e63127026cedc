#!/bin/sh
# rank-bm25 counts a word that stands in half of the texts for nothing, and a word that stands in all of them for something.
#
# Expected: the rarer a word, the more it counts, and a text that has the word above one that hasn't. Seen with rank-bm25
# 0.2.2, BM25Okapi: in four texts "vmbo", in two of them, gives every text 0, and the best text for "vmbo" is one without
# it; "de", in all four, counts. What comes out below nought is lifted to a part of the mean, what is nought stays. With
# one text more about anything else "vmbo" counts. BM25Plus and BM25L of the same package rank as expected.
# Why it matters: a folder on one subject has its main words in half of the pages; and a small test of a search, two texts
# and a word of one of them, finds nothing, where the search itself is right.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "rank-bm25==0.2.2" "numpy==2.3.4"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from rank_bm25 import BM25L, BM25Okapi, BM25Plus

TEXTS = ["de route van vmbo naar mbo", "de toets in leerjaar drie", "wie tekent de route vmbo", "de kosten per jaar"]


def ranked(kind: type, texts: list[str], word: str) -> tuple[list[float], str]:
    """Score of each text for a word, and the text that is given as the best."""
    index = kind([text.split() for text in texts])
    scores = [round(float(score), 3) for score in index.get_scores([word])]
    return scores, index.get_top_n([word], texts, n=1)[0]


print("rank-bm25", version("rank-bm25"))
for kind in (BM25Okapi, BM25Plus, BM25L):
    print(f"{kind.__name__:9} vmbo -> {ranked(kind, TEXTS, 'vmbo')}")
common, more = ranked(BM25Okapi, TEXTS, "de"), ranked(BM25Okapi, [*TEXTS, "een agenda"], "vmbo")
print(f"BM25Okapi de   -> {common}\nBM25Okapi vmbo, one text more -> {more}")
scores, best = ranked(BM25Okapi, TEXTS, "vmbo")
assert scores == [0, 0, 0, 0] and "vmbo" not in best, "a word of half of the texts counts"
assert ranked(BM25Okapi, TEXTS[1:3], "tekent")[0] == [0, 0], "a word of one of two texts counts"
assert min(common[0]) > 0 and more[0][0] > 0 and "vmbo" in more[1]
assert all("vmbo" in ranked(kind, TEXTS, "vmbo")[1] for kind in (BM25Plus, BM25L))
PYTHON

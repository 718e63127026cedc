#!/bin/sh
# chonkie cuts "Dat kan tot 1 mei." into "Da" and "t kan tot 1 mei.", though the sentence fits in a piece by itself.
#
# Expected: pieces of 60 signs at most hold whole sentences where these fit and whole words elsewhere, which is the order
# of its rules (paragraph, sentence, mark, space, and signs last). Seen with chonkie 1.7.0, RecursiveChunker("character",
# chunk_size=60): what is shorter than min_characters_per_chunk, 24 signs, doesn't stay by itself, also where it makes
# its neighbour too long, and the two are cut after 60 signs, in a word; so is a long sentence, instead of at a space.
# With min_characters_per_chunk=1 sentences and words are whole.
# Why it matters: short sentences are the answers ("Dat kan tot 1 mei."); neither half is found by its words, and a
# quotation begins in the middle of one.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "chonkie==1.7.0"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

from chonkie import RecursiveChunker

SHORT = "De onderwijsovereenkomst wordt door het bestuur getekend. Dat kan tot 1 mei."
LONG = "De onderwijsovereenkomst wordt door het bestuur van de school getekend en daarna bewaard"


def pieces(text, **options):
    return [piece.text.strip() for piece in RecursiveChunker("character", chunk_size=60, **options).chunk(text)]


print("chonkie", version("chonkie"))
usual = [pieces(text) for text in (SHORT, LONG)]
small = [pieces(text, min_characters_per_chunk=1) for text in (SHORT, LONG)]
print(*usual, *small, sep="\n")
assert small[0] == ["De onderwijsovereenkomst wordt door het bestuur getekend.", "Dat kan tot 1 mei."]
assert small[1] == ["De onderwijsovereenkomst wordt door het bestuur van de", "school getekend en daarna bewaard"]
assert usual[0] == ["De onderwijsovereenkomst wordt door het bestuur getekend. Da", "t kan tot 1 mei."], "words are whole"
assert usual[1] == ["De onderwijsovereenkomst wordt door het bestuur van de schoo", "l getekend en daarna bewaard"]
PYTHON

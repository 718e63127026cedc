#!/bin/sh
# natural's Dutch tokenizer cuts "coördinator" into "co" and "rdinator", and makes "één" (one) into "n".
#
# Expected: the letters of Dutch, é and ë, ï, ö among them, belong to a word; its own Dutch stemmer knows them and takes
# the dots off. Seen with natural 8.1.1, AggressiveTokenizerNl and PorterStemmerNl.tokenizeAndStem, which uses it: the
# letter is dropped and the word ends there; the tokenizer for Swedish keeps its å, ä and ö.
# Why it matters: coördinator, financiële and geïntegreerd are pieces in every index and classifier that is fed by it,
# and "één" and "een" have nothing in common.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$home" natural@8.1.1
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import natural from "natural";

const words = new natural.AggressiveTokenizerNl().tokenize("één financiële coördinator");
console.log("natural 8.1.1:", words);
assert.equal(natural.PorterStemmerNl.stem("coördinator"), "coordinator");
assert.deepEqual(new natural.AggressiveTokenizerSv().tokenize("två länder"), ["två", "länder"]);
assert.deepEqual(words, ["n", "financi", "le", "co", "rdinator"], "words are whole");
JS
node "$home/look.mjs"

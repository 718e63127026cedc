#!/bin/sh
# to-words gives "Eenentwintig" (twenty-one) where the twenty-first is asked for in Dutch.
#
# Expected: eenentwintigste; it has eerste, negentiende, twintigste and honderdste, and "Twenty First" in English. Seen
# with to-words 5.7.0, localeCode "nl-NL", toOrdinal: each number from 21 to 99 that does not end in a nought comes back
# as the plain number, 121 and the like too, without an error.
# Why it matters: days up to the 31st and articles of an agreement written out in words say a number where a place in a
# row is meant, and only some of them, so that a look at the first few shows nothing.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" to-words@5.7.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { ToWords } from "to-words";

const words = new ToWords({ localeCode: "nl-NL" });
const places = [1, 2, 8, 19, 20, 100].map((number) => words.toOrdinal(number));
console.log("to-words 5.7.0:", places, [21, 31, 42, 121].map((number) => words.toOrdinal(number)));
assert.deepEqual(places.slice(0, 5), ["Eerste", "Tweede", "Achtste", "Negentiende", "Twintigste"]);
assert.equal(new ToWords({ localeCode: "en-US" }).toOrdinal(21), "Twenty First");
for (const number of [21, 31, 42, 121]) assert.equal(words.toOrdinal(number), words.convert(number), "it is a place");
JS
node "$home/look.mjs"

#!/bin/sh
# n2words says "honderd eerste" (hundred, first) in Dutch where the hundred and first is asked for.
#
# Expected: one word, "honderdeerste" or "honderdeneerste", as it says "honderdeen" for 101 itself; and "miljoenste",
# not "een miljoenste", which is one part in a million. Seen with n2words 4.0.0 (nl-NL): an ordinal above a hundred
# falls apart, and 1234 is "twaalfhonderd vierendertig" as a number and begins with "duizend" as an ordinal.
# Why it matters: an answer that is read aloud names articles and days of a contract so; whoever hears "de honderd
# eerste dag" hears two numbers.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" n2words@4.0.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { toCardinal, toOrdinal } from "n2words/nl-NL";

const seen = [21, 100, 101, 102, 1234, 1000000].map((number) => [number, toCardinal(number), toOrdinal(number)]);
console.log("n2words 4.0.0", seen);
assert.deepEqual(seen.slice(0, 2), [
  [21, "eenentwintig", "eenentwintigste"],
  [100, "honderd", "honderdste"],
]);
assert.equal(toOrdinal(101), "honderd eerste", "it is one word");
assert.deepEqual(seen.slice(2), [
  [101, "honderdeen", "honderd eerste"],
  [102, "honderdtwee", "honderd tweede"],
  [1234, "twaalfhonderd vierendertig", "duizend tweehonderd vierendertigste"],
  [1000000, "één miljoen", "een miljoenste"],
]);
JS
node "$home/look.mjs"

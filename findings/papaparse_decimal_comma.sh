#!/bin/sh
# Papa Parse cuts a Dutch file at its decimal commas: "taal;1,5" has the cells "taal;1" and "5".
#
# Expected: "taal" and "1,5", as with the heading "Vak;Uren". Seen with papaparse 5.7.1, which finds out by itself
# what stands between the cells: where each line has a comma too, as with the heading "Vak;Uren (mbo, vmbo)" or in a
# file of amounts alone, the comma wins. No error is told.
# Why it matters: Excel writes such files in the Netherlands, and a comma in the heading decides whether it is read
# well.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" papaparse@5.7.1
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import papaparse from "papaparse";

const seen = ["Vak;Uren\ntaal;1,5\nrekenen;2,5", "Vak;Uren (mbo, vmbo)\ntaal;1,5\nrekenen;2,5", "1,5;2,5\n2,5;3,5"]
  .map((text) => papaparse.parse(text))
  .map(({ data, errors, meta }) => [meta.delimiter, data[1], errors.length]);
console.log("papaparse 5.7.1", seen);
assert.deepEqual(seen[0], [";", ["taal", "1,5"], 0]);
assert.deepEqual(seen[1], [",", ["taal;1", "5"], 0], "the semicolon is found");
assert.deepEqual(seen[2], [",", ["2", "5;3", "5"], 0]);
JS
node "$home/look.mjs"

#!/bin/sh
# FlexSearch finds the year 2026 in "in 2022 niveau 6", where it does not stand.
#
# Expected: a number of four figures is a word like another. Seen with flexsearch 0.8.212, nothing set: figures are cut
# into threes, 2026 into "202" and "6", and each piece is looked for anywhere in the text; 2027 is found in "7 lessen in
# 202 dagen". With numeric: false in the encoder neither is.
# Why it matters: people ask for a school year, a level or an article; texts on other years come up as if the number
# stood in them.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" flexsearch@0.8.212
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import FlexSearch from "flexsearch";

const texts = ["in 2022 niveau 6", "7 lessen in 202 dagen", "het jaar 2026"];
const look = (options) => {
  const index = new FlexSearch.Index(options);
  texts.forEach((text, id) => index.add(id, text));
  return Object.fromEntries(["2026", "2027"].map((year) => [year, index.search(year).map((id) => texts[id]).sort()]));
};
const [usual, whole] = [look(), look({ encoder: new FlexSearch.Encoder({ numeric: false }) })];
console.log("flexsearch 0.8.212:", usual, "- numeric: false:", whole);
assert.deepEqual(whole, { 2026: [texts[2]], 2027: [] });
assert.deepEqual(usual, { 2026: [texts[2], texts[0]], 2027: [texts[1]] }, "only the year is found");
JS
node "$home/look.mjs"

#!/bin/sh
# chrono does not know "overmorgen" (the day after tomorrow) and gives today.
#
# Expected: it reads vandaag, gisteren and morgen, so overmorgen too. Seen with chrono-node 2.10.3, locale nl:
# "overmorgen" is nothing, and of "overmorgen om 15.00" only "om 15.00" is read: today at 15:00, without a sign that a
# word was left out.
# Why it matters: an agreement for the day after tomorrow is reminded of today.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" chrono-node@2.10.3
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { nl } from "chrono-node";

const now = new Date("2026-03-11T10:00:00");
const stamp = (date) => date.toLocaleString("sv").slice(0, 16);
const read = (text) => {
  const found = nl.parse(text, now).map((each) => `${each.text} = ${stamp(each.start.date())}`);
  console.log(`${text} ->`, found);
  return found;
};
console.log("chrono-node 2.10.3, read on", stamp(now));
assert.deepEqual(read("overmorgen"), [], "overmorgen is known");
assert.deepEqual(read("overmorgen om 15.00"), ["om 15.00 = 2026-03-11 15:00"], "the day is read");
assert.deepEqual(read("morgen om 15.00"), ["morgen om 15.00 = 2026-03-12 15:00"]);
JS
TZ=Europe/Amsterdam node "$home/look.mjs"

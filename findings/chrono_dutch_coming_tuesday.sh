#!/bin/sh
# chrono reads "komende dinsdag" (this coming Tuesday) as the Tuesday that was yesterday.
#
# Expected: 17 March, read on Wednesday 11 March; English "this coming Tuesday" or "next Tuesday" lie ahead. Seen with
# chrono-node 2.10.3, locale nl: the word "komende" is passed over and "dinsdag" alone is taken for the nearest one, 10
# March, just as for "afgelopen dinsdag" (last Tuesday).
# Why it matters: a date that the user put in the future is stored in the past; the reminder goes out at once or never.
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
assert.deepEqual(read("komende dinsdag"), ["dinsdag = 2026-03-10 12:00"], "komende is understood");
assert.deepEqual(read("afgelopen dinsdag"), ["dinsdag = 2026-03-10 12:00"]);
JS
TZ=Europe/Amsterdam node "$home/look.mjs"

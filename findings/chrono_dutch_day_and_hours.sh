#!/bin/sh
# chrono tears "31 maart van 14.00 tot 15.30 uur" into a day at noon and hours of today.
#
# Expected: one result, 31 March from 14:00 to 15:30, as it gives for "31 maart 9:30-11:00". Seen with chrono-node
# 2.10.3, locale nl: two results, 31 March 12:00 and today 14:00 to 15:30.
# Why it matters: the first result puts the meeting at noon, the second on the wrong day; the sentence is the usual one
# in an invitation.
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
assert.deepEqual(
  read("31 maart van 14.00 tot 15.30 uur"),
  ["31 maart = 2026-03-31 12:00", "14.00 tot 15.30 uur = 2026-03-11 14:00"],
  "day and hours are read together",
);
assert.deepEqual(read("31 maart 9:30-11:00"), ["31 maart 9:30-11:00 = 2026-03-31 09:30"]);
JS
TZ=Europe/Amsterdam node "$home/look.mjs"

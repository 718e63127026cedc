#!/bin/sh
# chrono counts "twee weken na 1 mei" (two weeks after 1 May) from today.
#
# Expected: 15 May, or nothing. Seen with chrono-node 2.10.3, locale nl: "twee weken na" becomes 25 March, two weeks
# from today, and 1 May stands beside it as a second date; "2 dagen voor 1 juni" (two days before 1 June) becomes two
# days ago and 1 June.
# Why it matters: terms in agreements are counted from a date in the text; here each gives two dates and neither is
# meant.
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
  read("twee weken na 1 mei"),
  ["twee weken na = 2026-03-25 10:00", "1 mei = 2026-05-01 12:00"],
  "it counts from the date named",
);
assert.deepEqual(
  read("2 dagen voor 1 juni"),
  ["2 dagen voor = 2026-03-09 10:00", "1 juni = 2026-06-01 12:00"],
  "it counts from the date named",
);
JS
TZ=Europe/Amsterdam node "$home/look.mjs"

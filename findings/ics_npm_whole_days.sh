#!/bin/sh
# ics (npm) writes the length of a whole day as "P1DT", which is no length.
#
# Expected: P1D; RFC 5545 (3.3.6) has the T only before hours, minutes or seconds. Seen with ics 3.12.0: DURATION:P1DT
# for duration: { days: 1 }, without an error. With an end in place of a duration it is right.
# Why it matters: a calendar that reads strictly refuses the invitation for a study day, or takes it for no time at all.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" ics@3.12.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import * as ics from "ics";

const lines = (more) =>
  ics.createEvent({ title: "Studiedag", start: [2026, 3, 30], ...more }).value.split("\r\n").filter((line) => /^(DTEND|DURATION)/.test(line));
const duration = lines({ duration: { days: 1 } });
console.log("ics 3.12.0:", duration, lines({ end: [2026, 3, 31] }));
assert.deepEqual(lines({ end: [2026, 3, 31] }), ["DTEND;VALUE=DATE:20260331"]);
assert.deepEqual(duration, ["DURATION:P1DT"], "the length is valid");
JS
node "$home/look.mjs"

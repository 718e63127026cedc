#!/bin/sh
# rrule leaves out the last meeting of a series, and keeps one that was cancelled, when these are given in UTC.
#
# Expected: UNTIL=20260330T120000Z is 14:00 in Amsterdam, so a meeting at 14:00 on 30 March is the last; UTC is the only
# form RFC 5545 (3.3.10) allows there. Seen with rrule 2.8.1 and DTSTART;TZID=Europe/Amsterdam: 2 and 16 March only. It
# sets 14:00 on the wall against 12:00 UTC; EXDATE in UTC therefore takes nothing out.
# Why it matters: each calendar program writes UNTIL this way; the last meeting of every series is missing, and a
# cancelled one is announced.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" rrule@2.8.1
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import rrule from "rrule";

const days = (...lines) => {
  const text = ["DTSTART;TZID=Europe/Amsterdam:20260302T140000", ...lines].join("\n");
  return rrule.rrulestr(text).all().map((day) => day.toISOString().slice(5, 10));
};
const last = days("RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20260330T120000Z");
const cancelled = days("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260309T130000Z");
console.log("rrule 2.8.1, until 30 March:", last, "- without 9 March:", cancelled);
assert.deepEqual(days("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3"), ["03-02", "03-16", "03-30"]);
assert.deepEqual(last, ["03-02", "03-16"], "the last one is there");
assert.deepEqual(cancelled, ["03-02", "03-09", "03-16"], "the cancelled one is gone");
JS
TZ=Europe/Amsterdam node "$home/look.mjs"

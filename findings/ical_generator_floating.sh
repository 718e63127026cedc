#!/bin/sh
# ical-generator writes times without a zone when the zone is set on the calendar.
#
# Expected: DTSTART;TZID=Europe/Amsterdam, as it writes when the same zone is set on the event. Seen with ical-generator
# 10.2.0 and timezone: "Europe/Amsterdam" on the calendar: DTSTART:20260330T140000, a time that each reader places in
# its own zone (RFC 5545, 3.3.5), beside two properties that the standard does not have.
# Why it matters: a colleague abroad, or a server that reads the file, gets another hour; nothing in the file is wrong,
# so nobody warns.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" ical-generator@10.2.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import module from "ical-generator";

const makeCalendar = module.default ?? module;

const zone = "Europe/Amsterdam";
const start = (ofCalendar, ofEvent) => {
  const calendar = makeCalendar(ofCalendar);
  calendar.createEvent({ id: "a", summary: "Overleg", start: new Date("2026-03-30T12:00:00Z"), ...ofEvent });
  return calendar.toString().split("\r\n").find((line) => line.startsWith("DTSTART"));
};
const seen = [start({ timezone: zone }, {}), start({}, { timezone: zone })];
console.log("ical-generator 10.2.0, zone on the calendar:", seen[0], "- on the event:", seen[1]);
assert.equal(seen[1], "DTSTART;TZID=Europe/Amsterdam:20260330T140000");
assert.equal(seen[0], "DTSTART:20260330T140000", "the zone is named");
JS
TZ=Europe/Amsterdam node "$home/look.mjs"

#!/bin/sh
# node-ical takes the hour for UTC when the name of the zone begins with a slash, though the file defines the zone.
#
# Expected: RFC 5545 (3.2.19) lets a TZID begin with "/", and the file's VTIMEZONE says what it means: 14:00 in
# Amsterdam on 30 March is 12:00 UTC. Seen with node-ical 0.26.1 on a machine in UTC: 14:00 UTC; the same file with the
# zone called "Customized Time Zone" gives 12:00. It warns that the name "resolved to neither", and does not look at the
# definition.
# Why it matters: meetings from calendars that write such names (Citadel, older Evolution and libical) stand two hours
# late.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" node-ical@0.26.1
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import ical from "node-ical";

const zone = `BEGIN:VTIMEZONE
TZID:NAME
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE`;
const event = (...lines) =>
  ["BEGIN:VEVENT", "UID:overleg@example.org", "DTSTAMP:20260201T090000Z", "SUMMARY:Overleg", ...lines, "END:VEVENT"].join("\n");
const calendar = (...parts) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//NL", ...parts, "END:VCALENDAR", ""].join("\n").replaceAll("\n", "\r\n");

const starts = (name) => {
  const lines = [`DTSTART;TZID=${name}:20260330T140000`, `DTEND;TZID=${name}:20260330T150000`];
  const read = ical.sync.parseICS(calendar(zone.replace("NAME", name), event(...lines)));
  return Object.values(read).find((each) => each.type === "VEVENT").start.toISOString();
};
const slash = starts("/example.org/20260101_1/Europe/Amsterdam");
const plain = starts("Customized Time Zone");
console.log("node-ical 0.26.1, zone with a slash:", slash);
console.log("node-ical 0.26.1, zone without:     ", plain);
assert.equal(plain, "2026-03-30T12:00:00.000Z");
assert.equal(slash, "2026-03-30T14:00:00.000Z", "the definition in the file is used");
JS
TZ=UTC node "$home/look.mjs"

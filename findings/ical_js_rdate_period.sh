#!/bin/sh
# ical.js cannot tell when the meetings of a series are whose other days come with their own length
# (RDATE;VALUE=PERIOD).
#
# Expected: RFC 5545 (3.8.5.2) lets RDATE give a period, and getOccurrenceDetails gives its start and end. Seen with
# ical.js 2.2.1: the file is parsed without complaint, and asking for the details of what the iterator gives raises
# TypeError "occurrence.convertToZone is not a function".
# Why it matters: one such meeting, valid and accepted when the calendar was taken in, keeps a page from listing any of
# the series.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" ical.js@2.2.1
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import ICAL from "ical.js";

const zone = `BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
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

const days = (rule) => {
  const lines = ["DTSTART;TZID=Europe/Amsterdam:20260302T140000", "DTEND;TZID=Europe/Amsterdam:20260302T150000", rule];
  const whole = new ICAL.Component(ICAL.parse(calendar(zone, event(...lines))));
  const meeting = new ICAL.Event(whole.getFirstSubcomponent("vevent"));
  const steps = meeting.iterator();
  const given = [];
  for (let step = steps.next(); step; step = steps.next()) given.push(meeting.getOccurrenceDetails(step).startDate.toString());
  return given;
};
let said = "";
try {
  days("RDATE;VALUE=PERIOD;TZID=Europe/Amsterdam:20260305T100000/PT2H,20260306T100000/PT2H");
} catch (problem) {
  said = String(problem);
}
console.log("ical.js 2.2.1, RDATE with moments:", days("RDATE;TZID=Europe/Amsterdam:20260305T100000,20260306T100000"));
console.log("ical.js 2.2.1, RDATE with periods:", said);
assert.match(said, /convertToZone is not a function/, "periods are read");
JS
node "$home/look.mjs"

#!/bin/sh
# ts-ics puts "the last working day of the month" a day early, at midnight.
#
# Expected: RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 from 2 March 14:00 gives 31 March, 30 April and 29 May
# at 14:00 in Amsterdam (12:00 UTC), as ical and icalevents say. Seen with ts-ics 2.4.6: 30 March, 29 April and 28 May,
# 00:00 UTC: another day, and the hour is gone.
# Why it matters: a monthly deadline in a calendar shows on the wrong day, at night.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" ts-ics@2.4.6
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { convertIcsCalendar, extendByRecurrenceRule } from "ts-ics";

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

const lines = [
  "DTSTART;TZID=Europe/Amsterdam:20260302T140000",
  "DTEND;TZID=Europe/Amsterdam:20260302T150000",
  "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
];
const [meeting] = convertIcsCalendar(undefined, calendar(zone, event(...lines))).events;
const days = extendByRecurrenceRule(meeting.recurrenceRule, { start: meeting.start.date, end: new Date("2026-06-30") });
const seen = days.map((day) => day.toISOString().slice(0, 16));
console.log("ts-ics 2.4.6:", seen);
assert.deepEqual(seen, ["2026-03-30T00:00", "2026-04-29T00:00", "2026-05-28T00:00"], "other days or hours");
JS
TZ=UTC node "$home/look.mjs"

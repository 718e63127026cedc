#!/bin/sh
# ts-ics moves a weekly meeting by an hour on a server that runs in UTC.
#
# Expected: a meeting at 14:00 in Amsterdam (TZID, with its VTIMEZONE) stays at 14:00 when summer time begins, wherever
# the program runs: 13:00 UTC on 16 March, 12:00 UTC on 30 March. Seen with ts-ics 2.4.6: right with
# TZ=Europe/Amsterdam, and 13:00 UTC on 30 March, so 15:00 for the school, with TZ=UTC. The series is laid out in the
# machine's zone, not in that of the event.
# Why it matters: hosts run in UTC: it works on the developer's desk and every meeting from April to October is an hour
# late for the users.
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
  "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3",
];
const [meeting] = convertIcsCalendar(undefined, calendar(zone, event(...lines))).events;
const days = () =>
  extendByRecurrenceRule(meeting.recurrenceRule, { start: meeting.start.date, end: new Date("2026-04-30") }).map((day) =>
    day.toISOString().slice(5, 16),
  );
process.env.TZ = "Europe/Amsterdam";
const desk = days();
process.env.TZ = "UTC";
const server = days();
console.log("ts-ics 2.4.6 with TZ=Europe/Amsterdam:", desk);
console.log("ts-ics 2.4.6 with TZ=UTC:             ", server);
assert.deepEqual(desk, ["03-02T13:00", "03-16T13:00", "03-30T12:00"]);
assert.deepEqual(server, ["03-02T13:00", "03-16T13:00", "03-30T13:00"], "the same on both");
JS
node "$home/look.mjs"

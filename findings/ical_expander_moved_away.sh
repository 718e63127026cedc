#!/bin/sh
# ical-expander leaves out all later meetings of a series once one was moved beyond the days asked for.
#
# Expected: of a weekly series of which the second meeting was moved to May, March and April have the other three. Seen
# with ical-expander 3.2.0: only the first; it stops looking at the first meeting that begins too late, and the one that
# was moved comes where it would have been. Asked for the whole year it gives all four, and so it does when the meeting
# was moved by two days.
# Why it matters: a lesson put off to after the exams takes the rest of the term off the calendar, of this month only.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" ical-expander@3.2.0 ical.js@1.5.0
cat > "$home/look.cjs" <<'JS'
const assert = require("node:assert");
const IcalExpander = require("ical-expander");

const meetings = (moved, until) => {
  const ics = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//NL",
    "BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z", "DTSTART:20260316T143000Z", "DTEND:20260316T153000Z",
    "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:les", "END:VEVENT",
    "BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z", "RECURRENCE-ID:20260323T143000Z",
    `DTSTART:${moved}T143000Z`, `DTEND:${moved}T153000Z`, "SUMMARY:les", "END:VEVENT",
    "END:VCALENDAR",
  ].join("\r\n");
  const found = new IcalExpander({ ics, maxIterations: 100 }).between(new Date("2026-03-01"), new Date(until));
  return found.events.concat(found.occurrences).map((meeting) => meeting.startDate.toString().slice(5, 10)).sort();
};
const near = meetings("20260325", "2026-04-30");
const year = meetings("20260510", "2026-12-31");
const seen = meetings("20260510", "2026-04-30");
console.log("ical-expander 3.2.0, moved by two days:", near, "to May, whole year:", year, "until April:", seen);
assert.deepEqual(near, ["03-16", "03-25", "03-30", "04-06"]);
assert.deepEqual(year, ["03-16", "03-30", "04-06", "05-10"]);
assert.deepEqual(seen, ["03-16"], "the later ones are there");
JS
node "$home/look.cjs"

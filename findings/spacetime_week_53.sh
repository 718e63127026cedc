#!/bin/sh
# spacetime knows no week 53: it puts 28 December 2026 in week 52 and 1 January 2027 in week 1.
#
# Expected: week 53 for all seven days, as ISO 8601 counts them and Dutch calendars print them (Luxon gives 53). Seen
# with spacetime 7.15.0, whose other weeks of 2025 to 2027 are those of ISO 8601: Monday to Thursday go with the week
# before, and Friday to Sunday with the week after.
# Why it matters: schools plan by week number, and the school year 2026-2027 has a week 53; a timetable by week falls
# apart there, after years in which every week was right.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" spacetime@7.15.0 luxon@3.7.2
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { DateTime } from "luxon";
import spacetime from "spacetime";

const first = DateTime.fromISO("2025-01-01", { zone: "Europe/Amsterdam" });
const days = [...Array(3 * 365).keys()].map((count) => first.plus({ days: count }));
const other = days
  .map((day) => [day.toISODate(), day.weekNumber, spacetime(day.toISODate(), "Europe/Amsterdam").week()])
  .filter(([, iso, week]) => iso !== week);
console.log("spacetime 7.15.0: day, week by ISO 8601, week by spacetime", other);
assert.equal(days.at(-1).toISODate(), "2027-12-31");
assert.ok(other.length, "the week is known");
assert.deepEqual(other, [
  ["2026-12-28", 53, 52],
  ["2026-12-29", 53, 52],
  ["2026-12-30", 53, 52],
  ["2026-12-31", 53, 52],
  ["2027-01-01", 53, 1],
  ["2027-01-02", 53, 1],
  ["2027-01-03", 53, 1],
]);
JS
node "$home/look.mjs"

#!/bin/sh
# Day.js, on a server in UTC, puts the day after 28 March 14:00 in Amsterdam at 15:00.
#
# Expected: add(1, "day") goes to the same hour of the next day, in the zone that was given, as Luxon has it: 29 March
# 14:00+02:00. Seen with dayjs 1.11.23, its plugins utc and timezone, and TZ=UTC: 2026-03-29T14:00:00+01:00, an offset
# that Amsterdam doesn't have on that day; weeks and months keep the offset too, from March to October.
# Why it matters: hosts run in UTC: reminders "a week later" go out an hour late for half a year, and read as if they
# were right.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" dayjs@1.11.23 luxon@3.7.2
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone.js";
import utc from "dayjs/plugin/utc.js";
import { DateTime } from "luxon";

dayjs.extend(utc);
dayjs.extend(timezone);
const zone = "Europe/Amsterdam";
const before = dayjs.tz("2026-03-28 14:00", zone);
const right = DateTime.fromISO("2026-03-28T14:00", { zone });
const seen = ["day", "week", "month"].map((unit) => [before.add(1, unit).format(), right.plus({ [unit]: 1 }).toISO({ suppressMilliseconds: true })]);
console.log("dayjs 1.11.23, luxon 3.7.2, TZ", process.env.TZ, seen);
assert.deepEqual(seen.map((each) => each[1].slice(10)), ["T14:00:00+02:00", "T14:00:00+02:00", "T14:00:00+02:00"]);
assert.deepEqual(seen.map((each) => each[0].slice(10)), ["T14:00:00+01:00", "T14:00:00+01:00", "T14:00:00+01:00"], "the hour is kept");
assert.equal(before.add(1, "day").toISOString(), "2026-03-29T13:00:00.000Z");
JS
TZ=UTC node "$home/look.mjs"

#!/bin/sh
# Day.js says "Tomorrow at 2:30 PM" in Dutch.
#
# Expected: "morgen om 14:30", as Moment.js says; "over 14 dagen" and "donderdag 12 maart" are Dutch. Seen with dayjs
# 1.11.23, locale "nl" and its plugin calendar: the locale brings no words for it, and English is taken, the hour in
# English too.
# Why it matters: the one line that says when a meeting is, is in another language, with an hour nobody here writes so.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" dayjs@1.11.23 moment@2.31.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import dayjs from "dayjs";
import "dayjs/locale/nl.js";
import calendar from "dayjs/plugin/calendar.js";
import relativeTime from "dayjs/plugin/relativeTime.js";
import moment from "moment";
import "moment/locale/nl.js";

dayjs.extend(calendar);
dayjs.extend(relativeTime);
dayjs.locale("nl");
moment.locale("nl");
const [now, then] = ["2026-03-11T10:00", "2026-03-12T14:30"];
const seen = [dayjs(then).calendar(dayjs(now)), moment(then).calendar(moment(now)), dayjs("2026-03-25T10:00").from(dayjs(now))];
console.log("dayjs 1.11.23, moment 2.31.0:", seen);
assert.deepEqual(seen.slice(1), ["morgen om 14:30", "over 14 dagen"]);
assert.equal(seen[0], "Tomorrow at 2:30 PM", "it is Dutch");
JS
node "$home/look.mjs"

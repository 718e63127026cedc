#!/bin/sh
# rrule-temporal says "at 2:30 PM GMT+1" of four meetings of which three are at GMT+2.
#
# Expected: "at 2:30 PM" with the name of the zone, or without any: the series keeps its hour in Amsterdam, and all()
# gives the right moments. Seen with rrule-temporal 2.2.8, toText(): the offset of the first meeting is said of the
# whole series, so the sentence is an hour off from April to October; excludeTzAbbreviation leaves it out.
# Why it matters: the sentence is what colleagues agree to; read by its letter they come an hour late for half a year.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" rrule-temporal@2.2.8
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { RRuleTemporal } from "rrule-temporal";
import { toText } from "rrule-temporal/totext";

const rruleString = "DTSTART;TZID=Europe/Amsterdam:20260303T143000\nRRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=4";
const series = new RRuleTemporal({ rruleString });
const offsets = series.all().map((moment) => moment.toString().slice(5, 22));
const words = toText(series, "en");
console.log("rrule-temporal 2.2.8:", words, offsets);
assert.deepEqual(offsets, ["03-03T14:30:00+01", "04-07T14:30:00+02", "05-05T14:30:00+02", "06-02T14:30:00+02"]);
assert.equal(words, "every month on 1st Tuesday at 2:30 PM GMT+1 for 4 times", "no offset is said");
JS
node "$home/look.mjs"

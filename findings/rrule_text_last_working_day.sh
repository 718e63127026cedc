#!/bin/sh
# rrule says "every month on weekdays" of a series for the last working day of the month.
#
# Expected: the word "last" for BYSETPOS=-1, or a sign that the sentence is not the whole (isFullyConvertibleToText).
# Seen with rrule 2.8.1: toText() leaves BYSETPOS out, and isFullyConvertibleToText() says true.
# Why it matters: the sentence asks a coordinator to agree to some twenty meetings a month in place of one.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" rrule@2.8.1
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import rrule from "rrule";

const rule = rrule.RRule.fromString("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1");
const days = rule.between(new Date("2027-01-01T00:00:00Z"), new Date("2027-01-31T23:59:59Z"));
console.log("rrule 2.8.1:", rule.toText(), "- whole:", rule.isFullyConvertibleToText(), "- in January 2027:", days.length);
assert.equal(days.length, 1);
assert.equal(rule.toText(), "every month on weekdays", "it says which");
assert.equal(rule.isFullyConvertibleToText(), true);
JS
node "$home/look.mjs"

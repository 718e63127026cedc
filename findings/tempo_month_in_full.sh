#!/bin/sh
# @formkit/tempo reads "3 maart 2027" as 3 December 2027 when it was told to expect a short month.
#
# Expected: 3 March, or an error. Seen with @formkit/tempo 1.1.0, parse(..., "nl"): every month that isn't written
# just as the format says is December, without a word: "3 maart" for MMM, "3 mrt." with its full stop, "3 Maart" with
# a capital. "3 mrt" for MMM and "3 maart" for MMMM are right.
# Why it matters: a date of a promise that a teacher types is moved by nine months and looks like any other date.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" @formkit/tempo@1.1.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { parse } from "@formkit/tempo";

const day = (text, format) => {
  const date = parse(text, format, "nl");
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].join("-");
};
const short = ["3 mrt 2027", "3 maart 2027", "3 mrt. 2027"].map((text) => day(text, "D MMM YYYY"));
const long = ["3 maart 2027", "3 Maart 2027", "3 mrt 2027"].map((text) => day(text, "D MMMM YYYY"));
console.log("@formkit/tempo 1.1.0", { short, long });
assert.deepEqual([short[0], long[0]], ["2027-3-3", "2027-3-3"]);
assert.deepEqual(short.slice(1), ["2027-12-3", "2027-12-3"], "a month in full is known or refused");
assert.deepEqual(long.slice(1), ["2027-12-3", "2027-12-3"], "a capital or a short month is known or refused");
JS
node "$home/look.mjs"

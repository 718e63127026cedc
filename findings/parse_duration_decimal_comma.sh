#!/bin/sh
# parse-duration reads "1,5 h" as fifteen hours.
#
# Expected: an hour and a half, or nothing, as it gives for "1,5 uur". Seen with parse-duration 2.1.9: a comma is
# taken out wherever it stands, also where no three figures follow: "0,5 h" is five hours and "2,5 d" 25 days. With a
# full stop they are right. There is no Dutch among its languages; h, min and d are the same in Dutch.
# Why it matters: a reminder "1,5 h" before a meeting goes out fifteen hours ahead of it, and nothing is refused.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" parse-duration@2.1.9
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import parse from "parse-duration";

const hours = (text) => parse(text, "h");
const seen = ["1.5 h", "1,500 h", "1,5 uur", "1,5 h", "0,5 h", "2,5 d"].map((text) => [text, hours(text)]);
console.log("parse-duration 2.1.9", seen);
assert.deepEqual(seen.slice(0, 3), [["1.5 h", 1.5], ["1,500 h", 1500], ["1,5 uur", null]]);
assert.deepEqual(seen.slice(3), [["1,5 h", 15], ["0,5 h", 5], ["2,5 d", 600]], "the comma is for decimals");
JS
node "$home/look.mjs"

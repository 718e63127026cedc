#!/bin/sh
# any-date-parser drops the hour of "16 maart 2026 om 14.30 uur".
#
# Expected: 14:30, since its Dutch reads "16 maart 2026 om 14:30", or no date at all. Seen with any-date-parser 2.2.4,
# locale nl: midnight; and "14.30" alone is the fourteenth of a month. Dutch writes the hour with a point.
# Why it matters: a meeting is stored at midnight and its reminder goes out in the night before.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" any-date-parser@2.2.4
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import module from "any-date-parser";

const parser = module.default ?? module;
const read = (text) => parser.fromString(text, "nl").toLocaleString("sv");
const seen = [read("16 maart 2026 om 14:30"), read("16 maart 2026 om 14.30 uur"), read("14.30")];
console.log("any-date-parser 2.2.4:", seen);
assert.equal(seen[0], "2026-03-16 14:30:00");
assert.equal(seen[1], "2026-03-16 00:00:00", "the hour is read");
assert.match(seen[2], /-14 00:00:00$/, "a point is an hour");
JS
TZ=UTC node "$home/look.mjs"

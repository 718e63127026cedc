#!/bin/sh
# chrono reads "vanavond om 8 uur" (tonight at 8) as eight in the morning.
#
# Expected: 20:00, as its English reader has "tonight at 8". Seen with chrono-node 2.10.3, locale nl: 08:00 of the same
# day, which is past; likewise "morgenmiddag om 3 uur" is 03:00.
# Why it matters: a parents' evening gets a reminder in the morning, or at once because the moment seems past.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" chrono-node@2.10.3
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { en, nl } from "chrono-node";

const now = new Date("2026-03-11T10:00:00");
const stamp = (date) => date.toLocaleString("sv").slice(0, 16);
const read = (text) => {
  const found = nl.parse(text, now).map((each) => `${each.text} = ${stamp(each.start.date())}`);
  console.log(`${text} ->`, found);
  return found;
};
console.log("chrono-node 2.10.3, read on", stamp(now));
assert.deepEqual(read("vanavond om 8 uur"), ["vanavond om 8 uur = 2026-03-11 08:00"], "the evening is seen");
assert.deepEqual(read("morgenmiddag om 3 uur"), ["morgenmiddag om 3 uur = 2026-03-12 03:00"], "the afternoon is seen");
assert.equal(stamp(en.parse("tonight at 8", now)[0].start.date()), "2026-03-11 20:00");
JS
TZ=Europe/Amsterdam node "$home/look.mjs"

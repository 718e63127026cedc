#!/bin/sh
# marked-plaintify glues the lines of a paragraph: "maandag" and "dinsdag" become "maandagdinsdag".
#
# Expected: two lines, or a space between. Seen with marked-plaintify 1.1.1 behind marked 18.2.1: a break (two spaces
# at the end of a line) leaves nothing. The steps of a numbered list lose their numbers, and a box its tick.
# Why it matters: addresses, times and days of an answer stand on lines so; its plain text, for a preview or a search,
# has words in it that nobody types.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" marked@18.2.1 marked-plaintify@1.1.1
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { Marked } from "marked";
import module from "marked-plaintify";

const marked = new Marked({ gfm: true }).use((module.default ?? module)());
const seen = ["maandag\ndinsdag", "maandag  \ndinsdag", "5. vijf\n6. zes", "- [x] klaar\n- [ ] open"];
const plain = seen.map((text) => marked.parse(text).trim());
console.log("marked-plaintify 1.1.1", plain);
assert.equal(plain[0], "maandag\ndinsdag");
assert.equal(plain[1], "maandagdinsdag", "a break is a space at least");
assert.deepEqual(plain.slice(2), ["vijf\nzes", "klaar\nopen"]);
JS
node "$home/look.mjs"

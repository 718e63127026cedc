#!/bin/sh
# natural-orderby puts "1.10" before "1.9", and "artikel 1.9" before "artikel 1.10".
#
# Expected: one order for both; natural order is what the package is for. Seen with natural-orderby 5.0.0: a text that
# is a number by itself is compared as a number, 1.1 before 1.9; with a word before it the part behind the full stop
# is a number of its own. "1.234" stands before "999" by the same rule.
# Why it matters: the paragraphs of an agreement, 1.1 to 1.12, get another order in a list of numbers than in a list
# of titles; a reader who counts along misses one.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" natural-orderby@5.0.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { orderBy } from "natural-orderby";

const numbers = ["1.10", "1.9", "1.2", "1.1"];
const seen = [orderBy(numbers), orderBy(numbers.map((number) => `artikel ${number}`)), orderBy(["999", "1.234"])];
console.log("natural-orderby 5.0.0", seen);
assert.deepEqual(seen[1], ["artikel 1.1", "artikel 1.2", "artikel 1.9", "artikel 1.10"]);
assert.deepEqual(seen[0], ["1.10", "1.1", "1.2", "1.9"], "the number of a paragraph is no decimal");
assert.deepEqual(seen[2], ["1.234", "999"]);
JS
node "$home/look.mjs"

#!/bin/sh
# gray-matter reads "open: 12:30" as 750 and "telefoon: 0765" as 501, and leaves "nee" and "no" as they are.
#
# Expected: the text 12:30 and the number 765, as yaml 2.8.1 has it by YAML 1.2; or YAML 1.1 throughout, where no is
# false. Seen with gray-matter 4.0.3, which brings js-yaml 3: numbers go by the old rules (hours are counted in minutes,
# noughts in front stand for base eight), yes and no by the new ones. "09:00" stays text, since 09 is no such number, so
# that half of the hours come out right.
# Why it matters: hours and numbers at the head of an entry reach the reader as others, and a look at "no", the known
# trap, shows nothing.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" gray-matter@4.0.3 yaml@2.8.1
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import matter from "gray-matter";
import { parse } from "yaml";

const head = "open: 12:30\nvroeg: 09:00\ntelefoon: 0765\nland: no\n";
const seen = matter(`---\n${head}---\nTekst\n`).data;
const other = parse(head);
console.log("gray-matter 4.0.3", seen, "yaml 2.8.1", other);
assert.deepEqual(other, { open: "12:30", vroeg: "09:00", telefoon: 765, land: "no" });
assert.deepEqual(seen, { open: 750, vroeg: "09:00", telefoon: 501, land: "no" }, "12:30 is an hour");
JS
node "$home/look.mjs"

#!/bin/sh
# html-to-md leaves out the points of a list that aren't closed: "<ul><li>een<li>twee</ul>" is nothing.
#
# Expected: two points; HTML lets </li> be left out, as it does </p>, </td> and </tr>. Seen with html-to-md 0.8.8: a
# point without </li> is dropped with its words, so is a table without </td>; two open <p> are shown as tags.
# Why it matters: what makes HTML smaller leaves these tags out; the answer that is made of it says "these three are
# needed:" and then nothing.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" html-to-md@0.8.8
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import module from "html-to-md";

const markdown = module.default ?? module;
const seen = [
  "<p>Voor</p><ul><li>een</li><li>twee</li></ul><p>Na</p>",
  "<p>Voor</p><ul><li>een<li>twee</ul><p>Na</p>",
  "<p>Voor</p><ol><li>een</li><li>twee</ol><p>Na</p>",
  "<p>Voor<p>Na",
  "<table><tr><th>Vak<th>Uren<tr><td>taal<td>12</table><p>Na</p>",
].map((html) => markdown(html));
console.log("html-to-md 0.8.8", seen);
assert.equal(seen[0], "Voor\n\n* een\n* twee\n\nNa");
assert.deepEqual(seen.slice(1), ["Voor\n\nNa", "Voor\n\n1. een\n\nNa", "<p>Voor<p>Na", "Na"], "open tags are read");
JS
node "$home/look.mjs"

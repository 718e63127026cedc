#!/bin/sh
# html-to-text loses the quotation marks of <q>: what somebody else said is said by the page.
#
# Expected: De wet zegt "niet verplicht"., as a browser shows it. Seen with html-to-text 10.0.1: De wet zegt niet
# verplicht. A <blockquote> keeps its marks, and html2text puts marks around <q>.
# Why it matters: an entry quotes a law or a claim that it goes on to deny; without the marks the claim stands there as
# the answer.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" html-to-text@10.0.1
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { convert } from "html-to-text";

const [inline, block] = [convert("<p>De wet zegt <q>niet verplicht</q>.</p>"), convert("<blockquote>niet verplicht</blockquote>")];
console.log("html-to-text 10.0.1:", inline, "-", block);
assert.equal(block, "> niet verplicht");
assert.equal(inline, "De wet zegt niet verplicht.", "the marks are there");
JS
node "$home/look.mjs"

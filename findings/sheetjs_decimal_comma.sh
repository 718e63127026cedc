#!/bin/sh
# SheetJS reads 1,5 in a Dutch CSV file as 15, and 12,25 as 1225.
#
# Expected: 1.5, or the text "1,5": the file has semicolons between its cells, as Excel writes it where a comma is for
# decimals. Seen with xlsx 0.18.5, the last on npm: the comma is taken out, wherever it stands; shown as text the cell
# still says "1,5". "1.234,50" becomes 1.2345.
# Why it matters: hours per week in a table become ten times as many in one way of reading the sheet and are right in
# the other.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" xlsx@0.18.5
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import xlsx from "xlsx";

const book = xlsx.read("Vak;Uren\ntaal;2\nrekenen;1,5\nEngels;12,25\ntotaal;1.234,50\n", { type: "string" });
const rows = (raw) => xlsx.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { raw }).map((row) => row.Uren);
console.log("xlsx 0.18.5", rows(true), rows(false));
assert.equal(rows(true)[0], 2);
assert.deepEqual(rows(false), ["2", "1,5", "12,25", "1.234,50"]);
assert.deepEqual(rows(true).slice(1), [15, 1225, 1.2345], "a comma is for decimals");
JS
node "$home/look.mjs"

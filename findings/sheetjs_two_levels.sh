#!/bin/sh
# SheetJS reads the levels "3-4" in a CSV file as 4 March 2001.
#
# Expected: the text "3-4", as exceljs keeps it, or a day of this year, as Excel does. Seen with xlsx 0.18.5, the last
# on npm: "3-4" becomes day 36954, shown as "3/4/01", and "1/2" the second of January 2001. "03-04-2026" is 4 March,
# American, in a column where "13-04-2026" stays text.
# Why it matters: "niveau 3-4" is how two levels are written, and what was meant can't be got back from the sheet.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" xlsx@0.18.5
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import xlsx from "xlsx";

const book = xlsx.read("Niveau\n3\n3-4\n1/2\n03-04-2026\n13-04-2026\n", { type: "string" });
const rows = (raw) => xlsx.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { raw }).map((row) => row.Niveau);
console.log("xlsx 0.18.5", rows(true), rows(false));
assert.equal(rows(true)[0], 3);
assert.equal(rows(true)[4], "13-04-2026");
assert.deepEqual(rows(false).slice(1, 3), ["3/4/01", "1/2/01"], "two levels are no day");
assert.equal(xlsx.SSF.format("yyyy-mm-dd", rows(true)[1]), "2001-03-04");
assert.equal(xlsx.SSF.format("yyyy-mm-dd", rows(true)[3]), "2026-03-04", "the day stands first");
JS
TZ=UTC node "$home/look.mjs"

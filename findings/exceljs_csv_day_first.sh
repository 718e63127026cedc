#!/bin/sh
# exceljs reads 03-04-2026 in a CSV file as 4 March, and leaves 13-04-2026 in the same column a text.
#
# Expected: one reading for a column; text, or the third of April, as 13 can only be a day. Seen with exceljs 4.4.0:
# month first where that is possible. "0612345678" loses its first figure and the class "1e3" becomes 1000.
# Why it matters: the first twelve days of each month change places with the months in a planning, and the others
# don't.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" exceljs@4.4.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { Readable } from "node:stream";
import exceljs from "exceljs";

const lines = "Dag;Telefoon;Groep\n03-04-2026;0612345678;1e3\n13-04-2026;06-12345678;1f3\n";
const sheet = await new exceljs.Workbook().csv.read(Readable.from([lines]), { parserOptions: { delimiter: ";" } });
const seen = [2, 3].map((number) => sheet.getRow(number).values.slice(1));
console.log("exceljs 4.4.0", seen);
assert.deepEqual(seen[1], ["13-04-2026", "06-12345678", "1f3"]);
assert.equal(seen[0][0].toISOString().slice(0, 10), "2026-03-04", "the day stands first");
assert.deepEqual(seen[0].slice(1), [612345678, 1000], "a telephone number is a text");
JS
TZ=UTC node "$home/look.mjs"

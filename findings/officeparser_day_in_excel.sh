#!/bin/sh
# officeparser gives the day 11 March 2026 in an Excel sheet as 46092, and 26:30 hours as 1.104166...
#
# Expected: a day that can be read, since plain text and Markdown are made for people and models, and the file says with
# each cell that it is a day (its number format). Seen with officeparser 7.8.0: the number under the day is written, in
# text, Markdown and in the cell of its tree, which names no format either, so that 46092 can't be told from an amount.
# Why it matters: a planning of open days loses all its days, and the bot offers numbers in their place.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" officeparser@7.8.0 exceljs@4.4.0
cat > "$home/look.cjs" <<'JS'
const assert = require("node:assert");
const ExcelJS = require("exceljs");
const { parseOffice } = require("officeparser");

(async () => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("Planning");
  sheet.addRow(["Open dag", new Date(Date.UTC(2026, 2, 11)), 26.5 / 24]);
  sheet.getCell("B1").numFmt = "d mmmm yyyy";
  sheet.getCell("C1").numFmt = "[h]:mm";
  const parsed = await parseOffice(Buffer.from(await book.xlsx.writeBuffer()), { fileType: "xlsx" });
  const text = (await parsed.to("text")).value.trim();
  const cell = parsed.content[0].children[0].children[1];
  console.log("officeparser 7.8.0", [text, (await parsed.to("md")).value.split("\n").filter((line) => line.startsWith("| Open"))]);
  console.log(JSON.stringify(cell));
  assert.match(text, /^Open dag\t46092\t1\.10416/, "the day can be read");
  assert.ok(!JSON.stringify(cell).includes("mmmm"), "the cell names its format");
})();
JS
node "$home/look.cjs"

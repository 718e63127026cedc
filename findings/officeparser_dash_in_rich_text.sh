#!/bin/sh
# officeparser drops the dash of a Rich Text file: "2026–2027" is "20262027"; a hyphen that may not break becomes "_".
#
# Expected: a dash, as in Word, which writes \endash and \emdash; both are plain words of the format, like the quotation
# marks \lquote and \rquote, which come out well. Seen with officeparser 7.8.0: \endash and \emdash are dropped without
# a space, \_ (the hyphen that may not break) is "_" and \~ (the space that may not break) is "~". A dash written as
# the byte \'96 is kept.
# Why it matters: opening hours, school years and amounts run together into one number that nobody finds.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" officeparser@7.8.0
cat > "$home/look.cjs" <<'JS'
const assert = require("node:assert");
const { parseOffice } = require("officeparser");

const lines = {
  "schooljaar 2026\\'962027": "schooljaar 2026–2027",
  "de \\lquote stage\\rquote": "de ‘stage’",
  "schooljaar 2026\\endash 2027": "schooljaar 20262027",
  "mentor\\emdash of ouder": "mentorof ouder",
  "vmbo\\_mbo": "vmbo_mbo",
  "12\\~euro": "12~euro",
};

(async () => {
  const seen = {};
  for (const line of Object.keys(lines)) {
    const file = Buffer.from(`{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\f0 ${line}\\par}`);
    seen[line] = (await (await parseOffice(file, { fileType: "rtf" })).to("text")).value.trim();
  }
  console.log("officeparser 7.8.0", seen);
  assert.deepEqual(seen, lines, "dashes stay");
})();
JS
node "$home/look.cjs"

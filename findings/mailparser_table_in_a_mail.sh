#!/bin/sh
# mailparser glues the cells of a table in a mail: "taal", "12" and "rekenen" become "taal12rekenen".
#
# Expected: the cells stay apart, as lines do; text is what it makes of a mail that has HTML alone, and <br> and lists
# come out well. Seen with mailparser 3.14.2: the cells of a table and the two halves of a definition list follow one
# another without a space.
# Why it matters: Outlook sends a timetable as a table; hours and courses run together, "1" and "2" in cells that adjoin
# read as 12, and none of the words are found.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" mailparser@3.14.2
cat > "$home/look.cjs" <<'JS'
const assert = require("node:assert");
const { simpleParser } = require("mailparser");

const mail = (html) =>
  ["From: school@example.org", "Subject: Rooster", "MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8", "", html].join("\r\n");

(async () => {
  const table = "<table><tr><th>Vak</th><th>Uren</th></tr><tr><td>taal</td><td>1</td><td>2</td></tr><tr><td>rekenen</td><td>3</td></tr></table>";
  const seen = [];
  for (const html of ["<p>regel een<br>regel twee</p>", table, "<dl><dt>Wie tekent?</dt><dd>De school.</dd></dl>"])
    seen.push((await simpleParser(mail(html))).text.trim());
  console.log("mailparser 3.14.2", seen);
  assert.deepEqual(seen, ["regel een\nregel twee", "VakUrentaal12rekenen3", "Wie tekent?De school."], "the cells stay apart");
})();
JS
node "$home/look.cjs"

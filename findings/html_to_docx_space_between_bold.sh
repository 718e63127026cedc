#!/bin/sh
# html-to-docx glues a bold word to the word in italics behind it: "bestuur tekent" becomes "bestuurtekent".
#
# Expected: the space between two marked words is text. Seen with html-to-docx 1.8.0: a space that has a tag on both
# sides is dropped, between bold, italics, underlined words and a link alike; next to plain words it stays. The second
# paragraph of a step is left out altogether.
# Why it matters: a name beside a term in bold, or two links in a row, are one long word that no search finds; "Dat kan
# tot 1 mei." below a step is gone.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" html-to-docx@1.8.0 fflate@0.8.3
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { strFromU8, unzipSync } from "fflate";
import toDocx from "html-to-docx";

const read = async (html) => {
  const file = await toDocx(html);
  const bytes = new Uint8Array(file.arrayBuffer ? await file.arrayBuffer() : file);
  const document = strFromU8(unzipSync(bytes)["word/document.xml"]);
  return [...document.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((found) => found[1]).join("");
};
const pages = {
  plain: "<p>Het <b>bestuur</b> tekent zelf.</p>",
  marked: "<p>Het <b>bestuur</b> <i>tekent</i> zelf.</p>",
  link: '<p><a href="https://duo.nl">DUO</a> <b>meldt</b></p>',
  step: "<ol><li><p>Het bestuur tekent.</p><p>Dat kan tot 1 mei.</p></li></ol>",
};
const seen = {};
for (const [name, html] of Object.entries(pages)) seen[name] = await read(html);
console.log("html-to-docx 1.8.0", seen);
assert.equal(seen.plain, "Het bestuur tekent zelf.");
assert.deepEqual([seen.marked, seen.link], ["Het bestuurtekent zelf.", "DUOmeldt"], "the space is kept");
assert.equal(seen.step, "Het bestuur tekent.");
JS
node "$home/look.mjs"

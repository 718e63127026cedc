#!/bin/sh
# Autolinker takes the closing quotation mark of 'https://duo.nl/zakelijk' into the link, which then opens nothing.
#
# Expected: the mark stays outside, as it does for "...", “...” and ‘...’, and as linkifyjs 4.4.0 has it. Seen with
# Autolinker 4.1.5: behind an address with a path a straight single mark is part of the link, and at the end of a
# longer quotation too; behind a bare https://duo.nl it isn't.
# Why it matters: addresses are put between such marks in mails and messages; the link looks right but for one small
# mark, and the page at the other end says that it does not exist.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" autolinker@4.1.5 linkifyjs@4.4.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import autolinker from "autolinker";
import * as linkify from "linkifyjs";

const { parse } = autolinker.default ?? autolinker;
const links = (text) => parse(text, {}).map((match) => match.getAnchorHref());
const page = "https://duo.nl/zakelijk";
for (const text of [`"${page}"`, `“${page}”`, `‘${page}’`]) assert.deepEqual(links(text), [page]);
assert.deepEqual(links("'https://duo.nl'"), ["https://duo.nl"]);
for (const text of [`'${page}'`, `Hij schreef: 'zie ${page}'.`]) {
  console.log("Autolinker 4.1.5:", text, "->", links(text));
  assert.deepEqual(linkify.find(text).map((link) => link.href), [page]);
  assert.deepEqual(links(text), [`${page}'`], "the mark stays outside");
}
JS
node "$home/look.mjs"

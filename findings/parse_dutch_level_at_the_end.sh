#!/bin/sh
# parse-dutch sees no end of a sentence behind "niveau 4." or "leerjaar 3.".
#
# Expected: two sentences in "Dit geldt voor niveau 4. Daarna niet.", as for "Dit geldt tot 2026. Daarna niet." Seen
# with parse-dutch 7.0.0 (the parser of retext-dutch): one; a number of up to three figures, or a single letter, with a
# point is always taken for the head of what follows.
# Why it matters: sentences about levels and years of school end this way; an answer cut to one sentence runs on into
# the next, which says the opposite here.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" parse-dutch@7.0.0 nlcst-to-string@4.0.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { toString } from "nlcst-to-string";
import { ParseDutch } from "parse-dutch";

const sentences = (node) => (node.type === "SentenceNode" ? [toString(node)] : (node.children ?? []).flatMap(sentences));
const count = (text) => {
  const found = sentences(new ParseDutch().parse(text));
  console.log("parse-dutch 7.0.0:", found);
  return found.length;
};
assert.equal(count("Dit geldt tot 2026. Daarna niet."), 2);
assert.equal(count("Dhr. Jansen en mevr. De Vries komen. Daarna niet."), 2);
assert.equal(count("Dit geldt voor niveau 4. Daarna niet."), 1, "there are two");
assert.equal(count("Dit geldt voor leerjaar 3. Daarna niet."), 1);
JS
node "$home/look.mjs"

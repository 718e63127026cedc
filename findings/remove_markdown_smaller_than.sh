#!/bin/sh
# remove-markdown makes "niveau < 3 en leeftijd > 16" into "niveau  16", and "Mail <info@school.nl> of bel" into "Mail  of bel".
#
# Expected: "<" with a space behind it is a sign, in CommonMark and in HTML; an address in < > is a link whose text is
# the address (CommonMark 0.31, 6.5), and text is what the package keeps. Seen with remove-markdown 0.7.0: all between
# the two signs goes, as if it were a tag. markdown-it shows both.
# Why it matters: limits and where to turn to are what an answer is about; the plain text, as an index or a short message
# takes it, says something else or breaks off.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" remove-markdown@0.7.0 markdown-it@15.0.3
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import MarkdownIt from "markdown-it";
import removeMarkdown from "remove-markdown";

const texts = ["niveau < 3 en leeftijd > 16", "Mail <info@school.nl> of bel", "Zie <https://duo.nl>.", "**Wie** tekent?"];
const seen = texts.map((text) => removeMarkdown(text));
const shown = texts.map((text) => new MarkdownIt().renderInline(text).replace(/<[^>]*>/g, "").replace("&lt;", "<").replace("&gt;", ">"));
texts.forEach((text, at) => console.log(`${text} -> remove-markdown: ${seen[at]} - shown by markdown-it: ${shown[at]}`));
assert.deepEqual(shown, ["niveau < 3 en leeftijd > 16", "Mail info@school.nl of bel", "Zie https://duo.nl.", "Wie tekent?"]);
assert.equal(seen[3], "Wie tekent?");
assert.deepEqual(seen.slice(0, 3), ["niveau  16", "Mail  of bel", "Zie ."], "the words are kept");
JS
node "$home/look.mjs"

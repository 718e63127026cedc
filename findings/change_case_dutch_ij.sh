#!/bin/sh
# change-case cuts the Dutch IJ in two: "IJsselcollege" becomes "I Jsselcollege", and "i-jsselcollege" in an address.
#
# Expected: one word, for a Dutch name that begins with ij has both letters as capitals (IJmuiden, IJsselstein), and the
# package takes accented letters well: "Één school" gives "één-school". Seen with change-case 5.4.4: two capitals before
# a small letter are read as the end of an abbreviation and the beginning of a word. title-case 4.3.2, of the same
# makers, leaves the name whole.
# Why it matters: the name of a school in a heading is misspelt, and an address made of a title is not the one that
# somebody types.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" change-case@5.4.4 title-case@4.3.2
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { capitalCase, kebabCase, sentenceCase } from "change-case";
import { titleCase } from "title-case";

const show = (text) => [capitalCase(text), sentenceCase(text), kebabCase(text), titleCase(text)];
const whole = show("Één school");
const cut = show("IJsselcollege");
console.log("change-case 5.4.4, title-case 4.3.2:", whole, cut, show("Route naar IJmuiden"));
assert.equal(whole[2], "één-school");
assert.deepEqual(cut, ["I Jsselcollege", "I jsselcollege", "i-jsselcollege", "IJsselcollege"], "the name stays one word");
JS
node "$home/look.mjs"

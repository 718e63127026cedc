#!/bin/sh
# recognizers-text, asked for Dutch, reads € 1.234,56 as 1.794 euro.
#
# Expected: 1234.56, or a refusal, for this package knows no Dutch. Seen with @microsoft/recognizers-text-suite 1.3.1:
# "nl-nl" passes over into English without a word, and there the text is one number that is worked out as
# 1.234 + 0.56. "€ 2.500" is 2.5. In French, which it knows, the same text is 1234,56; with its last argument false
# (no fallback) recognizeNumber refuses Dutch.
# Why it matters: the answer is marked as an amount in euro and is about a thousand times too small.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" @microsoft/recognizers-text-suite@1.3.1
cat > "$home/look.cjs" <<'JS'
const assert = require("node:assert");
const { recognizeCurrency, recognizeNumber } = require("@microsoft/recognizers-text-suite");

const texts = ["€ 1.234,56", "€ 1.250,00", "€ 2.500", "€ 12,50"];
const read = (text, culture) => recognizeCurrency(text, culture).map((found) => `${found.resolution.unit} ${found.resolution.value}`);
const dutch = texts.flatMap((text) => read(text, "nl-nl"));
console.log("@microsoft/recognizers-text-suite 1.3.1", texts);
console.log("nl-nl", dutch);
console.log("fr-fr", texts.flatMap((text) => read(text, "fr-fr")));
assert.throws(() => recognizeNumber("1.234,56", "nl-nl", 0, false), /Could not find Model/);
assert.deepEqual(dutch, ["Euro 1.794", "Euro 1.25", "Euro 2.5", "Euro 12.5"], "it is read as in Dutch or refused");
JS
node "$home/look.cjs"

#!/bin/sh
# tinyld knows "Wie tekent de overeenkomst?" as Dutch and takes it for German when more Dutch words follow.
#
# Expected: more text in one language makes that language surer. Seen with tinyld 1.3.4: "Wie tekent de overeenkomst?"
# is nl, "Wie tekent de overeenkomst tussen de scholen?" de; with only: ["nl", "en"] both are nl.
# Why it matters: a longer, clearer question gets an answer in the wrong language.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" tinyld@1.3.4
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { detect } from "tinyld";

const short = "Wie tekent de overeenkomst?";
const long = "Wie tekent de overeenkomst tussen de scholen?";
console.log("tinyld 1.3.4:", detect(short), detect(long), "- of two:", detect(long, { only: ["nl", "en"] }));
assert.equal(detect(short), "nl");
assert.equal(detect(long, { only: ["nl", "en"] }), "nl");
assert.equal(detect(long), "de", "it is Dutch");
JS
node "$home/look.mjs"

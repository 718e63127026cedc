#!/bin/sh
# franc takes "Hoe lang duurt de leerroute?" for French and a longer question for German.
#
# Expected: nld; "hoe", "duurt" and "de" together are no other language, and it is past the ten letters below which
# franc does not answer. Seen with franc-min 6.2.0: fra; "Wie tekent de overeenkomst tussen de scholen?", 45 characters,
# is deu, and "Waar vind ik de SOK?" swe. With only: ["nld", "eng"] all three are nld.
# Why it matters: the answer comes in English, the fallback, to a teacher who asked in plain Dutch.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" franc-min@6.2.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { franc } from "franc-min";

const texts = ["Hoe lang duurt de leerroute?", "Wie tekent de overeenkomst tussen de scholen?", "Waar vind ik de SOK?"];
const seen = texts.map((text) => franc(text));
const chosen = texts.map((text) => franc(text, { only: ["nld", "eng"] }));
console.log("franc-min 6.2.0:", seen, "of Dutch and English:", chosen);
assert.deepEqual(chosen, ["nld", "nld", "nld"]);
assert.deepEqual(seen, ["fra", "deu", "swe"], "it is Dutch");
JS
node "$home/look.mjs"

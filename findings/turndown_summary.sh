#!/bin/sh
# turndown glues the question of a <summary> to the answer.
#
# Expected: what a browser shows on two lines stands apart. Seen with turndown 7.2.5: <summary>Wie tekent?</summary>Het
# bestuur. becomes "Wie tekent?Het bestuur."; where the answer stands in a <p> there is a blank line. <dt> and <dd> are
# set apart too; summary is not among its block elements.
# Why it matters: folding lists are how sites write frequently asked questions; entries made of them have a question and
# an answer in one word.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" turndown@7.2.5
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import Turndown from "turndown";

const markdown = (html) => new Turndown().turndown(html);
const bare = markdown("<details><summary>Wie tekent?</summary>Het bestuur.</details>");
const paragraph = markdown("<details><summary>Wie tekent?</summary><p>Het bestuur.</p></details>");
console.log("turndown 7.2.5:", JSON.stringify([bare, paragraph]));
assert.equal(paragraph, "Wie tekent?\n\nHet bestuur.");
assert.equal(bare, "Wie tekent?Het bestuur.", "they stand apart");
JS
node "$home/look.mjs"

#!/bin/sh
# turndown-plugin-gfm breaks a table where a cell holds a paragraph.
#
# Expected: the cell's text on the line of its row, as a row of a Markdown table is one line. Seen with
# turndown-plugin-gfm 1.0.2 and turndown 7.2.5: <td><p>een</p><p>twee</p></td> puts blank lines in the row; marked
# 16.0.0 reads a row without its second cell, and loose paragraphs behind the table. A <br> in a cell does the same.
# Why it matters: editors of school sites and Word put paragraphs in cells; the answer column drops out of the table.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" turndown@7.2.5 turndown-plugin-gfm@1.0.2 marked@16.0.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { lexer } from "marked";
import Turndown from "turndown";
import plugin from "turndown-plugin-gfm";

const tool = new Turndown();
tool.use(plugin.gfm);
const head = "<thead><tr><th>Wie</th><th>Taak</th></tr></thead>";
const table = (cell) => tool.turndown(`<table>${head}<tbody><tr><td>mbo</td><td>${cell}</td></tr></tbody></table>`);
const blocks = (text) => lexer(text).map((each) => each.type).filter((type) => type !== "space");
const plain = table("tekenen");
const broken = table("<p>tekenen</p><p>delen</p>");
console.log("turndown-plugin-gfm 1.0.2:", JSON.stringify(broken), blocks(broken));
assert.deepEqual(blocks(plain), ["table"]);
assert.equal(blocks(broken)[0], "table");
assert.ok(blocks(broken).length > 1, "the table stays whole");
JS
node "$home/look.mjs"

#!/bin/sh
# node-html-markdown glues the lines of a cell: "Zoomvliet<br>Breda" is "ZoomvlietBreda".
#
# Expected: a space, or <br>, as a row of a Markdown table is one line. Seen with node-html-markdown 2.0.0: a <br>, two
# paragraphs and the points of a list are all put together without anything between them; outside a table they stand
# apart.
# Why it matters: cells hold addresses, names and points on lines of their own; words run together, and two numbers
# become one.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" node-html-markdown@2.0.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import nhm from "node-html-markdown";

const cell = (html) => nhm.NodeHtmlMarkdown.translate(`<table><tr><th>Uren</th></tr><tr><td>${html}</td></tr></table>`).split("\n").at(-1);
const lines = ["12<br>14", "<p>12</p><p>14</p>", "<ul><li>12</li><li>14</li></ul>"];
console.log("node-html-markdown 2.0.0:", lines.map(cell));
assert.equal(nhm.NodeHtmlMarkdown.translate(lines[0]), "12  \n14");
for (const html of lines) assert.equal(cell(html), "| 1214 |", "they stand apart");
JS
node "$home/look.mjs"

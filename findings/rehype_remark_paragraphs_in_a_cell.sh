#!/bin/sh
# rehype-remark glues two paragraphs in the cell of a table: "12" and "14" become 1214.
#
# Expected: something between them, as it puts a space for a <br> there. Seen with rehype-remark 10.0.1 and remark-gfm
# 4.0.1: "| 1214 |"; outside a table the paragraphs stand apart.
# Why it matters: Word and the editors of sites put each line of a cell into a paragraph; words run together and numbers
# become others.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" unified@11.0.5 rehype-parse@9.0.1 rehype-remark@10.0.1 remark-gfm@4.0.1 remark-stringify@11.0.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";

const steps = unified().use(rehypeParse, { fragment: true }).use(rehypeRemark).use(remarkGfm).use(remarkStringify);
const markdown = (html) => String(steps.processSync(html));
const cell = (html) => markdown(`<table><tr><th>Uren</th></tr><tr><td>${html}</td></tr></table>`).trim().split("\n").at(-1);
const [broken, paragraphs] = [cell("12<br>14"), cell("<p>12</p><p>14</p>")];
console.log("rehype-remark 10.0.1:", broken, paragraphs);
assert.equal(broken, "| 12 14 |");
assert.equal(paragraphs, "| 1214 |", "they stand apart");
JS
node "$home/look.mjs"

#!/bin/sh
# rehype-remark breaks the row of a table in two where a cell holds a list.
#
# Expected: the points on the line of the row, as a row of a Markdown table is one line. Seen with rehype-remark 10.0.1,
# remark-gfm 4.0.1 and remark-stringify 11.0.0: the second point stands on a line of its own with the rest of the row,
# and marked 18.2.1 reads a row without its second cell and, behind the table, a list that holds a stroke.
# Why it matters: "who does what" is a table with points in its cells; the second column drops out of it.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" unified@11.0.5 rehype-parse@9.0.1 rehype-remark@10.0.1 remark-gfm@4.0.1 remark-stringify@11.0.0 marked@18.2.1
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";

const steps = unified().use(rehypeParse, { fragment: true }).use(rehypeRemark).use(remarkGfm).use(remarkStringify);
const markdown = (html) => String(steps.processSync(html));
const { marked } = await import("marked");
const text = markdown("<table><tr><th>Taken</th><th>Wie</th></tr><tr><td><ul><li>melden</li><li>tekenen</li></ul></td><td>bestuur</td></tr></table>");
const page = marked.parse(text);
console.log("rehype-remark 10.0.1:", text, page);
const behind = page.slice(page.indexOf("</table>"));
assert.ok(behind.includes("<li>tekenen | bestuur") || behind.includes("<li>tekenen    | bestuur"), "the row is whole");
JS
node "$home/look.mjs"

#!/bin/sh
# rehype-remark leaves out the caption of a table.
#
# Expected: its words above the table, since Markdown has no caption; a <figcaption> and a <legend> come through. Seen
# with rehype-remark 10.0.1: only the rows are there, without a message.
# Why it matters: the caption says what the figures are ("uren per week, leerjaar 4"); without it they are taken for
# whatever the reader thinks of.
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
const file = steps.processSync("<table><caption>Uren per week</caption><tr><th>Vak</th></tr><tr><td>Nederlands</td></tr></table>");
const figure = markdown("<figure><img src=kaart.png alt=kaart><figcaption>De kaart</figcaption></figure>");
console.log("rehype-remark 10.0.1:", JSON.stringify(String(file)), JSON.stringify(figure), file.messages);
assert.ok(figure.includes("De kaart"));
assert.ok(markdown("<fieldset><legend>Wie?</legend>x</fieldset>").includes("Wie?"));
assert.ok(String(file).includes("Nederlands"));
assert.ok(!String(file).includes("per week") && file.messages.length === 0, "the caption is there");
JS
node "$home/look.mjs"

#!/bin/sh
# remark writes "gezag" as "geza&#x67;" where a bold word follows that begins with a space.
#
# Expected: "gezag **tekent** dit", the spaces moved out of the bold, as turndown 7.2.5 and markdownify have it. Seen
# with remark-stringify 11.0.0 behind rehype-remark 10.0.1: "geza&#x67;**&#x20;tekent&#x20;**&#x64;it": right once it is
# shown as a page, with letters in numbers until then.
# Why it matters: entries are kept, searched, compared and cut as Markdown; no search for "gezag" finds this one, and an
# admin who opens it sees letters missing.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" unified@11.0.5 rehype-parse@9.0.1 rehype-remark@10.0.1 remark-gfm@4.0.1 remark-stringify@11.0.0 turndown@7.2.5
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";

const steps = unified().use(rehypeParse, { fragment: true }).use(rehypeRemark).use(remarkGfm).use(remarkStringify);
const markdown = (html) => String(steps.processSync(html));
const { default: Turndown } = await import("turndown");
const html = "<p>het gezag<b> tekent </b>dit</p>";
const [other, seen] = [new Turndown().turndown(html), markdown(html).trim()];
console.log("remark-stringify 11.0.0:", seen, "- turndown 7.2.5:", other);
assert.equal(other, "het gezag **tekent** dit");
assert.equal(seen, "het geza&#x67;**&#x20;tekent&#x20;**&#x64;it", "letters are letters");
JS
node "$home/look.mjs"

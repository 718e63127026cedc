#!/bin/sh
# @turbodocx/html-to-docx leaves out every word in <abbr>, <time>, <q>, <small>, <cite>, <dfn> and <label>.
#
# Expected: a tag that the package has no form for keeps its words, as a browser does with any tag it doesn't know. Seen
# with @turbodocx/html-to-docx 1.23.1: "Het mbo begint op 1 september." is "Het  begint op .", without a message; the
# words of <span>, <ins>, <mark> and <code> are there.
# Why it matters: government sites write abbreviations and dates that way, so that the file lacks just what and when.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" @turbodocx/html-to-docx@1.23.1 fflate@0.8.3
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { strFromU8, unzipSync } from "fflate";
import toDocx from "@turbodocx/html-to-docx";

const read = async (html) => {
  const file = await toDocx(html);
  const bytes = new Uint8Array(file.arrayBuffer ? await file.arrayBuffer() : file);
  const document = strFromU8(unzipSync(bytes)["word/document.xml"]);
  return [...document.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((found) => found[1]).join("");
};
const tags = ["span", "ins", "mark", "code", "abbr", "time", "q", "small", "cite", "dfn", "label"];
const kept = [];
for (const tag of tags) if ((await read(`<p>Het <${tag}>mbo</${tag}> begint.</p>`)).includes("mbo")) kept.push(tag);
const sentence = await read(`<p>Het <abbr title="middelbaar beroepsonderwijs">mbo</abbr> begint op <time>1 september</time>.</p>`);
console.log("@turbodocx/html-to-docx 1.23.1, words kept in:", kept.join(" "), "-", JSON.stringify(sentence));
assert.deepEqual(kept, tags.slice(0, 4), "the words are kept");
assert.equal(sentence, "Het  begint op .");
JS
node "$home/look.mjs"

#!/bin/sh
# happy-dom glues what a browser shows on lines of its own: the innerText of "12<br>14" is "1214".
#
# Expected: innerText is the text as it is shown (HTML standard, "the innerText getter"): <br> is an end of a line, so is
# each point of a list, the cells of a row stand apart by a tab, and white space of the source is one space. Seen with
# happy-dom 21.0.4: <br>, points, rows, cells and a <summary> are glued, and two spaces of the source stay two; paragraphs
# and the terms of a definition list do get their lines, and what is hidden by style is left out, so that it seems to be
# the shown text. linkedom gives the lines of <br> and of the points.
# Why it matters: it stands in for a browser in tests and where pages are read without one; an address, times and amounts
# run together in what goes into an index.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" happy-dom@21.0.4 linkedom@0.18.15
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { Window } from "happy-dom";
import { parseHTML } from "linkedom";

const pages = {
  "<br>": "<p>12<br>14</p>",
  points: "<ul><li>12</li><li>14</li></ul>",
  cells: "<table><tr><td>taal</td><td>12</td></tr><tr><td>rekenen</td><td>14</td></tr></table>",
  summary: "<details open><summary>Wie tekent?</summary>Het bestuur.</details>",
  spaces: "<p>het  bestuur</p>",
  paragraphs: "<p>12</p><p>14</p>",
  terms: "<dl><dt>Wie?</dt><dd>Jij.</dd></dl>",
  hidden: '<p>12</p><p style="display:none">14</p>',
};
const shown = (page) => {
  const window = new Window();
  window.document.body.innerHTML = page;
  return window.document.body.innerText;
};
const seen = Object.fromEntries(Object.entries(pages).map(([name, page]) => [name, shown(page)]));
const other = Object.fromEntries(
  Object.entries(pages).map(([name, page]) => [name, parseHTML(`<html><body>${page}</body></html>`).document.body.innerText]),
);
for (const name in pages) console.log(name, "-> happy-dom:", JSON.stringify(seen[name]), "- linkedom:", JSON.stringify(other[name]));
assert.deepEqual([seen.paragraphs, seen.terms, seen.hidden], ["12\n14", "Wie?\nJij.", "12"]);
assert.deepEqual([other["<br>"], other.points], ["12\n14", "12\n14"]);
assert.deepEqual([seen["<br>"], seen.points, seen.cells], ["1214", "1214", "taal12rekenen14"], "the lines are kept");
assert.deepEqual([seen.summary, seen.spaces], ["Wie tekent?Het bestuur.", "het  bestuur"], "it is as a browser shows it");
JS
node "$home/look.mjs"

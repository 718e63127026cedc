#!/bin/sh
# defuddle drops the steps of a page: a short list without full stops is taken for what blogs say of themselves.
#
# Expected: text of the article stays; a list of two steps between two paragraphs is no navigation and has no links.
# Seen with defuddle 0.19.4: the list is gone; with debug it names the reason, "blog metadata list". The same steps with
# a full stop behind each are kept, and so is the list behind a line that ends with a colon. Its README names what
# it removes, with a setting for each, and says nothing of such lists.
# Why it matters: "what do I have to do?" is answered from a page from which just that was left out.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" defuddle@0.19.4 linkedom@0.18.15
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { Defuddle } from "defuddle/node";

const before = "<p>" + "De leerling tekent de overeenkomst samen met de ouders, en de school stuurt haar op. ".repeat(3) + "</p>";
const after = "<p>" + "De mentor belt elke week met het bedrijf en vraagt hoe het met de stage gaat. ".repeat(3) + "</p>";
const page = (middle) =>
  `<!doctype html><html lang="nl"><head><title>Stage</title></head><body><main><article><h1>Zo regel je een stage</h1>` +
  `${before}${middle}${after}</article></main></body></html>`;
const list = (end) => `<ol><li>Meld je aan bij de mentor${end}</li><li>Teken de overeenkomst${end}</li></ol>`;
const middles = { plain: list(""), stops: list("."), colon: `<p>Dit is wat je doet:</p>${list("")}` };

const seen = {};
for (const [name, middle] of Object.entries(middles)) {
  const { content } = await Defuddle(page(middle), "https://example.org/stage", { markdown: true });
  assert.ok(content.includes("samen met de ouders") && content.includes("De mentor belt"));
  seen[name] = content.split("\n").filter((line) => /^\d\./.test(line));
}
console.log("defuddle 0.19.4", seen);
assert.equal(seen.stops.length, 2);
assert.equal(seen.colon.length, 2);
assert.deepEqual(seen.plain, [], "the steps stay");
JS
node "$home/look.mjs"

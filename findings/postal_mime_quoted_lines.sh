#!/bin/sh
# postal-mime puts a "> " into the middle of a quoted sentence, and an answer behind the question that it answers.
#
# Expected: in format=flowed a line that ends in a space goes on in the next one of the same depth of quotation; the
# marks come off before the lines are joined, and lines of different depth are never joined (RFC 3676, 4.5). Seen with
# postal-mime 4.0.0: "> Mag dit zonder > melding?", and "> Mag dit? Nee." where the answer began a line of its own.
# Lines that aren't quoted are joined as they should be.
# Why it matters: whoever takes quoted lines out of a mail to get at the answer throws the answer out too, and a
# question that is looked up holds marks.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" postal-mime@4.0.0
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import PostalMime from "postal-mime";

const text = async (...lines) => {
  const head = ["From: anna@example.org", "Content-Type: text/plain; charset=utf-8; format=flowed", ""];
  return (await PostalMime.parse([...head, ...lines, ""].join("\r\n"))).text;
};
const seen = {
  plain: await text("De school tekent ", "de overeenkomst."),
  quoted: await text("> Mag dit zonder ", "> melding?"),
  answered: await text("> Mag dit? ", "Nee."),
};
console.log("postal-mime 4.0.0", seen);
assert.equal(seen.plain, "De school tekent de overeenkomst.\n");
assert.equal(seen.quoted, "> Mag dit zonder > melding?\n", "the mark comes off");
assert.equal(seen.answered, "> Mag dit? Nee.\n", "the answer has a line of its own");
JS
node "$home/look.mjs"

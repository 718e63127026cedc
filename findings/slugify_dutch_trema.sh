#!/bin/sh
# @sindresorhus/slugify makes "coördinator" into "cooerdinator".
#
# Expected: coordinator; in Dutch the dots say that a new syllable begins, and are dropped where they can't be written.
# Seen with @sindresorhus/slugify 3.0.1, locale "nl" too: the German rule, oe for ö; "financiën" gives "financien",
# since German has no ë. So one word keeps its letters and another does not.
# Why it matters: addresses of entries get a spelling nobody types, in the very word for the people who use this bot.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" @sindresorhus/slugify@3.0.1
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import slugify from "@sindresorhus/slugify";

const seen = [slugify("coördinator"), slugify("coördinator", { locale: "nl" }), slugify("financiën")];
console.log("@sindresorhus/slugify 3.0.1:", seen);
assert.equal(seen[2], "financien");
assert.equal(seen[0], "cooerdinator", "oe is gone");
assert.equal(seen[1], "cooerdinator", "Dutch has its own rule");
JS
node "$home/look.mjs"

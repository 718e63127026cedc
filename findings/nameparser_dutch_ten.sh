#!/bin/sh
# nameparser takes the "ten" of "Karel ten Have" for a second first name; "Piet ter Horst" it has right.
#
# Expected: the surname ten Have, as it gives ter Horst, te Velde, van der Berg and op den Akker. Seen with nameparser
# 2.6.0: middle "ten", last "Have"; likewise "in 't Veld", "uit den Boogaard" and "bij de Vaate" lose their first word.
# Why it matters: a list of contacts is sorted and a letter addressed by half a name ("mevrouw Have"), for some of the
# people only.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "nameparser==2.6.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from nameparser import HumanName

print("nameparser", version("nameparser"))


def parts(name):
    human = HumanName(name)
    print(name, "->", [human.first, human.middle, human.last])
    return human.middle, human.last


for name in ("ter Horst", "te Velde", "van der Berg", "op den Akker"):
    assert parts(f"Karel {name}") == ("", name)
assert parts("Karel ten Have") == ("ten", "Have"), "the surname is whole"
assert parts("Anna in 't Veld") == ("in", "'t Veld")
assert parts("Jo bij de Vaate") == ("bij", "de Vaate")
PYTHON

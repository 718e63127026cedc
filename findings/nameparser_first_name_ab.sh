#!/bin/sh
# nameparser takes the first name of Ab de Vries for a title and leaves him without one.
#
# Expected: first "Ab", a usual Dutch name, as it has Ad, Bas, Cor and Ed de Vries. Seen with nameparser 2.6.0: title
# "Ab", first "", and so too for "Vries, Ab de". With the title taken out of Constants he has his name.
# Why it matters: in a list of contacts one colleague has no first name and a title he doesn't know of; a letter begins
# with "Geachte Ab de Vries" or with nothing.
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
people = {name: HumanName(f"{name} de Vries") for name in ("Ad", "Bas", "Cor", "Ed", "Ab")}
for name, human in people.items():
    print(name, "->", human.as_dict(include_empty=False))
assert all(people[name].first == name and not people[name].title for name in ("Ad", "Bas", "Cor", "Ed"))
assert (people["Ab"].title, people["Ab"].first) == ("Ab", ""), "it is a first name"
turned = HumanName("Vries, Ab de")
assert (turned.title, turned.first) == ("Ab", "")
PYTHON

#!/bin/sh
# python-frontmatter throws away what stands between two lines at the head of a page.
#
# Expected: a page that begins with a rule ("---"), a sentence and another rule has no front matter, as the sentence is
# no mapping, and stays whole. Seen with python-frontmatter 1.3.0: metadata is empty, content is what follows; the
# sentence is in neither.
# Why it matters: an admin who sets off a note at the top of an entry loses it on the next save, without an error.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "python-frontmatter==1.3.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import frontmatter

print("python-frontmatter", version("python-frontmatter"))
page = frontmatter.loads("---\nAlleen voor scholen met een overeenkomst.\n---\n\nWie tekent?\n")
print("metadata:", page.metadata, "- content:", repr(page.content), "- written again:", repr(frontmatter.dumps(page)))
assert page.metadata == {} and page.content == "Wie tekent?", "the sentence is kept"
PYTHON

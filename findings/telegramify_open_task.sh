#!/bin/sh
# telegramify-markdown ticks the box of a task that is still open.
#
# Expected: "- [ ] tekenen" becomes an empty box. Seen with telegramify-markdown 1.4.1, nothing set: U+2611, a box with
# a tick, for the open task, and another ticked sign for the one that is done.
# Why it matters: a coordinator who gets the open points of an agreement in the chat reads them as done.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "telegramify-markdown==1.4.1"
"$home/venv/bin/python" - <<'PYTHON'
import unicodedata
from importlib.metadata import version

from telegramify_markdown import convert

print("telegramify-markdown", version("telegramify-markdown"))
text, _ = convert("- [ ] tekenen\n- [x] delen")
signs = [unicodedata.name(line[0]) for line in text.strip().splitlines()]
print(signs)
assert signs == ["BALLOT BOX WITH CHECK", "WHITE HEAVY CHECK MARK"], "the open task looks open"
PYTHON

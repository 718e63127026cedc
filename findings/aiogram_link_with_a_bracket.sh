#!/bin/sh
# aiogram writes a link to https://nl.wikipedia.org/wiki/Mbo_(onderwijs) so that it ends at its first closing bracket.
#
# Expected: as_markdown() is what Telegram takes as MarkdownV2, where a closing bracket in an address needs a backslash.
# Seen with aiogram 3.31.0: the words of a link get their backslashes and its address gets none, so that ")" is left
# over behind the link, a character that by the description of the Bot API may not stand bare; python-telegram-bot 22.8
# writes "\)". The HTML of the same text is sound.
# Why it matters: many pages of Wikipedia have an address with brackets; the message that links to one is refused, and
# all others are sent.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "aiogram==3.31.0" "python-telegram-bot==22.8"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from aiogram.utils.formatting import Text, TextLink
from telegram.helpers import escape_markdown

address = "https://nl.wikipedia.org/wiki/Mbo_(onderwijs)"
seen = Text("Zie ", TextLink("mbo.", url=address)).as_markdown()
right = f"Zie [mbo\\.]({escape_markdown(address, version=2, entity_type='text_link')})"
print("aiogram", version("aiogram"), seen)
print("python-telegram-bot", version("python-telegram-bot"), right)
assert Text(TextLink("mbo.", url=address)).as_html() == f'<a href="{address}">mbo.</a>'
assert right == r"Zie [mbo\.](https://nl.wikipedia.org/wiki/Mbo_(onderwijs\))"
assert seen == rf"Zie [mbo\.]({address})", "the bracket has its backslash"
PYTHON

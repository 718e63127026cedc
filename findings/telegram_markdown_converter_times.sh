#!/bin/sh
# telegram-markdown-converter makes "5 * 3 * 2" into "5 _ 3 _ 2".
#
# Expected: stars with spaces around them are stars, in CommonMark (markdown-it-py 4.3.0 has them so), and become \* for
# Telegram. Seen with telegram-markdown-converter 1.0.6: they are taken for the ends of slanted text and written as bare
# underscores, which Telegram's MarkdownV2 reads as such.
# Why it matters: hours are worked out in answers (3 lessons * 40 weeks * 2 years); the sum in the chat has lost its
# signs.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "telegram-markdown-converter==1.0.6" "markdown-it-py==4.3.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from markdown_it import MarkdownIt
from telegram_markdown_converter import convert_markdown

text = "3 uur * 40 weken * 2 jaar"
seen = convert_markdown(text)
print("telegram-markdown-converter", version("telegram-markdown-converter"), text, "->", seen)
assert MarkdownIt().renderInline(text) == text
assert convert_markdown("*schuin*") == "_schuin_"
assert seen == "3 uur _ 40 weken _ 2 jaar", "the signs are kept"
PYTHON

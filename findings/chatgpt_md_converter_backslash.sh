#!/bin/sh
# chatgpt-md-converter shows the backslashes of Markdown: "naam\_van\_school" reaches Telegram with both of them.
#
# Expected: a backslash before a sign of Markdown makes it a plain sign and isn't shown, as markdown-it-py 4.0.0 has it.
# Seen with chatgpt-md-converter 0.3.12: such a sign is rightly left plain, and the backslash before it stays.
# Why it matters: language models and converters (html-to-markdown 3.21.2: "2026\. Een jaar") write these strokes of
# themselves, and the reader of the chat gets them to see.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "chatgpt-md-converter==0.3.12" "markdown-it-py==4.0.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from chatgpt_md_converter import telegram_format
from markdown_it import MarkdownIt

print("chatgpt-md-converter", version("chatgpt-md-converter"))
seen = {}
for text in (r"naam\_van\_school", r"2026\. Een jaar", r"prijs \*per persoon\*", r"\# geen kop"):
    seen[text] = (telegram_format(text), MarkdownIt().renderInline(text))
    print(f"{text:24} -> {seen[text][0]:24} Markdown: {seen[text][1]}")
assert all(plain == text.replace("\\", "") for text, (_, plain) in seen.items())
assert all(shown == text for text, (shown, _) in seen.items()), "the backslash is left out"
PYTHON

#!/bin/sh
# markitdown makes "2026. Een nieuw jaar" a numbered list and "# 3" a heading.
#
# Expected: what Word has as plain paragraphs stays plain Markdown; it does put a backslash before * and _. Seen with
# markitdown 0.1.9: a paragraph that begins with "2026. " or "# " gets none, and markdown-it-py 4.0.0 reads a list that
# begins at 2026 and a heading.
# Why it matters: a sentence becomes the title of an entry, or loses its year to the numbering of the next tool.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "markitdown[docx]==0.1.9" "python-docx==1.2.0" "markdown-it-py==4.0.0"
"$home/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import docx
from markdown_it import MarkdownIt
from markitdown import MarkItDown


def saved(document):
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


document = docx.Document()
for text in ("De route loopt tot juni", "2026. Een nieuw jaar begint met een *", "# 3 is het nummer van lokaal drie"):
    document.add_paragraph(text)
text = MarkItDown().convert_stream(saved(document), file_extension=".docx").markdown
kinds = [token.type for token in MarkdownIt().parse(text) if token.level == 0 and token.nesting == 1]
print("markitdown", version("markitdown"))
print(text)
print(kinds)
assert "\\*" in text
assert kinds == ["paragraph_open", "ordered_list_open", "heading_open"], "they stay paragraphs"
PYTHON

#!/bin/sh
# LangChain's MarkdownHeaderTextSplitter makes the sentence behind a table a row of the table.
#
# Expected: a piece holds the Markdown of the page between two headings. Seen with langchain-text-splitters 1.1.3: the
# empty lines go and what was apart is joined by a line break, so that markdown-it-py 4.0.0 reads "De school betaalt de
# reis." as a third row, under "Vak"; the points under a step lose their indent and cut the steps into two lists. The
# ExperimentalMarkdownSyntaxTextSplitter of the same package keeps both.
# Why it matters: a bot that cuts pages at their headings shows, and gives to a model, a table with a rule in it that
# is no course.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "langchain-text-splitters==1.1.3" "markdown-it-py==4.0.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from langchain_text_splitters import ExperimentalMarkdownSyntaxTextSplitter, MarkdownHeaderTextSplitter
from markdown_it import MarkdownIt

COSTS = "| Vak | Uren |\n| --- | --- |\n| taal | 12 |\n\nDe school betaalt de reis.\n"
STEPS = "1. Meld je aan\n   - bij de mentor\n   - bij de school\n2. Teken\n"


def shape(text):
    kinds = ("tr_open", "paragraph_open", "ordered_list_open", "bullet_list_open")
    tokens = MarkdownIt().enable("table").parse(text)
    return [(token.type.removesuffix("_open"), token.level) for token in tokens if token.type in kinds]


splitter = MarkdownHeaderTextSplitter([("##", "kop")])
print("langchain-text-splitters", version("langchain-text-splitters"))
page = f"## Kosten\n\n{COSTS}\n## Stappen\n\n{STEPS}"
costs, steps = (piece.page_content for piece in splitter.split_text(page))
other = [piece.page_content for piece in ExperimentalMarkdownSyntaxTextSplitter([("##", "kop")]).split_text(page)]
for before, after in ((COSTS, costs), (STEPS, steps)):
    print(after)
    print("page: ", shape(before))
    print("piece:", shape(after))
assert [kind for kind, _ in shape(COSTS)] == ["tr", "tr", "paragraph"]
assert [kind for kind, _ in shape(costs)] == ["tr", "tr", "tr"], "the sentence stays a paragraph"
assert [shape(piece) for piece in other] == [shape(COSTS), shape(STEPS)]
assert ("bullet_list", 2) in shape(STEPS)
assert [kind for kind, level in shape(steps) if level == 0] == ["ordered_list", "bullet_list", "ordered_list"]
PYTHON

"""What docs/writing-entries.md tells admins is what the checks hold them to."""

import re
import textwrap
from datetime import date
from pathlib import Path

import pytest

from knowledge.documents.importing import DRAFTS
from knowledge.documents.reading import Limits
from knowledge.entry_file import ACTIVITY_KEYS, KEYS, MAX_TITLE, read_text
from knowledge.folder import read_folder

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "writing-entries.md").read_text("utf-8")
DUTCH, ENGLISH = GUIDE.split("\n## English\n")
DAY = date(2026, 12, 1)


def examples(text: str) -> list[str]:
    return [
        textwrap.dedent(block) for block in re.findall(r"^ *```markdown\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    ]


def rows(text: str, head: str) -> list[list[str]]:
    """The rows of the table with this head, as cells."""
    table = text.split(f"\n| {head} |", 1)[1].split("\n\n", 1)[0].split("\n")[2:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in table]


@pytest.mark.parametrize("text", [DUTCH, ENGLISH], ids=["nl", "en"])
def test_the_examples_are_without_problems(text: str) -> None:
    lang = "nl" if text is DUTCH else "en"

    read = [
        read_text(f"{lang}/{'activities' if 'minutes:' in example else 'faq'}/a.md", example, DAY, DAY)
        for example in examples(text)
    ]

    assert [(file.problems, bool(file.entry or file.hides)) for file in read] == [((), True)] * 4


@pytest.mark.parametrize(("text", "head"), [(DUTCH, "sleutel"), (ENGLISH, "key")], ids=["nl", "en"])
def test_every_key_is_explained_and_no_other(text: str, head: str) -> None:
    named = {key for row in rows(text, head) for key in re.findall(r"`(\w+)`", row[0])}

    assert named == {*KEYS, *ACTIVITY_KEYS}


@pytest.mark.parametrize(("text", "head"), [(DUTCH, "melding"), (ENGLISH, "message")], ids=["nl", "en"])
def test_every_message_that_is_explained_can_be_met(text: str, head: str, folder) -> None:
    lang = "nl" if text is DUTCH else "en"
    bad = {
        "a": '---\ntitle: A\ntitel: x\nasks:\n  - zelfde\n  - zelfde\n  - gedeeld\ntopics: [X1]\ncertainty: zeker\nchecked: 1 mei\n'
        'minutes: 3\nsee: [faq/weg]\nsources:\n  - DUO\n  - "[a](ftp://a.nl)"\n  - "[a](http://server/x)"\n---\nx\n',
        "b": "---\ntitle: [a, b]\n---\nx\n",
        "c": "---\ntitle: C\n",
        "d": "---\ntitle: D\n---\n",
        "e": "---\ntitle: a: b\n---\nx\n",
        "f": "---\ntitle: F\nchecked: 2999-01-01\nasks:\n  - gedeeld\n  - hetzelfde\n  - hetzelfde\nsee: [faq/weg]\n---\nx\n",
        "g": "---\ntitle: G\nasks: [gedeeld]\nfacts: [F-06-03]\n---\nx\n",
    }  # fmt: skip
    for name, content in bad.items():
        folder.write(f"{lang}/faq/{name}.md", content)
    folder.write(f"{lang}/faq/h.md", "é".encode("cp1252"))
    folder.write(f"{lang}/faq/i.docx", "x")
    folder.write(f"{lang}/faq/j.tex", "x")

    met = [problem.said.say(lang) for problem in read_folder(folder.root, day=DAY).problems]

    explained = [row[0].strip("`") for row in rows(text, head)]
    assert [message for message in explained if not any(message in problem for problem in met)] == []


@pytest.mark.parametrize("text", [DUTCH, ENGLISH], ids=["nl", "en"])
def test_the_numbers_and_folders_are_those_of_the_code(text: str) -> None:
    limits = Limits()

    told = [f"{limits.max_bytes // 1_000_000} MB", f"{limits.max_pages} ", f"{MAX_TITLE} ", f"`{DRAFTS.as_posix()}`"]

    assert [number for number in told if number not in text] == []


def test_links_within_the_guide_lead_to_its_headings() -> None:
    anchors = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", GUIDE, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) - anchors == set()


def test_both_languages_have_the_same_parts() -> None:
    shape = [
        (len(re.findall(r"^### ", text, re.MULTILINE)), len(examples(text)), text.count("\n| "))
        for text in (DUTCH, ENGLISH)
    ]

    assert shape[0] == shape[1]

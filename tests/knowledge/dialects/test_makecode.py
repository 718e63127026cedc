"""Pages as MakeCode has them, for lessons with small computers, show what stands in their boxes."""

import pytest

from knowledge.dialects.unfolding import unfold
from tests.knowledge.folders import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("### ~ hint\n\nHoud de stekker vast.\n\n### ~\n\nNa.", "\n> **Tip**  \n>\n> Houd de stekker vast.\n>\n\n\nNa."),
        ("## ~reminder\nZet aan.\n## ~", "\n> **Opmerking**  \n> Zet aan.\n"),
        ("### ~button /app\nHaal de app!\n### ~", "\nHaal de app!\n"),
        ("# @extends\n\n## @description Voor wie lesgeeft\n\n## App zonder net #app\n\nTekst.", "\n\n\n\n## App zonder net\n\nTekst."),
        ("# ~hint\nBuiten.\n## ~ tip\nBinnen.\n## ~\n# ~", "\n> **Tip**  \n> Buiten.\n>\n> > **Tip**  \n> > Binnen.\n>\n"),
        ("## ~ hint\nDat nergens eindigt.", "## ~ hint\nDat nergens eindigt."),
        ("```\n## ~ hint\n## ~\n```", "```\n## ~ hint\n## ~\n```"),
        ("## Vraag #12\n\n## @anna schreef", "## Vraag #12\n\n## @anna schreef"),
    ],
    ids=["box", "by another name", "button", "settings and names of places", "in each other", "no end", "code", "of no such page"],
)  # fmt: skip
def test_boxes_are_quoted_and_settings_go(text: str, expected: str):
    assert unfold(text, "nl").text == expected


CARDS = """```codecard
[
    {"name": "Dobbelsteen", "description": "Gooi\\n een getal.", "url": "/lessen/dobbelsteen"},
    {"name": "Kompas [v2]", "url": "https://a.nl/kompas"},
    {"name": "Film", "youTubeId": "x"},
    {"imageUrl": "/x.png"}
]
```
Na."""


def test_cards_are_a_list_of_what_stands_on_them():
    assert unfold(CARDS, "nl").text == (
        "- [Dobbelsteen](entry:/lessen/dobbelsteen): Gooi een getal.\n- [Kompas (v2)](https://a.nl/kompas)\n- Film\n"
        "\n\n\n\n\nNa."
    )


@pytest.mark.parametrize(
    "text",
    ["{", "[1]", '"a"', '[{"name": 1}]', "[" * 100_000, '[{"name": "' + "1" * 5000, "1" * 5000, '[{"name": "a"},\n']
)  # fmt: skip
def test_cards_that_cant_be_read_stay_as_they_are(text: str):
    assert unfold(f"```codecard\n{text}\n```", "nl").text == f"```codecard\n{text}\n```"


def test_more_cards_than_there_are_lines_stay_as_they_are():
    text = '```codecard\n[{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}]\n```'

    assert unfold(text, "nl").text == text


def test_page_with_a_box_keeps_its_title(folder):
    folder.write(
        "nl/klemmen.md", "# Krokodillenklemmen\n\nKlem ze aan de rand.\n\n# ~hint\n\nGeen klemmen? Neem folie.\n\n# ~\n"
    )

    (found,) = read(folder).entries

    assert (found.title, "~" in found.body) == ("Krokodillenklemmen", False)

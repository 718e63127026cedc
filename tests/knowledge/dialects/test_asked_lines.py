"""Questions that nobody made a heading."""

import pytest

from knowledge.dialects.asked_lines import may_ask, with_asked_as_headings
from knowledge.dialects.comments import without_comments


def headed(text: str) -> str:
    assert may_ask(text)
    return "\n".join(line.text for line in with_asked_as_headings(list(without_comments(text.split("\n")))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# School\n\n**Hoe laat?**\n\nOm acht.\n\n**Wie?**  \nWij.", "# School\n\n## Hoe laat?\n\nOm acht.\n\n## Wie?\nWij."),
        ("**Hoe laat?** Om acht.\n\n__Wie?__<br>\nWij.", "## Hoe laat?\nOm acht.\n\n## Wie?\nWij."),
        ("1. **Hoe laat?** Om acht.\n2. **Wie?** Wij.", "## Hoe laat?\nOm acht.\n## Wie?\nWij."),
        ("1. Hoe laat?\n\n   Om acht.\n\n   - of later\n2. Wie?\n\n   Wij.", "## Hoe laat?\n\nOm acht.\n\n- of later\n## Wie?\n\nWij."),
        ("1. Hoe laat?\n\n   - Om acht.\n\n2. Wie?\n\n   Wij.", "## Hoe laat?\n\n- Om acht.\n\n## Wie?\n\nWij."),
        ("1. Hoe laat?\nOm acht.\n2. Wie?\nWij.", "## Hoe laat?\nOm acht.\n## Wie?\nWij."),
        ("- Hoe laat?\n  Om acht.\n- Wie?\n  Wij.", "## Hoe laat?\nOm acht.\n## Wie?\nWij."),
        ("## Tijd\n**Hoe laat?**\nOm acht.\n## Wie\n**Wie?**\nWij.", "## Tijd\n### Hoe laat?\nOm acht.\n## Wie\n### Wie?\nWij."),
    ],
    ids=["bold lines", "bold, and its answer behind it", "bold items", "items with paragraphs", "items with lists", "items with lines", "bullets", "under headings"],
)  # fmt: skip
def test_a_question_with_an_answer_under_it_is_a_heading(text: str, expected: str):
    assert headed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Vraag elkaar:\n\n- Wat ging goed?\n- Wat niet?\n\nSchrijf dat op.",
        "1. Wie doet mee?\n2. Wanneer?\n3. Bel de school.",
        "1. Schrijf op: wie doet wat?\n   Lees dat voor.\n2. Stuur het rond.\n3. Geen antwoord?\n   Bel dan.",
        "Lees dit.\n\n**Wie meldt?** De school.",
        "Een zin en dan\n**wie meldt?**\nen verder\n**of wie?**\nzo.",
        "```\n**Wie?**\nWij.\n\n**Wat?**\nDat.\n```",
    ],
    ids=["a list to ask", "steps", "steps with questions among them", "one by itself", "within a paragraph", "code"],
)
def test_what_only_asks_stays_as_it_is(text: str):
    assert headed(text) == text

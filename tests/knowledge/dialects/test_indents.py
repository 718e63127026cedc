"""Parts of MDX, in which white space in front of a line means nothing."""

import pytest

from knowledge.dialects.indents import without_indents
from knowledge.dialects.unfolding import unfold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<Tabs>\n  <TabItem label="A">\n    Een **ster**.\n\n    - b\n      - c\n  </TabItem>\n</Tabs>',
         '<Tabs>\n<TabItem label="A">\nEen **ster**.\n\n- b\n  - c\n</TabItem>\n</Tabs>'),
        ("- x\n\n    <Card>\n        a\n    </Card>", "- x\n\n    <Card>\n    a\n    </Card>"),
        ("<Card>\n\ta\n</Card>", "<Card>\na\n</Card>"),
        ("<Card>\na\n    b\n</Card>", "<Card>\na\n    b\n</Card>"),
        ("```\n<Card>\n    a\n</Card>\n```", "```\n<Card>\n    a\n</Card>\n```"),
        ("<Card>\n    a\n\nb", "<Card>\n    a\n\nb"),
        ("<Card />\n    a\n</Card>", "<Card />\n    a\n</Card>"),
        ("<div>\n    a\n</div>", "<div>\n    a\n</div>"),
    ],
    ids=["parts in parts", "in an item", "a tab", "not all of it", "in code", "without an end", "without anything in it", "HTML"],
)  # fmt: skip
def test_what_stands_in_a_part_stands_no_further_in_than_its_tag(text: str, expected: str):
    assert without_indents(text.split("\n")) == expected.split("\n")


def test_text_in_a_part_is_no_code():
    text = '<Tabs>\n  <TabItem label="Ouders">\n    Meld het *voor acht uur*.\n  </TabItem>\n</Tabs>'

    found = unfold(text, "nl")

    assert found.text.split("\n") == ["", "", "**Ouders**", "", "", "Meld het *voor acht uur*.", "", ""]

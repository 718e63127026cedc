"""A problem as an admin is told of it in a chat."""

import pytest

from bot.folder.faults import fault
from knowledge.entry import Problem
from knowledge.notices import notice

SAID = notice("as_told", text="mis")


@pytest.mark.parametrize(
    ("problem", "html"),
    [
        (Problem("nl/faq/a.md", 3, SAID), "<code>nl/faq/a.md:3: mis</code>"),
        (
            Problem("nl/faq/a.md", 3, SAID, 8, "checked: <gisteren>"),
            "<code>nl/faq/a.md:3: mis</code>\n» <code>checked👉: &lt;gisteren&gt;</code>",
        ),
        (Problem("nl/faq/a.md", 3, SAID, 1, "titel: x"), "<code>nl/faq/a.md:3: mis</code>\n» <code>titel: x</code>"),
        (Problem("nl/faq/a.md", 3, SAID, 70, "… een lange regel"), "<code>nl/faq/a.md:3: mis</code>\n» <code>… een lange regel</code>"),
        (Problem("routes.csv", 3, SAID, 0, "a;b", "F3"), "<code>routes.csv:3: [F3] mis</code>\n» <code>a;b</code>"),
    ],
    ids=["bare", "on the line", "at its start", "cut", "cell"],
)  # fmt: skip
def test_where_it_is_wrong_is_marked(problem: Problem, html: str):
    assert fault(problem, "nl") == html

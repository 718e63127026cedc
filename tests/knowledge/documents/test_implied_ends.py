"""Ends of tags that a page leaves out are where HTML has them."""

import pytest

from knowledge.documents.html_blocks import read_page
from knowledge.documents.implied_ends import parsed
from tests.growth import grows_by_the_line


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>aap<li>noot<li>mies</ul><p>Daarna.", [(0, "* aap\n* noot\n* mies"), (0, "Daarna.")]),
        ("<ol><li>aap<ol type=a><li>noot<li>mies</ol><li>wim</ol>", [(0, "1. aap\n   * a. noot\n   * b. mies\n2. wim")]),
        ("<ul><li>aap<li>noot</li>mies</ul>", [(0, "* aap\n* noot\nmies")]),
        (
            "<table><thead><tr><th>Vraag<th>Antwoord<tbody><tr><td>Mag dat?<td>Ja hoor.<tr><td>Kan dat?<td>Nee.</table>",
            [(7, "Mag dat?"), (0, "Ja hoor."), (7, "Kan dat?"), (0, "Nee.")],
        ),
        ("<dl><dt>Mag dat?<dd>Ja hoor.<dt>Kan dat?<dd>Nee.</dl>", [(3, "Mag dat?"), (0, "Ja hoor."), (3, "Kan dat?"), (0, "Nee.")]),
        ("<p>aap<p>noot<h2>Kop</h2>mies", [(0, "aap"), (0, "noot"), (2, "Kop"), (0, "mies")]),
        ("<ul><li>aap<p>noot<li>mies</ul>", [(0, "* aap\n\n  noot\n* mies")]),
    ],
    ids=["items", "lists in each other", "one of them ended", "cells and rows", "terms", "paragraphs", "paragraph of an item"],
)  # fmt: skip
def test_what_is_not_ended_ends_where_the_next_begins(html: str, expected: list[tuple[int, str]]):
    assert [(block.level, block.text) for block in read_page(html).blocks] == expected


def test_a_list_within_an_item_ends_none_around_it():
    html = "<ul><li>aap<ul><li>noot</li></ul></li><li>mies</li></ul>"

    assert [block.text for block in read_page(html).blocks] == ["* aap\n  + noot\n* mies"]


@pytest.mark.parametrize("tag", ["li", "td", "tr", "thead", "option", "dt"])
def test_what_stands_within_many_open_tags_takes_no_longer_by_the_tag(tag: str):
    assert grows_by_the_line(lambda count: parsed("<b>" * count + f"<{tag}>" * count), 4_000)

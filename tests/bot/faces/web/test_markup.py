"""Markdown as a page shows it: word for word, with its structure, and nothing that could do harm."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.runs import escape
from bot.faces.web.markup import anchor_of, message_html, page_html
from index.shown import part
from tests.knowledge.entry_texts import entry, read

PIECES = st.sampled_from(
    ["<", ">", "&", '"', "'", "[a](", "javascript:x", ")", "![p](http://e.nl/x.png)", "**", "`", "\n", "\n\n", "- ", "# ", "## ",
     "| a | b |\n|--|--|\n", "<script>", "</p>", "http://e.nl", "a", " ", "1. ", "> ", "~~", "<a href=x onclick=y>", "\x00", "\u202e"]
)  # fmt: skip
TAGS = {"p", "ul", "ol", "li", "strong", "em", "s", "a", "code", "pre", "blockquote", "br", "hr", "table", "thead", "tbody", "tr",
        "th", "td", "div", "h1", "h2", "h3", "h4", "h5", "h6", "b", "i", "u"}  # fmt: skip
ATTRIBUTES = {"href", "title", "id", "class", "aria-label", "scope", "start", "tabindex", "style"}


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def harm(html: str) -> list[object]:
    """What could do harm, or doesn't close."""
    tags = Tags(html)
    wrong: list[object] = [*tags.faults, *tags.open]
    for tag, attributes in tags.found:
        wrong += [tag] if tag not in TAGS else []
        wrong += [name for name in attributes if name not in ATTRIBUTES]
        address = attributes.get("href") or "#"
        wrong += [] if address.startswith(("http://", "https://", "mailto:", "#", "/")) else [address]
    return wrong


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_written_does_no_harm(markdown: str) -> None:
    assert harm(page_html(markdown, link_to="naar {heading}").html) == []


@given(st.lists(PIECES, max_size=40).map("".join))
def test_a_message_does_no_harm(text: str) -> None:
    assert harm(message_html(f"<b>{escape(text)}</b> /help", lambda command: "/nl/")) == []


def test_headings_begin_below_the_pages_own_and_no_two_have_an_address() -> None:
    written = page_html("# Een\n\n### Twee\n\n# Een", link_to="naar {heading}")

    assert [(heading.anchor, heading.level) for heading in written.headings] == [("een", 2), ("twee", 4), ("een-2", 2)]


def test_a_part_is_linked_to_where_it_stands_whatever_else_is_called_so() -> None:
    guide = """
> ## Kosten
> Aangehaald.

## Zomer
### Kosten
Zes euro.
## Winter
### Kosten
Vier euro.
#### Kosten
Met pas.
## Zomer
### Kosten
Zeven euro.
## Kosten
Van alles.
"""
    guideline = entry(read(body=guide, source="nl/guidelines/bad.md"))

    assert [anchor_of(guideline, part(guideline, at)) for at in range(6)] == [
        "", "kosten-2", "kosten-3", "kosten-4", "kosten-5", "kosten-6",
    ]  # fmt: skip


def test_a_picture_of_another_site_is_a_link_to_it() -> None:
    assert (
        page_html("![Een plaat](https://example.org/p.png)").html
        == '<p><a href="https://example.org/p.png">Een plaat</a></p>\n'
    )


@pytest.mark.parametrize(
    "address", ["javascript:x", "data:text/html,x", "file:///etc", "//e.nl", "vbscript:x", "http:", "mailto:"]
)
def test_a_link_that_leads_nowhere_is_its_text(address: str) -> None:
    assert page_html(f"[tekst]({address})").html == "<p>tekst</p>\n"


def test_a_table_scrolls_by_itself_and_names_its_columns() -> None:
    html = page_html("| a | b |\n|--|--|\n| 1 | 2 |").html

    assert '<div class="wide" tabindex="0" role="region"' in html or '<div class="wide" tabindex="0">' in html
    assert '<th scope="col">a</th>' in html


def test_what_is_too_knotty_is_shown_as_it_is_written() -> None:
    markdown = "[" * 300 + "<b>"

    assert page_html(markdown).html == f"<pre>{'[' * 300}&lt;b&gt;</pre>"


def test_a_message_has_paragraphs_lists_and_commands_that_lead_on() -> None:
    html = message_html(
        '<b>Dat weet ik niet.</b>\nKijk bij /onderwerpen, of /zwaai.\n\n• een\n• <a href="https://e.nl/help">twee</a>',
        lambda command: "/nl/onderwerpen" if command == "onderwerpen" else "",
    )

    assert html == (
        '<p><b>Dat weet ik niet.</b><br>Kijk bij <a href="/nl/onderwerpen">/onderwerpen</a>, of /zwaai.</p>'
        '<ul><li>een</li><li><a href="https://e.nl/help">twee</a></li></ul>'
    )

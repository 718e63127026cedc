"""HTML comes in, its tags go out, ended where HTML says that they end: many pages leave out </li>, </td> and </p>.

Python's parser knows no such ends, and takes all that follows for a part of what wasn't ended (HTML standard, "Optional tags").
"""

from typing import Any

from bs4 import BeautifulSoup

_APART = (
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "main", "menu", "nav", "ol", "p", "pre", "section", "table", "ul",
)  # fmt: skip
# Which open tags the beginning of one ends, and within which others it ends none that stands outside.
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(["li"]), frozenset(["ul", "ol", "menu", "table"])),
    **dict.fromkeys(("dt", "dd"), (frozenset(["dt", "dd"]), frozenset(["dl", "table"]))),
    **dict.fromkeys(("td", "th"), (frozenset(["td", "th"]), frozenset(["table", "tr"]))),
    "tr": (frozenset(["tr"]), frozenset(["table"])),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (frozenset(["thead", "tbody", "tfoot", "tr"]), frozenset(["table"]))),
    **dict.fromkeys(("option", "optgroup"), (frozenset(["option"]), frozenset(["select"]))),
    # a paragraph holds none of these, so that none is looked for outside of one
    **dict.fromkeys(
        _APART, (frozenset(["p"]), frozenset([*_APART, "button", "object", "li", "dd", "td", "th", "caption"]) - {"p"})
    ),
}
MAX_OPEN = 300  # tags within which one is looked for that was left open; a page that is deeper comes in as bare text


def parsed(text: str) -> BeautifulSoup:
    """The tags of a page."""
    return _Page(text, "html.parser")


class _Page(BeautifulSoup):
    """Ends what the beginning of a tag ends, before that begins."""

    def handle_starttag(self, name: str, *rest: Any, **more: Any) -> Any:
        """As the builder calls it."""
        if name in _ENDS and (at := self._left_open(name)):
            self.endData()
            while len(self.tagStack) > at:
                self.popTag()
        return super().handle_starttag(name, *rest, **more)

    def _left_open(self, name: str) -> int:
        """The place among the open tags of the outermost that a tag ends; 0 where it ends none, as the page is never ended."""
        ended, bounds = _ENDS[name]
        found = 0
        for at in range(len(self.tagStack) - 1, max(len(self.tagStack) - 1 - MAX_OPEN, 0), -1):
            if self.tagStack[at].name in bounds:
                break
            if self.tagStack[at].name in ended:
                found = at
        return found

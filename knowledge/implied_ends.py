"""A page's tags come in as they were parsed, and are ended where HTML says that they end: many pages leave out </li> and </td>.

The parser knows no such ends, and takes all that follows for a part of what wasn't ended (HTML standard, "Optional tags").
"""

from collections.abc import Iterator
from typing import Any

# Which open tags the beginning of one ends, and within which others it ends none that stands outside.
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **dict.fromkeys(("li",), (frozenset(["li"]), frozenset(["ul", "ol", "menu"]))),
    **dict.fromkeys(("dt", "dd"), (frozenset(["dt", "dd"]), frozenset(["dl"]))),
    **dict.fromkeys(("td", "th"), (frozenset(["td", "th"]), frozenset(["table", "tr"]))),
    **dict.fromkeys(("tr",), (frozenset(["tr"]), frozenset(["table"]))),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (frozenset(["thead", "tbody", "tfoot", "tr"]), frozenset(["table"]))),
    **dict.fromkeys(("option", "optgroup"), (frozenset(["option"]), frozenset(["select"]))),
}
_APART = (
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "main", "menu", "nav", "ol", "p", "pre", "section", "table", "ul",
)  # fmt: skip
# A paragraph ends before each of these; one around a button or in a cell is another's.
_ENDS.update(
    dict.fromkeys(
        _APART, (frozenset(["p"]), frozenset(["button", "li", "dd", "td", "th", "caption", "table", "object"]))
    )
)


def end_implied(soup: Any) -> None:
    """Move each tag that began where another was still open behind that one."""
    for tag in soup.find_all(list(_ENDS)):
        if (outer := _left_open(tag)) is not None:
            rest = list(_behind(tag, outer))
            outer.insert_after(tag.extract())
            last = tag
            for one in rest:
                last.insert_after(one.extract())
                last = one


def _left_open(tag: Any) -> Any:
    """The outermost tag around one that its beginning ends; None where it ends none."""
    ended, bounds = _ENDS[tag.name]
    found = None
    for around in tag.parents:
        if around.name in bounds:
            break
        if around.name in ended:
            found = around
    return found


def _behind(tag: Any, outer: Any) -> Iterator[Any]:
    """What follows a tag within another, white space excepted."""
    at = tag
    while at is not outer:
        yield from (one for one in at.next_siblings if not (isinstance(one, str) and one.isspace()))
        at = at.parent

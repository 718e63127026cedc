"""Tags of a page come in, their white space stands where the converter keeps it: "zie<b> </b>artikel" is two words.

The converter drops a mark (bold, a link) with nothing but white space in it, and of what stands at the edge of one it keeps
plain spaces alone.
"""

from typing import Any

_MARKED = frozenset(["a", "b", "strong", "i", "em", "u", "s", "del", "strike", "code", "kbd", "samp", "sub", "sup"])
IN_LINE = _MARKED | frozenset(
    ["abbr", "bdi", "bdo", "big", "cite", "data", "dfn", "font", "ins", "mark", "output", "q", "small", "span", "time", "tt", "var"]
)  # fmt: skip


def free_spaces(content: Any) -> None:
    """White space alone is not marked, at an edge of what is marked it is a plain space, and the end of a line stands outside."""
    _unmark(content)
    is_in_mark: dict[int, bool] = {id(content): False}  # of each tag, by its identity; not in code of several lines
    edged = []
    for one in content.descendants:
        is_around = is_in_mark[id(one.parent)]
        if one.name:
            is_in_mark[id(one)] = one.name != "pre" and (is_around or one.name in _MARKED)
        elif is_around and not one.PREFIX and one and (one[0].isspace() or one[-1].isspace()):
            edged.append(one)
    for one in edged:
        one.replace_with(f"{' ' * one[0].isspace()}{one.strip()}{' ' * (bool(one.strip()) and one[-1].isspace())}")
    for tag in reversed(content.find_all(IN_LINE)):
        if is_in_mark[id(tag)]:
            _free_line_ends(tag)


def _unmark(content: Any) -> None:
    """Marks around nothing but white space, the end of a line or a picture are none."""
    worded: set[int] = set()  # the tags that hold words, by their identity
    pictured: set[int] = set()  # … and those that hold pictures
    for one in reversed(list(content.descendants)):
        if one.name is None:
            worded.update([id(one.parent)] if one.strip() and not one.PREFIX else [])
            continue
        if id(one) in worded:
            worded.add(id(one.parent))
        if one.name == "img" or id(one) in pictured:
            pictured.add(id(one.parent))
        if one.name in _MARKED and id(one) not in worded and not (one.name == "a" and id(one) in pictured):
            one.unwrap()


def _free_line_ends(tag: Any) -> None:
    """The ends of lines at the edges of a mark stand around it."""
    first: list[Any] = []
    last: list[Any] = []
    for found, children in ((first, tag.contents), (last, reversed(tag.contents))):
        for one in children:
            if one.name != "br" and (one.name or (one.strip() and not one.PREFIX)):
                break
            found.append(one)
    if any(one.name for one in first):
        tag.insert_before(*[one.extract() for one in first])
    if any(one.name for one in last):
        tag.insert_after(*[one.extract() for one in reversed(last)])

"""A file's text in, the same text with an ask more, a date, a title or an answer out.

Comments, quotes and layout stay as somebody wrote them.
"""

import re
from collections.abc import Sequence
from io import StringIO
from itertools import takewhile

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from knowledge.entry import Certainty
from knowledge.front_values import FrontMatterError
from knowledge.frontmatter import FENCE, TOML_FENCE, parse
from knowledge.notices import SaidError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")  # which the house reads as it is written, and people write without quotes
_BREAKS = str.maketrans("\u2028\u2029", "  ")  # YAML ends a line at these, editors don't
_WIDTH = 1_000_000  # characters of a line before it is folded: never
_INDENT = "  "
PLACES = ("minutes", "people", "place")  # what an activity says of itself, to be filled in


class RewriteError(SaidError, ValueError):
    """Front matter that can't be added to without changing the rest; the notice says what to do."""


def with_ask(text: str, ask: str, *, title: str = "") -> str:
    """The text of a file, as it is stored, with an ask at the end of its asks. Raises RewriteError.

    A file without anything at its top gets that, with the title that it is read with; without a title it is refused.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = _LINE.findall(text.removeprefix("\ufeff"))
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if not lines or lines[0].rstrip() != FENCE or end is None:
        first = lines[0].rstrip() if lines else FENCE
        if first in (TOML_FENCE, "{") or (first != FENCE and parse(_unified(text))[0]):
            raise RewriteError("rewrite_by_hand", ask=ask)
        if not title or lines[0].rstrip() == FENCE:
            raise RewriteError("rewrite_no_front")
        ending = lines[0][len(lines[0].rstrip("\r\n")) :]
        return mark + (ending or "\n").join(_front(title, [ask])) + text.removeprefix("\ufeff")
    front = [re.split(r"[\r\n]", line)[0].translate(_BREAKS) for line in lines[1:end]]
    breaks = [line[len(shown) :] for line, shown in zip(lines[1:end], front, strict=True)]
    try:
        start, stop, new = _added(front, ask)
    except (YAMLError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise RewriteError("rewrite_by_hand", ask=ask) from None
    ending = (breaks[start - 1] if start else breaks[0] if breaks else "") or "\n"
    head, tail = lines[: start + 1], lines[stop + 1 :]
    # what stands there already keeps its line ends, which are not always the same
    kept = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(front[start:stop], new, strict=False))))
    added = [f"{line}{ending}" for line in new[kept:]]
    result = mark + "".join([*head, *lines[start + 1 : start + 1 + kept], *added, *tail])
    if not _differ_by_an_ask(text, result, ask):
        raise RewriteError("rewrite_by_hand", ask=ask)
    return result


def with_value(text: str, key: str, value: str) -> str:
    """The text of a file, as it is stored, with that value behind a key of its front matter. Raises RewriteError."""
    mark, lines = "\ufeff" if text.startswith("\ufeff") else "", _LINE.findall(text.removeprefix("\ufeff"))
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if not lines or lines[0].rstrip() != FENCE or end is None:
        raise RewriteError("rewrite_no_front_for", key=key)
    front = [re.split(r"[\r\n]", line)[0].translate(_BREAKS) for line in lines[1:end]]
    try:
        at, new = _set(front, key, value)
    except (YAMLError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise RewriteError("rewrite_value_by_hand", key=key, value=value) from None
    is_there = at < len(front) and new.split(":")[0] == front[at].split(":")[0]
    ending = lines[at + 1][len(lines[at + 1].rstrip("\r\n")) :] if is_there else lines[0][len(lines[0].rstrip()) :]
    result = mark + "".join([*lines[: at + 1], f"{new}{ending}", *lines[at + 2 if is_there else at + 1 :]])
    if not _differ_by_a_value(text, result, key, value):
        raise RewriteError("rewrite_value_by_hand", key=key, value=value)
    return result


def _set(front: list[str], key: str, value: str) -> tuple[int, str]:
    """(the line of the front matter, counted from 0, what it is to be): the key's own, or one before the end of it."""
    root = _yaml().compose("\n".join(front))
    if not isinstance(root, MappingNode) or root.flow_style:
        raise ValueError("not `key: value` lines")
    nodes = {one.value: (one, node) for one, node in root.value}
    written = value if _DATE.fullmatch(value) else _scalar(value, _quote(root))
    if key not in nodes:
        return len(front), f"{key}: {written}"
    name, node = nodes[key]
    line = name.start_mark.line
    if not isinstance(node, ScalarNode):
        raise ValueError("not a single value")
    if node.start_mark.index == node.end_mark.index:  # nothing behind the colon, or a remark alone
        head, colon, rest = front[line].partition(":")
        return line, f"{head}{colon} {written}{f'  {rest.strip()}' if rest.strip() else ''}"
    if node.start_mark.line != line or node.end_mark.line != line:
        raise ValueError("a value on several lines")
    return line, f"{front[line][: node.start_mark.column]}{written}{front[line][node.end_mark.column :]}"


def with_body(text: str, body: str) -> str:
    """The text of a file, as it is stored, with another answer under its front matter. Raises RewriteError."""
    lines: list[str] = _LINE.findall(text)
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if not lines or lines[0].removeprefix("\ufeff").rstrip() != FENCE or end is None:
        raise RewriteError("rewrite_no_front_for", key="title")
    ending = lines[0][len(lines[0].rstrip()) :]
    return "".join(lines[: end + 1]) + ending.join([*body.strip().split("\n"), ""])


def body_of(text: str) -> str:
    """What stands under a file's front matter, as it is stored. Raises FrontMatterError."""
    return parse(_unified(text))[1].strip()


def _added(front: list[str], ask: str) -> tuple[int, int, list[str]]:
    """Lines start to stop of the front matter are to be these lines instead."""
    root = _yaml().compose("\n".join(front))
    if not isinstance(root, MappingNode) or root.flow_style:
        raise ValueError("not `key: value` lines")
    nodes = {key.value: (key, value) for key, value in root.value}
    quote = _quote(root)
    if "asks" not in nodes:
        key, value = nodes["title"] if "title" in nodes else root.value[-1]  # a title may be the file's first heading
        stop = _stop(value, key)
        return stop, stop, ["asks:", f"{_INDENT}- {_scalar(ask, quote)}"]
    key, value = nodes["asks"]
    if isinstance(value, SequenceNode) and value.value and not value.flow_style:
        item = value.value[-1]
        dash = " " * value.start_mark.column
        stop = _stop(item, key)
        return stop, stop, [f"{dash}- {_scalar(ask, quote, always=_all_quoted(value))}"]
    if isinstance(value, SequenceNode) and value.value:
        return _in_brackets(front, key, value, ask, quote)
    return _made_a_list(front, key, value, f"{_INDENT}- {_scalar(ask, quote)}")


def _in_brackets(front: list[str], key: Node, value: SequenceNode, ask: str, quote: str) -> tuple[int, int, list[str]]:
    """asks: [a, b]"""
    end = value.end_mark
    before, behind = front[end.line][: end.column - 1].rstrip(), front[end.line][end.column - 1 :]
    if before:
        between = " " if before.endswith(",") else ", "
        item = _scalar(ask, quote, always=_all_quoted(value))
        return end.line, end.line + 1, [f"{before}{between}{item}{behind}"]
    start, stop = key.start_mark.line, _stop(value, key)
    block = _yaml().load("\n".join(front[start:stop]))
    block["asks"].append(_plain_or(ask, quote))
    return start, stop, _dumped(block)


def _made_a_list(front: list[str], key: Node, value: Node, item: str) -> tuple[int, int, list[str]]:
    """asks: a, or nothing behind the colon, or [] or "" """
    start, stop = key.start_mark.line, _stop(value, key)
    if not value.value and value.start_mark.index == value.end_mark.index:
        return start + 1, start + 1, [item]
    first, column = front[start], value.start_mark.column
    if value.start_mark.line != start:
        raise ValueError("the value stands on another line than its key")
    if value.value:
        rest = [f"{_INDENT * 2}{line}" for line in front[start + 1 : stop]]
        return start, stop, [first[:column].rstrip(), f"{_INDENT}- {first[column:]}", *rest, item]
    if stop != start + 1:
        raise ValueError("an empty value on several lines")
    behind = first[value.end_mark.column :].strip()
    return start, stop, [f"{first[:column].rstrip()}{f'  {behind}' if behind else ''}", item]


def _all_quoted(items: SequenceNode) -> bool:
    return all(item.style in ("'", '"') for item in items.value)


def _stop(value: Node, key: Node) -> int:
    """The line after a value, counted from 0."""
    end = value.end_mark
    return max(int(end.line) + (1 if end.column else 0), int(key.start_mark.line) + 1)


def _quote(root: MappingNode) -> str:
    """The quotes that a file uses; double ones unless it only has single ones."""
    found = {scalar.style for scalar in _scalars(root)}
    return "'" if "'" in found and '"' not in found else '"'


def _scalars(node: Node) -> list[ScalarNode]:
    match node:
        case MappingNode():
            return [scalar for pair in node.value for one in pair for scalar in _scalars(one)]
        case SequenceNode():
            return [scalar for one in node.value for scalar in _scalars(one)]
        case ScalarNode():
            return [node]
        case _:
            return []


def _scalar(text: str, quote: str, *, always: bool = False) -> str:
    """A text as an item of a list: between quotes where it has to be, or where all others are."""
    value = _styled(text, quote) if always else _plain_or(text, quote)
    return _dumped(CommentedSeq([value]))[0].partition("- ")[2]


def _plain_or(text: str, quote: str) -> str:
    """The text as it is where YAML takes that for a text, in a list with brackets too; else between quotes."""
    flow = CommentedSeq([text])
    flow.fa.set_flow_style()
    return text if _dumped(flow) == [f"[{text}]"] else _styled(text, quote)


def _styled(text: str, quote: str) -> str:
    styled: str = SingleQuotedScalarString(text) if quote == "'" else DoubleQuotedScalarString(text)
    return styled


def _yaml() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(value: CommentedMap | CommentedSeq) -> list[str]:
    written = StringIO()  # ruamel.yaml returns nothing, it writes
    _yaml().dump(value, written)
    return written.getvalue().splitlines()


def _differ_by_an_ask(before: str, after: str, ask: str) -> bool:
    """Whether the house reads the same of both, the ask excepted."""
    try:
        (old, old_body, _), (new, new_body, _) = (parse(_unified(text)) for text in (before, after))
    except FrontMatterError:
        return False
    if any(key in old and old[key].fault for key in ("title", "asks")):
        return False
    asks = old["asks"].texts if "asks" in old and (old["asks"].is_list or any(old["asks"].texts)) else ()
    others = [{key: value.texts for key, value in values.items() if key != "asks"} for values in (old, new)]
    return others[0] == others[1] and new["asks"].texts == (*asks, ask) and old_body == new_body


def _differ_by_a_value(before: str, after: str, key: str, value: str) -> bool:
    """Whether the house reads the same of both, that value excepted."""
    try:
        (old, old_body, _), (new, new_body, _) = (parse(_unified(text)) for text in (before, after))
    except FrontMatterError:
        return False
    others = [{name: one.texts for name, one in values.items() if name != key} for values in (old, new)]
    return others[0] == others[1] and new[key].texts == (value,) and old_body == new_body


def _unified(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _front(title: str, asks: Sequence[str]) -> list[str]:
    """The lines of front matter that has nothing but these, an empty one at the end."""
    return [FENCE, *_dumped(_titled(title, asks)), FENCE, ""]


def _titled(title: str, asks: Sequence[str]) -> CommentedMap:
    front = CommentedMap()
    front["title"] = _plain_or(title, '"')
    if asks:
        front["asks"] = CommentedSeq([_plain_or(ask, '"') for ask in asks])
    return front


def draft_text(
    title: str,
    asks: Sequence[str],
    *,
    is_activity: bool,
    sources: Sequence[str] = (),
    certainty: Certainty = Certainty.UNCONFIRMED,
) -> str:
    """A new file with everything but the answer, and the day on which somebody has checked it."""
    front = _titled(title, asks)
    for key, items in (("topics", ()), ("sources", sources)):
        front[key] = CommentedSeq([DoubleQuotedScalarString(item) for item in items])
        if not items:
            front[key].fa.set_flow_style()
    front.insert(len(front) - 1, "certainty", str(certainty))
    front.insert(len(front) - 1, "checked", None)
    for key in PLACES if is_activity else ():
        front[key] = None
    return "\n".join([FENCE, *_dumped(front), FENCE, ""])

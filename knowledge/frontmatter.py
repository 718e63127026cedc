"""The YAML at the top of a file, read as plain strings with their lines; what the keys mean is decided elsewhere."""

import re
from dataclasses import dataclass

import yaml

FENCE = "---"
MAX_ITEMS = 500  # of a list; the longest that ships has some 30
MAX_CHARS = 100_000  # of front matter; the largest that ships has some 3,000
MAX_DEPTH = 8  # of lists in lists; entries need two
TOO_DEEP = f"lists stand in lists more than {MAX_DEPTH} deep; write text or one list"
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # what no text file holds
# Nothing is deeper than MAX_DEPTH without brackets in brackets, a row of dashes, or a line that stands far to the right.
_MAY_BE_DEEP = re.compile(r"[\[{][^\]}]*[\[{]|(?:[-?]\s+){3}|^\s{4}", re.MULTILINE)


# libyaml is ten times faster, where it was compiled in.
class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Asks of no scalar what it looks like, which is half of the work: entries are read as text."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""


class FrontMatterError(ValueError):
    """Front matter that can't be read; `line` is 1-based in the file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Value:
    """What stands behind a key, as written but on one line: `no` stays "no" and `12:30` stays "12:30"."""

    texts: tuple[str, ...]  # one for a scalar, one an item for a list
    lines: tuple[int, ...]  # 1-based, one a text
    line: int  # of the key
    is_list: bool


def control_character(text: str) -> re.Match[str] | None:
    """The first character that no text file holds."""
    if text.replace("\n", "").isprintable():  # as nearly all texts are, which is told in a tenth of the time
        return None
    return _CONTROL_CHARACTER.search(text)


def parse(text: str) -> tuple[dict[str, Value], str, int]:
    """Split a file's text into (front matter by key, body, 1-based line the body starts on).

    Raises FrontMatterError. A file without a fence on its first line is all body.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return {}, text, 1
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        raise FrontMatterError(1, f"the front matter is not closed; put a line {FENCE} under it")
    front = "\n".join(lines[1:end])
    if len(front) > MAX_CHARS:
        raise FrontMatterError(1, f"the front matter has {len(front):,} characters; at most {MAX_CHARS:,} are read")
    return _values(front), "\n".join(lines[end + 1 :]), end + 2


def _values(front: str) -> dict[str, Value]:
    front = front.replace("\u2028", " ").replace("\u2029", " ")  # YAML ends a line at these, editors don't
    try:
        deep = _too_deep(front)
        root = None if deep else yaml.compose(front, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        # a quote that is not closed is found at the end, which is not where to look
        is_open = error.problem == "found unexpected end of stream"
        mark = error.context_mark if is_open and error.context_mark else error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        if "nesting depth" in (error.problem or ""):  # PyYAML from 6.0.4 on counts brackets ahead of us
            raise FrontMatterError(line, TOO_DEEP) from None
        raise FrontMatterError(line, f"this is not YAML ({error.problem}); {_hint(front, line)}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FrontMatterError(
            1, f"the front matter can't be read as YAML ({reason}); write `key: value` lines"
        ) from None
    if deep:
        raise FrontMatterError(deep, TOO_DEEP)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise FrontMatterError(2, "the front matter is not a list of `key: value` lines")
    values: dict[str, Value] = {}
    for key, node in root.value:
        line = key.start_mark.line + 2
        if not isinstance(key, yaml.ScalarNode):
            raise FrontMatterError(line, "a key has to be one word, such as `title`")
        name = _text(key)
        if name in values:
            raise FrontMatterError(line, f"the key '{name}' stands here twice; keep one")
        values[name] = _value(name, node, line)
    return values


def _too_deep(front: str) -> int | None:
    """The line on which lists go deeper than is read: libyaml's composer calls itself, and would end the process."""
    if not _MAY_BE_DEEP.search(front):
        return None
    depth = 0
    for event in yaml.parse(front, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH and event.start_mark:
            return event.start_mark.line + 2
    return None


def _text(node: yaml.ScalarNode) -> str:
    text = " ".join(node.value.split())
    if match := control_character(text):
        name = f"U+{ord(match[0]):04X}"
        raise FrontMatterError(
            node.start_mark.line + 2, f"a \\ in double quotes writes control character {name}; take it out"
        )
    return text


def _value(key: str, node: yaml.Node, line: int) -> Value:
    if isinstance(node, yaml.ScalarNode):
        return Value((_text(node),), (node.start_mark.line + 2,), line, is_list=False)
    if not isinstance(node, yaml.SequenceNode):
        raise FrontMatterError(
            line, f"'{key}' holds keys of its own; write text or a list (quote text with ': ' in it)"
        )
    if len(node.value) > MAX_ITEMS:
        raise FrontMatterError(line, f"'{key}' has {len(node.value):,} items; at most {MAX_ITEMS} are read")
    for item in node.value:
        if not isinstance(item, yaml.ScalarNode):
            where = item.start_mark.line + 2
            raise FrontMatterError(where, f"an item of '{key}' is not plain text; put it between double quotes")
    texts = tuple(_text(item) for item in node.value)
    return Value(texts, tuple(item.start_mark.line + 2 for item in node.value), line, is_list=True)


def _hint(front: str, line: int) -> str:
    """What to write instead, by what commonly goes wrong on a line."""
    lines = front.split("\n")
    text = lines[line - 2] if 0 <= line - 2 < len(lines) else ""
    if "\t" in text:
        return "replace the tab by spaces"
    if text.count(": ") > 1 or (text.lstrip().startswith("- ") and ": " in text):
        return "put the text between double quotes, since it holds ': '"
    return "check the quotes and the indentation of this line and the one above"

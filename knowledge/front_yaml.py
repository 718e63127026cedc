"""YAML at the top of a file as plain strings with their lines."""

import re
from dataclasses import replace

import yaml

from knowledge.front_values import MAX_DEPTH, MAX_ITEMS, NESTED, FrontMatterError, Value, control_character, too_many
from knowledge.notices import Notice, notice

# Nothing is deeper than MAX_DEPTH without brackets in brackets, a row of dashes, or a line that stands far to the right.
_MAY_BE_DEEP = re.compile(r"[\[{][^\]}]*[\[{]|(?:[-?]\s+){3}|^\s{4}", re.MULTILINE)


# libyaml is ten times faster, where it was compiled in.
class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Asks of no scalar what it looks like, which is half of the work: entries are read as text."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""


def read(front: str) -> dict[str, Value]:
    """Values by key. Raises FrontMatterError."""
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
            raise FrontMatterError(line, "front_too_deep", most=MAX_DEPTH) from None
        raise FrontMatterError(line, "not_yaml", reason=error.problem or "", hint=_hint(front, line)) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FrontMatterError(1, "front_unreadable", reason=reason) from None
    if deep:
        raise FrontMatterError(deep, "front_too_deep", most=MAX_DEPTH)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise FrontMatterError(2, "front_no_keys")
    values: dict[str, Value] = {}
    for key, node in root.value:
        line = key.start_mark.line + 2
        if not isinstance(key, yaml.ScalarNode):
            raise FrontMatterError(line, "front_odd_key")
        name = _text(key)
        if name in values:
            values[name] = replace(values[name], line=line, fault=notice("key_twice", key=name))
        else:
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
        raise FrontMatterError(node.start_mark.line + 2, "escaped_control", name=f"U+{ord(match[0]):04X}")
    return text


def _value(key: str, node: yaml.Node, line: int) -> Value:
    """What stands behind a key; what isn't text or a list of texts is a fault, and none of ours where the key isn't."""
    if isinstance(node, yaml.ScalarNode):
        return Value((_text(node),), (node.start_mark.line + 2,), line, is_list=False)
    if isinstance(node, yaml.MappingNode) and key in NESTED:
        for name, told in node.value:
            if isinstance(told, yaml.ScalarNode) and name.value == NESTED[key]:
                return _value(key, told, line)
    if not isinstance(node, yaml.SequenceNode):
        return Value((), (), line, is_list=False, fault=notice("key_nested", key=key))
    if len(node.value) > MAX_ITEMS:
        return too_many(key, len(node.value), line)
    for item in node.value:
        if not isinstance(item, yaml.ScalarNode):
            return Value((), (), item.start_mark.line + 2, is_list=True, fault=notice("item_nested", key=key))
    texts = tuple(_text(item) for item in node.value)
    return Value(texts, tuple(item.start_mark.line + 2 for item in node.value), line, is_list=True)


def _hint(front: str, line: int) -> Notice:
    """What to write instead, by what commonly goes wrong on a line."""
    lines = front.split("\n")
    text = lines[line - 2] if 0 <= line - 2 < len(lines) else ""
    if "\t" in text:
        return notice("hint_tab")
    if text.count(": ") > 1 or (text.lstrip().startswith("- ") and ": " in text):
        return notice("hint_colon")
    return notice("hint_yaml")

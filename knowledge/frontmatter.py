"""What stands at the top of a file, read as plain strings with their lines; what the keys mean is decided elsewhere.

That is YAML between lines ---; files of other tools have TOML between lines +++, or JSON, or what is named behind the first
fence, ---json (Eleventy), or lines "Title: …" with nothing above them, up to a line --- (Hexo) or an empty one (Pelican,
MultiMarkdown), or "% Title" (Pandoc), or "title:: …" (Logseq). What Sphinx is told of a page, ":orphan:", may
stand below it or by itself.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from knowledge.fences import outside
from knowledge.front_values import MAX_DEPTH, MAX_ITEMS, NESTED, FrontMatterError, Value, control_character, too_many
from knowledge.notices import notice

FENCE = "---"
_YAML_ENDS = (FENCE, "...")  # the second is how YAML itself ends a document
TOML_FENCE = "+++"
JSON_FENCE = ";;;"  # of Hexo, which needs none above it
_LANGUAGES = {FENCE: "yaml", TOML_FENCE: "toml", "{": "json", JSON_FENCE: "json"}
MAX_CHARS = 100_000  # of front matter; the largest that ships has some 3,000
MAX_UNOPENED = 60  # lines of front matter that has no fence above it
UNOPENED_BY = ("title", "layout", "permalink")  # of which one stands in it
OTHERS = frozenset([
    "author", "authors", "category", "categories", "date", "description", "keywords", "lang", "modified",
    "slug", "status", "summary", "tags", "template",
])  # fmt: skip  # … and of which one does where no fence ends it
# What Sphinx and its themes are told in fields (":orphan:"); other names between colons are signs, ":wave:".
FIELDS = OTHERS | frozenset([
    "abstract", "address", "contact", "copyright", "dedication", "draft", "github_url", "hidden", "hide-navigation", "hide-toc",
    "html_theme", "layout", "no-search", "nocomments", "nosearch", "organization", "orphan", "permalink", "revision",
    "sd_hide_title", "title", "tocdepth", "version",
])  # fmt: skip
# What Logseq keeps in lines "id:: …" of a page or of an item, and shows to nobody.
PROPERTIES = frozenset([
    "alias", "background-color", "collapsed", "created-at", "exclude-from-graph-view", "filters", "heading", "icon", "id",
    "public", "tags", "template", "template-including-parent", "title", "updated-at",
])  # fmt: skip
_TITLED = ("title", "author", "date")
_SIGNS = frozenset(["copyright", "date"])  # … and these are signs too, where they stand alone
_NAMED_FENCE = re.compile(r"---[ \t]*(json5?|ya?ml|toml|js|javascript)", re.IGNORECASE)
_PROPERTY = re.compile(rf"({'|'.join(sorted(PROPERTIES))})::(?:[ \t]+(.*))?", re.IGNORECASE)
_ANY_PROPERTY = re.compile(r"([A-Za-z][\w.-]*)::(?:[ \t]+(.*))?")
_FIELD = re.compile(r":([A-Za-z][\w.-]*):(?:[ \t]+(.*))?")
_UNOPENED = re.compile(r"([A-Za-z][\w-]*)\s*:(?:[ \t]+(.*))?")
_FIRST_LEVEL = re.compile(r" {0,3}#[ \t]+\S")
_PLACE = re.compile(r"\([^\s()]+\)=\s*")  # of MyST
_UNOPENED_ITEM = re.compile(r"\s*-\s+(.*)")
_KEY = re.compile(r"[\w-]+\s*:(?:\s|$)")


def parse(text: str) -> tuple[dict[str, Value], str, int]:
    """Split a file's text into (front matter by key, body, 1-based line the body starts on).

    Raises FrontMatterError. A file without a fence on its first line is all body; blank lines above one are no matter.
    """
    values, body, line = _fenced(text)
    fields, count = _fields(body.split("\n"), line) if body.lstrip().startswith(":") else ({}, 0)
    return ({**fields, **values}, "\n".join(body.split("\n")[count:]), line + count) if fields else (values, body, line)


def _fields(lines: list[str], first: int) -> tuple[dict[str, Value], int]:
    """(the fields that stand above all else, how many lines they take); first: 1-based, of the first line."""
    values: dict[str, Value] = {}
    above = next((at for at, line in enumerate(lines) if line.strip()), 0)
    for at, line in enumerate(lines[above : above + MAX_UNOPENED], above):
        match = _FIELD.fullmatch(line.rstrip())
        name = match[1].lower() if match else ""
        if not match or name.partition(".")[0] not in FIELDS:
            return (values, at) if values.keys() - _SIGNS and not line.strip() else ({}, 0)
        values[name] = Value(((match[2] or "").strip(),), (first + at,), first + at, is_list=False)
    return (values, len(lines)) if values.keys() - _SIGNS and len(lines) <= above + MAX_UNOPENED else ({}, 0)


def _fenced(text: str) -> tuple[dict[str, Value], str, int]:
    """The same of what stands between fences, or is told by lines "Title: …"."""
    lines = text.split("\n")
    above = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if above and not (lines[above].rstrip() == FENCE and _KEY.match("".join(lines[above + 1 : above + 2]))):
        return {}, text, 1
    named = _NAMED_FENCE.fullmatch(lines[above].rstrip())
    match FENCE if named else lines[above].rstrip():
        case "---":
            end = next((i for i, line in enumerate(lines) if i > above and line.rstrip() in _YAML_ENDS), None)
        case "+++":
            end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == TOML_FENCE), None)
        case "{":
            end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "}"), None)
            if end is None:
                return {}, text, 1
        case ";;;":
            end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == JSON_FENCE), None)
        case _:
            values, end = _without_fence(lines)
            return (values, "\n".join(lines[end:]), end + 1) if end else ({}, text, 1)
    fence = lines[above].rstrip()
    if end is None:
        raise FrontMatterError(above + 1, "front_not_closed", fence=fence)
    front = "\n".join([*lines[:above], *lines[above + 1 : end]])  # so that lines keep their numbers
    if len(front) > MAX_CHARS:
        raise FrontMatterError(1, "front_too_long", count=len(front), most=MAX_CHARS)
    values = _of_language(named[1].lower() if named else _LANGUAGES[fence], front)
    return values, "\n".join(lines[end + 1 :]), end + 2


def _of_language(language: str, front: str) -> dict[str, Value]:
    """JavaScript is read as YAML, which a plain object of it is; with more in it that is refused, as nobody knows what it says."""
    return _toml(front) if language == "toml" else _json(front) if language == "json" else _yaml(front)


def _without_fence(lines: list[str]) -> tuple[dict[str, Value], int]:
    """(what lines say that no fence stands above, how many lines they take)."""
    if lines[0].startswith("% "):
        return _titled(lines)
    if lines[0].lstrip().startswith('"'):
        end = next((at for at, line in enumerate(lines[:MAX_UNOPENED]) if line.rstrip() == JSON_FENCE), 0)
        return (_json("\n".join(lines[:end]), 1), end + 1) if end else ({}, 0)
    return _properties(lines) if _ANY_PROPERTY.fullmatch(lines[0].rstrip()) else _unopened(lines)


def _properties(lines: list[str]) -> tuple[dict[str, Value], int]:
    """(properties of a page of Logseq, how many lines they take); of none that Logseq knows they are text."""
    values: dict[str, Value] = {}
    for at, line in enumerate([*lines, ""]):
        match = _ANY_PROPERTY.fullmatch(line.rstrip())
        if not match:
            return (values, at) if values.keys() & PROPERTIES else ({}, 0)
        values[match[1].lower()] = Value(((match[2] or "").strip(),), (at + 1,), at + 1, is_list=False)
    return {}, 0


def is_property(line: str) -> bool:
    """Whether a line of an item is one that Logseq keeps for itself: "  id:: 64a0…"."""
    return line[:1] in (" ", "\t") and _PROPERTY.fullmatch(line.strip()) is not None


def _titled(lines: list[str]) -> tuple[dict[str, Value], int]:
    """(what the lines of Pandoc say that begin a file, "% Title", "% Author", "% Date"; how many lines they take).

    Above a title of its own they say nothing: there they are remarks, as MyST has them.
    """
    end = next((at for at, line in enumerate(lines) if not line.startswith("%")), len(lines))
    if _is_headed(lines[end:]):
        return {}, end
    if end > len(_TITLED) or (end < len(lines) and lines[end].strip()):
        return {}, 0
    told = {key: line[1:].strip() for key, line in zip(_TITLED, lines[:end], strict=False)}
    return {
        key: Value((text,), (at,), at, is_list=False) for at, (key, text) in enumerate(told.items(), 1) if text
    }, end


def _is_headed(lines: list[str]) -> bool:
    """Whether a text begins with a heading of the first level, names of places before it aside, and has no other of that level."""
    told = [lines[row] for row in outside(lines) if lines[row].strip() and not _PLACE.fullmatch(lines[row])]
    return [at for at, line in enumerate(told) if _FIRST_LEVEL.match(line)] == [0]


def _unopened(lines: list[str]) -> tuple[dict[str, Value], int]:
    """(keys that stand at the top with no fence above them, how many lines they take); none where that is the text."""
    values: dict[str, Value] = {}
    key = ""
    for at, line in enumerate(lines[:MAX_UNOPENED]):
        is_fence = line.rstrip() == FENCE
        if is_fence or not line.strip():
            names = UNOPENED_BY if is_fence else ("title",)
            is_told = len(values) > 1 and any(name in values for name in names)
            is_told = is_told and (is_fence or (next(iter(values)) == "title" and not values.keys().isdisjoint(OTHERS)))
            return (values, at + 1) if is_told else ({}, 0)
        if match := _UNOPENED.fullmatch(line):
            key = match[1].lower()
            values[key] = Value(((match[2] or "").strip().strip("\"'"),), (at + 1,), at + 1, is_list=False)
        elif key and (match := _UNOPENED_ITEM.fullmatch(line)):
            before = values[key] if values[key].is_list else replace(values[key], texts=(), lines=(), is_list=True)
            values[key] = replace(before, texts=(*before.texts, match[1].strip()), lines=(*before.lines, at + 1))
        elif key and not values[key].is_list and line[:1] in " \t":
            values[key] = replace(values[key], texts=(f"{values[key].texts[0]} {line.strip()}".strip(),))
        else:
            return {}, 0
    return {}, 0


def _yaml(front: str) -> dict[str, Value]:
    from knowledge import front_yaml  # a start whose files are as they were reads none

    return front_yaml.read(front)


def _toml(front: str) -> dict[str, Value]:
    try:
        return _plain_values(tomllib.loads(front), front, 2)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        told = re.search(r"\(at (?:line (\d+)|end of document)", str(error))
        line = (int(told[1]) if told[1] else front.rstrip().count("\n") + 1) + 1 if told else 1
        raise FrontMatterError(line, "not_toml", reason=str(error).partition(" (at ")[0]) from None


def _json(front: str, first: int = 2) -> dict[str, Value]:
    """An object, with or without its braces; first is the 1-based line it begins on."""
    try:
        found = json.loads(front if front.lstrip().startswith("{") else f"{{{front}\n}}")
        return _plain_values(found, front, first)
    except json.JSONDecodeError as error:
        raise FrontMatterError(error.lineno, "not_json", reason=error.msg) from None
    except RecursionError:
        raise FrontMatterError(1, "front_too_deep", most=MAX_DEPTH) from None


def _plain_values(found: Mapping[str, object], front: str, first: int) -> dict[str, Value]:
    """Values of a format that has types; the line of a key is that on which its name stands first."""
    lines = front.split("\n")
    values: dict[str, Value] = {}
    for key, given in found.items():
        value = given.get(NESTED[key], given) if isinstance(given, dict) and key in NESTED else given
        stands = re.compile(rf"""^\s*[\["']*{re.escape(key)}["'\].]*\s*(?:[=:\]]|$)""")
        line = next((at for at, text in enumerate(lines, first) if stands.match(text)), first)
        if isinstance(value, list):
            if len(value) > MAX_ITEMS:
                values[key] = too_many(key, len(value), line)
            elif any(isinstance(item, (list, dict)) for item in value):
                values[key] = Value((), (), line, is_list=True, fault=notice("item_nested", key=key))
            else:
                texts = tuple(_as_text(item, line) for item in value)
                values[key] = Value(texts, (line,) * len(texts), line, is_list=True)
        elif isinstance(value, dict):
            values[key] = Value((), (), line, is_list=False, fault=notice("key_nested", key=key))
        else:
            values[key] = Value((_as_text(value, line),), (line,), line, is_list=False)
    return values


def _as_text(value: object, line: int) -> str:
    """A typed value as YAML would have it written."""
    if value is None:
        return ""
    text = (
        str(value).lower()
        if isinstance(value, bool)
        else value.isoformat()
        if isinstance(value, (date, time))
        else str(value)
    )
    if match := control_character(" ".join(text.split())):
        raise FrontMatterError(line, "escaped_control", name=f"U+{ord(match[0]):04X}")
    return " ".join(text.split())

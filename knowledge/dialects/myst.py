"""The lines of a text as Sphinx and Jupyter Book write them (MyST) come in, as many lines of plainer dialects go out.

```{note}, :::{note} and what they hold become boxes (:::note) or code, whatever stands in them; names of places ("(here)="),
remarks ("% …") and settings of a directive go. What shows something that isn't in the file is left out, and told.
See https://myst-parser.readthedocs.io and https://mystmd.org.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.dialects.marks import is_callout
from knowledge.dialects.plainer import Plainer

_OPENS = re.compile(r"(\s*)(`{3,}|~{3,}|:{3,})\s*\{([A-Za-z][\w:+.-]*)\}[ \t]*(.*)")
_FENCE = re.compile(r"\s*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,}|:{3,})(.*)")
_IS_MYST = re.compile(
    r"^[ \t]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{[A-Za-z]|^[ \t]*\([^\s()]+\)=[ \t]*$|\{[a-z][\w:+.-]*\}`", re.MULTILINE
)
_PLACE = re.compile(r"\s{0,3}\([^\s()]+(?: [^\s()]+)*\)=\s*")
_REMARK = re.compile(r"%(?!%).*")
_BREAK = re.compile(r"\+\+\+(?:\s.*)?")
_OPTION = re.compile(r"\s*:([\w-]+):(?:[ \t]+(.*))?")
_YAML_OPTION = re.compile(r"\s*([\w-]+):(?:[ \t]+(.*))?")
_CODE = frozenset([
    "code", "code-block", "code-cell", "sourcecode", "parsed-literal", "math", "myst", "eval-rst", "prompt", "console", "doctest",
    "testcode", "highlight",
])  # fmt: skip
# Whose content is text within ``` too; others there may be code to run, as {python} of Quarto is.
_TEXT = frozenset([
    "admonition", "topic", "sidebar", "margin", "aside", "card", "card-carousel", "grid", "grid-item", "grid-item-card", "tab-set",
    "tab-item", "dropdown", "toggle", "div", "container", "only", "glossary", "rubric", "list-table", "table", "epigraph",
    "pull-quote", "highlights", "compound", "exercise", "solution", "proof", "theorem", "definition", "lemma", "algorithm",
    "corollary", "figure-md", "centered", "hlist", "field-list", "button-link", "button-ref",
])  # fmt: skip
_LANGUAGES = {"math": "latex", "myst": "md", "eval-rst": "rst"}  # of code whose directive says no other
_CODE_NAMED = frozenset(["code", "code-block", "code-cell", "sourcecode"])  # whose language stands behind the directive
_NO_CODE = ("remove-cell", "remove-input")  # tags of code that a page doesn't show
_PICTURES = frozenset(["figure", "image"])
_ELSEWHERE = frozenset([
    "toctree", "tableofcontents", "contents", "toc", "bibliography", "include", "literalinclude", "iframe", "embed", "video",
    "index", "raw", "mermaid", "todo", "todolist", "ifconfig", "graphviz", "plantuml", "program-output", "autosummary", "currentmodule", "glue", "tags",
])  # fmt: skip  # of which something is shown that stands in another file, or is drawn, or nothing as what is to be done
_ELSEWHERE_BEGINS = ("auto", "click", "argparse", "swagger", "openapi")
_UNTITLED = frozenset(["grid", "div", "container", "only", "margin", "tab-set", "grid-item", "glossary", "figure-md"])
_SINCE = {"versionadded": "added", "versionchanged": "changed", "versionremoved": "removed", "deprecated": "deprecated"}
_TITLES = ("title", "header", "caption")
MAX_SETTINGS = 100  # lines of one directive


@dataclass(slots=True)
class _Open:
    """A directive or a box that hasn't ended."""

    mark: str  # that it began with: "```"
    is_code: bool
    end: str | None  # what stands in place of its last line; None: that line
    indent: int = 0
    is_left_out: bool = False


@dataclass(slots=True)
class _Walk:
    lines: list[str]
    out: list[str] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)


def plainer(lines: list[str]) -> Plainer:
    """The lines without what only MyST knows; those of a text that has nothing of it as they are."""
    if not _IS_MYST.search("\n".join(lines)):
        return Plainer(lines, [])
    walk = _Walk(lines)
    while len(walk.out) < len(lines):
        _step(walk)
    return Plainer(walk.out, walk.left_out)


def _step(walk: _Walk) -> None:
    line = walk.lines[len(walk.out)]
    inner = walk.open[-1] if walk.open else None
    if inner is not None and _ends(line, inner):
        walk.open.pop()
        around = walk.open[-1].indent if walk.open else 0
        walk.out.append(_moved_out(line, around) if inner.end is None else inner.end)
    elif inner is not None and inner.is_left_out:
        walk.out.append("")
    elif inner is not None and inner.is_code:
        walk.out.append(_moved_out(line, inner.indent))
    elif match := _OPENS.fullmatch(line):
        _directive(walk, match)
    elif (match := _FENCE.fullmatch(line)) and not (match[1][0] == "`" and "`" in match[2]):
        is_box = match[1][0] == ":"
        if not is_box or match[2].strip():
            walk.open.append(_Open(match[1], not is_box, None, inner.indent if inner else 0))
        walk.out.append(_moved_out(line, inner.indent if inner else 0))
    elif _PLACE.fullmatch(line) or _REMARK.fullmatch(line) or _BREAK.fullmatch(line):
        walk.out.append("")
    else:
        walk.out.append(_moved_out(line, inner.indent if inner else 0))


def _ends(line: str, inner: _Open) -> bool:
    marks = line.strip()
    return bool(marks) and set(marks) == {inner.mark[0]} and len(marks) >= len(inner.mark)


def _moved_out(line: str, indent: int) -> str:
    return line[indent:] if indent and not line[:indent].strip() else line


def _directive(walk: _Walk, match: re.Match[str]) -> None:
    """The line that a directive begins with, and its settings."""
    indent, mark, kind, rest = match.groups()
    name, number = kind.lower().rpartition(":")[2], len(walk.out) + 1
    options, count = _options(walk.lines, number)
    title = "" if name in _UNTITLED else rest.strip() or next((options[key] for key in _TITLES if options.get(key)), "")
    one = _Open(mark, is_code=False, end=":::", indent=len(indent))
    walk.open.append(one)
    is_told = name in _ELSEWHERE or name.startswith(_ELSEWHERE_BEGINS)
    is_text = name in _TEXT or name in _SINCE or name in _PICTURES or is_callout(name)
    if name == "code-cell" and any(tag in options.get("tags", "") for tag in _NO_CODE):
        walk.left_out.append((number, f"{{{kind}}}"))
        one.is_left_out, one.end = True, ""
        walk.out += [""] * (count + 1)
        return
    if name in _CODE or (mark[0] != ":" and not is_told and not is_text):
        language = (
            rest.split(" ")[0] if name in _CODE_NAMED else _LANGUAGES.get(name, name if name not in _CODE else "")
        )
        one.is_code, one.end = True, "```" if mark[0] == ":" else mark
        walk.out += [options.get("caption", ""), *[""] * (count - 1), f"{one.end}{language}"][-(count + 1) :]
        return
    if name in _PICTURES:
        first, one.end = f"![]({rest.strip()})" if rest.strip() else "", ""
    elif name in _SINCE:
        first = f":::{_SINCE[name]} {title}"
    elif is_told or (name == "only" and "html" not in rest) or _is_empty(walk.lines, number + count, one, title):
        walk.left_out.append((number, f"{{{kind}}}"))
        one.is_left_out, one.end, first = True, "", ""
    else:
        first = f":::{name.replace('+', '-').replace('.', '-')} {title}".rstrip()
    walk.out += [first, *[""] * count]


def _is_empty(lines: list[str], at: int, one: _Open, title: str) -> bool:
    """Whether nothing stands in a directive: what it shows is made when a site is."""
    if title and "/" not in title and "." not in title.rstrip("."):
        return False
    row = next((row for row in range(at, len(lines)) if lines[row].strip()), len(lines))
    return row == len(lines) or _ends(lines[row], one)


def _options(lines: list[str], at: int) -> tuple[dict[str, str], int]:
    """(the settings that begin at a row, how many lines they are): ":name: x", or YAML between two lines of ---."""
    below = lines[at : at + MAX_SETTINGS]
    if below and below[0].strip() == "---":
        end = next((row for row, line in enumerate(below[1:], 1) if line.strip() == "---"), 0)
        return _told(below[1:end], _YAML_OPTION), end + 1 if end else 0
    count = next((row for row, line in enumerate(below) if not _OPTION.fullmatch(line)), len(below))
    return _told(below[:count], _OPTION), count


def _told(lines: Iterable[str], option: re.Pattern[str]) -> dict[str, str]:
    found = (match for line in lines if (match := option.fullmatch(line)))
    return {match[1]: (match[2] or "").strip().strip("\"'") for match in found}

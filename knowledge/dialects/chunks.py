"""The lines of a text as R Markdown and Quarto have them come in, with the code that those run; plain code goes out.

A chunk is shown as code unless it says that it isn't to be (`include=FALSE`, `#| echo: false`), then it is left out, and told;
so are boxes that no page shows ("::: {.notes}" is for who speaks), and what is worked out within a line ("`r nrow(x)`").
See https://yihui.org/knitr/options and https://quarto.org/docs/computations/execution-options.html.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.dialects.plainer import Plainer, paired
from knowledge.fences import end_of, opened

LANGUAGES = frozenset([
    "awk", "bash", "block", "block2", "c", "cat", "comment", "css", "d3", "dot", "fortran", "go", "groovy", "haskell", "js",
    "julia", "mermaid", "node", "octave", "ojs", "perl", "php", "psql", "python", "r", "rcpp", "ruby", "rust", "sas", "scala",
    "sh", "sql", "stan", "stata", "tikz", "zsh",
])  # fmt: skip  # that are run
_CHUNK = re.compile(r"([\s>]*(?:[-*+]\s+|\d+[.)]\s+)?)(`{3,}|~{3,})\s*\{\s*([A-Za-z]\w*)\b(?!\.)([^\n]*)\}\s*")
_SETTING = re.compile(r"\s*(?:#|//|--|%%)\|\s?(.*)")
_HIDES = re.compile(r"\b(?:include|echo)\s*=\s*(?:FALSE|F)\b|^(?:include|echo)\s*:\s*false\b", re.IGNORECASE)
_SHOWS = re.compile(r"\becho\s*=\s*(?:TRUE|T)\b|^echo\s*:\s*(?:true|fenced)\b", re.IGNORECASE)
_HIDES_ALL = re.compile(r"\bopts_chunk\$set\((?:[^()]|\([^()]{0,300}\)){0,300}?\becho\s*=\s*(?:FALSE|F)\b")
_DRAWN = frozenset(["dot", "tikz", "d3"])  # of which a picture is shown
_WITHIN = re.compile(r"(?<!`)`\{?(?:r|python)\}? [^`\n]+`(?!`)")  # worked out when a page is made
_BOX = re.compile(r"\s*(:{3,})\s*\{([^{}]*)\}\s*")
_BOX_EDGE = re.compile(r"\s*(:{3,})\s*(.*)")
_NO_PAGE = re.compile(r"(?:^|\s)\.(?:notes|hidden)(?=\s|$)")
_CONTENT = re.compile(r"(?:^|\s)\.content-(visible|hidden)(?=\s|$)")
_CONDITION = re.compile(r"\b(when|unless)-(\w+)\s*=\s*[\"']?([\w:.-]+)")
_MAY_HAVE = re.compile(r"(?:`{3}|~{3})[ \t]*\{[ \t]*\w|:{3}[ \t]*\{")


@dataclass(slots=True)
class _Walk:
    lines: list[str]
    is_hidden: bool  # whether chunks are, unless they say otherwise
    has_chunks: bool
    boxes: Mapping[
        int, int
    ]  # the row that each box ends in, by the one that it begins in; none of one that doesn't end
    out: list[str] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)


def without_chunks(lines: list[str]) -> Plainer:
    """As many lines; those of a text that has nothing to be run as they are."""
    text = "\n".join(lines)
    if not _MAY_HAVE.search(text):
        return Plainer(lines, [])
    chunks = (match for line in lines if (match := _CHUNK.fullmatch(line)))
    has_chunks = any(match[3].lower() in LANGUAGES for match in chunks)
    walk = _Walk(lines, _HIDES_ALL.search(text) is not None, has_chunks, _boxes(lines))
    while len(walk.out) < len(lines):
        _step(walk)
    return Plainer(walk.out, walk.left_out)


def _step(walk: _Walk) -> None:
    at = len(walk.out)
    line = walk.lines[at]
    if (match := _CHUNK.fullmatch(line)) and match[3].lower() in LANGUAGES:
        _chunk(walk, match, end_of(walk.lines, at, match[2]))
    elif match := opened(line):
        walk.out += walk.lines[at : end_of(walk.lines, at, match[1])]
    elif (match := _BOX.fullmatch(line)) and is_no_page(match[2]) and (end := walk.boxes.get(at)):
        walk.left_out.append((at + 1, line.strip()))
        walk.out += [""] * (end + 1 - at)
    else:
        walk.out.append(_worked_out(walk, line) if walk.has_chunks else line)


def is_no_page(told: str) -> bool:
    """Whether a box or words of those attributes is on no page of a site, by what Quarto is told of formats and profiles."""
    if not (content := _CONTENT.search(told)):
        return _NO_PAGE.search(told) is not None
    conditions = _CONDITION.findall(told)
    is_met = all(
        (word == "when") == (what == "format" and (value == "html" or value.startswith("html:")))
        for word, what, value in conditions
    )
    return is_met == (content[1] == "hidden")


def _worked_out(walk: _Walk, line: str) -> str:
    walk.left_out += ((len(walk.out) + 1, match[0]) for match in _WITHIN.finditer(line))
    return _WITHIN.sub("", line)


def _boxes(lines: list[str]) -> dict[int, int]:
    edges = ((row, match) for row, line in enumerate(lines) if (match := _BOX_EDGE.fullmatch(line)))
    return paired((row, bool(match[2].strip())) for row, match in edges)


def _chunk(walk: _Walk, match: re.Match[str], end: int) -> None:
    before, mark, language, options = match.groups()
    at, name = len(walk.out), language.lower()
    settings: list[str] = []
    for line in walk.lines[at + 1 : end]:
        if not (found := _SETTING.fullmatch(line)):
            break
        settings.append(found[1])
    told = [options, *settings]
    is_shown = any(map(_SHOWS.search, told))
    is_hidden = any(map(_HIDES.search, told)) or (walk.is_hidden and not is_shown)
    if name == "comment" or name in _DRAWN or is_hidden:
        if name != "comment":
            walk.left_out.append((at + 1, f"{mark}{{{language}}}"))
        walk.out += [""] * (end - at)
        return
    named = "" if name in ("block", "block2", "cat") else name
    walk.out += [*[""] * len(settings), f"{before}{mark}{named}", *walk.lines[at + 1 + len(settings) : end]]

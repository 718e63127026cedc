"""The styles that a page brings along come in, which of its parts they hide goes out.

A page may bring thousands of rules, and soupsieve walks all of it for each; here only rules are looked at that ask for
something that a part has.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

NOT_DISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DISPLAYED = re.compile(r"display\s*:\s*(?!none)[a-z]|visibility\s*:\s*visible", re.IGNORECASE)
_LASTING = re.compile(r"(?:display|visibility)\s*:[^;]*!\s*important", re.IGNORECASE)
_REMARK = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)  # of which the last two are from when browsers knew no styles
_ON_SCREENS = re.compile(
    r"@(?:media\s+(?:only\s+)?(?:all|screen)(?:\s*,\s*[\w\s,]*)?|layer(?:\s+[\w.-]+)?)\s*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}",
    re.IGNORECASE,
)
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PART = re.compile(r"\s*(>?)\s*([a-z][a-z0-9]*|\*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_MARK = re.compile(r"[.#][\w-]+")
_WHOLE = ("html", "body", "main")  # that only a page's script hides, until it is ready
MOST_PARTS = 8  # of a selector


@dataclass(frozen=True, slots=True)
class Rule:
    """What a style says of some parts of a page: "div.faq > .note" hides them."""

    parts: tuple[frozenset[str], ...]  # what a tag has to have, from the last on: {"div", ".faq"}
    is_child: tuple[bool, ...]  # of each part, whether the one around it is the very next
    hides: bool
    is_lasting: bool  # whether what stands in the part itself can't undo it
    weight: tuple[int, int, int]  # ids, classes and names that it asks for; the heaviest rule counts

    def is_about(self, tag: Any) -> bool:
        """Whether a tag is one of those."""
        if not self.parts[0] <= marks(tag):
            return False
        around = [tag]
        for part, is_child in zip(self.parts[1:], self.is_child, strict=False):
            wider = [one.parent for one in around if one.parent is not None] if is_child else list(around[0].parents)
            around = [one for one in wider if part <= marks(one)]
            if not around:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Styles:
    """What a page's own style says of what is shown."""

    rules: dict[str, tuple[Rule, ...]]  # by something that the last part of each asks for

    def hide(self, tag: Any) -> bool:
        """Whether they hide a part; not what its own style says, and not what stands around it."""
        if not self.rules or tag.name in _WHOLE:
            return False
        found = [rule for mark in marks(tag) for rule in self.rules.get(mark, ()) if rule.is_about(tag)]
        last = max(found, key=lambda rule: (rule.is_lasting, rule.weight), default=None)
        if last is None or not last.hides:
            return False
        return last.is_lasting or not _DISPLAYED.search(str(tag.get("style") or ""))


def styles_of(soup: Any) -> Styles:
    """The styles that stand in a page, but for those for paper."""
    sheets = [tag.get_text() for tag in soup.find_all("style") if _is_for_screens(str(tag.get("media") or ""))]
    sheet = _REMARK.sub("", "\n".join(sheets))
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in _rules(_AT_RULE.sub("", _ON_SCREENS.sub(r"\1", sheet))):
        mark = min(rule.parts[0])  # "#…" and ".…" stand before names
        found[mark] = (rule, *found.get(mark, ()))  # the last first, as of equals max takes the first
    hides = any(rule.hides for rules in found.values() for rule in rules)
    return Styles(found if hides else {})


def marks(tag: Any) -> frozenset[str]:
    """What a selector may ask of a tag: "p", ".note", "#top"."""
    own = str(tag.get("id") or "")
    return frozenset([tag.name, *(f".{name}" for name in tag.get("class") or []), *([f"#{own}"] if own else [])])


def _is_for_screens(media: str) -> bool:
    return not media.strip() or re.search(r"\b(?:all|screen)\b", media, re.IGNORECASE) is not None


def _rules(sheet: str) -> Iterator[Rule]:
    for selectors, what in _RULE.findall(sheet):
        hides = NOT_DISPLAYED.search(what) is not None
        if not hides and not _DISPLAYED.search(what):
            continue
        for selector in selectors.split(","):
            if made := _selector(selector.strip()):
                parts, is_child = made
                asked = [mark for part in parts for mark in part]
                ids, classes = (sum(mark[0] == sign for mark in asked) for sign in "#.")
                lasting = _LASTING.search(what) is not None
                yield Rule(parts, is_child, hides, lasting, (ids, classes, len(asked) - ids - classes))


def _selector(text: str) -> tuple[tuple[frozenset[str], ...], tuple[bool, ...]] | None:
    """(what each part asks for, whether it stands right within the one before) from the last on; None where it is of another kind."""
    parts, is_child, at = list[frozenset[str]](), list[bool](), 0
    while at < len(text):
        match = _PART.match(text, at)
        if (
            match is None
            or not (match[2] or match[3])
            or (match.end() < len(text) and text[match.end()] not in " \t\r\n\f>")
        ):
            return None
        name = [] if match[2] in (None, "*") else [match[2].lower()]
        parts.append(frozenset([*name, *_MARK.findall(match[3])]))
        is_child.append(bool(match[1]))
        at = match.end()
    if not parts or not parts[-1] or len(parts) > MOST_PARTS or is_child[0]:
        return None
    return tuple(reversed(parts)), tuple(reversed(is_child))

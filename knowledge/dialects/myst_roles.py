"""A role of Sphinx within a line, {name}`text`, comes in; the Markdown that shows as much goes out."""

import re

_NAMED = re.compile(r"(.*?)\s*<([^<>]+)>", re.DOTALL)  # words with where they lead
_CODE = frozenset([
    "attr", "c", "class", "code", "command", "const", "data", "envvar", "exc", "file", "func", "guilabel", "kbd", "literal",
    "meth", "mod", "obj", "option", "program", "py", "samp",
])  # fmt: skip
_DRAWN = ("octicon", "fa", "material", "bi", "icon")  # signs, of which the text is a name
_SMALL = {"sub": "sub", "sup": "sup", "subscript": "sub", "superscript": "sup"}
_PAGES = ("doc", "download")


def shown_by_role(name: str, text: str) -> str | None:
    """What a role shows of its text: None for code, which stays as it is."""
    kind = name.rpartition(":")[2]
    if kind.startswith(_DRAWN):
        return ""
    match = _NAMED.fullmatch(text)
    words, target = (match[1], match[2]) if match else ("", text)
    if kind in _PAGES:
        return f"[{words}]({target.removesuffix('.md')}.md)" if kind == "doc" else words or target
    if kind in _CODE:
        return None if not match and text[:1] not in "~!" else f"`{words or _last(text)}`"
    if kind in _SMALL:
        return f"<{_SMALL[kind]}>{text}</{_SMALL[kind]}>"
    if kind == "abbr":
        return re.sub(r"\s+\(", " (", text)
    return words or target


def _last(text: str) -> str:
    """A name without what stands in front of it: "~house.door.Lock" is shown as "Lock"."""
    return text[1:].rpartition(".")[2] if text.startswith("~") else text.lstrip("!")

"""The styles of an OpenDocument spreadsheet come in, what a reader makes of letters and cells that have them goes out."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.documents.open_names import LOOK, MAX_BASED, STYLE

_WHITE = "#ffffff"


class Looks:
    """Styles by family and name, each with the one that it is based on."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], Element] = {}

    def take(self, style: Element) -> None:
        """Take in a style."""
        self._styles[style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")] = style

    def is_struck(self, family: str, name: str) -> bool:
        """Whether what has this style is struck out."""
        line = self._told(family, name, "text", f"{STYLE}text-line-through-style")
        kind = self._told(family, name, "text", f"{STYLE}text-line-through-type")
        return bool(line or kind) and line != "none" and kind != "none"

    def is_hidden(self, name: str) -> bool:
        """Whether the letters of a cell have the colour of the cell, which takes on no other by what it holds."""
        letters = self._told("table-cell", name, "text", f"{LOOK}color")
        is_theirs = self._told("table-cell", name, "text", f"{STYLE}use-window-font-color") == "true"
        changes = any(one.find(f"{STYLE}map") is not None for one in self._based("table-cell", name))
        return bool(letters) and not is_theirs and not changes and letters == self._under(name)

    def _under(self, name: str) -> str:
        under = self._told("table-cell", name, "table-cell", f"{LOOK}background-color")
        return _WHITE if under in ("", "transparent") else under

    def _told(self, family: str, name: str, part: str, key: str) -> str:
        """What the nearest style says that says anything of it."""
        for style in self._based(family, name):
            looks = style.find(f"{STYLE}{part}-properties")
            if looks is not None and looks.get(key) is not None:
                return looks.get(key, "").lower()
        return ""

    def _based(self, family: str, name: str) -> Iterator[Element]:
        for _ in range(MAX_BASED):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            name = style.get(f"{STYLE}parent-style-name", "") or ("Default" if name != "Default" else "")

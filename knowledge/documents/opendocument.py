"""An OpenDocument text (.odt), as LibreOffice writes it, comes in, its blocks go out: what it shows, by way of HTML.

Pictures are not opened. Notes stand behind the paragraph or the list that they belong to, boxes behind their paragraph.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from knowledge.documents.beside import is_prompt
from knowledge.documents.blocks import told_edges
from knowledge.documents.html_blocks import Page, ordinal, read_html
from knowledge.documents.kept import Line
from knowledge.documents.open_names import DRAW, LINK, LOOK, MAX_BASED, MAX_SPACES, OFF, OFFICE, STYLE, TABLE, TEXT
from knowledge.documents.white_letters import out_of_odt
from knowledge.notices import notice

_ID = "{http://www.w3.org/XML/1998/namespace}id"
_SHAPE = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
_PLACE = re.compile(r"%(\d{1,2})%")  # of a level's number
_TAG = re.compile(r"<[^<>]*>")
_TITLES = ("title", "titel", "titre")
_NO_TEXT = {
    *(f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "scripts")),
    *(f"{TEXT}{name}" for name in ("tracked-changes", "ruby-text", "note-citation", "hidden-text", "script", "label")),
    # what leads through the pages, and says what the headings do
    *(f"{TEXT}{name}-index" for name in ("illustration", "table", "object", "user", "alphabetical")),
    f"{TEXT}table-of-content",
}  # fmt: skip
MAX_DIGITS = 9  # of a number


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style says that matters here; None where it says nothing."""

    name: str
    parent: str
    is_hidden: bool | None
    is_bold: bool | None
    is_italic: bool | None
    position: str  # "super", "sub" or ""
    is_struck: bool | None = None
    list_name: str | None = None  # of the list that its paragraphs are in; empty: of none


@dataclass(slots=True)
class _Numbering:
    """How a list counts at one of its levels."""

    kind: str  # "1", "a", "A", "i" or "I"; empty for a bullet
    start: int
    before: str
    behind: str
    shown: int  # how many levels its numbers show
    shape: str = ""  # "%1%.%3%", where LibreOffice says which; shown and what stands around them don't tell all

    def written(self, numbers: dict[int, int], levels: dict[int, "_Numbering"], level: int) -> str:
        """What stands in front of an item of this level, where each has counted so far."""

        def number(one: int) -> str:
            return ordinal(numbers.get(one, levels[one].start), levels[one].kind)

        if self.shape:
            places = {one: number(one) for one in levels if levels[one].kind}
            return _PLACE.sub(lambda match: places.get(int(match[1]), ""), self.shape)
        shown = range(max(level - self.shown, 0) + 1, level + 1)
        found = [number(one) for one in shown if one in levels and levels[one].kind]
        return f"{self.before}{'.'.join(found)}{self.behind}"


@dataclass(slots=True)
class _Reader:
    """Writes HTML, and keeps what is told besides."""

    looks: dict[tuple[str, str], _Look]  # by family and name
    lists: dict[str, dict[int, _Numbering]]  # by name and level, from 1
    outline: dict[int, _Numbering]
    lines: list[Line] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)  # boxes that go behind the present paragraph
    notes: list[str] = field(default_factory=list)  # that go behind the present paragraph or list
    marks: int = 0  # notes met
    pictures: int = 0
    counts: dict[int, int] = field(default_factory=dict)  # of headings
    numbers: dict[str, dict[int, int]] = field(default_factory=dict)  # how far a list has counted, by name and level
    ended: dict[str, dict[int, int]] = field(default_factory=dict)  # where one ended, by its id
    is_heading: bool = False  # whether what is being read is in a heading
    lowered: int = 0  # 1 where a title stands above all headings

    def blocks(self, around: Element, *, in_list: bool = False) -> str:
        """The HTML of what stands in a part of a document."""
        return "".join(part for one in around for part in self._block(one, in_list=in_list))

    def _block(self, node: Element, *, in_list: bool) -> Iterator[str]:
        if node.tag in _NO_TEXT or _is_section_hidden(node):
            return
        match node.tag.rpartition("}")[2]:
            case "h" | "p" if node.tag.startswith(TEXT):
                yield self._paragraph(node)
            case "list" if node.tag == f"{TEXT}list":
                yield self._list(node, 1, "")
            case "table" if node.tag == f"{TABLE}table":
                yield self._table(node)
            case _ if node.tag.startswith(DRAW):
                self._draw(node)
            case _:
                yield self.blocks(node, in_list=in_list)
        yield from self.behind
        self.behind.clear()
        if not in_list:
            yield from self.notes
            self.notes.clear()

    def _paragraph(self, node: Element, label: str = "") -> str:
        style = node.get(f"{TEXT}style-name", "")
        look = self._look("paragraph", style)
        self.is_heading = node.tag == f"{TEXT}h"
        inside = "" if look.is_hidden or _is_hidden_by_field(node) else self._inline(node)
        tag = "p"
        if node.tag == f"{TEXT}h":
            level = number_of(node.get(f"{TEXT}outline-level"), 1)
            is_numbered = inside.strip() and look.list_name != "" and node.get(f"{TEXT}is-list-header") != "true"
            numbered = self._heading_number(level, number_of(node.get(f"{TEXT}start-value"), -1)) if is_numbered else ""
            label = numbered or label
            tag = f"h{min(level + self.lowered, 6)}"
        elif is_title(self.looks, style):
            tag = "h1"
        elif inside.strip() and look.is_bold:
            inside = f"<b>{inside}</b>"
        inside = f"{escape(label)} {inside}" if label else inside
        if text := unescape(_TAG.sub("", inside.replace("<br>", " "))).strip():
            self.lines.append(Line(text))
        return f"<{tag}>{inside}</{tag}>"

    def _inline(self, node: Element) -> str:
        return _escaped(node.text) + "".join(self._run(one) + _escaped(one.tail) for one in node)

    def _run(self, node: Element) -> str:
        if node.tag in _NO_TEXT or node.get(f"{TEXT}display") == "none":
            return ""
        match node.tag:
            case tag if tag == f"{TEXT}span":
                return self._shown(node)
            case tag if tag == f"{TEXT}a":
                return f'<a href="{escape(node.get(LINK, ""))}">{self._inline(node)}</a>'
            case tag if tag == f"{TEXT}s":
                return " " * min(number_of(node.get(f"{TEXT}c"), 1), MAX_SPACES)
            case tag if tag == f"{TEXT}tab":
                return " "
            case tag if tag == f"{TEXT}line-break":
                return "<br>"
            case tag if tag == f"{TEXT}note":
                return self._note(node)
            case tag if tag.startswith(DRAW):
                self._draw(node)
                return ""
            case tag if tag.endswith("}content-control") and _is_unfilled(node):
                return ""
            case _:
                return self._inline(node)

    def _shown(self, node: Element) -> str:
        look = self._look("text", node.get(f"{TEXT}style-name", ""))
        if look.is_hidden:
            return ""
        inside = self._inline(node)
        tags = [
            ("b", look.is_bold),
            ("em", look.is_italic),
            ("sup", look.position == "super"),
            ("sub", look.position == "sub"),
            ("s", look.is_struck),
        ]
        for tag, is_on in tags:
            inside = f"<{tag}>{inside}</{tag}>" if is_on and inside.strip() else inside
        return inside

    def _note(self, node: Element) -> str:
        """Keep a note for behind its paragraph; gives its mark, which a heading goes without."""
        body = node.find(f"{TEXT}note-body")
        if body is None:
            return ""
        self.marks += 1
        mark, is_heading = f"[{self.marks}]", self.is_heading
        for at, one in enumerate(one for one in body.iter() if one.tag in (f"{TEXT}p", f"{TEXT}h")):
            self.notes.append(self._paragraph(one, "" if at or is_heading else mark))
        return "" if is_heading else mark

    def _draw(self, node: Element) -> None:
        """Text in a box goes behind the paragraph; anything else that is drawn is a picture."""
        texts = [one for one in node if one.tag in (f"{TEXT}p", f"{TEXT}list", f"{TABLE}table")]
        if node.tag == f"{DRAW}text-box" or texts:
            kept, self.behind = self.behind, []
            written = self.blocks(node if node.tag == f"{DRAW}text-box" else _holding(texts), in_list=True)
            self.behind = [*kept, written, *self.behind]
            return
        inside = [one for one in node if one.tag.startswith(DRAW)]
        drawn = {one.tag.removeprefix(DRAW) for one in inside}
        if node.tag == f"{DRAW}frame" and drawn & {"image", "object", "object-ole"} and "text-box" not in drawn:
            self.pictures += 1
            return
        for one in inside:
            self._draw(one)

    def _list(self, node: Element, level: int, name: str) -> str:
        name = node.get(f"{TEXT}style-name", name)
        if not any(one.tag == f"{TEXT}p" for one in node.iter()):  # headings whose numbers are a list's
            return "".join(self._paragraph(one) for one in node.iter(f"{TEXT}h"))
        numbering = self.lists.get(name, {}).get(level)
        if level == 1 and node.get(f"{TEXT}continue-numbering") != "true":
            self.numbers[name] = dict(self.ended.get(node.get(f"{TEXT}continue-list", ""), {}))
        numbers = self.numbers.setdefault(name, {})
        first = numbers.get(level, (numbering.start if numbering else 1) - 1) + 1
        above = ""  # what stands in front of the first item
        items: list[str] = []
        for item in node:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            is_counted = item.tag == f"{TEXT}list-item" and any(one.tag != f"{TEXT}list" for one in item)
            told = number_of(item.get(f"{TEXT}start-value"), -1) if is_counted else -1
            if is_counted:
                numbers[level] = told if told >= 0 else numbers.get(level, first - 1) + 1
                for listed in self.numbers.values():
                    for deeper in [one for one in listed if one > level]:
                        del listed[deeper]
            value = f' value="{told}"' if told >= 0 else ""
            label = self._item_label(name, level) if is_counted else ""
            headed = next((one for one in item if is_counted and one.tag == f"{TEXT}h"), None)
            inside = "".join(
                self._paragraph(one, self._number(name, level))
                if one is headed
                else self._list(one, level + 1, name)
                if one.tag == f"{TEXT}list"
                else "".join(self._block(one, in_list=True))
                for one in item
            )
            if not is_counted:  # it goes on with the item in front of it, or with a list in that
                if items:
                    items[-1] += inside
                else:
                    above += inside
                continue
            if headed is not None:
                above, items = f"{self._written(above, items, numbering, first)}{inside}", []
                first = numbers[level] + 1
                continue
            if inside.count("<p>") == 1:  # a paragraph would stand apart from a list under it
                inside = inside.replace("<p>", "").replace("</p>", "")
            is_apart = inside.startswith("<p>")
            items.append(f"<li{value}>{'<p>' if is_apart else ''}{label}{inside[3 * is_apart :]}")
        self.ended[node.get(_ID, name)] = dict(numbers)
        return self._written(above, items, numbering, first)

    @staticmethod
    def _written(above: str, items: Sequence[str], numbering: "_Numbering | None", first: int) -> str:
        """A list, behind what stands above it."""
        if not items:
            return above
        is_numbered = numbering is not None and numbering.kind != ""
        opening = f'<ol start="{first}" type="{numbering.kind}">' if numbering and is_numbered else "<ul>"
        written = "".join(f"{item}</li>" for item in items)
        return f"{above}{opening}{written}</{'ol' if is_numbered else 'ul'}>"

    def _number(self, name: str, level: int) -> str:
        """What stands in front of a heading that is an item; nothing for a bullet."""
        levels = self.lists.get(name, {})
        own = levels.get(level)
        return own.written(self.numbers[name], levels, level).strip() if own is not None and own.kind else ""

    def _item_label(self, name: str, level: int) -> str:
        """What stands in front of an item, where it is more than a number with a point: "a)", "2.1"."""
        levels = self.lists.get(name, {})
        own = levels.get(level)
        if own is None or not own.kind or (not own.before and own.behind in ("", ".") and own.shown < 2):
            return ""
        return escape(f"\ue001{own.written(self.numbers[name], levels, level)}\ue002")

    def _table(self, node: Element) -> str:
        within = {
            id(row)
            for inner in node.iter(f"{TABLE}table")
            if inner is not node
            for row in inner.iter(f"{TABLE}table-row")
        }
        rows = []
        for row in node.iter(f"{TABLE}table-row"):
            if row.get(f"{TABLE}visibility") in OFF or id(row) in within:
                continue
            cells = []
            for cell in row:
                if cell.tag == f"{TABLE}table-cell":
                    spans = "".join(
                        f' {html}="{number_of(cell.get(f"{TABLE}number-{name}-spanned"), 1)}"'
                        for html, name in (("colspan", "columns"), ("rowspan", "rows"))
                    )
                    cells.append(f"<td{spans}>{self.blocks(cell)}</td>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f"<table>{''.join(rows)}</table>"

    def _heading_number(self, level: int, told: int) -> str:
        """What stands in front of the next heading; told: its number where it says one, else -1."""
        self.counts = {one: count for one, count in self.counts.items() if one <= level}
        numbering = self.outline.get(level)
        following = self.counts.get(level, (numbering.start if numbering else 1) - 1) + 1
        self.counts[level] = told if told >= 0 else following
        if numbering is None or not numbering.kind:
            return ""
        return numbering.written(self.counts, self.outline, level).strip()

    def _look(self, family: str, name: str) -> _Look:
        """What a style and those it is based on say together."""
        found = list(_based(self.looks, family, name))
        hidden, bold, italic, struck, listed = (
            next((told for one in found if (told := getattr(one, what)) is not None), None)
            for what in ("is_hidden", "is_bold", "is_italic", "is_struck", "list_name")
        )
        position = next((one.position for one in found if one.position), "")
        return _Look(name, "", hidden, bold, italic, position, struck, listed)


def read_odt(data: bytes) -> Page:
    """The blocks of a .odt."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        content = ElementTree.fromstring(parts.read("content.xml"))  # noqa: S314 - document types were refused before
        has_styles = "styles.xml" in parts.namelist()
        styles = ElementTree.fromstring(parts.read("styles.xml")) if has_styles else Element("none")  # noqa: S314
    common = _looks(styles.find(f"{OFFICE}styles"))
    lists = _lists([*styles.iter(f"{TEXT}list-style"), *content.iter(f"{TEXT}list-style")])
    outline = next((_levels(one) for one in styles.iter(f"{TEXT}outline-style")), {})
    reader = _Reader(common | _looks(content.find(f"{OFFICE}automatic-styles")), lists, outline)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    body = body if body is not None else Element("none")
    unseen = out_of_odt(content, styles)
    reader.lowered = int(any(is_title(reader.looks, one.get(f"{TEXT}style-name", "")) for one in body.iter(f"{TEXT}p")))
    page = read_html(f"<body>{reader.blocks(body)}</body>")
    edges = _Reader(common | _looks(styles.find(f"{OFFICE}automatic-styles")), lists, {})
    for master in styles.iter(f"{STYLE}master-page"):
        for edge in master:
            if edge.get(f"{STYLE}display") != "false":
                edges.blocks(edge)
    told = [notice("pictures", count=reader.pictures)] if reader.pictures else []
    told += told_edges([line.text for line in edges.lines], [line.text for line in reader.lines])
    return Page(page.blocks, (*told, *unseen, *page.notices), tuple(reader.lines))


def is_title(looks: dict[tuple[str, str], _Look], name: str) -> bool:
    """Whether a paragraph of this style is the document's title."""
    return any(one.name.lower() in _TITLES for one in _based(looks, "paragraph", name))


def _based(looks: dict[tuple[str, str], _Look], family: str, name: str) -> Iterator[_Look]:
    """A style and those it is based on, nearest first."""
    for _ in range(MAX_BASED):
        look = looks.get((family, name))
        if look is None:
            return
        yield look
        name = look.parent


def _looks(around: Element | None) -> dict[tuple[str, str], _Look]:
    found = {}
    for one in around if around is not None else ():
        if one.tag != f"{STYLE}style":
            continue
        text = one.find(f"{STYLE}text-properties")
        told = text.attrib if text is not None else {}
        name = one.get(f"{STYLE}name", "")
        weight, slant, place = (
            told.get(key) for key in (f"{LOOK}font-weight", f"{LOOK}font-style", f"{STYLE}text-position")
        )
        display = told.get(f"{TEXT}display")
        line = told.get(f"{STYLE}text-line-through-style")
        found[one.get(f"{STYLE}family", ""), name] = _Look(
            name,
            one.get(f"{STYLE}parent-style-name", ""),
            None if display is None else display == "none",
            None if weight is None else weight == "bold" or weight in ("600", "700", "800", "900"),
            None if slant is None else slant == "italic",
            place.partition(" ")[0] if place else "",
            None if line is None else line != "none",
            one.get(f"{STYLE}list-style-name"),
        )
    return found


def _lists(styles: Iterable[Element]) -> dict[str, dict[int, _Numbering]]:
    return {one.get(f"{STYLE}name", ""): _levels(one) for one in styles}


def _levels(style: Element) -> dict[int, _Numbering]:
    return {
        number_of(one.get(f"{TEXT}level"), 1): _Numbering(
            one.get(f"{STYLE}num-format", ""),
            number_of(one.get(f"{TEXT}start-value"), 1),
            one.get(f"{STYLE}num-prefix", ""),
            one.get(f"{STYLE}num-suffix", ""),
            number_of(one.get(f"{TEXT}display-levels"), 1),
            one.get(_SHAPE, ""),
        )
        for one in style
    }


def _holding(parts: Iterable[Element]) -> Element:
    made = Element("parts")
    made.extend(parts)
    return made


def _is_section_hidden(node: Element) -> bool:
    display = node.get(f"{TEXT}display")
    is_off = display == "none" or (display == "condition" and node.get(f"{TEXT}is-hidden") == "true")
    return is_off or (node.tag == f"{TEXT}hidden-paragraph")


def _is_unfilled(control: Element) -> bool:
    """Whether nobody filled in a field that LibreOffice took over from Word, so that it says what Word asks for."""
    told = [text for name, text in control.attrib.items() if name.endswith("}showing-place-holder")]
    return told == ["true"] and is_prompt("".join(control.itertext()))


def _is_hidden_by_field(paragraph: Element) -> bool:
    """Whether a field in it says that the paragraph isn't shown."""
    return any(one.get(f"{TEXT}is-hidden") == "true" for one in paragraph.iter(f"{TEXT}hidden-paragraph"))


def number_of(text: str | None, otherwise: int) -> int:
    """A number that an attribute gives; the other one where that is none, or longer than any that is meant."""
    return int(text) if text and text.isdecimal() and len(text) <= MAX_DIGITS else otherwise


def _escaped(text: str | None) -> str:
    return escape(re.sub(r"\s+", " ", text)) if text else ""

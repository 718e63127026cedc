"""A Word document comes in, its blocks go out: what Word shows, unfolded before mammoth reads it, which doesn't know all of it.

Hidden text goes; what Word writes in front of a paragraph by itself ("c.", "2.1") is written out; headings by whichever name
are headings. Pictures are not opened, be they in the file or outside of it; beside.py has what else stands beside the text.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from knowledge.documents import beside, white_letters, word_looks
from knowledge.documents.beside import Beside
from knowledge.documents.beside import W as _W
from knowledge.documents.blocks import told_edges
from knowledge.documents.html_blocks import Page, ordinal, read_html
from knowledge.documents.kept import Line
from knowledge.documents.strict import as_usual
from knowledge.notices import Notice, Refused, notice

# Beside mammoth's own, which would leave a title a paragraph, tell headings by an id that any style may have, glue words at a
# page's end, and have all lists at one level whose level is in the name of their style.
STYLES = "\n".join(
    (
        *word_looks.STYLES,
        "p[style-name='Title'] => h1:fresh",
        *(f"p[style-name='heading {level}'] => h{level}:fresh" for level in range(1, 7)),
        "br[type='page'] => br",
        "br[type='column'] => br",
        *(
            f"p[style-name='List {kind} {level}'] => {'ul|ol > li > ' * (level - 1)}{tag} > li:fresh"
            for kind, tag in (("Bullet", "ul"), ("Number", "ol"))
            for level in range(2, 6)
        ),
    )
)
_LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TEXT = re.compile(r"word/(document\d*)\.xml")
_NOTES = {"word/footnotes.xml": "footnote", "word/endnotes.xml": "endnote"}
_HEADING = re.compile(r"(?:heading|kop|überschrift|titre)\s*([1-9])", re.IGNORECASE)
_TITLES = ("title", "titel", "titre")  # Word's own name for a title, and what other programs call one
_LEVEL = re.compile(r"%([1-9])")
_BEGUN_DEEP = re.compile(r"<(?:ul|ol)><li><(?:ul|ol)>")
_SHIFT = re.compile(r"-?\d{1,4}")
MIN_SHIFT = 3  # half points by which a run stands higher or lower than its line, from which it is a small one: 10², H₂O
MAX_BASED = 20  # styles that are based on each other; more go round


@dataclass(slots=True)
class _Level:
    """How a list counts at one of its levels."""

    start: int
    kind: str  # "decimal", "lowerLetter"; "none" for a text alone
    text: str  # "%1.%2"
    is_legal: bool = False  # whether the numbers in it are figures, whatever those of the levels above are
    restarts: int | None = None  # begins anew behind levels below this one, from 0; None: behind any above it


@dataclass(slots=True)
class _Style:
    """What a style says that matters here."""

    name: str
    based_on: str
    list_id: str  # numId; empty: says nothing
    list_level: int
    outline: int  # 0 for the highest heading; -1: none
    is_hidden: bool | None  # None: says nothing


@dataclass(slots=True)
class _Lists:
    """The lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, _Level]]  # of each
    abstract: dict[str, str]  # what each counts with
    restarts: dict[tuple[str, int], int]  # where one begins anew
    counts: dict[str, dict[int, int]] = field(default_factory=dict)  # by abstract list
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, level: int) -> str | None:
        """What stands in front of its next item, which may be nothing; None for a bullet."""
        name = self.abstract.get(list_id, "")
        levels = self.levels.get(list_id, {})
        told = levels.get(level)
        if told is None:
            return None
        counts = self.counts.setdefault(name, {})
        restart = self.restarts.get((list_id, level))
        if restart is not None and (list_id, level) not in self.begun:
            counts[level] = restart
        else:
            counts[level] = counts[level] + 1 if level in counts else told.start
        self.begun.add((list_id, level))
        for deeper in [one for one in counts if one > level and _begins_anew(levels.get(one), level)]:
            del counts[deeper]
        if told.kind == "bullet":
            return None

        def number(match: re.Match[str]) -> str:
            above = levels.get(int(match[1]) - 1)
            if above is None or above.kind == "none":
                return ""
            return number_as(counts.get(int(match[1]) - 1, above.start), "decimal" if told.is_legal else above.kind)

        return _LEVEL.sub(number, told.text).strip()


def _begins_anew(deeper: _Level | None, level: int) -> bool:
    """Whether a level counts from its start again behind an item of one above it."""
    return deeper is None or deeper.restarts is None or level < deeper.restarts


def number_as(number: int, kind: str) -> str:
    """A number as Word writes it by the kind of its list."""
    match kind:
        case "lowerLetter":
            return ordinal(number, "a")
        case "upperLetter":
            return ordinal(number, "A")
        case "lowerRoman":
            return ordinal(number, "i")
        case "upperRoman":
            return ordinal(number, "I")
        case "decimalZero":
            return f"{number:02}"
        case _:
            return str(number)


def read_word(data: bytes) -> Page:
    """The blocks of a .docx."""
    import mammoth
    from markitdown.converter_utils.docx.pre_process import pre_process_docx

    unfolded, lines, notices = _unfolded(as_usual(data))
    html = mammoth.convert_to_html(pre_process_docx(unfolded), style_map=STYLES).value
    page = read_html(_begun_deep(html) if _BEGUN_DEEP.search(html) else html)
    return Page(page.blocks, (*notices, *page.notices), tuple(lines))


def _begun_deep(html: str) -> str:
    """HTML in which a list that goes on at its second level, behind a text between its items, has these as items of their own:
    mammoth puts them in an item of a list with bullets, in which their numbers would be lost.
    """
    from knowledge.documents.implied_ends import parsed

    soup: Any = parsed(html)
    for around in soup.find_all(["ul", "ol"]):
        first = around.find("li", recursive=False)
        while first is not None and first.contents and first.contents[0].name in ("ul", "ol"):
            around.insert_before(first.contents[0].extract())
        for one in (first, around):
            if one is not None and not one.contents:
                one.decompose()
    return str(soup)


def _unfolded(data: bytes) -> tuple[BytesIO, list[Line], list[Notice]]:
    """The parts of a .docx that hold text, with nothing left to be worked out; that text, paragraph by paragraph; what went."""
    kept = BytesIO()
    lines: list[Line] = []
    notices: list[Notice] = []
    with zipfile.ZipFile(BytesIO(data)) as parts, zipfile.ZipFile(kept, "w") as written:
        names = dict.fromkeys(parts.namelist())
        styled = _root(parts, names, "word/styles.xml")
        styles = _styles(styled)
        numbering = _root(parts, names, "word/numbering.xml")
        _write_out_styles(numbering)
        lists = _lists(numbering)
        is_titled = False
        for name in filter(_TEXT.fullmatch, names):
            root, told = _settled(parts, names, name, styles, styled)
            is_titled = is_titled or _is_titled(root, styles)
            if not is_titled and not _has_headings(root, styles):
                told += word_looks.head(root, styled)
            word_looks.write_out_bold(root, styled, _named_for_more(styles))
            lines += [Line(text) for text in _labelled(root, styles, lists)]
            notices += told
            written.writestr(name, ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
        for name in names:
            if name == "word/styles.xml":
                root = _root(parts, names, name)
                _name_headings(root, styles, is_titled=is_titled)
                written.writestr(name, ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
            elif _TEXT.fullmatch(name):
                continue
            elif name == "word/numbering.xml":
                written.writestr(name, ElementTree.tostring(numbering, encoding="utf-8", xml_declaration=True))
            elif name.endswith((".xml", ".rels")) and not name.startswith(("customXml/", "docProps/")):
                written.writestr(name, parts.read(name))
    kept.seek(0)
    return kept, lines, notices


def _settled(
    parts: zipfile.ZipFile, names: dict[str, None], name: str, styles: dict[str, _Style], styled: Element
) -> tuple[Element, list[Notice]]:
    """A part that holds text, with all that is shown in its place; and what was left out. styled: styles as they are written."""
    root = _root(parts, names, name)
    targets = _targets(parts, names, name)
    for link in root.iter(f"{_W}hyperlink"):
        if link.get(_LINK_ID, "") not in targets:  # to nothing that the document has: its words stay
            link.attrib.pop(_LINK_ID, None)
    found = Beside(
        {style_id: style.name for style_id, style in styles.items()},
        lambda link: _root(parts, names, targets.get(link, "")),
        {},
        lambda style_id: _heading_level(styles, style_id) > 0,
    )
    edges = [targets.get(link, "") for link in beside.edges_of(root, _root(parts, names, "word/settings.xml"))]
    for path, kind in _NOTES.items():
        notes = _root(parts, names, path)
        beside.settle(notes, found)
        found.notes |= beside.texts_by_id(notes, kind)
    beside.settle(root, found)
    _drop_hidden(root, styles)
    unseen = white_letters.out_of_word(root, styled)
    for one in root.iter(f"{_W}cr"):  # which is a line break, and to mammoth nothing
        one.tag = f"{_W}br"
    _name_shifted(root)
    notices = [notice("pictures", count=found.pictures)] if found.pictures else []
    shown = [_text(one) for one in root.iter(f"{_W}p")]
    if within := sum(1 for _ in root.iter(f"{_W}altChunk")):
        if not any(map(str.strip, shown)):
            raise Refused("documents_within", count=within)
        notices.append(notice("documents_within", count=within))
    told: list[str] = []  # by headers and footers
    for path in edges:
        edge = _root(parts, names, path)
        beside.settle(edge, found)
        _drop_hidden(edge, styles)
        told += [text for one in edge.iter(f"{_W}p") if (text := " ".join(_text(one).split()))]
    return root, [*notices, *unseen, *told_edges(told, shown)]


def _targets(parts: zipfile.ZipFile, names: dict[str, None], name: str) -> dict[str, str]:
    """The parts that a part names, by the id of the link."""
    folder, _, file = name.rpartition("/")
    links = _root(parts, names, f"{folder}/_rels/{file}.rels").iter(_LINK)
    paths = {link.get("Id", ""): link.get("Target", "") for link in links}
    return {link: path.removeprefix("/") if path[:1] == "/" else f"{folder}/{path}" for link, path in paths.items()}


def _root(parts: zipfile.ZipFile, names: dict[str, None], name: str) -> Element:
    return ElementTree.fromstring(parts.read(name)) if name in names else Element("none")  # noqa: S314 - document types were refused before


def _value(node: Element | None, path: str, default: str = "") -> str:
    found = node.find(path) if node is not None else None
    return default if found is None else found.get(f"{_W}val", default)


def _is_on(node: Element | None) -> bool | None:
    """Whether a property is switched on; None where it isn't there."""
    return None if node is None else node.get(f"{_W}val", "true") not in ("0", "false", "off")


def _styles(root: Element) -> dict[str, _Style]:
    found = {}
    for node in root.iter(f"{_W}style"):
        outline = _value(node, f"{_W}pPr/{_W}outlineLvl", "-1")
        found[node.get(f"{_W}styleId", "")] = _Style(
            _value(node, f"{_W}name"),
            _value(node, f"{_W}basedOn"),
            _value(node, f"{_W}pPr/{_W}numPr/{_W}numId"),
            int(_value(node, f"{_W}pPr/{_W}numPr/{_W}ilvl", "0")),
            int(outline) if outline.isdecimal() and int(outline) < 9 else -1,
            _is_on(node.find(f"{_W}rPr/{_W}vanish")),
        )
    return found


def _based(styles: dict[str, _Style], name: str) -> Iterator[_Style]:
    """A style and those it is based on, nearest first."""
    for _ in range(MAX_BASED):
        style = styles.get(name)
        if style is None:
            return
        yield style
        name = style.based_on


def _is_titled(root: Element, styles: dict[str, _Style]) -> bool:
    """Whether the document has a title above all headings."""
    named = {style_id for style_id, style in styles.items() if style.name.lower() in _TITLES}
    return any(_value(one, f"{_W}pPr/{_W}pStyle") in named and _has_text(one) for one in root.iter(f"{_W}p"))


def _has_headings(root: Element, styles: dict[str, _Style]) -> bool:
    names = (_value(one, f"{_W}pPr/{_W}pStyle") for one in root.iter(f"{_W}p") if _has_text(one))
    return any(_heading_level(styles, name) for name in names)


def _named_for_more(styles: dict[str, _Style]) -> set[str]:
    """The ids of the styles that say what a line is: a heading, a title, what is said of a picture."""
    return {
        style_id
        for style_id in styles
        if _heading_level(styles, style_id)
        or any(style.name.lower() in (*_TITLES, "subtitle", "caption") for style in _based(styles, style_id))
    }


def _name_headings(root: Element, styles: dict[str, _Style], *, is_titled: bool) -> None:
    """Give each style that makes a heading the name by which mammoth knows one; under a title each is one lower."""
    for node in root.iter(f"{_W}style"):
        if node.get(f"{_W}type", "paragraph") != "paragraph" or (name := node.find(f"{_W}name")) is None:
            continue
        if level := _heading_level(styles, node.get(f"{_W}styleId", "")):
            name.set(f"{_W}val", f"heading {min(level + is_titled, 6)}")
        elif name.get(f"{_W}val", "").lower() in _TITLES:
            name.set(f"{_W}val", "Title")


def _heading_level(styles: dict[str, _Style], name: str) -> int:
    """1 for the highest heading; 0 for no heading."""
    for style in _based(styles, name):
        if match := _HEADING.fullmatch(style.name.strip()):
            return int(match[1])
        if style.outline >= 0:
            return style.outline + 1
    return 0


def _write_out_styles(root: Element) -> None:
    """Give each list that only names a style of lists the levels that this style has: mammoth fails on one that isn't there."""
    lists = list(root.iter(f"{_W}abstractNum"))
    named = {_value(one, f"{_W}styleLink"): one for one in lists}
    for one in lists:
        if (link := one.find(f"{_W}numStyleLink")) is not None:
            one.remove(link)
            one.extend(named.get(link.get(f"{_W}val", ""), Element("none")).findall(f"{_W}lvl"))


def _lists(root: Element) -> _Lists:
    described = {one.get(f"{_W}abstractNumId", ""): one for one in root.iter(f"{_W}abstractNum")}
    levels: dict[str, dict[int, _Level]] = {}
    abstract, restarts = {}, {}
    for node in root.iter(f"{_W}num"):
        name = node.get(f"{_W}numId", "")
        abstract[name] = _value(node, f"{_W}abstractNumId")
        told = described.get(abstract[name])
        levels[name] = {} if told is None else _levels(told)
        for change in node.iter(f"{_W}lvlOverride"):
            levels[name] |= _levels(change)
            if (start := change.find(f"{_W}startOverride")) is not None:
                restarts[name, int(change.get(f"{_W}ilvl", "0"))] = int(start.get(f"{_W}val", "1"))
    return _Lists(levels, abstract, restarts)


def _levels(around: Element) -> dict[int, _Level]:
    return {
        int(level.get(f"{_W}ilvl", "0")): _Level(
            int(_value(level, f"{_W}start", "1") or 1),
            _value(level, f"{_W}numFmt", "decimal"),
            _value(level, f"{_W}lvlText"),
            _is_on(level.find(f"{_W}isLgl")) or False,
            int(_value(level, f"{_W}lvlRestart")) if _value(level, f"{_W}lvlRestart").isdecimal() else None,
        )
        for level in around.iter(f"{_W}lvl")
    }


def _drop_hidden(root: Element, styles: dict[str, _Style]) -> None:
    """What Word doesn't show: hidden runs, by themselves or by their style, and hidden rows."""
    for parent in root.iter():
        for child in list(parent):
            if (child.tag == f"{_W}r" and _is_hidden(child, parent, styles)) or (
                child.tag == f"{_W}tr" and _is_on(child.find(f"{_W}trPr/{_W}hidden"))
            ):
                parent.remove(child)


def _name_shifted(root: Element) -> None:
    """Runs that were moved up or down by hand, as LibreOffice writes a small number, say so as Word does."""
    for look in root.iter(f"{_W}rPr"):
        moved = _value(look, f"{_W}position", "0")
        if not _SHIFT.fullmatch(moved) or abs(int(moved)) < MIN_SHIFT or look.find(f"{_W}vertAlign") is not None:
            continue
        kind = "superscript" if int(moved) > 0 else "subscript"
        look.append(Element(f"{_W}vertAlign", {f"{_W}val": kind}))


def _is_hidden(run: Element, parent: Element, styles: dict[str, _Style]) -> bool:
    own = _is_on(run.find(f"{_W}rPr/{_W}vanish"))
    if own is not None:
        return own
    names = (_value(run, f"{_W}rPr/{_W}rStyle"), _value(parent, f"{_W}pPr/{_W}pStyle"))
    told = (style.is_hidden for name in names for style in _based(styles, name) if style.is_hidden is not None)
    return next(told, False)


def _labelled(root: Element, styles: dict[str, _Style], lists: _Lists) -> Iterator[str]:
    """Write in front of each paragraph what Word does; yields the text of each."""
    for paragraph in root.iter(f"{_W}p"):
        style = _value(paragraph, f"{_W}pPr/{_W}pStyle")
        list_id, level = _list_of(paragraph, styles, style)
        label = lists.label(list_id, level) if list_id not in ("", "0") and _is_counted(paragraph, styles) else None
        if label is not None and _has_text(paragraph):
            is_heading = _heading_level(styles, style) > 0
            beside.begin_with(paragraph, f"{label} ".lstrip() if is_heading else f"\ue001{label}\ue002")
        if found := _text(paragraph):
            yield re.sub("\ue001[^\ue002]*\ue002", "", found)


def _is_counted(paragraph: Element, styles: dict[str, _Style]) -> bool:
    """Whether it takes a number: an empty step does, as one that is a picture; what is hidden or struck out doesn't."""
    if _has_text(paragraph):
        return True
    mark = paragraph.find(f"{_W}pPr/{_W}rPr")
    if mark is not None and any(mark.find(f"{_W}{name}") is not None for name in ("del", "moveFrom")):
        return False
    own = _is_on(mark.find(f"{_W}vanish")) if mark is not None else None
    if own is not None:
        return not own
    told = (one.is_hidden for one in _based(styles, _value(paragraph, f"{_W}pPr/{_W}pStyle")))
    return not next((one for one in told if one is not None), False)


def _list_of(paragraph: Element, styles: dict[str, _Style], style: str) -> tuple[str, int]:
    own = paragraph.find(f"{_W}pPr/{_W}numPr")
    list_id, level = _value(own, f"{_W}numId"), _value(own, f"{_W}ilvl")
    if list_id:
        return list_id, int(level or "0")
    for one in _based(styles, style):
        if one.list_id:
            return one.list_id, int(level) if level else one.list_level
    return "", 0


def _has_text(paragraph: Element) -> bool:
    return bool(_text(paragraph).strip())


def _text(paragraph: Element) -> str:
    """What a paragraph shows; a text box in it has paragraphs of its own."""
    return "".join(_texts(paragraph))


def _texts(node: Element) -> Iterator[str]:
    for child in node:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in (f"{_W}p", f"{_W}txbxContent", f"{_W}del", f"{_W}moveFrom"):
            yield from _texts(child)

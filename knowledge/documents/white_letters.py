"""A Word or OpenDocument text comes in, its white letters on white paper go out of it: nobody sees them.

Letters that are made white by hand alone; where anything lies under them, or may, they stay.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.documents.beside import W
from knowledge.documents.blocks import told_of
from knowledge.documents.open_names import DRAW, LOOK, MAX_BASED, OFFICE, STYLE, TABLE, TEXT
from knowledge.notices import Notice, notice

_PLAIN = ("", "auto", "ffffff", "#ffffff", "transparent")
_PLAIN_TABLES = ("", "TableGrid", "TableNormal")  # which put nothing under what stands in them
_BOXES = (f"{W}txbxContent", f"{W}drawing", f"{W}pict")


def out_of_word(root: Element, styles: Element) -> list[Notice]:
    """Take them out of a part of a .docx; what is told of that. styles: of the document."""
    if any(one.get(f"{W}color", "").lower() not in _PLAIN for one in root.iter(f"{W}background")):
        return []
    looks = {one.get(f"{W}styleId", ""): one for one in styles.iter(f"{W}style")}
    around = {child: parent for parent in root.iter() for child in parent}
    gone = []
    for run in list(root.iter(f"{W}r")):
        if _is_white(run.find(f"{W}rPr/{W}color")) and not _has_ground(run, around, looks):
            gone.append("".join(one.text or "" for one in run.iter(f"{W}t")))
            around[run].remove(run)
    return _told(gone)


def out_of_odt(content: Element, styles: Element) -> list[Notice]:
    """Take them out of a .odt; what is told of that. styles: what it has besides its content."""
    papers = (one.get(f"{LOOK}background-color", "") for one in styles.iter(f"{STYLE}page-layout-properties"))
    if any(paper not in _PLAIN for paper in papers):
        return []
    automatic = content.find(f"{OFFICE}automatic-styles")
    named = automatic.iter(f"{STYLE}style") if automatic is not None else ()
    own = {one.get(f"{STYLE}name", ""): one for one in named}
    looks = {one.get(f"{STYLE}name", ""): one for one in styles.iter(f"{STYLE}style")} | own
    gone: list[str] = []
    for paragraph in list(_bare(content)):
        if any(_lies_under(looks, paragraph.get(f"{TEXT}style-name", ""))):
            continue
        for around in list(paragraph.iter()):
            for span in [one for one in around if one.tag == f"{TEXT}span"]:
                name = span.get(f"{TEXT}style-name", "")
                if _colour(own.get(name)) == "#ffffff" and not any(_lies_under(looks, name)):
                    gone.append("".join(span.itertext()))
                    _empty(span)
        coloured = (_colour(looks.get(one.get(f"{TEXT}style-name", ""))) for one in paragraph.iter(f"{TEXT}span"))
        if _colour(own.get(paragraph.get(f"{TEXT}style-name", ""))) == "#ffffff" and not any(coloured):
            gone.append("".join(paragraph.itertext()))
            _empty(paragraph)
    return _told(gone)


def _told(gone: list[str]) -> list[Notice]:
    text = told_of(" ".join(gone))
    return [notice("white_letters", text=text)] if text else []


# --- Word


def _is_white(colour: Element | None) -> bool:
    if colour is None or colour.get(f"{W}themeTint") or colour.get(f"{W}themeShade"):
        return False
    return colour.get(f"{W}val", "").upper() == "FFFFFF" and colour.get(f"{W}themeColor", "background1") in (
        "background1",
        "light1",
    )


def _has_ground(run: Element, around: dict[Element, Element], looks: dict[str, Element]) -> bool:
    """Whether anything lies under a run, or may: a colour of its own, of its paragraph, cell or table, or a box."""
    node: Element | None = run
    while node is not None:
        properties = node.find(f"{node.tag}Pr")
        if node.tag in _BOXES or (properties is not None and _is_shaded(properties, looks)):
            return True
        node = around.get(node)
    return False


def _is_shaded(properties: Element, looks: dict[str, Element]) -> bool:
    if properties.find(f"{W}highlight") is not None:
        return True
    shade = properties.find(f"{W}shd")
    if shade is not None and (
        shade.get(f"{W}fill", "").lower() not in _PLAIN or shade.get(f"{W}val") not in ("clear", "nil", None)
    ):
        return True
    table = properties.find(f"{W}tblStyle")
    if table is not None and table.get(f"{W}val", "") not in _PLAIN_TABLES:
        return True
    named = (properties.find(f"{W}{name}") for name in ("rStyle", "pStyle"))
    return any(_is_style_shaded(one.get(f"{W}val", ""), looks) for one in named if one is not None)


def _is_style_shaded(name: str, looks: dict[str, Element]) -> bool:
    for _ in range(MAX_BASED):
        style = looks.get(name)
        if style is None:
            return False
        if any(True for what in ("shd", "highlight") for _ in style.iter(f"{W}{what}")):
            return True
        based = style.find(f"{W}basedOn")
        name = based.get(f"{W}val", "") if based is not None else ""
    return False


# --- OpenDocument


def _bare(around: Element) -> Iterator[Element]:
    """Paragraphs that stand in no cell and no box."""
    for one in around:
        if one.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield one
        elif one.tag != f"{TABLE}table" and not one.tag.startswith(DRAW):
            yield from _bare(one)


def _colour(style: Element | None) -> str:
    looks = style.find(f"{STYLE}text-properties") if style is not None else None
    return looks.get(f"{LOOK}color", "").lower() if looks is not None else ""


def _lies_under(looks: dict[str, Element], name: str) -> Iterator[bool]:
    """Of a style and those that it is based on, whether each puts a colour under its letters."""
    for _ in range(MAX_BASED):
        style = looks.get(name)
        if style is None:
            return
        yield any(one.get(f"{LOOK}background-color", "") not in _PLAIN for one in style.iter())
        name = style.get(f"{STYLE}parent-style-name", "")


def _empty(node: Element) -> None:
    """Leave nothing in it; what stands behind it stays."""
    for one in list(node):
        node.remove(one)
    node.text = ""

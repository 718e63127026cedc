"""A Word document comes in; lines that a style makes bold go out as bold by hand, which is all that mammoth knows.

Of a document without headings its lines in larger letters go out as headings; see by_looks.py.
"""

from collections.abc import Container, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from knowledge.documents.beside import W
from knowledge.documents.by_looks import MAX_CHARS, MAX_LEVEL, MAX_SHARE, Look, days_under_titles, levels
from knowledge.notices import Notice, notice

STYLE = "ByLooks"  # begins the id of the style that such a line is given; its level stands behind it
STYLES = tuple(f"p.{STYLE}{level} => h{level}:fresh" for level in range(1, MAX_LEVEL + 1))
USUAL = 10.0  # points, where neither a style nor a document says so (ECMA-376 part 1, sz)
MAX_DIGITS = 4  # of a size that letters can have
MAX_BASED = 20  # styles that are based on each other; more go round


def head(root: Element, styles: Element) -> list[Notice]:
    """Give lines that were meant as headings a style that says so; the day and hour under a page's title go, and are told."""
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    named = {one.get(f"{W}styleId", ""): one for one in styles.iter(f"{W}style")}
    apart = {id(one) for kind in ("tbl", "txbxContent") for around in root.iter(f"{W}{kind}") for one in around.iter()}
    paragraphs = list(root.iter(f"{W}p"))
    looks = [_look(one, named, defaults, is_alone=id(one) not in apart) for one in paragraphs]
    found = levels(looks)
    for paragraph, level in zip(paragraphs, found, strict=True):
        if level:
            _give_style(paragraph, f"{STYLE}{level}")
    dated = days_under_titles(looks, found)
    for row in dated:
        for one in list(paragraphs[row]):
            paragraphs[row].remove(one)
    return [notice("page_days", count=len(dated) // 2)] if dated else []


def write_out_bold(root: Element, styles: Element, own: Container[str]) -> None:
    """Make short lines bold by hand that are so by a style, where most of the text isn't; own: the ids of the styles, of headings and such, that say what they are."""
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    named = {one.get(f"{W}styleId", ""): one for one in styles.iter(f"{W}style")}
    bold = {
        name
        for name, one in named.items()
        if _is_bold([*_based(name, named), defaults]) and one.get(f"{W}type") != "table"
    }
    if not bold:
        return
    apart = {id(one) for kind in ("tbl", "txbxContent") for around in root.iter(f"{W}{kind}") for one in around.iter()}
    found: list[Element] = []
    chars = 0  # of those lines
    for paragraph in root.iter(f"{W}p"):
        style = _value(paragraph.find(f"{W}pPr"), "pStyle")
        runs = [one for one in paragraph.iter(f"{W}r") if any((text.text or "").strip() for text in one.iter(f"{W}t"))]
        names = {style, *(_value(one.find(f"{W}rPr"), "rStyle") for one in runs)}
        if id(paragraph) in apart or style in own or bold.isdisjoint(names):
            continue
        look = _look(paragraph, named, defaults, is_alone=True)
        if look.is_bold and len(look.text) <= MAX_CHARS:
            found += runs
            chars += len(look.text)
    if chars <= MAX_SHARE * sum(len(one.text or "") for one in root.iter(f"{W}t")):
        for run in found:
            _make_bold(run)


def _make_bold(run: Element) -> None:
    look = run.find(f"{W}rPr")
    if look is None:
        look = Element(f"{W}rPr")
        run.insert(0, look)
    if look.find(f"{W}b") is None:
        ElementTree.SubElement(look, f"{W}b")


def _look(paragraph: Element, named: dict[str, Element], defaults: Element | None, *, is_alone: bool) -> Look:
    style = _value(paragraph.find(f"{W}pPr"), "pStyle")
    is_listed = paragraph.find(f"{W}pPr/{W}numPr") is not None
    text, sizes, bold = "", [], []
    for run in paragraph.iter(f"{W}r"):
        words = "".join(one.text or "" for one in run.iter(f"{W}t"))
        if words.strip():
            own = run.find(f"{W}rPr")
            told = [own, *_based(_value(own, "rStyle"), named), *_based(style, named), defaults]
            sizes.append(_size(told))
            bold.append(_is_bold(told))
        text += words
    return Look(text, min(sizes, default=USUAL), bool(bold) and all(bold), is_alone and not is_listed)


def _based(name: str, named: dict[str, Element]) -> Iterator[Element | None]:
    """How letters look by a style and those it is based on, nearest first."""
    for _ in range(MAX_BASED):
        if (style := named.get(name)) is None:
            return
        yield style.find(f"{W}rPr")
        name = _value(style, "basedOn")


def _size(told: list[Element | None]) -> float:
    sizes = (_value(look, "sz") for look in told)
    return next((int(size) / 2 for size in sizes if size.isdecimal() and len(size) <= MAX_DIGITS), USUAL)


def _is_bold(told: list[Element | None]) -> bool:
    marks = (look.find(f"{W}b") for look in told if look is not None)
    return next((mark.get(f"{W}val", "true") not in ("0", "false", "off") for mark in marks if mark is not None), False)


def _value(node: Element | None, name: str) -> str:
    found = node.find(f"{W}{name}") if node is not None else None
    return "" if found is None else found.get(f"{W}val", "")


def _give_style(paragraph: Element, name: str) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = Element(f"{W}pPr")
        paragraph.insert(0, properties)
    for old in properties.findall(f"{W}pStyle"):
        properties.remove(old)
    ElementTree.SubElement(properties, f"{W}pStyle").set(f"{W}val", name)
    for look in paragraph.iter(f"{W}rPr"):
        for mark in look.findall(f"{W}b"):
            look.remove(mark)

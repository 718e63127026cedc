"""What stands in a Word document beside its text, or around it in forms that mammoth doesn't know: put where it is read.

Boxes, diagrams and notes go behind the paragraph that they belong to, formulas and fields become what they show; what is
deleted, pictures and tables of contents go. Headers and footers are no part of the text, and are told.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from knowledge.dialects.marks import lowered, raised

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_VML = "{urn:schemas-microsoft-com:vml}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_AROUND = {f"{W}{name}" for name in ("fldSimple", "bdo", "dir", "smartTag", "customXml", "ins", "moveTo", "rubyBase")}
_GONE = {f"{W}{name}" for name in ("del", "moveFrom", "rt", "rubyPr", "customXmlPr", "smartTagPr")}
_DRAWINGS = {f"{W}{name}" for name in ("drawing", "pict", "object")}
_NOTE_MARKS = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_PROMPT = re.compile(
    r"(?:Klik (?:of tik|hier)|Kies een|Click (?:or tap|here)|Choose an?)\b"
)  # Word's own, in an empty field
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of figures", re.IGNORECASE)


@dataclass(slots=True)
class Beside:
    """What a document has besides its text, looked up as it is met."""

    style_names: Mapping[str, str]  # by id, as Word calls them in English
    diagram: Callable[
        [str], Element
    ]  # a diagram's texts by the id of the link to it; an empty element where there are none
    notes: dict[tuple[str, str], Element]  # by ("footnote", id)
    is_heading: Callable[[str], bool]  # by id of a style
    pictures: int = 0  # met and left out
    marks: dict[tuple[str, str], str] = field(default_factory=dict)  # of the notes that were met: "[1]"


def settle(root: Element, beside: Beside) -> None:
    """Have nothing in it that mammoth would pass over, and nothing that isn't its text."""
    _choose(root)
    _drop_contents(root, beside)
    _drop_deleted(root)
    _unwrap(root)
    _drop_codes(root)
    _write_fields(root)
    _write_formulas(root)
    _lift_drawings(root, beside)
    _lift_notes(root, beside)


def texts_by_id(root: Element, kind: str) -> dict[tuple[str, str], Element]:
    """The notes of footnotes.xml or endnotes.xml; what only parts them from the text is none."""
    return {
        (kind, one.get(f"{W}id", "")): one
        for one in root.iter(f"{W}{kind}")
        if one.get(f"{W}type", "normal") == "normal"
    }


def edges_of(root: Element, settings: Element) -> Iterator[str]:
    """The ids of the links to the headers and footers that are shown on some page."""
    on_even = settings.find(f"{W}evenAndOddHeaders") is not None
    for section in root.iter(f"{W}sectPr"):
        on_first = section.find(f"{W}titlePg") is not None
        for name in ("headerReference", "footerReference"):
            for one in section.iter(f"{W}{name}"):
                kind = one.get(f"{W}type", "default")
                if (kind == "default") or (kind == "first" and on_first) or (kind == "even" and on_even):
                    yield one.get(f"{_LINKED}id", "")


def run(text: str) -> Element:
    """A stretch of text."""
    made = Element(f"{W}r")
    ElementTree.SubElement(made, f"{W}t", {_SPACE: "preserve"}).text = text
    return made


def begin_with(paragraph: Element, text: str) -> None:
    """Write a text in front of what a paragraph says."""
    first = next((at for at, child in enumerate(paragraph) if child.tag != f"{W}pPr"), len(paragraph))
    paragraph.insert(first, run(text))


def _paragraph(text: str) -> Element:
    made = Element(f"{W}p")
    made.append(run(text))
    return made


def _has_words(node: Element) -> bool:
    return any((one.text or "").strip() for one in node.iter(f"{W}t"))


def _choose(root: Element) -> None:
    """Of what is there in several forms, as a text box is, one: the first that has words, else the first."""
    for parent in reversed(list(root.iter())):
        for at, child in reversed(list(enumerate(parent))):
            if child.tag == f"{_COMPATIBILITY}AlternateContent":
                forms = [one for one in child if len(one)]
                chosen = next((one for one in forms if _has_words(one)), forms[0] if forms else child)
                parent[at : at + 1] = list(chosen)


def _drop_contents(root: Element, beside: Beside) -> None:
    """A table of contents: it leads through the pages, and says what the headings do."""
    for parent in list(root.iter()):
        for child in list(parent):
            gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            style = child.find(f"{W}pPr/{W}pStyle")
            name = beside.style_names.get(style.get(f"{W}val", ""), "") if style is not None else ""
            if (gallery is not None and gallery.get(f"{W}val") == "Table of Contents") or _CONTENTS.fullmatch(name):
                parent.remove(child)


def _drop_deleted(root: Element) -> None:
    """What somebody struck out with changes being tracked."""
    for parent in list(root.iter()):
        if parent.tag in (f"{W}rPr", f"{W}trPr", f"{W}tcPr"):
            continue
        for child in list(parent):
            if child.tag in _GONE or (child.tag == f"{W}tr" and child.find(f"{W}trPr/{W}del") is not None):
                parent.remove(child)


def _unwrap(root: Element) -> None:
    """What stands around text and shows nothing by itself, of which mammoth knows some: fields, content controls, tags."""
    for parent in reversed(list(root.iter())):
        if parent.tag in (f"{W}rPr", f"{W}trPr", f"{W}tcPr", f"{W}pPr"):
            continue
        for at, child in reversed(list(enumerate(parent))):
            if child.tag in _AROUND:
                parent[at : at + 1] = list(child)
            elif child.tag == f"{W}sdt":
                inside = child.find(f"{W}sdtContent")
                if child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None and inside is not None:
                    _drop_prompt(inside)
                parent[at : at + 1] = [] if inside is None else list(inside)
            elif child.tag == f"{W}ruby":
                parent[at : at + 1] = [part for one in child if one.tag == f"{W}r" for part in one]
            elif child.tag == f"{W}ptab":
                parent[at] = Element(f"{W}tab")


def is_prompt(text: str) -> bool:
    """Whether Word itself asks for something to be filled in by this text."""
    return _PROMPT.match(text.strip()) is not None


def _drop_prompt(field: Element) -> None:
    """What Word by itself asks for in a field that nobody filled in; its cells and paragraphs stay."""
    if not is_prompt("".join(one.text or "" for one in field.iter(f"{W}t"))):
        return
    for parent in list(field.iter()):
        for child in parent.findall(f"{W}r"):
            parent.remove(child)


def _drop_codes(root: Element) -> None:
    """What a field is told to work out, in which other fields may stand with a text of their own: Word shows what came of it."""
    fields: list[Element] = []  # that are open, from the outside
    codes: list[Element] = []  # those of which the code is being read
    ended: set[int] = set()  # by id of what begins them: one that nobody ended holds back nothing
    within: list[tuple[Element, Element, tuple[int, ...]]] = []
    for run_ in root.iter(f"{W}r"):
        for child in run_:
            kind = child.get(f"{W}fldCharType", "") if child.tag == f"{W}fldChar" else ""
            if kind == "begin":
                fields.append(child)
                codes.append(child)
            elif kind and fields:
                codes = [one for one in codes if one is not fields[-1]]
                if kind == "end":
                    ended.add(id(fields.pop()))
            elif child.tag == f"{W}t" and codes:
                within.append((run_, child, tuple(map(id, codes))))
    for run_, child, around in within:
        if ended.intersection(around):
            run_.remove(child)


def _write_fields(root: Element) -> None:
    """What was chosen or ticked in an old form."""
    for parent in list(root.iter(f"{W}p")):
        for at, child in reversed(list(enumerate(parent))):
            told = child.find(f"{W}fldChar/{W}ffData")
            if told is None:
                continue
            if (options := told.find(f"{W}ddList")) is not None:
                parent.insert(at + 1, run(_option(options)))
            elif (box := told.find(f"{W}checkBox")) is not None:
                parent.insert(at + 1, run("☒" if _is_ticked(box) else "☐"))
                told.remove(box)
        for code in parent.iter(f"{W}instrText"):
            if (code.text or "").strip() == "FORMCHECKBOX":
                code.text = ""  # of which mammoth would make a second box


def _option(options: Element) -> str:
    texts = [one.get(f"{W}val", "") for one in options.iter(f"{W}listEntry")]
    chosen = options.find(f"{W}result")
    chosen = chosen if chosen is not None else options.find(f"{W}default")
    number = chosen.get(f"{W}val", "0") if chosen is not None else "0"
    return texts[int(number)] if number.isdecimal() and int(number) < len(texts) else ""


def _is_ticked(box: Element) -> bool:
    told = box.find(f"{W}checked")
    told = told if told is not None else box.find(f"{W}default")
    return told is not None and told.get(f"{W}val", "1") not in ("0", "false", "off")


def _write_formulas(root: Element) -> None:
    """A formula on one line, as people type it: (a + b)/2, x²."""
    for parent in reversed(list(root.iter())):
        for at, child in reversed(list(enumerate(parent))):
            if child.tag == f"{_MATH}oMathPara":
                made = Element(f"{W}p")
                made.extend(run(_formula(one)) for one in child.iter(f"{_MATH}oMath"))
                parent[at : at + 1] = list(made) if parent.tag == f"{W}p" else [made]
            elif child.tag == f"{_MATH}oMath" and parent.tag != f"{_MATH}oMathPara":
                parent[at] = run(_formula(child))


def _formula(node: Element) -> str:
    if node.tag == f"{_MATH}t":
        return node.text or ""
    written = [(one.tag.removeprefix(_MATH), _formula(one)) for one in node]
    parts, whole = dict(written), "".join(text for _, text in written)
    match node.tag.removeprefix(_MATH):
        case "f":
            return f"{_grouped(parts.get('num', ''))}/{_grouped(parts.get('den', ''))}"
        case "sSup":
            return parts.get("e", "") + _small(parts.get("sup", ""))
        case "sSub":
            return parts.get("e", "") + lowered(parts.get("sub", ""))
        case "rad":
            return f"{parts.get('deg', '')}√{_grouped(parts.get('e', ''))}"
        case "d":
            return f"({whole})"
        case "nary":
            return f"{_sign(node)}{lowered(parts.get('sub', ''))}{_small(parts.get('sup', ''))} {parts.get('e', '')}"
        case _:
            return whole


def _sign(node: Element) -> str:
    """The large sign in front of what is added up: ∫ unless it says another."""
    told = node.find(f"{_MATH}naryPr/{_MATH}chr")
    return "∫" if told is None else told.get(f"{_MATH}val", "")


def _grouped(text: str) -> str:
    return text if re.fullmatch(r"[\w.,√²³]*", text) else f"({text})"


def _small(text: str) -> str:
    found = raised(text)
    return found if found != text else f"^{_grouped(text)}"


def _lift_drawings(root: Element, beside: Beside) -> None:
    """Texts of boxes, of letters that are drawn and of diagrams, as a box that mammoth reads; pictures are counted and go."""
    for parent in reversed(list(root.iter())):
        for at, child in reversed(list(enumerate(parent))):
            if child.tag not in _DRAWINGS:
                continue
            boxes = list(_boxes(child, beside))
            in_boxes = {id(one) for box in boxes for one in box.iter()}
            beside.pictures += sum(1 for one in child.iter() if _is_picture(one) and id(one) not in in_boxes)
            if boxes:
                made = Element(f"{W}pict")
                made.extend(boxes)
                parent[at] = made
            else:
                del parent[at]


def _is_picture(node: Element) -> bool:
    is_linked = node.tag == f"{_VML}imagedata" and node.get(f"{_LINKED}id") is not None
    return is_linked or node.tag in (f"{_DRAWN}blip", f"{_CHART}chart")


def _boxes(drawing: Element, beside: Beside) -> Iterator[Element]:
    """The boxes of a drawing, those within another left in it."""
    waiting = [drawing]
    while waiting:
        node = waiting.pop()
        if node.tag == f"{W}txbxContent":
            yield node
            continue
        texts: list[str] = []
        if node.tag == f"{_VML}textpath":
            texts = [node.get("string", "")]
        elif node.tag == f"{_DIAGRAM}relIds":
            texts = list(_diagram_texts(beside.diagram(node.get(f"{_LINKED}dm", ""))))
        if any(text.strip() for text in texts):
            made = Element(f"{W}txbxContent")
            made.extend(_paragraph(text) for text in texts if text.strip())
            yield made
        waiting += reversed(list(node))


def _diagram_texts(root: Element) -> Iterator[str]:
    for point in root.iter(f"{_DIAGRAM}pt"):
        if point.get("type", "node") in ("node", "asst"):
            yield " ".join(
                "".join(one.text or "" for one in line.iter(f"{_DRAWN}t")) for line in point.iter(f"{_DRAWN}p")
            )


def _lift_notes(root: Element, beside: Beside) -> None:
    """Each note behind the paragraph, or the list, that it belongs to; in a cell at the cell's end."""
    for around in list(root.iter()):
        waiting: list[Element] = []
        children: list[Element] = []
        for child in list(around):
            if waiting and not (child.tag == f"{W}p" and child.find(f"{W}pPr/{W}numPr") is not None):
                children += waiting
                waiting = []
            children.append(child)
            if child.tag == f"{W}p":
                waiting += _notes_of(child, beside)
        children += waiting
        if len(children) > len(around):
            around[:] = children


def _notes_of(paragraph: Element, beside: Beside) -> Iterator[Element]:
    """The notes that a paragraph leads to; each mark in it becomes its number, save in a heading."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    is_heading = style is not None and beside.is_heading(style.get(f"{W}val", ""))
    for parent in list(paragraph.iter(f"{W}r")):
        children: list[Element] = []
        for child in parent:
            name = (_NOTE_MARKS.get(child.tag, ""), child.get(f"{W}id", ""))
            if not name[0]:
                children.append(child)
                continue
            note = beside.notes.get(name)
            if note is None or not _has_words(note):
                continue
            is_new = name not in beside.marks
            mark = beside.marks.setdefault(name, "" if is_heading else f"[{len(beside.marks) + 1}]")
            children += list(run(mark)) if mark else []
            for look in parent.findall(f"{W}rPr"):
                for raising in look.findall(f"{W}vertAlign"):
                    look.remove(raising)
            if is_new:
                yield from _marked(note, mark)
        parent[:] = children


def _marked(note: Element, mark: str) -> Iterator[Element]:
    """The paragraphs of a note, its mark in front."""
    first = next((one for one in note if one.tag == f"{W}p" and _has_words(one)), None)
    for one in note:
        if one is first and mark:
            begin_with(one, f"{mark} ")
        if one.tag == f"{W}tbl" or (one.tag == f"{W}p" and _has_words(one)):
            yield one

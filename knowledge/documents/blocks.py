"""Markdown, the lines of a PDF or the rows of a sheet come in, blocks go out: headings and text, in order, with their place."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from knowledge.documents.cell_looks import without_struck
from knowledge.documents.columns import (
    chosen,
    columns_of,
    is_heading_again,
    is_unused,
    side_by_side,
    unshown,
    unshown_told,
)
from knowledge.documents.kept import words_of
from knowledge.documents.labels import labelled_pairs
from knowledge.documents.line_ends import goes_on, with_next
from knowledge.entry_file import link_fault
from knowledge.notices import Notice, notice
from knowledge.passages import parser, plain
from knowledge.tables import as_lines

MAX_QUESTION = 200  # characters; a longer paragraph that ends with a question mark is no heading
MAX_HEADING = 300  # characters; a longer heading is a paragraph
MAX_TOLD = 300  # … and of a text that was left out
MAX_EDGES = 240  # characters of headers and footers that are told
EDGE_LINES = 2  # of a page, at its top and at its bottom, that may be a header or a footer
NEAR_ITEM = 20  # lines of a page within which a list's next item begins
MAX_GROUP = 80  # characters; a longer text by itself in a row is no heading of those below
GROUP_LEVEL = 6  # of what stands by itself in a row over the questions below it
ROW_LEVEL = 7  # the heading level of a question that is a row, a bold line or a line by itself: below real headings
# A letter or word in front of a question or an answer: "V:", "Vraag 3:", "Antwoord."; or a number: "3.2 "
_LABEL = re.compile(
    r"\s*(?:(?:vraag|question|v|q)\s*\d*\s*[:.)]\s+|\d{1,3}(?:\.\d{1,3})*[.)]?\s+(?=\D))", re.IGNORECASE
)
_ANSWER_LABEL = re.compile(r"(?<!\w)\s*\**(?:antwoord|answer|a)\s*\d*\s*[:)]\**\s+", re.IGNORECASE)
_BOLD_START = re.compile(r"(?:\*\*|__)([^*\n]{2,300}?)(?:\*\*|__)(\s*)(.*)", re.DOTALL)
_TARGET = r'\(\s*(<[^<>\n]*>|[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+"[^"\n]*")?\s*\)'
_PICTURE = re.compile(r"!\[(?:[^\[\]\\]|\\.)*\]" + _TARGET)
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]" + _TARGET)
_AUTOLINK = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*)>")
_TAG = re.compile(r"</?(?:u|ins|sub|sup|span|font|center|small|big|mark)\b[^<>\n]{0,200}>", re.IGNORECASE)
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_BULLET = re.compile(r"\s*(?:[•▪◦●○‣∙·\uf0b7\uf0a7]|[-–*](?=\s))\s*")
_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s+\S")
_CHAPTER = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z]")
_SEPARATOR = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-*:?\s*)*\|?")
_PAGE_NUMBER = re.compile(r"\W*(?:pagina|page|blz\.?|p\.)?\W*\d{1,4}(?:\W*(?:van|of|/)\W*\d{1,4})?\W*", re.IGNORECASE)
_PAGE_BESIDE = re.compile(
    r"(?<=\w)\W*\b(?:pagina|page|blz\.?)\W{0,3}\d{1,4}(?:\W{1,3}(?:van|of)?\W{0,3}\d{1,4})?\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a table says of a question besides its answer."""

    asks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()  # in the table's own words
    sources: tuple[tuple[str, str], ...] = ()  # (label, address)
    checked: date | None = None
    unused: tuple[tuple[str, str], ...] = ()  # (name of a column that isn't shown, what stands in it)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, or the text up to the next one."""

    text: str  # of a heading plain text, of text Markdown
    level: int = 0  # of a heading, 1 the highest; 0 for text
    place: Notice | None = None  # where in the document, for a page or a row; None: under its heading
    is_bold: bool = False  # text that may have been meant as a heading
    told: Told | None = None  # of a question in a table
    rows: tuple[tuple[str, ...], ...] = field(default=(), compare=False)  # of a table: its cells, as text lists them


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a PDF."""

    text: str  # empty between paragraphs
    level: int  # as a heading, by the size of its letters; 0 where it is no heading
    page: int  # 1-based
    ends: bool = False  # whether somebody ended it here: the next word would have stood on it
    rows: tuple[tuple[str, ...], ...] = ()  # of a table, of which the text is all of it


def is_question(text: str) -> bool:
    """Whether a line is a question that could be a title."""
    return text.rstrip(' *_"”’)').endswith("?") and len(text) <= MAX_QUESTION + 100


def without_label(text: str) -> str:
    """A title without "Vraag 3:" or "3.2" in front."""
    return text[match.end() :].strip() if (match := _LABEL.match(text)) and match.end() < len(text) else text.strip()


def without_any_label(text: str) -> str:
    """A line without what stands in front of a question or an answer, whether those are bold or not."""
    bare = text.lstrip("#*_ ")
    return _ANSWER_LABEL.sub("", without_label(bare), count=1) if bare else text


def on_one_line(markdown: str) -> str:
    """A stretch of Markdown as plain text, in which "3. Kop" is no list."""
    return plain(f"# {' '.join(markdown.split())}").strip()


def tidy(markdown: str) -> str:
    """Markdown without characters and tags that show nothing."""
    text = markdown.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\u2028", "\n")
    text = text.replace("\u2011", "-")  # a hyphen at which no line ends; nobody searches for that one
    text = _TAG.sub("", _INVISIBLE.sub("", text))
    text = re.sub(r"[ \t]+$", lambda match: "  " if len(match[0]) == 2 else "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def told_of(text: str) -> str:
    """What is told of a text that was left out."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_TOLD else f"{text[:MAX_TOLD]}…"


def without_pictures(markdown: str) -> tuple[str, list[Notice]]:
    """Markdown without pictures and without links that lead to no public site; of those the text stays."""
    counts: Counter[str] = Counter()

    def linked(match: re.Match[str]) -> str:
        text, address = match[1], match[2].strip("<>")
        if not link_fault(address):
            return match[0] if text.strip() else ""
        counts["links_taken_out"] += not address.startswith("#")  # one within the document is missed by nobody
        return text

    def bare(match: re.Match[str]) -> str:
        if not link_fault(match[1]):
            return match[0]
        counts["links_taken_out"] += 1
        return match[1].partition(":")[2].strip("/")

    text, counts["pictures"] = _PICTURE.subn("", markdown)
    text = _AUTOLINK.sub(bare, _LINK.sub(linked, text))
    return text, [notice(key, count=count) for key, count in counts.items() if count]


def markdown_blocks(markdown: str) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """The blocks of Markdown, and what was changed on the way."""
    markdown, notices = without_pictures(tidy(markdown))
    lines, tokens = markdown.split("\n"), parser().parse(markdown)
    starts = [
        (token.map[0], token, inner)
        for token, inner in zip(tokens, tokens[1:] + tokens[-1:], strict=True)
        if token.level == 0 and token.map and token.nesting >= 0
    ]
    ends = [start for start, _, _ in starts[1:]] + [len(lines)] * bool(starts)
    blocks: list[Block] = []
    tables = 0
    for (start, token, inner), end in zip(starts, ends, strict=True):
        text = "\n".join(lines[start:end]).strip()
        if token.type == "heading_open":
            words = on_one_line(inner.content) or inner.content
            words = without_struck(words) or words  # a title shows no marks
            # a paragraph over a line of dashes is one by mistake
            blocks.append(Block(words, int(token.tag[1:])) if len(words) <= MAX_HEADING else Block(inner.content))
        elif token.type == "paragraph_open" and (rows := table(text)):
            found = list(table_blocks(rows))
            notices += rows_told(rows)
            notices += struck_told(rows, found)
            tables += not found[0].level if found else 0
            blocks += found
        elif token.type == "paragraph_open":
            blocks += _paragraph(text)
        elif token.type != "hr":
            blocks.append(Block(text))
    if tables:
        notices.append(notice("tables", count=tables))
    return tuple(blocks), tuple(notices)


def _paragraph(text: str) -> Iterator[Block]:
    """A paragraph, or two where a bold line at its start was meant as a heading."""
    match = _BOLD_START.fullmatch(text)
    if match and (not match[3] or "\n" in match[2] or match[1].rstrip().endswith("?")):
        yield Block(on_one_line(match[1]), is_bold=True)
        if match[3].strip():
            yield Block(match[3].strip())
    else:
        yield Block(text)


def table(text: str) -> list[list[str]]:
    """The rows of a Markdown table; empty where the text is none."""
    lines = text.split("\n")
    if len(lines) < 2 or "|" not in lines[0] or not _SEPARATOR.fullmatch(lines[1].strip()):
        return []
    rows = [_cells(line) for line in (lines[0], *lines[2:])]
    return [row for row in rows if any(row)]


def listed(rows: Sequence[Sequence[str]], place: Notice | None = None) -> Block:
    """A table as a list."""
    return Block("\n".join(as_lines(rows)), place=place, rows=tuple(tuple(row) for row in rows))


def _cells(line: str) -> list[str]:
    line = line.strip()
    line = line.removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)]


def table_blocks(rows: Sequence[Sequence[str]], lang: str = "") -> Iterator[Block]:
    """Questions and answers, where a table of Markdown cells holds those; else a list with a line for each row."""
    rows = [row for row in rows if any(row)]
    bare = [[on_one_line(cell) for cell in row] for row in rows]
    if beside := side_by_side(bare):
        for places in beside:
            yield from table_blocks(of_part(rows, places), lang)
        return
    columns = columns_of(bare, lang)
    hidden = unshown(enumerate(bare), columns) if columns else {}
    asked = [row for row in bare if is_question(row[0])]
    if not columns and rows and max(map(len, rows)) == 2 and len(asked) * 2 >= len(rows):
        columns = chosen(bare, 0, 1)
    if not columns and (pairs := labelled_pairs(rows)):
        for question, parts in pairs:
            yield Block(on_one_line(question), ROW_LEVEL)
            yield Block("\n\n".join(parts))
        return
    if not columns:
        yield listed(rows)
        return
    is_answered, above = False, ""  # the question above
    for at, (row, words) in enumerate(zip(rows, bare, strict=True)):
        if at < columns.first or at in hidden:
            continue
        cells = list(row)
        asking = words[columns.question] if columns.question < len(words) else ""
        if is_heading_again(words, columns):
            continue
        if asking and not without_struck(asking):  # it was withdrawn, and its answer is none to the question above
            is_answered = False
            continue
        if name := over_rows(words, columns.question):
            yield Block(name, GROUP_LEVEL)
            is_answered = False
            continue
        if columns.answer == len(rows[0]) - 1 > columns.question:  # a bar in the last column is a bar in its text
            cells = [*row[: columns.answer], " | ".join(row[columns.answer :])]
        if columns.question < len(cells) and cells[columns.question]:
            others = [
                (columns.names.get(at) or "", cells[at])
                for at, _ in columns.roles
                if at not in (columns.question, columns.answer) and at < len(cells) and cells[at]
            ]
            unused = tuple(one for one in others if is_unused(*one))
            parts = [cells[columns.answer] if columns.answer < len(cells) else ""]
            parts += [f"{name}: {text}".strip(": ") for name, text in others if not is_unused(name, text)]
            asked_here = without_struck(asking)
            if not (is_answered and asked_here == above):  # else the answer goes on
                yield Block(asked_here, ROW_LEVEL, told=Told(unused=unused) if unused else None)
            is_answered, above = bool(parts[0]), asked_here
            if is_answered:  # what else stands in a row is no answer
                yield Block("\n\n".join(parts))
        elif is_answered and columns.answer < len(cells) and cells[columns.answer]:  # the answer above goes on
            yield Block(cells[columns.answer])


def rows_told(rows: Sequence[Sequence[str]]) -> list[Notice]:
    """What is told of the rows of a table of questions and answers that are not to be shown yet."""
    bare = [[on_one_line(cell) for cell in row] for row in rows if any(row)]
    columns = columns_of(bare, "")
    hidden = unshown(enumerate(bare, 1), columns) if columns else {}
    return [unshown_told(hidden)] if hidden else []


def struck_told(rows: Sequence[Sequence[str]], found: Sequence[Block]) -> list[Notice]:
    """What is told of questions in a table that were struck out, and left out with their answers."""
    shown = "\n".join(block.text for block in found)
    gone = [
        text
        for row in rows
        for cell in row
        if (text := on_one_line(cell)) and not without_struck(text) and cell not in shown
    ]
    return [notice("struck_rows", text=" · ".join(gone).replace("~~", "")[:MAX_EDGES])] if gone else []


def of_part(rows: Sequence[Sequence[str]], places: frozenset[int]) -> list[tuple[str, ...]]:
    """The rows with what stands in a part of their table alone; a row of one cell is over all parts."""
    return [
        tuple(
            text if place in places or (sum(map(bool, row)) == 1 and over_rows(row, 0)) else ""
            for place, text in enumerate(row)
        )
        for row in rows
    ]


def over_rows(cells: Sequence[str], question: int) -> str:
    """What stands in a row by itself, over the questions below it; empty where the row has more, asks, or stands under another."""
    told = [(at, " ".join(cell.split())) for at, cell in enumerate(cells) if cell.strip()]
    if len(told) != 1 or told[0][0] > question:
        return ""
    text = told[0][1]
    return text if any(map(str.isalpha, text)) and not is_question(text) and len(text) <= MAX_GROUP else ""


def lines_to_markdown(lines: Iterable[str]) -> str:
    """Lines of plain text as Markdown: a paragraph each, bullets as lists."""
    found: list[str] = []
    for line in lines:
        text = _plain_line(line)
        if text and found and not (_is_item(text) and _is_item(found[-1])):
            found.append("")
        if text:
            found.append(text)
    return "\n".join(found)


def _is_item(line: str) -> bool:
    return line.startswith("- ") or _NUMBERED.match(line) is not None


def _plain_line(line: str) -> str:
    """A line of plain text as Markdown that shows it: bullets are items, and what would be a mark is none."""
    line = tidy(line).strip()
    if match := _BULLET.match(line):
        return "- " + _escaped(line[match.end() :])
    return re.sub(r"^(#{1,6}(?=\s|$)|[>+=]|~(?!~[^\s~]))", r"\\\1", _escaped(line))


def _page_line(line: str) -> str:
    """A line of a page as Markdown, in which nothing is a tag; a cell of a sheet may hold what a site was made of."""
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", _plain_line(line))


def _escaped(text: str) -> str:
    return re.sub(r"([*`\\]|\](?=\())", r"\\\1", text)


def page_blocks(lines: Iterable[PageLine]) -> Iterator[Block]:
    """The blocks of a PDF: lines joined to paragraphs and lists, and headings by the size of their letters."""
    items: Block | None = None  # a list that may go on
    for paragraph in _paragraphs(_with_tables_whole(lines)):
        if paragraph[0].rows:
            yield from () if items is None else (items,)
            items = None
            yield from _rows(paragraph[0])
            continue
        block = _joined(paragraph)
        is_item = not block.level and _is_item(block.text)
        if items and is_item:
            items = replace(items, text=f"{items.text}\n{block.text}")
            continue
        if items:
            yield items
        items = block if is_item else None
        if not is_item:
            yield block
    if items:
        yield items


def _with_tables_whole(lines: Iterable[PageLine]) -> Iterator[PageLine]:
    """Lines, with a table that goes on at the next page as one."""
    table, gaps = None, list[PageLine]()
    for line in lines:
        if not line.text:
            gaps.append(line)
            continue
        if table and line.rows and line.page > table.page and len(line.rows[0]) == len(table.rows[0]):
            more = line.rows[1:] if line.rows[0] == table.rows[0] else line.rows
            table = replace(table, text=f"{table.text} {line.text}", rows=(*table.rows, *more))
            gaps = []
            continue
        yield from () if table is None else (table,)
        yield from gaps
        table, gaps = (line, []) if line.rows else (None, [])
        if table is None:
            yield line
    yield from () if table is None else (table,)


def _rows(line: PageLine) -> Iterator[Block]:
    """A table of a page: questions with their answers, else a list."""
    place = notice("from_page", page=line.page)
    rows = [[_page_line(cell).removeprefix("- ") for cell in row] for row in line.rows]
    yield from (replace(block, place=place) for block in table_blocks(rows))


def _paragraphs(lines: Iterable[PageLine]) -> Iterator[list[PageLine]]:
    paragraph: list[PageLine] = []
    after_gap = False
    lines = list(lines)
    for line, is_alone in zip(lines, _are_alone(lines), strict=True):
        if not line.text:
            after_gap = True
            continue
        starts_anew = paragraph and _starts_anew(paragraph, line, is_alone=is_alone)
        if paragraph and ((after_gap and not _goes_on(paragraph[-1], line)) or starts_anew):
            yield paragraph
            paragraph = []
        paragraph.append(line)
        after_gap = False
    if paragraph:
        yield paragraph


def _are_alone(lines: Sequence[PageLine]) -> Iterator[bool]:
    """Of each line whether no line near it begins with the number before or behind that which it begins with."""
    numbers = [
        int(line.text.strip().split(".")[0].split(")")[0]) if _NUMBERED.match(line.text) else -9 for line in lines
    ]
    for at, number in enumerate(numbers):
        near = numbers[max(at - NEAR_ITEM, 0) : at + NEAR_ITEM] if number > 0 else ()
        yield not (number - 1 in near or number + 1 in near)


def _goes_on(before: PageLine, line: PageLine) -> bool:
    """Whether a sentence goes on after a gap: lines far apart, or the next page."""
    is_broken_off = before.text.rstrip()[-1:] not in tuple(".!?:;")
    return not before.level and is_broken_off and (line.text[:1].islower() or before.text.endswith("-"))


def _starts_anew(paragraph: list[PageLine], line: PageLine, *, is_alone: bool) -> bool:
    """Whether a line doesn't go on with the paragraph before it; is_alone: its number, if any, is of no list."""
    before, text = paragraph[-1], line.text
    so_far = " ".join(part.text for part in paragraph)
    is_whole_question = is_question(so_far) and len(so_far) <= MAX_QUESTION and not re.search(r"[.!] ", so_far)
    return (
        line.level != before.level
        or is_whole_question
        or bool(line.rows or before.rows)
        or _BULLET.match(text) is not None
        or (_NUMBERED.match(text) is not None and not (is_alone and _is_broken_off(paragraph)))
        or (line.level > 0 and before.text.rstrip().endswith(":"))  # what is to be filled in on a form
        or (line.level > 0 and _CHAPTER.match(text) is not None)
        or (is_question(text) and text[:1].isupper() and before.text.rstrip()[-1:] in (".", "!"))
    )


def _is_broken_off(paragraph: list[PageLine]) -> bool:
    """Whether a sentence goes on at the next line, which may then begin with the number that it ends with: "periode | 1."."""
    before = paragraph[-1]
    is_whole = before.ends or before.text.rstrip()[-1:] in tuple(".!?:;,")
    return not is_whole and not before.level and not _is_item(_plain_line(paragraph[0].text))


def _joined(paragraph: list[PageLine]) -> Block:
    first = paragraph[0]
    place = notice("from_page", page=first.page)
    texts = [first.text]
    for before, line in pairwise(paragraph):
        text, following = texts[-1], line.text.strip()
        if before.ends and not first.level and not goes_on(text, following):
            texts.append(following)
        else:
            texts[-1] = with_next(text, following)
    texts = [" ".join(tidy(text).split()) for text in texts]
    text = " ".join(texts)
    if first.level and len(text) <= MAX_HEADING:
        return Block(text, first.level, place)
    return Block("  \n".join(_page_line(text) for text in texts), place=place)


def without_repeats(lines: Sequence[PageLine]) -> tuple[list[PageLine], tuple[str, ...]]:
    """Lines without headers and footers, and what those said: at a page's edge, what stands at the edge of many others.

    A page number is one too, and says nothing.
    """
    written: dict[int, list[int]] = defaultdict(list)
    for row, line in enumerate(lines):
        if line.text and not line.level:
            written[line.page].append(row)
    edges = {row for rows in written.values() for row in (*rows[:EDGE_LINES], *rows[-EDGE_LINES:])}
    on_pages = Counter(text for text, _ in {(_without_digits(lines[row].text), lines[row].page) for row in edges})
    kept: list[PageLine] = []
    returning: dict[str, str] = {}
    for row, line in enumerate(lines):
        pages = on_pages[_without_digits(line.text)]
        repeats = pages >= 3 and pages * 5 >= len(written) * 2
        if row not in edges or not (repeats or _PAGE_NUMBER.fullmatch(line.text)):
            kept.append(line)
        elif not _PAGE_NUMBER.fullmatch(line.text):
            returning.setdefault(_without_digits(line.text), line.text)
    return kept, tuple(returning.values())


def told_edges(edges: Iterable[str], text: Iterable[str]) -> list[Notice]:
    """What headers and footers say that the text doesn't; nothing where they only count pages."""
    shown = {word for line in text for word in words_of(line)}
    told = [line for line in dict.fromkeys(edges) if not _PAGE_NUMBER.fullmatch(line) and set(words_of(line)) - shown]
    return [notice("page_edges", text=" · ".join(told)[:MAX_EDGES])] if told else []


def _without_digits(text: str) -> str:
    """A line at an edge, for telling whether it returns: a page number may stand on the same line, or on one of its own."""
    return re.sub(r"\d+", "0", _PAGE_BESIDE.sub("", " ".join(text.split())))


def answer_without_label(block: Block) -> Block:
    """Text without "Antwoord:" in front."""
    match = _ANSWER_LABEL.match(block.text)
    return replace(block, text=block.text[match.end() :]) if match and match.end() < len(block.text) else block

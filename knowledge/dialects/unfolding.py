"""Markdown as other tools write it comes in, plain Markdown that shows the same goes out; what means nothing here is left out.

Comments never come through. A callout becomes a quotation under its title, a part that folds out a section, a wikilink a
link to an entry; tags, attributes and templates of another program go, and are told. Code stays as it is written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import pairwise

from knowledge.dialects.asked_lines import may_ask, with_asked_as_headings
from knowledge.dialects.chunks import without_chunks
from knowledge.dialects.colons import without_colons
from knowledge.dialects.comments import Line, without_comments
from knowledge.dialects.folded import with_folded_as_headings
from knowledge.dialects.html_tables import lines_of_table
from knowledge.dialects.indents import without_indents
from knowledge.dialects.makecode import without_makecode
from knowledge.dialects.marks import COMPONENT, SINCE, LeftOut, Marks, bare, callout, is_callout, title_in
from knowledge.dialects.myst import plainer
from knowledge.dialects.slashes import without_slashes
from knowledge.dialects.unseen import without_unseen
from knowledge.fences import is_ended, opened
from knowledge.frontmatter import is_property

# Nothing is looked for in a text without any of these.
_MAY_BE_FOREIGN = re.compile(
    r"[<{\[]|\(\([0-9a-f]{8}-|\)=\s*$|, last modified |%%|::|!!!|^[ \t]*///|\?\?\?|==|\w[~^]\w|\+\+\w|^ {0,3}:[ \t]+\S|:[a-z0-9_+-]+:|^import\s|^export\s|^[?!]>\s|^\\[a-z]|\s\^[\w-]+$|^[-*]\s+toc\s*$|^(?:```|~~~)\s*[a-z]|(?<!\S)#[^\W\d_]|^\s{0,3}#{2,6}[^\s#]|^ {0,3}#{1,6}[ \t]*[~@]",
    re.MULTILINE | re.IGNORECASE,
)
_QUERIES = (
    "dataview",
    "dataviewjs",
    "query",
    "tasks",
    "button",
    "mermaid",
    "plantuml",
)  # fences of which something else is shown
_ADMONISH = re.compile(r"admonish(?:\s+([a-z]+))?((?:\s+[\w-]+=.*)?)")  # of mdBook
_CALLOUT = re.compile(r"([ \t]*(?:>[ \t]?)*>)[ \t]?\[!([\w-]+)(?:\|[^\]]*)?\][+-]?[ \t]*(.*)")
_CONTAINER = re.compile(r"(\s*)(:{3,})\s*([\w-]*)\s*(.*)")
_QUARTO = re.compile(r"\{\s*\.callout-(\w+)")
_INDENTED = re.compile(r"(\s*)(?:!!!|\?\?\?\+?)\s+([\w-]+)((?:\s+[\w-]+)*)\s*(?:\"(.*)\")?\s*")
_TAB = re.compile(r"(\s*)===[!+]*\s+\"(.*)\"\s*")
_SNIPPET = re.compile(r"\s*;?-+8<-+(?:\s.*)?|\s*<<<\s+@?[\w./-]+\S*\s*")  # of MkDocs, and of VitePress
_INCLUDED = re.compile(r"<!--\s*@include:\s*([^\s>{}]+?)(?:\{[^{}]*\})?\s*-->")  # … which has others in a comment
_TIP = re.compile(r"([?!])>\s+(\S.*)")  # of Docsify
_BREAKS = re.compile(
    r"\\(?:newpage|pagebreak|clearpage|noindent|tableofcontents|bigskip|medskip|smallskip)\b\s*"
)  # of LaTeX
_SHORT = re.compile(r" {0,3}(\*\[[^\[\]]+\]):[ \t]*[^*]*")  # of Markdown Extra: what is shown over an abbreviation
_MEANING = re.compile(r" {0,3}:[ \t]+(\S.*)")
_NO_TERM = re.compile(r"[\s>#|-]|=+\s*$|\*\s|\d+[.)]\s")  # what begins a line that is more than words
_WIKI_BOX = re.compile(r"\s*\{(info|note|tip|warning|panel|expand)(?::([^{}]*))?\}\s*")  # of Confluence
_WIKI_MADE = re.compile(r"[*_]?Created by .{1,100}, last modified .{1,100}")
_CONTENTS = re.compile(
    r"\s*(?:\{toc(?::[^{}]*)?\}|\[TOC\]|\[\[_?TOC_?\]\]|\{\{\s*TOC\s*\}\}|\$\{toc\}|[-*]\s+TOC)\s*", re.IGNORECASE
)
# Read in one way alone: blanks and words aren't given back.
_IMPORT = re.compile(r"(?:import\s++(?:(?:(?!from\s)[\w{},*]++\s++)++from\s++)?+['\"][^'\"]++['\"];?\s*+)++")
_IMPORT_GOES_ON = re.compile(r"(?:import\s|['\"]).*\sfrom\s*")  # where a tool breaks lines as those of a paragraph
MAX_IMPORT = 20  # lines of such ones
_EXPORT = re.compile(r"export\s+(?:const|default|function|let)\b.*")
_IMPORT_OPENS = re.compile(r"import\s+(?:\w+\s*,\s*)?\{[^{}]*")
MAX_MODULE = 100  # lines of a part of JavaScript, or of a drawing
_DRAWER = re.compile(r"\s*:(?:LOGBOOK|PROPERTIES):\s*")
_NOTE_TEXT = re.compile(r"\s{0,3}\[\^([^\[\]\s]+)\]:\s?(.*)")
_STANDS_IN = re.compile(r"(?: {2,}|\t)\S")
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s|$)")
_BLOCK_TAG = re.compile(
    r"\s*</?(?:address|article|aside|center|details|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|li|main|nav|ol|p|"
    r"section|summary|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_CLOSES = {"{{<": ">}}", "{{%": "%}}", "{%": "%}"}
# A tag that goes on in the next line, and what that line is like: attributes, or the tag's end.
_TAG_OPENS = re.compile(r"<[A-Za-z][\w.-]*(?:\s[^<>]*)?$")
_TAG_CLOSES = re.compile(r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*/?>")
_SPAN = re.compile(r"(`+)[^`]*\1")
_PARTS = ("table", "pre")
MAX_QUOTED = 20  # characters in front of a line that is in boxes in boxes
MAX_TEMPLATE = 30  # lines that one template may go on for
_CODE_START = re.compile(r"\s*<pre\b[^<>]*>", re.IGNORECASE)
_CODE_END = re.compile(r"</pre\s*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_TICKS = re.compile("`+")
_MADE_OF_CODE = re.compile(
    r"(\s{0,3}#{1,6}\s+)?:::\s+((?:[\w-]+\.)+\w+|[\w-]+)\s*"
)  # of mkdocstrings: ::: package.module
MAX_TAG = 300  # … and one tag, whose properties may be a table
_TABLE_START = re.compile(r"\s*<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A text as plain Markdown."""

    text: str
    lines: tuple[int, ...] = ()  # the 1-based line that each line of it was on before; empty: the same one
    left_out: tuple[LeftOut, ...] = ()
    open_comment: int = 0  # 1-based line of a comment that doesn't end; 0: all do
    tags: tuple[str, ...] = ()  # of notes, that were taken out: "geld" of "#geld"

    def line_before(self, line: int) -> int:
        """The 1-based line that a line of the text was on, in the text as it was."""
        return self.lines[line - 1] if self.lines and line <= len(self.lines) else line


def unfold(text: str, lang: str, *, is_mdx: bool = False) -> Unfolded:
    """A text of whichever tool as plain Markdown; lang is that of the words that are put in, such as "Let op"."""
    if not _MAY_BE_FOREIGN.search(text) and not may_ask(text):
        return Unfolded(text)
    return _Unfolder(lang, is_mdx).unfold(text)


def _with_tags_whole(lines: list[Line]) -> Iterator[Line]:
    """Lines of which one that begins a tag holds all of it; those that it went on over are gone."""
    at = 0
    while at < len(lines):
        line, end = lines[at], _end_of_tag(lines, at)
        yield replace(line, text=" ".join(one.text.strip() for one in lines[at:end])) if end > at + 1 else line
        at = end


def _end_of_tag(lines: list[Line], at: int) -> int:
    """The row behind a tag that begins in a line and ends below it; the next row where none does: "a <b" of a sum is no tag."""
    opened = None if lines[at].is_code else _TAG_OPENS.search(_SPAN.sub("", lines[at].text))
    is_set = opened is not None and "=" in opened[0]
    for row in range(at + 1, min(at + MAX_TAG, len(lines)) if opened else 0):
        text = lines[row].text
        if closed := _TAG_CLOSES.match(text):
            return row + 1 if is_set or "=" in closed[0] or closed[0].endswith("/>") else at + 1
        if lines[row].is_code or not text.strip() or _TAG_OPENS.search(text):
            break
        is_set = is_set or "=" in text
    return at + 1


def _with_parts_apart(lines: list[Line]) -> Iterator[Line]:
    """Lines of which one that holds a table or code of HTML holds nothing else in front of it, nor behind its end."""
    ends = {
        name: max((row for row, line in enumerate(lines) if f"</{name}" in line.text.lower()), default=-1)
        for name in _PARTS
    }
    for row, line in enumerate(lines):
        if line.is_code or "<" not in line.text or "`" in line.text or line.text.lstrip().startswith("|"):
            yield line
            continue
        cuts = [
            at
            for name in _PARTS
            if row <= ends[name]
            for match in re.finditer(rf"<{name}\b|</{name}\s*>", line.text, re.IGNORECASE)
            if 0 < (at := match.end() if match[0][1] == "/" else match.start()) < len(line.text)
        ]
        bounds = [0, *sorted(set(cuts)), len(line.text)]
        texts = [line.text[start:end] for start, end in pairwise(bounds)]
        texts = [text.lstrip() for text in texts if text.strip()] if cuts else texts
        yield from (replace(line, text=text) for text in texts or [line.text])


def _with_templates_whole(lines: list[Line]) -> Iterator[Line]:
    """Lines of which one that begins a template holds all of it; those that it went on over are empty."""
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if not line.is_code and (closing := _closing(line.text)):
            rows = range(at + 1, min(at + MAX_TEMPLATE, len(lines)))
            end = next((row + 1 for row in rows if closing in lines[row].text), at + 1)
        yield replace(line, text=" ".join(one.text.strip() for one in lines[at:end])) if end > at + 1 else line
        yield from (replace(one, text="") for one in lines[at + 1 : end])
        at = end


def _closing(text: str) -> str:
    """What closes the template that a line begins and doesn't end; empty where it begins none."""
    begun = [(at, mark) for mark in _CLOSES if (at := text.rfind(mark)) >= 0]
    if not begun:
        return ""
    at, mark = min(begun)
    return "" if _CLOSES[mark] in text[at + len(mark) :] else _CLOSES[mark]


@dataclass(slots=True)
class _Unfolder:
    """Goes through a text line by line; keeps where it is."""

    lang: str
    is_mdx: bool
    out: list[tuple[str, int]] = field(default_factory=list)
    open_boxes: list[str] = field(default_factory=list)  # :::, innermost last: what stands before a line of it
    last_end: int = -1  # row of the last ":::" that ends a box
    last_code_end: int = -1  # … and of the last </pre>
    is_html: bool = False  # within a stretch of HTML, where white space in front of a line means nothing
    marks: Marks = field(init=False)

    def __post_init__(self) -> None:
        self.marks = Marks(self.lang, self.is_mdx)

    def unfold(self, text: str) -> Unfolded:
        run = without_chunks(before := without_indents(text.split("\n")))
        known = plainer(without_makecode(run.lines))
        boxed = without_colons(without_slashes(known.lines).lines)
        kept, unseen = without_unseen(list(without_comments(boxed.lines)))
        shown = "\n".join(_SPAN.sub("", line.text) for line in kept if not line.is_code)
        closed = frozenset(name for pair in COMPONENT.findall(shown) for name in pair if name)
        self.marks = Marks(self.lang, self.is_mdx, closed)
        included = ((one.number, boxed.lines[one.number - 1]) for one in kept if not one.is_code)
        found = ((number, f"@include: {match[1]}") for number, line in included if (match := _INCLUDED.search(line)))
        for number, what in sorted((*run.left_out, *known.left_out, *boxed.left_out, *unseen, *found)):
            self.marks.leave_out(number, what)
        whole = list(_with_tags_whole(list(_with_templates_whole(with_folded_as_headings(kept)))))
        lines = with_asked_as_headings(list(_with_parts_apart(whole)))
        for row, line in enumerate(lines):
            if not line.is_code and line.text.strip() == ":::":
                self.last_end = row
            elif _CODE_END.search(line.text):
                self.last_code_end = row
        open_comment = next((line.number for line in lines if line.is_open), 0)
        at = 0
        while at < len(lines):
            at = self._step(lines, at)
        texts = [text for text, _ in self.out]
        numbers = tuple(number for _, number in self.out)
        is_same = numbers == tuple(range(1, len(before) + 1))
        return Unfolded(
            "\n".join(texts),
            () if is_same else numbers,
            tuple(self.marks.left_out),
            open_comment,
            tuple(self.marks.tags),
        )

    def _step(self, lines: list[Line], at: int) -> int:
        """Take the line at that place, or several; the place of the next."""
        line = lines[at]
        if line.is_code:
            return self._fence(lines, at)
        text = line.text
        if "::" in text and is_property(text):
            return at + 1
        if _DRAWER.fullmatch(text) and (end := self._end_of_drawer(lines, at)):
            return end
        if not text.strip():
            self.is_html = False
            self._add("", line.number)
            return at + 1
        if any(one.fullmatch(text) for one in (_CONTENTS, _WIKI_MADE, _BREAKS)):
            self._add("", line.number)
            return at + 1
        if match := _SHORT.fullmatch(text):
            self.marks.leave_out(line.number, match[1])
            self._add("", line.number)
            return at + 1
        if self._is_module(text):
            return self._module(lines, at)
        if end := self._behind_imports(lines, at):
            for one in lines[at:end]:
                self._add("", one.number)
            return end
        if match := _CALLOUT.fullmatch(text):
            title = self._one_line(match[3].strip(), line.number) or callout(match[2], self.lang)
            self._add(f"{match[1]} **{bare(title)}**  ", line.number)
            return at + 1
        if (match := _MADE_OF_CODE.fullmatch(text)) and self._is_made_of_code(match, at):
            return self._made_of_code(match, lines, at)
        if (match := _CONTAINER.fullmatch(text)) and match[3] in _QUERIES:
            return self._drawing(match, lines, at)
        if match:
            return self._box(match, line.number, at)
        if match := _WIKI_BOX.fullmatch(text):
            return self._wiki_box(match, lines, at)
        if match := _INDENTED.fullmatch(text):
            return self._indented(match, lines, at)
        if match := _TIP.fullmatch(text):
            kind = "tip" if match[1] == "?" else "warning"
            self._quoted(callout(kind, self.lang), [replace(line, text=match[2])], line.number)
            return at + 1
        if match := _TAB.fullmatch(text):
            return self._tab(match, lines, at)
        if _SNIPPET.fullmatch(text):
            self.marks.leave_out(line.number, text.strip())
            self._add("", line.number)
            return at + 1
        if self._meaning(lines, at) and not _NO_TERM.match(text):
            return self._term(lines, at)
        if match := _NOTE_TEXT.fullmatch(text):
            return self._note_text(match, lines, at)
        if _TABLE_START.match(text):
            return self._table(lines, at)
        if _CODE_START.match(text):
            return self._written_code(lines, at)
        self._line(line)
        return at + 1

    @staticmethod
    def _end_of_drawer(lines: list[Line], at: int) -> int:
        """The row behind what Logseq and Org keep of an item, ":LOGBOOK: … :END:"; 0 where nothing ends it."""
        rows = range(at + 1, min(at + MAX_MODULE, len(lines)))
        return next((row + 1 for row in rows if lines[row].text.strip() == ":END:"), 0)

    def _module(self, lines: list[Line], at: int) -> int:
        """Leave out a part of JavaScript, which goes on until its brackets are closed; one that never are is a line."""
        depth, end = 0, at
        for row in range(at, min(at + MAX_MODULE, len(lines))):
            text = lines[row].text
            depth += sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))
            if depth <= 0:
                end = row
                break
        for line in lines[at : end + 1]:
            self._add("", line.number)
        return end + 1

    @staticmethod
    def _behind_imports(lines: list[Line], at: int) -> int:
        """The row behind imports that go on in other lines; 0 where none begin there."""
        if not lines[at].text.startswith("import "):
            return 0
        told = lines[at].text
        for row in range(at + 1, min(at + MAX_IMPORT, len(lines))):
            if not _IMPORT_GOES_ON.fullmatch(lines[row - 1].text):
                return 0
            told = f"{told} {lines[row].text}"
            if _IMPORT.fullmatch(told):
                return row + 1
        return 0

    def _is_module(self, text: str) -> bool:
        """A line of JavaScript, as MDX has them at its top."""
        if self.is_mdx and _IMPORT_OPENS.fullmatch(text):
            return True
        return bool(_IMPORT.fullmatch(text) and (self.is_mdx or " from " in text)) or (
            self.is_mdx and _EXPORT.fullmatch(text) is not None
        )

    def _add(self, text: str, number: int) -> None:
        prefix = self.open_boxes[-1] if self.open_boxes else ""
        self.out.append((f"{prefix}{text}".rstrip(" ") if prefix and not text.strip() else f"{prefix}{text}", number))

    def _one_line(self, text: str, number: int) -> str:
        return " ".join(self.marks.within(text, number).split())

    # --- code, and what only looks like it

    def _fence(self, lines: list[Line], at: int) -> int:
        match = opened(lines[at].text)
        end = at + 1
        while end < len(lines) and lines[end].is_code and not (match and is_ended(lines[end].text, match[1])):
            end += 1
        number, info = lines[at].number, match[2].strip() if match else ""
        inner = lines[at + 1 : end]
        if info.lower().startswith("ad-"):
            self._quoted(callout(info[3:], self.lang), inner, number)
        elif match and (admonished := _ADMONISH.fullmatch(info)):
            title = title_in(admonished[2]) if "title" in admonished[2] else ""
            self._quoted(title or callout(admonished[1] or "note", self.lang), inner, number)
        elif info and info.split()[0].lower() in _QUERIES:
            self.marks.leave_out(number, f"``` {info.split()[0]}")
            self._add("", number)
        else:
            for line in lines[at : end + 1]:
                self._add(line.text, line.number)
        return end + 1

    # --- what is set apart in a box

    def _quoted(self, title: str, inner: list[Line], number: int) -> None:
        """A quotation under a title."""
        self._add("", number)
        self._add(f"> **{bare(self._one_line(title, number))}**  ", number)
        for line in inner:
            for text in self._texts(line):
                self._add(f"> {text}" if text.strip() else ">", line.number)
        self._add("", inner[-1].number if inner else number)

    def _box(self, match: re.Match[str], number: int, at: int) -> int:
        """::: as Docusaurus, VuePress and Pandoc write it; a kind that is no note is layout."""
        _, _, kind, rest = match.groups()
        if not kind and not rest.strip():
            if self.open_boxes:
                self.open_boxes.pop()
            self._add("", number)
            return at + 1
        title = title_in(rest)
        if not kind and (named := _QUARTO.match(rest)):
            kind = named[1]
        is_note = is_callout(kind)
        self._add("", number)
        around = self.open_boxes[-1] if self.open_boxes else ""
        self.open_boxes.append(f"{around}> " if is_note and len(around) < MAX_QUOTED else around)
        if is_note:
            words = bare(self._one_line(title, number))
            if kind in SINCE:
                words = f"{callout(kind, self.lang)} {words}".strip()
            self._add(f"**{words or callout(kind, self.lang)}**  ", number)
        elif title:
            self._add(f"**{bare(self._one_line(title, number))}**", number)
            self._add("", number)
        return at + 1

    def _drawing(self, match: re.Match[str], lines: list[Line], at: int) -> int:
        """:::mermaid as Azure has it: a drawing is made of what stands there."""
        self.marks.leave_out(lines[at].number, f"::: {match[3]}")
        rows = range(at, min(self.last_end + 1, at + MAX_MODULE))
        end = next((row for row in rows if lines[row].text.strip() == match[2]), at)
        for line in lines[at : end + 1]:
            self._add("", line.number)
        return end + 1

    def _wiki_box(self, match: re.Match[str], lines: list[Line], at: int) -> int:
        """{info} … {info} as Confluence writes it; one that doesn't end is text."""
        kind, number = match[1], lines[at].number
        end = next(
            (
                row
                for row in range(at + 1, len(lines))
                if lines[row].text.strip() == f"{{{kind}}}" and not lines[row].is_code
            ),
            0,
        )
        if not end:
            self._add(lines[at].text, number)
            return at + 1
        told = dict(part.partition("=")[::2] for part in (match[2] or "").split("|"))
        title = told.get("title", "").strip()
        if is_callout(kind):
            self._quoted(title or callout(kind, self.lang), lines[at + 1 : end], number)
            return end + 1
        self._add("", number)
        if title:
            self._add(f"{'#' * min(self.marks.level + 1, 6)} {bare(self._one_line(title, number))}", number)
            self._add("", number)
        lines[end] = replace(lines[end], text="")
        return at + 1

    def _indented(self, match: re.Match[str], lines: list[Line], at: int) -> int:
        """!!! and ??? as MkDocs writes them: what belongs to it stands four spaces in."""
        end = self._end_of_indented(match, lines, at)
        self._quoted(
            match[4] or callout(match[2], self.lang), self._moved_out(match, lines[at + 1 : end]), lines[at].number
        )
        return end

    @staticmethod
    def _end_of_indented(match: re.Match[str], lines: list[Line], at: int) -> int:
        indent = len(match[1].expandtabs(4)) + 4
        end = at + 1
        while end < len(lines):
            text = lines[end].text.expandtabs(4)
            if text.strip() and len(text) - len(text.lstrip()) < indent:
                break
            end += 1
        while end > at + 1 and not lines[end - 1].text.strip():
            end -= 1
        return end

    @staticmethod
    def _moved_out(match: re.Match[str], inner: list[Line]) -> list[Line]:
        indent = len(match[1].expandtabs(4)) + 4
        return [replace(one, text=one.text.expandtabs(4)[indent:]) for one in inner]

    def _tab(self, match: re.Match[str], lines: list[Line], at: int) -> int:
        """=== of MkDocs: parts of which a reader sees one at a time; here each stands under its title."""
        end = self._end_of_indented(match, lines, at)
        number = lines[at].number
        self._add("", number)
        self._add(f"**{bare(self._one_line(match[2], number))}**", number)
        self._add("", number)
        lines[at + 1 : end] = self._moved_out(match, lines[at + 1 : end])
        return at + 1

    def _term(self, lines: list[Line], at: int) -> int:
        """A word with what it means under it, as MkDocs and Pandoc write it; a question is a heading."""
        text = bare(self._one_line(lines[at].text, lines[at].number))
        heading = f"{'#' * min(self.marks.level + 1, 6)} {text}"
        self._add(heading if text.endswith("?") else f"**{text}**", lines[at].number)
        end = at
        while found := self._meaning(lines, end):
            end, match = found
            self._add("", lines[end].number)
            for text in self.marks.within(match[1], lines[end].number).split("\n"):
                self._add(text, lines[end].number)
        return end + 1

    @staticmethod
    def _meaning(lines: list[Line], at: int) -> tuple[int, re.Match[str]] | None:
        """(the line with a meaning behind that one, an empty line between them or not, what it says)."""
        following = at + 1
        if following < len(lines) and not lines[following].text.strip():
            following += 1
        match = _MEANING.fullmatch(lines[following].text) if following < len(lines) else None
        return (following, match) if match else None

    # --- footnotes, tables, lines

    def _note_text(self, match: re.Match[str], lines: list[Line], at: int) -> int:
        """A footnote's text, with the paragraphs under it that stand in."""
        number = lines[at].number
        self._add(f"{self.marks.note(match[1])} {self._one_line(match[2], number)}".rstrip(), number)
        end = at + 1
        while end < len(lines):
            text = lines[end].text
            goes_on = _STANDS_IN.match(text) or (
                not text.strip() and end + 1 < len(lines) and _STANDS_IN.match(lines[end + 1].text)
            )
            if not goes_on or lines[end].is_code:
                break
            self._add(self._one_line(text, lines[end].number), lines[end].number)
            end += 1
        if end < len(lines) and lines[end].text.strip():
            self._add("", number)  # each is a paragraph
        return end

    def _table(self, lines: list[Line], at: int) -> int:
        """A table of HTML, as a list."""
        end = at
        while end < len(lines) - 1 and not _TABLE_END.search(lines[end].text):
            end += 1
        number = lines[at].number
        self._add("", number)
        for line in lines_of_table("\n".join(one.text for one in lines[at : end + 1])):
            self._add(self._one_line(line, number) if "[" in line else line, number)
        self._add("", lines[end].number)
        return end + 1

    def _written_code(self, lines: list[Line], at: int) -> int:
        """<pre> of HTML, as code: what stands in it is shown as it is written."""
        rows = range(at, self.last_code_end + 1)
        end = next((row for row in rows if _CODE_END.search(lines[row].text)), at)
        whole = "\n".join(one.text for one in lines[at : end + 1])
        before, *behind = _CODE_END.split(whole, maxsplit=1)
        code = unescape(_ANY_TAG.sub("", _CODE_START.sub("", before, count=1))).strip("\n")
        number = lines[at].number
        self._add("", number)
        if code.strip():
            mark = "`" * max([3, *(len(run) + 1 for run in _TICKS.findall(code))])
            for row, text in enumerate([mark, *code.split("\n"), mark]):
                self._add(text, min(number + max(row - 1, 0), lines[end].number))
        self._add("", lines[end].number)
        lines[end] = replace(lines[end], text="".join(behind))
        return end if lines[end].text.strip() else end + 1

    def _is_made_of_code(self, match: re.Match[str], at: int) -> bool:
        """Whether nothing closes it, as a box would be, or it is a heading."""
        is_closed = at < self.last_end
        return match[1] is not None or "." in match[2] or not (is_closed or is_callout(match[2]))

    def _made_of_code(self, match: re.Match[str], lines: list[Line], at: int) -> int:
        """What mkdocstrings writes from a program's code isn't in the file: its heading stays, what it is told to show goes."""
        self.marks.leave_out(lines[at].number, f"::: {match[2]}")
        self._add(f"{match[1]}{match[2]}" if match[1] else "", lines[at].number)
        end = at + 1
        while end < len(lines) and lines[end].text.startswith("    "):
            self._add("", lines[end].number)
            end += 1
        return end

    def _line(self, line: Line) -> None:
        """A line of text; several where it held parts that stand on lines of their own."""
        if match := _HEADING.match(line.text):
            self.marks.level = len(match[1])
        for text in self._texts(line):
            self._add(text, line.number)

    def _texts(self, line: Line) -> list[str]:
        if line.is_code:
            return [line.text]
        self.is_html = bool(line.text.strip()) and (self.is_html or _BLOCK_TAG.match(line.text) is not None)
        text = line.text.strip() if self.is_html else line.text
        found = self.marks.within(text, line.number)
        return [""] if text.strip() and not found.strip() else found.split("\n")

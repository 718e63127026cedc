"""A document's blocks come in, drafts of entries go out; which library read the document doesn't matter here."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge import frontmatter
from knowledge.changes.places import slug
from knowledge.dialects.unfolding import unfold
from knowledge.documents.blocks import (
    ROW_LEVEL,
    Block,
    Told,
    answer_without_label,
    is_question,
    on_one_line,
    tidy,
    without_any_label,
    without_label,
)
from knowledge.documents.columns import is_name
from knowledge.documents.kept import Line, loss
from knowledge.documents.labelled import without_label_lines
from knowledge.entry import BETWEEN
from knowledge.entry_file import (
    ACTIVITY_KEYS,
    KEYS,
    MAX_ASK,
    MAX_BODY,
    MAX_TITLE,
    TITLE_KEYS,
    codes_of,
    hides,
    normal,
    on_top,
    read_text,
    without_number,
)
from knowledge.front_values import FrontMatterError
from knowledge.notices import Notice, Refused, notice
from knowledge.passages import outline

MAX_PART = MAX_BODY - 2_000  # characters of a body before it is cut up; the rest is for references
SHORT = 1_500  # characters up to which a text without headings is an answer rather than a guideline
MAX_SHOWN = 80  # characters of a document's name or a text in a remark
# What people put where an answer is to come.
_NO_TEXT = re.compile(
    r"[\s*_\\.…?–—-]*(?:todo|tbd|n\.?n\.?b|nog invullen|nog in te vullen|nader te bepalen|to be determined)?[\s*_\\.…?–—-]*",
    re.IGNORECASE,
)
ENOUGH = 5  # words above the first question from which they are an entry of their own


@dataclass(frozen=True, slots=True)
class Document:
    """What a library read."""

    blocks: tuple[Block, ...]
    title: str = ""  # as the document itself says; empty where it doesn't
    address: str = ""  # the public page it was saved from; empty where it doesn't say
    is_rows: bool = False  # questions and answers in columns
    notices: tuple[Notice, ...] = ()
    lines: tuple[Line, ...] = ()  # what is to be read in it, for counting what arrived
    lang: str = "nl"  # the language that its drafts are in
    told_lang: str = ""  # … and the one that its words tell; empty where they don't


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to look through and to place."""

    source: str  # path under a content folder: "nl/faq/wie-meldt.md"; made here, never a name from outside
    text: str  # the file, front matter included


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a document."""

    drafts: tuple[Draft, ...]
    remarks: tuple[Notice, ...]  # what to look at
    problems: tuple[Notice, ...] = ()  # what to know before anything is placed
    lang: str = "nl"  # that the drafts are in
    told_lang: str = ""  # … and the one that the document's words tell; empty where they don't


NOTHING_TOLD = Told()


@dataclass(slots=True)
class _Section:
    """A heading and what stands under it."""

    heading: str  # empty above the first
    paragraphs: list[str] = field(default_factory=list)
    place: Notice | None = None  # None: under its heading
    level: int = 2  # of its heading, in the draft
    way: str = ""  # the headings above it and its own: "Prijzen › Winter"


@dataclass(slots=True)
class _Item:
    """An entry in the making."""

    title: str
    folder: str  # "faq" or "guidelines"
    sections: list[_Section]
    heading: str = ""  # the one to look under in the document; empty where there is none
    told: Told = NOTHING_TOLD  # what a table says of it besides


def make_drafts(document: Document, name: str, day: date, *, max_drafts: int) -> Imported:
    """Entries of a document: one for each question, or one guideline. Raises Refused where there is nothing to make one of."""
    lang = document.lang
    if not any(block.text for block in document.blocks):
        raise Refused("no_rows" if document.is_rows else "no_text")
    shown = shown_name(name)
    items, remarks = _items(document, shown, lang)
    if not items:
        raise Refused("no_answers")
    chapters = [_chapters(item) for item in items]
    if len(items) == 1 < len(chapters[0]):
        remarks = [remark for remark in remarks if remark.key != "one_guideline"]
    remarks = [*document.notices, *remarks]
    for item, some in zip(items, chapters, strict=True):
        if len(some) > 1:
            remarks.append(notice("split_at_chapters", title=_shown(item.title or shown), count=len(some)))
    items = [item for some in chapters for item in some]
    if len(items) > max_drafts:
        remarks.append(notice("drafts_left_out", max_drafts=max_drafts, count=len(items) - max_drafts))
        items = items[:max_drafts]
    for item in items:
        item.title = " ".join(tidy(item.title).split()) or shown
    remarks += _told_apart(items)
    drafts: list[Draft] = []
    made: list[str] = []
    taken: set[str] = set()
    titles: set[str] = set()
    for item in items:
        parts = _parts(item, shown, lang)
        if len(parts) > 1:
            remarks.append(notice("split_up", title=_shown(item.title), count=len(parts)))
        for title, body in parts:
            if len(title) > MAX_TITLE:
                remarks.append(notice("title_cut", max_chars=MAX_TITLE, title=_shown(title)))
                title = title[: MAX_TITLE - 1].rpartition(" ")[0] or title[: MAX_TITLE - 1]
                title += "…"
            if normal(title) in titles:
                remarks.append(notice("same_title", title=_shown(title)))
            titles.add(normal(title))
            source = _free(f"{lang}/{item.folder}/{slug(title)}", taken)
            front = _front_matter(title, item.told, document, shown, lang, day)
            drafts.append(Draft(source, f"{front}{body}\n"))
            made += [title, body, *item.told.asks, *(label for label, _ in item.told.sources)]
            remarks += _problems(source, drafts[-1].text, day)
    unused = [one for item in items for one in item.told.unused]
    if unused:
        names = list(dict.fromkeys(name.rstrip(" .:") for name, _ in unused))
        remarks.append(notice("columns_left_out", names=", ".join(names)))
        made += [*names, *(text for _, text in unused)]
    lost, is_much = _lost(document.lines, made)
    return Imported(
        tuple(drafts),
        tuple(dict.fromkeys([*remarks, *([] if is_much else lost)])),
        tuple(lost if is_much else ()),
        lang,
        document.told_lang,
    )


def _told_apart(items: Sequence[_Item]) -> list[Notice]:
    """Give a title that several have what tells them apart: the heading or the sheet that each stands under."""
    by_title: dict[str, list[_Item]] = {}
    for item in items:
        by_title.setdefault(normal(item.title), []).append(item)
    remarks = []
    for same in by_title.values():
        if len(same) > 1 and (names := _names_apart(same)):
            remarks.append(notice("titles_told_apart", title=_shown(same[0].title), count=len(same)))
            for item, name in zip(same, names, strict=True):
                is_alone = item.heading == item.title  # nothing stands over it
                item.title += f" ({name})" if name else ""
                item.heading = item.title if is_alone else item.heading
    return remarks


def _names_apart(items: Sequence[_Item]) -> list[str]:
    """Of each item a heading over it, the nearest by which all differ, else its sheet; of one it may be empty. Else none at all."""
    ways = [[] if item.heading == item.title else item.heading.split(BETWEEN) for item in items]
    named = [[way[-depth] if depth <= len(way) else "" for way in ways] for depth in range(1, max(map(len, ways)) + 1)]
    places = [item.sections[0].place for item in items]
    sheets = [str(dict(place.values).get("sheet", "")) if place else "" for place in places]
    return next((names for names in (*named, sheets) if len(set(map(normal, names))) == len(names)), [])


def _lost(lines: Sequence[Line], made: Sequence[str]) -> tuple[list[Notice], bool]:
    """What of a document did not arrive, and whether that is much."""
    texts = [replace(line, text=without_any_label(line.text)) for line in lines if not is_name(line.text)]
    found = loss(texts, made)
    if not found.lost:
        return [], False
    share = f"{max(found.share * 100, 0.1):.1f}".replace(".0", "")
    told = [notice("words_lost", lost=found.lost, words=found.words, share=share)]
    for line in found.where:
        key = "lost_at" if line.place else "lost_text"
        values = {"place": _placed(line.place)} if line.place else {}
        told.append(notice(key, text=_shown(line.text), **values))
    return told, found.is_much


def _placed(place: Notice) -> Notice:
    """A place by itself, as it is named in a sentence."""
    return Notice(f"at_{place.key.removeprefix('from_')}", place.values)


def is_entry(text: str, lang: str = "nl") -> bool:
    """Whether a Markdown file is an entry already, to be placed as it is: what stands at its top is ours, or it asks one thing, or isn't shown."""
    try:
        values, body, _ = on_top(text)
    except FrontMatterError:
        return True  # whoever wrote that meant front matter, and is told what is wrong with it
    if not values:
        return False
    if any(hides(key, value) for key, value in values.items()):
        return True  # an internal draft stays what it is
    body = unfold(body, lang).text
    ours = set(KEYS + ACTIVITY_KEYS) - {"title", "hidden"}
    return bool(ours & values.keys()) or sum(is_question(heading.text) for heading in outline(body).headings) < 2


def take_entry(text: str, lang: str, day: date) -> Imported:
    """The draft of a file that is an entry already, as it is."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        values, body, _ = on_top(text)
    except FrontMatterError as error:
        folder, title, headings = "faq", "", 0
        found = [notice("problem_on_line", line=error.line, problem=error.notice)]
    else:
        entry = read_text(f"{lang}/faq/vraag.md", text, day, day).entry
        named = (values[key].texts[0] for key in ("title", *TITLE_KEYS) if key in values and values[key].texts)
        title = entry.title if entry else next(named, "")
        headings = len(outline(body).headings)
        folder = "activities" if set(ACTIVITY_KEYS) & values.keys() else "faq"
        found = []
    if folder == "faq" and headings >= 2 and len(text) > 2 * SHORT:
        folder = "guidelines"
    source = f"{lang}/{folder}/{slug(title)}.md"
    found = found or list(_problems(source, text, day))
    told = [notice("was_an_entry"), *said_not_shown(text, day), *found]
    return Imported((Draft(source, text),), tuple(told), lang=lang)


def said_not_shown(text: str, day: date) -> tuple[Notice, ...]:
    """What a Markdown file says at its top that keeps it from being shown, as a draft does; empty where nothing does."""
    remarks = read_text("nl/faq/vraag.md", text, day, day).remarks
    found = (remark for remark in remarks if remark.said.key == "not_shown")
    return tuple(notice("problem_on_line", line=remark.line, problem=remark.said) for remark in found)


def shown_name(name: str) -> str:
    """A document's name as it is shown in a text: no folders, and nothing that Markdown makes more of."""
    return _unmarked(without_number(re.split(r"[/\\]", tidy(name))[-1])) or "document"


def _unmarked(text: str) -> str:
    """A name within a sentence, without what Markdown makes more of."""
    return _shown(re.sub(r"[*_`\[\]<>|#!\\\"“”]", " ", text))


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1].rstrip() + "…"


def _free(path: str, taken: set[str]) -> str:
    """A path that no other draft of this document has."""
    number, found = 2, path
    while found in taken:
        found, number = f"{path}-{number}", number + 1
    taken.add(found)
    return f"{found}.md"


def _items(document: Document, shown: str, lang: str) -> tuple[list[_Item], list[Notice]]:
    """What entries there are in a document, and how that was decided."""
    if document.is_rows:
        items, remarks = _questions(document.blocks)
        return items, [notice("rows_to_entries", count=len(items)), *remarks]
    document = replace(document, blocks=without_label_lines(document.blocks))
    title, blocks = _title(document, shown)
    if not any(block.text and not block.level for block in blocks):
        if all(is_question(block.text) for block in blocks):
            return [], []
        blocks = (Block("\n".join(f"- {block.text}" for block in blocks)),)  # an agenda, a form
    asked = _with_questions(_with_first_lines(blocks))
    if asked:
        is_headed = len(blocks) < len(document.blocks)
        over = title if is_headed else ""
        if not over and _is_over(asked):
            over, asked = on_one_line(asked[0].text), asked[1:]
        items, remarks = _questions(asked, title, over=over)
        return items, [notice("a_question_each"), *remarks]
    blocks = _with_bold_headings(blocks)
    sections = _sections(blocks)
    if not sections:
        return [], []
    headed = [section for section in sections if section.heading]
    length = sum(len(text) for section in sections for text in section.paragraphs)
    if not headed and length <= SHORT:
        return [_Item(title, "faq", sections)], [notice("one_entry")]
    if headed:
        return [_Item(title, "guidelines", sections)], [notice("one_guideline")]
    return [_Item(title, "guidelines", _sections(list(_by_page(blocks, lang))))], [notice("no_headings")]


def _is_over(blocks: Sequence[Block]) -> bool:
    """Whether what stands above the first question is no text but what they are about, on a line that nobody made a heading."""
    text = on_one_line(blocks[0].text)
    is_line = "\n" not in blocks[0].text and 0 < len(text) <= MAX_SHOWN and text[-1:] not in ".!?;,"
    return len(blocks) > 1 and not blocks[0].level and blocks[1].level > 0 and is_line


def _title(document: Document, shown: str) -> tuple[str, tuple[Block, ...]]:
    """The document's title, and its blocks without it.

    A heading at the very top is the title where it is alone at its level, stands over nothing of its own, or over questions.
    What returns on each page of a PDF doesn't do so on a single one; a line above the heading is no reason to pass that over.
    """
    blocks = document.blocks
    if (
        len(blocks) > 1
        and blocks[0].place
        and not blocks[0].level
        and blocks[1].level
        and len(blocks[0].text) <= MAX_SHOWN
    ):
        blocks = (blocks[1], blocks[0], *blocks[2:])
    first, others = blocks[0], [block for block in blocks[1:] if block.level]
    name = without_label(document.title or re.sub(r"\.[A-Za-z]{1,5}$", "", shown).replace("-", " "))
    if not first.level or is_question(first.text) or len(blocks) < 2:
        return name, document.blocks
    is_highest = all(first.level <= block.level for block in others)
    is_alone = is_highest and all(first.level < block.level for block in others)
    is_over_questions = is_highest and all(
        sum(is_question(block.text) for block in some) * 2 >= len(some)
        for some in (others, [block for block in others if block.level == first.level])
    )
    beside = any(
        block.level == first.level for block in others[1:]
    )  # a chapter then, where it stands over smaller ones
    is_over_none = blocks[1].level == first.level or (blocks[1].level > first.level and not beside)
    if is_alone or is_over_questions or is_over_none:
        return without_label(first.text), blocks[1:]
    return name, document.blocks


def _with_first_lines(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with a question apart that stands on the line above its answer, where a text without headings goes that way."""
    cut = [_cut_behind_question(block.text) for block in blocks if not block.level]
    if len(cut) < len(blocks) or sum(bool(one) for one in cut) * 2 < len(blocks) or sum(map(bool, cut)) < 2:
        return blocks
    found: list[Block] = []
    for block, parts in zip(blocks, cut, strict=True):
        found += [replace(block, text=part) for part in parts or (block.text,)]
    return tuple(found)


def _cut_behind_question(text: str) -> tuple[str, str] | None:
    question, _, answer = text.partition("\n")
    is_cut = is_question(question.strip()) and answer.strip() and not is_question(on_one_line(answer))
    return (question.strip(), answer) if is_cut else None


def _with_questions(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with a heading for each question; empty where the document doesn't go by questions."""
    after = (*blocks[1:], Block(""))
    headed = [block for block, following in zip(blocks, after, strict=True) if block.level and not following.level]
    if headed and sum(is_question(block.text) for block in headed) * 2 >= len(headed):
        return blocks
    # without headings a question on a line by itself is one; with headings it has to be bold
    may_be = [
        not block.level
        and is_question(block.text)
        and "\n" not in block.text
        and len(block.text) <= MAX_SHOWN * 2
        and (block.is_bold or not headed)
        for block in blocks
    ]
    asked = [
        row
        for row, (here, following) in enumerate(zip(may_be, (*may_be[1:], True), strict=True))
        if here and not following
    ]
    if not asked or len(asked) < len(headed) or not (blocks[asked[0]].is_bold or asked[0] <= 1):
        return ()
    return tuple(
        replace(block, text=on_one_line(block.text), level=ROW_LEVEL) if row in set(asked) else block
        for row, block in enumerate(blocks)
    )


def _with_bold_headings(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with bold lines as headings, where there are no other headings."""
    if any(block.level for block in blocks) or sum(block.is_bold for block in blocks) < 2:
        return blocks
    return tuple(replace(block, level=2) if block.is_bold else block for block in blocks)


def _by_page(blocks: Sequence[Block], lang: str) -> Iterator[Block]:
    """The blocks with a heading for each page of a PDF, so that of a long text without headings a page is shown."""
    page = None
    for block in blocks:
        if block.place and block.place != page:
            page = block.place
            yield Block(notice("page", page=dict(page.values)["page"]).say(lang), 2, page)
        yield block


def _questions(blocks: Sequence[Block], name: str = "", over: str = "") -> tuple[list[_Item], list[Notice]]:
    """An entry for each question, with the smaller headings under it as its sections.

    name is the document's title; over is the heading that they all stand under, empty where there is none.
    """
    items: list[_Item] = []
    remarks: list[Notice] = []
    before: list[Block] = []
    over_it = [(0, over)] if over else []  # (level, text) of the present heading and of those that it stands under
    level = 0  # of the heading that the present entry was made of; 0: there is none yet
    last: Block | None = None
    for block in blocks:
        if last and _begins_anew(last.place, block.place):
            over_it = over_it[: 1 if over else 0]
        last = block
        if not block.level:
            if level:
                items[-1].sections[-1].paragraphs.append(_text(answer_without_label(block)))
            else:
                before.append(block)
            continue
        over_it = [above for above in over_it if above[0] < block.level]
        way = BETWEEN.join(text for _, text in over_it)
        title = without_label(block.text)
        over_it.append((block.level, title))
        is_asked = bool(items) and (is_question(items[-1].title) or _has_text(items[-1]))  # else it is over questions
        if is_asked and block.level > level and not is_question(block.text):
            depth = min(block.level - level + 1, 6)
            items[-1].sections.append(_Section(block.text, place=block.place, level=depth))
        else:
            told = block.told or NOTHING_TOLD
            items.append(_Item(title, "faq", [_Section("", place=block.place)], way or title, told))
            level = block.level
    kept = []
    for row, item in enumerate(items):
        if not _has_text(item):
            is_group = row + 1 < len(items) and not is_question(item.title)
            remarks += [] if is_group else [notice("without_answer", title=_shown(item.title))]
        else:
            kept.append(item)
            remarks += [] if is_question(item.title) else [notice("not_a_question", title=_shown(item.title))]
    text = " ".join(on_one_line(block.text) for block in before)
    if kept and len(text.split()) >= ENOUGH and name:
        kept.insert(0, _Item(name, "faq", [_Section("", [_text(block) for block in before], before[0].place)]))
        remarks.append(notice("before_as_entry", title=_shown(name)))
    elif before:
        remarks.append(notice("before_first", text=_shown(text)))
    return kept, remarks


def _begins_anew(before: Notice | None, place: Notice | None) -> bool:
    """Whether a row is of another sheet than the one before it, or of a part beside it: what stood over that isn't over this."""
    was, now = (dict(one.values) if one else {} for one in (before, place))
    row, following = was.get("row"), now.get("row")
    if not isinstance(row, int) or not isinstance(following, int):
        return False
    return was.get("sheet") != now.get("sheet") or following < row


def _has_text(item: _Item) -> bool:
    return not all(_NO_TEXT.fullmatch(text) for section in item.sections for text in section.paragraphs)


def _sections(blocks: Sequence[Block]) -> list[_Section]:
    """What stands under each heading; a heading without text is kept, as it is the way to those under it."""
    levels = sorted({block.level for block in blocks if block.level})
    sections = [_Section("")]
    way: list[Block] = []
    for block in blocks:
        if block.level:
            way = [*(above for above in way if above.level < block.level), block]
            named = BETWEEN.join(above.text for above in way)
            level = min(levels.index(block.level) + 2, 6)
            sections.append(_Section(block.text, place=block.place, level=level, way=named))
        else:
            if not sections[-1].paragraphs and sections[-1].place is None:
                sections[-1].place = block.place
            sections[-1].paragraphs.append(_text(block))
    return [section for section in sections if section.heading or any(section.paragraphs)]


def _text(block: Block) -> str:
    return f"**{block.text}**" if block.is_bold else block.text


def _chapters(item: _Item) -> list[_Item]:
    """An entry for each of its highest headings, where it is a guideline that is longer than an entry may be; else itself."""
    length = sum(len(text) for section in item.sections for text in section.paragraphs)
    levels = Counter(section.level for section in item.sections if section.heading)
    highest = next((level for level in sorted(levels) if levels[level] > 1), 0)
    if length <= MAX_PART or not highest or item.folder != "guidelines":
        return [item]
    found = [replace(item, sections=[])]
    for row, section in enumerate(item.sections):
        following = item.sections[row + 1] if row + 1 < len(item.sections) else None
        is_over_text = any(section.paragraphs) or (following is not None and following.level > section.level)
        if section.heading and section.level <= highest and is_over_text:
            title = _one_line(section.heading)
            found.append(replace(item, title=title, sections=[replace(section, heading="")]))
        else:
            found[-1].sections.append(section)
    return found if found[0].sections else found[1:]


def _parts(item: _Item, shown: str, lang: str) -> list[tuple[str, str]]:
    """(title, body) of an entry; more than one where it is longer than an entry may be."""
    pieces = [piece for section in item.sections for piece in _pieces(section)]
    bodies: list[list[str]] = [[]]
    for row, section in enumerate(pieces):
        text = _with_reference(section, item, shown, lang, is_last=row == len(pieces) - 1)
        if not text:
            continue
        if bodies[-1] and sum(map(len, bodies[-1])) + len(text) > MAX_PART:
            bodies.append([])
        bodies[-1].append(text)
    joined = ["\n\n".join(body) for body in bodies]
    if len(joined) == 1:
        return [(item.title, joined[0])]
    return [(notice("part", title=item.title, number=number).say(lang), body) for number, body in enumerate(joined, 1)]


def _pieces(section: _Section) -> Iterator[_Section]:
    """A section, cut at paragraphs where it is too long by itself."""
    paragraphs = [cut for text in section.paragraphs for cut in _cut(text, MAX_PART // 2)]
    part, length = replace(section, paragraphs=[]), 0
    for text in paragraphs:
        if part.paragraphs and length + len(text) > MAX_PART // 2:
            yield part
            part, length = replace(section, paragraphs=[]), 0
        part.paragraphs.append(text)
        length += len(text) + 2
    yield part


def _cut(text: str, max_chars: int) -> Iterator[str]:
    """A text in stretches of at most max_chars, cut at line ends, else between words."""
    while len(text) > max_chars:
        at = max(text.rfind("\n", 1, max_chars), 0) or max(text.rfind(" ", 1, max_chars), 0) or max_chars
        yield text[:at].strip()
        text = text[at:].strip()
    if text:
        yield text


def _with_reference(section: _Section, item: _Item, shown: str, lang: str, *, is_last: bool) -> str:
    """A section's Markdown with the place it came from: under each of a guideline, at the end of an answer."""
    body = "\n\n".join(text for text in section.paragraphs if text)
    is_guideline = item.folder == "guidelines"
    heading = f"{'#' * section.level} {_one_line(section.heading)}" if section.heading else ""
    if not body and is_guideline:
        return heading
    reference = ""
    if is_guideline or is_last:
        under = section.way if is_guideline else item.heading
        if section.place and (is_guideline or under == item.title):
            under = ""  # which stands there
        reference = _reference(section.place or item.sections[0].place, under, shown).say(lang)
    text = "\n\n".join(part for part in (body, reference) if part)
    return f"{heading}\n{text}" if heading and text else heading or text


def _reference(place: Notice | None, heading: str, shown: str) -> Notice:
    if place:
        values = {name: _unmarked(value) if isinstance(value, str) else value for name, value in place.values}
        if heading:
            return notice(
                f"under_{place.key.removeprefix('from_')}", document=shown, heading=_unmarked(heading), **values
            )
        return notice(place.key, document=shown, **values)
    return (
        notice("from_heading", document=shown, heading=_unmarked(heading))
        if heading
        else notice("from_document", document=shown)
    )


def _one_line(heading: str) -> str:
    return " ".join(heading.split()).strip("#").strip()


def _front_matter(title: str, told: Told, document: Document, shown: str, lang: str, day: date) -> str:
    named = [*told.sources, *([(document.title or shown, document.address)] if document.address else [])]
    sources = [f"[{' '.join(re.sub(r'[][()]', ' ', label).split()) or shown}]({address})" for label, address in named]
    asks = {normal(ask): ask for ask in told.asks if normal(ask) not in ("", normal(title)) and len(ask) <= MAX_ASK}
    values = {
        "title": (json.dumps(" ".join(title.split()), ensure_ascii=False), ""),
        "asks": (json.dumps(list(asks.values()), ensure_ascii=False), "hint_asks"),
        "topics": (json.dumps(list(dict.fromkeys(codes_of(told.topics)))), "hint_topics"),
        "certainty": ("unconfirmed", "hint_certainty"),
        "checked": (str(min(told.checked, day)) if told.checked else "", "" if told.checked else "hint_checked"),
        "sources": (json.dumps(sources, ensure_ascii=False), "hint_sources"),
    }
    lines = []
    for key, (value, hint) in values.items():
        line = f"{key}: {value}"
        lines.append(f"{line.ljust(24)} # {notice(hint).say(lang)}" if hint else line)
    return "\n".join([frontmatter.FENCE, *lines, frontmatter.FENCE, ""])


def _problems(source: str, text: str, day: date) -> Iterable[Notice]:
    """What the checks of the content folder say of a draft."""
    for problem in read_text(source, text, day, day).problems:
        yield notice("problem", source=problem.source, line=problem.line, problem=problem.said)

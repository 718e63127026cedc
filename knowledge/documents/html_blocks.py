"""HTML comes in, its blocks go out: what a browser shows of it and nothing else; Word comes this way too, as mammoth writes it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from knowledge.dialects.marks import lowered, raised
from knowledge.documents.blocks import (
    MAX_EDGES,
    ROW_LEVEL,
    Block,
    is_question,
    markdown_blocks,
    rows_told,
    struck_told,
    table_blocks,
    tidy,
)
from knowledge.documents.kept import Line
from knowledge.documents.marked_spaces import IN_LINE, free_spaces
from knowledge.documents.office_pages import settle
from knowledge.documents.page_data import LIKE_A_TAG, asked_of
from knowledge.documents.page_headings import name_headings
from knowledge.documents.page_looks import HEADINGS, head
from knowledge.documents.page_parts import drop_beside, drop_edges, left_outside, site_names, take_heading
from knowledge.documents.page_styles import NOT_DISPLAYED, Styles, styles_of
from knowledge.documents.page_tabs import head_panels
from knowledge.entry_file import link_fault
from knowledge.notices import Notice, notice
from knowledge.tables import Cell, as_lines, unfolded

LABEL = re.compile("\ue001([^\ue002]*)\ue002")  # around what Word writes in front of an item: "c.", "3)"
_TABLE = re.compile("\ue004(\\d+)\ue005")  # stands where a table stood
_TABLE_LINE = re.compile("^(.*?)\ue004(\\d+)\ue005(.*)$", re.MULTILINE)
_MAIL, _PHONE = (
    "https://mailto.invalid/",
    "https://tel.invalid/",
)  # for mailto: and tel:, of which markitdown leaves nothing
_CONTACT = re.compile(rf"([(<])({re.escape(_MAIL)}|{re.escape(_PHONE)})([^\s()<>]*)")
_NOT_CONTENT = (
    "script", "style", "template", "noscript", "iframe", "object", "embed", "nav", "svg",
    "input", "select", "option", "textarea", "datalist", "dialog", "canvas", "video", "audio", "map",
)  # fmt: skip
_FOLDS = re.compile(r"accordi|collaps|toggle|faq|answer|antwoord|panel|tab-|expand", re.IGNORECASE)
MAX_DIGITS = 4  # of how many rows or columns a cell takes
_PLACE = re.compile(r"-?\d{1,9}")  # that an item has in its list
_KINDS = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I", "decimal": "1",
}  # fmt: skip
_COUNTS_IN = re.compile(rf"list-style(?:-type)?\s*:[^;]*?(?<![\w-])({'|'.join(_KINDS)})(?![\w-])", re.IGNORECASE)
_WRITTEN_TITLE = re.compile(
    r"(?:^|\s)(?:title|MsoTitle)(?:\s|$)"
)  # of Google Docs and Word; the one class of a paragraph
_WAY = re.compile(
    r".*bread-?crumbs?.*|page-metadata|toc|toc-macro|table-of-contents|toc_uplink|sideNavBox"
    r"|nav(?:header|footer|bar|[_-]?table|[_-]?panel|[_-]?links|igation)|.*-navigation|pagination|pager|prev-?next",
    re.IGNORECASE,
)  # of which "navheader" is DocBook's and "nav_table" Texinfo's
_ASKS = re.compile(
    r"question|(?:^|[-_])vraag|accordion.*title|faq.*title|toggle.*title|expand-control", re.IGNORECASE
)  # of which the last is a wiki's
_WITHIN_WORDS = IN_LINE - {"a", "q", "code", "kbd", "samp", "tt", "del", "s", "strike", "sub", "sup"} | {"wbr"}
_SEARCHED = re.compile(r"q|s|query|(?:[\w-]*[_-])?(?:search|zoek|trefwoord)\w*", re.IGNORECASE)
_COUNTED = re.compile(
    r"https?://(?:(www\.google\.[a-z.]+/url\?)|[\w.-]+\.safelinks\.protection\.outlook\.com/\?)", re.IGNORECASE
)
_GOOGLE_LIST = re.compile(r"lst-kix_(\w+)-(\d)")  # a list of Google Docs and how deep it stands: each stretch is one
_CONDITION = re.compile(r"<!\[(?:if\s[^\]<>]*|endif)\]>")  # of Word and Outlook; browsers show what stands between two
_MSO_LIST = re.compile(r"mso-list:\s*(l\d+) level(\d)")
_MSO_MARKER = re.compile(r"mso-list:\s*Ignore", re.IGNORECASE)
_MSO_NUMBER = re.compile(r"\(?(?:\d+|[a-zA-Z]|[ivxIVX]+)(?:\.\d+)*[.)]")
_SAID = re.compile(r"comments?(?:-?wrapper|-area|-section|-list)", re.IGNORECASE)  # of what visitors say
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_NUMBER = re.compile(r"(\d+)[.)]?")
_BRACKET = "\ue006"  # stands for what is like the beginning of a tag
MAX_DEPTH = (
    250  # of tags; the converter looks through all that a tag holds, for each, and goes no deeper than Python does
)
_ON_LINES = [
    "form", "fieldset", "label", "legend", "center", "header", "footer", "aside", "address", "hgroup", "search", "figure",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to read on a page."""

    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...]
    lines: tuple[Line, ...]  # its text as it is shown, for counting what arrived
    title: str = ""
    address: str = ""  # the public one it was saved from; empty where it doesn't say


@dataclass(slots=True)
class _Tables:
    """The tables that were taken out, to be put back as blocks."""

    rows: list[list[list[str]]] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)  # what was taken out of them, by the key of its notice


def read_page(text: str) -> Page:
    """The blocks of a web page."""
    from knowledge.documents.implied_ends import parsed

    soup = parsed(_CONDITION.sub("", text))
    edges = settle(soup)
    address = _address(soup, text)
    title = " ".join((soup.title.get_text() if soup.title else "").split())
    first = soup.find([*HEADINGS, "p", "li", "td"])
    written = first if first is not None and _WRITTEN_TITLE.search(" ".join(first.get("class") or [])) else None
    styles = styles_of(soup)
    structured = list(asked_of(soup))
    _drop_search(soup)
    for tag in soup.find_all("input", type="checkbox"):
        tag.replace_with(" ☒ " if tag.has_attr("checked") else " ☐ ")
    for tag in soup.find_all(_NOT_CONTENT):
        tag.decompose()
    edges += _drop_hidden(soup, styles)
    head_panels(soup)
    _drop_remarks(soup)
    _drop_ways(soup)
    names = site_names(soup, title)
    told = [*drop_edges(soup, names), *drop_beside(soup)]
    _list_what_word_listed(soup)
    if written is not None and written.attrs is not None and (text := written.get_text(" ", strip=True)):
        title = title or " ".join(text.split())
        written.decompose() if title == " ".join(text.split()) else setattr(written, "name", "h1")
    base_tag = soup.find("base", href=True)
    base = urljoin(address, str(base_tag["href"])) if base_tag else address
    _make_links_whole(soup, base)
    _name_what_folds(soup)
    content = _content(soup)
    edges += head(content)
    take_heading(content, names)
    edges += left_outside(soup, content, told, names)
    lines = _lines(_settled(content))
    page = _blocks_of(content)
    shown = {" ".join(block.text.split()) for block in page.blocks}
    for question, answer in structured:  # a page may hold its questions for search engines alone
        if question not in shown and question not in " ".join(line.text for line in lines):
            answered = parsed(answer)
            _make_links_whole(answered, base)
            found = _blocks_of(_settled(answered))
            page = Page((*page.blocks, Block(question, ROW_LEVEL), *found.blocks), page.notices, page.lines)
            lines = (*lines, Line(question), *(Line(block.text) for block in found.blocks))
    return Page(page.blocks, (*edges, *page.notices), lines, tidy(title), address)


def read_html(text: str) -> Page:
    """The blocks of HTML that holds nothing but content."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text, "html.parser")
    return _blocks_of(_settled(soup))


def _settled(content: Any) -> Any:
    """The same part of a page, with its words and small numbers as they are read."""
    free_spaces(content)
    _shift_small(content)
    return content


def _blocks_of(content: Any) -> Page:
    """The blocks of a settled part of a page, which is changed on the way."""
    from markitdown.converters import HtmlConverter

    tables = _Tables()
    _keep_brackets(content)
    _join_lists(content)
    _lift_lists(content)
    _label_lists(content)
    _split_questions(content)
    _take_tables(content, tables)
    if _depth(content) > MAX_DEPTH:
        markdown = content.get_text("\n\n")
    else:
        markdown = HtmlConverter().convert_string(str(content)).markdown
    blocks, notices = markdown_blocks(_restored(markdown))
    found, gone = list[Block](), list[Notice]()
    lists = 0
    for block in blocks:
        if match := _TABLE.fullmatch(block.text.strip()):
            made = list(table_blocks(rows := tables.rows[int(match[1])]))
            notices = (*notices, *rows_told(rows))
            gone += struck_told(rows, made)
            lists += bool(made) and not made[0].level
            found += made
        elif _TABLE.search(block.text):
            text = _TABLE_LINE.sub(lambda match: _within(match, tables), block.text)
            lists += 1
            found.append(replace(block, text=text))
        else:
            found.append(block)
    told = [notice("tables", count=lists)] if lists else []
    return Page(tuple(found), (*_added(notices, tables.told), *gone, *told), ())


def _added(notices: Sequence[Notice], counts: Mapping[str, int]) -> Iterator[Notice]:
    """The notices, with what tables add to their counts."""
    left = dict(counts)
    for one in notices:
        more = left.pop(one.key, 0)
        yield notice(one.key, count=int(str(dict(one.values)["count"])) + more) if more else one
    yield from (notice(key, count=count) for key, count in left.items() if count)


def _depth(content: Any) -> int:
    """How deep tags are nested in each other."""
    depths = {id(content): 0}
    for one in content.descendants:
        if one.name:
            depths[id(one)] = depths[id(one.parent)] + 1
    return max(depths.values())


def _within(match: re.Match[str], tables: _Tables) -> str:
    """A table that stands in a quotation or an item of a list, as a list there."""
    first, number, behind = match.groups()
    goes_on = re.sub(r"[^>\s]", " ", first)
    lines = as_lines(tables.rows[int(number)]) or [""]
    return "\n".join([f"{first}{lines[0]}", *(f"{goes_on}{line}" for line in lines[1:])]) + behind


def _keep_brackets(content: Any) -> None:
    """Mark what would be a tag in Markdown and is text on the page, as "<naam>"; code shows it as it is."""
    for text in content.find_all(string=LIKE_A_TAG):
        if not text.PREFIX and text.find_parent(["code", "pre", "script", "style"]) is None:
            text.replace_with(LIKE_A_TAG.sub(_BRACKET, text))


def _restored(markdown: str) -> str:
    """Markdown with what had to be hidden from the converter."""
    return _CONTACT.sub(
        lambda match: f"{match[1]}{'mailto' if match[2] == _MAIL else 'tel'}:{unquote(match[3])}",
        markdown.replace(_BRACKET, "&lt;"),
    )


# --- what of a page is content


def _content(soup: Any) -> Any:
    """The main part; of several articles that which holds them all."""
    if main := soup.find("main") or soup.find(attrs={"role": "main"}):
        return main
    articles = [one for one in soup.find_all("article") if not one.find_parent("article")]
    return articles[0] if len(articles) == 1 else soup.find("body") or soup


def _lines(content: Any) -> tuple[Line, ...]:
    """The text of a part of a page; a word that has tags in it is one, as it is to a reader."""
    texts: list[list[str]] = []
    around = {id(content): content}  # what stands on lines of its own around a tag, by the tag's identity
    before = None  # … around the text in front
    for one in content.descendants:
        holder = around[id(one.parent)]
        if one.name:
            around[id(one)] = holder if one.name in _WITHIN_WORDS else one
            before = before if one.name in _WITHIN_WORDS else None
        elif not one.PREFIX:
            if holder is before:
                texts[-1].append(one)
            else:
                texts.append([one])
            before = holder
    return tuple(Line(LABEL.sub(r"\1 ", line)) for text in texts for line in "".join(text).split("\n") if line.strip())


def _address(soup: Any, text: str) -> str:
    """The public address that a saved page says it came from."""
    link = soup.find("link", rel="canonical") or soup.find("meta", property="og:url")
    told = str(link.get("href") or link.get("content") or "") if link else ""
    told = told or (match[1] if (match := _SAVED_FROM.search(text[:4096])) else "")
    return "" if not told or link_fault(told) or re.search(r"[\s()<>\"\\]", told) else told


def _hidden_by(soup: Any, styles: Styles) -> set[int]:
    """The parts that the page's own style hides, by their identity, but for those under what would open them.

    Where after each part of a kind the text goes on, that is the answer, and the part a note.
    """
    found = [tag for tag in soup.find_all(True) if styles.hide(tag)]
    hidden = {id(tag) for tag in found}
    under = [tag for tag in found if _opens(tag.find_previous_sibling())]
    fold = {_kind_of(tag) for tag in under if not _is_text_of(tag.find_next_sibling(), hidden)}
    return hidden - {id(tag) for tag in under if _kind_of(tag) in fold}


def _kind_of(tag: Any) -> tuple[str, ...]:
    return (tag.name, *sorted(tag.get("class") or []))


def _opens(tag: Any) -> bool:
    return tag is not None and (
        tag.name in (*HEADINGS, "button", "summary", "label", "input") or is_question(tag.get_text(" ", strip=True))
    )


def _is_text_of(tag: Any, hidden: set[int]) -> bool:
    """Whether a part goes on with a text that is shown."""
    return tag is not None and tag.name in ("p", "ul", "ol") and id(tag) not in hidden and not _opens(tag)


def _drop_remarks(soup: Any) -> None:
    """What colleagues remarked on a text that Google Docs or Word wrote as a page."""
    for tag in soup.find_all("a", id=re.compile(r"cmnt\d+")):
        if tag.attrs is not None:
            (tag.find_parent("div") or tag.parent).decompose()
    for tag in soup.find_all("a", id=re.compile(r"cmnt_ref\d+")):
        (tag.find_parent("sup") or tag).decompose()
    for tag in soup.find_all(style=re.compile(r"mso-element:\s*comment")):
        tag.decompose()
    for tag in soup.find_all(class_=("MsoCommentReference", "msocomanchor", "msocomtxt")):
        if tag.attrs is not None:
            tag.decompose()


def _drop_ways(soup: Any) -> None:
    """What leads through a site or a page, and who made it when: no part of its text; nor is what a wiki lists below a page,
    files and what colleagues said of it.
    """
    for tag in soup.find_all(id=("attachments", "comments")):
        if tag.attrs is not None and "pageSectionTitle" in (tag.get("class") or []):
            (tag.find_parent(class_="pageSection") or tag).decompose()
    for tag in soup.find_all(_is_said):
        if tag.attrs is not None:
            tag.decompose()
    for tag in soup.find_all(lambda one: one.name not in ("html", "body", "main") and _leads(one)):
        if tag.attrs is not None and not tag.find("h1"):
            tag.decompose()
    for tag in soup.find_all("a", href=re.compile(r"\A#")):
        if not tag.find(["a", "img"]) and not re.search(
            r"\w", tag.get_text()
        ):  # "¶" behind a heading, "↩" behind a note
            tag.decompose() if tag.get_text(strip=True) else tag.unwrap()
    places = {
        str(tag.get("id") or tag.get("name")) for tag in soup.find_all(lambda one: one.get("id") or one.get("name"))
    }
    for around in soup.find_all(["ul", "ol"]):
        if around.attrs is None:
            continue
        links = around.find_all("a", href=True)
        is_whole = "".join(one.get_text() for one in links).split() == around.get_text().split() if links else False
        if is_whole and all(str(one["href"])[:1] == "#" and str(one["href"])[1:] in places for one in links):
            around.decompose()


def _drop_search(soup: Any) -> None:
    """What stands in front of a field to search in, as its label."""
    labels: dict[str, list[Any]] = {}
    for label in soup.find_all("label", attrs={"for": True}):
        labels.setdefault(str(label["for"]), []).append(label)
    for field_ in soup.find_all("input"):
        if field_.attrs is None:  # went with its label
            continue
        kind, called = str(field_.get("type") or "text").lower(), str(field_.get("name") or field_.get("id") or "")
        if kind != "search" and not (kind == "text" and _SEARCHED.fullmatch(called)):
            continue
        for label in [*labels.get(str(field_.get("id")), ()), *field_.find_parents("label")]:
            if label.attrs is not None and not is_question(label.get_text(" ", strip=True)):
                label.decompose()


def _is_said(tag: Any) -> bool:
    """Whether it holds what visitors said of a page."""
    names = [str(tag.get("id") or ""), *(tag.get("class") or [])]
    return tag.get("data-sp-feature-tag") == "Comments" or any(map(_SAID.fullmatch, names))


def _list_what_word_listed(soup: Any) -> None:
    """The items of Word's and Outlook's lists, which are paragraphs that say so in their style, become lists."""
    above: list[tuple[int, str, Any]] = []  # (level, name, list) of those that are open
    last = None
    for tag in soup.find_all("p", style=_MSO_LIST):
        match = _MSO_LIST.search(str(tag["style"]))
        marker = tag.find(style=_MSO_MARKER)
        if match is None or marker is None:
            continue
        label, name, level = " ".join(marker.get_text().split()), match[1], int(match[2])
        marker.decompose()
        if last is None or _previous(tag) is not last:
            above = []
        while above and (above[-1][0] > level or (above[-1][0] == level and above[-1][1] != name)):
            above.pop()
        if not above or above[-1][0] < level:
            around = soup.new_tag("ol" if _MSO_NUMBER.fullmatch(label) else "ul")
            items = above[-1][2].find_all("li", recursive=False) if above else []
            if items:
                items[-1].append(around)
            else:
                tag.insert_before(around)
            above.append((level, name, around))
        outer = above[0][2]
        if above[-1][2].name == "ol":
            tag.insert(0, f"\ue001{label}\ue002")
        tag.name = "li"
        above[-1][2].append(tag.extract())
        last = outer


def _previous(tag: Any) -> Any:
    """What stands in front of a part; white space is nothing."""
    return tag.find_previous_sibling()


def _leads(tag: Any) -> bool:
    names = [str(tag.get("id") or ""), *(tag.get("class") or [])]
    return tag.get("role") in ("navigation", "search") or any(map(_WAY.fullmatch, names))


def _drop_hidden(soup: Any, styles: Styles) -> list[Notice]:
    """What a reader can't get to see goes, and is told; a part that folds out is hidden until then, and stays."""
    content, told = _content(soup), []
    by_style = _hidden_by(soup, styles)
    opens = {
        str(tag.get(name) or "").lstrip("#")
        for name in ("aria-controls", "data-target", "data-bs-target", "href")
        for tag in soup.find_all(attrs={name: True})
    }
    for tag in soup.find_all(
        lambda one: one.has_attr("hidden") or NOT_DISPLAYED.search(str(one.get("style") or "")) or id(one) in by_style
    ):
        if tag.attrs is None:  # went with one around it
            continue
        names = f"{tag.get('id') or ''} {' '.join(tag.get('class') or [])}"
        folds_out = (tag.get("id") or "-") in opens or tag.get("role") in ("region", "tabpanel") or _FOLDS.search(names)
        if not folds_out and not _is_behind_button(tag):
            if (text := _spaced(tag)) and any(one is content for one in tag.parents):
                told.append(text)
            tag.decompose()
    return [notice("hidden_on_page", text=" · ".join(told)[:MAX_EDGES])] if told else []


def _is_behind_button(tag: Any) -> bool:
    """Whether what stands right before a part is a button that asks what the part answers."""
    before = tag.find_previous_sibling()
    button = before.find("button") if before is not None and before.name in HEADINGS else before
    is_button = button is not None and (button.name == "button" or button.get("role") == "button")
    return is_button and is_question(before.get_text(" ", strip=True))


def _make_links_whole(soup: Any, base: str) -> None:
    for tag in soup.find_all("a", href=True):
        href = _meant(str(tag["href"]).strip())
        tag["href"] = href
        if href.lower().startswith("mailto:"):
            tag["href"] = _MAIL + href[7:].partition("?")[0]
        elif href.lower().startswith("tel:"):
            tag["href"] = _PHONE + re.sub(r"[^\d+]", "", href[4:])
        elif base and not href.startswith("#") and not re.match(r"[a-z][a-z0-9+.-]*:", href, re.IGNORECASE):
            tag["href"] = urljoin(base, href)


def _meant(address: str) -> str:
    """The address that Google Docs or Outlook counts who goes to; others as they are."""
    if match := _COUNTED.match(address):
        return parse_qs(urlsplit(address).query).get("q" if match[1] else "url", [address])[0]
    return address


def _name_what_folds(soup: Any) -> None:
    """Questions that fold out, and lists of terms, have their headings in tags of their own."""
    name_headings(soup)
    for tag in soup.find_all(["ul", "ol"]):  # as Notion saves what folds out
        items = tag.find_all("li", recursive=False)
        if items and all(one.find("details", recursive=False) for one in items):
            for one in (tag, *items):
                one.name = "div"
    for tag in soup.find_all(["summary", "dt"]):
        tag.name = "h3" if not tag.find(HEADINGS) else "div"
    for tag in soup.find_all(["dl", "dd", "details"]):
        tag.name = "div"
    for tag in soup.find_all(
        lambda one: one.name in ("button", "label", "legend") or one.get("role") in ("button", "tab")
    ):
        if tag.find_parent(HEADINGS):
            tag.unwrap()
        elif tag.name in ("button", "label") and _is_in_sentence(tag):
            tag.name = "span"
        elif is_question(tag.get_text(" ", strip=True)):
            tag.name = "div" if tag.find(HEADINGS) else "h3"
        elif tag.name == "button":
            tag.decompose()
    for tag in soup.find_all(["strong", "b", "span", "p", "div", "a"], class_=_ASKS):
        if not tag.find(HEADINGS) and not tag.find_parent(HEADINGS) and is_question(tag.get_text(" ", strip=True)):
            tag.name = "h3"
    for tag in soup.find_all("font"):
        tag.unwrap()
    for tag in soup.find_all(_ON_LINES):
        tag.name = "div"


def _is_in_sentence(tag: Any) -> bool:
    """Whether a label or a button is a word of a sentence: one that asks or is pressed has words of it on both sides."""
    is_alike = tag.name == "label" and not is_question(tag.get_text(" ", strip=True))
    sides = [_goes_on(tag, way) for way in ("previous_siblings", "next_siblings")]
    return any(sides) if is_alike else all(sides)


def _goes_on(tag: Any, way: str) -> bool:
    """Whether words stand on the same line beside a part of a page."""
    while tag is not None:
        for one in getattr(tag, way):
            if one.name is None and one.strip() and not one.PREFIX:
                return True
            if one.name and (one.name not in IN_LINE or one.get_text(strip=True)):
                return one.name in IN_LINE and one.find("label") is None
        tag = tag.parent if tag.parent is not None and tag.parent.name in IN_LINE else None
    return False


# --- what the converter would lose


def _shift_small(content: Any) -> None:
    """10² and CO₂, and the number of a note of the same page; what leads elsewhere stays as it is."""
    from bs4.element import NavigableString

    for tag in content.find_all(["sup", "sub"]):
        link = tag.find("a", href=re.compile(r"\A#"))
        if link is not None and len(tag.find_all("a")) == 1 and tag.get_text(strip=True).isdecimal():
            link.unwrap()
        if tag.find("a") is None:
            small = (raised if tag.name == "sup" else lowered)(tag.get_text())
            before, after = (
                one.extract() if type(one) is NavigableString else ""  # a tag stays where it is, and so does a comment
                for one in (tag.previous_sibling, tag.next_sibling)
            )
            tag.replace_with(f"{before}{small}{after}")  # one word with what it stands behind


def _join_lists(content: Any) -> None:
    """The stretches of a list that Google Docs wrote: those of one level are one list, a deeper one goes into the item above."""
    for tag in content.find_all(["ul", "ol"], class_=_GOOGLE_LIST):
        name, level = _google_list(tag)
        above = tag.find_previous_sibling()
        if above is None or _google_list(above)[0] != name:
            continue
        for _ in range(level):
            items = above.find_all("li", recursive=False)
            inner = items[-1].find(["ul", "ol"], recursive=False) if items else None
            if inner is None:
                break
            above = inner
        if _google_list(above)[1] == level:
            above.extend(list(tag.find_all("li", recursive=False)))
            tag.decompose()
        elif items := above.find_all("li", recursive=False):
            items[-1].append(tag.extract())


def _google_list(tag: Any) -> tuple[str, int]:
    """The name of a list of Google Docs, and its level from 0; ("", 0) for others."""
    match = _GOOGLE_LIST.search(" ".join(tag.get("class") or []))
    return (match[1], int(match[2])) if match else ("", 0)


def _lift_lists(content: Any) -> None:
    """A list that stands beside the item that it belongs to goes into it; an item that is nothing but a list, as where one
    begins at its second level, makes way for that list's items.
    """
    for tag in content.find_all(["ul", "ol"]):
        around = tag.parent
        if around.name in ("ul", "ol") and (item := tag.find_previous_sibling("li")) is not None:
            item.append(tag.extract())
            continue
        if around.name == "li" and all(
            one is tag or (isinstance(one, str) and one.isspace()) for one in around.children
        ):
            around.insert_before(*list(tag.find_all("li", recursive=False)))
            around.decompose()


def _label_lists(content: Any) -> None:
    """What stands in front of an item: a list that begins at 3 does so, one that is lettered says its letters."""
    for tag in content.find_all("ol"):
        items = list(tag.find_all("li", recursive=False))
        ordinals = _ordinals(tag, items)
        labels = [_label(one, tag, number) for one, number in zip(items, ordinals, strict=True)]
        numbers = [int(match[1]) if (match := _NUMBER.fullmatch(label)) else 0 for label in labels]
        if numbers and numbers[0] and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            tag["start"] = str(numbers[0])
        else:
            tag.name = "ul"
            for item, label in zip(items, labels, strict=True):
                first = item.find("p", recursive=False)
                (first if first is not None and not _own_text(item) else item).insert(0, f"{label} ")
    for text in content.find_all(string=LABEL):
        inside = text.find_parent("li") is not None
        text.replace_with(LABEL.sub("" if inside else r"\1 ", text))


def _own_text(item: Any) -> str:
    return "".join(
        str(child) for child in item.children if isinstance(child, str) and not LABEL.sub("", child).isspace()
    ).strip()


def _label(item: Any, around: Any, number: int) -> str:
    own = "".join(text for text in item.find_all(string=LABEL) if text.find_parent("li") is item)
    if match := LABEL.search(own):
        return match[1]
    return f"{ordinal(number, _kind(item) or _kind(around) or '1')}."


def _ordinals(around: Any, items: Sequence[Any]) -> list[int]:
    """The number of each item of a list: one that says its own is counted on from, and a list may count down."""
    step = -1 if around.has_attr("reversed") else 1
    start = str(around.get("start") or "")
    number = int(start) if _PLACE.fullmatch(start) else (1 if step > 0 else len(items))
    found = []
    for item in items:
        value = str(item.get("value") or "")
        if _PLACE.fullmatch(value) and value[0] != "-":
            number = int(value)
        found.append(number)
        number += step
    return found


def _kind(tag: Any) -> str:
    """In which letters or numbers a list or an item says that it counts; empty where it doesn't say so."""
    if match := _COUNTS_IN.search(str(tag.get("style") or "")):
        return _KINDS[match[1].lower()]
    return str(tag.get("type") or "")


def ordinal(number: int, kind: str) -> str:
    """A number as a list has it: "1", "a", "A", "i" or "I"."""
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters if kind == "a" else letters.upper()
    if kind in ("i", "I") and 0 < number < 4000:
        roman = ""
        for value, sign in ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
                            (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):  # fmt: skip
            count, number = divmod(number, value)
            roman += sign * count
        return roman if kind == "i" else roman.upper()
    return str(number)


def _split_questions(content: Any) -> None:
    """Questions that are items of a list, each with its answer: the list goes, the questions become headings."""
    for around in content.find_all(["ul", "ol"]):
        items = around.find_all("li", recursive=False)
        asked = [found for one in items if (found := _question_in(one))]
        if len(asked) >= 2 and len(asked) * 2 > len(items):
            for tag, is_whole in asked:
                tag.name = "h4" if is_whole else tag.name
            for one in items:
                one.name = "div"
            around.name = "div"


def _question_in(item: Any) -> tuple[Any, bool] | None:
    """The part of an item that asks, where the rest answers; None where it doesn't."""
    parts: list[Any] = [child for child in item.children if not (isinstance(child, str) and not child.strip())]
    if len(parts) < 2:
        return None
    first = parts[0]
    rest = " ".join(part if isinstance(part, str) else part.get_text(" ") for part in parts[1:])
    text = str(first).strip() if isinstance(first, str) else first.get_text(" ", strip=True)
    if not is_question(text) or not any(map(str.isalpha, rest)):
        return None
    if isinstance(first, str):
        made = item.find_parent("html") or item
        while made.parent is not None:
            made = made.parent
        heading = made.new_tag("h4")
        heading.string = text
        parts[0].replace_with(heading)
        return heading, True
    return first, first.name not in HEADINGS


def _take_tables(content: Any, tables: _Tables) -> None:
    """Tables of words are kept apart; those that only lay out a page are none."""
    for tag in content.find_all("table"):
        if tag.name != "table":  # was within a cell of one
            continue
        rows = [_cells(row) for row in tag.find_all("tr") if row.find_parent("table") is tag]
        if not _lays_out(tag, rows):
            for inner in reversed(tag.find_all("table")):
                _put_on_a_line(inner)
            for heading in tag.find_all(HEADINGS):
                heading.name = "p"
        else:
            for part in tag.find_all(["thead", "tbody", "tfoot", "tr", "td", "th", "caption"]):
                if part.find_parent("table") is tag:
                    part.name = "div"
            tag.name = "div"
    for tag in content.find_all("table"):
        _take_out(tag, tables)
        rows = [[_cell(one) for one in _cells(row)] for row in tag.find_all("tr")]
        caption = tag.find("caption")
        marker = f"\ue004{len(tables.rows)}\ue005"
        tables.rows.append([[_restored(cell) for cell in row] for row in unfolded(rows)])
        made = tag
        while made.parent is not None:
            made = made.parent
        if caption is not None:
            caption.name = "p"
            tag.insert_before(caption.extract())
        holder = made.new_tag("p")
        holder.string = marker
        tag.replace_with(holder)


def _take_out(table: Any, tables: _Tables) -> None:
    """Pictures of a table, and links to no public site, of which the text stays."""
    for tag in table.find_all("img"):
        tables.told["pictures"] += 1
        tag.decompose()
    for tag in table.find_all("a", href=True):
        if link_fault(str(tag["href"])):
            tables.told["links_taken_out"] += not str(tag["href"]).startswith("#")
            tag.unwrap()


def _lays_out(tag: Any, rows: list[list[Any]]) -> bool:
    """Whether a table only says what stands beside what on a page: its cells hold headings with what stands under them, or
    tables of their own that make up most of it.
    """
    if tag.get("role") == "presentation" or max(map(len, rows), default=0) < 2:
        return True
    if tag.find(["table", *HEADINGS]) is None:
        return False
    cells = [cell for row in rows for cell in row if cell.get_text(strip=True)]
    full = [row for row in rows if sum(bool(cell.get_text(strip=True)) for cell in row) >= 2]
    over_columns = {id(heading) for cell in rows[0] for heading in cell.find_all(HEADINGS) if _is_all_of(heading, cell)}
    headed = any(id(heading) not in over_columns for heading in tag.find_all(HEADINGS))
    within = sum(cell.find("table") is not None for cell in cells)
    return headed or len(full) < 2 or within * 2 > len(cells)


def _is_all_of(part: Any, around: Any) -> bool:
    return bool(part.get_text(" ", strip=True) == around.get_text(" ", strip=True))


def _put_on_a_line(table: Any) -> None:
    """A table that stands in a cell of another, as a line of that cell: a, b / c, d."""
    rows = [[_spaced(cell) for cell in _cells(row)] for row in table.find_all("tr")]
    table.name = "p"
    table.string = " / ".join(", ".join(filter(None, cells)) for cells in rows if any(cells))


def _spaced(tag: Any) -> str:
    return " ".join(tag.get_text(" ").split())


def _cells(row: Any) -> list[Any]:
    return [one for one in row.find_all(["td", "th"]) if one.find_parent("tr") is row]


def _cell(tag: Any) -> Cell:
    return Cell(_cell_text(tag), _span(tag, "colspan"), _span(tag, "rowspan"))


def _span(tag: Any, name: str) -> int:
    told = str(tag.get(name) or "1")
    return int(told) if told.isdecimal() and len(told) <= MAX_DIGITS and int(told) else 1


def _cell_text(tag: Any) -> str:
    """A cell as Markdown on one line, or on several where it holds paragraphs and lists."""
    from markitdown.converters import HtmlConverter

    if tag.find(True) is None:
        return " ".join(_escaped(tag.get_text()).split())
    tag.name = "div"
    markdown = _restored(HtmlConverter().convert_string(f"<body>{tag}</body>").markdown)
    lines = [line.rstrip() for line in markdown.strip().split("\n")]
    return (
        "\n".join(lines)
        if any(re.match(r"\s*(?:[-*+]|\d+[.)])\s", line) for line in lines)
        else " ".join(filter(None, lines))
    )


def _escaped(text: str) -> str:
    return re.sub(r"([*_`\\])", r"\\\1", text)

"""One file's text in, its entry, its problems and its remarks out; what holds between files is checked in folder.py."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from ipaddress import ip_address
from itertools import pairwise
from pathlib import PurePosixPath
from struct import Struct
from urllib.parse import unquote, urlsplit
from zlib import crc32

from knowledge import catalog, frontmatter
from knowledge.dialects.marks import ENTRY, is_address, is_label
from knowledge.dialects.unfolding import Unfolded, unfold
from knowledge.entry import UNPLACED, Activity, AgreementKind, Certainty, Entry, Point, Problem, Remark, Source
from knowledge.front_values import FrontMatterError, Value, control_character
from knowledge.notices import NOTHING, Filling, Notice, notice
from knowledge.passages import Heading, links, outline, plain, sections

KEYS = ("title", "asks", "topics", "facts", "certainty", "checked", "review", "see", "was", "sources", "hidden")
ACTIVITY_KEYS = ("minutes", "people", "place")
POINT_KEYS = ("number", "kinds", "obligatory", "misses")
LIST_KEYS = ("asks", "topics", "facts", "see", "was", "sources", "kinds", "obligatory", "misses")
SUFFIXES = (
    *(".md", ".markdown", ".mdx", ".mdown", ".mkd", ".mkdn", ".mdoc"),
    *(".qmd", ".rmd", ".rmarkdown"),
)  # of an entry's file, in whichever case: Markdown by all its names, and that of Quarto and R
TITLE_KEYS = (
    "titel",
    "question",
    "vraag",
    "name",
    "naam",
)  # where other tools have the title, and people who type it in Dutch
# What other tools have at the top of a page that is not to be shown, by what it says there.
_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
# What a state is called in which nobody but colleagues is shown a text.
NOT_PUBLIC = (
    *("draft", "unpublished", "not published", "private", "archived", "withdrawn", "obsolete", "do not publish"),
    *("concept", "niet gepubliceerd", "gearchiveerd", "archief", "ingetrokken", "vervallen", "niet publiceren"),
)
# … by key, in small letters and in one word: "Draft", "isDraft" and "is_draft" are one.
NOT_SHOWN = {
    **dict.fromkeys(("draft", "isdraft", "concept", "unlisted", "unpublished", "private"), (*_YES, "ja")),
    **dict.fromkeys(("published", "publish", "gepubliceerd", "public", "visible", "zichtbaar"), (*_NO, "nee")),
    **dict.fromkeys(("status", "state", "poststatus"), NOT_PUBLIC),
    "visibility": ("hidden", "private"),
    "build": ("never", *_NO),  # of Hugo
    "permalink": _NO,  # of Eleventy, which then writes no page
    "hidden": _YES,
}
NO_TITLE = ("~", "null")  # as tools write a value that isn't there
SHOWN_UNTIL, SHOWN_FROM = ("expirydate",), ("publishdate",)  # in whichever case
# Keys of Material for MkDocs, Hugo, Docusaurus and others that are near to one of ours, and no slip.
KEYS_OF_OTHERS = ("hide", "resources", "reviewer", "reviewers", "preview", "tasks", "facets", "subtitle", "tile")
_COMMENT = re.compile(r"\s*<!--.*?(?:-->|$)")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+")
_OF_ANOTHER = re.compile(rf"(?:{'|'.join(KEYS)})[A-Z]")  # one of ours with a word behind it: "titleId"
MISSPELT = 0.8  # how alike a key has to be to one of ours to be taken for it, mistyped; "tags" is not "asks"
MAX_TITLE = 200  # characters; a title is read on a phone
MAX_ASK = 300
MAX_LINK = 2048
MAX_BODY = 60_000  # between two headings, some 10,000 words; more than that nobody finds anything in
LONG = 3_000  # characters, from which nobody reads all of a text on a phone to find what they asked for
MAX_QUOTED = 100  # characters of a line that a problem quotes
# A text's checksum, and the 1-based line that it stands on: the text itself would take ten times that.
_LINE = Struct("<II")
VERSIONS = 16  # of a file: several folders may each have one that is called so, and an edit may be taken back
MOST_NORMAL = 1 << 20  # titles and asks whose normal form is held
MOST_READ = 65_536  # files whose reading is held
_NOT_IN_URL = re.compile(r"[\s\x00-\x1f]")
_OF_A_NETWORK = re.compile(r"\.(?:local|localhost|internal|home\.arpa)\.?\Z")  # RFC 6762, 6761 and 8375; ICANN's own
_CONTACT = re.compile(
    r"mailto:[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+|tel:\+?[\d().\s-]{3,30}(?:;[\w.=+-]+)*", re.IGNORECASE
)
_OF_A_PROGRAM = re.compile(r"(?!https?:|ftp:|file:|tg:)[a-z][a-z0-9+.-]*://", re.IGNORECASE)  # obsidian://…
_ASCII_WORD = re.compile(r"[a-z0-9]+")
NUMBERED_NAME = re.compile(r"(?<=\S)[ -][0-9a-f]{32}(\.\w{1,5})?$")
_DATED_NAME = re.compile(r"^(?:\d{4}-\d\d-\d\d-|\d{1,3}[-_. ]+)(?=\D)")
_KEPT_COPY = re.compile(r"(?:^|/)logseq/bak/")  # where Logseq keeps what its pages said before
# What stands in a SUMMARY.md of mdBook and GitBook, of which they make a menu: headings, lines between, and links.
_CONTENTS_LINE = re.compile(r"(?:#{1,6}\s.*|-{3,}|(?:[-*+]\s+)?\[[^\[\]]*\]\([^()]*\))?")
_FOLDER_PAGES = ("index", "_index", "readme")  # whose name says nothing, and is that of the folder
PLAIN = {"nl": "In gewone woorden", "en": "In plain words"}  # the heading of a last section that is held apart
ATTRIBUTIONS = {"nl": "volgens", "en": "according to"}  # how a likely fact is told, by language


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A file as read: without an entry it can't be served, with problems it is served all the same."""

    entry: Entry | None
    problems: tuple[Problem, ...]
    lines: bytes = b""  # where the title, each ask and each `see` stands, packed: see line_of
    hides: str = ""  # source of a file that says `hidden: true`: nothing is shown for its path; empty where it doesn't
    remarks: tuple[Remark, ...] = ()
    also: tuple[str, ...] = ()  # other names by which links of its folder call it
    is_of_its_day: bool = False  # whether it would say something else on another day, as where a day lies in the future

    def line_of(self, text: str) -> int:
        """The line on which a title, an ask, a `see` or the number of a point stands; 1 where it is not the file's."""
        lines: dict[int, int] = dict(_LINE.iter_unpack(self.lines))
        return lines.get(_checksum(text), 1)


def _checksum(text: str) -> int:
    return crc32(text.encode(errors="surrogatepass"))


def read_text(source: str, text: str, dated: date, today: date) -> EntryFile:
    """Make an entry of a file's text. Equal texts are read once, which makes reading a large folder again cheap.

    source is the path under the content folder, with "/" and its suffix; dated is the file's own date.
    """
    return READ.file(source, text, dated, today)


class ReadBefore:
    """Files by what they were read from: what a reading is made of is nearly always as it was."""

    def __init__(self) -> None:
        self._files: dict[str, EntryFile] = {}
        self._keys: dict[str, list[str]] = {}  # by source, that were asked for, the last of them last

    def file(self, source: str, text: str, dated: date, today: date) -> EntryFile:
        """As `read_text` has it."""
        key = sha256(f"{source}\n{dated}\n{text}".encode(errors="surrogatepass")).hexdigest()
        of_day = f"{key} {today}"
        found = self._files.get(key) or self._files.get(of_day)
        if found is None:
            found = _Reader(source, dated, today).read(text)
            if len(self._files) >= MOST_READ:
                self._files.clear()
                self._keys.clear()
        key = of_day if found.is_of_its_day else key
        self._files[key] = found
        keys = self._keys.setdefault(source, [])
        with suppress(ValueError):
            keys.remove(key)
        keys.append(key)
        if len(keys) > VERSIONS:
            self._files.pop(keys.pop(0), None)
        return found

    def add(self, files: Mapping[str, EntryFile]) -> None:
        """Know these too, by keys that `lasting` gave."""
        self._files.update(files)

    def lasting(self) -> dict[str, EntryFile]:
        """By key, what was asked for and reads alike on any later day."""
        used = {key for keys in self._keys.values() for key in keys}
        return {key: file for key, file in self._files.items() if key in used and not file.is_of_its_day}


READ = ReadBefore()  # by this process


def id_of(path: str) -> str:
    """A path in a language folder without the suffix that Markdown has."""
    pure = PurePosixPath(path)
    return path[: -len(pure.suffix)] if pure.suffix.lower() in SUFFIXES else path


def on_top(text: str) -> tuple[dict[str, Value], str, int]:
    """As `frontmatter.parse`, with what is a title in whichever case: "Title", as for Hugo.

    Raises FrontMatterError.
    """
    values, body, line = frontmatter.parse(text)
    named = {key: key.lower() for key in values if key.lower() not in values}
    plainer = {key: lower for key, lower in named.items() if lower in ("title", *TITLE_KEYS)}
    return {plainer.get(key, key): value for key, value in values.items()}, body, line


def is_mdx(path: str) -> bool:
    """Whether a file holds JavaScript beside its Markdown."""
    return path.lower().endswith(".mdx")


class _Reader:
    """Reads one file; keeps its problems and remarks as it goes."""

    def __init__(self, source: str, dated: date, today: date) -> None:
        self._source = source
        self._dated = dated
        self._today = today
        self._problems: list[Problem] = []
        self._remarks: list[Remark] = []
        self._file: list[str] = []  # the file's lines
        self._lines = b""
        self._hides = ""
        self._also: tuple[str, ...] = ()
        self._is_of_its_day = False
        self.lang, _, rest = source.partition("/")
        self.id = id_of(rest)

    def read(self, text: str) -> EntryFile:
        self._file = text.split("\n")
        entry = self._entry(text)
        return EntryFile(
            entry,
            tuple(sorted(self._problems, key=lambda problem: problem.line)),
            self._lines,
            self._hides,
            tuple(sorted(self._remarks, key=lambda remark: remark.line)),
            self._also,
            self._is_of_its_day,
        )

    def _problem(self, line: int, key: str, /, *, at: str = "", **values: Filling) -> None:
        """A problem on a line; at is what to point at there."""
        self._told(line, notice(key, **values), at)

    def _told(self, line: int, said: Notice, at: str = "") -> None:
        text = self._file[line - 1] if line <= len(self._file) else ""
        found = text.find(at) if at else len(text) - len(text.lstrip())
        quoted, column = quoted_line(text, max(found, 0))
        self._problems.append(Problem(self._source, line, said, column, quoted))

    def _remark(self, line: int, key: str, what: str = "") -> None:
        self._remarks.append(Remark(self._source, line, notice(key), what))

    def _entry(self, text: str) -> Entry | None:
        if not text.strip():
            self._problem(1, "file_empty")
            return None
        if match := control_character(text):
            line, name = text.count("\n", 0, match.start()) + 1, f"U+{ord(match[0]):04X}"
            self._problem(line, "control_character", name=name)
            return None
        try:
            values, body, line = on_top(text)
        except FrontMatterError as error:
            self._told(error.line, error.notice)
            return None
        if "<!--" in text:
            values = {key: _without_comments(value) for key, value in values.items()}
        if self._is_hidden(values, body):
            return None
        if _KEPT_COPY.search(self.id):
            self._remark(1, "copy_kept")
            return None
        if self.id.rpartition("/")[2].lower() == "summary" and _is_contents(body):
            self._remark(1, "contents_alone")
            return None
        self._check_keys(values)
        told = [values[key] for key in ("number", "was", "see", "asks", "title") if key in values]
        lines = (pair for value in told for pair in zip(value.texts, value.lines, strict=True))
        self._lines = b"".join(_LINE.pack(_checksum(text), line) for text, line in lines)
        found = unfold(body, self.lang, is_mdx=is_mdx(self._source))
        is_blank = not found.text.strip()
        title, found = self._titled(values, found, line)
        self._check_body(found, line, is_page=self._is_folder_page or (is_blank and bool(body.strip())))
        body = found.text
        if not body.strip() or longest_part(body) > MAX_BODY:
            return None
        start = found.line_before(1 + body[: len(body) - len(body.lstrip())].count("\n"))
        self._check_links(found, line)
        body, plainly = without_plain(body.strip(), self.lang)
        facts = self._known(values, "facts", catalog.facts(), "facts.toml")
        certainty = self._certainty(values, facts, body)
        coded, tagged = self._topics(values, found.tags)
        return Entry(
            id=self.id,
            lang=self.lang,
            title=title,
            asks=self._asks(values, title),
            topics=tuple(dict.fromkeys((*coded, *tagged))),
            facts=facts,
            certainty=certainty,
            checked=self._checked(values),
            review=self._review(values),
            see=tuple(dict.fromkeys(text for text in self._texts(values, "see") if text)),
            sources=tuple(self._sources(values)),
            body=body,
            source=self._source,
            line=line - 1 + start,
            plain=plainly,
            activity=self._activity(values),
            was=tuple(self._was(values)),
            point=self._point(values, certainty),
            has_parts=not self._is_activity and not self._is_point and has_parts(body),
            is_filed_by_tags=bool(tagged) and not coded,
            sections=sections(body),
        )

    def _check_keys(self, values: dict[str, Value]) -> None:
        known = KEYS + (ACTIVITY_KEYS if self._is_activity else POINT_KEYS if self._is_point else ())
        for key, value in values.items():
            if key in ACTIVITY_KEYS and not self._is_activity:
                self._problem(value.line, "other_kind", key=key)
            elif key in POINT_KEYS and not self._is_point:
                self._remark(value.line, "keys_of_others", key)  # words so common may well be another tool's
            elif key not in known:
                is_others = key in KEYS_OF_OTHERS or _OF_ANOTHER.match(key) or (key == "source" and _is_path(value))
                close = [] if is_others else get_close_matches(key, known, n=1, cutoff=MISSPELT)
                if close:
                    self._problem(
                        value.line, "unknown_key", at=key, key=key, hint=notice("did_you_mean", word=close[0])
                    )
                elif (
                    _one_word(key) not in NOT_SHOWN
                    and key not in (*TITLE_KEYS, "aliases")
                    and key.lower() not in SHOWN_UNTIL + SHOWN_FROM
                ):
                    self._remark(value.line, "keys_of_others", key)
            elif value.fault:
                self._told(value.line, value.fault)
            elif value.is_list and key not in LIST_KEYS:
                self._problem(value.line, "no_list", key=key)
        if "aliases" in values:  # of Obsidian: by what else a page is called
            self._also = tuple(text for text in values["aliases"].texts if text)

    def _is_hidden(self, values: dict[str, Value], body: str) -> bool:
        """Whether the file itself says that it is not to be shown, in our way or in that of another tool."""
        if "hidden" in values:
            text, line = self._text(values, "hidden")
            if text.lower() in _YES:
                self._hides = self._source
                if body.strip():
                    self._remark(line, "not_shown", "hidden: true")
                return True
            if text.lower() not in _NO:
                self._problem(line, "hidden_odd", at=text, text=text)
        for key, value in values.items():
            text = self._text(values, key)[0].lower()
            self._is_of_its_day |= key.lower() in SHOWN_UNTIL + SHOWN_FROM
            is_over = key.lower() in SHOWN_UNTIL and "" < text[:10] < str(self._today)
            is_to_come = key.lower() in SHOWN_FROM and text[:10] > str(self._today)
            if hides(key, value) or is_over or is_to_come:
                self._remark(value.line, "not_shown", key if is_over or is_to_come else f"{key}: {text}")
                return True
        return False

    @property
    def _is_activity(self) -> bool:
        return self.id.startswith("activities/")

    @property
    def _is_point(self) -> bool:
        return self.id.startswith("checklists/")

    def _texts(self, values: dict[str, Value], key: str) -> tuple[str, ...]:
        return values[key].texts if key in values else ()

    def _text(self, values: dict[str, Value], key: str) -> tuple[str, int]:
        """A key's single text and its line; ("", 1) where it is not given, or is none."""
        value = values.get(key)
        if value is None:
            return "", 1
        return (value.texts[0] if value.texts and not value.is_list else "", value.line)

    def _titled(self, values: dict[str, Value], found: Unfolded, line: int) -> tuple[str, Unfolded]:
        """The title, and the text without the heading that says the same.

        Without `title` it is what another key says, the first heading, or the file's name.
        """
        title, at = self._text(values, "title")
        title = "" if title.lower() in NO_TITLE else title
        if len(title) > MAX_TITLE:
            self._problem(at, "title_too_long", count=len(title), most=MAX_TITLE)
        if not title:
            key = next((key for key in TITLE_KEYS if self._text(values, key)[0]), "")
            if key:
                title, at = self._text(values, key)
                self._remark(at, "title_from_key", key)
        heading = first_heading(found.text)
        if not title and heading and heading.text:
            title = heading.text
            self._remark(line - 1 + found.line_before(heading.line), "title_from_heading")
        elif not title:
            title = title_of_name(self.id)
            self._remark(1, "title_from_name")
        if heading and normal(heading.text) == normal(title):
            found = without_heading(found, heading)
        return title[:MAX_TITLE], found

    @property
    def _is_folder_page(self) -> bool:
        """Whether it is a page about its folder, of which other tools make a list."""
        return self.id.rpartition("/")[2].lower() in _FOLDER_PAGES

    def _check_body(self, found: Unfolded, line: int, *, is_page: bool) -> None:
        """What keeps an answer from being shown, and what of it is not; is_page: another tool would show something of it."""
        if found.open_comment:
            self._problem(line - 1 + found.open_comment, "comment_not_closed", at="<!--")
        if not found.text.strip():
            if is_page:
                self._remark(line, "page_without_text")
            else:
                self._problem(line, "no_answer")
        elif (count := longest_part(found.text)) > MAX_BODY:
            self._problem(line, "answer_too_long", count=count, most=MAX_BODY)
        for left in found.left_out:
            self._remark(line - 1 + left.line, left.key, left.what)
        for tag in dict.fromkeys(found.tags):
            if not codes_of([tag]):
                self._remark(line, "tags_not_shown", f"#{tag}")

    def _asks(self, values: dict[str, Value], title: str) -> tuple[str, ...]:
        seen, asks = {normal(title)}, []
        value = values.get("asks")
        for text, line in zip(value.texts, value.lines, strict=True) if value else ():
            if not text:
                self._problem(line, "ask_empty")
            elif len(text) > MAX_ASK:
                self._problem(line, "ask_too_long", count=len(text), most=MAX_ASK)
            elif normal(text) in seen:
                self._problem(line, "ask_twice", at=text, text=text)
            else:
                seen.add(normal(text))
                asks.append(text)
        return tuple(asks)

    def _known(self, values: dict[str, Value], key: str, known: Iterable[str], where: str) -> tuple[str, ...]:
        names, found = tuple(known), []
        value = values.get(key)
        for text, line in zip(value.texts, value.lines, strict=True) if value else ():
            if text in names:
                found.append(text)
            else:
                self._problem(line, "not_in_list", at=text, text=text, where=where, hint=did_you_mean(text, names))
        return tuple(dict.fromkeys(found))

    def _topics(self, values: dict[str, Value], tags: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
        """The codes that are told, and those of tags that are called as a topic is."""
        told = self._known(values, "topics", catalog.topics(), "topics.toml")
        return told, codes_of((*self._texts(values, "tags"), *tags))

    def _certainty(self, values: dict[str, Value], facts: tuple[str, ...], body: str) -> Certainty:
        """What the file says, or less where a fact that it leans on is less certain: never surer than its facts.

        A likely fact may stand in a sure answer that says whose word it is.
        """
        text, line = self._text(values, "certainty")
        if "certainty" not in values:
            stated = Certainty.SURE
        elif text in tuple(Certainty):
            stated = Certainty(text)
        else:
            names = tuple(Certainty)
            hint = did_you_mean(text, names)
            self._problem(line, "certainty_odd", at=text, text=text, names=", ".join(names), hint=hint)
            return Certainty.UNCONFIRMED
        grades = {code: catalog.facts()[code] for code in facts}
        open_facts = [code for code, grade in grades.items() if grade.certainty is Certainty.UNCONFIRMED]
        disputed = [code for code, grade in grades.items() if grade.contradicted]
        likely = [code for code, grade in grades.items() if grade.certainty is Certainty.LIKELY]
        if open_facts and stated is not Certainty.UNCONFIRMED:
            self._problem(line, "certainty_over_open", stated=stated.value, fact=open_facts[0])
            return Certainty.UNCONFIRMED
        if disputed and stated is Certainty.SURE:
            self._problem(line, "certainty_over_disputed", fact=disputed[0])
            return Certainty.LIKELY
        word = ATTRIBUTIONS.get(self.lang)
        if likely and stated is not Certainty.UNCONFIRMED and word and word not in plain(body).lower():
            self._problem(line, "not_attributed", fact=likely[0], word=word)
            return Certainty.LIKELY
        if likely and stated is Certainty.SURE and not word:
            self._problem(line, "certainty_over_likely", fact=likely[0])
            return Certainty.LIKELY
        return stated

    def _date(self, values: dict[str, Value], key: str) -> date | None:
        text, line = self._text(values, key)
        if key not in values or values[key].fault:
            return None
        try:
            found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
        except ValueError:
            found = None
        self._is_of_its_day |= found is None or (key == "checked" and found > self._today)
        if found is None:
            self._problem(line, "no_date", at=text, key=key, text=text, example=str(self._today))
        elif key == "checked" and found > self._today:
            self._problem(line, "checked_in_future", at=text, day=str(found))
            return None
        return found

    def _checked(self, values: dict[str, Value]) -> date | None:
        """The day, or the file's own where none is told; None where nothing stands behind the key, as in a draft."""
        value = values.get("checked")
        if value and not value.fault and value.texts == ("",):
            return None
        return self._date(values, "checked") or self._dated

    def _review(self, values: dict[str, Value]) -> date | None:
        review = self._date(values, "review")
        checked, _ = self._text(values, "checked")
        if review and checked and re.fullmatch(r"\d{4}-\d\d-\d\d", checked) and str(review) < checked:
            line = values["review"].line
            self._problem(line, "review_before_checked", at=str(review), review=str(review), checked=checked)
        return review

    def _was(self, values: dict[str, Value]) -> Iterable[str]:
        """Each once, and none that is the entry's own."""
        value = values.get("was")
        for text, line in zip(dict.fromkeys(value.texts), value.lines, strict=False) if value else ():
            if not re.fullmatch(r"[^\s/]+(?:/[^\s/]+)*", text) or text.endswith(".md"):
                self._problem(line, "was_no_path", at=text, name=text, own=self.id)
            elif text == self.id:
                self._problem(line, "was_itself", at=text)
            else:
                yield text

    def _sources(self, values: dict[str, Value]) -> Iterable[Source]:
        value = values.get("sources")
        for text, line in zip(value.texts, value.lines, strict=True) if value else ():
            label, _, url = text[1:-1].rpartition("](")
            is_contact = _CONTACT.fullmatch(url) is not None
            if not (text.startswith("[") and text.endswith(")") and label and url) or (" " in url and not is_contact):
                self._problem(line, "source_no_link", text=_shown(text))
            elif fault := link_fault(url):
                self._problem(line, "source_fault", at=url, fault=fault)
            else:
                yield Source(label, re.sub(r"\s", "", url) if is_contact else url)

    def _check_links(self, found: Unfolded, line: int) -> None:
        """Each link that leads nowhere, on the line on which its address stands; those to entries are checked in folder.py."""
        texts = found.text.split("\n")
        for address, paragraph in links(found.text):
            if address.startswith(ENTRY) or not (fault := link_fault(address)):
                continue
            # within a folder, or a program, of another tool
            if not is_address(address) or is_label(address) or _OF_A_PROGRAM.match(address):
                self._remark(line - 1 + found.line_before(paragraph), "links_not_followed", address)
                continue
            at = next((row for row in range(paragraph, len(texts) + 1) if address in texts[row - 1]), paragraph)
            self._problem(line - 1 + found.line_before(at), "link_fault", at=address, fault=fault)

    def _activity(self, values: dict[str, Value]) -> Activity | None:
        if not self._is_activity:
            return None
        minutes, line = self._text(values, "minutes")
        if not re.fullmatch(r"[1-9]\d{0,3}", minutes):
            self._problem(line, "minutes_odd", at=minutes, text=minutes)
            minutes = "0"
        people, line = self._text(values, "people")
        match = re.fullmatch(r"([1-9]\d{0,3})(?:\s*-\s*([1-9]\d{0,3}))?", people)
        if not match or int(match[2] or match[1]) < int(match[1]):
            self._problem(line, "people_odd", at=people, text=people)
            match = None
        place, line = self._text(values, "place")
        if not place:
            self._problem(line, "no_place")
        least, most = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        return Activity(int(minutes), least, most, place)

    def _point(self, values: dict[str, Value], certainty: Certainty) -> Point | None:
        if not self._is_point:
            return None
        number, line = self._text(values, "number")
        if not re.fullmatch(r"[1-9]\d{0,2}", number):
            self._problem(line, "point_number_odd", at=number, text=number)
            number = str(UNPLACED)
        if not self._texts(values, "asks"):
            self._problem(1, "point_no_asks")
        kinds = self._kinds(values, "kinds") or tuple(AgreementKind)
        obligatory = self._kinds(values, "obligatory")
        if obligatory and certainty is Certainty.UNCONFIRMED:
            self._problem(values["obligatory"].line, "point_open_obligatory")
            obligatory = ()
        misses = tuple(dict.fromkeys(text[:MAX_ASK] for text in self._texts(values, "misses") if text))
        return Point(int(number), kinds, tuple(kind for kind in obligatory if kind in kinds), misses)

    def _kinds(self, values: dict[str, Value], key: str) -> tuple[AgreementKind, ...]:
        known, found = tuple(AgreementKind), []
        value = values.get(key)
        for text, line in zip(value.texts, value.lines, strict=True) if value else ():
            if text in known:
                found.append(AgreementKind(text))
            else:
                hint = did_you_mean(text, known)
                self._problem(line, "kind_odd", at=text, text=text, names=", ".join(known), hint=hint)
        return tuple(dict.fromkeys(found))


def _is_contents(body: str) -> bool:
    """Whether there is nothing in a text but links and the headings above them."""
    return "](" in body and all(_CONTENTS_LINE.fullmatch(line.strip()) for line in body.split("\n"))


def hides(key: str, value: Value) -> bool:
    """Whether what stands behind a key at the top says that the page is not to be shown, as "draft: true" does."""
    return bool(value.texts) and not value.is_list and value.texts[0].lower() in NOT_SHOWN.get(_one_word(key), ())


def _one_word(key: str) -> str:
    return re.sub(r"[_-]", "", key).lower()


def _without_comments(value: Value) -> Value:
    """What stands behind a key, with nothing of what is for whoever keeps the file."""
    kept = (" ".join(_COMMENT.sub("", text).split()) if "<!--" in text else text for text in value.texts)
    return replace(value, texts=tuple(kept))


def _is_path(value: Value) -> bool:
    """Whether it names a file of another tool's, from which a page was made, and no public page."""
    return bool(value.texts) and all(_PATH.fullmatch(text) and not is_address(text) for text in value.texts)


def has_parts(body: str) -> bool:
    """Whether a text answers several questions, each under a heading, or is a long one with headings."""
    found = outline(body).headings
    asked = sum(heading.text.endswith("?") for heading in found)
    return 2 <= asked >= len(found) / 2 or (len(body) > LONG and len(found) >= 2)


def longest_part(body: str) -> int:
    """Characters from one heading to the next, where that is most: of a long text that is what is shown."""
    if len(body) <= MAX_BODY:
        return len(body)
    lines = body.split("\n")
    starts = [0, *(heading.line - 1 for heading in outline(body).headings), len(lines)]
    return max(len("\n".join(lines[start:end])) for start, end in pairwise(starts))


def without_plain(body: str, lang: str) -> tuple[str, str]:
    """(a body, its answer in plain words), which is its last section where that is called so; else empty."""
    if lang not in PLAIN or PLAIN[lang] not in body:
        return body, ""
    last = outline(body).headings[-1:]
    lines = body.split("\n")
    if not last or last[0].text != PLAIN[lang] or not any(map(str.strip, lines[: last[0].line - 1])):
        return body, ""
    return "\n".join(lines[: last[0].line - 1]).strip(), "\n".join(lines[last[0].line :]).strip()


def quoted_line(text: str, at: int) -> tuple[str, int]:
    """(a line as it can be quoted, the 1-based column at which to point): cut around it, and without a password in it."""
    column = at + 1
    text = re.sub(r"//[^/?#\s]*@", lambda match: "//" + "…" * (len(match[0]) - 3) + "@", text).replace("\t", " ")
    if len(text) > MAX_QUOTED:
        start = max(0, min(at - MAX_QUOTED // 2, len(text) - MAX_QUOTED))
        text = (
            ("…" if start else "") + text[start : start + MAX_QUOTED] + ("…" if start + MAX_QUOTED < len(text) else "")
        )
    return text.rstrip(), column


def first_heading(body: str) -> Heading | None:
    """The heading that a text is under, with none beside it; None where there is none. A small one under text is a section's."""
    found = outline(body).headings
    if not found or any(other.level <= found[0].level for other in found[1:]):
        return None
    is_under_text = any(line.strip() for line in body.split("\n")[: found[0].line - 1])
    return None if is_under_text and found[0].level > 1 else found[0]


def without_heading(found: Unfolded, heading: Heading) -> Unfolded:
    """The text without a heading, where nothing stands above that."""
    lines = found.text.split("\n")
    if any(text.strip() for text in lines[: heading.line - 1]):
        return found
    count = heading.line if lines[heading.line - 1].lstrip().startswith("#") else heading.line + 1
    return replace(found, text="\n".join([*[""] * count, *lines[count:]]))


def title_of_name(path: str) -> str:
    """The name of a file as a title: "faq/2024-03-01-hoe-meld-ik" becomes "Hoe meld ik"."""
    parts = path.split("/")
    name = without_number(parts[-1])
    if name.lower() in _FOLDER_PAGES and len(parts) > 1:
        name = parts[-2]
    words = re.sub(r"[-_]+", " ", _DATED_NAME.sub("", name)).strip() or name
    return words[:1].upper() + words[1:]


def without_number(name: str) -> str:
    """The name of a file or a folder without the number that Notion writes behind it."""
    return NUMBERED_NAME.sub(r"\1", name)


def link_fault(url: str) -> Notice | None:
    """What is wrong with an address that readers are to open; None where nothing is."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return notice("url_malformed", url=_shown(url))
    if parts.scheme in ("mailto", "tel"):
        is_contact = _CONTACT.fullmatch(unquote(url.partition("?")[0].replace("%20", "")))
        return None if is_contact and len(url) <= MAX_LINK else notice("url_no_contact", url=_shown(url))
    if parts.scheme not in ("http", "https"):
        return notice("url_scheme", url=_shown(url))
    if "." not in host.strip(".") or _is_in_a_network(host) or _NOT_IN_URL.search(url):
        return notice("url_not_public", url=_shown(url))
    if len(url) > MAX_LINK:
        return notice("url_too_long", url=_shown(url), most=MAX_LINK)
    if parts.username or parts.password:
        return notice("url_password", url=_shown(url))
    return None


def _is_in_a_network(host: str) -> bool:
    """Whether nobody outside a computer or a network reaches it: 192.168.1.1, school.local."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return _OF_A_NETWORK.search(host) is not None


def _shown(address: str) -> str:
    """The start of an address without a user name or password: problems are printed and sent."""
    return re.sub(r"//[^/?#\s]*@", "//…@", address)[:80]


def codes_of(texts: Iterable[str]) -> list[str]:
    """The codes of topics that somebody names as our list does; others are passed over."""
    known = _codes()
    return [known[normal(text)] for text in texts if normal(text) in known]


@cache
def _codes() -> dict[str, str]:
    """The codes of topics by the words that stand for them."""
    return {normal(text): code for code, topic in catalog.topics().items() for text in (code, *topic.labels.values())}


def normal(text: str) -> str:
    """Text as compared between entries: case, accents, punctuation and white space made plain."""
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text.lower()))
    return " ".join(unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS).split())


def normal_of_folder(text: str) -> str:
    """The same of a title or an ask, which comes again at each reading; what people type is remembered nowhere."""
    found = _NORMAL.get(text)
    if found is None:
        if len(_NORMAL) >= MOST_NORMAL:
            _NORMAL.clear()
        found = normal(text)
        found = _NORMAL[text] = text if found == text else found  # most asks are typed that way, and held once then
    return found


_NORMAL: dict[str, str] = {}


class _Letters(dict[int, int | None]):
    """What becomes of a character: accents are taken off, and what is no letter or digit is a space; filled as it is asked."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        kept = code if character.isalnum() else ord(" ")
        self[code] = None if unicodedata.combining(character) else kept
        return self[code]


_LETTERS = _Letters()


def did_you_mean(word: str, known: Iterable[str]) -> Notice:
    """The end of a message that names the nearest of what is known; says nothing where nothing is near."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return notice("did_you_mean", word=close[0]) if close else NOTHING


def entry_meant(name: str, ids: Iterable[str]) -> Notice:
    """The end of a message on an entry that isn't there: the nearest of those that are, else how a path is written."""
    close = did_you_mean(name, ids)
    return close if close.values else notice("entry_path")

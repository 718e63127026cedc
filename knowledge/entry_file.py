"""One file's text in, its entry and its problems out; what holds between files is checked in folder.py."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from urllib.parse import urlsplit

from knowledge import catalog, frontmatter
from knowledge.entry import Activity, Certainty, Entry, Problem, Source
from knowledge.frontmatter import FrontMatterError, Value, control_character
from knowledge.passages import links, plain

KEYS = ("title", "asks", "topics", "facts", "certainty", "checked", "review", "see", "was", "sources", "hidden")
ACTIVITY_KEYS = ("minutes", "people", "place")
LIST_KEYS = ("asks", "topics", "facts", "see", "was", "sources")
MAX_TITLE = 200  # characters; a title is read on a phone
MAX_ASK = 300
MAX_LINK = 2048
MAX_BODY = 60_000  # some 10,000 words; more is a book
_NOT_IN_URL = re.compile(r"[\s\x00-\x1f]")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
ATTRIBUTIONS = {"nl": "volgens", "en": "according to"}  # how a likely fact is told, by language


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A file as read: without an entry it can't be served, with problems it is served all the same."""

    entry: Entry | None
    problems: tuple[Problem, ...]
    lines: tuple[tuple[str, int], ...] = ()  # where the title, each ask and each `see` stands: (text, 1-based line)
    hides: str = ""  # source of a file that says `hidden: true`: nothing is shown for its path; empty where it doesn't

    def line_of(self, text: str) -> int:
        """The line on which a title, an ask or a `see` stands; 1 where it is not the file's."""
        return dict(self.lines).get(text, 1)


@lru_cache(maxsize=16384)
def read_text(source: str, text: str, dated: date, today: date) -> EntryFile:
    """Make an entry of a file's text. Equal texts are read once, which makes reading a large folder again cheap.

    source is the path under the content folder, with "/" and the suffix .md; dated is the file's own date.
    """
    return _Reader(source, dated, today).read(text)


class _Reader:
    """Reads one file; keeps its problems as it goes."""

    def __init__(self, source: str, dated: date, today: date) -> None:
        self._source = source
        self._dated = dated
        self._today = today
        self._problems: list[Problem] = []
        self._lines: tuple[tuple[str, int], ...] = ()
        self._hides = ""
        self.lang, _, rest = source.partition("/")
        self.id = rest.removesuffix(".md")

    def read(self, text: str) -> EntryFile:
        entry = self._entry(text)
        return EntryFile(
            entry, tuple(sorted(self._problems, key=lambda problem: problem.line)), self._lines, self._hides
        )

    def _problem(self, line: int, message: str) -> None:
        self._problems.append(Problem(self._source, line, message))

    def _entry(self, text: str) -> Entry | None:
        if not text.strip():
            self._problem(1, "the file is empty; write a title and an answer, or delete it")
            return None
        if match := control_character(text):
            line, name = text.count("\n", 0, match.start()) + 1, f"U+{ord(match[0]):04X}"
            self._problem(line, f"this is not text (control character {name}); save it as plain text, UTF-8")
            return None
        try:
            values, body, line = frontmatter.parse(text)
        except FrontMatterError as error:
            self._problem(error.line, str(error))
            return None
        self._check_keys(values)
        if self._is_hidden(values):
            self._hides = self._source
            if body.strip():
                self._problem(
                    values["hidden"].line,
                    "hidden: true stands over an answer; take out the answer to hide the entry of this path, or this line to show it",
                )
            return None
        told = [values[key] for key in ("was", "see", "asks", "title") if key in values]
        self._lines = tuple(pair for value in told for pair in zip(value.texts, value.lines, strict=True))
        title = self._title(values)
        if not body.strip():
            self._problem(line, "there is no answer under the front matter; write one")
        elif len(body) > MAX_BODY:
            self._problem(line, f"the answer has {len(body):,} characters; at most {MAX_BODY:,} are read: split it up")
            body = ""
        if not title or not body.strip():
            return None
        line += body[: len(body) - len(body.lstrip())].count("\n")
        body = body.strip()
        self._check_links(body, line)
        facts = self._known(values, "facts", catalog.facts(), "facts.toml")
        return Entry(
            id=self.id,
            lang=self.lang,
            title=title,
            asks=self._asks(values, title),
            topics=self._known(values, "topics", catalog.topics(), "topics.toml"),
            facts=facts,
            certainty=self._certainty(values, facts, body),
            checked=self._date(values, "checked") or self._dated,
            review=self._review(values),
            see=tuple(dict.fromkeys(text for text in self._texts(values, "see") if text)),
            sources=tuple(self._sources(values)),
            body=body,
            source=self._source,
            line=line,
            activity=self._activity(values),
            was=tuple(self._was(values)),
        )

    def _check_keys(self, values: dict[str, Value]) -> None:
        known = KEYS + ACTIVITY_KEYS if self._is_activity else KEYS
        for key, value in values.items():
            if key in ACTIVITY_KEYS and not self._is_activity:
                self._problem(value.line, f"'{key}' is for activities alone; leave it out here")
            elif key not in known:
                hint = did_you_mean(key, known) or f"; known are {', '.join(known)}"
                self._problem(value.line, f"unknown key '{key}'{hint}")
            elif value.is_list and key not in LIST_KEYS:
                self._problem(value.line, f"'{key}' is a list; write one value behind the colon")

    def _is_hidden(self, values: dict[str, Value]) -> bool:
        if "hidden" not in values:
            return False
        text, line = self._text(values, "hidden")
        if text.lower() not in ("true", "false"):
            self._problem(line, f"hidden '{text}' is neither true nor false; write `hidden: true` or leave it out")
        return text.lower() == "true"

    @property
    def _is_activity(self) -> bool:
        return self.id.startswith("activities/")

    def _texts(self, values: dict[str, Value], key: str) -> tuple[str, ...]:
        return values[key].texts if key in values else ()

    def _text(self, values: dict[str, Value], key: str) -> tuple[str, int]:
        """A key's single text and its line; ("", 1) where it is not given or is a list."""
        value = values.get(key)
        return (value.texts[0], value.line) if value and not value.is_list else ("", value.line if value else 1)

    def _title(self, values: dict[str, Value]) -> str:
        title, line = self._text(values, "title")
        if not title:
            is_misspelt = any(did_you_mean(key, ("title",)) for key in values if key not in KEYS)
            self._problem(
                line, "there is no title" + ("" if is_misspelt else "; write `title: …` between two lines ---")
            )
        if len(title) > MAX_TITLE:
            self._problem(line, f"the title has {len(title)} characters; at most {MAX_TITLE}, it is read on a phone")
        return title[:MAX_TITLE]

    def _asks(self, values: dict[str, Value], title: str) -> tuple[str, ...]:
        seen, asks = {normal(title)}, []
        value = values.get("asks")
        for text, line in zip(value.texts, value.lines, strict=True) if value else ():
            if not text:
                self._problem(line, "an ask is empty; write a question or delete the line")
            elif len(text) > MAX_ASK:
                self._problem(line, f"an ask has {len(text)} characters; at most {MAX_ASK}")
            elif normal(text) in seen:
                self._problem(line, f"'{text}' stands here already; delete one")
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
                self._problem(line, f"'{text}' is not in {where}{did_you_mean(text, names)}")
        return tuple(dict.fromkeys(found))

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
            self._problem(line, f"certainty '{text}' is none of {', '.join(names)}{did_you_mean(text, names)}")
            return Certainty.UNCONFIRMED
        grades = {code: catalog.facts()[code] for code in facts}
        open_facts = [code for code, grade in grades.items() if grade.certainty is Certainty.UNCONFIRMED]
        disputed = [code for code, grade in grades.items() if grade.contradicted]
        likely = [code for code, grade in grades.items() if grade.certainty is Certainty.LIKELY]
        if open_facts and stated is not Certainty.UNCONFIRMED:
            self._problem(
                line, f"certainty is {stated}, but {open_facts[0]} is unconfirmed; write certainty: unconfirmed"
            )
            return Certainty.UNCONFIRMED
        if disputed and stated is Certainty.SURE:
            self._problem(
                line, f"certainty is sure, but sources contradict each other on {disputed[0]}; write certainty: likely"
            )
            return Certainty.LIKELY
        word = ATTRIBUTIONS.get(self.lang)
        if likely and stated is not Certainty.UNCONFIRMED and word and word not in plain(body).lower():
            self._problem(line, f"{likely[0]} is likely, not sure; say '{word} … (date)' in the answer")
            return Certainty.LIKELY
        if likely and stated is Certainty.SURE and not word:
            self._problem(line, f"certainty is sure, but {likely[0]} is likely; write certainty: likely")
            return Certainty.LIKELY
        return stated

    def _date(self, values: dict[str, Value], key: str) -> date | None:
        text, line = self._text(values, key)
        if key not in values:
            return None
        try:
            found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
        except ValueError:
            found = None
        if found is None:
            self._problem(line, f"{key} '{text}' is not a date; write year-month-day, such as {self._today}")
        elif key == "checked" and found > self._today:
            self._problem(line, f"checked {found} lies in the future; write the day on which somebody checked it")
            return None
        return found

    def _review(self, values: dict[str, Value]) -> date | None:
        review = self._date(values, "review")
        checked, _ = self._text(values, "checked")
        if review and checked and re.fullmatch(r"\d{4}-\d\d-\d\d", checked) and str(review) < checked:
            self._problem(values["review"].line, f"review {review} lies before checked {checked}; write a later day")
        return review

    def _was(self, values: dict[str, Value]) -> Iterable[str]:
        """Each once, and none that is the entry's own."""
        value = values.get("was")
        for text, line in zip(dict.fromkeys(value.texts), value.lines, strict=False) if value else ():
            if not re.fullmatch(r"[^\s/]+(?:/[^\s/]+)*", text) or text.endswith(".md"):
                self._problem(
                    line, f"was '{_shown(text)}' is no path of an entry; write it without .md, such as {self.id}"
                )
            elif text == self.id:
                self._problem(line, "was names the entry itself; take it out")
            else:
                yield text

    def _sources(self, values: dict[str, Value]) -> Iterable[Source]:
        value = values.get("sources")
        for text, line in zip(value.texts, value.lines, strict=True) if value else ():
            label, _, url = text[1:-1].rpartition("](")
            if not (text.startswith("[") and text.endswith(")") and label and url) or " " in url:
                self._problem(line, f"source '{_shown(text)}' is not a link; write \"[who: what (date)](https://…)\"")
            elif reason := link_fault(url):
                self._problem(line, f"source {reason}")
            else:
                yield Source(label, url)

    def _check_links(self, body: str, line: int) -> None:
        for address, paragraph in links(body):
            if reason := link_fault(address):
                self._problem(line + paragraph - 1, f"link {reason}")

    def _activity(self, values: dict[str, Value]) -> Activity | None:
        if not self._is_activity:
            return None
        minutes, line = self._text(values, "minutes")
        if not re.fullmatch(r"[1-9]\d{0,3}", minutes):
            self._problem(line, f"minutes '{minutes}' is not a number of minutes; write such as `minutes: 30`")
            minutes = "0"
        people, line = self._text(values, "people")
        match = re.fullmatch(r"([1-9]\d{0,3})(?:\s*-\s*([1-9]\d{0,3}))?", people)
        if not match or int(match[2] or match[1]) < int(match[1]):
            self._problem(line, f"people '{people}' is not a group size; write such as `people: 6-30`")
            match = None
        place, line = self._text(values, "place")
        if not place:
            self._problem(line, "an activity has no place; write such as `place: lokaal`")
        least, most = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        return Activity(int(minutes), least, most, place)


def link_fault(url: str) -> str:
    """What is wrong with an address that readers are to open; empty where nothing is."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return f"'{_shown(url)}' is malformed; copy the address from the browser"
    if parts.scheme not in ("http", "https"):
        return f"'{_shown(url)}' is not http or https; write the full public address"
    if "." not in host.strip(".") or _NOT_IN_URL.search(url):
        return f"'{_shown(url)}' names no public site; copy the address from the browser"
    if len(url) > MAX_LINK:
        return f"'{_shown(url)}…' is longer than {MAX_LINK} characters"
    if parts.username or parts.password:
        return f"'{_shown(url)}' holds a user name or password; take it out"
    return ""


def _shown(address: str) -> str:
    """The start of an address without a user name or password: problems are printed and sent."""
    return re.sub(r"//[^/?#\s]*@", "//…@", address)[:80]


@lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """Text as compared between entries: case, accents, punctuation and white space made plain."""
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text.lower()))
    return " ".join(unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS).split())


class _Letters(dict[int, int | None]):
    """What becomes of a character: accents are taken off, and what is no letter or digit is a space; filled as it is asked."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        kept = code if character.isalnum() else ord(" ")
        self[code] = None if unicodedata.combining(character) else kept
        return self[code]


_LETTERS = _Letters()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message that names the nearest of what is known; empty where nothing is near."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""

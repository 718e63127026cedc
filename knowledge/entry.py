"""What the house talks about: entries, their passages, and the problems that admins have to mend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePosixPath

from knowledge.notices import FALLBACK, Notice
from knowledge.routes.route import Route, RouteSheet

OLD_AFTER = timedelta(days=548)  # a year and a half, after which a check is old where no date is set for the next
BETWEEN = " › "  # the headings of a way
_UNDATED = re.compile(r"\s*\((?:zonder datum|undated)\)$")


class Certainty(StrEnum):
    """How sure the subject's sources are of an answer."""

    SURE = "sure"
    LIKELY = "likely"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer can be looked up."""

    label: str
    url: str  # public, http or https

    @property
    def said(self) -> str:
        """Its label as people read it: that it has no date is of use to whoever keeps the folder alone."""
        return _UNDATED.sub("", self.label)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of Markdown under one heading."""

    way: tuple[
        str, ...
    ]  # plain text: the headings above it, highest first, its own last; empty above the first heading
    body: str  # Markdown, the heading's own line left out
    parted: tuple[str, ...] | None = field(default=None, compare=False)  # as paragraphs; None: the body is one already

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body as plain text."""
        return (self.body,) if self.parted is None else self.parted

    @property
    def heading(self) -> str:
        """The way to it on one line: "Prijzen › Winter"; empty above the first heading."""
        return BETWEEN.join(self.way)


@dataclass(frozen=True, slots=True)
class Entry:
    """One Markdown file: a question people have, and its answer."""

    id: str  # path under the language folder, no suffix: "faq/wie-meldt"; the same in every language
    lang: str  # name of the language folder: "nl"
    title: str  # the question as the admin puts it; shown above the answer
    asks: tuple[str, ...]  # other ways people put it; searched, never shown
    topics: tuple[str, ...]  # codes from topics.toml
    facts: tuple[str, ...]  # codes from facts.toml that the answer leans on
    certainty: Certainty  # said in the answer unless sure
    # When somebody last held it against its sources; shown. Not given: the file's own date. None: it says that nobody has.
    checked: date | None
    review: date | None  # when it has to be looked at again; None: no date set
    see: tuple[str, ...]  # ids of the nearest other entries
    sources: tuple[Source, ...]  # where it says so; shown under the answer
    body: str  # the answer, in Markdown
    source: str  # path under the content folder, for messages: "nl/faq/wie-meldt.md"
    line: int  # 1-based line in source where body starts
    activity: "Activity | None" = None  # None outside activities/
    plain: str = ""  # the answer in plain words, in Markdown; neither searched nor shown with it. Empty: there is none
    was: tuple[str, ...] = ()  # ids that it had before it was renamed: addresses and buttons with them lead here
    point: "Point | None" = None  # None outside checklists/
    has_parts: bool = False  # whether it answers several questions, or is long, so that people want a section of it
    is_filed_by_tags: bool = False  # whether it has its topics from tags alone, which another tool's may be called like
    # The body cut at its headings, as it was read; see knowledge.passages.sections_of for an entry made otherwise.
    sections: tuple[Section, ...] = field(default=(), compare=False, repr=False)

    @property
    def place(self) -> str:
        """Its file's path in the content folder that it lies in, whichever of several that is: "nl/faq/wie-meldt.md"."""
        return f"{self.lang}/{self.id}{PurePosixPath(self.source).suffix}"

    def is_old(self, day: date) -> bool:
        """Whether it should have been held against its sources again by then."""
        return (self.checked is not None and day > self.checked + OLD_AFTER) or (
            self.review is not None and day > self.review
        )

    @property
    def certainty_told(self) -> Certainty | None:
        """What readers are told of how sure it is; None: nothing, as where nobody has held it against a source yet."""
        is_held = bool(self.sources and self.checked)
        return self.certainty if is_held or self.certainty is not Certainty.SURE else None

    @property
    def is_on_our_subject(self) -> bool:
        """Whether somebody filed it under our topics, by code; a tag such as "monitoring" is common on any subject."""
        return bool(self.topics) and not self.is_filed_by_tags

    @property
    def section(self) -> str:
        """The folder under the language, "faq"; empty for a file that lies directly in it."""
        return self.id.rpartition("/")[0].partition("/")[0]

    @property
    def is_guideline(self) -> bool:
        """A longer document, of which the section that was asked for is shown."""
        return self.has_parts or self.id.startswith("guidelines/")


@dataclass(frozen=True, slots=True)
class Activity:
    """What an assignment or game asks of a group; 0 or empty: it doesn't say."""

    minutes: int
    people_min: int
    people_max: int
    place: str


class AgreementKind(StrEnum):
    """What a cooperation agreement is for."""

    DLR = "dlr"  # a registered continuing learning route
    GLR = "glr"  # a registered integrated route
    WITHOUT = "without"  # cooperation without a registered route


UNPLACED = 999  # of a point: behind all others


@dataclass(frozen=True, slots=True)
class Point:
    """What a point of a checklist asks of an agreement: its entry's asks are ways of putting it there, its body why."""

    number: int  # its place in the list, from 1; UNPLACED where its file doesn't tell
    kinds: tuple[AgreementKind, ...]  # of agreements that it is looked for in
    obligatory: tuple[AgreementKind, ...]  # … in which the explanations name it as a fixed part; the others are advice
    misses: tuple[str, ...]  # what sounds like it, and isn't it


class PassageKind(StrEnum):
    """Which part of its entry a passage was taken from."""

    TITLE = "title"
    ASK = "ask"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an entry small enough to embed as one vector."""

    entry: Entry
    kind: PassageKind
    told: str  # the title or ask, or as much of a section's text as fits; of a heading over none the way to it
    # The way to the section: "Prijzen › Winter"; empty above the first heading, and for the entry's own title and asks.
    heading: str
    at: int = 0  # which of the entry's sections it was taken from, from 0

    @property
    def text(self) -> str:
        """Exactly what the encoder is given, its prompt excepted: of a section, what it is under goes before it."""
        if self.kind is not PassageKind.SECTION:
            return self.told
        return f"{self.entry.title} {self.heading}: {self.told}" if self.heading else f"{self.entry.title} {self.told}"

    @property
    def key(self) -> str:
        """Hex SHA-256 of text: equal texts have equal embeddings."""
        return text_key(self.text)


def text_key(text: str) -> str:
    """Hex SHA-256 of a text."""
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the content folder that an admin has to mend."""

    source: str  # path under the content folder
    line: int  # 1-based
    said: Notice  # what is wrong, and what to write instead
    column: int = field(default=0, compare=False)  # 1-based, where on the line; 0: it is about all of it
    quoted: str = field(default="", compare=False)  # the line as it stands in the file; empty where it says nothing
    cell: str = field(default="", compare=False)  # of a sheet, as its program calls it: "F3"; empty elsewhere

    @property
    def message(self) -> str:
        """What is wrong, in English, as the log has it."""
        return str(self.said)

    def __str__(self) -> str:
        return self.say(FALLBACK)

    def say(self, lang: str) -> str:
        """Where, and what is wrong, on one line: "nl/faq/a.md:2: …"."""
        return f"{self.source}:{self.line}: {self.said.say(lang)}"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was read in another way than it was written, and that nobody has to mend."""

    source: str  # path under the content folder
    line: int  # 1-based
    said: Notice  # the same for all files of which the same can be said, so that it is told once
    what: str = ""  # what differs between them: a key, a name; empty where nothing does


@dataclass(frozen=True, slots=True)
class Subject:
    """What a folder is about, in one language; what isn't said is empty."""

    name: str = ""  # that the bot goes by: "Stadsbibliotheek"
    answers: str = ""  # behind "Ik beantwoord vragen over": "lenen en lidmaatschap"
    contact: str = ""  # whom to ask what the bot doesn't know
    examples: tuple[str, ...] = ()  # questions to begin with


@dataclass(frozen=True)
class About:
    """What a folder is about."""

    subjects: Mapping[str, Subject]  # by language

    def said(self, lang: str) -> Subject:
        """In a language, else in the first that is there."""
        return self.subjects.get(lang) or next(iter(self.subjects.values()), Subject())


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question of which a folder says what must answer it."""

    text: str
    lang: str
    entry: str | None  # the id of the entry; None: none may
    source: str  # path under the content folder
    line: int  # 1-based


@dataclass(frozen=True, slots=True)
class Reading:
    """The content folder as it stood at one moment."""

    entries: tuple[Entry, ...]  # by source
    problems: tuple[Problem, ...]  # by source and line
    sheet: RouteSheet | None = None  # what routes.csv says; None where there is none
    remarks: tuple[Remark, ...] = ()  # by source and line
    about: About | None = None  # what about.toml says; None where there is none
    wanted: tuple[Wanted, ...] = ()  # what questions.toml and questions.csv say
    points: tuple[
        Entry, ...
    ] = ()  # of checklists, by source: what agreements are held against, and no question leads to

    @property
    def routes(self) -> tuple[Route, ...]:
        """Which school and mbo have which route; made-up ones alone while there are no others."""
        return self.sheet.shown if self.sheet else ()

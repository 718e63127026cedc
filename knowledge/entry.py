"""What the house talks about: entries, their passages, and the problems that admins have to mend."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from knowledge.route import Route, RouteSheet


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
    checked: date  # when somebody last held it against its sources; shown. Not given: the file's own date
    review: date | None  # when it has to be looked at again; None: no date set
    see: tuple[str, ...]  # ids of the nearest other entries
    sources: tuple[Source, ...]  # where it says so; shown under the answer
    body: str  # the answer, in Markdown
    source: str  # path under the content folder, for messages: "nl/faq/wie-meldt.md"
    line: int  # 1-based line in source where body starts
    activity: "Activity | None" = None  # None outside activities/
    was: tuple[str, ...] = ()  # ids that it had before it was renamed: addresses and buttons with them lead here

    @property
    def section(self) -> str:
        """The folder under the language, "faq"; empty for a file that lies directly in it."""
        return self.id.rpartition("/")[0].partition("/")[0]

    @property
    def is_guideline(self) -> bool:
        """A longer document, of which the section that was asked for is shown."""
        return self.section == "guidelines"


@dataclass(frozen=True, slots=True)
class Activity:
    """What an assignment or game asks of a group."""

    minutes: int
    people_min: int
    people_max: int
    place: str


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
    text: str  # exactly what the encoder is given, its prompt excepted
    heading: str  # the section's heading; empty for what stands above the first one, for titles and asks

    @property
    def key(self) -> str:
        """Hex SHA-256 of text: equal texts have equal embeddings."""
        return text_key(self.text)


@lru_cache(maxsize=65536)
def text_key(text: str) -> str:
    """Hex SHA-256 of a text."""
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the content folder that an admin has to mend."""

    source: str  # path under the content folder
    line: int  # 1-based
    message: str  # what is wrong, and what to write instead

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.message}"


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
    wanted: tuple[Wanted, ...] = ()  # what questions.toml and questions.csv say

    @property
    def routes(self) -> tuple[Route, ...]:
        """Which school and mbo have which route; made-up ones alone while there are no others."""
        return self.sheet.shown if self.sheet else ()

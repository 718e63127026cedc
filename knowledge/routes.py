"""A routes.csv in, as people save it from a spreadsheet, routes and problems out."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeVar

from knowledge.entry import Problem
from knowledge.entry_file import did_you_mean, normal
from knowledge.frontmatter import control_character
from knowledge.route import Pathway, Profile, Route, RouteKind, RouteSheet, profiles
from knowledge.route_words import KINDS, NO, PATHWAYS, YES, is_role, profile_names

FILE = "routes.csv"  # directly in a content folder
MAX_ROWS = 5_000
MAX_CELL = 200  # characters
MAX_PROBLEMS = 100  # of one file that are named; one mistake in a column is one in every row
SEPARATORS = ";,\t"  # of a spreadsheet in Dutch, in English, and of one saved as Unicode text

COLUMNS: Mapping[str, tuple[str, ...]] = {  # what a column is called: in Dutch first, then in English
    "school": ("school",),
    "mbo": ("mbo",),
    "region": ("regio", "region"),
    "profile": ("profiel", "profile"),
    "pathways": ("leerweg", "pathway", "learning pathway"),
    "programme": ("opleiding", "programme", "mbo programme"),
    "level": ("niveau", "level"),
    "kind": ("soort", "kind"),
    "is_registered": ("gemeld", "registered"),
    "since": ("sinds", "since"),
    "contact": ("contact", "contact role"),
    "is_example": ("voorbeeld", "example"),
}
OPTIONAL = ("since", "contact", "is_example")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DUTCH_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_PHONE = re.compile(r"(?:\d[\s().+/-]*){8,}")

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class RouteFile:
    """A routes.csv as read."""

    sheet: RouteSheet
    problems: tuple[Problem, ...]


@lru_cache(maxsize=16)
def read_routes(source: str, text: str, today: date) -> RouteFile:
    """Read the text of a routes.csv. A row with something that isn't understood is a problem, and no route."""
    return _Reader(source, today).read(text)


def unread(source: str, line: int, message: str) -> RouteFile:
    """A routes.csv of which nothing can be read."""
    return RouteFile(RouteSheet(source, (), is_whole=False), (Problem(source, line, message),))


def keep_last_good(sheet: RouteSheet, previous: RouteSheet | None) -> RouteSheet:
    """The sheet with the previous version of each row that no longer reads, or of all where the file doesn't."""
    if previous is None:
        return sheet
    rows = [replace(row, source=sheet.source) for row in previous.rows]
    if not sheet.is_whole:
        return replace(sheet, rows=tuple(rows))
    served = set(sheet.rows)
    kept = [row for row in rows if name_of(row.school, row.mbo, row.programme) in sheet.lost and row not in served]
    return replace(sheet, rows=(*sheet.rows, *kept))


def name_of(school: str, mbo: str, programme: str) -> str:
    """What a row is known by while something else in it is wrong."""
    return " | ".join(map(normal, (school, mbo, programme)))


class _Reader:
    """Reads one file; keeps its problems as it goes."""

    def __init__(self, source: str, today: date) -> None:
        self._source, self._today = source, today
        self._problems: list[Problem] = []
        self._seen: dict[tuple[object, ...], int] = {}  # the line of each route, by what makes two the same
        self._lost: list[str] = []

    def read(self, text: str) -> RouteFile:
        if match := control_character(text.replace("\t", " ")):
            line = text.count("\n", 0, match.start()) + 1
            message = f"this is not text (control character U+{ord(match[0]):04X}); save it as CSV UTF-8"
            return unread(self._source, line, message)
        records = self._records(text)
        try:
            line, header = next(records)
        except StopIteration:
            return unread(self._source, 1, f"the file is empty; its first line names the columns: {_columns()}")
        except _QuoteError as error:
            return unread(self._source, error.line, str(error))
        places = self._places(header, line)
        if places is None:
            return RouteFile(RouteSheet(self._source, (), is_whole=False), tuple(self._problems))
        rows: list[Route] = []
        try:
            for line, cells in records:
                if len(rows) + len(self._lost) >= MAX_ROWS:
                    self._problem(line, f"there are more than {MAX_ROWS:,} rows; those from here on are not read")
                    break
                if row := self._row(line, cells, places, len(header)):
                    rows.append(row)
        except _QuoteError as error:
            # Where a cell ends is no longer known, so what follows isn't either.
            self._problem(error.line, str(error))
            return RouteFile(RouteSheet(self._source, tuple(rows), is_whole=False), self._named())
        return RouteFile(RouteSheet(self._source, tuple(rows), tuple(self._lost)), self._named())

    def _records(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """(the line that it begins on, its cells) of each row that isn't empty. Raises _QuoteError."""
        lines = text.split("\n")
        first = 0
        separator = ""
        if told := re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE):  # which Excel reads, and writes
            first, separator = 1, told[1]
        separator = separator or _separator(lines[0])
        reader = csv.reader((f"{line}\n" for line in lines[first:]), delimiter=separator, strict=True)
        while True:
            line = first + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _QuoteError(line, error) from None
            if any(cell.strip() for cell in cells):
                yield line, [" ".join(cell.split()) for cell in cells]

    def _places(self, header: Sequence[str], line: int) -> dict[str, int] | None:
        """Where each column stands; None where one is missing."""
        known = {normal(name): field for field, names in COLUMNS.items() for name in names}
        places: dict[str, int] = {}
        for at, name in enumerate(header):
            field = known.get(normal(name))
            if not name:
                continue
            if field is None:
                hint = did_you_mean(normal(name), known) or f"; known are {_columns()}"
                self._problem(line, f"unknown column '{_cut(name)}'{hint}")
            elif field in places:
                self._problem(line, f"column '{name}' stands here twice; delete one")
            else:
                places[field] = at
        missing = [names[0] for field, names in COLUMNS.items() if field not in places and field not in OPTIONAL]
        if missing:
            self._problem(line, f"there is no column {', '.join(missing)}; the columns are {_columns()}")
            return None
        return places

    def _row(self, line: int, cells: Sequence[str], places: Mapping[str, int], width: int) -> Route | None:
        before = len(self._problems)
        if any(cells[width:]):
            self._problem(
                line,
                f'this row has {len(cells)} cells, the first line {width}; put text that holds a separator between "',
            )
        told = {field: cells[at] if at < len(cells) else "" for field, at in places.items()}
        texts = {field: self._text(field, told[field], line) for field in ("school", "mbo", "region", "programme")}
        profile = self._profile(told["profile"], line)
        pathways = self._pathways(told["pathways"], line)
        level = self._level(told["level"], line)
        kind = self._choice("kind", told["kind"], KINDS, "DLR, GLR, zonder", line)
        registered = self._choice("is_registered", told["is_registered"], YES | NO, "ja, nee", line)
        since = self._since(told.get("since", ""), line)
        example = told.get("is_example", "")
        is_example = bool(example and self._choice("is_example", example, YES | NO, "ja, nee", line))
        is_told = len(self._problems) > before
        if is_told or not (profile and pathways and level and kind) or registered is None:
            self._lost.append(name_of(texts["school"], texts["mbo"], texts["programme"]))
            return None
        contact = self._contact(told.get("contact", ""), line)
        row = Route(
            **texts,
            profile=profile.code,
            pathways=pathways,
            level=level,
            kind=kind,
            is_registered=registered,
            since=since,
            contact=contact,
            is_example=is_example,
            source=self._source,
            line=line,
        )
        return row if self._agrees(row) else None

    def _agrees(self, row: Route) -> bool:
        """Whether the row is a new one. What its cells say against each other is told, and shown all the same."""
        same = (*map(normal, (row.school, row.mbo, row.region, row.programme)), row.profile, row.pathways, row.level)
        earlier = self._seen.setdefault(same, row.line)
        if earlier != row.line:
            self._problem(row.line, f"this route stands on line {earlier} already; delete one")
            return False
        if row.kind is RouteKind.WITHOUT and row.is_registered:
            self._problem(row.line, "gemeld is ja, but soort is zonder; only a DLR or GLR is registered")
        if row.since and not row.is_registered:
            self._problem(row.line, f"sinds is {row.since}, but gemeld is nee; empty one, or write ja")
        if row.kind is not RouteKind.WITHOUT and row.level == 1:
            self._problem(row.line, f"soort is {row.kind}, but niveau is 1; a {row.kind} leads to level 2 or higher")
        if row.kind is RouteKind.GLR and (row.pathways != (Pathway.BASIS,) or row.level > 2):
            self._problem(row.line, "a GLR goes from basis to niveau 2; write these, or another soort")
        return True

    def _text(self, field: str, text: str, line: int) -> str:
        name = COLUMNS[field][0]
        if not text:
            self._problem(line, f"{name} is empty; fill it in, or delete the row")
        elif len(text) > MAX_CELL:
            self._problem(line, f"{name} has {len(text)} characters; at most {MAX_CELL}")
        elif "@" in text or _PHONE.search(text):
            self._problem(line, f"{name} holds an address or a number to reach somebody at; take it out")
        return text[:MAX_CELL]

    def _profile(self, text: str, line: int) -> Profile | None:
        names = profile_names()
        found = names.get(normal(text))
        if found is None:
            close = get_close_matches(normal(text), names, n=1)
            hint = f"; did you mean '{names[close[0]].code}'?" if close else ""
            self._problem(line, f"profiel '{_cut(text)}' is none of {', '.join(profiles())}{hint}")
        return found

    def _pathways(self, text: str, line: int) -> tuple[Pathway, ...] | None:
        """In their own order, whatever stands between them."""
        found: set[Pathway] = set()
        for word in re.split(r"[/+,&]|\ben\b|\band\b", text.lower()):
            pathway = PATHWAYS.get(normal(word))
            if pathway is None:
                choices = ", ".join(Pathway)
                self._problem(
                    line, f"leerweg '{_cut(text)}' is none of {choices}{did_you_mean(normal(word), PATHWAYS)}"
                )
                return None
            found.add(pathway)
        return tuple(pathway for pathway in Pathway if pathway in found)

    def _level(self, text: str, line: int) -> int | None:
        match = re.fullmatch(r"(?:mbo|niveau|level)?[ -]?([1-4])(?:[.,]0)?", text.lower())
        if match is None:
            self._problem(line, f"niveau '{_cut(text)}' is none of 1, 2, 3, 4")
        return int(match[1]) if match else None

    def _choice(self, field: str, text: str, known: Mapping[str, Choice], choices: str, line: int) -> Choice | None:
        found = known.get(normal(text))
        if found is None:
            hint = did_you_mean(normal(text), known)
            self._problem(line, f"{COLUMNS[field][0]} '{_cut(text)}' is none of {choices}{hint}")
        return found

    def _since(self, text: str, line: int) -> date | None:
        if not text:
            return None
        parts: tuple[str, ...] | None = None
        if match := _ISO_DATE.fullmatch(text):
            parts = match.group(1, 2, 3)
        elif match := _DUTCH_DATE.fullmatch(text):
            parts = match.group(3, 2, 1)
        try:
            found = date(*map(int, parts)) if parts else None
        except ValueError:
            found = None
        if found is None:
            self._problem(line, f"sinds '{_cut(text)}' is not a date; write year-month-day, such as {self._today}")
        elif found > self._today:
            self._problem(line, f"sinds {found} lies in the future; write the day on which it was registered")
        return found

    def _contact(self, text: str, line: int) -> str:
        """A role, to be shown; empty where it may be a person."""
        if not text:
            return ""
        if "@" in text or _PHONE.search(text):
            self._problem(
                line, "contact holds an address or number of somebody; write the role alone, such as 'decaan'"
            )
        elif len(text) > MAX_CELL:
            self._problem(line, f"contact has {len(text)} characters; at most {MAX_CELL}")
        elif not is_role(text):
            self._problem(
                line,
                f"contact '{_cut(text)}' may be a person's name; write the role alone, in lower case, such as 'decaan'",
            )
        else:
            return text
        return ""

    def _problem(self, line: int, message: str) -> None:
        self._problems.append(Problem(self._source, line, message))

    def _named(self) -> tuple[Problem, ...]:
        if len(self._problems) <= MAX_PROBLEMS:
            return tuple(self._problems)
        left = len(self._problems) - MAX_PROBLEMS
        more = Problem(self._source, self._problems[MAX_PROBLEMS].line, f"… and {left:,} more problems from here on")
        return (*self._problems[:MAX_PROBLEMS], more)


class _QuoteError(Exception):
    """Cells that can't be told apart; the message says what to do."""

    def __init__(self, line: int, error: csv.Error) -> None:
        super().__init__(
            f'the quotes in the row that begins here don\'t pair up ({error}); write a " inside a text as ""'
        )
        self.line = line


def _separator(header: str) -> str:
    """What stands between the cells: whatever parts the first line into most."""
    return max(SEPARATORS, key=header.count)


def _columns() -> str:
    return ", ".join(names[0] for names in COLUMNS.values())


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"

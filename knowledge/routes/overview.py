"""A routes.csv in, as people save it from a spreadsheet, routes and problems out."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from io import StringIO
from itertools import islice
from typing import TypeVar

from knowledge.csv_records import QuoteError, Record, records, told_separator
from knowledge.entry import Problem
from knowledge.entry_file import did_you_mean, normal
from knowledge.front_values import control_character
from knowledge.notices import NOTHING, Filling, Notice, Refused, notice
from knowledge.routes.route import Pathway, Profile, Route, RouteKind, RouteSheet, profiles
from knowledge.routes.words import KINDS, NO, PATHWAY_FILLING, PATHWAYS, YES, is_role, profile_names, profile_of

FILE = "routes.csv"  # directly in a content folder
MAX_ROWS = 5_000
MAX_CELL = 200  # characters
MAX_PROBLEMS = 100  # of one file that are named; one mistake in a column is one in every row
MAX_ABOVE = 5  # rows of a title above the one that names the columns

COLUMNS: Mapping[str, tuple[str, ...]] = {  # what a column is called: in Dutch first, then in English
    "school": ("school", "vmbo", "vmbo school"),
    "mbo": ("mbo", "mbo school", "mbo instelling"),
    "region": ("regio", "region"),
    "profile": ("profiel", "profile", "vmbo profiel"),
    "pathways": ("leerweg", "leerwegen", "pathway", "learning pathway"),
    "programme": ("opleiding", "mbo opleiding", "programme", "mbo programme"),
    "level": ("niveau", "mbo niveau", "level"),
    "kind": ("soort", "soort route", "kind"),
    "is_registered": ("gemeld", "gemeld bij duo", "registered"),
    "since": ("sinds", "gemeld sinds", "since"),
    "contact": ("contact", "contactrol", "contact role"),
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


def unread(source: str, line: int, said: Notice) -> RouteFile:
    """A routes.csv of which nothing can be read."""
    return RouteFile(RouteSheet(source, (), is_whole=False), (Problem(source, line, said),))


def fault(file: RouteFile) -> Notice | None:
    """What keeps a routes.csv from being read at all; None where it is, whatever is wrong in single rows."""
    if file.sheet.is_whole:
        return None
    problem = file.problems[-1]
    return notice("edit_fault", where=f"{problem.source}:{problem.line}", fault=problem.said)


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


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row names the columns of an overview of routes, and of nothing else."""
    known = {normal(name) for names in COLUMNS.values() for name in names}
    return sum(normal(cell) in known for cell in cells) > len(COLUMNS) // 2


def with_row(text: str, cells: Mapping[str, str], today: date) -> str:
    """The text of a routes.csv with one row more, its cells by column, in the order and with the marks of that file.

    Raises Refused where the columns can't be told.
    """
    return _Reader(FILE, today).with_row(text, cells)


def is_overview(text: str) -> bool:
    """Whether a sheet's columns are those of an overview of routes."""
    reader = _Reader(FILE, date.min)
    try:
        return is_heading(reader.header(text))
    except (StopIteration, QuoteError):
        return False


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
        self._at: Mapping[str, int] = {}  # the place of each column, from 0
        self._numbers: dict[int, int] = {}  # the number that a spreadsheet gives a row, by the line on which it begins

    def read(self, text: str) -> RouteFile:
        if match := control_character(text.replace("\t", " ")):
            line = text.count("\n", 0, match.start()) + 1
            return unread(self._source, line, notice("sheet_control", name=f"U+{ord(match[0]):04X}"))
        told = self._records(text)
        try:
            header = self._header(told)
        except StopIteration:
            return unread(self._source, 1, notice("sheet_empty", columns=_columns()))
        except QuoteError as error:
            return unread(self._source, error.line, error.notice)
        places = self._places(header)
        if places is None:
            return RouteFile(RouteSheet(self._source, (), is_whole=False), tuple(self._problems))
        rows: list[Route] = []
        try:
            for record in told:
                if len(rows) + len(self._lost) >= MAX_ROWS:
                    self._problem(record.line, "too_many_rows", most=MAX_ROWS)
                    break
                if row := self._row(record.line, record.cells, places, len(header.cells)):
                    rows.append(row)
        except QuoteError as error:
            # Where a cell ends is no longer known, so what follows isn't either.
            self._problems.append(Problem(self._source, error.line, error.notice))
            return RouteFile(RouteSheet(self._source, tuple(rows), is_whole=False), self._named())
        return RouteFile(RouteSheet(self._source, tuple(rows), tuple(self._lost)), self._named())

    def header(self, text: str) -> list[str]:
        """The row that names the columns. Raises StopIteration where there is none, and QuoteError."""
        return self._header(self._records(text)).cells

    def with_row(self, text: str, cells: Mapping[str, str]) -> str:
        """As the function of that name."""
        try:
            header = self._header(self._records(text))
        except (StopIteration, QuoteError):
            raise Refused("sheet_not_whole") from None
        places = self._places(header)
        if places is None or any(cell and field not in places for field, cell in cells.items()):
            raise Refused("sheet_not_whole")
        by_place = {at: cells.get(field, "") for field, at in places.items()}
        written = StringIO()
        csv.writer(written, delimiter=told_separator(text.split("\n"), MAX_ABOVE)[1], lineterminator="\n").writerow(
            [by_place.get(at, "") for at in range(len(header.cells))]
        )
        above = text.rstrip("\n")
        return f"{above}\n{written.getvalue()}"

    def _records(self, text: str) -> Iterator[Record]:
        """Each row that isn't empty. Raises QuoteError."""
        for record in records(text, MAX_ABOVE):
            self._numbers[record.line] = record.number
            yield record

    @staticmethod
    def _header(rows: Iterator[Record]) -> Record:
        """The row that names the columns: the first, or one under a title. Raises StopIteration where there is none."""
        known = {normal(name) for names in COLUMNS.values() for name in names}
        first = next(rows)
        if sum(bool(cell) for cell in first.cells) > 1:
            return first
        for row in islice(rows, MAX_ABOVE):
            if sum(normal(cell) in known for cell in row.cells) > 1:
                return row
        return first

    def _places(self, header: Record) -> dict[str, int] | None:
        """Where each column stands; None where one is missing."""
        known = {normal(name): field for field, names in COLUMNS.items() for name in names}
        places: dict[str, int] = {}
        for at, name in enumerate(header.cells):
            field = known.get(normal(name))
            if not name:
                continue
            if field is None:
                close = did_you_mean(normal(name), known)
                hint = close if close.values else notice("known_are", names=_columns())
                self._problem(header.line, "unknown_column", at, name=_cut(name), hint=hint)
            elif field in places:
                self._problem(header.line, "column_twice", at, name=_cut(name))
            else:
                places[field] = at
        missing = [names[0] for field, names in COLUMNS.items() if field not in places and field not in OPTIONAL]
        if missing:
            self._problem(header.line, "columns_missing", missing=", ".join(missing), columns=_columns())
            return None
        return places

    def _row(self, line: int, cells: Sequence[str], places: Mapping[str, int], width: int) -> Route | None:
        before = len(self._problems)
        if any(cells[width:]):
            self._problem(line, "cells_too_many", count=len(cells), width=width)
        self._at = places
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
            self._problem(row.line, "route_twice", earlier=earlier)
            return False
        if row.kind is RouteKind.WITHOUT and row.is_registered:
            self._problem(row.line, "registered_without", self._at["kind"])
        if row.since and not row.is_registered:
            self._problem(row.line, "since_unregistered", self._at["since"], since=str(row.since))
        if row.kind is not RouteKind.WITHOUT and row.level == 1:
            self._problem(row.line, "level_too_low", self._at["level"], kind=row.kind.value)
        if row.kind is RouteKind.GLR and (row.pathways != (Pathway.BASIS,) or row.level > 2):
            self._problem(row.line, "glr_odd", self._at["kind"])
        return True

    def _text(self, field: str, text: str, line: int) -> str:
        name = COLUMNS[field][0]
        if not text:
            self._problem(line, "cell_empty", self._at[field], name=name)
        elif len(text) > MAX_CELL:
            self._problem(line, "cell_too_long", self._at[field], name=name, count=len(text), most=MAX_CELL)
        elif "@" in text or _PHONE.search(text):
            self._problem(line, "cell_personal", self._at[field], name=name)
        return text[:MAX_CELL]

    def _profile(self, text: str, line: int) -> Profile | None:
        found = profile_of(text)
        if found is None:
            names = profile_names()
            close = get_close_matches(normal(text), names, n=1)
            hint = notice("did_you_mean", word=names[close[0]].code) if close else NOTHING
            self._none_of(line, "profile", text, ", ".join(profiles()), hint)
        return found

    def _pathways(self, text: str, line: int) -> tuple[Pathway, ...] | None:
        """In their own order, whatever stands between them."""
        words = [word for word in normal(text).split() if word not in PATHWAY_FILLING]
        unknown = next((word for word in words if word not in PATHWAYS), None)
        if unknown is not None or not words:
            hint = did_you_mean(unknown, PATHWAYS) if unknown else NOTHING
            self._none_of(line, "pathways", text, ", ".join(Pathway), hint)
            return None
        found = {PATHWAYS[word] for word in words}
        return tuple(pathway for pathway in Pathway if pathway in found)

    def _level(self, text: str, line: int) -> int | None:
        match = re.fullmatch(r"(?:mbo)?[ -]?(?:niveau|level|n)?[ -]?([1-4])(?:[.,]0)?", text.lower())
        if match is None:
            self._none_of(line, "level", text, "1, 2, 3, 4", NOTHING)
        return int(match[1]) if match else None

    def _choice(self, field: str, text: str, known: Mapping[str, Choice], choices: str, line: int) -> Choice | None:
        found = known.get(normal(text))
        if found is None:
            self._none_of(line, field, text, choices, did_you_mean(normal(text), known))
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
            self._problem(line, "since_odd", self._at["since"], text=_cut(text), example=str(self._today))
        elif found > self._today:
            self._problem(line, "since_in_future", self._at["since"], day=str(found))
        return found

    def _contact(self, text: str, line: int) -> str:
        """A role, to be shown; empty where it may be a person."""
        if not text:
            return ""
        if "@" in text or _PHONE.search(text):
            self._problem(line, "contact_personal", self._at["contact"])
        elif len(text) > MAX_CELL:
            self._problem(line, "cell_too_long", self._at["contact"], name="contact", count=len(text), most=MAX_CELL)
        elif not is_role(text):
            self._problem(line, "contact_name", self._at["contact"], text=_cut(text))
        else:
            return text
        return ""

    def _none_of(self, line: int, field: str, text: str, choices: str, hint: Notice) -> None:
        name = COLUMNS[field][0]
        self._problem(line, "cell_none_of", self._at[field], name=name, text=_cut(text), choices=choices, hint=hint)

    def _problem(self, line: int, key: str, column: int | None = None, /, **values: Filling) -> None:
        """A problem with a row, or with its cell in a column, from 0."""
        cell = (
            "" if column is None else f"{chr(ord('A') + column)}{self._numbers.get(line, line)}" if column < 26 else ""
        )
        self._problems.append(Problem(self._source, line, notice(key, **values), cell=cell))

    def _named(self) -> tuple[Problem, ...]:
        if len(self._problems) <= MAX_PROBLEMS:
            return tuple(self._problems)
        left = len(self._problems) - MAX_PROBLEMS
        more = Problem(self._source, self._problems[MAX_PROBLEMS].line, notice("more_problems", count=left))
        return (*self._problems[:MAX_PROBLEMS], more)


def _columns() -> str:
    return ", ".join(names[0] for names in COLUMNS.values())


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"

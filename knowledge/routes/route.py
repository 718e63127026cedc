"""What routes.csv says: which school and mbo have which route; values alone, read in overview.py."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path


class RouteKind(StrEnum):
    """What the law calls it."""

    DLR = "DLR"  # continuing learning route: two diplomas
    GLR = "GLR"  # integrated route: from basis to mbo 2, without a vmbo diploma
    WITHOUT = "zonder"  # cooperation without a route


class Pathway(StrEnum):
    """A learning pathway of vmbo."""

    BASIS = "basis"
    KADER = "kader"
    MIXED = "gemengd"
    THEORETICAL = "theoretisch"


@dataclass(frozen=True, slots=True)
class Route:
    """A row of routes.csv."""

    school: str
    mbo: str
    region: str
    profile: str  # code from profiles.toml: "D&P"
    pathways: tuple[Pathway, ...]
    programme: str  # of the mbo
    level: int  # of the mbo, 1 to 4
    kind: RouteKind
    is_registered: bool
    since: date | None  # registered from then on; None: not said, or it isn't
    contact: str  # whom to ask for, by role; empty: not said
    is_example: bool  # made up, to show what a row looks like
    source: str  # path under the content folder: "routes.csv"
    line: int  # 1-based line on which the row begins


@dataclass(frozen=True, slots=True)
class RouteSheet:
    """A routes.csv as it stood at one moment."""

    source: str
    rows: tuple[Route, ...]  # those that read, in the file's order
    lost: tuple[str, ...] = ()  # names of rows that don't, see routes.name_of; their previous version is served
    is_whole: bool = True  # False: the file itself doesn't read

    @property
    def shown(self) -> tuple[Route, ...]:
        """The rows that tell something: the examples alone while there are no others."""
        return tuple(row for row in self.rows if not row.is_example) or self.rows


@dataclass(frozen=True, slots=True)
class Profile:
    """A vocational profile of vmbo."""

    code: str  # "D&P"
    labels: dict[str, str]  # by language
    also: tuple[str, ...]  # what else people call it


@cache
def profiles() -> dict[str, Profile]:
    """Profiles by code."""
    tables = tomllib.loads((Path(__file__).parent / "profiles.toml").read_text("utf-8"))
    return {
        code: Profile(code, {"nl": table["nl"], "en": table["en"]}, tuple(table["also"]))
        for code, table in tables.items()
    }

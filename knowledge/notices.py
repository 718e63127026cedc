"""What is said to admins, by key and in each language: what is wrong, why something can't be done, what to look at.

When it is said is decided elsewhere. notices.toml is about documents that are imported, problems.toml about the folder.
"""

import errno
import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Union

from knowledge.numbers import Number

FILES = tuple(Path(__file__).with_name(name) for name in ("notices.toml", "problems.toml"))
LANGUAGES = ("nl", "en")  # that every notice has
FALLBACK = "en"  # the language of what has no sentence in the one asked for

THOUSANDS = {"nl": ".", "en": ","}
_COUNTED = frozenset(  # gaps for how many there are, in which thousands are set apart; a line's number is none
    [
        "count",
        "most",
        "max_chars",
        "max_parts",
        "max_rows",
        "max_pages",
        "max_drafts",
        "words",
        "lost",
        "entries",
        "asks",
        "problems",
        "routes",
        "rows",
    ]
)

Filling = Union[str, int, "Notice"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that can be said in each language."""

    key: str  # a table of notices.toml or problems.toml
    values: tuple[tuple[str, Filling], ...] = ()  # what fills its gaps, by name; a notice is said in the same language

    def say(self, lang: str) -> str:
        """The sentence in a language; in English where it has none in that."""
        texts = sentences()[self.key]
        return texts.get(lang, texts[FALLBACK]).format(
            **{name: _filled(name, value, lang) for name, value in self.values}
        )

    def __str__(self) -> str:
        return self.say(FALLBACK)


def _filled(name: str, value: Filling, lang: str) -> str | Number:
    if isinstance(value, Notice):
        return value.say(lang)
    if isinstance(value, int):
        is_counted = name in _COUNTED
        return Number(value, f"{value:,}".replace(",", THOUSANDS.get(lang, THOUSANDS[FALLBACK])) if is_counted else "")
    return str(value)


class SaidError(Exception):
    """What somebody has to hear of, in their language."""

    def __init__(self, key: str, /, **values: Filling) -> None:
        self.notice = notice(key, **values)
        super().__init__(str(self.notice))


class Refused(SaidError, ValueError):
    """A document that can't be imported; the notice says why, and what to do."""


def notice(key: str, /, **values: Filling) -> Notice:
    """A notice, with what fills its gaps."""
    return Notice(key, tuple(values.items()))


NOTHING = Notice("nothing")  # fills a gap with nothing
_SYSTEM = (
    "EACCES",
    "EPERM",
    "ENOENT",
    "ENOTDIR",
    "EISDIR",
    "EROFS",
    "ENOSPC",
    "EDQUOT",
    "EIO",
    "ELOOP",
    "ENAMETOOLONG",
)
_KNOWN_ERRORS = {getattr(errno, name): name for name in _SYSTEM if hasattr(errno, name)}


def reason(error: Exception) -> Notice:
    """An error of the system in a few words: the common ones in each language, others in the system's own."""
    number = getattr(error, "errno", None)
    if number in _KNOWN_ERRORS:
        return notice(f"os_{_KNOWN_ERRORS[number]}")
    return notice("as_told", text=getattr(error, "strerror", None) or str(error) or type(error).__name__)


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Sentences by language, by key."""
    return {key: texts for file in FILES for key, texts in tomllib.loads(file.read_text("utf-8")).items()}


def to_json(said: Notice) -> list[Any]:
    """A notice as JSON holds it."""
    return [said.key, {name: to_json(value) if isinstance(value, Notice) else value for name, value in said.values}]


def from_json(written: list[Any]) -> Notice:
    """The notice that to_json wrote."""
    key, values = written
    return notice(
        key, **{name: from_json(value) if isinstance(value, list) else value for name, value in values.items()}
    )


def spoken_here() -> str:
    """The language of a terminal's user, as LANG and its like tell it; English where they don't."""
    told = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "nl" if told.lower().startswith("nl") else FALLBACK

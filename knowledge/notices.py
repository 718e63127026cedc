"""What is said to admins of a document that is imported, by key and in each language; when it is said is decided elsewhere."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")
FALLBACK = "en"  # the language of what has no sentence in the one asked for


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that can be said in each language."""

    key: str  # a table of notices.toml
    values: tuple[tuple[str, str | int], ...] = ()  # what fills its gaps, by name

    def say(self, lang: str) -> str:
        """The sentence in a language; in English where it has none in that."""
        texts = sentences()[self.key]
        return texts.get(lang, texts[FALLBACK]).format(**dict(self.values))

    def __str__(self) -> str:
        return self.say(FALLBACK)


class Refused(ValueError):
    """A document that can't be imported; the notice says why, and what to do."""

    def __init__(self, key: str, **values: str | int) -> None:
        self.notice = notice(key, **values)
        super().__init__(str(self.notice))


def notice(key: str, **values: str | int) -> Notice:
    """A notice, with what fills its gaps."""
    return Notice(key, tuple(values.items()))


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Sentences by language, by key."""
    found: dict[str, dict[str, str]] = tomllib.loads(FILE.read_text("utf-8"))
    return found

"""A message in a language that is not read here in, one line in that language out; None for all others."""

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.plain import words_of

PATH = Path(__file__).parent / "languages.toml"
SCRIPTS = {"LATIN": "Latin", "CYRILLIC": "Cyrillic", "ARABIC": "Arabic", "ETHIOPIC": "Ethiopic", "CJK": "Han"}
LATIN = "Latin"
LEAST_WORDS = 2  # of a language in Latin script, since a name or a loan word may be one of them
EXAMPLE = "{example}"
LEAST_SHARE = 0.25  # of a message's words


@dataclass(frozen=True, slots=True)
class Language:
    """One that is told apart, and what is said to whoever writes it."""

    code: str
    script: str
    letters: frozenset[str]
    words: frozenset[str]  # folded
    line: str  # with EXAMPLE where the example goes


def line_for(text: str, read: Collection[str], example: str = "") -> tuple[str, str] | None:
    """(the code of a language, a line in it). read: codes of languages that the folder is in, of which nothing is said. example: to ask; empty: our own."""
    script = _script(text)
    if script is None:
        return None
    mine = [language for language in _languages() if language.script == script]
    found = _by_words(text, mine) if script == LATIN else _of_script(text, mine)
    if found is None or found.code in read:
        return None
    return found.code, found.line.replace(EXAMPLE, example or _example())


def _script(text: str) -> str | None:
    """The script of most letters; None where there are none, or of another script."""
    names = Counter(unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in text if letter.isalpha())
    if not names:
        return None
    return SCRIPTS.get(names.most_common(1)[0][0])


def _of_script(text: str, mine: list[Language]) -> Language | None:
    letters = set(text.lower())
    by_letters = next((language for language in mine if language.letters & letters), None)
    return by_letters or _by_words(text, mine, least=1) or (mine[-1] if mine else None)


def _by_words(text: str, mine: list[Language], least: int = LEAST_WORDS) -> Language | None:
    words = words_of(text)
    counts = [(sum(word in language.words for word in words), language) for language in mine]
    count, best = max(counts, key=lambda counted: counted[0], default=(0, None))
    return best if count >= max(least, LEAST_SHARE * len(words) if least > 1 else 1) else None


@cache
def _example() -> str:
    return str(tomllib.loads(PATH.read_text("utf-8"))["example"])


@cache
def _languages() -> tuple[Language, ...]:
    tables = tomllib.loads(PATH.read_text("utf-8"))
    del tables["example"]
    return tuple(
        Language(
            code,
            table["script"],
            frozenset(table.get("letters", "")),
            frozenset(word for given in table.get("words", ()) for word in words_of(given)),
            table["line"],
        )
        for code, table in tables.items()
    )

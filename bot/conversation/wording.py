"""The bot's own sentences, checked for completeness when they are loaded."""

import tomllib
from pathlib import Path

from knowledge.numbers import Number

LANGUAGES = ("nl", "en")  # the first is what is spoken where nothing else is known


class WordingError(ValueError):
    """Sentences that are missing in a language, that a language has and the first doesn't, or that stand in two files."""


class Wording:
    """Every sentence in every language: a `wording.<lang>.toml` beside whatever says it, in a folder or below it."""

    def __init__(self, folder: Path = Path(__file__).parent.parent) -> None:
        """Raises WordingError, naming file and key."""
        self._folder = folder
        self._texts: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
        for first in sorted(folder.rglob(f"wording.{LANGUAGES[0]}.toml")):
            self._add({lang: first.with_name(f"wording.{lang}.toml") for lang in LANGUAGES})

    def _add(self, paths: dict[str, Path]) -> None:
        """Take the files of one subject in."""
        found = {lang: tomllib.loads(path.read_text("utf-8")) for lang, path in paths.items()}
        first = found[LANGUAGES[0]]
        for lang, texts in found.items():
            if odd := sorted(first.keys() ^ texts.keys()):
                raise WordingError(
                    f"{self._name(paths[lang])} and {paths[LANGUAGES[0]].name} differ in {', '.join(odd)}; each needs all"
                )
            if twice := sorted(texts.keys() & self._texts[lang].keys()):
                raise WordingError(
                    f"{self._name(paths[lang])}: {', '.join(twice)} stands in another file already; rename it"
                )
            self._texts[lang] |= texts

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def say(self, key: str, lang: str, **values: object) -> str:
        """A sentence, with its gaps filled; in Dutch for a language that isn't served.

        A whole number chooses the words that go with it too: "{count} {count:fout|fouten}".
        """
        return str(self._of(key, lang)).format(**{name: _filling(value) for name, value in values.items()})

    def text(self, key: str, lang: str) -> str:
        """A sentence with its gaps left open."""
        return str(self._of(key, lang))

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self._texts[LANGUAGES[0]]

    def list(self, key: str, lang: str) -> tuple[str, ...]:
        """A list of sentences."""
        return tuple(self._of(key, lang))

    def words(self, key: str) -> frozenset[str]:
        """A list's words in every language: people mix them."""
        return frozenset(word for lang in LANGUAGES for word in self.list(key, lang))

    def _of(self, key: str, lang: str) -> str:
        return self._texts.get(lang, self._texts[LANGUAGES[0]])[key]


def _filling(value: object) -> object:
    return Number(value) if type(value) is int else value

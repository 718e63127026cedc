"""The bot's own sentences, checked for completeness when they are loaded."""

import tomllib
from pathlib import Path

LANGUAGES = ("nl", "en")  # the first is what is spoken where nothing else is known


class WordingError(ValueError):
    """Sentences that are missing in a language, or that a language has and the first doesn't."""


class Wording:
    """Every sentence in every language."""

    def __init__(self, folder: Path = Path(__file__).parent) -> None:
        """Raises WordingError, naming file and key."""
        self._texts = {lang: tomllib.loads((folder / f"wording.{lang}.toml").read_text("utf-8")) for lang in LANGUAGES}
        first = self._texts[LANGUAGES[0]]
        for lang, texts in self._texts.items():
            if odd := sorted(first.keys() ^ texts.keys()):
                raise WordingError(
                    f"wording.{lang}.toml and wording.{LANGUAGES[0]}.toml differ in {', '.join(odd)}; each needs all"
                )

    def say(self, key: str, lang: str, **values: object) -> str:
        """A sentence, with its gaps filled; in Dutch for a language that isn't served."""
        return str(self._of(key, lang)).format(**values)

    def list(self, key: str, lang: str) -> tuple[str, ...]:
        """A list of sentences."""
        return tuple(self._of(key, lang))

    def _of(self, key: str, lang: str) -> str:
        found: str = self._texts.get(lang, self._texts[LANGUAGES[0]])[key]
        return found

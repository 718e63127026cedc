"""More ways of saying what acts.*.toml and deeds.*.toml hold, which the model of talk learns from: said.<language>.toml in, phrasings out.

Nobody looks them up where the bot runs: a model that has learned from them knows them, and what is said like them.
"""

import tomllib
from pathlib import Path

from bot.conversation import phrases
from bot.conversation.phrases import QUESTION, Phrase

HERE = Path(__file__).parent
ASIDE = "aside"  # the label in the files of what is no act, no deed and nothing on the subject


def load() -> tuple[Phrase, ...]:
    """Every one, in the files' order; asides are questions, as everything that is neither act nor deed."""
    tables = (tomllib.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("said.??.toml")))
    return tuple(
        Phrase(text, QUESTION if label == ASIDE else label)
        for table in tables
        for label, texts in table.items()
        for text in texts
    )


def taught() -> tuple[Phrase, ...]:
    """All phrasings that the model learns from: those that the bot looks up, and these."""
    return (*phrases.load(), *load())

"""Folders in one file each: TOML in, a folder's entries and what is asked of it out.

Those of index/training/elsewhere/ are on a dozen subjects and teach what counts elsewhere; no subject is served by them.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.questions import NOTHING, Asked
from knowledge.entry import Certainty, Entry, Reading

FOLDER = Path(__file__).parent / "training" / "elsewhere"
_TEXTS = ("lang", "entries", NOTHING)

Foreign = dict[str, tuple[Reading, tuple[Asked, ...]]]  # a folder and what is asked of it, by its name


def load(folder: Path = FOLDER) -> Foreign:
    """Each folder by its file's name; none where there are none."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}


def _read(path: Path) -> tuple[Reading, tuple[Asked, ...]]:
    lang, entries, nothing = (tomllib.loads(path.read_text("utf-8"))[name] for name in _TEXTS)
    reading = Reading(tuple(_entry(name, lang, told) for name, told in entries.items()), ())
    asked = [one for name, told in entries.items() for one in _asked(told, path.stem, name)]
    return reading, (*asked, *_asked(nothing, path.stem, None))


def _entry(name: str, lang: str, told: dict[str, Any]) -> Entry:
    return Entry(
        id=name,
        lang=lang,
        title=told["title"],
        asks=(),
        topics=(),
        facts=(),
        certainty=Certainty.SURE,
        checked=None,
        review=None,
        see=(),
        sources=(),
        body=told["text"].strip(),
        source=f"{lang}/{name}.md",
        line=1,
    )


def _asked(told: dict[str, Any], style: str, right: str | None) -> Iterator[Asked]:
    for lang in ("nl", "en"):
        yield from (Asked(text, lang, style, right) for text in told.get(lang, ()))

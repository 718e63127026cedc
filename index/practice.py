"""Folders in one file each: TOML in, a folder's entries and what is asked of it out.

Those of index/training/elsewhere/ are on fifty subjects and teach what counts elsewhere; no subject is served by them.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.questions import NOTHING, Asked
from knowledge.entry import Certainty, Entry, Reading

FOLDER = Path(__file__).parent / "training" / "elsewhere"
ON_A_PAGE = 4  # entries
_TEXTS = ("lang", "entries", NOTHING)

Foreign = dict[str, tuple[Reading, tuple[Asked, ...]]]  # a folder and what is asked of it, by its name


def load(folder: Path = FOLDER) -> Foreign:
    """Each folder by its file's name; none where there are none."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}


def on_pages(reading: Reading, asked: Sequence[Asked], size: int = ON_A_PAGE) -> tuple[Reading, tuple[Asked, ...]]:
    """The same entries as sections of longer ones, so many on each; a question's right answer is then its page."""
    page_of = {name: f"page-{at // size}" for at, name in enumerate(dict.fromkeys(one.id for one in reading.entries))}
    pages: dict[tuple[str, str], list[Entry]] = {}
    for entry in reading.entries:
        pages.setdefault((entry.lang, page_of[entry.id]), []).append(entry)
    found = tuple(_page(lang, name, entries) for (lang, name), entries in pages.items())
    return Reading(found, ()), tuple(replace(one, right=one.right and page_of[one.right]) for one in asked)


def _page(lang: str, name: str, entries: Sequence[Entry]) -> Entry:
    body = "\n\n".join(f"## {entry.title}\n\n{entry.body}" for entry in entries)
    source = f"{lang}/{name}.md"
    return replace(entries[0], id=name, source=source, asks=(), body=body, sections=(), has_parts=True)


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

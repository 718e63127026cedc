"""What an about.toml says: what a content folder is about, in each language; the bot introduces itself with that."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.entry import About, Problem, Subject
from knowledge.entry_file import quoted_line
from knowledge.notices import Filling, Notice, notice, reason

FILE = "about.toml"  # directly in a content folder
MAX_BYTES = 20_000
MAX_CHARS = 200  # of a text: it stands in a sentence, or on a button
MAX_EXAMPLES = 6
TEXTS = ("name", "answers", "contact")
KEYS = (*TEXTS, "examples")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class AboutFile:
    """An about.toml as read."""

    about: About | None  # None: there is none, or it doesn't read
    problems: tuple[Problem, ...] = ()


def read_about(path: Path, source: str) -> AboutFile:
    """Read an about.toml; source is what it is called in messages."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1).decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return AboutFile(None)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return _wrong(source, line, "not_utf8", byte=f"{error.object[error.start]:02X}")
    except OSError as error:
        return _wrong(source, 1, "file_unreadable", reason=reason(error))
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = re.search(r"\(at line (\d+)", str(error))
        line = int(told[1]) if told else text.rstrip().count("\n") + 1  # else it says that it ended too soon
        said = notice("not_toml", reason=str(error).partition(" (at ")[0])
        return AboutFile(None, (_problem(source, text, line, said),))
    subjects: dict[str, Subject] = {}
    problems: list[Problem] = []
    for lang, table in tables.items():
        if not _LANGUAGE.fullmatch(lang) or not isinstance(table, dict):
            problems.append(_problem(source, text, _line(text, lang), notice("about_no_language", name=lang)))
            continue
        problems += [
            _problem(source, text, _line(text, key, lang), fault)
            for key, value in table.items()
            if (fault := _fault(key, value))
        ]
        subjects[lang] = _subject(table)
    return AboutFile(About(subjects) if subjects else None, tuple(problems))


def _wrong(source: str, line: int, key: str, /, **values: Filling) -> AboutFile:
    return AboutFile(None, (Problem(source, line, notice(key, **values)),))


def _problem(source: str, text: str, line: int, said: Notice) -> Problem:
    """A problem on a line, which is quoted."""
    shown = text.split("\n")[line - 1]
    quoted, column = quoted_line(shown, len(shown) - len(shown.lstrip()))
    return Problem(source, line, said, column, quoted)


def _line(text: str, name: str, lang: str = "") -> int:
    """Where a table or a key stands: the key of that language, where its table stands by itself."""
    stands = re.compile(rf"\s*\[?\s*[\"']?{re.escape(name)}[\"']?\s*(?:[\]=]|$)")
    first = _line(text, lang) if lang else 1
    lines = enumerate(text.split("\n"), 1)
    return next((number for number, line in lines if number >= first and stands.match(line)), first)


def _fault(key: str, value: object) -> Notice | None:
    if key not in KEYS:
        return notice("about_unknown", key=key, names=", ".join(KEYS))
    given = _listed(value) if key == "examples" else [value]
    texts = [text for text in given if isinstance(text, str) and text.strip()]
    if len(texts) < len(given):
        return notice("about_no_text", key=key)
    if any(len(text) > MAX_CHARS for text in texts):
        return notice("about_too_long", key=key, most=MAX_CHARS)
    return None


def _subject(table: Mapping[str, object]) -> Subject:
    told = {key: " ".join(str(table[key]).split())[:MAX_CHARS] for key in TEXTS if isinstance(table.get(key), str)}
    kept = [
        " ".join(text.split())
        for text in _listed(table.get("examples"))
        if isinstance(text, str) and text.strip() and len(text) <= MAX_CHARS
    ]
    return Subject(told.get("name", ""), told.get("answers", ""), told.get("contact", ""), tuple(kept[:MAX_EXAMPLES]))


def _listed(value: object) -> list[object]:
    """The examples; one may stand without a list around it."""
    return value if isinstance(value, list) else [value]

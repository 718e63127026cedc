"""A folder's own questions in, questions.toml or questions.csv; what must lead to which entry, and problems, out."""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.entry import Problem, Wanted
from knowledge.entry_file import did_you_mean, normal

FILES = ("questions.toml", "questions.csv")  # directly in a content folder
NOTHING = "nothing"  # stands where no entry may answer
SEPARATORS = ";,\t"  # of a spreadsheet in Dutch, in English, and of one saved as Unicode text
COLUMNS = {"vraag": "text", "question": "text", "tekst": "entry", "entry": "entry", "taal": "lang", "lang": "lang"}
HEADER = "vraag;tekst;taal (or question;entry;lang)"
LANGS = ("nl", "en")
_AT = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file of questions as read."""

    wanted: tuple[Wanted, ...]
    problems: tuple[Problem, ...]


def read(source: str, text: str) -> WantedFile:
    """Read a file; source is what it is called in messages."""
    found = list(_from_csv(source, text) if source.endswith(".csv") else _from_toml(source, text))
    wanted = [one for one in found if isinstance(one, Wanted)]
    problems = [one for one in found if isinstance(one, Problem)]
    seen: dict[str, Wanted] = {}
    for one in wanted:
        earlier = seen.setdefault(normal(one.text), one)
        if earlier is not one:
            problems.append(
                Problem(source, one.line, f"this question stands on line {earlier.line} already; delete one")
            )
    return WantedFile(tuple(seen.values()), tuple(problems))


def lost(wanted: Iterable[Wanted], ids: Sequence[str]) -> Iterator[Problem]:
    """Those of which there is no such entry."""
    known = {name: name for name in ids}
    for one in wanted:
        if one.entry is not None and one.entry not in known:
            hint = did_you_mean(one.entry, known) or "; write its path without language and .md, such as faq/wie-tekent"
            yield Problem(one.source, one.line, f"there is no entry '{one.entry}'{hint}")


def _from_toml(source: str, text: str) -> Iterator[Wanted | Problem]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        yield Problem(source, line, f"this is no TOML: {_AT.sub('', str(error))}")
        return
    lines = text.split("\n")
    for entry, langs in tables.items():
        head = _line_of(entry, lines)
        if not isinstance(langs, dict):
            yield Problem(source, head, f'\'{entry}\' holds no questions; write ["{entry}"], and below it nl = ["…"]')
            continue
        for lang, texts in langs.items():
            if lang not in LANGS or not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
                yield Problem(
                    source,
                    _line_of(lang, lines, head),
                    f'\'{lang}\' is no list of questions; write nl = ["…"] or en = ["…"]',
                )
                continue
            for one in texts:
                yield from _one(source, _line_of(one, lines, head), one, entry, lang)


def _from_csv(source: str, text: str) -> Iterator[Wanted | Problem]:
    lines = text.split("\n")
    separator = max(SEPARATORS, key=lines[0].count)
    records = csv.reader((f"{line}\n" for line in lines), delimiter=separator, strict=True)
    try:
        header = [COLUMNS.get(normal(cell), "") for cell in next(records, [])]
        if not {"text", "entry"} <= set(header):
            yield Problem(source, 1, f"the first line names the columns: {HEADER}")
            return
        for cells in records:
            told = dict(zip(header, (" ".join(cell.split()) for cell in cells), strict=False))
            if any(told.values()):
                lang = told.get("lang") or LANGS[0]
                yield from _one(source, records.line_num, told.get("text", ""), told.get("entry", ""), lang)
    except csv.Error as error:
        yield Problem(source, records.line_num, f"this row can't be read ({error}); look for a \" too many")


def _one(source: str, line: int, text: str, entry: str, lang: str) -> Iterator[Wanted | Problem]:
    if not text.strip() or not entry:
        yield Problem(source, line, "a question and an entry belong in each row; fill in both, or delete it")
    elif lang not in LANGS:
        yield Problem(source, line, f"'{lang}' is no language of this bot; write nl or en")
    else:
        yield Wanted(text.strip(), lang, None if entry == NOTHING else entry, source, line)


def _line_of(text: str, lines: Sequence[str], start: int = 1) -> int:
    """The 1-based line on which a text stands, from start on; start where it is written otherwise."""
    return next((number for number, line in enumerate(lines[start - 1 :], start) if text in line), start)

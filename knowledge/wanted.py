"""A folder's own questions in, questions.toml or questions.csv; what must lead to which entry, and problems, out."""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.csv_records import QuoteError, records
from knowledge.entry import Problem, Remark, Wanted
from knowledge.entry_file import entry_meant, normal
from knowledge.notices import Filling, notice

FILES = ("questions.toml", "questions.csv")  # directly in a content folder
NOTHING = "nothing"  # stands where no entry may answer
COLUMNS = {"vraag": "text", "question": "text", "tekst": "entry", "entry": "entry", "taal": "lang", "lang": "lang"}
LANGS = ("nl", "en")
_AT = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


@dataclass(frozen=True, slots=True)
class WantedFile:
    """Files of questions as read."""

    wanted: tuple[Wanted, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """Questions whose entries are called what they are called now."""

    wanted: tuple[Wanted, ...]
    remarks: tuple[Remark, ...]


def read(source: str, text: str) -> WantedFile:
    """Read a file; source is what it is called in messages."""
    found = list(_from_csv(source, text) if source.endswith(".csv") else _from_toml(source, text))
    wanted = [one for one in found if isinstance(one, Wanted)]
    problems = [one for one in found if isinstance(one, Problem)]
    once = each_once(wanted)
    return WantedFile(once.wanted, (*problems, *once.problems))


def each_once(wanted: Iterable[Wanted]) -> WantedFile:
    """Of questions that stand in several places the first, be they of one file or of more; the others as problems."""
    seen: dict[str, Wanted] = {}
    problems = []
    for one in wanted:
        first = seen.setdefault(normal(one.text), one)
        if first is one:
            continue
        said = "question_twice" if first.source == one.source else "question_twice_there"
        there: dict[str, Filling] = {"other": first.source, "earlier": first.line, "entry": first.entry or NOTHING}
        problems.append(Problem(one.source, one.line, notice(said, **there)))
    return WantedFile(tuple(seen.values()), tuple(problems))


def followed(wanted: Iterable[Wanted], led: Mapping[str, str]) -> Followed:
    """The same under the new id where an entry was renamed, with a remark on each; led: new ids by old ones."""
    found, remarks = [], []
    for one in wanted:
        new = led.get(one.entry or "")
        found.append(replace(one, entry=new) if new else one)
        if new:
            remarks.append(Remark(one.source, one.line, notice("leads_to_renamed"), f"{one.entry} → {new}"))
    return Followed(tuple(found), tuple(remarks))


def lost(wanted: Iterable[Wanted], ids: Collection[str]) -> Iterator[Problem]:
    """Those of which there is no such entry."""
    for one in wanted:
        if one.entry is not None and one.entry not in ids:
            hint = entry_meant(one.entry, ids)
            yield _fault(one.source, one.line, "question_no_entry", entry=one.entry, hint=hint)


def _from_toml(source: str, text: str) -> Iterator[Wanted | Problem]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        yield _fault(source, line, "not_toml", reason=_AT.sub("", str(error)))
        return
    lines = text.split("\n")
    for entry, langs in tables.items():
        head = _line_of(entry, lines)
        if not isinstance(langs, dict):
            yield _fault(source, head, "questions_none", entry=entry)
            continue
        for lang, texts in langs.items():
            is_list = isinstance(texts, list) and all(isinstance(one, str) for one in texts)
            if lang.lower() not in LANGS or not is_list:
                yield _fault(source, _line_of(lang, lines, head), "questions_no_list", name=lang)
                continue
            for one in texts:
                yield from _one(source, _line_of(one, lines, head), one, entry, lang)


def _from_csv(source: str, text: str) -> Iterator[Wanted | Problem]:
    told = records(text)
    try:
        header = next(told, None)
        names = [COLUMNS.get(normal(cell), "") for cell in header.cells] if header else []
        if not {"text", "entry"} <= set(names):
            yield _fault(source, header.line if header else 1, "questions_columns")
            return
        for record in told:
            cells = dict(zip(names, record.cells, strict=False))
            if any(cells.values()):
                lang = cells.get("lang") or LANGS[0]
                yield from _one(source, record.line, cells.get("text", ""), cells.get("entry", ""), lang)
    except QuoteError as error:
        yield Problem(source, error.line, error.notice)


def _one(source: str, line: int, text: str, entry: str, lang: str) -> Iterator[Wanted | Problem]:
    if not text.strip() or not entry:
        yield _fault(source, line, "question_half")
    elif lang.lower() not in LANGS:
        yield _fault(source, line, "question_language", name=lang)
    else:
        right = None if entry.lower() == NOTHING else entry
        yield Wanted(text.strip(), lang.lower(), right, source, line)


def _fault(source: str, line: int, key: str, /, **values: Filling) -> Problem:
    return Problem(source, line, notice(key, **values))


def _line_of(text: str, lines: Sequence[str], start: int = 1) -> int:
    """The 1-based line on which a text stands, from start on; start where it is written otherwise."""
    return next((number for number, line in enumerate(lines[start - 1 :], start) if text in line), start)

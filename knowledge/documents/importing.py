"""A document comes in, drafts of entries go out; it is read by process.py, in a process of its own that may fail."""

import argparse
import asyncio
import importlib.util
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from knowledge.apart import run_apart
from knowledge.content_file import today
from knowledge.documents.clauses import Clause, Clauses
from knowledge.documents.drafts import Draft, Imported
from knowledge.documents.reading import SPOKEN, Limits
from knowledge.documents.sheets import Column, Unclear
from knowledge.entry import Problem, Remark
from knowledge.entry_file import SUFFIXES
from knowledge.loose import LANGUAGE
from knowledge.notices import FALLBACK, Filling, Notice, Refused, from_json, notice, reason
from knowledge.passed_over import DOCUMENTS, is_ignored
from knowledge.report import kind_lines, remark_lines
from knowledge.spoken import language_of

DRAFTS = Path(os.environ.get("VAR_DIR") or "var") / "drafts"  # where the command writes unless told otherwise
REQUIREMENTS = (
    "markitdown[docx]>=0.1.8,<0.2",
    "pdfminer.six>=20251107",
    "pdfplumber>=0.11.10,<0.12",
    "openpyxl>=3.1,<4",
    "python-docx>=1.2,<2",
)  # the extra `import` of pyproject.toml
LIBRARIES = ("markitdown", "mammoth", "pdfminer", "pdfplumber", "openpyxl")
_SOURCE = re.compile(r"[a-z]{2,3}/(?:faq|guidelines|activities)/[a-z0-9-]{1,80}\.md")
_READ = (*SUFFIXES, *DOCUMENTS, ".txt")  # of a folder's files
_COLUMNS = re.compile(r"[A-Z]{1,2},[A-Z]{1,2}|text")
_LIMITS = Limits()
FEW = 8  # files of a folder up to which each is told by itself


async def import_document(
    data: bytes | Path, name: str, lang: str = "", *, day: date, columns: str = "", limits: Limits = _LIMITS
) -> Imported:
    """Drafts of entries of a Word, Excel, CSV, PDF, HTML or Markdown document; day is what they are dated.

    name is what the document is called; it is shown, and never used as a path. lang is the language it is in, empty to
    have that told from its words. columns says which of a table hold questions and answers, "B,C", or "text" for none.
    Takes up to limits.clock_s; when this is cancelled the process is ended. Raises Refused, whose notice says why and what to
    do, and Unclear for a table of which somebody has to say what its columns are.
    """
    if lang and not LANGUAGE.fullmatch(lang):
        raise ValueError(f"lang '{lang}' is no language; give a code such as nl or en")
    if isinstance(data, Path):
        data = await asyncio.to_thread(_file, data, limits)
    if len(data) > limits.max_bytes:
        raise _too_big(len(data), limits)
    if columns and not _COLUMNS.fullmatch(columns):
        raise ValueError(f"columns '{columns}' name none; give two letters such as B,C, or text")
    order = {"wanted": "drafts", "name": name[:500], "lang": lang, "day": str(day), "columns": columns}
    reply = await _told(order, data, limits)
    if "unclear" in reply:
        found = [Column(one["letter"], one["name"], tuple(one["samples"])) for one in reply["unclear"]["columns"]]
        raise Unclear(reply["unclear"]["sheet"], found)
    drafts = tuple(Draft(**draft) for draft in reply["drafts"])
    if odd := [draft.source for draft in drafts if not _SOURCE.fullmatch(draft.source)]:
        raise Refused("failed", reason=f"odd path {odd[0][:40]!r}")
    remarks, problems = (tuple(from_json(one) for one in reply[key]) for key in ("remarks", "problems"))
    return Imported(drafts, remarks, problems, reply["lang"], reply["told_lang"])


async def read_clauses(data: bytes, name: str, *, limits: Limits = _LIMITS) -> Clauses:
    """The clauses of a Word, PDF, HTML or Markdown document, read where and as drafts are; nothing of it is kept.

    Takes up to limits.clock_s; when this is cancelled the process is ended. Raises Refused.
    """
    if len(data) > limits.max_bytes:
        raise _too_big(len(data), limits)
    reply = await _told({"wanted": "clauses", "name": name[:500]}, data, limits)
    found = tuple(Clause(**clause) for clause in reply["clauses"])
    return Clauses(found, tuple(reply["headings"]), reply["pages"])


async def read_sheets(
    data: bytes, name: str, *, limits: Limits = _LIMITS
) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """(each shown sheet of a workbook as CSV, what was left out), read where and as drafts are. Raises Refused."""
    if len(data) > limits.max_bytes:
        raise _too_big(len(data), limits)
    reply = await _told({"wanted": "sheets", "name": name[:500]}, data, limits)
    return tuple(reply["sheets"]), tuple(from_json(one) for one in reply["remarks"])


async def _told(order: dict[str, str], data: bytes, limits: Limits) -> dict[str, Any]:
    """What came of an order. Raises Refused."""
    told = json.dumps({**order, "limits": asdict(limits)}).encode()
    reply = await _read_apart(told + b"\n" + data, limits)
    if "missing" in reply:
        raise not_installed()
    if "refused" in reply:
        refused = from_json(reply["refused"])
        raise Refused(refused.key, **dict(refused.values))
    return reply


def _file(path: Path, limits: Limits) -> bytes:
    try:
        if (size := path.stat().st_size) > limits.max_bytes:
            raise _too_big(size, limits)
        if not path.is_file():
            raise Refused("unreadable_file", reason="no ordinary file")
        with path.open("rb") as file:
            return file.read(limits.max_bytes + 1)
    except OSError as error:
        raise Refused("unreadable_file", reason=reason(error)) from None


def _too_big(size: int, limits: Limits) -> Refused:
    return Refused("too_big", size_mb=f"{size / 1e6:,.1f}", max_mb=f"{limits.max_bytes / 1e6:,.0f}")


def not_installed() -> Refused:
    """What to do where the libraries are missing."""
    return Refused("not_installed", python=sys.executable, what=" ".join(f"'{need}'" for need in REQUIREMENTS))


def is_installed() -> bool:
    """Whether all kinds of documents can be read; Markdown always can."""
    return all(importlib.util.find_spec(library) for library in LIBRARIES)


async def _read_apart(order: bytes, limits: Limits) -> dict[str, Any]:
    """What process.py answers."""
    try:
        ran = await run_apart("knowledge.documents.process", order, time_s=limits.clock_s)
    except TimeoutError:
        raise Refused("too_slow", time_s=f"{limits.clock_s:.0f}") from None
    except OSError as error:
        raise Refused("failed", reason=reason(error)) from None
    try:
        reply: dict[str, Any] = json.loads(ran.output)
    except ValueError:
        raise _ended(ran.code, limits) from None
    return reply


def _ended(code: int, limits: Limits) -> Refused:
    """Why a process ended without an answer: a signal is a negative code."""
    match -code:
        case 24:  # SIGXCPU
            return Refused("too_slow", time_s=f"{limits.time_s:.0f}")
        case 6 | 9:  # SIGABRT, of libraries that can't get memory; SIGKILL, of a system that has none left
            return Refused("too_much_memory")
        case 4 | 7 | 8 | 10 | 11:  # SIGILL, SIGBUS, SIGFPE, SIGSEGV
            return Refused("damaged")
    return Refused("failed", reason=f"code {code}")


def write_drafts(drafts: Iterable[Draft], folder: Path) -> Iterator[Path]:
    """Write drafts under a folder, each as it is written; what stands there is kept, and the draft gets another name.

    Raises OSError.
    """
    for draft in drafts:
        wanted = folder / draft.source
        wanted.parent.mkdir(parents=True, exist_ok=True)
        number, path = 1, wanted
        while True:
            try:
                with path.open("x", encoding="utf-8", newline="\n") as file:
                    file.write(draft.text)
                break
            except FileExistsError:
                number += 1
                path = wanted.with_name(f"{wanted.stem}-{number}.md")
        yield path


def main(arguments: list[str] | None = None, *, spoken: str = FALLBACK) -> int:
    """python -m knowledge import FILE…: print where drafts were written and what to look at; 1 where a file was refused.

    A folder stands for the files in it, in the folders that they lie in. spoken is the language to say it in.
    """
    parser = argparse.ArgumentParser(
        prog="python -m knowledge import",
        description="Turns Word, Excel, CSV, PDF, HTML and Markdown documents into drafts of entries.",
    )
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a .docx, .odt, .xlsx, .ods, .csv, .pdf, .html or .md; or a folder",
    )
    parser.add_argument(
        "--lang", default="", help="the language that the documents are in (default: as their words tell)"
    )
    parser.add_argument(
        "--columns",
        default="",
        help="which columns of a table hold the questions and the answers, such as B,C; or text for none",
    )
    parser.add_argument("--to", type=Path, default=DRAFTS, help=f"where the drafts go (default: {DRAFTS})")
    options = parser.parse_intermixed_args(arguments)
    if options.lang and not LANGUAGE.fullmatch(options.lang):
        parser.error(f"--lang {options.lang} is no language; give a code such as nl or en")
    if options.columns and not _COLUMNS.fullmatch(options.columns):
        parser.error(f"--columns {options.columns} names none; give two letters such as B,C, or text")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    command = Command(options.lang, options.columns, options.to, spoken)
    return max(command.take(path) for path in options.files)


@dataclass(frozen=True, slots=True)
class Command:
    """What the command was told."""

    lang: str
    columns: str
    to: Path
    spoken: str

    def take(self, path: Path) -> int:
        """Import a file, or the files of a folder; 1 where one was refused."""
        if not path.is_dir():
            return self._one(path)
        files = sorted(file for file in path.rglob("*") if self._is_of_use(file.relative_to(path)) and file.is_file())
        if not files:
            self._say("no_document_in", path=str(path))
            return 1
        if len(files) > FEW:
            return self._many(files, path)
        return max(self._one(file, path) for file in files)

    @staticmethod
    def _is_of_use(path: Path) -> bool:
        return path.suffix.lower() in _READ and not any(map(is_ignored, path.parts))

    def _say(self, key: str, /, **values: Filling) -> None:
        print(notice(key, **values).say(self.spoken))

    def _imported(self, path: Path, root: Path | None) -> Imported:
        """What becomes of a file; one of Markdown in a folder stays as it is, and where it is, so that its links still lead somewhere.

        root: the folder; None: it was named by itself. Raises Refused, and Unclear.
        """
        if root is not None and path.suffix.lower() in SUFFIXES:
            inside = path.relative_to(root)
            with suppress(OSError, UnicodeError):
                text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
                lang = self.lang or language_of(text) or SPOKEN
                source = f"{lang}/{'' if len(inside.parts) > 1 else 'faq/'}{inside.as_posix()}"
                return Imported((Draft(source, text),), (), lang=lang)
        return asyncio.run(import_document(path, path.name, self.lang, day=today(), columns=self.columns))

    def _many(self, files: Sequence[Path], root: Path) -> int:
        """The files of a large folder, told by what is alike in them; 1 where one was refused."""
        refused: list[Problem] = []
        remarks: list[Remark] = []
        written = 0
        for path in files:
            source = path.relative_to(root).as_posix()
            try:
                imported = self._imported(path, root)
                written += sum(1 for _ in write_drafts(imported.drafts, self.to))
            except Refused as one:
                refused.append(Problem(source, 1, one.notice))
            except Unclear:
                refused.append(Problem(source, 1, notice("columns_unclear_in", name=path.name)))
            except OSError as error:
                self._say("drafts_closed", folder=str(self.to), reason=reason(error))
                return 1
            else:
                told = (*imported.problems, *imported.remarks)
                remarks += [Remark(source, 1, one) for one in told]
        for line in (*kind_lines(refused, (), self.spoken), *remark_lines(remarks, self.spoken, is_full=False)):
            print(line)
        self._say("drafts_written", path=str(root), count=written, folder=str(self.to))
        return 1 if refused else 0

    def _one(self, path: Path, root: Path | None = None) -> int:
        try:
            imported = self._imported(path, root)
        except Refused as refused:
            print(f"{path}: {refused.notice.say(self.spoken)}")
            return 1
        except Unclear as unclear:
            self._say("columns_unclear", path=str(path))
            for column in unclear.columns:
                print(f"  {column.letter}: {' | '.join([column.name, *column.samples])[:100]}")
            return 1
        return self._write(path, imported)

    def _write(self, path: Path, imported: Imported) -> int:
        written = []
        try:
            for draft_path in write_drafts(imported.drafts, self.to):
                print(draft_path)
                written.append(draft_path)
        except OSError as error:
            self._say("drafts_closed", folder=str(self.to), reason=reason(error))
            return 1
        for problem in imported.problems:
            self._say("problem_told", text=problem)
        for remark in imported.remarks:
            self._say("remark", text=remark)
        if not self.lang and imported.told_lang:
            self._say("language_told", lang=imported.lang)
        self._say("drafts_written", path=str(path), count=len(written), folder=str(self.to))
        return 0

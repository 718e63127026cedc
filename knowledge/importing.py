"""A document comes in, drafts of entries go out; it is read by import_process.py, in a process of its own that may fail."""

import argparse
import asyncio
import importlib.util
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from io import TextIOWrapper
from pathlib import Path

from knowledge.apart import run_apart
from knowledge.documents import Limits
from knowledge.drafts import Draft, Imported
from knowledge.folder import LANGUAGE, today
from knowledge.notices import Notice, Refused, notice

DRAFTS = Path(os.environ.get("VAR_DIR") or "var") / "drafts"  # where the command writes unless told otherwise
REQUIREMENTS = (
    "markitdown[docx,pdf]>=0.1.8,<0.2",
    "pdfminer.six>=20251107",
    "openpyxl>=3.1,<4",
)  # the extra `import` of pyproject.toml
LIBRARIES = ("markitdown", "mammoth", "pdfminer", "pdfplumber", "openpyxl")
_SOURCE = re.compile(r"[a-z]{2,3}/(?:faq|guidelines|activities)/[a-z0-9-]{1,80}\.md")
_LIMITS = Limits()


async def import_document(data: bytes | Path, name: str, lang: str, *, day: date, limits: Limits = _LIMITS) -> Imported:
    """Drafts of entries of a Word, Excel, PDF, HTML or Markdown document; day is what they are dated.

    name is what the document is called; it is shown, and never used as a path.
    Takes up to limits.time_s; when this is cancelled the process is ended. Raises Refused, whose notice says why and what to
    do.
    """
    if not LANGUAGE.fullmatch(lang):
        raise ValueError(f"lang '{lang}' is no language; give a code such as nl or en")
    if isinstance(data, Path):
        data = await asyncio.to_thread(_file, data, limits)
    if len(data) > limits.max_bytes:
        raise _too_big(len(data), limits)
    order = {"name": name[:500], "lang": lang, "day": str(day), "limits": asdict(limits)}
    reply = await _read_apart(json.dumps(order).encode() + b"\n" + data, limits)
    if "missing" in reply:
        raise not_installed()
    if "refused" in reply:
        key, values = reply["refused"]
        raise Refused(key, **values)
    drafts = tuple(Draft(**draft) for draft in reply["drafts"])
    if odd := [draft.source for draft in drafts if not _SOURCE.fullmatch(draft.source)]:
        raise Refused("failed", reason=f"odd path {odd[0][:40]!r}")
    return Imported(drafts, tuple(notice(key, **values) for key, values in reply["remarks"]))


def _file(path: Path, limits: Limits) -> bytes:
    try:
        if (size := path.stat().st_size) > limits.max_bytes:
            raise _too_big(size, limits)
        if not path.is_file():
            raise Refused("unreadable_file", reason="no ordinary file")
        with path.open("rb") as file:
            return file.read(limits.max_bytes + 1)
    except OSError as error:
        raise Refused("unreadable_file", reason=error.strerror or type(error).__name__) from None


def _too_big(size: int, limits: Limits) -> Refused:
    return Refused("too_big", size_mb=f"{size / 1e6:,.1f}", max_mb=f"{limits.max_bytes / 1e6:,.0f}")


def not_installed() -> Refused:
    """What to do where the libraries are missing."""
    return Refused("not_installed", python=sys.executable, what=" ".join(f"'{need}'" for need in REQUIREMENTS))


def is_installed() -> bool:
    """Whether all kinds of documents can be read; Markdown always can."""
    return all(importlib.util.find_spec(library) for library in LIBRARIES)


async def _read_apart(order: bytes, limits: Limits) -> dict[str, list]:  # type: ignore[type-arg]
    """What import_process.py answers."""
    try:
        ran = await run_apart("knowledge.import_process", order, time_s=limits.time_s)
    except TimeoutError:
        raise Refused("too_slow", time_s=f"{limits.time_s:.0f}") from None
    except OSError as error:
        raise Refused("failed", reason=error.strerror or type(error).__name__) from None
    try:
        reply: dict[str, list] = json.loads(ran.output)  # type: ignore[type-arg]
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


def main(arguments: list[str] | None = None) -> int:
    """python -m knowledge import FILE…: print where drafts were written and what to look at; 1 where a file was refused."""
    parser = argparse.ArgumentParser(
        prog="python -m knowledge import",
        description="Turns Word, Excel, PDF, HTML and Markdown documents into drafts of entries.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a .docx, .xlsx, .pdf, .html or .md")
    parser.add_argument("--lang", default="nl", help="the language that the documents are in (default: nl)")
    parser.add_argument("--to", type=Path, default=DRAFTS, help=f"where the drafts go (default: {DRAFTS})")
    options = parser.parse_args(arguments)
    if not LANGUAGE.fullmatch(options.lang):
        parser.error(f"--lang {options.lang} is no language; give a code such as nl or en")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    return max(_import_one(path, options.lang, options.to) for path in options.files)


def _import_one(path: Path, lang: str, folder: Path) -> int:
    try:
        imported = asyncio.run(import_document(path, path.name, lang, day=today()))
    except Refused as refused:
        print(f"{path}: {refused}")
        return 1
    try:
        written = []
        for draft_path in write_drafts(imported.drafts, folder):
            print(draft_path)
            written.append(draft_path)
    except OSError as error:
        print(f"{folder}: this can't be written ({error.strerror}); give another folder with --to")
        return 1
    _print_remarks(imported.remarks)
    print(f"{path}: {len(written)} drafts in {folder}; look them through, then move them into the content folder")
    return 0


def _print_remarks(remarks: Iterable[Notice]) -> None:
    for remark in remarks:
        print(f"remark: {remark}")

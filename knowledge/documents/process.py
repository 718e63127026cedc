"""python -m knowledge.documents.process: an order and a document on standard input, drafts as JSON on standard output.

importing.py starts it. A document may be made to exhaust or to trick what reads it; so that happens here, with bounded
memory and time, without a network, and with no file to be opened but those of Python's own libraries.
"""

import json
import mimetypes
import os
import sys
import sysconfig
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from knowledge.apart import end_with_parent
from knowledge.documents.blocks import Block
from knowledge.documents.clauses import clauses_of
from knowledge.documents.drafts import Imported, is_entry, make_drafts, take_entry
from knowledge.documents.kept import Line
from knowledge.documents.reading import Kind, Limits, kind_of, markdown_document, read_document, workbook_rows
from knowledge.documents.sheets import Unclear, as_csv
from knowledge.entry_file import TITLE_KEYS, is_mdx, on_top
from knowledge.notices import Refused, notice, to_json

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # Linux, sched.h
OPEN_FILES = 64
GRACE_S = 5  # of the processor, from being told that it took too much to being killed
NICENESS = 10  # answers go first: the bot runs on the same processor
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# What a process is told of by sys.addaudithook and no document asks for (docs.python.org, Audit events table)
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "pty.",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
    "webbrowser.",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "shutil.",
    "tempfile.",
)


def confine(limits: Limits) -> None:
    """Give up the network, files and what is over the limits, for the rest of this process."""
    mimetypes.init()  # reads files outside Python's, and openpyxl asks for it
    _leave_network()
    _bound_resources(limits)
    # by how Python sees them: a library may lie in a folder of links
    homes = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    # a folder of libraries, but not a checkout, where records and settings may lie
    homes |= {Path(entry) for entry in sys.path if entry and not Path(entry, "pyproject.toml").exists()}
    homes |= {Path(__file__).parents[1]}  # knowledge/
    readable = tuple(f"{path}{os.sep}" for home in homes for path in {str(home), str(home.resolve())})

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"{event} is not for documents")
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, int):
                return
            name = os.path.normpath(os.fsdecode(path)) if isinstance(path, (str, bytes, os.PathLike)) else ""
            if (isinstance(flags, int) and flags & _WRITES) or not name.startswith(readable):
                raise PermissionError("a document opens no files")

    sys.addaudithook(refuse)


def _leave_network() -> None:
    """Into a network of its own, with nothing in it, where Linux lets one do so; elsewhere the audit hook has to do."""
    if sys.platform != "linux":
        return
    import ctypes

    unshare = ctypes.CDLL(None, use_errno=True).unshare
    if unshare(CLONE_NEWNET):  # only for root; others may where they are root of their own
        unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _bound_resources(limits: Limits) -> None:
    if sys.platform == "win32":
        return  # which has the clock alone
    import resource

    os.nice(NICENESS)
    bounds = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: int(limits.time_s) + 1,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    for which, bound in bounds.items():
        _, most = resource.getrlimit(which)
        bound = bound if most == resource.RLIM_INFINITY else min(bound, most)
        # Where both bounds are one, the system kills at once, and nobody is told that it was the processor's time.
        end = bound + GRACE_S if which == resource.RLIMIT_CPU and most == resource.RLIM_INFINITY else bound
        try:
            resource.setrlimit(which, (bound, end))
        except (ValueError, OSError):  # macOS knows no bound on address space
            continue


def convert(data: bytes, name: str, day: date, limits: Limits, *, lang: str = "", columns: str = "") -> Imported:
    """Drafts of a document. Raises Refused, and Unclear for a table."""
    kind, document, text = read_document(data, name, limits, lang=lang, columns=columns)
    if kind is Kind.MARKDOWN and is_entry(text, document.lang):
        return take_entry(text, document.lang, day)
    if kind is Kind.MARKDOWN:
        values, body, _ = on_top(text)  # of another tool, over several questions
        if values:
            title = next(
                (values[key].texts[0] for key in ("title", *TITLE_KEYS) if key in values and values[key].texts), ""
            )
            found = markdown_document(body, document.lang, title, is_mdx=is_mdx(name))
            if title and not any(block.level == 1 for block in found.blocks):  # it stands over all of them
                found = replace(found, blocks=(Block(title, 1), *found.blocks), lines=(Line(title), *found.lines))
            document = replace(found, lang=document.lang, told_lang=document.told_lang)
    return make_drafts(document, name, day, max_drafts=limits.max_drafts)


def taken_apart(data: bytes, name: str, limits: Limits) -> dict[str, object]:
    """The clauses of an agreement, as importing.py is told them. Raises Refused."""
    if kind_of(data, name, limits) in (Kind.XLSX, Kind.ODS, Kind.CSV):
        raise Refused("sheet_is_no_agreement")
    _, document, _ = read_document(data, name, limits)
    clauses = clauses_of(document.blocks)
    if not clauses.found:
        raise Refused("no_text")
    return {
        "clauses": [asdict(clause) for clause in clauses.found],
        "headings": clauses.headings,
        "pages": clauses.pages,
    }


def sheets_of(data: bytes, name: str, limits: Limits) -> dict[str, object]:
    """The sheets of a workbook as CSV, as importing.py is told them. Raises Refused."""
    kind = kind_of(data, name, limits)
    if kind not in (Kind.XLSX, Kind.ODS):
        raise Refused("no_rows")
    tables, notices, _ = workbook_rows(data, kind, limits)
    return {"sheets": [as_csv(table) for table in tables], "remarks": [to_json(one) for one in notices]}


def answer(order: dict[str, str], limits: Limits, data: bytes) -> dict[str, object]:
    """What importing.py is told: drafts and remarks, or clauses or sheets where those are ordered, or why there are none."""
    try:
        if order["wanted"] == "clauses":
            return taken_apart(data, order["name"], limits)
        if order["wanted"] == "sheets":
            return sheets_of(data, order["name"], limits)
        day = date.fromisoformat(order["day"])
        imported = convert(data, order["name"], day, limits, lang=order["lang"], columns=order["columns"])
    except Refused as refused:
        return {"refused": to_json(refused.notice)}
    except Unclear as unclear:
        return {"unclear": {"sheet": unclear.sheet, "columns": [asdict(column) for column in unclear.columns]}}
    except MemoryError:
        return {"refused": to_json(notice("too_much_memory"))}
    except ModuleNotFoundError as error:
        return {"missing": error.name or ""}
    except ImportError as error:  # a library that is there and doesn't load
        return {"refused": to_json(notice("failed", reason=str(error)[:200]))}
    except Exception:  # where errors end: libraries raise all sorts on documents that are not what they seem
        return {"refused": to_json(notice("damaged"))}
    return {
        "drafts": [asdict(draft) for draft in imported.drafts],
        "remarks": [to_json(remark) for remark in imported.remarks],
        "problems": [to_json(problem) for problem in imported.problems],
        "lang": imported.lang,
        "told_lang": imported.told_lang,
    }


def main(source: BinaryIO) -> None:
    """Answer one order; standard output is kept for the answer, whatever a library prints."""
    told = os.dup(1)
    os.dup2(2, 1)
    order = json.loads(source.readline())
    limits = Limits(**order.pop("limits"))
    confine(limits)
    end_with_parent()  # after it left the network: Linux forgets this wish where a process gets rights of its own
    reply = answer(order, limits, source.read())
    with open(told, "wb") as output:  # noqa: PTH123 - a number, not a path
        output.write(json.dumps(reply).encode())


if __name__ == "__main__":
    main(sys.stdin.buffer)

"""python -m bot check FILE [FILE]: what stands in an agreement and what doesn't, in a terminal; two are laid side by side.

With --word that is written into a Word file besides, where it is asked to; nothing else is kept.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.conversation.runs import plain_text
from bot.conversation.wording import LANGUAGES, Wording
from bot.rooms.checks.beside import beside
from bot.rooms.checks.checker import LIMITS, At, Checker, NothingToSeekError, Progress
from bot.rooms.checks.telling import Say, html_of, number_of, progress_said
from bot.rooms.checks.versions import changed_from
from bot.rooms.checks.word_file import word_file
from bot.settings import Settings
from index.checking.points import Checked, Verdict
from index.opening import open_retriever
from index.settings import SettingsError
from knowledge import quiet
from knowledge.entry import AgreementKind
from knowledge.notices import Refused, reason


def main(arguments: Sequence[str]) -> int:
    """0 where each fixed part is found, 1 where one isn't, 2 where a file can't be read or its words don't tell its kind."""
    parser = argparse.ArgumentParser(
        prog="python -m bot check",
        description="Says of each point of the checklist whether an agreement has it, with a quotation. Nothing is kept.",
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a .docx, .odt, .pdf or .md; two: side by side"
    )
    parser.add_argument("--versions", action="store_true", help="of two files, the second is the first, written anew")
    parser.add_argument("--json", action="store_true", help="one JSON object a file")
    parser.add_argument("--kind", choices=tuple(AgreementKind), help="what it is for (default: as its words tell)")
    parser.add_argument("--word", type=Path, metavar="OUT", help="write the table for the meeting there, as .docx")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="to speak")
    options = parser.parse_args(arguments)
    if len(options.files) > 2:
        parser.error("one file, or two to lay side by side")
    if options.versions and len(options.files) < 2:
        parser.error("--versions takes two files: the earlier one and the later one")
    if options.word and len(options.files) > 1:
        parser.error("--word is for one file")
    try:
        settings = Settings.read()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    quiet.keep_in(settings.index.var_dir)
    return asyncio.run(_run(options, settings))


async def _run(options: argparse.Namespace, settings: Settings) -> int:
    opened = await open_retriever(settings.index, say=lambda message: print(message, file=sys.stderr))
    say, kind = Wording().say, AgreementKind(options.kind) if options.kind else None
    found: list[Checked] = []
    try:
        checker = Checker(opened.retriever)
        for path in options.files:
            data, progress = await asyncio.to_thread(_data, path), _progress(say, options.lang)
            found.append(await checker.check(data, path.name, kind, progress=progress))
            if options.versions:  # a new version is for what the one before is for
                kind = found[0].kind
    except Refused as refused:
        print(f"{path}: {refused.notice.say(options.lang)}", file=sys.stderr)
        return 2
    except NothingToSeekError:
        print(say("chk_no_points", options.lang), file=sys.stderr)
        return 2
    finally:
        await opened.retriever.close()
    for path, checked in zip(options.files, found, strict=True):
        if options.json:
            print(json.dumps({"file": path.name, **as_json(checked, options.lang)}, ensure_ascii=False))
        else:
            html = html_of(checked, say, options.lang, is_whole=True)
            print(f"--- {path.name}\n{plain_text(html)}\n")
    if len(found) == 2 and not options.json:
        first, second = (path.name for path in options.files)
        if options.versions:
            points = opened.retriever.snapshot.reading.points
            print(plain_text(changed_from(found[0], found[1], first, points, say, options.lang)))
        else:
            print(plain_text(beside(found[0], found[1], (first, second), say, options.lang)))
    untold = [path for path, checked in zip(options.files, found, strict=True) if not checked.is_kind_told]
    for path in untold:
        print(f"{path}: {say('chk_kind_untold', options.lang)}", file=sys.stderr)
    if options.word and not _is_written(options.word, found[0], say, options.lang):
        return 2
    is_whole = all(
        one.verdict is Verdict.FOUND for checked in found for one in checked.findings if checked.is_obligatory(one)
    )
    return 2 if untold else 0 if is_whole else 1


def _is_written(path: Path, checked: Checked, say: Say, lang: str) -> bool:
    """Whether the table for the meeting stands there now; why not is said."""
    if (data := word_file(checked, say, lang)) is None:
        print(say("chk_no_word", lang), file=sys.stderr)
        return False
    try:
        path.write_bytes(data)
    except OSError as error:
        print(f"{path}: {say('chk_not_written', lang, reason=reason(error).say(lang))}", file=sys.stderr)
        return False
    return True


def _progress(say: Say, lang: str) -> Progress | None:
    """Says in a terminal how far it is."""
    if not sys.stderr.isatty():
        return None

    def tell(at: At) -> None:
        print(f"\r{progress_said(at, say, lang)}\033[K", end="\r", file=sys.stderr, flush=True)

    return tell


def _data(path: Path) -> bytes:
    """A file's bytes. Raises Refused."""
    try:
        if path.stat().st_size > LIMITS.max_bytes:
            size = path.stat().st_size
            raise Refused("too_big", size_mb=f"{size / 1e6:,.1f}", max_mb=f"{LIMITS.max_bytes / 1e6:,.0f}")
        return path.read_bytes()
    except OSError as error:
        raise Refused("unreadable_file", reason=reason(error)) from None


def as_json(checked: Checked, lang: str) -> dict[str, Any]:
    """What was found, for programs."""
    return {
        "kind": str(checked.kind),
        "kind_told": checked.is_kind_told,
        "profiles": list(checked.profiles),
        "pages": checked.pages,
        "clauses": checked.clauses,
        "counts": {verdict.value: len(checked.with_verdict(verdict)) for verdict in Verdict},
        "points": [
            {
                "id": one.point[0].id,
                "number": number_of(one),
                "title": one.entry(lang).title,
                "obligatory": checked.is_obligatory(one),
                "verdict": str(one.verdict),
                "confidence": round(one.confidence, 3),
                "quote": one.clause.text if one.clause else None,
                "heading": one.clause.heading if one.clause else None,
                "page": (one.clause.page or None) if one.clause else None,
                "doubt": str(one.doubt) if one.doubt else None,
            }
            for one in checked.findings
        ],
    }

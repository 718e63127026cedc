"""python -m knowledge [check] [FOLDER…]: checks content folders and prints their problems; ends with 1 if there are any.

Without a folder those of KNOWLEDGE_DIR are checked, as the bot reads them, and where that is empty what ships.
Where the folder is without problems and differs from git, it also prints what that does to known questions.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.changes.git import GitError, WorkTree
from knowledge.content_file import today
from knowledge.entry import Remark
from knowledge.folder import CONTENT, read_folder
from knowledge.library import LibraryError, folders_named, read_library
from knowledge.notices import LANGUAGES, notice, spoken_here
from knowledge.renamed import renames
from knowledge.report import count_line, problem_lines, remark_lines, remarks

_CHECK = Path("check")


def main(arguments: list[str] | None = None) -> int:
    """Print problems, remarks and counts; 0 where there is no problem, 1 where there is, 2 where KNOWLEDGE_DIR can't be used."""
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        help="content folders, the entries of a later one going before those of an earlier (default: those of "
        "KNOWLEDGE_DIR, else what ships); "
        "or `import FILE…`, which makes drafts of documents",
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=spoken_here(), help="to speak (default: as LANG says)")
    parser.add_argument("--all", action="store_true", help="everything, and not a screenful")
    parser.add_argument("--quiet", action="store_true", help="problems and counts alone")
    parser.add_argument(
        "--no-effects",
        action="store_true",
        help="not what an edit does to known questions, which is asked where the folder differs from git's HEAD and takes "
        "half a minute; --quiet leaves it out too",
    )
    options = parser.parse_intermixed_args(arguments)  # `check --all FOLDER` too
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a console that knows no Unicode still shows the problem
    try:
        folders = _meant(options.folders) or folders_named(os.environ.get("KNOWLEDGE_DIR", "")) or (CONTENT,)
    except LibraryError as error:
        print(error.notice.say(options.lang), file=sys.stderr)
        return 2
    reading = read_library(folders)
    for line in problem_lines(reading, options.lang, is_full=options.all):
        print(line)
    if not options.quiet:
        found = [*remarks(reading, today()), *_renamed(folders, options.lang)]
        for line in remark_lines(found, options.lang, is_full=options.all):
            print(line)
    print(count_line(reading, options.lang))
    if reading.problems:
        return 1
    if not (options.quiet or options.no_effects) and _differs(folders, options.lang):
        _print_effects(folders)
    return 0


def _differs(folders: Sequence[Path], lang: str) -> bool:
    """Whether a folder differs from git's HEAD; one without git, or without a commit, has nothing to differ from."""
    try:
        trees = [tree for folder in folders if (tree := WorkTree.of(folder))]
        return any(tree.commit_of("HEAD") and tree.differs("HEAD") for tree in trees)
    except GitError as error:
        print(notice("not_compared", fault=error.notice).say(lang), file=sys.stderr)
        return False


def _renamed(folders: Sequence[Path], lang: str) -> Iterator[Remark]:
    """Which entries look renamed by what isn't committed yet, else by the branch or the last commit, so that their old addresses can lead on."""
    for folder in folders:
        try:
            tree = WorkTree.of(folder)
            base = tree.base() if tree else None
            if tree is None or base is None or not tree.differs(base):
                continue
            with TemporaryDirectory() as before:
                tree.export(base, Path(before))
                found = renames(read_folder(Path(before)), read_folder(folder))
        except GitError as error:
            print(notice("not_compared", fault=error.notice).say(lang), file=sys.stderr)
            continue
        for rename in found:
            yield Remark(rename.source, 1, notice("renamed", old=rename.old))


def _print_effects(folders: Sequence[Path]) -> None:
    """Asking is index's, which this package may not import: it is a process of its own, where it is there."""
    if find_spec("index") is None:
        return
    sys.stdout.flush()
    named = os.pathsep.join(str(folder.absolute()) for folder in folders)
    # HEAD is where they differ from; that one of several may not differ is no matter.
    command = [sys.executable, "-m", "index", "evaluate", "--changed", "HEAD"]
    subprocess.run(command, env={**os.environ, "KNOWLEDGE_DIR": named}, check=False)  # noqa: S603 - a list, no shell


def _import_at(arguments: Sequence[str]) -> int | None:
    """Where `import` stands among arguments: first, or behind the language to speak; None where it is none of these."""
    before = 2 if arguments[:1] == ["--lang"] else 1 if arguments and arguments[0].startswith("--lang=") else 0
    return before if arguments[before : before + 1] == ["import"] else None


def _meant(named: Sequence[Path]) -> tuple[Path, ...]:
    """Folders without `check` in front, which is what is done anyhow; a folder of that name stays one."""
    return tuple(named[1:] if named[:1] == [_CHECK] and not _CHECK.exists() else named)


def _run(arguments: list[str]) -> int:
    if (at := _import_at(arguments)) is None:
        return main(arguments)
    from knowledge.documents.importing import main as import_documents

    spoken = arguments[at - 1].removeprefix("--lang=") if at else spoken_here()
    return import_documents(arguments[at + 1 :], spoken=spoken)


def _until_nobody_reads(arguments: list[str]) -> int:
    """As `_run`; where what is printed is read by another program that has seen enough, as head has, that is the end."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains when it ends
        return 1
    return code


if __name__ == "__main__":
    sys.exit(_until_nobody_reads(sys.argv[1:]))

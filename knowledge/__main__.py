"""python -m knowledge [FOLDER]: checks a content folder and prints its problems; ends with 1 if there are any.

Where the folder is without problems and differs from git, it also prints what that does to known questions.
"""

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.folder import CONTENT, read_folder, today
from knowledge.git import GitError, WorkTree
from knowledge.library import read_library
from knowledge.renamed import renames
from knowledge.report import remarks


def main(arguments: list[str] | None = None) -> int:
    """Print problems, remarks and counts; 0 where there is no problem, 1 where there is."""
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        default=[CONTENT],
        help="content folders, the entries of a later one going before those of an earlier (default: what ships)",
    )
    parser.add_argument("--quiet", action="store_true", help="problems and counts alone")
    parser.add_argument(
        "--no-effects",
        action="store_true",
        help="not what an edit does to known questions, which is asked where the folder differs from git's HEAD and takes "
        "half a minute; --quiet leaves it out too",
    )
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a console that knows no Unicode still shows the problem
    reading = read_library(options.folders)
    for problem in reading.problems:
        print(problem)
    if not options.quiet:
        for remark in remarks(reading, today()):
            print(f"remark: {remark}")
    counts = Counter(entry.lang for entry in reading.entries)
    languages = ", ".join(f"{count} {lang}" for lang, count in sorted(counts.items()))
    asks = sum(len(entry.asks) for entry in reading.entries)
    routes = f"{len(reading.sheet.rows)} routes, " if reading.sheet else ""
    print(
        f"{len(reading.entries)} entries ({languages or 'none'}), {asks} asks, {routes}{len(reading.problems)} problems"
    )
    if not options.quiet:
        _print_renames(options.folders)
    if reading.problems:
        return 1
    if not (options.quiet or options.no_effects) and _differs(options.folders):
        _print_effects(options.folders)
    return 0


def _differs(folders: Sequence[Path]) -> bool:
    """Whether a folder differs from git's HEAD; one without git, or without a commit, has nothing to differ from."""
    try:
        trees = [tree for folder in folders if (tree := WorkTree.of(folder))]
        return any(tree.commit_of("HEAD") and tree.differs("HEAD") for tree in trees)
    except GitError as error:
        print(f"not compared with git: {error}", file=sys.stderr)
        return False


def _print_renames(folders: Sequence[Path]) -> None:
    """Which entries look renamed since git's HEAD, so that their old addresses can lead on."""
    for folder in folders:
        try:
            tree = WorkTree.of(folder)
            if tree is None or not tree.commit_of("HEAD") or not tree.differs("HEAD"):
                continue
            with TemporaryDirectory() as before:
                tree.export("HEAD", Path(before))
                found = renames(read_folder(Path(before)), read_folder(folder))
        except GitError as error:
            print(f"not compared with git: {error}", file=sys.stderr)
            continue
        for rename in found:
            print(f"remark: {rename}")


def _print_effects(folders: Sequence[Path]) -> None:
    """Asking is index's, which this package may not import: it is a process of its own, where it is there."""
    if find_spec("index") is None:
        return
    sys.stdout.flush()
    named = os.pathsep.join(str(folder.absolute()) for folder in folders)
    # HEAD is where they differ from; that one of several may not differ is no matter.
    command = [sys.executable, "-m", "index", "evaluate", "--changed", "HEAD"]
    subprocess.run(command, env={**os.environ, "KNOWLEDGE_DIR": named}, check=False)  # noqa: S603 - a list, no shell


if __name__ == "__main__":
    if sys.argv[1:2] == ["import"]:
        from knowledge.importing import main as import_documents

        sys.exit(import_documents(sys.argv[2:]))
    sys.exit(main())

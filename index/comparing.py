"""python -m index evaluate --changed: content folders and a commit in, what their differences do to known questions out."""

import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from index import questions, rehearsal
from index.effects import searched
from index.effects_text import lines
from index.opening import open_retriever
from index.settings import IndexSettings
from knowledge.changes.git import GitError, WorkTree
from knowledge.entry import Reading
from knowledge.folder_names import distinct
from knowledge.library import read_library


class NothingToCompareError(Exception):
    """Why there is no earlier version; in a sentence, with what to do."""


async def run(settings: IndexSettings, ref: str, *, strict: bool) -> int:
    """Print the effects; ref empty: chosen as WorkTree.base says.

    0; with strict 1 where the hit rate fell, or one of the folder's own questions is lost; 2 where there is nothing to compare with.
    """
    started_s = time.monotonic()
    try:
        before, name = earlier(settings.knowledge_dirs, ref)
    except (GitError, NothingToCompareError) as error:
        print(error, file=sys.stderr)
        return 2
    after = read_library(settings.knowledge_dirs)
    old, new = searched(before), searched(after)
    differing = sum(old.get(one) != new.get(one) for one in old.keys() | new.keys())
    if not differing:
        print(f"compared with {name}: no entry differs")
        return 0
    opened = await open_retriever(settings, say=lambda message: print(message, file=sys.stderr))
    retriever = opened.retriever
    try:
        await retriever.ready()
        snapshot = await retriever.build(before)
        asked = await asyncio.to_thread(questions.load)
        found = await rehearsal.effects(retriever, snapshot, retriever.snapshot, asked)
    finally:
        await retriever.close()
    took_s = time.monotonic() - started_s
    entries = "1 entry differs" if differing == 1 else f"{differing} entries differ"
    print(f"compared with {name}: {entries}; {found.known:,} questions asked of both in {took_s:.0f} s")
    for line in lines(found):
        print(line)
    return 1 if strict and (found.hits.fell or found.lost) else 0


def earlier(folders: tuple[Path, ...], ref: str) -> tuple[Reading, str]:
    """What the folders said at a commit, and which it is; those in no work tree as they are now.

    Raises GitError and NothingToCompareError.
    """
    folders = distinct(folders)
    trees = [WorkTree.of(folder) for folder in folders]
    with TemporaryDirectory() as temporary:
        then, names = list(folders), []
        for number, tree in enumerate(trees):
            if tree is None:
                continue
            commit = tree.commit_of(ref) if ref else tree.base()
            if commit is None:
                raise NothingToCompareError(_why(tree, ref))
            then[number] = Path(temporary) / str(number) / folders[number].name
            then[number].mkdir(parents=True)
            tree.export(commit, then[number])
            names.append(f"{ref} ({commit[:8]})" if ref else commit[:8])
        if not names:
            raise NothingToCompareError(
                f"{folders[-1]} lies in no git work tree, so there is no earlier version to compare it with; "
                "put the folder under git, or set KNOWLEDGE_DIR to one that is"
            )
        return read_library(then), ", ".join(dict.fromkeys(names))


def _why(tree: WorkTree, ref: str) -> str:
    if ref:
        return (
            f"git knows no commit '{ref}' in {tree.folder}; fetch it (a clone of one commit has no others), or name another, "
            "as in --changed HEAD~1"
        )
    return f"{tree.folder} is as it was in the first commit there is, so there is no earlier version to compare it with"

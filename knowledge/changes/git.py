"""Commits of single files, in a work tree that belongs to others: no hooks, no prompts, nothing else that is staged.

And how a folder was at a commit, for comparing with it.
"""

import os
import subprocess
import tarfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from knowledge.entry_file import SUFFIXES
from knowledge.notices import SaidError, reason

TIMEOUT_S = 30  # of one call; a repository on a network mount is slow
TRIES = 5  # while another process holds git's own lock
PAUSE_S = 0.2
NAME, MAIL = "Verbinder", "verbinder@localhost"
MAIN_BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
_OPTIONS = (
    *(
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "commit.gpgSign=false",
        "-c",
        "gc.auto=0",
        "-c",
        "maintenance.auto=false",
    ),
    *("-c", "core.fsmonitor=false", "-c", "core.quotePath=false"),
)


class GitError(SaidError):
    """What git couldn't do, in its own words, in a sentence."""


@dataclass(frozen=True, slots=True)
class WorkTree:
    """A folder in a git work tree."""

    folder: Path  # to which the sources are relative

    @staticmethod
    def of(folder: Path) -> "WorkTree | None":
        """The work tree that a folder lies in; None where it lies in none. Raises GitError where that can't be told."""
        tree = WorkTree(folder)
        try:
            tree._git("rev-parse", "--show-toplevel")
        except GitError as error:
            is_none = "not a git repository" in str(error) or error.notice.key == "git_missing"
            if is_none and not _is_repository(folder):
                return None
            raise
        return tree

    def prefix(self) -> str:
        """The folder's path in its repository, "knowledge/content/"; empty where it is the repository."""
        return self._git("rev-parse", "--show-prefix").rstrip("\n")

    def ignores(self, source: str) -> bool:
        """Whether .gitignore keeps a file out, so that others are to keep its versions."""
        return self._run(["check-ignore", "-q", "--", source]).returncode == 0

    def commit(self, sources: Sequence[str], message: str) -> bool:
        """Commit the files as they are on disk, gone ones too; False where there is nothing to commit. Raises GitError."""
        changed = [source for source in sources if self._git("status", "--porcelain", "-uall", "--", source)]
        if not changed:
            return False
        new = [source for source in changed if not self._git("ls-files", "--", source)]
        if new:
            self._patiently("add", "--", *new)
        author = f"--author={NAME} <{MAIL}>"
        flags = ("--quiet", "--no-verify", "--no-gpg-sign", "--cleanup=verbatim", author, "-m", message)
        try:
            self._patiently("commit", *flags, "--only", "--", *changed)
        except GitError:
            if new:
                self._run(["rm", "--cached", "--quiet", "--ignore-unmatch", "--", *new])  # as it was: not staged
            raise
        return True

    def commit_of(self, ref: str) -> str | None:
        """The full name of a commit; None where there is no such one."""
        done = self._run(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"])
        return done.stdout.decode().strip() or None if done.returncode == 0 else None

    def differs(self, ref: str) -> bool:
        """Whether anything in the folder differs from a commit, new files that git doesn't ignore too. Raises GitError."""
        done = self._run(["diff", "--quiet", ref, "--", "."])
        if done.returncode not in (0, 1):
            raise GitError("git_failed", what="diff", said=_first_line(done.stderr.decode("utf-8", "replace")))
        return done.returncode == 1 or bool(self._git("ls-files", "--others", "--exclude-standard", "--", "."))

    def base(self) -> str | None:
        """The commit to compare the folder with where nobody names one; None where there is none.

        HEAD where the folder differs from it; on a branch the commit at which it left the main one, which is what a pull
        request changes; else the commit before.
        """
        head = self.commit_of("HEAD")
        if head is None or self.differs("HEAD"):
            return head
        target = os.environ.get("GITHUB_BASE_REF")  # of a pull request that doesn't go to the main branch
        for name in (*([f"origin/{target}"] if target else []), *MAIN_BRANCHES):
            if self.commit_of(name) is None:
                continue
            done = self._run(["merge-base", "HEAD", name])
            found = done.stdout.decode().strip()
            if done.returncode == 0 and found != head:
                return found
            break
        return self.commit_of("HEAD~1")

    def export(self, ref: str, into: Path) -> None:
        """Write the folder's Markdown files as they were at a commit; none where it wasn't there. Raises GitError."""
        root = WorkTree(Path(self._git("rev-parse", "--show-toplevel").rstrip("\n")))
        tree = f"{ref}:{self.prefix()}"
        if root._run(["rev-parse", "--verify", "--quiet", "--end-of-options", tree]).returncode:
            return
        done = root._run(["archive", "--format=tar", tree])
        if done.returncode:
            raise GitError("git_failed", what="archive", said=_first_line(done.stderr.decode("utf-8", "replace")))
        with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
            for member in archive:
                path = PurePosixPath(member.name)
                file = archive.extractfile(member) if member.isfile() and path.suffix.lower() in SUFFIXES else None
                if file is None or path.is_absolute() or ".." in path.parts:
                    continue
                target = into / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read())

    def _patiently(self, *arguments: str) -> None:
        for left in range(TRIES - 1, -1, -1):
            try:
                self._git(*arguments)
                return
            except GitError as error:
                if not left or "index.lock" not in str(error):
                    raise
                time.sleep(PAUSE_S)

    def _git(self, *arguments: str) -> str:
        done = self._run(arguments)
        if done.returncode:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
            raise GitError("git_failed", what=arguments[0], said=_first_line(said) or f"exit {done.returncode}")
        return done.stdout.decode("utf-8", "surrogateescape")

    def _run(self, arguments: Iterable[str]) -> "subprocess.CompletedProcess[bytes]":
        command = ["git", *_OPTIONS, "--literal-pathspecs", "-C", str(self.folder), *arguments]
        try:
            return subprocess.run(  # noqa: S603 - a list, no shell; paths stand behind "--"
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT_S,
                check=False,
                env=_environment(),
            )
        except FileNotFoundError:
            raise GitError("git_missing") from None
        except subprocess.TimeoutExpired:
            raise GitError("git_too_slow", most=TIMEOUT_S) from None
        except OSError as error:
            raise GitError("git_cannot_run", reason=reason(error)) from None


def _is_repository(folder: Path) -> bool:
    """Whether there is a repository that git should have found; it doesn't look beyond the file system that it is on."""
    here = Path(os.path.realpath(folder))
    device = here.stat().st_dev
    return any(os.path.lexists(above / ".git") for above in (here, *here.parents) if above.stat().st_dev == device)


def _first_line(text: str) -> str:
    """What git says is wrong, without the hints that it adds."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("hint:")]
    return next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[0] if lines else "")[:200]


def _environment() -> dict[str, str]:
    """The process's own, without what a hook or a wrapper of git left: GIT_INDEX_FILE would lead to another index."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key.startswith("GIT_CONFIG_")
    }
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",  # to ask how a folder is writes nothing into it
        "GIT_EDITOR": "true",
        "GIT_AUTHOR_NAME": NAME,
        "GIT_AUTHOR_EMAIL": MAIL,
        "GIT_COMMITTER_NAME": NAME,
        "GIT_COMMITTER_EMAIL": MAIL,
    }

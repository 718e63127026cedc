"""Commits of single files, in a work tree that belongs to others: no hooks, no prompts, nothing else that is staged."""

import os
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_S = 30  # of one call; a repository on a network mount is slow
TRIES = 5  # while another process holds git's own lock
PAUSE_S = 0.2
NAME, MAIL = "Verbinder", "verbinder@localhost"
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


class GitError(Exception):
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
            is_none = "not a git repository" in str(error) or "isn't installed" in str(error)
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
            raise GitError(f"git {arguments[0]} failed ({_first_line(said) or f'exit {done.returncode}'})")
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
            raise GitError("git isn't installed") from None
        except subprocess.TimeoutExpired:
            raise GitError(f"git took more than {TIMEOUT_S} s") from None
        except OSError as error:
            raise GitError(f"git can't be run ({error.strerror})") from None


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
        "GIT_EDITOR": "true",
        "GIT_AUTHOR_NAME": NAME,
        "GIT_AUTHOR_EMAIL": MAIL,
        "GIT_COMMITTER_NAME": NAME,
        "GIT_COMMITTER_EMAIL": MAIL,
    }

"""python -m index evaluate --changed: what a folder's differences from a commit do, printed; and where there is none."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from index.comparing import run
from index.settings import IndexSettings
from tests.conftest import Folder

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git isn't installed")


class Repository(Folder):
    """A content folder in a git repository that knows nothing of the machine's own settings."""

    def commit(self) -> None:
        for arguments in (("add", "."), ("commit", "-qm", "a change")):
            self.git(*arguments)

    def git(self, *arguments: str) -> str:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        settings = ("-c", "user.name=Somebody", "-c", "user.email=x@y", "-c", "commit.gpgSign=false")
        done = subprocess.run(
            ["git", *settings, *arguments], cwd=self.root, capture_output=True, text=True, env=environment, check=True
        )
        return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("GITHUB_BASE_REF", raising=False)
    made = Repository(tmp_path / "kennis")
    made.save(
        "nl/faq/fiets.md", title="Waar staat de fiets?", asks=["waar is mijn fiets gebleven"], body="In de schuur."
    )
    made.save("nl/faq/taart.md", title="Wie bakt de taart?", body="De bakker.")
    made.git("init", "-q", "-b", "main")
    made.commit()
    return made


def settings(folder: Path, tmp_path: Path) -> IndexSettings:
    return IndexSettings((folder,), tmp_path / "var")


async def test_what_differs_is_printed_with_what_it_does(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository.root / "nl/faq/fiets.md").unlink()

    code = await run(settings(repository.root, tmp_path), "", strict=True)

    out, err = capsys.readouterr()
    first, *lines = out.splitlines()
    name = repository.git("rev-parse", "HEAD")[:8]
    assert first.startswith(f"compared with {name}: 1 entry differs; 3 questions asked of both in ")
    assert lines[0] == "comes out elsewhere now:"
    assert [line.strip() for line in lines if line.startswith("    ")] == [
        "Waar staat de fiets?",
        "waar is mijn fiets gebleven",
    ]
    assert (code, err) == (0, "")


async def test_folder_is_compared_with_the_commit_that_is_named(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.save("nl/faq/taart.md", title="Wie bakt de taart?", body="De bakker.", certainty="likely")
    repository.commit()
    commit = repository.git("rev-parse", "HEAD~1")[:8]

    code = await run(settings(repository.root, tmp_path), "HEAD~1", strict=False)

    assert (code, capsys.readouterr().out) == (0, f"compared with HEAD~1 ({commit}): no entry differs\n")


async def test_unknown_commit_is_told_with_what_to_do(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = await run(settings(repository.root, tmp_path), "nergens", strict=False)

    assert (code, capsys.readouterr().err) == (
        2,
        f"git knows no commit 'nergens' in {repository.root}; fetch it (a clone of one commit has no others), or name "
        "another, as in --changed HEAD~1\n",
    )


async def test_first_commit_is_told_to_have_none_before(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = await run(settings(repository.root, tmp_path), "", strict=False)

    assert (code, capsys.readouterr().err) == (
        2,
        f"{repository.root} is as it was in the first commit there is, so there is no earlier version to compare it with\n",
    )


async def test_folder_without_git_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Folder(tmp_path / "kaal")
    folder.save("nl/faq/a.md")

    code = await run(settings(folder.root, tmp_path), "", strict=False)

    assert (code, capsys.readouterr().err) == (
        2,
        f"{folder.root} lies in no git work tree, so there is no earlier version to compare it with; put the folder under "
        "git, or set KNOWLEDGE_DIR to one that is\n",
    )


async def test_own_question_that_is_lost_is_named_and_with_strict_ends_with_1(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write(
        "questions.csv", "vraag;tekst\nwaar is mijn fiets gebleven;faq/fiets\nwie bakt de taart;faq/taart\n"
    )
    repository.commit()
    repository.save("nl/faq/fiets.md", title="Mag het blaffen?", body="Nee.")

    code = await run(settings(repository.root, tmp_path), "", strict=True)

    out = capsys.readouterr().out
    assert "own questions that led where they must, and don't now:\n" in out
    assert "  questions.csv:2: 'waar is mijn fiets gebleven' must lead to faq/fiets: unknown\n" in out
    assert "questions.csv:3" not in out
    assert code == 1
    assert await run(settings(repository.root, tmp_path), "", strict=False) == 0

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.changes.editing import add_ask, place, remove
from knowledge.changes.git import GitError, WorkTree
from knowledge.changes.writing import apply, undo
from tests.conftest import Folder

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git isn't installed")
FILE = "---\ntitle: Wie meldt?\nasks:\n  - wie moet dat\n---\nDe school.\n"
A = "content/nl/faq/a.md"


class Repository:
    """A git repository with a content folder in it, which knows nothing of the machine's own settings."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = Folder(root / "content")
        self.content.write("nl/faq/a.md", FILE)
        self.git("init", "-q", "-b", "main")
        self.git("add", ".")
        self.commit("the first")

    def git(self, *arguments: str) -> str:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        done = subprocess.run(
            ["git", "-c", "core.quotePath=false", *arguments], cwd=self.root, capture_output=True, text=True, env=environment
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def commit(self, message: str) -> None:
        self.git(
            "-c", "user.name=Somebody", "-c", "user.email=x@y", "-c", "commit.gpgSign=false", "commit", "-qm", message
        )

    def log(self) -> list[str]:
        """Commits, latest first: author, committer, summary, files."""
        lines = self.git("log", "--format=%x01%an <%ae>|%cn|%s", "--name-only").split("\x01")[1:]
        return ["|".join(line for line in text.splitlines() if line) for text in lines]

    def status(self) -> list[str]:
        return self.git("status", "--porcelain", "-uall").splitlines()


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return tmp_path / "history"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    return Repository(tmp_path / "repository")


BY = "Verbinder <verbinder@localhost>|Verbinder"


def test_each_change_is_a_commit_of_its_file_and_so_is_taking_it_back(repository, history):
    root = repository.content.root
    applied = [
        apply(change(), history=history)
        for change in [
            lambda: add_ask(root, "nl/faq/a.md", "een"),
            lambda: place(root, "nl/guidelines/b.md", FILE.replace("meldt", "tekent").replace("moet", "kan")),
            lambda: remove(root, "nl/faq/a.md"),
        ]
    ]
    back = undo(root, history=history)

    assert [(done.is_committed, done.remark) for done in [*applied, back]] == [(True, None)] * 4
    assert repository.log() == [
        f"{BY}|Undo: nl/faq/a.md: removed|{A}",
        f"{BY}|nl/faq/a.md: removed|{A}",
        f"{BY}|nl/guidelines/b.md: placed|content/nl/guidelines/b.md",
        f"{BY}|nl/faq/a.md: also asked as 'een'|{A}",
        f"Somebody <x@y>|Somebody|the first|{A}",
    ]
    assert repository.status() == []


def test_what_else_is_staged_or_changed_stays_as_it_is(repository, history):
    for name, text in [("staged.md", "één"), ("both.md", "een"), ("loose.md", "een")]:
        repository.content.write(f"nl/faq/{name}", text)
    repository.git("add", "content/nl/faq/staged.md", "content/nl/faq/both.md")
    repository.content.write("nl/faq/both.md", "twee")
    before = repository.status()

    applied = apply(add_ask(repository.content.root, "nl/faq/a.md", "een"), history=history)

    assert applied.is_committed
    assert repository.status() == before == [
        "AM content/nl/faq/both.md",
        "A  content/nl/faq/staged.md",
        "?? content/nl/faq/loose.md",
    ]  # fmt: skip
    assert repository.log()[0] == f"{BY}|nl/faq/a.md: also asked as 'een'|{A}"
    assert repository.git("show", ":content/nl/faq/both.md") == "een"


@pytest.mark.parametrize("is_staged", [True, False])
def test_what_somebody_left_in_the_file_is_a_commit_of_its_own(repository, history, is_staged: bool):
    repository.content.write("nl/faq/a.md", FILE.replace("De school.", "De scholen."))
    if is_staged:
        repository.git("add", ".")

    apply(add_ask(repository.content.root, "nl/faq/a.md", "een"), history=history)

    assert repository.log()[:2] == [f"{BY}|nl/faq/a.md: also asked as 'een'|{A}", f"{BY}|nl/faq/a.md: as found|{A}"]
    assert repository.git("show", f"HEAD~1:{A}") == FILE.replace("De school.", "De scholen.")
    assert repository.status() == []


def test_a_repository_without_commits_gets_its_first(tmp_path, history, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    content = Folder(tmp_path / "content")
    content.write("nl/faq/a.md", FILE)
    subprocess.run(["git", "init", "-q", str(content.root)], check=True)

    applied = apply(place(content.root, "nl/faq/b.md", FILE.replace("meldt", "tekent")), history=history)

    assert (applied.is_committed, applied.remark) == (True, None)


def test_hooks_signing_and_editors_are_not_called(repository, history):
    hooks = repository.root / ".git/hooks"
    names = [
        "pre-commit",
        "prepare-commit-msg",
        "commit-msg",
        "post-commit",
        "post-index-change",
        "reference-transaction",
    ]
    for name in names:
        hook = hooks / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\necho {name} >> {repository.root}/../called\nexit 1\n")
        hook.chmod(0o755)
    for key, value in [
        ("commit.gpgSign", "true"),
        ("gpg.program", "/bin/false"),
        ("core.editor", "/bin/false"),
        ("user.useConfigOnly", "true"),
        ("commit.template", "nowhere"),
    ]:
        repository.git("config", key, value)

    applied = apply(add_ask(repository.content.root, "nl/faq/a.md", "een"), history=history)

    assert (applied.is_committed, applied.remark) == (True, None)
    assert not (repository.root.parent / "called").exists()


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_AUTHOR_NAME"])
def test_what_a_hook_that_started_the_process_left_in_the_environment_is_nothing_to_us(
    repository, history, monkeypatch, tmp_path, name: str
):
    monkeypatch.setenv(name, str(tmp_path / "elsewhere"))

    applied = apply(add_ask(repository.content.root, "nl/faq/a.md", "een"), history=history)

    assert (applied.is_committed, applied.remark) == (True, None)
    assert repository.log()[0] == f"{BY}|nl/faq/a.md: also asked as 'een'|{A}"


def test_names_and_wordings_are_never_taken_for_options_or_patterns(repository, history):
    root = repository.content.root
    for name in ["nl/faq/[a-z].md", "nl/faq/--all.md", "nl/faq/één vraag.md", "nl/faq/!x.md"]:
        text = FILE.replace("Wie meldt?", name).replace("wie moet dat", f"vraag {name}")
        assert apply(place(root, name, text), history=history).is_committed
    apply(add_ask(root, "nl/faq/a.md", "--amend # wie dan %s"), history=history)

    assert [line.split("|")[2:] for line in repository.log()[:-1]] == [
        ["nl/faq/a.md: also asked as '--amend # wie dan %s'", A],
        ["nl/faq/!x.md: placed", "content/nl/faq/!x.md"],
        ["nl/faq/één vraag.md: placed", "content/nl/faq/één vraag.md"],
        ["nl/faq/--all.md: placed", "content/nl/faq/--all.md"],
        ["nl/faq/[a-z].md: placed", "content/nl/faq/[a-z].md"],
    ]


def test_a_git_that_fails_is_told_and_the_change_stands_and_can_be_taken_back(repository, history):
    """In the midst of a merge git commits no single files."""
    (repository.root / ".git/MERGE_HEAD").write_text(repository.git("rev-parse", "HEAD"))
    root = repository.content.root

    applied = [
        apply(place(root, "nl/faq/b.md", FILE.replace("meldt", "tekent").replace("moet", "kan")), history=history),
        apply(add_ask(root, "nl/faq/a.md", "een"), history=history),
    ]

    assert [(done.is_written, done.is_committed, str(done.remark)) for done in applied] == [
        (
            True,
            False,
            "written, but not committed: git commit failed (fatal: cannot do a partial commit during a merge.); "
            "the version before is kept in the history",
        )
    ] * 2
    assert repository.status() == [f" M {A}", "?? content/nl/faq/b.md"]
    assert undo(root, history=history)
    assert repository.content.root.joinpath("nl/faq/a.md").read_text() == FILE


def test_a_lock_that_another_git_holds_for_a_moment_is_waited_for(repository, history):
    lock = repository.root / ".git/index.lock"
    change = add_ask(repository.content.root, "nl/faq/a.md", "een")
    lock.touch()
    script = "import pathlib, sys, time; time.sleep(0.3); pathlib.Path(sys.argv[1]).unlink()"
    other = subprocess.Popen([sys.executable, "-c", script, str(lock)])

    applied = apply(change, history=history)

    assert other.wait() == 0
    assert (applied.is_committed, applied.remark) == (True, None)


def test_a_lock_that_a_killed_git_left_is_told(repository, history):
    (repository.root / ".git/index.lock").touch()

    applied = apply(add_ask(repository.content.root, "nl/faq/a.md", "een"), history=history)

    assert (applied.is_written, applied.is_committed) == (True, False)
    assert "index.lock': File exists" in str(applied.remark)


def test_a_folder_that_git_ignores_or_that_lies_in_no_work_tree_has_no_commits(repository, history, tmp_path):
    (repository.root / ".gitignore").write_text("own/\n")
    folders = [Folder(repository.root / "own"), Folder(tmp_path / "outside")]

    for folder in folders:
        folder.write("nl/faq/a.md", FILE)
        applied = apply(add_ask(folder.root, "nl/faq/a.md", "een"), history=history)
        assert (applied.is_written, applied.is_committed, applied.remark) == (True, False, None)

    assert len(repository.log()) == 1


def test_a_repository_that_is_damaged_is_told(repository, history):
    (repository.root / ".git/HEAD").write_text("nonsense")

    applied = apply(add_ask(repository.content.root, "nl/faq/a.md", "een"), history=history)

    assert (applied.is_written, applied.is_committed) == (True, False)
    assert str(applied.remark).startswith(
        "written, but not committed: git rev-parse failed (fatal: not a git repository"
    )


def test_without_git_a_repository_is_told_and_another_folder_isnt(repository, history, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))

    applied = apply(add_ask(repository.content.root, "nl/faq/a.md", "een"), history=history)

    assert (applied.is_written, str(applied.remark)) == (
        True,
        "written, but not committed: git isn't installed; the version before is kept in the history",
    )
    assert WorkTree.of(tmp_path) is None


def test_somebody_elses_repository_is_told(repository):
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("root alone gives files away")
    for path in [repository.root, repository.root / ".git"]:
        os.chown(path, 65534, 65534)

    with pytest.raises(GitError, match="detected dubious ownership"):
        WorkTree.of(repository.content.root)


def test_nothing_to_commit_is_no_failure(repository):
    tree = WorkTree.of(repository.content.root)

    assert tree
    assert (tree.commit(["nl/faq/a.md"], "x"), tree.commit(["nl/faq/weg.md"], "x")) == (False, False)
    assert tree.prefix() == "content/"
    assert len(repository.log()) == 1


def head(repository: Repository, name: str = "HEAD") -> str:
    return repository.git("rev-parse", name).strip()


def exported(tree: WorkTree, ref: str, into: Path) -> dict[str, str]:
    into.mkdir()
    tree.export(ref, into)
    return {path.relative_to(into).as_posix(): path.read_text("utf-8") for path in into.rglob("*") if path.is_file()}


def test_folder_is_exported_as_it_was_at_a_commit(repository, tmp_path):
    repository.content.write("nl/faq/één vraag.md", "twee")
    repository.content.write("nl/faq/plaatje.png", "geen tekst")
    repository.content.write("../README.md", "buiten de map")
    repository.git("add", ".")
    repository.commit("the second")
    tree = WorkTree.of(repository.content.root)
    repository.content.write("nl/faq/a.md", "later")

    assert exported(tree, "HEAD", tmp_path / "new") == {"nl/faq/a.md": FILE, "nl/faq/één vraag.md": "twee"}
    assert exported(tree, "HEAD~1", tmp_path / "old") == {"nl/faq/a.md": FILE}


def test_folder_that_was_not_there_at_a_commit_had_nothing_in_it(repository, tmp_path):
    own = Folder(repository.root / "own")
    own.write("nl/faq/b.md", FILE)

    assert exported(WorkTree.of(own.root), "HEAD", tmp_path / "none") == {}


def test_folder_differs_by_what_is_changed_or_new_and_not_by_what_is_ignored(repository):
    tree = WorkTree.of(repository.content.root)
    (repository.root / ".gitignore").write_text("*.bak\n")
    repository.content.write("nl/faq/a.md.bak", "kopie")
    same = tree.differs("HEAD")
    new = repository.content.write("nl/faq/new.md", "nieuw")
    with_new = tree.differs("HEAD")
    new.unlink()
    repository.content.write("nl/faq/a.md", "anders")

    assert (same, with_new, tree.differs("HEAD")) == (False, True, True)


@pytest.mark.parametrize("ref", ["nowhere", "--all", "HEAD~9", ""])
def test_commit_that_is_not_there_has_no_name(repository, ref: str):
    tree = WorkTree.of(repository.content.root)

    assert (tree.commit_of(ref), tree.commit_of("HEAD")) == (None, head(repository))


def test_folder_is_compared_with_head_while_it_differs_from_it(repository):
    repository.content.write("nl/faq/a.md", "anders")

    assert WorkTree.of(repository.content.root).base() == head(repository)


def test_branch_is_compared_with_where_it_left_the_main_one(repository, monkeypatch):
    monkeypatch.delenv("GITHUB_BASE_REF", raising=False)
    left = head(repository)
    repository.git("checkout", "-q", "-b", "nieuw")
    for text in ("een", "twee"):
        repository.content.write("nl/faq/b.md", text)
        repository.git("add", ".")
        repository.commit(text)
    repository.git("checkout", "-q", "main")
    repository.content.write("nl/faq/c.md", "ook")
    repository.git("add", ".")
    repository.commit("meanwhile")
    tree = WorkTree.of(repository.content.root)
    on_main = tree.base()
    repository.git("checkout", "-q", "nieuw")

    assert (on_main, tree.base()) == (left, left)
    assert head(repository, "main~1") == left


def test_first_commit_has_nothing_to_be_compared_with(repository, monkeypatch):
    monkeypatch.delenv("GITHUB_BASE_REF", raising=False)

    assert WorkTree.of(repository.content.root).base() is None

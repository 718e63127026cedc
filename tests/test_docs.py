"""What the documents say is what the code does: targets, settings, fields, dependencies."""

import json
import re
import sqlite3
import tomllib
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.__main__ import COMMANDS
from bot.records.questions import Where
from bot.rooms.statistics.figures import COLUMNS, Result
from bot.settings import Settings
from bot.version import VERSION
from index.answer import Outcome
from tests.house import STEPS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/encoder.md", ".ci/run"])
def test_every_make_target_that_is_named_exists(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")

    named = set(re.findall(r"(?:`|^|\s)make ([a-z]+)\b", text))
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))

    assert named - targets - {"a"} == set()


class Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.names.add(name)
        return default

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()


def settings_table() -> dict[str, str]:
    """The documented settings, each with its default."""
    section = README[README.index("\n## Settings") : README.index("\n## On a server")]
    return dict(re.findall(r"^\| `([A-Z_]+)` \| .* \| (.*) \|$", section, re.MULTILINE))


def test_settings_table_has_every_setting_that_is_read_and_no_other() -> None:
    environment = Asked()

    Settings.read(environment)

    assert set(settings_table()) == environment.names


def test_example_of_settings_has_each_once_and_nothing_is_set() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()

    named = [match[1] for line in lines if (match := re.match(r"#?([A-Z_]+)=", line))]

    assert sorted(named) == sorted(settings_table())
    assert [line for line in lines if line and not line.startswith("#")] == []


def test_version_is_the_same_wherever_it_stands() -> None:
    made = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["dynamic"]["version"]
    bill = json.loads((ROOT / "sbom.json").read_text("utf-8"))["metadata"]["component"]

    assert (made, bill["version"]) == ({"attr": "bot.version.VERSION"}, VERSION)


def test_versions_of_the_changelog_are_numbers_with_a_day_and_none_is_newer_than_this_one() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    _, *released = re.findall(r"^## (.+)$", text, re.MULTILINE)

    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[0] in ("Unreleased", *released[:1])
    assert [
        one for one in released if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+ – 20[0-9]{2}-[0-9]{2}-[0-9]{2}", one)
    ] == []
    assert [one.split(" ")[0] for one in released[:1]] in ([], [VERSION])


def test_settings_table_has_the_defaults() -> None:
    defaults = Settings()

    stated = {name: default.strip("`") for name, default in settings_table().items() if default.startswith("`")}

    assert stated == {
        "KNOWLEDGE_DIR": str(defaults.index.knowledge_dirs[0].relative_to(ROOT)),
        "VAR_DIR": str(defaults.index.var_dir),
        "BOT_API_URL": defaults.api_url,
        "RETENTION_DAYS": str(defaults.retention_days),
        "LOG_LEVEL": defaults.log_level,
    }


def test_every_setting_that_is_named_on_a_server_is_one() -> None:
    section = README[README.index("\n## On a server") : README.index("\n## The knowledge")]

    named = set(re.findall(r"(?<!\{)\b([A-Z]{3,}(?:_[A-Z]+)+|PORT)\b", section))

    assert named - set(settings_table()) == set()


def test_hosts_start_the_bot_and_look_at_a_path_that_it_serves() -> None:
    command = "python -m bot"
    checks = json.loads((ROOT / "app.json").read_text("utf-8"))["healthchecks"]["web"]
    railway = json.loads((ROOT / "railway.json").read_text("utf-8"))["deploy"]

    assert (ROOT / "Procfile").read_text("utf-8").splitlines() == [
        f"release: {command} migrate",
        f"web: {command}",
        f"worker: {command}",
    ]
    assert (railway["startCommand"], railway["healthcheckPath"], [check["path"] for check in checks]) == (
        command,
        "/health",
        ["/health"],
    )


def test_every_command_of_the_bot_that_is_named_is_one() -> None:
    named = set(re.findall(r"python -m bot ([a-z][a-z-]*[a-z])", README))

    assert named == set(COMMANDS)


def columns(heading: str) -> list[str]:
    """The names in the first column of the table with that heading."""
    table = README[README.index(f"\n| {heading} |") :].split("\n\n")[0]
    return [name for row in table.splitlines()[3:] for name in re.findall(r"`(\w+)`", row.split("|")[1])]


def test_columns_of_the_questions_are_documented() -> None:
    db = Database(sqlite3.connect(":memory:", isolation_level=None))

    STEPS.migrate(db)

    assert columns("column of `questions`") == [column.name for column in db.table("questions").columns]
    told = dict(re.findall(r"^\| `(outcome|place)` \| (`answered`.*|`private`.*) \|$", README, re.MULTILINE))
    assert set(re.findall(r"`([a-z]+)`", told["outcome"])) == set(map(str, Outcome))
    assert set(re.findall(r"`([a-z]+)`", told["place"])) == set(map(str, Where)) - {"api"}
    db.close()


def test_columns_of_the_figures_are_documented() -> None:
    """Those of the results are named in the meaning of their sum."""
    assert columns("column") == [name for name in COLUMNS if name not in set(Result)]


def test_json_fields_are_documented() -> None:
    source = (ROOT / "index" / "json_lines.py").read_text("utf-8")

    keys = set(re.findall(r'^        "(\w+)":', source, re.MULTILINE))

    assert keys - set(re.findall(r"`(\w+)`", README)) == set()


def test_torch_is_asked_for_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert "torch==2.13.0" in project["dependencies"]


def test_links_between_documents_lead_somewhere() -> None:
    dead = [
        (path.name, target)
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]

    assert dead == []


def test_places_that_documents_name_exist() -> None:
    named = {
        (path.name, place)
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for place in re.findall(r"`((?:bot|index|knowledge|tests)/[\w./-]*[\w/])`", path.read_text("utf-8"))
    }

    assert {(name, place) for name, place in named if not (ROOT / place).exists()} == set()

"""What the documents say is what the code does: targets, settings, fields, dependencies."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from index.settings import IndexSettings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
NOT_SERVING = ("torch", "sentence-transformers")  # what a slim install leaves out


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/encoder.md", ".ci/run"])
def test_every_make_target_that_is_named_exists(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")

    named = set(re.findall(r"(?:`|^|\s)make ([a-z]+)\b", text))
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))

    assert named - targets - {"a"} == set()


def test_settings_table_is_the_code() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))

    assert documented == {field.name.upper() for field in fields(IndexSettings)} | {"BOT_TOKEN"}


def test_json_fields_are_documented() -> None:
    source = (ROOT / "index" / "json_lines.py").read_text("utf-8")

    keys = set(re.findall(r'^        "(\w+)":', source, re.MULTILINE))

    assert keys - set(re.findall(r"`(\w+)`", README)) == set()


def test_slim_requirements_are_the_dependencies_without_torch() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    slim = [
        line for line in (ROOT / "requirements-slim.txt").read_text("utf-8").splitlines() if line[:1] not in ("", "#")
    ]

    kept = [need for need in project["dependencies"] if re.split(r"[<>=]", need)[0] not in NOT_SERVING]

    assert slim == kept


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

"""The Dockerfile and what goes with it: well written, with nothing that isn't for it, and as the README says."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from bot.settings import Settings
from tests.test_docs import Asked

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    found = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or shutil.which("hadolint")
    if found is None:
        pytest.skip("hadolint is not installed")

    done = subprocess.run([found, str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")


def test_what_is_copied_is_there_and_nothing_else_goes_to_the_builder() -> None:
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for name in line.split()
    }
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()

    assert lines[1] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    # each package that the run-time ones import from the repository is in it
    assert copied == {"requirements.txt", ".ci/trim.py", "knowledge", "index", "bot"}


def test_it_runs_as_nobody_of_note_with_a_python_that_is_supported() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    version = re.findall(r"^FROM python:([\d.]+)-slim", DOCKERFILE, re.MULTILINE)

    assert version == [needed.removeprefix(">=")] * 2
    assert re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE) == ["10001"]


def test_compose_sets_what_there_is_and_lets_the_bot_write_nowhere_else() -> None:
    bot, asked = COMPOSE["services"]["bot"], Asked()
    Settings.read(asked)
    given = {
        name: value.replace("${POSTGRES_PASSWORD:?set it in .env, to letters and digits}", "secret")
        for name, value in bot["environment"].items()
    }

    settings = Settings.read({**given, "VAR_DIR": "/tmp/no such folder", "DATA_KEY": "0123456789abcdef"})

    assert set(given) <= asked.names
    assert (settings.database_url, settings.is_knowledge_kept, settings.is_web, settings.port) == (
        "postgresql://verbinder:secret@database/verbinder", True, True, 8080,
    )  # fmt: skip
    assert (bot["read_only"], bot["cap_drop"], bot["volumes"], bot["tmpfs"]) == (True, ["ALL"], ["bot:/data"], ["/tmp"])
    assert given["VAR_DIR"] == "/data"


def test_procfile_brings_the_records_up_to_date_before_a_process_starts() -> None:
    lines = dict(line.split(": ") for line in (ROOT / "Procfile").read_text("utf-8").splitlines())

    assert lines == {"release": "python -m bot migrate", "web": "python -m bot", "worker": "python -m bot"}


def test_what_the_bot_never_loads_is_taken_out_and_nothing_else(tmp_path: Path) -> None:
    packages = tmp_path / "lib/python3.11/site-packages"
    kept = ("numpy/core.py", "onnxruntime/capi/onnxruntime_pybind11_state.so", "tests_of/ours.py", "pipes.txt")
    gone = ("numpy/tests/deep/tests/one.py", "numpy/__pycache__/core.pyc", "onnxruntime/capi/libonnxruntime.so.1.32.0")
    for name in (*kept, *gone):
        (packages / name).parent.mkdir(parents=True, exist_ok=True)
        (packages / name).write_bytes(b"")

    subprocess.run([sys.executable, ROOT / ".ci/trim.py", tmp_path], check=True)

    assert sorted(str(path.relative_to(packages)) for path in packages.rglob("*") if path.is_file()) == sorted(kept)

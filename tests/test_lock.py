"""What is installed: one version of each package, within the ranges and outside what is known to be bad."""

import importlib.util
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
_spec = importlib.util.spec_from_file_location("lock", ROOT / ".ci" / "lock.py")
lock = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(lock)

EXTRAS = [need for extra in lock.SERVED_EXTRAS for need in PROJECT["optional-dependencies"][extra]]
# What an advisory names, and the last version that it names. A new one gets its line here, and pyproject.toml its lower end.
BAD = {
    "cryptography": "49.99",  # below 48.0.1, and another from 44 to 49
    "tornado": "6.5.6",
    "aiohttp": "3.14.2",
    "pdfminer-six": "20251106",
    "python-telegram-bot": "22.7",
}


def ranges() -> dict[str, Requirement]:
    found = [Requirement(need) for need in (*PROJECT["dependencies"], *EXTRAS)]
    return {lock.plain(one.name): one for one in found}


def both() -> dict[str, str]:
    return {**lock.locked(lock.SERVING), **lock.locked(lock.RUNNING)}


def test_hosts_install_what_serving_takes_and_make_run_the_rest() -> None:
    serving = {lock.name_of(need) for need in (*PROJECT["dependencies"], *EXTRAS)} - set(lock.NOT_SERVING)
    running = ranges().keys() - {"torch"}

    assert serving - lock.locked(lock.SERVING).keys() == set()
    assert running - both().keys() == set()
    assert lock.locked(lock.SERVING).keys() & lock.locked(lock.RUNNING).keys() == set()
    assert {"torch", "sentence-transformers"} & lock.locked(lock.SERVING).keys() == set()


def test_locked_versions_are_within_the_ranges() -> None:
    outside = {
        name: version
        for name, version in both().items()
        if name in ranges() and not ranges()[name].specifier.contains(version)
    }

    assert outside == {}


@pytest.mark.parametrize("path", [lock.SERVING, lock.RUNNING], ids=lambda path: path.name)
def test_every_locked_package_has_hashes_alone(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]

    odd = [
        line for line in lines if not re.fullmatch(r"[a-z0-9.-]+==\S+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line)
    ]

    assert odd == []
    assert len(lock.locked(path)) == sum("==" in line for line in lines)


@pytest.mark.parametrize("name", BAD)
def test_versions_that_are_known_to_be_bad_are_excluded(name: str) -> None:
    assert not ranges()[name].specifier.contains(BAD[name])
    assert Version(both()[name]) > Version(BAD[name])


def test_bill_of_materials_lists_what_hosts_install() -> None:
    bill = json.loads(lock.MATERIALS.read_text("utf-8"))

    assert {one["name"]: one["version"] for one in bill["components"]} == lock.locked(lock.SERVING)
    known = {one["bom-ref"] for one in (*bill["components"], bill["metadata"]["component"])}
    assert {ref for one in bill["dependencies"] for ref in (one["ref"], *one["dependsOn"])} == known


def installed(name: str, *needs: str, requested: bool = False) -> dict:
    return {"metadata": {"name": name, "version": "1.0", "requires_dist": [*needs]}, "requested": requested}


def test_what_torch_alone_needs_is_not_locked() -> None:
    report = [
        installed("sentence_transformers", "torch>=1.11", "numpy; python_version >= '3.11'", requested=True),
        installed("torch", "nvidia-cublas==13", "numpy", requested=True),
        installed("nvidia-cublas"),
        installed("numpy"),
    ]

    assert list(lock.without_torch(report)) == ["numpy", "sentence-transformers"]


def test_what_changed_is_said_by_name() -> None:
    assert lock.changes({"a": "1", "b": "1", "c": "2"}, {"a": "2", "c": "2", "d": "1"}) == [
        "a: 1 → 2",
        "b: 1 → gone",
        "d: new → 1",
    ]


@pytest.mark.parametrize(
    ("filename", "is_of"),
    [
        ("ruamel.yaml-0.19.1-py3-none-any.whl", True),
        ("ruamel_yaml-0.19.1.tar.gz", True),
        ("ruamel.yaml-0.19.10.tar.gz", False),
        ("ruamel.yaml.clib-0.19.1.tar.gz", False),
        ("ruamel_yaml-0.19.1-cp39-abi3-manylinux_2_28_x86_64.whl", True),
        ("ruamel_yaml-0.19.1-cp310-cp310-win_amd64.whl", False),
        ("ruamel_yaml-0.19.1-pp311-pypy311_pp73-win_amd64.whl", False),
        ("ruamel_yaml-0.19.1-cp313-cp313t-win_amd64.whl", True),
        ("ruamel_yaml-0.19.1.exe", False),
    ],
)
def test_files_of_a_version_are_told_by_their_names(filename: str, is_of: bool) -> None:
    assert lock.is_of(filename, "ruamel-yaml", "0.19.1") is is_of


@pytest.mark.parametrize(
    ("code", "said", "ends"),
    [
        (0, "", 0),
        (1, "ERROR: No matching distribution found for numpy==2.4.6", 0),
        (1, "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", 1),
    ],
)
def test_platform_without_a_version_goes_on_and_another_file_ends_it(
    monkeypatch: pytest.MonkeyPatch, code: int, said: str, ends: int
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: subprocess.CompletedProcess(args, code, "", said))

    assert lock.install() == ends

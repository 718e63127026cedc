"""What is installed, to the version and the file: `make lock` renews it, `make run` and hosts install it.

requirements.txt: what serving the shipped encoder takes, with documents and pictures, which is what hosts install.
requirements-run.txt: what `make run` installs besides. sbom.json: the bill of materials of the first (CycloneDX). The ranges stand in pyproject.toml alone. torch, and
what it alone needs, is in neither: which build of it there is differs from machine to machine.

pip resolves; the hashes of all files of a version, so of every platform, are those of the index's own list (PEP 691).
docs/decisions/0023-lock.md says why.
"""

import json
import re
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
SERVING, RUNNING, MATERIALS = ROOT / "requirements.txt", ROOT / "requirements-run.txt", ROOT / "sbom.json"
NOT_SERVING = ("torch", "sentence-transformers")  # of the dependencies in pyproject.toml
SERVED_EXTRAS = (
    "import",
    "pictures",
    "postgres",
)  # that hosts have too: documents of admins, the picture of /statistiek, DATABASE_URL
OLDEST = (3, 11)  # Python that is served: what only an older one needs is locked, too
INDEX = "https://pypi.org/simple"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
HEADS = {
    SERVING: (
        "# What serving the shipped encoder takes, with documents and pictures, without torch: hosts install this file. Made by\n"
        "# `make lock`; the ranges stand in pyproject.toml.\n"
    ),
    RUNNING: "# What `make run` installs besides requirements.txt, torch excepted. Made by `make lock`.\n",
}
Versions = dict[str, str]  # by names as PEP 503 has them
Packages = dict[str, dict]  # their metadata, as in pip's report; by names too
_OLDER = re.compile(r"-(?:(cp[23]\d|cp310)-\1|pp\d+)")  # in the name of a wheel for a Python that isn't served


def main(arguments: list[str]) -> int:
    return install() if arguments == ["install"] else renew()


def renew() -> int:
    """Write the files anew, each package in its newest version within the ranges, and print what changed."""
    if sys.version_info[:2] != OLDEST:
        print("Lock with Python 3.11, the oldest that is served: make clean, then make lock PYTHON=python3.11")
        return 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needs = project["dependencies"]
    before = {**locked(SERVING), **locked(RUNNING)}
    extras = [need for extra in SERVED_EXTRAS for need in project["optional-dependencies"][extra]]
    serving = resolved([*(need for need in needs if name_of(need) not in NOT_SERVING), *extras])
    running = resolved([*needs, *extras, *(f"{name}=={one['version']}" for name, one in serving.items())])
    write(SERVING, versions(serving))
    write(RUNNING, {name: version for name, version in versions(running).items() if name not in serving})
    MATERIALS.write_text(json.dumps(materials(project, serving), indent=1, ensure_ascii=False) + "\n", "utf-8")
    print("\n".join(changes(before, {**locked(SERVING), **locked(RUNNING)})) or "nothing changed")
    return 0


def install() -> int:
    """Install what is locked into this Python; where this platform lacks a version, leave it to the ranges. 1: a file is another."""
    files = [part for path in (SERVING, RUNNING) for part in ("-r", str(path))]
    # Without dependencies, since all of them are listed; those of torch, and of other platforms, come with the ranges.
    ran = subprocess.run(
        [*PIP, "install", "--require-hashes", "--no-deps", *files], stderr=subprocess.PIPE, text=True, check=False
    )
    sys.stderr.write(ran.stderr)
    if "DO NOT MATCH THE HASHES" in ran.stderr:
        print(
            "A file is not the one that was locked: nothing is installed. Try again, and ask where your packages come from."
        )
        return 1
    if ran.returncode:
        print(
            "Not all locked versions are to be had for this platform; what fits the ranges of pyproject.toml is installed."
        )
    return 0


def resolved(needs: Iterable[str]) -> Packages:
    """The newest packages that fit together, without torch and what it alone needs."""
    report = subprocess.run(
        [*PIP, "install", "--dry-run", "--ignore-installed", "--quiet", "--report", "-", *needs],
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    return without_torch(json.loads(report)["install"])


def without_torch(installed: Iterable[dict]) -> Packages:
    """Of what pip reports that it would install: what is asked for, and what that needs, torch's own needs left out."""
    found = {plain(one["metadata"]["name"]): one for one in installed}
    kept: Packages = {}
    waiting = [name for name, one in found.items() if one["requested"]]
    while waiting:
        name = waiting.pop()
        if name in kept or name == "torch" or name not in found:  # not found: another platform's, or an extra's
            continue
        kept[name] = found[name]["metadata"]
        waiting += needs_of(kept[name])
    return dict(sorted(kept.items()))


def needs_of(package: dict) -> list[str]:
    return [name_of(need) for need in package.get("requires_dist", ())]


def versions(packages: Packages) -> Versions:
    return {name: one["version"] for name, one in packages.items()}


def _version() -> str:
    """Of this project, as bot/version.py has it."""
    return re.search('VERSION = "(.+)"', (ROOT / "bot" / "version.py").read_text("utf-8"))[1]


def materials(project: dict, packages: Packages) -> dict:
    """The bill of materials, after CycloneDX 1.6; the hashes of each file stand in requirements.txt."""
    refs = {name: f"pkg:pypi/{name}@{one['version']}" for name, one in packages.items()}
    top = project["name"]
    asked = {name_of(need) for need in project["dependencies"]}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": top, "name": top, "version": _version()}},
        "components": [_component(refs[name], name, one["version"], _license(one)) for name, one in packages.items()],
        "dependencies": [
            {"ref": top, "dependsOn": [ref for name, ref in refs.items() if name in asked]},
            *(
                {
                    "ref": refs[name],
                    "dependsOn": sorted({refs[need] for need in needs_of(one) if need in refs} - {refs[name]}),
                }
                for name, one in packages.items()
            ),
        ],
    }


def _component(ref: str, name: str, version: str, license_: str) -> dict:
    component = {"type": "library", "bom-ref": ref, "name": name, "version": version, "purl": ref}
    return {**component, "licenses": [{"license": {"name": license_}}]} if license_ else component


def _license(package: dict) -> str:
    """As the package has it: an expression, words, or its classifiers; empty where it doesn't say."""
    said = package.get("license_expression") or package.get("license", "")
    if said and "\n" not in said:  # some have the whole text there
        return str(said)
    marks = [mark.rpartition(" :: ")[2] for mark in package.get("classifier", ()) if mark.startswith("License :: ")]
    return ", ".join(marks)


def write(path: Path, packages: Versions) -> None:
    lines = [
        f"{name}=={version} \\\n    " + " \\\n    ".join(hashes(name, version)) for name, version in packages.items()
    ]
    path.write_text(HEADS[path] + "\n".join(lines) + "\n", "utf-8")


def hashes(name: str, version: str) -> list[str]:
    """Of all files of a version, as pip takes them."""
    asked = urllib.request.Request(f"{INDEX}/{name}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        files = json.load(answer)["files"]
    found = {one["hashes"]["sha256"] for one in files if is_of(one["filename"], name, version)}
    if not found:
        raise SystemExit(f"{INDEX} has no files of {name} {version}; is it from elsewhere?")
    return sorted(f"--hash=sha256:{digest}" for digest in found)


def is_of(filename: str, name: str, version: str) -> bool:
    """Whether a file is of that version and of use: a wheel (PEP 427) or a source archive (PEP 625, and before)."""
    stem = filename.removesuffix(".tar.gz").removesuffix(".zip")
    parts = filename.split("-") if filename.endswith(".whl") else stem.rsplit("-", 1)
    return len(parts) > 1 and plain(parts[0]) == name and parts[1] == version and not _OLDER.search(filename)


def locked(path: Path) -> Versions:
    """What a file that was locked says; empty where there is none."""
    text = path.read_text("utf-8") if path.exists() else ""
    return dict(re.findall(r"^([\w.-]+)==([\w.!+]+) \\$", text, re.MULTILINE))


def changes(before: Versions, after: Versions) -> list[str]:
    """A line for each package that differs."""
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return [f"{name}: {before.get(name, 'new')} → {after.get(name, 'gone')}" for name in names]


def name_of(need: str) -> str:
    """The package that a requirement (PEP 508) asks for."""
    return plain(re.split(r"[^\w.-]", need, maxsplit=1)[0])


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

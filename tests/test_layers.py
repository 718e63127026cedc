"""Imports go one way, bot → index → knowledge, and each library behind a seam has its doors."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"knowledge": {"knowledge"}, "index": {"index", "knowledge"}, "bot": {"bot", "index", "knowledge"}}
DOORS = {
    "faiss": {"index/vectors.py"},
    "Stemmer": {"index/words.py"},
    "onnxruntime": {"index/shipped_encoder.py"},
    "yaml": {"knowledge/front_yaml.py"},
    "watchfiles": {"knowledge/watch.py"},
    "aiohttp": {
        "bot/faces/telegram/requests.py",
        "bot/fetching/asking.py",
    },  # to Telegram, and to public addresses alone
    "ruamel": {"knowledge/changes/rewriting.py"},  # adds to front matter, and keeps its layout
    # What is searched, and what is shown: in a message, and on a page.
    "markdown_it": {"knowledge/passages.py", "bot/conversation/markup.py", "bot/faces/web/markup.py"},
    "jinja2": {"bot/faces/web/pages.py"},
    "segno": {"bot/faces/web/forms.py"},
    "mcp": {f"bot/faces/mcp/{name}.py" for name in ("tools", "stdio", "unread", "over_http")},  # optional
}
# What reads other people's documents: loaded by a process of its own alone, and optional.
DOCUMENTS_NEED = ("markitdown", "mammoth", "bs4", "pdfminer", "pdfplumber", "openpyxl")
DOORS |= {
    "markitdown": {"knowledge/documents/html_blocks.py", "knowledge/documents/word.py"},
    "mammoth": {"knowledge/documents/word.py"},
    "bs4": {"knowledge/documents/html_blocks.py", "knowledge/documents/implied_ends.py"},
    "pdfminer": {"knowledge/documents/pdf.py"},
    "pdfplumber": {"knowledge/documents/pdf.py"},
    "openpyxl": {"knowledge/documents/sheets.py"},
    "docx": {"bot/rooms/checks/word_file.py"},  # writes, and reads nothing
    "emoji": {"knowledge/dialects/marks.py"},  # loaded where a text has a code such as :warning:
}
KNOWLEDGE_NEEDS = {"yaml", "ruamel", "markdown_it", "watchfiles", "emoji", "msgspec", *DOCUMENTS_NEED}


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@cache
def imports(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """What a file imports, wherever in it: each file is parsed once, though many rules look at it."""
    tree = ast.parse(path.read_text("utf-8"))
    return tuple(node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)))


def imported(path: Path) -> Iterator[str]:
    """The full names of modules that a file imports, wherever in it."""
    for node in imports(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_import_what_lies_below_them_alone(package: str) -> None:
    wrong = {
        (str(path.relative_to(ROOT)), name)
        for path in modules(package)
        for name in imported(path)
        if name.partition(".")[0] in PACKAGES and name.partition(".")[0] not in PACKAGES[package]
    }

    assert wrong == set()


# The folders of knowledge/: each may import those behind it, what stands in knowledge/ itself those that it is over.
FOLDERS = {
    "documents": {"documents", "changes", "dialects", "routes", ""},
    "changes": {"changes", "routes", ""},
    "": {"", "dialects", "routes"},
    "routes": {"routes", ""},
    "dialects": {"dialects"},
}
OF_ALL = {
    "knowledge.fences",
    "knowledge.front_values",
    "knowledge.frontmatter",
    "knowledge.notices",
    "knowledge.tables",
}


def folder(name: str) -> str:
    """The folder of knowledge/ that a module stands in; empty for one in knowledge/ itself."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in FOLDERS else ""


def test_folders_of_knowledge_import_what_lies_below_them_alone() -> None:
    wrong = {
        (_name(path), name)
        for path in modules("knowledge")
        for name in imported(path)
        if name.startswith("knowledge.") and name not in OF_ALL and _name(path) != "knowledge.__main__"
        if folder(name) not in FOLDERS[folder(_name(path))]
    }

    assert wrong == set()


def test_every_folder_of_knowledge_with_code_is_one_of_these() -> None:
    assert {path.parent.name for path in (ROOT / "knowledge").glob("*/__init__.py")} == FOLDERS.keys() - {""}


# The storeys of bot/, from the top: each may import what stands below it, and its own. What stands in bot/ itself is either
# where everything begins, or of use to every storey.
STOREYS = ("faces", "rooms", "folder", "conversation", "records", "when")
BESIDE = {
    "fetching": {"conversation", "rooms", "faces", "folder"}
}  # storeys that may import it; it imports none of them
TOP, BOTTOM = (
    {"bot.__main__", "bot.bench", "bot.bench_claims", "bot.bench_many", "bot.bench_web"},
    {"bot.settings", "bot.logs", "bot.cleaning", "bot.version"},
)


def storey(name: str) -> str:
    """Of a module or package of bot/: "rooms"; for what stands in bot/ itself its own name."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in (*STOREYS, *BESIDE) else name


def imported_of_bot(path: Path) -> Iterator[str]:
    """The modules of bot/ that a file imports, names that are modules included: "from bot.when import clock"."""
    for node in imports(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.partition(".")[0] == "bot")
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "bot":
            for name in node.names:
                inside = f"{node.module}.{name.name}"
                is_module = (ROOT / inside.replace(".", "/")).with_suffix(".py").is_file()
                is_package = (ROOT / inside.replace(".", "/") / "__init__.py").is_file()
                yield inside if is_module or is_package else node.module


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _may_import(importing: str, found: str) -> bool:
    above, below = storey(importing), storey(found)
    if above == below or below in BOTTOM or importing in TOP:
        return True
    if below in BESIDE:
        return above in BESIDE[below]
    return above in STOREYS and below in STOREYS and STOREYS.index(above) < STOREYS.index(below)


def test_no_arrow_in_the_bot_runs_up() -> None:
    wrong = {
        (_name(path), found)
        for path in modules("bot")
        for found in imported_of_bot(path)
        if not _may_import(_name(path), found)
    }

    assert wrong == set()


def test_days_and_hours_are_read_without_knowing_what_is_answered() -> None:
    wrong = {
        name
        for path in modules("bot/when")
        for name in imported(path)
        if name.partition(".")[0] in ("index", "knowledge")
    }

    assert wrong == set()


def test_every_folder_of_the_bot_is_a_storey_and_says_what_it_is_for() -> None:
    folders = {path.parent.name for path in (ROOT / "bot").glob("*/__init__.py")}

    assert folders == {*STOREYS, *BESIDE}


def test_a_room_imports_no_other_room() -> None:
    def room(name: str) -> str:
        return name.split(".")[2] if name.startswith("bot.rooms.") else ""

    wrong = {
        (_name(path), found)
        for path in modules("bot")
        for found in imported_of_bot(path)
        if room(found) and room(found) != room(_name(path)) and _name(path) not in TOP
    }

    assert wrong == set()


def test_modules_of_the_bot_import_each_other_in_no_circle() -> None:
    arrows = {_name(path): set(imported_of_bot(path)) for path in modules("bot")}
    left = dict(arrows)
    while free := {name for name, found in left.items() if not (found & left.keys() - {name})}:
        left = {name: found for name, found in left.items() if name not in free}

    assert left == {}


@pytest.mark.parametrize(("library", "doors"), DOORS.items())
def test_a_library_behind_a_seam_is_imported_at_its_doors_alone(library: str, doors: set[str]) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in modules(package)
        if any(name.partition(".")[0] == library for name in imported(path)) and "training" not in path.parts
    }

    assert users == doors


def test_serving_code_never_imports_training() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in modules(package)
        if "training" not in path.parts and any(".training" in name for name in imported(path))
    }

    assert users == {"index/bench/entries.py"}  # measures, and never serves


def test_knowledge_needs_few_libraries_besides_the_standard_one() -> None:
    import sys

    found = {name.partition(".")[0] for path in modules("knowledge") for name in imported(path)}

    assert found - set(sys.stdlib_module_names) - {"knowledge"} == KNOWLEDGE_NEEDS


def test_every_module_says_on_its_first_line_what_it_is_about() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in modules(package)
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]

    assert silent == []

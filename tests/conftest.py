"""What tests of several packages share."""

import gc
import json
import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from index import declined_questions
from index.declined_questions import Declined

os.environ["LC_ALL"] = "C.UTF-8"  # what is said in a terminal follows it; tests read English

# A busy machine is no failure; and whether a change is let through is no matter of luck: CI tries the same each time.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")


# Files that take minutes, longest first: workers that begin with them don't wait for each other in the end.
LONG = (
    "in_browser/test_pages.py",
    "in_browser/test_journeys.py",
    "test_restarts.py",
    "test_quiet.py",
    "test_training.py",
    "test_month_process.py",
    "telegram/test_process.py",
    "process.py",
    "uploads/test_room.py",
    "test_bench.py",
    "test_mcp.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    @cache
    def begins_at(path: Path) -> int:
        return next((at for at, name in enumerate(LONG) if path.match(f"*{name}")), len(LONG))

    items.sort(key=lambda item: begins_at(item.path))


def pytest_collection_finish() -> None:
    """What was collected stays until the end: the collector of garbage need not look through half a million things each time.

    What a folder serves is kept from it likewise (bot/folder/refresh.py), and in tests goes with its folder all the same.
    """
    gc.collect()
    gc.freeze()
    pytest.MonkeyPatch().setattr("bot.folder.refresh.gc.freeze", lambda: None)


class Folder:
    """A content folder to write entries into."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def save(
        self,
        source: str,
        *,
        title: str | None = None,
        body: str = "Antwoord.",
        **front_matter: str | int | list[str],
    ) -> Path:
        """Write an entry; the title stands on line 2, each further key and each item of a list on a line of its own.

        Without a title it is named after its file, so that entries differ.
        """
        lines = []
        for key, value in {"title": title or f"Over {Path(source).stem}", **front_matter}.items():
            if isinstance(value, list):
                lines += [f"{key}:", *(f"  - {json.dumps(item, ensure_ascii=False)}" for item in value)]
            else:
                lines.append(f"{key}: {json.dumps(str(value), ensure_ascii=False)}")
        return self.write(source, "\n".join(["---", *lines, "---", body, ""]))

    def write(self, source: str, content: str | bytes) -> Path:
        """Write a file as it is given: text as UTF-8, bytes as they are."""
        path = self.root / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


@cache
def _few() -> tuple[Declined, ...]:
    return declined_questions.fitted()[::20]


@pytest.fixture
def few_are_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all, each retriever would hold 240 MB as WordEncoder sees them, and take a second to encode them."""
    few = _few()
    monkeypatch.setattr(declined_questions, "fitted", lambda: few)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)

"""What peers are measured on, and what is said of those that can't be."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.bench import peers as bench_peers
from index.bench.peers import COLUMNS, EDITED, OURS, PEERS, Cost, cost_of, keep_few, measured, table
from index.encoder import Encoder
from knowledge.entry import Passage
from knowledge.folder import CONTENT, read_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Few of the entries that ship."""
    copied = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    keep_few(copied)
    return copied


class First:
    """Finds the first passage that has a word of the question, and counts what is changed."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self.passages: list[Passage] = []
        self.edits: list[list[str]] = []

    def build(self, passages: Sequence[Passage]) -> None:
        self.passages = list(passages)

    def ask(self, text: str) -> str | None:
        words = set(text.lower().split())
        found = (one.entry.id for one in self.passages if words & set(one.text.lower().split()))
        return next(found, None)

    def edit(self, rows: Sequence[int], passages: Sequence[Passage]) -> None:
        assert [self.passages[row].entry.id for row in rows] == [passage.entry.id for passage in passages]
        self.edits.append([passage.text for passage in passages])


def test_few_entries_are_kept_and_the_one_that_is_edited(folder: Path) -> None:
    entries = {entry.id for entry in read_folder(folder).entries}

    assert EDITED[1] in entries
    assert len(entries) in (bench_peers.FEW, bench_peers.FEW + 1)


def test_peer_is_asked_and_each_edit_brings_other_passages(folder: Path) -> None:
    made: list[First] = []

    def maker(encoder: Encoder, folder: Path) -> First:
        made.append(First(encoder, folder))
        return made[-1]

    cost = cost_of(maker, folder, asked_at_most=5)

    assert 0 <= cost.right_first <= 1
    assert len(made[0].edits) == bench_peers.EDITS
    assert len({tuple(texts) for texts in made[0].edits}) == bench_peers.EDITS


def test_ratio_is_to_the_encoder_in_the_same_process() -> None:
    cells = Cost(1.0, 8.0, 4.0, 12.4, 600.2, 0.5).cells()

    assert cells == ("8.00", "2.00", "1.0", "12", "600", "0.500")
    assert len(cells) == len(COLUMNS)


def test_peer_that_is_not_installed_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PEERS, "nobody's", ("no_such_package", PEERS[OURS][1]))

    assert measured("nobody's", is_quick=True) == "not installed"


def test_peer_that_fails_leaves_its_last_line_and_the_others_their_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    assert measured(OURS, is_quick=True) == "ended with 1"
    assert table(is_quick=True)[OURS] == ("ended with 1",)

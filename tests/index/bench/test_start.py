"""A start in a process of its own, from what the one before has kept."""

from pathlib import Path

import pytest

from index import kept_index
from index.bench import entries as bench_entries
from index.bench.start import first_answer
from index.shipped_encoder import MANIFEST, MODEL


@pytest.mark.skipif(not (MODEL / MANIFEST).exists(), reason="no encoder ships in this checkout")
def test_second_start_finds_what_the_first_has_kept(tmp_path: Path) -> None:
    folder, var = tmp_path / "content", tmp_path / "var"
    bench_entries.write(folder, 2)

    first = first_answer(str(var), str(folder))
    kept = (var / kept_index.NAME).stat()
    second = first_answer(str(var), str(folder))

    assert (var / kept_index.NAME).stat().st_mtime_ns == kept.st_mtime_ns
    assert min(first.held_mb, second.held_mb, first.answered_s, second.answered_s) > 0

"""python -m index evaluate: what keeps it from measuring at all."""

from pathlib import Path

import pytest

from index import quality
from index.settings import IndexSettings
from tests.conftest import Folder
from tests.fakes import WordEncoder


async def test_nothing_is_measured_or_fitted_with_a_half_of_the_encoder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "load_encoder", lambda name: (WordEncoder(), "a file is damaged"))

    code = await quality.run(IndexSettings(var_dir=tmp_path / "var"), write=True, check=False)

    assert (code, capsys.readouterr().err) == (1, "a file is damaged\n")


async def test_list_that_does_not_read_is_told_and_is_no_list_without_faults(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.save("nl/faq/alfa.md")
    folder.write("questions.csv", "een;twee\nwie;faq/alfa\n")
    monkeypatch.setattr(quality, "load_encoder", lambda name: (WordEncoder(), ""))

    code = await quality.run(IndexSettings((folder.root,), tmp_path / "var"), write=False, check=True)

    assert code == 1
    assert "questions.csv:1: the first line names the columns" in capsys.readouterr().err

"""The bench measures a real bot, and says so where it can't."""

from pathlib import Path

import pytest

from bot import bench, bench_web
from tests.bot_process import small_knowledge


def test_without_a_clone_the_bench_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = bench.main([], tmp_path / "bot_api.py")

    assert status == 2
    assert capsys.readouterr().err.startswith(
        f"{tmp_path / 'bot_api.py'} is not there: the bench needs the tests of a clone"
    )


def test_bench_measures_and_everybody_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNOWLEDGE_DIR", str(small_knowledge(tmp_path)))
    monkeypatch.setenv("PORT", "no port")  # whoever runs the bench may have settings of their own

    status = bench.main(["--seconds", "1", "--rate", "6", "--people", "7"])

    said = capsys.readouterr()
    assert (status, said.err) == (0, "")
    assert [part in said.out for part in ("6 of 6", "7 of 7", "p99", "most in any second")] == [True] * 4


def test_bot_that_cannot_start_is_said_with_its_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNOWLEDGE_DIR", str(tmp_path / "nowhere"))

    status = bench.main(["--seconds", "1", "--rate", "2", "--people", "1"])

    said = capsys.readouterr().err
    assert status == 1
    assert said.startswith("the bot ended with 2 during the start; the log ends with:")
    assert "nowhere" in said


def test_bench_of_the_site_measures_pages_and_questions_beside_the_bot(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB", "off")  # whoever runs the bench may have settings of their own

    status = bench.main(
        ["--web", "--seconds", "2", "--pages", "10", "--asks", "2", "--rate", "2"], site=bench_web.measure
    )

    said = capsys.readouterr()
    assert (status, said.err) == (0, "")
    assert [part in said.out for part in ("80 of 80", "4 of 4 answered", "p99")] == [True] * 3

"""Ratios that were accepted are held with room, and a new one has to be accepted first."""

import tomllib

import pytest

from index.bench import ratios as bench_ratios
from index.bench.ratios import ACCEPTED, TRIES, over
from index.encoder import Encoder
from index.ranking import Calibration


def test_only_what_is_half_as_large_again_is_over() -> None:
    assert over({"edit": 14.9, "start": 15.1}, {"edit": 10.0, "start": 10.0}) == ["start"]


def test_what_nobody_accepted_is_over() -> None:
    assert over({"memory": 0.1}, {}) == ["memory"]


async def test_ratio_that_is_over_once_is_measured_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted = tomllib.loads(ACCEPTED.read_text("utf-8"))
    runs = [{**accepted, "edit": 10 * accepted["edit"]}, accepted]

    async def measure(encoder: Encoder, calibration: Calibration) -> dict[str, float]:
        return runs.pop(0)

    monkeypatch.setattr(bench_ratios, "measure", measure)

    assert await bench_ratios.check(accept=False) == 0
    assert not runs
    assert "TOO MUCH" not in capsys.readouterr().out


async def test_ratio_that_is_over_each_time_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted = tomllib.loads(ACCEPTED.read_text("utf-8"))
    asked = []

    async def measure(encoder: Encoder, calibration: Calibration) -> dict[str, float]:
        asked.append(1)
        return {**accepted, "edit": 10 * accepted["edit"]}

    monkeypatch.setattr(bench_ratios, "measure", measure)

    assert await bench_ratios.check(accept=False) == 1
    assert len(asked) == TRIES
    [told] = [line for line in capsys.readouterr().out.splitlines() if "TOO MUCH" in line]
    assert told.startswith("edit")

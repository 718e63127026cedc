"""The picture of the figures, and the process that draws it."""

import os
import struct
import time
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from bot.rooms.statistics import charts
from bot.rooms.statistics.charts import Bar, Chart, ChartError, Line, Series, picture

CHART = Chart(
    "Vragen aan Verbinder",
    "16 november 2026 – 24 november 2026",
    ("47", "48"),
    "week",
    "Vragen per week",
    (Series("beantwoord", (3, 8)), Series("twijfel", (0, 2)), Series("zonder antwoord", (1, 0))),
    "Meest gevraagd",
    (Bar("Wie de overeenkomst tekent", 6), Bar("Waar de route gemeld wordt", 1)),
    "Oordeel over het antwoord",
    (Bar("hielp: 75% (3)", 3), Bar("hielp niet: 25% (1)", 1)),
    "nog niets",
    "Hoe snel het antwoord er was",
    (Line("95% binnen 0,20 s", "0,20 s", (0.1, 0.2)), Line("de helft binnen 0,04 s", "0,04 s", (0.03, 0.04))),
)


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels (PNG, the chunk IHDR)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    "chart",
    [
        pytest.param(CHART, id="all there is"),
        pytest.param(replace(CHART, topics=(), verdicts=()), id="nothing answered, nothing judged"),
        pytest.param(replace(CHART, verdicts=(Bar("hielp: 100% (3)", 3), Bar("hielp niet: 0% (0)", 0))), id="all good"),
        pytest.param(
            replace(CHART, times=tuple(replace(line, values=(None, 0.2)) for line in CHART.times)), id="an idle week"
        ),
        pytest.param(
            replace(CHART, title="$x^$ <b>&", topics=(Bar("50% $korting$ \\frac{ _ {", 4),)),
            id="signs that mean something",
        ),
        pytest.param(
            replace(
                CHART,
                weeks=CHART.weeks * 6,
                results=tuple(replace(one, values=tuple(v * 400 for v in one.values) * 6) for one in CHART.results),
                times=tuple(replace(line, values=line.values * 6) for line in CHART.times),
            ),
            id="twelve busy weeks",
        ),
    ],
)
def test_picture_is_upright_and_fits_a_phone(chart: Chart) -> None:
    assert size(charts.draw(chart)) == (1080, 1998)


async def test_picture_is_drawn_by_another_process(tmp_path: Path) -> None:
    """matplotlib holds Python's lock for a second or more: in this process nobody would be answered meanwhile."""
    before, own_s = os.times(), time.process_time()

    drawn = await picture(CHART, cache=tmp_path / "matplotlib")

    own_s, after = time.process_time() - own_s, os.times()
    others_s = after.children_user + after.children_system - before.children_user - before.children_system
    assert size(drawn) == (1080, 1998)
    assert own_s < others_s / 4  # in time of processors, whatever else the machine does


async def test_drawing_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(ChartError) as raised:
        await picture(CHART, cache=tmp_path, time_s=0.01)

    assert str(raised.value) == "it took more than 0 s"


async def test_drawing_that_fails_is_told(tmp_path: Path) -> None:
    """More values than weeks."""
    odd = replace(CHART, results=(Series("beantwoord", (1, 2, 3)),))

    with pytest.raises(ChartError) as raised:
        await picture(odd, cache=tmp_path)

    assert str(raised.value) == "the process that draws it ended with 1"


def test_what_is_said_to_be_missing_is_what_the_extra_installs() -> None:
    project = tomllib.loads((Path(__file__).parents[4] / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["optional-dependencies"]["pictures"] == [charts.REQUIREMENT]

"""Figures with their words in, a picture for a phone out, as PNG; it is drawn by a process of its own.

matplotlib takes a second or more and holds Python's lock meanwhile, for which everybody who asks something would wait.
`python -m bot.rooms.statistics.charts` is that process: a chart as JSON on standard input, the picture on standard output.
"""

import importlib.util
import io
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.apart import end_with_parent, run_apart

LIBRARY = "matplotlib"
REQUIREMENT = "matplotlib>=3.9,<4"  # the extra `pictures` of pyproject.toml
TIME_S = 100.0  # that drawing may take; a first time makes a list of fonts
NICENESS = 10  # answers go first: the bot runs on the same processor

WIDTH, HEIGHT, DPI = 4.0, 7.4, 270  # inches, upright: 1080 × 1998, what a phone shows from edge to edge
# Told apart by whoever sees no red and green, and by how light they are (Okabe and Ito, https://jfly.uni-koeln.de/color/)
BLUE, SKY, ICE, VERMILION, GREY = "#0072B2", "#56B4E9", "#BFE3F9", "#D55E00", "#BDBDBD"
INK, PALE = "#222222", "#E6E6E6"
SERIES = (BLUE, SKY, ICE, VERMILION, GREY)
BIG, PLAIN, SMALL = 10.5, 8.5, 7.5  # points, of letters


class ChartError(Exception):
    """The picture could not be made; the message says why, for the log."""


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of the bars."""

    label: str
    values: tuple[int, ...]  # a week each, oldest first


@dataclass(frozen=True, slots=True)
class Line:
    """One of the times."""

    label: str  # what it is, with its last value
    peak: str  # its highest value, in words
    values: tuple[float | None, ...]  # seconds, a week each; None: nothing was asked


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with a length."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the picture shows, in words of the reader's language."""

    title: str
    period: str
    weeks: tuple[str, ...]  # what each is called, oldest first
    week_label: str
    results_title: str
    results: tuple[Series, ...]  # from the bottom, at most as many as there are colours
    topics_title: str
    topics: tuple[Bar, ...]  # most asked first; none: nothing was answered
    verdicts_title: str
    verdicts: tuple[Bar, ...]  # for, against; none: nobody judged
    nothing: str  # what stands where there is nothing to show
    times_title: str
    times: tuple[Line, ...]  # the slower one first


def is_installed() -> bool:
    """Whether pictures can be made here."""
    return importlib.util.find_spec(LIBRARY) is not None


async def picture(chart: Chart, *, cache: Path, time_s: float = TIME_S) -> bytes:
    """The picture as PNG. cache: a folder for the library's list of fonts. Raises ChartError."""
    told = json.dumps(asdict(chart)).encode()
    try:
        ran = await run_apart(__name__, told, time_s=time_s, own=_kept_in(cache))
    except TimeoutError:
        raise ChartError(f"it took more than {time_s:.0f} s") from None
    except OSError as error:
        raise ChartError(f"no process could be started ({error.strerror})") from None
    if ran.code or not ran.output.startswith(b"\x89PNG"):
        raise ChartError(f"the process that draws it ended with {ran.code}")
    return ran.output


def _kept_in(cache: Path) -> dict[str, str]:
    """What tells the library where its list of fonts lies."""
    return {"MPLCONFIGDIR": str(cache.absolute())}


def draw(chart: Chart) -> bytes:
    """The picture as PNG; takes a second or two."""
    from matplotlib import rc_context

    with rc_context({"text.parse_math": False}):  # a topic's name may hold a dollar sign
        return _drawn(chart)


def _drawn(chart: Chart) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # No pyplot: it keeps each figure, and asks for a screen.
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    figure.text(0.05, 0.978, chart.title, size=13, weight="bold", color=INK, va="top")
    figure.text(0.05, 0.946, chart.period, size=PLAIN, color=INK, va="top")
    _draw_results(figure.add_axes((0.05, 0.655, 0.9, 0.16)), chart)
    _draw_topics(figure.add_axes((0.05, 0.36, 0.9, 0.215)), chart)
    _draw_verdicts(figure.add_axes((0.05, 0.27, 0.9, 0.025)), chart)
    _draw_times(figure.add_axes((0.05, 0.04, 0.9, 0.085)), chart)
    written = io.BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _draw_results(axes: Any, chart: Chart) -> None:
    """Bars of questions a week, one colour on another; what each colour is stands above, with its number."""
    _bare(axes, chart.results_title, above=0.47)
    at = range(len(chart.weeks))
    bottom = [0] * len(at)
    for colour, series in zip(SERIES, chart.results, strict=False):
        axes.bar(at, series.values, bottom=bottom, color=colour, width=0.82)
        bottom = [below + value for below, value in zip(bottom, series.values, strict=True)]
    for place, total in zip(at, bottom, strict=True):
        if total:
            axes.text(place, total, f"{total}", size=SMALL, color=INK, ha="center", va="bottom")
    axes.set_xticks(at, chart.weeks, size=SMALL)
    axes.set_xlim(-0.5, len(at) - 0.5)
    axes.set_ylim(0, max(bottom, default=0) * 1.12 or 1)
    axes.set_xlabel(chart.week_label, size=SMALL, labelpad=1)
    for number, (colour, series) in enumerate(zip(SERIES, chart.results, strict=False)):
        left, up = 0.5 * (number % 2), 1.32 - 0.14 * (number // 2)
        axes.text(left, up, "■", size=BIG, color=colour, transform=axes.transAxes, va="center")
        text = f"{series.label} {sum(series.values)}"
        axes.text(left + 0.045, up, text, size=PLAIN, color=INK, transform=axes.transAxes, va="center")


def _draw_topics(axes: Any, chart: Chart) -> None:
    """A bar for each, its name above it: names are long, and a phone is narrow."""
    _bare(axes, chart.topics_title, above=0.06)
    axes.set_xticks([])
    if not chart.topics:
        axes.text(0, 0.9, chart.nothing, size=PLAIN, color=INK, transform=axes.transAxes, va="top")
        return
    most = max(bar.value for bar in chart.topics)
    for place, bar in enumerate(chart.topics):
        axes.barh(place + 0.36, bar.value, height=0.28, color=BLUE)
        axes.text(0, place, bar.label, size=PLAIN, color=INK, va="center")
        axes.text(bar.value + most * 0.015, place + 0.36, f"{bar.value}", size=PLAIN, color=INK, va="center")
    axes.set_xlim(0, most * 1.12)
    axes.set_ylim(max(len(chart.topics), 3) - 0.4, -0.3)


def _draw_verdicts(axes: Any, chart: Chart) -> None:
    """One bar in two parts, each with its words in it or behind it."""
    _bare(axes, chart.verdicts_title, above=0.35)
    axes.set_xticks([])
    if not chart.verdicts:
        axes.text(0, 0.9, chart.nothing, size=PLAIN, color=INK, transform=axes.transAxes, va="top")
        return
    left = 0
    for colour, bar in zip((BLUE, VERMILION), chart.verdicts, strict=True):
        axes.barh(0, bar.value, left=left, height=0.8, color=colour)
        left += bar.value
    axes.set_xlim(0, left)
    first, last = chart.verdicts
    axes.text(0, -0.15, first.label, size=PLAIN, color=BLUE, weight="bold", transform=axes.transAxes, va="top")
    axes.text(
        *(1, -0.15, last.label),
        size=PLAIN,
        color=VERMILION,
        weight="bold",
        transform=axes.transAxes,
        va="top",
        ha="right",
    )


def _draw_times(axes: Any, chart: Chart) -> None:
    """A line each; what it is stands above, in its colour."""
    _bare(axes, chart.times_title, above=0.95)
    at = range(len(chart.weeks))
    most = max((value for line in chart.times for value in line.values if value is not None), default=0.0)
    for number, (colour, line) in enumerate(zip((VERMILION, BLUE), chart.times, strict=False)):
        values = [float("nan") if value is None else value for value in line.values]
        axes.plot(at, values, color=colour, linewidth=2, marker="o", markersize=4)
        if number == 0 and most:
            peak = line.values.index(max(value for value in line.values if value is not None))
            axes.annotate(
                *(line.peak, (peak, values[peak])),
                xytext=(0, 4),
                textcoords="offset points",
                size=SMALL,
                color=colour,
                ha="center",
            )
        axes.text(
            *(0, 1.72 - 0.27 * number, line.label),
            size=PLAIN,
            color=colour,
            weight="bold",
            transform=axes.transAxes,
            va="center",
        )
    axes.set_xticks(at, chart.weeks, size=SMALL)
    axes.set_xlim(-0.5, len(at) - 0.5)
    axes.set_ylim(0, most * 1.15 or 1)


def _bare(axes: Any, title: str, *, above: float) -> None:
    """No frame and no scale, since what there is to read stands beside it; above: room for words, in heights of it."""
    axes.set_title(title, size=BIG, weight="bold", color=INK, loc="left", y=1 + above, pad=0)
    axes.set_yticks([])
    axes.tick_params(length=0, colors=INK)
    for side in ("left", "right", "top", "bottom"):
        axes.spines[side].set_visible(False)


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Draw one chart."""
    end_with_parent()
    told = json.loads(source.read())
    if sys.platform != "win32":
        os.nice(NICENESS)
    for name, kind in (("results", Series), ("topics", Bar), ("verdicts", Bar), ("times", Line)):
        told[name] = tuple(kind(**one) for one in told[name])
    target.write(draw(Chart(**told)))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)

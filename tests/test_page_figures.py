"""What is read from a browser's trace."""

from typing import Any

from tests.page_figures import Figures, of_trace


def told(name: str, ts_us: int, frame: str = "F", tid: int = 1, dur: int = 0, **data: Any) -> dict[str, Any]:
    return {"name": name, "ts": ts_us, "tid": tid, "dur": dur, "args": {"frame": frame, "data": data}}


def test_figures_are_those_of_the_page_and_not_of_the_empty_one_before_or_of_frames_in_it() -> None:
    events = [
        told("navigationStart", 1_000_000, documentLoaderURL="https://vraag.example.org/nl/"),
        told("navigationStart", 1_100_000, documentLoaderURL=""),
        told("firstContentfulPaint", 1_500_000),
        told("firstContentfulPaint", 1_900_000, frame="inner"),
        told("largestContentfulPaint::Candidate", 1_500_000),
        told("largestContentfulPaint::Candidate", 1_800_000),
        told("LayoutShift", 1_600_000, score=0.25, had_recent_input=False),
        told("LayoutShift", 1_700_000, score=0.5, had_recent_input=True),
        told("ThreadControllerImpl::RunTask", 1_550_000, dur=80_000),
        told("ThreadControllerImpl::RunTask", 1_650_000, dur=40_000),
        told("ThreadControllerImpl::RunTask", 1_650_000, tid=2, dur=900_000),
    ]

    assert of_trace(events, 12_000) == Figures(500.0, 800.0, 30.0, 0.25, 12_000)

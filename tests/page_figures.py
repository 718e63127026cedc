"""What a page costs a reader, from Chromium's own trace: `python -m tests.page_figures [TIMES]`, with Chromium.

On a phone as Lighthouse takes it: 150 ms away, 1.6 Mbit/s, a processor four times as slow. First and largest paint, how
long scripts kept the page from answering, how far it moved while it came, and what was sent. Medians of so many times (3).
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from index.console import for_people
from tests.bot.faces.web.in_browser.browsing import CHROMIUM, PAGES, REASON
from tests.site_process import running

PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
AWAY = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOWER = 4
SHOWN = ("home", "topic", "entry", "guideline", "activities", "routes", "answered", "chat")
CATEGORIES = ("loading", "devtools.timeline", "blink.user_timing", "toplevel")
LONG_US = 50_000  # of a task, from which a reader notices that the page doesn't answer
QUIET_MS = 500  # after the last of it has come, so that what is painted or moved then counts


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one time that a page was opened."""

    first_ms: float
    largest_ms: float
    blocked_ms: float
    shift: float
    sent: int  # bytes


def of_trace(events: Sequence[Mapping[str, Any]], sent: int) -> Figures:
    """The figures of a page from its trace, which tells of other frames and of the page before too."""
    # A tab begins with an empty page, which has no address; when that began may be told after ours.
    started = next(one for one in events if one["name"] == "navigationStart" and _data(one).get("documentLoaderURL"))
    frame, began_us = started["args"]["frame"], int(started["ts"])

    def ms(names: Iterable[str]) -> float:
        found = [
            one["ts"]
            for one in events
            if one["name"] in names and one["args"].get("frame") == frame and one["ts"] >= began_us
        ]
        return (max(found) - began_us) / 1000 if found else 0.0

    first = ms(("firstContentfulPaint",))
    tasks = [
        one["dur"]
        for one in events
        if one["name"].endswith("RunTask") and one["tid"] == started["tid"] and one["ts"] >= began_us + first * 1000
    ]
    shifts = [_data(one) for one in events if one["name"] == "LayoutShift" and one["ts"] >= began_us]
    return Figures(
        first,
        ms(("largestContentfulPaint::Candidate",)) or first,
        sum(max(0, took_us - LONG_US) for took_us in tasks) / 1000,
        sum(float(one.get("score", 0)) for one in shifts if not one.get("had_recent_input")),
        sent,
    )


def _data(event: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = event.get("args", {}).get("data") or {}
    return found


async def opened_once(browser: Any, address: str) -> Figures:
    """A page, opened by a phone that knows nothing of the site yet."""
    context = await browser.new_context(**PHONE, service_workers="block")
    try:
        page = await context.new_page()
        devtools = await context.new_cdp_session(page)
        sent: list[int] = []
        devtools.on("Network.loadingFinished", lambda told: sent.append(int(told["encodedDataLength"])))
        await devtools.send("Network.enable")
        await devtools.send("Network.emulateNetworkConditions", AWAY)
        await devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        await browser.start_tracing(page=page, categories=CATEGORIES)
        await page.goto(address)
        await page.wait_for_timeout(QUIET_MS)
        trace = json.loads(await browser.stop_tracing())
    finally:
        await context.close()
    return of_trace([one for one in trace["traceEvents"] if "ts" in one], sum(sent))


async def measure(site: str, times: int) -> dict[str, Figures]:
    """The medians of each kind of page."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        found = {}
        for kind in SHOWN:
            each = [await opened_once(browser, site + PAGES[kind][0]) for _ in range(times)]
            found[kind] = Figures(*(statistics.median(values) for values in zip(*map(_values, each), strict=True)))  # type: ignore[arg-type]
        await browser.close()
    return found


def _values(one: Figures) -> tuple[float, ...]:
    return one.first_ms, one.largest_ms, one.blocked_ms, one.shift, one.sent


def table(found: Mapping[str, Figures]) -> Table:
    """As it is printed."""
    made = Table(title="pages on a slow phone, from Chromium's trace", title_justify="left")
    for column in ("", "first paint", "largest paint", "blocked", "layout shift", "sent"):
        made.add_column(column, justify="right" if column else "left")
    for kind, one in found.items():
        made.add_row(
            *(kind, f"{one.first_ms:,.0f} ms", f"{one.largest_ms:,.0f} ms", f"{one.blocked_ms:,.0f} ms"),
            *(f"{one.shift:.3f}", f"{one.sent / 1000:,.1f} kB"),
        )
    return made


def main(arguments: Sequence[str]) -> int:
    """0; 2 where there is no browser."""
    if CHROMIUM is None:
        print(REASON, file=sys.stderr)
        return 2
    times = int(arguments[0]) if arguments else 3
    with tempfile.TemporaryDirectory() as work, running(Path(work)) as (site, _):
        for_people().print(table(asyncio.run(measure(site, times))))
    print(f"load of the machine in the last five minutes: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

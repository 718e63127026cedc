"""A real browser for the tests of the site: which pages there are, how one is opened, and what is wrong with it.

It takes Chromium, from CHROMIUM or the system's own; where there is none each test says so and is skipped.
"""

import asyncio
import http.server
import os
import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
MISSING = next((name for name in ("playwright", "axe_playwright_python") if not find_spec(name)), "")
REASON = f"{MISSING} is not installed" if MISSING else "there is no Chromium; set CHROMIUM to its path, or install it"
IN_BROWSER = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(bool(MISSING) or CHROMIUM is None, reason=REASON),
]

# Levels A and AA of WCAG 2.2, and what the European norm adds.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "EN-301-549", "best-practice"]
LANGS = ("nl", "en")
PAGES = {
    "home": ("/nl/", "/en/"),
    "topics": ("/nl/onderwerpen", "/en/topics"),
    "topic": ("/nl/onderwerpen/T015", "/en/topics/T015"),
    "list": ("/nl/faq", "/en/faq"),
    "entry": ("/nl/faq/samenwerken-zonder-melding", "/en/faq/samenwerken-zonder-melding"),
    "likely": ("/nl/faq/welke-raad-per-fase", "/en/faq/welke-raad-per-fase"),
    "guideline": ("/nl/guidelines/wie-doet-wat-per-fase", "/en/guidelines/wie-doet-wat-per-fase"),
    "activities": ("/nl/activities?minutes=30&people=10", "/en/activities?minutes=30&people=10"),
    "no activity": ("/nl/activities?minutes=1", "/en/activities?minutes=1"),
    "routes": ("/nl/routes", "/en/routes"),
    "news": ("/nl/nieuw", "/en/news"),
    "privacy": ("/nl/privacy", "/en/privacy"),
    "accessibility": ("/nl/toegankelijkheid", "/en/accessibility"),
    "check": ("/nl/nakijken", "/en/check"),
    "carry": ("/nl/meenemen", "/en/take-along"),
    "offline": ("/nl/zonder-internet", "/en/offline"),
    "ask": ("/nl/vraag", "/en/ask"),
    "answered": ("/nl/vraag?q=wie+tekent+de+sok", "/en/ask?q=who+signs+the+agreement"),
    "unknown": ("/nl/vraag?q=hoe+bak+ik+een+appeltaart", "/en/ask?q=how+do+I+bake+an+apple+pie"),
    "chat": ("/nl/gesprek", "/en/chat"),
    "not there": ("/nl/faq/nergens", "/en/faq/nowhere"),
}
KINDS = [pytest.param(PAGES[kind][at], id=f"{kind}, {lang}") for kind in PAGES for at, lang in enumerate(LANGS)]
ENTRY, ASK = PAGES["entry"][0], PAGES["ask"][0]
PAGE_BYTES = 60_000  # of a page with all that it loads, as it is sent


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Somebody else's site: the files of a folder, at an origin of its own."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@asynccontextmanager
async def opened(browser: Any, address: str = "", **options: Any) -> AsyncIterator[Any]:
    """A page in a browser that knows nothing yet; whatever a script of it complains of fails the test."""
    context = await browser.new_context(**options)
    context.set_default_timeout(120_000)  # a busy machine is no failure
    try:
        page = await context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
        if address:
            await page.goto(address)
        yield page
        assert faults == []
    finally:
        await context.close()


async def violations(page: Any) -> list[str]:
    """What axe-core finds, in light and in dark: the rule, and where it is broken. The dark has other colours alone."""
    await page.evaluate(_axe() + "; 0")
    run = "only => axe.run({runOnly: only, resultTypes: ['violations']})"  # else it lists all that is well too
    light = await page.evaluate(run, RULES)
    await page.emulate_media(color_scheme="dark")
    dark = await page.evaluate(run, {"type": "rule", "values": ["color-contrast"]})
    found = [*light["violations"], *dark["violations"]]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


@cache
def _axe() -> str:
    import axe_playwright_python

    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")


async def until(page: Any, expression: str) -> None:
    """Wait for it to be true. Playwright's own way evaluates text in the page, which the site's policy forbids."""
    async with asyncio.timeout(30):
        while not await page.evaluate(expression):
            await page.wait_for_timeout(50)


async def overflow(page: Any) -> int:
    return int(await page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))

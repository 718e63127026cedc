"""A browser, a site and a school's own site, once for all tests of a file."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio

from index import questions
from tests.bot.faces.web.in_browser.browsing import CHROMIUM, serving
from tests.site_process import read, running


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The site of a school that may show the chat in a frame, and its folder."""
    folder = tmp_path_factory.mktemp("school")
    with serving(folder) as address:
        yield address, folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, school: tuple[str, Path]) -> Iterator[str]:
    """Where the site is, with the content that ships."""
    with running(tmp_path_factory.mktemp("site"), FRAME_ANCESTORS=school[0]) as (address, _):
        yield address


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Any]:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM)
        yield started
        await started.close()


@pytest.fixture(scope="module")
def unsure(site: str) -> str:
    """A question for which others are offered."""
    for asked in questions.load():
        if asked.lang == "nl" and '"outcome": "unsure"' in read(f"{site}/api/ask?q={quote(asked.text)}"):
            return asked.text
    pytest.skip("no question is unsure")

"""Takes the pictures of the site that the README shows: `python -m tests.site_pictures`, with Chromium."""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

from tests.site_process import running

PICTURES = Path(__file__).parent.parent / "docs" / "web"
SIZE = {"width": 900, "height": 640}


async def take(address: str) -> None:
    """A page in light, the chat in dark."""
    from playwright.async_api import async_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    PICTURES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium)
        page = await browser.new_page(viewport=SIZE)
        await page.goto(f"{address}/nl/faq/samenwerken-zonder-melding")
        await page.screenshot(path=PICTURES / "entry.png")
        page = await browser.new_page(viewport=SIZE, color_scheme="dark")
        await page.goto(f"{address}/nl/vraag")
        await page.locator("#q").fill("wie tekent de sok")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".turn article")
        await page.screenshot(path=PICTURES / "chat.png")
        await browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work, running(Path(work)) as (at, _):
        asyncio.run(take(at))

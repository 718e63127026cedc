"""Every kind of page in a real browser: for everybody (WCAG 2.2 AA), light, still, and asking nobody else."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.bot.faces.web.in_browser.browsing import (
    ASK,
    ENTRY,
    IN_BROWSER,
    KINDS,
    PAGE_BYTES,
    PAGES,
    opened,
    overflow,
    violations,
)

pytestmark = IN_BROWSER


@pytest.mark.parametrize("address", KINDS)
async def test_every_kind_of_page_is_for_everybody_light_and_asks_nobody_else(
    browser: Any, site: str, address: str
) -> None:
    """Looked at once, since to open a page is what takes long; 320 pixels wide is 1280 at 400 %."""
    async with opened(browser, service_workers="block") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        devtools = await page.context.new_cdp_session(page)
        weighed: list[float] = []
        devtools.on("Network.loadingFinished", lambda told: weighed.append(told["encodedDataLength"]))
        await devtools.send("Network.enable")

        await page.goto(site + address)
        found = await violations(page)
        await page.set_viewport_size({"width": 320, "height": 256})
        sideways = await overflow(page)

    assert found == []
    assert sideways <= 0
    assert [url for url in asked if not url.startswith(f"{site}/")] == []
    assert 0 < sum(weighed) <= PAGE_BYTES


async def test_options_are_for_everybody(browser: Any, site: str, unsure: str) -> None:
    async with opened(browser, f"{site}{ASK}?q={quote(unsure)}") as page:
        assert await page.locator("form.options button").count() >= 3
        assert await violations(page) == []


@pytest.mark.parametrize("address", [PAGES[kind][0] for kind in ("home", "entry", "answered", "routes")])
async def test_text_twice_as_far_apart_loses_nothing(browser: Any, site: str, address: str) -> None:
    """WCAG 1.4.12."""
    async with opened(browser, site + address, viewport={"width": 320, "height": 600}) as page:
        await page.evaluate(
            """() => { for (const one of document.querySelectorAll("*")) {
                one.style.lineHeight = "1.5"; one.style.letterSpacing = ".12em"; one.style.wordSpacing = ".16em"; } }"""
        )
        assert await overflow(page) <= 0


async def test_a_screen_reader_finds_landmarks_headings_and_what_a_field_is_for(browser: Any, site: str) -> None:
    async with opened(browser, site + ENTRY) as page:
        tree = await page.locator("body").aria_snapshot()

    landmarks = re.findall(r"^ *- (banner|navigation|search|main|contentinfo)\b", tree, re.MULTILINE)
    assert landmarks == ["banner", "navigation", "search", "main", "navigation", "contentinfo"]
    assert len(re.findall(r"\[level=1\]", tree)) == 1
    assert '- combobox "Stel uw vraag"' in tree or '- searchbox "Stel uw vraag"' in tree


async def test_nothing_moves_for_who_does_not_want_it(browser: Any, site: str) -> None:
    async with opened(browser, site + ENTRY, reduced_motion="reduce") as page:
        moves = await page.evaluate(
            """() => [...document.querySelectorAll("*")].map(one => getComputedStyle(one))
            .filter(one => one.scrollBehavior === "smooth" || one.animationName !== "none"
              || one.transitionDuration !== "0s").length"""
        )

    assert moves == 0


async def test_on_paper_there_is_the_answer_with_the_addresses_of_its_sources(browser: Any, site: str) -> None:
    async with opened(browser, site + ENTRY) as page:
        await page.emulate_media(media="print")
        shown = [await page.locator(what).first.is_visible() for what in ("h1", ".sources", ".top", ".foot", ".ask")]
        behind = await page.locator(".sources a").first.evaluate("one => getComputedStyle(one, '::after').content")

    assert shown == [True, True, False, False, False]
    assert "https://" in behind


async def test_on_paper_nothing_is_asked_of_who_reads(browser: Any, site: str, unsure: str) -> None:
    """No heading above buttons that paper has not, and no field."""
    for address in (f"{ASK}?q={quote(unsure)}", "/nl/activities", "/nl/routes", "/nl/privacy"):
        async with opened(browser, site + address) as page:
            await page.emulate_media(media="print")
            asking = page.locator("main").locator("button, input, select, .pick, #erase").locator("visible=true")

            assert (address, await asking.all_inner_texts()) == (address, [])


async def test_a_page_stands_still_while_it_comes(browser: Any, site: str) -> None:
    """No layout shift, and nothing that holds up its first paint."""
    async with opened(browser, site + ENTRY) as page:
        shift, paints = await page.evaluate(
            """async () => {
              let shift = 0;
              new PerformanceObserver(list => list.getEntries().forEach(one => { shift += one.value; }))
                .observe({type: "layout-shift", buffered: true});
              await new Promise(done => setTimeout(done, 300));
              return [shift, performance.getEntriesByName("first-contentful-paint").length];
            }"""
        )

    assert shift < 0.01
    assert paints == 1

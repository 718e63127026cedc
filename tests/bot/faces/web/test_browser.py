"""The site in a real browser: for everybody (WCAG 2.2 AA), by keyboard alone, without a script, without internet, in a frame.

It takes Chromium, from CHROMIUM or the system's own; where there is none each test says so and is skipped.
"""

import asyncio
import http.server
import os
import re
import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio

from bot.faces.web import export_site
from index import questions
from tests.site_process import read, running

CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
MISSING = next((name for name in ("playwright", "axe_playwright_python") if not find_spec(name)), "")
REASON = f"{MISSING} is not installed" if MISSING else "there is no Chromium; set CHROMIUM to its path, or install it"
pytestmark = [
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
    import axe_playwright_python

    source = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
    await page.evaluate(source + "; 0")
    light = await page.evaluate("tags => axe.run({runOnly: tags})", RULES)
    await page.emulate_media(color_scheme="dark")
    dark = await page.evaluate("axe.run({runOnly: {type: 'rule', values: ['color-contrast']}})")
    found = [*light["violations"], *dark["violations"]]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


async def until(page: Any, expression: str) -> None:
    """Wait for it to be true. Playwright's own way evaluates text in the page, which the site's policy forbids."""
    async with asyncio.timeout(30):
        while not await page.evaluate(expression):
            await page.wait_for_timeout(50)


async def overflow(page: Any) -> int:
    return int(await page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))


def asking_of(site: str, outcome: str) -> str:
    """A question with that outcome."""
    for asked in questions.load():
        if asked.lang == "nl" and f'"outcome": "{outcome}"' in read(f"{site}/api/ask?q={quote(asked.text)}"):
            return asked.text
    pytest.skip(f"no question is {outcome}")


# --- for everybody


@pytest.mark.parametrize("address", KINDS)
async def test_every_kind_of_page_is_for_everybody(browser: Any, site: str, address: str) -> None:
    async with opened(browser, site + address) as page:
        assert await violations(page) == []


async def test_options_are_for_everybody(browser: Any, site: str) -> None:
    async with opened(browser, f"{site}{ASK}?q={quote(asking_of(site, 'unsure'))}") as page:
        assert await page.locator("form.options button").count() >= 3
        assert await violations(page) == []


@pytest.mark.parametrize("address", KINDS)
async def test_no_page_scrolls_sideways_on_a_narrow_screen(browser: Any, site: str, address: str) -> None:
    """320 pixels wide, which is 1280 at 400 %."""
    async with opened(browser, site + address, viewport={"width": 320, "height": 256}) as page:
        assert await overflow(page) <= 0


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


# --- what a page costs, and whom it asks


@pytest.mark.parametrize("address", KINDS)
async def test_a_page_is_light_and_asks_nobody_else(browser: Any, site: str, address: str) -> None:
    async with opened(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        devtools = await page.context.new_cdp_session(page)
        weighed: list[float] = []
        devtools.on("Network.loadingFinished", lambda told: weighed.append(told["encodedDataLength"]))
        await devtools.send("Network.enable")

        await page.goto(site + address, wait_until="networkidle")

    assert [url for url in asked if not url.startswith(f"{site}/")] == []
    assert 0 < sum(weighed) <= PAGE_BYTES


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


# --- asking


async def test_by_keyboard_alone_a_question_is_asked_judged_followed_up_and_erased(browser: Any, site: str) -> None:
    async with opened(browser, f"{site}/nl/") as page:
        press, focused = page.keyboard.press, page.locator(":focus")
        await press("Tab")
        assert await focused.inner_text() == "Naar de inhoud"
        await press("Enter")
        assert await page.evaluate("document.activeElement.id") == "main"
        await page.locator("#q").focus()
        await page.keyboard.type("wie tekent de sok")
        await press("Enter")

        await page.wait_for_selector(".turn article")
        assert page.url == site + ASK  # the question stands in no address
        assert await focused.evaluate("one => one.tagName") == "H2"
        title = await focused.inner_text()
        assert await page.locator("#status").inner_text() == f"Antwoord: {title}"
        while await focused.inner_text() != "Dit hielp":
            await press("Tab")
        await press("Enter")
        await page.wait_for_selector(".turn .toast")
        while await focused.get_attribute("id") != "q":
            await press("Tab")
        await page.keyboard.type("en in het Engels, who signs it?")
        await press("Enter")
        await until(page, "document.querySelectorAll('.turn').length === 2")

        await page.reload()
        assert await page.locator(".turn").count() == 2  # as long as the tab is open
        await page.locator(".turn").last.locator(".erase button").focus()
        await press("Enter")
        await until(page, "document.querySelectorAll('.turn').length === 1")
        assert "(2 " in await page.locator(".turn").inner_text()
        assert await page.evaluate("Object.keys(sessionStorage).length") == 0


async def test_titles_are_suggested_and_chosen_by_keyboard(browser: Any, site: str) -> None:
    async with opened(browser, site + ENTRY) as page:
        await page.locator("#q").focus()
        await page.keyboard.type("wie tekent")
        await page.wait_for_selector("[role=option]")
        found = await violations(page)
        await page.keyboard.press("ArrowDown")
        marked = await page.locator("#q").get_attribute("aria-activedescendant")
        title = await page.locator(f"#{marked}").inner_text()
        await page.keyboard.press("Enter")
        await page.wait_for_url(re.compile(r"/nl/faq/"))

        assert found == []
        assert await page.locator("h1").inner_text() == title


async def test_escape_closes_suggestions_and_keeps_what_was_typed(browser: Any, site: str) -> None:
    async with opened(browser, f"{site}{ASK}") as page:
        await page.locator("#q").focus()
        await page.keyboard.type("wie tekent")
        await page.wait_for_selector("[role=option]")
        await page.keyboard.press("Escape")

        assert await page.locator("[role=listbox]").is_hidden()
        assert await page.locator("#q").input_value() == "wie tekent"


async def test_an_option_takes_the_place_of_the_question_which_was_meant(browser: Any, site: str) -> None:
    text = asking_of(site, "unsure")
    async with opened(browser, site + ASK) as page:
        await page.locator("#q").fill(text)
        await page.keyboard.press("Enter")
        option = page.locator("form.options button").first
        title = await option.inner_text()
        await option.click()
        await page.wait_for_selector(".turn article")

        assert await page.locator(".turn .answer h2").first.inner_text() == title


async def test_without_a_script_all_of_it_works(browser: Any, site: str) -> None:
    async with opened(browser, f"{site}/nl/", java_script_enabled=False) as page:
        await page.locator("#q").fill("wie tekent de sok")
        await page.keyboard.press("Enter")
        answered = await page.locator(".answer h2").first.inner_text()
        await page.get_by_role("button", name="Dit hielp", exact=True).click()
        thanked = await page.locator(".toast").inner_text()
        await page.go_back()
        await page.get_by_role("button", name="Wis wat ik hier vroeg").click()
        erased = await page.locator("main").inner_text()

    assert "tekent" in answered
    assert thanked
    assert "(1 " in erased


async def test_the_erase_button_proves_itself(browser: Any, site: str) -> None:
    async with opened(browser, site + ASK) as page:
        await page.locator("#q").fill("wie tekent de sok")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".turn article")
        await page.goto(f"{site}/nl/privacy")
        await page.get_by_role("button", name="Wis alles van dit tabblad").click()
        await until(page, "document.querySelector('#erased').textContent")
        first = await page.locator("#erased").inner_text()
        await page.get_by_role("button", name="Wis alles van dit tabblad").click()
        await until(page, f"document.querySelector('#erased').textContent !== {first!r}")

        assert first == "Gewist: 1 regels."
        assert await page.locator("#erased").inner_text() == "In dit tabblad is niets gevraagd dat gewist kan worden."


# --- carried elsewhere


async def test_link_and_text_are_copied(browser: Any, site: str) -> None:
    async with opened(browser, site + ENTRY, permissions=["clipboard-read", "clipboard-write"]) as page:
        copied = []
        for name in ("Kopieer de link", "Kopieer de tekst"):
            await page.get_by_role("button", name=name).click()
            await until(page, "document.querySelector('[data-copied]').textContent === 'Gekopieerd'")
            copied.append(await page.evaluate("navigator.clipboard.readText()"))
            await page.evaluate("document.querySelector('[data-copied]').textContent = ''")

    assert copied[0] == site + ENTRY
    assert copied[1] == read(f"{site}{ENTRY}.txt")


async def test_what_was_read_opens_without_internet(browser: Any, site: str) -> None:
    async with opened(browser, f"{site}/nl/") as page:
        await page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
        await until(page, "!!navigator.serviceWorker.controller")
        await page.goto(site + ENTRY)
        read_before = await page.locator(".answer .text").inner_text()
        await until(page, "caches.match(location.href).then(kept => !!kept)")
        await page.context.set_offline(True)

        await page.goto(site + ENTRY)
        again = await page.locator(".answer .text").inner_text()
        await page.goto(f"{site}/nl/faq/wie-meldt")
        await page.wait_for_selector("[data-read] a")
        listed = await page.locator("[data-read] a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        await page.goto(f"{site}{ASK}?q=wie+tekent")
        unasked = await page.locator("h1").inner_text()

    assert again == read_before
    assert ENTRY in listed
    assert unasked == "Zonder internet"


async def test_a_school_that_may_shows_the_chat_behind_a_button(
    browser: Any, site: str, school: tuple[str, Path]
) -> None:
    address, folder = school
    (folder / "index.html").write_text(
        f'<!doctype html><html lang="nl"><title>School</title><main><h1>School</h1><a href="/">Voor</a>'
        f'<script src="{site}/embed.js" data-lang="nl" async></script></main>'
    )
    async with opened(browser, address) as page:
        button = page.get_by_role("button", name="Stel een vraag")
        await button.focus()
        await page.keyboard.press("Enter")
        frame = page.frame_locator("iframe")
        await frame.locator("#q").fill("wie tekent de sok")
        await frame.locator("#q").press("Enter")
        await frame.locator(".turn article").wait_for()
        found = await violations(page)
        outward = await frame.locator(".whole a").get_attribute("target")
        for _ in range(60):  # out again, by Tab alone
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.tagName") != "IFRAME":
                break
        left = await page.evaluate("document.activeElement.tagName")
        await frame.locator("#q").focus()
        await page.keyboard.press("Escape")
        await until(page, "document.querySelector('iframe').hidden")
        back = await page.locator(":focus").inner_text()

    assert found == []
    assert outward == "_blank"
    assert left != "IFRAME"
    assert back == "Stel een vraag"


async def test_a_site_that_may_not_shows_nothing_of_it(browser: Any, site: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        f'<!doctype html><title>Other</title><iframe src="{site}/nl/gesprek"></iframe>'
    )
    with serving(tmp_path) as other:
        context = await browser.new_context()
        page = await context.new_page()
        refused: list[str] = []
        page.on("console", lambda line: refused.append(line.text))
        await page.goto(other)
        for _ in range(50):
            if refused:
                break
            await asyncio.sleep(0.1)
        shown = await page.frame_locator("iframe").locator("#q").count()
        await context.close()

    assert shown == 0
    assert "frame-ancestors" in "".join(refused)


async def test_the_site_as_files_is_searched_in_the_browser(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pagefind", reason="the extra site is not installed")
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    assert await asyncio.to_thread(export_site.main, [str(tmp_path / "site")]) == 0
    with serving(tmp_path / "site") as address:
        async with opened(browser, f"{address}/nl/index.html") as page:
            await page.locator("#q").fill("wie tekent de sok")
            await page.keyboard.press("Enter")
            await page.wait_for_selector("#results a")
            found = await violations(page)
            titles = await page.locator("#results a").all_inner_texts()
            await page.get_by_role("link", name=titles[0]).first.click()
            opened_title = await page.locator("h1").inner_text()

    assert found == []
    assert "tekent" in titles[0]  # by one of the ways in which people put it
    assert opened_title == titles[0]

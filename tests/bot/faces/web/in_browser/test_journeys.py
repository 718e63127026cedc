"""Journeys on the site in a real browser: by keyboard alone, without a script, without internet, in a frame, as files."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from bot.faces.web import export_site
from tests.bot.faces.web.in_browser.browsing import ASK, ENTRY, IN_BROWSER, opened, serving, until, violations
from tests.conftest import Folder
from tests.site_process import read, running

pytestmark = IN_BROWSER

# What is fetched comes once letCome() is called, be it several things; it ends when the page has had time to show it.
HELD_BACK = """() => {
  const fetched = window.fetch;
  const held = [];
  window.fetch = (...what) => new Promise((come) => {
    held.push(async () => come(await fetched(...what)));
    window.letCome = async () => {
      await Promise.allSettled(held.map((one) => one()));
      await new Promise((done) => setTimeout(done, 500));
    };
  });
}"""


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
        await page.keyboard.type("en wie tekent dat dan?")
        await press("Enter")
        await until(page, "document.querySelectorAll('.turn').length === 2")

        await page.reload()
        assert await page.locator(".turn").count() == 2  # as long as the tab is open
        await page.locator(".turn").last.locator(".erase button").focus()
        await press("Enter")
        await until(page, "document.querySelectorAll('.turn').length === 0")
        assert await focused.inner_text() == "Alles van dit tabblad is gewist. Aantal regels: 2."
        assert await page.evaluate("Object.keys(sessionStorage).length") == 0


async def test_all_that_a_tab_asked_is_erased_also_what_was_asked_through_links(browser: Any, site: str) -> None:
    """Each address with a question in it begins with a code of its own; an order in words erases as the button does."""
    for name in ("Wis wat ik hier vroeg", "Ja, wis alles"):
        async with opened(browser, f"{site}{ASK}?q=wie+tekent+de+sok") as page:
            await page.goto(f"{site}{ASK}?q=wie+meldt+de+route")
            await page.goto(f"{site}{ASK}?q=wis+alles+over+mij")
            codes = await page.evaluate("sessionStorage.getItem('tabs').split(' ')")
            await page.get_by_role("button", name=name).locator("visible=true").click()
            await until(page, "!document.querySelector('.turn')")
            told = await page.locator("#log").inner_text()
            kept = await page.evaluate("Object.keys(sessionStorage)")

        assert (len(codes), told, kept) == (3, "Alles van dit tabblad is gewist. Aantal regels: 2.", [])


async def test_of_the_buttons_to_erase_there_is_one_however_it_goes_on(browser: Any, site: str) -> None:
    async with opened(browser, site + ASK) as page:
        for number, text in enumerate(("wie tekent de sok", "bron?", "/onderwerpen"), 1):
            await page.locator("#q").fill(text)
            await page.keyboard.press("Enter")
            await until(page, f"document.querySelectorAll('.turn').length === {number}")

            assert await page.locator(".erase button").locator("visible=true").count() == 1


async def test_enter_twice_asks_once_and_what_failed_is_forgotten_once_an_answer_came(browser: Any, site: str) -> None:
    async with opened(browser, site + ASK) as page:
        await page.context.set_offline(True)
        for _ in range(2):
            await page.locator("#q").fill("wie tekent de sok")
            await page.keyboard.press("Enter")
            await page.wait_for_selector("#log .toast")
        failed = await page.locator("#log .toast").all_inner_texts()
        await page.context.set_offline(False)
        await page.evaluate(HELD_BACK)
        for _ in range(2):
            await page.keyboard.press("Enter")
        await page.locator("#q").fill("en wie meldt dat?")
        await page.evaluate("window.letCome()")
        await page.wait_for_selector(".turn article")

        assert failed == ["Er kwam geen antwoord. Kijk of er internet is, en probeer het nog eens."]
        assert await page.locator("#log .toast").count() == 0
        assert await page.locator(".turn").count() == 1
        assert await page.locator("#q").input_value() == "en wie meldt dat?"  # typed meanwhile


async def test_who_hears_the_page_is_led_to_what_was_said_instead_of_an_answer(browser: Any, site: str) -> None:
    async with opened(browser, site + ASK) as page:
        await page.locator("#q").fill("hoe bak ik een appeltaart")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".turn .message")
        focused = await page.get_by_role("group").and_(page.locator(":focus")).get_attribute("aria-label")
        heard = await page.locator("#status").inner_text()
        found = await violations(page)

    assert heard.startswith("Daar ga ik niet over.")
    assert focused == heard
    assert found == []


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


async def test_what_is_suggested_after_escape_stays_away(browser: Any, site: str) -> None:
    """As where the last letters were typed a moment before."""
    async with opened(browser, f"{site}{ASK}") as page:
        await page.evaluate(HELD_BACK)
        await page.locator("#q").focus()
        await page.keyboard.type("wie tekent")
        await until(page, "window.letCome !== undefined")
        await page.keyboard.press("Escape")
        await page.evaluate("window.letCome()")

        assert await page.locator("[role=listbox]").is_hidden()
        assert await page.locator("#q").get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("address", [ENTRY, "/nl/gesprek"])
async def test_on_a_phone_what_is_suggested_leaves_the_button_to_be_tapped(
    browser: Any, site: str, address: str, width: int
) -> None:
    asked = "en bij een leerwerktraject"
    async with opened(
        browser, site + address, viewport={"width": width, "height": 640}, has_touch=True, is_mobile=True
    ) as page:
        before = await page.locator("form.ask button").bounding_box()
        await page.locator("#q").fill(asked)
        await page.wait_for_selector("[role=option]")
        await page.touchscreen.tap(before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
        await page.wait_for_selector(".turn", timeout=30_000)

        assert (await page.locator(".turn .asked").inner_text()).split("\n") == ["Uw vraag:", asked]


async def test_from_a_page_that_was_found_a_teacher_asks_on_and_takes_the_link_along(browser: Any, site: str) -> None:
    async with opened(browser, site + ENTRY, permissions=["clipboard-read", "clipboard-write"]) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.post_data or ""))
        await page.locator("#q").fill("wie tekent de sok")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".turn article")
        await page.locator(".turn .whole a").first.click()
        await page.get_by_role("button", name="Kopieer de link").click()
        await until(page, "document.querySelector('[data-copied]').textContent === 'Gekopieerd'")
        link = await page.evaluate("navigator.clipboard.readText()")
        title = await page.locator("h1").inner_text()

    assert "about=faq%2Fsamenwerken-zonder-melding" in "".join(asked)
    assert f"<h1>{title}</h1>" in read(link)


async def test_an_option_takes_the_place_of_the_question_which_was_meant(browser: Any, site: str, unsure: str) -> None:
    async with opened(browser, site + ASK) as page:
        await page.locator("#q").fill(unsure)
        await page.keyboard.press("Enter")
        option = page.locator("form.options button").first
        title = await option.inner_text()
        await option.click()
        await page.wait_for_selector(".turn article")

        assert await page.locator(".turn .answer h2").first.inner_text() == title


async def test_what_was_typed_without_internet_is_asked_by_nobody_later(browser: Any, site: str) -> None:
    async with opened(browser, f"{site}/nl/") as page:
        await until(page, "!!navigator.serviceWorker.controller")
        await page.context.set_offline(True)
        await page.locator("#q").fill("wie meldt de route")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("[data-read]")
        stands = await page.locator("#q").input_value()
        await page.context.set_offline(False)
        await page.goto(f"{site}{ASK}?q=wie+tekent+de+sok")
        await page.wait_for_timeout(500)
        asked = await page.locator(".asked").all_inner_texts()

    assert stands == "wie meldt de route"  # to be asked by who still wants to know
    assert [text.split(":")[1].strip() for text in asked] == ["wie tekent de sok"]


async def test_without_a_script_all_of_it_works(browser: Any, site: str) -> None:
    async with opened(browser, f"{site}/nl/", java_script_enabled=False) as page:
        await page.locator("#q").fill("wie tekent de sok")
        await page.keyboard.press("Enter")
        answered = await page.locator(".answer h2").first.inner_text()
        await page.get_by_role("button", name="Dit hielp", exact=True).click()
        thanked = await page.locator(".toast").inner_text()
        stays = await page.locator(".answer h2").first.inner_text()
        await page.get_by_role("button", name="Wis wat ik hier vroeg").click()
        erased = await page.locator("main").inner_text()

    assert "tekent" in answered
    assert stays == answered
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

        assert first == "Alles van dit tabblad is gewist. Aantal regels: 1."
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


async def test_where_nothing_can_be_copied_the_text_is_shown_to_be_copied_by_hand(browser: Any, site: str) -> None:
    """As on a page without a certificate, whose scripts have no clipboard."""
    async with opened(browser, site + ENTRY) as page:
        await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined }); 0")
        shown = []
        for name in ("Kopieer de link", "Kopieer de tekst"):
            await page.get_by_role("button", name=name).click()
            field = page.get_by_role("textbox", name=name)
            await field.wait_for()
            shown.append(await field.input_value())
            selected = await field.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)")
            assert selected == shown[-1]
        found = await violations(page)
        said = await page.locator("[data-copied]").inner_text()
        count = await page.locator("textarea").count()

    assert shown == [site + ENTRY, read(f"{site}{ENTRY}.txt")]
    assert (said, count, found) == ("Kopiëren lukt hier niet; de tekst staat hieronder", 1, [])


async def test_the_first_page_that_somebody_reads_opens_without_internet_too(browser: Any, site: str) -> None:
    async with opened(browser, f"{site}{ENTRY}#main") as page:
        await until(page, "caches.match(location.pathname).then(kept => !!kept)")
        await page.context.set_offline(True)
        await page.goto(f"{site}/nl/faq/wie-meldt")
        await page.get_by_role("link", name="Mogen we samenwerken").click()
        again = await page.locator(".answer .text").inner_text()

    assert "Melden bij DUO hoort alleen bij" in again


async def test_a_question_in_the_first_address_is_asked_once(browser: Any, site: str) -> None:
    async with opened(browser, f"{site}{ASK}?q=wie+tekent+de+sok") as page:
        await until(page, "navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)")
        await page.wait_for_timeout(500)
        kept = await page.evaluate("caches.open('read').then(cache => cache.keys()).then(keys => keys.length)")

    assert kept == 0


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


async def test_what_was_withdrawn_or_renamed_opens_without_internet_no_more(browser: Any, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "content")
    for name in ("weg", "oud"):
        folder.save(f"nl/faq/{name}.md", title=f"Wat is {name}?", checked="2026-11-20", body="Zo staat het er.")
    with running(tmp_path, folder.root) as (site, _):
        async with opened(browser, f"{site}/nl/") as page:
            await page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
            await until(page, "!!navigator.serviceWorker.controller")
            for address in ("/nl/faq/weg?a=1", "/nl/faq/weg", "/nl/faq/oud"):
                await page.goto(site + address)
                await until(page, "caches.match(location.href).then(kept => !!kept)")
            (folder.root / "nl/faq/weg.md").unlink()
            (folder.root / "nl/faq/oud.md").unlink()
            folder.save(
                "nl/faq/nieuw.md", title="Wat is nieuw?", was=["faq/oud"], checked="2026-11-20", body="Zo staat het er."
            )
            async with asyncio.timeout(60):
                while (await page.goto(f"{site}/nl/faq/weg")).status != 404:
                    await page.wait_for_timeout(200)
            await page.goto(f"{site}/nl/faq/oud")
            led = page.url
            await until(page, "caches.match(location.href).then(kept => !!kept)")
            await page.context.set_offline(True)
            titles = {}
            for name in ("weg", "weg?a=1", "oud", "nieuw"):
                await page.goto(f"{site}/nl/faq/{name}")
                titles[name] = await page.locator("h1").inner_text()

    assert led == f"{site}/nl/faq/nieuw"
    assert titles == dict.fromkeys(("weg", "weg?a=1", "oud"), "Zonder internet") | {"nieuw": "Wat is nieuw?"}


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
        outward = await frame.locator("a[href^='http'], .whole a").evaluate_all("all => all.map(one => one.target)")
        async with page.context.expect_page() as source:
            await frame.locator(".sources a").first.click()
        await (await source.value).close()
        stays = await frame.locator(".turn article").count()
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
    assert (len(outward) > 1, set(outward), stays) == (True, {"_blank"}, 1)
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
    folder = Folder(tmp_path / "content")
    for lang, title, ask in (
        ("nl", "Wie tekent de overeenkomst?", "wie tekent de sok"),
        ("nl", "Waar melden we een route?", "waar meld ik de route"),
        ("en", "Who signs the agreement?", "who signs it"),
    ):
        folder.save(
            f"{lang}/faq/{ask.split()[1]}.md", title=title, asks=[ask], checked="2026-11-20", body="Zo staat het er."
        )
    monkeypatch.setenv("KNOWLEDGE_DIR", str(folder.root))
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    assert await asyncio.to_thread(export_site.main, [str(tmp_path / "site")]) == 0
    async with opened(browser, (tmp_path / "site/nl/index.html").as_uri()) as page:  # without a server
        await page.locator("#q").fill("wie tekent de sok")
        await page.keyboard.press("Enter")
        await page.locator("#found:not(:empty)").wait_for()
        on_disk = await page.locator("#found").inner_text()
        await page.goto((tmp_path / "site/nl/faq/tekent/index.html").as_uri())
        offered = await page.locator(".pass button").locator("visible=true").all_inner_texts()
    with serving(tmp_path / "site") as address:
        async with opened(browser, f"{address}/nl/index.html") as page:
            await page.locator("#q").fill("wie tekent de sok")
            await page.keyboard.press("Enter")
            await page.wait_for_selector("#results a")
            found = await violations(page)
            titles = await page.locator("#results a").all_inner_texts()
            excerpts = await page.locator("#results p").all_inner_texts()
            await page.get_by_role("link", name=titles[0]).first.click()
            opened_title = await page.locator("h1").inner_text()

    assert on_disk.startswith("Zoeken werkt alleen als deze bestanden op een webserver staan")
    assert offered == ["Kopieer de link"]
    assert found == []
    assert excerpts[0] == "Zo staat het er."
    assert "tekent" in titles[0]  # by one of the ways in which people put it
    assert opened_title == titles[0]


# --- an agreement


async def test_without_a_script_an_agreement_is_looked_at_and_taken_along(browser: Any, site: str) -> None:
    async with opened(browser, f"{site}/nl/nakijken", java_script_enabled=False) as page:
        await page.locator("#text").fill(
            "# Overeenkomst doorlopende leerroute\n\n## Geschillen\n\nGeschillen lossen partijen in onderling overleg op.\n\n"
            "## Looptijd\n\nDe overeenkomst is schriftelijk op te zeggen met een opzegtermijn van zes maanden."
        )
        await page.locator("form.check button").click()
        await page.locator("#found").wait_for()
        async with page.expect_download() as taken:
            await page.locator("a[download]").click()
        name = (await taken.value).suggested_filename
        shown = await page.locator(".points").last.inner_text()

    assert name == "nagekeken.docx"
    assert "Geschillen lossen partijen in onderling overleg op." in shown


async def test_what_stands_in_an_agreement_is_for_everybody(browser: Any, site: str) -> None:
    async with opened(browser, f"{site}/en/check", viewport={"width": 320, "height": 600}) as page:
        await page.locator("#text").fill("Geschillen lossen partijen in onderling overleg op.")
        await page.locator("form.check button").click()
        await page.locator("#found").wait_for()
        await page.locator(".points summary").first.click()

        assert await violations(page) == []

"""What carries the site elsewhere is what its readers expect: feeds, site maps, a search description, codes, scripts."""

import hashlib
import json
import os
import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest

from bot.faces.web import forms
from index.retriever import Retriever
from tests.bot.faces.web.world import SiteWorld, site_world, small_site
from tests.conftest import Folder

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


async def test_an_entry_can_be_had_as_text_for_a_mail(site: SiteWorld) -> None:
    got = await site.get("/nl/faq/melden.txt")

    assert got.headers["content-type"] == "text/plain; charset=utf-8"
    assert got.text == (
        "Waar melden we een route?\n\nU meldt bij DUO.\n\n• eerst dit\n• dan dat\n\nMeer weten\n\nDat kan altijd: 1 < 2.\n\n"
        "Bronnen:\n- Handreiking: https://example.org/handreiking?a=1&b=2\n\n"
        f"Gecontroleerd op 22 november 2026\nhttp://site.example:{site.port}/nl/faq/melden\n"
    )


async def test_an_entry_can_be_had_as_it_is_written(site: SiteWorld) -> None:
    got = await site.get("/nl/faq/melden.md")

    assert got.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "U meldt bij **DUO**.\n\n- eerst dit\n- dan dat\n\n## Meer weten\n\nDat kan **altijd**: 1 < 2." in got.text


@pytest.mark.parametrize("form", ["md", "txt"])
async def test_how_sure_an_entry_is_and_that_it_is_old_goes_along_with_it(site: SiteWorld, form: str) -> None:
    """Whoever pastes it is not to quote as certain what isn't."""
    site.folder.save("nl/faq/oud.md", title="Oud?", certainty="unconfirmed", checked="2024-01-01", body="Ja.")
    await site.edit()

    old, english = await site.get(f"/nl/faq/oud.{form}"), await site.get(f"/en/faq/tekenen.{form}")
    bingo = await site.get(f"/nl/activities/bingo.{form}")

    unsure, behind = old.text.index("Niet zeker: hierover is geen"), old.text.index("Daarna is dit niet meer nagekeken")
    assert unsure < old.text.index("Ja.") < old.text.index("Gecontroleerd op 1 januari 2024") < behind
    assert "Likely: this rests on one explanation" in english.text
    assert "This answer is not there in your language, but it is in Dutch." in english.text
    assert "30 minuten, 6 tot 30 mensen, lokaal" in bingo.text


async def test_a_link_to_another_entry_leads_to_its_page(site: SiteWorld) -> None:
    site.folder.save("nl/faq/langs.md", title="Langs?", body="Zie [deze](tekenen.md) en [die](weg.md).")
    await site.edit()
    base = f"http://site.example:{site.port}"

    told, written = await site.get("/nl/faq/langs.json"), await site.get("/nl/faq/langs.md")
    answer = (await site.get("/api/ask?q=Langs%3F")).json
    listed = {one["id"]: one for one in (await site.get("/api/entries")).json}["faq/langs"]

    text = f"Zie [deze]({base}/nl/faq/tekenen) en die."
    assert (told.json["text"], answer["text"], f"\n{text}\n" in written.text) == (text, text, True)
    proof = hashlib.sha256(text.encode()).hexdigest()
    assert (told.json["sha256"], answer["sha256"], listed["sha256"]) == (proof, proof, proof)


async def test_an_entry_can_be_had_by_programs_and_as_a_code_for_phones(site: SiteWorld) -> None:
    told, code = await site.get("/nl/faq/melden.json"), await site.get("/nl/faq/melden.svg")

    assert told.json == (await site.get("/api/entries/faq/melden")).json
    assert (code.headers["content-type"], code.text[:4]) == ("image/svg+xml", "<svg")
    ET.fromstring(code.body)


async def test_an_entry_without_a_translation_goes_along_under_its_one_permanent_address(site: SiteWorld) -> None:
    page, text = await site.get("/en/faq/tekenen"), await site.get("/en/faq/tekenen.txt")
    codes = [(await site.get(f"/{lang}/faq/tekenen.svg")).body for lang in ("en", "nl")]

    address = f"http://site.example:{site.port}/nl/faq/tekenen"
    assert f'<span class="url">{address}</span>' in page.text
    assert text.text.endswith(f"{address}\n")
    assert codes == [forms.qr_code(address)] * 2


async def test_the_feed_has_what_changed_last_first(site: SiteWorld) -> None:
    await site.get("/nl/nieuw")  # what was there at first is as old as it says
    site.folder.save(
        "nl/faq/tekenen.md", title="Wie tekent de overeenkomst?", body="Niemand meer.", checked="2026-11-20"
    )
    await site.edit()

    feed = ET.fromstring((await site.get("/nl/nieuw.atom")).body)
    page = await site.get("/nl/nieuw")

    titles = [title.text for title in feed.findall("a:entry/a:title", ATOM)]
    updated = [one.text for one in feed.findall("a:entry/a:updated", ATOM)]
    assert titles[:2] == ["Wie tekent de overeenkomst?", "Waar melden we een route?"]
    assert updated[:2] == ["2027-01-04T07:00:00Z", "2026-11-22T00:00:00Z"]
    assert feed.findtext("a:updated", "", ATOM) == "2027-01-04T07:00:00Z"
    assert feed.findtext("a:entry/a:content", "", ATOM) == "<p>Niemand meer.</p>\n"
    assert "4 januari 2027, gewijzigd" in page.text
    assert "22 november 2026, gecontroleerd" in page.text


def told(feed: ET.Element) -> dict[str, tuple[str, ...]]:
    """Of each entry of a feed, by its title: address, id, when it came and when it changed."""
    found = {}
    for entry in feed.findall("a:entry", ATOM):
        link = entry.find("a:link", ATOM)
        assert link is not None
        rest = (entry.findtext(field, "", ATOM) for field in ("a:id", "a:published", "a:updated"))
        found[entry.findtext("a:title", "", ATOM)] = (link.get("href", ""), *rest)
    return found


async def test_a_renamed_entry_is_no_news_and_one_that_takes_its_old_name_is(
    folder: Folder, retriever: Retriever
) -> None:
    title, body = "Wie tekent de overeenkomst?", "De besturen tekenen & dateren haar."
    small_site(folder)
    folder.save("nl/faq/langs.md", title="Langs?", checked="2026-11-20", body="Zie [deze](tekenen.md).")
    async with site_world(folder, retriever) as site:
        base, then, now = f"http://site.example:{site.port}/nl/faq", "2026-11-20T00:00:00Z", "2027-01-04T07:00:00Z"

        async def feed(name: str, *was: str, title: str, body: str) -> dict[str, tuple[str, ...]]:
            """After one more edit."""
            folder.save(
                f"nl/faq/{name}.md", title=title, certainty="likely", checked="2026-11-20", was=list(was), body=body
            )
            await site.edit()
            return told(ET.fromstring((await site.get("/nl/nieuw.atom")).body))

        (folder.root / "nl/faq/tekenen.md").unlink()
        renamed = await feed("wie", "faq/tekenen", title=title, body=body)
        page = await site.get("/nl/nieuw")
        changed = await feed("wie", "faq/tekenen", title=title, body=f"{body} Altijd.")
        taken = await feed("tekenen", title="Wat is tekenen?", body="Schrijven.")

    assert renamed[title] == (f"{base}/wie", f"{base}/tekenen", then, then)
    assert (renamed["Langs?"][2:], "4 januari" in page.text) == ((then, then), False)
    assert changed[title] == (f"{base}/wie", f"{base}/tekenen", then, now)
    assert taken["Wat is tekenen?"] == (f"{base}/tekenen", f"{base}/tekenen", now, now)
    assert taken[title] == (f"{base}/wie", f"{base}/wie", then, now)


async def test_that_a_text_was_looked_at_again_is_no_news_be_it_by_the_date_of_its_file(
    folder: Folder, retriever: Retriever
) -> None:
    small_site(folder)
    path, melden = folder.save("nl/faq/zelf.md", title="Zonder dag?", body="Ja."), folder.root / "nl/faq/melden.md"
    os.utime(path, (datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp(),) * 2)
    async with site_world(folder, retriever) as site:
        before = await site.get("/nl/nieuw")
        os.utime(path, (datetime(2026, 12, 24, 12, tzinfo=UTC).timestamp(),) * 2)
        melden.write_text(melden.read_text("utf-8").replace("2026-11-22", "2026-12-24"), "utf-8")
        await site.edit()

        page, after = await site.get("/nl/faq/zelf"), await site.get("/nl/nieuw")

    assert ("21 november 2026, gecontroleerd" in before.text, after.text) == (True, before.text)
    assert "Gecontroleerd op 24 december 2026" in page.text


async def test_the_site_map_names_every_page_and_its_translations(site: SiteWorld) -> None:
    found = ET.fromstring((await site.get("/sitemap.xml")).body)

    base = f"http://site.example:{site.port}"
    places = {one.findtext("m:loc", "", MAP): one for one in found.findall("m:url", MAP)}
    melden = places[f"{base}/nl/faq/melden"]
    assert melden.findtext("m:lastmod", "", MAP) == "2026-11-22T00:00:00Z"
    assert {link.get("hreflang"): link.get("href") for link in melden.findall("x:link", MAP)} == {
        "nl": f"{base}/nl/faq/melden",
        "en": f"{base}/en/faq/melden",
    }
    lists = {"/nl/faq", "/en/guidelines", "/nl/activities", "/nl/onderwerpen/T001", "/en/topics/T002", "/nl/routes"}
    assert {address for address in lists if base + address not in places} == set()
    statuses = {place: (await site.get(place.removeprefix(base))).status for place in places}
    assert {place for place, status in statuses.items() if status != 200} == set()


async def test_a_browser_may_ask_from_its_address_bar(site: SiteWorld) -> None:
    found = ET.fromstring((await site.get("/nl/opensearch.xml")).body)

    spec = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    templates = {url.get("type"): url.get("template", "") for url in found.findall("o:Url", spec)}
    asked = await site.get(templates["text/html"].replace("{searchTerms}", "kosten+les").partition(str(site.port))[2])
    typed = await site.get(
        templates["application/x-suggestions+json"].replace("{searchTerms}", "kosten").partition(str(site.port))[2]
    )
    assert "Bedoelt u" in asked.text
    assert typed.json == ["kosten", ["kosten les mbo", "kosten les vmbo"]]


async def test_the_site_can_be_installed(site: SiteWorld) -> None:
    manifest = json.loads((await site.get("/nl/site.webmanifest")).body)
    worker = await site.get("/sw.js")

    icons = [await site.get(icon["src"]) for icon in manifest["icons"]]
    assert (manifest["start_url"], [icon.headers["content-type"] for icon in icons]) == (
        "/nl/",
        ["image/svg+xml", "image/png"],
    )
    shell = json.loads(worker.text.split("FILES = ")[1].split(";")[0])
    assert [(await site.get(file)).status for file in shell] == [200] * len(shell)
    assert worker.headers["cache-control"] == "no-cache"


async def test_what_pages_use_is_kept_for_good_under_an_address_of_its_own(site: SiteWorld) -> None:
    page = await site.get("/nl/")
    style = page.text.split('rel="stylesheet" href="')[1].split('"')[0]

    assert (await site.get(style)).headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_robots_are_told_what_not_to_list(site: SiteWorld) -> None:
    got = await site.get("/robots.txt")

    assert "Disallow: /nl/vraag\n" in got.text
    assert f"Sitemap: http://site.example:{site.port}/sitemap.xml" in got.text


async def test_the_script_for_other_sites_names_this_one_and_may_be_loaded_there(site: SiteWorld) -> None:
    got = await site.get("/embed.js")

    assert f"http://site.example:{site.port}/nl/gesprek" in got.text
    assert ("__" in got.text, got.headers["cross-origin-resource-policy"]) == (False, "cross-origin")


@pytest.mark.parametrize("address", ["/nl/", "/nl/faq/melden", "/nl/vraag?q=kosten+les"])
async def test_pages_weigh_little(site: SiteWorld, address: str) -> None:
    page = await site.get(address)
    files = [page.text.split(f'{before}="')[1].split('"')[0] for before in ('rel="stylesheet" href', "<script src")]
    style, script = [await site.get(file) for file in files]

    assert len(style.body) <= 20_000
    assert len(page.body) + len(style.body) + len(script.body) <= 60_000


async def test_since_when_an_entry_says_what_it_says_is_kept(site: SiteWorld) -> None:
    pages = site.records.pages
    dated = await site.face.desk.news.dated(site.retriever.snapshot) if site.face.desk else {}

    assert dated["faq/melden", "nl"].first == datetime(2026, 11, 22, tzinfo=UTC)
    assert await pages.seen({}) == {}

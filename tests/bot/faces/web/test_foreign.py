"""The site over a folder on another subject than the one that ships: it speaks of that, or of nothing in particular."""

import re
from collections.abc import AsyncIterator
from html import unescape
from urllib.parse import quote

import pytest

from index.retriever import Retriever
from knowledge.about import FILE
from tests.bot.faces.web.world import SiteWorld, site_world
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WordEncoder

OURS = re.compile(
    r"vmbo|\bmbo\b|leerroute|learning route|\bkader\b|\broc\b|\bSOK\b|connector|DUO|Verbinder", re.IGNORECASE
)
ABOUT = """[nl]
name = "Bieb & Co"
answers = "lenen"
examples = ["Mag mijn hond <mee>?"]

[en]
name = "Bieb & Co"
answers = "borrowing"
"""
PAGES = tuple(
    f"/{lang}/{page}"
    for lang, pages in {
        "nl": "|faq|faq/open|organisations|nieuw|vraag|gesprek|privacy|toegankelijkheid|meenemen|zonder-internet"
        "|vraag?q=hoe+bak+ik+een+taart|nieuw.atom|opensearch.xml|site.webmanifest|faq/nergens",
        "en": "|faq|news|ask|chat|privacy|accessibility|take-along|offline|ask?q=openingstijden|site.webmanifest",
    }.items()
    for page in pages.split("|")
)


@pytest.fixture
async def library(folder: Folder) -> AsyncIterator[Retriever]:
    """A retriever that has numbers for folders on other subjects, over entries that are filed under none of our topics."""
    folder.save("nl/faq/open.md", title="Openingstijden", body="Van negen tot vijf.", checked="2026-11-01")
    folder.save("nl/organisations/balie.md", title="Wie staat er achter de balie?", checked="2026-11-01")
    made = Retriever(WordEncoder(), None, CALIBRATION, CALIBRATION)
    yield made
    await made.close()


@pytest.fixture
async def told(folder: Folder, library: Retriever) -> AsyncIterator[SiteWorld]:
    """The site of a folder that says what it is about."""
    folder.write(FILE, ABOUT)
    async with site_world(folder, library) as world:
        yield world


async def test_a_folder_that_says_what_it_is_about_has_its_name_and_questions_on_every_page(told: SiteWorld) -> None:
    home, ask, english = [await told.get(address) for address in ("/nl/", "/nl/vraag", "/en/")]
    embed, described = await told.get("/embed.js"), await told.get("/api/openapi.json")

    assert "<h1>Bieb &amp; Co</h1>" in home.text
    assert "Ik beantwoord vragen over lenen." in home.text
    assert "borrowing" in english.text
    for page in (home, ask):
        assert "Mag mijn hond &lt;mee&gt;?" in page.text
    assert ("Bieb & Co" in embed.text, described.json["info"]["title"]) == (True, "Bieb & Co")


@pytest.mark.parametrize("address", PAGES)
async def test_no_page_of_it_speaks_of_our_subject(told: SiteWorld, address: str) -> None:
    page = await told.get(address)

    assert page.status == (404 if "nergens" in address else 200)
    assert OURS.findall(re.sub(r'"verbinder"|site\.example:\d+', "", unescape(page.text))) == []


async def test_a_folder_that_says_nothing_of_itself_begins_with_titles_of_its_own(
    folder: Folder, library: Retriever
) -> None:
    async with site_world(folder, library) as site:
        home = await site.get("/nl/")

    assert "Wie staat er achter de balie?" in home.text
    assert OURS.sub("", home.text).count("Ik beantwoord vragen uit de teksten die ik heb.") >= 1
    assert [found for found in OURS.findall(home.text) if found != "Verbinder"] == []  # the name that it goes by


async def test_where_nothing_is_filed_under_topics_no_page_leads_to_them(told: SiteWorld) -> None:
    pages = [await told.get(address) for address in ("/nl/faq/open", "/nl/faq/nergens", "/sitemap.xml")]
    topics = await told.get("/nl/onderwerpen")

    assert [page.text for page in pages if re.search("/(nl/onderwerpen|en/topics)[^/]", page.text)] == []
    assert '<meta name="robots" content="noindex">' in topics.text


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/routes", "Er staat nog geen overzicht van routes in de kennismap."),
        ("/nakijken", "In deze kennismap staat geen lijst met punten"),
        ("/onderwerpen", "Alle vragen"),
    ],
)
async def test_a_command_leads_to_no_page_that_has_nothing_on_it(told: SiteWorld, command: str, said: str) -> None:
    page = await told.get(f"/nl/vraag?q={quote(command)}")

    assert said in unescape(page.text)
    statuses = {address: (await told.get(address)).status for address in re.findall(r'href="(/nl/[^"]*)"', page.text)}
    assert {address for address, status in statuses.items() if status != 200} == set()


async def test_help_names_no_command_that_has_nothing_to_show_there(told: SiteWorld) -> None:
    told.folder.save("nl/activities/quiz.md", title="Quiz", checked="2026-11-01")
    before = await told.get("/nl/vraag?q=help")
    (told.folder.root / "nl/organisations/balie.md").unlink()
    await told.edit()
    after = await told.get("/nl/vraag?q=help")

    names = ("werkvorm", "wegwijs", "routes", "nakijken", "links")
    named = [[f"/{name} –" in re.sub(r"<[^>]+>", "", page.text) for name in names] for page in (before, after)]
    assert named == [[False, True, False, False, True], [True, False, False, False, True]]


async def test_under_a_reply_all_entries_are_shown_where_nothing_is_filed_under_topics(told: SiteWorld) -> None:
    unknown = await told.get("/nl/vraag?q=hoe+bak+ik+een+taart")

    shown = await told.post("/nl/keuze", tab=unknown.tab, data=unknown.button("Onderwerpen bekijken"))

    assert re.findall(r'<a class="button" href="([^"]+)">', shown.text) == ["/nl/faq/open", "/nl/organisations/balie"]


async def test_pages_name_whom_the_folder_names_unless_the_settings_do(folder: Folder, library: Retriever) -> None:
    folder.write(FILE, ABOUT.replace("[en]", 'contact = "de balie (balie@example.org)"\n\n[en]', 1))
    found = []
    for contact in ("", "het loket"):
        async with site_world(folder, library, contact=contact) as site:
            found.append([(await site.get(f"/nl/{page}")).text for page in ("toegankelijkheid", "privacy")])

    assert ["Vragen hierover: de balie (balie@example.org)." in page for page in found[0]] == [True, True]
    assert ["Vragen hierover: het loket." in page for page in found[1]] == [True, True]


async def test_where_nobody_is_named_those_who_look_after_the_texts_are(folder: Folder, library: Retriever) -> None:
    folder.write(FILE, ABOUT)
    async with site_world(folder, library, contact="") as site:
        page = await site.get("/nl/toegankelijkheid")

    assert "Loopt u ergens tegenaan? Vraag het wie deze teksten bijhoudt." in page.text
    assert OURS.findall(unescape(page.text)) == []

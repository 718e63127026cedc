"""Pages that are read: what they say, in which language, what goes along with them, and that an edit shows at once."""

import gzip
import re
from html import escape, unescape

import pytest

from bot.records.records import Records
from index.retriever import Retriever
from tests.bot.faces.web.world import SAID, SiteWorld, site_world, small_site
from tests.conftest import Folder

EVERY_KIND = [
    pytest.param("/nl/", id="home"),
    pytest.param("/nl/faq/melden", id="entry"),
    pytest.param("/en/faq/tekenen", id="entry of another language"),
    pytest.param("/nl/guidelines/jaar", id="guideline"),
    pytest.param("/nl/activities/bingo", id="activity"),
    pytest.param("/nl/faq", id="folder"),
    pytest.param("/nl/activities?minutes=30&people=10", id="activities that fit"),
    pytest.param("/nl/onderwerpen", id="topics"),
    pytest.param("/nl/onderwerpen/T001", id="topic"),
    pytest.param("/nl/routes?profile=D%26P", id="routes"),
    pytest.param("/nl/nieuw", id="news"),
    pytest.param("/nl/vraag", id="asking"),
    pytest.param("/nl/vraag?q=Wie+tekent+de+overeenkomst%3F", id="answer"),
    pytest.param("/nl/vraag?q=kosten+les", id="options"),
    pytest.param("/nl/vraag?q=weer+morgen", id="no answer"),
    pytest.param("/nl/gesprek", id="chat in a frame"),
    pytest.param("/nl/privacy", id="privacy"),
    pytest.param("/nl/toegankelijkheid", id="accessibility"),
    pytest.param("/nl/meenemen", id="taking along"),
    pytest.param("/nl/zonder-internet", id="offline"),
    pytest.param("/nl/bestaat-niet", id="nothing"),
]


def said(html: str) -> str:
    """The text of a page's main part, on one line."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


async def test_an_entry_is_shown_word_for_word_with_what_belongs_to_it(site: SiteWorld) -> None:
    page = await site.get("/nl/faq/melden")

    assert page.status == 200
    assert "<h1>Waar melden we een route?</h1>" in page.text
    assert "<p>U meldt bij <strong>DUO</strong>.</p>\n<ul>\n<li>eerst dit</li>\n<li>dan dat</li>\n</ul>" in page.text
    assert "Dat kan <strong>altijd</strong>: 1 &lt; 2." in page.text
    assert "Zeker: dit staat in de bronnen hieronder." in page.text
    assert '<a href="https://example.org/handreiking?a=1&amp;b=2" rel="external">Handreiking</a>' in page.text
    assert '<time datetime="2026-11-22">Gecontroleerd op 22 november 2026</time>' in page.text
    assert '<li><a href="/nl/faq/tekenen">Wie tekent de overeenkomst?</a></li>' in page.text
    assert '<a class="other" href="/en/faq/melden" lang="en" hreflang="en">In English</a>' in page.text
    assert '<h2 id="meer-weten">Meer weten</h2><a class="anchor" href="#meer-weten"' in page.text


async def test_how_sure_an_answer_is_and_what_an_activity_asks_is_said(site: SiteWorld) -> None:
    likely, bingo = await site.get("/nl/faq/tekenen"), await site.get("/en/activities/bingo")

    assert "Waarschijnlijk: dit steunt op één uitleg, of op een oudere." in said(likely.text)
    assert "30 minutes, 6 to 30 people, lokaal" in said(bingo.text)


async def test_what_is_there_in_dutch_only_is_shown_as_such(site: SiteWorld) -> None:
    page = await site.get("/en/faq/tekenen")

    assert '<html lang="en"' in page.text
    assert '<article class="answer" lang="nl">' in page.text
    assert "This answer is not there in your language, but it is in Dutch." in said(page.text)
    assert f'<link rel="canonical" href="http://site.example:{site.port}/nl/faq/tekenen">' in page.text


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("is_shared", [False, True], ids=["a file", "a server"])
async def test_what_a_server_keeps_of_what_was_erased_is_said_where_there_is_one(
    site: SiteWorld, monkeypatch: pytest.MonkeyPatch, lang: str, *, is_shared: bool
) -> None:
    monkeypatch.setattr(Records, "is_shared", is_shared)

    page = said((await site.get(f"/{lang}/privacy")).text)

    assert (SAID.say("web_privacy_server", lang) in page, "PostgreSQL" in page) == (is_shared, is_shared)


async def test_a_guideline_begins_with_its_contents(site: SiteWorld) -> None:
    page = await site.get("/nl/guidelines/jaar")

    contents = re.findall(r'<li><a href="#([a-z-]+)">([^<]+)</a></li>', page.text)
    assert contents == [("herfst", "Herfst"), ("winter", "Winter"), ("lente", "Lente")]
    assert all(f'<h2 id="{anchor}">{heading}</h2>' in page.text for anchor, heading in contents)


async def test_home_leads_to_topics_by_group_and_to_each_folder(site: SiteWorld) -> None:
    page = await site.get("/nl/")

    assert '<a href="/nl/onderwerpen/T001">Verschil met de gewone overgang</a>' in page.text  # it has two entries
    assert '<a href="/nl/faq/melden">Verschil tussen leerlijn en leerroute</a>' in page.text  # it has one
    assert '<a href="/nl/activities">Werkvormen</a> <span class="count">2 teksten</span>' in page.text
    assert '<h3 id="wat-is-het">Wat is het</h3>' in page.text


async def test_activities_are_filtered_by_time_and_people(site: SiteWorld) -> None:
    fitting = await site.get("/nl/activities?minutes=45&people=10")
    none = await site.get("/nl/activities?minutes=5")
    junk = await site.get("/nl/activities?minutes=-1&people=%00")

    assert ("Bingo" in said(fitting.text), "Wandeling" in said(fitting.text)) == (True, False)
    assert "1 werkvorm past" in said(fitting.text)
    assert "Geen werkvorm past hier precies bij." in said(none.text)
    assert ("Bingo" in said(junk.text), "Wandeling" in said(junk.text)) == (True, True)


async def test_of_an_activity_that_says_too_little_nothing_is_made_up_and_it_fits_whatever_is_asked(
    site: SiteWorld,
) -> None:
    site.folder.save("nl/activities/vrij.md", title="Vrij", checked="2026-11-20", body="Doe mee.")
    site.folder.save("nl/activities/half.md", title="Half", checked="2026-11-20", minutes="half uur", people="8")
    await site.edit()
    listed = await site.get("/nl/activities")
    narrowed = await site.get("/nl/activities?minutes=5&people=8")
    pages = [await site.get(f"/nl/activities/vrij{form}") for form in ("", ".txt", ".md")]

    assert '<li><a href="/nl/activities/vrij">Vrij</a></li>' in listed.text
    assert '<a href="/nl/activities/half">Half</a> <span class="count">groep van 8</span>' in listed.text
    assert said(narrowed.text).endswith("2 werkvormen passen Half groep van 8 Vrij")
    assert [page.text for page in pages if "minuten" in page.text or "mensen" in page.text] == []
    assert 'class="note activity"' not in pages[0].text


async def test_routes_are_a_table_with_its_warnings(site: SiteWorld) -> None:
    whole, south = await site.get("/nl/routes"), await site.get("/nl/routes?region=Zuid")

    assert whole.text.count("<tr>") == 4
    assert "<td>School A</td><td>Mbo X</td><td>Noord</td>" in whole.text
    assert "Deze routes lopen uit elkaar" in said(whole.text)
    assert ("School C" in said(south.text), "School A" in said(south.text)) == (True, False)
    assert "lopen uit elkaar" not in said(south.text)


async def test_an_edit_shows_at_once(site: SiteWorld) -> None:
    before = await site.get("/nl/faq/tekenen")
    site.folder.save("nl/faq/tekenen.md", title="Wie tekent de overeenkomst?", body="Niemand meer.")
    await site.edit()

    after = await site.get("/nl/faq/tekenen", **{"If-None-Match": before.headers["etag"]})

    assert ("Niemand meer." in said(before.text), after.status) == (False, 200)
    assert "Niemand meer." in said(after.text)


async def test_a_page_that_the_browser_has_is_not_sent_again(site: SiteWorld) -> None:
    first = await site.get("/nl/faq/melden")
    again = await site.get("/nl/faq/melden", **{"If-None-Match": first.headers["etag"]})

    assert (again.status, again.body, first.headers["cache-control"]) == (304, b"", "no-cache")


async def test_a_page_is_packed_for_who_can_unpack(site: SiteWorld) -> None:
    plain, packed = await site.get("/nl/"), await site.get("/nl/", **{"Accept-Encoding": "br, gzip"})

    assert (packed.headers["content-encoding"], gzip.decompress(packed.body)) == ("gzip", plain.body)


@pytest.mark.parametrize(
    ("accepted", "home"),
    [("en-GB,en;q=0.9,nl;q=0.8", "/en/"), ("de,fr", "/nl/"), ("", "/nl/"), ("nl-BE", "/nl/")],
)
async def test_the_site_begins_in_the_language_of_the_browser(site: SiteWorld, accepted: str, home: str) -> None:
    got = await site.get("/", **{"Accept-Language": accepted})

    assert (got.status, got.headers["location"]) == (302, home)


@pytest.mark.parametrize(
    ("address", "to"),
    [("/nl", "/nl/"), ("/nl/faq/melden/", "/nl/faq/melden"), ("/en/topics/", "/en/topics")],
)
async def test_an_address_with_a_slash_too_many_or_too_few_leads_on(site: SiteWorld, address: str, to: str) -> None:
    got = await site.get(address)

    assert (got.status, got.headers["location"]) == (301, to)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/nl/faq/niets",
            "/nl/faq/melden/meer",
            "/nl/onderwerpen/T999",
            "/nl/onderwerpen/..%2f..",
            "/de/",
            "/nl/privacy/x",
        ),
        *(
            "/nl/%00",
            "/nl/%ff%fe",
            "/nl/faq/melden.exe",
            "/nl/faq/niets.md",
            "/static/../pages.py",
            "/static/x/site.css",
        ),
        *("/nl/" + "a" * 5000, "/nl/faq%2Fmelden%0d%0aX-Bad:1", "/nl/routes/x", "/nl/nieuw/x", "/NL/"),
    ],
)
async def test_what_is_not_there_is_said_to_be_so(site: SiteWorld, address: str) -> None:
    got = await site.get(address)

    assert (got.status, "x-bad" in got.headers) == (404, False)


async def test_what_is_not_there_leads_to_what_is(site: SiteWorld) -> None:
    page = await site.get("/nl/faq/nergens")

    on = '<ul>\n<li><a href="/nl/onderwerpen">Onderwerpen</a></li>\n<li><a href="/nl/">Begin</a></li>\n</ul>'
    assert on in page.text


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/nl/routes?profile=D%26P&region=Noord", "/en/routes?profile=D%26P&region=Noord"),
        ("/nl/routes?profile=&region=Noord", "/en/routes?region=Noord"),
        ("/en/activities?minutes=30&people=10", "/nl/activities?minutes=30&people=10"),
        ("/nl/activities?minutes=x", "/en/activities"),
        ("/nl/faq?minutes=30", "/en/faq"),
    ],
)
async def test_in_the_other_language_a_list_is_narrowed_to_the_same(site: SiteWorld, address: str, other: str) -> None:
    page = await site.get(address)

    assert f'<a class="other" href="{escape(other)}"' in page.text
    bare = other.partition("?")[0]
    assert f'<link rel="alternate" hreflang="{bare[1:3]}" href="http://site.example:{site.port}{bare}">' in page.text


async def test_nothing_is_answered_before_the_knowledge_has_been_read(folder: Folder, retriever: Retriever) -> None:
    small_site(folder)
    async with site_world(folder, retriever, is_open=False) as site:
        page, api = await site.get("/en/faq/melden"), await site.get("/api/ask?q=x")

    assert (page.status, page.text) == (503, "The texts are still being read. Try again in a minute.\n")
    assert (api.status, api.headers["retry-after"]) == (503, "30")


@pytest.mark.parametrize("address", EVERY_KIND)
async def test_no_page_has_a_script_in_it_or_asks_another_site_for_anything(site: SiteWorld, address: str) -> None:
    page = await site.get(address)

    own = rf"(?:https?://site\.example:{site.port})?/[^/\"]"
    loaded = re.findall(
        r'<(?:script|img|iframe|source|audio|video|object|embed)\b[^>]*?\b(?:src|data)="([^"]+)"', page.text
    )
    loaded += re.findall(
        r'<link rel="(?:stylesheet|icon|manifest|apple-touch-icon|preload)"[^>]*? href="([^"]+)"', page.text
    )
    assert [one for one in loaded if not re.match(own, one)] == []
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+=|\sstyle=|javascript:", page.text) == []
    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert (page.headers["x-content-type-options"], page.headers["referrer-policy"]) == ("nosniff", "same-origin")
    assert ("set-cookie" in page.headers, "server" in page.headers) == (False, False)


@pytest.mark.parametrize("address", EVERY_KIND)
async def test_only_the_chat_may_stand_in_a_frame_and_only_where_it_is_allowed(
    folder: Folder, retriever: Retriever, address: str
) -> None:
    small_site(folder)
    async with site_world(folder, retriever, frame_ancestors=("https://www.school.example",)) as site:
        page = await site.get(address)

    allowed = "'self' https://www.school.example" if address == "/nl/gesprek" else "'none'"
    assert page.headers["content-security-policy"].endswith(f"frame-ancestors {allowed}")


async def test_addresses_are_those_of_the_setting_where_there_is_one(folder: Folder, retriever: Retriever) -> None:
    small_site(folder)
    async with site_world(folder, retriever, web_url="https://vraag.example.org") as site:
        page = await site.get("/nl/faq/melden", Host="evil.example")

    assert '<link rel="canonical" href="https://vraag.example.org/nl/faq/melden">' in page.text
    assert ("evil.example" in page.text, page.headers["strict-transport-security"]) == (False, "max-age=31536000")


async def test_behind_a_proxy_that_ends_tls_addresses_are_https(folder: Folder, retriever: Retriever) -> None:
    small_site(folder)
    async with site_world(folder, retriever, proxies=1) as site:
        page = await site.get("/nl/faq/melden", **{"X-Forwarded-Proto": "https"})
        plain = await site.get("/nl/faq/melden")
        script = await site.get("/embed.js", **{"X-Forwarded-Proto": "https"})

    address = f"://site.example:{site.port}"
    assert f'<link rel="canonical" href="https{address}/nl/faq/melden">' in page.text
    assert f'<link rel="canonical" href="http{address}/nl/faq/melden">' in plain.text
    assert (f"https{address}/nl/gesprek" in script.text, f"http{address}" in script.text) == (True, False)


@pytest.mark.parametrize("host", ["a b", 'x"><script>', "evil.example/path", ""])
async def test_a_host_that_is_none_is_put_on_no_page(site: SiteWorld, host: str) -> None:
    page = await site.get("/nl/faq/melden", Host=host)

    assert (page.status, "<script>" in page.text) == (400, False)


async def test_titles_of_the_folder_are_text_on_every_page(folder: Folder, retriever: Retriever) -> None:
    """An admin's own text is no danger to readers: neither as text, nor in an attribute, nor in a feed."""
    bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    folder.save(
        "nl/faq/kwaad.md", title=f"Kwaad {bad}", topics=["T001"], body=f"{bad}\n\n[a](javascript:alert(1))\n\n## {bad}"
    )
    async with site_world(folder, retriever) as site:
        addresses = (
            "/nl/",
            "/nl/faq/kwaad",
            "/nl/faq",
            "/nl/nieuw",
            "/nl/nieuw.atom",
            "/nl/vraag?q=kwaad",
            "/sitemap.xml",
        )
        pages = [await site.get(address) for address in addresses]

    assert [page.status for page in pages] == [200] * len(pages)
    assert [
        page.text
        for page in pages
        if "<script>" in page.text or "<img src=x" in page.text or 'href="javascript' in page.text
    ] == []

"""Questions over the web: what comes of them, what is kept of who asks, how much they may ask, and that strangers' input is text."""

import asyncio
import logging
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from bot.conversation.reply import Told, Turn
from bot.faces.floods import ASKED
from bot.faces.web.visitors import A_BUILDING
from index.retriever import Retriever
from index.shown import part
from tests.bot.faces.web.test_reading import said
from tests.bot.faces.web.world import SOURCES, SiteWorld, site_world, small_site
from tests.conftest import Folder

SIGNING = "Wie tekent de overeenkomst?"
ASK, PRESS = "/nl/vraag", "/nl/keuze"


async def test_a_question_is_answered_without_a_script(site: SiteWorld) -> None:
    page = await site.get(f"{ASK}?q=Wie+tekent+de+overeenkomst%3F")

    assert page.status == 200
    assert "Uw vraag: Wie tekent de overeenkomst?" in said(page.text)
    assert "De besturen tekenen & dateren haar." in said(page.text)
    assert "Gecontroleerd op 20 november 2026" in said(page.text)
    assert '<a href="/nl/faq/tekenen">Lees dit op zijn eigen pagina</a>' in page.text
    assert [(outcome, entry, place) for _, outcome, entry, place, *_ in await site.kept()] == [
        ("answered", "faq/tekenen", "web")
    ]


async def test_a_script_gets_the_answer_alone(site: SiteWorld) -> None:
    got = await site.part(ASK, q=SIGNING)

    assert got.text.lstrip().startswith('<section class="turn"')
    assert 'data-said="Antwoord: Wie tekent de overeenkomst?"' in got.text


async def test_options_are_offered_and_the_one_that_is_picked_is_shown_and_noted(site: SiteWorld) -> None:
    page = await site.post(ASK, q="kosten les")
    picked = await site.post(PRESS, data=page.button("kosten les mbo"), tab=page.tab)

    assert "Bedoelt u …?" in said(page.text)
    assert "Tien euro." in said(picked.text)
    (choice,) = await site.records._database.read(
        lambda db: list(db.execute("select is_chosen, choice from questions").fetchall())
    )
    assert choice == (1, "faq/kosten-mbo")


async def test_none_of_these_says_whom_to_ask(site: SiteWorld) -> None:
    page = await site.post(ASK, q="kosten les")
    none = await site.post(PRESS, data=page.button("Geen van deze"), tab=page.tab)

    assert "Vraag het aan het loket <loket@example.org>." in said(none.text)


async def test_what_is_not_known_is_said_and_leads_to_the_topics(site: SiteWorld) -> None:
    page = await site.get(f"{ASK}?q=weer+morgen+zee")

    assert "ik verzin niets" in said(page.text) or "Daar ga ik niet over." in said(page.text)
    assert 'href="/nl/onderwerpen"' in page.text[page.text.index("<main") :]


async def test_a_verdict_is_counted_for_who_asked_and_for_nobody_else(site: SiteWorld) -> None:
    page = await site.post(ASK, q=SIGNING)
    data = page.button("Dit hielp")

    stranger = await site.post(PRESS, data=data, tab="0" * 32)
    mine = await site.post(PRESS, data=data, tab=page.tab)

    assert "Alleen wie de vraag stelde kan het antwoord beoordelen." in said(stranger.text)
    assert "Fijn, dank u wel." in said(mine.text)
    assert [is_good for *_, is_good in await site.kept()] == [1]


async def test_a_question_may_lean_on_the_one_before_of_the_same_tab(site: SiteWorld) -> None:
    first = await site.post(ASK, q="kosten les vmbo")
    leaning = await site.post(ASK, q="en mbo?", tab=first.tab)
    alone = await site.post(ASK, q="en mbo?")

    assert "kosten les mbo" in said(leaning.text)
    assert "Tien euro." not in said(alone.text)


async def test_a_question_on_the_page_of_an_entry_may_lean_on_that(site: SiteWorld) -> None:
    page = await site.get("/nl/faq/kosten-vmbo")
    leaning = await site.get(f"{ASK}?about=faq/kosten-vmbo&q=en+mbo%3F")
    posted = await site.part(ASK, about="faq/kosten-vmbo", q="en mbo?")
    nowhere = await site.get(f"{ASK}?about=faq/nergens&q=en+mbo%3F")

    assert '<input type="hidden" name="about" value="faq/kosten-vmbo">' in page.text
    assert ["kosten les vmbo" in one.text for one in (leaning, posted, nowhere)] == [True, True, False]


async def test_a_page_that_was_open_while_its_entry_was_renamed_may_still_be_leaned_on(site: SiteWorld) -> None:
    path = site.folder.root / "nl/faq/kosten-vmbo.md"
    path.with_stem("prijs-vmbo").write_text(path.read_text().replace("---\n", "---\nwas: faq/kosten-vmbo\n", 1))
    path.unlink()
    await site.edit()

    leaning = await site.part(ASK, about="faq/kosten-vmbo", q="en mbo?")

    assert "kosten les vmbo" in leaning.text


@pytest.mark.parametrize(
    ("text", "said_so"),
    [
        ("bron?", "Handreiking"),
        ("korter graag", "U meldt bij DUO"),
        ("mail dit", "U meldt bij DUO"),
        ("in het engels", "You register with DUO"),
        ("dit klopt niet", "Wat is er mis?"),
    ],
)
async def test_what_is_said_of_the_answer_on_whose_page_it_is_said_is_about_that(
    site: SiteWorld, text: str, said_so: str
) -> None:
    page = await site.part(ASK, about="faq/melden", q=text, tab="1" * 32)
    nothing = await site.part(ASK, q=text)
    again = await site.part(ASK, q="bron?", tab="1" * 32)  # … and what is said next

    assert [said_so in text_of(one.text) for one in (page, nothing)] == [True, False]
    assert "Handreiking" in text_of(again.text)


def text_of(part: str) -> str:
    """What a turn says, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())


async def test_forty_phones_open_a_page_and_ask_at_once(site: SiteWorld) -> None:
    """As when its code stands on a slide: none is refused, and each is somebody of their own."""
    pages = await asyncio.gather(*(site.get("/nl/faq/melden") for _ in range(40)))
    answers = await asyncio.gather(*(site.post(ASK, q=SIGNING) for _ in range(40)))

    assert {one.status for one in (*pages, *answers)} == {200}
    assert all("De besturen tekenen" in said(one.text) for one in answers)
    assert len({one.tab for one in answers}) == len({person for person, *_ in await site.kept()}) == 40


async def test_what_a_tab_asked_is_erased_and_proved(site: SiteWorld) -> None:
    page = await site.post(ASK, q="kosten les")
    await site.post(ASK, q=SIGNING, tab=page.tab)
    other = await site.post(ASK, q=SIGNING)

    erased = await site.post(PRESS, data=page.button("Wis wat ik hier vroeg"), tab=page.tab)

    assert "Alles over u is gewist (2 regels)." in said(erased.text)
    assert len(await site.kept()) == 1
    assert other.tab != page.tab


async def test_nothing_is_kept_of_the_address_or_the_words_of_who_asks(
    folder: Folder, retriever: Retriever, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in the records, not in the log, not on the disk; and no cookie holds who it is."""
    caplog.set_level(logging.DEBUG)
    small_site(folder)
    path = folder.root.parent / f"{folder.root.name}-records.db"
    async with site_world(folder, retriever, path=path, proxies=1) as site:
        page = await site.get(
            f"{ASK}?q=kosten+les+Zevenhuizen", **{"X-Forwarded-For": "203.0.113.77", "User-Agent": "Eenhoorn/1"}
        )
        people = [person for person, *_ in await site.kept()]
    kept = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))

    found = [
        what for what in (b"203.0.113.77", b"127.0.0.1", b"Zevenhuizen", b"Eenhoorn", page.tab.encode()) if what in kept
    ]
    assert (found, "set-cookie" in page.headers, len(people)) == ([], False, 1)
    said_in_log = " ".join(record.getMessage() for record in caplog.records)
    assert [what for what in ("203.0.113.77", "Zevenhuizen", "Eenhoorn", page.tab) if what in said_in_log] == []


async def test_who_reads_leaves_nothing_behind(site: SiteWorld) -> None:
    for address in (
        "/nl/",
        "/nl/faq/melden",
        "/nl/faq",
        "/nl/vraag",
        "/nl/aanvullen?q=tekent",
        "/api/ask?q=Wie+tekent+de+overeenkomst",
    ):
        await site.get(address)

    assert await site.kept() == []


async def test_what_a_browser_fetches_ahead_is_no_question(site: SiteWorld) -> None:
    got = await site.get(f"{ASK}?q=kosten+les", **{"Sec-Purpose": "prefetch;prerender"})

    assert (got.status, await site.kept()) == (503, [])


async def test_a_tab_that_asks_too_much_is_told_when_to_come_back_and_may_still_erase(site: SiteWorld) -> None:
    first = await site.post(ASK, q=SIGNING)
    for _ in range(ASKED[0]):
        last = await site.part(ASK, q=SIGNING, tab=first.tab)
    refused = await site.part(ASK, q=SIGNING, tab=first.tab)
    other = await site.part(ASK, q=SIGNING)
    erased = await site.part(PRESS, data="wis", tab=first.tab)

    assert (last.status, refused.status, other.status) == (200, 429, 200)
    assert 0 < int(refused.headers["retry-after"]) <= ASKED[1]
    assert "Er komen veel vragen achter elkaar" in unescape(refused.text)
    assert f"({ASKED[0] + 1} regels)" in erased.text


async def test_a_building_may_ask_as_much_as_forty_phones_do_and_no_more_than_its_share(
    folder: Folder, retriever: Retriever
) -> None:
    small_site(folder)
    async with site_world(folder, retriever, proxies=1) as site:
        statuses = []
        for _ in range(A_BUILDING + 1):
            got = await site.get("/api/ask?q=x", **{"X-Forwarded-For": "198.51.100.9, 203.0.113.7"})
            statuses.append(got.status)
        other = await site.get("/api/ask?q=x", **{"X-Forwarded-For": "203.0.113.7, 198.51.100.9"})

    assert (set(statuses[:-1]), statuses[-1], other.status, A_BUILDING >= 40 * 5) == ({200}, 429, 200, True)


async def test_a_program_that_reads_leaves_its_building_its_questions(site: SiteWorld) -> None:
    for _ in range(A_BUILDING):
        read = await site.get("/api/entries/faq/melden")

    assert (read.status, (await site.get("/api/ask?q=x")).status, (await site.post(ASK, q="x")).status) == (
        200,
        200,
        200,
    )


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"q": "x", "tab": "zz"}, 400),
        ({"q": "x", "tab": "0" * 31 + "g"}, 400),
        ({"q": "x" * 2001}, 413),
        ({"q": "x" * 30_000}, 413),
        ({"q": ""}, 200),
        ({"q": "\x00\u202e\ud7ff"}, 200),
        ({"q": "/start geheim"}, 200),
        ({"q": "/afspraak concept-PTA, 12 januari"}, 200),
    ],
)
async def test_questions_that_are_none_are_met_kindly(site: SiteWorld, values: dict[str, str], status: int) -> None:
    got = await site.post(ASK, **values)

    assert (got.status, "<!doctype html>" in got.text) == (status, True)


@pytest.mark.parametrize(
    "data",
    [
        *(
            "",
            "x",
            "good",
            "good:",
            "good:999999999999999",
            "good:-1",
            "pick:0123456789abcdef:1",
            "show:zzzz",
            "lang:nl",
        ),
        *("wis ", "agr.done:1", "lnk.publish:1", "rol.invite", "upk.x", "act.next:nl:x:x:x:0", "\x00", "a" * 10_000),
        *("grp:999:0", "topic:T999", "ask:999", "inv.vote:1:1:yes", "<script>", "ann.send"),
    ],
)
async def test_buttons_that_nobody_showed_do_nothing(site: SiteWorld, data: str) -> None:
    got = await site.post(PRESS, data=data, tab="0" * 32)

    assert got.status == 200
    assert await site.kept() == []


async def test_a_button_without_the_code_of_a_tab_is_refused(site: SiteWorld) -> None:
    assert (await site.post(PRESS, data="wis")).status == 400


@pytest.mark.parametrize(
    "text", ['<script>alert("1")</script>', '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "&lt;b&gt;", "'\"`"]
)
async def test_what_somebody_asks_is_text_on_the_page(site: SiteWorld, text: str) -> None:
    page, part = await site.post(ASK, q=text), await site.part(ASK, q=text)

    for got in (page, part):
        assert ("<script>alert" in got.text, "<img src=x" in got.text, "49" in said_asked(got.text)) == (
            False,
            False,
            False,
        )
        assert said_asked(got.text) == text


def said_asked(html: str) -> str:
    """What the page says was asked."""
    found = re.search(r'<p class="asked"><span class="unseen">[^<]*</span>(.*?)</p>', html, re.DOTALL)
    return unescape(found[1]).strip() if found else ""


async def test_a_command_with_a_page_leads_there_and_one_that_needs_a_chat_says_so(site: SiteWorld) -> None:
    topics, agreement = await site.post(ASK, q="/onderwerpen"), await site.post(ASK, q="/afspraak iets, morgen")

    assert '<a class="button" href="/nl/onderwerpen">Onderwerpen</a>' in topics.text
    assert "Dat kan alleen in Telegram" in said(agreement.text)
    assert await site.kept() == []


async def test_an_activity_is_asked_for_in_words_and_the_next_one_by_a_button(site: SiteWorld) -> None:
    page = await site.post(ASK, q="ik zoek een werkvorm van een half uur voor 10 mensen")

    assert "Bingo" in said(page.text)


async def test_an_answer_in_a_frame_opens_its_links_beside_it(site: SiteWorld) -> None:
    page = await site.get("/nl/gesprek?q=Wie+tekent+de+overeenkomst%3F")

    assert 'action="/nl/keuze/chat"' in page.text
    assert '<a href="/nl/faq/tekenen" target="_blank" rel="noopener">' in page.text
    assert ("<header" in page.text, "data-worker" in page.text) == (False, False)


async def test_no_link_of_an_answer_in_a_frame_takes_the_place_of_the_chat(site: SiteWorld) -> None:
    site.folder.save(
        "nl/faq/inschrijven.md", title="Wie schrijft in?", checked="2026-11-20", sources=SOURCES,
        body="Zie [DUO](https://duo.nl/ 'bij DUO') of <https://example.org/a>, `<a href>` is tekst.",
    )  # fmt: skip
    await site.edit()
    framed, beside = [await site.get(f"/nl/{page}?q=Wie+schrijft+in%3F") for page in ("gesprek", "vraag")]
    topics = await site.get("/nl/gesprek?q=weer+morgen+zee")

    links = re.findall(r"<a [^>]*>", turn_of(framed.text) + turn_of(topics.text))
    assert [link for link in links if 'target="_blank" rel="noopener"' not in link] == []
    assert len(links) >= 6
    assert "<code>&lt;a href&gt;</code>" in framed.text
    assert "_blank" not in turn_of(beside.text)


def turn_of(html: str) -> str:
    found = re.search(r'<section class="turn".*?</section>', html, re.DOTALL)
    assert found, html
    return found[0]


async def test_who_hears_the_page_hears_what_was_said_instead_of_an_answer(site: SiteWorld) -> None:
    unknown, known = await site.part(ASK, q="weer morgen zee"), await site.part(ASK, q=SIGNING)
    both = await site.part(ASK, q="Wie tekent de overeenkomst? En waar melden we een route?")

    said_of = re.search(r'role="group" aria-label="([^"]+)" data-said="([^"]+)"', unknown.text)
    assert said_of, unknown.text
    heard = unescape(said_of[1])
    assert (heard == unescape(said_of[2]), len(heard) > 20, heard in unescape(re.sub("<[^>]+>", "", unknown.text))) == (
        True,
        True,
        True,
    )
    assert 'role="group"' not in known.text  # its heading says it
    assert 'data-said="Antwoord: Wie tekent de overeenkomst? Antwoord: Waar melden we een route?"' in both.text


async def test_what_can_be_erased_can_be_erased_from_whatever_comes_after(site: SiteWorld) -> None:
    first = await site.post(ASK, q=SIGNING)
    after = [await site.post(ASK, q=text, tab=first.tab) for text in ("bron?", "/onderwerpen", "hoi", "x" * 2001)]
    after.append(await site.post(PRESS, data=first.button("Dit hielp"), tab=first.tab))
    after.append(await site.post(PRESS, data="good:999", tab=first.tab))
    for _ in range(ASKED[0]):
        after.append(await site.part(ASK, q="dank u", tab=first.tab))
    erased = await site.post(PRESS, data="wis", tab=first.tab)
    fresh = await site.post(ASK, q="/onderwerpen")

    assert after[-1].status == 429
    assert [one.text for one in after if 'class="erase"' not in one.text] == []
    assert ['class="erase"' in one.text for one in (erased, fresh)] == [False, False]


async def test_without_a_script_the_answer_stays_when_it_is_judged(site: SiteWorld) -> None:
    page = await site.post(ASK, q="Waar melden we een route?")
    shown = re.search(r'name="shown" value="([^"]+)"', page.text)
    assert shown
    good = await site.post(PRESS, data=page.button("Dit hielp"), tab=page.tab, shown=shown[1])
    bad = await site.post(PRESS, data=good.button("Dit hielp niet"), tab=page.tab, shown=shown[1])
    english = await site.post(PRESS, data=page.button("Dit hielp"), tab=page.tab, shown=shown[1].replace("nl:", "en:"))

    for judged, word in ((good, "Fijn, dank u wel."), (bad, "Dank u")):
        assert ("U meldt bij DUO" in said(judged.text), word in said(judged.text)) == (True, True)
    assert "You register with DUO" in said(english.text)
    assert [is_good for *_, is_good in await site.kept()] == [1]


@pytest.mark.parametrize(
    "shown",
    ["", "nl", "nl:", "nl:wis", "de:sect:0123456789abcdef:0", "nl:sect:0123456789abcdef:0", "nl:sect:<b>:0", "x" * 900],
)
async def test_an_answer_that_nobody_showed_is_not_shown_beside_a_word(site: SiteWorld, shown: str) -> None:
    page = await site.post(ASK, q=SIGNING)

    judged = await site.post(PRESS, data=page.button("Dit hielp"), tab=page.tab, shown=shown)

    assert (judged.status, "Fijn, dank u wel." in said(judged.text), "<article" in judged.text) == (200, True, False)


async def test_a_question_in_another_language_is_answered_in_it(site: SiteWorld) -> None:
    page = await site.post(ASK, q="where do we register a route?")

    assert '<article class="answer" lang="en">' in page.text
    assert "You register with DUO ." in said(page.text) or "You register with DUO" in said(page.text)


async def test_a_question_as_long_as_is_read_is_read_whatever_its_letters(site: SiteWorld) -> None:
    assert (await site.post(ASK, q="🙂" * 2000)).status == 200


class InLanguage(HTMLParser):
    """The texts of a turn, each with the language that it is marked as."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._langs = [""]
        self.found: dict[str, str] = {}
        self.feed(html[html.index('<section class="turn"') : html.index("</section>")])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag != "input":
            self._langs.append(dict(attributes).get("lang") or self._langs[-1])

    def handle_endtag(self, tag: str) -> None:
        self._langs.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found[" ".join(data.split())] = self._langs[-1]


async def test_each_part_of_a_turn_is_marked_as_the_language_it_is_in(site: SiteWorld) -> None:
    """WCAG 3.1.2: what is asked in English on a Dutch page is answered in English, with English words around it."""
    answered = InLanguage((await site.get(f"{ASK}?q=where+do+we+register+a+route")).text).found
    dutch = InLanguage((await site.get("/en/ask?q=Wie+tekent+de+overeenkomst")).text).found
    off_topic = InLanguage((await site.get(f"{ASK}?q=what+is+the+weather+at+the+sea+tomorrow")).text).found

    assert set(answered.values()) == {"en"}
    assert {"Sources", "Checked on 22 November 2026", "This helped", "Erase what I asked here"} <= set(answered)
    assert set(dutch.values()) == {"nl"}
    assert {"Waarschijnlijk: dit steunt op één uitleg, of op een oudere.", "Dit hielp"} <= set(dutch)
    assert set(off_topic.values()) == {"en"}


async def test_what_is_said_in_a_third_language_is_marked_so(site: SiteWorld) -> None:
    turn = InLanguage((await site.get(f"{ASK}?q=Quand+devons+nous+signer+avec+notre+école")).text).found

    said_so = [lang for text, lang in turn.items() if text.startswith("Cet assistant")]
    assert said_so == ["fr"]


@pytest.mark.parametrize("text", ["ok", "super", "test", "sorry", "asdfgh", "hi"])
@pytest.mark.parametrize(("address", "lang"), [(ASK, "nl"), ("/en/ask", "en")])
async def test_where_the_words_tell_no_language_that_of_the_page_counts(
    site: SiteWorld, text: str, address: str, lang: str
) -> None:
    turn = InLanguage((await site.get(f"{address}?q={text}")).text).found

    assert set(turn.values()) == {lang}


async def test_a_body_that_is_too_long_is_read_and_forgotten(site: SiteWorld) -> None:
    got = await site.asks("POST /nl/vraag", b"q=" + b"x" * 3_000_000)

    assert got.status == 413


async def test_an_answer_that_may_not_be_what_was_meant_says_so_and_offers_others(site: SiteWorld) -> None:
    """Whatever the outcome is called: a face shows what it is told."""
    desk = site.face.desk
    assert desk is not None
    first, *others = (desk.site.entry(f"faq/{name}", "nl") for name in ("tekenen", "kosten-vmbo", "kosten-mbo"))
    assert first
    told = Told(
        "nl",
        7,
        (first, part(first, 0)),
        "<b>Waarschijnlijk</b> dit.",
        tuple((one, part(one, 0)) for one in others if one),
    )

    turn = desk.turns.view(Turn(tells=(told,), asked=7), "wie zet wat", "nl", is_known=False)
    html = desk.templates.render("turn.html", "nl", turn=turn, tab="", pressing=PRESS, new_window="")

    assert '<p class="note doubt" lang="nl">Waarschijnlijk dit.</p>' in html
    assert (
        html.index("Waarschijnlijk dit.") < html.index("De besturen tekenen") < html.index("Of bedoelt u iets anders?")
    )
    assert re.findall(r'<button name="data" value="(?:pick|none)[^>]*>([^<]*)', html) == [
        "kosten les vmbo",
        "kosten les mbo",
        "Geen van deze",
    ]
    assert turn.said == "Antwoord: Wie tekent de overeenkomst? Waarschijnlijk dit."


async def test_what_is_offered_beside_an_answer_is_not_under_it_too(site: SiteWorld) -> None:
    desk = site.face.desk
    assert desk is not None
    first, *others = (desk.site.entry(f"faq/{name}", "nl") for name in ("melden", "tekenen", "kosten-mbo"))
    assert first
    told = Told("nl", 7, (first, part(first, 0)), "Waarschijnlijk dit.")

    alone = desk.turns.view(Turn(tells=(told,), asked=7), "wie meldt", "nl", is_known=True)
    beside = replace(told, offered=tuple((one, part(one, 0)) for one in others if one))
    turn = desk.turns.view(Turn(tells=(beside,), asked=7), "wie meldt", "nl", is_known=True)

    assert ([link.text for link in alone.parts[0].see], turn.parts[0].see) == (["Wie tekent de overeenkomst?"], ())

"""Links played through: shared, proposed, decided on, found, listed, removed, and looked at weekly, across restarts."""

import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Around
from bot.conversation.wording import Wording
from bot.faces.telegram.admins import Admins
from bot.faces.telegram.post import Post
from bot.records.people import Asker, Keys, Role
from bot.records.questions import Where
from bot.records.records import Records
from bot.rooms.links.records import LinkRecords
from bot.rooms.links.room import Links
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.rooms.world import Clock
from tests.conftest import Folder
from tests.house import COMMANDS, SHELVES
from tests.loopback_web import PUBLIC, Web, answer, loopback_web, moved, page

SAID = Wording()
KEYS = Keys(secrets.token_bytes(32))
CAS = Asker("cas", "cas alone", "nl", role=Role.COORDINATOR, chat_number=3)
DEE = Asker("dee", "dee alone", "en", role=Role.COORDINATOR, chat_number=4)
ANS = Asker("ans", "ans alone", "nl", chat_number=7)
BEN = Asker("ben", "ben alone", "nl", chat_number=8)
GROUP = -100
URL = "https://page.example/sok"
HTTP = "http://page.example/sok"


def in_group(asker: Asker) -> Asker:
    return replace(asker, chat="staff room", is_group=True, chat_number=GROUP)


class Sending:
    """What stands where Telegram would."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, Reply]] = []

    async def deliver(
        self, chat_id: int, replies: Sequence[Reply], *, thread: int | None = None, patience_s: float | None = None
    ) -> tuple[int, ...]:
        self.sent += [(chat_id, reply) for reply in replies]
        return (1,) * len(replies)

    async def is_open(self, chat_id: int) -> bool:
        return True


class World:
    """The conversation with its room of links, on a file that outlives it."""

    def __init__(self, path: Path, retriever: Retriever, web: Web, clock: Clock) -> None:
        self.path, self.retriever, self.web, self.clock = path, retriever, web, clock
        self.sending = Sending()

    async def appoint(self, *askers: Asker) -> None:
        """Make somebody a coordinator."""
        for asker in askers:
            token, _ = await self.records.roles.invite(asker.person)
            await self.records.roles.accept(token, asker)
            await self.records.chats.keep(asker, asker.lang)

    async def start(self) -> None:
        self.records = Records(self.path, KEYS, SHELVES, clock=self.clock)
        await self.records.open()
        post = Post(self.sending, self.records, SAID, self.clock)
        house = House(
            self.retriever,
            self.records,
            SAID,
            Composer(SAID, username="verbinder_bot"),
            clock=self.clock,
            post=post,
            fetcher=self.web.fetcher(),
            admins=Admins(self.sending, post, self.records, KEYS, frozenset({99})),  # type: ignore[arg-type]
            commands=COMMANDS,
        )
        self.room = Links(house)
        self.conversation = Conversation(house, rooms=(self.room,))

    async def restart(self) -> None:
        await self.records.close()
        await self.start()

    async def hears(self, text: str, asker: Asker = CAS, **around: object) -> Turn:
        where = Where.GROUP if asker.is_group else Where.PRIVATE
        return await self.conversation.hears(asker, text, where, around=Around(**around))  # type: ignore[arg-type]

    async def presses(self, button: Button | str, asker: Asker = CAS) -> Turn:
        data = button if isinstance(button, str) else button.data
        return await self.conversation.presses(asker, data, Where.PRIVATE)

    async def share(self, title: str = "Format SOK", topic: str = "T031", asker: Asker = CAS, path: str = "") -> None:
        """A whole link, from message to topic."""
        self.web.pages["/" + (path or title)] = page(title)
        self.web.pages["/" + (path or title).replace(" ", "%20")] = page(title)
        turn = await self.hears("http://page.example/" + (path or title).replace(" ", "%20"), asker)
        token = button(turn, "Laat maar", "Never mind").data.partition(":")[2]
        await self.presses(f"lnk.keep:{token}:{topic}", asker)

    async def wakes(self, **later: float) -> None:
        self.clock.now += timedelta(**later)
        await self.room.wakes(self.clock.now)

    def told(self) -> list[tuple[int, str]]:
        """Who was told what, by first line; forgotten here."""
        told = [(number, reply.html.partition("\n")[0]) for number, reply in self.sending.sent]
        self.sending.sent.clear()
        return told


def html(turn: Turn) -> str:
    [reply] = turn.replies
    return reply.html


def buttons(turn: Turn) -> list[Button]:
    return [one for reply in turn.replies for row in reply.rows for one in row]


def button(turn: Turn, *labels: str) -> Button:
    [found] = [one for one in buttons(turn) if one.label in labels]
    return found


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with loopback_web() as made:
        made.pages["/sok"] = page("Format voor de SOK <b>&amp; meer")
        yield made


@pytest.fixture
async def world(tmp_path: Path, folder: Folder, retriever: Retriever, web: Web) -> AsyncIterator[World]:
    folder.save("nl/faq/sok.md", title="Wie tekent de SOK?", topics=["T031", "T032"])
    folder.save("nl/faq/geld.md", title="Wie betaalt de route?", topics=["T100"])
    await retriever.refresh(read_folder(folder.root))
    made = World(tmp_path / "records.db", retriever, web, Clock(datetime(2026, 11, 24, 8, tzinfo=UTC)))
    await made.start()
    await made.appoint(CAS, DEE)
    yield made
    await made.records.close()


# --- sharing


async def test_coordinator_shares_a_link_with_one_tap(world: World) -> None:
    card = await world.hears(HTTP)
    kept = await world.presses(button(card, "Ondertekening samenwerkingsovereenkomst", *labels(card)[:1]))

    assert html(card).startswith("<b>Format voor de SOK &amp; meer</b>\nhttp://page.example/sok\n\nBij welk onderwerp")
    assert kept.replaces
    assert html(kept).startswith(
        '✅ <b>Gedeeld</b>\n<a href="http://page.example/sok">Format voor de SOK &amp; meer</a>'
    )
    assert next((one.label, one.url) for one in buttons(kept)) == ("Openen", HTTP)
    assert [link.topic for link in world.records.shelf(LinkRecords).kept] == ["T031"]


def labels(turn: Turn) -> list[str]:
    return [one.label for one in buttons(turn)]


@pytest.mark.parametrize(
    ("text", "around"),
    [
        (HTTP, {}),
        (f"Kijk eens: {HTTP}. Handig!", {}),
        ("dit format", {"links": (HTTP,)}),
        (f"Wat vindt u van {HTTP}?", {"is_forwarded": True}),
        (f"/link {HTTP}", {}),
        (f"/link {HTTP} voor de SOK", {}),
        ("/link", {"answers": f"zie {HTTP}", "links": (HTTP,)}),
        ("/link voor de SOK", {"answers": "zie dit", "links": (HTTP,)}),
    ],
    ids=[
        "alone",
        "with words",
        "behind words",
        "forwarded",
        "a command",
        "with words behind",
        "a reply",
        "both",
    ],
)
async def test_link_may_come_in_many_ways(world: World, text: str, around: dict[str, object]) -> None:
    if text.rpartition(" ")[2] == "page.example/sok":
        world.web.pages["/sok"] = page("Format voor de SOK")
        world.room._house.fetcher._trust = (
            False  # https is asked of a server without TLS: no answer, so a title is asked
        )

    turn = await world.hears(text, **around)

    assert "Format voor de SOK" in html(turn) or "Hoe zal ik de link noemen?" in html(turn)


async def test_address_may_come_without_https(world: World) -> None:
    world.web.addresses.clear()

    turn = await world.hears("/link page.example/sok")
    card = await world.hears("Format")

    assert html(turn).startswith(SAID.say("link_why_unreachable", "nl"))
    assert html(card).startswith("<b>Format</b>\nhttps://page.example/sok\n")


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("wie tekent de SOK?", {}),
        (f"klopt het wat op {HTTP} staat?", {}),
        ("en bij kader", {"answers": "een antwoord", "links": (HTTP,)}),
        ("wat doet duo.nl", {"links": ("duo.nl",)}),
        ("wie tekent de SOK, Cas?", {"links": ("tg://user?id=3",)}),
    ],
    ids=[
        *("no link", "a question with a link", "a reply to an answer with sources", "a name that looks like a link"),
        "somebody's name",
    ],
)
async def test_question_stays_a_question(world: World, text: str, around: dict[str, object]) -> None:
    turn = await world.hears(text, ANS, **around)

    assert "lnk." not in "".join(one.data for one in buttons(turn))
    assert world.web.requests == []


async def test_link_without_a_command_is_no_proposal_in_a_group(world: World) -> None:
    turn = await world.hears(HTTP, in_group(CAS))

    assert (turn.replies, world.web.requests) == ((), [])


async def test_command_alone_asks_for_the_address(world: World) -> None:
    asked = await world.hears("/link")
    again = await world.hears("dat weet ik niet")
    card = await world.hears(HTTP)

    assert (html(asked), html(again)) == (SAID.say("link_ask_url", "nl"), SAID.say("link_no_address", "nl"))
    assert "Format voor de SOK" in html(card)


async def test_who_asks_something_instead_of_giving_an_address_is_heard_at_once(world: World) -> None:
    await world.hears("/link")

    turn = await world.hears("Wie tekent de SOK?")

    assert turn.replies[0].html.startswith("<b>Wie tekent de SOK?</b>")
    assert SAID.say("link_ask_url", "nl") in turn.replies[-1].html


async def test_who_gives_no_address_twice_is_left_alone(world: World) -> None:
    await world.hears("/link")
    await world.hears("de pagina van het mbo")

    left = await world.hears("de pagina van het mbo")

    assert html(left) == SAID.say("draft_ended", "nl")


async def test_another_link_in_place_of_a_title_is_that_link(world: World) -> None:
    world.web.pages["/b"] = page("Handreiking")
    await world.hears("http://page.example/a")

    turn = await world.hears("http://page.example/b")

    assert html(turn).startswith("<b>Handreiking</b>")


async def test_in_a_group_the_bot_says_that_it_hears_replies_alone(world: World) -> None:
    turn = await world.hears("/link", in_group(ANS))

    assert html(turn).endswith(SAID.say("link_reply_here", "nl"))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://10.0.0.1/", "link_not_public"),
        ("http://localhost:8080/", "link_not_public"),
        ("http://inside.example/", "link_not_public"),
        ("http://page.example:22/", "link_odd_port"),
        ("http://me:secret@page.example/", "link_no_address"),
        ("http://page.example/away", "link_not_public"),
    ],
)
@pytest.mark.parametrize("asker", [CAS, ANS], ids=["coordinator", "asker"])
async def test_address_that_is_not_public_is_refused_kindly(world: World, url: str, key: str, asker: Asker) -> None:
    world.web.addresses["inside.example"] = ["192.168.1.7"]
    world.web.pages["/away"] = moved("http://127.0.0.1/")

    turn = await world.hears(f"/link {url}", asker)

    assert html(turn) == SAID.say(key, "nl")
    assert "<b>Wie tekent de SOK?</b>" in html(await world.hears("Wie tekent de SOK?", asker))  # nothing waits
    assert [address for address, _ in world.web.dialled] in ([], [PUBLIC])
    assert "Format" in html(await world.hears(HTTP, asker))  # another address may follow at once


@pytest.mark.parametrize(
    ("response", "key"),
    [
        (answer(status="404 Not Found"), "link_why_gone"),
        (answer(b"%PDF", Content_Type="application/pdf"), "link_why_no_page"),
        (answer(b"<p>x</p>", Content_Type="text/html"), "link_why_untitled"),
        (moved("/sok"), "link_why_lost"),
        (b"nonsense", "link_why_unreachable"),
    ],
)
async def test_page_without_a_title_gets_one_from_who_shares_it(world: World, response: bytes, key: str) -> None:
    world.web.pages["/sok"] = response

    asked = await world.hears(HTTP)
    card = await world.hears("Format <i>SOK</i>\n2026")
    await world.presses(keep(card))

    assert html(asked).startswith(SAID.say(key, "nl"))
    assert [link.title for link in world.records.shelf(LinkRecords).kept] == ["Format <i>SOK</i> 2026"]
    assert "Format &lt;i&gt;SOK&lt;/i&gt; 2026" in html(card)


def keep(turn: Turn) -> Button:
    return next(one for one in buttons(turn) if one.data.startswith("lnk.keep:"))


@pytest.mark.parametrize("words", ["laat maar", "stop", "cancel"])
async def test_sharing_is_left_with_words(world: World, words: str) -> None:
    world.web.pages.clear()
    await world.hears(HTTP)

    left = SAID.say("draft_left", "nl", what=SAID.say("begun_link", "nl"))
    assert html(await world.hears(words)) == left
    assert world.records.shelf(LinkRecords).kept == ()


async def test_sharing_is_left_with_a_button(world: World) -> None:
    card = await world.hears(HTTP)

    left = await world.presses(button(card, "Laat maar"))
    late = await world.presses(keep(card))

    assert (html(left), late.toast) == (SAID.say("link_stopped", "nl"), SAID.say("link_not_yours", "nl"))
    assert world.records.shelf(LinkRecords).kept == ()


async def test_title_that_says_little_is_replaced(world: World) -> None:
    card = await world.hears(HTTP)

    asked = await world.presses(button(card, "Andere titel"))
    again = await world.hears("Ons eigen format")

    assert (asked.replaces, "Goed, een andere titel." in html(asked)) == (True, True)
    assert "<b>Ons eigen format</b>" in html(again)


async def test_other_topics_are_reached_through_groups(world: World) -> None:
    card = await world.hears(HTTP)

    groups = await world.presses(button(card, "Ander onderwerp"))
    topics = await world.presses(next(one for one in buttons(groups) if one.data.startswith("lnk.group:")))
    back = await world.presses(button(topics, "« Terug"))
    kept = await world.presses(keep(topics))

    assert html(groups).endswith("Kies een groep:")
    assert html(topics).endswith("Kies een onderwerp:")
    assert html(back) == html(groups)
    assert html(kept).startswith("✅ <b>Gedeeld</b>")
    assert keep(topics).data.endswith(world.records.shelf(LinkRecords).kept[0].topic)


async def test_of_several_links_the_first_is_taken_and_the_rest_is_said(world: World) -> None:
    turn = await world.hears(f"{HTTP} en http://page.example/b")

    assert html(turn).endswith(SAID.say("link_first", "nl"))


async def test_unfinished_link_survives_a_restart(world: World) -> None:
    card = await world.hears(HTTP)

    await world.restart()
    await world.presses(keep(card))

    assert [link.title for link in world.records.shelf(LinkRecords).kept] == ["Format voor de SOK & meer"]


async def test_unfinished_link_is_over_after_an_hour(world: World) -> None:
    card = await world.hears(HTTP)
    world.clock.now += timedelta(minutes=61)

    assert (await world.presses(keep(card))).toast == SAID.say("link_not_yours", "nl")


async def test_card_of_another_link_does_nothing_to_this_one(world: World) -> None:
    old = await world.hears(HTTP)
    world.web.pages["/b"] = page("B")
    await world.hears("http://page.example/b")

    assert (await world.presses(keep(old))).toast == SAID.say("link_not_yours", "nl")
    assert world.records.shelf(LinkRecords).kept == ()


async def test_card_is_for_who_began_it(world: World) -> None:
    card = await world.hears(f"/link {HTTP}", in_group(CAS))

    turn = await world.presses(keep(card), in_group(ANS))

    assert (turn.toast, world.records.shelf(LinkRecords).kept) == (SAID.say("link_not_yours", "nl"), ())


@pytest.mark.parametrize(
    "data",
    [
        *("lnk.keep", "lnk.keep:x", "lnk.keep:{token}", "lnk.keep:{token}:T999", "lnk.keep:{token}:x"),
        *("lnk.group:{token}", "lnk.group:{token}:99999", "lnk.group:{token}:x", "lnk.publish", "lnk.publish:x"),
        *("lnk.publish:999", "lnk.decline:0", "lnk.remove:999", "lnk.gone:x", "lnk.nothing", "lnk.nothing:1"),
    ],
)
@pytest.mark.parametrize("asker", [CAS, ANS, in_group(BEN)], ids=["coordinator", "asker", "group"])
async def test_made_up_buttons_do_nothing(world: World, data: str, asker: Asker) -> None:
    card = await world.hears(f"/link {HTTP}", asker)
    token = keep(card).data.split(":")[1]

    turn = await world.presses(data.format(token=token), asker)

    assert (turn.replies, bool(turn.toast), world.records.shelf(LinkRecords).kept) == ((), True, ())


async def test_same_page_is_one_link(world: World) -> None:
    await world.share()

    again = await world.hears("http://PAGE.example:80/Format%20SOK/?utm_source=mail#top")

    assert html(again).startswith(
        '<b>Deze link is er al</b>\n<a href="http://page.example/Format%20SOK">Format SOK</a>'
    )
    assert len(world.records.shelf(LinkRecords).kept) == 1


async def test_title_and_address_are_shown_as_text(world: World) -> None:
    world.web.pages["/x?a=%22%3E&b=1"] = page("&lt;a href=x&gt;klik&lt;/a&gt;")

    card = await world.hears("http://page.example/x?a=%22%3E&b=1")
    kept = await world.presses(keep(card))

    assert "<b>&lt;a href=x&gt;klik&lt;/a&gt;</b>\nhttp://page.example/x?a=%22%3E&amp;b=1" in html(card)
    assert '<a href="http://page.example/x?a=%22%3E&amp;b=1">&lt;a href=x&gt;klik&lt;/a&gt;</a>' in html(kept)


# --- proposing


async def test_anyone_proposes_and_a_coordinator_publishes(world: World) -> None:
    await world.share(asker=ANS)
    assert world.records.shelf(LinkRecords).kept == ()
    await world.wakes(seconds=20)
    [to_cas, to_dee] = world.sending.sent
    assert [number for number, _ in world.sending.sent] == [3, 4]
    assert to_dee[1].html.startswith("<b>Proposed link</b>\n")
    world.told()

    published = await world.presses(to_cas[1].rows[1][0])
    late = await world.presses(to_dee[1].rows[1][1], DEE)
    await world.wakes(seconds=20)

    [action] = await world.records.actions.latest(5)
    assert (action.person, action.action, action.subject) == ("cas", "link_published", "Format SOK")
    assert html(published).startswith("✅ <b>Geplaatst</b>")
    assert (late.toast, late.replaces) == (SAID.say("link_decided", "en"), True)
    assert [link.title for link in world.records.shelf(LinkRecords).kept] == ["Format SOK"]
    assert world.told() == [(7, "De link die u voorstelde, staat nu bij de gedeelde links:")]


async def test_coordinator_declines_and_who_proposed_it_hears(world: World) -> None:
    await world.share(asker=ANS)
    await world.wakes(seconds=20)
    declined = await world.presses(world.sending.sent[0][1].rows[1][1])
    world.told()
    await world.wakes(seconds=20)

    again = await world.hears("http://page.example/Format%20SOK", BEN)

    assert html(declined).startswith("❌ <b>Niet geplaatst</b>")
    assert world.told() == [(7, "De link die u voorstelde, is niet overgenomen:")]
    assert html(again).startswith("<b>Deze link is al eens voorgesteld</b>")


async def test_coordinators_are_told_once_across_restarts(world: World) -> None:
    await world.share(asker=ANS)
    for _ in range(3):
        await world.wakes(seconds=20)
        await world.restart()
        await world.wakes(seconds=20)

    assert world.told() == [(3, "<b>Voorgestelde link</b>"), (4, "<b>Proposed link</b>")]


async def test_admins_are_told_where_there_are_no_coordinators(world: World) -> None:
    for one in await world.records.roles.coordinators():
        await world.records.roles.take_back(one.number)
    await world.share(asker=ANS)
    for _ in range(2):
        await world.wakes(seconds=20)

    assert world.told() == [(99, "<b>Voorgestelde link</b>")]


async def test_proposal_of_somebody_who_was_forgotten_is_gone(world: World) -> None:
    await world.share(asker=ANS)
    await world.wakes(seconds=20)
    card = world.sending.sent[0][1]

    await world.records.forget("ans", "ans alone")

    assert (await world.presses(card.rows[1][0])).toast == SAID.say("link_gone", "nl")


async def test_somebody_without_the_role_decides_nothing(world: World) -> None:
    await world.share(asker=ANS)

    for action in ("publish", "decline"):
        turn = await world.presses(f"lnk.{action}:1", BEN)
        assert (turn.replies, turn.toast) == ((), SAID.say("old_button", "nl"))
    assert [link.title for link in await world.records.shelf(LinkRecords).waiting()] == ["Format SOK"]


async def test_proposal_is_taken_back_by_who_made_it(world: World) -> None:
    card = await world.hears(HTTP, ANS)
    proposed = await world.presses(keep(card), ANS)

    others = await world.presses(button(proposed, "Voorstel intrekken"), BEN)
    own = await world.presses(button(proposed, "Voorstel intrekken"), ANS)
    late = await world.presses("lnk.publish:1")

    assert (others.toast, html(own)) == (SAID.say("link_may_not", "nl"), SAID.say("link_withdrawn", "nl"))
    assert (late.toast, await world.records.shelf(LinkRecords).waiting()) == (SAID.say("link_gone", "nl"), ())


async def test_proposal_that_was_decided_on_is_not_taken_back(world: World) -> None:
    await world.share(asker=ANS)
    await world.presses("lnk.publish:1")

    late = await world.presses("lnk.withdraw:1", ANS)

    assert (late.toast, len(world.records.shelf(LinkRecords).kept)) == (SAID.say("link_decided", "nl"), 1)


async def test_nobody_has_more_than_five_proposals_waiting(world: World) -> None:
    for number in range(5):
        await world.share(title=f"Voorstel {number}", asker=ANS)

    turn = await world.hears(HTTP, ANS)

    assert html(turn) == SAID.say("link_enough", "nl", count=5)
    assert "Format" in html(await world.hears(HTTP, BEN))


async def test_proposal_in_a_group_waits_too(world: World) -> None:
    card = await world.hears(f"/link {HTTP}", in_group(ANS))

    turn = await world.presses(keep(card), in_group(ANS))
    await world.wakes(seconds=20)

    assert html(turn).startswith("✅ <b>Voorgesteld</b>")
    assert "U hoort het hier" not in html(turn)
    assert [number for number, _ in world.told()] == [3, 4]


async def test_lists_show_a_coordinator_what_waits_first(world: World) -> None:
    for letter in "abcde":
        await world.share(title=f"Voorstel {letter}", asker=ANS)
    await world.share(title="Gedeeld")

    turn = await world.hears("/links")

    firsts = [reply.html.partition("\n")[0] for reply in turn.replies]
    assert firsts == [
        *["<b>Voorgestelde link</b>"] * 3,
        SAID.say("link_waiting_more", "nl", count=2),
        "<b>Gedeelde links</b>",
    ]


async def test_others_see_what_is_published_alone(world: World) -> None:
    await world.share(title="Voorstel", asker=ANS)
    await world.share(title="Gedeeld")

    for asker in (ANS, in_group(CAS)):
        turn = await world.hears("/links", asker)
        assert "Voorstel" not in html(turn)
        assert "Gedeeld" in html(turn)


# --- lists


async def test_links_are_listed_with_topic_and_date_and_can_be_opened(world: World) -> None:
    await world.share()

    turn = await world.hears("/links", BEN)

    assert html(turn).startswith(
        '<b>Gedeelde links</b>\n\n1. <a href="http://page.example/Format%20SOK">Format SOK</a>\n'
    )
    assert "gedeeld door een verbinder op 24 november 2026" in html(turn)
    assert [(one.label, one.url) for one in buttons(turn)] == [("Openen 1", "http://page.example/Format%20SOK")]


async def test_long_list_is_paged(world: World) -> None:
    for number in range(12):
        await world.share(title=f"Link {number}")
        world.clock.now += timedelta(minutes=1)

    first = await world.hears("/links", BEN)
    second = await world.presses(button(first, "Verder »"), BEN)
    third = await world.presses(button(second, "Verder »"), BEN)

    pages = [
        [f"Link {number}" for number in range(12) if f">Link {number}<" in html(turn)]
        for turn in (first, second, third)
    ]
    assert pages == [[f"Link {at}" for at in range(7, 12)], [f"Link {at}" for at in range(2, 7)], ["Link 0", "Link 1"]]
    assert [label for label in labels(third) if "Openen" not in label] == ["« Vorige"]


async def test_links_are_looked_for_by_words(world: World) -> None:
    await world.share(title="Format SOK")
    await world.share(title="Rooster praktijkdagen", topic="T100")

    found = await world.hears("/links rooster", BEN)
    none = await world.hears("/links voetbal", BEN)

    assert ("Rooster" in html(found), "Format" in html(found)) == (True, False)
    assert html(none) == SAID.say("links_found_none", "nl", words="voetbal")


async def test_empty_list_says_how_to_begin(world: World) -> None:
    assert html(await world.hears("/links", BEN)) == SAID.say("links_none", "nl")


@pytest.mark.parametrize(
    ("asker", "may"),
    [
        (CAS, True),
        (DEE, True),
        (replace(BEN, role=Role.ADMIN), True),
        (ANS, True),
        (BEN, False),
        (in_group(BEN), False),
    ],
    ids=["who published it", "another coordinator", "an admin", "who proposed it", "somebody", "somebody in a group"],
)
async def test_who_added_a_link_or_a_coordinator_removes_it(world: World, asker: Asker, may: bool) -> None:
    await world.share(asker=ANS)
    await world.presses("lnk.publish:1")

    listed = await world.hears("/links", asker)
    asked = await world.presses("lnk.remove:1", asker)
    gone = await world.presses("lnk.gone:1", asker)

    assert ("🗑 1" in labels(listed)) == may
    assert (asked.toast, gone.toast) == (("", "") if may else (SAID.say("link_may_not", "nl"),) * 2)
    assert (world.records.shelf(LinkRecords).kept == ()) == may


async def test_removing_can_be_left(world: World) -> None:
    await world.share()
    asked = await world.presses("lnk.remove:1")

    back = await world.presses(button(asked, "Nee, toch niet"))

    assert (html(back).startswith("<b>Gedeelde links</b>"), len(world.records.shelf(LinkRecords).kept)) == (True, 1)


async def test_forgotten_sender_is_told_what_stays(world: World) -> None:
    await world.share()
    await world.share(title="Tweede", asker=BEN)

    turn = await world.presses("wis", CAS)
    other = await world.presses("wis", BEN)

    assert SAID.say("forgot_links", "nl", count=1) in html(turn)
    assert SAID.say("forgot_proposals", "nl", count=1) in html(other)
    assert (await world.presses("lnk.remove:1", replace(CAS, role=Role.ASKER))).toast == SAID.say("link_may_not", "nl")


# --- with answers


async def test_links_are_shown_under_the_answer_of_their_topic(world: World) -> None:
    for letter in "abcd":
        await world.share(title=f"Bij T032 {letter}", topic="T032")
        world.clock.now += timedelta(minutes=1)
    await world.share(title="Bij T031", topic="T031")
    await world.share(title="Elders", topic="T100")

    turn = await world.hears("Wie tekent de SOK?", BEN)

    _, _, under = html(turn).partition(SAID.say("links_under", "nl"))
    assert [title for title in ("Bij T031", "Bij T032 d", "Bij T032 c", "Bij T032 b", "Elders") if title in under] == [
        *("Bij T031", "Bij T032 d", "Bij T032 c"),
    ]


async def test_question_without_an_answer_is_offered_the_link_that_fits(world: World) -> None:
    await world.share(title="Format samenwerkingsovereenkomst", topic="T100")

    turn = await world.hears("waar vind ik het format voor de samenwerkingsovereenkomst?", BEN)

    assert html(turn).startswith(("<b>Dat weet ik niet.</b>", "<b>Bedoelt u", "Daar ga ik niet over"))
    assert SAID.say("links_fitting", "nl") in html(turn)
    assert html(turn).endswith("gedeeld door een verbinder op 24 november 2026")


async def test_in_a_terminal_links_are_found_at_once(world: World) -> None:
    await world.share(title="Rooster praktijkdagen")
    house = House(world.retriever, world.records, SAID, Composer(SAID), clock=world.clock, commands=COMMANDS)
    conversation = Conversation(house, rooms=(Links(house),))

    turn = await conversation.hears(BEN, "rooster praktijkdagen?", Where.TERMINAL)

    assert "http://page.example/Rooster%20praktijkdagen" in html(turn)


async def test_question_that_no_link_fits_is_offered_none(world: World) -> None:
    await world.share(title="Rooster praktijkdagen")

    turn = await world.hears("wat wordt het weer morgen?", BEN)

    assert SAID.say("links_fitting", "nl") not in html(turn)


async def test_link_that_stands_under_the_answer_is_not_offered_again(world: World) -> None:
    await world.share(title="Wie tekent de SOK", topic="T031")

    turn = await world.hears("Wie tekent de SOK?", BEN)

    assert html(turn).count("http://page.example/") == 1


async def test_proposal_is_found_by_nobody(world: World) -> None:
    await world.share(title="Wie tekent de SOK", asker=ANS)

    assert "page.example" not in html(await world.hears("Wie tekent de SOK?", BEN))
    assert "page.example" not in html(await world.hears("/links SOK", BEN))


async def test_group_without_an_answer_gets_the_link_that_fits(world: World) -> None:
    await world.share(title="Rooster praktijkdagen")

    fitting = await world.hears("/vraag rooster praktijkdagen?", in_group(BEN))
    other = await world.hears("/vraag voetbal uitslagen?", in_group(BEN))

    assert html(fitting).startswith(SAID.say("links_fitting", "nl"))
    assert (other.replies, other.reaction) == ((), "🤷")


async def test_links_are_found_after_a_restart(world: World) -> None:
    await world.share(title="Rooster praktijkdagen")
    await world.restart()
    await world.wakes(seconds=1)

    turn = await world.hears("rooster praktijkdagen?", BEN)

    assert "http://page.example/Rooster%20praktijkdagen" in html(turn)


async def test_link_that_another_process_published_is_found_within_seconds(world: World) -> None:
    other = World(world.path, world.retriever, world.web, world.clock)
    await other.start()
    await other.share(title="Rooster praktijkdagen")
    await other.records.close()

    await world.records.shelf(LinkRecords).load()  # as `follow` does when it is told
    await world.wakes(seconds=20)

    assert "page.example" in html(await world.hears("rooster praktijkdagen?", BEN))


# --- whether they answer


async def weeks(world: World, days: float) -> None:
    """Let time pass, as often as the bot wakes in an hour of it."""
    until = world.clock.now + timedelta(days=days)
    while world.clock.now < until:
        await world.wakes(hours=1)


async def test_link_that_no_longer_answers_is_marked_and_not_shown_under_answers(world: World) -> None:
    await world.share(title="Dood", path="dood")
    await world.share(title="Levend", path="levend")
    world.web.pages["/dood"] = answer(status="404 Not Found")
    await weeks(world, 0.5)
    once = html(await world.hears("/links", BEN))
    await weeks(world, 1)

    twice = html(await world.hears("/links", BEN))
    under = html(await world.hears("Wie tekent de SOK?", BEN))

    assert ("werkt niet meer" in once, twice.count("werkt niet meer (sinds 24 november 2026)")) == (False, 1)
    assert ("Levend" in under, "Dood" in under) == (True, False)


async def test_link_that_answers_again_is_shown_again(world: World) -> None:
    await world.share(title="Soms", path="soms")
    await world.share(title="Levend", path="levend")
    world.web.pages["/soms"] = answer(status="500 Oops")
    await weeks(world, 2)
    world.web.pages["/soms"] = page("Soms")
    await weeks(world, 1.5)

    assert "werkt niet meer" not in html(await world.hears("/links", BEN))


async def test_each_address_is_asked_once_a_week(world: World) -> None:
    await world.share(title="Levend", path="levend")
    world.web.requests.clear()

    await weeks(world, 15)

    assert [request.split(" ")[0] for request in world.web.requests] == ["HEAD"] * 3


async def test_restart_asks_nothing_again(world: World) -> None:
    await world.share(title="Levend", path="levend")
    await weeks(world, 0.2)
    world.web.requests.clear()
    for _ in range(5):
        await world.restart()
        await weeks(world, 0.2)

    assert world.web.requests == []


async def test_bot_that_is_cut_off_marks_nothing(world: World) -> None:
    """The first weeks everything answers; then no name is known any more, for three days."""
    for name in "abc":
        world.web.addresses[f"{name}.example"] = [PUBLIC]
        world.web.pages[f"/{name}"] = page(name)
        card = await world.hears(f"http://{name}.example/{name}")
        await world.presses(keep(card))
    await weeks(world, 1)
    names, world.web.addresses = world.web.addresses, {}
    await weeks(world, 10)
    marked = "werkt niet meer" in html(await world.hears("/links", BEN))
    world.web.addresses = {key: value for key, value in names.items() if key != "a.example"}
    await weeks(world, 3)

    assert not marked
    listed = html(await world.hears("/links", BEN))
    assert listed.count("werkt niet meer") == 1


async def test_bot_that_never_reached_anything_marks_nothing(world: World) -> None:
    for name in "ab":
        world.web.addresses[f"{name}.example"] = [PUBLIC]
        world.web.pages[f"/{name}"] = page(name)
        card = await world.hears(f"http://{name}.example/{name}")
        await world.presses(keep(card))
    world.web.addresses = {}

    await weeks(world, 5)

    assert "werkt niet meer" not in html(await world.hears("/links", BEN))


async def test_source_on_a_schools_own_network_is_not_knocked_at(
    world: World, folder: Folder, retriever: Retriever
) -> None:
    folder.save("nl/faq/a.md", title="alfa", sources=["[Intranet](http://inside.example/a)"])
    world.web.addresses["inside.example"] = ["10.0.0.5"]
    await retriever.refresh(read_folder(folder.root))

    await weeks(world, 4)

    assert world.web.dialled == []
    assert world.records.shelf(LinkRecords).dead_since("http://inside.example/a") is None


async def test_everything_is_there_in_english(world: World) -> None:
    anna = replace(CAS, lang="en", person="anna")
    card = await world.hears(HTTP, anna)
    kept = await world.presses(keep(card), anna)
    listed = await world.hears("/links", anna)

    assert "Which topic does this link belong to?" in html(card)
    assert html(kept).startswith("✅ <b>Shared</b>")
    assert "shared by a connector on 24 November 2026" in html(listed)

"""The room of links: what people send in, what coordinators publish, and where it is found again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.conversation.house import House
from bot.conversation.menus import DESK, EVERYWHERE, Command
from bot.conversation.offers import DEAD_SINCE
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said, Waiting
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.rooms.links.cards import PREFIX, LinkCards, Shown
from bot.rooms.links.checks import LinkChecks
from bot.rooms.links.records import Link, LinkRecords, State
from bot.rooms.links.search import LinkSearch
from bot.rooms.links.sharing import Sharing
from bot.rooms.links.telling import Telling
from index.answer import Answer
from knowledge.entry import Entry

UNDER = 3  # links under an answer
OFFERED = 2  # links offered where there is no answer
FOUND = 8  # links that a search lists
DECIDED = 3  # proposals that a coordinator is shown at once


class Links(Room):
    """Shares links."""

    prefix = PREFIX
    commands = (
        Command("link", "link", DESK, 100, needs_chat=True),
        Command("links", "links", EVERYWHERE, 110),
    )
    shelves = (LinkRecords,)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._records = house.records.shelf(LinkRecords)
        house.offers.give(DEAD_SINCE, self._records.dead_since)
        self._cards = LinkCards(house.wording, self._records)
        self._search = LinkSearch(house.retriever, house.wording.words("small_words"))
        self._searched: tuple[tuple[Link, ...], Mapping[int, str]] = ((), {})  # what the search has taken in
        self._checks, self._telling = LinkChecks(house), Telling(house, self._cards)
        self._sharing = Sharing(house, self._cards, self._known, self._take_in)

    async def hears(self, said: Said) -> Turn | None:
        return await self._sharing.hears(said)

    def begun(self, draft: Draft) -> str:
        return "begun_link"

    async def continues(self, said: Said, draft: Draft) -> Turn:
        return await self._sharing.continues(said, draft)

    async def waiting(self, asker: Asker, draft: Draft, lang: str) -> Waiting:
        return await self._sharing.waiting(draft, lang, is_group=asker.is_group)

    def handlers(self) -> Mapping[str, Handler]:
        return {"link": self._sharing.link, "links": self._list}

    def _known(self, link: Link, asker: Asker, lang: str) -> Turn:
        """That a link is there already."""
        match link.state:
            case State.KEPT:
                text = self._say("link_known", lang, line=self._cards.line(link, lang))
                return Turn.of(self._cards.one(text, link, lang, may_remove=_may_remove(asker, link.by)))
            case State.WAITING if asker.role >= Role.COORDINATOR and not asker.is_group:
                return Turn.of(self._cards.proposal(link, lang))
            case State.WAITING:
                text = self._say("link_known_waiting", lang, line=self._cards.line_of_proposal(link, lang))
                return Turn.of(Reply(text))
            case State.DECLINED:
                text = self._say("link_known_declined", lang, line=self._cards.line_of_proposal(link, lang))
                return Turn.of(Reply(text))
            case _:
                assert_never(link.state)

    # --- buttons

    async def presses(self, pressed: Pressed) -> Turn | None:
        match pressed.action:
            case "keep" | "groups" | "group" | "card" | "title" | "stop":
                return await self._sharing.on_card(pressed)
            case "publish":
                return await self._decide(pressed, State.KEPT)
            case "decline":
                return await self._decide(pressed, State.DECLINED)
            case "withdraw":
                return await self._withdraw(pressed)
            case "list":
                shown = await self._all_for(pressed.asker)
                return Turn((self._cards.page(shown, pressed.number() or 0, pressed.lang),), replaces=True)
            case "remove" | "gone":
                return await self._remove(pressed)
            case _:
                return None

    async def _withdraw(self, pressed: Pressed) -> Turn | None:
        """Take one's own proposal back, as long as nobody has decided on it."""
        number, lang = pressed.number(), pressed.lang
        link = await self._records.of(number) if number is not None else None
        if link is None or link.state is not State.WAITING:
            return Turn(toast=self._say("link_decided" if link else "link_gone", lang))
        if link.by != pressed.asker.person:
            return Turn(toast=self._say("link_may_not", lang))
        await self._records.remove(link.number)
        return Turn((Reply(self._say("link_withdrawn", lang)),), replaces=True)

    async def _decide(self, pressed: Pressed, state: State) -> Turn | None:
        number, lang = pressed.number(), pressed.lang
        if number is None or pressed.asker.role < Role.COORDINATOR:
            return None
        is_decided = await self._records.decide(number, state)
        link = await self._records.of(number)
        if link is None:
            return Turn(toast=self._say("link_gone", lang))
        if not is_decided:
            turn = self._known(link, pressed.asker, lang)
            return replace(turn, replaces=True, toast=self._say("link_decided", lang))
        await self._house.note(pressed.asker, "link_published" if state is State.KEPT else "link_declined", link.title)
        if state is State.DECLINED:
            line = self._cards.line_of_proposal(link, lang)
            return Turn((Reply(self._say("link_declined", lang, line=line)),), replaces=True)
        await self._take_in()
        text = self._say("link_published", lang, line=self._cards.line(link, lang))
        return Turn((self._cards.one(text, link, lang, may_remove=True),), replaces=True)

    async def _remove(self, pressed: Pressed) -> Turn | None:
        """Ask whether it is to go, then take it away."""
        number, lang = pressed.number(), pressed.lang
        link = await self._records.of(number) if number is not None else None
        if link is None or link.state is not State.KEPT:
            return Turn(toast=self._say("link_gone", lang))
        if not _may_remove(pressed.asker, link.by):
            return Turn(toast=self._say("link_may_not", lang))
        if pressed.action == "remove":
            return Turn((self._cards.removal(link, lang),), replaces=not pressed.asker.is_group)
        await self._records.remove(link.number)
        if pressed.asker.role >= Role.COORDINATOR:
            await self._house.note(pressed.asker, "link_removed", link.title)
        await self._take_in()
        return Turn((Reply(self._say("link_removed", lang)),), replaces=True)

    # --- lists

    async def _list(self, said: Said) -> Turn:
        """What is published, or what of it fits some words; for a coordinator what waits comes first."""
        replies: list[Reply] = []
        if said.asker.role >= Role.COORDINATOR and not said.asker.is_group:
            waiting = await self._records.waiting()
            replies = [self._cards.proposal(link, said.lang) for link in waiting[:DECIDED]]
            if more := len(waiting) - DECIDED:
                replies += [Reply(self._say("link_waiting_more", said.lang, count=more))] if more > 0 else []
        if not said.text:
            return Turn((*replies, self._cards.page(await self._all_for(said.asker), 0, said.lang)))
        await self._take_in()
        near = [fit.link for fit in await self._search.fits(said.text) if fit.is_near][:FOUND]
        shown = await self._shown(near, said.asker)
        return Turn((*replies, self._cards.found(" ".join(said.text.split())[:60], shown, said.lang)))

    async def _all_for(self, asker: Asker) -> tuple[Shown, ...]:
        return await self._shown(self._records.kept, asker)

    async def _shown(self, links: Sequence[Link], asker: Asker) -> tuple[Shown, ...]:
        senders = await self._records.senders()
        return tuple(Shown(link, _may_remove(asker, senders.get(link.number, ""))) for link in links)

    # --- with answers

    def under(self, entry: Entry, lang: str) -> str:
        return self._cards.under(self._under(entry), lang)

    async def goes_with(self, answer: Answer) -> str:
        if not self._records.kept:
            return ""
        if self._house.post is None:  # elsewhere it is done by itself, and no question waits for it
            await self._take_in()
        is_shown = self._under(answer.hits[0].entry) if answer.outcome.shows_entry else ()
        sure = [
            fit.link
            for fit in await self._search.fits(answer.question.text)
            if fit.is_sure
            and fit.link not in is_shown
            and fit.link in self._records.kept
            and not self._records.dead_since(fit.link.url)
        ]
        return self._cards.fitting(sure[:OFFERED], answer.lang)

    def _under(self, entry: Entry) -> tuple[Link, ...]:
        """Links on an entry's topics, those on its first topic in front, newest first."""
        found = [
            link for link in self._records.kept if link.topic in entry.topics and not self._records.dead_since(link.url)
        ]
        return tuple(sorted(found, key=lambda link: entry.topics.index(link.topic))[:UNDER])

    async def _take_in(self) -> None:
        """Search what is published now."""
        kept = self._records.kept
        now = kept, await self._records.words_of(link.number for link in kept)
        if now != self._searched:
            await self._search.take_in(*now)
            self._searched = now

    # --- by itself

    async def wakes(self, now: datetime) -> None:
        """Tell who has to know of a link, and look whether one address answers."""
        await self._take_in()
        if self._house.post is None:
            return
        await self._telling.say()
        await self._checks.step(now)


def _may_remove(asker: Asker, by: str) -> bool:
    """by: pseudonym of who sent it; empty: nobody known."""
    return asker.role >= Role.COORDINATOR or (by != "" and by == asker.person)

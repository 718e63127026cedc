"""Links of which somebody has to know in; whoever has to decide on them, or proposed them, told once, out."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from bot.conversation.house import House
from bot.conversation.reply import Reply
from bot.records.deliveries import Delivery
from bot.rooms.links.cards import LinkCards
from bot.rooms.links.records import Link, LinkRecords, State


class Telling:
    """Tells people."""

    def __init__(self, house: House, cards: LinkCards) -> None:
        self._house, self._say, self._cards = house, house.wording.say, cards
        self._records = house.records.shelf(LinkRecords)

    async def say(self) -> None:
        """All that nobody was told of yet."""
        for link in await self._records.untold():
            if await self._tell(link):
                await self._records.told(link.number)

    async def _tell(self, link: Link) -> bool:
        """Tell coordinators of a proposal, or whoever proposed it what became of it; False: to be tried again."""
        match link.state:
            case State.WAITING:
                return await self._tell_coordinators(link)
            case State.KEPT:
                return await self._tell_sender(link, "link_your_published")
            case State.DECLINED:
                return await self._tell_sender(link, "link_your_declined")
            case _:
                assert_never(link.state)

    async def _tell_coordinators(self, link: Link) -> bool:
        """Each of them once; the admins where there are no coordinators, or none that takes anything now."""
        chats = await self._house.records.roles.chats()
        said = [await self._post(f"link:{link.number}:{chat}", chat, link, self._cards.proposal) for chat in chats]
        if self._house.admins and all(delivery in (Delivery.GONE, Delivery.AWAY) for delivery in said):
            said_in = partial(self._cards.proposal, link)
            await self._house.admins.tell_once(f"link:{link.number}", said_in)
        return not {Delivery.LATER, Delivery.AWAY}.intersection(said)

    async def _tell_sender(self, link: Link, key: str) -> bool:
        """What became of a proposal; who sent it in a group, or is forgotten, isn't told."""
        if not link.chat:
            return True

        def said_in(decided: Link, lang: str) -> Reply:
            return Reply(self._say(key, lang, line=self._cards.line_of_proposal(decided, lang)))

        delivery = await self._post(f"link:{link.number}:{link.state}", link.chat, link, said_in)
        return delivery not in (Delivery.LATER, Delivery.AWAY)

    async def _post(self, key: str, chat: str, link: Link, said_in: Callable[[Link, str], Reply]) -> Delivery:
        kept = await self._house.records.chats.of(chat)
        if kept is None or self._house.post is None:
            return Delivery.GONE
        return await self._house.post.once(key, chat, said_in(link, kept.lang))

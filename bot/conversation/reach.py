"""Whom the house can speak to unasked: a chat, the admins. A face that can do so brings what does it."""

from collections.abc import Callable, Collection
from typing import Protocol

from bot.conversation.reply import Reply
from bot.records.deliveries import Delivery


class Post(Protocol):
    """Says things to chats that didn't just ask."""

    async def once(self, key: str, chat: str, reply: Reply) -> Delivery:
        """Say it to a chat, named by pseudonym, unless it was said under this key before. May raise RecordsError."""


class Admins(Protocol):
    """Tells the admins, each in the language that they chose."""

    async def tell(self, said_in: Callable[[str], Reply], *, but: Collection[str] = ()) -> None:
        """Say it to every admin at once, but not to those who know it already (pseudonyms)."""

    async def tell_once(self, key: str, said_in: Callable[[str], Reply]) -> bool:
        """Say it to every admin, to each once under this key, whatever happens in between; False: to be tried again."""

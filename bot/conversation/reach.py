"""Whom the house can speak to unasked: a chat, the admins. A face that can do so brings what does it."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

from bot.conversation.reply import Reply
from bot.conversation.wording import Wording
from bot.records.deliveries import Delivery
from bot.when.clock import AMSTERDAM
from bot.when.telling import in_words


class Post(Protocol):
    """Says things to chats that didn't just ask."""

    async def once(
        self, key: str, chat: str, reply: Reply, *, thread: int | None = None, is_held: bool = False
    ) -> Delivery:
        """Say it to a chat, named by pseudonym, unless it was said under this key before. May raise RecordsError.

        thread: the topic of a group in which it is to be said; None: it has none, or it is "General".
        is_held: what can't be said now is kept, and said when it can; then it is AWAY. For what nobody will say again.
        """

    async def change(self, chat: str, message_id: int, reply: Reply) -> None:
        """Have a message of ours say something else, if it can be done now. May raise RecordsError."""

    async def show(self, chat: str, reply: Reply) -> int | None:
        """Say what is of use for a moment: Telegram's number of the message; None where it can't be said now, or is no use.

        Nothing is written down of it. May raise RecordsError.
        """

    async def types(self, chat: str) -> None:
        """Show that an answer is coming, if it can be done now. May raise RecordsError."""


class Admins(Protocol):
    """Tells the admins, each in the language that they chose."""

    async def tell(self, said_in: Callable[[str], Reply], *, but: Collection[str] = ()) -> None:
        """Say it to every admin at once, but not to those who know it already (pseudonyms)."""

    async def tell_once(self, key: str, said_in: Callable[[str], Reply]) -> None:
        """Say it to every admin, to each once under this key, whatever happens in between; now or when it can be said."""


def late(wording: Wording, at: datetime, lang: str) -> str:
    """A line of HTML: that something should have been heard then."""
    local = at.astimezone(AMSTERDAM)
    return wording.say("late", lang, day=in_words(local.date(), lang), at=f"{local:%H:%M}")

"""The room of the digest: on Mondays a chat that wants it hears what is agreed for the week, what was kept and what wasn't."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.conversation.house import House
from bot.conversation.reply import Reply
from bot.conversation.room import Room
from bot.records.chats import KeptChat
from bot.records.deliveries import Delivery
from bot.rooms.agreements.cards import AgreementCards
from bot.rooms.agreements.records import Agreement, State
from bot.when.reminding import LATE, digest_at, local_day

if TYPE_CHECKING:
    from bot.faces.telegram.post import Post

LISTED = 5  # of what is open this week, of what is overdue, and of what was kept
SINCE = timedelta(weeks=1)  # what the first digest of a chat looks back on

# What another room has to say in it: the chat and the time in UTC since when in, lines of HTML out; "": nothing.
Contribution = Callable[[KeptChat, datetime], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Week:
    """What a digest is about."""

    monday: date
    open: tuple[Agreement, ...]  # of the chat, earliest first
    closed: tuple[Agreement, ...]  # since the digest before
    since: datetime  # UTC
    late_at: str  # when it should have been said: "09:00"; empty: it is in time


class Digest(Room):
    """Says on Mondays how it stands."""

    prefix = "dig"

    def __init__(self, house: House, contributions: Sequence[Contribution] = ()) -> None:
        """contributions: of other rooms, in the order in which they are shown."""
        self._house, self._records, self._say = house, house.records, house.wording.say
        self._cards = AgreementCards(house.wording)
        self._contributions = tuple(contributions)
        self._said: set[tuple[str, date]] = set()  # chats and Mondays that need not be looked up again

    async def wakes(self, now: datetime) -> None:
        if self._house.post is None:
            return
        for kept in await self._records.chats.with_digest():
            monday, at, until = digest_at(now, kept.remind_at)
            if at <= now < until and (kept.chat, monday) not in self._said:
                await self._digest(self._house.post, kept, monday, kept.remind_at if now - at >= LATE else "", now)
        this_week = digest_at(now, "00:00")[0]
        self._said = {one for one in self._said if one[1] == this_week}

    async def _digest(self, post: "Post", kept: KeptChat, monday: date, late_at: str, now: datetime) -> None:
        agreements = self._records.agreements
        since = await agreements.last_digest(kept.chat, monday) or now - SINCE
        week = Week(
            monday, await agreements.open_of(kept.chat), await agreements.closed_of(kept.chat, since), since, late_at
        )
        others = [lines for say in self._contributions if (lines := await say(kept, since))]
        if not (week.closed or others or _this_week(week) or _overdue(week, now)):
            self._said.add((kept.chat, monday))  # nothing to say, and what is agreed later today is no news on Monday
            return
        # The number of the row, not the chat, makes the key: a group may become another chat while it is told.
        number = await agreements.begin_digest(kept.chat, monday)
        if (
            await post.once(f"digest:{number}", kept.chat, self._reply(week, others, now, kept.lang))
            is not Delivery.LATER
        ):
            self._said.add((kept.chat, monday))

    def _reply(self, week: Week, others: Sequence[str], now: datetime, lang: str) -> Reply:
        blocks = [
            self._say("digest_title", lang, week=week.monday.isocalendar().week),
            *self._open(week, now, lang),
            *self._closed(week, now, lang),
            *others,
        ]
        if week.late_at:
            blocks.append(self._say("digest_late", lang, at=week.late_at))
        return Reply("\n\n".join(blocks), ((self._cards.all_of_them(lang),),))

    def _open(self, week: Week, now: datetime, lang: str) -> Iterable[str]:
        overdue = _overdue(week, now)
        if overdue:
            lines = self._lines(overdue, lang)
            yield "\n".join([self._say("digest_overdue", lang), *lines, self._say("digest_overdue_ask", lang)])
        if this_week := [one for one in _this_week(week) if one not in overdue]:
            yield "\n".join([self._say("digest_this_week", lang), *self._lines(this_week, lang)])
        else:
            yield self._say("digest_this_week_none", lang)

    def _closed(self, week: Week, now: datetime, lang: str) -> Iterable[str]:
        kept = [one for one in week.closed if one.state is State.KEPT]
        void = [one for one in week.closed if one.state is State.VOID]
        moved = [one for one in week.open if one.moved and one.moved > week.since]
        sections = {"digest_kept": kept, "digest_moved": moved, "digest_void": void}
        for key, found in sections.items():
            if found:
                yield "\n".join([self._say(key, lang), *self._lines(found, lang)])
        if kept and not (void or moved or _overdue(week, now)):
            yield self._say("digest_all_kept", lang)

    def _lines(self, found: Sequence[Agreement], lang: str) -> list[str]:
        lines = [self._cards.short(one, lang) for one in found[:LISTED]]
        more = len(found) - len(lines)
        return [*lines, self._say("digest_more", lang, count=more)] if more else lines


def _overdue(week: Week, now: datetime) -> list[Agreement]:
    return [one for one in week.open if one.day < local_day(now)]


def _this_week(week: Week) -> list[Agreement]:
    return [one for one in week.open if week.monday <= one.day < week.monday + timedelta(days=7)]

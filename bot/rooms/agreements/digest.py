"""A chat's agreements and a week in; what the digest says of them out: what is open, what was kept and what wasn't."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.conversation.house import House
from bot.conversation.offers import Part, Week
from bot.records.chats import KeptChat
from bot.rooms.agreements.cards import AgreementCards
from bot.rooms.agreements.records import Agreement, AgreementRecords, State
from bot.when.reminding import local_day

LISTED = 5  # of what is open this week, of what is overdue, and of what was kept


@dataclass(frozen=True, slots=True)
class _Standing:
    """How it stands on a day."""

    today: date
    open: tuple[Agreement, ...]  # of the chat, earliest first
    closed: tuple[Agreement, ...]  # since the digest before
    since: datetime  # UTC

    @property
    def overdue(self) -> list[Agreement]:
        return [one for one in self.open if one.day < self.today]

    @property
    def this_week(self) -> list[Agreement]:
        monday = self.today - timedelta(days=self.today.weekday())
        return [one for one in self.open if monday <= one.day < monday + timedelta(days=7)]


class AgreementDigest:
    """Says how it stands."""

    def __init__(self, house: House, cards: AgreementCards) -> None:
        self._agreements, self._say, self._cards = house.records.shelf(AgreementRecords), house.wording.say, cards

    async def part(self, kept: KeptChat, week: Week) -> Part:
        """Of a digest; without an agreement it is no news."""
        found = _Standing(
            local_day(week.now),
            await self._agreements.open_of(kept.chat),
            await self._agreements.closed_of(kept.chat, week.since),
            week.since,
        )
        html = "\n\n".join([*self._open(found, kept.lang), *self._closed(found, kept.lang)])
        is_news = bool(found.closed or found.this_week or found.overdue)
        return Part(html, is_news, (self._cards.all_of_them(kept.lang),))

    def _open(self, found: _Standing, lang: str) -> Iterable[str]:
        overdue = found.overdue
        if overdue:
            lines = self._lines(overdue, lang)
            yield "\n".join([self._say("digest_overdue", lang), *lines, self._say("digest_overdue_ask", lang)])
        if this_week := [one for one in found.this_week if one not in overdue]:
            yield "\n".join([self._say("digest_this_week", lang), *self._lines(this_week, lang)])
        else:
            yield self._say("digest_this_week_none", lang)

    def _closed(self, found: _Standing, lang: str) -> Iterable[str]:
        kept = [one for one in found.closed if one.state is State.KEPT]
        void = [one for one in found.closed if one.state is State.VOID]
        moved = [one for one in found.open if one.moved and one.moved > found.since]
        sections = {"digest_kept": kept, "digest_moved": moved, "digest_void": void}
        for key, section in sections.items():
            if section:
                yield "\n".join([self._say(key, lang), *self._lines(section, lang)])
        if kept and not (void or moved or found.overdue):
            yield self._say("digest_all_kept", lang)

    def _lines(self, found: Sequence[Agreement], lang: str) -> list[str]:
        lines = [self._cards.short(one, lang) for one in found[:LISTED]]
        more = len(found) - len(lines)
        return [*lines, self._say("digest_more", lang, count=more)] if more else lines

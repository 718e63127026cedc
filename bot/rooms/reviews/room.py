"""The room of reviews: what to look at this week in, a message to the admins on Monday out.

Entries that are due, sources that are dead, chats that take nothing, messages that could not be read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.conversation.house import House
from bot.conversation.offers import DEAD_SINCE
from bot.conversation.reply import Reply
from bot.conversation.room import Room
from bot.conversation.runs import escape
from bot.conversation.wording import Wording
from bot.records.chats import Away
from bot.when.clock import AMSTERDAM
from index.labels import long_date
from knowledge.entry import Entry, Reading

AT = time(9)  # on Monday, Europe/Amsterdam
LISTED = 10  # of each kind; more are counted
FILES = 3  # that are named of an entry or a source
GONE = "chat_gone"  # why a chat takes nothing, where it is no more than that
YEAR = timedelta(days=365)  # after which an entry is looked at again, unless its admin knows better


@dataclass(frozen=True, slots=True)
class Due:
    """An entry to look at again."""

    title: str
    review: date  # the first of its languages'
    files: tuple[str, ...]  # of each language in which it is due


@dataclass(frozen=True, slots=True)
class Dead:
    """A source that doesn't answer any more."""

    label: str
    url: str
    since: date
    files: tuple[str, ...]  # that name it


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """What there is to look at."""

    due: tuple[Due, ...] = ()
    dead: tuple[Dead, ...] = ()
    away: tuple[Away, ...] = ()
    unread: int = 0  # messages of the last week that could not be read

    @property
    def is_anything(self) -> bool:
        return bool(self.due or self.dead or self.away or self.unread)


class Reviews(Room):
    """Tells the admins once a week."""

    prefix = "rev"

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._done = ""  # the week in which everybody has been told

    async def wakes(self, now: datetime) -> None:
        """Tell them on Monday at nine, or as soon after as the bot is there."""
        here = now.astimezone(AMSTERDAM)
        week = week_of(here)
        if week == self._done or self._house.admins is None:
            return
        if here.time() < AT and here.isoweekday() == 1:
            return
        reading, records = self._house.retriever.snapshot.reading, self._house.records
        key = f"reviews:{week}"
        if not await records.deliveries.is_claimed(key):
            found = ToLookAt(
                entries_due(reading, here.date()),
                sources_dead(reading, self._house.offers.take(DEAD_SINCE)),
                await records.chats.away(),
                await records.unreadable.count(),
            )
            if found.is_anything:
                wording = self._house.wording
                await self._house.admins.tell_once(key, lambda lang: report(found, here.date(), wording, lang))
            await records.deliveries.claim(key)  # what comes up later in the week is for the next
        self._done = week


def week_of(day: datetime) -> str:
    """The week in which it falls, which begins on Monday: "2026-W48"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def entries_due(reading: Reading, today: date) -> tuple[Due, ...]:
    """Entries whose review date has come, the longest due first; one for all of its languages."""
    by_id: dict[str, list[Entry]] = {}
    for entry in reading.entries:
        if entry.review and entry.review <= today:
            by_id.setdefault(entry.id, []).append(entry)
    found = [
        Due(
            next((entry for entry in entries if entry.lang == "nl"), entries[0]).title,
            min(entry.review for entry in entries if entry.review),
            tuple(sorted(entry.source for entry in entries)),
        )
        for entries in by_id.values()
    ]
    return tuple(sorted(found, key=lambda due: (due.review, due.files)))


def sources_dead(reading: Reading, dead_since: Callable[[str], datetime | None]) -> tuple[Dead, ...]:
    """Sources of entries that no longer answer, the longest dead first."""
    files: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for entry in reading.entries:
        for source in entry.sources:
            files.setdefault(source.url, []).append(entry.source)
            labels.setdefault(source.url, source.label)
    found = [
        Dead(labels[url], url, since.astimezone(AMSTERDAM).date(), tuple(sorted(set(named))))
        for url, named in files.items()
        if (since := dead_since(url))
    ]
    return tuple(sorted(found, key=lambda dead: (dead.since, dead.url)))


def report(found: ToLookAt, today: date, wording: Wording, lang: str) -> Reply:
    """What to look at, and how to say that it has been."""
    say, due, dead = wording.say, found.due, found.dead
    blocks = [say("reviews_head", lang)]
    if due:
        lines = [
            say(
                "reviews_entry",
                lang,
                title=escape(one.title),
                date=long_date(one.review, lang),
                files=_files(one.files, wording, lang),
            )
            for one in due[:LISTED]
        ]
        head = say("reviews_due", lang, count=len(due))
        blocks.append("\n".join([head, *lines, *_more(len(due), wording, lang)]))
        blocks.append(say("reviews_how", lang, today=today.isoformat(), next=(today + YEAR).isoformat()))
    if dead:
        lines = [
            say(
                "reviews_source",
                lang,
                link=f'<a href="{escape(one.url)}">{escape(one.label)}</a>',
                date=long_date(one.since, lang),
                files=_files(one.files, wording, lang),
            )
            for one in dead[:LISTED]
        ]
        head = say("reviews_dead", lang, count=len(dead))
        blocks.append("\n".join([head, *lines, *_more(len(dead), wording, lang)]))
        blocks.append(say("reviews_how_dead", lang))
    if found.away:
        lines = [_away(one, wording, lang) for one in found.away[:LISTED]]
        head = say("reviews_away", lang, count=len(found.away))
        blocks.append("\n".join([head, *lines, *_more(len(found.away), wording, lang)]))
        blocks.append(say("reviews_how_away", lang))
    if found.unread:
        blocks.append(say("reviews_unread", lang, count=found.unread))
    return Reply("\n\n".join(blocks))


def _away(one: Away, wording: Wording, lang: str) -> str:
    """Nothing in it tells which chat it is."""
    who = wording.say("reviews_group" if one.is_group else "reviews_person", lang)
    why = wording.say("reviews_away_gone" if one.why == GONE else "reviews_away_refused", lang)
    date = long_date(one.since.astimezone(AMSTERDAM).date(), lang)
    return wording.say("reviews_away_line", lang, who=who, date=date, why=why)


def _files(files: Sequence[str], wording: Wording, lang: str) -> str:
    named = ", ".join(f"<code>{escape(file)}</code>" for file in files[:FILES])
    return f"{named} {wording.say('reviews_more', lang, count=len(files) - FILES)}" if len(files) > FILES else named


def _more(count: int, wording: Wording, lang: str) -> Sequence[str]:
    return [wording.say("reviews_more", lang, count=count - LISTED)] if count > LISTED else []

"""The folder in, what admins have to look at again out: entries that are due, dead sources; and how that is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.conversation.reply import Button, Reply
from bot.conversation.runs import escape
from bot.conversation.wording import Wording
from bot.records.chats import Away
from bot.when.clock import AMSTERDAM
from index.labels import long_date
from knowledge.entry import Entry, Reading

LISTED = 10  # of each kind; more are counted
FILES = 3  # that are named of an entry or a source
GONE = "chat_gone"  # why a chat takes nothing, where it is no more than that
YEAR = timedelta(days=365)  # after which an entry is looked at again, unless its admin knows better


@dataclass(frozen=True, slots=True)
class Due:
    """An entry to look at again."""

    title: str
    review: date | None  # the first of its languages'; None: nobody has checked it yet
    files: tuple[str, ...]  # of each language in which it is due
    entries: tuple[Entry, ...]  # likewise


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


def entries_due(reading: Reading, today: date) -> tuple[Due, ...]:
    """Entries whose review date has come, the longest due first, and those that nobody checked; one for all languages."""
    by_id: dict[str, list[Entry]] = {}
    for entry in reading.entries:
        if entry.checked is None or (entry.review and entry.review <= today):
            by_id.setdefault(entry.id, []).append(entry)
    found = [
        Due(
            next((entry for entry in entries if entry.lang == "nl"), entries[0]).title,
            min((entry.review for entry in entries if entry.review and entry.review <= today), default=None),
            tuple(sorted(entry.source for entry in entries)),
            tuple(entries),
        )
        for entries in by_id.values()
    ]
    return tuple(sorted(found, key=lambda due: (due.review or date.max, due.files)))


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


def report(found: ToLookAt, wording: Wording, lang: str, rows: tuple[tuple[Button, ...], ...] = ()) -> Reply:
    """What to look at; rows: of buttons by which entries are looked at."""
    say, due, dead = wording.say, found.due, found.dead
    blocks = [say("reviews_head", lang)]
    if due:
        lines = [line(one, wording, lang) for one in due[:LISTED]]
        head = say("reviews_due", lang, count=len(due))
        blocks.append("\n".join([head, *lines, *_more(len(due), wording, lang)]))
        blocks.append(say("reviews_how", lang))
    if dead:
        lines = [
            say(
                "reviews_source",
                lang,
                link=f'<a href="{escape(one.url)}">{escape(one.label)}</a>',
                date=long_date(one.since, lang),
                files=files_of(one.files, wording, lang),
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
    return Reply("\n\n".join(blocks), rows if due else ())


def line(due: Due, wording: Wording, lang: str) -> str:
    """An entry in a list."""
    return wording.say(
        "reviews_entry",
        lang,
        title=escape(due.title),
        date=long_date(due.review, lang) if due.review else wording.say("reviews_unchecked", lang),
        files=files_of(due.files, wording, lang),
    )


def _away(one: Away, wording: Wording, lang: str) -> str:
    """Nothing in it tells which chat it is."""
    who = wording.say("reviews_group" if one.is_group else "reviews_person", lang)
    why = wording.say("reviews_away_gone" if one.why == GONE else "reviews_away_refused", lang)
    date = long_date(one.since.astimezone(AMSTERDAM).date(), lang)
    return wording.say("reviews_away_line", lang, who=who, date=date, why=why)


def files_of(files: Sequence[str], wording: Wording, lang: str) -> str:
    """Files by name; of many the first."""
    named = ", ".join(f"<code>{escape(file)}</code>" for file in files[:FILES])
    return f"{named} {wording.say('reviews_more', lang, count=len(files) - FILES)}" if len(files) > FILES else named


def _more(count: int, wording: Wording, lang: str) -> Sequence[str]:
    return [wording.say("reviews_more", lang, count=count - LISTED)] if count > LISTED else []

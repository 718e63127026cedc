"""Since when each entry says what it says: for who wants to know what is new; nothing of people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.records.database import Database
from bot.records.shelf import Shelf, Step, stamp, unstamped

Key = tuple[str, str]  # id and language of an entry


@dataclass(frozen=True, slots=True)
class Text:
    """What an entry says now."""

    digest: str  # of what it says
    checked: date | None  # when somebody last held it against its sources; None: nobody has
    was: tuple[str, ...] = ()  # ids that it had before it was renamed


@dataclass(frozen=True, slots=True)
class Dated:
    """Since when it does."""

    first: datetime  # UTC; it was there for the first time
    changed: datetime  # UTC; it began to say what it says
    name: str  # the id that it had for the first time, which is no other entry's

    @property
    def is_new(self) -> bool:
        """Whether it never said anything else."""
        return self.first == self.changed

    @property
    def is_of_its_day(self) -> bool:
        """Whether nothing was known of before, so that it is as old as its own day: a day alone, without an hour."""
        return self.is_new and self.first.time() == time()


def create(db: Database, /) -> None:
    db.execute(
        """
        create table pages (
            entry text not null,
            lang text not null,
            digest text not null,
            first text not null,
            changed text not null,
            primary key (entry, lang)
        ) without rowid
        """
    )


def add_name(db: Database, /) -> None:
    db.execute("alter table pages add column name text not null default ''")  # the id that it had for the first time
    # The digests had the day of the check in them, which is no news; empty: it isn't known what it said.
    db.execute("update pages set name = entry, digest = ''")


class PageRecords(Shelf):
    """Remembers pages."""

    steps = (Step("013 pages", create), Step("022 pages, what they were called", add_name))

    async def seen(self, texts: Mapping[Key, Text]) -> Mapping[Key, Dated]:
        """Note what all entries say now; since when each of them does.

        Where nothing was noted yet they are as old as their own day, since nobody knows better. An entry that was renamed
        is as old as it was; one that went and came back is a new one.
        """

        def job(db: Database) -> dict[Key, Dated]:
            rows = db.execute("select entry, lang, name, digest, first, changed from pages").fetchall()
            known = {(entry, lang): _Noted(*noted) for entry, lang, *noted in rows}
            now, ids, found = self._stamp(), {entry for entry, _ in texts}, {}
            for key, text in texts.items():
                noted = _noted(key, text, known, now, ids)
                if noted != known.get(key):
                    db.execute(
                        "insert into pages (entry, lang, name, digest, first, changed) values (?, ?, ?, ?, ?, ?) "
                        "on conflict (entry, lang) do update set name = excluded.name, digest = excluded.digest, "
                        "changed = excluded.changed",
                        [*key, noted.name, noted.digest, noted.first, noted.changed],
                    )
                found[key] = Dated(unstamped(noted.first), unstamped(noted.changed), noted.name)
            for key in known.keys() - texts.keys():
                db.execute("delete from pages where entry = ? and lang = ?", [*key])
            return found

        return await self._database.write(job)


@dataclass(frozen=True, slots=True)
class _Noted:
    """A row of the table, without its key."""

    name: str
    digest: str
    first: str
    changed: str


def _noted(key: Key, text: Text, known: Mapping[Key, _Noted], now: str, ids: Collection[str]) -> _Noted:
    """What is to be noted of an entry. known: what was noted; now: a stamp; ids: of all entries there are."""
    entry, lang = key
    before = next((known[name, lang] for name in (entry, *text.was) if (name, lang) in known), None)
    if before is None:
        day = None if known else text.checked
        at = stamp(datetime.combine(day, time(), UTC)) if day else now
        return _Noted(entry, text.digest, at, at)
    name = entry if before.name in ids else before.name
    changed = before.changed if before.digest in (text.digest, "") else now
    return _Noted(name, text.digest, before.first, changed)

"""Since when each entry says what it says: for who wants to know what is new; nothing of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.records.database import Database
from bot.records.shelf import Shelf, Step, stamp, unstamped

Key = tuple[str, str]  # id and language of an entry


@dataclass(frozen=True, slots=True)
class Text:
    """What an entry says now."""

    digest: str  # of all that is shown of it
    checked: date | None  # when somebody last held it against its sources; None: nobody has


@dataclass(frozen=True, slots=True)
class Dated:
    """Since when it does."""

    first: datetime  # UTC; it was there for the first time
    changed: datetime  # UTC; it began to say what it says

    @property
    def is_new(self) -> bool:
        """Whether it never said anything else."""
        return self.first == self.changed


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


class PageRecords(Shelf):
    """Remembers pages."""

    steps = (Step("013 pages", create),)

    async def seen(self, texts: Mapping[Key, Text]) -> Mapping[Key, Dated]:
        """Note what all entries say now; since when each of them does.

        Where nothing was noted yet they are as old as their own day, since nobody knows better. An entry that went and
        came back is a new one.
        """

        def job(db: Database) -> dict[Key, Dated]:
            rows = db.execute("select entry, lang, digest, first, changed from pages").fetchall()
            known = {(entry, lang): (digest, first, changed) for entry, lang, digest, first, changed in rows}
            now, found = self._stamp(), {}
            for key, text in texts.items():
                digest, first, changed = known.get(key, ("", "", ""))
                if digest != text.digest:
                    day = None if known else text.checked
                    changed = stamp(datetime.combine(day, time(), UTC)) if day else now
                    first = first or changed
                    db.execute(
                        "insert into pages (entry, lang, digest, first, changed) values (?, ?, ?, ?, ?) on conflict "
                        "(entry, lang) do update set digest = excluded.digest, changed = excluded.changed",
                        [*key, text.digest, first, changed],
                    )
                found[key] = Dated(unstamped(first), unstamped(changed))
            for key in known.keys() - texts.keys():
                db.execute("delete from pages where entry = ? and lang = ?", [*key])
            return found

        return await self._database.write(job)

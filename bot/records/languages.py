"""The language that somebody chose, for as long as they are around."""

from collections.abc import Mapping

from bot.records.database import Database
from bot.records.shelf import ROWS, Shelf, Step


def create(db: Database, /) -> None:
    db.execute("create table people (person text primary key, lang text not null, seen text not null)")


def see(db: Database, person: str, at: str) -> None:
    """Somebody is around at that stamp: what they chose is kept for another while."""
    db.execute("update people set seen = ? where person = ?", [at, person])


class LanguageRecords(Shelf):
    """Remembers languages."""

    steps = (Step("001 questions, people, updates", create),)

    async def of(self, person: str) -> str | None:
        """The language that the person chose; None: none yet."""
        row = await self._database.read(
            lambda db: db.execute("select lang from people where person = ?", [person]).fetchone()
        )
        return row[0] if row else None

    async def speak(self, person: str, lang: str) -> None:
        """The person chose a language."""
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into people (person, lang, seen) values (?, ?, ?) "
                    "on conflict (person) do update set lang = excluded.lang, seen = excluded.seen",
                    [person, lang, self._stamp()],
                ).rowcount
            )
        )

    # --- parts of jobs, on the database's thread

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        return {ROWS: db.execute("delete from people where person = ?", [person]).rowcount}

    def expire(self, db: Database, before: str) -> int:
        """After the questions, since whoever has some that are kept is still around."""
        return int(
            db.execute(
                "delete from people where seen < ? and person not in (select person from questions)", [before]
            ).rowcount
        )

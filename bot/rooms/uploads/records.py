"""Files that admins sent and did not place yet: sealed, and gone after an hour."""

from collections.abc import Mapping
from datetime import timedelta

from bot.records.database import Database
from bot.records.people import Asker
from bot.records.shelf import Shelf, Step

KEPT = timedelta(hours=1)
MOST = 30  # of one person; the oldest go


def create(db: Database, /) -> None:
    # Numbers are never given twice: an old button must not place another file.
    db.execute(
        """
        create table uploads (
            number integer primary key autoincrement,
            person text not null,       -- pseudonym
            body text not null,         -- sealed
            at text not null
        )
        """
    )


class UploadRecords(Shelf):
    """Keeps them."""

    steps = (Step("011 files of admins", create),)

    async def keep(self, asker: Asker, body: str) -> int:
        """The number that its buttons carry."""
        values = [asker.person, self._keys.seal(body), self._stamp()]

        def job(db: Database) -> int:
            [(number,)] = db.execute(
                "insert into uploads (person, body, at) values (?, ?, ?) returning number", values
            ).fetchall()
            db.execute(
                "delete from uploads where person = ? and number not in "
                "(select number from uploads where person = ? order by number desc limit ?)",
                [asker.person, asker.person, MOST],
            )
            return int(number)

        return await self._database.write(job)

    async def of(self, asker: Asker, number: int) -> str | None:
        """None: there is none, it is somebody else's, or it is over an hour old."""
        row = await self._database.read(
            lambda db: db.execute(
                "select body from uploads where number = ? and person = ? and at >= ?",
                [number, asker.person, self._stamp(KEPT)],
            ).fetchone()
        )
        return self._keys.unseal(row[0]) if row else None

    async def end(self, asker: Asker, number: int | None = None) -> bool:
        """Let go of one, or of all; whether there was any."""
        return await self._database.write(
            lambda db: (
                db.execute(
                    "delete from uploads where person = ? and number = coalesce(?, number)", [asker.person, number]
                ).rowcount
                > 0
            )
        )

    async def sweep(self) -> None:
        """What is over goes."""
        limit = self._stamp(KEPT)
        if await self._database.read(
            lambda db: db.execute("select 1 from uploads where at < ? limit 1", [limit]).fetchone()
        ):
            await self._database.write(lambda db: db.execute("delete from uploads where at < ?", [limit]).rowcount)

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        db.execute("delete from uploads where person = ?", [person])
        return {}

    def expire(self, db: Database, before: str) -> int:
        return int(db.execute("delete from uploads where at < ?", [self._stamp(KEPT)]).rowcount)

"""Why an answer was no good, as its asker says, and a sentence for the admins; kept beside the question, SQL on them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.records.database import Database
from bot.records.shelf import Shelf, Step


@dataclass(frozen=True, slots=True)
class Why:
    """What was wrong with an answer."""

    reason: str  # one of bot.conversation.acting.REASONS
    remark: str  # a sentence; empty: none


def create(db: Database, /) -> None:
    db.execute(
        """
        create table why_wrong (
            question integer primary key,
            reason text not null,
            remark text not null        -- sealed
        )
        """
    )


class ReasonRecords(Shelf):
    """Remembers what was wrong with answers."""

    steps = (Step("014 why an answer is no good", create),)

    async def keep(self, question: int, reason: str) -> None:
        """In place of what was said of it before."""
        values = [question, reason, self._keys.seal("")]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into why_wrong (question, reason, remark) values (?, ?, ?) "
                    "on conflict (question) do update set reason = excluded.reason",
                    values,
                ).rowcount
            )
        )

    async def remark(self, question: int, person: str, text: str) -> bool:
        """False where the question is somebody else's, or gone."""
        values = [self._keys.seal(text), question, question, person]
        return await self._database.write(
            lambda db: (
                db.execute(
                    "update why_wrong set remark = ? where question = ? "
                    "and exists (select 1 from questions where number = ? and person = ?)",
                    values,
                ).rowcount
                == 1
            )
        )

    async def all(self) -> Mapping[int, Why]:
        """By the number of the question."""
        rows = await self._database.read(
            lambda db: db.execute("select question, reason, remark from why_wrong").fetchall()
        )
        return {number: Why(reason, self._keys.unseal(remark) or "") for number, reason, remark in rows}

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        self.expire(db, "")  # questions are forgotten before
        return {}

    def expire(self, db: Database, before: str) -> int:
        db.execute("delete from why_wrong where question not in (select number from questions)")
        return 0

"""What was done by those with a role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.records.database import Database
from bot.records.people import Asker, Role
from bot.records.shelf import Shelf, Step, stamp, unstamped

KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Action:
    """Something that was done."""

    at: datetime  # UTC
    person: str | None  # pseudonym; None: has asked to be forgotten
    role: Role
    action: str  # key of wording: "action_<action>"
    subject: str  # what it was done to; empty: nothing more to say


def create(db: Database, /) -> None:
    db.execute(
        """
        create table actions (
            number integer primary key autoincrement,
            at text not null,
            person text,                    -- pseudonym; null: has asked to be forgotten
            role integer not null,
            action text not null,
            subject text not null           -- sealed
        )
        """
    )
    db.execute("create index actions_by_time on actions (at)")


class ActionRecords(Shelf):
    """Remembers what was done by those with a role."""

    steps = (Step("007 roles and actions", create),)

    async def note(self, asker: Asker, action: str, subject: str = "") -> None:
        values = [self._stamp(), asker.person, int(asker.role), action, self._keys.seal(subject)]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into actions (at, person, role, action, subject) values (?, ?, ?, ?, ?)", values
                ).rowcount
            )
        )

    async def latest(self, limit: int) -> tuple[Action, ...]:
        """Newest first."""
        rows = await self._database.read(
            lambda db: db.execute(
                "select at, person, role, action, subject from actions order by number desc limit ?", [limit]
            ).fetchall()
        )
        return tuple(
            Action(unstamped(at), person, Role(role), action, self._keys.unseal(subject) or "")
            for at, person, role, action, subject in rows
        )

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        nameless = db.execute("update actions set person = null where person = ?", [person]).rowcount
        return {"forgot_actions": int(nameless)}

    def expire(self, db: Database, before: str) -> int:
        limit = stamp(self._clock() - KEPT)
        return int(db.execute("delete from actions where at < ?", [limit]).rowcount)

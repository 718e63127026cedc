"""Questions that were not answered, or answered badly, until an admin has dealt with them; SQL on them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.records.database import Database
from bot.records.shelf import Shelf, Step, unstamped
from index.answer import Outcome


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question for the admins to look at: not answered outright, or answered badly."""

    number: int
    words: str
    lang: str
    outcome: Outcome
    off_topic: bool
    is_good: bool | None  # the asker's verdict; None: not given
    chosen: str | None  # id of the entry that the asker picked from the options; None: none
    at: datetime  # UTC


def create(db: Database, /) -> None:
    db.execute("create table settled (question integer primary key)")  # an admin has dealt with it


def tell_edits(db: Database, /) -> None:
    db.execute("alter table settled add column edit text")  # code of the edit that answers it; null: it was ignored


class UnansweredRecords(Shelf):
    """Reads them, and remembers which are dealt with."""

    steps = (Step("010 settled questions", create), Step("012 edits that settled a question", tell_edits))

    async def waiting(self, limit: int) -> tuple[Unanswered, ...]:
        """Newest first, without what got 👍; what was sealed with another key is left out."""

        def job(db: Database) -> tuple[Unanswered, ...]:
            found: list[Unanswered] = []
            rows = db.execute(
                "select number, words, lang, outcome, off_topic, is_good, choice, at from questions "
                "where words is not null and coalesce(is_good, 0) <> 1 and number not in (select question from settled) "
                "order by number desc"
            )
            for number, sealed, lang, outcome, off_topic, is_good, choice, at in rows:
                if len(found) == limit:
                    break
                if (words := self._keys.unseal(sealed)) is not None:
                    verdict = None if is_good is None else bool(is_good)
                    found.append(
                        Unanswered(
                            number, words, lang, Outcome(outcome), bool(off_topic), verdict, choice, unstamped(at)
                        )
                    )
            return tuple(found)

        return await self._database.read(job)

    async def settle(self, numbers: Iterable[int], edit: str = "") -> None:
        """They are dealt with; the same words asked anew are new questions. edit: what is told of the one that did it."""
        values = [_code(edit) if edit else None, json.dumps(list(numbers))]
        await self._database.write(
            lambda db: (
                db.execute(
                    "insert into settled (question, edit) select cast(value as integer), ? from json_each(?) where true "
                    "on conflict (question) do nothing",
                    values,
                ).rowcount
            )
        )

    async def unsettle(self, numbers: Iterable[int]) -> None:
        """They are not, after all."""
        listed = json.dumps(list(numbers))
        await self._database.write(
            lambda db: (
                db.execute(
                    "delete from settled where question in (select cast(value as integer) from json_each(?))", [listed]
                ).rowcount
            )
        )

    async def reopen(self, edit: str) -> None:
        """An edit was taken back, and what it answered waits again."""
        await self._database.write(lambda db: db.execute("delete from settled where edit = ?", [_code(edit)]).rowcount)

    def forget(self, db: Database, person: str, chat: str | None) -> Mapping[str, int]:
        db.execute("delete from settled where question in (select number from questions where person = ?)", [person])
        return {}

    def expire(self, db: Database, before: str) -> int:
        db.execute("delete from settled where question not in (select number from questions)")
        return 0


def _code(edit: str) -> str:
    """What is told of an edit quotes words of people, which are kept sealed or not at all."""
    return hashlib.sha256(edit.encode("utf-8", "surrogatepass")).hexdigest()

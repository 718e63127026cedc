"""What figures are made of, read from the questions that are kept: no words, no people, and nothing is written."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from bot.records.database import Database
from bot.records.shelf import Shelf, stamp, unstamped
from bot.rooms.statistics.figures import Asked
from index.answer import Outcome

PAGE = 500  # questions a job: a few ms, for which whoever asks something meanwhile waits

# An entry counts where its text was shown, outright or as what was probably meant, or where it was picked.
_PAGE_OF_QUESTIONS = """
    select number, at, outcome, off_topic, coalesce(choice, case when outcome in ('answered', 'likely') then entry end), is_good, took_ms
    from questions where number > ? and at >= ? order by number limit ?
"""


class FigureRecords(Shelf):
    """Reads what was asked; it has no table of its own."""

    async def asked(self, since: datetime) -> AsyncIterator[list[Asked]]:
        """What was asked since then, oldest first, some at a time. Raises RecordsError."""
        after = 0
        while True:
            rows = await self._database.read(partial(_page, after=after, since=since))
            if not rows:
                return
            yield [_asked(row) for row in rows]
            after = rows[-1][0]


def asked_in(db: Database, since: datetime) -> Iterator[Asked]:
    """The same from a file that nobody else waits for."""
    rows = _page(db, after=0, since=since)
    while rows:
        yield from (_asked(row) for row in rows)
        rows = _page(db, after=rows[-1][0], since=since)


def _page(db: Database, *, after: int, since: datetime) -> list[Any]:
    rows: list[Any] = db.execute(_PAGE_OF_QUESTIONS, [after, stamp(since), PAGE]).fetchall()
    return rows


def _asked(row: Sequence[Any]) -> Asked:
    _, at, outcome, off_topic, entry, is_good, took_ms = row
    return Asked(
        unstamped(at), Outcome(outcome), bool(off_topic), entry, None if is_good is None else bool(is_good), took_ms
    )

"""Content files that admins write where there is no disk: each change with the versions that it made, the latest of each file served."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.records.database import Database
from bot.records.shelf import Shelf, Step
from knowledge.changes.change import EditError, FileEdit

TOPIC = "knowledge"  # on which is told that there is something new
KEPT = timedelta(days=365)  # what was replaced longer ago goes
PLAIN, PACKED = "utf-8", "base64"


@dataclass(frozen=True, slots=True)
class Version:
    """A file as it is from a change on."""

    number: int  # of the version; later ones are higher
    change: int  # its number
    source: str  # path under the content folder, "nl/faq/wie-meldt.md"
    data: bytes | None  # None: it is gone


def create(db: Database, /) -> None:
    db.execute(
        """
        create table knowledge_changes (
            number integer primary key autoincrement,
            at text not null,
            summary text not null,
            is_over integer not null default 0  -- was taken back, or takes one back
        )
        """
    )
    db.execute(
        """
        create table knowledge_versions (
            number integer primary key autoincrement,
            change integer not null,
            source text not null,
            encoding text not null,
            body text,                      -- null: from then on there is no such file
            at text not null
        )
        """
    )
    db.execute("create index knowledge_versions_by_source on knowledge_versions (source, number)")


class KnowledgeRecords(Shelf):
    """Remembers versions of content files."""

    steps = (Step("018 knowledge", create),)

    async def write(self, summary: str, edits: Sequence[FileEdit], *, is_told: bool = True) -> int:
        """Keep a change; its number. Raises EditError where a file isn't what the change was made from.

        is_told: whoever writes it tells the admins of it; else the first process that serves it does.
        """

        def job(db: Database) -> int:
            for edit in edits:
                if _now(db, edit.source) != edit.before:
                    raise EditError("write_changed_since", source=edit.source)
            return self._write(db, summary, edits, is_over=False, is_told=is_told)

        return await self._database.write(job)

    async def undo(self, prefix: str) -> tuple[str, tuple[FileEdit, ...]] | None:
        """Take back the last change that wasn't; (its summary, what was edited for that), None where there is none left.

        prefix: how the summary of what takes it back begins. Raises EditError where a file was changed after that.
        """

        def job(db: Database) -> tuple[str, tuple[FileEdit, ...]] | None:
            rows = db.execute(
                "select number, summary from knowledge_changes where is_over = 0 order by number desc"
            ).fetchall()
            for number, summary in rows:
                db.execute("update knowledge_changes set is_over = 1 where number = ?", [number])
                if edits := _inverse(db, number):
                    self._write(db, f"{prefix}{summary}", edits, is_over=True, is_told=True)
                    return summary, edits
            return None

        return await self._database.write(job)

    async def since(self, number: int) -> tuple[Version, ...]:
        """The latest version of each file that has one with a higher number, in the order in which they were made."""
        rows = await self._database.read(
            lambda db: db.execute(
                "select number, change, source, encoding, body from knowledge_versions v where number > ? and not exists "
                "(select 1 from knowledge_versions w where w.source = v.source and w.number > v.number) order by number",
                [number],
            ).fetchall()
        )
        return tuple(
            Version(one, change, source, _data(encoding, body)) for one, change, source, encoding, body in rows
        )

    async def stirred(self, timeout_s: float) -> None:
        """Return when another process has kept a change, or after so many seconds."""
        await self._database.told(TOPIC, timeout_s)

    # --- parts of jobs, on the database's thread

    def _write(self, db: Database, summary: str, edits: Sequence[FileEdit], *, is_over: bool, is_told: bool) -> int:
        at = self._stamp()
        (number,) = db.execute(
            "insert into knowledge_changes (at, summary, is_over) values (?, ?, ?) returning number",
            [at, summary, int(is_over)],
        ).fetchone()
        for edit in edits:
            encoding, body = _kept(edit.after)
            db.execute(
                "insert into knowledge_versions (change, source, encoding, body, at) values (?, ?, ?, ?, ?)",
                [number, edit.source, encoding, body, at],
            )
        if is_told:
            db.execute(
                "insert into deliveries (key, at) values (?, ?) on conflict (key) do nothing", [told_key(number), at]
            )
        self._database.tell(db, TOPIC)
        return int(number)

    def expire(self, db: Database, before: str) -> int:
        """By a time of its own: what was replaced, or is gone, since then; the last change can always be taken back."""
        limit = self._stamp(KEPT)
        gone = db.execute(
            "delete from knowledge_versions where number in (select v.number from knowledge_versions v where exists "
            "(select 1 from knowledge_versions w where w.source = v.source and w.number > v.number and w.at < ?)) "
            "or (body is null and at < ?)",
            [limit, limit],
        ).rowcount
        gone += db.execute(
            "delete from knowledge_changes where at < ? and number < (select max(number) from knowledge_changes) "
            "and number not in (select change from knowledge_versions)",
            [limit],
        ).rowcount
        return int(gone)


def told_key(change: int) -> str:
    """Under which it is known that the admins heard of a change, see DeliveryRecords."""
    return f"knowledge:{change}"


def _inverse(db: Database, change: int) -> tuple[FileEdit, ...]:
    """What takes a change back, as far as that isn't so already. Raises EditError."""
    return tuple(edit for edit in _inverses(db, change) if edit.before != edit.after)


def _inverses(db: Database, change: int) -> Iterator[FileEdit]:
    rows = db.execute(
        "select number, source, encoding, body from knowledge_versions where change = ?", [change]
    ).fetchall()
    for number, source, encoding, body in rows:
        before, now = _before(db, source, number), _now(db, source)
        if now not in (before, _data(encoding, body)):
            raise EditError("undo_changed_since_kept", source=source)
        yield FileEdit(source, now, before)


def _now(db: Database, source: str) -> bytes | None:
    return _before(db, source, None)


def _before(db: Database, source: str, number: int | None) -> bytes | None:
    """What a file held before the version of that number; None: number is the next."""
    row = db.execute(
        "select encoding, body from knowledge_versions where source = ? and number < coalesce(?, 9223372036854775807) "
        "order by number desc limit 1",
        [source, number],
    ).fetchone()
    return None if row is None else _data(*row)


def _kept(data: bytes | None) -> tuple[str, str | None]:
    """(encoding, body): as text where it is text that every engine keeps as it is."""
    if data is None:
        return PLAIN, None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = "\0"
    return (PACKED, base64.b64encode(data).decode()) if "\0" in text else (PLAIN, text)


def _data(encoding: str, body: str | None) -> bytes | None:
    if body is None:
        return None
    return base64.b64decode(body) if encoding == PACKED else body.encode()

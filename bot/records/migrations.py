"""A database of any earlier version in, one with today's tables out. Numbered, applied once each, never edited."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from bot.records import chats as chat_records
from bot.records import deliveries as delivery_records
from bot.records import drafts as draft_records
from bot.records import roles as role_records
from bot.records.database import ForeignError, NewerError
from bot.rooms.agreements import records as agreement_records
from bot.rooms.announcements import records as announcement_records
from bot.rooms.invitations import records as invitation_records
from bot.rooms.links import records as link_records
from bot.rooms.obstacles import records as obstacle_records
from bot.rooms.unanswered import records as unanswered_records
from bot.rooms.uploads import records as upload_records

APPLICATION_ID = 0x56626472  # "Vbdr": tells our file from any other SQLite database (pragma application_id)
SET = "records"

migrations = Migrations(SET)


def migrate(db: Database) -> None:
    """Bring a database up to date, all of it or nothing; of two processes at once the second waits, and finds it done.

    Raises ForeignError and NewerError.
    """
    db.execute("begin immediate")  # sqlite-utils looks for what is pending before it begins; here it looks inside
    try:
        refuse_others(db)
        migrations.apply(db)
        db.commit()
    except BaseException:
        db.rollback()
        raise


def refuse_others(db: Database) -> None:
    """Raise ForeignError or NewerError where these tables are not ours, or not of this version or an earlier one."""
    for applied in migrations.applied(db):
        if applied.name not in STEPS:
            raise NewerError(applied.name)
    is_empty = db.execute("select 1 from sqlite_master limit 1").fetchone() is None
    if not is_empty and db.execute("pragma application_id").fetchone() != (APPLICATION_ID,):
        raise ForeignError


def _questions_people_updates(db: Database, /) -> None:
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    # Numbers are never given twice (autoincrement): an old button must not speak of somebody else's question.
    db.execute(
        """
        create table questions (
            number integer primary key autoincrement,
            at text not null,           -- UTC, as in 2026-11-24T06:30:00.000+00:00
            person text not null,       -- pseudonym
            chat text not null,         -- pseudonym
            lang text not null,
            outcome text not null,
            entry text,
            confidence real not null,
            off_topic integer not null,
            took_ms real not null,
            place text not null,
            words text,                 -- sealed; null where it was answered outright and not judged bad
            message_id integer,
            reply_ids text,             -- JSON, a list of numbers
            is_chosen integer not null default 0,
            choice text,                -- null with is_chosen: none of these
            is_good integer             -- null: not judged
        )
        """
    )
    db.execute("create index questions_by_person on questions (person)")
    db.execute("create index questions_by_message on questions (chat, message_id)")
    db.execute("create index questions_by_time on questions (at)")
    db.execute("create index questions_with_words on questions (number) where words is not null")
    db.execute("create table people (person text primary key, lang text not null, seen text not null)")
    # done is null until an update is crossed off; body, person and chat are null from then on.
    db.execute(
        """
        create table updates (
            id integer primary key,
            owner text not null,
            body text,                  -- sealed JSON
            person text,
            chat text,
            tries integer not null default 0,
            done text
        )
        """
    )
    db.execute("create index updates_waiting on updates (id) where done is null")
    db.execute("create index updates_by_done on updates (done) where done is not null")
    # One row a key with which something here was sealed; is_writable writes to it.
    db.execute("create table seals (fingerprint text primary key, used text not null)")


STEPS = {
    "001 questions, people, updates": _questions_people_updates,
    "002 chats": chat_records.create,
    "003 drafts": draft_records.create,
    "004 deliveries": delivery_records.create,
    "005 links": link_records.create,
    "006 agreements": agreement_records.create,
    "007 roles and actions": role_records.create,
    "008 announcements": announcement_records.create,
    "009 obstacles": obstacle_records.create,
    "010 meetings": invitation_records.create,
    "010 settled questions": unanswered_records.create,
    "011 files of admins": upload_records.create,
    "012 edits that settled a question": unanswered_records.tell_edits,
}
for _name, _step in STEPS.items():
    migrations(name=_name)(_step)

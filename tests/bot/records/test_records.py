import asyncio
import logging
import os
import random
import re
import shutil
import sqlite3
import stat
import time
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.records.database import RemovedError
from bot.records.migrations import APPLICATION_ID
from bot.records.people import Keys
from bot.records.questions import Confirmed, Noted, Replied, Where
from bot.records.records import Forgotten, Records, RecordsError
from bot.records.sqlite import SqliteFile
from bot.records.updates import MOST_TRIES, Arrived, Left
from bot.rooms.unanswered.records import Unanswered, UnansweredRecords
from index.answer import Outcome
from tests.engines import SQLITE, other_program, rows
from tests.house import SHELVES, STEPS, kept_of

KEYS = Keys(b"k" * 32)
ASKER, OTHER = KEYS.pseudonym("person", 1), KEYS.pseudonym("person", 2)
ASKER_CHAT, GROUP = KEYS.pseudonym("chat", 1), KEYS.pseudonym("chat", -100)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANSWERED = Noted(ASKER, ASKER_CHAT, "nl", Outcome.ANSWERED, "faq/sok", 0.9, False, 12.5, Where.PRIVATE, None)
UNSURE = replace(ANSWERED, outcome=Outcome.UNSURE, confidence=0.4, words="wie tekent dat ding")


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "records.db"


@pytest.fixture
async def records(path: Path, clock: Clock) -> AsyncIterator[Records]:
    made = Records(path, KEYS, SHELVES, clock=clock)
    await made.open()
    yield made
    await made.close()


def nobody(owner: str) -> bool:
    return False


def everybody(owner: str) -> bool:
    return True


# --- questions


async def test_words_are_kept_sealed_and_only_where_given(records: Records, path: Path) -> None:
    await records.questions.asked(ANSWERED)
    await records.questions.asked(UNSURE)

    kept = rows(path, "select person, outcome, entry, confidence, words from questions order by number")

    assert [row[:4] for row in kept] == [(ASKER, "answered", "faq/sok", 0.9), (ASKER, "unsure", "faq/sok", 0.4)]
    assert [KEYS.unseal(str(row[4])) for row in kept] == [None, "wie tekent dat ding"]


async def test_numbers_are_never_given_twice(records: Records) -> None:
    """An old button must not speak of somebody else's question."""
    before = [await records.questions.asked(ANSWERED) for _ in range(3)]
    await records.forget(ASKER, ASKER_CHAT)

    assert (before, await records.questions.asked(ANSWERED)) == ([1, 2, 3], 4)


async def test_edited_message_finds_its_answer_in_its_own_chat(records: Records) -> None:
    number = await records.questions.asked(ANSWERED)
    await records.questions.replied(number, 70, [71, 72])
    later = await records.questions.asked(ANSWERED)
    await records.questions.replied(later, 80, [])

    found = [
        await records.questions.reply_to(chat, message)
        for chat, message in ((ASKER_CHAT, 70), (ASKER_CHAT, 80), (GROUP, 70))
    ]

    assert found == [Replied(number, (71, 72)), Replied(later, ()), None]


async def test_edited_question_loses_the_verdict_on_its_old_answer(records: Records, path: Path) -> None:
    number = await records.questions.asked(UNSURE)
    await records.questions.replied(number, 70, [71])
    await records.questions.chose(number, ASKER, "faq/sok")
    await records.questions.judged(number, ASKER, is_good=False, words=None)

    await records.questions.again(number, replace(ANSWERED, entry="faq/melden"))

    assert rows(path, "select outcome, entry, words, choice, is_chosen, is_good, message_id from questions") == [
        ("answered", "faq/melden", None, None, 0, None, 70)
    ]


async def test_choice_counts_from_the_asker_alone(records: Records, path: Path) -> None:
    number = await records.questions.asked(UNSURE)

    counted = [
        await records.questions.chose(number, OTHER, "faq/other"),
        await records.questions.chose(number + 1, ASKER, "faq/other"),
        await records.questions.chose(number, ASKER, "faq/sok"),
    ]

    assert counted == [False, False, True]
    assert rows(path, "select is_chosen, choice from questions") == [(1, "faq/sok")]


async def test_none_of_these_is_a_choice(records: Records, path: Path) -> None:
    number = await records.questions.asked(UNSURE)

    assert await records.questions.chose(number, ASKER, None)

    assert rows(path, "select is_chosen, choice from questions") == [(1, None)]


async def test_last_verdict_counts_and_the_last_words_stay_sealed(records: Records, path: Path) -> None:
    number = await records.questions.asked(ANSWERED)
    seen = []

    for is_good, words in ((False, "wie tekent"), (False, None), (True, "wie tekent dat")):
        assert await records.questions.judged(number, ASKER, is_good=is_good, words=words)
        [(verdict, sealed)] = rows(path, "select is_good, words from questions")
        seen.append((verdict, KEYS.unseal(str(sealed))))

    assert seen == [(0, "wie tekent"), (0, "wie tekent"), (1, "wie tekent dat")]


async def test_question_with_a_thumb_up_is_confirmed_and_no_longer_unanswered(records: Records) -> None:
    """Newest first, equal words once; not what got no verdict, whose words nobody knows, or that no entry answers."""
    first = await records.questions.asked(ANSWERED)
    await records.questions.judged(first, ASKER, is_good=True, words="wie tekent")
    again = await records.questions.asked(replace(ANSWERED, entry="faq/later", person=OTHER))
    await records.questions.judged(again, OTHER, is_good=True, words="wie tekent")
    picked = await records.questions.asked(UNSURE)
    await records.questions.chose(picked, ASKER, "faq/gekozen")
    await records.questions.judged(picked, ASKER, is_good=True, words=None)
    for noted, is_good, words in ((UNSURE, True, None), (ANSWERED, True, None), (ANSWERED, False, "nee")):
        await records.questions.judged(await records.questions.asked(noted), ASKER, is_good=is_good, words=words)

    assert await records.questions.confirmed() == (
        Confirmed("wie tekent dat ding", "nl", "faq/gekozen"),
        Confirmed("wie tekent", "nl", "faq/later"),
    )
    assert [one.words for one in await records.shelf(UnansweredRecords).waiting(5)] == ["nee"]
    assert await records.questions.confirmed(1) == (Confirmed("wie tekent dat ding", "nl", "faq/gekozen"),)


async def test_confirmed_question_goes_with_its_person(records: Records) -> None:
    await records.questions.judged(await records.questions.asked(ANSWERED), ASKER, is_good=True, words="wie tekent")

    await records.forget(ASKER, None)

    assert await records.questions.confirmed() == ()


async def test_verdict_of_somebody_else_in_the_group_changes_nothing(records: Records, path: Path) -> None:
    number = await records.questions.asked(replace(ANSWERED, chat=GROUP, where=Where.GROUP))
    await records.questions.judged(number, ASKER, is_good=True, words=None)

    assert not await records.questions.judged(number, OTHER, is_good=False, words="van een ander")

    assert rows(path, "select is_good, words from questions") == [(1, None)]


async def test_most_asked_counts_people_before_questions(records: Records, clock: Clock) -> None:
    for entry, person in (("b", ASKER), ("b", OTHER), ("a", ASKER), ("a", ASKER), ("a", ASKER)):
        await records.questions.asked(replace(ANSWERED, entry=entry, person=person))
    picked = await records.questions.asked(replace(UNSURE, entry="wrong guess"))
    await records.questions.chose(picked, ASKER, "c")
    clock.now = NOON + timedelta(days=20)
    await records.questions.asked(replace(ANSWERED, entry="d"))

    assert await records.questions.most_asked(10) == ("b", "a", "c", "d")
    assert await records.questions.most_asked(1) == ("b",)
    assert await records.questions.most_asked(10, days=7) == ("d",)


async def test_unanswered_are_newest_first_without_those_that_nobody_can_read(records: Records, path: Path) -> None:
    first = await records.questions.asked(UNSURE)
    await records.questions.asked(ANSWERED)
    await records.questions.asked(replace(UNSURE, words="niet te lezen"))
    with other_program(path) as found:
        found.execute("update questions set words = 'gAAAA' where number = 3")
    await records.questions.asked(
        replace(UNSURE, outcome=Outcome.UNKNOWN, off_topic=True, words="wat voor weer", lang="en")
    )
    await records.questions.chose(first, ASKER, "faq/sok")

    found = await records.shelf(UnansweredRecords).waiting(10)

    assert found == (
        Unanswered(found[0].number, "wat voor weer", "en", Outcome.UNKNOWN, True, None, None, NOON),
        Unanswered(found[1].number, "wie tekent dat ding", "nl", Outcome.UNSURE, False, None, "faq/sok", NOON),
    )
    assert await records.shelf(UnansweredRecords).waiting(1) == found[:1]


# --- people


async def test_language_is_the_last_one_chosen(records: Records) -> None:
    before = await records.languages.of(ASKER)
    for lang in ("en", "nl"):
        await records.languages.speak(ASKER, lang)

    assert (before, await records.languages.of(ASKER), await records.languages.of(OTHER)) == (None, "nl", None)


async def test_forgetting_takes_what_is_about_one_person_and_nothing_else(records: Records, path: Path) -> None:
    for person in (ASKER, OTHER):
        await records.questions.asked(replace(UNSURE, person=person))
        await records.languages.speak(person, "nl")
        await records.updates.write_down([Arrived(int(person[:6], 16), "{}", person, GROUP)], "me")
    counted = await kept_of(records, ASKER)

    gone = await records.forget(ASKER, ASKER_CHAT)

    assert (counted, gone.rows, await kept_of(records, ASKER), await kept_of(records, OTHER)) == (3, 3, 0, 3)
    assert rows(path, "select person from questions union all select person from people") == [(OTHER,), (OTHER,)]


async def test_nobody_known_is_forgotten_without_fuss(records: Records) -> None:
    assert await records.forget(ASKER, None) == Forgotten(0, {})


@pytest.mark.one_engine
async def test_terminal_keeps_everything_in_memory() -> None:
    records = Records(":memory:", KEYS, SHELVES)
    await records.open()
    await records.questions.asked(UNSURE)

    assert ((await records.forget(ASKER, None)).rows, await kept_of(records, ASKER)) == (1, 0)

    await records.close()


def bytes_of(path: Path) -> bytes:
    """All files of a database, one after another."""
    return b"".join(found.read_bytes() for found in sorted(path.parent.glob(path.name + "*")))


@pytest.mark.one_engine
async def test_forgotten_person_leaves_no_row_and_no_bytes(path: Path) -> None:
    """Words fill several pages, and the press of the button itself is an update that waits to be crossed off."""
    words, body = "WOORDEN" * 1500, '{"text": "' + "BERICHT" * 1500 + '"}'
    records = Records(path, KEYS, SHELVES)
    await records.open()
    for person, chat in ((ASKER, ASKER_CHAT), (OTHER, GROUP)):
        for _ in range(20):
            await records.questions.asked(replace(UNSURE, person=person, chat=chat, words=words))
        await records.languages.speak(person, "nl")
    updates = [Arrived(update_id, body, ASKER, ASKER_CHAT) for update_id in range(10)]
    await records.updates.write_down(updates, "me")
    await records.updates.cross_off(0)
    tokens = rows(
        path, f"select words from questions where person = '{ASKER}' union all select body from updates where id > 0"
    )
    before = bytes_of(path)
    records.updates.begin(5)

    gone = await records.forget(ASKER, ASKER_CHAT)
    in_hand = pieces([str(rows(path, "select body from updates where id = 5")[0][0])])
    between = bytes_of(path)
    await records.updates.cross_off(5)
    after = bytes_of(path)
    await records.close()

    marks = {
        piece for piece in pieces([str(token) for (token,) in tokens]) if piece in before
    }  # else it spans two pages
    assert len(marks) > 29 * 30
    assert {mark for mark in marks if mark in between} == marks & in_hand
    assert {mark for mark in {*marks, ASKER.encode(), ASKER_CHAT.encode()} if mark in after + bytes_of(path)} == set()
    assert gone.rows == 20 + 1 + 8
    assert b"BERICHT" not in before
    assert b"WOORDEN" not in before
    assert rows(path, f"select count(*) from questions where person = '{ASKER}'") == [(0,)]
    assert rows(path, "select count(*), count(body), count(person), count(chat) from updates") == [(10, 0, 0, 0)]
    assert rows(path, f"select count(*) from questions where person = '{OTHER}'") == [(20,)]


def pieces(tokens: list[str]) -> set[bytes]:
    """What of the tokens can be looked for in the bytes of pages."""
    return {token[start : start + 100].encode() for token in tokens for start in range(100, len(token) - 100, 300)}


@pytest.mark.one_engine
async def test_forgetting_takes_copies_of_rows_that_sqlite_left_where_they_once_were(
    records: Records, path: Path
) -> None:
    """secure_delete alone leaves three here: SQLite had moved these rows to other pages before they were deleted."""
    chance = random.Random(7)
    waiting: list[int] = []
    for _ in range(40):
        arrived = [
            Arrived(chance.randrange(10**9), "b" * chance.randint(1, 600), f"<{chance.getrandbits(120):030x}>")
            for _ in range(60)
        ]
        await records.updates.write_down(arrived, "me")
        waiting += [one.update_id for one in arrived]
        chance.shuffle(waiting)
        await asyncio.gather(*(records.updates.cross_off(waiting.pop()) for _ in range(50)))
    await asyncio.gather(*(records.updates.cross_off(update_id) for update_id in waiting))
    await records.questions.asked(ANSWERED)

    await records.forget(ASKER, ASKER_CHAT)

    assert re.findall(rb"<[0-9a-f]{30}>", bytes_of(path)) == []


@pytest.mark.one_engine
async def test_log_is_emptied_as_soon_as_another_reader_lets_go(records: Records, path: Path) -> None:
    await records.questions.asked(ANSWERED)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("begin")
    reader.execute("select * from questions").fetchall()

    forgetting = asyncio.create_task(records.forget(ASKER, ASKER_CHAT))
    await asyncio.sleep(0.3)
    was_done = forgetting.done()
    reader.close()

    assert (was_done, (await forgetting).rows) == (False, 1)
    assert ASKER.encode() not in bytes_of(path)


async def test_records_expire(records: Records, path: Path, clock: Clock) -> None:
    await records.questions.asked(UNSURE)
    for person in (ASKER, OTHER):
        await records.languages.speak(person, "nl")
    await records.updates.write_down([Arrived(1, "{}"), Arrived(2, "{}")], "me")
    await records.updates.cross_off(1)
    clock.now = NOON + timedelta(days=60)
    await records.questions.asked(replace(UNSURE, person=OTHER))
    await records.updates.cross_off(3)
    clock.now = NOON + timedelta(days=61)

    gone = await records.expire(30)

    assert gone == 1 + 1 + 1 + 1
    assert rows(path, "select person from questions union all select person from people") == [(OTHER,), (OTHER,)]
    assert rows(path, "select id, done is null from updates") == [(3, 0)]
    assert ASKER.encode() not in bytes_of(path)


# --- inbox


async def test_update_is_new_once(records: Records) -> None:
    first = await records.updates.write_down([Arrived(1, "{}"), Arrived(2, "{}"), Arrived(2, "{}")], "me")
    second = await records.updates.write_down([Arrived(2, "{}"), Arrived(3, "{}")], "another")
    await records.updates.cross_off(3)
    third = await records.updates.write_down([Arrived(3, "{}")], "me")

    assert (first, second, third, await records.updates.waiting()) == ({1, 2}, {3}, frozenset(), 2)


async def test_update_that_could_not_be_written_down_is_known_once_crossed_off(records: Records) -> None:
    await records.updates.cross_off(1)

    assert await records.updates.write_down([Arrived(1, "{}")], "me") == frozenset()


async def test_updates_of_the_dead_are_taken_over_in_order_and_once(records: Records, path: Path) -> None:
    for update_id, owner in ((3, "dead"), (1, "dead"), (2, "alive"), (4, "me"), (5, "dead")):
        await records.updates.write_down([Arrived(update_id, f"body {update_id}", ASKER, f"chat of {owner}")], owner)
    await records.updates.cross_off(5)

    taken = await records.updates.take_over("me", lambda owner: owner == "alive")

    assert taken == (Left(1, "body 1", 0), Left(3, "body 3", 0))
    assert await records.updates.take_over("me", lambda owner: owner == "alive") == ()
    assert await records.updates.take_over("third", everybody) == ()
    assert b"body 1" not in bytes_of(path)


async def test_update_that_ends_the_process_time_and_again_is_given_up(
    records: Records, caplog: pytest.LogCaptureFixture
) -> None:
    """Waiting does not count: a queue behind it survives as many restarts as it takes."""
    await records.updates.write_down([Arrived(1, "deadly"), Arrived(2, "patient")], "0")
    taken = []

    for life in range(1, MOST_TRIES + 3):
        taken.append(await records.updates.take_over(str(life), nobody))
        await records.updates.retried(1)

    patient = Left(2, "patient", 0)
    assert taken == [
        (Left(1, "deadly", 0), patient),
        *((patient, Left(1, "deadly", tries)) for tries in range(1, MOST_TRIES)),
        *[(patient,)] * 2,
    ]
    assert [record.getMessage() for record in caplog.records] == [
        "update 1 was given up: it was begun 6 times without an end"
    ]
    assert await records.updates.waiting() == 1


def unsure(owner: str) -> None:
    """Somebody tidied up the files by which processes know each other."""


async def test_process_whose_beats_go_on_is_alive_whatever_becomes_of_its_files(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second process took over what the first had in hand, and people were answered twice."""
    await records.updates.beat("other")
    await records.updates.write_down([Arrived(1, "body")], "other")
    now_s = 1000.0
    monkeypatch.setattr("bot.records.updates.time.monotonic", lambda: now_s)
    taken = [await records.updates.take_over("me", unsure)]
    others = [records.updates.others]

    now_s += records.updates.silent_s - 1
    taken.append(await records.updates.take_over("me", unsure))
    await records.updates.beat("other")
    now_s += records.updates.silent_s - 1
    taken.append(await records.updates.take_over("me", unsure))
    now_s += records.updates.silent_s - 1
    taken.append(await records.updates.take_over("me", unsure))
    now_s += 2
    taken.append(await records.updates.take_over("me", unsure))
    others.append(records.updates.others)

    assert others == [1, 0]
    assert taken == [(), (), (), (), (Left(1, "body", 0),)]


async def test_process_that_ended_leaves_its_updates_at_once(records: Records, path: Path) -> None:
    for owner in ("ended", "killed", "other"):
        await records.updates.beat(owner)
    await records.updates.write_down([Arrived(1, "body")], "ended")
    await records.updates.ended("ended")

    taken = await records.updates.take_over("me", lambda owner: None if owner == "ended" else owner == "other")

    assert taken == (Left(1, "body", 0),)
    assert rows(path, "select owner from processes") == [("other",)]


async def test_chats_of_what_was_tried_come_last_and_each_in_its_order(records: Records) -> None:
    """Whatever takes the process down is met when all others have been answered."""
    for number, chat in ((1, "a"), (2, "b"), (3, "a"), (4, ""), (5, "c")):
        await records.updates.write_down([Arrived(number, "body", chat=chat)], "dead")
    for number in (3, 4, 4):
        await records.updates.retried(number)

    taken = await records.updates.take_over("me", nobody)

    assert [(left.update_id, left.tries) for left in taken] == [(2, 0), (5, 0), (1, 0), (3, 1), (4, 2)]


# --- the file


@pytest.mark.one_engine
async def test_only_the_bot_may_read_the_files(records: Records, path: Path) -> None:
    await records.questions.asked(ANSWERED)

    assert {found.name: stat.S_IMODE(found.stat().st_mode) for found in path.parent.iterdir()} == {
        "records.db": 0o600,
        "records.db-wal": 0o600,
        "records.db-shm": 0o600,
    }


@pytest.mark.one_engine
async def test_mode_of_an_older_file_is_mended(path: Path) -> None:
    await reopened(path)
    path.chmod(0o644)  # noqa: ASYNC240

    await reopened(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600  # noqa: ASYNC240


async def reopened(path: Path, keys: Keys = KEYS) -> None:
    records = Records(path, keys, SHELVES)
    await records.open()
    await records.close()


async def test_everything_outlives_the_process(path: Path, clock: Clock) -> None:
    first = Records(path, KEYS, SHELVES, clock=clock)
    await first.open()
    number = await first.questions.asked(UNSURE)
    await first.questions.replied(number, 7, [8])
    await first.languages.speak(ASKER, "en")
    await first.close()

    second = Records(path, KEYS, SHELVES)
    await second.open()

    assert await second.questions.reply_to(ASKER_CHAT, 7) == Replied(number, (8,))
    assert (await second.languages.of(ASKER), len(await second.shelf(UnansweredRecords).waiting(5))) == ("en", 1)
    await second.close()


OTHER_KEYS = Keys(b"z" * 32)


async def test_another_key_is_refused_and_destroys_nothing(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A start with a wrong DATA_KEY crossed off all that waited, and it was gone with the right key too."""
    records = await reopened_with(path, KEYS)
    await records.updates.write_down(
        [Arrived(number, f"body {number}", ASKER, ASKER_CHAT) for number in (1, 2)], "dead"
    )
    await records.close()
    waiting = rows(path, "select cast(id as text), body from updates")
    before = rows(path, "select fingerprint from seals")

    with pytest.raises(RecordsError) as refused:
        await reopened(path, OTHER_KEYS)

    again = await reopened_with(path, KEYS)
    assert str(refused.value) == (
        f"{again.where} is sealed with another key, and nothing was changed; put back the DATA_KEY or data.key of before. "
        "Was DATA_KEY set only now? Then leave it out: the key is in data.key. If the key is lost, "
        f"{again._database.anew}: what it holds can't be read without it, and a new one is begun"
    )
    assert rows(path, "select cast(id as text), body from updates") == waiting
    assert rows(path, "select fingerprint from seals") == before
    assert await again.updates.take_over("me", nobody) == (Left(1, "body 1", 0), Left(2, "body 2", 0))
    assert caplog.records == []
    await again.close()


async def test_what_another_key_sealed_is_left_until_it_expires(
    path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """As a version left it that took any key."""
    first = await reopened_with(path, KEYS)
    await first.updates.write_down([Arrived(1, "body 1", ASKER, ASKER_CHAT)], "dead")
    await first.close()
    with other_program(path) as found:
        found.execute("insert into seals (fingerprint, used) values (?, ?)", [OTHER_KEYS.fingerprint, NOON.isoformat()])
    records = Records(path, OTHER_KEYS, SHELVES, clock=clock)
    await records.open()

    taken = [await records.updates.take_over("me", nobody) for _ in range(3)]

    assert (taken, await records.updates.waiting()) == ([(), (), ()], 1)
    assert [record.getMessage() for record in caplog.records] == [
        f"{records.where} holds records that were sealed with another key too, which was used before; they are left until they expire, "
        "and /wis can't find them",
        "1 updates wait that were sealed with another key; they are answered when that DATA_KEY (or data.key) is put back, "
        "and go when they expire",
    ]
    clock.now = datetime.now(UTC) + timedelta(days=91)
    await records.expire(90)
    assert await records.updates.waiting() == 0
    await records.close()


async def test_key_is_still_known_after_a_run_that_was_longer_than_records_are_kept(path: Path, clock: Clock) -> None:
    records = Records(path, KEYS, SHELVES, clock=clock)
    await records.open()
    clock.now = NOON + timedelta(days=400)

    await records.expire(90)

    assert rows(path, "select fingerprint from seals") == [(KEYS.fingerprint,)]
    await records.close()


@pytest.mark.one_engine
async def test_file_that_is_removed_or_replaced_while_it_is_open_is_noticed(path: Path) -> None:
    """SQLite writes on into a file that nobody finds again, and a write gets through."""
    records = await reopened_with(path, KEYS)
    kept = path.with_name("kept.db")
    os.rename(path, kept)  # noqa: PTH104

    with pytest.raises(RemovedError) as gone:
        await records.probe()
    shutil.copy(kept, path)
    with pytest.raises(RemovedError):
        await records.probe()
    os.replace(kept, path)  # noqa: PTH105

    await records.probe()
    assert str(gone.value) == (
        f"{path} was removed or replaced while the bot runs, and what it writes goes with it when it ends; stop the bot, put the "
        "file back, and start it"
    )
    await records.close()


async def reopened_with(path: Path, keys: Keys) -> Records:
    records = Records(path, keys, SHELVES)
    await records.open()
    return records


def make_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table songs (name text)")


def make_newer(path: Path) -> None:
    asyncio.run(reopened(path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("insert into _sqlite_migrations (migration_set, name) values ('records', '999 teleport')")
        connection.commit()


def make_damaged(path: Path) -> None:
    asyncio.run(reopened(path))
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 30_000)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(make_foreign, "is a database of another program; move it away, or set VAR_DIR", id="foreign"),
        pytest.param(make_newer, r"was written by a newer version of the bot \(it knows '999 teleport'\)", id="newer"),
        pytest.param(make_damaged, r"is damaged, or no database \(.+\); put back a copy, or move", id="damaged"),
        pytest.param(lambda path: path.write_text("x" * 9000), r"is damaged, or no database \(file is not", id="text"),
        pytest.param(lambda path: path.mkdir(), r"can't be (made|written)", id="folder"),
    ],
)
@pytest.mark.one_engine
def test_file_that_cannot_be_used_is_left_alone_and_said(path: Path, make: object, said: str) -> None:
    path.parent.mkdir()
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else b""

    with pytest.raises(RecordsError, match=f"^{re.escape(str(path))} {said}"):
        asyncio.run(reopened(path))

    assert (path.read_bytes() if path.is_file() else b"") == before


async def test_records_that_are_closed_say_so(records: Records, path: Path) -> None:
    await records.close()

    with pytest.raises(RecordsError, match=f"^{re.escape(records.where)} is closed$"):
        await records.questions.asked(ANSWERED)


async def test_writes_that_are_under_way_are_done_before_the_file_is_closed(path: Path) -> None:
    records = Records(path, KEYS, SHELVES)
    await records.open()
    writing = [asyncio.ensure_future(records.questions.asked(ANSWERED)) for _ in range(50)]
    await asyncio.sleep(0)

    await records.close()

    assert sorted(await asyncio.gather(*writing)) == list(range(1, 51))


@pytest.mark.one_engine
async def test_thread_of_an_opening_before_takes_no_jobs_of_the_next(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    tell = loop.call_soon_threadsafe

    def told_slowly(*given: Any) -> Any:
        """The thread is held up between handing over what it did and looking for more."""
        handle = tell(*given)
        time.sleep(0.05)
        return handle

    await records.close()
    await records.open()
    monkeypatch.setattr(loop, "call_soon_threadsafe", told_slowly)
    for _ in range(3):
        await records.questions.asked(ANSWERED)
        await records.close()
        await records.open()

    assert await records.questions.asked(ANSWERED) == 4


@pytest.mark.one_engine
async def test_full_disk_is_said_and_recovered_from(path: Path) -> None:
    database = SqliteFile(path, STEPS.migrate)
    await database.open()
    await database.write(lambda db: db.execute("create table filler (x)").rowcount)
    await database.read(lambda db: db.execute("pragma max_page_count = 40").fetchone())

    with pytest.raises(RecordsError, match=r"the disk is full; make room on it$"):
        await database.write(lambda db: db.execute("insert into filler values (zeroblob(1000000))").rowcount)

    await database.write(lambda db: db.execute("insert into filler values (1)").rowcount)
    assert await database.read(lambda db: db.execute("select x from filler").fetchall()) == [(1,)]
    await database.close()


async def test_one_bad_job_does_not_spoil_those_that_share_its_commit(records: Records) -> None:
    database = records._database
    await database.write(lambda db: db.execute("create table numbers (x integer unique)").rowcount)
    jobs = [
        database.write(lambda db, x=x: db.execute("insert into numbers values (?)", [x]).rowcount) for x in (1, 2, 2, 3)
    ]

    results = await asyncio.gather(*jobs, return_exceptions=True)

    assert [result if isinstance(result, int) else type(result) for result in results] == [1, 1, RecordsError, 1]
    assert await database.read(lambda db: db.execute("select x from numbers").fetchall()) == [(1,), (2,), (3,)]


@pytest.mark.one_engine
async def test_writes_that_wait_together_share_commits(records: Records, path: Path) -> None:
    """A thousand commits of their own would take a thousand trips to the disk."""
    await asyncio.gather(*(records.updates.write_down([Arrived(number, "{}")], "me") for number in range(1000)))

    frames = (path.parent / "records.db-wal").stat().st_size / 4120
    assert await records.updates.waiting() == 1000
    assert frames < 600  # 3,000 and more where each has a commit of its own


@pytest.mark.one_engine
async def test_file_that_another_program_holds_is_not_written_but_said(path: Path) -> None:
    database = SqliteFile(path, STEPS.migrate, busy_s=0.1)
    await database.open()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")

    with pytest.raises(RecordsError, match=r"another program has it locked; end whatever has it open$"):
        await database.write(lambda db: db.execute("delete from people").rowcount)

    other.close()
    assert await database.write(lambda db: db.execute("delete from people").rowcount) == 0
    await database.close()


async def test_health_knows_whether_a_write_gets_through(records: Records, path: Path) -> None:
    await records.probe()
    with other_program(path) as found:
        found.execute("drop table seals")

    with pytest.raises(RecordsError):
        await records.probe()


@pytest.mark.one_engine
async def test_event_loop_runs_while_the_file_is_held(records: Records, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    writing = asyncio.create_task(records.questions.asked(ANSWERED))

    longest_s = 0.0
    for _ in range(20):
        before_s = time.monotonic()
        await asyncio.sleep(0.01)
        longest_s = max(longest_s, time.monotonic() - before_s)
    other.execute("rollback")
    other.close()

    assert await writing == 1
    assert longest_s < 2


async def test_new_file_opens_for_many_at_once(path: Path, engine: str) -> None:
    many = [Records(path, KEYS, SHELVES) for _ in range(6)]

    await asyncio.gather(*(one.open() for one in many))

    numbers = await asyncio.gather(*(one.questions.asked(ANSWERED) for one in many))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    if engine == SQLITE:
        assert rows(path, "pragma application_id") == [(APPLICATION_ID,)]
    for one in many:
        await one.close()


async def test_log_has_no_words(records: Records, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    number = await records.questions.asked(UNSURE)
    await records.questions.judged(number, ASKER, is_good=False, words="wie tekent dat ding")
    await records.forget(ASKER, ASKER_CHAT)

    assert "tekent" not in caplog.text

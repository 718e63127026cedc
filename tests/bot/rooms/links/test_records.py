"""Links as they are remembered, across restarts too."""

import secrets
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.fetching.addresses import address_of
from bot.records.people import Asker, Keys
from bot.records.records import Forgotten, Records
from bot.rooms.links.records import Link, LinkRecords, Proposal, State
from tests.house import SHELVES

ANS = Asker("ans", "ans alone", "nl")
BEN = Asker("ben", "ben alone", "nl")
GROUP = Asker("ans", "staff room", "nl", is_group=True)
KEYS = Keys(secrets.token_bytes(32))


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def opened(path: Path | str, clock: Clock) -> Records:
    records = Records(path, KEYS, SHELVES, clock=clock)
    await records.open()
    return records


@pytest.fixture
async def records(clock: Clock) -> AsyncIterator[Records]:
    made = await opened(":memory:", clock)
    yield made
    await made.close()


def proposal(url: str = "https://duo.nl/a", title: str = "A", words: str = "") -> Proposal:
    address = address_of(url)
    assert address is not None
    return Proposal(address, title, "T031", words)


async def test_link_is_kept_and_found_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    records = await opened(tmp_path / "records.db", clock)
    await records.shelf(LinkRecords).propose(proposal(words="handig"), ANS, State.KEPT)
    await records.close()

    again = await opened(tmp_path / "records.db", clock)

    kept, words = again.shelf(LinkRecords).kept, await again.shelf(LinkRecords).words_of([1])
    await again.close()
    assert kept == (Link(1, "https://duo.nl/a", "A", "T031", "", State.KEPT, clock.now, "", ""),)
    assert words == {1: "handig"}


async def test_same_page_again_is_the_link_that_there_is(records: Records) -> None:
    first, _ = await records.shelf(LinkRecords).propose(proposal(), ANS, State.KEPT)

    second = await records.shelf(LinkRecords).propose(proposal("http://DUO.nl/a/?utm_source=x", "B"), BEN, State.KEPT)

    assert second == (first, False)


async def test_newest_link_stands_first(records: Records, clock: Clock) -> None:
    for letter in "abc":
        await records.shelf(LinkRecords).propose(proposal(f"https://duo.nl/{letter}", letter), ANS, State.KEPT)
        clock.now += timedelta(minutes=1)

    assert [link.title for link in records.shelf(LinkRecords).kept] == ["c", "b", "a"]


async def test_proposal_is_nobodys_to_find_until_it_is_published(records: Records) -> None:
    link, is_new = await records.shelf(LinkRecords).propose(proposal(words="graag"), ANS, State.WAITING)

    assert (is_new, records.shelf(LinkRecords).kept, await records.shelf(LinkRecords).waiting()) == (True, (), (link,))
    assert (link.words, link.by, link.chat) == ("graag", "ans", "ans alone")


async def test_of_two_coordinators_the_first_decides(records: Records) -> None:
    link, _ = await records.shelf(LinkRecords).propose(proposal(), ANS, State.WAITING)

    decided = [await records.shelf(LinkRecords).decide(link.number, state) for state in (State.KEPT, State.DECLINED)]

    assert (decided, [one.title for one in records.shelf(LinkRecords).kept]) == ([True, False], ["A"])


async def test_what_was_declined_is_not_proposed_again(records: Records) -> None:
    link, _ = await records.shelf(LinkRecords).propose(proposal(), ANS, State.WAITING)
    await records.shelf(LinkRecords).decide(link.number, State.DECLINED)

    again, is_new = await records.shelf(LinkRecords).propose(proposal(), BEN, State.WAITING)

    assert (again.number, again.state, is_new) == (link.number, State.DECLINED, False)


@pytest.mark.parametrize("state", [State.WAITING, State.DECLINED])
async def test_coordinator_publishes_what_waits_or_was_declined(records: Records, state: State) -> None:
    link, _ = await records.shelf(LinkRecords).propose(proposal(), ANS, State.WAITING)
    if state is State.DECLINED:
        await records.shelf(LinkRecords).decide(link.number, state)

    again, is_new = await records.shelf(LinkRecords).propose(proposal(title="B"), BEN, State.KEPT)

    assert (again.title, again.by, is_new) == ("B", "ben", True)
    assert [one.title for one in records.shelf(LinkRecords).kept] == ["B"]


async def test_who_has_to_hear_of_a_link_hears_once_of_each_state(records: Records) -> None:
    link, _ = await records.shelf(LinkRecords).propose(proposal(), ANS, State.WAITING)
    await records.shelf(LinkRecords).propose(proposal("https://duo.nl/b"), BEN, State.KEPT)
    states = [[one.state for one in await records.shelf(LinkRecords).untold()]]
    await records.shelf(LinkRecords).told(link.number)
    states.append([one.state for one in await records.shelf(LinkRecords).untold()])
    await records.shelf(LinkRecords).decide(link.number, State.KEPT)
    states.append([one.state for one in await records.shelf(LinkRecords).untold()])

    assert states == [[State.WAITING], [], [State.KEPT]]


async def test_wis_takes_proposals_along_and_leaves_links_without_a_name(records: Records) -> None:
    await records.shelf(LinkRecords).propose(proposal(words="van mij"), ANS, State.KEPT)
    await records.shelf(LinkRecords).propose(proposal("https://duo.nl/b"), ANS, State.WAITING)
    await records.shelf(LinkRecords).propose(proposal("https://duo.nl/c"), BEN, State.KEPT)

    gone = await records.forget("ans", "ans alone")

    assert gone == Forgotten(0, {"forgot_proposals": 1, "forgot_links": 1})
    assert await records.shelf(LinkRecords).senders() == {3: "ben"}
    assert (await records.shelf(LinkRecords).words_of([1, 2, 3]), await records.shelf(LinkRecords).waiting()) == (
        {},
        (),
    )
    assert sorted(link.number for link in records.shelf(LinkRecords).kept) == [1, 3]


@pytest.mark.one_engine
async def test_wis_leaves_no_bytes_of_who_sent_a_link_or_what_they_wrote(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "records.db"
    records = await opened(path, clock)
    await records.shelf(LinkRecords).propose(proposal(words="van mij"), ANS, State.KEPT)
    with closing(sqlite3.connect(path)) as db:
        [(sealed,)] = db.execute("select words from links").fetchall()

    await records.forget("ans", "ans alone")

    await records.close()
    left = path.read_bytes()
    assert (b"ans alone" in left, sealed.encode() in left, b"https://duo.nl/a" in left) == (False, False, True)


@pytest.mark.one_engine
async def test_what_somebody_wrote_to_a_link_is_sealed(tmp_path: Path, clock: Clock) -> None:
    records = await opened(tmp_path / "records.db", clock)

    await records.shelf(LinkRecords).propose(proposal(words="geheim woord"), ANS, State.WAITING)

    await records.close()
    assert b"geheim woord" not in (tmp_path / "records.db").read_bytes()


async def test_proposals_are_not_kept_for_ever_and_links_are(records: Records, clock: Clock) -> None:
    await records.shelf(LinkRecords).propose(proposal(), ANS, State.KEPT)
    await records.shelf(LinkRecords).propose(proposal("https://duo.nl/b"), ANS, State.WAITING)
    clock.now += timedelta(days=91)

    await records.expire(90)

    assert (await records.shelf(LinkRecords).waiting(), len(records.shelf(LinkRecords).kept)) == ((), 1)


async def test_proposal_from_a_group_names_no_chat(records: Records) -> None:
    link, _ = await records.shelf(LinkRecords).propose(proposal(), GROUP, State.WAITING)

    assert (link.by, link.chat) == ("ans", "")


async def test_removed_link_is_gone(records: Records) -> None:
    link, _ = await records.shelf(LinkRecords).propose(proposal(), ANS, State.KEPT)

    await records.shelf(LinkRecords).remove(link.number)

    assert (records.shelf(LinkRecords).kept, await records.shelf(LinkRecords).of(link.number)) == ((), None)


# --- whether they answer

A, B, C = "https://a.example/", "https://b.example/", "https://c.example/"


async def test_what_was_never_looked_at_is_due_first(records: Records, clock: Clock) -> None:
    await records.shelf(LinkRecords).checked(A, is_answering=True)

    assert records.shelf(LinkRecords).due([A, B, C], clock.now) == B


async def test_what_answers_is_looked_at_weekly_and_what_does_not_daily(records: Records, clock: Clock) -> None:
    await records.shelf(LinkRecords).checked(A, is_answering=True)
    await records.shelf(LinkRecords).checked(B, is_answering=False)
    due = []
    for _ in range(8):
        due.append(records.shelf(LinkRecords).due([A, B], clock.now))
        clock.now += timedelta(days=1)

    assert due == [None, B, B, B, B, B, B, B]
    assert records.shelf(LinkRecords).due([A], clock.now - timedelta(days=1)) == A


async def test_what_waits_longest_is_due_first(records: Records, clock: Clock) -> None:
    await records.shelf(LinkRecords).checked(B, is_answering=True)
    clock.now += timedelta(hours=1)
    await records.shelf(LinkRecords).checked(A, is_answering=True)

    assert records.shelf(LinkRecords).due([A, B], clock.now + timedelta(days=8)) == B


async def test_address_is_dead_from_its_second_silence_on(records: Records, clock: Clock) -> None:
    first = clock.now
    dead = []
    for is_answering in (False, False, False, True, False):
        await records.shelf(LinkRecords).checked(A, is_answering=is_answering)
        dead.append(records.shelf(LinkRecords).dead_since(A))
        clock.now += timedelta(days=1)

    assert dead == [None, first, first, None, None]


async def test_what_is_known_of_addresses_survives_a_restart(tmp_path: Path, clock: Clock) -> None:
    records = await opened(tmp_path / "records.db", clock)
    await records.shelf(LinkRecords).checked(A, is_answering=False)
    await records.shelf(LinkRecords).checked(A, is_answering=False)
    await records.shelf(LinkRecords).checked(B, is_answering=True)
    await records.close()

    again = await opened(tmp_path / "records.db", clock)

    links = again.shelf(LinkRecords)
    found = links.dead_since(A), links.dead_since(B), links.answering()
    await again.close()
    assert found == (clock.now, None, (B,))


async def test_addresses_that_nothing_names_any_more_are_forgotten(records: Records, clock: Clock) -> None:
    await records.shelf(LinkRecords).checked(A, is_answering=True)
    await records.shelf(LinkRecords).checked(B, is_answering=True)

    await records.shelf(LinkRecords).keep_checks([B, C])

    assert (records.shelf(LinkRecords).answering(), records.shelf(LinkRecords).due([A, B], clock.now)) == ((B,), A)

"""Every admin is told, each in the language they chose, whatever becomes of the others."""

import secrets
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from telegram.error import Forbidden, NetworkError

from bot.conversation.reply import Reply
from bot.faces.telegram.admins import Admins
from bot.faces.telegram.limits import Stopped
from bot.faces.telegram.post import Post
from bot.records.people import Keys
from bot.records.records import Records
from tests.house import SHELVES

FIRST, SECOND, THIRD = 11, 22, 33


class FakeSender:
    """Keeps what was sent to whom; raises for those who can't be reached."""

    def __init__(self) -> None:
        self.sent: dict[int, str] = {}
        self.failing: dict[int, BaseException] = {}

    async def send(self, chat_id: int, replies: Sequence[Reply], *, to: int | None = None) -> tuple[int, ...]:
        if error := self.failing.get(chat_id):
            raise error
        self.sent[chat_id] = "".join(reply.html for reply in replies)
        return (1,)


@pytest.fixture
def keys() -> Keys:
    return Keys(secrets.token_bytes(32))


@pytest.fixture
async def records(keys: Keys) -> AsyncIterator[Records]:
    opened = Records(":memory:", keys, SHELVES)
    await opened.open()
    yield opened
    await opened.close()


def admins(sender: Any, records: Records, keys: Keys) -> Admins:
    return Admins(sender, Post(sender, records), records, keys, frozenset({FIRST, SECOND, THIRD}))


async def test_each_admin_is_told_in_their_language(records: Records, keys: Keys) -> None:
    sender = FakeSender()
    await records.languages.speak(keys.pseudonym("person", SECOND), "en")

    await admins(sender, records, keys).tell(lambda lang: Reply(f"news in {lang}"))

    assert sender.sent == {FIRST: "news in nl", SECOND: "news in en", THIRD: "news in nl"}


async def test_who_knows_it_already_is_not_told(records: Records, keys: Keys) -> None:
    sender = FakeSender()

    await admins(sender, records, keys).tell(lambda lang: Reply("news"), but=keys.pseudonym("person", SECOND))

    assert set(sender.sent) == {FIRST, THIRD}


@pytest.mark.parametrize(
    "error",
    [Forbidden("bot was blocked by the user"), NetworkError("gone"), Stopped()],
    ids=lambda error: str(type(error)),
)
async def test_admin_who_cannot_be_told_keeps_nothing_from_the_others(
    records: Records, keys: Keys, error: BaseException
) -> None:
    sender = FakeSender()
    sender.failing[FIRST] = error

    await admins(sender, records, keys).tell(lambda lang: Reply("news"))

    assert set(sender.sent) == {SECOND, THIRD}


async def test_records_that_fail_are_no_reason_not_to_tell(records: Records, keys: Keys) -> None:
    sender = FakeSender()
    await records.close()

    await admins(sender, records, keys).tell(lambda lang: Reply(f"news in {lang}"))

    assert sender.sent[FIRST] == "news in nl"

"""Hours on cards: each reader sees them on their own clock, an old app or server the words."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram.error import BadRequest

from bot.conversation.reply import Clock, Reply
from bot.faces.telegram.sending import Sender, clocked
from index.retriever import Retriever
from tests.bot.rooms.world import Town
from tests.telegram_html import parsed

AT = datetime(2027, 1, 12, 13, tzinfo=UTC)
CARD = Reply("Wanneer: <b>dinsdag 12 januari 2027, 14:00</b>", clocks=(Clock("dinsdag 12 januari 2027, 14:00", AT),))


@pytest.fixture
async def town(retriever: Retriever) -> AsyncIterator[Town]:
    town = await Town(retriever).open()
    yield town
    await town.close()


def moments(reply: Reply) -> list[tuple[str, str, str]]:
    """(words, moment, what is shown of it) of each."""
    said = parsed(clocked(reply))
    units = said.text.encode("utf-16-le")
    return [
        (
            units[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le"),
            datetime.fromtimestamp(entity.unix_time, UTC).isoformat()[:16],
            entity.date_time_format,
        )
        for entity in said.entities
        if entity.type == "date_time"
    ]


async def test_agreement_at_an_hour_is_on_each_readers_clock(town: Town) -> None:
    ans = town.person(7)
    await ans.says("/afspraak lijst mailen, 12 januari 14:00, Bep")
    check = ans.turn.replies[0]
    await ans.presses("✅ Klopt")

    expected = [("dinsdag 12 januari 2027, 14:00 uur", "2027-01-12T13:00", "wDt")]
    assert (moments(check), moments(ans.turn.replies[0])) == (expected, expected)


async def test_agreement_on_a_day_alone_is_on_no_clock(town: Town) -> None:
    ans = town.person(7)

    await ans.says("/afspraak lijst mailen, 12 januari, Bep")

    assert moments(ans.turn.replies[0]) == []


async def test_meeting_and_its_reminder_say_when_it_begins_and_ends(town: Town) -> None:
    ans = town.person(7, group=-100)
    await ans.says("/uitnodiging <3 agenda's & overleg, 12 januari 14:00, 90 minuten, mbo")
    await ans.presses("Overslaan")
    await ans.presses("✅ Versturen")

    expected = [("dinsdag 12 januari 2027, 14:00", "2027-01-12T13:00", "wDt"), ("15:30", "2027-01-12T14:30", "t")]
    assert moments(ans.turn.replies[0]) == expected


class Server:
    """A Bot API server of before 9.5, which knows no such tag."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def send_message(self, chat_id: int, html: str, *_: Any, **__: Any) -> Any:
        self.asked.append(html)
        if "tg-time" in html:
            raise BadRequest('Can\'t parse entities: unsupported start tag "tg-time" at byte offset 0')
        return type("Message", (), {"message_id": len(self.asked)})


async def test_server_that_knows_no_clocks_gets_words_and_is_asked_once() -> None:
    server: Any = Server()
    sender = Sender(server)

    await sender.send(5, [CARD, CARD])

    assert server.asked == [clocked(CARD), CARD.html, CARD.html]


def test_what_stands_nowhere_is_left_out() -> None:
    assert clocked(Reply("niets", clocks=CARD.clocks)) == "niets"

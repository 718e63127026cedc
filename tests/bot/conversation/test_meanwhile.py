"""What a message in the middle of a form is, where the model that tells acts and deeds is not sure of it."""

from typing import Any

import pytest

from bot.conversation.meanwhile import Heard, Kind, Meanwhile
from bot.conversation.reply import Reply
from bot.conversation.room import Said, Waiting
from bot.conversation.talk import Meant, VectorOf
from bot.records.people import Asker
from bot.records.questions import Where
from index.answer import Question
from index.retriever import Retriever
from tests.conftest import Folder


class Listing:
    """Takes everything for a wish to see one's agreements."""

    async def meant(self, text: str, vector_of: VectorOf) -> Meant:
        return Meant("deed", "afspraken")


async def heard(retriever: Retriever, text: str, waiting: Waiting) -> Heard | None:
    talk: Any = Listing()
    said = Said(Asker("ans", "ans alone", "nl"), text, "nl", Where.PRIVATE)
    meanwhile = Meanwhile(talk, retriever, lambda act: False, ())
    return await meanwhile.heard(said, waiting, Question(text, "nl"), ("afspraak",))


@pytest.mark.parametrize("is_name", [True, False])
async def test_what_asks_for_something_to_be_done_is_no_name_or_title(
    folder: Folder, retriever: Retriever, is_name: bool
) -> None:
    waiting = Waiting(Reply("Wie doet het?"), is_name=is_name)

    found = await heard(retriever, "wat staat er allemaal op mijn lijstje", waiting)

    assert found == Heard(Kind.DEED, "afspraken")


async def test_what_asks_nothing_may_be_one(folder: Folder, retriever: Retriever) -> None:
    assert await heard(retriever, "de lijst van iedereen", Waiting(Reply("Wat is er afgesproken?"))) is None

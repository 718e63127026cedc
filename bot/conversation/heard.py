"""A message to a room in, the question that it holds out, with the language to answer in."""

from bot.conversation.house import House
from bot.conversation.room import Said
from bot.conversation.wording import LANGUAGES
from bot.records.records import RecordsError
from index.answer import Question


async def question_of(house: House, said: Said) -> Question:
    """What is asked; the language counts whatever the words tell where the asker chose it."""
    try:
        chosen = await house.records.languages.of(said.asker.person)
    except RecordsError:
        chosen = None
    return Question(said.text, said.lang, fixed=chosen in LANGUAGES)

"""A message to a room in, the question that it holds out, with the language to answer in."""

from bot.house import House
from bot.records import RecordsError
from bot.room import Said
from bot.wording import LANGUAGES
from index.answer import Question


async def question_of(house: House, said: Said) -> Question:
    """What is asked; the language counts whatever the words tell where the asker chose it."""
    try:
        chosen = await house.records.language(said.asker.person)
    except RecordsError:
        chosen = None
    return Question(said.text, said.lang, fixed=chosen in LANGUAGES)

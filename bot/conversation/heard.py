"""A message to a room in, the question that it holds out, with the language to answer in."""

from bot.conversation.house import House
from bot.conversation.room import Said
from bot.conversation.speaking import spoken_with
from index.answer import Question


async def question_of(house: House, said: Said) -> Question:
    """What is asked; the language counts whatever the words tell where the asker chose it."""
    _, is_chosen = await spoken_with(house, said.asker)
    return Question(said.text, said.lang, fixed=is_chosen)

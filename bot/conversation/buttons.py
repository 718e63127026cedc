"""The buttons of a room: what is said on them and what they stand for in, each ready to be shown out."""

from collections.abc import Callable

from bot.conversation.callback_data import room_data
from bot.conversation.reply import Button


class Buttons:
    """Makes them for one room, by its prefix."""

    def __init__(self, prefix: str, say: Callable[..., str]) -> None:
        """say: as Wording has it."""
        self._prefix, self._say = prefix, say

    def __call__(self, key: str, lang: str, action: str, *values: object, **gaps: object) -> Button:
        """With a sentence of wording on it."""
        return self.labelled(self._say(key, lang, **gaps), action, *values)

    def labelled(self, text: str, action: str, *values: object) -> Button:
        """With that text on it."""
        return Button(text, self.data(action, *values))

    def data(self, action: str, *values: object) -> str:
        """What goes behind one. Raises ValueError where no button can hold it."""
        return room_data(self._prefix, action, *map(str, values))

"""What is typed under a card that waits for a tap in, the day or hour that it should have instead out: "nee, de 13e"."""

from datetime import date

from bot.conversation.house import House
from bot.conversation.room import Said
from bot.when.meaning import When
from bot.when.reading import read
from index.plain import words_of

LONGEST = 80  # characters; whoever writes more says more than when


async def when_instead(house: House, said: Said, day: date | None) -> str | None:
    """The words for the day or hour; None: the message says none, or something else besides.

    day: that of the card. Of several that may be meant, the one in its month is: "de 13e".
    """
    if len(said.text) > LONGEST:
        return None
    when = await house.reads(read, said.text, said.lang)
    words = house.wording.words("instead_words")
    if not when.spans or not words.issuperset(words_of(when.rest)):
        return None
    near = [one for one in when.days if day and (one.year, one.month) == (day.year, day.month)]
    if when.day is None and len(near) == 1:
        return f"{near[0]:%d-%m-%Y}{f' {when.at:%H:%M}' if when.at else ''}"
    kept = said.text.split()
    while kept and words.issuperset(words_of(kept[0])):
        del kept[0]
    return " ".join(kept) or None


def proposed(when: When | None, *, is_hour: bool = False) -> str:
    """The words for the one day or hour that is offered, to which people say yes; empty: several are, or none is."""
    if when is None:
        return ""
    said = [f"{at:%H:%M}" for at in when.hours] if is_hour else [f"{day:%d-%m-%Y}" for day in when.days]
    return said[0] if len(said) == 1 else ""

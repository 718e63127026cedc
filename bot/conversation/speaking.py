"""Somebody in, the language to speak with them out; and that of what they type."""

from bot.conversation.house import House
from bot.conversation.introduction import spoken_by_default
from bot.conversation.phrases import languages_of
from bot.conversation.wording import LANGUAGES
from bot.records.failing import kept
from bot.records.people import Asker


async def spoken_with(house: House, asker: Asker) -> tuple[str, bool]:
    """(the language to speak, whether the asker chose it): the chosen one, else their app's, else the folder's."""
    chosen = await kept(house.records.languages.of(asker.person), None)
    if chosen in LANGUAGES:
        return chosen, True
    return (asker.lang if asker.lang in LANGUAGES else spoken_by_default(house.retriever)), False


def app_of(asker: Asker, is_chosen: bool) -> str:
    """The language of somebody's app where it isn't spoken here, though a folder may be in it; empty: they chose another."""
    return "" if is_chosen or asker.lang in LANGUAGES else asker.lang


def told_in(house: House, text: str, lang: str, is_chosen: bool) -> str:
    """The language that a text is in, where it may decide; what is said so in lang too ("ok") is in that."""
    if is_chosen or lang in languages_of(text):
        return lang
    told_lang = house.retriever.snapshot.languages.tell(text)
    return told_lang if told_lang in LANGUAGES else lang

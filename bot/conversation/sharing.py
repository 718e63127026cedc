"""Words for a chat that the bot is no member of in, entries to carry there or the one message that answers there out."""

import time
from dataclasses import replace

from bot.conversation.compose import said_in
from bot.conversation.house import House
from bot.conversation.noting import note, noted_of
from bot.conversation.reply import Reply
from bot.conversation.speaking import app_of, spoken_with
from bot.records.failing import kept
from bot.records.people import Asker
from bot.records.questions import Where
from index.answer import Outcome, Question
from index.snapshot import Snapshot
from knowledge.entry import Entry


async def shared(house: House, asker: Asker, query: str, limit: int) -> tuple[tuple[Entry, Reply], ...]:
    """Entries to carry into another chat, best first; for an empty query those that are asked for most."""
    lang, is_chosen = await spoken_with(house, asker)
    wanted = ""
    snapshot = house.retriever.snapshot
    if query.strip():
        answer = await house.retriever.ask(Question(query, lang, is_chosen, app=app_of(asker, is_chosen)))
        lang, wanted = said_in(answer), answer.lang
        entries = [] if answer.is_elsewhere else list(dict.fromkeys(hit.entry for hit in answer.hits))
    else:
        entries = await _most_asked(house, snapshot, lang, limit)
    return tuple((entry, house.composer.shared(entry, lang, wanted=wanted)) for entry in entries[:limit])


async def asked_as_guest(house: House, asker: Asker, text: str) -> Reply:
    """One message for a chat where the bot is a guest: the answer where it is sure, else where to ask on."""
    lang, is_chosen = await spoken_with(house, asker)
    started = time.perf_counter()
    answer = await house.retriever.ask(Question(text, lang, is_chosen, app=app_of(asker, is_chosen)))
    noted = noted_of(asker, answer, Where.INLINE, (time.perf_counter() - started) * 1000)
    house.noticed(noted)
    await note(house.records, replace(noted, words=None))
    if answer.outcome is Outcome.ANSWERED:
        return house.composer.shared(answer.hits[0].entry, said_in(answer), wanted=answer.lang)
    return house.composer.elsewhere("guest_unsure", lang)


async def _most_asked(house: House, snapshot: Snapshot, lang: str, limit: int) -> list[Entry]:
    """What is asked for most; while nobody has asked, the examples' answers."""
    names = await kept(house.records.questions.most_asked(limit), ())
    found = [entry for name in names if (entry := snapshot.show(name, lang))]
    for example in house.composer.introduction.examples(lang) if len(found) < limit else ():
        answer = await house.retriever.ask(Question(example, lang, fixed=True))
        found += [hit.entry for hit in answer.hits[:1] if hit.entry not in found]
    return found

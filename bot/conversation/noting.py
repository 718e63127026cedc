"""A question and its answer in, what is noted of them out; and the noting, which nobody's answer waits for in vain."""

from bot.records.failing import kept
from bot.records.people import Asker
from bot.records.questions import Noted, Where
from bot.records.records import Records
from index.answer import Answer, Outcome
from knowledge.entry import Entry


def noted_of(asker: Asker, answer: Answer, where: Where, took_ms: float) -> Noted:
    """What is noted of a question: its words only where it couldn't be answered outright."""
    return Noted(
        asker.person,
        asker.chat,
        answer.lang,
        answer.outcome,
        answer.hits[0].entry.id if answer.hits else None,
        answer.hits[0].confidence if answer.hits else 0.0,
        answer.is_elsewhere,
        took_ms,
        where,
        words=None if answer.outcome is Outcome.ANSWERED else answer.question.text,
    )


def opened(asker: Asker, entry: Entry, lang: str, where: Where) -> Noted:
    """What is noted where an entry was opened without a question."""
    return Noted(asker.person, asker.chat, lang, Outcome.ANSWERED, entry.id, 1.0, False, 0.0, where, None)


async def note(records: Records, noted: Noted, edited: int | None = None) -> int | None:
    """The number under which a question is noted; None where it can't be, which is no reason not to answer.

    edited: the number of the question that it replaces.
    """
    if edited is None:
        return await kept(records.questions.asked(noted), None)
    await kept(records.questions.again(edited, noted), None)
    return edited

"""How well conversations are followed: conversations, messages and what answers them in, figures out.

The rules by which follow-ups are known were made while looking at the conversations of one half of the entries
(questions.fold_of); the figures that count are those of the other half.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.answer import Answer, Outcome, Question
from index.evaluation import Figures, Judged, figures
from index.follow_up import follow_up
from index.message_parts import parts
from index.plain import plain
from index.questions import Asked, Conversation, Message, fold_of

UNSEEN = 1  # the half that nobody looked at
FAR = 1009  # how many questions away the one is that each tuning question is asked behind; prime

Ask = Callable[[Question], Answer]
AskEach = Callable[[Question], tuple[Answer, ...]]


@dataclass(frozen=True, slots=True)
class Followed:
    """Figures over conversations and messages; shares in [0, 1], of nothing 1."""

    follow_ups: Figures  # each read with the question before
    by_themselves: Figures  # the same messages without it
    stand_alone: int  # messages that owe nothing to the one before
    unbent: float  # share of those that get what they get alone, see is_unbent
    two: int  # messages with two questions
    both: float  # share of those that get both entries, in their order
    one: int  # messages that are one question, however long
    whole: float  # share of those that get one answer


def measure(
    conversations: Sequence[Conversation], messages: Sequence[Message], ask: Ask, ask_each: AskEach
) -> Followed:
    """Hold each conversation and send each message."""
    leaning = [one for one in conversations if one.leans]
    standing = [one for one in conversations if not one.leans]
    two = [message for message in messages if len(message.right) > 1]
    one = [message for message in messages if len(message.right) == 1]
    return Followed(
        follow_ups=figures([_judged(talk, _second(talk, ask)) for talk in leaning]),
        by_themselves=figures([_judged(talk, ask(Question(talk.second, talk.lang))) for talk in leaning]),
        stand_alone=len(standing),
        unbent=_share([is_unbent(_second(talk, ask), ask(Question(talk.second, talk.lang))) for talk in standing]),
        two=len(two),
        both=_share([_entries(ask_each(Question(message.text, message.lang))) == message.right for message in two]),
        one=len(one),
        whole=_share([len(ask_each(Question(message.text, message.lang))) == 1 for message in one]),
    )


def of_half(
    conversations: Sequence[Conversation], messages: Sequence[Message], fold: int
) -> tuple[list[Conversation], list[Message]]:
    """The conversations and messages of one half: by the entry that answers, the first of two."""
    return (
        [talk for talk in conversations if fold_of(talk.right, talk.second) == fold],
        [message for message in messages if fold_of(message.right[0], message.text) == fold],
    )


def share_unbent(asked: Sequence[Asked], ask: Ask) -> float:
    """The share of questions that get what they get alone when they are asked behind another one of the same language."""
    bent = 0
    for lang in {question.lang for question in asked}:
        mine = [question for question in asked if question.lang == lang]
        for at, question in enumerate(mine):
            before, alone = plain(mine[(at + FAR) % len(mine)].text), ask(Question(question.text, lang))
            if (
                not alone.outcome.shows_entry or follow_up(plain(question.text), before) is not None
            ):  # else it isn't looked at
                bent += not is_unbent(ask(Question(question.text, lang, before=before)), alone)
    return 1 - bent / max(1, len(asked))


def share_whole(asked: Sequence[Asked], ask_each: AskEach) -> float:
    """The share of questions that get one answer though they could be taken for two."""
    doubtful = [question for question in asked if len(parts(plain(question.text))) > 1]
    torn = sum(len(ask_each(Question(question.text, question.lang))) > 1 for question in doubtful)
    return 1 - torn / max(1, len(asked))


def is_unbent(behind: Answer, alone: Answer) -> bool:
    """Whether a question gets behind another one what it gets alone, or the likeliest of what it was near alone."""
    if alone.hits and not alone.outcome.shows_entry and behind.outcome is Outcome.LIKELY:
        return behind.hits[0].entry.id == alone.hits[0].entry.id
    return is_same(behind, alone)


def is_same(one: Answer, other: Answer) -> bool:
    """Whether two answers say the same, whatever the questions were."""
    return (one.outcome, one.off_topic, one.lang, one.hits) == (
        other.outcome, other.off_topic, other.lang, other.hits,
    )  # fmt: skip


def _second(talk: Conversation, ask: Ask) -> Answer:
    first = ask(Question(talk.first, talk.lang))
    return ask(Question(talk.second, talk.lang, before=first.understood))


def _judged(talk: Conversation, answer: Answer) -> Judged:
    ids = [hit.entry.id for hit in answer.hits]
    return Judged(
        asked=Asked(talk.second, talk.lang, "follow_up", talk.right),
        rank=ids.index(talk.right) + 1 if talk.right in ids else None,
        outcome=answer.outcome,
        confidence=answer.hits[0].confidence if answer.hits else 0.0,
        first=ids[0] if ids else None,
    )


def _entries(answers: Sequence[Answer]) -> tuple[str, ...]:
    return tuple(answer.hits[0].entry.id for answer in answers if answer.hits)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 1.0

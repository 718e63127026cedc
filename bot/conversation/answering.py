"""A question in, the turn that answers it out: it is asked of the folder, noted, and remembered for what comes next."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import assert_never

from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.compose import label, with_lines
from bot.conversation.handover import Handover
from bot.conversation.house import House
from bot.conversation.leaning import Leaning
from bot.conversation.memory import Memory, Piece
from bot.conversation.noting import note, noted_of
from bot.conversation.reply import Button, Reply, Told, Turn
from bot.conversation.room import NOTHING, Around, Room
from bot.fetching.addresses import addresses_in, without
from bot.records.failing import kept
from bot.records.people import Asker
from bot.records.questions import Where
from index.answer import OPTIONS, Answer, Outcome, Question
from index.plain import is_cut
from index.shown import shown
from index.snapshot import Snapshot

_ENDS = (".", "?", "!")  # of a sentence: what ends so doesn't go on in the next message
SHRUG = "🤷"  # what a question in a group gets that can't be answered outright: a reaction, no message


class Answering:
    """Answers it."""

    def __init__(
        self, house: House, memory: Memory, rooms: Mapping[str, Room], leaning: Leaning, handover: Handover
    ) -> None:
        self._house, self._retriever, self._say = house, house.retriever, house.wording.say
        self._memory, self._rooms, self._leaning, self._handover = memory, rooms, leaning, handover

    async def answered(
        self, asker: Asker, question: Question, where: Where, edited: int | None = None, around: Around = NOTHING
    ) -> Turn:
        """edited: the number of the question that it replaces."""
        question = replace(question, text=_without_links(question.text))
        before = await self._leaning.before(asker, question.lang, around) if edited is None else ""
        started = time.perf_counter()
        snapshot = self._retriever.snapshot
        answers = await self._retriever.ask_each(replace(question, before=before))
        if answers[-1].off_topic and edited is None and self._leaning.follows(asker, question.text, before):
            answers = (*answers[:-1], replace(answers[-1], off_topic=False))
        if edited is None and not asker.is_group and (joined := await self._leaning.joined(asker, question, answers)):
            answers, edited = joined
            question = answers[0].question
        took_ms = (time.perf_counter() - started) * 1000
        numbers = await self._noted(asker, answers, where, took_ms, edited)
        self._remember(asker, question.text, answers[-1], numbers[-1], is_changed=edited is not None)
        lines = await self._lines(asker, question.text, answers[-1])
        if asker.is_group and not all(answer.outcome is Outcome.ANSWERED for answer in answers):
            if lines:
                return Turn((Reply(lines),), asked=numbers[0])
            return Turn(reaction=SHRUG, whisper=self._house.composer.aside(answers[-1]), asked=numbers[0])
        turn = self._told(answers, numbers, snapshot, lines)
        if answers[-1].outcome is Outcome.UNKNOWN:
            self._memory.keep_to_hand(asker.person, asker.chat, question.text)  # who asks for a person next means this
            if not answers[-1].is_elsewhere:
                turn = self._handover.under(turn, asker, question.text, answers[-1].lang)
        return self._with_rest(turn, asker, answers[-1].rest, answers[-1].lang)

    async def also(self, asker: Asker, press: Press, lang: str, where: Where) -> Turn:
        """The answer to a question that stood beside another in one message."""
        rest = self._memory.rest_of(asker.person, asker.chat, press.number)
        if press.page >= len(rest):
            return Turn(toast=self._say("old_button", lang))
        return await self.answered(asker, Question(rest[press.page], lang), where)

    async def example(self, asker: Asker, number: int, lang: str, where: Where) -> Turn:
        """The answer to one of the questions to begin with."""
        examples = self._house.composer.introduction.examples(lang)
        if number >= len(examples):
            return Turn(toast=self._say("old_button", lang))
        return await self.answered(asker, Question(examples[number], lang), where)

    async def _noted(
        self, asker: Asker, answers: Sequence[Answer], where: Where, took_ms: float, edited: int | None
    ) -> list[int | None]:
        """The numbers under which they are noted; the first takes the place of the one that is edited."""
        numbers: list[int | None] = []
        for answer in answers:
            noted = noted_of(asker, answer, where, took_ms)
            self._house.noticed(noted)
            numbers.append(await note(self._house.records, noted, edited if not numbers else None))
        return numbers

    def _remember(self, asker: Asker, text: str, answer: Answer, number: int | None, *, is_changed: bool) -> None:
        """For what is said next. answer, number: of the last question in the text; is_changed: it was edited."""
        goes_on = answer.outcome is not Outcome.ANSWERED and not text.rstrip().endswith(_ENDS)
        piece = Piece(answer.question.text, number) if goes_on else None
        self._memory.keep_piece(asker.person, asker.chat, piece)
        if answer.outcome is not Outcome.UNKNOWN:
            self._memory.keep(
                asker.person,
                asker.chat,
                said=text,
                understood=answer.understood,
                number=number or 0,
                entry=answer.hits[0].entry.id if answer.outcome.shows_entry else "",
            )
        elif is_changed:  # what was shown for its words of before is no longer the answer to it
            self._memory.shown(asker.person, asker.chat, "")

    async def _lines(self, asker: Asker, text: str, answer: Answer) -> str:
        """HTML to say besides: what rooms have to say to the question, whatever its answer, and what wasn't read of it."""
        lines = [await kept(room.goes_with(answer), "") for room in self._rooms.values()]
        cut = self._say("message_cut", answer.lang) if is_cut(text) and not asker.is_group else ""
        return "\n\n".join(filter(None, [*lines, cut]))

    def _told(self, answers: Sequence[Answer], numbers: Sequence[int | None], snapshot: Snapshot, lines: str) -> Turn:
        composer = self._house.composer
        said = [composer.answer(answer, snapshot, number) for answer, number in zip(answers, numbers, strict=True)]
        doubts = [self._say("probably", answer.lang) for answer in answers]
        tells = tuple(map(_tells, answers, numbers, said, doubts))
        replies, lang = with_lines(tuple(chain.from_iterable(said)), lines), answers[-1].lang
        return Turn(replies, asked=numbers[0], tells=tells, lines=lines, lang=lang)

    def _with_rest(self, turn: Turn, asker: Asker, rest: Sequence[str], lang: str) -> Turn:
        """With a button for each question of the message that nothing was told of."""
        number = turn.asked
        if not rest or not turn.replies or number is None:
            return turn
        self._memory.keep_rest(asker.person, asker.chat, number, tuple(rest))
        return turn.offering(
            *(
                (
                    Button(
                        label(self._say("also_asked", lang, question=text)),
                        data_of(Press(Kind.ALSO, number=number, page=at)),
                    ),
                )
                for at, text in enumerate(rest)
            )
        )


def _without_links(text: str) -> str:
    """A question without the addresses in it; one that is nothing else stays as it is."""
    found = addresses_in(text)
    return (without(text, found) or text) if found else text


def _tells(answer: Answer, number: int | None, said: Sequence[Reply], doubt: str) -> Told:
    """What is told of an answer; said: the messages that tell it; doubt: what is said above one that is likely."""
    told = Told(answer.lang, number)
    match answer.outcome:
        case Outcome.ANSWERED:
            return replace(told, shown=(answer.hits[0].entry, shown(answer.hits[0])))
        case Outcome.LIKELY:
            first, *others = answer.hits[:OPTIONS]
            return replace(
                told,
                shown=(first.entry, shown(first)),
                doubt=doubt,
                offered=tuple((hit.entry, shown(hit)) for hit in others),
            )
        case Outcome.UNSURE:
            return replace(told, offered=tuple((hit.entry, shown(hit)) for hit in answer.hits[:OPTIONS]))
        case Outcome.UNKNOWN:
            return replace(told, reply=said[-1])
        case _:
            assert_never(answer.outcome)

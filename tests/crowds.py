"""`python -m tests.crowds` measures what crowds do to others, and what kills do to a crowd.

Taps on one card, inline queries that are typed in haste, and questions of which some are edited while the bot is killed.

The bot runs as a process of its own against the Bot API server of the tests, which refuses what breaks Telegram's limits.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from tests.agreement_world import local
from tests.bot_api import BotApi, Message, Person
from tests.bot_process import ROOT, BotProcess, MovedClock, free_port, replied, small_knowledge

TAPS, TAPPERS, TAPPED_S = 200, 25, 10.0
ACKNOWLEDGED_S, RIGHT_S = 1.0, 10.0  # what is promised: of each tap, and of the card after the last
TYPERS, TYPED_PER_S, TYPED_S = 20, 20.0, 15.0
ASKERS, ASKED_PER_S = 40, 3.0
OTHERS_S = 0.5  # what is promised: of 99 in a hundred answers to others
MARKS = ("✅", "❔", "❌")
QUESTION, OTHER_QUESTION = "Wie tekent de samenwerkingsovereenkomst?", "Waar melden we een doorlopende leerroute?"


async def taps(work: Path) -> bool:
    """Whether 200 taps of 25 people in ten seconds are all acknowledged in a second, and the card is right in ten."""
    clock = MovedClock(work / "clock", local(2026, 11, 24, 10))
    async with BotApi(enforces_limits=True) as telegram:
        bot = BotProcess(telegram, small_knowledge(work / "knowledge"), work / "var", clock=clock, LOG_LEVEL="INFO")
        await bot.start()
        people = [telegram.person(10 + at) for at in range(TAPPERS)]
        group = telegram.group(-1_000_000_000_500, people)
        people[0].says("/uitnodiging overleg, 3 december om half drie, 1 uur, mbo-locatie", in_=group)
        card = await replied(telegram, group, 1)
        people[0].presses("Overslaan", of=card)
        await telegram.until(lambda: "Klopt deze uitnodiging?" in card.text)
        people[0].presses("✅ Versturen", of=card)
        await replied(telegram, group, 2)
        await telegram.until(lambda: card.labels[0] == tuple(f"{mark} 0" for mark in MARKS), 30)
        await asyncio.sleep(60)  # in which what the card itself took of the group's minute is forgotten

        choices, presses, last = random.Random(13), [], dict[int, str]()
        asked = dict[int, Message]()
        loop = asyncio.get_running_loop()
        begun_s = loop.time()
        for at in range(TAPS):
            await asyncio.sleep(max(0.0, begun_s + at * TAPPED_S / TAPS - loop.time()))
            person = choices.choice(people)
            mark = choices.choice(MARKS)
            last[person.id] = mark
            button = next(one for one in card.buttons if one["text"].startswith(mark))
            presses.append(person.presses(button, of=card))
            if at in (TAPS // 4, TAPS // 2, 3 * TAPS // 4):
                asked[at] = person.says(f"/vraag {QUESTION}", in_=group)
        ended_s = loop.time()
        right = tuple(f"{mark} {sum(vote == mark for vote in last.values())}" for mark in MARKS)
        await telegram.until(lambda: card.labels[0] == right and all(press.is_answered for press in presses), 120)
        right_s = max(0.0, loop.time() - ended_s)
        answers = [await _answer_s(telegram, question) for question in asked.values()]
        edits = [call for call in telegram.calls("editMessageText") if call.at_s >= begun_s]
        waits = sorted((press.answered_s or 0.0) - press.at_s for press in presses)
        await bot.kill()
    late = sum(wait_s > ACKNOWLEDGED_S for wait_s in waits)
    print(f"{TAPS} taps of {TAPPERS} people in {TAPPED_S:g} s on one card of a group")
    print(f"  acknowledged: {len(waits)}, median {_ms(waits[len(waits) // 2])}, slowest {_ms(waits[-1])}; late: {late}")
    print(f"  the card is right {right_s:.1f} s after the last tap, by {len(edits)} changes")
    print(f"  answers to the group's questions meanwhile: {', '.join(map(_ms, answers))}")
    print(f"  limits broken: {dict(telegram.limits.broken) or 'none'}")
    return not late and right_s <= RIGHT_S


async def inline(work: Path) -> bool:
    """Whether others hardly notice twenty people who type twenty times a second after the bot's name."""
    async with BotApi() as telegram:
        bot = BotProcess(telegram, ROOT / "knowledge" / "content", work / "var", LOG_LEVEL="INFO")
        await bot.start()
        numbers = count(100)
        await _ask(telegram, [telegram.person(next(numbers))], 1.0)  # the first answer of a process is slower
        alone = await _ask(telegram, [telegram.person(next(numbers)) for _ in range(ASKERS)], ASKED_PER_S)
        typers = [telegram.person(10_000 + at) for at in range(TYPERS)]
        typing = asyncio.create_task(_type(typers))
        await asyncio.sleep(1.0)
        beside = await _ask(telegram, [telegram.person(next(numbers)) for _ in range(ASKERS)], ASKED_PER_S)
        await typing
        await asyncio.sleep(12.0)
        typed = list(telegram.inlines.values())
        answered = [(one.answered_s or 0.0) - one.at_s for one in typed if one.is_answered]
        lasts = [[one for one in typed if one.person is typer][-1] for typer in typers]
        await bot.kill()
    print(f"{TYPERS} people who type {TYPED_PER_S:g} times a second for {TYPED_S:g} s: {len(typed)} inline queries")
    print(f"  answered: {len(answered)}, slowest {_ms(max(answered, default=0.0))}")
    print(f"  what each typed last is answered to {sum(one.is_answered for one in lasts)} of {TYPERS}")
    print(f"  others, {len(alone)} questions without: {_percentiles(alone)}")
    print(f"  others, {len(beside)} questions meanwhile: {_percentiles(beside)}")
    print(f"  load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return _p99(beside) <= OTHERS_S


async def kills(work: Path, count_of_kills: int, *, has_webhook: bool) -> bool:
    """Whether everybody is answered, to what they wrote last, by a bot that is killed at any moment."""
    choices, asked, edited = random.Random(13), list[Message](), 0
    async with BotApi() as telegram:
        bot = BotProcess(telegram, small_knowledge(work / "knowledge"), work / "var", LOG_LEVEL="INFO")
        if has_webhook:
            with free_port() as port:
                bot.environment |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "PORT": str(port)}
        await bot.start()
        for _ in range(count_of_kills):
            for _ in range(4):
                await asyncio.sleep(choices.uniform(0, 0.3))
                person = telegram.person(1000 + len(asked))
                asked.append(person.says(QUESTION))
                if choices.random() < 1 / 3:
                    edited += 1
                    await asyncio.sleep(choices.uniform(0, 0.3))
                    person.edits(asked[-1], OTHER_QUESTION)
            await asyncio.sleep(choices.uniform(0, 0.3))
            await bot.kill()
            await bot.start()

        def is_answered(question: Message) -> bool:
            wanted = question.text
            return any(reply.text.startswith(wanted) for reply in question.chat.replies)

        with suppress(AssertionError):
            await telegram.until(lambda: all(map(is_answered, asked)), 60)
        lost = sum(not is_answered(question) for question in asked)
        more = sum(len(question.chat.replies) > 1 for question in asked)
        await bot.kill()
    way = "a webhook" if has_webhook else "polling"
    print(f"{count_of_kills} kills with {way}: {len(asked)} questions, of which {edited} were edited")
    print(f"  lost: {lost}; with more than one message: {more}")
    return not lost


async def _type(people: Sequence[Person]) -> None:
    loop, words = asyncio.get_running_loop(), QUESTION
    begun_s = loop.time()
    for at in range(int(TYPED_PER_S * TYPED_S)):
        await asyncio.sleep(max(0.0, begun_s + at / TYPED_PER_S - loop.time()))
        for person in people:
            person.asks_inline(words[: 4 + at % (len(words) - 4)])


async def _ask(telegram: BotApi, people: Sequence[Person], per_s: float) -> list[float]:
    """Seconds until each was answered, who ask one after another."""
    texts = [QUESTION] * len(people)
    asked = await telegram.load(texts, [at / per_s for at in range(len(people))], [one.id for one in people], 60)
    return [(one.answered_s or float("inf")) - one.question.at_s for one in asked]


async def _answer_s(telegram: BotApi, question: Message) -> float:
    def answered() -> Message | None:
        replies = (one for one in question.chat.replies if one.to is question)
        return next(replies, None)

    found = await telegram.until(answered, 60)
    return found.at_s - question.at_s


def _p99(waits: Sequence[float]) -> float:
    return statistics.quantiles(waits, n=100, method="inclusive")[98] if len(waits) > 1 else waits[0]


def _percentiles(waits: Sequence[float]) -> str:
    return f"median {_ms(statistics.median(waits))}, p99 {_ms(_p99(waits))}"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


MEASURES: dict[str, Callable[[Path, int], Awaitable[bool]]] = {
    "taps": lambda work, _: taps(work),
    "inline": lambda work, _: inline(work),
    "kills": lambda work, count_of_kills: kills(work, count_of_kills, has_webhook=False),
    "kills-webhook": lambda work, count_of_kills: kills(work, count_of_kills, has_webhook=True),
}


def main() -> int:
    """0: what is promised was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.crowds", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("which", nargs="*", choices=[*MEASURES, []], help=f"{', '.join(MEASURES)} (all)")
    parser.add_argument("--kills", type=int, default=300, help="how often the bot is killed each way (300)")
    options, is_kept = parser.parse_args(), True
    for name in options.which or MEASURES:
        with tempfile.TemporaryDirectory() as work:
            is_kept = asyncio.run(MEASURES[name](Path(work), options.kills)) and is_kept
    return int(not is_kept)


if __name__ == "__main__":
    sys.exit(main())

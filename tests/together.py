"""`python -m tests.together`: three processes on one PostgreSQL server, killed and started at random while people ask.

The server is begun anew once, and away once for half a minute. What is counted: questions that nobody answered, those that
were answered more than once, and people who were told in another order than they asked.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
from contextlib import suppress
from itertools import count, groupby
from pathlib import Path

from bot.bench_many import Balancer
from tests.bot_api import BotApi, Message, Person
from tests.bot_process import BotProcess, free_port, small_knowledge
from tests.postgres import Own, own_server

PROCESSES, AWAY_S = 3, 30.0
PEOPLE = 300  # who ask in turn
TURNS = ("Wie tekent de samenwerkingsovereenkomst?", "Waar melden we een doorlopende leerroute?")  # so that order shows


class Trial:
    """What is asked meanwhile, and what becomes of it."""

    def __init__(self, telegram: BotApi, bots: list[BotProcess], server: Own, *, per_s: float, seconds: float) -> None:
        self._telegram, self._bots, self._server = telegram, bots, server
        self._per_s, self._seconds = per_s, seconds
        self._choices = random.Random(13)
        self._people = [telegram.person(1000 + at) for at in range(PEOPLE)]
        self._asked: dict[int, list[Message]] = {person.id: [] for person in self._people}
        self.kills = 0

    async def run(self) -> None:
        """Ask, kill and take away; then let everything come to rest."""
        killing, away = asyncio.create_task(self._kill()), asyncio.create_task(self._take_away())
        await self._ask()
        killing.cancel()
        await asyncio.wait([killing, away])
        for bot in self._bots:
            with suppress(AssertionError):
                await bot.kill()
            await bot.launch()
        with suppress(AssertionError):
            await self._telegram.until(lambda: not self.lost, 180)
        for bot in self._bots:
            await bot.kill()

    @property
    def count(self) -> int:
        return sum(map(len, self._asked.values()))

    @property
    def lost(self) -> int:
        """Questions without an answer."""
        return sum(
            max(0, sum(one.text == text for one in self._asked[person.id]) - _told(person).count(text))
            for person in self._people
            for text in TURNS
        )

    @property
    def doubled(self) -> int:
        """Answers beyond one a question."""
        return sum(len(_told(person)) for person in self._people) - self.count + self.lost

    @property
    def swapped(self) -> int:
        """People who were told in another order; an answer that came twice stands beside itself."""
        orders = (
            ([one.text for one in self._asked[person.id]], [text for text, _ in groupby(_told(person))])
            for person in self._people
        )
        return sum(asked[: len(told)] != told for asked, told in orders)

    @property
    def waits_s(self) -> list[float]:
        """How long each waited of whom every question was answered once."""
        return [
            answer.at_s - question.at_s
            for person in self._people
            if len(_answers(person)) == len(self._asked[person.id])
            for question, answer in zip(self._asked[person.id], _answers(person), strict=True)
        ]

    async def _ask(self) -> None:
        loop = asyncio.get_running_loop()
        begun_s = loop.time()
        for at in count():
            await asyncio.sleep(max(0.0, begun_s + at / self._per_s - loop.time()))
            if loop.time() - begun_s > self._seconds:
                return
            person = self._people[at % PEOPLE]
            self._asked[person.id].append(person.says(TURNS[at // PEOPLE % len(TURNS)]))

    async def _kill(self) -> None:
        while True:
            await asyncio.sleep(self._choices.uniform(3, 8))
            bot = self._choices.choice(self._bots)
            with suppress(AssertionError):
                await bot.kill()
            self.kills += 1
            await asyncio.sleep(self._choices.uniform(0, 2))
            await bot.launch()

    async def _take_away(self) -> None:
        await asyncio.sleep(self._seconds / 3)
        await asyncio.to_thread(self._server.stop)
        await asyncio.to_thread(self._server.start)
        await asyncio.sleep(self._seconds / 3)
        await asyncio.to_thread(self._server.stop)
        await asyncio.sleep(AWAY_S)
        await asyncio.to_thread(self._server.start)


def _answers(person: Person) -> list[Message]:
    return [one for one in person.replies if one.text.startswith(TURNS)]


def _told(person: Person) -> list[str]:
    """Of each answer, the question that it is to."""
    return [next(text for text in TURNS if one.text.startswith(text)) for one in _answers(person)]


async def together(work: Path, minutes: float, per_s: float) -> bool:
    """Whether everybody was answered, in their order."""
    balancer = Balancer()
    async with BotApi() as telegram, balancer.open() as address:
        with own_server() as server:
            bots = []
            for at in range(PROCESSES):
                with free_port() as port:
                    own = {"DATABASE_URL": server.url, "DATA_KEY": "of three processes together", "PORT": str(port)}
                own |= {"WEBHOOK_URL": address, "LOG_LEVEL": "INFO"}
                bots.append(BotProcess(telegram, small_knowledge(work / f"knowledge{at}"), work / f"var{at}", **own))
                balancer.ports.append(port)
                await bots[-1].start()
            trial = Trial(telegram, bots, server, per_s=per_s, seconds=60 * minutes)
            await trial.run()
    waits_s = trial.waits_s
    print(f"{PROCESSES} processes, {minutes:g} minutes, {per_s:g} questions a second, {trial.kills} kills")
    print(
        f"  {trial.count} questions; lost: {trial.lost}; doubled: {trial.doubled}; out of order: {trial.swapped} people"
    )
    if len(waits_s) > 1:
        p99_s = statistics.quantiles(waits_s, n=100, method="inclusive")[98]
        print(f"  of {len(waits_s)}: median {statistics.median(waits_s) * 1000:.0f} ms, p99 {p99_s:.1f} s")
    return not trial.lost and not trial.swapped


def main() -> int:
    """0: nobody was left without an answer, or told in another order."""
    parser = argparse.ArgumentParser(prog="python -m tests.together", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10, help="that people ask (10)")
    parser.add_argument("--rate", type=float, default=30, help="questions a second (30)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        return int(not asyncio.run(together(Path(work), options.minutes, options.rate)))


if __name__ == "__main__":
    sys.exit(main())

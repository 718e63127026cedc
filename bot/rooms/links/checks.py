"""Addresses that are shared or cited in, one asked at a time whether it still answers, and what it said kept."""

import logging
from datetime import datetime, timedelta

from yarl import URL

from bot.conversation.house import House
from bot.fetching.fetcher import Answering
from bot.rooms.links.records import LinkRecords

logger = logging.getLogger(__name__)

FIRST = timedelta(minutes=10)  # after the start: a bot that is restarted time and again bothers nobody
PAUSE = timedelta(seconds=10)  # between two addresses, whosever they are
REST = timedelta(hours=1)  # where the bot itself seems to be cut off
PROBES = 3  # other hosts that are asked before that is believed


class LinkChecks:
    """Looks weekly at every address, daily at those that did not answer."""

    def __init__(self, house: House) -> None:
        self._house, self._records = house, house.records.shelf(LinkRecords)
        self._next: datetime | None = None  # before which nothing is asked; None: not woken yet
        self._aside: set[str] = set()  # silent while nothing else was known to answer: the bot may be cut off

    async def step(self, now: datetime) -> None:
        """Ask one address, if one is due."""
        self._next = self._next or now + FIRST
        if now < self._next:
            return
        self._next = now + PAUSE
        urls = self._urls()
        url = self._records.due([url for url in urls if url not in self._aside], now)
        if url:
            await self._ask(url, now)
        elif self._aside:
            self._rest(now)
        else:
            await self._records.keep_checks(urls)

    async def _ask(self, url: str, now: datetime) -> None:
        said = await self._house.fetcher.answers(url)
        others = await self._others(url) if said is Answering.SILENT else None
        if others is Answering.SILENT:
            self._rest(now)
        elif others is Answering.UNASKED:
            self._aside.add(url)
        else:
            self._aside.clear()
            await self._records.checked(url, is_answering=said in (Answering.YES, Answering.UNASKED))

    def _rest(self, now: datetime) -> None:
        logger.warning("no address answers; looking again in an hour")
        self._next = now + REST
        self._aside.clear()

    def _urls(self) -> tuple[str, ...]:
        """Every address there is to look at."""
        shared = [link.url for link in self._records.kept]
        cited = [source.url for entry in self._house.retriever.snapshot.reading.entries for source in entry.sources]
        return tuple(dict.fromkeys([*shared, *cited]))

    async def _others(self, url: str) -> Answering:
        """Whether other hosts answer that did before: YES, SILENT, or UNASKED where there are none."""
        hosts = {URL(url).host}
        said = Answering.UNASKED
        for other in self._records.answering():
            host = URL(other).host
            if host in hosts or len(hosts) > PROBES:
                continue
            hosts.add(host)
            if await self._house.fetcher.answers(other) is not Answering.SILENT:
                return Answering.YES
            said = Answering.SILENT
        return said

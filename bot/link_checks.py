"""Addresses that are shared or cited in, one asked at a time whether it still answers, and what it said kept."""

import logging
from datetime import datetime, timedelta

from yarl import URL

from bot.fetching import Answering
from bot.house import House

logger = logging.getLogger(__name__)

PAUSE = timedelta(seconds=10)  # between two addresses, whosever they are
REST = timedelta(hours=1)  # where the bot itself seems to be cut off
PROBES = 3  # other hosts that are asked before that is believed


class LinkChecks:
    """Looks weekly at every address, daily at those that did not answer."""

    def __init__(self, house: House) -> None:
        self._house, self._records = house, house.records.links
        self._next: datetime | None = None  # before which nothing is asked

    async def step(self, now: datetime) -> None:
        """Ask one address, if one is due."""
        if self._next and now < self._next:
            return
        self._next = now + PAUSE
        urls = self._urls()
        url = self._records.due(urls, now)
        if url is None:
            await self._records.keep_checks(urls)
            return
        said = await self._house.fetcher.answers(url)
        if said is Answering.SILENT and not await self._is_online(url):
            logger.warning("no address answers; looking again in an hour")
            self._next = now + REST
            return
        await self._records.checked(url, is_answering=said in (Answering.YES, Answering.UNASKED))

    def _urls(self) -> tuple[str, ...]:
        """Every address there is to look at."""
        shared = [link.url for link in self._records.kept]
        cited = [source.url for entry in self._house.retriever.snapshot.reading.entries for source in entry.sources]
        return tuple(dict.fromkeys([*shared, *cited]))

    async def _is_online(self, url: str) -> bool:
        """Whether any other host answers that did before; taken for granted where there is none."""
        hosts = {URL(url).host}
        asked = 0
        for other in self._records.answering():
            host = URL(other).host
            if host in hosts or asked == PROBES:
                continue
            hosts.add(host)
            asked += 1
            if await self._house.fetcher.answers(other) is not Answering.SILENT:
                return True
        return asked == 0

"""One request to addresses that were checked in, what is answered out; the only file here that imports aiohttp.

It is imported with the first page that is read: a start without it is a third of a second shorter.
"""

import socket
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

AGENT = (
    "Verbinder (a chat bot; reads the titles of pages that people share, and looks weekly whether they still answer)"
)

Answered = ClientResponse
Dial = Callable[[str, int], tuple[str, int]]  # where to connect to, for an address and port that are allowed


class NotOfTheWebError(OSError):
    """A host answers in no way of the web, or ends what it began."""


@asynccontextmanager
async def asked(
    method: str, url: URL, addresses: Sequence[str], dial: Dial, limit_s: float, trust: ssl.SSLContext | bool
) -> AsyncIterator[Answered]:
    """What is answered, its text not read yet.

    It connects to these addresses, and knows no cookies, passwords, proxies or other names. Raises TimeoutError, OSError
    and ValueError, of whatever aiohttp does meanwhile as well.
    """
    connector = TCPConnector(
        resolver=_Pinned(addresses, dial), use_dns_cache=False, force_close=True, limit=1, ssl=trust
    )
    session = ClientSession(
        connector=connector,
        cookie_jar=DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,  # by the caller, and no further than it likes
        timeout=ClientTimeout(total=limit_s),
        headers={"User-Agent": AGENT, "Accept": "text/html", "Accept-Encoding": "identity"},
    )
    try:
        async with session, session.request(method, url, allow_redirects=False) as response:
            yield response
    except (TimeoutError, ValueError):  # some are errors of aiohttp as well
        raise
    except ClientError as error:
        raise NotOfTheWebError(type(error).__name__) from error


class _Pinned(AbstractResolver):
    """Gives the addresses that were checked, whatever a name server says by now."""

    def __init__(self, addresses: Sequence[str], dial: Dial) -> None:
        self._addresses, self._dial = addresses, dial

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        dialled = [self._dial(address, port) for address in self._addresses]
        return [
            ResolveResult(hostname=host, host=where, port=at, family=family, proto=0, flags=socket.AI_NUMERICHOST)
            for where, at in dialled
        ]

    async def close(self) -> None:
        pass

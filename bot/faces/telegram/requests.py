"""Requests to Telegram over aiohttp, on the library's own interface; whoever listens hears that Telegram has answered.

The library's own client costs several times the processor time, and that is what one core's answers a second hang on.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_S = 10.0  # to reach Telegram at all, or for a connection to come free


class Request(BaseRequest):
    """Keeps connections open and asks over them."""

    def __init__(
        self, on_answer: Callable[[datetime | None], None], *, connections: int, read_timeout_s: float
    ) -> None:
        """on_answer is told when each answer was given, whatever it says; None: it isn't dated.

        connections are open at once, more requests wait.
        """
        self._on_answer = on_answer
        self._connections = connections
        self._read_timeout_s = read_timeout_s
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds that Telegram may take to answer."""
        return self._read_timeout_s

    async def initialize(self) -> None:
        """Nothing is connected before the first request."""
        self._proxies = getproxies()  # read once: aiohttp's own trust_env reads files at each request
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close what is open."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """(status, body). Raises TimedOut and NetworkError, whose messages don't hold the url: the token is in it."""
        if self._session is None:
            raise RuntimeError("this request is not initialised")
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_given(pool_timeout, CONNECT_S),
            sock_connect=_given(connect_timeout, CONNECT_S),
            sock_read=_given(read_timeout, self._read_timeout_s),
        )
        try:
            asked = self._session.request(
                method, url, data=_body(request_data), timeout=timeout, proxy=self._proxy(url)
            )
            async with asked as response:
                answer = response.status, await response.read()
                dated = _date(response.headers.get("Date", ""))
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None
        self._on_answer(dated)
        return answer

    def _proxy(self, url: str) -> str | None:
        """The proxy that the host prescribes; None where there is none."""
        if not self._proxies:
            return None
        parts = urlsplit(url)
        return None if proxy_bypass(parts.hostname or "") else self._proxies.get(parts.scheme)


def _date(header: str) -> datetime | None:
    """What the header says (RFC 9110, 5.6.7); None where that is no date."""
    try:
        return parsedate_to_datetime(header).replace(tzinfo=UTC)  # it is always in GMT
    except ValueError:
        return None


def _given(value: Any, otherwise: float) -> float | None:
    """None: wait for ever."""
    if value is BaseRequest.DEFAULT_NONE:
        return otherwise
    return None if value is None else float(value)


def _body(data: RequestData | None) -> aiohttp.FormData | None:
    """The parameters as a form; with files, in parts."""
    if data is None:
        return None
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form

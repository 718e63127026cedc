"""A name server and a web server on loopback that stands for every host, for tests of what fetches pages."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from bot.fetching.fetcher import Fetcher

PUBLIC = "93.184.216.34"

_seen: list[tuple[str, Any]] = []  # what was connected to or looked up, while a test watches
_watching: list[bool] = []


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if not _watching:
        return
    if event == "socket.connect" and isinstance(
        args[1], tuple
    ):  # a path, not an address, where it is within this machine
        _seen.append((event, args[1][0]))
    elif event == "socket.getaddrinfo":
        _seen.append((event, args[0]))


sys.addaudithook(_audit)


def html(title: str, head: str = "") -> bytes:
    return f"<html><head>{head}<title>{title}</title></head><body>x</body></html>".encode()


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def page(title: str, head: str = "", **headers: str) -> bytes:
    return answer(html(title, head), **{"Content_Type": "text/html; charset=utf-8", **headers})


def moved(to: str, status: str = "302 Found") -> bytes:
    return answer(status=status, Location=to)


class Web:
    """A name server, and one server that stands for all hosts."""

    def __init__(self) -> None:
        self.addresses: dict[str, Sequence[str]] = {"page.example": [PUBLIC]}
        self.pages: dict[str, bytes] = {}  # by path
        self.looked_up: list[str] = []
        self.dialled: list[tuple[str, int]] = []
        self.requests: list[str] = []
        self.drip_s = 0.0  # between two bytes
        self.port = 0

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        if host not in self.addresses:
            raise OSError("no such name")
        return self.addresses[host]

    def dial(self, address: str, port: int) -> tuple[str, int]:
        self.dialled.append((address, port))
        return "127.0.0.1", self.port

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.requests.append(request)
            method, path, _ = request.split(" ", 2)
            body = self.pages.get(f"{method} {path}") or self.pages.get(path) or answer(status="404 Not Found")
            if method == "HEAD":
                body = body.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            for at in range(0, len(body), 1 if self.drip_s else len(body)):
                writer.write(body[at : at + 1] if self.drip_s else body)
                await writer.drain()
                await asyncio.sleep(self.drip_s)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def fetcher(self, **options: Any) -> Fetcher:
        return Fetcher(self.resolve, self.dial, **{"pause_s": 0.0, **options})


@asynccontextmanager
async def loopback_web() -> AsyncIterator[Web]:
    """Fails where anything but loopback was connected to, or any name was looked up outside the fake."""
    made = Web()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    _seen.clear()
    _watching.append(True)
    try:
        yield made
    finally:
        _watching.clear()
        server.close()
        await server.wait_closed()
    beyond = [(event, host) for event, host in _seen if host != "127.0.0.1"]
    assert beyond == []

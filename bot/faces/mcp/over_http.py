"""The protocol over HTTP: a request at the door in, the SDK's own answer out; nothing is remembered between two of them."""

import asyncio
import math
from http import HTTPStatus
from typing import Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from bot.faces.mcp.tools import server
from bot.faces.web.face import Desk, WebFace
from bot.faces.web.handlers import JSON, SiteHandler


class Bridge:
    """Hands requests to the SDK, which speaks ASGI."""

    def __init__(self) -> None:
        self._running: dict[str, tuple[Desk, StreamableHTTPSessionManager]] = {}  # by the address of the site
        self._tasks: set[asyncio.Task[None]] = set()

    async def manager(self, desk: Desk, base: str) -> StreamableHTTPSessionManager:
        """The one for a site that is seen under that address."""
        known = self._running.get(base)
        if known is None or known[0] is not desk:
            made = StreamableHTTPSessionManager(server(desk.site.house, base), json_response=True, stateless=True)
            begun = asyncio.Event()
            task = asyncio.create_task(_run(made, begun))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await begun.wait()
            self._running[base] = known = desk, made
        return known[1]


async def _run(manager: StreamableHTTPSessionManager, begun: asyncio.Event) -> None:
    """Its tasks end in the task in which they began."""
    async with manager.run():
        begun.set()
        await asyncio.Event().wait()


class McpHandler(SiteHandler):
    """/mcp"""

    def initialize(self, face: WebFace, bridge: Bridge | None = None) -> None:
        super().initialize(face)
        self._bridge = bridge or Bridge()

    async def post(self) -> None:
        desk = self._desk()
        visitors = self._face.visitors
        address = visitors.address_of(self.request.remote_ip or "", self.request.headers)
        if wait_s := math.ceil(visitors.wait_of_address_s(address)):
            self.set_header("Retry-After", str(wait_s))
            self.send_error(HTTPStatus.TOO_MANY_REQUESTS)
            return
        self._sent()  # refuses what is too long
        manager = await self._bridge.manager(desk, self._base())
        await manager.handle_request(self._scope(), self._receive, self._answer)

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", JSON)
        self.finish(f'{{"error": "{HTTPStatus(status_code).phrase.lower()}"}}')

    def _scope(self) -> dict[str, Any]:
        """The request as ASGI has it."""
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.request.headers.get_all()
        ]
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self.request.method,
            "scheme": self.request.protocol,
            "path": self.request.path,
            "raw_path": self.request.path.encode("latin-1"),
            "query_string": b"",
            "root_path": "",
            "headers": headers,
            "client": None,
            "server": None,
        }

    async def _receive(self) -> dict[str, Any]:
        body, self._body = bytes(self._body), bytearray()
        return {"type": "http.request", "body": body, "more_body": False}

    async def _answer(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.set_status(message["status"])
            for name, value in message["headers"]:
                if name.lower() not in (b"content-length", b"transfer-encoding"):
                    self.set_header(name.decode("latin-1"), value.decode("latin-1"))
        else:
            self.write(message.get("body", b""))


def routes(face: WebFace) -> list[Any]:
    """What assistants are answered, for the door."""
    return [(r"/mcp", McpHandler, {"face": face, "bridge": Bridge()})]

"""The protocol over HTTP: a request at the door in, the SDK's own answer out; nothing is remembered between two of them."""

import asyncio
import json
import math
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import INTERNAL_ERROR, INVALID_REQUEST

from bot.faces.mcp.tools import server
from bot.faces.quoting import MOST_CHARS
from bot.faces.web.face import WebFace
from bot.faces.web.handlers import JSON
from bot.faces.web.other_sites import OpenHandler

ESCAPED_BYTES = 12  # that a character takes in JSON at most, as in \ud83d\ude42
MESSAGE_BYTES = 2 * MOST_CHARS * ESCAPED_BYTES + 16_000  # a question, the one before it, and what stands around these


class McpHandler(OpenHandler):
    """/mcp"""

    asked_by = "POST"
    with_headers = "Content-Type, Last-Event-ID, Mcp-Method, Mcp-Name, Mcp-Protocol-Version, Mcp-Session-Id"

    def initialize(self, face: WebFace) -> None:
        super().initialize(face)
        self._is_received = False  # whether the SDK has the body
        self._gone = asyncio.Event()  # set when nobody waits for the answer any more

    def data_received(self, chunk: bytes) -> None:
        """What is too long is read to its end and forgotten."""
        if len(self._body) <= MESSAGE_BYTES:
            self._body += chunk

    def on_connection_close(self) -> None:
        """The SDK is told by `_receive`."""
        self._gone.set()
        super().on_connection_close()

    async def post(self) -> None:
        if refusal := self._refusal():
            self._refuse(*refusal)
            return
        # One for each request, so that nothing outlives it: under which address the site is seen may differ each time.
        made = server(self._desk().site.house, self._base())
        manager = StreamableHTTPSessionManager(made, json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(self._scope(), self._receive, self._answer)

    def _refusal(self) -> tuple[HTTPStatus, str] | None:
        """Why nobody looks at the message: a status and a sentence; None where somebody does."""
        origin = self.request.headers.get("Origin", "")
        if origin and not self._may_ask(origin):
            said = f"Origin is {origin[:200]!r}, whose pages may not ask here; the setting CORS names those that may"
            return HTTPStatus.FORBIDDEN, said
        if self._face.desk is None:
            self.set_header("Retry-After", "30")
            return HTTPStatus.SERVICE_UNAVAILABLE, "the texts are still being read; try again in half a minute"
        if wait_s := math.ceil(self._face.visitors.wait_of_address_s(self._address())):
            self.set_header("Retry-After", str(wait_s))
            return HTTPStatus.TOO_MANY_REQUESTS, f"too much comes from this address; try again in {wait_s} seconds"
        if len(self._body) > MESSAGE_BYTES:
            said = f"the message is too long; at most {MESSAGE_BYTES} bytes are read"
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said
        return None

    def write_error(self, status_code: int, **_: Any) -> None:
        self.allow()
        self.tell_methods(status_code)
        self._refuse(HTTPStatus(status_code), HTTPStatus(status_code).phrase.lower())

    def _refuse(self, status: HTTPStatus, said: str) -> None:
        """As the protocol has errors of which nobody looked at what they answer."""
        code = INTERNAL_ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else INVALID_REQUEST
        self.set_status(status)
        self.set_header("Content-Type", JSON)
        self.finish(json.dumps({"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": said}}))

    def _may_ask(self, origin: str) -> bool:
        """Whether pages of that site may ask: our own, and those that CORS names.

        Without WEB_URL a name doesn't tell which site is ours: whoever has a name can have it lead here (DNS rebinding).
        """
        settings = self._face.settings
        if "*" in settings.cors or origin in settings.cors:
            return True
        if settings.web_url:
            return origin == settings.web_url.lower()
        return origin == self._base() and _leads_nowhere_else(origin)

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
        """The body, and after it that somebody has gone, once they have: the SDK asks on and on until it hears so."""
        if self._is_received:
            await self._gone.wait()
            return {"type": "http.disconnect"}
        self._is_received = True
        return {"type": "http.request", "body": bytes(self._body), "more_body": False}

    async def _answer(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.set_status(message["status"])
            for name, value in message["headers"]:
                if name.lower() not in (b"content-length", b"transfer-encoding"):
                    self.set_header(name.decode("latin-1"), value.decode("latin-1"))
        else:
            self.write(message.get("body", b""))


def _leads_nowhere_else(origin: str) -> bool:
    """Whether the host in an address is no name that somebody else may have."""
    try:
        host = urlsplit(origin).hostname or ""
        return host == "localhost" or bool(ip_address(host))
    except ValueError:
        return False


def routes(face: WebFace) -> list[Any]:
    """What assistants are answered, for the door."""
    return [(r"/mcp", McpHandler, {"face": face})]

"""Lines that are no messages of the protocol in, the errors that are owed to them out: the SDK leaves who sent them waiting."""

import json
from types import TracebackType
from typing import Any, Self

from mcp.shared.message import SessionMessage
from mcp_types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError
from pydantic import ValidationError

NO_JSON = "this line is no JSON in UTF-8; send one message a line, with each half of \\ud83d\\ude42 beside its other"
NO_MESSAGE = "this is no request, notification or response of JSON-RPC 2.0; send one a line, and no batch"


class Answering:
    """What comes in, less what is no message, which is answered on the way: a stream as the SDK reads it."""

    def __init__(self, incoming: Any, outgoing: Any) -> None:
        """incoming and outgoing: the SDK's own streams, of messages and of what is wrong with a line."""
        self._incoming, self._outgoing = incoming, outgoing

    @property
    def last_context(self) -> Any:
        """In which context the message that came last was read."""
        return self._incoming.last_context

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        async for item in self._incoming:
            if not isinstance(item, ValidationError):
                return item  # type: ignore[no-any-return]
            if (owed := owed_to(item)) is not None:
                await self._outgoing.send(SessionMessage(owed))
        raise StopAsyncIteration

    async def receive(self) -> SessionMessage | Exception:
        """The next message. Raises StopAsyncIteration where none comes any more."""
        return await anext(self)

    async def aclose(self) -> None:
        await self._incoming.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def owed_to(wrong: ValidationError) -> JSONRPCError | None:
    """The error to send for a line, with the id of the request where it can be read; None for an empty line."""
    faults = wrong.errors(include_url=False)
    if faults[0]["type"] != "json_invalid":
        told = next((fault["input"] for fault in faults if isinstance(fault["input"], dict)), None)
        return _error(told, INVALID_REQUEST, NO_MESSAGE)
    line = faults[0]["input"]
    return _error(_as_far_as_it_goes(line), PARSE_ERROR, NO_JSON) if line.strip() else None


def _as_far_as_it_goes(line: str) -> Any:
    """What a line says to a parser that takes more than the protocol does, such as half a character; None: nothing."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _error(told: Any, code: int, said: str) -> JSONRPCError:
    return JSONRPCError(jsonrpc="2.0", id=_id_of(told), error=ErrorData(code=code, message=said))


def _id_of(told: Any) -> int | str | None:
    """The id of a request that can't be read otherwise; None where it has none that can be sent back."""
    found = told.get("id") if isinstance(told, dict) else None
    match found:
        case bool():
            return None
        case int():
            return found
        case str() if found.isprintable():  # half a character isn't, and can't be sent
            return found
        case _:
            return None

"""Requests to Telegram that tell whoever listens that Telegram has answered: what /health wants to know of polling."""

from collections.abc import Callable
from typing import Any

from telegram.request import HTTPXRequest


class HeardRequest(HTTPXRequest):
    """Calls on_answer after each answer, whatever it says."""

    def __init__(self, on_answer: Callable[[], None], **options: Any) -> None:
        super().__init__(**options)
        self._on_answer = on_answer

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """As the library's own does."""
        answer = await super().do_request(*args, **options)
        self._on_answer()
        return answer

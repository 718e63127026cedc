"""The bot's door to the web: /health, /metrics, and the webhook through which Telegram brings updates."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.metrics import Metrics
from bot.settings import Settings

Take = Callable[[dict[str, Any]], Awaitable[None]]
Probe = Callable[[], Awaitable[object]]  # raises where the thing doesn't work


class WebError(Exception):
    """The port can't be bound; the message says what to do."""


class Health:
    """The links of the chain from Telegram to an answer."""

    def loaded(self, entries: int) -> None:
        """The index serves that many entries."""
        raise NotImplementedError

    def opened(self, database: Probe) -> None:
        """The records are open; database writes to them."""
        raise NotImplementedError

    def connected(self, telegram: Probe) -> None:
        """The bot may ask Telegram; telegram does so, and is used when nothing was heard for a minute."""
        raise NotImplementedError

    def reached(self) -> None:
        """Telegram has answered just now."""
        raise NotImplementedError


class Web:
    """Serves as long as it is started; one server for polling and webhook alike."""

    def __init__(self, settings: Settings, health: Health, metrics: Metrics, take: Take | None = None) -> None:
        """take: keeps an update and returns when it is safe; None: no webhook."""
        raise NotImplementedError

    async def start(self) -> None:
        """Bind settings.port. Raises WebError."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Take nothing more, and let requests in hand end."""
        raise NotImplementedError

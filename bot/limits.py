"""How fast the bot may send and how fast a person may ask: requests wait for their turn, and out of trouble."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from telegram.ext import AIORateLimiter

from bot.faults import Fault

GIVE_UP_S = 3600.0  # after trying this long a request fails with its last error


class Stopped(Exception):
    """The bot is shutting down and waits no longer; the request was not answered, so its update stays in the inbox."""


class PatientLimiter(AIORateLimiter):
    """Holds requests back to what Telegram takes, and tries them again until they are through."""

    def __init__(
        self,
        *,
        stop: asyncio.Event,
        on_fault: Callable[[Fault], None] = lambda fault: None,
        on_success: Callable[[], None] = lambda: None,
        give_up_s: float = GIVE_UP_S,
    ) -> None:
        """stop: set at shutdown; on_success: called whenever Telegram has answered, with yes or with no."""
        raise NotImplementedError


class Pace(StrEnum):
    """How to treat a message, by how many the person sent in the last minute."""

    FINE = "fine"  # at once
    TELL = "tell"  # it is the first that is too many: say so, once, and handle it after the wait
    SLOW = "slow"  # handle it after the wait


@dataclass(frozen=True, slots=True)
class Weight:
    """What one message of a person weighs."""

    pace: Pace
    wait_s: float = 0.0  # seconds until it may be handled; 0 where the pace is fine


class Flood:
    """Slows down whoever sends more than 20 messages a minute."""

    def weigh(self, person: str, now_s: float) -> Weight:
        """Count a message; now_s of a clock that never goes back."""
        raise NotImplementedError

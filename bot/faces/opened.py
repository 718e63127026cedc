"""What every face is opened with: settings, keys, records, figures; opened before the faces and closed after them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.conversation.menus import Commands
from bot.conversation.wording import Wording
from bot.faces.ending import Ending
from bot.faces.web.door import Health
from bot.faces.web.metrics import Metrics
from bot.fetching.fetcher import Fetcher
from bot.records.people import Keys
from bot.records.records import Records
from bot.settings import Settings
from bot.when import clock as clocks
from bot.when.witness import Witness

WAKE_S = 20  # until a room is woken again to say what is due


class RefusedError(Exception):
    """Somebody whom a face needs refuses it for good; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened."""

    settings: Settings
    keys: Keys
    records: Records
    metrics: Metrics
    health: Health
    wording: Wording
    commands: Commands
    ending: Ending  # set when the process is told to end
    stop: asyncio.Event  # set when nothing may wait any longer
    clock: Callable[[], datetime] = clocks.now  # with its zone
    wake_s: float = WAKE_S
    fetcher: Fetcher = field(default_factory=Fetcher)
    witness: Witness = field(default_factory=Witness)  # of the time, besides the clock

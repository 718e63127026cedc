"""Something asked of the records in, what they give out; records that fail are no reason not to answer."""

import logging
from collections.abc import Awaitable
from typing import TypeVar

from bot.records.database import RecordsError

logger = logging.getLogger(__name__)

Kept = TypeVar("Kept")


async def kept(deed: Awaitable[Kept], otherwise: Kept) -> Kept:
    """What the records give; otherwise, where they fail, which the log is told."""
    try:
        return await deed
    except RecordsError as error:
        logger.error("records: %s", error)
        return otherwise

"""Waiting for what another task or process does."""

import asyncio
import time
from collections.abc import Callable


async def until(is_so: Callable[[], bool], within_s: float = 5.0) -> None:
    end_s = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < end_s
        await asyncio.sleep(0.02)

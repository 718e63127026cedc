"""That the process is told to end, and ends for certain."""

import asyncio
import logging
import os
from threading import Timer

logger = logging.getLogger(__name__)

# After it is told: the process ends, whatever its threads are at. Python waits for them, and one may wait for a disk that is
# gone. What was taken in is on disk, as it is when a host kills.
CERTAIN_S = 9.0


class Ending(asyncio.Event):
    """Set when the process is told to end."""

    def begin(self) -> None:
        """On a signal: begin to stop, and be gone in time for certain."""
        if not self.is_set():
            self.set()
            last = Timer(CERTAIN_S, _end)
            last.daemon = True
            last.start()


def _end() -> None:
    logger.warning("ended while something still ran; what is left is answered at the next start")
    os._exit(0)

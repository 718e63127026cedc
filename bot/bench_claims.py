"""One of several processes that take updates of a server side by side, and nothing else, for `bench --processes`.

Run by itself: how many, and how many at once in; the seconds that claiming took, and those until all were crossed off, out.
"""

import asyncio
import sys
import time

from bot import rooms
from bot.records.people import Keys
from bot.records.records import Records
from bot.records.updates import Arrived

KEYS = Keys(b"of the claims of a bench, and of nothing else")
BODY = '{"update_id": 1, "message": {"text": "%s"}}' % ("Wie tekent de samenwerkingsovereenkomst? " * 6)
APART = 1_000_000  # between the numbers of one process and those of the next


async def claim(url: str, number: int, count: int, at_once: int) -> tuple[float, float]:
    """(seconds until that many updates were this process's, seconds until they were crossed off).

    Each is of a chat of its own, and claimed by itself, as webhooks bring them; at_once of them are on their way together.
    Begins when a line comes on standard input, so that all processes begin together.
    """
    records = Records(url, KEYS, rooms.shelves())
    await records.open()
    owner = f"bench-{number}"
    await records.updates.beat(owner)
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    ids = range(number * APART, number * APART + count)

    async def each(deed: str) -> float:
        waiting, begun_s = iter(ids), time.monotonic()

        async def hand() -> None:
            for update_id in waiting:
                if deed == "claim":
                    arrived = Arrived(update_id, BODY, chat=f"chat {update_id}")
                    assert update_id in await records.updates.write_down([arrived], owner)  # noqa: S101, else it measures nothing
                else:
                    await records.updates.cross_off(update_id)

        await asyncio.gather(*(hand() for _ in range(at_once)))
        return time.monotonic() - begun_s

    took = await each("claim"), await each("cross off")
    await records.close()
    return took


if __name__ == "__main__":
    claimed_s, crossed_off_s = asyncio.run(claim(sys.argv[1], *map(int, sys.argv[2:5])))
    print(f"{claimed_s:.3f} {crossed_off_s:.3f}", flush=True)

"""How fast a person may ask: who sends too much is slowed, and told so once."""

from dataclasses import dataclass
from enum import StrEnum

from bot.faces.windows import Memory, Window

ASKED = (20, 60.0)  # messages of one person that are handled, in so many seconds
PRESSED = (300, 60.0)  # presses of one person: each costs little, and what it changes is shown with those around it
CALM_S = 60.0  # after which somebody is told again


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


class _Person:
    __slots__ = ("last_wait_s", "window")

    def __init__(self, most: tuple[int, float]) -> None:
        self.window = Window(*most)
        self.last_wait_s: float | None = None  # when a message last had to wait, by the caller's clock

    def is_calm(self, now_s: float) -> bool:
        return self.last_wait_s is None or now_s - self.last_wait_s >= CALM_S

    def matters(self, now_s: float) -> bool:
        return not (self.window.is_clear(now_s) and self.is_calm(now_s))


class Flood:
    """Slows down whoever sends more than 20 messages a minute, and says so once until a minute was calm."""

    def __init__(self, most: tuple[int, float] = ASKED) -> None:
        """most: so many in so many seconds."""
        self._people = Memory(lambda: _Person(most), _Person.matters)

    def weigh(self, person: str, now_s: float) -> Weight:
        """Count a message; now_s of a clock that never goes back."""
        known = self._people.of(person, now_s)
        at_s = known.window.free_s(now_s)
        known.window.take(at_s)
        if at_s <= now_s:
            return Weight(Pace.FINE)
        was_calm, known.last_wait_s = known.is_calm(now_s), at_s
        return Weight(Pace.TELL if was_calm else Pace.SLOW, at_s - now_s)

    def __len__(self) -> int:
        """People remembered."""
        return len(self._people)

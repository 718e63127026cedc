"""What a reading costs as what is read grows; strangers send files, so nothing may take the square of its length."""

import gc
from collections.abc import Callable
from time import process_time


def spent_s(act: Callable[[], object]) -> float:
    """The processor seconds that it takes at best of three.

    Nothing is collected meanwhile: among a thousand tests one collection takes longer than what is measured.
    """
    gc.disable()
    try:
        return min(_once_s(act) for _ in range(3))
    finally:
        gc.enable()


def grows_by_the_line(act: Callable[[int], object], size: int) -> bool:
    """Whether four times as much takes four times as long, with room for a busy machine."""
    return spent_s(lambda: act(4 * size)) < 10 * spent_s(lambda: act(size)) + 0.2


def _once_s(act: Callable[[], object]) -> float:
    begun_s = process_time()
    act()
    return process_time() - begun_s

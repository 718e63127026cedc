"""The collector of garbage, which goes over all that is held again and again while much is made that stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 200_000  # things made, before it looks for those among them that are in a cycle


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have it look seldom meanwhile; of several at once the first to end sets it back."""
    usual = gc.get_threshold()
    if usual[0] >= SELDOM:
        yield
        return
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)

"""What the C library keeps of freed memory; other systems than Linux with glibc have no such calls, and nothing is done there."""

import ctypes
from contextlib import suppress

LARGE = 2_000_000  # bytes of an array whose memory is given back as soon as it is freed; no question needs such a one
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # malloc.h
_ABSENT = (AttributeError, OSError, TypeError)


def hold_no_freed() -> None:
    """Left to itself, glibc keeps more and more of what each refresh has freed, for each thread."""
    with suppress(*_ABSENT):
        malloc = ctypes.CDLL(None)
        malloc.mallopt(M_MMAP_THRESHOLD, LARGE)
        malloc.mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """Give the system what is free between what is held, as after much was made and thrown away; takes milliseconds."""
    with suppress(*_ABSENT):
        ctypes.CDLL(None).malloc_trim(0)

"""Files sealed and opened again, and what is noticed when somebody or something was at them."""

import io
import os
from pathlib import Path

import pytest

from bot.records.people import Keys
from bot.records.sealed_file import (
    HEAD_BYTES,
    MAGIC,
    PIECE_BYTES,
    TAG_BYTES,
    Flaw,
    SealError,
    seal_file,
    sealed_bytes,
    unseal_file,
)

pytestmark = pytest.mark.one_engine

KEYS, OTHERS = Keys(b"k" * 32), Keys(b"o" * 32)
SIZES = [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES]


def sealed(data: bytes, keys: Keys = KEYS) -> bytes:
    target = io.BytesIO()
    seal_file(io.BytesIO(data), len(data), target, keys)
    return target.getvalue()


def unsealed(path: Path, data: bytes, keys: Keys = KEYS) -> bytes:
    path.write_bytes(data)
    target = io.BytesIO()
    with path.open("rb") as source:
        unseal_file(source, target, keys)
    return target.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_opened_as_it_was(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)

    found = sealed(data)

    assert unsealed(tmp_path / "file", found) == data
    assert len(found) == sealed_bytes(size)


def test_nothing_of_it_can_be_read_and_nothing_is_sealed_twice_alike() -> None:
    data = b"wie tekent de overeenkomst" * 100

    first, second = sealed(data), sealed(data)

    assert b"overeenkomst" not in first
    assert first[HEAD_BYTES:] != second[HEAD_BYTES:]


THREE = os.urandom(2 * PIECE_BYTES + 100)
SEALED = sealed(THREE)
ONE = PIECE_BYTES + TAG_BYTES


def swapped(data: bytes) -> bytes:
    first, second = data[HEAD_BYTES : HEAD_BYTES + ONE], data[HEAD_BYTES + ONE : HEAD_BYTES + 2 * ONE]
    return data[:HEAD_BYTES] + second + first + data[HEAD_BYTES + 2 * ONE :]


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        pytest.param(b"", Flaw.FOREIGN, id="empty"),
        pytest.param(b"SQLite format 3\x00" * 9, Flaw.FOREIGN, id="another file"),
        pytest.param(MAGIC + b"2\n" + SEALED[HEAD_BYTES:], Flaw.NEWER, id="of a later format"),
        pytest.param(sealed(THREE, OTHERS), Flaw.OTHER_KEY, id="with another key"),
        pytest.param(SEALED[:10], Flaw.TRUNCATED, id="cut in its first word"),
        pytest.param(SEALED[: HEAD_BYTES - 1], Flaw.TRUNCATED, id="cut in its head"),
        pytest.param(SEALED[:HEAD_BYTES], Flaw.TRUNCATED, id="its head alone"),
        pytest.param(SEALED[: HEAD_BYTES + ONE], Flaw.TRUNCATED, id="cut between two pieces"),
        pytest.param(SEALED[:-1], Flaw.TRUNCATED, id="a byte too few"),
        pytest.param(SEALED + b"\0", Flaw.DAMAGED, id="a byte too many"),
        pytest.param(SEALED[:-1] + bytes([SEALED[-1] ^ 1]), Flaw.DAMAGED, id="its last bit"),
        pytest.param(swapped(SEALED), Flaw.DAMAGED, id="pieces that trade places"),
        pytest.param(sealed(THREE)[:HEAD_BYTES] + SEALED[HEAD_BYTES:], Flaw.DAMAGED, id="the head of another"),
    ],
)
def test_file_that_is_not_as_it_was_is_refused(tmp_path: Path, data: bytes, flaw: Flaw) -> None:
    with pytest.raises(SealError) as raised:
        unsealed(tmp_path / "file", data)

    assert raised.value.flaw is flaw


@pytest.mark.parametrize("place", range(0, HEAD_BYTES, 3))
def test_no_byte_of_the_head_can_be_changed(tmp_path: Path, place: int) -> None:
    data = bytearray(SEALED)
    data[place] ^= 0x40

    with pytest.raises(SealError):
        unsealed(tmp_path / "file", bytes(data))

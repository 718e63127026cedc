"""A file in, the same file sealed out, and back; of any size, a piece at a time.

Each piece is encrypted and signed with its place and with the whole head of the file (AES-GCM, RFC 5116), and the head says
how long the file is: pieces that are changed, swapped, left out or cut off are noticed.
"""

import os
import struct
from enum import StrEnum
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.records.people import Keys

MAGIC = b"verbinder sealed "  # how each begins; then the version of this format
VERSION = b"1\n"
HEAD = struct.Struct(">16s16sQ")  # fingerprint of the key, salt, bytes of the file within
HEAD_BYTES = len(MAGIC) + len(VERSION) + HEAD.size
SALT_BYTES = 16
PIECE_BYTES = 64 * 2**10
TAG_BYTES = 16  # that sealing adds to a piece
NONCE_BYTES = 12


class Flaw(StrEnum):
    """Why a sealed file can't be opened."""

    FOREIGN = "foreign"  # it was never sealed here
    NEWER = "newer"  # sealed in a way that a later version knows
    OTHER_KEY = "other key"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"


class SealError(Exception):
    """The file can't be opened."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


def sealed_bytes(size: int) -> int:
    """How long a file of that size is once it is sealed."""
    return HEAD_BYTES + size + TAG_BYTES * _pieces(size)


def seal_file(source: BinaryIO, size: int, target: BinaryIO, keys: Keys) -> None:
    """Seal the next size bytes of source."""
    salt = os.urandom(SALT_BYTES)
    head = MAGIC + VERSION + HEAD.pack(bytes.fromhex(keys.fingerprint), salt, size)
    cipher = AESGCM(keys.file_key(salt))
    target.write(head)
    for place in range(_pieces(size)):
        piece = source.read(min(PIECE_BYTES, size - place * PIECE_BYTES))
        target.write(cipher.encrypt(_nonce(place), piece, head))


def size_within(source: BinaryIO, keys: Keys) -> int:
    """Bytes of the file within, as far as its head is to be believed. Raises SealError."""
    source.seek(0)
    return _opened(source, keys)[2]


def unseal_file(source: BinaryIO, target: BinaryIO, keys: Keys) -> None:
    """Write what is within; what was written before a SealError came is worth nothing."""
    source.seek(0)
    head, salt, size = _opened(source, keys)
    cipher = AESGCM(keys.file_key(salt))
    for place in range(_pieces(size)):
        piece = source.read(min(PIECE_BYTES, size - place * PIECE_BYTES) + TAG_BYTES)
        try:
            target.write(cipher.decrypt(_nonce(place), piece, head))
        except InvalidTag:
            raise SealError(Flaw.DAMAGED) from None


def _opened(source: BinaryIO, keys: Keys) -> tuple[bytes, bytes, int]:
    """(head, salt, size), read from where source stands."""
    head = source.read(HEAD_BYTES)
    fingerprint, salt, size = _read_head(head)
    if fingerprint != bytes.fromhex(keys.fingerprint):
        raise SealError(Flaw.OTHER_KEY)
    length = os.fstat(source.fileno()).st_size
    if length < sealed_bytes(size):
        raise SealError(Flaw.TRUNCATED)
    if length > sealed_bytes(size):
        raise SealError(Flaw.DAMAGED)
    return head, salt, size


def _read_head(head: bytes) -> tuple[bytes, bytes, int]:
    """(fingerprint, salt, size)."""
    if head[: len(MAGIC)] != MAGIC[: len(head)] or not head:
        raise SealError(Flaw.FOREIGN)
    version = head[len(MAGIC) :][: len(VERSION)]
    if version != VERSION[: len(version)]:
        raise SealError(Flaw.NEWER)
    if len(head) < HEAD_BYTES:
        raise SealError(Flaw.TRUNCATED)
    fingerprint, salt, size = HEAD.unpack(head[-HEAD.size :])
    return fingerprint, salt, size


def _pieces(size: int) -> int:
    """At least one, so that an empty file has something to be signed with."""
    return max(1, -(-size // PIECE_BYTES))


def _nonce(place: int) -> bytes:
    """Never used twice with a key: each file has its own, and each piece its place."""
    return place.to_bytes(NONCE_BYTES, "big")

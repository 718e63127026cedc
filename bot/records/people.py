"""Telegram's numbers of people and chats in, pseudonyms out; texts in, seals out that only the holder of the key opens."""

import base64
import contextlib
import hashlib
import os
import re
import secrets
import time
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Literal

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_FILE = "data.key"
MIN_CHARS = 16  # of DATA_KEY
AS_IN_FILE = (
    f"{KEY_FILE}:"  # how a DATA_KEY begins that holds what stands in a key file, for a machine without that file
)
FILE_KEY_BYTES = 32  # of a key that is made here; the file holds them as 64 hex digits
PSEUDONYM_BYTES = 16  # no two people share one
WRITING_S = 1.0  # how long another process may take between creating the key file and filling it

# A passphrase can be guessed, so each guess is made to cost 16 MiB and some 50 ms (RFC 7914; N, r and p as it advises).
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**14, 8, 1
SALT = b"verbinder data key"  # fixed: the passphrase alone has to open the records on another machine


class KeysError(ValueError):
    """The key can't be used; the message says what to do, and never holds the key."""


class Role(IntEnum):
    """What somebody may do; whoever may do more may do all that is below it."""

    ASKER = 0
    COORDINATOR = 1  # invited by an admin
    ADMIN = 2  # named in ADMIN_IDS


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as the conversation may know."""

    person: str  # pseudonym
    chat: str  # pseudonym; in private it is that of the chat with this person
    lang: str  # of the person's app, primary subtag; "nl" where unknown
    is_group: bool = False
    role: Role = Role.ASKER
    chat_number: int | None = field(default=None, repr=False)  # the chat's own, to be sealed; None where it has none
    thread: int | None = None  # Telegram's number of the topic of a group; None: it has none, or it is "General"
    own_chat: str = ""  # pseudonym of the chat with this person alone; empty: somebody speaks as a group or a channel
    own_number: int | None = field(default=None, repr=False)  # … and its number, to be sealed
    is_channel: bool = False  # somebody speaks as a channel; whoever presses a button has another name
    first_name: str = field(default="", repr=False)  # as the face says; kept nowhere unless this person wants it shown
    also: tuple[
        str, ...
    ] = ()  # pseudonyms of others in whose name they may act: of the group whose anonymous admin it is

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN


class Keys:
    """What hides people and texts; the same DATA_KEY, or the same file, gives the same pseudonyms and opens old seals."""

    def __init__(self, secret: bytes) -> None:
        """secret: 32 bytes or more that can't be guessed."""
        self._pseudonyms = _derived(secret, "pseudonyms")
        self._seals = Fernet(base64.urlsafe_b64encode(_derived(secret, "seals")))
        self._files = _derived(secret, "files")

    @staticmethod
    def open(var_dir: Path, data_key: str = "", *, may_make: bool = True) -> "tuple[Keys, str]":
        """The keys, and what the operator should know of them, if anything.

        Without data_key a key is made at the first start and kept in var_dir; not where may_make is False, since there is
        something that was sealed with another. Raises KeysError.
        """
        path = var_dir / KEY_FILE
        if data_key:
            if len(data_key) < MIN_CHARS:
                raise KeysError(
                    f"DATA_KEY has {len(data_key)} characters; write {MIN_CHARS} or more, as from `openssl rand -hex 32`"
                )
            secret = _given(data_key)
            said = f"DATA_KEY is set, so the key in {path} is not used" if path.exists() else ""
            return Keys(secret), said
        if not may_make and not path.exists():
            raise KeysError(
                f"{path} is not there and DATA_KEY is not set; set DATA_KEY as the bot had it, or put the file back (if the key is "
                "lost, move records.db away: what it holds can't be read without it, and a new one is begun)"
            )
        try:
            made = _make(path)
            mended = _mend_mode(path)
            secret = _read(path)
        except OSError as error:
            raise KeysError(
                f"{path}: can't be made or read ({error.strerror}); let the bot write to that folder, or set DATA_KEY"
            ) from error
        if made:
            return Keys(secret), (
                f"made a key for personal data, {path}; keep a copy of it apart from the records: without it nobody can "
                "read them (or set DATA_KEY, and no file is needed)"
            )
        return Keys(secret), mended

    def pseudonym(self, kind: Literal["person", "chat", "tab"], number: int) -> str:
        """32 hex digits that stand for a number: Telegram's, or one that a browser's tab holds.

        Without the key nobody finds the number from them.
        """
        # BLAKE2 is a keyed hash by itself (RFC 7693) and, unlike hmac, lets no other thread in between for so few bytes.
        hashed = hashlib.blake2b(f"{kind}:{number}".encode(), key=self._pseudonyms, digest_size=PSEUDONYM_BYTES)
        return hashed.hexdigest()

    @property
    def fingerprint(self) -> str:
        """32 hex digits that tell this key from others, and from which nobody finds it."""
        return self.pseudonym("person", 0)  # no person has this number

    def file_key(self, salt: bytes) -> bytes:
        """32 bytes to encrypt one file with; another salt makes another key."""
        return HKDF(hashes.SHA256(), length=32, salt=salt, info=b"verbinder file").derive(self._files)

    def seal(self, text: str) -> str:
        # What people send may hold half a surrogate pair, which UTF-8 has no bytes for.
        return self._seals.encrypt(text.encode("utf-8", "surrogatepass")).decode()

    def unseal(self, token: str) -> str | None:
        """The text; None: sealed with another key, or damaged."""
        try:
            return self._seals.decrypt(token.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
        except InvalidToken:
            return None


def _given(data_key: str) -> bytes:
    """What DATA_KEY stands for: a passphrase, or what stands in a key file. Raises KeysError."""
    if not data_key.startswith(AS_IN_FILE):
        return hashlib.scrypt(data_key.encode(), salt=SALT, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P)
    digits = data_key.removeprefix(AS_IN_FILE).strip()
    if not re.fullmatch(f"[0-9a-f]{{{2 * FILE_KEY_BYTES}}}", digits):
        raise KeysError(
            f"DATA_KEY begins with {AS_IN_FILE} and {len(digits)} characters follow, which are not the {2 * FILE_KEY_BYTES} hex "
            f"digits of a key file; write {AS_IN_FILE} and what stands in {KEY_FILE}"
        )
    return bytes.fromhex(digits)


def _derived(secret: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose; from one such key nothing is learnt of another (RFC 5869)."""
    return HKDF(hashes.SHA256(), length=32, salt=None, info=f"verbinder {purpose}".encode()).derive(secret)


def _make(path: Path) -> bool:
    """Make the key file, whole or not at all; False where there is one. Of two processes one makes it, both use it."""
    if path.exists():
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    _write_new(draft, secrets.token_hex(FILE_KEY_BYTES))
    try:
        os.link(draft, path)  # fails where the file exists, and shows nobody half a key
    except FileExistsError:
        return False
    except OSError:  # no hard links here, as on some network mounts
        with contextlib.suppress(FileExistsError):
            _write_new(path, draft.read_text("ascii"))
            return True
        return False
    finally:
        draft.unlink()
    return True


def _write_new(path: Path, text: str) -> None:
    """Raises FileExistsError where the file exists."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _mend_mode(path: Path) -> str:
    """See to it that nobody but the bot reads the key; what was done, if anything."""
    mode = path.stat().st_mode & 0o777
    if not mode & 0o077:
        return ""
    try:
        path.chmod(0o600)
    except OSError:
        return f"{path} can be read by others (mode {mode:o}) and that could not be mended; run `chmod 600 {path}`"
    return f"{path} could be read by others (mode {mode:o}); that is mended"


def _read(path: Path) -> bytes:
    until_s = time.monotonic() + WRITING_S
    while True:
        text = path.read_bytes().strip()
        try:
            secret = bytes.fromhex(text.decode("ascii"))
        except ValueError:
            secret = b""
        if len(secret) == FILE_KEY_BYTES:
            return secret
        if len(text) >= 2 * FILE_KEY_BYTES or time.monotonic() > until_s:
            raise KeysError(
                f"{path}: {len(text)} bytes, and not the {2 * FILE_KEY_BYTES} hex digits of a key; put back a copy, or remove "
                "the file: a new key is made then, and what the old one sealed can't be read any more"
            )
        time.sleep(0.05)

"""A page that was saved in one file (.mht) or sent as mail (.eml) comes in, its HTML or text goes out, and what it is called.

Who sent a mail to whom is nobody else's matter, and stays behind.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

MAX_HEAD = 4096  # bytes in which the head of such a file says what it is
_HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_PLAIN = re.compile(
    rb"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/)", re.IGNORECASE | re.MULTILINE
)
_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_KIND = re.compile(
    rb"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.IGNORECASE | re.MULTILINE
)
_MAIL = re.compile(rb"^(?:From|Received|Message-ID):", re.IGNORECASE | re.MULTILINE)
_ANSWERED = re.compile(r"(?:(?:re|fwd?|fw|antw|doorst|aw|wg)\s*:\s*)+", re.IGNORECASE)
MAX_TITLE = 300
MAX_ATTACHED = 50
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE | re.ASCII)
# What Python knows as encodings and no page is in: they take long, or make what is no text.
_NO_CHARSETS = ("punycode", "idna", "unicode_escape", "raw_unicode_escape")


@dataclass(frozen=True, slots=True)
class Held:
    """What such a file holds."""

    page: bytes  # its HTML, else its text, in UTF-8; empty where there is neither
    title: str = ""  # what it is about, as its head says
    attached: tuple[str, ...] = ()  # names of what is not opened


def is_archive(data: bytes, name: str = "") -> bool:
    """Whether it is such a file: lines of a head, with what is in it, and an empty one; a mail may say no more than whose it is."""
    match = _HEAD.match(data[: 4 * MAX_HEAD])
    if match is None:
        return False
    is_mail = _MAIL.search(match[0]) is not None
    if name.lower().endswith(".eml"):
        return is_mail
    kind = _PLAIN if is_mail else _KIND
    return _VERSION.search(match[0]) is not None and kind.search(match[0]) is not None


def held_in(data: bytes) -> Held:
    """The page or the mail."""
    try:
        # the older way of Python's, as the newer takes each head apart, which takes long and fails on odd ones
        message = message_from_bytes(data)
        parts = list(_texts(message))
        attached = tuple(dict.fromkeys(_attached(message)))[:MAX_ATTACHED]
    except RecursionError:  # parts in parts in parts
        return Held(b"")
    title = _ANSWERED.sub("", _words(message.get("Subject", "")))
    for kind in ("text/html", "text/plain"):
        if found := next((part for part in parts if part.get_content_type() == kind), None):
            return Held(_text(found, kind), title, attached)
    return Held(b"", title, attached)


def _words(written: object) -> str:
    """A line of a head on one line, with its letters."""
    text = str(written)[:MAX_HEAD]
    with suppress(HeaderParseError, LookupError, ValueError):  # then it stays as it is written
        text = str(make_header(decode_header(text)))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:MAX_TITLE]


def _attached(message: Message) -> Iterator[str]:
    """The names of files and mails in a message."""
    left = [message]
    while left:
        part = left.pop()
        held = part.get_payload() if part.get_content_maintype() == "multipart" else []
        if part.get_content_maintype() == "message" or part.get_content_disposition() == "attachment":
            yield _words(part.get_filename() or part.get_content_type())
        elif isinstance(held, list):
            left += [one for one in reversed(held) if isinstance(one, Message)]


def _texts(message: Message) -> Iterator[Message]:
    """The parts of a message that may be its text, in their order; none of a message that it holds."""
    left = [message]
    while left:
        part = left.pop()
        if part.get_content_disposition() == "attachment":
            continue
        held = part.get_payload() if part.get_content_maintype() == "multipart" else []
        if isinstance(held, list):
            left += [one for one in reversed(held) if isinstance(one, Message)]
        if part.get_content_maintype() == "text":
            yield part


def _text(part: Message, kind: str) -> bytes:
    """In the encoding that it says, which some programs get wrong."""
    told = part.get_payload(decode=True)
    raw = told if isinstance(told, bytes) else b""
    match = _CHARSET.search(str(part.get("Content-Type", ""))[:MAX_HEAD])
    said = match[1] if match and match[1].lower().replace("-", "_") not in _NO_CHARSETS else "utf-8"
    for charset in (said, "utf-8"):
        try:
            text = raw.decode(charset).encode()
            break
        except (LookupError, ValueError):
            continue
    else:
        text = raw.decode("cp1252", "replace").encode()
    return text if kind == "text/html" else text.replace(b"\r\n", b"\n")

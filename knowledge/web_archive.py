"""A page that was saved in one file (.mht) or sent as mail (.eml) comes in, its HTML or text goes out."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

MAX_HEAD = 4096  # bytes in which the head of such a file says what it is
_HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_KIND = re.compile(
    rb"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.IGNORECASE | re.MULTILINE
)
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE | re.ASCII)
# What Python knows as encodings and no page is in: they take long, or make what is no text.
_NO_CHARSETS = ("punycode", "idna", "unicode_escape", "raw_unicode_escape")


def is_archive(data: bytes) -> bool:
    """Whether it is such a file: lines of a head, with what is in it, and an empty one."""
    match = _HEAD.match(data[: 4 * MAX_HEAD])
    return match is not None and _VERSION.search(match[0]) is not None and _KIND.search(match[0]) is not None


def page_in(data: bytes) -> bytes:
    """The HTML that it holds, else its text, in UTF-8; what was attached is not opened. Empty where there is neither."""
    try:
        # the older way of Python's, as the newer takes each head apart, which takes long and fails on odd ones
        parts = list(_texts(message_from_bytes(data)))
    except RecursionError:  # parts in parts in parts
        return b""
    for kind in ("text/html", "text/plain"):
        if found := next((part for part in parts if part.get_content_type() == kind), None):
            return _text(found, kind)
    return b""


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

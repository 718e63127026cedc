"""A page that was saved in one file (.mht) or sent as mail (.eml) comes in, its HTML or text goes out."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

MAX_HEAD = 4096  # bytes in which the head of such a file says what it is
_HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_KIND = re.compile(
    rb"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.IGNORECASE | re.MULTILINE
)


def is_archive(data: bytes) -> bool:
    """Whether it is such a file: lines of a head, with what is in it, and an empty one."""
    match = _HEAD.match(data[: 4 * MAX_HEAD])
    return match is not None and _VERSION.search(match[0]) is not None and _KIND.search(match[0]) is not None


def page_in(data: bytes) -> bytes:
    """The HTML that it holds, else its text, in UTF-8; what was attached is not opened. Empty where there is neither."""
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage):
        return b""
    body = message.get_body(("html", "plain"))
    return _text(body).encode() if body is not None else b""


def _text(body: MIMEPart) -> str:
    """In the encoding that it says, which some programs get wrong."""
    told = body.get_payload(decode=True)
    raw = told if isinstance(told, bytes) else b""
    for charset in (body.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            text = raw.decode(charset)
        except (LookupError, UnicodeError):
            continue
        return text if body.get_content_subtype() == "html" else text.replace("\r\n", "\n")
    return raw.decode("cp1252", "replace")

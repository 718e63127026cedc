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
from html import escape

from knowledge.documents.kept import words_of
from knowledge.notices import Refused

MAX_HEAD = 4096  # bytes in which the head of such a file says what it is
_BETWEEN = rb"From \S[^\n]* \d{2}:\d{2}(?::\d{2})? [^\n]*\n"  # above each mail in a box of them (RFC 4155)
_NEXT = re.compile(rb"\n\r?\n" + _BETWEEN + rb"[A-Za-z][A-Za-z0-9-]*:")
_HEAD = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:" + _BETWEEN + rb")?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n"
)
_PLAIN = re.compile(
    rb"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/)", re.IGNORECASE | re.MULTILINE
)
_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_KIND = re.compile(
    rb"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.IGNORECASE | re.MULTILINE
)
_MAIL = re.compile(rb"^(?:From|Received|Message-ID):", re.IGNORECASE | re.MULTILINE)
_ANSWERED = re.compile(r"(?:(?:re|fwd?|fw|antw|doorst|aw|wg)\s*:\s*)+", re.IGNORECASE)
_WEB, _BARE = "text/html", "text/plain"
_SAME = 0.9  # share of a text's words that a page has too, from which it is the same text
_AROUND = re.compile(  # a page's text, where it becomes part of another
    rb"<(?:!doctype|/?html|/?head|/?body)\b[^>]*>|<title\b[^>]*>[^<]*</title\s*>", re.IGNORECASE
)
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
    """The page or the mail. Raises Refused for a box of mails."""
    if data.startswith(b"From ") and _NEXT.search(data):
        raise Refused("many_mails")
    try:
        # the older way of Python's, as the newer takes each head apart, which takes long and fails on odd ones
        message = message_from_bytes(data)
        parts = _texts(message)
        attached = tuple(dict.fromkeys(_attached(message)))[:MAX_ATTACHED]
    except RecursionError:  # parts in parts in parts
        return Held(b"")
    title = _ANSWERED.sub("", _words(message.get("Subject", "")))
    return Held(_joined(parts), title, attached)


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
        if part.get_content_maintype() == "message" or part.get_content_disposition() == "attachment" or _is_file(part):
            yield _words(part.get_filename() or part.get_content_type())
        elif isinstance(held, list):
            left += [one for one in reversed(held) if isinstance(one, Message)]


def _is_file(part: Message) -> bool:
    """Whether it is a file that stands between texts; a picture that a text shows has an id."""
    is_text = part.get_content_maintype() in ("text", "multipart")
    return not is_text and part.get_content_disposition() == "inline" and "Content-ID" not in part


def _texts(message: Message) -> list[Message]:
    """The parts of a message that are shown, in their order: of several forms of a text one; none of a message that it holds."""
    if message.get_content_disposition() == "attachment":
        return []
    if message.get_content_maintype() != "multipart":
        return [message] if message.get_content_type() in (_WEB, _BARE) else []
    held = message.get_payload()
    found = [_texts(one) for one in held if isinstance(one, Message)] if isinstance(held, list) else []
    if message.get_content_subtype() in ("alternative", "related"):
        webbed = (some for some in found if any(one.get_content_type() == _WEB for one in some))
        return next(webbed, next(filter(None, found), []))
    return [one for some in found for one in some]


def _joined(parts: list[Message]) -> bytes:
    """Texts that stand under each other, as one; what a web page says too is not said twice."""
    texts = [(part.get_content_type(), _text(part, part.get_content_type())) for part in parts]
    pages = [text for kind, text in texts if kind == _WEB]
    if not pages:
        return b"\n\n".join(text for _, text in texts)
    said = set(words_of(" ".join(page.decode() for page in pages)))
    shown = []
    for kind, text in texts:
        words = set(words_of(text.decode()))
        if kind == _WEB:
            shown.append(text)
        elif len(words & said) < _SAME * len(words):
            lines = (f"<p>{escape(one)}</p>".replace("\n", "<br>") for one in re.split(r"\n\s*\n", text.decode()))
            shown.append("".join(lines).encode())
    if len(shown) == 1:
        return shown[0]
    return b"<html><body>" + b"".join(b"<div>" + _AROUND.sub(b"", one) + b"</div>" for one in shown) + b"</body></html>"


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
    return text if kind == _WEB else text.replace(b"\r\n", b"\n")

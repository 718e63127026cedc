"""What stands behind a button: written in at most 64 bytes, read back after any restart, and hostile until it parses."""

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.loose import LANGUAGE

MAX_BYTES = 64  # of callback data (Bot API, InlineKeyboardButton)
_CODE = re.compile(r"[0-9a-f]{16}")
_TOPIC = re.compile(r"T\d{3}")
_NUMBER = re.compile(r"\d{1,15}")


class Kind(StrEnum):
    """What a press asks for."""

    SHOW = "show"  # code: an entry
    PICK = "pick"  # code, number, page, of: an option of "bedoelt u …?" under that question, and which section of it
    NONE = "none"  # number: none of these options
    GOOD = "good"  # number: 👍 to the answer of that question
    BAD = "bad"  # number: 👎
    WRONG = "wrong"  # number, page: why the answer of that question is no good, one of REASONS
    SECTION = "sect"  # code, number: that section of a guideline
    CARRY = "carry"  # code, number: that section of an entry, as text to pass on
    CONTENTS = "toc"  # code: the sections of a guideline
    GROUPS = "grps"  # number: a page of the groups of topics
    GROUP = "grp"  # number, page: the topics of a group
    TOPIC = "topic"  # topic: the entries filed under it
    EXAMPLE = "ask"  # number: one of the example questions
    SPEAK = "lang"  # lang: the language to speak from now on
    FORGET = "wis"  # everything about the person who presses goes
    KEEP = "keep"  # … or does not, after all
    ALSO = "also"  # number, page: a question that stood beside the one of that number in a message
    DO = "do"  # command, number, page: that command, with the text beside the question of that number
    MINE = "mine"  # what was taken for a question was an answer in what is begun


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed; fields that its kind has no use for are empty."""

    kind: Kind
    code: str = ""
    number: int = 0
    page: int = 0
    topic: str = ""
    lang: str = ""
    command: str = ""  # its Dutch name
    of: str = ""  # the language of the text that the section is of, which another may cut up otherwise; empty: not told


_FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.SHOW: ("code",),
    Kind.PICK: ("code", "number", "page", "of"),
    Kind.NONE: ("number",),
    Kind.GOOD: ("number",),
    Kind.BAD: ("number",),
    Kind.WRONG: ("number", "page"),
    Kind.SECTION: ("code", "number", "of"),
    Kind.CARRY: ("code", "number", "of"),
    Kind.CONTENTS: ("code",),
    Kind.GROUPS: ("number",),
    Kind.GROUP: ("number", "page"),
    Kind.TOPIC: ("topic",),
    Kind.EXAMPLE: ("number",),
    Kind.SPEAK: ("lang",),
    Kind.FORGET: (),
    Kind.KEEP: (),
    Kind.ALSO: ("number", "page"),
    Kind.DO: ("command", "number", "page"),
    Kind.MINE: (),
}
# How many fields at the end buttons of earlier versions lack, which stand in chats for good.
_LATER = {Kind.PICK: 2, Kind.SECTION: 1, Kind.CARRY: 1}
_ROOM = re.compile(r"([a-z]{2,4})\.([a-z_]{1,16})((?::[A-Za-z0-9_-]{1,24}){0,6})")
_KINDS = {str(kind): kind for kind in Kind}
_FORMS = {
    "code": _CODE,
    "number": _NUMBER,
    "page": _NUMBER,
    "topic": _TOPIC,
    "lang": re.compile(r"nl|en"),
    "command": re.compile(r"[a-z]{2,20}"),
    "of": LANGUAGE,
}


def data_of(press: Press) -> str:
    """What goes behind the button."""
    values = [str(getattr(press, name)) for name in _FIELDS[press.kind]]
    return ":".join([press.kind, *(values if press.kind not in _LATER or values[-1] else values[:-1])])


def parse(data: str) -> Press | None:
    """The press that data stands for; None for anything that no button of ours ever held."""
    if len(data) > MAX_BYTES:
        return None
    name, *values = data.split(":")
    kind = _KINDS.get(name)
    if kind is None:
        return None
    fields = _FIELDS[kind]
    if not len(fields) - _LATER.get(kind, 0) <= len(values) <= len(fields):
        return None
    found = dict(zip(fields, values, strict=False))
    if not all(_FORMS[field].fullmatch(value) and value.isascii() for field, value in found.items()):
        return None
    return Press(
        kind,
        code=found.get("code", ""),
        number=int(found.get("number", 0)),
        page=int(found.get("page", 0)),
        topic=found.get("topic", ""),
        lang=found.get("lang", ""),
        command=found.get("command", ""),
        of=found.get("of", ""),
    )


@dataclass(frozen=True, slots=True)
class RoomPress:
    """A button of a room that was pressed; what its action and values mean the room knows."""

    prefix: str
    action: str
    values: tuple[str, ...]


def room_data(prefix: str, action: str, *values: str | int) -> str:
    """What goes behind a button of a room: "agr.done:12". Raises ValueError where no button can hold it."""
    data = ":".join([f"{prefix}.{action}", *map(str, values)])
    if parse_room(data) is None:
        raise ValueError(f"no button holds {data!r}")
    return data


def parse_room(data: str) -> RoomPress | None:
    """The press that data stands for; None for anything that no button of a room ever held."""
    found = _ROOM.fullmatch(data) if len(data) <= MAX_BYTES else None
    if found is None:
        return None
    prefix, action, values = found.groups()
    return RoomPress(prefix, action, tuple(values.split(":")[1:]))

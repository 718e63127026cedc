"""HTML of a message in, its text and entities out, or Telegram's refusal: a reader as strict as the Bot API's manual.

Telegram itself lets a bare "&" or ">" pass and mends some nesting in silence; what leans on that is refused here.
https://core.telegram.org/bots/api#html-style
"""

import re
from dataclasses import dataclass

ALIASES = {"strong": "b", "em": "i", "ins": "u", "strike": "s", "del": "s"}
KINDS = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "s": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
# "All other entities can't contain each other": those that aren't bold, italic, underline, strikethrough, spoiler or a quotation.
APART = {"a", "tg-emoji", "tg-time"}
# What each tag may carry; a tag that isn't here carries nothing.
ATTRIBUTES = {
    "a": re.compile(r' href="[^"]+"'),
    "span": re.compile(r' class="tg-spoiler"'),
    "code": re.compile(r'( class="language-[^"\s]+")?'),
    "blockquote": re.compile(r"( expandable)?"),
    "tg-emoji": re.compile(r' emoji-id="\d+"'),
    "tg-time": re.compile(r' unix="(?P<unix>\d{1,10})"( format="(?P<format>r|w?[dD]?[tT]?)")?'),
}
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s+[a-z-]+(?:=\"[^\"<>]*\")?)*)>")
CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,6})|#x([0-9a-fA-F]{1,5}));")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
PLAIN = re.compile(r"[^<>&]+")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]")
MESSAGE_UNITS = 4096  # of UTF-16, after parsing (sendMessage)
MESSAGE_ENTITIES = 100  # further ones are not shown


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of formatted text, as in the Bot API's MessageEntity."""

    type: str
    offset: int  # in UTF-16 units
    length: int  # in UTF-16 units
    url: str = ""  # of a text_link
    unix_time: int = 0  # of a date_time
    date_time_format: str = ""  # of a date_time


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message as Telegram keeps it."""

    text: str
    entities: tuple[Entity, ...]  # by offset, outer ones first


def units(text: str) -> int:
    """How long Telegram takes a text to be: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> str:
    """The text that people see; raises ValueError("can't parse entities: …")."""
    return parsed(html).text


def parsed(html: str) -> Parsed:
    """Raises ValueError("can't parse entities: …") where the HTML breaks a rule of the manual."""
    text: list[str] = []
    length, at = 0, 0
    opened: list[tuple[str, str, int, int]] = []  # tag as written, its attributes, offset, place among the entities
    entities: list[Entity | None] = []

    def refuse(what: str) -> ValueError:
        return ValueError(f"can't parse entities: {what} at byte offset {len(html[:at].encode())}")

    try:
        html.encode()
    except UnicodeEncodeError:
        raise ValueError("can't parse entities: text must be encoded in UTF-8") from None
    if found := CONTROL.search(html):
        at = found.start()
        raise refuse(f"Control character U+{ord(found.group()):04X}")
    while at < len(html):
        if plain := PLAIN.match(html, at):
            text.append(plain.group())
            length += units(plain.group())
            at = plain.end()
        elif html[at] == "&":
            if not (entity := CHARACTER.match(html, at)):
                raise refuse("Unescaped character '&'")
            if "\ud800" <= _character(entity) <= "\udfff":
                raise refuse("Half of a surrogate pair")
            text.append(_character(entity))
            length += units(text[-1])
            at = entity.end()
        elif html[at] == ">":
            raise refuse("Unescaped character '>'")
        else:
            tag = TAG.match(html, at)
            if not tag:
                if html.startswith("</", at):
                    raise refuse("Unclosed end tag")
                raise refuse(f'Unsupported start tag "{re.split(r"[ >]", html[at + 1 :], maxsplit=1)[0]}"')
            slash, written, attributes = tag.groups()
            name = ALIASES.get(written, written)
            if slash:
                if not opened:
                    raise refuse("Unexpected end tag")
                expected, start_attributes, offset, place = opened.pop()
                if written != expected or attributes:
                    raise refuse(f'Unmatched end tag, expected "</{expected}>", found "</{written}{attributes}>"')
                entities[place] = _entity(expected, start_attributes, offset, length - offset)
            else:
                if name not in KINDS:
                    raise refuse(f'Unsupported start tag "{written}"')
                if not (ATTRIBUTES[name].fullmatch(attributes) if name in ATTRIBUTES else not attributes):
                    raise refuse(f'Wrong attributes "{attributes.strip()}" of the tag "{written}"')
                if problem := _misplaced(name, attributes, [ALIASES.get(outer, outer) for outer, *_ in opened]):
                    raise refuse(problem)
                for quoted in re.findall(r'"([^"]*)"', attributes):
                    if "&" in CHARACTER.sub("", quoted):
                        raise refuse(f'Unescaped character "&" in the tag "{written}"')
                opened.append((written, attributes, length, len(entities)))
                entities.append(None)
            at = tag.end()
    if opened:
        raise ValueError(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1][0]}\"")
    return Parsed("".join(text), tuple(entity for entity in entities if entity and entity.length))


def _character(found: re.Match[str]) -> str:
    """What a match of CHARACTER stands for."""
    named, decimal, hexadecimal = found.groups()
    return NAMED[named] if named else chr(int(decimal) if decimal else int(hexadecimal, 16))


def _misplaced(name: str, attributes: str, outer: list[str]) -> str:
    """What the manual has against a tag inside those outer ones; empty when it has nothing."""
    if name in outer:
        return f'Tag "{name}" inside itself'
    if outer and name == "code" and outer[-1] == "pre":
        return ""
    if name == "code" and attributes:
        return 'Tag "code" with a language outside "pre"'
    if inside := {"pre", "code"} & set(outer):
        return f'Tag "{name}" inside "{inside.pop()}"'
    if name in ("pre", "code") and (around := [tag for tag in outer if tag != "blockquote"]):
        return f'Tag "{name}" inside "{around[-1]}"'
    if name in APART and (around := APART & set(outer)):
        return f'Tag "{name}" inside "{around.pop()}"'
    if name == "blockquote" and "a" in outer:
        return 'Tag "blockquote" inside "a"'
    return ""


def _entity(written: str, attributes: str, offset: int, length: int) -> Entity:
    name = ALIASES.get(written, written)
    kind = "expandable_blockquote" if name == "blockquote" and attributes else KINDS[name]
    url = CHARACTER.sub(_character, attributes[7:-1]) if name == "a" else ""
    if (time := ATTRIBUTES[name].fullmatch(attributes) if name == "tg-time" else None) is not None:
        return Entity(kind, offset, length, unix_time=int(time["unix"]), date_time_format=time["format"] or "")
    return Entity(kind, offset, length, url)

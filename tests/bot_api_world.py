"""People and their deeds in, updates for a bot out, and what the bot does put into chats: Telegram without its wire.

World holds chats and messages; Person and Group are played by tests. What the bot may not do raises Refused.
"""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.bot_api_rules import (
    CAPTION_UNITS,
    CHAT_ACTIONS,
    REACTIONS,
    TOAST_CHARS,
    Json,
    Refused,
    Result,
    Text,
    bad,
    check_results_button,
    results_of,
)
from tests.telegram_html import Entity, units

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
# What stands in a text that somebody typed, as Telegram marks it.
TYPED = re.compile(
    r"(?:(?<=\s)|^)(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?!\w)"
    r"|(?<!\w)(?P<mention>@\w{3,32})|(?P<url>https?://[^\s<>]+)|(?<!\w)(?P<hashtag>#\w+)"
)
FILES = {"photo": "jpg", "document": "pdf", "voice": "oga", "sticker": "webp", "video": "mp4", "audio": "mp3"}
# What a bot gets that asks for nothing in particular (getUpdates, allowed_updates).
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


# Accounts as which Telegram shows messages of people who write as their group or as a channel.
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


@dataclass(slots=True)
class Pending:
    """An update that the bot hasn't confirmed."""

    update: Json
    chat: int  # whose queue it stands in; one chat is delivered in order
    at_s: float  # of time.monotonic, when it was made available
    is_again: bool = False  # delivered once more although the bot confirmed it

    @property
    def id(self) -> int:
        return int(self.update["update_id"])


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands in its chat now."""

    chat: "Chat"
    id: int
    sender: Json
    said: Text
    date_s: int
    at_s: float  # of time.monotonic
    markup: Json | None = None
    to: "Message | None" = None  # what it replies to
    extra: Json = field(default_factory=dict)  # photo, sticker, via_bot …
    edited_s: int | None = None
    is_deleted: bool = False
    reactions: dict[int, str] = field(default_factory=dict)  # by who put them
    versions: list[str] = field(default_factory=list)  # its texts, the present one last
    inline_id: str = ""  # of one that came from an inline answer
    thread: int | None = None  # the topic that it stands in; None: "General", or the chat has none

    @property
    def text(self) -> str:
        return self.said.text

    @property
    def is_by_bot(self) -> bool:
        return bool(self.sender["id"] == self.chat.world.bot["id"])

    @property
    def buttons(self) -> tuple[Json, ...]:
        """From the top, row after row."""
        return tuple(button for row in (self.markup or {}).get("inline_keyboard", ()) for button in row)

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """Of the buttons, by row."""
        return tuple(tuple(button["text"] for button in row) for row in (self.markup or {}).get("inline_keyboard", ()))

    @property
    def links(self) -> tuple[str, ...]:
        """Where its words lead to."""
        return tuple(entity.url for entity in self.said.entities if entity.type == "text_link")

    def has(self, kind: str) -> str:
        """The text under the first entity of that kind; empty where there is none."""
        for entity in self.said.entities:
            if entity.type == kind:
                code = self.text.encode("utf-16-le")
                return code[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le")
        return ""

    def button(self, label: str) -> Json:
        """The button with that label, or the first that has it in its label."""
        exact = [button for button in self.buttons if button["text"] == label]
        found = exact or [button for button in self.buttons if label in button["text"]]
        if not found:
            raise AssertionError(f"no button {label!r} under {self.text[:60]!r}; there are {self.labels}")
        return found[0]

    def screen(self) -> str:
        """What a person sees of it."""
        name = "bot" if self.is_by_bot else self.sender["first_name"]
        what = self.text or f"({next(iter(self.extra), 'message')})"
        rows = ["".join(f"[{label}]" for label in row) for row in self.labels]
        shown = "\n".join([f"{name}: {what}", *rows])
        return f"{shown} {''.join(self.reactions.values())}" if self.reactions else shown

    def json(self, *, with_reply: bool = True) -> Json:
        """As the Bot API has it."""
        shown: Json = {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat.json(),
            "date": self.date_s,
            **self.extra,
        }
        text, entities = ("caption", "caption_entities") if self._has_file else ("text", "entities")
        if self.text:
            shown[text] = self.text
        if self.said.entities:
            shown[entities] = [_entity_json(entity) for entity in self.said.entities]
        if self.markup:
            shown["reply_markup"] = self.markup
        if self.thread is not None:
            shown |= {"message_thread_id": self.thread, "is_topic_message": True}
        if self.edited_s is not None:
            shown["edit_date"] = self.edited_s
        if with_reply and self.to is not None and not self.to.is_deleted:
            shown["reply_to_message"] = self.to.json(with_reply=False)
        return shown

    @property
    def _has_file(self) -> bool:
        return any(kind in self.extra for kind in FILES)


def _entity_json(entity: Entity) -> Json:
    shown: Json = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    if entity.type == "date_time":
        shown |= {"unix_time": entity.unix_time, "date_time_format": entity.date_time_format}
    return {**shown, "url": entity.url} if entity.url else shown


@dataclass(slots=True, eq=False)
class Topic:
    """A part of a group with topics; "General" is none of these."""

    id: int
    name: str
    is_closed: bool = False
    is_deleted: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat, whose number is its person's, or a group."""

    world: "World"
    id: int
    kind: str  # private, group or supergroup
    title: str = ""
    person: "Person | None" = None  # of a private chat
    members: "list[Person]" = field(default_factory=list)
    is_open: bool = False  # the bot is in it: somebody wrote to it, or put it into the group
    is_kicked: bool = False
    is_blocked: bool = False
    is_deactivated: bool = False
    is_muted: bool = False  # members may not write there, and the bot is no more than a member
    is_bot_admin: bool = False
    is_forum: bool = False  # the group has topics
    is_general_closed: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    admins: dict[int, bool] = field(default_factory=dict)  # members who are, and whether they are anonymous
    moved_to: "Chat | None" = None  # what became of a group that was upgraded
    messages: list[Message] = field(default_factory=list)  # deleted ones too
    actions: list[str] = field(default_factory=list)  # "typing" and the like
    whispers: "list[tuple[int, str, Json | None]]" = field(default_factory=list)  # (who sees it, text, buttons)
    next_id: Any = None

    @property
    def visible(self) -> tuple[Message, ...]:
        """In order, as they read now."""
        return tuple(message for message in self.messages if not message.is_deleted)

    @property
    def replies(self) -> tuple[Message, ...]:
        """What is there from the bot."""
        return tuple(message for message in self.visible if message.is_by_bot)

    def message(self, message_id: int) -> Message | None:
        """None where it never was, or is gone."""
        return next((each for each in reversed(self.messages) if each.id == message_id and not each.is_deleted), None)

    def screen(self) -> str:
        """What a person sees."""
        return "\n".join(message.screen() for message in self.visible)

    def json(self) -> Json:
        if self.kind == "private" and self.person is not None:
            shown = {key: value for key, value in self.person.user.items() if key in ("first_name", "username")}
            return {"id": self.id, "type": "private", **shown}
        shown = {"id": self.id, "type": self.kind, "title": self.title}
        return {**shown, "is_forum": True} if self.is_forum else shown

    # --- what happens to groups

    def moves(self) -> "Chat":
        """The group becomes a supergroup with a number of its own; the bot is told so in both."""
        new = Chat(self.world, self.id - 10**12, "supergroup", self.title, members=self.members, is_open=self.is_open)
        new.next_id = count(1)
        self.world.chats[new.id] = new
        self.moved_to = new
        who = self.members[0].user if self.members else self.world.bot
        self.world.tell_message(self.world.put(self, who, Text(""), extra={"migrate_to_chat_id": new.id}))
        self.world.tell_message(self.world.put(new, who, Text(""), extra={"migrate_from_chat_id": self.id}))
        return new

    def kicks_bot(self) -> None:
        """Somebody takes the bot out."""
        self.is_kicked, self.is_open = True, False
        self.world.tell_membership(self, "member", "kicked")

    def takes_bot_back(self) -> None:
        """Somebody puts it in again."""
        self.is_kicked, self.is_open = False, True
        self.world.tell_membership(self, "left", "member")

    def opens_topic(self, name: str) -> Topic:
        """Somebody makes a topic."""
        topic = Topic(next(self.next_id), name)
        self.topics[topic.id] = topic
        return topic


@dataclass(slots=True, eq=False)
class Press:
    """A button that somebody pressed."""

    id: str
    button: Json
    at_s: float
    answered_s: float | None = None
    toast: str = ""

    @property
    def is_answered(self) -> bool:
        return self.answered_s is not None


@dataclass(slots=True, eq=False)
class Inline:
    """A query that somebody typed after the bot's name in some chat."""

    id: str
    query: str
    person: "Person"
    at_s: float
    results: tuple[Result, ...] = ()
    button: Json | None = None
    cache_s: int = 300
    is_personal: bool = False
    answered_s: float | None = None

    @property
    def is_answered(self) -> bool:
        return self.answered_s is not None


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a phone."""

    world: "World"
    user: Json
    chat: Chat  # with the bot alone

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def replies(self) -> tuple[Message, ...]:
        """What stands in the private chat from the bot."""
        return self.chat.replies

    @property
    def last(self) -> Message:
        """The last of these."""
        if not self.replies:
            raise AssertionError(f"the bot has said nothing to {self.id}")
        return self.replies[-1]

    def screen(self) -> str:
        return self.chat.screen()

    def says(
        self,
        text: str,
        *,
        in_: Chat | None = None,
        to: Message | None = None,
        topic: Topic | None = None,
        is_anonymous: bool = False,
        channel: int | None = None,
    ) -> Message:
        """Type a message, in the private chat or in a group: in a topic, as the group, or as a channel by its number."""
        extra: Json = {}
        sender = self.user
        if is_anonymous and in_:
            sender, extra = ANONYMOUS, {"sender_chat": in_.json()}
        elif channel is not None:
            sender, extra = CHANNEL, {"sender_chat": {"id": channel, "type": "channel", "title": "A channel"}}
        said = Text(text, typed_entities(text))
        return self._sends(
            said, in_, to, sender=sender, thread=topic.id if topic else to.thread if to else None, **extra
        )

    def starts(self, parameter: str = "") -> Message:
        """Press Start, as under a link https://t.me/bot?start=parameter."""
        return self.says(f"/start {parameter}".strip())

    def edits(self, message: Message, text: str) -> None:
        """Write something else in the place of what was sent."""
        message.said = Text(text, typed_entities(text))
        message.versions.append(text)
        message.edited_s = int(time.time())
        if self.world.reaches_bot(message):
            self.world.tell("edited_message", message.json(), message.chat.id)

    def deletes(self, message: Message) -> None:
        """Take a message away, from everybody; the bot isn't told."""
        message.is_deleted = True

    def sends_photo(self, caption: str = "", *, in_: Chat | None = None) -> Message:
        file = self.world.file("photo")
        sizes = [{**file, "width": side, "height": side} for side in (90, 320)]
        return self._sends(Text(caption), in_, None, photo=sizes)

    def sends_document(
        self,
        caption: str = "",
        *,
        name: str = "rooster.pdf",
        content: bytes = b"content",
        size: int | None = None,
        in_: Chat | None = None,
    ) -> Message:
        """size: what Telegram says that it is; None: what it is."""
        file = {**self.world.file("document", content), "file_name": name, "mime_type": "application/octet-stream"}
        if size is not None:
            file["file_size"] = size
        return self._sends(Text(caption), in_, None, document=file)

    def sends_voice(self, *, in_: Chat | None = None) -> Message:
        voice = {**self.world.file("voice"), "duration": 3, "mime_type": "audio/ogg"}
        return self._sends(Text(""), in_, None, voice=voice)

    def sends_sticker(self, *, in_: Chat | None = None) -> Message:
        sticker = self.world.file("sticker") | {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
        return self._sends(Text(""), in_, None, sticker=sticker)

    def sends(self, *, in_: Chat | None = None, **extra: Any) -> Message:
        """Something else: a location, a contact, a dice, by the name of its field."""
        return self._sends(Text(""), in_, None, **extra)

    def presses(self, button: str | Json, *, of: Message | None = None, data: str | None = None) -> Press:
        """Press a button by its label, under a message or the last one with that button in the private chat.

        data: hand back this instead, as a forged client does.
        """
        if of is None:
            label = button if isinstance(button, str) else button["text"]
            near = [each for each in self.replies if any(label in other["text"] for other in each.buttons)]
            if not near:
                raise AssertionError(f"no button {label!r} in\n{self.screen()}")
            of = near[-1]
        found = of.button(button) if isinstance(button, str) else button
        if "callback_data" not in found and data is None:
            raise AssertionError(f"{found['text']!r} hands nothing back: {found}")
        return self.forges(found["callback_data"] if data is None else data, of=of, button=found)

    def forges(self, data: str, *, of: Message, button: Json | None = None) -> Press:
        """Hand back any data as if a button under that message held it."""
        press = Press(str(next(self.world.numbers)), button or {}, time.monotonic())
        self.world.presses[press.id] = press
        query: Json = {"id": press.id, "from": self.user, "chat_instance": str(of.chat.id), "data": data}
        if of.inline_id:
            query["inline_message_id"] = of.inline_id
        elif of.is_deleted:  # a message that is too old for the bot to see
            query["message"] = {"message_id": of.id, "chat": of.chat.json(), "date": 0}
        else:
            query["message"] = of.json()
        self.world.tell("callback_query", query, of.chat.id)
        return press

    def asks_inline(self, query: str) -> Inline:
        """Type @bot and some words in any chat."""
        inline = Inline(str(next(self.world.numbers)), query, self, time.monotonic())
        self.world.inlines[inline.id] = inline
        asked: Json = {"id": inline.id, "from": self.user, "query": query, "offset": "", "chat_type": "private"}
        self.world.tell("inline_query", asked, self.id)
        return inline

    def picks(self, result: Result, *, in_: Chat | None = None) -> Message:
        """Choose a result of an inline answer: it stands in the chat as this person's message, by way of the bot."""
        chat = in_ or self.world.elsewhere
        message = self.world.put(chat, self.user, result.content, result.markup, extra={"via_bot": self.world.bot})
        if result.markup:
            message.inline_id = f"inline-{message.id}"
        if self.world.has_feedback:
            chosen: Json = {"result_id": result.id, "from": self.user, "query": ""}
            if message.inline_id:
                chosen["inline_message_id"] = message.inline_id
            self.world.tell("chosen_inline_result", chosen, self.id)
        if chat.is_open:
            self.world.tell_message(message)
        return message

    def blocks(self) -> None:
        """Stop the bot."""
        self.chat.is_blocked = True
        self.world.tell_membership(self.chat, "member", "kicked")

    def unblocks(self) -> None:
        self.chat.is_blocked = False
        self.world.tell_membership(self.chat, "kicked", "member")

    def _sends(
        self,
        said: Text,
        in_: Chat | None,
        to: Message | None,
        *,
        sender: Json | None = None,
        thread: int | None = None,
        **extra: Any,
    ) -> Message:
        chat = in_ or self.chat
        if chat.kind == "private":
            chat.is_open = True
            chat.is_blocked = False
        message = self.world.put(chat, sender or self.user, said, to=to, extra=extra, thread=thread)
        if self.world.reaches_bot(message):
            self.world.tell_message(message)
        return message


def typed_entities(text: str) -> tuple[Entity, ...]:
    """What Telegram marks in a text that somebody typed."""
    return tuple(
        Entity(str(found.lastgroup), units(text[: found.start()]), units(found.group()))
        for found in TYPED.finditer(text)
    )


class World:
    """Everybody, every chat, and the updates that wait for the bot."""

    def __init__(
        self,
        *,
        username: str = "verbinder_bot",
        has_inline: bool = True,
        has_privacy: bool = True,
        is_of_today: bool = False,
        has_feedback: bool = True,
        query_life_s: float = 30.0,
        bot_id: int = 123456789,
    ) -> None:
        """has_privacy: in groups the bot gets no more than what is meant for it; has_feedback: it is told what was
        picked from its inline answers; query_life_s: for so long may a press or an inline query be answered.
        is_of_today: the server knows Bot API 10.5, and not only what the library does.
        """
        self.bot: Json = {"id": bot_id, "is_bot": True, "first_name": "Verbinder", "username": username}
        self.is_of_today = is_of_today
        self.has_inline, self.has_privacy, self.has_feedback = has_inline, has_privacy, has_feedback
        self.query_life_s = query_life_s
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.inlines: dict[str, Inline] = {}
        self.files: dict[str, tuple[str, bytes]] = {}  # id → (path, content)
        self.queue: list[Pending] = []
        self.numbers = count(1000)
        self.allowed: frozenset[str] | None = None  # kinds of update that the bot asked for; None: what is usual
        self.elsewhere = Chat(self, -1, "group", "A group without the bot", next_id=count(1))
        self.on_update: Callable[[], None] = lambda: None
        self._update_ids = count(500_000_001)

    # --- who there is

    def person(
        self,
        person_id: int,
        *,
        first_name: str = "",
        language_code: str = "nl",
        username: str = "",
        is_bot: bool = False,
    ) -> Person:
        """Somebody by their number, the same one each time; an empty language_code: their app doesn't tell."""
        if person_id in self.people:
            return self.people[person_id]
        user: Json = {"id": person_id, "is_bot": is_bot, "first_name": first_name or f"Asker {person_id}"}
        if language_code:
            user["language_code"] = language_code
        if username:
            user["username"] = username
        chat = Chat(self, person_id, "private", next_id=count(1))
        person = Person(self, user, chat)
        chat.person = person
        self.people[person_id], self.chats[person_id] = person, chat
        return person

    def group(
        self,
        chat_id: int,
        members: Iterable[Person] = (),
        *,
        title: str = "Team",
        is_supergroup: bool = True,
        is_bot_admin: bool = False,
        is_forum: bool = False,
        is_new: bool = False,
    ) -> Chat:
        """A group that the bot is in; it is told so. is_new: it has just been put there, and was in it never before."""
        members = list(members)
        kind = "supergroup" if is_supergroup else "group"
        chat = Chat(self, chat_id, kind, title, members=members, is_open=True, is_bot_admin=is_bot_admin)
        chat.is_forum = is_forum
        chat.next_id = count(1)
        self.chats[chat_id] = chat
        who = members[0].user if members else self.bot
        self.tell_membership(chat, "left" if is_new else "member", "administrator" if is_bot_admin else "member")
        self.tell_message(self.put(chat, who, Text(""), extra={"new_chat_members": [self.bot]}))
        return chat

    def file(self, kind: str, content: bytes = b"content") -> Json:
        """A new file on Telegram's disks."""
        number = next(self.numbers)
        file_id = f"file-{kind}-{number}"
        self.files[file_id] = (f"{kind}s/file_{number}.{FILES[kind]}", content)
        return {"file_id": file_id, "file_unique_id": f"u{number}", "file_size": len(content)}

    # --- what the bot is told

    def tell(self, kind: str, content: Json, chat: int) -> Pending | None:
        """Queue an update, unless the bot doesn't want that kind."""
        if kind in UNASKED if self.allowed is None else kind not in self.allowed:
            return None
        pending = Pending({"update_id": next(self._update_ids), kind: content}, chat, time.monotonic())
        self.queue.append(pending)
        self.on_update()
        return pending

    def tell_message(self, message: Message) -> None:
        self.tell("message", message.json(), message.chat.id)

    def tell_membership(self, chat: Chat, before: str, now: str) -> None:
        who = chat.person.user if chat.person else chat.members[0].user if chat.members else self.bot
        change: Json = {"chat": chat.json(), "from": who, "date": int(time.time())}
        for name, status in (("old_chat_member", before), ("new_chat_member", now)):
            change[name] = self._membership(self.bot, status)
        self.tell("my_chat_member", change, chat.id)

    def tell_again(self, update: Json) -> None:
        """Deliver an update once more, though the bot has confirmed it."""
        self.queue.insert(0, Pending(update, 0, time.monotonic(), is_again=True))
        self.on_update()

    def reaches_bot(self, message: Message) -> bool:
        """Whether the bot is shown a message: all in private, in groups what privacy mode lets through.

        https://core.telegram.org/bots/features#privacy-mode
        """
        chat = message.chat
        if not chat.is_open or chat.moved_to or message.is_by_bot:
            return False
        if chat.kind == "private" or chat.is_bot_admin or not self.has_privacy:
            return True
        if message.to is not None and message.to.sender["id"] == self.bot["id"]:
            return True
        first = next((each for each in message.said.entities if each.type == "bot_command"), None)
        if first is None or first.offset:
            return False
        _, _, name = message.text[: first.length].partition("@")
        return not name or name.lower() == self.bot["username"].lower()

    # --- what is put into chats

    def put(
        self,
        chat: Chat,
        sender: Json,
        said: Text,
        markup: Json | None = None,
        *,
        to: Message | None = None,
        extra: Json | None = None,
        thread: int | None = None,
    ) -> Message:
        """A new message."""
        message = Message(
            chat,
            next(chat.next_id),
            sender,
            said,
            int(time.time()),
            time.monotonic(),
            markup,
            to,
            extra or {},
            versions=[said.text],
            thread=thread,
        )
        chat.messages.append(message)
        return message

    # --- what the bot does; each raises Refused

    def chat_of(self, chat_id: str) -> Chat:
        """Where the bot may act."""
        if not chat_id:
            raise bad("chat_id is empty")
        chat = self.chats.get(int(chat_id)) if re.fullmatch(r"-?\d{1,18}", chat_id) else None
        if chat is None:
            raise bad("chat not found")
        if chat.moved_to is not None:
            raise Refused(
                "Bad Request: group chat was upgraded to a supergroup chat",
                parameters={"migrate_to_chat_id": chat.moved_to.id},
            )
        if chat.is_deactivated:
            raise Refused("Forbidden: user is deactivated", 403)
        if chat.is_blocked:
            raise Refused("Forbidden: bot was blocked by the user", 403)
        if chat.is_kicked:
            raise Refused(f"Forbidden: bot was kicked from the {chat.kind} chat", 403)
        if not chat.is_open and chat.kind == "private":
            raise bad("chat not found")  # nobody may be written to who hasn't written first
        if not chat.is_open:
            raise Refused(f"Forbidden: bot is not a member of the {chat.kind} chat", 403)
        return chat

    def send(
        self,
        chat: Chat,
        said: Text,
        markup: Json | None,
        reply: Any,
        extra: Json | None = None,
        *,
        thread: int | None = None,
    ) -> Message:
        """reply: reply_parameters as they came; thread: message_thread_id."""
        if chat.is_muted and not chat.is_bot_admin:
            raise bad("not enough rights to send text messages to the chat")
        to = self._answered(chat, reply)
        thread = self.topic_of(chat, thread or (to.thread if to else None))
        return self.put(chat, self.bot, said, markup, to=to, extra=extra, thread=thread)

    def whisper(self, chat: Chat, alone: Any, said: Text, markup: Json | None) -> Json:
        """A message that one person sees (Bot API 10.3). alone: ephemeral_message_parameters as they came. Raises Refused."""
        if not isinstance(alone, dict) or not isinstance(alone.get("receiver_user_id"), int):
            raise bad("Can't parse ephemeral message parameters: Can't find field \"receiver_user_id\"")
        if chat.kind == "private":
            raise bad("ephemeral messages can be sent only in groups")
        receiver = alone["receiver_user_id"]
        if receiver not in (member.id for member in chat.members):
            raise bad("user not found")
        # Without a press or an ephemeral command of the last 15 seconds the bot has to be an admin.
        if not chat.is_bot_admin:
            raise bad("need administrator rights to send ephemeral messages")
        chat.whispers.append((receiver, said.text, markup))
        return {
            "message_id": 0,
            "ephemeral_message_id": len(chat.whispers),
            "date": int(time.time()),
            "chat": {"id": chat.id, "type": chat.kind, "title": chat.title},
            "from": self.bot,
            "text": said.text,
        }

    def topic_of(self, chat: Chat, thread: int | None) -> int | None:
        """Where something is put that is sent to a topic; None: to "General". Raises Refused."""
        topic = chat.topics.get(thread) if thread else None
        if thread and (topic is None or topic.is_deleted):
            raise bad("message thread not found")
        is_closed = topic.is_closed if topic else chat.is_forum and chat.is_general_closed
        if is_closed and not chat.is_bot_admin:
            raise bad("TOPIC_CLOSED")
        return thread or None

    def _answered(self, chat: Chat, reply: Any) -> Message | None:
        if reply is None:
            return None
        if not isinstance(reply, dict):
            raise bad("Object expected as reply parameters")
        if not isinstance(reply.get("message_id"), int):
            raise bad("Can't parse reply parameters: Can't find field \"message_id\"")
        where = self.chat_of(str(reply["chat_id"])) if reply.get("chat_id") else chat
        found = where.message(reply["message_id"])
        if found is None and not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return found

    def own(self, chat: Chat, message_id: int, *, to: str = "edit") -> Message:
        """A message of the bot's own, to be changed."""
        message = chat.message(message_id)
        if message is None:
            raise bad(f"message to {to} not found")
        if message.sender["id"] != self.bot["id"]:
            raise bad(f"message can't be {to}ed")
        return message

    def inline_message(self, inline_id: str) -> Message:
        """One that was picked from an inline answer."""
        everywhere = [self.elsewhere, *self.chats.values()]
        for chat in everywhere:
            for message in chat.messages:
                if message.inline_id == inline_id and not message.is_deleted:
                    return message
        raise bad("MESSAGE_ID_INVALID")

    def edit(self, message: Message, said: Text | None, markup: Json | None) -> Message:
        """said None: the buttons alone."""
        new = message.said if said is None else said
        if said is not None and any(kind in message.extra for kind in FILES):
            raise bad("there is no text in the message to edit")
        if (new, markup) == (message.said, message.markup):
            raise bad(UNCHANGED)
        message.said, message.markup = new, markup
        message.edited_s = int(time.time())
        message.versions.append(new.text)
        return message

    def delete(self, chat: Chat, message_id: int) -> None:
        message = chat.message(message_id)
        if message is None:
            raise bad("message to delete not found")
        if chat.kind != "private" and message.sender["id"] != self.bot["id"] and not chat.is_bot_admin:
            raise bad("message can't be deleted")
        message.is_deleted = True

    def administrators(self, chat: Chat) -> list[Json]:
        """Those who are people."""
        if chat.kind == "private":
            raise bad("there are no administrators in the private chat")
        return [
            self._membership(self.people[number].user, "administrator") | {"is_anonymous": is_anonymous}
            for number, is_anonymous in chat.admins.items()
        ]

    def act(self, chat: Chat, action: str) -> None:
        if chat.is_muted and not chat.is_bot_admin:
            raise bad("not enough rights to send text messages to the chat")
        if action not in CHAT_ACTIONS:
            raise bad("Wrong parameter action in request")
        chat.actions.append(action)

    def react(self, chat: Chat, message_id: int, reactions: Any) -> None:
        message = chat.message(message_id)
        if message is None:
            raise bad("message to react not found")
        if not isinstance(reactions, list | None):
            raise bad("Expected an Array of ReactionType")
        reactions = reactions or []
        if len(reactions) > 1:
            raise bad("REACTIONS_TOO_MANY")
        for reaction in reactions:
            if not isinstance(reaction, dict) or reaction.get("type") != "emoji":
                raise bad("can't parse ReactionType: invalid reaction type specified")
            if reaction.get("emoji") not in REACTIONS:
                raise bad("REACTION_INVALID")
        message.reactions.pop(self.bot["id"], None)
        if reactions:
            message.reactions[self.bot["id"]] = reactions[0]["emoji"]

    def answer_press(self, query_id: str, text: str, url: str) -> None:
        press = self.presses.get(query_id)
        if press is None or press.is_answered or time.monotonic() - press.at_s > self.query_life_s:
            raise bad(TOO_OLD)
        if len(text) > TOAST_CHARS:
            raise bad("MESSAGE_TOO_LONG")
        if url and not re.match(r"(?:https?://t\.me/|tg://)", url):
            raise bad("URL_INVALID")
        press.answered_s, press.toast = time.monotonic(), text

    def answer_inline(self, query_id: str, results: Any, button: Any, *, cache_s: int, is_personal: bool) -> None:
        found, shown = results_of(results, inline_is_on=self.has_inline), check_results_button(button)
        inline = self.inlines.get(query_id)
        if inline is None or inline.is_answered or time.monotonic() - inline.at_s > self.query_life_s:
            raise bad(TOO_OLD)
        if not self.has_inline:
            raise bad("BOT_INLINE_DISABLED")
        inline.results, inline.button, inline.cache_s, inline.is_personal = found, shown, cache_s, is_personal
        inline.answered_s = time.monotonic()

    def member(self, chat: Chat, user_id: int) -> Json:
        if user_id == self.bot["id"]:
            return self._membership(self.bot, "administrator" if chat.is_bot_admin else "member")
        person = self.people.get(user_id)
        if person is None:
            raise bad("PARTICIPANT_ID_INVALID")
        is_in = person in chat.members or chat.person is person
        return self._membership(person.user, "member" if is_in else "left")

    def send_file(
        self,
        chat: Chat,
        kind: str,
        content: bytes | None,
        file_id: str,
        caption: Text,
        markup: Json | None,
        reply: Any,
        *,
        thread: int | None = None,
    ) -> Message:
        """A photo or a document, uploaded or by the number of one that is there already."""
        if content is None and file_id not in self.files:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if units(caption.text) > CAPTION_UNITS:
            raise bad("message caption is too long")
        file = self.file(kind, content) if content is not None else {"file_id": file_id, "file_unique_id": file_id}
        shown: Any = [{**file, "width": 90, "height": 90}] if kind == "photo" else file
        return self.send(chat, caption, markup, reply, {kind: shown}, thread=thread)

    @staticmethod
    def _membership(user: Json, status: str) -> Json:
        shown: Json = {"user": user, "status": status}
        if status == "kicked":
            shown["until_date"] = 0
        if status == "administrator":
            rights = (
                "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
                "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
                "can_edit_stories can_delete_stories"
            )
            shown |= dict.fromkeys(rights.split(), False)
        return shown

    def forget_below(self, update_id: int) -> None:
        """The bot has confirmed all updates below this one."""
        self.queue = [each for each in self.queue if each.is_again or each.id >= update_id]

    def take(self, limit: int) -> Sequence[Pending]:
        """The first updates that wait; what is delivered again is delivered once."""
        found = self.queue[:limit]
        if any(each.is_again for each in found):
            self.queue = [each for each in self.queue if not each.is_again or each not in found]
        return found

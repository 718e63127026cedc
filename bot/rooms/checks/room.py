"""The room where agreements are looked at: a file or a long text in, what stands in it and what doesn't out, point by point.

What somebody sent is in memory from the moment it is known what it is until the answer is made; of a file it is not even
fetched before. Nothing of it is in records or log.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.codes import code_of
from bot.conversation.cutting import cut
from bot.conversation.house import House
from bot.conversation.menus import ALONE, Command
from bot.conversation.offers import AGREEING
from bot.conversation.reply import Attachment, Button, Reply, Turn
from bot.conversation.room import Document, FetchError, Handler, Pressed, Room, Said
from bot.conversation.runs import escape
from bot.records.people import Asker, Role
from bot.records.questions import Where
from bot.records.records import RecordsError
from bot.rooms.checks.checker import LIMITS, Checker, CrowdedError, NothingToSeekError
from bot.rooms.checks.telling import html_of, number_of, short, why
from bot.rooms.checks.versions import Memory, changes, seen_of
from bot.rooms.checks.word_file import word_file
from index.checking import Checked
from knowledge.entry import AgreementKind, Entry
from knowledge.notices import Refused

PASTED_CHARS = 1_500  # from which a text in a private chat may be an agreement
MOST_CHARS = 200_000  # of what is pasted piece by piece
HELD_FOR = timedelta(minutes=30)  # while it is not said what it is
MOST_HELD = 200  # of all people together
IN_A_ROW = 5  # buttons with a number
TELL = "tell"  # stands for a kind where the text is to tell it
BUTTONS = {
    AgreementKind.DLR: "chk_dlr",
    AgreementKind.GLR: "chk_glr",
    AgreementKind.WITHOUT: "chk_without",
    TELL: "chk_tell",
}
COMMAND = "nakijken"
_WORDS = ("nakijken", "check")  # of a caption, with which an admin's file is an agreement


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody sent, before they have said what it is."""

    name: str
    fetch: Callable[[], Awaitable[bytes]]  # raises FetchError
    text: str  # that was pasted; empty for a file
    at: datetime


class Checks(Room):
    """Looks at agreements, of anybody who sends one in a private chat."""

    prefix = "chk"
    commands = (Command(COMMAND, "check", ALONE, 65, is_private=True),)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._agreeing = house.offers.take(AGREEING)
        self._checker = Checker(house.retriever)
        self._memory = Memory()
        self._held: dict[str, Held] = {}
        self._expected: dict[str, datetime] = {}  # who was told to send one: an admin's file is that then
        self._busy: set[str] = set()
        self._preparing: asyncio.Task[object] | None = None

    def handlers(self) -> Mapping[str, Handler]:
        return {COMMAND: self._begin}

    def lets_go(self, asker: Asker) -> None:
        """What somebody sent, and which points stood in it."""
        key = _key(asker)
        self._held.pop(key, None)
        self._expected.pop(key, None)
        self._memory.forget(key)

    async def wakes(self, now: datetime) -> None:
        """Let go of what nobody came back for, and make the checklist ready before the first agreement comes."""
        for kept in (self._held, self._expected):
            for key in [
                key for key, one in kept.items() if now - (one.at if isinstance(one, Held) else one) > HELD_FOR
            ]:
                del kept[key]
        if self._house.post and self._checker.has_points and (self._preparing is None or self._preparing.done()):
            self._preparing = asyncio.create_task(self._prepare())

    async def _prepare(self) -> None:
        with suppress(NothingToSeekError):
            await self._checker.prepared()

    # --- one comes in

    async def _begin(self, said: Said) -> Turn:
        """What to send; or what stands behind the command, where that is long enough."""
        if not self._checker.has_points:
            return Turn.of(Reply(self._say("chk_no_points", said.lang)))
        pasted = said.text or said.around.answers
        if len(pasted) > PASTED_CHARS:
            return self._hold_text(said, pasted)
        self._expected[_key(said.asker)] = self._house.clock()
        return Turn.of(Reply(self._say("chk_how", said.lang)))

    async def hears(self, said: Said) -> Turn | None:
        """A text as long as an agreement, and what is pasted behind one."""
        if said.asker.is_group or not self._checker.has_points:
            return None
        if len(said.text) <= PASTED_CHARS:
            return None
        return self._hold_text(said, said.text)

    def _hold_text(self, said: Said, text: str) -> Turn:
        key = _key(said.asker)
        before = self._held.get(key)
        whole = f"{before.text}\n\n{text}" if before and before.text else text
        if len(whole) > MOST_CHARS:
            self._held.pop(key, None)
            return Turn.of(Reply(self._say("chk_too_long", said.lang)))

        async def fetch() -> bytes:
            return whole.encode()

        self._hold(key, Held("", fetch, whole, self._house.clock()))
        if whole is text:
            return Turn.of(self._what(said.lang))
        more = self._say("chk_more", said.lang, chars=len(text), all=len(whole))
        return Turn.of(self._what(said.lang)).headed(more)

    async def receives(self, said: Said, document: Document) -> Turn | None:
        """Anybody's file; an admin's only where it was said that it is an agreement."""
        if said.asker.is_group or not self._checker.has_points:
            return None
        key = _key(said.asker)
        is_meant = said.text.lower().lstrip("/").strip() in _WORDS or key in self._expected
        if said.asker.role >= Role.ADMIN and not is_meant:
            return None
        if document.size > LIMITS.max_bytes:
            return Turn.of(Reply(self._say("chk_too_big", said.lang, most=LIMITS.max_bytes // 1_000_000)))
        self._expected.pop(key, None)
        self._hold(key, Held(document.name, document.fetch, "", self._house.clock()))
        return Turn.of(self._what(said.lang))

    def _hold(self, key: str, held: Held) -> None:
        self._held.pop(key, None)
        self._held[key] = held
        while len(self._held) > MOST_HELD:
            del self._held[next(iter(self._held))]

    def _what(self, lang: str) -> Reply:
        rows = (
            *((self._button(key, lang, "as", kind),) for kind, key in BUTTONS.items()),
            (self._button("chk_stop", lang, "stop"),),
        )
        return Reply(self._say("chk_what", lang), rows)

    # --- buttons

    async def presses(self, pressed: Pressed) -> Turn | None:
        value = pressed.values[0] if pressed.values else ""
        match pressed.action:
            case "as" if value in BUTTONS:
                return await self._look(pressed, None if value == TELL else AgreementKind(value))
            case "stop":
                self._held.pop(_key(pressed.asker), None)
                return Turn((Reply(self._say("chk_let_go", pressed.lang)),), replaces=True)
            case "why":
                return self._why(value, pressed.lang)
            case "agree" if pressed.where is not Where.WEB:
                return await self._agree(pressed)
            case _:
                return None

    async def _look(self, pressed: Pressed, kind: AgreementKind | None) -> Turn:
        key, lang = _key(pressed.asker), pressed.lang
        if key in self._busy:
            return Turn(toast=self._say("chk_busy", lang))
        held = self._held.pop(key, None)
        if held is None:
            return Turn(toast=self._say("chk_old", lang))
        self._busy.add(key)
        try:
            checked = await self._checked(pressed, held, kind)
        except FetchError as error:
            return Turn.of(Reply(self._say("chk_not_fetched", lang, reason=escape(str(error)))))
        except Refused as refused:
            return Turn.of(Reply(escape(refused.notice.say(lang))))
        except NothingToSeekError:
            return Turn.of(Reply(self._say("chk_no_points", lang)))
        except CrowdedError as crowded:
            self._hold(key, held)
            return Turn(toast=self._say("chk_crowded", lang, count=crowded.args[0]))
        finally:
            self._busy.discard(key)
        return self._told(key, checked, lang, is_chat=pressed.where is not Where.WEB)

    async def _checked(self, pressed: Pressed, held: Held, kind: AgreementKind | None) -> Checked:
        async def queued(ahead: int) -> None:
            await self._tell(pressed, Reply(self._say("chk_queue", pressed.lang, place=ahead + 1)))

        data = await held.fetch()
        if not held.text:
            await self._tell(pressed, Reply(self._say("chk_reading", pressed.lang)))
        return await self._checker.check(data, held.name, kind, queued=queued)

    async def _tell(self, pressed: Pressed, reply: Reply) -> None:
        """Something to read while one waits; the answer comes without it too."""
        if self._house.post and pressed.where is Where.PRIVATE:
            now = self._house.clock()
            with suppress(RecordsError):
                await self._house.records.chats.keep(pressed.asker, pressed.lang)
                await self._house.post.once(
                    f"{self.prefix}:{pressed.asker.chat}:{now.timestamp():.0f}", pressed.asker.chat, reply
                )

    def _told(self, key: str, checked: Checked, lang: str, *, is_chat: bool) -> Turn:
        """is_chat: somebody can be reminded there of what they agree on."""
        now = self._house.clock()
        before = self._memory.of(key, now)
        blocks = [html_of(checked, self._say, lang)]
        if before:
            blocks.append(changes(before, checked, self._say, lang))
        blocks += [self._say("chk_why_hint", lang), self._say("chk_gone", lang)]
        self._memory.keep(key, seen_of(checked, now))
        numbered = [
            self._button.labelled(str(number_of(one)), "why", code_of(one.point[0].id)) for one in checked.findings
        ]
        rows = [tuple(numbered[at : at + IN_A_ROW]) for at in range(0, len(numbered), IN_A_ROW)]
        if is_chat:
            rows.append((self._button("chk_agree", lang, "agree"),))
        *firsts, last = cut("\n\n".join(blocks))
        replies = [Reply(first) for first in firsts]
        if data := word_file(checked, self._say, lang):
            replies.append(Reply("", attachment=Attachment(self._say("chk_word_name", lang), data)))
        return Turn((*replies, Reply(last, tuple(rows))))

    def _why(self, code: str, lang: str) -> Turn:
        found = [one for one in self._house.retriever.snapshot.reading.points if code_of(one.id) == code]
        if not found:
            return Turn(toast=self._say("old_button", lang))
        entry = next((one for one in found if one.lang == lang), found[0])
        return Turn.of(Reply(why(entry, self._say, lang), self._more_on(entry, lang)))

    def _more_on(self, entry: Entry, lang: str) -> tuple[tuple[Button, ...], ...]:
        """The entries that a point links to."""
        found = [self._house.retriever.snapshot.show(name, lang) for name in entry.see]
        return tuple(
            (Button(one.title, data_of(Press(Kind.SHOW, code=code_of(one.id)))),) for one in found if one is not None
        )

    async def _agree(self, pressed: Pressed) -> Turn:
        """Agreements of what is missing, one tap each to say who and when."""
        lang, key = pressed.lang, _key(pressed.asker)
        seen = self._memory.of(key, self._house.clock())
        if seen is None:
            return Turn(toast=self._say("chk_old", lang))
        points = {one.id: one for one in self._house.retriever.snapshot.reading.points if one.lang == lang}
        open_points = [points[name] for name in seen.open_points() if name in points]
        if not open_points:
            return Turn(toast=self._say("chk_nothing_missing", lang))
        lines = "\n".join(self._say("chk_agreement", lang, title=short(one)) for one in open_points)
        turn = await self._agreeing.propose(pressed.asker, lines, lang)
        return turn or Turn(toast=self._say("chk_nothing_missing", lang))


def _key(asker: Asker) -> str:
    return f"{asker.person}:{asker.chat}"

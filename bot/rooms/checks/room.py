"""The room where agreements are looked at: a file or a long text in, what stands in it and what doesn't out, point by point.

What somebody sent is in memory from the moment it is known what it is until the answer is made; of a file it is not even
fetched before. Nothing of it is in records or log.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.codes import code_of
from bot.conversation.compose import label
from bot.conversation.cutting import cut
from bot.conversation.house import House
from bot.conversation.menus import ALONE, Command
from bot.conversation.offers import AGREEING, CHECKING
from bot.conversation.reply import Attachment, Button, Reply, Turn
from bot.conversation.room import Document, FetchError, Handler, Pressed, Room, Said
from bot.conversation.runs import escape
from bot.records.people import Asker, Role
from bot.records.questions import Where
from bot.records.records import RecordsError
from bot.rooms.checks.beside import beside
from bot.rooms.checks.checker import LIMITS, At, Checker, CrowdedError, NothingToSeekError, UnsureKindError
from bot.rooms.checks.for_pages import ForPages
from bot.rooms.checks.status import Status
from bot.rooms.checks.telling import html_of, number_of, progress_said, short, why
from bot.rooms.checks.versions import Memory, Seen, changed_from, changes, is_earlier, seen_of
from bot.rooms.checks.word_file import word_file
from bot.when.clock import AMSTERDAM
from index.checking.points import Checked
from knowledge.documents.drafts import shown_name
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

    name: str  # as it is shown; empty: a text
    fetch: Callable[[], Awaitable[bytes]]  # raises FetchError
    text: str  # that was pasted; empty for a file
    at: datetime
    message_id: int | None = None  # Telegram's number of the message that it came in
    before: "Held | None" = None  # that was sent earlier, to be laid beside it; it has none before it


class Checks(Room):
    """Looks at agreements, of anybody who sends one in a private chat."""

    prefix = "chk"
    commands = (Command(COMMAND, "check", ALONE, 65, is_private=True),)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._agreeing = house.offers.take(AGREEING)
        self._checker = Checker(house.retriever)
        house.offers.give(CHECKING, ForPages(house, self._checker))
        self._memory = Memory()
        self._held: dict[str, Held] = {}
        self._expected: dict[str, datetime] = {}  # who was told to send one: an admin's file is that then
        self._busy: set[str] = set()
        self._preparing: asyncio.Task[object] | None = None

    def handlers(self) -> Mapping[str, Handler]:
        return {COMMAND: self._begin}

    def idle(self, asker: Asker) -> Collection[str]:
        return () if self._checker.has_points else (COMMAND,)

    def lets_go(self, asker: Asker) -> None:
        """What somebody sent, and which points stood in it."""
        key = _key(asker)
        self._held.pop(key, None)
        self._expected.pop(key, None)
        self._memory.forget(key)

    async def wakes(self, now: datetime) -> None:
        """Let go of what nobody came back for."""
        for kept in (self._held, self._expected):
            for key in [
                key for key, one in kept.items() if now - (one.at if isinstance(one, Held) else one) > HELD_FOR
            ]:
                del kept[key]

    def _get_ready(self) -> None:
        """Make the checklist ready while somebody says what they send: most days nobody sends any, and it takes half a second."""
        if self._preparing is None or self._preparing.done():
            self._preparing = asyncio.create_task(self._prepare())

    async def _prepare(self) -> None:
        with suppress(NothingToSeekError):
            await self._checker.prepared()

    # --- one comes in

    async def _begin(self, said: Said) -> Turn:
        """What to send; or what stands behind the command, or in the message that it is a reply to, where that is one."""
        if not self._checker.has_points:
            return Turn.of(Reply(self._say("chk_no_points", said.lang)))
        is_ours = said.around.answers_id is not None
        pasted = said.text if is_ours or len(said.text) > PASTED_CHARS else said.around.answers
        if len(pasted) > PASTED_CHARS:
            return self._hold_text(said, pasted)
        if document := said.around.document:
            return self._hold_file(said, document)
        self._expected[_key(said.asker)] = self._house.clock()
        self._get_ready()
        return Turn.of(Reply(self._say("chk_how_typed" if said.where is Where.TERMINAL else "chk_how", said.lang)))

    async def hears(self, said: Said) -> Turn | None:
        """A text as long as an agreement, and what is pasted behind one."""
        if said.asker.is_group or not self._checker.has_points:
            return None
        if len(said.text) <= PASTED_CHARS:
            return None
        return self._hold_text(said, said.text)

    def _hold_text(self, said: Said, text: str) -> Turn:
        key = _key(said.asker)
        held = self._held.get(key)
        whole = f"{held.text}\n\n{text}" if held and held.text else text
        if len(whole) > MOST_CHARS:
            self._held.pop(key, None)
            return Turn.of(Reply(self._say("chk_too_long", said.lang)))

        async def fetch() -> bytes:
            return whole.encode()

        before = held.before if held and held.text else held
        new = Held("", fetch, whole, self._house.clock(), said.around.message_id, before)
        self._hold(key, new)
        if whole is text:
            return Turn.of(self._what(new, said.lang))
        more = self._say("chk_more", said.lang, chars=len(text), all=len(whole))
        return Turn.of(self._what(new, said.lang)).headed(more)

    async def receives(self, said: Said, document: Document) -> Turn | None:
        """Anybody's file; an admin's only where it was said that it is an agreement."""
        if said.asker.is_group or not self._checker.has_points:
            return None
        is_asked = said.text.lower().lstrip("/").strip() in _WORDS or said.deed == COMMAND
        if said.asker.role >= Role.ADMIN and not (is_asked or _key(said.asker) in self._expected):
            return None
        return self._hold_file(said, document)

    def _hold_file(self, said: Said, document: Document) -> Turn:
        """A file, with the one before it that nothing was said of yet, or that it is a reply to."""
        key = _key(said.asker)
        if document.size > LIMITS.max_bytes:
            return Turn.of(Reply(self._say("chk_too_big", said.lang, most=LIMITS.max_bytes // 1_000_000)))
        self._expected.pop(key, None)
        held, before, answered = self._file(document), self._held.get(key), said.around.document
        if answered and answered is not document and answered.size <= LIMITS.max_bytes:
            before = self._file(answered)
        if before and before.message_id is not None and before.message_id == held.message_id:
            before = None  # it is the same
        if before and _is_newer(before, held):
            held, before = before, held
        held = replace(held, before=replace(before, before=None) if before else None)
        self._hold(key, held)
        return Turn.of(self._what(held, said.lang))

    def _file(self, document: Document) -> Held:
        name = shown_name(document.name) if document.name else ""
        return Held(name, document.fetch, "", self._house.clock(), document.message_id)

    def _hold(self, key: str, held: Held) -> None:
        self._held.pop(key, None)
        self._held[key] = held
        while len(self._held) > MOST_HELD:
            del self._held[next(iter(self._held))]
        self._get_ready()

    def _what(self, held: Held, lang: str) -> Reply:
        """What it is; where there are two, first what they are to each other."""
        stop = (self._button("chk_stop", lang, "stop"),)
        if held.before is None:
            return Reply(self._say("chk_what", lang), (*self._kinds(held, lang, BUTTONS), stop))
        names = [self._called(one, lang) for one in (held.before, held)]
        rows = (
            (self._button.labelled(label(self._say("chk_newer", lang, name=names[1])), "both", "new"),),
            (self._button("chk_side", lang, "both", "side"),),
            (self._button.labelled(label(self._say("chk_alone", lang, name=names[1])), "alone"),),
            stop,
        )
        return Reply(self._say("chk_two", lang, first=escape(names[0]), second=escape(names[1])), rows)

    def _kinds(self, held: Held, lang: str, kinds: Mapping[str, str]) -> tuple[tuple[Button, ...], ...]:
        return tuple((self._button(key, lang, "as", kind, held.message_id or 0),) for kind, key in kinds.items())

    def _called(self, held: Held, lang: str) -> str:
        return held.name or self._say("chk_pasted", lang)

    # --- buttons

    async def presses(self, pressed: Pressed) -> Turn | None:
        value, key = pressed.values[0] if pressed.values else "", _key(pressed.asker)
        match pressed.action:
            case "as" if value in BUTTONS:
                return await self._look(pressed, None if value == TELL else AgreementKind(value))
            case "both" if value in ("new", "side"):
                return await self._look_at_both(pressed, is_version=value == "new")
            case "alone" if held := self._held.get(key):
                self._held[key] = replace(held, before=None)
                return Turn((self._what(self._held[key], pressed.lang),), replaces=True)
            case "alone":
                return Turn(toast=self._say("chk_old", pressed.lang))
            case "stop":
                self._held.pop(key, None)
                return Turn((Reply(self._say("chk_let_go", pressed.lang)),), replaces=True)
            case "why":
                return self._why(value, pressed.lang)
            case "agree" if pressed.where is not Where.WEB:
                return await self._agree(pressed)
            case _:
                return None

    async def _look(self, pressed: Pressed, kind: AgreementKind | None) -> Turn:
        """What stands in the one that was sent, as that kind; None: as its words tell, and asked where they don't."""

        async def look(held: Held, status: Status) -> Turn:
            checked = await self._checked(pressed, held, kind, status, has_to_be_sure=kind is None)
            return self._told(pressed, checked, held.message_id)

        return await self._looking(pressed, look)

    async def _look_at_both(self, pressed: Pressed, *, is_version: bool) -> Turn:
        """What stands in both; is_version: the second is the first, written anew."""
        lang = pressed.lang

        async def look(held: Held, status: Status) -> Turn:
            if held.before is None:
                return Turn(toast=self._say("chk_old", lang))
            first = await self._checked(pressed, held.before, None, status)
            second = await self._checked(pressed, held, first.kind if is_version else None, status)
            names = self._called(held.before, lang), self._called(held, lang)
            if not is_version:
                told = [beside(first, second, names, self._say, lang), self._say("chk_not_legal", lang)]
                return Turn(tuple(map(Reply, cut("\n\n".join([*told, self._say("chk_both_gone", lang)])))))
            compared = changed_from(first, second, names[0], self._points(), self._say, lang)
            return self._told(pressed, second, held.message_id, compared)

        return await self._looking(pressed, look)

    async def _looking(self, pressed: Pressed, look: Callable[[Held, Status], Awaitable[Turn]]) -> Turn:
        """What came of it, or why nothing did; what was sent is let go of, unless it is still to be said what it is."""
        key, lang = _key(pressed.asker), pressed.lang
        if key in self._busy:
            return Turn(toast=self._say("chk_busy", lang))
        held = self._held.pop(key, None)
        if held is None:
            return Turn(toast=self._say("chk_old", lang))
        if held.before and pressed.action == "as" and pressed.number(1) == held.before.message_id:
            self._held[key], held = replace(held, before=None), held.before  # the button is under the earlier one
        self._busy.add(key)
        status = await self._status(pressed)
        try:
            turn = await look(held, status)
        except FetchError as error:
            turn = Turn.of(Reply(self._say("chk_not_fetched", lang, reason=escape(str(error)))))
        except Refused as refused:
            turn = Turn.of(Reply(escape(refused.notice.say(lang))))
        except NothingToSeekError:
            turn = Turn.of(Reply(self._say("chk_no_points", lang)))
        except CrowdedError as crowded:
            self._hold(key, held)
            turn = Turn(toast=self._say("chk_crowded", lang, count=crowded.args[0]))
        except UnsureKindError:
            self._hold(key, replace(held, at=self._house.clock()))
            kinds = {kind: key for kind, key in BUTTONS.items() if kind != TELL}
            rows = (*self._kinds(held, lang, kinds), (self._button("chk_stop", lang, "stop"),))
            turn = Turn((Reply(self._say("chk_unsure_kind", lang), rows),), replaces=True)
        finally:
            self._busy.discard(key)
            gone = await status.close()
        return replace(turn, gone=gone)

    async def _checked(
        self,
        pressed: Pressed,
        held: Held,
        kind: AgreementKind | None,
        status: Status,
        *,
        has_to_be_sure: bool = False,
    ) -> Checked:
        lang = pressed.lang

        def queued(ahead: int) -> None:
            status.say(self._say("chk_queue", lang, place=ahead + 1))

        def progress(at: At) -> None:
            status.say(progress_said(at, self._say, lang))

        status.say(self._say("chk_reading", lang))
        return await self._checker.check(
            await held.fetch(), held.name, kind, queued=queued, progress=progress, has_to_be_sure=has_to_be_sure
        )

    async def _status(self, pressed: Pressed) -> Status:
        """Something to read while one waits; the answer comes without it too."""
        if self._house.post is None or pressed.where is not Where.PRIVATE:
            return Status(None, "")
        with suppress(RecordsError):
            await self._house.records.chats.keep(pressed.asker, pressed.lang)
        return Status(self._house.post, pressed.asker.chat)

    # --- what is said

    def _told(self, pressed: Pressed, checked: Checked, message_id: int | None, compared: str = "") -> Turn:
        """compared: with the one before; empty: with what was seen within the hour, if anything was."""
        key, lang, now = _key(pressed.asker), pressed.lang, self._house.clock()
        seen, before = seen_of(checked, now, message_id), self._memory.of(key, now)
        if before and not compared:
            compared = self._compared_with_last(before, seen, lang)
        blocks = [html_of(checked, self._say, lang), compared]
        blocks += [self._say("chk_why_hint", lang), self._say("chk_gone", lang)]
        self._memory.keep(key, seen)
        numbered = [
            self._button.labelled(str(number_of(one)), "why", code_of(one.point[0].id)) for one in checked.findings
        ]
        rows = [tuple(numbered[at : at + IN_A_ROW]) for at in range(0, len(numbered), IN_A_ROW)]
        if pressed.where is not Where.WEB:  # somebody can be reminded there of what they agree on
            rows.append((self._button("chk_agree", lang, "agree"),))
        *firsts, last = cut("\n\n".join(filter(None, blocks)))
        replies = [Reply(first) for first in firsts]
        if data := word_file(checked, self._say, lang):
            replies.append(Reply("", attachment=Attachment(self._say("chk_word_name", lang), data)))
        return Turn((*replies, Reply(last, tuple(rows))))

    def _compared_with_last(self, before: Seen, seen: Seen, lang: str) -> str:
        """With what was looked at last, which may be the later of the two."""
        at = f"{before.at.astimezone(AMSTERDAM):%H:%M}"
        if is_earlier(before, seen):
            return self._compared(before, seen, "chk_changes", lang, at)
        return self._compared(seen, before, "chk_changes_since", lang, at)

    def _compared(self, older: Seen, newer: Seen, head: str, lang: str, at: str) -> str:
        """head: key of what it is held against; at: the hour at which that was looked at."""
        compared = changes(older.verdicts, newer.verdicts, self._points(), self._say, lang)
        return f"{self._say(head, lang, at=at)}\n{compared}"

    def _points(self) -> Sequence[Entry]:
        return self._house.retriever.snapshot.reading.points

    def _why(self, code: str, lang: str) -> Turn:
        found = [one for one in self._points() if code_of(one.id) == code]
        if not found:
            return Turn(toast=self._say("old_button", lang))
        entry = next((one for one in found if one.lang == lang), found[0])
        return Turn.of(Reply(why(entry, self._say, lang), self._more_on(entry, lang)))

    def _more_on(self, entry: Entry, lang: str) -> tuple[tuple[Button, ...], ...]:
        """The entries that a point links to."""
        found = self._house.retriever.snapshot.related(entry, lang)
        return tuple((Button(one.title, data_of(Press(Kind.SHOW, code=code_of(one.id)))),) for one in found)

    async def _agree(self, pressed: Pressed) -> Turn:
        """Agreements of what is missing, one tap each to say who and when."""
        lang, key = pressed.lang, _key(pressed.asker)
        seen = self._memory.of(key, self._house.clock())
        if seen is None:
            return Turn(toast=self._say("chk_old", lang))
        points = {one.id: one for one in self._points() if one.lang == lang}
        open_points = [points[name] for name in seen.open_points() if name in points]
        if not open_points:
            return Turn(toast=self._say("chk_nothing_missing", lang))
        lines = "\n".join(self._say("chk_agreement", lang, title=short(one)) for one in open_points)
        turn = await self._agreeing.propose(pressed.asker, lines, lang)
        return turn or Turn(toast=self._say("chk_nothing_missing", lang))


def _is_newer(one: Held, other: Held) -> bool:
    """Whether it came in later, as far as Telegram tells: an earlier file may be pointed at afterwards."""
    return one.message_id is not None and other.message_id is not None and one.message_id > other.message_id


def _key(asker: Asker) -> str:
    return f"{asker.person}:{asker.chat}"

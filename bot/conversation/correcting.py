"""An edit of a message in, what to say to it out, and the messages whose place that takes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.conversation.begun import Begun
from bot.conversation.doing import Doing
from bot.conversation.house import House
from bot.conversation.menus import told
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Around, Room, Said
from bot.conversation.speaking import spoken_with
from bot.records.drafts import Draft
from bot.records.failing import kept
from bot.records.people import Asker
from bot.records.questions import Where

PROPOSED = ""  # body of what stands before a change that is proposed of what is kept: nothing to go back to


class Correcting:
    """Takes edits of what began something, of answers in that, and of what led to something which is kept."""

    def __init__(
        self,
        house: House,
        rooms: Mapping[str, Room],
        begun: Begun,
        doing: Doing,
        heard_anew: Callable[[Asker, str, Where, Around], Awaitable[Turn]],
    ) -> None:
        """heard_anew: what to say to a message, as if nothing had been said to it yet."""
        self._house, self._records, self._say = house, house.records, house.wording.say
        self._rooms, self._begun, self._doing, self._heard_anew = rooms, begun, doing, heard_anew

    async def corrected(
        self, asker: Asker, text: str, where: Where, around: Around
    ) -> tuple[Turn, tuple[int, ...]] | None:
        """None: it is an edit of something else. text: what the message says now.

        The last answer is taken anew, and so is the message that began it where nothing followed; of an earlier one, or
        of another message meanwhile, it is said how to change what is known. What is kept already is changed with a tap.
        """
        message_id = around.message_id
        if message_id is None:
            return None
        last = await kept(self._records.drafts.last_answer(asker, message_id), None)
        if last and last.before is None:
            await self._records.drafts.end(asker)
            return await self._heard_anew(asker, text, where, around), last.reply_ids
        lang, _ = await spoken_with(self._house, asker)
        said = Said(asker, text.strip(), lang, where, around)
        command = told(text, self._house.username)
        if last and last.before and last.before.body and (room := self._rooms.get(last.before.room)):
            if command:
                return None
            turn = await room.continues(said, last.before)
            return await self._begun.answered(asker, turn, around, last.before), last.reply_ids
        draft = await self._begun.of(asker)
        is_answer = draft is not None and message_id in draft.answers
        if not command and not last and draft and (draft.waits or is_answer):
            is_told = is_answer or not asker.is_group
            return (Turn.of(Reply(self._say("edit_in_draft", lang))) if is_told else Turn()), ()
        changed = await self._changes_kept(said, message_id, command)
        return (changed, last.reply_ids if last else ()) if changed else None

    async def _changes_kept(self, said: Said, message_id: int, command: tuple[str, str] | None) -> Turn | None:
        """What to say to an edit of a message that led to something which is kept; None: it didn't."""
        origin = await kept(self._records.origins.of(said.asker, message_id), None)
        room = self._rooms.get(origin.room) if origin else None
        if origin is None or room is None:
            return None
        if command:
            known = self._house.commands.named(command[0])
            if known is None or known.name not in room.handlers():
                return None  # it asks for something else now
            said = replace(said, text=command[1])
        elif origin.is_whole:
            said = replace(said, text=await self._doing.content(said) or said.text)
        turn = await room.corrects(said, origin) if origin.word else None
        if turn is None:
            return Turn.of(Reply(self._say("edit_of_kept", said.lang)))
        if not turn.replies:
            return turn
        # What it proposes is proposed anew where it is edited again.
        return await self._begun.answered(said.asker, turn, said.around, Draft(room.prefix, PROPOSED, waits=False))

"""What somebody has begun in a room and not finished: kept track of, message by message, and ended."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Around, Room, Said
from bot.records.drafts import Draft
from bot.records.failing import kept
from bot.records.people import Asker
from index.plain import words_of

MOST_TO_LEAVE = 60  # characters with which somebody leaves what they have begun


class Begun:
    """Drafts of all rooms."""

    def __init__(self, house: House, rooms: Mapping[str, Room]) -> None:
        self._drafts, self._rooms, self._wording = house.records.drafts, rooms, house.wording

    async def of(self, asker: Asker) -> Draft | None:
        """What somebody has begun; None: nothing, or the records can't tell."""
        return await kept(self._drafts.of(asker), None)

    def waiting_room(self, draft: Draft | None) -> Room | None:
        """The room whose draft waits for a text; None: none does."""
        return self._rooms.get(draft.room) if draft and draft.waits else None

    async def began(self, said: Said, turn: Turn, before: Draft | None) -> Turn:
        """Remember which message began something: it may be edited. before: what was begun until then."""
        draft = await self.of(said.asker)
        if draft is None or (before and draft.body == before.body):
            return turn
        await kept(self._drafts.began(said.asker, said.around.message_id, said.lang), None)
        return turn if said.around.message_id is None else replace(turn, is_of_draft=True)

    async def answered(self, asker: Asker, turn: Turn, around: Around, before: Draft) -> Turn:
        """Remember which message was an answer, and to what: it may be edited."""
        if around.message_id is None:
            return turn
        await kept(self._drafts.answered(asker, around.message_id, before), None)
        return replace(turn, is_of_draft=True)

    def leaves(self, text: str) -> bool:
        """Whether somebody says that what they have begun ends, in whichever language."""
        return len(text) <= MOST_TO_LEAVE and " ".join(words_of(text)) in self._wording.words("stop_words")

    async def left(self, asker: Asker, draft: Draft, lang: str) -> Turn:
        """End what somebody has begun, and say what that was."""
        await self._drafts.end(asker)
        room = self._rooms.get(draft.room)
        return room.left(draft, lang) if room else Turn.of(Reply(self._wording.say("draft_ended", lang)))

    async def lets_be(self, said: Said) -> Turn | None:
        """The same of what a room keeps otherwise than as a draft; None: there is nothing."""
        for room in self._rooms.values():
            if turn := await room.lets_be(said):
                return turn
        return None

    async def in_name_of(self, asker: Asker, room: Room, values: Sequence[str]) -> Asker:
        """Whoever presses, or in a group the one as whom they began what the button is of: an anonymous admin, a channel."""
        others = await kept(self._drafts.pressable(asker, room.prefix), ()) if asker.is_group else ()
        if not others:
            return asker
        own = await kept(self._drafts.own(asker, room.prefix), None)
        token = values[0] if values else ""
        found = next((one for one in others if _token_of(one) == token), None)
        if found is None and own is None:
            found = next((one for one in others if _token_of(one) is None), None)
        if found is None or (own and _token_of(own) == token):
            return asker
        return replace(asker, person=found.person, own_chat="", own_number=None)


def _token_of(draft: Draft) -> str | None:
    """What its buttons hand back; None: they hand nothing back that tells it from another."""
    body = json.loads(draft.body)
    return body.get("token") if isinstance(body, dict) else None

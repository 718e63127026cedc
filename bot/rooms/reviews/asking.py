"""An entry in, a colleague who is asked whether it is still right; what they say out, to whoever asked."""

import json
from functools import partial

from bot.conversation.buttons import Buttons
from bot.conversation.codes import code_of
from bot.conversation.compose import label
from bot.conversation.house import House
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Pressed, Said
from bot.conversation.runs import escape
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.records.roles import Coordinator
from bot.rooms.reviews.records import Request, RequestRecords
from knowledge.entry import Entry

OFFERED = 20  # coordinators


class Asking:
    """Asks coordinators and other admins."""

    def __init__(self, house: House, button: Buttons, prefix: str) -> None:
        self._house, self._button, self._prefix = house, button, prefix
        self._say, self._records = house.wording.say, house.records.shelf(RequestRecords)

    async def whom(self, entry: Entry, lang: str) -> Turn:
        """Who can be asked."""
        code = code_of(entry.id)
        rows: list[tuple[Button, ...]] = [
            (self._button.labelled(label(self._name(one, lang)), "to", code, entry.lang, one.number),)
            for one in (await self._house.records.roles.coordinators())[:OFFERED]
        ]
        rows.append((self._button("reviews_to_admins", lang, "to", code, entry.lang, 0),))
        return Turn.of(Reply(self._say("reviews_whom", lang, title=escape(entry.title)), tuple(rows)))

    async def asked(self, asker: Asker, entry: Entry, number: int, lang: str) -> Turn | None:
        """Ask somebody; number: the coordinator's, 0 for the other admins. None: there is no such any more."""
        if number == 0:
            if self._house.admins:
                await self._house.admins.tell(partial(self._to_admins, entry), but={asker.person})
            return Turn((Reply(self._say("reviews_asked_admins", lang)),), replaces=True)
        coordinators = await self._house.records.roles.coordinators()
        colleague = next((one for one in coordinators if one.number == number), None)
        if colleague is None or self._house.post is None:
            return None
        name = self._name(colleague, lang)
        kept = await self._house.records.chats.of(colleague.chat)
        if kept is None:
            return Turn((Reply(self._say("reviews_cant_ask", lang, name=escape(name))),), replaces=True)
        await self._house.records.chats.keep(asker, lang)
        request = await self._records.add(asker, colleague.person, entry.id, entry.lang)
        reply = self._to_coordinator(entry, request, kept.lang)
        await self._house.post.once(f"review:{request}", colleague.chat, reply, is_held=True)
        return Turn((Reply(self._say("reviews_asked", lang, name=escape(name))),), replaces=True)

    def _to_admins(self, entry: Entry, lang: str) -> Reply:
        row = (self._button("reviews_look", lang, "card", code_of(entry.id), entry.lang),)
        return Reply(self._say("reviews_please_admin", lang, title=escape(entry.title)), (row,))

    def _to_coordinator(self, entry: Entry, number: int, lang: str) -> Reply:
        """The text in one message, with the question and two buttons."""
        row = (self._button("reviews_yes", lang, "yes", number), self._button("reviews_no", lang, "no", number))
        shown = self._house.composer.shared(entry, lang).html
        return Reply(f"{self._say('reviews_please', lang)}\n\n{shown}", (row,))

    # --- whoever was asked

    async def answered(self, pressed: Pressed) -> Turn | None:
        """They say yes, or no: then what is wrong is asked."""
        number, asker, lang = pressed.number(), pressed.asker, pressed.lang
        request = await self._records.of(number, asker.person) if number is not None and not asker.is_group else None
        if request is None:
            return Turn(toast=self._say("reviews_old", lang))
        if pressed.action == "no":
            body = json.dumps({"step": "why", "number": request.number})
            await self._house.records.drafts.keep(asker, self._prefix, body, waits=True)
            return Turn.of(Reply(self._say("reviews_why", lang)))
        await self._pass_on(request, "reviews_says_yes", "")
        return Turn((Reply(self._say("reviews_thanks", lang)),), replaces=True)

    async def continues(self, said: Said, draft: Draft) -> Turn:
        """What is wrong with it."""
        number = json.loads(draft.body).get("number", 0)
        await self._house.records.drafts.end(said.asker)
        request = await self._records.of(number, said.asker.person)
        if request is None:
            return Turn.of(Reply(self._say("reviews_old", said.lang)))
        await self._pass_on(request, "reviews_says_no", " ".join(said.text.split())[:1000])
        return Turn.of(Reply(self._say("reviews_thanks", said.lang)))

    async def _pass_on(self, request: Request, key: str, words: str) -> None:
        """Tell whoever asked, once."""
        if not await self._records.end(request.number) or self._house.post is None:
            return
        kept = await self._house.records.chats.of(request.chat)
        if kept is None:
            return
        entry = self._house.entry(code_of(request.entry), request.lang)
        coordinators = await self._house.records.roles.coordinators()
        colleague = next((one for one in coordinators if one.person == request.colleague), None)
        name = self._name(colleague, kept.lang) if colleague else self._say("role_a_coordinator", kept.lang)
        text = self._say(
            key,
            kept.lang,
            name=escape(name),
            title=escape(entry.title if entry else request.entry),
            words=escape(words),
        )
        row = (self._button("reviews_look", kept.lang, "card", code_of(request.entry), request.lang),)
        reply = Reply(text, (row,) if entry else ())
        await self._house.post.once(f"review:{request.number}:said", request.chat, reply, is_held=True)

    def _name(self, one: Coordinator, lang: str) -> str:
        return one.label or self._say("role_nameless", lang, number=one.number)


def may_ask(asker: Asker) -> bool:
    """Whether somebody may look at entries again."""
    return asker.role >= Role.ADMIN and not asker.is_group

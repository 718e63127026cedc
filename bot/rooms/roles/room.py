"""The room of roles: admins invite coordinators by a link that works once, take roles back, and see what was done."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.conversation.house import House
from bot.conversation.menus import ADMINS, Command
from bot.conversation.offers import ROLE_GONE
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said, Waiting
from bot.conversation.runs import escape
from bot.records.actions import Action
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.records.roles import Coordinator, Invitation
from bot.when.clock import AMSTERDAM
from index.labels import long_date

LABEL_CHARS = 60  # kept of what an admin calls a coordinator
ACTIONS = 20  # shown at once
PAGE = 20  # coordinators and invitations shown at once


class Roles(Room):
    """Gives roles and takes them back."""

    prefix = "rol"
    commands = (Command("rollen", "roles", ADMINS, 190, Role.ADMIN),)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._records = house.records.roles

    def handlers(self) -> Mapping[str, Handler]:
        return {"rollen": self._list}

    # --- admins

    async def _list(self, said: Said) -> Turn:
        if said.asker.is_group:
            return Turn.of(Reply(self._say("role_only_alone", said.lang)))
        return Turn.of(await self._overview(said.lang))

    async def _overview(self, lang: str, page: int = 0) -> Reply:
        coordinators, invitations = await self._records.coordinators(), await self._records.invitations()
        everyone: tuple[Coordinator | Invitation, ...] = (*coordinators, *invitations)
        page = min(page, max(0, len(everyone) - 1) // PAGE)
        blocks = [self._say("roles", lang, count=len(coordinators))]
        rows: list[tuple[Button, ...]] = []
        for one in everyone[page * PAGE : (page + 1) * PAGE]:
            name = self._name(one, lang)
            if isinstance(one, Coordinator):
                blocks.append(self._say("role_line", lang, name=escape(name), date=self._day(one.since, lang)))
                rows.append((self._button("role_take_back", lang, "back", one.number, name=name),))
            else:
                until = self._day(one.until, lang)
                blocks.append(self._say("role_invited_line", lang, name=escape(name), date=until))
                rows.append((self._button("role_withdraw", lang, "withdraw", one.number, name=name),))
        turns = []
        if page > 0:
            turns.append(self._button("previous_page", lang, "list", page - 1))
        if (page + 1) * PAGE < len(everyone):
            turns.append(self._button("next_page", lang, "list", page + 1))
        if turns:
            rows.append(tuple(turns))
        rows.append((self._button("role_invite", lang, "invite"), self._button("role_actions", lang, "actions")))
        return Reply("\n".join(blocks), tuple(rows))

    async def presses(self, pressed: Pressed) -> Turn | None:
        match pressed.action:
            case "yes" | "no":
                return await self._answered(pressed)
            case _ if pressed.asker.role < Role.ADMIN or pressed.asker.is_group:
                return None
            case "invite" if not self._house.username:  # in a terminal
                return Turn.of(Reply(self._say("role_no_links", pressed.lang)))
            case "invite":
                await self._house.records.drafts.keep(pressed.asker, self.prefix, json.dumps({}), waits=True)
                return Turn.of(self._ask_label(pressed.lang))
            case "skip":
                return await self._invite(pressed, "") if await self._end_own(pressed) else None
            case "stop":
                return (
                    Turn((Reply(self._say("draft_ended", pressed.lang)),), replaces=True)
                    if await self._end_own(pressed)
                    else None
                )
            case "withdraw":
                number = pressed.number()
                if number is not None and (gone := await self._records.withdraw(number)):
                    await self._house.note(pressed.asker, "withdrawn", gone.label)
                return Turn((await self._overview(pressed.lang),), replaces=True)
            case "back":
                return await self._ask_to_take_back(pressed)
            case "sure":
                return await self._take_back(pressed)
            case "list":
                return Turn((await self._overview(pressed.lang, pressed.number() or 0),), replaces=True)
            case "actions":
                return Turn.of(await self._actions(pressed.lang))
            case _:
                return None

    def begun(self, draft: Draft) -> str:
        return "begun_role"

    async def continues(self, said: Said, draft: Draft) -> Turn:
        if said.asker.role < Role.ADMIN:
            await self._house.records.drafts.end(said.asker)
            return Turn.of(Reply(self._say("draft_ended", said.lang)))
        await self._house.records.drafts.end(said.asker)
        return await self._invite(said, " ".join(said.text.split())[:LABEL_CHARS])

    async def waiting(self, asker: Asker, draft: Draft, lang: str) -> Waiting:
        return Waiting(self._ask_label(lang), is_name=True)

    def _ask_label(self, lang: str) -> Reply:
        row = (self._button("role_skip", lang, "skip"), self._button("role_stop", lang, "stop"))
        return Reply(self._say("role_ask_label", lang), (row,))

    async def _end_own(self, pressed: Pressed) -> bool:
        draft = await self._house.records.drafts.own(pressed.asker, self.prefix)
        return draft is not None and await self._house.records.drafts.end(pressed.asker)

    async def _invite(self, by: Said | Pressed, label: str) -> Turn:
        token, until = await self._records.invite(label)
        await self._house.note(by.asker, "invited", label)
        link = f"https://t.me/{self._house.username}?start={self.prefix}_{token}"
        day = self._day(until, by.lang)
        named = self._say("role_invitation_of", by.lang, name=escape(label)) if label else ""
        return Turn.of(Reply(self._say("role_invitation", by.lang, link=link, date=day, named=named)))

    async def _ask_to_take_back(self, pressed: Pressed) -> Turn | None:
        found = [one for one in await self._records.coordinators() if one.number == pressed.number()]
        if not found:
            return Turn((await self._overview(pressed.lang),), replaces=True)
        row = (
            self._button("role_sure", pressed.lang, "sure", found[0].number),
            self._button("role_not", pressed.lang, "list"),
        )
        name = escape(self._name(found[0], pressed.lang))
        return Turn((Reply(self._say("role_ask_back", pressed.lang, name=name), (row,)),), replaces=True)

    async def _take_back(self, pressed: Pressed) -> Turn | None:
        number = pressed.number()
        gone = await self._records.take_back(number) if number is not None else None
        if gone is not None:
            await self._house.note(pressed.asker, "taken_back", gone.label)
            for let_go in self._house.offers.all(ROLE_GONE):
                await let_go(gone.person)
            await self._tell_gone(gone)
        return Turn((await self._overview(pressed.lang),), replaces=True)

    async def _tell_gone(self, gone: Coordinator) -> None:
        """Show the person everybody's menu again, and say why."""
        kept = await self._house.records.chats.of(gone.chat)
        if kept is None:
            return
        if self._house.show_menu:
            await self._house.show_menu(kept.number, Role.ASKER)
        if self._house.post:
            gone_now = Reply(self._say("role_gone", kept.lang))
            await self._house.post.once(f"role:{gone.number}", gone.chat, gone_now, is_held=True)

    async def _actions(self, lang: str) -> Reply:
        found = await self._house.records.actions.latest(ACTIONS)
        if not found:
            return Reply(self._say("role_no_actions", lang))
        return Reply("\n".join([self._say("role_actions_head", lang), *(self._line(one, lang) for one in found)]))

    def _line(self, one: Action, lang: str) -> str:
        at = one.at.astimezone(AMSTERDAM)
        who = self._say("role_an_admin" if one.role is Role.ADMIN else "role_a_coordinator", lang)
        what = self._say(f"action_{one.action}", lang)
        subject = f": {escape(one.subject)}" if one.subject else ""
        mark = f" ({one.person[:4]})" if one.person else ""
        return f"• {long_date(at.date(), lang)} {at:%H:%M}, {who}{mark}: {what}{subject}"

    # --- whoever was invited

    async def opens(self, said: Said) -> Turn | None:
        lang = said.lang
        if said.asker.is_group:
            return Turn.of(Reply(self._say("role_open_alone", lang)))
        if said.asker.role > Role.ASKER:
            return Turn.of(Reply(self._for_another(said.asker, lang)))
        if await self._records.invitation(said.text) is None:
            return Turn.of(Reply(self._say("role_link_over", lang)))
        row = (
            self._button("role_accept", lang, "yes", said.text),
            self._button("role_decline", lang, "no", said.text),
        )
        return Turn.of(Reply(self._say("role_offer", lang), (row,)))

    async def _answered(self, pressed: Pressed) -> Turn | None:
        asker, lang = pressed.asker, pressed.lang
        if asker.is_group or len(pressed.values) != 1:
            return None
        if pressed.action == "no":
            return Turn((Reply(self._say("role_declined", lang)),), replaces=True)
        if asker.role > Role.ASKER:
            return Turn((Reply(self._for_another(asker, lang)),), replaces=True)
        invitation = await self._records.accept(pressed.values[0], asker)
        if invitation is None:
            return Turn((Reply(self._say("role_link_over", lang)),), replaces=True)
        await self._house.records.chats.keep(asker, lang)
        await self._house.note(asker, "accepted", invitation.label)
        if self._house.show_menu and asker.chat_number is not None:
            await self._house.show_menu(asker.chat_number, Role.COORDINATOR)
        if self._house.admins:
            await self._house.admins.tell(
                lambda said_in: Reply(
                    self._say("role_was_accepted", said_in, name=escape(self._name(invitation, said_in)))
                )
            )
        return Turn((Reply(self._say("role_accepted", lang)),), replaces=True)

    # --- words

    def _for_another(self, asker: Asker, lang: str) -> str:
        """What somebody hears who would use up a link for nothing."""
        return self._say("role_for_another" if asker.is_admin else "role_already", lang)

    def _name(self, one: Coordinator | Invitation, lang: str) -> str:
        return one.label or self._say("role_nameless", lang, number=one.number)

    @staticmethod
    def _day(at: datetime, lang: str) -> str:
        return long_date(at.astimezone(AMSTERDAM).date(), lang)

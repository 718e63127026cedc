"""Who comes to a meeting: a list of first names that people let the chat see, of guests, and of how many are left unnamed."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from bot.cleaning import clean
from bot.conversation.buttons import Buttons
from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Pressed, Said
from bot.conversation.runs import escape
from bot.rooms.invitations.cards import MARKS, PREFIX
from bot.rooms.invitations.coming_records import Coming, ComingRecords
from bot.rooms.invitations.meeting import Meeting
from bot.rooms.invitations.records import Invitation, InvitationRecords, Vote

NAME_CHARS = 40
# "Wie komt er allemaal?" in answer to a card is a question, and nothing for the agenda.
_WHO = re.compile(
    r"(?:en )?(?:wie|hoeveel(?: mensen| man)?) (?:komt|komen|is|zijn|doet|doen|gaat|gaan|kan|kunnen)(?: er| mee| erbij| bij)*"
    r"(?: allemaal| nu| al| nog| aanwezig| aangemeld| dan)*(?: naartoe| erheen| mee| bij)?\s*\??|"
    r"(?:en )?(?:komt|komen|kan|kunnen|is|zijn) (?:iedereen|we (?:er )?allemaal|er genoeg mensen|er al genoeg)(?: er)?(?: bij| mee| dan| nu)*\s*\??|"
    r"wie (?:komt|komen|kan|kunnen|is|zijn) (?:er )?(?:(?:nog )?niet|wel)(?: mee| bij)?\s*\??|"
    r"wie (?:heeft|hebben) (?:er )?(?:zich )?(?:al |nog )?(?:niet )?(?:aangemeld|afgemeld|gereageerd|geantwoord)\s*\??|"
    r"(?:is|are) (?:everybody|everyone|we all) (?:coming|there)\s*\??|who (?:can(?:['’]t|not)?|isn['’]t) (?:come|make it|coming)\s*\??|"
    r"who(?:['’]s| is| all is| else is)? (?:coming|comes|attending|there|going)(?: to (?:it|this))?\s*\??|"
    r"how many (?:people )?(?:are coming|come)\s*\??",
    re.IGNORECASE,
)
_GUEST = re.compile(r"(?P<sign>[+-]|gast:|guest:)\s*(?P<name>\S[^\n]*)", re.IGNORECASE)
# "Ik neem Kees mee": a name, and not "ik neem de taart mee".
_BRINGS = re.compile(
    r"(?i:ik neem|ik breng|wij nemen|we nemen|I(?:['’]ll| will)? bring|I(?:['’]m| am) bringing) (?:ook )?(?P<name>[A-ZÀ-Ý][\w'’-]+(?: (?:van|de|der|den|[A-ZÀ-Ý][\w'’-]+)){0,3})"
    r"(?: (?:ook )?mee| along| too)?\s*[.!]?"
)


class Attendance:
    """Says it, and takes names."""

    def __init__(self, house: House) -> None:
        self._house, self._say = house, house.wording.say
        self._coming, self._invitations = house.records.shelf(ComingRecords), house.records.shelf(InvitationRecords)
        self._button = Buttons(PREFIX, house.wording.say)

    @property
    def presses(self) -> Mapping[str, Callable[[Pressed], Awaitable[Turn | None]]]:
        """What its buttons do."""
        return {
            "who": self._show,
            "name": lambda pressed: self._name(pressed, clean(pressed.asker.first_name, NAME_CHARS)),
            "noname": lambda pressed: self._name(pressed, ""),
        }

    async def asks(self, pressed: Pressed, key: str = "coming_name_ask") -> str:
        """What an answer is told besides, once: that a first name may stand in the list; empty: it was told before.

        key: of the sentence, which says where.
        """
        is_first = pressed.asker.is_group and await self._coming.is_first(pressed.asker)
        return f" {self._say(key, pressed.lang)}" if is_first else ""

    async def hears(self, said: Said, invitation: Invitation) -> Turn | None:
        """An answer to a card that asks who comes, or names a guest; None: it is something for the agenda."""
        if _WHO.fullmatch(said.text):
            return Turn.of(await self._list(invitation, said.lang))
        if brings := _BRINGS.fullmatch(said.text.strip()):
            said = replace(said, text=f"+ {brings['name']}")
        guest = _GUEST.fullmatch(said.text)
        if (
            guest is None
            or not invitation.is_group
            or (guest["sign"] == "-" and not await self._brings(said, invitation, guest["name"]))
        ):
            return None
        name = clean(guest["name"], NAME_CHARS)
        if guest["sign"] == "-":
            await self._coming.unbring(said.asker, invitation.number, name)
            return Turn.of(await self._list(invitation, said.lang))
        coming = await self._of(invitation)
        if coming.votes.get(said.asker.person) not in (Vote.YES, Vote.MAYBE):
            return Turn.of(Reply(self._say("coming_guest_first", said.lang)))
        if not await self._coming.bring(said.asker, invitation.number, name, invitation.meeting.end):
            return Turn.of(Reply(self._say("coming_guests_full", said.lang)))
        return Turn.of(await self._list(invitation, said.lang))

    async def silent(self, invitation: Invitation, lang: str) -> str | None:
        """Who answered here before and not to this one, as a line of HTML; None: nobody."""
        coming = await self._of(invitation)
        if not coming.silent:
            return None
        return self._say("coming_silent", lang, who=self.named(coming, coming.silent, lang))

    async def _of(self, invitation: Invitation) -> Coming:
        votes = await self._invitations.votes_of(invitation.number)
        return await self._coming.of(invitation.number, invitation.chat, votes)

    async def _brings(self, said: Said, invitation: Invitation, name: str) -> bool:
        """Whether a line that begins with a dash takes a guest off, rather than put something on the agenda."""
        guests = (await self._of(invitation)).guests
        return any(by == said.asker.person and one.casefold() == name.strip().casefold() for by, one in guests)

    async def _show(self, pressed: Pressed) -> Turn | None:
        invitation = await self._found(pressed)
        if invitation is None:
            return Turn(toast=self._say("meeting_elsewhere", pressed.lang))
        return Turn.of(await self._list(invitation, pressed.lang))

    async def _name(self, pressed: Pressed, name: str) -> Turn | None:
        """Whoever presses lets the chat see their first name, or takes it back."""
        invitation = await self._found(pressed)
        if invitation is None:
            return Turn(toast=self._say("meeting_elsewhere", pressed.lang))
        await self._coming.show(pressed.asker, name)
        toast = self._say("coming_named" if name else "coming_unnamed", pressed.lang)
        return replace(Turn((await self._list(invitation, pressed.lang),), replaces=True), toast=toast)

    async def _found(self, pressed: Pressed) -> Invitation | None:
        number = pressed.number()
        return None if number is None else await self._invitations.of(number, pressed.asker.chat)

    async def _list(self, invitation: Invitation, lang: str) -> Reply:
        coming = await self._of(invitation)
        lines = [self._say("coming_title", lang, what=escape(_shown(invitation.meeting)))]
        for vote, mark in MARKS.items():
            people = [person for person, said in coming.votes.items() if said is vote]
            named = f": {self.named(coming, people, lang)}" if people else ""
            lines.append(f"{mark} {len(people)}{named}")
        for person, guest in coming.guests:
            by = escape(coming.names[person]) if person in coming.names else ""
            key = "coming_guest_of" if by else "coming_guest"
            lines.append(self._say(key, lang, guest=escape(guest), by=by))
        lines += ["", self._say("coming_hint", lang)]
        row = (
            self._button("coming_name", lang, "name", invitation.number),
            self._button("coming_no_name", lang, "noname", invitation.number),
        )
        html = "\n".join([*lines, f"<i>{self._say('meeting_reference', lang, number=invitation.number)}</i>"])
        return Reply(html, (row,))

    def named(self, coming: Coming, people: Sequence[str], lang: str, *, most_chars: int = NAME_CHARS) -> str:
        """ "Ans, Bep en nog 2"; who isn't to be named is counted."""
        names = [escape(clean(coming.names[person], most_chars)) for person in people if person in coming.names]
        others = len(people) - len(names)
        if not names:
            return self._say("coming_unnamed_count", lang, count=others)
        return ", ".join(names) + (self._say("coming_more", lang, count=others) if others else "")


def asks_who(text: str) -> bool:
    """Whether it is asked who comes, and nothing else."""
    return bool(_WHO.fullmatch(text))


def _shown(meeting: Meeting) -> str:
    return clean(meeting.what, 60)

"""A calendar to subscribe to: /agenda gives its address, and whoever asks at that address gets what is planned."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from bot.conversation.buttons import Buttons
from bot.conversation.house import House
from bot.conversation.offers import Calendar
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Pressed, Said
from bot.records.people import Role
from bot.rooms.invitations.calendar_file import Issue, calendar_feed
from bot.rooms.invitations.calendars import CalendarRecords, Subscription
from bot.rooms.invitations.cards import PREFIX
from bot.rooms.invitations.records import InvitationRecords
from bot.when.reckoning import whole_hour

LOOKS_BACK = timedelta(days=31)  # for how long what has been stays in it


class Subscribing:
    """Hands out addresses, and what is to be had there."""

    def __init__(self, house: House) -> None:
        self._house, self._say = house, house.wording.say
        self._calendars = house.records.shelf(CalendarRecords)
        self._invitations = house.records.shelf(InvitationRecords)
        self._button = Buttons(PREFIX, house.wording.say)

    @property
    def presses(self) -> Mapping[str, Callable[[Pressed], Awaitable[Turn | None]]]:
        """What its buttons do."""
        return {"anew": self._anew, "revoke": self._revoke}

    async def begin(self, said: Said) -> Turn:
        """The address of the chat's calendar."""
        if not self._house.web_url:
            return Turn.of(Reply(self._say("calendar_not_here", said.lang)))
        token = await self._calendars.of(said.asker)
        return Turn.of(self._reply(token, said.lang, is_group=said.asker.is_group))

    async def feed(self, token: str) -> Calendar | None:
        """What is to be had at an address; None: nothing, or nothing any more."""
        found = await self._calendars.of_token(token)
        if found is None:
            return None
        now = self._house.clock()
        person = None if found.is_group else found.creator
        meetings = await self._invitations.in_calendar(found.chat, person, now - LOOKS_BACK)
        kept = await self._house.records.chats.of(found.chat)
        lang = kept.lang if kept else "nl"
        # Made by the hour: what has not changed is the same until then, and need not be sent again.
        at = whole_hour(now)
        name, title = self._house.composer.introduction.name(lang), self._say("meeting_agenda_plain", lang)
        issues = [
            (one.meeting, Issue(one.uid, one.version, at, name, one.is_cancelled, one.series)) for one in meetings
        ]
        return Calendar(calendar_feed(issues, name, title))

    async def _anew(self, pressed: Pressed) -> Turn | None:
        if refused := await self._refused(pressed):
            return refused
        token = await self._calendars.of(pressed.asker, is_new=True)
        reply = self._reply(token, pressed.lang, is_group=pressed.asker.is_group)
        return Turn((reply,), toast=self._say("calendar_anew_done", pressed.lang), replaces=True)

    async def _revoke(self, pressed: Pressed) -> Turn | None:
        if refused := await self._refused(pressed):
            return refused
        await self._calendars.revoke(pressed.asker.chat)
        return Turn((Reply(self._say("calendar_revoked", pressed.lang)),), replaces=True)

    async def _refused(self, pressed: Pressed) -> Turn | None:
        """What to say to who may not: in a group others have that address in their calendars."""
        found = await self._calendars.of_chat(pressed.asker.chat)
        if not self._house.web_url or (found and not _may_change(pressed, found)):
            key = "calendar_no_right" if self._house.web_url else "calendar_not_here"
            return Turn(toast=self._say(key, pressed.lang))
        return None

    def _reply(self, token: str, lang: str, *, is_group: bool) -> Reply:
        address = f"webcal://{self._house.web_url.partition('://')[2]}/agenda/{token}.ics"
        key = "calendar_of_group" if is_group else "calendar_of_person"
        html = "\n\n".join(
            [
                f"{self._say('calendar_title', lang)}\n<code>{address}</code>",
                self._say(key, lang),
                self._say("calendar_how", lang),
                self._say("calendar_secret", lang),
            ]
        )
        row = (self._button("calendar_anew", lang, "anew"), self._button("calendar_revoke", lang, "revoke"))
        return Reply(html, (row,))


def _may_change(pressed: Pressed, found: Subscription) -> bool:
    is_maker = found.creator in (pressed.asker.person, *pressed.asker.also)
    return not found.is_group or is_maker or pressed.asker.role >= Role.COORDINATOR

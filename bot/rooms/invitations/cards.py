"""Meetings in, the messages and buttons that show them out: questions, cards, reminders, and the calendar file under a card."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.cleaning import clean
from bot.conversation.buttons import Buttons
from bot.conversation.days import NO_END, Days
from bot.conversation.house import House
from bot.conversation.offers import Noted
from bot.conversation.reach import late
from bot.conversation.reply import Attachment, Button, Clock, Reply
from bot.conversation.runs import escape
from bot.rooms.invitations.calendar_file import Issue, calendar_file
from bot.rooms.invitations.draft import Asks, Begun
from bot.rooms.invitations.meeting import Meeting
from bot.rooms.invitations.poll_records import Proposal
from bot.rooms.invitations.records import Invitation, Vote, id_of_item
from bot.rooms.invitations.series import Once, Series
from bot.when.clock import AMSTERDAM, local
from bot.when.meaning import Doubt, HourDoubt, When
from bot.when.reminding import LATE
from bot.when.telling import briefly, in_words, repeat_in_words

PREFIX = "inv"
OFFERED = ("day_tomorrow", "day_in_a_week", "day_in_two_weeks")
LENGTHS = (30, 60, 90, 120)  # minutes
AGREEMENT_MINUTES = 30  # that an agreement with an hour takes in a calendar
PLACES = {"mbo": "meeting_at_mbo", "vmbo": "meeting_at_vmbo"}
NO_PLACE = "none"
_COUNTED = {Vote.YES: "meeting_yes", Vote.MAYBE: "meeting_maybe", Vote.NO: "meeting_no"}  # keys of wording
MARKS = {Vote.YES: "✅", Vote.MAYBE: "❔", Vote.NO: "❌"}
DROPPABLE = 3  # items with a button that takes them off again
LISTED, LISTED_CHARS = 10, 60  # items, and of each, in the text that goes with a file
BUTTON_CHARS = 30  # of an item, on such a button
LINE_PLACE_CHARS = 100  # of a place, in the line that says what changed
MOST_OTHERS = 6  # of the times to come that are otherwise, on a card
SOON = timedelta(minutes=75)  # less than this before it begins, a reminder names the hour rather than the day
Row = tuple[Button, ...]

# On a reminder, which stays as it is said, so that nobody reads an old count there.
_ANSWERS = ("meeting_i_come", "meeting_i_may_come", "meeting_i_do_not_come")
_QUESTIONS = {
    Asks.WHAT: "meeting_ask_what_again",
    Asks.LENGTH: "meeting_ask_length",
    Asks.PLACE: "meeting_ask_place",
    Asks.AGENDA: "meeting_ask_agenda",
}
_FIELDS = {
    Asks.WHAT: "meeting_field_what",
    Asks.DAY: "meeting_field_day",
    Asks.TIME: "meeting_field_time",
    Asks.END: "series_until",
    Asks.LENGTH: "meeting_field_length",
    Asks.PLACE: "meeting_field_place",
    Asks.AGENDA: "meeting_field_agenda",
}


class InvitationCards:
    """Shows meetings."""

    def __init__(self, house: House, days: Days) -> None:
        self._house, self._days = house, days
        self._wording, self._say = house.wording, house.wording.say
        self._button = Buttons(PREFIX, house.wording.say)

    # --- one that is being made

    def ask(
        self,
        begun: Begun,
        when: When | None,
        today: date,
        lang: str,
        *,
        is_group: bool,
        is_first: bool = False,
        is_past: bool = False,
    ) -> Reply:
        """For what begun.asks says. when: what was said of it, and left it open; is_past: the time that was given has been."""
        match begun.asks:
            case Asks.DAY:
                html = self._days.which(when, lang)
            case Asks.TIME:
                doubt = when.hour_doubt if when else None
                html = self._days.which_hour(HourDoubt.PAST if is_past else doubt, lang)
            case Asks.END:
                html = self._days.which_end(when.ends if when else (), lang)
            case asks:
                html = self._say("meeting_ask_what" if is_first else _QUESTIONS[asks], lang)
        if begun.what:
            html = f"{html}\n\n{self._say('meeting_title', lang, what=escape(begun.what))}"
        rows = self._suggestions(begun, today, lang, when)
        drop = self._drop(begun, lang)
        return Reply(self._to_type(html, lang, is_group), (*rows, (drop,)))

    def _suggestions(self, begun: Begun, today: date, lang: str, when: When | None) -> tuple[Row, ...]:
        token = begun.token
        match begun.asks:
            case Asks.DAY if when and when.days:
                days = when.days
                rows = tuple((self._button.labelled(in_words(day, lang), "day", token, day),) for day in days)
                if when.doubt is Doubt.RUNNING and len(days) > 1 and begun.changing is None:
                    span = (token, days[0], days[-1])
                    rows = (
                        *rows,
                        (self._button("meeting_all_days", lang, "span", *span),),
                        (self._button("poll_of_these", lang, "days", *span),),
                    )
                return rows
            case Asks.DAY:
                soon = self._days.soon(today, lang, *OFFERED)
                return tuple((self._button.labelled(text, "day", token, day),) for day, text in soon)
            case Asks.TIME:
                hours = tuple(
                    tuple(self._button.labelled(f"{at:%H:%M}", "at", token, f"{at:%H%M}") for at in row)
                    for row in self._days.hours(when)
                )
                if begun.options or (when and (when.hours or when.part)):
                    return hours
                return *hours, (self._button("meeting_whole_day", lang, "whole", token),)
            case Asks.END:
                ends = when.ends if when else ()
                last = tuple((self._button.labelled(in_words(day, lang), "end_on", token, day),) for day in ends)
                return *last, (self._button("series_no_end", lang, "end_on", token, NO_END),)
            case Asks.LENGTH:
                return (
                    tuple(
                        self._button.labelled(self._days.length(long, lang), "long", token, long) for long in LENGTHS
                    ),
                )
            case Asks.PLACE:
                offered = {} if self._house.composer.introduction.is_foreign else PLACES
                places = tuple(self._button(key, lang, "place", token, name) for name, key in offered.items())
                return *([places] if places else []), (
                    self._button("meeting_no_place", lang, "place", token, NO_PLACE),
                )
            case Asks.AGENDA:
                return ((self._button("meeting_skip", lang, "skip", token),),)
            case _:
                return ()

    def check(self, begun: Begun, meeting: Meeting, lang: str) -> Reply:
        """The card to send or change."""
        is_new = begun.changing is None
        title = self._say("meeting_check" if is_new else "meeting_check_change", lang)
        send = self._button("meeting_send", lang, "send", begun.token)
        sends: Row = (send,)
        if meeting.rule and not is_new:
            sends = (
                self._button("series_once", lang, "send", begun.token),
                self._button(
                    "series_so_from_then" if begun.once else "meeting_from_now_on", lang, "always", begun.token
                ),
            )
        others: Row = (self._drop(begun, lang),)
        if is_new:
            others = (self._button("meeting_edit", lang, "edit", begun.token), *others)
        lines = [title, "", *self._lines(meeting, lang)]
        if meeting.rule:
            lines += self._days.left_out(meeting.rule, local(meeting.start).date(), lang, meeting.off)
        if warning := self._days.warning(local(meeting.start).date(), lang):
            lines += ["", warning]
        return Reply("\n".join(lines), (sends, others), clocks=self._clocks(meeting, lang))

    def check_proposal(self, begun: Begun, proposal: Proposal, lang: str) -> Reply:
        """The days to have people choose from, or to change."""
        rows = (
            (self._button("meeting_send", lang, "send", begun.token),),
            (self._button("meeting_edit", lang, "edit", begun.token), self._drop(begun, lang)),
        )
        days = dict.fromkeys(local(start).date() for start in proposal.starts)
        warnings = [warning for day in days if (warning := self._days.warning(day, lang))]
        cut = [self._say("poll_most", lang, count=begun.left_out)] if begun.left_out else []
        lines = [self._say("poll_check", lang), "", *self._proposed(proposal, lang), *cut, *warnings]
        return Reply("\n".join(lines), rows)

    def fields(self, begun: Begun, lang: str) -> Reply:
        """What can be changed before it is sent."""
        shown = self._lines(begun.meeting, lang) if begun.meeting else []
        shown = self._proposed(begun.proposal, lang) if begun.proposal else shown
        without = {*([Asks.AGENDA] if begun.proposal else []), *([] if begun.rule else [Asks.END])}
        fields = {asks: key for asks, key in _FIELDS.items() if asks not in without}
        buttons = [self._button(key, lang, "field", begun.token, asks) for asks, key in fields.items()]
        back = self._button("meeting_back", lang, "check", begun.token)
        html = "\n".join([self._say("meeting_which_field", lang), "", *shown])
        return Reply(
            html, (tuple(buttons[:3]), *(row for row in (tuple(buttons[3:6]), tuple(buttons[6:])) if row), (back,))
        )

    def _proposed(self, proposal: Proposal, lang: str) -> list[str]:
        place = escape(proposal.place) or self._say("meeting_place_unknown", lang)
        starts = [local(start) for start in proposal.starts]
        return [
            self._say("poll_title", lang, what=escape(proposal.what)),
            self._say("meeting_where", lang, place=place),
            self._say("poll_minutes", lang, minutes=proposal.minutes),
            "",
            *(f"• {briefly(start.date(), lang)} {start:%H:%M}" for start in starts),
        ]

    # --- one that is sent

    def card(self, invitation: Invitation, now: datetime, lang: str) -> Reply:
        """The invitation as it stands, with the answers to it counted."""
        clocks = self._clocks(invitation.meeting, lang)
        return Reply(self._html(invitation, now, lang), self._rows(invitation, now, lang), clocks=clocks)

    def manage(self, invitation: Invitation, now: datetime, lang: str) -> Reply:
        """The card with what the one who made it can do; in a group others go on answering meanwhile."""
        number = invitation.number
        votes = self._rows(invitation, now, lang)[:1] if invitation.is_group else ()
        rows = (
            *votes,
            (
                self._button("meeting_manage_time", lang, "time", number),
                self._button("meeting_manage_length", lang, "length", number),
            ),
            (
                self._button("meeting_manage_place", lang, "where", number),
                self._button("meeting_manage_cancel", lang, "off", number),
            ),
            *(((self._button("series_other_times", lang, "times", number),),) if invitation.series else ()),
            (self._button("meeting_back", lang, "back", number),),
        )
        return Reply(self._html(invitation, now, lang), rows, clocks=self._clocks(invitation.meeting, lang))

    def ask_cancel(self, invitation: Invitation, lang: str) -> Reply:
        """Whether it is really off."""
        which = (invitation.number, invitation.sequence)
        sure: Row = (self._button("meeting_sure_yes", lang, "void", *which),)
        if invitation.series:
            sure = (
                self._button("series_once", lang, "skip_one", *which),
                self._button("meeting_all_of_them", lang, "void", *which),
            )
        rows = (sure, (self._button("meeting_back", lang, "stay", invitation.number),))
        lines = [self._say("meeting_sure", lang), "", *self._lines(replace(invitation.meeting, agenda=()), lang)]
        return Reply(self._referring("\n".join(lines), invitation, lang), rows)

    # --- the times to come of one that comes back

    def times(self, invitation: Invitation, days: Sequence[date], page: int, lang: str, *, has_more: bool) -> Reply:
        """Those to come, each with the way to what can be done with it."""
        number, series = invitation.number, invitation.series
        others = series.others if series else {}
        rows: list[Row] = [
            (self._button.labelled(_time_to_come(day, others, lang), "one", number, day),) for day in days
        ]
        turns = [("series_earlier", page - 1)] if page else []
        turns += [("series_later", page + 1)] if has_more else []
        if turns:
            rows.append(tuple(self._button(key, lang, "times", number, at) for key, at in turns))
        html = "\n".join(
            [
                self._say("series_times" if days else "series_no_times", lang),
                self._say("meeting_title", lang, what=escape(invitation.meeting.what)),
            ]
        )
        back = (self._button("meeting_back", lang, "stay", number),)
        return Reply(self._referring(html, invitation, lang), (*rows, back))

    def one_time(self, invitation: Invitation, day: date, lang: str) -> Reply:
        """What can be done with one of them."""
        number, series = invitation.number, invitation.series
        is_other = bool(series and day in series.others)
        first = [self._button("series_as_usual", lang, "usual", number, day)]
        if not is_other:
            first = [
                self._button("series_one_off", lang, "one_off", number, day),
                self._button("meeting_manage_time", lang, "shift", number, day),
            ]
        rows = (
            tuple(first),
            (self._button("series_no_more", lang, "last", number, day),),
            (self._button("meeting_back", lang, "times", number, 0),),
        )
        html = "\n".join(
            [
                self._say("series_one", lang, day=in_words(day, lang)),
                self._say("meeting_title", lang, what=escape(invitation.meeting.what)),
            ]
        )
        return Reply(self._referring(html, invitation, lang), rows)

    def other_time(self, invitation: Invitation, day: date, lang: str) -> str:
        """What goes with the file of a change of one of them, or of an end there."""
        series, said = invitation.series, in_words(day, lang)
        if series is None or not series.has(day):
            return self._say("meeting_file_ended", lang, day=said)
        if day not in series.others:
            return self._say("meeting_file_as_usual", lang, day=said)
        if series.others[day] is None:
            return self._say("meeting_file_off", lang, day=said)
        when = self._when(series.usually(day, invitation.meeting), lang)
        return self._say("meeting_file_other", lang, day=said, when=when)

    def file(self, invitation: Invitation, line: str, now: datetime, lang: str) -> Reply:
        """The calendar file, under a line that says what it is for."""
        html = f"{line}\n<i>{self._say('meeting_reference', lang, number=invitation.number)}</i>"
        return Reply(
            html, attachment=self._attached(invitation, now, lang), clocks=self._clocks(invitation.meeting, lang)
        )

    def file_of(self, noted: Noted, now: datetime, lang: str) -> Reply:
        """The calendar file of an agreement; each is newer than those before, for calendars."""
        start = datetime.combine(noted.day, noted.at or time(), AMSTERDAM)
        meeting = Meeting(noted.what, start, AGREEMENT_MINUTES, "", days=0 if noted.at else 1)
        data = calendar_file(meeting, Issue(noted.uid, int(now.timestamp()) // 60, now, self._name(lang)))
        key = "calendar_file_next" if noted.comes_back else "calendar_file_alone"
        html = self._say(key, lang, what=escape(noted.what))
        name = f"{self._say('calendar_file_of_agreement', lang)}.ics"
        return Reply(html, attachment=Attachment(name, data), clocks=self._clocks(meeting, lang))

    def _attached(self, invitation: Invitation, now: datetime, lang: str) -> Attachment:
        uid, version, series = invitation.uid, invitation.version, invitation.series
        issue = Issue(uid, version, now, self._name(lang), invitation.is_cancelled, series)
        data = calendar_file(invitation.meeting, issue, self._say("meeting_agenda_plain", lang))
        name = self._say("meeting_reference", lang, number=invitation.number).lower().replace(" #", "-")
        return Attachment(f"{name}.ics", data)

    def _name(self, lang: str) -> str:
        return self._house.composer.introduction.name(lang)

    def made(self, remind_at: str, lang: str) -> str:
        """What goes with the first file. remind_at: "09:00"; empty: nothing will be said by itself."""
        return self._say("meeting_file_reminds", lang, at=remind_at) if remind_at else self._say("meeting_file", lang)

    def changed(self, before: Meeting, after: Meeting, lang: str) -> str:
        """What goes with the file of a change."""
        if after.start != before.start or after.days != before.days:
            return self._say("meeting_file_moved", lang, when=self._when(after, lang))
        if after.what != before.what:
            return self._say("meeting_file_renamed", lang, what=escape(after.what))
        if after.minutes != before.minutes:
            times = _clock(after)
            return self._say("meeting_file_longer", lang, start=times["start"], end=times["end"])
        place = escape(clean(after.place, LINE_PLACE_CHARS)) or self._say("meeting_place_unknown", lang)
        return self._say("meeting_file_placed", lang, place=place)

    def skipped(self, before: Meeting, after: Meeting, lang: str) -> str:
        """What goes with the file in which one of those that come back is off."""
        return self._say(
            "meeting_file_skipped",
            lang,
            day=in_words(local(before.start).date(), lang),
            next=in_words(local(after.start).date(), lang),
        )

    def cancelled(self, invitation: Invitation, lang: str) -> str:
        """What goes with the file that takes it out of calendars, but for those of what comes back that have been."""
        has_been = bool(invitation.series and (invitation.series.been or invitation.series.past))
        key = "meeting_file_cancelled_from_now" if has_been else "meeting_file_cancelled"
        return self._say(key, lang, what=escape(invitation.meeting.what))

    def added(self, invitation: Invitation, items: tuple[str, ...], now: datetime, lang: str) -> Reply:
        """What was put on the agenda, and can be taken off again; with the file that says so to calendars."""
        drops = self._drops(invitation, items[:DROPPABLE], lang)
        show = self._button("meeting_show", lang, "show", invitation.number)
        html = self._listed("meeting_items_added", items, invitation, lang)
        return Reply(html, (*drops, (show,)), self._attached(invitation, now, lang))

    def dropped(self, invitation: Invitation, items: tuple[str, ...], now: datetime, lang: str) -> Reply:
        """What was taken off the agenda, with the file that says so to calendars."""
        drops = self._drops(invitation, invitation.meeting.agenda[-DROPPABLE:], lang)
        html = self._listed("meeting_items_dropped", items, invitation, lang)
        return Reply(html, drops, self._attached(invitation, now, lang))

    def _listed(self, key: str, items: Sequence[str], invitation: Invitation, lang: str) -> str:
        """Items in as many lines as go with a file."""
        shown = [f"• {escape(clean(item, LISTED_CHARS))}" for item in items[:LISTED]]
        more = [self._say("meeting_items_more", lang, count=more)] if (more := len(items) - len(shown)) > 0 else []
        return self._referring("\n".join([self._say(key, lang), *shown, *more]), invitation, lang)

    def _drops(self, invitation: Invitation, items: Sequence[str], lang: str) -> tuple[Row, ...]:
        """What takes each off the agenda again."""
        label = self._say("meeting_item_drop", lang)
        return tuple(
            (
                self._button.labelled(
                    f"{label}: {clean(item, BUTTON_CHARS)}", "drop", invitation.number, id_of_item(item)
                ),
            )
            for item in items
        )

    # --- by itself

    def reminder(self, invitation: Invitation, at: datetime, now: datetime, lang: str) -> Reply:
        """That it comes. at: when this should have been said."""
        start = invitation.meeting.start.astimezone(AMSTERDAM)
        is_today = start.date() == now.astimezone(AMSTERDAM).date()
        if start - now <= SOON and not invitation.meeting.days:
            title = self._say("meeting_soon", lang, at=f"{start:%H:%M}")
        else:
            title = self._say("meeting_today" if is_today else "meeting_tomorrow", lang)
        lines = [title, late(self._wording, at, lang), ""] if now - at >= LATE else [title, ""]
        html = "\n".join([*lines, self._html(invitation, now, lang)])
        answers = [self._say(key, lang) for key in _ANSWERS]
        rows = (self._votes(invitation, answers),) if invitation.is_group else ()
        return Reply(html, rows, clocks=self._clocks(invitation.meeting, lang))

    def ask_silent(self, invitation: Invitation, silent: str, lang: str) -> Reply:
        """Those who haven't answered. silent: a line on who."""
        lines = [
            self._say("coming_ask_silent", lang),
            *self._lines(replace(invitation.meeting, agenda=()), lang),
            silent,
        ]
        answers = [self._say(key, lang) for key in _ANSWERS]
        return Reply(
            self._referring("\n".join(lines), invitation, lang),
            (self._votes(invitation, answers),),
            clocks=self._clocks(invitation.meeting, lang),
        )

    def ask_agreements(self, invitation: Invitation, at: datetime, now: datetime, lang: str) -> Reply:
        """What was agreed at it. at: when this should have been asked."""
        html = self._say("meeting_ask_agreements", lang, what=escape(invitation.meeting.what))
        if now - at >= LATE:
            html = f"{html}\n{late(self._wording, at, lang)}"
        none = self._button("meeting_none_agreed", lang, "none", invitation.number)
        return Reply(self._referring(html, invitation, lang), ((none,),))

    def reminder_to_maker(self, invitation: Invitation, at: datetime, now: datetime, lang: str) -> Reply:
        """What is said to whoever made it, where the group that is invited can't be told."""
        said = self.reminder(invitation, at, now, lang)
        html = "\n\n".join([said.html, self._say("maker_hears", lang)])
        return Reply(html, clocks=said.clocks)  # its buttons do nothing outside of the group

    # --- parts

    def _html(self, invitation: Invitation, now: datetime, lang: str) -> str:
        lines = self._lines(invitation.meeting, lang)
        if invitation.series and not invitation.is_cancelled:
            lines += self._otherwise(invitation.series, lang)
        if invitation.is_cancelled:
            lines = [self._say("meeting_cancelled", lang), *lines]
        elif now < invitation.meeting.start:
            lines += ["", self._say("meeting_hint", lang)]
            if not invitation.is_group and self._house.username:
                lines += [self._say("meeting_to_group_hint", lang)]
        return self._referring("\n".join(lines), invitation, lang)

    def _otherwise(self, series: Series, lang: str) -> list[str]:
        """A line on what is otherwise of those to come; none: nothing is."""
        days = sorted(day for day in series.others if day > series.day)
        if not days:
            return []
        told = [_time_to_come(day, series.others, lang) for day in days[:MOST_OTHERS]]
        return [self._say("series_otherwise", lang, days=", ".join(told) + (", …" if len(days) > len(told) else ""))]

    def _lines(self, meeting: Meeting, lang: str) -> list[str]:
        place = escape(meeting.place) or self._say("meeting_place_unknown", lang)
        lines = [
            self._say("meeting_title", lang, what=escape(meeting.what)),
            self._say("meeting_when", lang, when=self._when(meeting, lang)),
            *([self._say("series_repeats", lang, rule=repeat_in_words(meeting.rule, lang))] if meeting.rule else []),
            self._say("meeting_where", lang, place=place),
        ]
        if meeting.agenda:
            lines += ["", self._say("meeting_agenda", lang), *(f"• {escape(item)}" for item in meeting.agenda)]
        return lines

    def _rows(self, invitation: Invitation, now: datetime, lang: str) -> tuple[Row, ...]:
        number = invitation.number
        if invitation.is_cancelled or now >= invitation.meeting.start:
            return ()
        manage = self._button("meeting_manage", lang, "manage", number)
        if invitation.is_group:
            counts = [
                f"{mark} {self._say(_COUNTED[vote], lang, count=invitation.counts.get(vote, 0))}"
                for vote, mark in MARKS.items()
            ]
            return self._votes(invitation, counts), (self._button("coming_who", lang, "who", number), manage)
        if not self._house.username:
            return ((manage,),)
        url = f"https://t.me/{self._house.username}?startgroup={PREFIX}_{invitation.code}"
        return (Button(self._say("meeting_to_group", lang), url=url),), (manage,)

    def _when(self, meeting: Meeting, lang: str) -> str:
        """ "dinsdag 12 januari 2027, 14:00–15:30 uur", "12 januari, hele dag"."""
        day = in_words(local(meeting.start).date(), lang)
        if meeting.days > 1:
            return self._say("meeting_on_days", lang, day=day, last=in_words(meeting.last_day, lang))
        return self._say("meeting_on_day" if meeting.days else "meeting_at", lang, day=day, **_clock(meeting))

    def _clocks(self, meeting: Meeting, lang: str) -> tuple[Clock, ...]:
        """What `_when` says of hours; none of whole days, which are the same by every clock."""
        if meeting.days:
            return ()
        day, clock = in_words(local(meeting.start).date(), lang), _clock(meeting)
        return Clock(f"{day}, {clock['start']}", meeting.start), Clock(clock["end"], meeting.end, "t")

    def _votes(self, invitation: Invitation, labels: Iterable[str]) -> Row:
        """What people answer with."""
        values = zip(labels, MARKS, strict=True)
        number, sequence = invitation.number, invitation.sequence
        return tuple(self._button.labelled(label, "vote", number, sequence, vote) for label, vote in values)

    def _referring(self, html: str, invitation: Invitation, lang: str) -> str:
        """The last line of each message on a meeting says which, so that an answer to it is known to be on that one."""
        return f"{html}\n<i>{self._say('meeting_reference', lang, number=invitation.number)}</i>"

    def _drop(self, begun: Begun, lang: str) -> Button:
        """Leads back to the card where a meeting is being changed: the question stands in its place."""
        if begun.changing is not None:
            return self._button("meeting_drop", lang, "stop", begun.changing)
        return self._button("meeting_drop", lang, "no", begun.token)

    def _to_type(self, html: str, lang: str, is_group: bool) -> str:
        """In a group the bot reads answers to itself alone."""
        return f"{html}\n\n<i>{self._say('agreement_reply_here', lang)}</i>" if is_group else html


def _time_to_come(day: date, others: Mapping[date, Once | None], lang: str) -> str:
    """ "di 12 jan", "❌ di 12 jan", "di 12 jan → wo 13 jan 14:00"."""
    if day not in others:
        return briefly(day, lang)
    once = others[day]
    if once is None:
        return f"❌ {briefly(day, lang)}"
    start = local(once.start)
    on = "" if start.date() == day else f"{briefly(start.date(), lang)} "
    return f"{briefly(day, lang)} → {on}{start:%H:%M}"


def _clock(meeting: Meeting) -> dict[str, str]:
    """From when to when, for a sentence."""
    start, end = meeting.start.astimezone(AMSTERDAM), meeting.end.astimezone(AMSTERDAM)
    return {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}

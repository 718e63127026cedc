"""Agreements in, the messages and buttons that show them out: cards, reminders, lists and settings."""

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from bot.cleaning import clean
from bot.conversation.callback_data import room_data
from bot.conversation.reply import Button, Reply
from bot.conversation.runs import escape
from bot.conversation.topics import paged
from bot.conversation.wording import Wording
from bot.records.chats import REMIND_AT, KeptChat
from bot.rooms.agreements.draft import Asks, Begun, Lines
from bot.rooms.agreements.records import Agreed, Agreement, State
from bot.when.clock import AMSTERDAM
from bot.when.dates import SATURDAY, Doubt, Reading, briefly, in_words, working
from bot.when.reminding import HOURS, Reminder, is_late, local_day

PREFIX = "agr"
KEPT_WEEKS = 6  # that the list of what was kept goes back
LISTED_KEPT = 20
LINE_CHARS = 80  # of what is agreed, in a list
WHO_LINE_CHARS = 40
BUTTON_CHARS = 40  # that a phone shows of a button as wide as the message
MANY_LISTED = 20  # agreements that one message reminds of
Row = tuple[Button, ...]

_DOUBTS = {
    Doubt.NONE_SAID: "agreement_ask_when",
    Doubt.VAGUE: "agreement_doubt_vague",
    Doubt.SEVERAL: "agreement_doubt_several",
    Doubt.PASSED: "agreement_doubt_passed",
    Doubt.WEEKDAY: "agreement_doubt_weekday",
    Doubt.IMPOSSIBLE: "agreement_doubt_impossible",
    Doubt.PAST: "agreement_doubt_past",
    Doubt.FAR: "agreement_doubt_far",
}
_QUESTIONS = {Asks.WHAT: "agreement_ask_what_again", Asks.WHO: "agreement_ask_who"}


class AgreementCards:
    """Shows agreements."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._say = wording, wording.say

    # --- one that is being made

    def ask(self, begun: Begun, lang: str, *, is_group: bool, is_first: bool = False) -> Reply:
        """For the words that are missing."""
        key = "agreement_ask_what" if is_first else _QUESTIONS[begun.asks]
        return Reply(self._to_type(self._say(key, lang), lang, is_group), ((self._drop(begun, lang),),))

    def ask_day(self, begun: Begun, reading: Reading | None, today: date, lang: str, *, is_group: bool) -> Reply:
        """For a day: those that may be meant as buttons, else some that are often meant."""
        doubt = (reading.doubt if reading else None) or Doubt.NONE_SAID
        known = [] if begun.moving else [self._say("agreement_what", lang, what=escape(begun.what))]
        html = "\n".join([self._say(_DOUBTS[doubt], lang), *known])
        days = [(day, in_words(day, lang)) for day in reading.candidates] if reading else []
        rows = [
            (self._button(text, "on", begun.token, day.isoformat()),) for day, text in days or self._soon(today, lang)
        ]
        return Reply(self._to_type(html, lang, is_group), (*rows, (self._drop(begun, lang),)))

    def check(self, begun: Begun, agreed: Agreed, lang: str) -> Reply:
        """The card to confirm or change."""
        html = "\n".join([self._say("agreement_check", lang), *self._fields(agreed, lang)])
        changes = tuple(
            self._button(self._say(key, lang), action, begun.token)
            for key, action in (
                ("agreement_button_what", "what"),
                ("agreement_button_when", "when"),
                ("agreement_button_who", "who"),
            )
        )
        right = self._button(self._say("agreement_button_right", lang), "ok", begun.token)
        return Reply(html, ((right,), changes, (self._drop(begun, lang),)))

    # --- several at once

    def lines(self, known: Lines, today: date, lang: str, *, is_group: bool) -> Reply:
        """Those to keep; those without a day ask for one."""
        listed = [
            f"<b>{briefly(line.day, lang) if line.day else '?'}</b> {escape(line.what)}"
            + (f" · {escape(line.who)}" if line.who else "")
            for line in known.lines
        ]
        drop = (self._button(self._say("agreement_button_drop", lang), "no", known.token),)
        if known.is_dated:
            right = (self._button(self._say("agreement_button_right", lang), "keep", known.token),)
            return Reply("\n".join([self._say("agreement_lines_check", lang), *listed]), (right, drop))
        rows = [(self._button(text, "due", known.token, day.isoformat()),) for day, text in self._soon(today, lang)[:2]]
        html = "\n".join([self._say("agreement_lines_ask_day", lang), *listed])
        return Reply(self._to_type(html, lang, is_group), (*rows, drop))

    def lines_kept(self, agreements: Sequence[Agreement], lang: str) -> Reply:
        """That they are kept."""
        lines = [self._say("agreement_lines_kept", lang), *(self.short(one, lang) for one in agreements)]
        return Reply("\n".join(lines), ((self.all_of_them(lang),),))

    # --- one that is kept

    def saved(self, agreement: Agreement, heard: Sequence[Reminder], kept: KeptChat | None, lang: str) -> Reply:
        """That it is agreed, or was moved; heard is what will be said of it."""
        key = "agreement_moved" if agreement.moves else "agreement_saved"
        lines = [
            self._say(key, lang),
            *self._fields(agreement.agreed, lang),
            self._reminds(agreement, heard, kept, lang),
        ]
        return Reply("\n".join(lines), self._open_rows(agreement, lang))

    def card(self, agreement: Agreement, lang: str) -> Reply:
        """An agreement, and what can be done with it."""
        fields = self._fields(agreement.agreed, lang)
        if agreement.state is State.OPEN:
            return Reply("\n".join([self._say("agreement_is_open", lang), *fields]), self._open_rows(agreement, lang))
        key = "agreement_is_kept" if agreement.state is State.KEPT else "agreement_is_void"
        day = in_words(local_day(agreement.closed or agreement.since), lang)
        reopen = self._button(self._say("agreement_button_reopen", lang), "open", agreement.number)
        return Reply("\n".join([self._say(key, lang, day=day), *fields]), ((reopen,),))

    def move(self, agreement: Agreement, today: date, lang: str) -> Reply:
        """The days to which it can be moved."""
        html = "\n".join([self._say("agreement_move", lang), *self._fields(agreement.agreed, lang)])
        rows = [
            (self._button(text, "to", agreement.number, agreement.moves, day.isoformat()),)
            for day, text in self._soon(
                max(today, agreement.day), lang, may_be_weekend=agreement.day.weekday() >= SATURDAY
            )[:2]
        ]
        typed = self._button(self._say("agreement_button_type", lang), "day", agreement.number)
        back = self._button(self._say("agreement_button_back", lang), "back", agreement.number)
        return Reply(html, (*rows, (typed,), (back,)))

    def ask_move(self, begun: Begun, lang: str, *, is_group: bool) -> Reply:
        """For the day to which it is to be moved, typed."""
        return Reply(
            self._to_type(self._say("agreement_move_type", lang), lang, is_group), ((self._drop(begun, lang),),)
        )

    def reminder(self, agreement: Agreement, reminder: Reminder, now: datetime, lang: str) -> Reply:
        """What is said of an agreement by itself."""
        days = (agreement.day - local_day(now)).days
        lines = [self._when(days, lang), *self._fields(agreement.agreed, lang)]
        if days < 0:
            lines.append(self._say("agreement_overdue_ask", lang))
        if is_late(reminder, now):
            lines.append(self.late(reminder.at, lang))
        return Reply("\n".join(lines), self._open_rows(agreement, lang))

    def many(self, found: Sequence[tuple[Agreement, Reminder]], now: datetime, lang: str) -> Reply:
        """Several reminders in one message."""
        today = local_day(now)
        shown = [agreement for agreement, _ in found[:MANY_LISTED]]
        lines = [self._say("agreement_many", lang, count=len(found)), *(self.line(one, today, lang) for one in shown)]
        if late := [reminder.at for _, reminder in found if is_late(reminder, now)]:
            lines.append(self.late(max(late), lang))
        rows = [(self._listed(agreement, lang),) for agreement in shown]
        if len(found) > len(shown):
            rows.append((self.all_of_them(lang),))
        return Reply("\n".join(lines), tuple(rows))

    def late(self, at: datetime, lang: str) -> str:
        """That something should have been heard before."""
        local = at.astimezone(AMSTERDAM)
        return self._say("agreement_late", lang, day=in_words(local.date(), lang), at=f"{local:%H:%M}")

    # --- all of a chat's

    def listing(self, found: Sequence[Agreement], today: date, page: int, lang: str) -> Reply:
        """The open ones, overdue first; each with the way to its card."""
        more = (
            self._button(self._say("agreements_button_kept", lang), "kept"),
            self._button(self._say("agreements_button_settings", lang), "set"),
        )
        if not found:
            return Reply(self._say("agreements_none", lang), (more,))
        lines = {self._data("card", one.number): self.line(one, today, lang) for one in found}
        rows = paged(
            [(self._listed(one, lang),) for one in found], page, self._wording, lang, lambda at: self._data("list", at)
        )
        shown = [lines[row[0].data] for row in rows if row[0].data in lines]
        return Reply("\n".join([self._say("agreements_title", lang), *shown]), (*rows, more))

    def kept(self, found: Iterable[Agreement], lang: str) -> Reply:
        """What was kept of late, newest first."""
        kept = sorted((one for one in found if one.closed), key=lambda one: one.closed or one.since, reverse=True)
        back = (self.all_of_them(lang),)
        if not kept:
            return Reply(self._say("agreements_kept_none", lang, weeks=KEPT_WEEKS), (back,))
        lines = [self.short(one, lang) for one in kept[:LISTED_KEPT]]
        return Reply("\n".join([self._say("agreements_kept_title", lang, weeks=KEPT_WEEKS), *lines]), (back,))

    def settings(self, kept: KeptChat, lang: str) -> Reply:
        """When the chat wants to hear, and whether on Mondays."""
        at, is_on = kept.remind_at, kept.has_digest
        digest = self._say("agreements_digest_on", lang, at=at) if is_on else self._say("agreements_digest_off", lang)
        hours = tuple(
            self._button(f"✓ {hour}" if hour == at else hour, "hour", hour.replace(":", "")) for hour in HOURS
        )
        label = "agreements_button_digest_on" if is_on else "agreements_button_digest_off"
        switch = self._button(self._say(label, lang), "dig", int(not is_on))
        html = "\n\n".join([self._say("agreements_settings", lang, at=at), digest])
        return Reply(html, (hours, (switch,), (self.all_of_them(lang),)))

    def all_of_them(self, lang: str) -> Button:
        """The way to the list."""
        return self._button(self._say("agreements_button_all", lang), "list", 0)

    def line(self, agreement: Agreement, today: date, lang: str) -> str:
        """An open agreement in a list; marked where it is overdue."""
        line = self.short(agreement, lang)
        return self._say("agreements_overdue", lang, line=line) if agreement.day < today else line

    def short(self, agreement: Agreement, lang: str) -> str:
        """ "<b>di 1 dec</b> concept-PTA naar het mbo · team Techniek"."""
        agreed = agreement.agreed
        who = f" · {escape(clean(agreed.who, WHO_LINE_CHARS))}" if agreed.who else ""
        return f"<b>{briefly(agreed.day, lang)}</b> {escape(clean(agreed.what, LINE_CHARS))}{who}"

    # --- parts

    def _fields(self, agreed: Agreed, lang: str) -> list[str]:
        day = in_words(agreed.day, lang)
        when = self._say("agreement_when_at", lang, day=day, at=_clock(agreed.at)) if agreed.at else day
        who = escape(agreed.who) or f"<i>{self._say('agreement_nobody', lang)}</i>"
        return [
            self._say("agreement_what", lang, what=f"<b>{escape(agreed.what)}</b>"),
            self._say("agreement_when", lang, when=when),
            self._say("agreement_who", lang, who=who),
        ]

    def _when(self, days: int, lang: str) -> str:
        match days:
            case 1:
                return self._say("agreement_tomorrow", lang)
            case 0:
                return self._say("agreement_today", lang)
            case -1:
                return self._say("agreement_yesterday", lang)
            case _ if days > 0:
                return self._say("agreement_in_days", lang, days=days)
            case _:
                return self._say("agreement_days_ago", lang, days=-days)

    def _reminds(self, agreement: Agreement, heard: Sequence[Reminder], kept: KeptChat | None, lang: str) -> str:
        if kept is None:
            return self._say("agreement_reminds_not", lang)
        before = [day for one in heard if (day := local_day(one.at)) <= agreement.day]
        if not before:
            return self._say("agreement_reminds_after", lang)
        *most, last = [briefly(day, lang) for day in before]
        days = f"{', '.join(most)} {self._say('agreement_and', lang)} {last}" if most else last
        return self._say("agreement_reminds", lang, days=days, at=kept.remind_at or REMIND_AT)

    def _open_rows(self, agreement: Agreement, lang: str) -> tuple[Row, ...]:
        done = self._button(self._say("agreement_button_done", lang), "done", agreement.number)
        others = (
            self._button(self._say("agreement_button_move", lang), "move", agreement.number),
            self._button(self._say("agreement_button_void", lang), "void", agreement.number),
        )
        return (done,), others

    def _listed(self, agreement: Agreement, lang: str) -> Button:
        text = clean(f"{briefly(agreement.day, lang)} · {agreement.agreed.what}", BUTTON_CHARS)
        return self._button(text, "card", agreement.number)

    def _soon(self, today: date, lang: str, *, may_be_weekend: bool = False) -> list[tuple[date, str]]:
        """Days that are often meant."""
        days = {
            "agreement_in_a_week": today + timedelta(weeks=1),
            "agreement_in_two_weeks": today + timedelta(weeks=2),
            "agreement_in_a_month": _in_a_month(today),
        }
        if not may_be_weekend:
            days = {key: working(day) for key, day in days.items()}
        return [(day, self._say(key, lang, day=briefly(day, lang))) for key, day in days.items()]

    def _drop(self, begun: Begun, lang: str) -> Button:
        return self._button(self._say("agreement_button_drop", lang), "no", begun.token)

    def _to_type(self, html: str, lang: str, is_group: bool) -> str:
        """In a group the bot reads answers to itself alone."""
        return f"{html}\n\n<i>{self._say('agreement_reply_here', lang)}</i>" if is_group else html

    def _button(self, text: str, action: str, *values: str | int) -> Button:
        return Button(text, self._data(action, *values))

    def _data(self, action: str, *values: str | int) -> str:
        return room_data(PREFIX, action, *values)


def _in_a_month(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _clock(at: time) -> str:
    return at.isoformat("minutes")

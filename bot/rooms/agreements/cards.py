"""Agreements in, the messages and buttons that show them out: cards, reminders, lists and settings."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from bot.cleaning import clean
from bot.conversation.buttons import Buttons
from bot.conversation.days import NO_END, NO_HOUR, Days
from bot.conversation.reach import late
from bot.conversation.reply import Button, Clock, Reply
from bot.conversation.runs import escape
from bot.conversation.topics import paged
from bot.conversation.wording import Wording
from bot.records.chats import REMIND_AT, KeptChat, Stretch
from bot.rooms.agreements.draft import Asks, Begun, Line, Lines
from bot.rooms.agreements.records import Agreed, Agreement, State
from bot.when.clock import AMSTERDAM
from bot.when.doer import doer, is_speaker
from bot.when.meaning import When
from bot.when.reckoning import SATURDAY
from bot.when.reminding import HOURS, Reminder, is_late, local_day
from bot.when.telling import briefly, in_words, repeat_in_words

PREFIX = "agr"
KEPT_WEEKS = 6  # that the list of what was kept goes back
LISTED_KEPT = 20
LINE_CHARS = 80  # of what is agreed, in a list
WHO_LINE_CHARS = 40
BUTTON_CHARS = 40  # that a phone shows of a button as wide as the message
MANY_LISTED = 20  # agreements that one message reminds of
MOST_OF_OTHERS = 2  # days of other agreements that are offered for one that has none
OFFERED = ("day_in_a_week", "day_in_two_weeks", "day_in_a_month")
Row = tuple[Button, ...]


class AgreementCards:
    """Shows agreements."""

    def __init__(self, wording: Wording, days: Days) -> None:
        self._wording, self._say, self._days = wording, wording.say, days
        self._button = Buttons(PREFIX, wording.say)

    # --- one that is being made

    def ask(self, begun: Begun, lang: str, *, is_group: bool, is_first: bool = False) -> Reply:
        """For the words that are missing: what, or who does it."""
        drop = (self._drop(begun, lang),)
        if begun.asks is not Asks.WHO:
            key = "agreement_ask_what" if is_first else "agreement_ask_what_again"
            return Reply(self._to_type(self._say(key, lang), lang, is_group), (drop,))
        key = "agreement_ask_who_i" if is_speaker(doer(begun.what)) else "agreement_ask_who"
        html = "\n".join([self._say(key, lang), self._say("agreement_what", lang, what=escape(begun.what))])
        nobody = (self._button("agreement_button_nobody", lang, "free", begun.token),)
        return Reply(self._to_type(html, lang, is_group), (nobody, drop))

    def ask_day(self, begun: Begun, when: When | None, today: date, lang: str, *, is_group: bool) -> Reply:
        """For a day: those that may be meant as buttons, else some that are often meant."""
        rows = [
            (self._button.labelled(text, "on", begun.token, day.isoformat()),)
            for day, text in self._dated(when, today, lang)
        ]
        html = self._about(self._days.which(when, lang), begun.what, lang)
        return Reply(self._to_type(html, lang, is_group), (*rows, (self._drop(begun, lang),)))

    def ask_hour(self, begun: Begun, when: When | None, lang: str, *, is_group: bool) -> Reply:
        """For an hour, or none."""
        rows = self._hours(when, lang, "at", begun.token)
        html = self._about(self._days.which_hour(when.hour_doubt if when else None, lang), begun.what, lang)
        return Reply(self._to_type(html, lang, is_group), (*rows, (self._drop(begun, lang),)))

    def ask_end(self, begun: Begun, ends: tuple[date, ...], lang: str, *, is_group: bool) -> Reply:
        """For the last day of what comes back, or a number of times."""
        html = self._about(self._days.which_end(ends, lang), begun.what, lang)
        rows = self._ends(ends, lang, begun.token)
        return Reply(self._to_type(html, lang, is_group), (*rows, (self._drop(begun, lang),)))

    def _ends(self, ends: tuple[date, ...], lang: str, *values: object) -> list[Row]:
        days: list[Row] = [(self._button.labelled(in_words(day, lang), "end_on", *values, day),) for day in ends]
        return [*days, (self._button("series_no_end", lang, "end_on", *values, NO_END),)]

    def check(self, begun: Begun, agreed: Agreed, lang: str) -> Reply:
        """The card to confirm or change."""
        html = "\n".join(
            [
                self._say("agreement_check" if begun.changing is None else "agreement_check_change", lang),
                *self._fields(agreed, lang),
                *(self._days.left_out(agreed.rule, agreed.day, lang, agreed.off) if agreed.rule else []),
                *self._warnings([agreed.day], lang),
            ]
        )
        changes = tuple(
            self._button(key, lang, action, begun.token)
            for key, action in (
                ("agreement_button_what", "what"),
                ("agreement_button_when", "when"),
                ("agreement_button_who", "who"),
            )
        )
        right = self._button("agreement_button_right", lang, "ok", begun.token)
        until = ((self._button("series_until", lang, "until", begun.token),),) if agreed.rule else ()
        rows = ((right,), changes, *until, (self._drop(begun, lang),))
        return Reply(html, rows, clocks=self._clocks(agreed, lang))

    # --- several at once

    def lines(self, known: Lines, today: date, lang: str, *, is_group: bool) -> Reply:
        """Those to keep; with a question, for all that don't say when or who."""
        listed = [self._line(line, lang) for line in known.lines]
        drop = (self._drop(known, lang),)
        match known.missing[0]:
            case Asks.WHEN:
                html = "\n".join([self._say("agreement_lines_ask_day", lang), *listed])
                rows = [
                    (self._button.labelled(text, "due", known.token, "all", day.isoformat()),)
                    for day, text in self._for_the_others(known, today, lang)
                ]
                return Reply(self._to_type(html, lang, is_group), (*rows, drop))
            case Asks.WHO:
                html = "\n".join([self._say("agreement_lines_ask_who", lang), *listed])
                nobody = (self._button("agreement_button_nobody", lang, "none", known.token),)
                return Reply(self._to_type(html, lang, is_group), (nobody, drop))
            case _:
                days = [line.day for line in known.lines if line.day]
                shown = [self._say("agreement_lines_check", lang), *listed, *self._warnings(days, lang)]
                right = (self._button("agreement_button_right", lang, "keep", known.token),)
                return Reply("\n".join(shown), (right, drop))

    def _for_the_others(self, known: Lines, today: date, lang: str) -> list[tuple[date, str]]:
        """Days to choose from for those that have none: those of the others, and some that are often meant."""
        named = sorted({line.day for line in known.lines if line.day})[:MOST_OF_OTHERS]
        soon = self._days.soon(today, lang, *OFFERED[:2])
        return [*((day, in_words(day, lang)) for day in named), *(one for one in soon if one[0] not in named)]

    def ask_line(self, known: Lines, number: int, when: When, today: date, lang: str, *, is_group: bool) -> Reply:
        """For the day or the hour of one of several."""
        what = known.lines[number].what
        if known.missing[0] is Asks.END:
            html = self._days.which_end(when.ends, lang)
            rows = self._ends(when.ends, lang, known.token, number)
        elif known.missing[0] is Asks.HOUR:
            html = self._days.which_hour(when.hour_doubt, lang)
            rows = self._hours(when, lang, "hr", known.token, number)
        else:
            html, days = self._days.which(when, lang), self._dated(when, today, lang)
            rows = [(self._button.labelled(text, "due", known.token, number, day.isoformat()),) for day, text in days]
        drop = (self._drop(known, lang),)
        return Reply(self._to_type(self._about(html, what, lang), lang, is_group), (*rows, drop))

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
            *(self._warnings([agreement.day], lang) if agreement.moves else ()),
            self._reminds(agreement, heard, kept, lang),
        ]
        rows = self._open_rows(agreement, lang)
        if agreement.moves and agreement.agreed.rule and agreement.agreed.by_rule:
            on = self._button("series_so_from_now", lang, "always", agreement.number, agreement.moves)
            rows = (*rows, (on,))
        return Reply("\n".join(lines), rows, clocks=self._clocks(agreement.agreed, lang))

    def card(self, agreement: Agreement, lang: str) -> Reply:
        """An agreement, and what can be done with it."""
        fields, clocks = self._fields(agreement.agreed, lang), self._clocks(agreement.agreed, lang)
        if agreement.state is State.OPEN:
            html = "\n".join([self._say("agreement_is_open", lang), *fields])
            return Reply(html, self._open_rows(agreement, lang), clocks=clocks)
        key = "agreement_is_kept" if agreement.state is State.KEPT else "agreement_is_void"
        day = in_words(local_day(agreement.closed or agreement.since), lang)
        reopen = self._button("agreement_button_reopen", lang, "open", agreement.number)
        return Reply("\n".join([self._say(key, lang, day=day), *fields]), ((reopen,),), clocks=clocks)

    def ask_void(self, agreement: Agreement, lang: str) -> Reply:
        """Whether it is dropped this once, or comes back no more."""
        html = "\n".join([self._say("agreement_void_which", lang), *self._fields(agreement.agreed, lang)])
        number = agreement.number
        once, all_of_it = (
            self._button("series_once", lang, "once", number),
            self._button("series_on", lang, "end", number),
        )
        return Reply(html, ((once, all_of_it), (self._button("agreement_button_back", lang, "back", number),)))

    def move(self, agreement: Agreement, today: date, lang: str, *, is_group: bool) -> Reply:
        """The days to which it can be moved, or another hour; either may be typed too."""
        html = "\n".join([self._say("agreement_move", lang), *self._fields(agreement.agreed, lang)])
        html = self._to_type(html, lang, is_group)
        is_saturday = agreement.day.weekday() == SATURDAY
        soon = self._days.soon(max(today, agreement.day), lang, *OFFERED[:2], may_be_saturday=is_saturday)
        rows = [
            (self._button.labelled(text, "to", agreement.number, agreement.moves, day.isoformat()),)
            for day, text in soon
        ]
        typed = [self._button("agreement_button_type", lang, "day", agreement.number)]
        if agreement.day >= today:
            typed.insert(0, self._button("agreement_button_hour", lang, "hour_to", agreement.number))
        back = self._button("agreement_button_back", lang, "back", agreement.number)
        return Reply(html, (*rows, tuple(typed), (back,)))

    def ask_other_hour(
        self, begun: Begun, agreement: Agreement, lang: str, *, is_group: bool, is_apart: bool = False
    ) -> Reply:
        """At which hour it is instead, or one of the times to come; is_apart: in a message that isn't the card."""
        once, html = begun.once, [self._say("agreement_move_hour", lang)]
        if once is None:
            html += self._fields(agreement.agreed, lang)
            back = self._button("agreement_button_back", lang, "back", agreement.number)
        else:
            html.append(self._say("series_one", lang, day=in_words(once, lang)))
            back = self._button("agreement_button_back", lang, "one", agreement.number, once)
        rows = self._hours(None, lang, "at", begun.token, may_be_any=once is None and agreement.agreed.at is not None)
        out = self._drop(begun, lang) if is_apart else back
        return Reply(self._to_type("\n".join(html), lang, is_group), (*rows, (out,)))

    # --- the times to come of what comes back

    def times(self, agreement: Agreement, days: Sequence[date], page: int, lang: str, *, has_more: bool) -> Reply:
        """Those to come, each with the way to what can be done with it."""
        number, others = agreement.number, agreement.agreed.others
        rows: list[Row] = [
            (self._button.labelled(self._days.time_to_come(day, others, lang), "one", number, day),) for day in days
        ]
        turns = [("series_earlier", page - 1)] if page else []
        turns += [("series_later", page + 1)] if has_more else []
        if turns:
            rows.append(tuple(self._button(key, lang, "times", number, at) for key, at in turns))
        key = "series_times" if days else "series_no_times"
        html = "\n".join([self._say(key, lang), "", *self._fields(agreement.agreed, lang)])
        return Reply(html, (*rows, (self._button("agreement_button_back", lang, "back", number),)))

    def one_time(self, agreement: Agreement, day: date, lang: str) -> Reply:
        """What can be done with one of them."""
        number, others = agreement.number, agreement.agreed.others
        html = "\n".join(
            [
                self._say("series_one", lang, day=in_words(day, lang)),
                self._say("agreement_what", lang, what=escape(agreement.agreed.what)),
            ]
        )
        if day in others:
            rows: list[Row] = [(self._button("series_as_usual", lang, "usual", number, day),)]
        else:
            rows = [
                (
                    self._button("series_one_off", lang, "off", number, day),
                    self._button("agreement_button_move", lang, "shift", number, day),
                )
            ]
        rows.append((self._button("series_no_more", lang, "last", number, day),))
        return Reply(html, (*rows, (self._button("agreement_button_back", lang, "times", number),)))

    def ask_other_day(self, agreement: Agreement, day: date, today: date, lang: str, *, is_group: bool) -> Reply:
        """On which day one of them is instead."""
        number = agreement.number
        html = "\n".join([self._say("agreement_move", lang), self._say("series_one", lang, day=in_words(day, lang))])
        rows = [
            (self._button.labelled(briefly(one, lang), "put", number, day, one),)
            for one in self._days.beside(day)
            if one >= today
        ]
        hour = (self._button("agreement_button_hour", lang, "hour_of", number, day),)
        back = (self._button("agreement_button_back", lang, "one", number, day),)
        return Reply(self._to_type(html, lang, is_group), (*rows, hour, back))

    def time_moved(self, agreement: Agreement, day: date, lang: str) -> Reply:
        """That one of them is on another day, or at another hour; it may be so from then on."""
        new, at = agreement.agreed.time_of(day)
        gaps = {"day": in_words(day, lang), "new": self._at(new, at, lang)}
        lines = [
            self._say("series_one_moved", lang, **gaps),
            self._say("agreement_what", lang, what=escape(agreement.agreed.what)),
            *self._warnings([new], lang),
        ]
        split = self._button("series_so_from_then", lang, "split", agreement.number, day)
        times = self._button("series_other_times", lang, "times", agreement.number)
        return Reply("\n".join(lines), ((split,), (times,)))

    def follows(self, agreement: Agreement, lang: str) -> Reply:
        """The next of what comes back."""
        html = "\n".join([self._say("agreement_follows", lang), *self._fields(agreement.agreed, lang)])
        return Reply(html, self._open_rows(agreement, lang), clocks=self._clocks(agreement.agreed, lang))

    def moved(self, agreement: Agreement, lang: str) -> Reply:
        """In a word that it was moved, where its card is up in the chat."""
        return Reply("\n".join([self._say("agreement_moved", lang), self.short(agreement, lang, has_hour=True)]))

    def changed(self, agreement: Agreement, lang: str) -> Reply:
        """In a word that it is something else now, where its card is up in the chat."""
        return Reply("\n".join([self._say("agreement_changed", lang), self.short(agreement, lang, has_hour=True)]))

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
            lines.append(late(self._wording, reminder.at, lang))
        return Reply("\n".join(lines), self._open_rows(agreement, lang), clocks=self._clocks(agreement.agreed, lang))

    def reminder_to_maker(self, agreement: Agreement, reminder: Reminder, now: datetime, lang: str) -> Reply:
        """What is said to whoever made it, where the group in which it was made can't be told."""
        said = self.reminder(agreement, reminder, now, lang)
        html = "\n\n".join([said.html, self._say("maker_hears", lang)])
        return Reply(html, clocks=said.clocks)  # its buttons do nothing outside of the group

    def many(self, found: Sequence[tuple[Agreement, Reminder]], now: datetime, lang: str) -> Reply:
        """Several reminders in one message."""
        today = local_day(now)
        shown = [agreement for agreement, _ in found[:MANY_LISTED]]
        lines = [self._say("agreement_many", lang, count=len(found)), *(self.line(one, today, lang) for one in shown)]
        if missed := [reminder.at for _, reminder in found if is_late(reminder, now)]:
            lines.append(late(self._wording, max(missed), lang))
        rows = [(self._listed(agreement, lang),) for agreement in shown]
        if len(found) > len(shown):
            rows.append((self.all_of_them(lang),))
        return Reply("\n".join(lines), tuple(rows))

    # --- all of a chat's

    def listing(
        self, found: Sequence[Agreement], today: date, page: int, lang: str, *, reach: Sequence[str] = ()
    ) -> Reply:
        """The open ones, overdue first; each with the way to its card. reach: lines on whom the bot could not reach."""
        more = (
            self._button("agreements_button_kept", lang, "kept"),
            self._button("agreements_button_settings", lang, "set"),
        )
        if not found:
            return Reply("\n\n".join([self._say("agreements_none", lang), *reach]), (more,))
        lines = {self._button.data("card", one.number): self.line(one, today, lang) for one in found}
        rows = paged(
            [(self._listed(one, lang),) for one in found],
            page,
            self._wording,
            lang,
            lambda at: self._button.data("list", at),
        )
        shown = [lines[row[0].data] for row in rows if row[0].data in lines]
        html = "\n".join([self._say("agreements_title", lang), *shown])
        return Reply("\n\n".join([html, *reach]), (*rows, more))

    def out_of_reach(self, found: Sequence[Agreement], lang: str) -> str:
        """Those that somebody made in groups where the bot can say nothing now."""
        lines = [self.short(one, lang) for one in found[:LISTED_KEPT]]
        return "\n".join([self._say("agreements_out_of_reach", lang), *lines])

    def was_away(self, missed: Stretch, lang: str) -> str:
        """That the bot could say nothing in this chat for a while."""
        days = {"first": local_day(missed.start), "last": local_day(missed.end)}
        return self._say("agreements_was_away", lang, **{name: in_words(day, lang) for name, day in days.items()})

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
            self._button.labelled(f"✓ {hour}" if hour == at else hour, "hour", hour.replace(":", "")) for hour in HOURS
        )
        label = "agreements_button_digest_on" if is_on else "agreements_button_digest_off"
        switch = self._button(label, lang, "dig", int(not is_on))
        html = "\n\n".join([self._say("agreements_settings", lang, at=at), digest])
        return Reply(html, (hours, (switch,), (self.all_of_them(lang),)))

    def all_of_them(self, lang: str) -> Button:
        """The way to the list."""
        return self._button("agreements_button_all", lang, "list", 0)

    def line(self, agreement: Agreement, today: date, lang: str) -> str:
        """An open agreement in a list; marked where it is overdue."""
        line = self.short(agreement, lang)
        return self._say("agreements_overdue", lang, line=line) if agreement.day < today else line

    def short(self, agreement: Agreement, lang: str, *, has_hour: bool = False) -> str:
        """ "<b>di 1 dec</b> concept-PTA naar het mbo · team Techniek"; has_hour: it names that too."""
        agreed = agreement.agreed
        who = f" · {escape(clean(agreed.who, WHO_LINE_CHARS))}" if agreed.who else ""
        when = " ".join([briefly(agreed.day, lang), *([_clock(agreed.at)] if has_hour and agreed.at else [])])
        return f"<b>{when}</b> {escape(clean(agreed.what, LINE_CHARS))}{who}"

    # --- parts

    def _fields(self, agreed: Agreed, lang: str) -> list[str]:
        when = self._at(agreed.day, agreed.at, lang)
        who = escape(agreed.who) or f"<i>{self._say('agreement_nobody', lang)}</i>"
        return [
            self._say("agreement_what", lang, what=f"<b>{escape(agreed.what)}</b>"),
            self._say("agreement_when", lang, when=when),
            *([self._say("series_repeats", lang, rule=repeat_in_words(agreed.rule, lang))] if agreed.rule else []),
            *self._days.otherwise(agreed.others, agreed.here, lang),
            self._say("agreement_who", lang, who=who),
        ]

    def _at(self, day: date, at: time | None, lang: str) -> str:
        """ "dinsdag 1 december 2026, 14:00 uur"."""
        said = in_words(day, lang)
        return self._say("agreement_when_at", lang, day=said, at=_clock(at)) if at else said

    def _clocks(self, agreed: Agreed, lang: str) -> tuple[Clock, ...]:
        """What `_fields` says of an hour; a day alone is the same by every clock."""
        if agreed.at is None:
            return ()
        at = datetime.combine(agreed.day, agreed.at, AMSTERDAM)
        return (Clock(self._at(agreed.day, agreed.at, lang), at),)

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
        done = self._button("agreement_button_done", lang, "done", agreement.number)
        others = (
            self._button("agreement_button_move", lang, "move", agreement.number),
            self._button("agreement_button_void", lang, "void", agreement.number),
        )
        times = (
            ((self._button("series_other_times", lang, "times", agreement.number),),) if agreement.agreed.rule else ()
        )
        return (done,), others, *times

    def _listed(self, agreement: Agreement, lang: str) -> Button:
        text = clean(f"{briefly(agreement.day, lang)} · {agreement.agreed.what}", BUTTON_CHARS)
        return self._button.labelled(text, "card", agreement.number)

    def _dated(self, when: When | None, today: date, lang: str) -> list[tuple[date, str]]:
        """Days to choose from, with what to call them: those that may be meant, else some that are often meant."""
        days = [(day, in_words(day, lang)) for day in when.days] if when else []
        return days or self._days.soon(today, lang, *OFFERED)

    def _hours(
        self, when: When | None, lang: str, action: str, *values: str | int, may_be_any: bool = True
    ) -> list[Row]:
        """Hours to choose from, and none."""
        rows: list[Row] = [
            tuple(self._button.labelled(_clock(at), action, *values, f"{at:%H%M}") for at in row)
            for row in self._days.hours(when)
        ]
        any_hour = self._button("agreement_button_any_hour", lang, action, *values, NO_HOUR)
        return [*rows, (any_hour,)] if may_be_any else rows

    def _about(self, html: str, what: str, lang: str) -> str:
        """A question, and the agreement that it is about; empty: it is known."""
        return "\n".join([html, self._say("agreement_what", lang, what=escape(what))]) if what else html

    def _warnings(self, days: Iterable[date], lang: str) -> list[str]:
        """What may be odd about some days."""
        return [warning for day in dict.fromkeys(days) if (warning := self._days.warning(day, lang))]

    def _line(self, line: Line, lang: str) -> str:
        """One of several, before it is kept."""
        day = briefly(line.day, lang) if line.day else "?"
        when = f"{day} {_clock(line.at)}" if line.at else day
        when = f"{when}, {repeat_in_words(line.settled, lang)}" if line.rule else when
        who = f" · {escape(line.who)}" if line.who else " · ?" if line.who is None else ""
        return f"<b>{when}</b> {escape(line.what)}{who}"

    def _drop(self, begun: Begun | Lines, lang: str) -> Button:
        return self._button("agreement_button_drop", lang, "no", begun.token)

    def _to_type(self, html: str, lang: str, is_group: bool) -> str:
        """In a group the bot reads answers to itself alone."""
        return f"{html}\n\n<i>{self._say('agreement_reply_here', lang)}</i>" if is_group else html


def _clock(at: time) -> str:
    return at.isoformat("minutes")

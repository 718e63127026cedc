"""What the rooms that plan say of days and hours: which may be meant, which to choose from, and when schools are closed."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, time, timedelta

from bot.cleaning import clean
from bot.conversation.runs import escape
from bot.when.free_days import REGIONS, closed, nearest_open
from bot.when.meaning import Doubt, HourDoubt, Part, When
from bot.when.reckoning import MOST_YEARS, SATURDAY, shifted
from bot.when.series import Instead, left_out, off_days
from bot.when.telling import briefly, repeat_in_words

NO_HOUR = "none"  # what stands behind a button instead of an hour
NO_END = "none"  # … instead of a last day
MOST_LEFT_OUT = 6  # holidays that are named
UNREAD_CHARS = 40  # shown of an answer that can't be read
_HOUR = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])")
_WHY = {
    Doubt.VAGUE: "day_vague",
    Doubt.CHOICE: "day_choice",
    Doubt.RUNNING: "day_running",
    Doubt.AMBIGUOUS: "day_ambiguous",
    Doubt.REPEATS: "day_repeats",
    Doubt.NOT_THEN: "day_not_then",
    Doubt.PASSED: "day_passed",
    Doubt.WEEKDAY: "day_weekday",
    Doubt.IMPOSSIBLE: "day_impossible",
    Doubt.PAST: "day_past",
    Doubt.FAR: "day_far",
}
_WHY_HOUR = {
    HourDoubt.PART: "hour_part",
    HourDoubt.AMBIGUOUS: "hour_ambiguous",
    HourDoubt.BOUND: "hour_bound",
    HourDoubt.LESSON: "hour_lesson",
    HourDoubt.PAST: "hour_past",
    HourDoubt.IMPOSSIBLE: "hour_impossible",
}
# Often meant, by the sentence that names them.
SOON: dict[str, Callable[[date], date | None]] = {
    "day_tomorrow": lambda today: today + timedelta(days=1),
    "day_in_a_week": lambda today: today + timedelta(weeks=1),
    "day_in_two_weeks": lambda today: today + timedelta(weeks=2),
    "day_in_a_month": lambda today: shifted(today, 1, "months"),
}
HOURS_IN_ROW = 3
_HOURS = {
    None: ("09:00", "10:00", "11:00", "13:00", "14:00", "15:00", "15:30", "16:00", "19:00"),
    Part.MORNING: ("08:30", "09:00", "09:30", "10:00", "10:30", "11:00"),
    Part.NOON: ("12:00", "12:30", "13:00"),
    Part.AFTERNOON: ("13:00", "13:30", "14:00", "15:00", "15:30", "16:00"),
    Part.EVENING: ("19:00", "19:30", "20:00"),
}


class Days:
    """Says it."""

    def __init__(self, say: Callable[..., str]) -> None:
        """say: as Wording has it."""
        self._say = say

    def which(self, when: When | None, lang: str) -> str:
        """The question for a day, as HTML. when: what was read, which leaves it open; None: nobody said anything."""
        if when is None or when.doubt not in _WHY:
            return f"{self._say('day_ask', lang)}\n{self._say('day_pick', lang)}"
        doubt, count = when.doubt, len(when.days)
        if doubt is Doubt.AMBIGUOUS and count < 2:
            doubt = Doubt.VAGUE
        rule = repeat_in_words(when.repeats, lang) if when.repeats else ""
        why = self._say("day_repeats_rule" if rule else _WHY[doubt], lang, rule=rule)
        pick = ("day_pick", "day_pick_it", "day_pick_one")[min(count, 2)]
        return f"{self._say('day_which', lang)}\n{why} {self._say(pick, lang)}"

    def which_hour(self, doubt: HourDoubt | None, lang: str) -> str:
        """The question for an hour, as HTML. doubt: about what was said of it; None: nothing was."""
        why = [self._say(_WHY_HOUR[doubt], lang)] if doubt else []
        return "\n".join([self._say("hour_ask", lang), *why, self._say("hour_pick", lang)])

    def soon(self, today: date, lang: str, *keys: str, may_be_saturday: bool = False) -> list[tuple[date, str]]:
        """Days to choose from, with what to call them; no weekend, and no day on which schools are closed by law."""
        found: dict[date, str] = {}
        for key in keys:
            day = SOON[key](today)
            if day is None:
                continue
            is_saturday = may_be_saturday and day.weekday() == SATURDAY
            open_day = day if is_saturday else max(nearest_open(day, 1), default=day)
            key = "day_next" if key == "day_tomorrow" and open_day != day else key
            found.setdefault(open_day, self._say(key, lang, day=briefly(open_day, lang)))
        return list(found.items())

    def which_end(self, ends: tuple[date, ...], lang: str) -> str:
        """The question until when something comes back, as HTML. ends: days that may be meant."""
        pick = "day_end_pick_one" if ends else "day_end_pick"
        return f"{self._say('day_end', lang)}\n{self._say(pick, lang)}"

    @staticmethod
    def time_to_come(day: date, others: Mapping[date, Instead | None], lang: str) -> str:
        """One of the times to come of what comes back, for a button: "di 12 jan", "❌ di 12 jan", "di 12 jan → wo 13 jan 15:00"."""
        if day not in others:
            return briefly(day, lang)
        other = others[day]
        if other is None:
            return f"❌ {briefly(day, lang)}"
        new_day = [briefly(other.day, lang)] if other.day != day or other.at is None else []
        at = [other.at.isoformat("minutes")] if other.at else []
        return f"{briefly(day, lang)} → {' '.join([*new_day, *at])}"

    def otherwise(self, others: Mapping[date, Instead | None], after: date, lang: str) -> list[str]:
        """A line of HTML on what is otherwise of the times to come after a day; none: nothing is."""
        days = sorted(day for day in others if day > after)
        if not days:
            return []
        told = [self.time_to_come(day, others, lang) for day in days[:MOST_LEFT_OUT]]
        return [self._say("series_otherwise", lang, days=", ".join(told) + (", …" if len(days) > len(told) else ""))]

    @staticmethod
    def beside(day: date) -> list[date]:
        """Days around a day on which schools are open, to choose another from."""
        before = sorted(nearest_open(day - timedelta(days=1), -1))[-1:]
        found = [*before, *nearest_open(day + timedelta(days=1), 1)]
        found += nearest_open(max(found) + timedelta(days=1), 1)
        return sorted({*found, *nearest_open(day + timedelta(weeks=1), 1)})

    def unread(self, words: str, lang: str) -> str:
        """That an answer says nothing of what was asked, as HTML."""
        return self._say("unread", lang, text=escape(clean(words, UNREAD_CHARS)))

    @staticmethod
    def hours(when: When | None) -> list[tuple[time, ...]]:
        """Hours to choose from, row by row: those that may be meant, else those of the part of the day that was named."""
        found = when.hours if when else ()
        hours = found or tuple(time.fromisoformat(at) for at in _HOURS[when.part if when else None])
        return [hours[at : at + HOURS_IN_ROW] for at in range(0, len(hours), HOURS_IN_ROW)]

    def left_out(self, rule: str, first: date, lang: str, off: Collection[date] = ()) -> list[str]:
        """A line of HTML on the days of the coming year that are left out of what comes back; none: none are.

        off: days on which it isn't because somebody said so.
        """
        found, said = left_out(rule, first, lang), off_days(rule, first, off)
        by_name = {name: [day for day, why in found if why == name] for _, name in found}
        named = [self._in_holiday(name, days, lang) for name, days in list(by_name.items())[:MOST_LEFT_OUT]]
        named = [*(briefly(day, lang) for day in said[:MOST_LEFT_OUT]), *named]
        more = "" if max(len(by_name), len(said)) <= MOST_LEFT_OUT else ", …"
        return [self._say("series_left_out", lang, days=", ".join(named) + more)] if named else []

    @staticmethod
    def _in_holiday(name: str, days: list[date], lang: str) -> str:
        first, last = briefly(days[0], lang), briefly(days[-1], lang)
        return f"{first} ({escape(name)})" if len(days) == 1 else f"{first} – {last} ({escape(name)})"

    def warning(self, day: date, lang: str) -> str:
        """Why schools may be closed on a day, as HTML; empty: nothing is known that says so."""
        found, name = closed(day, lang), briefly(day, lang)
        if found.holiday:
            return self._say("day_is_holiday", lang, day=name, holiday=found.holiday)
        if found.school_break:
            key = "day_in_break" if len(found.regions) == len(REGIONS) else "day_in_break_of"
            *most, last = found.regions
            regions = f"{', '.join(most)} {self._say('day_and', lang)} {last}" if most else last
            return self._say(key, lang, day=name, holiday=found.school_break, regions=regions)
        return self._say("day_in_weekend", lang, day=name) if day.weekday() >= SATURDAY else ""

    def length(self, minutes: int, lang: str) -> str:
        """How long something lasts, in words."""
        match minutes:
            case 60:
                return self._say("length_hour", lang)
            case 90:
                return self._say("length_hour_and_half", lang)
            case _ if minutes % 60 == 0:
                return self._say("length_hours", lang, count=minutes // 60)
            case _:
                return self._say("length_minutes", lang, count=minutes)

    def lasting(self, what: str, when: When, lang: str) -> str:
        """What is done, with how long it lasts behind it where that was said: of the hours the first alone is kept."""
        return f"{what} ({self.length(when.minutes, lang)})" if what and when.minutes else what


def day_named(value: str, today: date) -> date | None:
    """The day that a button names, "2026-12-01"; None where nothing can be planned for it."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if today <= day and day.year <= today.year + MOST_YEARS else None


def hour_named(value: str) -> time | None:
    """The hour that a button names, "1430"; None: it is none."""
    found = _HOUR.fullmatch(value)
    return time(int(found[1]), int(found[2])) if found else None

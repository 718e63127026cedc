"""A day, or a rule by which days come back, in; the words for it out, in Dutch or English."""

from datetime import date

from bot.when.series import end_of, parts_of
from bot.when.vocabulary import CODES, MONTH_NAMES, WEEKDAYS

_ABBREVIATED = {"maart": "mrt"}
_EVERY = {
    "nl": {"DAILY": "elke dag", "WEEKLY": "elke week", "MONTHLY": "elke maand", "YEARLY": "elk jaar"},
    "en": {"DAILY": "every day", "WEEKLY": "every week", "MONTHLY": "every month", "YEARLY": "every year"},
}
_EACH_SO_MANY = {
    "nl": {
        "DAILY": "om de {} dagen",
        "WEEKLY": "om de {} weken",
        "MONTHLY": "om de {} maanden",
        "YEARLY": "om de {} jaar",
    },
    "en": {
        "DAILY": "every {} days",
        "WEEKLY": "every {} weeks",
        "MONTHLY": "every {} months",
        "YEARLY": "every {} years",
    },
}
_ON = {"nl": "op", "en": "on"}
_UNTIL = {"nl": "t/m", "en": "up to and including"}
_TIMES = {"nl": "keer", "en": "times"}
_AND = {"nl": "en", "en": "and"}
_NTH = {
    "nl": {1: "de eerste", 2: "de tweede", 3: "de derde", 4: "de vierde", 5: "de vijfde", -1: "de laatste"},
    "en": {1: "the first", 2: "the second", 3: "the third", 4: "the fourth", 5: "the fifth", -1: "the last"},
}


def in_words(day: date, lang: str) -> str:
    """ "dinsdag 1 december 2026"."""
    return f"{WEEKDAYS[_known(lang)][day.weekday()]} {day.day} {_month(day, lang)} {day.year}"


def briefly(day: date, lang: str) -> str:
    """ "di 1 dec", for a button."""
    name, month = WEEKDAYS[_known(lang)][day.weekday()], _month(day, lang)
    return f"{name[:3] if lang == 'en' else name[:2]} {day.day} {_ABBREVIATED.get(month, month[:3])}"


def repeat_in_words(rule: str, lang: str) -> str:
    """ "om de 2 weken op dinsdag, t/m 30 juni 2027", of an RRULE that a note was read as."""
    lang = _known(lang)
    parts = parts_of(rule)
    frequency, interval = parts["FREQ"], parts.get("INTERVAL", "1")
    every = _EVERY[lang][frequency] if interval == "1" else _EACH_SO_MANY[lang][frequency].format(interval)
    on = _days(parts, lang)
    told = f"{every} {_ON[lang]} {on}" if on else every
    if last := end_of(rule):
        return f"{told}, {_UNTIL[lang]} {last.day} {_month(last, lang)} {last.year}"
    return f"{told}, {parts['COUNT']} {_TIMES[lang]}" if "COUNT" in parts else told


def _known(lang: str) -> str:
    return lang if lang in WEEKDAYS else "nl"


def _month(day: date, lang: str) -> str:
    return MONTH_NAMES[_known(lang)][day.month - 1]


def _days(parts: dict[str, str], lang: str) -> str:
    """ "dinsdag en donderdag", "de eerste maandag", "1 oktober"; empty: it isn't said."""
    if by_day := parts.get("BYDAY"):
        *most, last = [_weekday(code, lang) for code in by_day.split(",")]
        return f"{', '.join(most)} {_AND[lang]} {last}" if most else last
    number = parts.get("BYMONTHDAY", "")
    if "BYMONTH" in parts:
        return f"{int(number)} {MONTH_NAMES[lang][int(parts['BYMONTH']) - 1]}"
    return f"{'dag' if lang == 'nl' else 'day'} {number}" if number else ""


def _weekday(code: str, lang: str) -> str:
    name = WEEKDAYS[lang][CODES.index(code[-2:])]
    return f"{_NTH[lang][int(code[:-2])]} {name}" if len(code) > 2 else name

"""Days on which schools are closed: public holidays and the school holidays of the three regions, and how people name them.

Both come from the holidays package; the school holidays there are those of the government's regulation (for 2025 to 2030
Staatscourant 2024, 19237). Schools may depart from the ones in autumn, in spring and in May.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

from bot.when.reckoning import SATURDAY

KINDS = ("public", "optional")  # of holidays; the second are days off for some
MOST_CLOSED = 10  # days in a row
REGIONS = ("Noord", "Midden", "Zuid")
Period = tuple[date, date]  # first and last day


@dataclass(frozen=True, slots=True)
class Closed:
    """What makes people wonder whether a school is open on a day."""

    holiday: str  # its name; empty: none
    school_break: str  # name of the school holiday; empty: none
    regions: tuple[str, ...]  # in which that is


def closed(day: date, lang: str) -> Closed:
    """Of a day. Names in Dutch or English."""
    breaks = {region: name for region in REGIONS if (name := _school_days(region, day.year, lang).get(day))}
    name = next(iter(breaks.values()), "")
    holiday = next((names[day] for kind in KINDS if day in (names := _holidays_of(day.year, lang, kind))), "")
    return Closed(holiday, name, tuple(breaks))


def nearest_open(day: date, step: int) -> set[date]:
    """That day, or the nearest in the direction of step (1, -1) that is no weekend and no public holiday.

    Where that is a day on which some schools are closed and others aren't (Good Friday, 5 May), the one behind it too.
    """
    public, optional = _holidays_of(day.year, "nl", "public"), _holidays_of(day.year, "nl", "optional")
    found: set[date] = set()
    for off in range(MOST_CLOSED):
        one = day + timedelta(days=step * off)
        is_good_friday = one == easter(one.year) - timedelta(days=2)
        if one.weekday() < SATURDAY and (one not in public or is_good_friday):
            found.add(one)
            if one not in optional and not is_good_friday:
                break
    return found


def breaks(name: str, today: date) -> tuple[Period, ...]:
    """The next school holiday of that name that isn't over, for each region; equal ones once. Empty: it isn't known yet."""
    found: set[Period] = set()
    for region in REGIONS:
        periods = (period for kind, period in _breaks(region, today.year) if kind == name and period[1] >= today)
        found.update(period for period, _ in zip(periods, range(1), strict=False))
    return tuple(sorted(found))


@lru_cache(maxsize=100)
def _holidays_of(year: int, lang: str, kind: str) -> dict[date, str]:
    return _read(year, lang, kind)


@lru_cache(maxsize=150)
def _school_days(region: str, year: int, lang: str) -> dict[date, str]:
    return _read(year, lang, "school", region)


def _read(year: int, lang: str, category: str, region: str | None = None) -> dict[date, str]:
    from holidays import country_holidays  # slow to load, and few messages name a day

    language = "en_US" if lang == "en" else "nl"
    return dict(country_holidays("NL", subdiv=region, years=year, categories=(category,), language=language).items())


@lru_cache(maxsize=50)
def _breaks(region: str, year: int) -> tuple[tuple[str, Period], ...]:
    """(Dutch name, period) of those of a year and the two beside it, in order."""
    days: dict[date, str] = {}
    for each in (year - 1, year, year + 1, year + 2):
        days |= _school_days(region, each, "nl")
    found: list[tuple[str, Period]] = []
    for day in sorted(days):
        if found and found[-1][0] == days[day] and day - found[-1][1][1] == timedelta(days=1):
            found[-1] = days[day], (found[-1][1][0], day)
        else:
            found.append((days[day], (day, day)))
    return tuple(found)


# --- days by their names


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    def day_in(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=nth - 1)

    return day_in


def _kings_day(year: int) -> date:
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.weekday() == 6 else day


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _on(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


# Of one day, by the pattern of its names.
NAMED_DAYS: dict[str, Callable[[int], date]] = {
    r"nieuwjaarsdag|nieuwjaar|new year['’]?s day": _on(1, 1),
    r"goede vrijdag|good friday": _from_easter(-2),
    r"witte donderdag|maundy thursday": _from_easter(-3),
    r"(?:eerste|1e|1ste) paasdag|easter sunday": _from_easter(0),
    r"(?:tweede|2e|2de) paasdag|paasmaandag|easter monday": _from_easter(1),
    r"koningsdag|king['’]?s day": _kings_day,
    r"bevrijdingsdag|liberation day": _on(5, 5),
    r"hemelvaartsdag|hemelvaart|ascension(?: day)?": _from_easter(39),
    r"(?:eerste|1e|1ste) pinksterdag|whit sunday": _from_easter(49),
    r"(?:tweede|2e|2de) pinksterdag|pinkstermaandag|whit monday": _from_easter(50),
    r"aswoensdag|ash wednesday": _from_easter(-46),
    r"valentijnsdag|valentine['’]?s day": _on(2, 14),
    r"dag van de leraar": _on(10, 5),
    r"sint[ -]maarten": _on(11, 11),
    r"driekoningen": _on(1, 6),
    r"dag van de arbeid": _on(5, 1),
    r"moederdag|mother['’]?s day": _nth(5, 6, 2),
    r"vaderdag|father['’]?s day": _nth(6, 6, 3),
    r"dierendag": _on(10, 4),
    r"halloween": _on(10, 31),
    r"prinsjesdag": _nth(9, 1, 3),
    r"sinterklaas(?:avond)?|pakjesavond": _on(12, 5),
    r"kerstavond|christmas eve": _on(12, 24),
    r"(?:eerste|1e|1ste) kerstdag|christmas day": _on(12, 25),
    r"(?:tweede|2e|2de) kerstdag|boxing day": _on(12, 26),
    r"oudejaars(?:dag|avond)|oudjaars?(?:dag|avond)?|new year['’]?s eve": _on(12, 31),
}
CHRISTMAS = r"kerst(?:mis|dagen)?|christmas|xmas"
# Of some days, with the first and the last of them.
FEASTS: dict[str, Callable[[int], Period]] = {
    CHRISTMAS: lambda year: (date(year, 12, 25), date(year, 12, 26)),
    r"pasen|easter": lambda year: (easter(year), easter(year) + timedelta(days=1)),
    r"pinksteren|pentecost|whitsun": lambda year: (
        easter(year) + timedelta(days=49),
        easter(year) + timedelta(days=50),
    ),
}
SCHOOL_BREAKS = {
    r"herfst-?vakantie|autumn (?:holidays?|break)|fall break": "Herfstvakantie",
    r"kerst-?vakantie|christmas (?:holidays?|break)|winter break": "Kerstvakantie",
    r"(?:voorjaars|krokus|carnavals)-?vakantie|spring (?:holidays?|break)": "Voorjaarsvakantie",
    r"mei-?vakantie|may (?:holidays?|break)": "Meivakantie",
    r"zomer-?vakantie|summer (?:holidays?|break)": "Zomervakantie",
}
FIXED_BREAK = "Kerstvakantie"  # the same for all regions, and no school has another

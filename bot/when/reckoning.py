"""Days from days: weeks, months and distances on the calendar."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta

from bot.when.vocabulary import UNITS

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6  # as date.weekday() counts
WORKING_DAYS = 5  # of a week
MOST_YEARS = 5  # ahead; later is a slip of the keys
PLANNED = timedelta(days=100)  # further ahead nobody names a day by its number alone
SOON = timedelta(days=31)  # "vrijdag de 4e" is of the month that comes


def monday(day: date) -> date:
    """Of its week."""
    return day - timedelta(days=day.weekday())


def whole_hour(moment: datetime) -> datetime:
    """The hour that it is in."""
    return moment.replace(minute=0, second=0, microsecond=0)


def coming(day: date, weekday: int) -> date:
    """The first such day after a day."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def before(day: date, weekday: int) -> date:
    """The last such day before a day."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)


def working(day: date) -> date:
    """That day, or the Monday after it."""
    return day if day.weekday() < SATURDAY else monday(day) + timedelta(weeks=1)


def last_working(day: date) -> date:
    """That day, or the Friday before it."""
    return min(day, monday(day) + timedelta(days=FRIDAY))


def working_days(mondays: Iterable[date], today: date) -> tuple[date, ...]:
    """Monday to Friday of some weeks, as far as they still come."""
    days = (start + timedelta(days=off) for start in mondays for off in range(WORKING_DAYS))
    return tuple(day for day in days if day >= today)


def first_of_month(day: date, months: int = 0) -> date:
    """Of its month, or of one so many months later."""
    return shifted(day.replace(day=1), months, "months") or day


def last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def nth_weekday(first: date, weekday: int, nth: int) -> date | None:
    """ "derde donderdag" of the month that begins there; nth -1: the last. None: it has no fifth one."""
    days = [first + timedelta(days=off) for off in range(last_of_month(first).day)]
    fits = [day for day in days if day.weekday() == weekday]
    at = nth - 1 if nth > 0 else nth
    return fits[at] if at < len(fits) else None


def numbered(number: int, weekday: int | None, today: date) -> tuple[date, ...]:
    """The next two days with that number in their month; of that weekday, where one is given."""
    days = (today + timedelta(days=off) for off in range(400))
    return tuple(islice((day for day in days if day.day == number and weekday in (None, day.weekday())), 2))


def week(number: int, today: date) -> date | None:
    """Monday of the next ISO week with that number that isn't over; None: no year that is near has it."""
    for year in (today.isocalendar().year, today.isocalendar().year + 1):
        try:
            start = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        if start + timedelta(days=FRIDAY) >= today:
            return start
    return None


def shifted(day: date, number: int, unit: str) -> date | None:
    """So many days, weeks, months or years later, or earlier where number is negative; None: beyond the calendar."""
    try:
        return day + relativedelta(**{UNITS[unit.casefold()]: number})  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return None


def years_of(month: int, day: int, years: Iterable[int]) -> Iterator[date]:
    """That day in each year that has it."""
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue

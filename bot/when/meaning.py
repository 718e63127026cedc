"""What a note says of when: the day and the hour that are meant, or why they have to be asked for."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

Span = tuple[int, int]  # where in a text something stands: from, up to


class Doubt(StrEnum):
    """Why a text doesn't give one day."""

    NONE_SAID = "none"  # there is no day in it
    VAGUE = "vague"  # "voor de kerst", "na 1 mei"
    CHOICE = "choice"  # several days, named one by one: "8, 10 of 15 december"
    RUNNING = "running"  # several days running: "13 t/m 17 april"
    AMBIGUOUS = "ambiguous"  # one name that may be of two days: "1/2" in English, "dinsdag" on a Tuesday
    REPEATS = "repeats"  # "elke maandag"
    NOT_THEN = "not"  # "niet op 3 april"
    PASSED = "passed"  # this year's has just been, and no year was given
    WEEKDAY = "weekday"  # "dinsdag 3 februari" in a year in which that is a Wednesday
    IMPOSSIBLE = "impossible"  # 31 april
    PAST = "past"  # certainly before today
    FAR = "far"  # more years ahead than anybody plans


class HourDoubt(StrEnum):
    """Why a text that speaks of an hour doesn't give one."""

    PART = "part"  # the part of the day alone: "vrijdagmiddag"
    AMBIGUOUS = "ambiguous"  # "om 7 uur", "10 of 11 uur", "half four"
    BOUND = "bound"  # "na 15 uur", "vóór twaalven", "rond drieën"
    LESSON = "lesson"  # "het derde uur": when that is only the school knows
    PAST = "past"  # today, and over
    IMPOSSIBLE = "impossible"  # 25:00, or an hour that the clocks leave out that day


class Part(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    NOON = "noon"  # "tussen de middag"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Bound(StrEnum):
    """What the day is to what is to be done."""

    ON = "on"
    BY = "by"  # at the latest: "uiterlijk vrijdag", "voor 1 april"
    FROM = "from"  # at the earliest, or from then on: "vanaf 13 april"


@dataclass(frozen=True, slots=True)
class When:
    """What a text says of when."""

    day: date | None  # None: see doubt
    doubt: Doubt | None  # None: day is what is meant
    days: tuple[date, ...]  # what may be meant, or was named to choose from, earliest first, none before today
    bound: Bound
    repeats: (
        str  # an RRULE (RFC 5545) as far as it is said, its end included; empty: it is said of no day that comes back
    )
    at: time | None  # when it begins, on the clock there; None: see hour_doubt
    minutes: int | None  # how long it lasts; None: it doesn't say
    hour_doubt: HourDoubt | None  # None: at is what is meant, or no hour is spoken of
    hours: tuple[time, ...]  # what may be meant, earliest first
    part: Part | None  # of the day; None: it doesn't say
    is_whole_day: bool
    spans: tuple[Span, ...]  # where in the text all that stands, with what leads up to it
    rest: str  # the text without it
    first: date | None = None  # of what repeats, but for holidays; None: that is to be asked
    off: tuple[date, ...] = ()  # on which what repeats isn't
    is_end_unclear: bool = False  # words speak of when it ends, and leave that open
    ends: tuple[date, ...] = ()  # … that may be meant
    more: int = 0  # how many days were named to choose from besides those of days

"""From when, until when and how many times what repeats is, and when it isn't: "tot 1 juli", "tien keer", "behalve op 5 mei".

Nothing of it is read where nothing repeats: there "tot 1 juli" is a day by which something is done.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.when.free_days import SCHOOL_BREAKS, breaks
from bot.when.marks import Base, Found, Judge, Kind, Line, Rule, mark, rule
from bot.when.meaning import Bound, Doubt
from bot.when.phrases import DAY, ON
from bot.when.reckoning import FRIDAY, last_of_month
from bot.when.repeating import next_days
from bot.when.series import of_parts, parts_of, until
from bot.when.vocabulary import NUMBER, number_of

MOST_TIMES = 400
LONGEST_BREAK = timedelta(days=70)
_SUMMER = next(name for names, name in SCHOOL_BREAKS.items() if "zomer" in names)


@dataclass(frozen=True, slots=True)
class Extent:
    """Of what repeats, as far as it is said."""

    rule: str  # with its end
    days: tuple[date, ...]  # on which it may be for the first time, earliest first
    first: date | None  # on which it is for the first time, but for holidays; None: that is to be asked
    off: tuple[date, ...]  # on which it isn't
    is_end_unclear: bool
    ends: tuple[date, ...]  # that may be meant, where it is unclear


def extent(repeat: Found, said: Iterable[Found], beside: Iterable[Found], today: date) -> Extent:
    """said: what was found of this kind; beside: what else speaks of a day, of which nobody says what it is to this."""
    parts, near = list(said), list(beside)
    rule_, unclear = _with_end(repeat.rule, parts)
    start = max([today, *(one.days[0] for one in (*parts, repeat) if one.bound is Bound.FROM and one.days)])
    start = max([start, *(first for one in parts for first, _ in one.periods)])
    days = next_days(rule_, start) or ((start,) if start != today and "BY" not in rule_ else ())
    starts = next((one for one in parts if one.bound is Bound.FROM and one.doubt), None)
    if starts:  # each region has another
        days = tuple(sorted({next(iter(next_days(rule_, day)), day) for day in starts.days}))
    others = tuple(sorted({day for one in near for day in one.days if day >= today} - set(days)))
    is_clear = bool(days) and not near and not starts and (start != today or days[0] != today)
    if "INTERVAL" in rule_:  # which of the weeks it is has to be said
        is_clear = is_clear and start != today and days[0] == start
    return Extent(
        rule_,
        (*others, *days),
        days[0] if is_clear else None,
        tuple(sorted({day for one in parts if one.doubt is Doubt.NOT_THEN for day in one.days})),
        unclear is not None,
        unclear.days if unclear else (),
    )


def _with_end(rule_: str, parts: Iterable[Found]) -> tuple[str, Found | None]:
    """(a rule with the end that is said, what leaves that open); None: it is clear, or nothing is said of it."""
    ends = [one for one in parts if one.rule or one.periods or one.bound is Bound.BY]
    if not ends:
        return rule_, None
    one = ends[0]
    if len(ends) > 1 or one.doubt:  # "t/m juni, tien keer"
        return rule_, next((each for each in ends if each.doubt), Found(Kind.EXTENT, one.span))
    if one.rule:  # how many times
        return of_parts(parts_of(until(rule_, None)) | {"COUNT": one.rule}), None
    return until(rule_, one.periods[0][1] if one.periods else one.days[0]), None


# --- from when, until when


def _repeats(judge: Judge[Found]) -> Judge[Found]:
    """Only where something does."""
    return lambda match, line, base: judge(match, line, base) if line.of(Kind.REPEAT) else None


def _of_it(match: re.Match[str], *days: date, doubt: Doubt | None = None, bound: Bound = Bound.BY) -> Found:
    return Found(Kind.EXTENT, match.span(), tuple(sorted(set(days))), doubt, bound=bound)


def _from(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    one = line.at(match, "day")
    return None if one.doubt else _of_it(match, *one.days, bound=Bound.FROM)


def _by_day(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "t/m 1 juli", and "tot 1 juli", which is up to the day before."""
    one = line.at(match, "day")
    if one.doubt:
        return _of_it(match, *one.days, doubt=Doubt.VAGUE)
    return _of_it(match, one.days[0] if match["with"] else one.days[0] - timedelta(days=1))


def _by_month(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "tot en met mei", "tot eind mei", "tot juni"."""
    first = line.at(match, "month").days[0]
    return _of_it(match, last_of_month(first) if match["with"] or match["end"] else first - timedelta(days=1))


def _by_week(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    monday = line.at(match, "week").days[0]
    return _of_it(match, monday + timedelta(days=FRIDAY) if match["with"] else monday - timedelta(days=1))


def _by_break(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "tot de kerstvakantie"; in summer each region has its own."""
    one = line.at(match, "break")
    days = {first - timedelta(days=1) for first, _ in one.periods}
    return _of_it(match, *days, doubt=None if len(days) == 1 and one.is_fixed else Doubt.VAGUE)


def _by_summer(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "tot het eind van het schooljaar", "dit schooljaar"."""
    days = {first - timedelta(days=1) for first, _ in breaks(_SUMMER, base.today)}
    return _of_it(match, *days, doubt=Doubt.VAGUE)


def _in_month(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "elke dinsdag in april": from its first day, up to its last; "jaarlijks in mei" comes back in each."""
    first = line.at(match, "month").days[0]
    if not _is_often(line):
        return _of_it(match, first, last_of_month(first), doubt=Doubt.VAGUE, bound=Bound.FROM)
    return _within(match, first, last_of_month(first))


def _in_week(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "elke dag deze week"."""
    monday = line.at(match, "week").days[0]
    return _within(match, monday, monday + timedelta(days=FRIDAY)) if _is_often(line) else None


def _is_often(line: Line[Found]) -> bool:
    return all(one.rule.startswith(("FREQ=DAILY", "FREQ=WEEKLY")) for one in line.of(Kind.REPEAT))


def _within(match: re.Match[str], first: date, last: date) -> Found:
    return Found(Kind.EXTENT, match.span(), periods=((first, last),))


def _in_run(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "2 t/m 30 november"."""
    one = line.at(match, "run")
    return None if one.doubt is not Doubt.RUNNING else _within(match, one.days[0], one.days[-1])


def _between_days(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "van 2 november tot 14 december": up to the day before, "t/m" with that day."""
    first, last = line.at(match, "first"), line.at(match, "last")
    if first.doubt or last.doubt:
        return _of_it(match, *first.days, *last.days, doubt=Doubt.VAGUE, bound=Bound.FROM)
    return _within(match, first.days[0], last.days[0] if match["with"] else last.days[0] - timedelta(days=1))


def _between_months(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "van november t/m maart"."""
    first, last = line.at(match, "first").days[0], line.at(match, "last").days[0]
    return _within(match, first, last_of_month(last) if match["with"] else last - timedelta(days=1))


def _from_some(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "vanaf volgende week", "vanaf januari", "na de herfstvakantie"."""
    one = next(iter(line.all_in(match)))
    if one.kind is not Kind.BREAK:
        return _of_it(match, *one.days[:1], bound=Bound.FROM)
    days = {last + timedelta(days=1) for _, last in one.periods}
    is_sure = len(days) == 1 and one.is_fixed
    return _of_it(match, *days, bound=Bound.FROM, doubt=None if is_sure else Doubt.VAGUE)


def _unclear(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "tot nader order", "tot de toetsweek"."""
    return _of_it(match, doubt=Doubt.VAGUE)


# --- how many times


def _times(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    number = number_of(match["number"])
    if not 1 < number <= MOST_TIMES:
        return None
    return Found(Kind.EXTENT, match.span(), rule=str(number))


def _weeks(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "zes weken lang": so many times, where it is each week."""
    [one, *_] = line.of(Kind.REPEAT)
    parts, weeks = parts_of(one.rule or "FREQ="), number_of(match["number"])
    if parts["FREQ"] != "WEEKLY" or weeks % int(parts.get("INTERVAL", "1")):
        return _of_it(match, doubt=Doubt.VAGUE)
    count = weeks // int(parts.get("INTERVAL", "1")) * len(parts.get("BYDAY", "MO").split(","))
    return Found(Kind.EXTENT, match.span(), rule=str(count)) if 1 < count <= MOST_TIMES else None


# --- when it isn't


def _not_on(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    days = tuple(day for one in line.all_in(match) for day in one.days if one.kind in (Kind.DAY, Kind.DAYS))
    return replace(_of_it(match, *days, doubt=Doubt.NOT_THEN), bound=Bound.ON) if days else None


def _not_in(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "behalve in de meivakantie": on no day of it in any region; "niet in de vakanties" says no more than is so anyhow."""
    days = [
        first + timedelta(days=off)
        for first, last in line.at(match, "break").periods
        for off in range(min(last - first, LONGEST_BREAK).days + 1)
    ]
    return replace(_of_it(match, *days, doubt=Doubt.NOT_THEN), bound=Bound.ON)


def _each(judges: Iterable[tuple[str, Callable[..., Found | None]]]) -> tuple[Rule[Found], ...]:
    return tuple(rule(words, _repeats(judge)) for words, judge in judges)


_MONTH, _WEEK, _BREAK = mark(Kind.MONTH), mark(Kind.WEEK), mark(Kind.BREAK)
_UP_TO = r"(?<![\w-])(?:(?P<with>tot en met|t/m|t\.e\.m\.?|through|up to and including|until|till|laatste keer(?: is)?(?: op)?|voor het laatst(?: op)?|for the last time(?: on)?|last(?: time)?(?: on)?)|tot(?: aan)?|up to|to)"
_NOT = (
    r"(?<!\w)(?:(?:behalve|uitgezonderd|met uitzondering van|m\.?u\.?v\.?|uitgez\.|except(?: for)?|but not|maar niet|alleen niet|niet|not|skip|zonder|geen)"
    r"(?: (?:op|in|tijdens|met|on|in|during))?)"
)
_SEVERAL = (
    rf"{mark(Kind.DAY, Kind.DAYS)}(?:(?:\s*,\s*|\s*,? (?:en|and|of|or) )(?:op |on )?{mark(Kind.DAY, Kind.DAYS)})*"
)
RULES: tuple[Rule[Found], ...] = _each(
    [
        (rf"{_NOT} {_SEVERAL}", _not_on),
        (
            rf"{_SEVERAL} (?:dan |dus |then )?(?:niet|not|vervalt|vervallen|is off|gaat niet door|slaan we over|overslaan)(?!\w)",
            _not_on,
        ),
        (rf"{_NOT} (?P<break>{_BREAK})", _not_in),
        (rf"(?:\b(?:van|vanaf|tussen|from|between) )?(?P<run>{mark(Kind.RUN)})", _in_run),
        (rf"(?:\b(?:van|vanaf|from) )?(?P<first>{DAY}) {_UP_TO} (?P<last>{DAY})", _between_days),
        (rf"\b(?:van|vanaf|from) (?P<first>{_MONTH}) {_UP_TO} (?P<last>{_MONTH})", _between_months),
        (
            rf"\b(?:vanaf|na|met ingang van|from|after|starting(?: in)?|as of) (?:de |het |the )?{mark(Kind.WEEK, Kind.MONTH, Kind.BREAK)}",
            _from_some,
        ),
        (rf"{_UP_TO} {ON}(?P<day>{DAY})", _by_day),
        (
            rf"{_UP_TO} (?:(?:het |de |the )?(?P<end>eind(?:e)?|end)(?: van| of)? (?:de |het |the )?)?(?P<month>{_MONTH})",
            _by_month,
        ),
        (rf"{_UP_TO} (?P<week>{_WEEK})", _by_week),
        (rf"{_UP_TO} (?:de |het |the )?(?P<break>{_BREAK})", _by_break),
        (
            rf"(?:{_UP_TO} )?(?:(?:het |de |the )?(?:eind(?:e)?|end)(?: van| of)? )?(?:dit|het|heel het|het hele|this|the(?: whole)?) (?:hele )?"
            r"(?:schooljaar|studiejaar|school year)\b",
            _by_summer,
        ),
        (rf"{_UP_TO} (?:aan )?(?:de |het |the )?(?:zomer(?:stop)?|summer)\b(?!-?\s?vakantie)", _by_summer),
        (rf"\b(?:in|during) (?P<month>{_MONTH})", _in_month),
        (rf"(?:\bin )?(?P<week>{_WEEK})", _in_week),
        (rf"{_UP_TO} (?:de |het |the |nader |further |verder |we |ik |iedereen |everybody )\w+(?: \w+)?", _unclear),
        (
            rf"(?<!\w)(?:(?:de |the )?(?:eerste|first) (?:keer|time)(?: is| wordt)?|te beginnen|beginnend|startend|start(?:datum|s)?|vanaf|"
            rf"met ingang van|ingaande|m\.?i\.?v\.?|from|starting|as of|beginning)\s*:?\s*{ON}(?:de |the )?(?P<day>{DAY})",
            _from,
        ),
        (
            rf"(?<!\w)(?:\(|,\s*)?(?:in totaal |totaal |nog |voor |for )?(?P<number>{NUMBER})\s*(?:keer|maal|x|times|bijeenkomsten|sessies|sessions|meetings)"
            r"(?: in totaal| lang| in total| achter elkaar| op rij)?(?! (?:per|in de|a|each|every|in het)\b)(?!\w)\)?",
            _times,
        ),
        (
            rf"(?<!\w)(?:gedurende |for |voor )?(?P<number>{NUMBER}) (?:weken|weeks)(?P<long> lang| long| achter elkaar| in a row)\b",
            _weeks,
        ),
        (
            rf"(?<!\w)(?:gedurende|for|(?:de )?(?:komende|eerstkomende|volgende)|(?:for )?the (?:next|coming)) (?P<number>{NUMBER}) (?:weken|weeks)\b",
            _weeks,
        ),
        (
            rf"(?<!\w)(?:(?:de )?(?:komende|eerstkomende)|the next )?\b(?P<number>{NUMBER}) (?={mark(Kind.REPEAT)})",
            _times,
        ),
    ]
)

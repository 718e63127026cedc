"""Days that have a word of their own: "overmorgen", "vanmiddag", "over een half uur", "tweede paasdag"."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.when.dated import JUST_PASSED, YEAR, given, year_of
from bot.when.free_days import NAMED_DAYS
from bot.when.marks import Base, Found, Judge, Kind, Line, Rule, pattern, rule
from bot.when.meaning import Doubt, Part
from bot.when.vocabulary import NEAR_CHARS, any_of, is_near

_PARTS = {
    **dict.fromkeys(("ochtend", "ocht", "morgen", "vroeg", "morning"), Part.MORNING),
    **dict.fromkeys(("middag", "mid", "mi", "afternoon"), Part.AFTERNOON),
    **dict.fromkeys(("avond", "evening", "night"), Part.EVENING),
}
PART_BEHIND = r"(?:[\s-]?(?P<part>ochtend|ocht|morgen|vroeg|middag|mid|avond|morning|afternoon|evening|night)\b)?"


def part_of(word: str | None) -> Part | None:
    """Of what PART_BEHIND matched."""
    return _PARTS.get((word or "").casefold())


# How many days from today.
_WORDS: dict[str, tuple[int, Part | None]] = {
    **dict.fromkeys(("vandaag", "today"), (0, None)),
    **dict.fromkeys(("vanochtend", "vanmorgen", "deze ochtend", "this morning"), (0, Part.MORNING)),
    **dict.fromkeys(("vanmiddag", "vanmid", "deze middag", "hedenmiddag", "this afternoon"), (0, Part.AFTERNOON)),
    **dict.fromkeys(("vanavond", "deze avond", "hedenavond", "this evening", "tonight"), (0, Part.EVENING)),
    **dict.fromkeys(("morgen", "tomorrow", "tmrw"), (1, None)),
    **dict.fromkeys(("overmorgen", "the day after tomorrow", "day after tomorrow"), (2, None)),
    **dict.fromkeys(("gisteren", "gister", "yesterday"), (-1, None)),
    **dict.fromkeys(("eergisteren", "the day before yesterday"), (-2, None)),
}
_OTHER_WORDS = {"vandaan", "vandaal", "vandale"}
_MINUTES = {
    **dict.fromkeys(("een kwartier", "een kwartiertje", "a quarter of an hour"), 15),
    **dict.fromkeys(("een half uur", "een halfuur", "half uur", "een half uurtje", "half an hour"), 30),
    **dict.fromkeys(("een uur", "een uurtje", "an hour", "one hour"), 60),
    **dict.fromkeys(("anderhalf uur", "an hour and a half"), 90),
    **dict.fromkeys(("twee uur", "two hours"), 120),
    **dict.fromkeys(("drie uur", "three hours"), 180),
}
_EVENING = pattern(r"avond")


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _spoken(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "morgenochtend"."""
    days, part = _WORDS[_plain(match["day"])]
    found = given(match.span(), base.today + timedelta(days=days), base)
    return replace(found, part=part or part_of(match["part"]))


def _misspelt(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "overmogen", "tomorow"."""
    word = match["day"].casefold()
    if word in _OTHER_WORDS:
        return None
    name = next((name for name in _WORDS if len(name) > NEAR_CHARS and word != name and is_near(word, name)), None)
    return given(match.span(), base.today + timedelta(days=_WORDS[name][0]), base) if name else None


def _from_now(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
    """ "over een half uur", "in 20 minutes"."""
    if match["how"]:
        minutes = _MINUTES[_plain(match["how"])]
    else:
        minutes = int(match["number"]) * (60 if match["unit"].casefold().startswith(("u", "h")) else 1)
    then = base.now + timedelta(minutes=minutes)
    return replace(given(match.span(), then.date(), base), at=then.time().replace(second=0, microsecond=0, tzinfo=None))


def _holiday(day_in: Callable[[int], date]) -> Judge[Found]:
    def judge(match: re.Match[str], line: Line[Found], base: Base) -> Found | None:
        year = year_of(match["year"])
        if year is None:
            this, following = day_in(base.today.year), day_in(base.today.year + 1)
            is_passed = this < base.today and base.today - this <= JUST_PASSED
            day = this if this >= base.today else following
            found = Found(Kind.DAY, match.span(), (day,), Doubt.PASSED if is_passed else None)
        else:
            found = given(match.span(), day_in(year), base)
        return replace(found, part=Part.EVENING if _EVENING.search(match["name"]) else None)

    return judge


# Before days of the week are marked: "goede vrijdag" is no Friday.
HOLIDAYS: tuple[Rule[Found], ...] = tuple(
    rule(rf"(?<![\w-])(?P<name>{names})(?![\w-]){YEAR}", _holiday(day_in)) for names, day_in in NAMED_DAYS.items()
)
RULES: tuple[Rule[Found], ...] = (
    rule(
        rf"(?<!goede\s)(?<!goeie\s)(?<!\bde\s)(?<!\been\s)(?<![\w-])(?P<day>{any_of(_WORDS)}){PART_BEHIND}"
        r"(?![\w-]|['’]s)(?! de dag\b)",
        _spoken,
    ),
    rule(r"(?<![\w-])(?P<day>[^\W\d_]{6,10})(?![\w-])", _misspelt),
    rule(
        rf"(?<!\w)(?:over|in) (?:(?P<how>{any_of(_MINUTES)})|(?P<number>[0-9]{{1,3}})\s*(?P<unit>min(?:uten|utes)?|uur|u|hours?))\b\.?"
        r"(?=\s*(?:$|[,;:.!?)\n]))",
        _from_now,
    ),
)

"""Questions in, figures a week out: what came of them, what they were about, what people thought, how fast it went.

Nothing here knows who asked, or in which words. Weeks are the calendar's, from Monday, on the clocks of Amsterdam.
"""

import csv
import io
import statistics
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from bot.when.clock import AMSTERDAM
from index.answer import Outcome
from knowledge import catalog
from knowledge.entry import Entry

WEEKS = 12  # that are looked back on, this one included
WEEK = timedelta(weeks=1)
SLOWEST = 95  # percentile of the answer times that stands for the slow ones


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, as far as figures need it; or an entry that was opened without one."""

    at: datetime  # with its zone
    outcome: Outcome
    off_topic: bool
    entry: str | None  # id of the entry that was shown, or picked from the options; None: none was
    is_good: bool | None  # the asker's verdict; None: not given
    took_ms: float  # that it took to find the answer; 0 where an entry was opened from a menu or link


class Result(StrEnum):
    """What came of a question."""

    ANSWERED = "answered"
    LIKELY = "likely"  # an entry was shown as what was probably meant
    UNSURE = "unsure"  # options were offered
    UNKNOWN = "unknown"
    OFF_TOPIC = "off_topic"  # unknown, and the subject is another altogether


@dataclass(frozen=True, slots=True)
class Week:
    """What was asked in a week."""

    monday: date
    results: tuple[int, ...]  # questions by Result, in its order
    opened: int  # entries opened from a menu or link, without a question
    good: int  # 👍
    bad: int  # 👎
    median_ms: float | None  # of the answer times; None: nothing was asked
    slow_ms: float | None  # 95% of the answers took no longer
    topics: tuple[tuple[str, int], ...]  # (code, questions that were answered on it), most first

    @property
    def questions(self) -> int:
        return sum(self.results)

    def of(self, result: Result) -> int:
        """How many questions came to that."""
        return self.results[list(Result).index(result)]

    @property
    def number(self) -> int:
        """Of the week in its year, as calendars in Dutch schools have it (ISO 8601)."""
        return self.monday.isocalendar().week


@dataclass(frozen=True, slots=True)
class Figures:
    """The last weeks, oldest first; the last one isn't over yet."""

    weeks: tuple[Week, ...]

    @property
    def questions(self) -> int:
        return sum(week.questions for week in self.weeks)

    @property
    def judged(self) -> tuple[int, int]:
        """(👍, 👎)."""
        return sum(week.good for week in self.weeks), sum(week.bad for week in self.weeks)

    def of(self, result: Result) -> int:
        """How many questions came to that."""
        return sum(week.of(result) for week in self.weeks)

    def less_idle_begin(self, at_least: int) -> "Figures":
        """Without the weeks before anybody asked something, as of a bot that is new; so many weeks at least."""
        first = next((at for at, week in enumerate(self.weeks) if week.questions), len(self.weeks))
        return Figures(self.weeks[max(0, min(first, len(self.weeks) - at_least)) :])

    @property
    def topics(self) -> tuple[tuple[str, int], ...]:
        """(code, questions that were answered on it), most first."""
        total: Counter[str] = Counter()
        for week in self.weeks:
            total.update(dict(week.topics))
        return _ranked(total)


class Tally:
    """Counts questions as they come, so that those of a busy quarter needn't be held in memory all at once."""

    def __init__(self, topics: Mapping[str, str], *, day: date, weeks: int = WEEKS) -> None:
        """For the weeks up to that of day, a date in Amsterdam; topics are codes by entry's id."""
        self._topics = topics
        self._weeks = {monday: _Counted() for monday in mondays_to(day, weeks)}

    def add(self, asked: Iterable[Asked]) -> None:
        """Count them; those of other weeks are left out."""
        for one in asked:
            week = self._weeks.get(monday_of(one.at.astimezone(AMSTERDAM).date()))
            if week is not None:
                week.add(one, self._topics)

    def figures(self) -> Figures:
        """What was counted."""
        return Figures(tuple(counted.week(monday) for monday, counted in self._weeks.items()))


def figures_of(asked: Iterable[Asked], topics: Mapping[str, str], *, day: date, weeks: int = WEEKS) -> Figures:
    """The figures of the weeks up to that of day, a date in Amsterdam; topics are codes by entry's id."""
    tally = Tally(topics, day=day, weeks=weeks)
    tally.add(asked)
    return tally.figures()


def main_topics(entries: Iterable[Entry]) -> dict[str, str]:
    """The topic that each entry is about first of all, by the entry's id; entries without one are left out."""
    known = catalog.topics()
    return {entry.id: code for entry in entries for code in entry.topics[:1] if code in known}


def weeks_kept(retention_days: int) -> int:
    """How many weeks to look back on: what is older has been erased, and a week further back would look emptier than it was."""
    return max(1, min(WEEKS, retention_days // 7))


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def mondays_to(day: date, weeks: int) -> tuple[date, ...]:
    """The first days of the last weeks, that of day included, oldest first."""
    return tuple(monday_of(day) - WEEK * back for back in reversed(range(weeks)))


def since(day: date, weeks: int = WEEKS) -> datetime:
    """When the first of those weeks began."""
    first = mondays_to(day, weeks)[0]
    return datetime(first.year, first.month, first.day, tzinfo=AMSTERDAM)


def table(figures: Figures, *, delimiter: str = ",") -> str:
    """The figures as CSV, a row a week; behind the columns that are always there, one for each topic, most asked first."""
    codes = [code for code, _ in figures.topics]
    names = [f"{code} {catalog.topics()[code].labels['nl']}" for code in codes]
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\r\n")  # as RFC 4180 and Excel have it
    writer.writerow([*COLUMNS, *names])
    for week in figures.weeks:
        on = dict(week.topics)
        writer.writerow([*_cells(week), *(on.get(code, 0) for code in codes)])
    return written.getvalue()


COLUMNS = (
    "monday",
    "week",
    "questions",
    *Result,
    "opened",
    "good",
    "bad",
    "median_ms",
    "p95_ms",
)


def _cells(week: Week) -> Sequence[str | int]:
    year, number, _ = week.monday.isocalendar()
    times = ["" if ms is None else round(ms) for ms in (week.median_ms, week.slow_ms)]
    return [
        week.monday.isoformat(),
        f"{year}-W{number:02}",
        week.questions,
        *week.results,
        week.opened,
        week.good,
        week.bad,
        *times,
    ]


@dataclass(slots=True)
class _Counted:
    """A week while it is counted."""

    results: Counter[Result] = field(default_factory=Counter)
    opened: int = 0
    verdicts: Counter[bool | None] = field(default_factory=Counter)
    took_ms: "array[float]" = field(default_factory=lambda: array("d"))
    topics: Counter[str] = field(default_factory=Counter)

    def add(self, one: Asked, topics: Mapping[str, str]) -> None:
        self.verdicts[one.is_good] += 1
        if one.took_ms <= 0:
            self.opened += 1
            return
        self.results[_result(one)] += 1
        self.took_ms.append(one.took_ms)
        if one.entry and (code := topics.get(one.entry)):
            self.topics[code] += 1

    def week(self, monday: date) -> Week:
        median_ms, slow_ms = _times(self.took_ms)
        return Week(
            monday,
            tuple(self.results[result] for result in Result),
            self.opened,
            self.verdicts[True],
            self.verdicts[False],
            median_ms,
            slow_ms,
            _ranked(self.topics),
        )


def _result(one: Asked) -> Result:
    if one.off_topic:
        return Result.OFF_TOPIC
    match one.outcome:
        case Outcome.ANSWERED:
            return Result.ANSWERED
        case Outcome.LIKELY:
            return Result.LIKELY
        case Outcome.UNSURE:
            return Result.UNSURE
        case Outcome.UNKNOWN:
            return Result.UNKNOWN
        case _:
            assert_never(one.outcome)


def _times(took_ms: Sequence[float]) -> tuple[float | None, float | None]:
    """(median, 95th percentile)."""
    if len(took_ms) < 2:
        return (took_ms[0], took_ms[0]) if took_ms else (None, None)
    return statistics.median(took_ms), statistics.quantiles(took_ms, n=100, method="inclusive")[SLOWEST - 1]


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

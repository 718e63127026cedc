"""The room of figures: /statistiek gives admins a picture of the last weeks with the main figures in words, or a CSV file."""

import asyncio
import logging
import sys
import textwrap
from collections.abc import Mapping
from datetime import date

from bot.conversation.house import House
from bot.conversation.menus import ADMINS, Command
from bot.conversation.reply import Attachment, Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said
from bot.conversation.runs import escape
from bot.records.people import Asker, Role
from bot.records.questions import Where
from bot.rooms.statistics import charts, figures
from bot.rooms.statistics.charts import Bar, Chart, ChartError, Line, Series
from bot.rooms.statistics.figures import Figures, Result, Week
from bot.rooms.statistics.records import FigureRecords
from bot.when.clock import AMSTERDAM
from index.labels import long_date
from knowledge import catalog

logger = logging.getLogger(__name__)

FEWEST = 10  # questions for which a picture is made
SHOWN_WEEKS = 4  # at least, in the picture of a bot that is new
SHOWN_TOPICS = 5  # in the picture
SAID_TOPICS = 3  # in words
TOPIC_CHARS = 46  # of a topic's name in the picture: what a phone has room for
CSV = "csv"
_RESULTS = {
    Result.ANSWERED: "picture_answered",
    Result.LIKELY: "picture_likely",
    Result.UNSURE: "picture_unsure",
    Result.UNKNOWN: "picture_unknown",
    Result.OFF_TOPIC: "picture_off_topic",
}


class Statistics(Room):
    """Shows admins how it goes."""

    prefix = "sta"
    commands = (Command("statistiek", "statistics", ADMINS, 180, Role.ADMIN),)
    shelves = (FigureRecords,)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._weeks = figures.weeks_kept(house.retention_days)
        self._drawing = asyncio.Lock()  # one at a time: it takes a core and 150 MB

    def handlers(self) -> Mapping[str, Handler]:
        return {"statistiek": self._show}

    async def presses(self, pressed: Pressed) -> Turn | None:
        if pressed.action != CSV or not _may_see(pressed.asker):
            return None
        found, lang = await self._figures(), pressed.lang
        # Excel where Dutch is spoken takes semicolons, and without the mark in front of it (BOM) it takes é for Ã©.
        data = figures.table(found, delimiter=";").encode("utf-8-sig")
        name = self._say("figures_csv_name", lang, day=self._today().isoformat())
        caption = self._say("figures_csv_caption", lang, weeks=self._weeks)
        return Turn.of(Reply(caption, attachment=Attachment(name, data)))

    async def _show(self, said: Said) -> Turn:
        found, lang = await self._figures(), said.lang
        if not found.questions:
            return Turn.of(Reply(self._say("figures_none", lang, weeks=self._weeks)))
        words = self._in_words(found, lang)
        if found.questions < FEWEST:
            words.append(self._say("figures_few", lang, least=FEWEST))
            return Turn.of(Reply("\n".join(words)))
        if said.where is Where.TERMINAL:
            words += [*self._by_week(found, lang), self._say("figures_in_terminal", lang)]
            return Turn.of(Reply("\n".join(words)))
        rows = ((self._button("figures_csv", lang, CSV),),)
        if not charts.is_installed():
            need = self._say("figures_need_library", lang, python=sys.executable, requirement=charts.REQUIREMENT)
            return Turn.of(Reply("\n".join([*words, *self._by_week(found, lang), need]), rows))
        try:
            async with self._drawing:
                shown = found.less_idle_begin(SHOWN_WEEKS)
                drawn = await charts.picture(self._chart(shown, lang), cache=self._house.var_dir / "matplotlib")
        except ChartError as error:
            logger.error("the picture of the figures could not be made: %s", error)
            words += [*self._by_week(found, lang), self._say("figures_no_picture", lang)]
            return Turn.of(Reply("\n".join(words), rows))
        picture = Attachment(f"verbinder-{self._today().isoformat()}.png", drawn, is_picture=True)
        return Turn.of(Reply("\n".join(words), rows, picture))

    async def _figures(self) -> Figures:
        day = self._today()
        topics = figures.main_topics(self._house.retriever.snapshot.reading.entries)
        tally = figures.Tally(topics, day=day, weeks=self._weeks)
        async for some in self._house.records.shelf(FigureRecords).asked(figures.since(day, self._weeks)):
            tally.add(some)
        return await asyncio.to_thread(tally.figures)  # sorts the times of a whole quarter

    def _today(self) -> date:
        return self._house.clock().astimezone(AMSTERDAM).date()

    # --- in words

    def _in_words(self, found: Figures, lang: str) -> list[str]:
        """What matters most, a line each."""
        lines = [
            self._say("figures_title", lang, weeks=self._weeks),
            self._say("figures_now", lang, now=self._count(found.weeks[-1], lang), before=self._before(found, lang)),
            self._say("figures_total", lang, weeks=self._weeks, **{result: found.of(result) for result in Result}),
        ]
        if found.of(Result.UNKNOWN) or found.judged[1]:
            lines.append(self._say("figures_open", lang, command=self._house.commands.called("onbeantwoord", lang)))
        good, bad = found.judged
        if good + bad:
            share = round(100 * good / (good + bad))
            lines.append(self._say("figures_verdicts", lang, share=share, good=good, judged=good + bad))
        else:
            lines.append(self._say("figures_no_verdicts", lang))
        if week := _latest(found):
            times = {"median": self._seconds(week.median_ms, lang), "slow": self._seconds(week.slow_ms, lang)}
            lines.append(self._say("figures_times", lang, week=week.number, **times))
        if found.topics:
            names = [f"{escape(_topic(code, lang))} ({count})" for code, count in found.topics[:SAID_TOPICS]]
            lines.append(self._say("figures_topics", lang, topics=", ".join(names)))
        return lines

    def _by_week(self, found: Figures, lang: str) -> list[str]:
        """What the picture shows first, for whoever gets none."""
        return [
            self._say(
                *("figures_week", lang),
                week=week.number,
                questions=self._count(week, lang),
                answered=week.of(Result.ANSWERED),
            )
            for week in found.weeks
            if week.questions
        ]

    def _before(self, found: Figures, lang: str) -> str:
        """Last week's questions; where records are kept for a week alone nobody knows."""
        return self._count(found.weeks[-2], lang) if len(found.weeks) > 1 else "?"

    def _count(self, week: Week, lang: str) -> str:
        return self._say("figures_count", lang, count=week.questions)

    def _seconds(self, ms: float | None, lang: str) -> str:
        written = f"{(ms or 0) / 1000:.2f}"
        return self._say("picture_seconds", lang, seconds=written.replace(".", ",") if lang == "nl" else written)

    # --- in the picture

    def _chart(self, found: Figures, lang: str) -> Chart:
        return Chart(
            title=self._say("picture_title", lang, name=self._house.composer.introduction.name(lang)),
            period=self._say(
                *("picture_period", lang),
                first=long_date(found.weeks[0].monday, lang),
                last=long_date(self._today(), lang),
            ),
            weeks=tuple(str(week.number) for week in found.weeks),
            week_label=self._say("picture_week", lang),
            results_title=self._say("picture_results", lang),
            results=tuple(
                Series(self._say(key, lang), tuple(week.of(result) for week in found.weeks))
                for result, key in _RESULTS.items()
            ),
            topics_title=self._say("picture_topics", lang),
            topics=tuple(
                Bar(textwrap.shorten(_topic(code, lang), TOPIC_CHARS, placeholder=" …"), count)
                for code, count in found.topics[:SHOWN_TOPICS]
            ),
            verdicts_title=self._say("picture_verdicts", lang),
            verdicts=self._verdicts(found, lang),
            nothing=self._say("picture_nothing", lang),
            times_title=self._say("picture_times", lang),
            times=self._lines(found, lang),
        )

    def _verdicts(self, found: Figures, lang: str) -> tuple[Bar, ...]:
        good, bad = found.judged
        if not good + bad:
            return ()
        share = round(100 * good / (good + bad))
        return (
            Bar(self._say("picture_good", lang, share=share, count=good), good),
            Bar(self._say("picture_bad", lang, share=100 - share, count=bad), bad),
        )

    def _lines(self, found: Figures, lang: str) -> tuple[Line, ...]:
        week = _latest(found)
        if week is None:
            return ()
        slow, median = [one.slow_ms for one in found.weeks], [one.median_ms for one in found.weeks]
        return tuple(
            Line(
                self._say(key, lang, time=self._seconds(last, lang), week=week.number),
                self._seconds(max(ms for ms in all_ms if ms is not None), lang),
                tuple(None if ms is None else ms / 1000 for ms in all_ms),
            )
            for key, last, all_ms in (
                ("picture_slow", week.slow_ms, slow),
                ("picture_median", week.median_ms, median),
            )
        )


def _may_see(asker: Asker) -> bool:
    return asker.role >= Role.ADMIN


def _latest(found: Figures) -> Week | None:
    """The last week in which something was asked."""
    return next((week for week in reversed(found.weeks) if week.questions), None)


def _topic(code: str, lang: str) -> str:
    labels = catalog.topics()[code].labels
    name = labels.get(lang, labels["nl"])
    return name[:1].upper() + name[1:]

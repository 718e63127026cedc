"""An answer in, what a terminal shows of it out."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

from index.answer import OPTIONS, Answer, Hit, Outcome
from index.labels import labels, long_date
from index.shown import shown
from index.snapshot import Snapshot
from knowledge.entry import Certainty


def as_text(answer: Answer, snapshot: Snapshot) -> RenderableType:
    """What people read: the answer with sources and date, the options, or that there is no answer."""
    words = labels(answer.lang)
    match answer.outcome:
        case Outcome.ANSWERED:
            return entry_text(answer.hits[0], answer.lang, snapshot)
        case Outcome.LIKELY:
            text = entry_text(answer.hits[0], answer.lang, snapshot)
            return Group(Text(words["probably"], style="bold"), text, Text(words["or_else"]), *options(answer, start=1))
        case Outcome.UNSURE:
            return Group(Text(words["unsure"], style="bold"), *options(answer))
        case Outcome.UNKNOWN:
            if answer.kind:
                near = [Text(words["rule"].format(title=answer.rule.entry.title))] if answer.rule else []
                return Group(Text(words[answer.kind], style="bold"), *near)
            if answer.off_topic:
                return Text(words["off_topic"])
            return Group(Text(words["unknown"], style="bold"), Text(words["unknown_ask"]))


def options(answer: Answer, *, start: int = 0) -> Iterator[RenderableType]:
    """The first hits' titles from place start on, numbered from 1."""
    for number, hit in enumerate(answer.hits[start:OPTIONS], 1):
        yield Text(f" {number}. {hit.entry.title}")


def entry_text(hit: Hit, lang: str, snapshot: Snapshot) -> RenderableType:
    """An entry word for word, with how sure it is, its sources and the day on which it was checked."""
    entry, words, part = hit.entry, labels(lang), shown(hit)
    lines: list[RenderableType] = [Text(entry.title, style="bold")]
    if part.heading:
        lines.append(Text(part.heading, style="bold italic"))
    if entry.lang != lang:
        lines.append(Text(words["untranslated"], style="yellow"))
    if entry.certainty is not Certainty.SURE:
        lines.append(Text(words[entry.certainty], style="yellow"))
    if entry.activity:
        lines.append(Text(_activity(hit, words), style="dim"))
    lines.append(Padding(Markdown(part.text, hyperlinks=False), (1, 0)))
    if part.others:
        lines.append(Text(f"{words['sections']}: {' · '.join(part.others)}", style="dim"))
    near = [found.title for name in entry.see if (found := snapshot.show(name, lang))]
    if near:
        lines.append(Text(f"{words['see']}: {' · '.join(near)}", style="dim"))
    if entry.sources:
        lines.append(Text(f"{words['sources']}:"))
        for source in entry.sources:
            lines.append(Text(f" - {source.label}:"))
            lines.append(Text(f"   {source.url}", style="blue", no_wrap=True, overflow="ignore"))  # a cut link is none
    lines.append(Text(words["checked"].format(date=long_date(entry.checked, lang)), style="dim"))
    return Group(*lines)


def _activity(hit: Hit, words: dict[str, str]) -> str:
    activity = hit.entry.activity
    if activity is None:
        return ""
    return words["minutes"].format(
        minutes=activity.minutes, least=activity.people_min, most=activity.people_max, place=activity.place
    )

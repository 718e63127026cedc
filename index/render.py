"""An answer in, what a terminal shows of it out."""

from collections.abc import Container, Iterator

from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

from index.answer import NEAREST, OPTIONS, Answer, Hit, Outcome
from index.labels import LANGUAGES, asked_of_group, checked_on, labels, untranslated
from index.shown import named_of, shown
from index.snapshot import Snapshot, is_shipped_subject
from knowledge.entry import Certainty
from knowledge.entry_links import words_of_links


def as_text(answer: Answer, snapshot: Snapshot) -> RenderableType:
    """What people read: the answer with sources and date, the options, or that there is no answer."""
    lang = answer.lang if answer.lang in LANGUAGES else answer.question.lang
    words = labels(lang)
    match answer.outcome:
        case Outcome.ANSWERED:
            return entry_text(answer.hits[0], lang, snapshot, wanted=answer.lang)
        case Outcome.LIKELY:
            beside = [hit.entry.id for hit in answer.hits[1:OPTIONS]]
            text = entry_text(answer.hits[0], lang, snapshot, wanted=answer.lang, beside=beside)
            return Group(Text(words["probably"], style="bold"), text, Text(words["or_else"]), *options(answer, start=1))
        case Outcome.UNSURE:
            return Group(Text(words["unsure"], style="bold"), *options(answer))
        case Outcome.UNKNOWN:
            if snapshot.reading.about or not is_shipped_subject(snapshot.reading):
                return Text(words["unknown"], style="bold")
            if answer.kind:
                rule = [Text(words["rule"].format(title=answer.rule.entry.title))] if answer.rule else []
                return Group(Text(words[answer.kind], style="bold"), *rule)
            if answer.is_elsewhere:
                return Text(words["off_topic"])
            near: list[RenderableType] = [Text(words["near"]), *options(answer, end=NEAREST)] if answer.hits else []
            return Group(Text(words["unknown"], style="bold"), Text(words["unknown_ask"]), *near)


def options(answer: Answer, *, start: int = 0, end: int = OPTIONS) -> Iterator[RenderableType]:
    """What the hits are called, from place start on and before end, numbered from 1."""
    for number, hit in enumerate(answer.hits[start:end], 1):
        yield Text(f" {number}. {named_of(hit)}")


def entry_text(
    hit: Hit, lang: str, snapshot: Snapshot, *, wanted: str = "", beside: Container[str] = ()
) -> RenderableType:
    """An entry word for word, with how sure it is, its sources and the day on which it was checked.

    wanted: the language that it was asked for in, where there are no words of ours in that. beside: ids of entries that
    are offered with it.
    """
    entry, words, part = hit.entry, labels(lang), shown(hit)
    lines: list[RenderableType] = [Text(entry.title, style="bold")]
    if part.heading:
        lines.append(Text(part.heading, style="bold italic"))
    if entry.lang != (wanted or lang):
        lines.append(Text(untranslated(entry.lang, lang), style="yellow"))
    if entry.certainty is not Certainty.SURE:
        lines.append(Text(words[entry.certainty], style="yellow"))
    if asked := asked_of_group(entry.activity, lang):
        lines.append(Text(asked, style="dim"))
    lines.append(Padding(Markdown(words_of_links(part.text), hyperlinks=False), (1, 0)))
    if part.others:
        lines.append(Text(f"{words['sections']}: {' · '.join(part.others)}", style="dim"))
    near = [found.title for found in snapshot.related(entry, lang, beside)]
    if near:
        lines.append(Text(f"{words['see']}: {' · '.join(near)}", style="dim"))
    if entry.sources:
        lines.append(Text(f"{words['sources']}:"))
        for source in entry.sources:
            lines.append(Text(f" - {source.said}:"))
            lines.append(Text(f"   {source.url}", style="blue", no_wrap=True, overflow="ignore"))  # a cut link is none
    lines.append(Text(checked_on(entry.checked, lang), style="dim"))
    return Group(*lines)

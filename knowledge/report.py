"""A reading in, lines for a terminal out: what arrived, what needs a hand, worst first, and what is only remarked on.

What an editor wants to know of a folder besides its problems is found here too: gaps, translations, look-alikes, reviews.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from knowledge import catalog
from knowledge.entry import Entry, Problem, Reading, Remark
from knowledge.entry_file import normal
from knowledge.folder import by_language
from knowledge.notices import notice
from knowledge.tree import LANGUAGES_TOLD

ALIKE = 0.85  # share of the words that two texts have in common from which they are worth a look
IN_FULL = 8  # problems, and remarks of one kind, up to which each is named
PLACES = 3  # that are named of a kind with more, where there are few kinds
LINES = 8  # that name places of problems, of all kinds together
KINDS = 8  # of problems, and of remarks, that are named; the rest is behind --all
WHATS = 6  # that are named of what differs between remarks of one kind
MAX_WHAT = 40  # characters of one of them
MAX_WHATS = 120  # … and of all: two lines of a terminal with what stands before them


def remarks(reading: Reading, day: date) -> Iterator[Remark]:
    """What nobody has to mend: of the files, then of the folder as a whole."""
    yield from reading.remarks
    if not any(remark.said.key == LANGUAGES_TOLD for remark in reading.remarks):
        yield from _untranslated((*reading.entries, *reading.points))
    yield from _topics_without_entry(reading.entries)
    yield from _reviews_due((*reading.entries, *reading.points), day)
    yield from _look_alikes(reading.entries)


def problem_lines(reading: Reading, lang: str, *, is_full: bool) -> Iterator[str]:
    """Each problem with the line that it is about; many are told by kind, worst first: those that keep a file from being shown."""
    if is_full or len(reading.problems) <= IN_FULL:
        for problem in reading.problems:
            yield from lines_of(problem, lang)
        return
    yield from kind_lines(reading.problems, {entry.source for entry in reading.entries}, lang)


def kind_lines(problems: Iterable[Problem], shown: Collection[str], lang: str) -> Iterator[str]:
    """Problems by kind, each with how often and some of its places; shown: the sources that are, whatever is wrong with them."""
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(problem.said.key, []).append(problem)
    ordered = sorted(
        kinds.values(), key=lambda found: (all(one.source in shown for one in found), -len(found), found[0].source)
    )
    places = max(1, min(PLACES, LINES // max(1, min(KINDS, len(ordered)))))
    for found in ordered[:KINDS]:
        is_lost = all(one.source not in shown for one in found)
        yield notice("problems_of_kind_lost" if is_lost else "problems_of_kind", count=len(found)).say(lang)
        for problem in found[:places]:
            yield f"  {problem.say(lang)}"
        if len(found) > places:
            yield "  " + notice("and_more", count=len(found) - places).say(lang)
    if len(ordered) > KINDS:
        yield notice("kinds_left", count=len(ordered) - KINDS).say(lang)


def lines_of(problem: Problem, lang: str) -> Iterator[str]:
    """A problem as compilers tell it: where to the column, and the line with a mark under it."""
    where = f"{problem.source}:{problem.line}:" + (f"{problem.column}:" if problem.column else "")
    cell = f" [{problem.cell}]" if problem.cell else ""
    yield f"{where}{cell} {problem.said.say(lang)}"
    if problem.quoted:
        yield f"    {problem.quoted}"
        if problem.column <= len(problem.quoted) and not problem.quoted.startswith("…"):
            yield f"    {' ' * (problem.column - 1)}^"


def remark_lines(found: Iterable[Remark], lang: str, *, is_full: bool) -> Iterator[str]:
    """Each remark; those of which there are many by kind, with how often."""
    kinds: dict[str, list[Remark]] = {}
    for remark in found:
        kinds.setdefault(remark.said.key, []).append(remark)
    ordered = sorted(kinds.values(), key=len, reverse=True)
    if is_full or all(len(one) <= IN_FULL for one in ordered):
        for remark in (remark for kind in kinds.values() for remark in kind):
            what = f" ({remark.what})" if remark.what else ""
            yield notice("remark", text=f"{remark.source}: {remark.said.say(lang)}{what}").say(lang)
        return
    for some in ordered[:KINDS]:
        if len({remark.said for remark in some}) > 1:  # each says something else
            shown = [f"{remark.source}: {remark.said.say(lang)}" for remark in some[:PLACES]]
            yield from (notice("remark", text=text).say(lang) for text in shown)
            if len(some) > PLACES:
                yield notice("remark", text=notice("and_more_such", count=len(some) - PLACES)).say(lang)
            continue
        whats = Counter(remark.what for remark in some if remark.what)
        named = list(_named(whats))
        more = [notice("and_more", count=len(whats) - len(named)).say(lang)] if len(whats) > len(named) else []
        examples = ", ".join([*named, *more]) or ", ".join(_shortened(remark.source) for remark in some[:PLACES])
        text = notice("remarks_of_kind", said=some[0].said, count=len(some), examples=examples)
        yield notice("remark", text=text).say(lang)
    if len(ordered) > KINDS:
        yield notice("kinds_left", count=len(ordered) - KINDS).say(lang)


def _named(whats: Counter[str]) -> Iterator[str]:
    """The most frequent, each with how often: the first, and as many more as fit."""
    length = 0
    for what, count in whats.most_common(WHATS):
        text = f"{_shortened(what)} ({count})" if count > 1 else _shortened(what)
        length += len(text) + 2
        if length > MAX_WHATS:
            return
        yield text


def _shortened(text: str) -> str:
    """A path keeps its end, which tells it from others."""
    if len(text) <= MAX_WHAT:
        return text
    return f"…{text[1 - MAX_WHAT :]}" if "/" in text else f"{text[: MAX_WHAT - 1]}…"


def count_line(reading: Reading, lang: str) -> str:
    """What arrived, and how many problems there are."""
    counts = Counter(entry.lang for entry in reading.entries)
    return notice(
        "counts_with_routes" if reading.sheet else "counts",
        entries=len(reading.entries),
        languages=", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or notice("none"),
        asks=sum(len(entry.asks) for entry in reading.entries),
        problems=len(reading.problems),
        **({"routes": len(reading.sheet.rows)} if reading.sheet else {}),
    ).say(lang)


def _untranslated(entries: Sequence[Entry]) -> Iterator[Remark]:
    languages = by_language(entries)
    for lang, here in languages.items():
        for there in languages.values():
            for name in sorted(there.keys() - here.keys()):
                yield Remark(there[name].source, 1, notice("untranslated", path=f"{lang}/{name}.md"))


def _topics_without_entry(entries: Sequence[Entry]) -> Iterator[Remark]:
    if not any(entry.is_on_our_subject for entry in entries):
        return
    covered = {topic for entry in entries for topic in entry.topics}
    for topic in catalog.topics().values():
        if topic.code not in covered:
            said = notice("topic_without_entry", code=topic.code, label=topic.labels["nl"])
            yield Remark("topics.toml", 1, said)


def _reviews_due(entries: Sequence[Entry], day: date) -> Iterator[Remark]:
    for entry in entries:
        if entry.review and entry.review <= day:
            yield Remark(entry.source, 1, notice("review_due", day=str(entry.review)))


def _look_alikes(entries: Sequence[Entry]) -> Iterator[Remark]:
    """Titles and asks of two entries in one language that share nearly all their words."""
    for here in by_language(entries).values():
        texts = [
            (frozenset(normal(text).split()), text, entry)
            for entry in here.values()
            for text in (entry.title, *entry.asks)
        ]
        holders: dict[str, list[int]] = {}
        for row, (words, text, entry) in enumerate(texts):
            near: dict[int, int] = {}
            for word in words:
                for other in holders.get(word, ()):
                    near[other] = near.get(other, 0) + 1
            for other, shared in sorted(near.items()):
                words_there, text_there, entry_there = texts[other]
                if entry_there is not entry and shared >= ALIKE * len(words | words_there) and text != text_there:
                    path = entry_there.place
                    yield Remark(entry.source, 1, notice("look_alike", text=text, other=text_there, path=path))
            for word in words:
                holders.setdefault(word, []).append(row)

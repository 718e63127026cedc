"""What an editor wants to know of a folder besides its problems: gaps, translations, look-alikes, reviews that are due."""

from collections.abc import Iterator, Sequence
from datetime import date

from knowledge import catalog
from knowledge.entry import Entry, Reading
from knowledge.entry_file import normal
from knowledge.folder import by_language

ALIKE = 0.85  # share of the words that two texts have in common from which they are worth a look


def remarks(reading: Reading, day: date) -> Iterator[str]:
    """One line each; none of them is a problem."""
    yield from _untranslated(reading.entries)
    yield from _topics_without_entry(reading.entries)
    yield from _reviews_due(reading.entries, day)
    yield from _look_alikes(reading.entries)


def _untranslated(entries: Sequence[Entry]) -> Iterator[str]:
    languages = by_language(entries)
    for lang, here in languages.items():
        for there in languages.values():
            for name in sorted(there.keys() - here.keys()):
                yield f"{there[name].source}: no translation {lang}/{name}.md"


def _topics_without_entry(entries: Sequence[Entry]) -> Iterator[str]:
    covered = {topic for entry in entries for topic in entry.topics}
    for topic in catalog.topics().values():
        if covered and topic.code not in covered:
            yield f"topics.toml: {topic.code} ({topic.labels['nl']}) has no entry"


def _reviews_due(entries: Sequence[Entry], day: date) -> Iterator[str]:
    for entry in entries:
        if entry.review and entry.review <= day:
            yield f"{entry.source}: was to be looked at again on {entry.review}"


def _look_alikes(entries: Sequence[Entry]) -> Iterator[str]:
    """Titles and asks of two entries in one language that share nearly all their words."""
    for lang, here in by_language(entries).items():
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
                    yield f"{entry.source}: '{text}' is close to '{text_there}' of {lang}/{entry_there.id}.md"
            for word in words:
                holders.setdefault(word, []).append(row)

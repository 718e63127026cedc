"""The beginning of a question in, titles of entries that it may become out: by the words of titles and asks, in memory."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.snapshot import Snapshot
from knowledge.entry import Entry
from knowledge.entry_file import normal, normal_of_folder

MOST = 6  # that are suggested
FEWEST_CHARS = 2  # typed, from which there is anything to suggest
MOST_WORDS = 12  # of what was typed that are looked at


@dataclass(frozen=True, slots=True)
class _Text:
    """A title or an ask, as it is looked through."""

    entry: Entry
    text: str  # with a space in front of each word
    is_title: bool


class Suggesting:
    """Suggests titles, from one state of the folder at a time."""

    def __init__(self) -> None:
        self._known: tuple[Snapshot, dict[str, tuple[_Text, ...]]] | None = None

    def titles(self, typed: str, lang: str, snapshot: Snapshot) -> tuple[Entry, ...]:
        """Entries with a title or ask in which each word that was typed begins a word; those with it in the title first."""
        texts, told = self._texts(snapshot).get(lang, ()), normal(typed[:200])
        words = [f" {word}" for word in told.split()[:MOST_WORDS]]
        if len(told) < FEWEST_CHARS:
            return ()
        best: dict[str, tuple[int, int]] = {}
        for at, one in enumerate(texts):
            if all(word in one.text for word in words):
                rank = (_distance(f" {told}", one), at)
                best[one.entry.id] = min(rank, best.get(one.entry.id, rank))
        return tuple(texts[at].entry for _, at in sorted(best.values())[:MOST])

    def _texts(self, snapshot: Snapshot) -> dict[str, tuple[_Text, ...]]:
        if self._known is None or self._known[0] is not snapshot:
            found: dict[str, list[_Text]] = {}
            for entry in snapshot.reading.entries:
                found.setdefault(entry.lang, []).extend(_of(entry))
            self._known = snapshot, {lang: tuple(texts) for lang, texts in found.items()}
        return self._known[1]


def _distance(told: str, one: _Text) -> int:
    """How far a text with all the words is from what was typed: it begins so, it says so, it says so in other places."""
    place = one.text.find(told)
    return 2 * (0 if place == 0 else 1 if place > 0 else 2) + (not one.is_title)


def _of(entry: Entry) -> Iterable[_Text]:
    yield _Text(entry, f" {normal_of_folder(entry.title)}", is_title=True)
    for ask in entry.asks:
        yield _Text(entry, f" {normal_of_folder(ask)}", is_title=False)

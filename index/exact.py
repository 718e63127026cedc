"""Which entry a question is word for word a title or an ask of."""

from collections.abc import Iterable, Iterator

from index.overlaid import Overlaid
from knowledge.entry import Entry
from knowledge.entry_file import normal, normal_of_folder


class Exact:
    """Titles and asks as `normal` makes them, and whose they are."""

    def __init__(self, entries: Iterable[Entry], last: "Exact | None" = None, gone: Iterable[Entry] = ()) -> None:
        """last: that of the folder as it was before these entries came to it and others were gone from it."""
        before: Overlaid[str, tuple[str, ...]] = last._owners if last else Overlaid({})
        owners: dict[str, tuple[str, ...]] = {}  # of the texts that are touched: ids, one for each place
        alike: dict[tuple[str, ...], tuple[str, ...]] = {}  # one for all texts of an entry, which have it from here
        for text, entry_id in _asked(gone):
            left = list(owners.get(text, before.get(text, ())))
            left.remove(entry_id)
            owners[text] = tuple(left)
        for text, entry_id in _asked(entries):
            ids = (*owners.get(text, before.get(text, ())), entry_id)
            owners[text] = alike.setdefault(ids, ids)
        self._owners: Overlaid[str, tuple[str, ...]] = before.changed(
            {text: ids or None for text, ids in owners.items()}
        )

    def __contains__(self, text: str) -> bool:
        """Whether a text is a title or an ask, but for what `normal` leaves out."""
        return normal(text) in self._owners

    def owner(self, text: str) -> str:
        """The id of the entry of which a text is a title or an ask; empty where it is that of none, or of several."""
        owners = self._owners.get(normal(text), ())
        return owners[0] if len(set(owners)) == 1 else ""


def _asked(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Each title and ask, and the name by which an activity's title begins ("Shadow day: a day beside …"), and whose it is."""
    for entry in entries:
        for text in (entry.title, *entry.asks):
            yield normal_of_folder(text), entry.id
        name, colon, _ = entry.title.partition(":")
        if entry.activity is not None and colon:
            yield normal_of_folder(name), entry.id

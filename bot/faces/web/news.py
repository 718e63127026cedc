"""What the folder says now in, since when each entry says it out; looked at after every edit, and kept in the records."""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.records.pages import Dated, Key, Text
from bot.records.records import Records, RecordsError
from index.snapshot import Snapshot
from knowledge.entry import Entry
from knowledge.entry_links import words_of_links
from knowledge.renamed import moved

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry, and since when it says what it says."""

    entry: Entry
    dated: Dated


class News:
    """Knows what is new."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._seen: tuple[Snapshot, Mapping[Key, Dated]] | None = None

    async def dated(self, snapshot: Snapshot) -> Mapping[Key, Dated]:
        """Since when each entry says what it does; none where the records fail."""
        if self._seen is None or self._seen[0] is not snapshot:
            entries, was = snapshot.reading.entries, defaultdict[str, list[str]](list)
            for old, new in moved(entries).items():
                was[new].append(old)
            texts = {
                (entry.id, entry.lang): Text(digest_of(entry), entry.checked, tuple(was[entry.id])) for entry in entries
            }
            try:
                self._seen = snapshot, await self._records.pages.seen(texts)
            except RecordsError as error:
                logger.error("records: %s", error)
                return {}
        return self._seen[1]

    async def latest(self, snapshot: Snapshot, lang: str, most: int) -> tuple[Item, ...]:
        """The entries in a language that changed last, the last first."""
        dated = await self.dated(snapshot)
        found = [
            Item(entry, dated[entry.id, entry.lang])
            for entry in snapshot.reading.entries
            if entry.lang == lang and (entry.id, entry.lang) in dated
        ]
        return tuple(sorted(found, key=lambda item: (item.dated.changed, item.entry.id), reverse=True)[:most])


def digest_of(entry: Entry) -> str:
    """Hex SHA-256 of what an entry says.

    That it was looked at again, be it by the date of its file, is no news, nor that an entry which it links to was renamed.
    """
    sources = "\n".join(f"{source.label} {source.url}" for source in entry.sources)
    said = "\n\n".join((entry.title, entry.certainty, sources, words_of_links(entry.body)))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()

"""An entry's id in, the code by which buttons and links name it out; and back."""

from hashlib import sha256

from index.snapshot import Snapshot
from knowledge.entry import Entry
from knowledge.renamed import moved

CODE_DIGITS = 16  # hex digits: a path need not fit into the 64 bytes of a button


def code_of(entry_id: str) -> str:
    """The code by which buttons and links name an entry: it stays the same while the entry's path does."""
    return sha256(entry_id.encode()).hexdigest()[:CODE_DIGITS]


class Codes:
    """Entries by their codes."""

    def __init__(self) -> None:
        self._known: tuple[Snapshot, dict[str, str]] | None = None  # ids by code, of the snapshot they are for

    def entry(self, code: str, lang: str, snapshot: Snapshot) -> Entry | None:
        """The entry that a button or link names, in that language if there is one; None where it is no longer there.

        One that was renamed is found by its old code too, if it says what it was.
        """
        if self._known is None or self._known[0] is not snapshot:
            old = {code_of(name): entry_id for name, entry_id in moved(snapshot.reading.entries).items()}
            self._known = snapshot, old | {code_of(entry.id): entry.id for entry in snapshot.reading.entries}
        entry_id = self._known[1].get(code)
        return snapshot.show(entry_id, lang) if entry_id else None

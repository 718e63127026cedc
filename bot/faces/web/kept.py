"""Pages as they are sent: packed, named by what is in them, and kept for as long as the folder says the same."""

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass

from index.snapshot import Snapshot

HTML = "text/html; charset=utf-8"
PACKED_FROM = 600  # bytes; less is not worth packing
MOST = 2000  # pages that are kept; those asked for longest ago go first


@dataclass(frozen=True, slots=True)
class Ready:
    """A page as it is sent."""

    data: bytes
    packed: bytes  # by gzip; empty where it is not worth it
    etag: str
    content_type: str


def ready(text: str | bytes, content_type: str = HTML) -> Ready:
    """A page, packed, and named by what is in it."""
    data = text.encode() if isinstance(text, str) else text
    packed = gzip.compress(data, 6, mtime=0) if len(data) >= PACKED_FROM else b""
    return Ready(data, packed, f'"{hashlib.blake2b(data, digest_size=12).hexdigest()}"', content_type)


class Kept:
    """Pages that were made."""

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None
        self._pages: OrderedDict[object, Ready] = OrderedDict()

    def get(self, key: object, snapshot: Snapshot) -> Ready | None:
        """None where it has to be made."""
        if self._snapshot is not snapshot:
            self._snapshot = snapshot
            self._pages.clear()
        if (found := self._pages.get(key)) is not None:
            self._pages.move_to_end(key)
        return found

    def put(self, key: object, snapshot: Snapshot, page: Ready) -> None:
        if self._snapshot is snapshot:
            self._pages[key] = page
            while len(self._pages) > MOST:
                self._pages.popitem(last=False)

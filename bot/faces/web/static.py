"""Style sheet, script and pictures: read once, each under an address that changes with what is in it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static/"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
DIGITS = 10


@dataclass(frozen=True, slots=True)
class File:
    """A file that pages use."""

    data: bytes
    content_type: str


class Static:
    """The files of a folder."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.files: dict[str, File] = {}  # by name
        self._addresses: dict[str, str] = {}
        for path in sorted(folder.iterdir()):
            if path.suffix in _TYPES:
                data = path.read_bytes()
                digest = hashlib.sha256(data).hexdigest()[:DIGITS]
                self.files[path.name] = File(data, _TYPES[path.suffix])
                self._addresses[path.name] = f"{PREFIX}{digest}/{path.name}"

    def address(self, name: str) -> str:
        """Where a file is had; it may be kept for good. Raises KeyError where there is none."""
        return self._addresses[name]

    def at(self, address: str) -> File | None:
        """The file at an address; None where there is none, as for a version of before."""
        name = address.rpartition("/")[2]
        return self.files[name] if self._addresses.get(name) == address else None

    @property
    def version(self) -> str:
        """What is different when any of the files is."""
        return hashlib.sha256("".join(sorted(self._addresses.values())).encode()).hexdigest()[:DIGITS]

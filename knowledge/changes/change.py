"""A change to a content folder: bytes before and after, and what it looks like as a patch; nothing here writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import diff_bytes, unified_diff
from pathlib import Path

from knowledge.notices import SaidError

MAX_COMPARED = 5_000  # lines of a file that are compared one by one; beyond, the whole of it is shown as new
_PLAIN = frozenset(range(0x20, 0x7F)) - set(b'"\\')
_ESCAPES = {0x22: '\\"', 0x5C: "\\\\", 0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}


class EditError(SaidError):
    """What can't be changed; the notice says where, why, and what to do next."""


@dataclass(frozen=True, slots=True)
class FileEdit:
    """One file's part of a change."""

    source: str  # path under the content folder, "nl/faq/wie-meldt.md"
    before: bytes | None  # what it holds now; None: there is no such file
    after: bytes | None  # what it is to hold; None: it is to go


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written, worked out in full before anything is."""

    folder: Path  # the content folder
    summary: str  # on one line, for the history: "nl/faq/a.md: asked as 'wie meldt dat'"
    edits: tuple[FileEdit, ...]
    is_draft: bool = False  # the answer is still to be written, so it needn't be one that is shown

    def diff(self) -> str:
        """As a unified diff, to be read; bytes that are no UTF-8 are replaced."""
        return self.patch().decode("utf-8", "replace")

    def patch(self) -> bytes:
        """As `git apply` takes it, with paths under the content folder."""
        return b"".join(_file_patch(edit) for edit in self.edits if edit.before != edit.after)

    def inverse(self, summary: str) -> "Change":
        """The change that takes this one back."""
        edits = tuple(FileEdit(edit.source, edit.after, edit.before) for edit in reversed(self.edits))
        return Change(self.folder, summary, edits, is_draft=True)


def _file_patch(edit: FileEdit) -> bytes:
    old, new = _quoted(f"a/{edit.source}"), _quoted(f"b/{edit.source}")
    head = [f"diff --git {old} {new}"]
    if edit.before is None:
        head.append("new file mode 100644")
    elif edit.after is None:
        head.append("deleted file mode 100644")
    lines = [f"{line}\n".encode() for line in head]
    if edit.before or edit.after:  # git shows nothing more of an empty file that comes or goes
        lines.append(f"--- {_ended(old) if edit.before is not None else '/dev/null'}\n".encode())
        lines.append(f"+++ {_ended(new) if edit.after is not None else '/dev/null'}\n".encode())
        lines.extend(_hunks(_lines(edit.before or b""), _lines(edit.after or b"")))
    return b"".join(lines)


def _lines(data: bytes) -> list[bytes]:
    """Lines with their ends, as git counts them: by line feeds alone."""
    return [part + b"\n" for part in data.split(b"\n")[:-1]] + [part for part in data.split(b"\n")[-1:] if part]


def _hunks(before: list[bytes], after: list[bytes]) -> Iterator[bytes]:
    if max(len(before), len(after)) > MAX_COMPARED:
        starts = [1 if lines else 0 for lines in (before, after)]
        yield f"@@ -{starts[0]},{len(before)} +{starts[1]},{len(after)} @@\n".encode()
        found = [b"-" + line for line in before] + [b"+" + line for line in after]
    else:
        found = list(diff_bytes(unified_diff, before, after))[2:]
    for line in found:
        yield line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"


def _quoted(path: str) -> str:
    """A path as git writes it: between quotes, with escapes, where it isn't plain."""
    data = path.encode("utf-8", "surrogateescape")
    if all(byte in _PLAIN for byte in data):
        return path
    return '"' + "".join(chr(b) if b in _PLAIN else _ESCAPES.get(b, f"\\{b:03o}") for b in data) + '"'


def _ended(path: str) -> str:
    """A path behind --- or +++: with a tab after it where it has a space, or git takes the rest for a time."""
    return f"{path}\t" if " " in path and not path.startswith('"') else path

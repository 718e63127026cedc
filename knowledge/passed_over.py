"""What lies in a content folder in, what keeps it from being read out: by its name, or by what the disk says of it."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from errno import ELOOP
from pathlib import Path

from knowledge import wanted as wanted_file
from knowledge.content_file import MAX_BYTES
from knowledge.entry import Remark
from knowledge.entry_file import SUFFIXES
from knowledge.loose import is_markdown, suffix_of
from knowledge.notices import Notice, notice, reason
from knowledge.routes import overview as routes

# what editors and file systems leave behind, and what people set aside; Hugo's _index.md is a page
_IGNORED = re.compile(r"[.~].*|_(?!index\.md$).*|.*[~#]|.*\.(tmp|bak|swp)|Thumbs\.db|desktop\.ini", re.IGNORECASE)
# Of which an import makes entries; a .txt is Markdown but for its name.
DOCUMENTS = (".docx", ".odt", ".xlsx", ".ods", ".csv", ".tsv", ".pdf", ".html", ".htm", ".mht", ".mhtml", ".eml")
# What lies beside the pages of other tools and holds no text for readers.
NO_TEXT = frozenset(
    [
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".svg",
        ".webp",
        ".ico",
        ".bmp",
        ".avif",
        ".css",
        ".scss",
        ".js",
        ".jsx",
        ".ts",
        ".tsx",
        ".mjs",
        ".json",
        ".yml",
        ".yaml",
        ".toml",
        ".xml",
        ".woff",
        ".woff2",
        ".ttf",
        ".mp3",
        ".mp4",
        ".webm",
        ".canvas",
        ".base",
        ".excalidraw",
        ".lock",
        ".map",
        ".drawio",
    ]
)


def is_folder(root: Path) -> bool:
    """Whether there is a folder that can be seen."""
    return os.path.isdir(root)  # noqa: PTH112 - Path.is_dir raises where a folder above it is closed


def is_ignored(name: str) -> bool:
    """Whether a file or folder of that name is passed over in silence."""
    return _IGNORED.fullmatch(name) is not None


def printable(path: str) -> str:
    """A file's name as it can be printed: names that are no UTF-8 with their bytes, line breaks escaped."""
    if path.isprintable():
        return path
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def set_aside(root: Path, here: Path, names: Iterable[str]) -> Iterator[Remark]:
    """What begins with _ and holds texts: somebody may not know that it is passed over."""
    for name in sorted(names):
        if not name.startswith("_") or not _IGNORED.fullmatch(name) or (path := here / name).is_symlink():
            continue
        inside = [one for _, _, found in os.walk(path) for one in found] if path.is_dir() else [name]
        if count := sum(suffix_of(one) in SUFFIXES for one in inside):
            source = printable(path.relative_to(root).as_posix())
            yield Remark(source, 1, notice("set_aside"), f"{source}/ ({count})" if path.is_dir() else source)


def looked_at(
    path: str, name: str, home: Path, *, is_at_top: bool, is_loose: bool
) -> tuple[Notice | os.stat_result, bool]:
    """(what the disk says of the file with a name at a path, or what keeps it from being read; whether no other path can change it)."""
    is_sheet = is_at_top and name in (routes.FILE, *wanted_file.FILES)
    if said := _unread_by_name(name, is_at_top=is_at_top and not is_loose, is_sheet=is_sheet):
        return said, True
    is_alone = False
    try:
        found = os.lstat(path)
        is_alone = found.st_nlink == 1
        if stat.S_ISLNK(found.st_mode):
            is_alone = False
            if not Path(path).resolve(strict=True).is_relative_to(home):
                return notice("link_outside"), False
            found = os.stat(path)  # noqa: PTH116 - of thousands, a Path for each would take as long as the rest
        if not stat.S_ISREG(found.st_mode):
            return notice("no_plain_sheet" if is_sheet else "no_plain_file"), is_alone
        if (size := found.st_size) > MAX_BYTES:
            return notice("file_too_big", size=f"{size / 1e6:,.1f}", most=f"{MAX_BYTES / 1e6:.0f}"), is_alone
    except OSError as error:
        is_gone = isinstance(error, FileNotFoundError) and not Path(path).is_symlink()
        return notice("no_plain_file") if is_gone else notice("link_unreadable", reason=reason(error)), False
    except RuntimeError:  # what Path.resolve raises before Python 3.13
        return notice("link_unreadable", reason=reason(OSError(ELOOP, os.strerror(ELOOP)))), False
    return found, is_alone


def _unread_by_name(name: str, *, is_at_top: bool, is_sheet: bool) -> Notice | None:
    """Why a file of a name is no entry's; None where it may be one's."""
    if is_sheet or (is_markdown(name) and not is_at_top):
        return None
    suffix = suffix_of(name)
    if is_at_top:
        return notice("other_csv", name=routes.FILE) if suffix == ".csv" else notice("outside_languages")
    kind = Path(name)
    if suffix in DOCUMENTS:
        return notice("not_markdown_but_document", kind=kind.suffix, name=printable(name))
    return notice("not_markdown", kind=printable(kind.suffix or name), name=printable(kind.stem))

"""Where in a content folder a file may be read and written: a path from outside is checked here, and trusted nowhere."""

import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path

from knowledge.changes.change import EditError
from knowledge.content_file import MAX_BYTES
from knowledge.entry_file import SUFFIXES
from knowledge.folder import path_of
from knowledge.loose import LANGUAGE
from knowledge.notices import Notice, notice, reason
from knowledge.passed_over import is_folder, is_ignored, printable
from knowledge.routes.overview import FILE as ROUTES

MAX_NAME = 60  # characters of a file name that is made of a title
MAX_NAME_BYTES = 255  # of one part of a path, on nearly every file system
# what a file can't be called on Windows, where content folders are copied to
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_NOT_ON_WINDOWS = re.compile(r'[<>:"\\|?*]')
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # neither a link nor a pipe that never speaks


def place(folder: Path, source: str) -> Path:
    """The path of a source, which need not exist.

    Raises EditError for whatever is neither <language>/<section>/<name>.md nor the overview of routes.
    """
    shown = printable(source)[:200]
    if not is_folder(folder):
        raise EditError("edit_fault", where=printable(str(folder)), fault=notice("no_folder"))
    if source == ROUTES:
        return _without_links(folder, [source], shown)
    parts = source.split("/")
    if len(parts) < 2 or not all(parts) or not LANGUAGE.fullmatch(parts[0]):
        raise EditError("edit_no_place", source=shown)
    for part in parts:
        if fault := _name_fault(part):
            raise EditError("edit_no_place_as", source=shown, fault=fault)
    if not parts[-1].lower().endswith(SUFFIXES):
        raise EditError("place_not_markdown", source=shown)
    return _without_links(folder, path_of(folder, source).split("/"), shown)


def inside(folder: Path, source: str) -> str:
    """The path of a source relative to its folder. Raises EditError."""
    return place(folder, source).relative_to(folder).as_posix()


def _name_fault(name: str) -> Notice | None:
    if name in (".", ".."):
        return notice("place_elsewhere", name=name)
    if not name.isprintable() or _NOT_ON_WINDOWS.search(name):
        return notice("place_characters", name=printable(name)[:60])
    if len(name.encode()) > MAX_NAME_BYTES:
        return notice("place_too_long", count=len(name.encode()), most=MAX_NAME_BYTES)
    if is_ignored(name):
        return notice("place_ignored", name=name)
    if name != name.strip() or name.endswith(".") or _RESERVED.fullmatch(name):
        return notice("place_reserved", name=name)
    return None


def _without_links(folder: Path, parts: list[str], shown: str) -> Path:
    path = folder
    for i, part in enumerate(parts):
        path = path / part
        is_last = i == len(parts) - 1
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            _refuse_twin(path, shown)
            continue
        except OSError as error:
            raise EditError("place_unreachable", source=shown, reason=reason(error)) from None
        if stat.S_ISLNK(mode):
            raise EditError("place_link", source=shown, part=part)
        if not is_last and not stat.S_ISDIR(mode):
            raise EditError("place_no_folder", source=shown, part=part)
        if is_last and not stat.S_ISREG(mode):
            raise EditError("place_no_file", source=shown)
    return path


def _refuse_twin(path: Path, shown: str) -> None:
    """Names that differ in capitals or in how accents are stored are one file on some computers, and two on others."""
    wanted = _folded(path.name)
    twin = next((name for name in _names_in(path.parent) if _folded(name) == wanted and name != path.name), None)
    if twin:
        raise EditError("place_twin", source=shown, twin=printable(twin))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - names are all that is needed
    except OSError:
        return []


def content(folder: Path, source: str) -> bytes | None:
    """What a file holds; None where there is none. Raises EditError."""
    path = place(folder, source)
    try:
        file = os.open(path, os.O_RDONLY | _NO_FOLLOW)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EditError("content_unreadable", source=source, reason=reason(error)) from None
    with os.fdopen(file, "rb") as opened:
        try:
            data = opened.read(MAX_BYTES + 1)
        except OSError as error:
            raise EditError("content_bad_disk", source=source, reason=reason(error)) from None
    check_size(source, data)
    return data


def check_size(source: str, data: bytes) -> None:
    """Raises EditError where a file would be longer than is read."""
    if len(data) > MAX_BYTES:
        raise EditError("content_too_big", source=source, most=f"{MAX_BYTES / 1e6:.0f}")


def free_source(folders: Iterable[Path], lang: str, section: str, title: str, *, taken: Collection[str] = ()) -> str:
    """A source for a new entry, named after its title; no language has a file at that path, so that it translates none.

    taken: sources that are given out already. Raises EditError for a language or a section that can't be a folder.
    """
    folders = tuple(folders)
    stem = slug(title)
    languages = {name for folder in folders for name in _names_in(folder) if LANGUAGE.fullmatch(name)}
    place(folders[-1], f"{lang}/{section}/{stem}.md")
    number = 1
    while True:
        name = f"{stem}-{number}" if number > 1 else stem
        source = f"{lang}/{section}/{name}.md"
        paths = [folder / some / section / f"{name}.md" for folder in folders for some in languages]
        if source not in taken and not any(os.path.lexists(path) for path in paths):
            return source
        number += 1


def slug(title: str) -> str:
    """A title as the name of a file: small letters, digits and hyphens, whatever it holds."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    if len(words) > MAX_NAME:
        words = words[: MAX_NAME + 1].rpartition("-")[0] or words[:MAX_NAME]
    return f"{words}-vraag" if _RESERVED.fullmatch(words) else words or "vraag"

"""Entries that somebody looked at again in, the change out: the day on which they were checked, another title or answer."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from knowledge.changes.change import Change, EditError, FileEdit
from knowledge.changes.editing import decoded, read_entry, refuse_known, why_unread
from knowledge.changes.places import check_size, content
from knowledge.changes.rewriting import RewriteError, body_of, with_body, with_value
from knowledge.entry_file import MAX_BODY, MAX_TITLE
from knowledge.front_values import FrontMatterError, control_character


def checked(folders: Sequence[Path], sources: Sequence[str], *, day: date, review: date) -> Change:
    """Entries that are still right: checked on that day, to be looked at again on the other.

    sources: paths in a folder, "nl/faq/wie-meldt.md"; those of an earlier folder are copied to the last. Raises EditError.
    """
    edits = [_edited(folders, source, lambda text: _dated(text, day, review)) for source in sources]
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    return Change(folders[-1], f"{sources[0]}{more}: checked", tuple(edits))


def rewritten(
    folders: Sequence[Path], source: str, *, title: str = "", body: str = "", day: date, review: date
) -> Change:
    """An entry with another title or answer, checked on that day; an empty one stays as it is. Raises EditError."""
    title = " ".join(title.split())
    if len(title) > MAX_TITLE or len(body) > MAX_BODY:
        raise EditError("edit_text_too_long", count=max(len(title), len(body)), most=MAX_TITLE if title else MAX_BODY)
    if control_character(title) or control_character(body):
        raise EditError("edit_not_text", source=source)

    def changed(text: str) -> str:
        text = with_value(text, "title", title) if title else text
        return _dated(with_body(text, body) if body.strip() else text, day, review)

    edit = _edited(folders, source, changed)
    if title:
        entry = read_entry(source, edit.after or b"").entry
        refuse_known(folders, source.partition("/")[0], [title], own=entry.id if entry else "", is_own_allowed=True)
    return Change(folders[-1], f"{source}: {'another title' if title else 'rewritten'}", (edit,))


def text_of(folders: Sequence[Path], source: str) -> str:
    """What stands in a file under its front matter, to be edited by hand. Raises EditError."""
    try:
        return body_of(decoded(_found(folders, source)[1])[0])
    except FrontMatterError as error:
        raise EditError("edit_fault", where=f"{source}:{error.line}", fault=error.notice) from None


def _dated(text: str, day: date, review: date) -> str:
    return with_value(with_value(text, "checked", day.isoformat()), "review", review.isoformat())


def _edited(folders: Sequence[Path], source: str, changed: Callable[[str], str]) -> FileEdit:
    before, found = _found(folders, source)
    file = read_entry(source, found)
    if not file.entry:
        raise EditError("edit_mend_first", fault=why_unread(file, source))
    text, encoding = decoded(found)
    try:
        after = changed(text).encode(encoding)
    except RewriteError as error:
        raise EditError("edit_fault", where=source, fault=error.notice) from None
    check_size(source, after)
    return FileEdit(source, before, after)


def _found(folders: Sequence[Path], source: str) -> tuple[bytes | None, bytes]:
    """(what the last folder holds there, what is served)."""
    before = content(folders[-1], source)
    found = next((data for data in (before, *(content(f, source) for f in folders[-2::-1])) if data is not None), None)
    if found is None:
        raise EditError("edit_no_file", source=source)
    return before, found

"""What an admin wants to change in, the change out, worked out in full: an ask more, a draft, a whole file, a file less.

Nothing here writes; knowledge/changes/writing.py does. Folders come earliest first, and the last is the one that is written to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from knowledge.changes.change import Change, EditError, FileEdit
from knowledge.changes.places import check_size, content, free_source
from knowledge.changes.rewriting import RewriteError, draft_text, with_ask
from knowledge.content_file import read_data, sheet_text, today
from knowledge.entry import Certainty, Reading
from knowledge.entry_file import MAX_ASK, MAX_TITLE, EntryFile, id_of, normal
from knowledge.front_values import control_character
from knowledge.layers import Layer, joined, named, overlaid
from knowledge.library import read_library
from knowledge.notices import LANGUAGES, Notice, notice
from knowledge.passed_over import printable
from knowledge.reader import read_layers
from knowledge.routes import overview

SHOWN = 60  # characters of an ask in a summary


def add_ask(folders: Path | Sequence[Path], source: str, *texts: str) -> Change:
    """Wordings become asks of an entry; source is the path in its folder, "nl/faq/wie-meldt.md".

    An entry of an earlier folder is copied to the last one, and the asks added there.
    """
    folders = _folders(folders)
    unique = {normal(ask): ask for ask in (_question(text, MAX_ASK, "an_ask") for text in texts)}
    asks = list(unique.values())
    before = content(folders[-1], source)
    found = next((data for data in (before, *(content(f, source) for f in folders[-2::-1])) if data is not None), None)
    if found is None:
        raise EditError("edit_no_file", source=source)
    file = read_entry(source, found)
    if not file.entry:
        raise EditError("edit_mend_first", fault=why_unread(file, source))
    refuse_known(folders, file.entry.lang, asks, own=file.entry.id)
    text, encoding = decoded(found)
    try:
        for ask in asks:
            text = with_ask(text, ask, title=file.entry.title)
    except RewriteError as error:
        raise EditError("edit_fault", where=source, fault=error.notice) from None
    after = text.encode(encoding)
    check_size(source, after)
    if not (read := read_entry(source, after)).entry:
        raise EditError("edit_nothing_changed", fault=why_unread(read, source))
    shown = ", ".join(f"'{_short(ask)}'" for ask in asks)
    return Change(folders[-1], f"{source}: also asked as {shown}", (FileEdit(source, before, after),))


def draft(
    folders: Path | Sequence[Path],
    lang: str,
    section: str,
    title: str,
    asks: Iterable[str] = (),
    *,
    sources: Sequence[str] = (),
    certainty: Certainty = Certainty.UNCONFIRMED,
) -> Change:
    """A new file with its front matter filled in; the answer is to be written. Its source stands in the change.

    sources: as a file has them, "[DUO](https://duo.nl/rio)".
    """
    folders = _folders(folders)
    title = _question(title, MAX_TITLE, "the_title")
    unique = {normal(title): title}
    for ask in asks:
        ask = _question(ask, MAX_ASK, "an_ask")
        unique.setdefault(normal(ask), ask)
    refuse_known(folders, lang, list(unique.values()))
    source = free_source(folders, lang, section, title)
    text = draft_text(
        *(title, list(unique.values())[1:]),
        is_activity=section == "activities",
        sources=sources,
        certainty=certainty,
    )
    edit = FileEdit(source, None, text.encode())
    return Change(folders[-1], f"{source}: drafted", (edit,), is_draft=True)


def place(folder: Path, source: str, text: str | bytes) -> Change:
    """A whole file as it was sent; UTF-16, as some editors save it, becomes UTF-8. What is wrong in it, `preview` tells."""
    before = content(folder, source)
    if before is None and source.count("/") < 2:
        raise EditError("edit_no_place", source=source)
    data = text if isinstance(text, bytes) else _encoded(source, text)
    check_size(source, data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            raise EditError("edit_not_text", source=source) from None
        check_size(source, data)
    if data == before:
        raise EditError("edit_same", source=source)
    return Change(folder, f"{source}: {'placed' if before is None else 'replaced'}", (FileEdit(source, before, data),))


def _encoded(source: str, text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise EditError("edit_not_text", source=source) from None


@dataclass(frozen=True, slots=True)
class Additions:
    """New files, and what was left out of them."""

    change: Change | None  # None: there is nothing new
    known: tuple[str, ...]  # titles that stand in the folder already; their files are left out
    differing: tuple[str, ...] = ()  # … and with another text: where that stands, as "nl/faq/a.md"


def add_files(folders: Path | Sequence[Path], files: Iterable[tuple[str, str]], what: str) -> Additions:
    """(source, text) of new files become one change; where a source is taken, the file gets another name.

    what is said of them in the history: "from overleg.docx".
    """
    folders = _folders(folders)
    told = {(entry.lang, normal(entry.title)): entry for entry in read_library(folders).entries}
    taken: set[str] = set()
    edits, known, differing = [], [], []
    for source, text in files:
        lang, section, name = source.split("/", 2)
        entry = read_entry(source, data := _encoded(source, text)).entry
        if entry and (there := told.get((lang, normal(entry.title)))):
            if _said(entry.body) == _said(there.body):
                known.append(entry.title)
            else:
                differing.append(there.source)
            continue
        check_size(source, data)
        source = free_source(folders, lang, section, id_of(name), taken=taken)
        taken.add(source)
        edits.append(FileEdit(source, None, data))
    if not edits:
        return Additions(None, tuple(known), tuple(differing))
    summary = f"{edits[0].source}: {what}" if len(edits) == 1 else f"{len(edits)} files {what}"
    return Additions(Change(folders[-1], summary, tuple(edits), is_draft=True), tuple(known), tuple(differing))


def _said(body: str) -> str:
    """The words of a text, without those that tell from which place of a document it came."""
    text, _, last = body.rpartition("\n\n")
    return normal(text if text and last.startswith(_references()) else body)


@cache
def _references() -> tuple[str, ...]:
    """How what tells from which document a text came begins, in each language: "Uit “"."""
    return tuple(notice("from_document", document="").say(lang).partition("”")[0] for lang in LANGUAGES)


def remove(folder: Path, source: str) -> Change:
    """A file less. Where an earlier folder has the path too, its entry is shown again."""
    before = content(folder, source)
    if before is None:
        raise EditError("edit_no_file", source=source)
    return Change(folder, f"{source}: removed", (FileEdit(source, before, None),))


def hide(folders: Sequence[Path], source: str) -> Change:
    """An entry of an earlier folder is shown no more."""
    folders = _folders(folders)
    if all(content(folder, source) is None for folder in folders[:-1]):
        raise EditError("edit_nothing_to_hide", source=source)
    change = place(folders[-1], source, "---\nhidden: true\n---\n")
    return replace(change, summary=f"{source}: hidden")


def preview(change: Change, folders: Path | Sequence[Path], *, day: date | None = None) -> Reading:
    """What would be read if the change were made. Nothing is written."""
    folders = _folders(folders)
    day = day or today()
    layers = read_layers(folders, day=day)
    index = folders.index(change.folder)
    changed = _with_sheet(_changed(layers[index], change, day), change, day)
    layers = (*layers[:index], changed, *layers[index + 1 :])
    if len(layers) > 1:
        return overlaid(layers)
    [only] = layers
    return joined(only)


def _changed(layer: Layer, change: Change, day: date) -> Layer:
    sources = {f"{layer.name}/{edit.source}" if layer.name else edit.source for edit in change.edits}
    new = [
        named(read_data(edit.source, edit.after, dated=day, day=day), layer.name)
        for edit in change.edits
        if edit.after is not None and edit.source != overview.FILE
    ]
    files = [file for file in layer.files if layer.source(file) not in sources]
    # an empty folder is told under its own name, and is empty no more
    told = {*sources, layer.name} if new else sources
    problems = [problem for problem in layer.problems if problem.source not in told]
    return replace(
        layer,
        files=(*files, *(file for file in new if file.entry or file.hides)),
        problems=(*problems, *(problem for file in new for problem in file.problems)),
        remarks=(
            *(remark for remark in layer.remarks if remark.source not in sources),
            *(remark for file in new for remark in file.remarks),
        ),
    )


def _with_sheet(layer: Layer, change: Change, day: date) -> Layer:
    """A layer with the overview of routes that a change brings or takes away, if it does."""
    edit = next((edit for edit in change.edits if edit.source == overview.FILE), None)
    if edit is None:
        return layer
    source = f"{layer.name}/{edit.source}" if layer.name else edit.source
    if edit.after is None:
        return replace(layer, sheet=None)
    read = overview.read_routes(source, sheet_text(edit.after), day)
    return replace(layer, sheet=read.sheet, problems=(*layer.problems, *read.problems))


def _folders(folders: Path | Sequence[Path]) -> tuple[Path, ...]:
    return (folders,) if isinstance(folders, Path) else tuple(folders)


def read_entry(source: str, data: bytes) -> EntryFile:
    """What a file with these bytes would be read as today."""
    day = today()
    return read_data(source, data, dated=day, day=day)


def why_unread(file: EntryFile, source: str) -> Notice:
    """Why a file shows no entry."""
    if file.problems:
        problem = file.problems[-1]
        return notice("edit_fault", where=f"{problem.source}:{problem.line}", fault=problem.said)
    return notice("edit_hidden" if file.hides or file.remarks else "edit_unread", source=source)


def _question(text: str, max_chars: int, what: str) -> str:
    """A wording on one line. Raises EditError where it can't be one."""
    question = " ".join(text.split())
    if match := control_character(question):
        raise EditError("question_control", what=notice(what), name=f"U+{ord(match[0]):04X}")
    if not normal(question):
        raise EditError("question_no_words", what=notice(what), text=printable(question)[:SHOWN])
    if len(question) > max_chars:
        raise EditError("question_too_long", what=notice(what), count=len(question), most=max_chars)
    return question


def refuse_known(
    folders: Sequence[Path], lang: str, questions: Sequence[str], *, own: str = "", is_own_allowed: bool = False
) -> None:
    """Raises EditError where a wording stands under an entry already: the same words can't lead to two.

    own: id of the entry that they are for; is_own_allowed: it may have them, as where a title is written otherwise.
    """
    wanted = {normal(question): question for question in questions}
    for entry in read_library(folders).entries:
        if entry.lang == lang and not (is_own_allowed and entry.id == own):
            for text in (entry.title, *entry.asks):
                if found := wanted.get(normal(text)):
                    if entry.id == own:
                        raise EditError("question_known_here", text=_short(found))
                    raise EditError("question_known_there", text=_short(found), source=entry.source)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def decoded(data: bytes) -> tuple[str, str]:
    """A file's text as it is stored, byte-order mark and line ends with it, and what it is encoded in."""
    encodings = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    encoding = encodings.get(data[:2], "utf-8")
    return data.decode(encoding), encoding

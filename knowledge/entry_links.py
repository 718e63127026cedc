"""Files with links to each other come in, the same with links to entries out; a link that leads to none keeps its words."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote, unquote

from knowledge.dialect_marks import ENTRY
from knowledge.entry import Entry, Remark
from knowledge.entry_file import EntryFile, id_of, normal
from knowledge.notices import notice

_INLINE = re.compile(rf"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\({ENTRY}([^\s()]*)([^()]*)\)")
_DEFINED = re.compile(rf"^(\s{{0,3}}\[[^\[\]]+\]:\s*){ENTRY}(\S+)(.*)$", re.MULTILINE)
_LOOSE = re.compile(rf"^ {{0,3}}\[([^\[\]]+)\]:\s*{ENTRY}[ \t]*(?:\n|\Z)", re.MULTILINE)


def linked(files: Sequence[EntryFile]) -> Iterator[EntryFile]:
    """Each file; what its text links to stands in `see` as well, so that there is a button for it."""
    names: dict[str, dict[str, str]] | None = (
        None  # made where a file has links at all, as those of the house have none
    )
    for file in files:
        if file.entry is None or ENTRY not in file.entry.body + file.entry.plain:
            yield file
            continue
        if names is None:
            names = _names(files)
        yield _linked(file, file.entry, names.get(file.entry.lang, {}))


def led(markdown: str, address: Callable[[str], str]) -> str:
    """Markdown whose links to entries lead to the address of each, given its id; one without an address keeps its words."""
    if ENTRY not in markdown:
        return markdown

    def inline(match: re.Match[str]) -> str:
        found = address(unquote(match[2]))
        return f"[{match[1]}]({found}{match[3]})" if found else match[1]

    def defined(match: re.Match[str]) -> str:
        found = address(unquote(match[2]))
        return f"{match[1]}{found}{match[3]}" if found else f"{match[1]}{ENTRY}"

    return _less_undefined(_DEFINED.sub(defined, _INLINE.sub(inline, markdown)))


def words_of_links(markdown: str) -> str:
    """Markdown with the words of links to entries, for whoever has no way to open one."""
    return led(markdown, lambda entry_id: "")


def _less_undefined(markdown: str) -> str:
    """Without the definitions of links that lead nowhere, and with the words alone where they are used."""
    for label in _LOOSE.findall(markdown):
        name = re.escape(label)
        used = re.compile(rf"\[((?:[^\[\]\\]|\\.)*)\]\[{name}\]|\[({name})\](?:\[\])?(?![\[(:])", re.IGNORECASE)
        markdown = used.sub(lambda match: match[1] or match[2], markdown)
    return _LOOSE.sub("", markdown)


def _names(files: Iterable[EntryFile]) -> dict[str, dict[str, str]]:
    """The id of an entry by everything that a link may call it, by language; of two with one name the first."""
    found: dict[str, dict[str, str]] = {}
    for file in files:
        if entry := file.entry:
            known = found.setdefault(entry.lang, {})
            path = entry.id.lower()
            known.setdefault(path, entry.id)
            for at, character in enumerate(path):  # a link may leave out the folders that another tool puts in front
                if character == "/":
                    known.setdefault(path[at:], entry.id)
            if entry.id.endswith(("/index", "/_index", "/readme", "/README")):
                known.setdefault(posixpath.dirname(entry.id).lower(), entry.id)
    for file in files:
        if entry := file.entry:
            known = found[entry.lang]
            for name in (posixpath.basename(entry.id), entry.title, *file.also):
                known.setdefault(_name(name), entry.id)
    return found


def _name(text: str) -> str:
    return f" {normal(text)}"  # the space keeps it apart from paths


def _linked(file: EntryFile, entry: Entry, names: dict[str, str]) -> EntryFile:
    led: list[str] = []
    remarks: list[Remark] = []

    def inline(match: re.Match[str]) -> str:
        found = _target(unquote(match[2]), entry, names)
        if found is None:
            remarks.append(Remark(entry.source, entry.line, notice("links_not_followed"), unquote(match[2])))
            return match[1]
        led.append(found)
        return f"[{match[1]}]({ENTRY}{quote(found)}{match[3]})"

    def defined(match: re.Match[str]) -> str:
        found = _target(unquote(match[2]), entry, names)
        if found is not None:
            led.append(found)
        return f"{match[1]}{ENTRY}{quote(found or '')}{match[3]}"

    body, plain = (_DEFINED.sub(defined, _INLINE.sub(inline, text)) for text in (entry.body, entry.plain))
    see = tuple(dict.fromkeys([*entry.see, *(name for name in led if name != entry.id)]))
    sections = entry.sections if body == entry.body else ()
    linked = replace(entry, body=body, plain=plain, see=see, sections=sections)
    return replace(file, entry=linked, remarks=tuple(remarks))


def _target(address: str, entry: Entry, names: dict[str, str]) -> str | None:
    """The id of the entry that an address leads to: by its path from here or from the language folder, else by its name."""
    path = id_of(address.strip("/")).removesuffix(".html")
    places = [posixpath.normpath(posixpath.join(posixpath.dirname(entry.id), path)), posixpath.normpath(path)]
    if not address.startswith("/") and "/" in address:  # a page that is a folder, as its address has it
        places.append(posixpath.normpath(posixpath.join(entry.id, path)))
    found = next((names[place.lower()] for place in places if place.lower() in names), None)
    if found is None:
        found = names.get(f"/{posixpath.normpath(path).lstrip('./')}".lower())
    return found or names.get(_name(posixpath.basename(path)))

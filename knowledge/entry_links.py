"""Files with links to each other come in, the same with links to entries out; a link that leads to none keeps its words.

What leads to an entry by what it was called before leads to it by what it is called now.
"""

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from knowledge.dialect_marks import ENTRY
from knowledge.entry import Entry, Remark
from knowledge.entry_file import EntryFile, id_of, normal, title_of_name
from knowledge.notices import notice
from knowledge.renamed import moved

_INLINE = re.compile(rf"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\({ENTRY}([^\s()]*)([^()]*)\)")
_DEFINED = re.compile(rf"^(\s{{0,3}}\[[^\[\]]+\]:\s*){ENTRY}(\S+)(.*)$", re.MULTILINE)
_LOOSE = re.compile(rf"^ {{0,3}}\[([^\[\]]+)\]:\s*{ENTRY}[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Names:
    """What a link may call the entries of one language, and the id of each."""

    now: dict[str, str]
    before: dict[str, str]  # what they were called until they were renamed
    titles: dict[str, str]  # by id

    def get(self, name: str) -> str | None:
        """The id; None where there is no such entry."""
        return self.now.get(name) or self.before.get(name)


def linked(files: Sequence[EntryFile]) -> Iterator[EntryFile]:
    """Each file; what its text links to stands in `see` as well, so that there is a button for it."""
    renamed = moved(file.entry for file in files if file.entry)
    names: dict[str, _Names] | None = None  # made where a file has links at all, as those of the house have none
    for given in files:
        file = _seen(given, given.entry, renamed) if given.entry else given
        if file.entry is None or (ENTRY not in file.entry.body and ENTRY not in file.entry.plain):
            yield file
            continue
        if names is None:
            names = _names(files, renamed)
        yield _linked(file, file.entry, names[file.entry.lang])


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


def _seen(file: EntryFile, entry: Entry, renamed: Mapping[str, str]) -> EntryFile:
    """With the ids in `see` that others have now; one that leads to the entry itself stays, to be told of."""
    new = {name: renamed[name] for name in entry.see if renamed.get(name, entry.id) != entry.id}
    if not new:
        return file
    see = tuple(dict.fromkeys(new.get(name, name) for name in entry.see))
    told = (_remark(entry, file.line_of(name), name, id_now) for name, id_now in new.items())
    return replace(file, entry=replace(entry, see=see), remarks=(*file.remarks, *told))


def _remark(entry: Entry, line: int, name: str, id_now: str) -> Remark:
    return Remark(entry.source, line, notice("leads_to_renamed"), f"{name} → {id_now}")


def _names(files: Iterable[EntryFile], renamed: Mapping[str, str]) -> dict[str, _Names]:
    """The id of an entry by everything that a link may call it, by language; of two with one name the first."""
    found: dict[str, dict[str, str]] = {}
    titles: dict[str, dict[str, str]] = {}
    for file in files:
        if entry := file.entry:
            known = found.setdefault(entry.lang, {})
            titles.setdefault(entry.lang, {})[entry.id] = entry.title
            _add_path(known, entry.id, entry.id)
            if entry.id.endswith(("/index", "/_index", "/readme", "/README")):
                known.setdefault(posixpath.dirname(entry.id).lower(), entry.id)
    for file in files:
        if entry := file.entry:
            known = found[entry.lang]
            for name in (posixpath.basename(entry.id), entry.title, *file.also):
                known.setdefault(_name(name), entry.id)
    return {
        lang: _Names(known, _names_before(renamed, set(known.values())), titles[lang]) for lang, known in found.items()
    }


def _names_before(renamed: Mapping[str, str], ids: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for old, new in renamed.items():
        if new in ids:
            _add_path(found, old, new)
            found.setdefault(_name(posixpath.basename(old)), new)
    return found


def _add_path(known: dict[str, str], called: str, entry_id: str) -> None:
    """By its path, and by each end of that: a link may leave out the folders that another tool puts in front."""
    path = called.lower()
    known.setdefault(path, entry_id)
    for at, character in enumerate(path):
        if character == "/":
            known.setdefault(path[at:], entry_id)


def _name(text: str) -> str:
    return f" {normal(text)}"  # the space keeps it apart from paths


def _linked(file: EntryFile, entry: Entry, names: _Names) -> EntryFile:
    led: list[str] = []
    remarks = list(file.remarks)

    def followed(address: str) -> str | None:
        name = _called(address, entry, names)
        found = names.get(name) if name is not None else None
        if found is not None:
            led.append(found)
            if name not in names.now:
                remarks.append(_remark(entry, entry.line, address, found))
        return found

    def inline(match: re.Match[str]) -> str:
        found = followed(unquote(match[2]))
        if found is None:
            remarks.append(Remark(entry.source, entry.line, notice("links_not_followed"), unquote(match[2])))
            return match[1] or title_of_name(id_of(unquote(match[2]).strip("/")))
        return f"[{match[1] or names.titles[found]}]({ENTRY}{quote(found)}{match[3]})"

    def defined(match: re.Match[str]) -> str:
        found = followed(unquote(match[2]))
        return f"{match[1]}{ENTRY}{quote(found or '')}{match[3]}"

    body, plain = (_DEFINED.sub(defined, _INLINE.sub(inline, text)) for text in (entry.body, entry.plain))
    see = tuple(dict.fromkeys([*entry.see, *(name for name in led if name != entry.id)]))
    sections = entry.sections if body == entry.body else ()
    linked = replace(entry, body=body, plain=plain, see=see, sections=sections)
    return replace(file, entry=linked, remarks=tuple(remarks))


def _called(address: str, entry: Entry, names: _Names) -> str | None:
    """By which of its names an address calls an entry: its path from here or from the language folder, else its own name."""
    path = id_of(address.strip("/")).removesuffix(".html")
    places = [posixpath.normpath(posixpath.join(posixpath.dirname(entry.id), path)), posixpath.normpath(path)]
    if not address.startswith("/") and "/" in address:  # a page that is a folder, as its address has it
        places.append(posixpath.normpath(posixpath.join(entry.id, path)))
    tried = [place.lower() for place in places]
    tried += [f"/{posixpath.normpath(path).lstrip('./')}".lower(), _name(posixpath.basename(path))]
    return next((name for name in tried if names.get(name)), None)

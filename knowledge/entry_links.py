"""Files with links to each other come in, the same with links to entries out; a link that leads to none keeps its words.

What leads to an entry by what it was called before leads to it by what it is called now.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from knowledge.dialects.marks import ENTRY, PLACE
from knowledge.entry import Entry, Remark
from knowledge.entry_file import EntryFile, id_of, normal, title_of_name
from knowledge.notices import notice

_FOLDER_PAGES = ("/index", "/_index", "/readme", "/README")  # that a link may call by their folder
_HERE = PLACE.removeprefix(ENTRY)
_INLINE = re.compile(rf"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\({ENTRY}([^\s()]*)([^()]*)\)")
_DEFINED = re.compile(rf"^(\s{{0,3}}\[[^\[\]]+\]:\s*){ENTRY}(\S+)(.*)$", re.MULTILINE)
_LOOSE = re.compile(rf"^ {{0,3}}\[([^\[\]]+)\]:\s*{ENTRY}[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Names:
    """What a link may call the entries of one language, and the id of each."""

    now: Callable[[str], str | None]  # the id by a name; None where no entry has it
    before: Mapping[str, str]  # the id by what entries were called until they were renamed
    title: Callable[[str], str]  # by id

    def get(self, name: str) -> str | None:
        """The id; None where there is no such entry."""
        return self.now(name) or self.before.get(name)


def has_links(entry: Entry) -> bool:
    """Whether its text leads to other entries."""
    return ENTRY in entry.body or ENTRY in entry.plain


def linked(file: EntryFile, entry: Entry, names: Names) -> EntryFile:
    """A file with links that lead to entries; what its text links to stands in `see` as well, so that there is a button for it."""
    led: list[str] = []
    remarks = list(file.remarks)

    def followed(address: str) -> str | None:
        name = _called(address, entry, names)
        found = names.get(name) if name is not None else None
        if name is not None and found is not None:
            led.append(found)
            if names.now(name) is None:
                remarks.append(_remark(entry, entry.line, address, found))
        return found

    def inline(match: re.Match[str]) -> str:
        if match[2] == _HERE:
            return match[0]
        found = followed(unquote(match[2]))
        if found is None:
            remarks.append(Remark(entry.source, entry.line, notice("links_not_followed"), unquote(match[2])))
            return match[1] or title_of_name(id_of(unquote(match[2]).strip("/")))
        return f"[{match[1] or names.title(found)}]({ENTRY}{quote(found)}{match[3]})"

    def defined(match: re.Match[str]) -> str:
        if match[2] == _HERE:
            return match[0]
        found = followed(unquote(match[2]))
        return f"{match[1]}{ENTRY}{quote(found or '')}{match[3]}"

    body, plain = (_DEFINED.sub(defined, _INLINE.sub(inline, text)) for text in (entry.body, entry.plain))
    see = tuple(dict.fromkeys([*entry.see, *(name for name in led if name != entry.id)]))
    sections = entry.sections if body == entry.body else ()
    changed = replace(entry, body=body, plain=plain, see=see, sections=sections)
    return replace(file, entry=changed, remarks=tuple(remarks))


def led(markdown: str, address: Callable[[str], str]) -> str:
    """Markdown whose links to entries lead to the address of each, given its id; one without an address keeps its words.

    So does one to a place of the text itself.
    """
    if ENTRY not in markdown:
        return markdown

    def addressed(match: re.Match[str]) -> str:
        return "" if match[2] == _HERE else address(unquote(match[2]))

    def inline(match: re.Match[str]) -> str:
        found = addressed(match)
        return f"[{match[1]}]({found}{match[3]})" if found else match[1]

    def defined(match: re.Match[str]) -> str:
        found = addressed(match)
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


def seen_now(file: EntryFile, entry: Entry, renamed: Mapping[str, str]) -> EntryFile:
    """With the ids in `see` that others have now; one that leads to the entry itself stays, to be told of."""
    new = {name: renamed[name] for name in entry.see if renamed.get(name, entry.id) != entry.id}
    if not new:
        return file
    see = tuple(dict.fromkeys(new.get(name, name) for name in entry.see))
    told = (_remark(entry, file.line_of(name), name, id_now) for name, id_now in new.items())
    return replace(file, entry=replace(entry, see=see), remarks=(*file.remarks, *told))


def _remark(entry: Entry, line: int, name: str, id_now: str) -> Remark:
    return Remark(entry.source, line, notice("leads_to_renamed"), f"{name} → {id_now}")


def names_of(entry: Entry, also: Iterable[str]) -> Iterator[str]:
    """All that a link may call an entry, each once; also are other names that its file has for it.

    By its path, and by each end of that: a link may leave out the folders that another tool puts in front.
    """
    folder = [posixpath.dirname(entry.id).lower()] if entry.id.endswith(_FOLDER_PAGES) else []
    names = (_name(name) for name in (posixpath.basename(entry.id), entry.title, *also))
    return iter(dict.fromkeys([*_ends(entry.id), *folder, *names]))


def name_rank(name: str) -> bool:
    """Among several entries that have a name those that are called so by their path come first."""
    return name.startswith(" ")


def names_before(renamed: Mapping[str, str], is_there: Callable[[str], bool]) -> Mapping[str, str]:
    """The id by all that entries were called until they were renamed, of those that are there in a language."""
    found: dict[str, str] = {}
    for old, new in renamed.items():
        if is_there(new):
            for name in (*_ends(old), _name(posixpath.basename(old))):
                found.setdefault(name, new)
    return found


def _ends(called: str) -> Iterator[str]:
    path = called.lower()
    yield path
    yield from (path[at:] for at, character in enumerate(path) if character == "/")


def _name(text: str) -> str:
    return f" {normal(text)}"  # the space keeps it apart from paths


def _called(address: str, entry: Entry, names: Names) -> str | None:
    """By which of its names an address calls an entry: its path from here or from the language folder, else its own name."""
    path = id_of(address.strip("/")).removesuffix(".html")
    places = [posixpath.normpath(posixpath.join(posixpath.dirname(entry.id), path)), posixpath.normpath(path)]
    if not address.startswith("/") and "/" in address:  # a page that is a folder, as its address has it
        places.append(posixpath.normpath(posixpath.join(entry.id, path)))
    tried = [place.lower() for place in places]
    tried += [f"/{posixpath.normpath(path).lstrip('./')}".lower(), _name(posixpath.basename(path))]
    return next((name for name in tried if names.get(name)), None)

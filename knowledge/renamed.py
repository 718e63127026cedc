"""Entries that got another path: where their old addresses lead, and which look as if they had, so that nobody's link is lost."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.difference import differing
from knowledge.entry import Entry, Reading
from knowledge.entry_file import normal

COMPARED = 2_000  # pairs whose words are compared; of more, as after a move of everything, titles and equal texts tell
ALIKE = 0.7  # share of two texts' words in the same order, from which one may be the other renamed


@dataclass(frozen=True, slots=True)
class Rename:
    """An entry that went and one that came, alike enough to be the same."""

    old: str  # id
    new: str  # id
    source: str  # of the file in which `was` would be written


def moved(entries: Iterable[Entry]) -> Mapping[str, str]:
    """The id to which each old one leads. One that is an entry again leads nowhere else; of two claims the first counts."""
    entries = tuple(entries)
    claiming = [entry for entry in entries if entry.was]
    return claimed(claiming, {entry.id for entry in entries} if claiming else ())


def claimed(claiming: Iterable[Entry], ids: Container[str]) -> Mapping[str, str]:
    """The same by those that say what they were called before; ids are those of all entries."""
    found: dict[str, str] = {}
    for entry in sorted(claiming, key=lambda one: one.source):
        for name in entry.was:
            if name not in ids:
                found.setdefault(name, entry.id)
    return found


def renames(before: Reading, after: Reading) -> tuple[Rename, ...]:
    """Entries that look renamed and don't say so; by what they were called."""
    went, came_now = differing(before.entries, after.entries)
    if {entry.id for entry in went} <= {entry.id for entry in came_now}:
        return ()
    known = {entry.id for entry in after.entries}
    told = moved(after.entries)
    gone: dict[str, list[Entry]] = {}
    for entry in went:
        if entry.id not in known and entry.id not in told:
            gone.setdefault(entry.id, []).append(entry)
    old_ids = {entry.id for entry in before.entries}
    came = [entry for entry in came_now if entry.id not in old_ids]
    is_close = sum(map(len, gone.values())) * len(came) <= COMPARED
    found = []
    for old, versions in sorted(gone.items()):
        pairs = ((one, other) for one in versions for other in came if one.lang == other.lang)
        scored = ((_likeness(one, other, is_close=is_close), other) for one, other in pairs)
        best = max(scored, key=lambda pair: (pair[0], pair[1].source), default=None)
        if best and best[0] >= ALIKE:
            found.append(Rename(old, best[1].id, best[1].source))
    return tuple(found)


def _likeness(one: Entry, other: Entry, *, is_close: bool) -> float:
    """From 0 to 1, by their words if they are looked at closely; a title or a text that is the same settles it."""
    if normal(one.title) == normal(other.title) or one.body == other.body:
        return 1.0
    if not is_close:
        return 0.0
    mine, theirs = normal(one.body).split(), normal(other.body).split()
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < ALIKE:
        return 0.0
    return matcher.ratio()

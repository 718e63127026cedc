"""What each path of a content folder says in, the Reading of all of them out; of an edit as much is worked out as it touches.

What holds between files: titles of headings that several have, links, two files of one name, texts that stand under two
entries, ids that lead nowhere. All else of a reading is taken over from the one before, entries as the same objects.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from knowledge import wanted as wanted_file
from knowledge.by_source import BySource
from knowledge.claims import Claims
from knowledge.entry import UNPLACED, Entry, Problem, Reading, Remark, Wanted
from knowledge.entry_file import EntryFile, entry_meant, normal_of_folder
from knowledge.entry_links import Names, has_links, linked, name_rank, names_before, names_of, seen_now
from knowledge.notices import notice
from knowledge.renamed import claimed
from knowledge.routes.route import RouteSheet
from knowledge.titles import made_title, told_apart

MANY = 500  # sources, of more than which all is worked out: each may come first of many


class Part(NamedTuple):
    """What one path of a folder says."""

    order: str  # of two paths with one claim the lower is told as its owner
    file: EntryFile | None  # with an entry, or one that hides one; None: nothing is shown of it
    problems: tuple[Problem, ...]  # of the path itself, and likewise
    remarks: tuple[Remark, ...]


class _Held:
    """A file with an entry, as it stands among the others."""

    __slots__ = ("apart", "asked", "file", "is_called", "is_shown", "order", "place", "raw", "source")

    def __init__(self, source: str, order: str, raw: EntryFile) -> None:
        self.source, self.order, self.raw = source, order, raw
        entry = _entry(raw)
        self.place = entry.lang, entry.id
        self.apart = raw  # with a title of its own
        self.file = raw  # with links that lead to entries
        self.is_called = False  # whether links may call it
        self.is_shown = False  # whether it is in the reading, and claims texts
        self.asked: frozenset[str | tuple[str, str]] = (
            frozenset()
        )  # what its links hang on: names, ids for their titles

    @property
    def entry(self) -> Entry:
        return _entry(self.file)

    @property
    def texts(self) -> Iterable[str]:
        """That it claims, each once, the title first. One that was made of a name may be that of an ask."""
        entry = _entry(self.file)
        texts = [normal_of_folder(entry.title), *map(normal_of_folder, entry.asks)]
        return texts if self.apart is self.raw else dict.fromkeys(texts)


def _entry(file: EntryFile) -> Entry:
    assert file.entry is not None  # noqa: S101, of files with an entry alone one is held
    return file.entry


class Joining:
    """The parts of a folder, and the reading that they make together."""

    def __init__(self) -> None:
        self._parts: dict[str, Part] = {}
        self._wanted: tuple[Wanted, ...] = ()
        self._is_empty = True
        self._begin()

    def _begin(self) -> None:
        self._held: dict[str, _Held] = {}
        self._made: dict[tuple[str, str], dict[str, _Held]] = {}  # those with a made title, by source, by that
        self._places: Claims[tuple[str, str], _Held] = Claims(lambda _, held: (held.source, held.order))
        self._ids: Counter[str] = Counter()  # how many have an id
        self._claiming: dict[str, _Held] = {}  # those that say what they were called before, by source
        self._renamed: Mapping[str, str] = {}  # new ids by old ones
        self._led: Mapping[str, str] = {}  # the same of those that are shown
        self._linking: dict[str, _Held] = {}  # those with links in their texts, by source
        self._names: dict[
            str, Claims[str, _Held]
        ] = {}  # what links may call them, by language; none where nothing links
        self._before: dict[str, Mapping[str, str]] = {}  # … and called them before
        self._texts: dict[tuple[str, bool], Claims[str, _Held]] = {}  # by language, of entries and of points
        self._numbers: Claims[tuple[str, int], _Held] = Claims(lambda _, held: held.order)
        self._seers: dict[str, set[_Held]] = {}  # who names an id in `see`
        self._lost: set[_Held] = set()  # who names one that isn't there
        self._entries: BySource[Entry] = BySource()
        self._points = 0  # so many of the entries are points
        self._problems: BySource[Problem] = BySource()
        self._remarks: BySource[Remark] = BySource()
        self._questions: dict[
            str, tuple[list[Problem], list[Remark]]
        ] = {}  # what is said of the folder's own, by source
        self._asked: tuple[Wanted, ...] = ()

    def change(self, parts: Mapping[str, Part | None], wanted: tuple[Wanted, ...] = ()) -> None:
        """What these sources say from now on, None: nothing; wanted are all questions that the folder asks itself."""
        for source, part in parts.items():
            if part is None:
                self._parts.pop(source, None)
            else:
                self._parts[source] = part
        is_other, self._wanted = wanted != self._wanted, wanted
        if self._is_empty or len(parts) > MANY or not self._follow(parts, is_other=is_other):
            self._renew()
        self._is_empty = False

    def reading(self, sheet: RouteSheet | None) -> Reading:
        """All of it."""
        told = self._problems.all(), sheet, self._remarks.all()
        entries = self._entries.all()
        points: tuple[Entry, ...] = ()
        if self._points:
            entries, points = (
                tuple(one for one in entries if (one.point is not None) is is_one) for is_one in (False, True)
            )
        return Reading(entries, *told, wanted=self._asked, points=points)

    def _renew(self) -> None:
        """Work out all of it; entries that come out as they were stay the same objects."""
        before = self._held
        self._begin()
        if before:
            self._parts = dict(
                sorted(self._parts.items(), key=lambda one: one[1].order)
            )  # so that who is first stays it
        self._follow(self._parts, is_other=True, before=before)

    def _follow(
        self, parts: Mapping[str, Part | None], *, is_other: bool, before: Mapping[str, _Held] | None = None
    ) -> bool:
        """Work out what parts touch; False, with half of it done, where that is so much that all has to be.

        before: of all that is there, what was held when all was worked out last; None: parts are not all.
        """
        gone = [held for source in parts if (held := self._held.pop(source, None))]
        came = [
            _Held(source, part.order, part.file)
            for source, part in parts.items()
            if part and part.file and part.file.entry
        ]
        self._held.update((held.source, held) for held in came)
        fresh = self._told_apart(gone, came)
        moved: set[_Held] = set()  # of whom another is the first now
        turned = self._placed(gone, came, moved)
        if not self._is_led(gone, came, is_all=before is not None):
            return False
        files = self._linked(gone, fresh, before or {})
        anew = {*files, *(held for held in moved if self._held.get(held.source) is held)}
        for held in chain(gone, anew):
            if held.is_shown:
                self._withdraw(held, moved)
        for held, file in files.items():
            held.file = file
        for held in anew:
            self._enter(held, moved)
        if not self._is_led_shown(is_all=before is not None):
            return False
        if before is None:
            self._show({*parts, *(held.source for held in anew)})
        else:
            self._entries.fill(held.entry for held in self._held.values() if held.is_shown)
        if turned and before is None:
            moved |= (
                self._lost | {*self._claiming.values()} | {one for name in turned for one in self._seers.get(name, ())}
            )
        told = {*parts, *(held.source for held in chain(anew, moved))} if before is None else self._to_tell(moved)
        if is_other or turned:
            told |= self._ask()
        self._tell(told)
        return True

    # --- which of the files are others than they were

    def _told_apart(self, gone: Iterable[_Held], came: Iterable[_Held]) -> dict[_Held, EntryFile]:
        """The files of those whose title is made otherwise now: all that came, and those that were alone with one, or are."""
        sharing: set[tuple[str, str]] = set()
        for held in gone:
            if key := made_title(held.raw):
                del self._made[key][held.source]
                sharing.add(key)
        fresh = {held: held.raw for held in came}
        for held in came:
            if key := made_title(held.raw):
                self._made.setdefault(key, {})[held.source] = held
                sharing.add(key)
        for key in sharing:
            group = self._made[key]
            is_shared = len(group) > 1
            for held in group.values():
                if held in fresh or (held.apart is not held.raw) is not is_shared:
                    fresh[held] = told_apart(held.raw) if is_shared else held.raw
            if not group:
                del self._made[key]
        return fresh

    def _placed(self, gone: Iterable[_Held], came: Iterable[_Held], moved: set[_Held]) -> set[str]:
        """The ids that came or went."""
        names = {held.place[1] for held in chain(gone, came)}
        before = names & self._ids.keys()
        for held in gone:
            self._places.discard((held.place,), held, moved)
            self._ids[held.place[1]] -= 1
        for held in came:
            self._places.add((held.place,), held, moved)
        self._ids.update(held.place[1] for held in came)
        for name in before:
            if not self._ids[name]:
                del self._ids[name]
        return names & self._ids.keys() ^ before

    def _is_led(self, gone: Iterable[_Held], came: Iterable[_Held], *, is_all: bool) -> bool:
        """Whether old ids lead to where they did; where they don't, what any file says may change."""
        for held in gone:
            self._claiming.pop(held.source, None)
            self._linking.pop(held.source, None)
        for held in came:
            entry = _entry(held.raw)
            if entry.was:
                self._claiming[held.source] = held
            if has_links(entry):
                self._linking[held.source] = held
        renamed = claimed((_entry(held.raw) for held in self._claiming.values()), self._ids)
        if is_all:
            self._renamed = renamed
            return True
        places = {held.place for held in gone} ^ {held.place for held in came} if renamed and self._linking else ()
        return renamed == self._renamed and {name for _, name in places}.isdisjoint(renamed.values())

    def _linked(
        self,
        gone: Iterable[_Held],
        fresh: Mapping[_Held, EntryFile],
        before: Mapping[str, _Held],
    ) -> dict[_Held, EntryFile]:
        """The files of those that are others than they were, with links that lead to where they do now."""
        names = self._called(gone, fresh)
        again = (held for held in self._linking.values() if held not in fresh and not names.isdisjoint(held.asked))
        files = dict.fromkeys(chain(fresh, again))
        found: dict[_Held, EntryFile] = {}
        for held in files:
            is_plain = not self._renamed and held.source not in self._linking
            file = held.apart if is_plain else self._with_links(held)
            old = before.get(held.source) if held.file is held.raw else held
            if file is not held.raw and old is not None and old.raw is held.raw:
                file = _taken_over(file, old.file)
            if held in fresh or file is not held.file:
                found[held] = file
        return found

    def _with_links(self, held: _Held) -> EntryFile:
        file = seen_now(held.apart, _entry(held.apart), self._renamed) if self._renamed else held.apart
        if held.source not in self._linking:
            return file
        entry = _entry(file)
        asked: set[str | tuple[str, str]] = set()

        def now(name: str) -> str | None:
            asked.add(name)
            return self._called_so(entry.lang, name)

        def title(name: str) -> str:
            asked.add((entry.lang, name))
            return self._title(entry.lang, name)

        if entry.lang not in self._before:
            self._before[entry.lang] = names_before(
                self._renamed, lambda name: self._places.first((entry.lang, name)) is not None
            )
        made = linked(file, entry, Names(now, self._before[entry.lang], title))
        held.asked = frozenset(asked)
        return made

    def _title(self, lang: str, name: str) -> str:
        first = self._places.first((lang, name))
        return _entry(first.apart).title if first else ""

    def _called(self, gone: Iterable[_Held], fresh: Mapping[_Held, EntryFile]) -> set[str | tuple[str, str]]:
        """Take what files are called from now on; what links hang on that leads elsewhere, or has another title."""
        known = [*gone, *(held for held in fresh if held.is_called)]
        titles = {(held.place, _entry(held.apart).title) for held in known}
        was: dict[tuple[str, str], str | None] = {}
        if self._names:
            for held in known:
                names = self._named(held, was)
                self._names[held.place[0]].discard(names, held, set())
        for held, file in fresh.items():
            held.apart, held.is_called = file, True
        if not self._linking:
            self._names, self._before = {}, {}
            return set()
        is_first = not self._names
        for held in self._held.values() if is_first else fresh:
            claims = self._names.setdefault(held.place[0], Claims(lambda name, one: (name_rank(name), one.order)))
            claims.add(names_of(_entry(held.apart), held.raw.also) if is_first else self._named(held, was), held, set())
        titles ^= {(held.place, _entry(held.apart).title) for held in fresh}
        return {name for (lang, name), old in was.items() if self._called_so(lang, name) != old} | {
            place for place, _ in titles
        }

    def _named(self, held: _Held, was: dict[tuple[str, str], str | None]) -> list[str]:
        """What a file is called; was gets whom each of those names leads to."""
        lang, names = held.place[0], list(names_of(_entry(held.apart), held.raw.also))
        for name in names:
            was.setdefault((lang, name), self._called_so(lang, name))
        return names

    def _called_so(self, lang: str, name: str) -> str | None:
        """The id of the entry that has a name first."""
        first = self._names[lang].first(name)
        return first.place[1] if first else None

    # --- what is shown, and who claims what

    def _withdraw(self, held: _Held, moved: set[_Held]) -> None:
        entry = held.entry
        self._texts[entry.lang, entry.point is None].discard(held.texts, held, moved)
        self._numbers.discard(_number(entry), held, moved)
        for name in entry.see:
            self._seers[name].discard(held)
        self._lost.discard(held)
        held.is_shown = False
        self._points -= entry.point is not None

    def _enter(self, held: _Held, moved: set[_Held]) -> None:
        if self._places.first(held.place) is not held:
            return
        entry = _entry(held.file)
        held.is_shown = True
        kind = entry.lang, entry.point is None
        if kind not in self._texts:
            self._texts[kind] = Claims(lambda text, one: (text != normal_of_folder(one.entry.title), one.order))
        self._texts[kind].add(held.texts, held, moved)
        if entry.point is not None:
            self._points += 1
            self._numbers.add(_number(entry), held, moved)
        for name in entry.see:
            self._seers.setdefault(name, set()).add(held)

    def _is_led_shown(self, *, is_all: bool) -> bool:
        """Whether old ids lead to where they did, of entries that are shown."""
        led = claimed((held.entry for held in self._claiming.values() if held.is_shown), self._ids)
        if is_all:
            self._led = led
        return led == self._led

    def _show(self, sources: Iterable[str]) -> None:
        found = ((source, self._held.get(source)) for source in sources)
        self._entries.put({source: [held.entry] if held and held.is_shown else [] for source, held in found})

    # --- what is told of it

    def _to_tell(self, moved: Iterable[_Held]) -> set[str]:
        """Of all, the sources of which there may be something to tell."""
        told = {source for source, part in self._parts.items() if part.problems or part.remarks or _hides(part)}
        told.update(held.source for held in moved)
        told.update(
            held.source
            for held in self._held.values()
            if held.file is not held.raw or _entry(held.raw).see or _entry(held.raw).was
        )
        return told

    def _ask(self) -> set[str]:
        """Look where the folder's own questions lead; the sources of which there was or is something to tell."""
        followed = wanted_file.followed(self._wanted, self._led)
        asked = wanted_file.each_once(followed.wanted)
        before, self._questions, self._asked = self._questions, {}, asked.wanted
        for problem in chain(asked.problems, wanted_file.lost(asked.wanted, self._ids)):
            self._questions.setdefault(problem.source, ([], []))[0].append(problem)
        for remark in followed.remarks:
            self._questions.setdefault(remark.source, ([], []))[1].append(remark)
        return {*before, *self._questions}

    def _tell(self, sources: Iterable[str]) -> None:
        problems: dict[str, list[Problem]] = {}
        remarks: dict[str, list[Remark]] = {}
        for source in sources:
            part, held = self._parts.get(source), self._held.get(source)
            asked = self._questions.get(source, ((), ()))
            found = [*(part.problems if part else ()), *self._between(part, held), *asked[0]]
            said = {*(part.remarks if part else ()), *(held.file.remarks if held and held.is_shown else ()), *asked[1]}
            problems[source] = sorted(found, key=lambda one: (one.line, one.message)) if len(found) > 1 else found
            remarks[source] = sorted(said, key=lambda one: (one.line, one.said.key, one.what))
        self._problems.put(problems)
        self._remarks.put(remarks)

    def _between(self, part: Part | None, held: _Held | None) -> Iterator[Problem]:
        """What can't be told from one file: texts that stand under two entries, and ids that lead nowhere."""
        if (
            part and part.file and _hides(part)
        ):  # one with a text is a page that another tool would not show, and no mistake
            yield Problem(part.file.hides, 1, notice("hides_nothing"))
        if held is None:
            return
        if held.is_shown:
            yield from self._of_another(held)
            yield from self._leading(held)
        elif first := self._places.first(held.place):
            yield Problem(held.source, 1, notice("same_name", other=first.source))

    def _of_another(self, held: _Held) -> Iterator[Problem]:
        """Texts and the number that are another's; the words of points are those of agreements, not of questions."""
        entry = held.entry
        claims = self._texts[entry.lang, entry.point is None]
        if (owner := claims.first(normal_of_folder(entry.title))) and owner is not held:
            yield Problem(held.source, held.file.line_of(entry.title), notice("title_of_another", other=owner.source))
        for key in _number(entry):
            if (owner := self._numbers.first(key)) and owner is not held:
                text = str(key[1])
                said = notice("point_number_taken", text=text, other=owner.source)
                yield Problem(held.source, held.file.line_of(text), said)
        for ask in entry.asks:
            if (owner := claims.first(normal_of_folder(ask))) and owner is not held:
                said = notice("ask_of_another", ask=ask, other=owner.source)
                yield Problem(held.source, held.file.line_of(ask), said)

    def _leading(self, held: _Held) -> Iterator[Problem]:
        """What its `see` and its `was` have to do with the ids of others."""
        entry, file = held.entry, held.file
        self._lost.discard(held)
        for name in entry.see:
            if entry.id in (name, self._led.get(name)):
                yield Problem(entry.source, file.line_of(name), notice("see_itself"))
            elif name not in self._ids:
                self._lost.add(held)
                hint = entry_meant(name, (one for one in self._ids if one != entry.id))
                yield Problem(entry.source, file.line_of(name), notice("see_leads_nowhere", name=name, hint=hint))
        for name in entry.was:
            if name in self._ids:
                yield Problem(entry.source, file.line_of(name), notice("was_taken", name=name))
            elif self._led[name] != entry.id:
                said = notice("was_of_another", name=name, other=self._led[name])
                yield Problem(entry.source, file.line_of(name), said)


def _taken_over(file: EntryFile, old: EntryFile) -> EntryFile:
    """A file as it comes out now, with what came out before where that is the same."""
    if file == old:
        return old
    return replace(file, entry=old.entry) if file.entry == old.entry else file


def _hides(part: Part) -> bool:
    """Whether a path says that it hides an entry, and it is none of an earlier folder."""
    return part.file is not None and bool(part.file.hides) and not part.file.remarks


def _number(entry: Entry) -> tuple[tuple[str, int], ...]:
    """The place in a list that a point claims, if it does."""
    return ((entry.lang, entry.point.number),) if entry.point and entry.point.number != UNPLACED else ()

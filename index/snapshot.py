"""One reading, indexed, never changed afterwards; a question comes in, what is near it goes out."""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.contrasts import Names, asked, crossed, is_order, named, outside
from index.declined_questions import Kind
from index.encoder import Matrix, widths_of
from index.exact import Exact
from index.heads import NO_HEADS, Heads
from index.held import Held
from index.kinds import UNTOLD, Kinds, Told, certainly, features
from index.language import Languages
from index.layout import NO_ROWS, Change, Layout, Rows, RowsOf, spanned
from index.linear import Floats
from index.meant import Meant, MeantFeatures, MeantScores
from index.plain import plain, words_of
from index.ranking import FEATURES, Array, Candidates
from index.searched import are_held
from index.swaps import Title, decisive_of, is_swapped
from index.vectors import Coded, Gaps, Vectors, searched, unit
from index.vectors import Kept as Codes
from index.words import Words, WordScores
from knowledge.entry import Entry, Passage, Reading
from knowledge.entry_file import normal
from knowledge.passages import sections_of

NEAREST = 80  # passages looked at by meaning; an entry has some 25 in two languages
NEAREST_DECLINED = 4  # questions known to have no answer that are looked at for the nearest
ADDED = 5  # documents that words, parts of words, and elsewhere what they stand for, may add to those
ENTRIES = 16  # most entries that are ranked
SECTIONS = 3  # … and of a longer one most sections
LEAST_WORDED = 3  # words of a title or an ask that tell the language of whoever types them; fewer may be of any
OWN = 4  # of an entry's title and asks that its own sound is taken from
SMALL = 500  # entries up to which the words of all titles and asks are made ready; of more it would take much room
BY_INTENT = 3  # entries that a question is likeliest about by how it sounds, which are ranked in any case
BY_WORDS = FEATURES[FEATURES.index("words") : FEATURES.index("intent")]


@dataclass(frozen=True, slots=True)
class Glance:
    """What is seen of a question at first, by meaning alone and over all passages."""

    nearest: tuple[str, ...]  # ids of the entries of the nearest passages, nearest first
    declined: float  # cosine of the nearest question that is known to have no answer here


NOTHING_SEEN = Glance((), 0.0)  # without an encoder


@dataclass(frozen=True, slots=True)
class Seen:
    """Which entries are near a question, and what its words and the first half of its vector tell of them."""

    ids: tuple[str, ...]  # as in Candidates
    rows: tuple[int, ...]  # the passage of each that words find best
    by_words: Array  # (len(ids), len(BY_WORDS))
    none: Array  # (len(NONE_FEATURES) - 1,): all but the last, which is an intent
    told: Told
    sounds: Floats | None  # (intents + 1,) logits by words; None where no intents are known
    intents: Floats | None  # … log probabilities by words and the first half
    of: Rows  # their passages, entry by entry
    starts: Rows  # where each entry begins in those
    first: Matrix | None  # (len(of),) cosines of the first half; None without an encoder
    beside: frozenset[str]  # as in Candidates
    meant: MeantFeatures | None = None  # of ids instead of entries; None for the subject that ships


class _Parts(NamedTuple):
    """What is ranked: entries, and of longer ones those sections that look nearest, as candidates of their own."""

    ids: list[str]  # of the entry of each
    documents: list[Rows]  # of each, in all languages
    rows: list[Rows]  # its passages
    headings: list[str]  # of a section the way to it; else empty
    first: Matrix | None  # cosines of the first half of those, one after the other; None without an encoder


class Kept(NamedTuple):
    """What an earlier process has kept of a folder much like this one."""

    words: Words
    codes: Codes | None  # of the vectors; None where these are few
    declined: Codes | None  # of the questions known to have no answer here; None where there are none
    meant: Meant | None  # as in Snapshot
    change: Change  # from its layout to the one at hand


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One reading, indexed. Row i of vectors and of matrix belongs to the passage in row i of layout.

    The encoder's first half finds what is near, which takes less than half the time; both halves rank it.
    """

    reading: Reading
    layout: Layout
    matrix: Held | None  # (n, dimension); None where there is nothing to search, or no encoder
    vectors: Vectors | Coded | None  # the matrix's first half, searched; None with it
    halves: tuple[slice, ...]  # the encoder's; empty where matrix is None
    words: Words
    declined: (
        Held | None
    )  # (n, first half), of unit norm: questions known to have no answer here; None without an encoder
    known: Vectors | Coded | None  # those, searched; None with them
    languages: Languages
    spoken: tuple[str, ...]  # the languages that entries are in, the main one first: that of the most
    exact: Exact
    heads: Heads  # what was learned of the subject that ships; of another one nothing was
    class_of: dict[str, int]  # which of the intents an entry is, by id; what is not there is unlearned
    meant: Meant | None  # words by what they may stand for; None for the subject that ships, which needs no such thing
    # Of entries that a question came near, by id: how far their first titles and asks sound as if they weren't ours, what
    # their titles name, and the words of titles and asks that may decide.
    _foreign: dict[str, float]
    _names: dict[str, Names]
    _decisive: dict[str, tuple[Title, ...]]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All of them, in the order of the entries; see layout.rows for the row of each."""
        return self.layout.passages

    @property
    def rows_of(self) -> RowsOf:
        """The rows of an entry's passages in all its languages, by id."""
        return self.layout.rows_of

    def show(self, entry_id: str, lang: str) -> Entry | None:
        """The entry in a language, else in the folder's main one, else in any; None where there is no such entry."""
        entries = [self.layout.entries[place] for place in self.rows_of.places.get(entry_id, ())]
        for choice in (lang, *self.spoken):
            for entry in entries:
                if entry.lang == choice:
                    return entry
        return None

    def languages_of(self, entry_id: str) -> tuple[str, ...]:
        """Those that an entry is in, in the order of its files; none where there is no such entry."""
        return tuple(self._by_language(entry_id))

    def lang_of(self, text: str) -> str | None:
        """The language in which a plain text of several words is a title or an ask; None where it is none, or in more than one."""
        if text.count(" ") < LEAST_WORDED - 1 or not (owner := self.exact.owner(text)):
            return None
        found = [one.lang for one in self._translations(owner) if normal(text) in map(normal, (one.title, *one.asks))]
        return found[0] if len(found) == 1 else None

    def related(self, entry: Entry, lang: str, beside: Container[str] = ()) -> tuple[Entry, ...]:
        """The nearest other entries, as the entry names them, in a language; what is not there is left out.

        beside: ids of those that are offered with it already.
        """
        return tuple(found for name in entry.see if name not in beside and (found := self.show(name, lang)))

    def get_ready(self, ids: Iterable[str]) -> None:
        """Find out of entries what is told once, before a question comes near them."""
        is_small = len(self.rows_of) <= SMALL
        for entry_id in ids:
            self.named(entry_id)
            self._sounds_foreign(entry_id)
            if is_small:
                self._decisive_of(entry_id)

    def named(self, entry_id: str) -> Names:
        """Which of what excludes each other an entry's titles name."""
        if (names := self._names.get(entry_id)) is None:
            titles = (entry.title for entry in self._translations(entry_id))
            names = self._names[entry_id] = frozenset().union(*map(_named_by, titles))
        return names

    def _translations(self, entry_id: str) -> list[Entry]:
        """An entry in each language that it is in."""
        there = self._by_language(entry_id)
        return list(there.values()) if len(there) < 2 else [there[lang] for lang in self.spoken if lang in there]

    def _by_language(self, entry_id: str) -> dict[str, Entry]:
        entries = map(self.layout.entries.__getitem__, self.rows_of.places.get(entry_id, ()))
        return {entry.lang: entry for entry in entries}

    def _sounds_foreign(self, entry_id: str) -> float:
        if (odds := self._foreign.get(entry_id)) is None:
            own = tuple(islice(self._titles(entry_id), OWN))
            odds = self._foreign[entry_id] = _foreign(own, self.heads.kinds) if self.heads.kinds is not None else 0.0
        return odds

    def vectors_by_key(self) -> dict[str, Matrix]:
        """The vector of each passage, by its key."""
        if self.matrix is None:
            return {}
        vectors = self.matrix.rows(self.layout.rows)
        return {passage.key: vector for passage, vector in zip(self.passages, vectors, strict=True)}

    def candidates(self, text: str, query: Matrix | None, glance: Glance | None = None) -> Candidates:
        """What is near a plain question; query is its vector, (dimension,), None without an encoder.

        glance: of the query, where it was taken before.
        """
        return self.weighed(self.seen(text, query, glance), query)

    def seen(self, text: str, query: Matrix | None, glance: Glance | None = None) -> Seen:
        """Which entries are near a plain question, by words and by its vector, of which the first half is enough."""
        half = None if query is None else self._half(query)
        if half is None:
            glance = NOTHING_SEEN
        elif glance is None:
            (glance,) = self._glances(half[None, :])
        scores = self.words.scores(text)
        kinds, intents = self.heads.kinds, self.heads.intents
        rows_of = features(text) if kinds is not None or intents is not None else []
        told = kinds.told_by(rows_of) if kinds is not None else UNTOLD
        sounds = likely = None
        if intents is not None:
            sounds = intents.by_words(rows_of)
            likely = intents.at_first(sounds, half)
        meant = self.meant.scores(text, self.spoken) if self.meant is not None else None
        same = self.exact.owner(text)
        ids = self._ids(glance.nearest, scores, likely, meant, same)
        none = np.array([1.0, glance.declined, scores.unknown, 1 / max(1, len(words_of(text))), told.odds])
        spoken = outside(text) if kinds is not None else frozenset()
        told = certainly(Kind.ORDERS) if is_order(spoken) else told
        if not ids:
            by_words, nobody = np.zeros((0, len(BY_WORDS))), frozenset[str]()
            of_none = None if meant is None else MeantFeatures(meant.features(NO_ROWS), meant.none)
            return Seen((), (), by_words, none, told, sounds, likely, NO_ROWS, NO_ROWS, None, nobody, of_none)
        parts = self._parts(ids, half, scores, meant, same)
        ids = parts.ids
        names = [
            self.named(name) | _named_by(heading) if heading else self.named(name)
            for name, heading in zip(ids, parts.headings, strict=True)
        ]
        asks = asked(text, {group for each in names for group, _ in each})
        asked_in = self._asked_in(text, same)
        documents, starts = _laid_out(parts.documents)
        both = scores.words + scores.parts
        best = [max(each.tolist(), key=both.__getitem__) for each in parts.documents]
        rows = self.words.firsts[best].tolist()
        entries = self.layout.entries_in(rows)
        by_words = np.column_stack(
            [
                np.maximum.reduceat(scores.words[documents], starts),
                np.maximum.reduceat(scores.parts[documents], starts),
                [name == same and int(each[0]) in asked_in for name, each in zip(ids, parts.documents, strict=True)],
                [entry.is_guideline and not self.is_cut(entry) for entry in entries],
                [entry.activity is not None for entry in entries],
                [
                    _foreign((heading,), self.heads.kinds) if heading else self._sounds_foreign(name)
                    for name, heading in zip(ids, parts.headings, strict=True)
                ],
                [crossed(asks, each) for each in names],
            ]
        )
        of_ids = None
        if meant is not None:
            of_ids = MeantFeatures(np.maximum.reduceat(meant.features(documents), starts), meant.none)
        of, starts = _laid_out(parts.rows)
        first, beside = parts.first, self._beside(spoken, ids)
        return Seen(tuple(ids), tuple(rows), by_words, none, told, sounds, likely, of, starts, first, beside, of_ids)

    def _parts(
        self, ids: Sequence[str], half: Matrix | None, scores: WordScores, meant: MeantScores | None, same: str
    ) -> "_Parts":
        """What is ranked of some entries, of which there is one at least; same: the one that is asked for word for word."""
        documents = [self.words.documents_of[name] for name in ids]
        if not any(self._has_sections(name, each) for name, each in zip(ids, documents, strict=True)):
            rows = [self.rows_of[name] for name in ids]
            return _Parts(list(ids), documents, rows, [""] * len(ids), self._first(half, np.concatenate(rows)))
        every, bounds = np.concatenate(documents), np.append(self.words.firsts, self.layout.size)
        firsts, sizes = bounds[every], bounds[every + 1] - bounds[every]
        held = scores.words[every] if meant is None else meant.held_rare[every]
        worth = (scores.parts[every] + held) / 2
        if (cosines := self._first(half, spanned(firsts, sizes))) is not None:
            worth += np.maximum.reduceat(cosines, np.cumsum(sizes) - sizes)
        sections = [self._sections_of(name) for name in ids]
        ends = np.cumsum([one.max() + 1 for one in sections])
        numbers = np.concatenate([one + end - one.max() - 1 for one, end in zip(sections, ends.tolist(), strict=True)])
        best = np.full(ends[-1], -np.inf)
        np.maximum.at(best, numbers, worth)
        found = _Parts([], [], [], [], None)
        for name, own in zip(ids, np.split(np.arange(ends[-1]), ends[:-1]), strict=True):
            best[own[0]] = np.inf if name == same else best[own[0]]  # its title and asks
            for section in own[np.argsort(-best[own], kind="stable")[:SECTIONS]].tolist():
                at = np.flatnonzero(numbers == section)
                found.ids.append(name)
                found.documents.append(every[at])
                found.rows.append(spanned(firsts[at], sizes[at]))
                found.headings.append(self.layout.passages_in([firsts[at[0]]])[0].heading)
        return found._replace(first=self._first(half, np.concatenate(found.rows)))

    def _asked_in(self, text: str, same: str) -> frozenset[int]:
        """The documents that answer what an entry is asked for word for word: its beginning; same: its id, empty for none.

        Of a longer one that is sections alone, an ask may be of any; only its title is of all of it.
        """
        if not same:
            return frozenset()
        documents, sections = self.words.documents_of[same], self._sections_of(same)
        first, others = int(documents[0]), documents[sections > 0].tolist()
        if first + 1 not in others:
            return frozenset([first])
        is_begun = self.layout.is_section[self.words.firsts[first] : self.words.firsts[first + 1]].any()
        is_title = normal(text) in {normal(entry.title) for entry in self._translations(same)}
        return frozenset([first] if is_begun or is_title else others)

    def _sections_of(self, entry_id: str) -> Rows:
        """For each of an entry's documents which section it is, counted from 0: in all languages those at the same place are one."""
        starts, places = self.words.documents_of.starts, self.rows_of.places[entry_id]
        if not self.is_cut(self.layout.entries[places[0]]):
            return np.zeros(len(self.words.documents_of[entry_id]), dtype=np.int64)
        return np.concatenate([np.arange(starts[place + 1] - starts[place]) for place in places])

    def _has_sections(self, entry_id: str, documents: Rows) -> bool:
        """Whether an entry, of which these are the documents, is ranked by its sections."""
        places = self.rows_of.places[entry_id]
        return len(documents) > len(places) and self.is_cut(self.layout.entries[places[0]])

    def is_cut(self, entry: Entry) -> bool:
        """Whether its sections are ranked each by itself: those of longer entries that nothing was learned of.

        Those that ship are ranked whole, as the numbers were fitted on: an entry on the question itself goes before them.
        """
        return entry.id not in self.class_of and entry.is_guideline

    def _beside(self, spoken: frozenset[str], ids: Sequence[str]) -> frozenset[str]:
        """The entries that say nothing of what our subject isn't, where a question speaks of that."""
        if not spoken:
            return frozenset()
        own = {name: frozenset().union(*map(_outside_of, self._translations(name))) for name in ids}
        return frozenset(name for name in ids if not spoken <= own[name])

    def without_intents(self, ids: Collection[str]) -> "Snapshot":
        """The same as if nothing had been learned of some entries, by id."""
        if (intents := self.heads.intents) is None:
            return self
        heads = replace(self.heads, intents=intents.without(ids))
        return replace(self, heads=heads, class_of=_classes(self.layout, heads))

    def is_swapped(self, text: str, entry_id: str) -> bool:
        """Whether a plain question is one of an entry's titles or asks, but for a decisive word that it holds nowhere."""
        held = partial(self.words.held, documents=self.words.documents_of[entry_id].tolist())
        titles = chain.from_iterable(map(self._decisive_of, (entry_id,)))  # found only where they are looked at
        return is_swapped(text, titles, held)

    def _decisive_of(self, entry_id: str) -> tuple[Title, ...]:
        if (titles := self._decisive.get(entry_id)) is None:
            titles = self._decisive[entry_id] = decisive_of(self._titles(entry_id))
        return titles

    def are_held(self, text: str, entry_id: str, *, by_title: bool = False) -> bool:
        """Whether an entry's titles and asks, or its titles alone, hold each word of a plain question."""
        titles = (entry.title for entry in self._translations(entry_id))
        return are_held(text, titles if by_title else self._titles(entry_id))

    def _titles(self, entry_id: str) -> Iterator[str]:
        """An entry's titles and asks, in all languages."""
        entries = map(self.layout.entries.__getitem__, self.rows_of.places[entry_id])
        return (text for entry in entries for text in (entry.title, *entry.asks))

    def weighed(self, seen: Seen, query: Matrix | None = None) -> Candidates:
        """The features of what was seen; query is the question's vector, (dimension,), None: by its first half alone."""
        nearest, meaning = self._meaning(seen, query)
        intents, none = self._intents(seen, query)
        meant = () if seen.meant is None else (seen.meant.features,)
        found = np.column_stack([*meaning, seen.by_words, *intents, *meant])
        nones = np.concatenate([seen.none, [none], () if seen.meant is None else seen.meant.none])
        rows = tuple(nearest) if meaning.any() else seen.rows
        similarities = tuple(np.clip(found[:, 0], -1.0, 1.0).tolist())  # vectors are held rounded
        return Candidates(seen.ids, rows, similarities, found, nones, seen.told, seen.beside)

    def glances(self, queries: Matrix) -> list[Glance]:
        """A glance for each row of queries, (n, dimension) or their first halves alone: much cheaper for many at once."""
        return self._glances(unit(queries[:, self.halves[0]]) if self.halves else queries)

    def _glances(self, first: Matrix) -> list[Glance]:
        """For first halves, (n, columns), of unit norm."""
        declined = [0.0] * len(first)
        if self.known is not None:
            declined = self.known.search_each(first, NEAREST_DECLINED)[1][:, 0].tolist()
        if self.vectors is None:
            return [Glance((), cosine) for cosine in declined]
        return [
            Glance(tuple(self.layout.ids_in(rows)), cosine)
            for rows, cosine in zip(self.vectors.near_each(first, NEAREST), declined, strict=True)
        ]

    def _ids(
        self, nearest: Sequence[str], scores: WordScores, likely: Floats | None, meant: MeantScores | None, same: str
    ) -> list[str]:
        """Entries to rank: the nearest by meaning, then what its sound, words or parts of words find besides, or their senses.

        same: the one that is asked for word for word, empty where none is; there may be many that hold its words as well.
        """
        ids = dict.fromkeys(nearest[: ENTRIES - 2 * ADDED])
        if likely is not None and self.heads.intents is not None:
            likeliest = map(self.heads.intents.ids.__getitem__, likely[:-1].argsort()[::-1][:BY_INTENT].tolist())
            ids |= dict.fromkeys(name for name in likeliest if name in self.class_of)
        most = ADDED if nearest else ENTRIES
        found = [(scores.words, most), (scores.parts, most)]
        if meant is not None:
            found.append((meant.held_rare.astype(np.float32), ADDED))
        for each, top_k in found:
            best = _best(each, self.words.turns, top_k)
            ids |= dict.fromkeys(self.layout.ids_in(self.words.firsts[best]))
        if same:
            ids.setdefault(same)
        for name in nearest:
            if len(ids) >= ENTRIES:
                break
            ids.setdefault(name)
        return list(ids)

    def _first(self, half: Matrix | None, rows: Rows) -> Matrix | None:
        """(len(rows),): cosines of the first half; None without an encoder."""
        if half is None or self.matrix is None:
            return None
        share = np.float32(np.sqrt(len(self.halves)))  # all halves are of one length
        return self.matrix.times(rows, self.halves[0], half) * share

    def _half(self, query: Matrix) -> Matrix:
        """(first half,) of unit norm."""
        return np.asarray(unit(query[self.halves[0]]) if self.halves else query)

    def _intents(self, seen: Seen, query: Matrix | None) -> tuple[Array, float]:
        """(2, len(ids)): how likely each entry is meant by how the question sounds, and whether it is unlearned; and how likely none.

        What is unlearned is taken to be as likely as the likeliest, so that the rest of what is known decides between them.
        """
        intents, logs = self.heads.intents, seen.intents
        if intents is None or logs is None or seen.sounds is None:
            return np.zeros((2, len(seen.ids))), 0.0
        if query is not None:
            logs = intents.by_all(seen.sounds, query)
        classes = np.array([self.class_of.get(name, -1) for name in seen.ids], dtype=np.int64)
        is_new = classes < 0
        return np.array([np.where(is_new, logs.max(), logs[classes]), is_new], dtype=np.float64), float(logs[-1])

    def _is_unsearched(self, row: int) -> bool:
        """Whether what begins at a row, and has no section that is searched, has a text all the same: a list of links."""
        (passage,) = self.layout.passages_in([row])
        if passage.heading or not self.is_cut(passage.entry):
            return True
        return not any(one.way for one in sections_of(passage.entry)[:1])  # else it is a title over sections

    def _meaning(self, seen: Seen, query: Matrix | None) -> tuple[list[int], Array]:
        """The nearest row of each entry, and its features by meaning, (6, len(ids)); zeros where words alone are searched."""
        if seen.first is None or self.matrix is None:
            return [], np.zeros((6, len(seen.ids)))
        of, starts, cosines = seen.of, seen.starts, seen.first
        second: Matrix | None = None
        if query is not None and len(self.halves) > 1:
            half, share = self.halves[-1], np.float32(len(self.halves))
            second = self.matrix.times(of, half, query[half]) * share
            cosines = (cosines + second) / share
        sections, sizes = self.layout.is_section[of], np.append(starts[1:], len(of)) - starts
        # Each entry's rows, nearest first: cosines differ by 2 at most, and are exact in twice their bits.
        order = np.argsort(np.repeat(np.arange(len(sizes)) * 4.0, sizes) - cosines, kind="stable")
        three = [cosines[order[starts + np.minimum(at, sizes - 1)]] for at in range(3)]
        asks = np.maximum.reduceat(np.where(sections, -1.0, cosines), starts)
        has_asks = ~np.logical_and.reduceat(sections, starts)  # a section of a longer entry has none
        own = np.maximum.reduceat(np.where(sections, cosines, -1.0), starts)
        for at in np.flatnonzero(~np.logical_or.reduceat(sections, starts)).tolist():
            if self._is_unsearched(int(of[starts[at]])):
                own[at] = three[0][at]
        features = (
            three[0],
            (three[0] + three[1] + three[2]) / np.float32(len(three)),
            three[0] if second is None else np.maximum.reduceat(seen.first, starts),
            three[0] if second is None else np.maximum.reduceat(second, starts),
            np.where(has_asks, asks, three[0]),
            own,
        )
        return of[order[starts]].tolist(), np.array(features, dtype=np.float64)


def build(
    reading: Reading,
    layout: Layout,
    matrix: Held | Matrix | None,
    declined: Held | Matrix | None,
    halves: tuple[slice, ...],
    heads: Heads = NO_HEADS,
    last: tuple[Snapshot, Change] | None = None,
    kept: Kept | None = None,
    *,
    is_elsewhere: bool = False,
) -> Snapshot:
    """Index a reading; matrix is (layout.size, dimension), None where there is no encoder.

    last: a snapshot of a reading much like this one, and the change from its layout to this one; what is in both is not
    taken apart again, and nothing is found otherwise. kept: what an earlier process has kept; None: there is last alone.
    is_elsewhere: whether the numbers for other subjects than the one that ships serve it.
    """
    before, change = last or (None, Change.everything(layout))
    new = [layout.entries[place] for place in change.new]
    gone = [before.layout.entries[place] for place in change.gone] if before else []
    words, meant, from_ = (
        (kept.words, kept.meant, kept.change)
        if kept is not None
        else (before.words if before else None, before.meant if before else None, change)
    )
    matrix = _held(matrix, *widths_of(halves)) if matrix is not None and len(matrix) else None
    declined = _held(declined) if declined is not None else None
    return Snapshot(
        reading=reading,
        layout=layout,
        matrix=matrix,
        vectors=_vectors(layout, matrix, halves[0], before, kept, change) if matrix is not None else None,
        halves=halves,
        words=Words(layout, words, from_),
        declined=declined,
        known=searched_declined(declined, before, kept.declined if kept is not None else None),
        languages=Languages(new, before.languages if before else None, gone),
        spoken=_spoken(layout, change, before),
        exact=Exact(new, before.exact if before else None, gone),
        heads=heads,
        class_of=_classes(layout, heads),
        meant=Meant(layout, meant, from_) if is_elsewhere else None,
        _foreign={},
        _names={},
        _decisive={},
    )


def _vectors(
    layout: Layout, matrix: Held, columns: slice, before: Snapshot | None, kept: Kept | None, change: Change
) -> Vectors | Coded:
    if kept is not None and kept.codes is not None:
        return searched(matrix, columns, kept.codes, kept.change.rows)
    return searched(matrix, columns, before.vectors if before else None, change.rows, _gaps(layout))


def _gaps(layout: Layout) -> Gaps | None:
    return None if layout.is_laid else Gaps(layout.empty, layout.turns_in)


def _held(matrix: Held | Matrix, *widths: int) -> Held:
    return matrix if isinstance(matrix, Held) else Held.of(matrix, *widths)


def searched_declined(
    declined: Held | None, last: Snapshot | None = None, codes: Codes | None = None
) -> Vectors | Coded | None:
    """The questions that have no answer here, searched; the last snapshot's where they are the same. codes: of all of them."""
    if declined is None or not len(declined):
        return None
    if last is not None and last.declined is declined:
        return last.known
    return searched(declined, slice(0, declined.shape[1]), codes, np.arange(len(declined)))


def is_shipped_subject(reading: Reading) -> bool:
    """Whether a folder is about what the shipped one is: whatever is filed under our topics, is."""
    return any(entry.is_on_our_subject for entry in reading.entries)


def _spoken(layout: Layout, change: Change, before: Snapshot | None) -> tuple[str, ...]:
    """By how many entries there are in each; of equals Dutch goes first."""
    if before is not None:
        came = Counter(layout.entries[place].lang for place in change.new)
        went = Counter(before.layout.entries[place].lang for place in change.gone)
        if came == went:
            return before.spoken
    counts = Counter(entry.lang for entry in layout.read)
    return tuple(sorted(counts, key=lambda lang: (-counts[lang], lang != "nl", lang)))


@lru_cache(maxsize=65536)  # told when a question first comes near: a start would take a fifth of a second for all
def _foreign(texts: tuple[str, ...], kinds: Kinds | None) -> float:
    """How far an entry's title and first asks sound as if they weren't ours: as far as it does, so may its questions."""
    odds = [kinds.told(plain(text)).odds for text in texts] if kinds is not None else []
    return max(0.0, sum(odds) / len(odds)) if odds else 0.0


def _classes(layout: Layout, heads: Heads) -> dict[str, int]:
    """Which intent each entry is, where it is one under the title that it has in the last of its languages."""
    if (intents := heads.intents) is None:
        return {}
    there = {name: layout.entries[layout.rows_of.places[name][-1]] for name in intents.ids if name in layout.rows_of}
    found = {name: intents.column_of(entry.title, name) for name, entry in there.items()}
    return {name: column for name, column in found.items() if column is not None}


@lru_cache(maxsize=65536)  # as above; of titles alone, as what people ask is held nowhere
def _named_by(title: str) -> Names:
    return named(title)


@lru_cache(maxsize=1024)  # as above; of a few, since it holds what an entry said before too
def _outside_of(entry: Entry) -> frozenset[str]:
    return outside(" ".join((entry.title, *entry.asks, entry.body)))


def _laid_out(groups: list[Rows]) -> tuple[Rows, Rows]:
    """Groups behind each other, and where each begins; none may be empty."""
    ends = np.cumsum([len(group) for group in groups])
    return np.concatenate(groups), np.concatenate([[0], ends[:-1]])


def _best(scores: npt.NDArray[np.float32], turns: Rows, top_k: int) -> list[int]:
    """The documents with the highest scores above 0, best first; equal ones as it is their entries' turn."""
    found = np.flatnonzero(scores > 0)
    if len(found) > top_k:
        least = np.partition(scores[found], len(found) - top_k)[len(found) - top_k]
        found = found[scores[found] >= least]
    order = np.lexsort((turns[found], -scores[found]))
    return list(found[order[:top_k]].tolist())

"""Two snapshots and where known questions lead in each in, what the difference does to askers out.

Known questions are those of which somebody has said what answers them: titles and asks, the tuning questions, and what
people confirmed with 👍. Nothing is searched here; index/rehearsal.py does that.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from index.answer import Outcome
from index.plain import plain
from index.questions import Asked
from index.snapshot import Snapshot
from index.twins import Twins
from knowledge.entry import Entry, Reading, Wanted

CONFIRMED = "confirmed"  # style of an Asked that a person confirmed with 👍; its words are shown to nobody
SHOWN = 3  # most wordings that a move names


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a question leads."""

    outcome: Outcome
    entry: str | None  # id of the first hit, whatever the outcome; None: there was none

    @property
    def answered_by(self) -> str | None:
        """The id of the entry whose text is shown at once; None where none is."""
        return self.entry if self.outcome.shows_entry else None


@dataclass(frozen=True, slots=True)
class Known:
    """A question of which it is known what should answer it."""

    text: str  # plain, as it is searched
    expected: str | None  # the entry's id; empty: none should; None: nobody says (any more)
    is_ask: bool  # a title or an ask, before or after
    is_new: bool = False  # an ask that nobody had written down before
    is_personal: bool = False  # a person's words


class Verdict(IntEnum):
    """What a move is, by what should answer the question; the worst first."""

    WORSE = 0  # it led where it should, and doesn't now
    OTHER = 1  # neither, or nobody says where it should lead
    BETTER = 2  # it leads where it should now, and didn't


@dataclass(frozen=True, slots=True)
class Move:
    """Questions that led to one place and lead to another now."""

    before: str | None  # id of the entry that was shown at once; None: none was
    after: str | None  # … that is shown at once now
    outcome: Outcome  # now
    verdict: Verdict
    count: int
    examples: tuple[str, ...]  # the shortest wordings, as they are searched; none that a person typed
    own: str | None = None  # they are new asks of this entry, which doesn't answer them; None: they were known before


@dataclass(frozen=True, slots=True)
class HitRate:
    """How many questions have the entry that should answer them as their first hit, over the same questions."""

    questions: int  # tuning questions and confirmed ones whose entry is there before and after
    before: int
    after: int
    gone: int = 0  # besides: questions whose entry is there no more
    new: int = 0  # … and those whose entry wasn't there before
    new_found: int = 0  # of which this many have it as their first hit

    @property
    def fell(self) -> bool:
        """Whether it is lower now."""
        return self.after < self.before


@dataclass(frozen=True, slots=True)
class Lost:
    """A folder's own question that led where it must, and doesn't now."""

    wanted: Wanted
    now: Destination


@dataclass(frozen=True, slots=True)
class Effects:
    """What an edit does to what is known."""

    known: int  # questions that there are
    asked: int  # of which were asked again; fewer where there was no time for more, those nearest to the edit first
    moves: tuple[Move, ...]  # the worst first, of equal ones the largest
    twins: tuple[Twins, ...]  # pairs of entries that have become near-duplicates
    hits: HitRate
    lost: tuple[Lost, ...] = ()  # of the folder's own questions, in their order


def changed(before: Snapshot, after: Snapshot) -> frozenset[tuple[str, str]]:
    """The entries, by id and language, of which what is searched differs; those that came or went too."""
    old, new = searched(before.reading), searched(after.reading)
    return frozenset(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def searched(reading: Reading) -> dict[tuple[str, str], tuple[object, ...]]:
    """What is searched of each entry, by id and language."""
    return {(entry.id, entry.lang): _text(entry) for entry in reading.entries}


def known_of(before: Snapshot, after: Snapshot, questions: Iterable[Asked] = ()) -> tuple[Known, ...]:
    """Everything to ask again; of equal questions the first one counts, asks before tuning questions before people's.

    Questions on entries of another folder are left out, and those without an answer where there are no others.
    """
    old, new = _asks(before), _asks(after)
    ids = after.rows_of
    questions = [one for one in questions if one.right is None or one.right in ids or one.right in before.rows_of]
    if all(one.right is None for one in questions):
        questions = []
    found = {text: Known(text, owner, is_ask=True, is_new=text not in old) for text, owner in new.items()}
    for text in old:
        found.setdefault(text, Known(text, None, is_ask=True))
    for asked in questions:
        text = _plain(asked)
        if known := found.get(text):
            if known.is_new:  # known all the same, as a tuning question
                found[text] = Known(text, known.expected, is_ask=True)
            continue
        expected = "" if asked.right is None else asked.right if asked.right in ids else None
        found[text] = Known(text, expected, is_ask=False, is_personal=asked.style == CONFIRMED)
    return tuple(found.values())


def compare(
    known: Sequence[Known],
    before: Mapping[str, Destination],
    after: Mapping[str, Destination],
    *,
    hits: HitRate,
    twins: tuple[Twins, ...] = (),
    lost: tuple[Lost, ...] = (),
) -> Effects:
    """What moved among the known questions that were asked of both."""
    asked = [one for one in known if one.text in before and one.text in after]
    return Effects(len(known), len(asked), _moves(asked, before, after), twins, hits, lost)


def hit_rate(
    questions: Iterable[Asked],
    snapshots: tuple[Snapshot, Snapshot],
    before: Mapping[str, Destination],
    after: Mapping[str, Destination],
) -> HitRate:
    """Of the questions that were asked of both snapshots, earlier first."""
    counts: Counter[str] = Counter()
    old, new = (snapshot.rows_of for snapshot in snapshots)
    for asked in questions:
        text = _plain(asked)
        if asked.right is None or text not in before or text not in after:
            continue
        if asked.right not in new:
            counts["gone"] += asked.right in old  # one that is in neither is a question about another folder
        elif asked.right not in old:
            counts["new"] += 1
            counts["new_found"] += after[text].entry == asked.right
        else:
            counts["questions"] += 1
            counts["before"] += before[text].entry == asked.right
            counts["after"] += after[text].entry == asked.right
    return HitRate(
        counts["questions"], counts["before"], counts["after"], counts["gone"], counts["new"], counts["new_found"]
    )


def lost_of(
    wanted: Iterable[Wanted], before: Mapping[str, Destination], after: Mapping[str, Destination]
) -> tuple[Lost, ...]:
    """Those of a folder's own questions that led where they must, of those that were asked of both."""
    led = [(one, before.get(text), after.get(text)) for one in wanted for text in (_house_plain(one.text),)]
    return tuple(
        Lost(one, new)
        for one, old, new in led
        if old and new and old.answered_by == one.entry and new.answered_by != one.entry
    )


def _moves(
    asked: Sequence[Known], before: Mapping[str, Destination], after: Mapping[str, Destination]
) -> tuple[Move, ...]:
    groups: dict[tuple[str | None, str | None, Outcome, Verdict, str | None], list[Known]] = {}
    for one in asked:
        old, new = before[one.text], after[one.text]
        if one.is_new and new.answered_by != one.expected:
            fresh = (None, new.answered_by, new.outcome, Verdict.WORSE, one.expected)
            groups.setdefault(fresh, []).append(one)
        elif not one.is_new and old.answered_by != new.answered_by:
            moved = (old.answered_by, new.answered_by, new.outcome, _verdict(one, old, new), None)
            groups.setdefault(moved, []).append(one)
    moves = [
        Move(old, new, outcome, verdict, len(group), _examples(group), own)
        for (old, new, outcome, verdict, own), group in groups.items()
    ]
    return tuple(sorted(moves, key=lambda move: (move.verdict, -move.count)))


def _verdict(one: Known, old: Destination, new: Destination) -> Verdict:
    if one.expected is None:
        return Verdict.OTHER
    was_right, is_right = ((place.answered_by or "") == one.expected for place in (old, new))
    if was_right == is_right:
        return Verdict.OTHER
    return Verdict.BETTER if is_right else Verdict.WORSE


def _examples(group: Iterable[Known]) -> tuple[str, ...]:
    return tuple(sorted((one.text for one in group if not one.is_personal), key=len)[:SHOWN])


def _plain(asked: Asked) -> str:
    return plain(asked.text) if asked.style == CONFIRMED else _house_plain(asked.text)


@lru_cache(maxsize=65536)  # the same ones come again with each edit; none is a person's
def _house_plain(text: str) -> str:
    found = plain(text)
    return text if found == text else found  # the same string takes no room


def _asks(snapshot: Snapshot) -> dict[str, str]:
    """The id of the entry that each title and ask belongs to, by plain text; of two that share one the first, as it is found."""
    found: dict[str, str] = {}
    for entry in snapshot.layout.read:
        for text in (entry.title, *entry.asks):
            found.setdefault(_house_plain(text), entry.id)
    return found


def _text(entry: Entry) -> tuple[object, ...]:
    return entry.title, entry.asks, entry.body, entry.activity is None

"""The folder as it was and as it is in, what an admin is told of the difference out: one message, in the admin's language."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

from bot.conversation.cutting import TARGET_UNITS, cut
from bot.conversation.reply import Reply
from bot.conversation.runs import escape, length
from bot.conversation.wording import Wording
from bot.folder.effects import effects_text
from bot.folder.faults import fault
from index.effects import Effects
from knowledge.difference import differing
from knowledge.entry import Entry, Problem, Reading
from knowledge.notices import Notice
from knowledge.renamed import Rename, renames
from knowledge.routes.drifts import Moved, moved

NAMED = 20  # most entries of a kind, and most problems, that a message names
TOTAL_UNITS = 300  # that the last line may take, and what stands between the parts
EFFECTS_UNITS = 2000  # that the effects may take


@dataclass(frozen=True, slots=True)
class Change:
    """What a reading brought, against what was served before it."""

    new: tuple[str, ...]  # entries, by id and language: "faq/wie-meldt (nl, en)"
    edited: tuple[str, ...]
    gone: tuple[str, ...]
    problems: tuple[Problem, ...]  # those that were not there before
    mended: int  # problems that are there no more
    entries: int  # that are served now
    left: int  # problems that there are now
    effects: Effects | None = None  # on other questions; None: no entry changed, or there was no time to find out
    routes: Moved | None = None  # of routes.csv; None: the same as before
    renamed: tuple[Rename, ...] = ()  # entries that look renamed and don't say so

    @property
    def has_moved(self) -> bool:
        """Whether entries are different ones than before."""
        return bool(self.new or self.edited or self.gone)

    @property
    def is_news(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.has_moved or self.problems or self.mended or self.routes)


@dataclass(frozen=True, slots=True)
class Failure:
    """A reading that came to nothing."""

    reason: str
    entries: int  # that are still served, from before


Outcome = Change | Failure


def compare(before: Reading, after: Reading) -> Change:
    """What is different; a problem whose line alone has moved is the same one."""
    touched = {entry.id for entries in differing(before.entries, after.entries) for entry in entries}
    old, now = _by_name(before, touched), _by_name(after, touched)
    sources = {problem.source for found in differing(before.problems, after.problems) for problem in found}
    old_problems, problems = _said(before, sources), _said(after, sources)
    return Change(
        new=_named(now.keys() - old.keys()),
        edited=_named(name for name in now.keys() & old.keys() if _differ(old[name], now[name])),
        gone=_named(old.keys() - now.keys()),
        problems=tuple(
            one for one in after.problems if one.source in sources and (one.source, one.said) not in old_problems
        ),
        mended=len(old_problems - problems),
        entries=len(after.entries),
        left=len(after.problems),
        routes=moved(before.routes, after.routes),
        renamed=renames(before, after),
    )


def report(outcome: Outcome, wording: Wording, lang: str) -> Reply:
    """One message, which says of what is too much for it how much there is."""
    if isinstance(outcome, Failure):
        return Reply(wording.say("folder_failed", lang, reason=escape(outcome.reason), entries=outcome.entries))
    blocks = [wording.say("folder_changed" if outcome.is_news else "folder_same", lang)]
    for key, names in (
        ("folder_new", outcome.new),
        ("folder_edited", outcome.edited),
        ("folder_gone", outcome.gone),
    ):
        if names:
            shown = _first((escape(name) for name in names), len(names), wording, lang)
            blocks.append("\n".join([wording.say(key, lang, count=len(names)), *(f"• {line}" for line in shown)]))
    if outcome.renamed:
        lines = (
            wording.say("folder_renamed", lang, old=escape(one.old), source=escape(one.source))
            for one in outcome.renamed
        )
        blocks.append("\n".join(_first(lines, len(outcome.renamed), wording, lang)))
    if outcome.routes:
        blocks.append(wording.say("folder_routes", lang, came=outcome.routes.came, rows=outcome.routes.rows))
    if outcome.problems:
        lines = (fault(problem, lang) for problem in outcome.problems)
        shown = _first(lines, len(outcome.problems), wording, lang)
        blocks.append("\n".join([wording.say("folder_problems", lang, count=len(outcome.problems)), *shown]))
    if outcome.mended:
        blocks.append(wording.say("folder_mended", lang, count=outcome.mended))
    total = wording.say(
        "folder_total" if outcome.left else "folder_well", lang, entries=outcome.entries, left=outcome.left
    )
    effects = _shortened(_effects(outcome, wording, lang), EFFECTS_UNITS)
    first = _shortened("\n\n".join(blocks), TARGET_UNITS - TOTAL_UNITS - length(effects))
    return Reply("\n\n".join(part for part in (first, effects, total) if part))


def _effects(change: Change, wording: Wording, lang: str) -> str:
    if not change.has_moved:
        return ""
    return effects_text(change.effects, wording, lang) if change.effects else wording.say("effects_late", lang)


def _shortened(html: str, limit: int) -> str:
    """As much as fits; empty for nothing."""
    if not html:
        return ""
    first, *more = cut(html, limit)
    return f"{first}\n…" if more else first


def _first(lines: Iterable[str], count: int, wording: Wording, lang: str) -> list[str]:
    """The first lines, and how many more there are."""
    shown = [line for _, line in zip(range(NAMED), lines, strict=False)]
    return shown if count <= NAMED else [*shown, wording.say("folder_more", lang, count=count - NAMED)]


def _by_name(reading: Reading, ids: Set[str]) -> Mapping[tuple[str, str], Entry]:
    return {(entry.id, entry.lang): entry for entry in reading.entries if entry.id in ids}


def _said(reading: Reading, sources: Set[str]) -> Set[tuple[str, Notice]]:
    return {(problem.source, problem.said) for problem in reading.problems if problem.source in sources}


def _differ(one: Entry, other: Entry) -> bool:
    """Whether two versions of an entry say different things; what nobody touched is the same object, and seldom looked at."""
    return one is not other and _text(one) != _text(other)


def _text(entry: Entry) -> Entry:
    """An entry without where it lies, and without the days of its checks: whoever looks at two hundred tells nobody of each."""
    return replace(entry, source="", line=0, checked=None, review=None)


def _named(names: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    langs: dict[str, list[str]] = {}
    for entry_id, lang in sorted(names):
        langs.setdefault(entry_id, []).append(lang)
    return tuple(f"{entry_id} ({', '.join(found)})" for entry_id, found in langs.items())

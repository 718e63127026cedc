"""Agreements, judged as people see it: how many of the points that are there are found, and how many that are found are there."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.checking.examples import Example, with_added
from index.checking.features import Sought
from index.checking.gold import Gold, is_of, made_plain, short_id
from index.checking.points import Checked, Numbers, Verdict, judge, kind_told, looked


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over points."""

    found: int = 0  # called found
    right: int = 0  # … which are there
    there: int = 0
    seen: int = 0  # of those that are there: found, or perhaps
    quoted: int = 0  # of the right ones: with a clause that settles it

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0

    @property
    def seen_share(self) -> float:
        return self.seen / self.there if self.there else 1.0


def judged(one: Example, sought: Sought, numbers: Numbers) -> Checked:
    """An agreement, as people see it judged."""
    taught = with_added(one.features, one.vectors, numbers.lessons, one.points)
    return judge(one.gold.clauses, looked(taught, one.rows, sought, numbers), sought, numbers, one.gold.kind)


def score(found: Sequence[tuple[Example, Checked]]) -> tuple[dict[str, Score], dict[str, Score]]:
    """(scores by point, by kind of agreement); both have "all"."""
    by_point: dict[str, list[tuple[bool, bool, bool, bool]]] = {}
    by_kind: dict[str, list[tuple[bool, bool, bool, bool]]] = {}
    for one, checked in found:
        for finding in checked.findings:
            name = short_id(finding.point[0].id)
            lines = one.gold.settled.get(name, ())
            is_there = bool(lines)
            text = made_plain(finding.clause.text) if finding.clause else ""
            is_quoted = any(is_of(text, line) for line in lines)
            is_found = finding.verdict is Verdict.FOUND
            told = (is_found, is_there, is_there and finding.verdict is not Verdict.MISSING, is_found and is_quoted)
            for names, name_of in ((by_point, name), (by_point, "all"), (by_kind, str(checked.kind)), (by_kind, "all")):
                names.setdefault(name_of, []).append(told)
    return {name: _score(told) for name, told in by_point.items()}, {
        name: _score(told) for name, told in by_kind.items()
    }


def _score(told: Sequence[tuple[bool, bool, bool, bool]]) -> Score:
    return Score(
        found=sum(is_found for is_found, _, _, _ in told),
        right=sum(is_found and is_there for is_found, is_there, _, _ in told),
        there=sum(is_there for _, is_there, _, _ in told),
        seen=sum(is_seen for _, _, is_seen, _ in told),
        quoted=sum(is_quoted for _, _, _, is_quoted in told),
    )


def false_obligatory(found: Sequence[tuple[Example, Checked]]) -> list[str]:
    """Each obligatory point that is called found and isn't there."""
    return [
        f"{one.gold.name}: {short_id(finding.point[0].id)}"
        for one, checked in found
        for finding in checked.with_verdict(Verdict.FOUND)
        if checked.is_obligatory(finding) and short_id(finding.point[0].id) not in one.gold.settled
    ]


def kinds_told(golds: Sequence[Gold]) -> tuple[float, float]:
    """(the share of agreements whose kind their words tell for sure, the share of those of which that is right)."""
    told = [(kind is one.kind, is_sure) for one in golds for kind, is_sure in [kind_told(one.clauses)]]
    sure = [is_right for is_right, is_sure in told if is_sure]
    return len(sure) / max(1, len(told)), sum(sure) / max(1, len(sure))

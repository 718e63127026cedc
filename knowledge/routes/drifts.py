"""Routes in, how they differ out: between two versions of an overview, and between partners on one profile in one region."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from knowledge.entry_file import normal
from knowledge.routes.route import Pathway, Route


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change did to the overview."""

    came: int  # rows that are new or were edited
    rows: int  # that there are now


def moved(before: Iterable[Route], after: Iterable[Route]) -> Moved | None:
    """What is different between two overviews, None for nothing; on which line a row stands is no difference."""
    old = {replace(route, source="", line=0) for route in before}
    new = {replace(route, source="", line=0) for route in after}
    return None if new == old else Moved(len(new - old), len(new))


class Aspect(StrEnum):
    """In what two routes on the same profile may differ."""

    KIND = "kind"
    REGISTERED = "registered"
    PATHWAY = "pathway"
    PROGRAMME = "programme"  # with its level


@dataclass(frozen=True, slots=True)
class Drift:
    """Routes on one profile in one region that are not the same."""

    region: str
    profile: str
    routes: tuple[Route, ...]  # all on that profile there
    aspects: tuple[Aspect, ...]  # in which they differ


def drifts(routes: Iterable[Route]) -> tuple[Drift, ...]:
    """Where partners have grown apart, by region and profile.

    Two rows of the same partners on different pathways are two routes, which may well differ; so are those of others,
    as long as these have the same two.
    """
    groups: dict[tuple[str, str], list[Route]] = {}
    for route in routes:
        groups.setdefault((normal(route.region), route.profile), []).append(route)
    found = []
    for group in groups.values():
        partners: dict[tuple[str, str], list[Route]] = {}
        for route in group:
            partners.setdefault((normal(route.school), normal(route.mbo)), []).append(route)
        differing = {aspect for pair in combinations(partners.values(), 2) for aspect in _differing(*pair)}
        differing |= {aspect for rows in partners.values() for aspect in _wavering(rows)}
        if differing:
            aspects = tuple(aspect for aspect in Aspect if aspect in differing)
            found.append(Drift(group[0].region, group[0].profile, tuple(group), aspects))
    return tuple(sorted(found, key=lambda drift: (normal(drift.region), drift.profile)))


def said_of(route: Route, aspect: Aspect) -> tuple[object, ...]:
    """What a route is, in one respect."""
    return {
        Aspect.KIND: (route.kind,),
        Aspect.REGISTERED: (route.is_registered,),
        Aspect.PATHWAY: route.pathways,
        Aspect.PROGRAMME: (normal(route.programme), route.level),
    }[aspect]


def _differing(one: Sequence[Route], other: Sequence[Route]) -> Iterator[Aspect]:
    """In what the routes of two pairs of partners differ, pathway by pathway."""
    mine, theirs = _by_pathways(one), _by_pathways(other)
    if mine.keys() != theirs.keys():
        yield Aspect.PATHWAY
    pairs = [(mine[key], theirs[key]) for key in mine.keys() & theirs.keys()] or [(list(one), list(other))]
    for rows, others in pairs:
        for aspect in (Aspect.KIND, Aspect.REGISTERED, Aspect.PROGRAMME):
            if {said_of(row, aspect) for row in rows} != {said_of(row, aspect) for row in others}:
                yield aspect


def _wavering(rows: Sequence[Route]) -> Iterator[Aspect]:
    """In what the routes of the same partners on the same pathway differ, where it is no matter of the programme."""
    for group in _by_pathways(rows).values():
        for aspect in (Aspect.KIND, Aspect.REGISTERED):
            if len({said_of(row, aspect) for row in group}) > 1:
                yield aspect


def _by_pathways(rows: Sequence[Route]) -> dict[tuple[Pathway, ...], list[Route]]:
    found: dict[tuple[Pathway, ...], list[Route]] = {}
    for row in rows:
        found.setdefault(row.pathways, []).append(row)
    return found

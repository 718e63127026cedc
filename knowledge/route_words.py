"""What people write in an overview of routes: what a cell means, and whether it names a role or a person."""

import re
from collections.abc import Mapping
from functools import cache

from knowledge.entry_file import normal
from knowledge.route import Pathway, Profile, RouteKind, profiles

KINDS = {
    "dlr": RouteKind.DLR,
    "glr": RouteKind.GLR,
    "zonder": RouteKind.WITHOUT,
    "zonder route": RouteKind.WITHOUT,
    "geen": RouteKind.WITHOUT,
    "without": RouteKind.WITHOUT,
    "none": RouteKind.WITHOUT,
}
PATHWAYS = {
    "basis": Pathway.BASIS,
    "bb": Pathway.BASIS,
    "bbl": Pathway.BASIS,
    "kader": Pathway.KADER,
    "kb": Pathway.KADER,
    "kbl": Pathway.KADER,
    "gemengd": Pathway.MIXED,
    "gl": Pathway.MIXED,
    "mixed": Pathway.MIXED,
    "theoretisch": Pathway.THEORETICAL,
    "tl": Pathway.THEORETICAL,
    "mavo": Pathway.THEORETICAL,
    "theoretical": Pathway.THEORETICAL,
}
YES = {"ja": True, "j": True, "yes": True, "y": True, "true": True, "waar": True, "x": True}
NO = {"nee": False, "n": False, "no": False, "false": False, "onwaar": False}
# What the name of a role is made of. A contact without any is not shown, since it may be somebody's name.
_ROLE = re.compile(
    r"co[oö]rdinator|leider|leiding|manager|decaan|verbinder|secretar|directeur|director|mentor|docent|administratie|"
    r"begeleider|bureau|adviseur|loket|balie|functionaris|practor|maker|medewerker|team|hoofd|bestuur|commissie|receptie|"
    r"leader|head|teacher|office|advis[eo]r|connector|board|staff|coach|desk|contactpersoon|voorzitter|regisseur",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\b(?:dhr|mevr|mw|hr|meneer|mevrouw|de heer|drs|ing|ir|mr|mrs|ms|dr|prof)\b\.?", re.IGNORECASE)
_INITIAL = re.compile(r"(?<![\w.])[^\W\d_]\.(?!\w{2,}\.)")
_CAPITAL = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
ABBREVIATION_CHARS = 5  # most of one in capitals: LOB, PIE, HAVO


@cache
def profile_names() -> Mapping[str, Profile]:
    """Profiles by everything that they are called, as `normal` makes it."""
    return {
        normal(name): profile
        for profile in profiles().values()
        for name in (profile.code, *profile.labels.values(), *profile.also)
    }


def is_role(text: str) -> bool:
    """Whether a text names a role and nobody: words in lower case, one of which names one."""
    if not _ROLE.search(text) or _TITLE.search(text) or _INITIAL.search(text):
        return False
    words: list[str] = _CAPITAL.findall(text)
    return not any(
        word[0].isupper() and not _ROLE.search(word) and not (word.isupper() and 1 < len(word) <= ABBREVIATION_CHARS)
        for word in words
    )

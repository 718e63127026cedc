"""What people write in an overview of routes: what a cell means, and whether it names a role or a person."""

import re
from collections.abc import Mapping
from functools import cache

from knowledge.entry_file import normal
from knowledge.routes.route import Pathway, Profile, RouteKind, profiles

KINDS = {
    name: kind
    for kind, names in {
        RouteKind.DLR: ("dlr", "doorlopende leerroute", "doorlopende route", "continuing learning route"),
        RouteKind.GLR: ("glr", "geïntegreerde leerroute", "geïntegreerde route", "integrated learning route"),
        RouteKind.WITHOUT: (
            "zonder",
            "zonder route",
            "samenwerking zonder route",
            "geen",
            "geen route",
            "without",
            "none",
        ),
    }.items()
    for name in map(normal, names)
}
PATHWAYS = {
    name: pathway
    for pathway, names in {
        Pathway.BASIS: ("basis", "bb", "bbl", "basisberoepsgericht", "basisberoepsgerichte"),
        Pathway.KADER: ("kader", "kb", "kbl", "kaderberoepsgericht", "kaderberoepsgerichte"),
        Pathway.MIXED: ("gemengd", "gemengde", "gl", "mixed"),
        Pathway.THEORETICAL: ("theoretisch", "theoretische", "tl", "mavo", "theoretical"),
    }.items()
    for name in names
}
PATHWAY_FILLING = frozenset(
    ["en", "and", "vmbo", "leerweg", "leerwegen", "learning", "pathway", "pathways", "de", "the"]
)
YES = dict.fromkeys(("ja", "j", "yes", "y", "true", "waar", "x", "gemeld", "ja gemeld", "registered"), True)
NO = dict.fromkeys(
    ("nee", "n", "no", "false", "onwaar", "niet gemeld", "nog niet", "nee nog niet", "not registered"), False
)
_PROFILE_FILLING = frozenset(["en", "and", "profiel", "profile", "sector", "vmbo"])
_BESIDES = re.compile(r"\s[-–—]\s|[()\[\]:=]")  # between a name and the same in other words: "Z&W - Zorg & Welzijn"
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
    """Profiles by everything that they are called, as `normal` makes it, with and without what stands between the words."""
    found: dict[str, Profile] = {}
    for profile in profiles().values():
        joined = (profile.code.replace("&", mark) for mark in ("&", "en", " en "))  # "ZenW", "Z en W"
        for name in map(normal, (*joined, *profile.labels.values(), *profile.also)):
            found[name] = profile
            found.setdefault(" ".join(_said_words(name)), profile)
    return found


def profile_of(text: str) -> Profile | None:
    """The profile that a text names and nothing else, however it is spelled: "Zorg & Welzijn", "z+w", "ZW (zorg/welzijn)"."""
    if found := _by_letters().get(_letters(text)):
        return found
    parts = [part for part in _BESIDES.split(text) if normal(part)]
    named = {profile.code if profile else "" for profile in (_by_letters().get(_letters(part)) for part in parts)}
    return profiles().get(named.pop()) if len(named) == 1 else None


@cache
def _by_letters() -> Mapping[str, Profile]:
    return {_letters(name): profile for name, profile in profile_names().items()}


def _letters(text: str) -> str:
    """What tells one name of a profile from another: its words without spaces, and without what stands between them."""
    return "".join(_said_words(text))


def _said_words(text: str) -> list[str]:
    return [word for word in normal(text).split() if word not in _PROFILE_FILLING]


def is_role(text: str) -> bool:
    """Whether a text names a role and nobody: words in lower case, one of which names one."""
    if not _ROLE.search(text) or _TITLE.search(text) or _INITIAL.search(text):
        return False
    words: list[str] = _CAPITAL.findall(text)
    return not any(
        word[0].isupper() and not _ROLE.search(word) and not (word.isupper() and 1 < len(word) <= ABBREVIATION_CHARS)
        for word in words
    )

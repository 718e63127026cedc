"""The room of routes: a profile and a region in, by words or by buttons, the routes that schools and mbos have out.

Admins send an overview of them, and coordinators propose rows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from hashlib import sha256

from bot.conversation.compose import label
from bot.conversation.cutting import cut
from bot.conversation.house import House
from bot.conversation.menus import EVERYWHERE, Command
from bot.conversation.offers import EDITING, ROUTES, RouteTable
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Document, Handler, Pressed, Room, Said, Waiting
from bot.conversation.runs import escape
from bot.records.drafts import Draft
from bot.records.people import Asker
from bot.rooms.routes.proposing import Proposing
from bot.rooms.routes.records import ProposalRecords
from bot.rooms.routes.sheets import Sheets
from bot.rooms.routes.words import aspect_name, card, cells, said
from knowledge.entry_file import normal
from knowledge.routes.drifts import Drift, drifts
from knowledge.routes.route import Route, profiles
from knowledge.routes.words import profile_names

CARDS = 5  # routes a message
PAGE = 12  # buttons of regions at once; a menu of more is turned
CODE_DIGITS = 12  # of a region's or profile's code in a button
ANY = "x"  # in a button: whichever
ALIKE = 0.8  # from which a typed word is taken for a name
WORDS = 6  # most of one name
ABBREVIATION_CHARS = 3  # most of a name that has to be typed as it is
DRIFTED = 3  # most warnings a message


@dataclass(frozen=True, slots=True)
class Filter:
    """Which routes somebody wants to see."""

    profile: str = ""  # code; empty: whichever
    region: str = ""  # as `normal` makes it; empty: whichever
    unknown: tuple[str, ...] = ()  # words that were neither

    def takes(self, route: Route) -> bool:
        return self.profile in ("", route.profile) and self.region in ("", normal(route.region))


class Routes(Room):
    """Shows routes, and where they have grown apart."""

    prefix = "rte"
    commands = (Command("routes", "routes", EVERYWHERE, 50),)
    shelves = (ProposalRecords,)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._wording = house.wording
        edits = house.offers.take(EDITING)
        self._sheets = Sheets(house, edits, self._button, self.prefix)
        self._proposing = Proposing(house, edits, self._button, self.prefix)
        house.offers.give(ROUTES, self._table)

    def handlers(self) -> Mapping[str, Handler]:
        return {"routes": self._ask}

    def idle(self, asker: Asker) -> Collection[str]:
        """Whoever may add a route has a use for it where there is none yet."""
        return () if self._routes() or self._proposing.row(asker, asker.lang) else ("routes",)

    async def wakes(self, now: datetime) -> None:
        await self._proposing.tell()

    async def receives(self, said: Said, document: Document) -> Turn | None:
        return await self._sheets.receives(said, document)

    def begun(self, draft: Draft) -> str:
        return "begun_route"

    async def continues(self, said: Said, draft: Draft) -> Turn:
        return await self._proposing.continues(said, draft)

    async def waiting(self, asker: Asker, draft: Draft, lang: str) -> Waiting | None:
        return await self._proposing.waiting(draft, lang)

    async def presses(self, pressed: Pressed) -> Turn | None:
        """Codes of what is no longer there lead to the menu, which shows what is."""
        routes, lang = self._routes(), pressed.lang
        match pressed.action, pressed.values:
            case "menu", ():
                return Turn((self._menu(routes, pressed.asker, lang),), replaces=True)
            case "regs", (_, profile):
                at, filtering = pressed.number(), _filter(ANY, profile, routes)
                if at is None or filtering is None:
                    return None
                return Turn((self._regions(routes, filtering, at, lang),), replaces=True)
            case "profs", (region,):
                filtering = _filter(region, ANY, routes)
                return Turn((self._profiles(routes, filtering, lang),), replaces=True) if filtering else None
            case "list", (region, profile, _):
                at, filtering = pressed.number(2), _filter(region, profile, routes)
                if at is None or filtering is None:
                    return None
                return Turn(self._list(routes, filtering, at, lang), replaces=True)
            case "stop", ():
                if await self._own_draft(pressed.asker) is not None:
                    await self._house.records.drafts.end(pressed.asker)
                return Turn((Reply(self._say("draft_ended", lang)),), replaces=True)
            case "sheet", ():
                return await self._sheets.presses(pressed)
            case _:
                return await self._proposing.presses(pressed)

    async def _ask(self, said: Said) -> Turn:
        routes = self._routes()
        if not said.text:
            return Turn.of(self._menu(routes, said.asker, said.lang))
        return Turn(self._list(routes, typed(said.text, routes), 0, said.lang))

    def _routes(self) -> tuple[Route, ...]:
        return self._house.retriever.snapshot.reading.routes

    def _menu(self, routes: Sequence[Route], asker: Asker, lang: str) -> Reply:
        new = tuple(row for row in [self._proposing.row(asker, lang)] if row)
        if not routes:
            return Reply(self._say("routes_none", lang), new)
        rows = (
            (
                self._button("routes_by_profile", lang, "profs", ANY),
                self._button("routes_by_region", lang, "regs", 0, ANY),
            ),
            (
                self._button("routes_all", lang, "list", ANY, ANY, 0, count=len(routes)),
                self._stop(lang),
            ),
            *new,
        )
        blocks = [self._say("routes_menu", lang), self._example(routes, lang)]
        return Reply("\n\n".join(block for block in blocks if block), rows)

    def _regions(self, routes: Sequence[Route], filtering: Filter, at: int, lang: str) -> Reply:
        names = sorted(_regions(route for route in routes if filtering.takes(route)).values(), key=normal)
        at = min(at, (len(names) - 1) // PAGE) if names else 0
        profile = _code_of_profile(filtering.profile)
        buttons = [
            self._button.labelled(label(name), "list", _code(normal(name)), profile, 0)
            for name in names[at * PAGE : (at + 1) * PAGE]
        ]
        turns = []
        if at > 0:
            turns.append(self._button("previous_page", lang, "regs", at - 1, profile))
        if (at + 1) * PAGE < len(names):
            turns.append(self._button("next_page", lang, "regs", at + 1, profile))
        rows = [*_paired(buttons), *([tuple(turns)] if turns else []), (self._back(lang), self._stop(lang))]
        return Reply(self._say("routes_which_region", lang), tuple(rows))

    def _profiles(self, routes: Sequence[Route], filtering: Filter, lang: str) -> Reply:
        there = {route.profile for route in routes if filtering.takes(route)}
        buttons = [
            self._button.labelled(code, "list", _code_of_region(filtering.region), _code_of_profile(code), 0)
            for code in profiles()
            if code in there
        ]
        rows = [*_paired(buttons, 3), (self._back(lang), self._stop(lang))]
        return Reply(self._say("routes_which_profile", lang), tuple(rows))

    def _list(self, routes: Sequence[Route], filtering: Filter, at: int, lang: str) -> tuple[Reply, ...]:
        """A page of routes, with where they have grown apart under the first."""
        if not routes:
            return (Reply(self._say("routes_none", lang)),)
        found = sorted(filter(filtering.takes, routes), key=_order)
        at = min(at, (len(found) - 1) // CARDS) if found else 0
        blocks = [self._head(routes, found, filtering, lang), self._example(routes, lang)]
        blocks += [card(route, self._wording, lang) for route in found[at * CARDS : (at + 1) * CARDS]]
        if at == 0:
            apart = drifts(found)
            blocks += [self._warning(drift, lang) for drift in apart[:DRIFTED]]
            if len(apart) > DRIFTED:
                blocks.append(self._say("routes_more_apart", lang, count=len(apart) - DRIFTED))
        *firsts, last = cut("\n\n".join(block for block in blocks if block))
        return (*map(Reply, firsts), Reply(last, self._under(filtering, at, len(found), lang)))

    def _table(self, profile: str, region: str, lang: str) -> RouteTable | None:
        """The overview as a table, whole."""
        routes = self._routes()
        if not routes:
            return None
        found = sorted(filter(Filter(profile, normal(region)).takes, routes), key=_order)
        there = {route.profile for route in routes}
        return RouteTable(
            self._wording.list("routes_columns", lang),
            tuple(cells(route, self._wording, lang) for route in found),
            tuple(self._warning(drift, lang) for drift in drifts(found)),
            self._example(routes, lang),
            tuple((code, one.labels.get(lang, code)) for code, one in profiles().items() if code in there),
            tuple(sorted(_regions(routes).values(), key=normal)),
        )

    def _head(self, routes: Sequence[Route], found: Sequence[Route], filtering: Filter, lang: str) -> str:
        names = [profiles()[filtering.profile].labels.get(lang, filtering.profile)] if filtering.profile else []
        if filtering.region:
            names.append(_regions(routes).get(filtering.region, filtering.region))
        what = escape(" · ".join(names)) or self._say("routes_everything", lang)
        lines = [self._say("routes_found" if found else "routes_not_found", lang, what=what, count=len(found))]
        if filtering.unknown:
            lines.append(self._say("routes_unknown_words", lang, words=escape(" ".join(filtering.unknown)[:60])))
        return "\n".join(lines)

    def _example(self, routes: Sequence[Route], lang: str) -> str:
        return self._say("routes_example", lang) if routes and all(route.is_example for route in routes) else ""

    def _warning(self, drift: Drift, lang: str) -> str:
        """What differs, and who has which."""
        profile = profiles()[drift.profile].labels.get(lang, drift.profile)
        lines = [self._say("routes_apart", lang, region=escape(drift.region), profile=escape(profile))]
        for aspect in drift.aspects:
            holders: dict[str, list[str]] = {}
            for route in drift.routes:
                names = holders.setdefault(said(route, aspect, self._wording, lang), [])
                if route.school not in names:
                    names.append(route.school)
            told = "; ".join(f"{value} ({', '.join(_first(names))})" for value, names in list(holders.items())[:4])
            name = aspect_name(aspect, self._wording, lang)
            lines.append(f"• {name}: {escape(told)}")
        lines.append(self._say("routes_apart_why", lang))
        return "\n".join(lines)

    def _under(self, filtering: Filter, at: int, count: int, lang: str) -> tuple[tuple[Button, ...], ...]:
        region, profile = _code_of_region(filtering.region), _code_of_profile(filtering.profile)
        turns = []
        if at > 0:
            turns.append(self._button("previous_page", lang, "list", region, profile, at - 1))
        if (at + 1) * CARDS < count:
            turns.append(self._button("next_page", lang, "list", region, profile, at + 1))
        others = (
            self._button("routes_other_profile", lang, "profs", region),
            self._button("routes_other_region", lang, "regs", 0, profile),
        )
        return (*([tuple(turns)] if turns else []), others)

    def _back(self, lang: str) -> Button:
        return self._button("back", lang, "menu")

    def _stop(self, lang: str) -> Button:
        return self._button("routes_stop", lang, "stop")


def typed(text: str, routes: Iterable[Route]) -> Filter:
    """The profile and region that words name, whatever their order and with a typo in them."""
    regions = _regions(routes)
    known_profiles = profile_names()
    words = normal(text).split()[:40]
    profile, region, unknown, at = "", "", [], 0
    while at < len(words):
        for size in range(min(WORDS, len(words) - at), 0, -1):
            name = " ".join(words[at : at + size])
            if not profile and (found := _near(name, known_profiles)):
                profile = known_profiles[found].code
                break
            if not region and (found := _region_near(name, regions)):
                region = found
                break
        else:
            size = 1
            if words[at] not in _FILLING:
                unknown.append(words[at])
        at += size
    return Filter(profile, region, tuple(unknown))


_FILLING = frozenset(
    [
        "en",
        "in",
        "de",
        "het",
        "van",
        "voor",
        "regio",
        "profiel",
        "route",
        "routes",
        "region",
        "profile",
        "the",
        "of",
        "for",
        "and",
    ]
)


def _near(name: str, known: Iterable[str]) -> str:
    """The name that is meant; an abbreviation has to be right, and so does how many words there are at most."""
    names = list(known)
    if name in names:
        return name
    count = len(name.split())
    names = [one for one in names if len(one) > ABBREVIATION_CHARS and count <= len(one.split())]
    close = get_close_matches(name, names, n=1, cutoff=ALIKE) if len(name) > ABBREVIATION_CHARS else []
    return close[0] if close else ""


def _region_near(name: str, regions: Mapping[str, str]) -> str:
    """A region by its whole name, or by a word of it that no other region has."""
    if found := _near(name, regions):
        return found
    if name in _FILLING:
        return ""
    by_word: dict[str, set[str]] = {}
    for region in regions:
        for word in region.split():
            if word not in _FILLING:
                by_word.setdefault(word, set()).add(region)
    word = _near(name, by_word)
    return next(iter(by_word[word])) if word and len(by_word[word]) == 1 else ""


def _regions(routes: Iterable[Route]) -> dict[str, str]:
    """The names of regions as they are first written, by what `normal` makes of them."""
    found: dict[str, str] = {}
    for route in routes:
        found.setdefault(normal(route.region), route.region)
    return found


def _filter(region: str, profile: str, routes: Iterable[Route]) -> Filter | None:
    """What the codes of a button stand for; None where nothing has such a code any more."""
    codes = {_code(name): name for name in _regions(routes)} | {ANY: ""}
    known = {_code_of_profile(code): code for code in profiles()} | {ANY: ""}
    return Filter(known[profile], codes[region]) if region in codes and profile in known else None


def _code(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:CODE_DIGITS]


def _code_of_region(region: str) -> str:
    return _code(region) if region else ANY


def _code_of_profile(code: str) -> str:
    return _code(code) if code else ANY


def _order(route: Route) -> tuple[str, str, str, str, int]:
    return normal(route.region), route.profile, normal(route.school), normal(route.mbo), route.level


def _first(names: Sequence[str]) -> list[str]:
    return [*names[:3], *(["…"] if len(names) > 3 else [])]


def _paired(buttons: Sequence[Button], size: int = 2) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + size]) for at in range(0, len(buttons), size)]

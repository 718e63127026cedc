"""The room of activities: how much time, how many people and what for in, a game or assignment that fits out."""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence

from bot.conversation.codes import code_of
from bot.conversation.heard import question_of
from bot.conversation.house import House
from bot.conversation.menus import EVERYWHERE, Command
from bot.conversation.offers import FITTING
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said
from bot.conversation.wording import LANGUAGES
from bot.records.people import Asker
from bot.rooms.activities.request import MOST, Place, Request, Span, asked_for, read
from index.shown import part
from index.snapshot import Snapshot
from knowledge.entry import Activity, Entry

SECTION = "activities"
TIMES = (("15", Span(0, 15)), ("30", Span(0, 30)), ("60", Span(0, 60)), ("90+", Span(75, MOST)))  # offered, in minutes
SIZES = (("≤ 10", Span(2, 10)), ("10–30", Span(10, 30)), ("> 30", Span(31, 60)))  # offered, in people
REMEMBERED = 500  # orders in which activities are offered; one that is gone is made anew, without the words
ANY = "x"  # in a button: it wasn't said
NEAR, CLOSE, COVERED = 1.0, 0.5, 0.3  # what words, time and people count for among those that fit
# Where an activity can be done, in the words of the entries.
_WORDS = {Place.ONLINE: ("online", "video"), Place.OUTSIDE: ("buiten", "outdoors", "outside")}

Key = tuple[str, str, str, str]  # chat, and what a button says of time, group and place


class Activities(Room):
    """Offers activities one at a time."""

    prefix = "act"
    commands = (Command("werkvorm", "activity", EVERYWHERE, 40),)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._orders: OrderedDict[Key, tuple[str, ...]] = OrderedDict()  # ids, best first
        house.offers.give(FITTING, self._fitting)

    def handlers(self) -> Mapping[str, Handler]:
        return {"werkvorm": self._ask}

    def idle(self, asker: Asker) -> Collection[str]:
        return () if _activities(self._house.retriever.snapshot) else ("werkvorm",)

    async def hears(self, said: Said) -> Turn | None:
        request = asked_for(said.text)
        snapshot = self._house.retriever.snapshot
        if request is None or said.text in snapshot.exact or not _activities(snapshot):
            return None
        return await self._offer(said, request)

    async def presses(self, pressed: Pressed) -> Turn | None:
        match pressed.action, pressed.values:
            case "time", (minutes,) if _is_span(minutes):
                return Turn((self._sizes(minutes, pressed.lang),), replaces=True)
            case "size", (minutes, people) if _is_span(minutes) and _is_span(people):
                request = Request(_span(minutes), _span(people))
                return self._shown(request, 0, pressed.asker.chat, pressed.lang, replaces=True)
            case "next", (lang, minutes, people, place, _) if (
                lang in LANGUAGES and _is_span(minutes) and _is_span(people) and (place == ANY or place in tuple(Place))
            ):
                request = Request(_span(minutes), _span(people), None if place == ANY else Place(place))
                at = pressed.number(4)
                return None if at is None else self._shown(request, at, pressed.asker.chat, lang, replaces=True)
            case "pick", (lang, code) if lang in LANGUAGES:
                return self._picked(code, lang)
            case "stop", ():
                return Turn((Reply(self._say("draft_ended", pressed.lang)),), replaces=True)
            case _:
                return None

    async def _ask(self, said: Said) -> Turn:
        request = read(said.text, is_command=True)
        if not _activities(self._house.retriever.snapshot):
            return Turn.of(Reply(self._say("activities_none", said.lang)))
        if request == Request():
            return Turn.of(self._times(said.lang))
        return await self._offer(said, request)

    def _times(self, lang: str) -> Reply:
        row = tuple(
            self._button("activity_minutes", lang, "time", _written(span), minutes=label) for label, span in TIMES
        )
        return Reply(
            self._say("activity_time", lang), (row[:2], row[2:], self._last(lang, self._button.data("time", ANY)))
        )

    def _sizes(self, minutes: str, lang: str) -> Reply:
        row = tuple(self._button.labelled(label, "size", minutes, _written(span)) for label, span in SIZES)
        return Reply(self._say("activity_size", lang), (row, self._last(lang, self._button.data("size", minutes, ANY))))

    def _last(self, lang: str, data: str) -> tuple[Button, ...]:
        """It doesn't matter, or: never mind."""
        return (
            Button(self._say("activity_any", lang), data),
            self._button("activity_stop", lang, "stop"),
        )

    async def _offer(self, said: Said, request: Request) -> Turn:
        """The best one first. What it is for is searched in all texts; how near each activity is orders those that fit."""
        answer = await self._house.retriever.ask(await question_of(self._house, said))
        near = {hit.entry.id: hit.confidence for hit in answer.hits} if request.words else {}
        self._order(said.asker.chat, request, near)
        return self._shown(request, 0, said.asker.chat, answer.lang, replaces=False)

    def _order(self, chat: str, request: Request, near: Mapping[str, float]) -> tuple[str, ...]:
        """The ids of all activities, best first."""
        ids = tuple(entry.id for entry in ranked(_activities(self._house.retriever.snapshot), request, near))
        key = _key(chat, request)
        self._orders[key] = ids
        self._orders.move_to_end(key)
        while len(self._orders) > REMEMBERED:
            self._orders.popitem(last=False)
        return ids

    def _shown(self, request: Request, at: int, chat: str, lang: str, *, replaces: bool) -> Turn:
        """The one at a place in the order; behind the last that fits comes the first again."""
        snapshot = self._house.retriever.snapshot
        ids = self._orders.get(_key(chat, request)) or self._order(chat, request, {})
        entries = [entry for name in ids if (entry := snapshot.show(name, lang)) and entry.activity]
        if not entries:
            return Turn((Reply(self._say("activities_none", lang)),), replaces=replaces, lang=lang)
        fitting = [entry for entry in entries if misfit(entry, request) == 0]
        offered = fitting or entries[:3]
        entry = offered[at % len(offered)]
        *firsts, last = self._house.composer.entry(entry, part(entry, 0), lang, snapshot)
        if not fitting and not firsts:
            last = Reply(f"<i>{self._say('activity_nearest', lang)}</i>\n\n{last.html}", last.rows)
        replies = (*firsts, Reply(last.html, self._under(entry, request, at, len(offered), lang)))
        return Turn(replies, replaces=replaces, lang=lang)

    def _under(self, entry: Entry, request: Request, at: int, count: int, lang: str) -> tuple[tuple[Button, ...], ...]:
        values = (_written(request.minutes), _written(request.people), request.place or ANY, (at + 1) % count)
        choose = self._button("activity_choose", lang, "pick", lang, code_of(entry.id))
        if count < 2:
            return ((choose,),)
        another = self._button("activity_another", lang, "next", lang, *values, at=at % count + 1, count=count)
        return ((another, choose),)

    def _fitting(self, minutes: int | None, people: int | None, lang: str) -> tuple[Entry, ...]:
        """What fits, best first."""
        snapshot = self._house.retriever.snapshot
        request = Request(Span(0, minutes) if minutes else None, Span(people, people) if people else None)
        found = ranked(_activities(snapshot), request, {})
        shown = (snapshot.show(entry.id, lang) for entry in found if misfit(entry, request) == 0)
        return tuple(entry for entry in shown if entry)

    def _picked(self, code: str, lang: str) -> Turn | None:
        """The chosen one, as a message to pass on."""
        entry = self._house.entry(code, lang)
        return Turn.of(self._house.composer.shared(entry, lang)) if entry and entry.section == SECTION else None


def ranked(entries: Sequence[Entry], request: Request, near: Mapping[str, float]) -> tuple[Entry, ...]:
    """Activities, those that fit first; near: how well each answers the words of the request, by id."""
    if not entries:
        return ()
    most = max(near.get(entry.id, 0.0) for entry in entries) or 1.0

    def order(entry: Entry) -> tuple[float, float, str]:
        worth = NEAR * near.get(entry.id, 0.0) / most + _closeness(entry, request)
        return misfit(entry, request), -worth, entry.id

    return tuple(sorted(entries, key=order))


def misfit(entry: Entry, request: Request) -> float:
    """By how much an activity is too long, too short, for more or for fewer people, or elsewhere; 0: it fits, as far as it says."""
    activity = entry.activity
    if activity is None:
        return float(MOST)
    found = 0.0
    if request.minutes and activity.minutes:
        found += _outside(Span(activity.minutes, activity.minutes), request.minutes)
    if request.people and activity.people_max:
        found += _outside(Span(activity.people_min, activity.people_max), request.people)
    if request.place and activity.place and not _is_at(entry, request.place):
        found += 1
    return found


def _outside(one: Span, other: Span) -> float:
    """How far two spans are apart, as a share of the nearer end; 0 where they meet."""
    if one.least > other.most:
        return one.least / max(other.most, 1) - 1
    return other.least / max(one.most, 1) - 1 if one.most < other.least else 0.0


def _is_at(entry: Entry, place: Place) -> bool:
    """Whether it is made for a place, or has a variation for it."""
    told = entry.activity.place if entry.activity else ""
    text = f"{told} {entry.body}" if place is Place.ONLINE else told
    return any(word in text.lower() for word in _WORDS[place])


def _closeness(entry: Entry, request: Request) -> float:
    """How well it uses the time, suits the whole group, and is made for the place; of those that fit."""
    activity: Activity | None = entry.activity
    if activity is None:
        return 0.0
    worth = 0.0
    if request.minutes:
        wanted = request.minutes.most if request.minutes.most < MOST else request.minutes.least
        worth += CLOSE * min(activity.minutes, wanted) / max(activity.minutes, wanted, 1)
    if request.people and activity.people_max:
        least = max(activity.people_min, request.people.least)
        most = min(activity.people_max, request.people.most)
        worth += COVERED * max(0, most - least + 1) / (request.people.most - request.people.least + 1)
    if request.place:
        worth += CLOSE * any(word in activity.place.lower() for word in _WORDS[request.place])
    return worth


def _activities(snapshot: Snapshot) -> Sequence[Entry]:
    """One entry of each activity."""
    found = {entry.id: entry for entry in snapshot.reading.entries if entry.section == SECTION and entry.activity}
    return tuple(found.values())


def _key(chat: str, request: Request) -> Key:
    return chat, _written(request.minutes), _written(request.people), request.place or ANY


def _written(span: Span | None) -> str:
    return ANY if span is None else f"{span.least}-{span.most}"


def _is_span(text: str) -> bool:
    return text == ANY or _span(text) is not None


def _span(text: str) -> Span | None:
    """The span that a button holds; None where it holds none, or nonsense."""
    least, mark, most = text.partition("-")
    if not mark or not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in (least, most)):
        return None
    return Span(int(least), int(most)) if int(least) <= int(most) else None

"""The room of links: what people send in, what coordinators publish, and where it is found again."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import assert_never

from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said
from bot.conversation.wording import LANGUAGES
from bot.fetching.addresses import Address, address_of, addresses_in, without
from bot.fetching.fetcher import Page, Refusal, tidy
from bot.records.deliveries import Delivery
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.rooms.links.cards import PREFIX, LinkCards, Shown
from bot.rooms.links.checks import LinkChecks
from bot.rooms.links.records import Link, Proposal, State
from bot.rooms.links.search import LinkSearch
from index.answer import Answer, Outcome, Question
from knowledge import catalog
from knowledge.entry import Entry

logger = logging.getLogger(__name__)

TOPICS = 4  # proposed for a link
UNDER = 3  # links under an answer
OFFERED = 2  # links offered where there is no answer
FOUND = 8  # links that a search lists
WAITING = 5  # proposals of one person that coordinators have not decided on; more would be theirs to wade through
DECIDED = 3  # proposals that a coordinator is shown at once
TOKEN_DIGITS = 8
WORDS_CHARS = 300  # kept of what somebody writes to a link


@dataclass(frozen=True, slots=True)
class _Begun:
    """A link that somebody is sharing."""

    url: str = ""  # empty: they are asked for it
    key: str = ""
    title: str = ""  # empty: they are asked for it
    words: str = ""  # of their own
    hint: str = ""  # of somebody else's, as in a message that was forwarded: looked at for topics, not kept
    is_last: bool = False  # the address is asked for once more, and then no longer

    @property
    def token(self) -> str:
        """Stands in the buttons of its card, so that an old card does nothing to another link."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:TOKEN_DIGITS]

    @property
    def address(self) -> Address:
        return Address(self.url, self.key)


class Links(Room):
    """Shares links."""

    prefix = PREFIX

    def __init__(self, house: House) -> None:
        self._house, self._say = house, house.wording.say
        self._records = house.records.links
        self._cards = LinkCards(house.wording, self._records)
        small_words = [word for lang in LANGUAGES for word in house.wording.list("small_words", lang)]
        self._search = LinkSearch(house.retriever, small_words)
        self._searched: tuple[tuple[Link, ...], Mapping[int, str]] = ((), {})  # what the search has taken in
        self._checks = LinkChecks(house)

    def commands(self) -> Mapping[str, Handler]:
        return {"link": self._link, "links": self._list}

    # --- sharing one

    async def _link(self, said: Said) -> Turn:
        """The address behind the command, or in the message that it answers; without any it is asked for."""
        first, _, rest = said.text.partition(" ")
        found = addresses_in(said.text)
        if found:
            return await self._begin(said, found, words=without(said.text, found), hint=said.answers)
        if "." in first and address_of(first):
            return await self._begin(said, (first,), words=rest, hint=said.answers)
        if links := _valid(*said.links, *addresses_in(said.answers)):
            return await self._begin(said, links, words=said.text, hint=without(said.answers, links))
        begun = _Begun(words=said.text[:WORDS_CHARS])
        return await self._ask(said.asker, begun, self._say("link_ask_url", said.lang), said.lang)

    async def hears(self, said: Said) -> Turn | None:
        """A link that is sent to the bot alone: by a coordinator with words or without, by others without a question."""
        if said.asker.is_group:
            return None
        own = () if said.answers else said.links  # those of the message that it answers are among them
        found = _valid(*addresses_in(said.text), *(link for link in own if link not in said.text))
        if not found and own[:1] == (said.text,):
            found = _valid(said.text)  # "duo.nl", and nothing else
        if not found:
            return None
        rest = without(said.text, found)
        is_shared = said.is_forwarded or not rest or said.asker.role >= Role.COORDINATOR
        if not is_shared or (rest.endswith("?") and not said.is_forwarded):
            return None
        if said.is_forwarded:
            return await self._begin(said, found, words="", hint=rest)
        return await self._begin(said, found, words=rest, hint="")

    async def continues(self, said: Said, draft: Draft) -> Turn:
        begun = _begun(draft)
        if not begun.url:
            found = _valid(*addresses_in(said.text), *(() if said.answers else said.links))
            first = said.text.split(maxsplit=1)[0] if said.text else ""
            if not found and "." in first:
                found = (first,)
            if not found and begun.is_last:  # who asks something meanwhile is to be heard
                await self._house.records.drafts.end(said.asker)
                return Turn((Reply(self._say("draft_ended", said.lang)),))
            if not found:
                text = self._say("link_no_address", said.lang)
                return await self._ask(said.asker, replace(begun, is_last=True), text, said.lang)
            words = without(said.text.replace(found[0], " "), found) or begun.words
            return await self._begin(said, found, words=words, hint=begun.hint)
        title = tidy(said.text)
        if not title:
            return await self._ask(said.asker, begun, self._say("link_no_title", said.lang), said.lang)
        return await self._show_topics(said.asker, replace(begun, title=title), said.lang)

    async def _begin(self, said: Said, found: Sequence[str], *, words: str, hint: str) -> Turn:
        """Read the page's title, and propose topics."""
        address = address_of(found[0])
        if address is None:
            return await self._refused(said.asker, self._say("link_no_address", said.lang))
        known = await self._records.same_as(address)
        if known and not (known.state is State.DECLINED and said.asker.role >= Role.COORDINATOR):
            await self._end_own(said.asker)
            return self._known(known, said.asker, said.lang)
        if said.asker.role < Role.COORDINATOR and await self._records.count_waiting(said.asker.person) >= WAITING:
            return await self._refused(said.asker, self._say("link_enough", said.lang, count=WAITING))
        begun = _Begun(address.url, address.key, "", " ".join(words.split())[:WORDS_CHARS], hint[:WORDS_CHARS])
        note = self._say("link_first", said.lang) if len({one.key for one in map(address_of, found) if one}) > 1 else ""
        match await self._house.fetcher.title(address.url):
            case Page(title=title):
                return await self._show_topics(said.asker, replace(begun, title=title), said.lang, note=note)
            case Refusal.NO_ADDRESS:
                return await self._refused(said.asker, self._say("link_no_address", said.lang))
            case Refusal.NOT_PUBLIC:
                return await self._refused(said.asker, self._say("link_not_public", said.lang))
            case Refusal.ODD_PORT:
                return await self._refused(said.asker, self._say("link_odd_port", said.lang))
            case (
                Refusal.UNREACHABLE
                | Refusal.TOO_SLOW
                | Refusal.LOST
                | Refusal.GONE
                | Refusal.NO_PAGE
                | Refusal.UNTITLED as refusal
            ):
                return await self._ask(said.asker, begun, self._cards.why(refusal, said.lang), said.lang)
            case never:
                assert_never(never)

    async def _refused(self, asker: Asker, text: str) -> Turn:
        """Nothing comes of it; another address may follow, and so may a question."""
        await self._end_own(asker)
        return Turn((Reply(text),))

    async def _ask(self, asker: Asker, begun: _Begun, text: str, lang: str) -> Turn:
        """Wait for what is missing, in words."""
        await self._keep(asker, begun, waits=True)
        return Turn((self._cards.asks(text, begun.token, lang, is_group=asker.is_group),))

    async def _show_topics(self, asker: Asker, begun: _Begun, lang: str, *, note: str = "") -> Turn:
        await self._keep(asker, begun, waits=False)
        codes = await self._topics_of(begun, lang)
        return Turn((self._cards.topics(begun.title, begun.url, codes, begun.token, lang, note=note),))

    async def _topics_of(self, begun: _Begun, lang: str) -> tuple[str, ...]:
        """Topics of the entries that are nearest to what is known of a link."""
        texts = (begun.title, f"{begun.title} {begun.words} {begun.hint}")
        answers = [await self._house.retriever.ask(Question(text, lang)) for text in dict.fromkeys(texts)]
        found = (code for answer in answers for hit in answer.hits[:TOPICS] for code in hit.entry.topics[:2])
        return tuple(code for code in dict.fromkeys(found) if code in catalog.topics())[:TOPICS]

    async def _keep(self, asker: Asker, begun: _Begun, *, waits: bool) -> None:
        await self._house.records.drafts.keep(asker, self.prefix, json.dumps(asdict(begun)), waits=waits)

    async def _end_own(self, asker: Asker) -> None:
        """Leave what was begun here; what was begun in another room is no business of ours."""
        if await self._house.records.drafts.own(asker, self.prefix):
            await self._house.records.drafts.end(asker)

    def _known(self, link: Link, asker: Asker, lang: str) -> Turn:
        """That a link is there already."""
        match link.state:
            case State.KEPT:
                text = self._say("link_known", lang, line=self._cards.line(link, lang))
                return Turn((self._cards.one(text, link, lang, may_remove=_may_remove(asker, link.by)),))
            case State.WAITING if asker.role >= Role.COORDINATOR and not asker.is_group:
                return Turn((self._cards.proposal(link, lang),))
            case State.WAITING:
                text = self._say("link_known_waiting", lang, line=self._cards.line_of_proposal(link, lang))
                return Turn((Reply(text),))
            case State.DECLINED:
                text = self._say("link_known_declined", lang, line=self._cards.line_of_proposal(link, lang))
                return Turn((Reply(text),))
            case _:
                assert_never(link.state)

    # --- buttons

    async def presses(self, pressed: Pressed) -> Turn | None:
        match pressed.action:
            case "keep" | "groups" | "group" | "card" | "title" | "stop":
                return await self._on_card(pressed)
            case "publish":
                return await self._decide(pressed, State.KEPT)
            case "decline":
                return await self._decide(pressed, State.DECLINED)
            case "withdraw":
                return await self._withdraw(pressed)
            case "list":
                shown = await self._all_for(pressed.asker)
                return Turn((self._cards.page(shown, pressed.number() or 0, pressed.lang),), replaces=True)
            case "remove" | "gone":
                return await self._remove(pressed)
            case _:
                return None

    async def _on_card(self, pressed: Pressed) -> Turn | None:
        """A button of the card of a link that is being shared, by whoever shares it."""
        asker, lang = pressed.asker, pressed.lang
        draft = await self._house.records.drafts.own(asker, self.prefix)
        begun = _begun(draft) if draft else None
        if begun is None or pressed.values[:1] != (begun.token,):
            return Turn(toast=self._say("link_not_yours", lang))
        if pressed.action == "stop":
            await self._house.records.drafts.end(asker)
            return Turn((Reply(self._say("link_stopped", lang)),), replaces=True)
        if not begun.title:
            return None
        match pressed.action:
            case "keep":
                return await self._keep_under(begun, pressed)
            case "groups":
                page = self._cards.groups(begun.title, begun.token, pressed.number(1) or 0, lang)
                return Turn((page,), replaces=True)
            case "group":
                number = pressed.number(1)
                topics = (
                    None
                    if number is None
                    else self._cards.group(begun.title, begun.token, number, pressed.number(2) or 0, lang)
                )
                return Turn((topics,), replaces=True) if topics else None
            case "title":
                turn = await self._ask(asker, begun, self._cards.why(None, lang), lang)
                return replace(turn, replaces=True)
            case _:
                return replace(await self._show_topics(asker, begun, lang), replaces=True)

    async def _keep_under(self, begun: _Begun, pressed: Pressed) -> Turn | None:
        """Publish a link, or propose it, under a topic."""
        asker, lang = pressed.asker, pressed.lang
        topic = pressed.values[1] if len(pressed.values) > 1 else ""
        if topic not in catalog.topics():
            return None
        state = State.KEPT if asker.role >= Role.COORDINATOR else State.WAITING
        proposal = Proposal(begun.address, begun.title, topic, begun.words)
        link, is_new = await self._records.propose(proposal, asker, state)
        await self._house.records.drafts.end(asker)  # afterwards: who is cut off in between presses once more
        if not is_new:  # somebody else was earlier
            return replace(self._known(link, asker, lang), replaces=True)
        if state is State.KEPT:
            await self._house.note(asker, "link_shared", link.title)
            await self._take_in()
            text = self._say("link_kept", lang, line=self._cards.line(link, lang))
            return Turn((self._cards.one(text, link, lang, may_remove=True),), replaces=True)
        lines = [self._say("link_proposed", lang, line=self._cards.line_of_proposal(link, lang))]
        if self._house.post and not asker.is_group:
            await self._house.records.chats.keep(asker, lang)
            lines.append(self._say("link_you_will_hear", lang))
        return Turn((self._cards.proposed("\n".join(lines), link, lang),), replaces=True)

    async def _withdraw(self, pressed: Pressed) -> Turn | None:
        """Take one's own proposal back, as long as nobody has decided on it."""
        number, lang = pressed.number(), pressed.lang
        link = await self._records.of(number) if number is not None else None
        if link is None or link.state is not State.WAITING:
            return Turn(toast=self._say("link_decided" if link else "link_gone", lang))
        if link.by != pressed.asker.person:
            return Turn(toast=self._say("link_may_not", lang))
        await self._records.remove(link.number)
        return Turn((Reply(self._say("link_withdrawn", lang)),), replaces=True)

    async def _decide(self, pressed: Pressed, state: State) -> Turn | None:
        number, lang = pressed.number(), pressed.lang
        if number is None or pressed.asker.role < Role.COORDINATOR:
            return None
        is_decided = await self._records.decide(number, state)
        link = await self._records.of(number)
        if link is None:
            return Turn(toast=self._say("link_gone", lang))
        if not is_decided:
            turn = self._known(link, pressed.asker, lang)
            return replace(turn, replaces=True, toast=self._say("link_decided", lang))
        await self._house.note(pressed.asker, "link_published" if state is State.KEPT else "link_declined", link.title)
        if state is State.DECLINED:
            line = self._cards.line_of_proposal(link, lang)
            return Turn((Reply(self._say("link_declined", lang, line=line)),), replaces=True)
        await self._take_in()
        text = self._say("link_published", lang, line=self._cards.line(link, lang))
        return Turn((self._cards.one(text, link, lang, may_remove=True),), replaces=True)

    async def _remove(self, pressed: Pressed) -> Turn | None:
        """Ask whether it is to go, then take it away."""
        number, lang = pressed.number(), pressed.lang
        link = await self._records.of(number) if number is not None else None
        if link is None or link.state is not State.KEPT:
            return Turn(toast=self._say("link_gone", lang))
        if not _may_remove(pressed.asker, link.by):
            return Turn(toast=self._say("link_may_not", lang))
        if pressed.action == "remove":
            return Turn((self._cards.removal(link, lang),), replaces=not pressed.asker.is_group)
        await self._records.remove(link.number)
        if pressed.asker.role >= Role.COORDINATOR:
            await self._house.note(pressed.asker, "link_removed", link.title)
        await self._take_in()
        return Turn((Reply(self._say("link_removed", lang)),), replaces=True)

    # --- lists

    async def _list(self, said: Said) -> Turn:
        """What is published, or what of it fits some words; for a coordinator what waits comes first."""
        replies: list[Reply] = []
        if said.asker.role >= Role.COORDINATOR and not said.asker.is_group:
            waiting = await self._records.waiting()
            replies = [self._cards.proposal(link, said.lang) for link in waiting[:DECIDED]]
            if more := len(waiting) - DECIDED:
                replies += [Reply(self._say("link_waiting_more", said.lang, count=more))] if more > 0 else []
        if not said.text:
            return Turn((*replies, self._cards.page(await self._all_for(said.asker), 0, said.lang)))
        await self._take_in()
        near = [fit.link for fit in await self._search.fits(said.text) if fit.is_near][:FOUND]
        shown = await self._shown(near, said.asker)
        return Turn((*replies, self._cards.found(" ".join(said.text.split())[:60], shown, said.lang)))

    async def _all_for(self, asker: Asker) -> tuple[Shown, ...]:
        return await self._shown(self._records.kept, asker)

    async def _shown(self, links: Sequence[Link], asker: Asker) -> tuple[Shown, ...]:
        senders = await self._records.senders()
        return tuple(Shown(link, _may_remove(asker, senders.get(link.number, ""))) for link in links)

    # --- with answers

    def under(self, entry: Entry, lang: str) -> str:
        return self._cards.under(self._under(entry), lang)

    async def goes_with(self, answer: Answer) -> str:
        if not self._records.kept:
            return ""
        if self._house.post is None:  # elsewhere it is done by itself, and no question waits for it
            await self._take_in()
        is_shown = self._under(answer.hits[0].entry) if answer.outcome is Outcome.ANSWERED else ()
        sure = [
            fit.link
            for fit in await self._search.fits(answer.question.text)
            if fit.is_sure
            and fit.link not in is_shown
            and fit.link in self._records.kept
            and not self._records.dead_since(fit.link.url)
        ]
        return self._cards.fitting(sure[:OFFERED], answer.lang)

    def _under(self, entry: Entry) -> tuple[Link, ...]:
        """Links on an entry's topics, those on its first topic in front, newest first."""
        found = [
            link for link in self._records.kept if link.topic in entry.topics and not self._records.dead_since(link.url)
        ]
        return tuple(sorted(found, key=lambda link: entry.topics.index(link.topic))[:UNDER])

    async def _take_in(self) -> None:
        """Search what is published now."""
        kept = self._records.kept
        now = kept, await self._records.words_of(link.number for link in kept)
        if now != self._searched:
            await self._search.take_in(*now)
            self._searched = now

    # --- by itself

    async def wakes(self, now: datetime) -> None:
        """Tell who has to know of a link, and look whether one address answers."""
        await self._records.load()
        await self._take_in()
        if self._house.post is None:
            return
        for link in await self._records.untold():
            if await self._tell(link):
                await self._records.told(link.number)
        await self._checks.step(now)

    async def _tell(self, link: Link) -> bool:
        """Tell coordinators of a proposal, or whoever proposed it what became of it; False: to be tried again."""
        match link.state:
            case State.WAITING:
                return await self._tell_coordinators(link)
            case State.KEPT:
                return await self._tell_sender(link, "link_your_published")
            case State.DECLINED:
                return await self._tell_sender(link, "link_your_declined")
            case _:
                assert_never(link.state)

    async def _tell_coordinators(self, link: Link) -> bool:
        """Each of them once; the admins where there are no coordinators."""
        chats = await self._house.records.roles.chats()
        said = [await self._post(f"link:{link.number}:{chat}", chat, link, self._cards.proposal) for chat in chats]
        if self._house.admins and all(delivery is Delivery.GONE for delivery in said):
            said_in = partial(self._cards.proposal, link)
            return await self._house.admins.tell_once(f"link:{link.number}", said_in)
        return Delivery.LATER not in said

    async def _tell_sender(self, link: Link, key: str) -> bool:
        """What became of a proposal; who sent it in a group, or is forgotten, isn't told."""
        if not link.chat:
            return True

        def said_in(decided: Link, lang: str) -> Reply:
            return Reply(self._say(key, lang, line=self._cards.line_of_proposal(decided, lang)))

        return await self._post(f"link:{link.number}:{link.state}", link.chat, link, said_in) is not Delivery.LATER

    async def _post(self, key: str, chat: str, link: Link, said_in: Callable[[Link, str], Reply]) -> Delivery:
        kept = await self._house.records.chats.of(chat)
        if kept is None or self._house.post is None:
            return Delivery.GONE
        return await self._house.post.once(key, chat, said_in(link, kept.lang))


def _valid(*texts: str) -> tuple[str, ...]:
    """Those that are addresses of the web: a message may also name people, and other programs."""
    return tuple(text for text in dict.fromkeys(texts) if address_of(text))


def _begun(draft: Draft) -> _Begun:
    return _Begun(**json.loads(draft.body))


def _may_remove(asker: Asker, by: str) -> bool:
    """by: pseudonym of who sent it; empty: nobody known."""
    return asker.role >= Role.COORDINATOR or (by != "" and by == asker.person)

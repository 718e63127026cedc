"""A link while it is being shared: an address in; its title, a topic, and the link kept or proposed out."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import assert_never

from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Pressed, Said, Waiting
from bot.fetching.addresses import Address, address_of, addresses_in, without
from bot.fetching.fetcher import Page, Refusal, tidy
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.records.questions import Where
from bot.rooms.links.cards import PREFIX, LinkCards
from bot.rooms.links.records import Link, LinkRecords, Proposal, State
from index.answer import Question
from index.message_parts import asks
from knowledge import catalog

TOPICS = 4  # proposed for a link
WAITING = 5  # proposals of one person that coordinators have not decided on; more would be theirs to wade through
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


class Sharing:
    """Shares links."""

    def __init__(
        self,
        house: House,
        cards: LinkCards,
        known: Callable[[Link, Asker, str], Turn],
        kept: Callable[[], Awaitable[None]],
    ) -> None:
        """known: what to say of a link that is there already; kept: told when there is a new one."""
        self._house, self._say, self._cards = house, house.wording.say, cards
        self._records = house.records.shelf(LinkRecords)
        self._known, self._is_kept = known, kept

    async def link(self, said: Said) -> Turn:
        """The address behind the command, or in the message that it answers; without any it is asked for."""
        first, _, rest = said.text.partition(" ")
        found = addresses_in(said.text)
        if found:
            return await self._begin(said, found, words=without(said.text, found), hint=said.around.answers)
        if "." in first and address_of(first):
            return await self._begin(said, (first,), words=rest, hint=said.around.answers)
        if links := _valid(*said.around.links, *addresses_in(said.around.answers)):
            return await self._begin(said, links, words=said.text, hint=without(said.around.answers, links))
        begun = _Begun(words=said.text[:WORDS_CHARS])
        return await self._ask(said.asker, begun, self._say("link_ask_url", said.lang), said.lang)

    async def hears(self, said: Said) -> Turn | None:
        """A link that is sent to the bot alone: by a coordinator with words or without, by others without a question."""
        if said.asker.is_group or said.where is Where.WEB:
            return None
        own = () if said.around.answers else said.around.links  # those of the message that it answers are among them
        found = _valid(*addresses_in(said.text), *(link for link in own if link not in said.text))
        if not found and own[:1] == (said.text,):
            found = _valid(said.text)  # "duo.nl", and nothing else
        if not found:
            return None
        rest = without(said.text, found)
        is_shared = said.around.is_forwarded or not rest or said.asker.role >= Role.COORDINATOR
        if not is_shared or (asks(rest) and not said.around.is_forwarded):
            return None
        if said.around.is_forwarded:
            return await self._begin(said, found, words="", hint=rest)
        return await self._begin(said, found, words=rest, hint="")

    async def continues(self, said: Said, draft: Draft) -> Turn:
        begun = _begun(draft)
        if not begun.url:
            found = _valid(*addresses_in(said.text), *(() if said.around.answers else said.around.links))
            first = said.text.split(maxsplit=1)[0] if said.text else ""
            if not found and "." in first:
                found = (first,)
            if not found and begun.is_last:  # who asks something meanwhile is to be heard
                await self._house.records.drafts.end(said.asker)
                return Turn.of(Reply(self._say("draft_ended", said.lang)))
            if not found:
                text = self._say("link_no_address", said.lang)
                turn = await self._ask(said.asker, replace(begun, is_last=True), text, said.lang)
                return replace(turn, is_unread=True)
            words = without(said.text.replace(found[0], " "), found) or begun.words
            return await self._begin(said, found, words=words, hint=begun.hint)
        if found := _valid(*addresses_in(said.text)):  # another link
            return await self._begin(said, found, words=without(said.text, found), hint="")
        title = tidy(said.text)
        if not title:
            return await self._ask(said.asker, begun, self._say("link_no_title", said.lang), said.lang)
        return await self._show_topics(said.asker, replace(begun, title=title), said.lang)

    async def waiting(self, draft: Draft, lang: str, *, is_group: bool) -> Waiting:
        """What a draft waits for: an address, or the title of one."""
        begun = _begun(draft)
        text = self._say("link_ask_title", lang, why="").strip() if begun.url else self._say("link_ask_url", lang)
        asked = self._cards.asks(text, begun.token, lang, is_group=is_group)
        return Waiting(asked, takes_links=True, takes_words=bool(begun.url))

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
        return Turn.of(Reply(text))

    async def _ask(self, asker: Asker, begun: _Begun, text: str, lang: str) -> Turn:
        """Wait for what is missing, in words."""
        await self._keep(asker, begun, waits=True)
        return Turn.of(self._cards.asks(text, begun.token, lang, is_group=asker.is_group))

    async def _show_topics(self, asker: Asker, begun: _Begun, lang: str, *, note: str = "") -> Turn:
        await self._keep(asker, begun, waits=False)
        codes = await self._topics_of(begun, lang)
        return Turn.of(self._cards.topics(begun.title, begun.url, codes, begun.token, lang, note=note))

    async def _topics_of(self, begun: _Begun, lang: str) -> tuple[str, ...]:
        """Topics of the entries that are nearest to what is known of a link."""
        texts = (begun.title, f"{begun.title} {begun.words} {begun.hint}")
        answers = [await self._house.retriever.ask(Question(text, lang)) for text in dict.fromkeys(texts)]
        found = (code for answer in answers for hit in answer.hits[:TOPICS] for code in hit.entry.topics[:2])
        return tuple(code for code in dict.fromkeys(found) if code in catalog.topics())[:TOPICS]

    async def _keep(self, asker: Asker, begun: _Begun, *, waits: bool) -> None:
        await self._house.records.drafts.keep(asker, PREFIX, json.dumps(asdict(begun)), waits=waits)

    async def _end_own(self, asker: Asker) -> None:
        """Leave what was begun here; what was begun in another room is no business of ours."""
        if await self._house.records.drafts.own(asker, PREFIX):
            await self._house.records.drafts.end(asker)

    async def on_card(self, pressed: Pressed) -> Turn | None:
        """A button of the card of a link that is being shared, by whoever shares it."""
        asker, lang = pressed.asker, pressed.lang
        draft = await self._house.records.drafts.own(asker, PREFIX)
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
            await self._is_kept()
            text = self._say("link_kept", lang, line=self._cards.line(link, lang))
            return Turn((self._cards.one(text, link, lang, may_remove=True),), replaces=True)
        lines = [self._say("link_proposed", lang, line=self._cards.line_of_proposal(link, lang))]
        if self._house.post and not asker.is_group:
            await self._house.records.chats.keep(asker, lang)
            lines.append(self._say("link_you_will_hear", lang))
        return Turn((self._cards.proposed("\n".join(lines), link, lang),), replaces=True)


def _valid(*texts: str) -> tuple[str, ...]:
    """Those that are addresses of the web: a message may also name people, and other programs."""
    return tuple(text for text in dict.fromkeys(texts) if address_of(text))


def _begun(draft: Draft) -> _Begun:
    return _Begun(**json.loads(draft.body))

"""A message in the middle of something that is being made in, what it is if it is no part of that out.

Forms of every room ask for a name, a day or a title, and people ask things in between, call for a person, send a link
or have had enough. One place tells all of that from an answer, for all rooms; in doubt it is an answer, unless the
room could not read it as one.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.conversation.room import Said, Waiting
from bot.conversation.talk import Meant, Talk
from bot.fetching.addresses import address_of, addresses_in
from index.answer import Outcome, Question
from index.message_parts import asks
from index.plain import words_of
from index.retriever import Retriever
from index.subject import is_near

TO_SOMEBODY = ("person", "complaint")  # what is wanted is a person
NO_WORDS = (
    "yes",
    "no",
    "ok",
    "thanks",
    "greeting",
    "goodbye",
    "sorry",
)  # in one word: no name, place or title is one of these
NEVER_MIND = "never_mind"
HELP, LINK = "help", "link"  # commands


class Kind(StrEnum):
    """What it is."""

    ACT = "act"  # said to the bot: it is answered, and the form goes on
    QUESTION = "question"  # so is this
    DEED = "deed"  # something else is to be done: it is offered, since the form would end by it
    END = "end"  # of the form
    UNREAD = "unread"  # nothing that can be what is asked for


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that is no answer."""

    kind: Kind
    command: str = ""  # of a deed, its Dutch name


class Meanwhile:
    """Tells it."""

    def __init__(
        self, talk: Talk, retriever: Retriever, is_aside: Callable[[str], bool], calling: Collection[str]
    ) -> None:
        """is_aside: of an act, whether it is answered in between; calling: words by which people speak of themselves."""
        self._talk, self._retriever, self._is_aside, self._calling = talk, retriever, is_aside, frozenset(calling)

    async def heard(
        self, said: Said, waiting: Waiting, question: Question, own: Collection[str], *, is_unread: bool = False
    ) -> Heard | None:
        """question: the message, with the question before it; own: commands by which the form begins; is_unread: the
        room found nothing in the message.

        None: it is an answer, as far as anybody can tell.
        """
        if not waiting.takes_links and _holds_link(said):
            return Heard(Kind.DEED, LINK)
        meant = await self._talk.meant(said.text, self._retriever.vector)
        if meant and (meant.is_known or meant.is_likely):
            heard = self._meant(said.text, meant, waiting, is_sure=meant.is_known or is_unread)
            if heard and heard.command not in own:
                return heard
        if meant and meant.is_known:
            return None
        if await self._is_question(question, waiting, is_unread):
            return Heard(Kind.QUESTION)
        is_no_name = waiting.is_name and asks(said.text) and said.text.rstrip().endswith("?")
        return Heard(Kind.UNREAD) if is_no_name else None

    def _meant(self, text: str, meant: Meant, waiting: Waiting, *, is_sure: bool) -> Heard | None:
        """is_sure: it is phrased as people are known to, or can't be an answer."""
        if meant.kind == "deed":
            found = Heard(Kind.ACT) if meant.name == HELP else Heard(Kind.DEED, meant.name)
            # A name or a title is not put as a question.
            return found if is_sure or (waiting.takes_words and asks(text)) else None
        if meant.name == NEVER_MIND:  # "hoeft niet" may be about what is asked; who leaves outright was heard before
            return Heard(Kind.UNREAD if waiting.takes_words else Kind.END) if is_sure else None
        if self._is_aside(meant.name) and (is_sure or (meant.name in TO_SOMEBODY and self._is_call(text))):
            return Heard(Kind.ACT)
        is_no_answer = meant.name in NO_WORDS and meant.is_known and waiting.takes_words and len(words_of(text)) == 1
        return Heard(Kind.UNREAD) if is_no_answer else None

    def _is_call(self, text: str) -> bool:
        """Whether somebody speaks for themselves: "iemand van de administratie" is who does it."""
        return asks(text) or not self._calling.isdisjoint(words_of(text))

    async def _is_question(self, question: Question, waiting: Waiting, is_unread: bool) -> bool:
        """Whether it is put as a question, and the search has something to say to it."""
        if not asks(question.text):
            return False
        is_marked = question.text.rstrip().endswith("?")
        alone = await self._retriever.ask(replace(question, before=""))
        if alone.outcome is Outcome.ANSWERED or (is_marked and alone.outcome.shows_entry):
            return True
        if waiting.is_name and is_marked and alone.outcome is Outcome.UNSURE:
            return True
        if not (is_unread or (is_marked and waiting.takes_words)):
            return False
        if alone.outcome is Outcome.UNKNOWN:
            return is_unread and is_near(question.text)
        return is_near(question.text) or (await self._retriever.ask(question)).outcome.shows_entry


def _holds_link(said: Said) -> bool:
    found = (*addresses_in(said.text), *(() if said.around.answers else said.around.links))
    return any(address_of(one) for one in found)

"""A message in, what is said to it where it wants something besides an answer out: an act, or a deed to be done."""

import re
from dataclasses import replace

from bot.conversation import elsewhere
from bot.conversation.acts import Acts
from bot.conversation.answering import Answering
from bot.conversation.doing import Doing
from bot.conversation.house import House
from bot.conversation.leaning import Leaning
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Said
from bot.conversation.runs import escape
from bot.conversation.speaking import told_in
from bot.conversation.talk import Meant, Talk
from bot.conversation.wording import Wording
from bot.when.doer import less_doer
from index.answer import Outcome, Question
from index.message_parts import asks
from index.plain import plain, words_of
from index.subject import is_near

NOTED, LISTED = "afspraak", "afspraken"  # commands: what is to be reminded of, and all of that
SHARED, MAILED = "deel", "mail_it"  # a command, and the act that does the same with the answer before
MOST_OF_DEED = 500  # characters with which something is asked for
LEAST_OF_ORDER = 5  # words of one that says what is to be put down too: "zet mijn afspraken erbij" does not
LEAST_OF_LAST = 3  # words with which a story may say what is wanted
AT_THE_END = (("deed", "help"), ("act", "who_are_you"), ("act", "person"), ("act", "complaint"))
_CLAUSES = re.compile(r"[.,;:!?\n]+\s*")


class Wanting:
    """Tells it, and has it done; in doubt a message is a question."""

    def __init__(
        self, house: House, talk: Talk, leaning: Leaning, acts: Acts, doing: Doing, answering: Answering
    ) -> None:
        self._house, self._retriever, self._wording, self._talk = house, house.retriever, house.wording, talk
        self._leaning, self._acts, self._doing, self._answering = leaning, acts, doing, answering

    async def talked(self, said: Said, is_chosen: bool) -> Turn | None:
        """What to say to what asks nothing of the folder; None: it is a question.

        is_chosen: the asker chose the language that they are spoken with.
        """
        snapshot, introduction = self._retriever.snapshot, self._house.composer.introduction
        is_exact = said.text in snapshot.exact
        example = next(iter(introduction.examples(said.lang)), "") if introduction.is_foreign else ""
        if not is_exact and (line := elsewhere.line_for(said.text, snapshot.languages.codes, example)):
            return Turn((Reply(escape(line[1])),), lang=line[0])
        meant = await self._talk.meant(said.text, self._retriever.vector)
        if is_exact:  # "hoe nodig ik mensen uit": an entry answers, and it may want to be done
            if meant is None or meant.kind != "deed" or not meant.is_likely or not self._may_do(said, meant):
                return None
            return await self._asked_or_done(said, is_chosen, meant.name)
        if is_note(said.text, self._wording) and (meant is None or not meant.is_known):
            meant = Meant("deed", NOTED, is_known=True)
        if meant is None or await self._is_answered_elsewhere(said, meant):
            return None
        lang = told_in(self._house, said.text, said.lang, is_chosen)
        if meant == Meant("deed", LISTED) and not meant.is_known and wants_reminding(said.text, self._wording):
            meant = replace(meant, name=NOTED)
        if meant == Meant("act", MAILED) and not meant.is_known and less_doer(said.text) != said.text:
            meant = Meant("deed", NOTED)  # "lijst mailen door Kees": he does it
        if meant == Meant("deed", SHARED) and meant.is_likely and await self._leaning.points(said):
            return await self._acts.acted(replace(said, lang=lang), MAILED)
        if meant.kind == "deed" and not self._may_do(said, meant):
            return None
        is_question = not meant.is_likely or (not meant.is_known and await self._is_answered(said, is_chosen))
        if meant.kind == "deed":
            if is_question:
                return await self._asked_or_done(said, is_chosen, meant.name)
            done = await self._doing.did(replace(said, lang=lang), meant.name)
            return replace(done, lang=done.lang or lang) if done else None
        return None if is_question else await self._acts.acted(replace(said, lang=lang), meant.name)

    async def perhaps(self, said: Said, turn: Turn) -> Turn:
        """The answer to a question, with the deeds that may have been meant where nothing is known of it."""
        is_known = not turn.tells or any(told.reply is None for told in turn.tells)
        if is_known or self._retriever.is_elsewhere:
            return turn
        if (last := await self._last_words(said.text)) and (
            other := await self.talked(replace(said, text=last), False)
        ):
            return other
        for command in reversed(await self._talk.perhaps(said.text, self._retriever.vector)):  # the likeliest on top
            may_give = self._house.commands.may_give(said.asker, command)
            turn = self._doing.offered_under(said, turn, command) if may_give else turn
        return turn

    async def deed(self, text: str) -> str:
        """Dutch name of the command that is asked for in plain words; empty: none is, as far as anybody can tell."""
        if len(text) > MOST_OF_DEED:
            return ""  # what is pasted is remembered nowhere, as what is asked is for a while
        meant = await self._talk.meant(text, self._retriever.vector)
        return meant.name if meant and meant.kind == "deed" and meant.is_likely else ""

    def _may_do(self, said: Said, meant: Meant) -> bool:
        return self._house.commands.may_give(said.asker, meant.name)

    async def _asked_or_done(self, said: Said, is_chosen: bool, command: str) -> Turn:
        """The answer to a question, with the deed that may have been meant as a button."""
        question = Question(said.text, said.lang, is_chosen)
        turn = await self._answering.answered(said.asker, question, said.where, around=said.around)
        return self._doing.offered_under(said, turn, command)

    async def _is_answered(self, said: Said, is_chosen: bool) -> bool:
        """Whether an entry answers what may be no question; one that is put as a question needs to be less sure."""
        if not is_near(said.text) and not asks(said.text):
            return False
        outcome = (await self._retriever.ask(Question(said.text, said.lang, is_chosen))).outcome
        return outcome is Outcome.ANSWERED or (outcome.shows_entry and asks(said.text))

    async def _is_answered_elsewhere(self, said: Said, meant: Meant) -> bool:
        """Whether a folder on another subject has an answer; what asks nothing was told from questions on ours.

        "Reserve a meeting room" is a question at a helpdesk.
        """
        if not self._retriever.is_elsewhere or (meant.is_known and meant.kind == "act"):
            return False
        outcome = (await self._retriever.ask(Question(said.text, said.lang))).outcome
        return outcome.shows_entry or (meant.kind == "deed" and outcome is Outcome.UNSURE)

    async def _last_words(self, text: str) -> str:
        """What a story ends with, where that wants something of the bot: "ik ben verbinder, wat kun je voor me doen"."""
        *before, last = _CLAUSES.split(text.strip(" .,!?\n"))
        if not before or len(words_of(last)) < LEAST_OF_LAST:
            return ""
        meant = await self._talk.meant(last, self._retriever.vector)
        return last if meant and meant.is_likely and (meant.kind, meant.name) in AT_THE_END else ""


def wants_reminding(text: str, wording: Wording) -> bool:
    """Whether it begins by asking to be reminded, or that something be put down: not of what is noted already."""
    words = words_of(plain(text))
    is_order = words[:1] and words[0] in wording.words("ordering_words") and len(words) > LEAST_OF_ORDER
    return bool(is_order) or not wording.words("reminding_words").isdisjoint(words[:1])


def is_note(text: str, wording: Wording) -> bool:
    """Whether it says before a colon that something is to be noted: "noteer: lijst mailen, Ans"."""
    head, colon, behind = text.partition(":")
    words = words_of(head)
    are_orders = wording.words("deed_words").union(wording.words("noting_words")).issuperset(words)
    says_so = are_orders and not wording.words("noting_words").isdisjoint(words)
    return bool(colon) and says_so and len(behind.split()) > 1

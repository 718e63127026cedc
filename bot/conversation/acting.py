"""An act in, what to say to it out: what people say around a question, about the answer before it or about the bot."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.compose import Composer
from bot.conversation.reply import Button, Reply
from bot.conversation.wording import Wording
from index.shown import part, short_and_more
from index.snapshot import Snapshot
from knowledge.entry import Entry

# Why an answer is no good; each is said on a button and to admins, as wrong_<reason>.
REASONS = ("incorrect", "not_mine", "too_long", "outdated")
TO_A_PERSON = ("person", "complaint", "despair", "insult", "dont_get_it")  # acts to which a person can be offered
ASIDE = ("who_are_you", "person", "complaint")
OF_ITSELF = ("act_who", "hello")  # sentences that say what the folder is about


@dataclass(frozen=True, slots=True)
class Before:
    """What an act may be about: what was said before it."""

    lang: str
    snapshot: Snapshot
    entry: Entry | None  # that was shown last; None: none was
    number: int | None  # of the question that it answered
    is_open: bool = False  # none was, since it isn't known yet what the last question means


Replies = tuple[Reply, ...]
IN_LANGUAGE = {"in_english": "en", "in_dutch": "nl"}  # acts that want the answer before them in a language


class Acting:
    """Says what is to be said to acts; nothing is done but by a button."""

    def __init__(self, wording: Wording, compose: Composer) -> None:
        self._say, self._compose = wording.say, compose
        self._alone: dict[str, str] = {  # acts by the sentence that answers them, with the way to all topics
            "who_are_you": "act_who",
            "thanks": "welcome_back",
            "ok": "act_ok",
            "never_mind": "draft_ended",
            "sorry": "act_sorry",
            "insult": "act_insult",
            "despair": "act_despair",
            "greeting": "hello",
            "goodbye": "act_goodbye",
            "yes": "act_yes",
            "no": "act_no",
            "person": "act_person",
            "complaint": "act_complaint",
        }
        self._about: dict[str, Callable[[Entry, Before], Replies]] = {  # acts about the answer before them
            "source": self._source,
            "wrong": self._wrong,
            "dont_get_it": self._dont_get_it,
            "shorter": self._shorter,
            "simpler": self._simpler,
            "again": self._again,
            "mail_it": self._mail_it,
        }

    def is_about_an_answer(self, act: str) -> bool:
        """Whether it means the answer before it, as in a group too it may."""
        return act in self._about or act in IN_LANGUAGE

    def is_aside(self, act: str) -> bool:
        """Whether it is answered in the middle of something else, of which it can be no part."""
        return self.is_about_an_answer(act) or act in ASIDE

    def said_to(self, act: str, before: Before) -> Replies:
        """Raises KeyError for an act that there isn't."""
        if act in IN_LANGUAGE:
            return self._in_language(IN_LANGUAGE[act], before)
        if act in self._about:
            if before.entry is None:
                return (self._line("act_not_shown_yet" if before.is_open else "act_nothing_before", before),)
            return self._about[act](before.entry, before)
        return (self._line(self._alone[act], before),)

    def _line(self, key: str, before: Before) -> Reply:
        if key in OF_ITSELF:
            text = self._compose.of_itself(key, before.lang)
        else:
            text = self._say(key, before.lang, contact=self._compose.contact(before.lang))
        return Reply(text, (self._compose.topics_row(before.lang),))

    def _source(self, entry: Entry, before: Before) -> Replies:
        return (Reply(self._compose.sources(entry, before.lang)),)

    def _wrong(self, entry: Entry, before: Before) -> Replies:
        return (Reply(self._line("act_wrong", before).html, self._judging(before)),)

    def _dont_get_it(self, entry: Entry, before: Before) -> Replies:
        if entry.plain:
            return self._simpler(entry, before)
        return (self._line("act_dont_get_it", before),)

    def _shorter(self, entry: Entry, before: Before) -> Replies:
        short, more = short_and_more(entry, part(entry, 0).text)
        first = short.split("\n\n", 1)[0]
        if first == short and not more:
            return (self._line("act_shortest", before),)
        return self._compose.excerpt(entry, first, before.lang)

    def _simpler(self, entry: Entry, before: Before) -> Replies:
        if entry.plain:
            return self._compose.excerpt(entry, entry.plain, before.lang)
        return (self._line("act_no_plain_words", before),)

    def _again(self, entry: Entry, before: Before) -> Replies:
        return self._compose.entry(entry, part(entry, 0), before.lang, before.snapshot, before.number)

    def _mail_it(self, entry: Entry, before: Before) -> Replies:
        return (Reply(self._say("act_mail_it", before.lang)), self._compose.shared(entry, before.lang))

    def _in_language(self, lang: str, before: Before) -> Replies:
        asked = self._compose.languages(lang)
        shown = before.snapshot.show(before.entry.id, lang) if before.entry else None
        if shown is None:
            return (asked,)
        return (*self._compose.entry(shown, part(shown, 0), lang, before.snapshot, before.number), asked)

    def _judging(self, before: Before) -> tuple[tuple[Button, ...], ...]:
        """The way to say that an answer does not help; nobody asked for one that was only opened."""
        topics = self._compose.topics_row(before.lang)
        if before.number is None:
            return (topics,)
        why = [
            Button(self._say(f"wrong_{reason}", before.lang), data_of(Press(Kind.WRONG, number=before.number, page=at)))
            for at, reason in enumerate(REASONS)
        ]
        return (tuple(why[:2]), tuple(why[2:]), topics)

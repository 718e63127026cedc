"""A question, the entries found for it, and what to tell the person who asked; how they are found is decided elsewhere."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from index.declined_questions import Kind
from index.kinds import COLUMNS, UNTOLD, Told
from index.subject import is_near
from knowledge.entry import Entry, Passage

OPTIONS = 3  # most that "bedoelt u …?" offers
NEAREST = 2  # shown where there is no answer to a question near the subject
# Confidence in the first three together, from which entries whose asks hold the words of a short question are offered; those
# whose titles do are offered in any case.
LEAST_SEARCHED = 0.03
SAID = (Kind.PARTICULAR, Kind.ORDERS)  # kinds of which an asker is told that their question is one
RULE_SHARE = 0.5  # of the confidence in all that is near that an entry has which is named as the rule behind a question
SAID_FROM = math.log(0.5)  # natural log of the probability of such a kind from which they are


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to know."""

    text: str  # as typed, minus the bot's name
    lang: str = "nl"  # language of the asker's app, primary subtag; counts where the text doesn't tell
    fixed: bool = False  # the asker chose lang: it counts whatever the text tells
    before: str = ""  # what was understood of the question before, which this may lean on; empty: there is none
    app: str = ""  # language of the asker's app where there are no words of ours in it: a folder may have entries in it


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found for a question."""

    entry: Entry  # what to show: the passage's entry, in the asker's language if it has a translation
    passage: Passage  # what was near
    confidence: float  # calibrated probability in [0, 1] that this entry answers the question
    similarity: float  # cosine similarity in [-1, 1] of the nearest passage; 0 where words alone are searched


class Outcome(StrEnum):
    """How sure the bot is."""

    ANSWERED = "answered"  # one entry is close enough to say so
    LIKELY = "likely"  # one entry is close enough to show it, with a word of doubt, and others to choose from
    UNSURE = "unsure"  # some are near: offer them
    UNKNOWN = "unknown"  # nothing is near: own up, and note it for the admins

    @property
    def shows_entry(self) -> bool:
        """Whether the first hit's text is shown at once."""
        return self in (Outcome.ANSWERED, Outcome.LIKELY)


@dataclass(frozen=True, slots=True)
class Answer:
    """What to tell the person who asked."""

    question: Question
    lang: str  # to answer in: told from the question where it can be
    outcome: Outcome
    hits: tuple[Hit, ...]  # best first, at most one per entry id; what was near, whatever the outcome
    off_topic: bool = False  # UNKNOWN, and the question seems to be about another subject altogether
    kind: Kind | None = None  # UNKNOWN, and this is why: one of SAID
    rest: tuple[str, ...] = ()  # questions of the same message that nothing was told of
    understood: str = ""  # what was searched in the end; `before` of the asker's next question

    @property
    def is_elsewhere(self) -> bool:
        """Whether the subject is another beyond doubt: of what is near ours it is only said that there is no answer."""
        return self.off_topic and not is_near(self.question.text)

    @property
    def rule(self) -> Hit | None:
        """For a question of a kind that is said: the entry on the rule behind it; None where none stands out."""
        all_together = sum(hit.confidence for hit in self.hits)
        if self.kind is None or not self.hits or self.hits[0].confidence < RULE_SHARE * all_together:
            return None
        return self.hits[0]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidences above which to answer, and to suggest; fitted per encoder with the cost of each mistake written down."""

    answer: float  # least confidence of the first hit to answer outright
    likely: float  # least confidence that one of the first three is right, to show the first as what is probably meant
    suggest: float  # least confidence that one of the first three is right, to offer them
    margin: float  # least lead of the first hit over the second, or both are offered
    off_topic: float  # confidence in the first three together under which the subject itself is another


def no_swap(*_: str) -> bool:
    """Of any question, and of any entry by its id: no title is the question but for a word."""
    return False


def decide(
    question: Question,
    lang: str,
    hits: tuple[Hit, ...],
    thresholds: Thresholds,
    told: Told = UNTOLD,
    *,
    is_word_for_word: bool = False,
    is_headed: bool = False,
    is_crossed: bool = False,
    is_swapped: Callable[[], bool] = no_swap,
    is_meant: bool = False,
    searched: Callable[[bool], tuple[Hit, ...]] = lambda by_title: (),
) -> Answer:
    """What to tell for hits that are sorted best first; told is what the question seems to be by its words.

    is_word_for_word: the question is the title of the first, or one of its asks, and of no other's: nothing can be surer.
    is_headed: the question is the heading of the first's section, and of no other that is near: it is what is probably meant,
    though a page's subject may stand in its title alone ("Hoe werkt het?").
    is_crossed: the first's title names something else than the question does; it may be offered, not shown.
    is_swapped: tells whether the question is one of its titles or asks but for a word, so that nothing is certain; only
    asked where the rest is.
    is_meant: the first holds none of the question's words, others for the same alone: it may be shown, never as certain.
    searched: of a question of a word or two, the hits that it may be about, offered where nothing else is, told whether
    their titles alone count; the default says there are none.
    """
    if is_word_for_word:
        return Answer(question, lang, Outcome.ANSWERED, hits)
    confidences = [hit.confidence for hit in hits[:OPTIONS]] + [0.0, 0.0]
    first, second = confidences[:2]
    # Of an entry that is there by several of its sections the likeliest counts: the others speak for it, not for that one.
    apart = sum({hit.entry.id: hit.confidence for hit in reversed(hits[:OPTIONS])}.values())
    if not is_crossed and first - second >= thresholds.margin and apart >= thresholds.likely:
        is_certain = first >= thresholds.answer and not is_meant and not is_swapped()
        outcome = Outcome.ANSWERED if is_certain else Outcome.LIKELY
        return Answer(question, lang, outcome, hits)
    if is_headed and not is_crossed:
        return Answer(question, lang, Outcome.LIKELY, hits)
    if told.kind in SAID and told.logs[COLUMNS.index(told.kind)] >= SAID_FROM:
        return Answer(question, lang, Outcome.UNKNOWN, hits, kind=told.kind)
    if sum(confidences) >= thresholds.suggest:
        return Answer(question, lang, Outcome.UNSURE, hits)
    if found := searched(sum(confidences) < LEAST_SEARCHED):
        return Answer(question, lang, Outcome.UNSURE, found)
    return Answer(question, lang, Outcome.UNKNOWN, hits, off_topic=sum(confidences) < thresholds.off_topic)

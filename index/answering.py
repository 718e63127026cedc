"""What is found for a question goes in, what to tell goes out: of one by itself, one that leans on another, several at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from index.answer import OPTIONS, Answer, Hit, Outcome, Question, decide
from index.contrasts import asked, crossed
from index.follow_up import FOREIGN, FollowUp, follow_up, together, weighed, without_thanks
from index.leaning import Leaning, confidences, leaning, shipped
from index.looking import Found
from index.message_parts import parts
from index.plain import courtesy_of, plain
from index.searched import are_held, is_searched
from index.shown import shown
from index.snapshot import Snapshot
from knowledge.entry import BETWEEN
from knowledge.entry_file import normal

HITS = 10  # most that an answer carries
LEAST_HEADING = 3  # words of a heading that may be a whole question: "Waarom?" is asked of anything


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers questions from one state of the folder."""

    find: Callable[[str], Found]  # the entries for a plain text
    snapshot: Snapshot

    def answer(self, question: Question) -> Answer:
        """What to tell for a message as one question, which may lean on the one before."""
        text = plain(question.text)
        text = without_thanks(text) if question.before else text
        alone = self.find(text)
        answer = self.decided(question, [text], alone)
        meant = follow_up(text, question.before)
        standing = replace(answer, understood=question.before if answer.off_topic and question.before else text)
        if meant is None:
            return self._with_before(question, text, alone, standing)
        if self._stands(text, meant, answer):
            return replace(answer, understood=meant.understood)
        leant = self._follow_up(question, text, meant, alone)
        is_another = meant.names_something and alone.none > FOREIGN
        return standing if is_another and not leant.outcome.shows_entry else leant

    def known_of(self, question: Question) -> Leaning | None:
        """What is known of a follow-up, to fit on; None where it stands on its own."""
        text = without_thanks(plain(question.text))
        meant, alone = follow_up(text, question.before), self.find(text)
        if meant is None or self._stands(text, meant, self.decided(question, [text], alone)):
            return None
        return self._leaning(meant, alone, self.find(plain(meant.query)), question.before)[0]

    def answer_each(self, question: Question) -> tuple[Answer, ...]:
        """One answer; two or three for a message that holds as many questions which different entries answer at once."""
        whole = self.answer(question)
        text = plain(question.text)
        texts = parts(text)
        if len(texts) == 1 or text in self.snapshot.exact:
            return (whole,)
        answers: list[Answer] = []
        for part in texts:
            before = answers[-1].understood if answers else question.before
            answers.append(self.answer(replace(question, text=part, before=before)))
        kept = answers[:1]
        kept += [one for one in answers[1:] if all(_are_two(other, one, whole) for other in kept)]
        if len(kept) > 1:
            return (*kept[:-1], replace(kept[-1], rest=_left(texts, answers, kept)))
        told = next((one for one in answers if one.outcome is Outcome.ANSWERED), whole)
        shown_alone = whole if whole.outcome.shows_entry else told
        return (replace(shown_alone, rest=_left(texts, answers, [shown_alone])),)

    def hits(self, found: Found, lang: str) -> tuple[Hit, ...]:
        """Candidates with their confidences, best first; shown in lang where there is a translation."""
        hits = []
        first = found.order[:HITS]
        passages = self.snapshot.layout.passages_in([found.candidates.rows[at] for at in first])
        for at, passage in zip(first, passages, strict=True):
            entry = self.snapshot.show(passage.entry.id, lang) or passage.entry
            hits.append(Hit(entry, passage, float(found.confidences[at]), found.candidates.similarities[at]))
        return tuple(hits)

    def told(self, question: Question, lang: str, text: str, found: Found, hits: tuple[Hit, ...]) -> Answer:
        """What to tell for what was found for a plain text, of which hits are the best."""
        near, thresholds = found.candidates, found.numbers.thresholds
        if not hits:
            return decide(question, lang, hits, thresholds, near.told)
        order = found.order
        headed = None if near.are_word_for_word[order[0]] else _headed(text, hits, self.snapshot)
        if headed is not None:
            hits = (hits[headed], *hits[:headed], *hits[headed + 1 :])
        first = order[headed or 0]
        return decide(
            question,
            lang,
            hits,
            thresholds,
            near.told,
            is_word_for_word=bool(near.are_word_for_word[first]),
            is_headed=headed is not None,
            is_crossed=near.is_crossed(first),
            is_swapped=partial(self.snapshot.is_swapped, text, near.ids[first]),
            is_meant=near.is_meant(first),
            searched=partial(_searched, text, hits, self.snapshot),
        )

    def _stands(self, text: str, meant: FollowUp, alone: Answer) -> bool:
        """Whether a question that leans by its shape gets what it gets alone."""
        return text in self.snapshot.exact or (alone.outcome is Outcome.ANSWERED and not meant.is_bare)

    def _follow_up(self, question: Question, text: str, meant: FollowUp, alone: Found) -> Answer:
        """The answer to a question that leans; outright only where both in one would be, and by the same entry.

        Two guesses agreeing look surer than they are: else the entry is what is probably meant. So is the one that
        answers the question before: who asks on has read it. What names something else is offered, not shown.
        """
        texts = [text, plain(meant.query)]
        both = self.find(texts[1])
        sure = _outright(self.decided(question, texts, both))
        known, told = self._leaning(meant, alone, both, question.before)
        both = replace(both, confidences=confidences(shipped(), known))
        answer = self.decided(question, texts, both)
        if answer.outcome.shows_entry and crossed(asked(text), self.snapshot.named(both.first)):
            answer = replace(answer, outcome=Outcome.UNSURE)
        elif answer.outcome is Outcome.ANSWERED and (_outright(answer) != sure or both.first == told):
            answer = replace(answer, outcome=Outcome.LIKELY)
        return replace(answer, understood=meant.understood)

    def _with_before(self, question: Question, text: str, alone: Found, standing: Answer) -> Answer:
        """The answer to a question that doesn't lean by its shape: unclear by itself, it may be clear with what came before.

        Only what it was near by itself is then what is probably meant, so that a change of subject is none the worse.
        """
        is_clear = standing.outcome.shows_entry or standing.kind is not None
        if not question.before or is_clear or courtesy_of(text) is not None:
            return standing
        leant = self._follow_up(question, text, together(text, question.before), alone)
        near = [hit.entry.id for hit in standing.hits[:OPTIONS]]
        if not leant.outcome.shows_entry or leant.hits[0].entry.id not in near:
            return standing
        is_plain = leant.hits[0].entry.id == near[0]  # then it says enough by itself for what leans on it in turn
        return replace(leant, outcome=Outcome.LIKELY, understood=standing.understood if is_plain else leant.understood)

    def _leaning(self, meant: FollowUp, alone: Found, both: Found, before: str) -> tuple[Leaning, str | None]:
        """What is known of a question that leans, and the id of the entry that answers the question before."""
        found = self.find(plain(before))
        told = found.first if found.candidates.ids else None
        near: tuple[str, ...] = ()
        if told is not None:
            (entry,) = self.snapshot.layout.entries_in([found.candidates.rows[found.order[0]]])
            near = entry.see
        ids = both.candidates.ids
        known = leaning(ids, both.confidences, alone.by_id(), found.by_id(), near, points=meant.points)
        return known, told

    def decided(self, question: Question, texts: Sequence[str], found: Found) -> Answer:
        """What to tell, in the language of the first text that shows one; the last is what was searched."""
        lang = self._lang(question, texts)
        return self.told(question, lang, texts[-1], found, self.hits(found, lang))

    def _lang(self, question: Question, texts: Sequence[str]) -> str:
        if question.fixed:
            return question.lang
        untold = question.app if question.app in self.snapshot.spoken else question.lang
        worded = self.snapshot.lang_of(texts[0])
        return worded or next(filter(None, map(self.snapshot.languages.tell, texts)), untold)


def _outright(answer: Answer) -> str | None:
    """The id of the entry that answers outright; None where none does."""
    return answer.hits[0].entry.id if answer.outcome is Outcome.ANSWERED else None


def _shown(answer: Answer) -> tuple[str, int] | None:
    """The id of the entry whose text is shown at once, and which section of it; None where none is."""
    return (answer.hits[0].entry.id, shown(answer.hits[0]).at) if answer.outcome.shows_entry else None


def _headed(text: str, hits: tuple[Hit, ...], snapshot: Snapshot) -> int | None:
    """The place of the hit whose section, ranked by itself, has a plain question for its heading; None where none has, or several."""
    words = normal(text)
    if len(words.split()) < LEAST_HEADING:
        return None
    headings = [hit.passage.heading.rpartition(BETWEEN)[2] if snapshot.is_cut(hit.entry) else "" for hit in hits]
    found = [at for at, heading in enumerate(headings) if heading.endswith("?") and normal(heading) == words]
    return found[0] if len(found) == 1 else None


def _searched(text: str, hits: tuple[Hit, ...], snapshot: Snapshot, by_title: bool) -> tuple[Hit, ...]:
    """Of a plain question of a word or two, the hits whose titles hold it, or asks where these count; none of any other.

    What stands above a section that is ranked by itself counts as its title, beside that of its page.
    """
    if not is_searched(text):
        return ()
    held = partial(snapshot.are_held, text, by_title=by_title)
    return tuple(hit for hit in hits if held(hit.entry.id) or _is_held(text, hit, snapshot))


def _is_held(text: str, hit: Hit, snapshot: Snapshot) -> bool:
    """Whether what stands above a section holds a plain question; no hit of another kind does."""
    return snapshot.is_cut(hit.entry) and are_held(text, (hit.entry.title, hit.passage.heading))


def _left(texts: Sequence[str], answers: Sequence[Answer], kept: Sequence[Answer]) -> tuple[str, ...]:
    """The parts of a message that none of its answers is to: of one that is shown nothing, the first counts as answered."""
    told = {_shown(one) for one in kept} - {None}
    if not told:
        return tuple(texts[1:])
    return tuple(text for text, answer in zip(texts, answers, strict=True) if _shown(answer) not in told)


def _are_two(first: Answer, second: Answer, whole: Answer) -> bool:
    """Whether two parts of a message are each answered at once by an entry of their own, or a section.

    The second is judged beside the whole message: of "what is it and what is it for", both parts ask the same. Its own
    confidence counts twice, since what leans on the first part is weighed with that already.
    """
    if _shown(first) is None or _shown(second) in (None, _shown(first)):
        return False
    ids = [hit.entry.id for hit in second.hits]
    alone = {hit.entry.id: hit.confidence for hit in reversed(whole.hits)}  # the likeliest section of an entry is first
    beside = weighed(np.array([hit.confidence**2 for hit in second.hits]), ids, alone)
    return int(np.argmax(beside)) == 0

"""The effects of an edit in, what an admin is told of them out: HTML, short, the worst first, no words that a person typed."""

from bot.conversation.runs import escape
from bot.conversation.wording import Wording
from index.answer import Outcome
from index.effects import Effects, HitRate, Move, Verdict
from knowledge.numbers import Number

NAMED = 5  # most moves of a verdict, and most pairs, that are named
EXAMPLE_CHARS = 70  # of a wording


def effects_text(effects: Effects, wording: Wording, lang: str) -> str:
    """What to tell; never empty, since that nothing moved is worth knowing too."""
    say = wording.say
    blocks = []
    for verdict, head in (
        (Verdict.WORSE, say("effects_worse", lang)),
        (Verdict.OTHER, say("effects_other", lang)),
        (Verdict.BETTER, say("effects_better", lang)),
    ):
        if moves := [move for move in effects.moves if move.verdict is verdict]:
            blocks.append("\n".join([head, *_moves(moves, wording, lang)]))
    if effects.twins:
        pairs = [
            "• " + say("effects_pair", lang, first=escape(pair.first), second=escape(pair.second), spoken=pair.lang)
            for pair in effects.twins[:NAMED]
        ]
        if (more := len(effects.twins) - NAMED) > 0:
            pairs.append(say("folder_more", lang, count=more))
        blocks.append("\n".join([say("effects_twins", lang), *pairs, say("effects_twins_hint", lang)]))
    lines = []
    asked, known = (_number(count, lang) for count in (effects.asked, effects.known))
    if effects.asked < effects.known:
        near = "effects_near" if effects.moves else "effects_near_same"
        lines.append(say(near, lang, asked=asked, known=known))
    elif not effects.moves:
        lines.append(say("effects_same", lang, count=known))
    blocks.append("\n".join([*lines, *_hits(effects.hits, wording, lang)]))
    return "\n\n".join(block for block in blocks if block)


def _moves(moves: list[Move], wording: Wording, lang: str) -> list[str]:
    lines = []
    for move in moves[:NAMED]:
        lines.append(f"• {_move(move, wording, lang)}")
        if move.examples:
            lines.append(f"<i>{' · '.join(f'“{escape(_short(text))}”' for text in move.examples)}</i>")
    if more := sum(move.count for move in moves[NAMED:]):
        lines.append(wording.say("effects_more", lang, questions=_questions(more, wording, lang)))
    return lines


def _move(move: Move, wording: Wording, lang: str) -> str:
    questions = _questions(move.count, wording, lang)
    before, after, own = (escape(name or "") for name in (move.before, move.after, move.own))
    if move.outcome is Outcome.LIKELY:
        after = wording.say("effects_probably", lang, after=after)
    if move.own and move.after:
        return wording.say("effects_own_over", lang, questions=questions, own=own, after=after)
    if move.own:
        return wording.say("effects_own_unsure", lang, questions=questions, own=own)
    if move.before is None:
        return wording.say("effects_gained", lang, questions=questions, after=after)
    if move.after is not None:
        return wording.say("effects_over", lang, questions=questions, after=after, before=before)
    if move.outcome is Outcome.UNSURE:
        return wording.say("effects_unsure", lang, questions=questions, before=before)
    return wording.say("effects_lost", lang, questions=questions, before=before)


def _hits(hits: HitRate, wording: Wording, lang: str) -> list[str]:
    lines = []
    if hits.questions:
        old, new = (_percent(right, hits.questions, lang) for right in (hits.before, hits.after))
        before, after, questions = (_number(count, lang) for count in (hits.before, hits.after, hits.questions))
        if hits.before == hits.after:
            lines.append(wording.say("effects_hits_same", lang, after=after, questions=questions, new=new))
        else:
            lines.append(
                wording.say("effects_hits", lang, before=before, after=after, questions=questions, old=old, new=new)
            )
    if hits.new:
        lines.append(wording.say("effects_hits_new", lang, new=hits.new, found=hits.new_found))
    if hits.gone:
        lines.append(wording.say("effects_hits_gone", lang, gone=hits.gone))
    return lines


def _questions(count: int, wording: Wording, lang: str) -> str:
    return wording.say("effects_some", lang, count=_number(count, lang))


def _short(text: str) -> str:
    return text if len(text) <= EXAMPLE_CHARS else f"{text[: EXAMPLE_CHARS - 1].rstrip()}…"


def _number(count: int, lang: str) -> Number:
    return Number(count, f"{count:,}" if lang == "en" else f"{count:,}".replace(",", "."))


def _percent(part: int, whole: int, lang: str) -> str:
    found = f"{100 * part / whole:.1f}"
    return found if lang == "en" else found.replace(".", ",")

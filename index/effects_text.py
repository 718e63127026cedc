"""The effects of an edit in, lines for a terminal out; the bot has words of its own for its admins."""

from collections.abc import Iterator

from index.answer import Outcome
from index.effects import Effects, HitRate, Move, Verdict
from knowledge.entry import Wanted

HEADS = {
    Verdict.WORSE: "doesn't come out well (any more):",
    Verdict.OTHER: "comes out elsewhere now:",
    Verdict.BETTER: "comes out well now:",
}


def lines(effects: Effects) -> Iterator[str]:
    """Everything, the worst first."""
    for verdict, head in HEADS.items():
        moves = [move for move in effects.moves if move.verdict is verdict]
        if moves:
            yield head
        for move in moves:
            yield f"  {_questions(move.count)} {_move(move)}"
            yield from (f"    {text}" for text in move.examples)
    if not effects.moves:
        yield "every question comes out where it did"
    for pair in effects.twins:
        yield f"look very much alike: {pair.first} and {pair.second} ({pair.lang}); merge them, or ask for them differently"
    if effects.lost:
        yield "own questions that led where they must, and don't now:"
        yield from (f"  {misled(one.wanted, one.now.outcome, one.now.answered_by)}" for one in effects.lost)
    yield from _hits(effects.hits)


def misled(one: Wanted, outcome: Outcome, led: str | None) -> str:
    """Where a folder's own question stands, and what becomes of it; led: the id of the entry that it leads to, None: to none."""
    now = f"{outcome}, {led}" if led else outcome
    return f"{one.source}:{one.line}: '{one.text}' must lead to {one.entry or 'no entry'}: {now}"


def _move(move: Move) -> str:
    if move.own:
        return f"of {move.own}: {f'{_verb(move)} {move.after}' if move.after else 'no certain answer'}"
    if move.before is None:
        return f"now {_verb(move)} {move.after}, without a certain answer before"
    if move.after is not None:
        return f"now {_verb(move)} {move.after} instead of {move.before}"
    if move.outcome is Outcome.UNSURE:
        return f"now with options to choose from, answered with {move.before} before"
    return f"now without an answer, answered with {move.before} before"


def _verb(move: Move) -> str:
    return "probably answered with" if move.outcome is Outcome.LIKELY else "answered with"


def _hits(hits: HitRate) -> Iterator[str]:
    if hits.questions:
        old, new = hits.before / hits.questions, hits.after / hits.questions
        verb = "fell" if hits.fell else "rose" if hits.after > hits.before else "is as it was"
        yield f"hit rate: {old:.1%} → {new:.1%} ({hits.before} → {hits.after} of {hits.questions} questions), {verb}"
    if hits.new:
        yield f"of {_questions(hits.new)} on new entries, {hits.new_found} find theirs"
    if hits.gone:
        yield f"{_questions(hits.gone)} on entries that are gone; their tables in tests/questions/ can go too"


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count:,} questions"

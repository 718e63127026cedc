"""How well points are found in agreements that were made for it: fitted on some, measured on others that no number has seen."""

import tomllib
from collections.abc import Mapping, Sequence

import numpy as np
from rich.table import Table

from index import sounds
from index.checking.examples import Example, example, long_document, noise_clauses, noise_of, unseen
from index.checking.features import BY_WORDS, Sought, ways_of
from index.checking.fit import crossed, fit, write
from index.checking.gold import FOLDER, FRESH, HELD, OPEN, UNSEEN, load
from index.checking.points import WORDS, Checked, numbers_of
from index.checking.scores import false_obligatory, judged, kinds_told, score
from index.console import for_people
from index.encoder import Encoder, Matrix
from knowledge.entry import Entry, text_key

ACCEPTED = FOLDER / "accepted.toml"
SLACK = 0.01  # by which an accepted figure lies below the measured one
LESS_IS_BETTER = ("false_obligatory",)


def measured(
    points: Sequence[Entry], known: Mapping[str, Matrix], encoder: Encoder, *, is_written: bool
) -> dict[str, float]:
    """What `evaluate` does, for the points of a folder; known is what `vectors_by_key` gives for them."""
    found = [known[text_key(way.text)] for way in ways_of(points)]
    vectors = np.stack(found) if found else encoder.encode_passages([])
    learned = sounds.load()
    sought, by_words = Sought(points, vectors, encoder.halves[0], learned), Sought(points, None, None, learned)
    return evaluate(sought, by_words, encoder, is_written=is_written)


def vectors_by_key(points: Sequence[Entry], encoder: Encoder) -> dict[str, Matrix]:
    """The vectors of all ways of putting the points, by their texts' keys."""
    texts = list(dict.fromkeys(way.text for way in ways_of(points)))
    return dict(zip(map(text_key, texts), encoder.encode_passages(texts), strict=True))


def worse_than_accepted(figures: Mapping[str, float]) -> list[str]:
    """A sentence for each figure that falls short of accepted.toml."""
    if not figures or not ACCEPTED.is_file():
        return []
    bounds = tomllib.loads(ACCEPTED.read_text("utf-8"))
    return [
        f"agreements: {name} is {figures[name]:.3f}, accepted is {bound}; find what changed, or accept it with `make evaluate WRITE=1`"
        for name, bound in bounds.items()
        if (figures[name] > bound if name in LESS_IS_BETTER else figures[name] < bound)
    ]


def accept(figures: Mapping[str, float]) -> None:
    """Hold later figures to today's."""
    if not figures:
        return
    lines = [
        "# How well points are to be found in agreements; made by `make evaluate WRITE=1`, a hundredth below what was measured."
    ]
    lines += [
        f"{name} = {value if name in LESS_IS_BETTER else max(0.0, value - SLACK):.3f}"
        for name, value in figures.items()
    ]
    ACCEPTED.write_text("\n".join(lines) + "\n", "utf-8")


def evaluate(sought: Sought, by_words: Sought, encoder: Encoder | None, *, is_written: bool) -> dict[str, float]:
    """Print how well points are found, and fit what ships where asked; the figures on what is held out. {} without agreements."""
    opened, held = load(OPEN), load(HELD)
    if not opened or not held:
        return {}
    name = encoder.name if encoder else WORDS
    said = sounds.unseen()
    seen = [unseen(example(one, sought, encoder, None), sought, said) for one in opened]
    noise = noise_of(sought, encoder)
    if is_written:
        alone = [unseen(example(one, by_words, None, None), by_words, said) for one in opened]
        fitted = {WORDS: fit(alone, noise_of(by_words, None), BY_WORDS)}
        fitted |= {name: fit(seen, noise)} if encoder else {}
        write(fitted)
        numbers_of.cache_clear()
    numbers = numbers_of(name)
    if numbers is None:
        return {}
    across = [(one, judged(one, sought, other)) for one, other in zip(seen, crossed(seen, noise), strict=True)]
    out = [(one, judged(one, sought, numbers)) for one in (example(gold, sought, encoder, numbers) for gold in held)]
    late = [
        (one, judged(one, sought, numbers)) for one in (example(gold, sought, encoder, numbers) for gold in load(FRESH))
    ]
    new = [
        (one, judged(one, sought, numbers))
        for one in (example(gold, sought, encoder, numbers) for gold in load(UNSEEN))
    ]
    long = [long_document(gold, sought, encoder, numbers) for gold in held]
    among = score([(one, judged(one, sought, numbers)) for one in long])[1]["all"]
    alone_numbers = numbers_of(WORDS)
    if alone_numbers is not None:
        told = [example(gold, by_words, None, None) for gold in held]
        words = score([(one, judged(one, by_words, alone_numbers)) for one in told])[1]["all"]
        for_people().print(
            f"points of agreements, words alone, held out: precision {words.precision:.3f}, recall {words.recall:.3f}"
        )
    _print(across, f"points of agreements, {len(seen)} each judged by numbers fitted on others")
    _print(out, f"points of agreements, {len(held)} held out")
    _print(late, f"points of agreements, {len(late)} written after the ways of putting, long ones among them")
    _print(
        new,
        f"points of agreements, {len(new)} written before anything was measured on them, that nothing was changed for",
    )
    for_people().print(
        f"the held-out ones among {len(noise_clauses(2))} clauses that settle nothing: precision {among.precision:.3f}, recall {among.recall:.3f}"
    )
    wrong = false_obligatory([*out, *late, *new])
    for_people().print(f"obligatory points called found that aren't there: {', '.join(wrong) or 'none'}")
    for title, golds in (("open and held", (*opened, *held)), ("the others", (*load(FRESH), *load(UNSEEN)))):
        share, right = kinds_told(golds)
        for_people().print(
            f"kinds of agreement, {title}: {share:.3f} are told from the words, {right:.3f} of those rightly"
        )
    for_people().print()
    whole = score(out)[1]["all"]
    return {
        "precision": whole.precision,
        "recall": whole.recall,
        "seen": whole.seen_share,
        "fresh_precision": score(late)[1]["all"].precision,
        "fresh_recall": score(late)[1]["all"].recall,
        "unseen_precision": score(new)[1]["all"].precision,
        "unseen_recall": score(new)[1]["all"].recall,
        "long_precision": among.precision,
        "long_recall": among.recall,
        "false_obligatory": float(len(wrong)),
    }


def _print(found: Sequence[tuple[Example, Checked]], title: str) -> None:
    table = Table(title=title, title_justify="left")
    for column in ("", "there", "found", "precision", "recall", "or perhaps", "rightly quoted"):
        table.add_column(column, justify="left" if not column else "right")
    by_point, by_kind = score(found)
    for name, one in (*sorted(by_kind.items()), *((name, one) for name, one in by_point.items() if name != "all")):
        quoted = one.quoted / one.right if one.right else 1.0
        cells = (f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.seen_share:.3f}", f"{quoted:.3f}")
        table.add_row(name, str(one.there), str(one.found), *cells)
    for_people().print(table)

"""python -m index evaluate: the figures over the tuning questions, held to what has been accepted; fits what ships."""

import asyncio
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from index import (
    calibrations,
    conversing,
    declined_questions,
    elsewhere,
    evaluation,
    heads,
    leaning,
    leaning_fitting,
    own_questions,
    questions,
    seed,
    tuning,
)
from index.answer import Question, Thresholds
from index.calibrations import ELSEWHERE
from index.checking import quality as checking_quality
from index.conversing import Followed
from index.embedding import declined_key
from index.encoder import Matrix
from index.evaluation import Figures, Judged
from index.fitting import Example
from index.looking import Looks
from index.opening import load_encoder, open_cache
from index.plain import plain
from index.questions import FOLDER, Asked
from index.ranking import FEATURES, Calibration, Look
from index.retriever import Retriever
from index.settings import IndexSettings
from index.snapshot import Snapshot, is_shipped_subject
from index.tuning import Tuning
from knowledge import catalog
from knowledge.folder import CONTENT, read_folder
from knowledge.library import read_library

ACCEPTED = FOLDER / "accepted.toml"
METAMORPHIC = FOLDER / "metamorphic.toml"
PICTURE = Path("docs/confidence.png")
SLACK = 0.01  # by which a new accepted figure lies below the measured one, so that a word's change is no alarm
SHARES = (0.005, 0.01, 0.015, 0.02, 0.03, 0.05)  # of the others that are shown, for the curve
DRAWN = (0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2)  # … in the picture
MORE_IS_BETTER = ("hit_1", "hit_3", "mrr", "at_once", "helped", "unchanged", "unbent", "both", "whole")
LESS_IS_BETTER = ("wrong", "declined", "off_topic", "shown", "offered")
COMMENT = """Fitted numbers by encoder: weights of the features by which entries are ranked, and the thresholds to decide.
Made from tests/questions/ by `make evaluate WRITE=1`; index/ranking.py says what each means, index/fitting.py what each mistake costs."""


async def run(settings: IndexSettings, *, write: bool, check: bool) -> int:
    """Print the tables; 1 where check is asked for and a figure is worse than accepted, or where not all of the encoder is there."""
    encoder, notice = load_encoder(settings.encoder)
    if encoder is None or notice:
        print(notice, file=sys.stderr)
        return 1
    retriever = Retriever(
        encoder,
        open_cache(encoder, settings),
        _nothing_fitted(),
        _nothing_fitted(),
        heads=partial(heads.load, encoder.name),
    )
    reading = await asyncio.to_thread(read_library, settings.knowledge_dirs)
    if unread := own_questions.problems(reading):
        print(*unread, sep="\n", file=sys.stderr)
        if not reading.wanted:
            return 1
    snapshot = await retriever.build(read_folder(CONTENT))
    foreign = {
        group: {name: (await retriever.build(there), asked) for name, (there, asked) in folders.items()}
        for group, folders in elsewhere.measured().items()
    }
    asked = questions.load()
    if lost := _lost(asked, snapshot):
        print(f"{FOLDER}: there is no entry {', '.join(lost)}; rename or delete its table", file=sys.stderr)
        return 1
    found = await tuning.searched(retriever, encoder.name, snapshot, asked)
    if reading.wanted:
        is_ours = is_shipped_subject(reading)
        beside = found if is_ours else await asyncio.to_thread(elsewhere.searched, encoder)
        return await own_questions.run(retriever, encoder.name, beside, reading, settings, write=write, check=check)
    there = calibrations.load(ELSEWHERE.format(encoder.name), calibrations.SHIPPED)
    if write or there is None:
        there = await asyncio.to_thread(elsewhere.fit, encoder)
    alone = await tuning.searched(
        by_words := Retriever(None, None, _nothing_fitted(), heads=heads.load),
        calibrations.WORDS_ALONE,
        snapshot,
        asked,
    )
    await by_words.close()
    Console(highlight=False).print(
        f"{len(snapshot.reading.entries)} entries, {len(snapshot.passages)} passages, {len(asked)} questions, "
        f"{len(found.declined)} declined ones fitted on, {len(found.held_out)} held out"
    )
    retriever.calibration = found.fitted()
    judged, held_out = found.judged(), found.judged_held_out(retriever.calibration)
    unchanged = share_unchanged(retriever, snapshot)
    _print_searches(found, alone, judged)
    _print(judged, held_out, snapshot, unchanged)
    if write and not settings.encoder:
        leaning.save(_leaning(retriever, snapshot, asked))
    followed = _followed(retriever, snapshot, asked)
    abroad = {group: await _abroad(retriever, group, folders, there) for group, folders in foreign.items()}
    await retriever.close()
    points = snapshot.reading.points
    ways = await asyncio.to_thread(checking_quality.vectors_by_key, points, encoder)
    checked = await asyncio.to_thread(checking_quality.measured, points, ways, encoder, is_written=write)
    if write:
        if not settings.encoder:
            calibrations.SHIPPED.unlink(missing_ok=True)  # numbers of encoders that shipped before are no use to anyone
            seed.save(encoder.name, _vectors(snapshot))
            seed.save(encoder.name, ways, seed.WAYS)
            seed.save_declined([declined_key(one.text) for one in declined_questions.fitted()])
        by_words_there = elsewhere.fit(None)
        for calibration in (retriever.calibration, alone.fitted(), there, by_words_there):
            calibrations.save(calibration, calibrations.SHIPPED, comment=COMMENT)
        _accept(judged, held_out, unchanged, followed, abroad)
        print(_draw(judged, held_out, PICTURE))
        checking_quality.accept(checked)
    faults = worse_than_accepted(judged, held_out, unchanged, followed, abroad) if check else []
    faults += checking_quality.worse_than_accepted(checked) if check else []
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _lost(asked: Sequence[Asked], snapshot: Snapshot) -> list[str]:
    """The ids that questions name and no entry has."""
    known = {entry.id for entry in snapshot.reading.entries}
    return sorted({question.right for question in asked if question.right and question.right not in known})


def _vectors(snapshot: Snapshot) -> dict[str, Matrix]:
    """The vectors by key of every text that ships: passages, and the first halves of questions to be declined."""
    found = snapshot.vectors_by_key()
    if snapshot.matrix is not None and snapshot.declined is not None:
        padded = np.zeros((len(snapshot.declined), snapshot.matrix.shape[1]), dtype=np.float32)
        padded[:, : snapshot.declined.shape[1]] = np.asarray(snapshot.declined)
        keys = [declined_key(one.text) for one in declined_questions.fitted()]
        found |= dict(zip(keys, padded, strict=True))
    return found


def _nothing_fitted() -> Calibration:
    """Stands in while nothing has been fitted at all; nothing is decided with it."""
    return Calibration(calibrations.WORDS_ALONE, Look({}, {}), Thresholds(1, 1, 1, 0, 0))


def share_unchanged(retriever: Retriever, snapshot: Snapshot) -> dict[str, float]:
    """By kind of change: the share of metamorphic checks whose variant is answered as the question is."""
    found: dict[str, list[bool]] = {}
    answer = retriever.answering(snapshot).answer
    for check in tomllib.loads(METAMORPHIC.read_text("utf-8"))["check"]:
        two = [answer(Question(check[name], check["lang"])) for name in ("question", "variant")]
        first = [one.hits[0].entry.id if one.hits else None for one in two]
        found.setdefault(check["kind"], []).append(first[0] == first[1])
    shares = {kind: sum(same) / len(same) for kind, same in sorted(found.items())}
    everything = [same for group in found.values() for same in group]
    return {"all": sum(everything) / max(1, len(everything)), **shares}


def _print_searches(found: Tuning, alone: Tuning, judged: list[Judged]) -> None:
    """What each look brings."""
    whole = replace(found, examples=_whole(found.examples), others=_whole(found.others))
    quick = replace(found, examples=_quick(found.examples), others=_quick(found.others))
    rows = {"all looks": judged, "both halves and words": whole.judged()}
    if whole.examples[0].later is not None:
        without = [name for name in FEATURES if name not in evaluation.BY_INTENT]
        rows["… as if the entry had come later"] = whole.judged(as_later=True)
        rows["… without intents"] = replace(
            whole, examples=evaluation.only(whole.examples, without), others=evaluation.only(whole.others, without)
        ).judged()
    if found.examples[0].quick is not None:
        rows["first half and words"] = quick.judged()
    meaning = replace(
        whole,
        examples=evaluation.only(whole.examples, evaluation.BY_MEANING),
        others=evaluation.only(whole.others, evaluation.BY_MEANING),
    )
    rows |= {"both halves, no words": meaning.judged(), "words alone": alone.judged()}
    _console().print(_table("searched by", {name: evaluation.figures(each) for name, each in rows.items()}))


def _whole(examples: Sequence[Example]) -> list[Example]:
    return [replace(one, quick=None, later=one.later and replace(one.later, quick=None)) for one in examples]


def _quick(examples: Sequence[Example]) -> list[Example]:
    return [replace(one, candidates=one.quick or one.candidates, quick=None, later=None) for one in examples]


def _print(judged: list[Judged], held_out: list[Judged], snapshot: Snapshot, unchanged: dict[str, float]) -> None:
    console = _console()
    groups = {entry.id: catalog.topics()[entry.topics[0]].group for entry in snapshot.reading.entries if entry.topics}
    answerable = [one for one in judged if one.asked.right]
    declined = [one for one in judged if not one.asked.right]
    console.print(_table("language", evaluation.by(judged, lambda one: one.lang)))
    console.print(_table("style", evaluation.by(answerable, lambda one: one.style)))
    console.print(_table("group", evaluation.by(answerable, lambda one: groups.get(one.right or "", "guidelines"))))
    console.print(_others("without an answer", declined))
    console.print(_others("held out of everything", held_out))
    console.print(_aims(answerable, declined, held_out))
    looks = Counter(one.looks for one in answerable + declined)
    console.print("looked at: " + ", ".join(f"{look.name.lower()} {looks[look] / len(judged):.0%}" for look in Looks))
    console.print("unchanged under: " + ", ".join(f"{kind} {share:.0%}" for kind, share in unchanged.items()))
    console.print(
        "confidence → right: "
        + ", ".join(f"{said:.2f} → {right:.2f} ({count})" for said, right, count in evaluation.reliability(judged))
    )
    curve = [(share, evaluation.at_once_where(answerable + declined + held_out, share)) for share in SHARES]
    console.print(
        "right at once where so many of the others are shown: "
        + ", ".join(f"{share:.1%} → {right:.1%}" for share, right in curve)
    )


def _aims(answerable: list[Judged], declined: list[Judged], held_out: list[Judged]) -> Table:
    """The figures that count, per language, each with its 95 % interval: a bootstrap over entries and subjects."""
    others = declined + held_out
    rows: dict[str, tuple[list[Judged], Callable[[Sequence[Judged]], float]]] = {
        "the right entry is first": (answerable, lambda some: evaluation.figures(some).hit_1),
        "the right answer is shown at once": (answerable, lambda some: evaluation.figures(some).at_once),
        "wrong and stated as certain": (answerable, lambda some: evaluation.figures(some).wrong),
        "not ours, and shown an answer": (others, lambda some: evaluation.figures(some).shown),
        "… and offered options": (others, lambda some: evaluation.figures(some).offered),
        "ours told from not ours (AUROC)": (answerable + others, evaluation.separation),
        "at once where 1.5 % of the others are shown": (answerable + others, lambda some: evaluation.at_once_where(some, 0.015)),
        "at once where 2 % of the others are shown": (answerable + others, lambda some: evaluation.at_once_where(some, 0.02)),
    }  # fmt: skip
    table = Table("figure", "all", "nl", "en", title_justify="left")
    for name, (some, value) in rows.items():
        low, high = evaluation.interval(some, value)
        langs = [value([one for one in some if one.asked.lang == lang]) for lang in ("nl", "en")]
        table.add_row(name, f"{value(some):.3f} ({low:.3f}–{high:.3f})", *(f"{each:.3f}" for each in langs))
    return table


def _others(title: str, judged: list[Judged]) -> Table:
    """Questions that have no answer here, by kind."""
    table = Table(title, "questions", "shown", "answered", "offered", "told what they are", title_justify="left")
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(one.asked.style, []).append(one)
    for name, group in [*sorted(groups.items()), ("all", judged)]:
        figures, told = evaluation.figures(group), sum(one.kind is not None for one in group) / max(1, len(group))
        shares = (figures.shown, figures.off_topic, figures.offered, told)
        table.add_row(name, str(len(group)), *(f"{share:.3f}" for share in shares))
    return table


def _console() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else 130)


def _table(title: str, rows: dict[str, Figures]) -> Table:
    table = Table(title, *(name for name in Figures.__slots__), title_justify="left")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, figures in rows.items():
        table.add_row(
            name, *(f"{value:.3f}" if isinstance(value, float) else str(value) for value in asdict(figures).values())
        )
    return table


def _leaning(retriever: Retriever, snapshot: Snapshot, asked: tuple[Asked, ...]) -> leaning.Weights:
    """How follow-ups are weighed: by those that are there to fit on, and the half of the conversations that counts not."""
    mine, _ = conversing.of_half(questions.load_conversations(), (), 1 - conversing.UNSEEN)
    others = leaning_fitting.another_subject(asked)
    answering, examples = retriever.answering(snapshot), []
    for talk in (*filter(lambda talk: talk.leans, mine), *questions.load_follow_ups(), *others):
        before = answering.answer(Question(talk.first, talk.lang)).understood
        known = answering.known_of(Question(talk.second, talk.lang, before=before))
        if known is not None:
            examples.append(leaning_fitting.Example(known, talk.right, is_another=not talk.leans))
    return leaning_fitting.fit(examples)


def _followed(retriever: Retriever, snapshot: Snapshot, asked: tuple[Asked, ...]) -> dict[str, float]:
    """Print how well conversations are followed; what is held to is the half that the rules were not made on."""
    answering = retriever.answering(snapshot)
    ask, ask_each = answering.answer, answering.answer_each
    conversations, messages = questions.load_conversations(), questions.load_messages()
    halves: dict[str, Followed] = {}
    for name, fold in (("unseen", conversing.UNSEEN), ("tuned on", 1 - conversing.UNSEEN)):
        halves[name] = conversing.measure(*conversing.of_half(conversations, messages, fold), ask, ask_each)
    console = _console()
    rows = {f"{name}, with what came before": half.follow_ups for name, half in halves.items()}
    rows |= {f"{name}, by themselves": half.by_themselves for name, half in halves.items()}
    console.print(_table("follow-ups", dict(sorted(rows.items(), reverse=True))))
    for name, half in halves.items():
        console.print(
            f"{name}: {half.unbent:.1%} of {half.stand_alone} messages that stand on their own get what they get alone; "
            f"{half.both:.1%} of {half.two} with two questions get both answers, {half.whole:.1%} of {half.one} long ones stay one"
        )
    unbent, whole = conversing.share_unbent(asked, ask), conversing.share_whole(asked, ask_each)
    console.print(f"of the questions above, {unbent:.2%} are unbent behind another one, {whole:.2%} stay one question")
    mine = halves["unseen"]
    return {
        "hit_1": mine.follow_ups.hit_1, "hit_3": mine.follow_ups.hit_3, "helped": mine.follow_ups.helped,
        "wrong": mine.follow_ups.wrong, "both": mine.both, "unbent": unbent, "whole": whole,
    }  # fmt: skip


async def _abroad(
    retriever: Retriever,
    group: str,
    foreign: Mapping[str, tuple[Snapshot, tuple[Asked, ...]]],
    calibration: Calibration,
) -> dict[str, float]:
    """Print how well folders on other subjects are answered, on which nothing was fitted; the figures of all together."""
    judged: dict[str, list[Judged]] = {}
    for name, (snapshot, asked) in foreign.items():
        vectors = await retriever.vectors([plain(one.text) for one in asked], is_kept=True)
        examples = evaluation.search(asked, vectors, snapshot)
        judged[name] = [evaluation.judge(*pair, calibration) for pair in zip(asked, examples, strict=True)]
    figures = evaluation.figures([one for found in judged.values() for one in found])
    rows = {name: evaluation.figures(found) for name, found in judged.items()}
    _console().print(_table(elsewhere.GROUPS[group], {**rows, "together": figures}))
    names = ("hit_1", "hit_3", "at_once", "helped", "wrong", "off_topic", "shown")
    return {name: getattr(figures, name) for name in names}


def worse_than_accepted(
    judged: list[Judged],
    held_out: list[Judged],
    unchanged: dict[str, float],
    followed: dict[str, float],
    abroad: dict[str, dict[str, float]],
) -> list[str]:
    """A sentence for each figure that falls short of accepted.toml."""
    accepted = tomllib.loads(ACCEPTED.read_text("utf-8"))
    measured = _measured(judged, held_out, unchanged, followed, abroad)
    faults = []
    for lang, bounds in accepted.items():
        for name, bound in bounds.items():
            value = measured[lang][name]
            if (value < bound) if name in MORE_IS_BETTER else (value > bound):
                faults.append(
                    f"{lang}: {name} is {value:.3f}, accepted is {bound}; find what changed, or accept it with `make evaluate WRITE=1`"
                )
    return faults


def _measured(
    judged: list[Judged],
    held_out: list[Judged],
    unchanged: dict[str, float],
    followed: dict[str, float],
    abroad: dict[str, dict[str, float]],
) -> dict[str, dict[str, float]]:
    names: Callable[[Figures], dict[str, float]] = asdict
    found = {lang: names(figures) for lang, figures in evaluation.by(judged, lambda one: one.lang).items()}
    others = evaluation.figures(held_out)
    found["held_out"] = {"shown": others.shown, "offered": others.offered}
    return {**found, "metamorphic": {"unchanged": unchanged["all"]}, "conversations": followed, **abroad}


def _accept(
    judged: list[Judged],
    held_out: list[Judged],
    unchanged: dict[str, float],
    followed: dict[str, float],
    abroad: dict[str, dict[str, float]],
) -> None:
    lines = [
        "# The quality that CI holds us to; made by `make evaluate WRITE=1`, a hundredth below what was measured then."
    ]
    for lang, measured in _measured(judged, held_out, unchanged, followed, abroad).items():
        lines += ["", f"[{lang}]"]
        lines += [f"{name} = {max(0.0, measured[name] - SLACK):.3f}" for name in MORE_IS_BETTER if name in measured]
        lines += [f"{name} = {measured[name] + SLACK:.3f}" for name in LESS_IS_BETTER if name in measured]
    Path(ACCEPTED).write_text("\n".join(lines) + "\n", "utf-8")


def _draw(judged: list[Judged], held_out: list[Judged], path: Path) -> str:
    """The reliability diagram, and ours against others; says so where matplotlib is not installed."""
    try:
        import matplotlib
    except ImportError:
        return "no picture: matplotlib is not installed (pip install '.[bench]')"
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4.5), layout="constrained")
    points = evaluation.reliability(judged)
    left.plot([0, 1], [0, 1], ":", color="#999999")
    left.plot([said for said, _, _ in points], [share for _, share, _ in points], "o-", color="#2b6cb0")
    for said, share, count in points:
        left.annotate(str(count), (said, share), textcoords="offset points", xytext=(6, -10), fontsize=8)
    left.set(xlabel="confidence", ylabel="share right", title="Questions unseen by the fit, with their numbers")
    ours, others = [one for one in judged if one.asked.right], [one for one in judged if not one.asked.right] + held_out
    at_once = [evaluation.at_once_where(ours + others, share) for share in DRAWN]
    right.semilogx(DRAWN, at_once, "-", color="#2b6cb0")
    stands = evaluation.figures(others).shown, evaluation.figures(ours).at_once
    right.plot(*stands, "o", color="#c05621")
    right.annotate("as it stands", stands, textcoords="offset points", xytext=(8, -12), fontsize=8)
    right.set(
        xlabel="share of the others that are shown a text",
        ylabel="share of ours right at once",
        title="Ours against others",
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    return f"picture: {path}"

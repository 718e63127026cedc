"""python -m index evaluate: the figures over the tuning questions, held to what has been accepted; fits what ships."""

import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from index import calibrations, conversing, elsewhere, evaluation, questions, seed
from index.answer import Thresholds
from index.calibrations import ELSEWHERE
from index.conversing import Followed
from index.encoder import Encoder, Matrix
from index.evaluation import Figures, Judged
from index.opening import load_encoder, open_cache
from index.plain import plain
from index.questions import FOLDER, Asked
from index.ranking import Calibration
from index.retriever import Retriever, declined_texts
from index.settings import IndexSettings
from index.snapshot import Snapshot
from knowledge import catalog
from knowledge.entry import text_key
from knowledge.folder import CONTENT, read_folder

ACCEPTED = FOLDER / "accepted.toml"
METAMORPHIC = FOLDER / "metamorphic.toml"
PICTURE = Path("docs/confidence.png")
SLACK = 0.01  # by which a new accepted figure lies below the measured one, so that a word's change is no alarm
MORE_IS_BETTER = ("hit_1", "hit_3", "mrr", "helped", "unchanged", "unbent", "both", "whole")
LESS_IS_BETTER = ("wrong", "declined", "off_topic")
COMMENT = """Fitted numbers by encoder: weights of the features by which entries are ranked, and the thresholds to decide.
Made from tests/questions/ by `make evaluate WRITE=1`; index/ranking.py says what each means, index/fitting.py what each mistake costs."""


async def run(settings: IndexSettings, *, write: bool, check: bool) -> int:
    """Print the tables; 1 where check is asked for and a figure is worse than accepted, or there is no encoder."""
    encoder, notice = load_encoder(settings.encoder)
    if encoder is None:
        print(notice, file=sys.stderr)
        return 1
    retriever = Retriever(
        encoder,
        open_cache(encoder, settings),
        calibrations.load(calibrations.WORDS_ALONE, calibrations.SHIPPED) or _nothing_fitted(),
    )
    snapshot = await retriever.build(read_folder(CONTENT))
    foreign = {
        name: (replace(await retriever.build(reading), declined=None), asked)
        for name, (reading, asked) in elsewhere.load().items()
    }
    await retriever.close()
    known = {entry.id for entry in snapshot.reading.entries}
    asked = questions.load()
    lost = sorted({question.right for question in asked if question.right and question.right not in known})
    if lost:
        print(f"{FOLDER}: there is no entry {', '.join(lost)}; rename or delete its table", file=sys.stderr)
        return 1
    Console(highlight=False).print(
        f"{len(snapshot.reading.entries)} entries, {len(snapshot.passages)} passages, {len(asked)} questions"
    )
    candidates = evaluation.search(asked, snapshot, encoder)
    alone = evaluation.search(asked, snapshot, None)
    judged = evaluation.cross_judged(encoder.name, asked, candidates)
    by_words = evaluation.cross_judged(calibrations.WORDS_ALONE, asked, alone)
    by_meaning = evaluation.cross_judged(encoder.name, asked, evaluation.only(candidates, evaluation.BY_MEANING))
    calibration = evaluation.fitted(encoder.name, asked, candidates)
    unchanged = share_unchanged(snapshot, encoder, calibration)
    _print(judged, by_words, by_meaning, snapshot, unchanged)
    retriever.calibration = calibration
    followed = _followed(retriever, snapshot, asked)
    there = calibrations.load(ELSEWHERE.format(encoder.name), calibrations.SHIPPED)
    if write or there is None:
        there = elsewhere.fit(encoder, asked, snapshot, encoder.name)
    abroad = _abroad(foreign, encoder, there)
    if write:
        if not settings.encoder:
            calibrations.SHIPPED.unlink(missing_ok=True)  # numbers of encoders that shipped before are no use to anyone
            seed.save(encoder.name, _vectors(snapshot))
        calibrations.save(calibration, calibrations.SHIPPED, comment=COMMENT)
        calibrations.save(
            evaluation.fitted(calibrations.WORDS_ALONE, asked, alone), calibrations.SHIPPED, comment=COMMENT
        )
        calibrations.save(there, calibrations.SHIPPED, comment=COMMENT)
        by_words_there = elsewhere.fit(None, asked, snapshot, calibrations.WORDS_ALONE)
        calibrations.save(by_words_there, calibrations.SHIPPED, comment=COMMENT)
        _accept(judged, unchanged, followed, abroad)
        print(_draw(judged, PICTURE))
    faults = worse_than_accepted(judged, unchanged, followed, abroad) if check else []
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _vectors(snapshot: Snapshot) -> dict[str, Matrix]:
    """The vectors by key of every text that ships: passages, and questions to be declined."""
    declined = snapshot.declined if snapshot.declined is not None else ()
    return snapshot.vectors_by_key() | {
        text_key(text): row for text, row in zip(declined_texts(), declined, strict=True)
    }


def _nothing_fitted() -> Calibration:
    """Stands in while nothing has been fitted at all; nothing is decided with it."""
    return Calibration(calibrations.WORDS_ALONE, {}, {}, Thresholds(1, 1, 0, 0))


def share_unchanged(snapshot: Snapshot, encoder: Encoder, calibration: Calibration) -> dict[str, float]:
    """By kind of change: the share of metamorphic checks whose variant is answered as the question is."""
    found: dict[str, list[bool]] = {}
    for check in tomllib.loads(METAMORPHIC.read_text("utf-8"))["check"]:
        two = [Asked(check[name], check["lang"], check["kind"], None) for name in ("question", "variant")]
        judged = [
            evaluation.judge(one, near, calibration)
            for one, near in zip(two, evaluation.search(two, snapshot, encoder), strict=True)
        ]
        same = plain(two[0].text) == plain(two[1].text) or judged[0].first == judged[1].first
        found.setdefault(check["kind"], []).append(same)
    shares = {kind: sum(same) / len(same) for kind, same in sorted(found.items())}
    everything = [same for group in found.values() for same in group]
    return {"all": sum(everything) / max(1, len(everything)), **shares}


def _print(
    judged: list[Judged],
    by_words: list[Judged],
    by_meaning: list[Judged],
    snapshot: Snapshot,
    unchanged: dict[str, float],
) -> None:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    groups = {entry.id: catalog.topics()[entry.topics[0]].group for entry in snapshot.reading.entries if entry.topics}
    console.print(
        _table(
            "searched by",
            {
                "both": evaluation.figures(judged),
                "words alone": evaluation.figures(by_words),
                "meaning alone": evaluation.figures(by_meaning),
            },
        )
    )
    console.print(_table("language", evaluation.by(judged, lambda one: one.lang)))
    answerable = [one for one in judged if one.asked.right]
    console.print(_table("style", evaluation.by(answerable, lambda one: one.style)))
    console.print(_table("group", evaluation.by(answerable, lambda one: groups.get(one.right or "", "guidelines"))))
    declined = [one for one in judged if not one.asked.right]
    console.print(_table("without an answer", evaluation.by(declined, lambda one: one.style)))
    for name in ("hit_1", "hit_3", "wrong"):
        low, high = evaluation.interval(answerable, lambda figures, name=name: getattr(figures, name))  # type: ignore[misc]
        console.print(f"{name}: 95 % interval {low:.1%} to {high:.1%} (bootstrap by entry)")
    low, high = evaluation.interval(declined, lambda figures: figures.off_topic)
    console.print(f"off_topic: 95 % interval {low:.1%} to {high:.1%}")
    console.print("unchanged under: " + ", ".join(f"{kind} {share:.0%}" for kind, share in unchanged.items()))
    console.print(
        "confidence → right: "
        + ", ".join(f"{said:.2f} → {right:.2f} ({count})" for said, right, count in evaluation.reliability(judged))
    )


def _table(title: str, rows: dict[str, Figures]) -> Table:
    table = Table(title, *(name for name in Figures.__slots__), title_justify="left")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, figures in rows.items():
        table.add_row(
            name, *(f"{value:.3f}" if isinstance(value, float) else str(value) for value in asdict(figures).values())
        )
    return table


def _followed(retriever: Retriever, snapshot: Snapshot, asked: tuple[Asked, ...]) -> dict[str, float]:
    """Print how well conversations are followed; what is held to is the half that the rules were not made on."""
    ask, ask_each = partial(retriever.answer, snapshot=snapshot), partial(retriever.answer_each, snapshot=snapshot)
    conversations, messages = questions.load_conversations(), questions.load_messages()
    halves: dict[str, Followed] = {}
    for name, fold in (("unseen", conversing.UNSEEN), ("tuned on", 1 - conversing.UNSEEN)):
        halves[name] = conversing.measure(*conversing.of_half(conversations, messages, fold), ask, ask_each)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
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


def _abroad(
    foreign: Mapping[str, tuple[Snapshot, tuple[Asked, ...]]], encoder: Encoder, calibration: Calibration
) -> dict[str, float]:
    """Print how well folders on other subjects are answered, on which nothing was fitted; the figures of all together."""
    judged = {
        name: [
            evaluation.judge(question, near, calibration)
            for question, near in zip(asked, evaluation.search(asked, snapshot, encoder), strict=True)
        ]
        for name, (snapshot, asked) in foreign.items()
    }
    everything = [one for found in judged.values() for one in found]
    figures = evaluation.figures(everything)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    rows = {name: evaluation.figures(found) for name, found in judged.items()}
    console.print(_table("another subject", {**rows, "together": figures}))
    return {name: getattr(figures, name) for name in ("hit_1", "hit_3", "helped", "wrong", "off_topic")}


def worse_than_accepted(
    judged: list[Judged], unchanged: dict[str, float], followed: dict[str, float], abroad: dict[str, float]
) -> list[str]:
    """A sentence for each figure that falls short of accepted.toml."""
    accepted = tomllib.loads(ACCEPTED.read_text("utf-8"))
    measured = _measured(judged, unchanged, followed, abroad)
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
    judged: list[Judged], unchanged: dict[str, float], followed: dict[str, float], abroad: dict[str, float]
) -> dict[str, dict[str, float]]:
    names: Callable[[Figures], dict[str, float]] = asdict
    found = {lang: names(figures) for lang, figures in evaluation.by(judged, lambda one: one.lang).items()}
    return {**found, "metamorphic": {"unchanged": unchanged["all"]}, "conversations": followed, "elsewhere": abroad}


def _accept(
    judged: list[Judged], unchanged: dict[str, float], followed: dict[str, float], abroad: dict[str, float]
) -> None:
    lines = [
        "# The quality that CI holds us to; made by `make evaluate WRITE=1`, a hundredth below what was measured then."
    ]
    for lang, measured in _measured(judged, unchanged, followed, abroad).items():
        lines += ["", f"[{lang}]"]
        lines += [f"{name} = {max(0.0, measured[name] - SLACK):.3f}" for name in MORE_IS_BETTER if name in measured]
        lines += [f"{name} = {measured[name] + SLACK:.3f}" for name in LESS_IS_BETTER if name in measured]
    Path(ACCEPTED).write_text("\n".join(lines) + "\n", "utf-8")


def _draw(judged: list[Judged], path: Path) -> str:
    """The reliability diagram; says so where matplotlib is not installed."""
    try:
        import matplotlib
    except ImportError:
        return "no picture: matplotlib is not installed (pip install '.[bench]')"
    matplotlib.use("Agg")
    from matplotlib import pyplot

    points = evaluation.reliability(judged)
    figure, axes = pyplot.subplots(figsize=(5, 4.5), layout="constrained")
    axes.plot([0, 1], [0, 1], ":", color="#999999")
    axes.plot([said for said, _, _ in points], [right for _, right, _ in points], "o-", color="#2b6cb0")
    for said, right, count in points:
        axes.annotate(str(count), (said, right), textcoords="offset points", xytext=(6, -10), fontsize=8)
    axes.set(xlabel="confidence", ylabel="share right", title="Questions unseen by the fit, with their numbers")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    return f"picture: {path}"

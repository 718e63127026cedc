"""What a follow-up finds by itself, together with the question before, and what that one found go in; how sure it is of each entry comes out. Pure.

Each entry that both texts in one find gets a row of features; which of them is meant, and whether any is, are weighed
apart, as for every question (ranking.py). Weights are fitted on follow-ups (leaning_fitting.py) and stand in leaning.toml.
"""

import math
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from index.ranking import Array, vector

STORED = Path(__file__).parent / "leaning.toml"
ENTRY_FEATURES = (
    "both",  # log share of what both texts in one find
    "alone",  # … of what the follow-up alone finds
    "told",  # 1 for the entry that answers the question before: whoever asks on has mostly read it
    "before",  # log confidence that it answers the question before
    "see",  # 1 where the entry that answers the question before names it as near
)
OURS_FEATURES = (
    "both",  # log odds that some entry answers both texts in one
    "alone",  # … the follow-up alone
    "before",  # … the question before, which is behind both
    "first",  # log odds of the likeliest one's share
    "points",  # 1 where the follow-up points back with a word
    "constant",  # 1
)
FLOOR = 1e-4  # least share and confidence: neither text has the power to rule an entry out


@dataclass(frozen=True, slots=True)
class Leaning:
    """What is known of a follow-up."""

    ids: tuple[str, ...]  # entries that both texts in one find
    entries: Array  # (len(ids), len(ENTRY_FEATURES))
    ours: Array  # (len(OURS_FEATURES),), but for "first", which is 0 until it has been weighed which is meant


@dataclass(frozen=True, slots=True)
class Weights:
    """How what is known is weighed."""

    entries: Mapping[str, float]  # by ENTRY_FEATURES
    ours: Mapping[str, float]  # by OURS_FEATURES


def leaning(
    ids: Sequence[str],
    both: Array,
    alone: Mapping[str, float],
    before: Mapping[str, float],
    near: Collection[str],
    *,
    points: bool,
) -> Leaning:
    """What is known of a follow-up by what is found.

    both: (len(ids),) confidences for both texts in one; alone and before: those for the follow-up and for the question
    before, by id. near: ids that the entry which answers the question before names. points: whether it points back.
    """
    of_all = {"both": float(both.sum()), "alone": sum(alone.values()), "before": sum(before.values())}
    told = max(before, key=before.__getitem__, default=None)
    rows = [
        [
            math.log(found / max(of_all["both"], FLOOR) + FLOOR),
            math.log(alone.get(name, 0.0) / max(of_all["alone"], FLOOR) + FLOOR),
            float(name == told),
            math.log(before.get(name, 0.0) + FLOOR),
            float(name in near),
        ]
        for name, found in zip(ids, both.tolist(), strict=True)
    ]
    ours = [*(_log_odds(found) for found in of_all.values()), 0.0, float(points), 1.0]
    return Leaning(tuple(ids), np.array(rows).reshape(len(ids), len(ENTRY_FEATURES)), np.array(ours))


def confidences(weights: Weights, known: Leaning) -> Array:
    """(len(ids),): the probability that each entry answers the follow-up; what is missing to 1 is that none does."""
    found = shares(weights, known)
    if not len(found):
        return found
    odds = float(with_first(found, known) @ vector(weights.ours, OURS_FEATURES))
    return np.asarray(found / (1.0 + math.exp(-odds)))


def shares(weights: Weights, known: Leaning) -> Array:
    """(len(ids),): which entry is meant, where some entry is; together 1."""
    logits = known.entries @ vector(weights.entries, ENTRY_FEATURES)
    odds = np.exp(logits - logits.max(initial=-np.inf))
    return np.asarray(odds / odds.sum())


def with_first(found: Array, known: Leaning) -> Array:
    """(len(OURS_FEATURES),): what tells whether any entry is meant, once the shares are known, of which there has to be one."""
    ours = known.ours.copy()
    ours[OURS_FEATURES.index("first")] = _log_odds(float(found.max()))
    return ours


@cache
def shipped() -> Weights:
    """Those that were fitted."""
    stored = tomllib.loads(STORED.read_text("utf-8"))
    return Weights(stored["entries"], stored["ours"])


def save(weights: Weights, path: Path = STORED) -> None:
    """Write them; they serve from then on."""
    lines = ["# How follow-ups are weighed, see index/leaning.py. Made by `make evaluate WRITE=1`."]
    for name in Weights.__slots__:
        lines += ["", f"[{name}]", *(f"{key} = {round(value, 4)}" for key, value in getattr(weights, name).items())]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    shipped.cache_clear()


def _log_odds(share: float) -> float:
    kept = min(max(share, FLOOR), 1 - FLOOR)
    return math.log(kept / (1 - kept))

"""The small models on top of the search, which were learned for the subject that ships and say nothing elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from index import intents, kinds, sounds
from index.intents import Intents
from index.kinds import Kinds
from index.sounds import Sounds

Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class Heads:
    """What there is of them."""

    kinds: Kinds | None = None  # what tells by a question's words that it isn't ours
    intents: Intents | None = None  # what tells which entry a question is about
    sounds: Sounds | None = None  # what tells which point of the checklist a clause settles


NO_HEADS = Heads()


def load(encoder: str = "", lost: Callable[[str], None] | None = None) -> Heads:
    """Those that ship, for the vectors of the encoder of that name.

    lost: told of each that can't be read, with what it costs; None: FileNotFoundError is raised then.
    """
    known = _loaded(intents.load, "fewer questions are answered at once", lost)
    return Heads(
        _loaded(kinds.load, "fewer questions are known not to be ours", lost),
        known.of(encoder) if known else None,
        _loaded(sounds.load, "fewer points are found in agreements", lost),
    )


def _loaded(load: Callable[[], Model], cost: str, lost: Callable[[str], None] | None) -> Model | None:
    try:
        return load()
    except FileNotFoundError as error:
        if lost is None:
            raise
        lost(f"{error}; until then {cost}")
        return None

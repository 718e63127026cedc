"""The small models on top of the search, which were learned for the subject that ships and say nothing elsewhere."""

from dataclasses import dataclass

from index import intents, kinds
from index.intents import Intents
from index.kinds import Kinds


@dataclass(frozen=True, slots=True)
class Heads:
    """What there is of them."""

    kinds: Kinds | None = None  # what tells by a question's words that it isn't ours
    intents: Intents | None = None  # what tells which entry a question is about


NO_HEADS = Heads()


def load(encoder: str = "") -> Heads:
    """Those that ship, for the vectors of the encoder of that name. Raises FileNotFoundError as each of them does."""
    return Heads(kinds.load(), intents.load().of(encoder))

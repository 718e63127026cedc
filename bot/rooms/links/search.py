"""Shared links and a question in, the links that fit it out: by the encoder that finds entries, and by words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.rooms.links.records import Link
from index.plain import plain, words_of
from index.retriever import Retriever
from index.words import stems_of
from knowledge import catalog

# Measured with the encoder that ships: of 20 questions for one of 12 links, 19 come at 0.55 or above, and next to none
# of 800 other questions do; see tests/bot/test_link_search.py.
SURE = 0.55  # cosine from which a link fits a question
NEAR = 0.35  # … from which it is worth a look where somebody looks for links
SHARED = 0.75  # share of a question's words, from which a link fits
SOME = 0.5
FEWEST = 2  # words that a question has to have for them to decide by themselves

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a link fits a question."""

    link: Link
    meaning: float  # cosine of the nearest of its texts; 0 without an encoder
    words: float  # share in [0, 1] of the question's words that it has
    asked: int  # how many words the question has that say anything

    @property
    def is_sure(self) -> bool:
        """Whether it may be offered to somebody who asked something, not for links."""
        return self.meaning >= SURE or (self.words >= SHARED and self.asked >= FEWEST)

    @property
    def is_near(self) -> bool:
        """Whether it belongs in a list for somebody who looks for links."""
        return self.meaning >= NEAR or self.words >= SOME


class LinkSearch:
    """Holds the vectors of what is published; a few texts a link, so exact search is a multiplication."""

    def __init__(self, retriever: Retriever, small_words: Iterable[str]) -> None:
        """small_words: those of a question that say nothing about what it asks for."""
        self._retriever, self._small_words = retriever, frozenset(small_words)
        self._links: tuple[Link, ...] = ()
        self._stems: tuple[frozenset[str], ...] = ()  # of each link
        self._texts: tuple[tuple[str, ...], ...] = ()  # of each link
        self._vectors: Mapping[str, Vector] = {}  # by text

    async def take_in(self, links: Sequence[Link], words: Mapping[int, str]) -> None:
        """Search these from now on; words are what was written to them, by number."""
        texts = tuple(_texts(link, words.get(link.number, "")) for link in links)
        missing = list(dict.fromkeys(text for each in texts for text in each if text not in self._vectors))
        found = await self._retriever.vectors(missing, is_kept=False) if missing else None
        known = self._vectors if found is None else {**self._vectors, **dict(zip(missing, found, strict=True))}
        wanted = {text for each in texts for text in each}
        self._vectors = {text: vector for text, vector in known.items() if text in wanted}
        self._links, self._texts = tuple(links), texts
        self._stems = tuple(_stems(_named(link), *each) for link, each in zip(links, texts, strict=True))

    async def fits(self, question: str) -> tuple[Fit, ...]:
        """Every link, best first."""
        text = plain(question)
        if not self._links or not text:
            return ()
        found = await self._retriever.vectors([text], is_kept=False)
        asked = [word for word in words_of(text) if word not in self._small_words]
        forms = tuple(stems_of(asked))
        fits = []
        for link, texts, stems in zip(self._links, self._texts, self._stems, strict=True):
            vectors = [self._vectors[one] for one in texts if one in self._vectors]
            meaning = max((float(vector @ found[0]) for vector in vectors), default=0.0) if found is not None else 0.0
            held = sum(not stems.isdisjoint(each) for each in forms)
            fits.append(Fit(link, meaning, held / len(asked) if asked else 0.0, len(asked)))
        return tuple(sorted(fits, key=lambda fit: -max(fit.meaning, fit.words * SURE)))


def _texts(link: Link, words: str) -> tuple[str, ...]:
    """What a link is found by."""
    title = plain(link.title)
    texts = (title, plain(f"{title} {_named(link)}"), plain(words))
    return tuple(dict.fromkeys(text for text in texts if text))


def _named(link: Link) -> str:
    """The link's topic, in every language."""
    topic = catalog.topics().get(link.topic)
    return " ".join(topic.labels.values()) if topic else ""


def _stems(*texts: str) -> frozenset[str]:
    words = [word for text in texts for word in words_of(text)]
    return frozenset(stem for forms in stems_of(words) for stem in forms)

"""What tests of searching share."""

from collections.abc import AsyncIterator

import pytest

from index.cache import EmbeddingCache
from index.retriever import Retriever
from tests.fakes import CALIBRATION, WORDS_ALONE, WordEncoder


@pytest.fixture(autouse=True)
def few(few_are_declined: None) -> None:
    """In each test here."""


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
async def retriever(encoder: WordEncoder) -> AsyncIterator[Retriever]:
    made = Retriever(encoder, EmbeddingCache(":memory:", encoder.name), CALIBRATION)
    yield made
    await made.close()


@pytest.fixture
async def by_words() -> AsyncIterator[Retriever]:
    """A retriever without an encoder."""
    made = Retriever(None, None, WORDS_ALONE)
    yield made
    await made.close()

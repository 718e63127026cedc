"""What tests of the conversation share."""

from collections.abc import AsyncIterator

import pytest

from index.retriever import Retriever
from tests.fakes import CALIBRATION, WordEncoder


@pytest.fixture
async def retriever() -> AsyncIterator[Retriever]:
    made = Retriever(WordEncoder(), None, CALIBRATION)
    yield made
    await made.close()

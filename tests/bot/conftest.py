"""What tests of the conversation share."""

from collections.abc import AsyncIterator

import pytest

from index.retriever import Retriever
from tests.bot.copied_tables import CopiedSteps
from tests.fakes import CALIBRATION, WordEncoder


@pytest.fixture(autouse=True)
def few(few_are_declined: None) -> None:
    """In each test here."""


@pytest.fixture(autouse=True)
def tables_are_copied(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """But in the tests of the records themselves."""
    if "records" not in request.path.parts:
        monkeypatch.setattr("bot.records.records.all_steps", CopiedSteps)


@pytest.fixture
async def retriever() -> AsyncIterator[Retriever]:
    made = Retriever(WordEncoder(), None, CALIBRATION)
    yield made
    await made.close()

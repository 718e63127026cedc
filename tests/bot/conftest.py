"""What tests of the conversation share."""

from collections.abc import AsyncIterator

import pytest

from index import declined_questions
from index.retriever import Retriever
from tests.bot.copied_tables import CopiedSteps
from tests.fakes import CALIBRATION, WordEncoder

FEW = declined_questions.fitted()[::20]  # of all, each retriever would hold 240 MB as WordEncoder sees them


@pytest.fixture(autouse=True)
def few_are_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declined_questions, "fitted", lambda: FEW)


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

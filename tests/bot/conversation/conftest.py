"""What tests of the conversation share."""

import secrets
from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.records.people import Keys
from bot.records.records import Records
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.conversation.world import World
from tests.conftest import Folder
from tests.house import SHELVES


@pytest.fixture
async def world(folder: Folder, retriever: Retriever) -> AsyncIterator[World]:
    folder.save("nl/faq/a.md", title="alfa beta", body="een", checked="2025-01-02", topics=["T001"])
    folder.save("nl/faq/b.md", title="gamma delta", body="twee", checked="2025-01-02", topics=["T001"])
    folder.save("nl/guidelines/g.md", title="zeta eta", body="Vooraf.\n\n## Kop\n\nTekst.", checked="2025-01-02")
    await retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES)
    await records.open()
    yield World(retriever, records)
    await records.close()

"""What tests of the site share."""

from collections.abc import AsyncIterator

import pytest

from index.retriever import Retriever
from tests.bot.faces.web.world import SiteWorld, site_world, small_site
from tests.conftest import Folder


@pytest.fixture
async def site(folder: Folder, retriever: Retriever) -> AsyncIterator[SiteWorld]:
    small_site(folder)
    async with site_world(folder, retriever) as world:
        yield world

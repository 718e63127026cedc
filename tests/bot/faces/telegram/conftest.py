"""What tests of the Telegram face share."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before xdist looks at groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one bot, the last of which look at what the others left behind, run in one worker, in their order."""
    for item in items:
        if item.path.parent == HERE and isinstance(item, pytest.Function) and "shared" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("shared bot"))

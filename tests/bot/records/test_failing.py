"""What is asked of records that may fail."""

import pytest

from bot.records.database import RecordsError
from bot.records.failing import kept


async def gives(what: int) -> int:
    return what


async def fails() -> int:
    raise RecordsError("the disk is full")


async def breaks() -> int:
    raise ValueError("a fault of ours")


async def test_what_the_records_give_is_had(caplog: pytest.LogCaptureFixture) -> None:
    assert (await kept(gives(7), 0), caplog.messages) == (7, [])


async def test_records_that_fail_give_what_is_had_otherwise_and_the_log_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert (await kept(fails(), 0), caplog.messages) == (0, ["records: the disk is full"])


async def test_what_is_no_failing_of_the_records_is_not_hushed_up() -> None:
    with pytest.raises(ValueError, match="a fault of ours"):
        await kept(breaks(), 0)

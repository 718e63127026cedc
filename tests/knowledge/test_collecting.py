"""While much is made the collector looks seldom, and afterwards as it did."""

import gc

import pytest

from knowledge.collecting import SELDOM, seldom_collected


def test_it_looks_seldom_meanwhile_and_then_as_before() -> None:
    before = gc.get_threshold()

    with seldom_collected():
        meanwhile = gc.get_threshold()
        with seldom_collected():
            pass
        still = gc.get_threshold()

    assert (meanwhile[0], still[0], gc.get_threshold()) == (SELDOM, SELDOM, before)


def test_it_is_set_back_where_that_fails() -> None:
    before = gc.get_threshold()

    with pytest.raises(ZeroDivisionError), seldom_collected():
        _ = 1 / 0

    assert gc.get_threshold() == before

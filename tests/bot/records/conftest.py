"""What is kept is the same on both engines, so each test runs on both."""

import pytest

from tests.engines import engine_of, on_both

pytest_generate_tests = on_both
engine = pytest.fixture(engine_of, autouse=True)

"""Which version it is, as an operator asks."""

import pytest

from bot.__main__ import main
from bot.version import VERSION


def test_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert (ended.value.code, capsys.readouterr().out) == (0, f"verbinder {VERSION}\n")

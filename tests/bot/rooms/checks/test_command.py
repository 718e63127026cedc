"""`python -m bot check` as people and CI run it: what it ends with, and what it writes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.rooms.checks.command import main
from tests.bot.rooms.world import SAID
from tests.bot_process import ROOT
from tests.checked_agreements import AGREEMENT, DISPUTES, checklist

Run = Callable[..., subprocess.CompletedProcess[str]]
WITHOUT = f"Er is geen gemelde route.\n\n{AGREEMENT}"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Looks at sok.md with four points, one of which a registered route has to have."""
    place = tmp_path_factory.mktemp("check")
    folder = checklist(place / "knowledge")
    environment = os.environ | {
        "KNOWLEDGE_DIR": str(folder.root),
        "VAR_DIR": str(place / "var"),
        "PYTHONPATH": str(ROOT),
    }

    def run(text: str, *options: str) -> subprocess.CompletedProcess[str]:
        (place / "sok.md").write_text(text)
        command = [sys.executable, "-m", "bot", "check", *options, "sok.md"]
        return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize(
    ("text", "options", "code", "is_told"),
    [
        pytest.param(AGREEMENT, (), 2, False, id="its words don't tell what it is for"),
        pytest.param(AGREEMENT, ("--kind", "dlr"), 1, True, id="a fixed part is missing"),
        pytest.param(AGREEMENT, ("--kind", "without"), 0, True, id="nothing is fixed, as was said"),
        pytest.param(WITHOUT, (), 0, True, id="nothing is fixed, as its words say"),
    ],
)
def test_what_it_ends_with_for_ci(run: Run, text: str, options: tuple[str, ...], code: int, *, is_told: bool) -> None:
    """An agreement on a registered route that doesn't name it would pass where its kind is guessed in silence."""
    done = run(text, "--json", *options)
    told = json.loads(done.stdout)

    assert done.returncode == code
    assert told["kind_told"] is is_told
    assert told["counts"]["found"] == 2
    assert (SAID.say("chk_kind_untold", "nl") in done.stderr) is not is_told


def test_table_for_the_meeting_is_written_where_it_is_asked_to(run: Run, tmp_path: Path) -> None:
    docx_reader = pytest.importorskip("docx")
    kept, nowhere = tmp_path / "overleg.docx", tmp_path / "geen" / "overleg.docx"

    done = run(AGREEMENT, "--kind", "without", "--word", str(kept))
    failed = run(AGREEMENT, "--kind", "without", "--word", str(nowhere))

    assert (done.returncode, failed.returncode) == (0, 2)
    assert f"{nowhere}: {SAID.say('chk_not_written', 'nl', reason='het is er niet')}" in failed.stderr
    [table] = docx_reader.Document(str(kept)).tables
    assert any(DISPUTES in row.cells[2].text for row in table.rows)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--versions", "a.md"], id="one version"),
        pytest.param(["--word", "a.docx", "a.md", "b.md"], id="a table of two"),
        pytest.param(["a.md", "b.md", "c.md"], id="three files"),
    ],
)
def test_what_cant_be_meant_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err

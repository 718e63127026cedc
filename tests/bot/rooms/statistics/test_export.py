"""python -m bot export: the figures of records that lie there, as CSV."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.records.people import Keys
from bot.records.questions import Noted, Where
from bot.records.records import Records
from bot.rooms.statistics import export
from bot.rooms.statistics.export import ExportError, exported
from bot.settings import Settings
from index.answer import Outcome
from index.settings import IndexSettings
from tests.conftest import Folder
from tests.house import SHELVES

pytestmark = pytest.mark.one_engine  # a file; that of a server is in test_moving.py

NOTED = Noted("ans", "ans alone", "nl", Outcome.ANSWERED, "faq/a", 0.9, False, 40.4, Where.PRIVATE, None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    knowledge = Folder(tmp_path / "kennis")
    knowledge.save("nl/faq/a.md", topics=["T001"])
    return Settings(IndexSettings((knowledge.root,), tmp_path / "var"), retention_days=15)


@pytest.fixture
async def records(settings: Settings) -> Records:
    made = Records(settings.index.var_dir / "records.db", Keys(b"k" * 32), SHELVES)
    await made.open()
    await made.questions.asked(NOTED)
    await made.close()
    return made


@pytest.mark.usefixtures("records")
def test_figures_of_the_weeks_that_are_kept_are_exported(settings: Settings) -> None:
    head, before, now = exported(settings, SHELVES).splitlines()

    assert head == (
        "monday,week,questions,answered,likely,unsure,unknown,off_topic,opened,good,bad,median_ms,p95_ms,"
        "T001 verschil met de gewone overgang"
    )
    assert (before.split(",")[2:], now.split(",")[2:]) == (
        ["0", "0", "0", "0", "0", "0", "0", "0", "0", "", "", "0"],
        ["1", "1", "0", "0", "0", "0", "0", "0", "0", "40", "40", "1"],
    )


async def test_bot_that_runs_is_not_disturbed(records: Records, settings: Settings) -> None:
    await records.open()
    await records.questions.asked(NOTED)

    rows = exported(settings, SHELVES).splitlines()

    await records.questions.asked(NOTED)
    await records.close()
    assert rows[-1].split(",")[2] == "2"


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma application_id = 7")


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        pytest.param(Path.unlink, ": no records there; set VAR_DIR to the folder that the bot has", id="none"),
        pytest.param(foreign, " is a database of another program; set VAR_DIR to the folder", id="foreign"),
        pytest.param(lambda path: path.write_text("cats" * 99), " is damaged (file is not a database);", id="damaged"),
    ],
)
def test_records_that_can_not_be_read_are_told(settings: Settings, harm: Callable[[Path], None], said: str) -> None:
    path = settings.index.var_dir / "records.db"
    harm(path)

    with pytest.raises(ExportError) as raised:
        exported(settings, SHELVES)

    assert str(raised.value).startswith(f"{path}{said}")


@pytest.mark.usefixtures("records")
def test_file_is_written_and_never_replaced_unless_told(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VAR_DIR", str(settings.index.var_dir))
    file = tmp_path / "a.csv"
    file.write_text("dear")

    codes = [
        export.main([str(file)], SHELVES),
        export.main([str(file), "--force"], SHELVES),
        export.main([str(tmp_path / "no" / "a")], SHELVES),
    ]

    assert codes == [2, 0, 2]
    assert file.read_text("utf-8").startswith("monday,week,questions,")
    assert capsys.readouterr().err.splitlines() == [
        f"{file} is there already; name another file, or add --force to replace it",
        f"{tmp_path / 'no' / 'a'} can't be written (No such file or directory); name a file in a folder that is there",
    ]

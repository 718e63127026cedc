from pathlib import Path

import pytest

from index.settings import IndexSettings, SettingsError
from knowledge.folder import CONTENT


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({}, id="nothing set"),
        pytest.param({"KNOWLEDGE_DIR": "", "VAR_DIR": "", "ENCODER": ""}, id="set to nothing"),
        pytest.param({"ENCODER": "  "}, id="spaces"),
        pytest.param({"knowledge_dir": "/elsewhere"}, id="a name in lower case is another name"),
    ],
)
def test_what_ships_is_the_default(environment: dict[str, str]) -> None:
    assert IndexSettings.read(environment) == IndexSettings((CONTENT,), Path("var"), "")


def test_settings_are_read_from_the_environment(tmp_path: Path) -> None:
    environment = {"KNOWLEDGE_DIR": str(tmp_path), "VAR_DIR": str(tmp_path / "new"), "ENCODER": " a/model "}

    assert IndexSettings.read(environment) == IndexSettings((tmp_path,), tmp_path / "new", "a/model")


def test_home_folder_may_be_written_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "content").mkdir()

    settings = IndexSettings.read({"KNOWLEDGE_DIR": "~/content", "VAR_DIR": "~/var"})

    assert settings == IndexSettings((tmp_path / "content",), tmp_path / "var", "")


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingsError) as raised:
        IndexSettings.read({"KNOWLEDGE_DIR": str(tmp_path / "nowhere"), "VAR_DIR": str(tmp_path / "file")})

    assert str(raised.value).splitlines() == [
        f"KNOWLEDGE_DIR is '{tmp_path / 'nowhere'}', which is no folder; set it to a folder with entries",
        f"VAR_DIR is '{tmp_path / 'file'}', which is a file; set it to a folder that may be written to",
    ]

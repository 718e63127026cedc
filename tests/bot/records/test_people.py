import multiprocessing
import re
import stat
from pathlib import Path

import pytest

from bot.records.people import KEY_FILE, Keys, KeysError

PASSPHRASE = "a passphrase of some length"


def test_same_passphrase_opens_the_same_records_on_another_machine(tmp_path: Path) -> None:
    here, there = (Keys.open(tmp_path / name, PASSPHRASE)[0] for name in ("here", "there"))

    assert there.unseal(here.seal("mag dat?")) == "mag dat?"
    assert there.pseudonym("person", 12345) == here.pseudonym("person", 12345)
    assert list(tmp_path.rglob("*")) == []


def test_key_of_a_file_goes_along_as_a_setting(tmp_path: Path) -> None:
    """As to a server, where every process needs the same."""
    here, _ = Keys.open(tmp_path)

    there, _ = Keys.open(tmp_path / "there", f"data.key:{(tmp_path / KEY_FILE).read_text()}")
    with pytest.raises(KeysError, match="63 characters follow, which are not the 64 hex digits"):
        Keys.open(tmp_path / "there", f"data.key:{'a' * 63}")

    assert (there.unseal(here.seal("mag dat?")), there.fingerprint) == ("mag dat?", here.fingerprint)


def test_person_and_chat_with_one_number_have_pseudonyms_of_their_own(tmp_path: Path) -> None:
    keys, _ = Keys.open(tmp_path, PASSPHRASE)
    other, _ = Keys.open(tmp_path, PASSPHRASE + "!")

    found = [
        keys.pseudonym("person", 1),
        keys.pseudonym("chat", 1),
        keys.pseudonym("chat", -1),
        other.pseudonym("chat", 1),
    ]

    assert len(set(found)) == 4
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in found)


@pytest.mark.parametrize(
    "text", ["", "mag dat?", "👍 é", "half a pair: \ud83d"], ids=["empty", "ascii", "emoji", "broken"]
)
def test_sealed_text_comes_back_whole(tmp_path: Path, text: str) -> None:
    keys, _ = Keys.open(tmp_path, PASSPHRASE)

    token = keys.seal(text)

    assert keys.unseal(token) == text
    assert keys.seal(text) != token  # so that equal questions don't show


@pytest.mark.parametrize("damage", ["", "x", "é", "gAAAAA", "half", "other"])
def test_what_is_not_ours_or_damaged_opens_to_nothing(tmp_path: Path, damage: str) -> None:
    keys, _ = Keys.open(tmp_path, PASSPHRASE)
    token = keys.seal("mag dat?")
    given = {"half": token[:40], "other": Keys(b"z" * 32).seal("mag dat?")}.get(damage, damage)

    assert keys.unseal(given) is None


def test_short_passphrase_is_refused_without_showing_it(tmp_path: Path) -> None:
    with pytest.raises(KeysError, match=r"^DATA_KEY has 6 characters; write 16 or more") as raised:
        Keys.open(tmp_path, "geheim")

    assert "geheim" not in str(raised.value)


def test_first_start_makes_a_key_that_only_the_bot_reads_and_says_so_once(tmp_path: Path) -> None:
    var_dir = tmp_path / "var"

    first, said = Keys.open(var_dir)
    second, later = Keys.open(var_dir)

    path = var_dir / KEY_FILE
    assert said == (
        f"made a key for personal data, {path}; keep a copy of it apart from the records: without it nobody can "
        "read them (or set DATA_KEY, and no file is needed)"
    )
    assert later == ""
    assert second.unseal(first.seal("mag dat?")) == "mag dat?"
    assert [(found.name, stat.S_IMODE(found.stat().st_mode)) for found in var_dir.iterdir()] == [(KEY_FILE, 0o600)]


def test_key_that_others_could_read_is_mended(tmp_path: Path) -> None:
    Keys.open(tmp_path)
    path = tmp_path / KEY_FILE
    path.chmod(0o644)

    _, said = Keys.open(tmp_path)

    assert said == f"{path} could be read by others (mode 644); that is mended"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_key_file_that_is_not_used_is_mentioned(tmp_path: Path) -> None:
    Keys.open(tmp_path)

    _, said = Keys.open(tmp_path, PASSPHRASE)

    assert said == f"DATA_KEY is set, so the key in {tmp_path / KEY_FILE} is not used"


@pytest.mark.parametrize("content", ["", "0123", "z" * 64], ids=["empty", "half", "other"])
def test_damaged_key_file_is_not_replaced(tmp_path: Path, content: str) -> None:
    """A new key would make everything unreadable that the old one, perhaps still in a copy, sealed."""
    path = tmp_path / KEY_FILE
    path.write_text(content)

    with pytest.raises(KeysError, match=rf"data\.key: {len(content)} bytes, and not the 64 hex digits of a key"):
        Keys.open(tmp_path)

    assert path.read_text() == content


def test_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")

    with pytest.raises(
        KeysError, match=r"can't be made or read \(.+\); let the bot write to that folder, or set DATA_KEY$"
    ):
        Keys.open(tmp_path / "var")


def _pseudonym(var_dir: Path) -> str:
    return Keys.open(var_dir)[0].pseudonym("person", 1)


def test_processes_that_start_at_once_end_with_one_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = pool.map(_pseudonym, [tmp_path / "var"] * 6, chunksize=1)

    assert found == [Keys.open(tmp_path / "var")[0].pseudonym("person", 1)] * 6

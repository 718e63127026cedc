"""Records and caches with bytes of chance in them: a sentence, or what can still be read, and nothing else."""

import gc
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from bot.records.backup import back_up
from bot.records.backup_errors import BackupError
from bot.records.people import Keys
from bot.records.questions import Noted, Where
from bot.records.records import Records, RecordsError
from bot.records.restore import restore
from bot.records.updates import Arrived
from bot.rooms.statistics.export import ExportError, exported
from bot.settings import Settings
from index.answer import Outcome
from index.cache import EmbeddingCache
from index.settings import IndexSettings
from tests.house import SHELVES, STEPS

pytestmark = pytest.mark.one_engine

KEYS = Keys(b"k" * 32)
NOTED = Noted("p" * 32, "c" * 32, "nl", Outcome.UNSURE, "faq/sok", 0.5, False, 12.5, Where.PRIVATE, "wie tekent")
SEEDS = range(60)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records with something in them."""
    import asyncio

    path = tmp_path_factory.mktemp("whole") / "records.db"

    async def fill() -> None:
        records = Records(path, KEYS, SHELVES)
        await records.open()
        for number in range(30):
            await records.questions.asked(NOTED)
            await records.updates.write_down([Arrived(number, "body " * 50, "p" * 32, "c" * 32)], "dead")
        await records.close()

    asyncio.run(fill())
    return path


def damage(path: Path, seed: int) -> None:
    """Some stretches of bytes of chance; from the start of the file on, since there is the most to misread."""
    dice = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 6)):
        at = int(len(data) * dice.random() ** 2)
        length = dice.choice([1, 4, 40, 400, 4000])
        data[at : at + length] = dice.randbytes(min(length, len(data) - at))
    path.write_bytes(data)


@pytest.fixture(params=SEEDS)
def path(request: pytest.FixtureRequest, whole: Path, tmp_path: Path) -> Path:
    (tmp_path / "var").mkdir()
    found = Path(shutil.copy(whole, tmp_path / "var" / "records.db"))
    damage(found, request.param)
    return found


async def test_damaged_records_open_or_say_what_to_do(path: Path) -> None:
    """SQLite's own sentence on the damage quotes it, and Python raised that it is no text."""
    records, said = Records(path, KEYS, SHELVES), f"{path}"
    try:
        await records.open()
        await records.updates.take_over("me", lambda owner: False)
        await records.questions.confirmed()
        await records.questions.asked(NOTED)
        await records.expire(90)
    except RecordsError as error:
        said = str(error)
    finally:
        await records.close()

    assert said.startswith(f"{path}")


def test_commands_on_damaged_records_end_with_a_sentence(path: Path, whole: Path, tmp_path: Path) -> None:
    settings, said = Settings(IndexSettings((tmp_path,), path.parent)), []
    for command in (
        lambda: back_up(path.parent, KEYS, tmp_path / "a", STEPS, force=True),
        lambda: exported(settings, SHELVES),
    ):
        try:
            command()
        except (BackupError, ExportError) as error:
            said.append(str(error))
    gc.collect()  # a file that the error still held open, as it is until a command's process ends
    back_up(whole.parent, KEYS, tmp_path / "b", STEPS)

    restored = restore(tmp_path / "b", path.parent, KEYS, STEPS, now=datetime.now(UTC))

    assert restored.questions == 30
    assert [one for one in said if str(path) not in one] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_cache_costs_vectors_and_never_a_start(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    cache = EmbeddingCache(path, "words")
    vectors = {f"key {number}": np.eye(8, dtype=np.float32)[number % 8] for number in range(200)}
    cache.put(vectors)
    cache.close()
    damage(path, seed)

    again = EmbeddingCache(path, "words")
    found = again.get(vectors)
    again.put({"new": vectors["key 1"]})

    assert found.keys() <= vectors.keys()
    assert all(vector.dtype == np.float32 for vector in found.values())
    again.close()

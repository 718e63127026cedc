"""Arrays that stay in the archive that holds them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.mapped import Mapped, mapped


def saved(path: Path, array: np.ndarray, *, save: Callable[..., Any] = np.savez) -> Path:
    save(path, before=np.arange(5), array=array)
    return path


def looked_at(path: Path) -> Mapped:
    with path.open("rb") as file, np.load(file) as archive:
        return mapped(file, archive.zip, "array")


@pytest.mark.parametrize(
    "array",
    [
        pytest.param(np.arange(12, dtype=np.int8).reshape(3, 4), id="bytes"),
        pytest.param(np.asfortranarray(np.arange(12.0).reshape(3, 4)), id="columns first"),
        pytest.param(np.array(["één", "twee"]), id="texts"),
    ],
)
def test_array_is_as_it_was_saved(tmp_path: Path, array: np.ndarray) -> None:
    found = looked_at(saved(tmp_path / "all.npz", array))

    np.testing.assert_array_equal(found, array)
    assert not found.flags.writeable


def test_what_is_compressed_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "all.npz", np.arange(9), save=np.savez_compressed)

    with pytest.raises(ValueError, match="compressed"):
        looked_at(path)


def test_objects_are_refused(tmp_path: Path) -> None:
    """As numpy refuses to load them; and what is in the file would be taken for where they lie in memory."""
    path = saved(tmp_path / "all.npz", np.array([None, None]))

    with pytest.raises(ValueError, match="objects"):
        looked_at(path)

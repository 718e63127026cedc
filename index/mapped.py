"""Arrays that stay in the file that holds them, as numpy's savez lays them down, and come into memory as they are looked at.

The file has to stay as it is: one that is cut short while it is mapped ends the process. So nothing is mapped but what is
only ever put in the place of another as a whole.
"""

import mmap
from collections.abc import Iterable
from os import SEEK_CUR
from typing import Any, BinaryIO
from zipfile import ZIP_STORED, ZipFile

import numpy as np

Mapped = np.memmap[Any, np.dtype[Any]]
_LOCAL_HEADER = 30  # bytes in front of a file's name in an archive (APPNOTE 4.3.7), whose last four tell lengths


def mapped(file: BinaryIO, archive: ZipFile, name: str) -> Mapped:
    """An array of an archive that doesn't compress; it can't be written to. Raises ValueError for one that does, or holds objects."""
    info = archive.getinfo(f"{name}.npy")
    if info.compress_type != ZIP_STORED:
        raise ValueError("what is compressed can't be mapped")
    file.seek(info.header_offset + _LOCAL_HEADER - 4)
    lengths = [int.from_bytes(file.read(2), "little") for _ in range(2)]  # of the name, and of what follows it
    file.seek(sum(lengths), SEEK_CUR)
    np.lib.format.read_magic(file)
    shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(file)
    if dtype.hasobject:
        raise ValueError("objects lie elsewhere in memory, and can't be mapped")
    return np.memmap(file, dtype, "r", file.tell(), shape, "F" if is_fortran else "C")


def let_go(parts: Iterable[Mapped]) -> None:
    """Hold in memory none of what is mapped, until it is asked for."""
    if hasattr(mmap, "MADV_DONTNEED"):
        for part in parts:
            part._mmap.madvise(mmap.MADV_DONTNEED)  # type: ignore[attr-defined]  # the one way to it that there is

"""Takes out of an installed environment what the bot never loads: `python .ci/trim.py FOLDER`; prints the megabytes.

For the image, and for CI, which then puts a question to what is left.
"""

import shutil
import sys
from pathlib import Path

PACKAGES = "lib/python*/site-packages"
UNUSED = (
    f"{PACKAGES}/**/tests",  # the packages' own
    f"{PACKAGES}/**/__pycache__",  # made anew for what a start loads
    f"{PACKAGES}/pip",  # comes along with sqlite-utils
    f"{PACKAGES}/onnxruntime/capi/libonnxruntime.so.*",  # for programs in C: Python's module holds all of it once more
    f"{PACKAGES}/onnxruntime/quantization",  # makes models, as the next two do
    f"{PACKAGES}/onnxruntime/tools",
    f"{PACKAGES}/onnxruntime/transformers",
    f"{PACKAGES}/hf_xet*",  # fetches models from a hub, which ENCODER alone asks for
    "bin/magika",  # the command, 34 MB: what tells kinds of files apart is the package
)


def trim(folder: Path) -> None:
    """Remove what UNUSED names from the virtual environment in `folder`."""
    for path in [path for pattern in UNUSED for path in folder.glob(pattern)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)  # gone with a folder around it


def megabytes(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    environment = Path(sys.argv[1])
    before = megabytes(environment)
    trim(environment)
    print(f"{environment}: {before:.0f} MB, now {megabytes(environment):.0f} MB")

"""What libraries tell their makers, and leave lying about, by themselves: switched off before any of them is imported.

Each package of ours imports this first. Settings of an operator don't switch it on again: /privacy promises it.
docs/decisions/0022-nobody-is-told.md says what each library does when it is left alone.
"""

import os
from pathlib import Path

SILENT = {
    # onnxruntime from 1.29: an id that stays under ~/.cache, and look-ups of a host of its maker, except where CI is set
    "ORT_DISABLE_TELEMETRY": "1",
    # huggingface_hub, which transformers, sentence-transformers and txtai load
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",  # of what `make bench` measures beside us
    "DO_NOT_TRACK": "1",  # whatever else heeds it
}
os.environ.update(SILENT)


def is_offline() -> bool:
    """Whether the environment says that no hub of models is to be asked."""
    return any(
        os.environ.get(name, "").lower() in ("1", "true", "yes", "on")
        for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    )


def keep_in(var_dir: Path) -> None:
    """Have libraries keep there what they would keep in the home folder; before they are imported.

    A model that was brought beforehand, to be used offline, is left where it is.
    """
    os.environ["MPLCONFIGDIR"] = str(var_dir.absolute() / "matplotlib")
    if not is_offline():
        os.environ.setdefault("HF_HOME", str(var_dir.absolute() / "huggingface"))

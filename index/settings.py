"""Where knowledge lies and which encoder reads it: the settings that both faces share, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.folder import CONTENT


class SettingsError(ValueError):
    """Settings that can't be used; the message names each, what was found and what to write."""


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """Every setting of the index, with its default."""

    knowledge_dir: Path = CONTENT  # KNOWLEDGE_DIR
    var_dir: Path = Path("var")  # VAR_DIR
    encoder: str = ""  # ENCODER: a model's folder or hub name; empty for the one that ships

    @staticmethod
    def read(environment: Mapping[str, str] = os.environ) -> "IndexSettings":
        """The settings as the environment has them. Raises SettingsError for a folder that isn't there."""
        default = IndexSettings()
        found = IndexSettings(
            Path(environment.get("KNOWLEDGE_DIR") or default.knowledge_dir).expanduser(),
            Path(environment.get("VAR_DIR") or default.var_dir).expanduser(),
            environment.get("ENCODER", "").strip(),
        )
        faults = []
        if not found.knowledge_dir.is_dir():
            faults.append(
                f"KNOWLEDGE_DIR is '{found.knowledge_dir}', which is no folder; set it to a folder with entries"
            )
        if found.var_dir.exists() and not found.var_dir.is_dir():
            faults.append(f"VAR_DIR is '{found.var_dir}', which is a file; set it to a folder that may be written to")
        if faults:
            raise SettingsError("\n".join(faults))
        return found

"""Where knowledge lies and which encoder reads it: the settings that both faces share, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.folder import CONTENT
from knowledge.library import LibraryError, folders_named


class SettingsError(ValueError):
    """Settings that can't be used; the message names each, what was found and what to write."""


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """Every setting of the index, with its default."""

    knowledge_dirs: tuple[Path, ...] = (CONTENT,)  # KNOWLEDGE_DIR: a later folder's entries go before an earlier one's
    var_dir: Path = Path("var")  # VAR_DIR
    encoder: str = ""  # ENCODER: a model's folder or hub name; empty for the one that ships

    def before(self, folder: Path) -> "IndexSettings":
        """The same with a folder whose entries go before those of all others."""
        return replace(self, knowledge_dirs=(*self.knowledge_dirs, folder))

    @staticmethod
    def read(environment: Mapping[str, str] = os.environ) -> "IndexSettings":
        """The settings as the environment has them. Raises SettingsError for a folder that isn't there."""
        default, faults = IndexSettings(), []
        folders = default.knowledge_dirs
        try:
            folders = folders_named(environment.get("KNOWLEDGE_DIR", "")) or folders
        except LibraryError as error:
            faults.append(str(error))
        found = IndexSettings(
            folders,
            Path(environment.get("VAR_DIR") or default.var_dir).expanduser(),
            environment.get("ENCODER", "").strip(),
        )
        if found.var_dir.exists() and not found.var_dir.is_dir():
            faults.append(f"VAR_DIR is '{found.var_dir}', which is a file; set it to a folder that may be written to")
        if faults:
            raise SettingsError("\n".join(faults))
        return found

"""Any other embedding model, by folder or hub name, through sentence-transformers; imported only when asked for."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoder import Begun, EncoderError, Matrix
from index.shipped_encoder import MANIFEST
from knowledge.quiet import is_offline

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Prompts of well-known families whose own configuration has none; sentence-transformers then says nothing and uses ''.
PROMPTS = {"e5": ("query: ", "passage: ")}
PROBE = "Mogen we samenwerken zonder gemelde route?"  # its vector tells models apart that have one name


class SentenceEncoder:
    """A sentence-transformers model; all calls from one thread."""

    def __init__(self, model: str, *, query_prompt: str | None = None, passage_prompt: str | None = None) -> None:
        """model is a folder or a hub name; prompts are put in front of texts, None for the model's own.

        Raises EncoderError for a model that isn't there or is damaged.
        """
        folder = Path(model).expanduser()
        self._model = _load(folder, model)
        configured = self._model.prompts or {}
        family = next((PROMPTS[name] for name in PROMPTS if name in model.lower()), ("", ""))
        self._query = query_prompt if query_prompt is not None else configured.get("query") or family[0]
        self._passage = (
            passage_prompt
            if passage_prompt is not None
            else configured.get("passage") or configured.get("document") or family[1]
        )
        probe = self._encode([PROBE], "")
        fingerprint = sha256(np.round(probe, 3).tobytes()).hexdigest()[:12]
        self.name = f"{folder.name}-{fingerprint}" + (
            f" {self._query!r} {self._passage!r}" if self._query or self._passage else ""
        )
        self.dimension = int(probe.shape[1])
        self.halves: tuple[slice, ...] = (slice(0, self.dimension),)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """(len(texts), dimension), rows of unit norm."""
        return self._encode(texts, self._query)

    encode_first = encode_queries  # there is one model

    def begin(self, text: str, *, ahead: bool = False) -> Begun:
        """A question's vector, all of it at once."""
        vector = self.encode_queries([text])[0]
        return Begun(vector, lambda: vector)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """(len(texts), dimension), rows of unit norm."""
        return self._encode(texts, self._passage)

    def rest(self) -> None:
        """Nothing: all of a model is needed for each text."""

    def _encode(self, texts: Sequence[str], prompt: str) -> Matrix:
        found = self._model.encode(list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False)
        vectors = np.asarray(found, dtype=np.float32).reshape(len(texts), -1)
        vectors[~vectors.any(axis=1), :1] = 1.0  # a text without a known piece has no direction; any will do
        return vectors


def _load(folder: Path, model: str) -> "SentenceTransformer":
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderError(
            f"ENCODER is '{model}', which needs sentence-transformers ({error}); run `pip install .`"
        ) from None
    if (folder / MANIFEST).is_file():
        from index.shipped_module import load

        return load(folder)
    if folder.is_dir():
        source, only_local = str(folder), True
    elif model.startswith((".", "/", "~")):
        raise EncoderError(
            f"there is no folder {folder}; set ENCODER to a model's folder or hub name, or leave it out for the one that ships"
        )
    else:
        source, only_local = model, is_offline()
    try:
        return SentenceTransformer(source, device="cpu", local_files_only=only_local)
    except Exception as error:  # of a damaged file tokenizers and safetensors raise nothing more precise
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        where = "the hub was not asked, since HF_HUB_OFFLINE is set" if only_local and not folder.is_dir() else reason
        raise EncoderError(
            f"the model '{model}' can't be loaded: {where}; download it first, or leave ENCODER out for the one that ships"
        ) from None

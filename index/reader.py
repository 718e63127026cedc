"""A question and an entry's text in, how likely the entry answers it out: a small cross-encoder that reads both together.

It has the tokenizer and the table of the encoder's second half, and lower layers of its own.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.encoder import EncoderError
from index.shipped_encoder import MODEL, checked_manifest

MANIFEST = "reader.json"
GRAPH = "reader.onnx"
QUESTION_PIECES = 40  # of a question; of a longer one the beginning and the end are read
TEXT_PIECES = 40  # of an entry's title and the passage found

Ids = list[int]


class Reader:
    """Reads int8 ONNX; from one thread."""

    def __init__(self, folder: Path = MODEL) -> None:
        """Raises EncoderError for a file that is missing or damaged."""
        checked_manifest(folder, MANIFEST)
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._marks: tuple[int, int] = marks(self._tokenizer)
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])

    def odds(self, question: str, texts: Sequence[str]) -> list[float]:
        """Natural log odds that the entry of each text answers the question.

        Each is read by itself: int8 arithmetic takes its range from all that it is given at once.
        """
        asked = self._pieces(question, QUESTION_PIECES)
        return [self._read(*joined(asked, self._pieces(text, TEXT_PIECES), self._marks)) for text in texts]

    def _pieces(self, text: str, most: int) -> Ids:
        return cut(self._tokenizer.encode(text, add_special_tokens=False).ids, most)

    def _read(self, ids: Ids, types: Ids) -> float:
        given: dict[str, npt.NDArray[np.int64]] = {
            "input_ids": np.array([ids], dtype=np.int64),
            "token_type_ids": np.array([types], dtype=np.int64),
        }
        given["attention_mask"] = np.ones_like(given["input_ids"])
        return float(self._session.run(None, given)[0][0])


def marks(tokenizer: Tokenizer) -> tuple[int, int]:
    """The pieces that stand before and behind a text."""
    first, last = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))
    if first is None or last is None:
        raise EncoderError("the tokenizer has no [CLS] or no [SEP]; restore index/model/ from git")
    return first, last


def cut(ids: Ids, most: int) -> Ids:
    """The beginning and the end of what is too long."""
    return ids if len(ids) <= most else [*ids[: most - most // 3], *ids[-(most // 3) :]]


def joined(question: Ids, text: Ids, marks: tuple[int, int]) -> tuple[Ids, Ids]:
    """Both as one sequence, [CLS] question [SEP] text [SEP], and of which each piece is, 0 or 1."""
    first, last = marks
    return [first, *question, last, *text, last], [0] * (len(question) + 2) + [1] * (len(text) + 1)

"""Trained halves in, the files of a model folder out: int8 weights, the tokenizer, and a manifest with their sums."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from index.shipped_encoder import MANIFEST, digest
from index.training.alignment import Floats
from index.training.transformer_half import TransformerHalf

TABLE, GRAPH, WEIGHTS = "static.npz", "transformer.onnx", "transformer.weights"
FILES = ("tokenizer.json", TABLE, GRAPH, WEIGHTS)
LARGE = 1024  # bytes from which a weight is set apart


def save(
    folder: Path, tokenizer: Tokenizer, table: Floats, transformer: TransformerHalf | None, about: Mapping[str, Any]
) -> None:
    """Write a model that ShippedEncoder reads; about goes into the manifest as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    for name in (TABLE, GRAPH, WEIGHTS):  # not written over: who has mapped one goes on with it as it was
        (folder / name).unlink(missing_ok=True)
    np.savez(folder / TABLE, **quantised(table))  # type: ignore[arg-type]
    dimensions = [table.shape[1]]
    if transformer is not None:
        _export(transformer, folder / GRAPH)
        set_weights_apart(folder)
        dimensions.append(int(transformer.bert.config.hidden_size))
    seal(folder, {"dimensions": dimensions, **about})


def seal(folder: Path, about: Mapping[str, Any]) -> None:
    """Write the manifest of a model folder as its files are now."""
    files = {name: digest(folder / name) for name in FILES if (folder / name).exists()}
    (folder / MANIFEST).write_text(json.dumps({**about, "files": files}, indent=2, sort_keys=True) + "\n", "utf-8")


def set_weights_apart(folder: Path) -> None:
    """Move the transformer's weights into a file of their own.

    onnxruntime maps that into memory rather than copying it, and of its table of word pieces reads what is asked for.
    """
    import onnx

    model = onnx.load(folder / GRAPH)
    (folder / WEIGHTS).unlink(missing_ok=True)  # else onnx writes behind what is there
    for node in model.graph.node:
        node.ClearField("metadata_props")  # where in torch it came from, which is most of the file
    onnx.save(model, folder / GRAPH, save_as_external_data=True, location=WEIGHTS, size_threshold=LARGE)
    if (folder / WEIGHTS).exists():
        (folder / WEIGHTS).chmod(0o644)  # onnx keeps it from everybody else


def quantised(table: Floats) -> dict[str, np.ndarray[Any, Any]]:
    """A table as int8 with a scale a row; what it loses is under half a percent of a row's largest number."""
    scale = np.maximum(np.abs(table).max(axis=1), 1e-8) / 127
    return {
        "table": np.clip(np.round(table / scale[:, None]), -127, 127).astype(np.int8),
        "scale": scale.astype(np.float16),
    }


def _export(model: TransformerHalf, path: Path) -> None:
    """ONNX with int8 weights. reduce_range leaves head-room that processors without VNNI need to give the same numbers."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model.eval()
    ids = torch.tensor([[2, 5, 6, 7, 3, 0, 0], [2, 5, 6, 7, 8, 9, 3]])
    mask = (ids != 0).long()  # not all ones: the exporter would take masks for granted, and give wrong numbers
    axes = {0: torch.export.Dim("texts"), 1: torch.export.Dim("length", max=128)}
    with tempfile.TemporaryDirectory() as work:
        full, small = Path(work) / "full.onnx", Path(work) / "int8.onnx"
        torch.onnx.export(
            model,
            (ids, mask),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["unit_vector"],  # "embedding" is a name that the quantiser makes itself
            dynamo=True,
            dynamic_shapes=(axes, axes),
            external_data=False,
            verbose=False,
        )
        quantize_dynamic(
            str(full),
            str(small),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        )
        shutil.move(small, path)

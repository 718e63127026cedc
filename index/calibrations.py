"""Fitted numbers by encoder name: read from calibration.toml and from var/, written to either."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from index.answer import Thresholds
from index.ranking import Calibration

SHIPPED = Path(__file__).parent / "calibration.toml"
WORDS_ALONE = "words"  # stands for the encoder's name where none could be loaded


def load(encoder: str, *paths: Path) -> Calibration | None:
    """The calibration of an encoder from the first file that has one; None where none has."""
    for path in paths:
        if path.is_file() and (found := _parse(tomllib.loads(path.read_text("utf-8")).get(encoder))):
            return Calibration(encoder, *found)
    return None


def save(calibration: Calibration, path: Path, *, comment: str) -> None:
    """Write a calibration into a file in place of the one of the same encoder; the comment stands above them all."""
    stored = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    thresholds = calibration.thresholds
    stored[calibration.encoder] = {
        "thresholds": {name: getattr(thresholds, name) for name in thresholds.__slots__},
        "weights": dict(calibration.weights),
        "none_weights": dict(calibration.none_weights),
    }
    lines = [f"# {line}" for line in comment.splitlines()]
    for encoder, tables in sorted(stored.items()):  # names hold prompts, and prompts quotes; JSON's strings are TOML's
        for name, values in tables.items():
            lines += ["", f"[{json.dumps(encoder, ensure_ascii=False)}.{name}]", *(f"{key} = {round(value, 4)}" for key, value in values.items())]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _parse(
    tables: Mapping[str, Mapping[str, float]] | None,
) -> tuple[Mapping[str, float], Mapping[str, float], Thresholds] | None:
    if not tables:
        return None
    return tables["weights"], tables["none_weights"], Thresholds(**tables["thresholds"])

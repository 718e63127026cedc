"""Fitted numbers by encoder name: read from calibration.toml and from var/, written to either."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.answer import Thresholds
from index.ranking import Calibration

SHIPPED = Path(__file__).parent / "calibration.toml"
WORDS_ALONE = "words"  # stands for the encoder's name where none could be loaded
ELSEWHERE = "{} elsewhere"  # under which the numbers for folders on other subjects are kept, by the encoder's name


def load(encoder: str, *paths: Path) -> Calibration | None:
    """The calibration of an encoder from the first file that has one; None where none has, or a file is damaged."""
    for path in paths:
        if found := _parse(_stored(path).get(encoder)):
            return Calibration(encoder, *found)
    return None


def save(calibration: Calibration, path: Path, *, comment: str) -> None:
    """Write a calibration into a file in place of the one of the same encoder; the comment stands above them all."""
    stored = _stored(path)
    thresholds = calibration.thresholds
    stored[calibration.encoder] = {
        "thresholds": {name: getattr(thresholds, name) for name in thresholds.__slots__},
        "weights": dict(calibration.weights),
        "none_weights": dict(calibration.none_weights),
    }
    lines = [f"# {line}" for line in comment.splitlines()]
    for encoder, tables in sorted(stored.items()):  # names hold prompts, and prompts quotes; JSON's strings are TOML's
        for name, values in tables.items():
            lines += [
                "",
                f"[{json.dumps(encoder, ensure_ascii=False)}.{name}]",
                *(f"{key} = {round(value, 4)}" for key, value in values.items()),
            ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _stored(path: Path) -> dict[str, Any]:
    """The tables by encoder; none of a file that is missing or damaged, since they can be fitted anew."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _parse(
    tables: Mapping[str, Mapping[str, float]] | None,
) -> tuple[Mapping[str, float], Mapping[str, float], Thresholds] | None:
    try:
        return (tables["weights"], tables["none_weights"], Thresholds(**tables["thresholds"])) if tables else None
    except (KeyError, TypeError):
        return None

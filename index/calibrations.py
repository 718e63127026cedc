"""Fitted numbers by encoder name: read from calibration.toml and from var/, written to either."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.answer import Thresholds
from index.encoder import FIRST_HALF
from index.ranking import Calibration, Look

SHIPPED = Path(__file__).parent / "calibration.toml"
WORDS_ALONE = "words"  # stands for the encoder's name where none could be loaded
ELSEWHERE = "{} elsewhere"  # under which the numbers for folders on other subjects are kept, by the encoder's name
LOOKS = ("quick", "whole")


def load(encoder: str, *paths: Path) -> Calibration | None:
    """The calibration of an encoder from the first file that has one; None where none has, or a file is damaged.

    Where its first half serves by itself, a question gets as far as the first look of all of it.
    """
    whole = encoder.removeprefix(FIRST_HALF)
    for path in paths:
        stored = _stored(path)
        if found := _parse(encoder, stored.get(encoder)):
            return found
        if (found := _parse(whole, stored.get(whole))) and found.quick:
            return Calibration(encoder, found.quick, found.thresholds)
    return None


def of_folder(encoder: str) -> str:
    """The name of what is fitted with a folder's own questions beside what ships now, which goes before that."""
    digest = sha256(SHIPPED.read_bytes() if SHIPPED.is_file() else b"").hexdigest()
    return f"{encoder} with own questions beside {digest[:8]}"


def save(calibration: Calibration, path: Path, *, comment: str) -> None:
    """Write a calibration into a file in place of the one of the same encoder; the comment stands above them all."""
    stored = _stored(path)
    thresholds = calibration.thresholds
    tables: dict[str, Mapping[str, float]] = {
        "thresholds": {name: getattr(thresholds, name) for name in thresholds.__slots__}
    }
    for name in LOOKS:
        if look := getattr(calibration, name):
            tables[f"{name}.weights"], tables[f"{name}.none_weights"] = look.weights, look.none_weights
            if look.ours:
                tables[f"{name}.ours"] = look.ours
            tables[f"{name}.numbers"] = {
                "sharpness": look.sharpness, "sure": look.sure, "hopeless": look.hopeless,
            }  # fmt: skip
    stored[calibration.encoder] = tables
    lines = [f"# {line}" for line in comment.splitlines()]
    for encoder, each in sorted(stored.items()):  # names hold prompts, and prompts quotes; JSON's strings are TOML's
        for name, values in each.items():
            lines += [
                "",
                f"[{json.dumps(encoder, ensure_ascii=False)}.{name}]",
                *(f"{key} = {round(value, 4)}" for key, value in values.items()),
            ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _stored(path: Path) -> dict[str, Any]:
    """The tables by encoder, each as it is written; none of a file that is missing or damaged: they can be fitted anew."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
        return {encoder: dict(_flat(tables)) for encoder, tables in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _flat(tables: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Tables by their dotted names."""
    for name, table in tables.items():
        if all(isinstance(value, dict) for value in table.values()):
            yield from ((f"{name}.{inner}", values) for inner, values in table.items())
        else:
            yield name, table


def _parse(encoder: str, tables: Mapping[str, Mapping[str, float]] | None) -> Calibration | None:
    if not tables:
        return None
    try:
        looks = {name: _look(tables, name) for name in LOOKS}
        if looks["whole"] is None:
            return None
        thresholds = Thresholds(**tables["thresholds"])
        return Calibration(encoder, looks["whole"], thresholds, looks["quick"])
    except (KeyError, TypeError):
        return None


def _look(tables: Mapping[str, Mapping[str, float]], name: str) -> Look | None:
    if f"{name}.weights" not in tables:
        return None
    return Look(
        tables[f"{name}.weights"],
        tables[f"{name}.none_weights"],
        **tables.get(f"{name}.numbers", {}),
        ours=tables.get(f"{name}.ours", {}),
    )

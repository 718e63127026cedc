"""Long stages pick up where they were interrupted: their state is kept in a file every so many steps."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import torch
from tqdm import tqdm

EVERY = 200  # steps between two savings


class Checkpoint:
    """The state of a stage: model, optimiser, step, and the random numbers still to come."""

    def __init__(self, path: Path, model: torch.nn.Module, optimiser: torch.optim.Optimizer, rng: Random) -> None:
        """Takes up the state in path where there is one."""
        self._path, self._model, self._optimiser, self._rng = path, model, optimiser, rng
        self.step = 0
        if path.is_file():
            state: dict[str, Any] = torch.load(path, weights_only=False)  # our own file, from our own work folder
            model.load_state_dict(state["model"])
            optimiser.load_state_dict(state["optimiser"])
            rng.setstate(state["rng"])
            self.step = state["step"]

    def steps(self, total: int, label: str) -> Iterator[tuple[int, float]]:
        """(step, share of the learning rate): linear warm-up over the first 5 %, then linear decay to 2 %."""
        warm_up = max(1, total // 20)
        for step in tqdm(range(self.step, total), initial=self.step, total=total, desc=label, unit="step"):
            yield step, min((step + 1) / warm_up, max(0.02, 1 - (step - warm_up) / max(1, total - warm_up)))
            self.step = step + 1
            if self.step % EVERY == 0 and self.step < total:
                self._save()

    def _save(self) -> None:
        state = {
            "model": self._model.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "rng": self._rng.getstate(),
            "step": self.step,
        }
        part = self._path.with_suffix(".part")
        torch.save(state, part)
        part.replace(self._path)


def set_rate(optimiser: torch.optim.Optimizer, share: float) -> None:
    """Set each group's learning rate to a share of the one it began with."""
    for group in optimiser.param_groups:
        group["lr"] = group.setdefault("initial_lr", group["lr"]) * share

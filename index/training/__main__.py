"""python -m index.training DATA: from text to the files of index/model/; what was done already is not done again.

DATA is a folder of parallel text (docs/encoder.md says where such text comes from). Work in progress lies in
VAR_DIR/training/; delete that folder to begin anew.
"""

import argparse
import json
import logging
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from index import declined_questions
from index.intents import PATH as INTENTS
from index.intents import save as save_intents
from index.kinds import PATH as KINDS
from index.kinds import save as save_kinds
from index.shipped_encoder import MODEL, ShippedEncoder
from index.sounds import PATH as SOUNDS
from index.sounds import save as save_sounds
from index.training import (
    alignment,
    data,
    intents,
    kinds,
    package,
    sounds,
    static_half,
    teacher,
    tokenizer,
    transformer_half,
)
from index.training.alignment import Floats
from knowledge.folder import CONTENT, read_folder

logger = logging.getLogger("training")

STATIC_STEPS = 1500
DISTIL_STEPS = 500
QUESTION_STEPS = 350


def main(arguments: list[str] | None = None) -> int:
    """Run every stage; 0 when the model is written, 1 with a sentence when something is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m index.training", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder with pairs-<name>.en-nl.tsv.xz")
    parser.add_argument("--out", type=Path, default=MODEL, help="folder for the model (default: index/model)")
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(os.environ.get("VAR_DIR") or "var") / "training",
        help="folder for work in progress",
    )
    parser.add_argument("--teacher", help="folder or hub name of the English model (default: the installed package)")
    parser.add_argument(
        "--leave-out", default="", help="topics, separated by commas, whose entries training must not see"
    )
    parser.add_argument(
        "--heads-only",
        action="store_true",
        help="make kinds.npz, intents.npz and sounds.npz alone, for the encoder that is there; reads nothing of DATA",
    )
    parser.add_argument(
        "--sounds-only",
        action="store_true",
        help="make sounds.npz alone, which tells the points of agreements; reads nothing of DATA",
    )
    parser.add_argument("--static-only", action="store_true", help="leave the transformer half out")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the usual number of steps, for a try-out")
    parser.add_argument("--device", default="cpu", help="cpu or cuda, for the transformer half")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        Training(options).run()
    except (FileNotFoundError, ModuleNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


class Training:
    """The stages in their order; each keeps its result in the work folder."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._work: Path = options.work
        self._started = time.monotonic()

    def run(self) -> None:
        """From text to model folder. Raises FileNotFoundError without parallel text, ModuleNotFoundError without teacher."""
        options = self._options
        if options.heads_only or options.sounds_only:
            self._work.mkdir(parents=True, exist_ok=True)
            return self._sounds() if options.sounds_only else self._heads(data.groups())
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
        torch.manual_seed(0)
        self._work.mkdir(parents=True, exist_ok=True)
        left_out = frozenset(topic for topic in options.leave_out.split(",") if topic)
        general = data.parallel(options.data)
        own = data.from_lexicon(random.Random(1))
        groups = data.groups(left_out)
        pairs = general + own * 2
        self._note(
            pairs=len(general), lexicon_pairs=len(own), entries=len(groups), questions=sum(len(g.texts) for g in groups)
        )
        model = teacher.load(options.teacher)
        goal = teacher.Vectors(model, self._work / "teacher.npz").of(pair.en for pair in pairs)
        pieces = self._tokenizer(general, own, groups)
        words = self._kept("word_vectors", lambda: teacher.word_vectors(model, pieces))
        alone = self._kept("sentence_vectors", lambda: teacher.sentence_vectors(model, pieces))
        aligned = self._aligned(pieces, general + own, words, alone)
        basis = static_half.basis_of(goal)
        table = self._kept(
            "static",
            lambda: static_half.train(
                static_half.starting_table(aligned["alone"], basis, aligned["alignment"]),
                pieces,
                pairs,
                (goal - goal.mean(0)) @ basis,
                groups,
                self._work,
                steps=self._steps(STATIC_STEPS),
            ),
        )
        self._note(static_done=True)
        transformer = (
            None if options.static_only else self._transformer(model, pieces, aligned["words"], pairs, goal, groups)
        )
        package.save(
            options.out, pieces, table, transformer, {"credits": sorted(data.CREDITS.values()), "pieces": len(words)}
        )
        self._heads(groups)
        self._note(written=str(options.out))

    def _heads(self, groups: list[data.Group]) -> None:
        """What was learned on top of the encoder: takes minutes, and needs no parallel text."""
        made, unseen = kinds.train(groups, declined_questions.fitted())
        save_kinds(made, unseen, self._options.out / KINDS.name)
        self._note(kinds_done=True)
        encoder = ShippedEncoder(self._options.out)
        save_intents(intents.train(groups, data.beside(), encoder), self._options.out / INTENTS.name)
        self._note(intents_done=True)
        self._sounds()

    def _sounds(self) -> None:
        """What tells the points of agreements: takes seconds."""
        made, unseen = sounds.train(sounds.material(read_folder(CONTENT).points))
        save_sounds(made, unseen, self._options.out / SOUNDS.name)
        self._note(sounds_done=True)

    def _steps(self, usual: int) -> int:
        scale: float = self._options.scale
        return max(1, round(usual * scale))

    def _tokenizer(self, general: list[data.Pair], own: list[data.Pair], groups: list[data.Group]) -> Tokenizer:
        path = self._work / "tokenizer.json"
        if not path.is_file():
            everybody = [text for pair in general for text in (pair.en, pair.nl)]
            everybody += [text for both in data.question_answer(self._options.data) for text in both]
            ours = [text for pair in own for text in (pair.en, pair.nl)]
            ours += [text for group in groups for _, text in (*group.texts, *group.passages)]
            tokenizer.train(everybody, ours).save(str(path))
        return Tokenizer.from_file(str(path))

    def _aligned(self, pieces: Tokenizer, pairs: list[data.Pair], words: Floats, alone: Floats) -> dict[str, Any]:
        """The alignment, and both tables of the teacher translated by it; quick enough to do each time."""
        found = alignment.align(pieces, pairs)
        return {
            "alignment": found,
            "words": alignment.translated(found, words),
            "alone": alignment.translated(found, alone),
        }

    def _transformer(
        self,
        model: Any,
        pieces: Tokenizer,
        table: Floats,
        pairs: list[data.Pair],
        goal: Floats,
        groups: list[data.Group],
    ) -> transformer_half.TransformerHalf:
        half = transformer_half.TransformerHalf(
            model, transformer_half.special_rows(table, teacher.load(self._options.teacher), pieces)
        )
        half.to(self._options.device)
        training = transformer_half.Training(half, pieces, pairs, goal, groups, self._work)
        for name, steps, stage in (
            ("distilled", DISTIL_STEPS, training.distil),
            ("specialised", QUESTION_STEPS, training.specialise),
        ):
            path = self._work / f"{name}.pt"
            if path.is_file():
                half.load_state_dict(torch.load(path, weights_only=True))
            else:
                stage(self._steps(steps))
                torch.save(half.state_dict(), path)
            self._note(stage=name)
        return half.to("cpu")

    def _kept(self, name: str, make: Callable[[], Floats]) -> Floats:
        """The array that make gives; from the work folder where it has been made before."""
        path = self._work / f"{name}.npy"
        if not path.is_file():
            part = self._work / f"{name}.part.npy"
            np.save(part, make())
            part.replace(path)
        return np.asarray(np.load(path), dtype=np.float32)

    def _note(self, **figures: Any) -> None:
        """Add to the run log: one JSON object a line, with the seconds since the start."""
        line = json.dumps({"seconds": round(time.monotonic() - self._started), **figures}, ensure_ascii=False)
        logger.info(line)
        with (self._work / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())

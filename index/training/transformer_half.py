"""The second half: the teacher's own layers over the new pieces; it reads word order, so that "met" is not "zonder"."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from torch.nn.functional import normalize

from index.training.alignment import Floats
from index.training.augment import augmented
from index.training.batches import batches
from index.training.checkpoint import Checkpoint, set_rate
from index.training.data import Group, Pair
from index.training.losses import contrast, distance, one_meaning
from index.training.tokenizer import pieces

MAX_PIECES = 48  # of a text in training; longer ones are cut
GENERAL_BATCH = 128
OWN_BATCH = 64  # entries
RATE = 1e-4
TABLE_RATE = 6e-4
DISTANCE_WEIGHT = 8.0
OWN_EVERY = 4  # in distillation, one step in so many is on the subject's own questions
REHEARSE_EVERY = 6  # in the last stage, one step in so many is distillation, so that general meaning stays


class TransformerHalf(torch.nn.Module):
    """The mean of the last layer over a text's pieces, at unit length."""

    bert: Any  # the teacher's layers, over a table of our own

    def __init__(self, teacher: SentenceTransformer, table: Floats) -> None:
        """table is (size, 384), the input vectors of the new pieces; the layers are the teacher's."""
        super().__init__()
        self.bert = teacher[0].auto_model
        own = torch.nn.Embedding.from_pretrained(torch.tensor(table), freeze=False, padding_idx=0)  # type: ignore[no-untyped-call]
        self.bert.embeddings.word_embeddings = own
        self.bert.config.vocab_size = len(table)
        for module in self.bert.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(n, 384) for (n, length) ids of pieces and a mask that is 0 where a text has ended."""
        last = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        kept = mask[..., None].to(last.dtype)
        return normalize((last * kept).sum(1) / kept.sum(1).clamp(min=1e-9), dim=-1)

    def of(self, texts: Sequence[Sequence[int]]) -> torch.Tensor:
        """(len(texts), 384) for lists of ids, special pieces included."""
        device = next(self.parameters()).device
        cut = [list(text) if len(text) <= MAX_PIECES else [*text[: MAX_PIECES - 1], text[-1]] for text in texts]
        length = max(map(len, cut))
        ids = torch.tensor([text + [0] * (length - len(text)) for text in cut])
        mask = torch.tensor([[1] * len(text) + [0] * (length - len(text)) for text in cut])
        return torch.as_tensor(self(ids.to(device), mask.to(device))).cpu()


def special_rows(table: Floats, teacher: SentenceTransformer, tokenizer: Tokenizer) -> Floats:
    """The table with the teacher's own vectors for [CLS], [SEP] and the like."""
    bert: Any = teacher[0].auto_model
    known, source = teacher.tokenizer.get_vocab(), bert.embeddings.word_embeddings.weight.detach().numpy()
    kept = table.copy()
    for name in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"):
        kept[tokenizer.token_to_id(name)] = source[known[name]]
    return kept


class Training:
    """Both stages: distillation from the teacher's English side, then the subject's own questions."""

    def __init__(
        self,
        model: TransformerHalf,
        tokenizer: Tokenizer,
        pairs: Sequence[Pair],
        teacher: Floats,
        groups: Sequence[Group],
        work: Path,
    ) -> None:
        """teacher is (len(pairs), 384): the teacher's vectors of the English sides."""
        self._model, self._tokenizer, self._pairs, self._groups, self._work = model, tokenizer, pairs, groups, work
        self._goal = torch.tensor(teacher)
        self._by_length = sorted(range(len(pairs)), key=lambda row: len(pairs[row].nl))

    def distil(self, steps: int) -> None:
        """Learn the teacher's meaning for both languages, with the subject's questions in between."""
        self._run(steps, "distillation", RATE, lambda step: bool(self._groups) and step % OWN_EVERY == OWN_EVERY - 1)

    def specialise(self, steps: int) -> None:
        """Learn which questions are one, with distillation in between so that general meaning stays."""
        self._run(steps, "questions", RATE / 2, lambda step: step % REHEARSE_EVERY != 0)

    def _run(self, steps: int, label: str, rate: float, is_own: Any) -> None:
        torch.manual_seed(0)
        rng = random.Random(label)
        table = [self._model.bert.embeddings.word_embeddings.weight]
        layers = [
            p
            for name, p in self._model.bert.named_parameters()
            if "word_embeddings" not in name and "pooler" not in name
        ]
        optimiser = torch.optim.AdamW(
            [
                {"params": layers, "lr": rate, "weight_decay": 0.01},
                {"params": table, "lr": rate * TABLE_RATE / RATE, "weight_decay": 0.0},
            ],
            betas=(0.9, 0.98),
        )
        checkpoint = Checkpoint(self._work / f"{label}.checkpoint", self._model, optimiser, rng)
        own = batches(self._groups, OWN_BATCH, rng) if self._groups else None
        for step, share in checkpoint.steps(steps, label):
            set_rate(optimiser, share)
            if own and is_own(step):
                batch = next(own)
                loss = contrast(self._of(batch.first), self._of(batch.second))
            else:
                loss = self._general(rng)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
            optimiser.step()

    def _general(self, rng: random.Random) -> torch.Tensor:
        """Texts of about one length, Dutch mostly, held to the teacher's vectors of their English sides."""
        start = rng.randrange(max(1, len(self._by_length) - GENERAL_BATCH * 8))
        rows = rng.sample(self._by_length[start : start + GENERAL_BATCH * 8], min(GENERAL_BATCH, len(self._by_length)))
        texts = [self._side(self._pairs[row], rng) for row in rows]
        student, goal = self._of(texts), self._goal[rows]
        return contrast(student, goal, one_meaning(goal)) + DISTANCE_WEIGHT * distance(student, goal)

    @staticmethod
    def _side(pair: Pair, rng: random.Random) -> str:
        chance = rng.random()
        return pair.en if chance < 0.22 else augmented(pair.nl, "nl", rng) if chance < 0.4 else pair.nl

    def _of(self, texts: Sequence[str]) -> torch.Tensor:
        return self._model.of(pieces(self._tokenizer, texts, special=True))

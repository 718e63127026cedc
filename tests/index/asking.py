"""Questions to a retriever, as tests put them, and what is told of its answers."""

import threading
from collections.abc import Sequence

from index.answer import Answer, Outcome, Question
from index.encoder import Matrix
from index.retriever import Retriever
from tests.fakes import WordEncoder


def asked(text: str, lang: str = "nl", *, before: str = "") -> Question:
    return Question(text, lang, fixed=True, before=before)


async def first(retriever: Retriever, text: str) -> tuple[str, Outcome]:
    """The id of the first hit, and how sure the retriever is of it."""
    answer = await retriever.ask(asked(text))
    return answer.hits[0].entry.id, answer.outcome


class SlowEncoder(WordEncoder):
    """A WordEncoder that waits with its work until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = threading.Event()
        self.go = threading.Event()

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        self.reached.set()
        assert self.go.wait(timeout=10)
        return super().encode_queries(texts)


def told(answer: Answer) -> tuple[Outcome, str | None, str]:
    return answer.outcome, answer.hits[0].entry.id if answer.hits else None, answer.understood

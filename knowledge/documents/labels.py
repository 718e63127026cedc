"""A line or a row of a table in, whether it only says that a question or an answer comes next goes out: "Vraag 3", "Antwoord:"."""

import re
from collections.abc import Sequence

_QUESTION = re.compile(r"(?:(?:vraag|question)(?:\s*\d{1,3})?|[vq]\s*\d{1,3})\s*[.:)]?", re.IGNORECASE)
_ANSWER = re.compile(r"(?:(?:antwoord|answer)(?:\s*\d{1,3})?|a\s*\d{1,3})\s*[.:)]?", re.IGNORECASE)
_ASKED_AS = re.compile(r"\s*(?:vraag|question|v|q)\s*(\d{1,3})\s*[.:)]\s", re.IGNORECASE)
_ANSWERED_AS = re.compile(r"\s*\**(?:antwoord|answer|a)\s*(\d{1,3})\s*[.:)]\**\s+(?=\S)", re.IGNORECASE)


def without_number_of(question: str, answer: str) -> str:
    """An answer without the label that has its question's number: "A3." behind "V3."; the road A12 keeps its name."""
    asked, answered = _ASKED_AS.match(question), _ANSWERED_AS.match(answer)
    return answer[answered.end() :] if asked and answered and asked[1] == answered[1] else answer


def labels_question(text: str) -> bool:
    """Whether it says that a question comes next, and nothing else."""
    return _QUESTION.fullmatch(text.strip(" *_")) is not None


def labels_answer(text: str) -> bool:
    """Whether it says that an answer comes next, and nothing else."""
    return _ANSWER.fullmatch(text.strip(" *_")) is not None


def labelled_pairs(rows: Sequence[Sequence[str]]) -> list[tuple[str, list[str]]]:
    """(question, parts of its answer) of a table that names them at the left of each row; empty where it doesn't.

    What else is named there goes with the answer above it, under its name.
    """
    if not rows or any(len(row) != 2 for row in rows) or not labels_question(rows[0][0]):
        return []
    pairs: list[tuple[str, list[str]]] = []
    for at, (label, text) in enumerate(rows):
        if labels_question(label):
            if at + 1 == len(rows) or not labels_answer(rows[at + 1][0]):
                return []
            pairs.append((text, []))
        elif text:
            pairs[-1][1].append(text if labels_answer(label) or not label else f"{label}: {text}")
    return pairs if all(question and answer for question, answer in pairs) else []

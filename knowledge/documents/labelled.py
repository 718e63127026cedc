"""The blocks of a document in, the same out without lines that only say "Vraag 3" or "Antwoord": the question is a heading then.

Only where that happens twice or more, and each such question has an answer: an exam keeps its questions as they are.
"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.documents.blocks import MAX_QUESTION, ROW_LEVEL, Block, is_question, on_one_line
from knowledge.documents.labels import labels_answer, labels_question, without_number_of


def without_label_lines(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with the text under the label of a question as the heading of what stands behind it."""
    asked = {at for at, block in enumerate(blocks) if labels_question(block.text) and _is_asked(blocks, at)}
    answers = {at for at, block in enumerate(blocks) if labels_answer(block.text) and _is_answered(blocks, at, asked)}
    asked = asked if len(asked) > 1 else set()
    answers = answers if len(answers) > 1 else set()
    found: list[Block] = []
    for at, whole in enumerate(blocks):
        question = blocks[at - 1].text if at and not whole.level else ""
        block = replace(whole, text=without_number_of(question, whole.text))
        if at - 1 in asked and not block.level:
            level = blocks[at - 1].level or ROW_LEVEL
            found.append(replace(block, text=on_one_line(block.text), level=level, is_bold=False))
        elif at not in asked and at not in answers:
            found.append(block)
    return tuple(found)


def _is_asked(blocks: Sequence[Block], at: int) -> bool:
    """Whether a question stands under its label, and an answer behind it; of a text that doesn't ask, the answer has its own."""
    if at + 2 >= len(blocks):
        return False
    question, behind = blocks[at + 1], blocks[at + 2]
    is_one = "\n" not in question.text and len(question.text) <= MAX_QUESTION and not _is_label(question.text)
    if not is_one or labels_question(behind.text):
        return False
    return labels_answer(behind.text) or (not behind.level and is_question(on_one_line(question.text)))


def _is_answered(blocks: Sequence[Block], at: int, asked: set[int]) -> bool:
    """Whether an answer stands under its label, right behind a question."""
    if not at or at + 1 >= len(blocks) or blocks[at + 1].level or _is_label(blocks[at + 1].text):
        return False
    before = blocks[at - 1]
    return at - 2 in asked or before.level > 0 or is_question(on_one_line(before.text))


def _is_label(text: str) -> bool:
    return labels_question(text) or labels_answer(text)

"""Questions to the practice folders in, index/everyday.toml out: how little a word tells that questions of all kinds have.

python -m index.training.everyday writes it.
"""

import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from index import practice
from index.plain import plain, words_of
from index.senses import EVERYDAY
from index.training.grouped import lines_of
from index.words import stems_of

FOLDERS = 8  # that a word has to be asked of at least, or it may be of their subjects
QUESTIONS = 0.003  # share of all that has it, at least
STEEP = 1.2  # how much less a word tells that more of the questions have
LEAST = 0.1
COMMENT = """\
# How much a word tells of what a question is about, from 0.1 to 0.9, by its stem: little where questions of all kinds have it.
# What is not here tells all it can. Made by `python -m index.training.everyday` of index/training/elsewhere/."""


def tells(asked: Sequence[Sequence[str]]) -> dict[str, float]:
    """How much each stem tells that questions to several folders have, given the questions of each."""
    folders, questions = Counter[str](), Counter[str]()
    for texts in asked:
        found = [{stems[0] for stems in stems_of(words_of(plain(text)))} for text in texts]
        folders.update(set().union(*found))
        questions.update(stem for stems in found for stem in stems)
    size = sum(map(len, asked))
    return {
        stem: _told(count / size)
        for stem, count in questions.items()
        if folders[stem] >= FOLDERS and count >= QUESTIONS * size and _told(count / size) < 1
    }


def _told(share: float) -> float:
    """By the share of questions that have it: 1 for one in thousands, LEAST for one in two and more."""
    most = math.log(2000)
    return max(LEAST, round(1 - STEEP * (1 + math.log(max(share, 1 / 2000)) / most), 1))


def write(found: dict[str, float], path: Path = EVERYDAY) -> None:
    """The stems by what they tell."""
    path.write_text("\n".join([COMMENT, "", *lines_of(found), ""]), "utf-8")


def main() -> int:
    """Write it; always 0."""
    write(tells([[one.text for one in asked] for _, asked in practice.load().values()]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

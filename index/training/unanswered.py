"""Questions to the practice folders in, index/unanswered.toml out: which words questions have that such folders don't answer.

python -m index.training.unanswered writes it.
"""

import sys
from pathlib import Path

from index import practice
from index.training.grouped import lines_of
from index.unanswered import PATH, Unanswered
from index.unanswered_fit import fitted

COMMENT = """\
# How far a stem, or what a word may stand for (#), is of questions that folders don't answer: above 0 of those, below of those
# that they do. What is not here tells nothing. Made by `python -m index.training.unanswered` of index/training/elsewhere/."""


def write(found: Unanswered, path: Path = PATH) -> None:
    """The forms by what they tell."""
    constant = f"constant = {found.constant}"
    path.write_text("\n".join([COMMENT, "", constant, *lines_of(found.weights), ""]), "utf-8")


def main() -> int:
    """Write it; always 0."""
    write(fitted([asked for _, asked in practice.load().values()]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

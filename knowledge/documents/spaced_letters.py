"""The words of a page as pdfplumber finds them in, those whose letters are set apart joined out: "R O U T E" is "ROUTE".

Which letters are of one word tells the order in which the page draws them: between words it draws a space.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

LEAST = 4  # pieces in a row; fewer may be abbreviations, or points of a list
FEW = 2  # … of the same letters on a line where so many are
LONGEST = 2.0  # letters that those have on average
WIDEST = 0.8  # times the height of letters: white between two of a word; columns stand further apart
ON_A_LINE = 0.2  # times that, by which two may stand higher or lower

Word = dict[str, Any]


def joined(words: Sequence[Word], chars: Sequence[Mapping[str, Any]]) -> list[Word]:
    """words: with their "chars", which are those of the page, in the order of which it draws them."""
    runs = list(_runs(words, {id(char): at for at, char in enumerate(chars)}))
    lines = {_line(run) for run in runs if _is_spaced(run, LEAST)}
    return [one for run in runs for one in (_as_one(run) if _line(run) in lines and _is_spaced(run, FEW) else run)]


def _runs(words: Sequence[Word], drawn: Mapping[int, int]) -> Iterator[list[Word]]:
    """What is drawn without a space between, next to each other on a line."""
    run: list[Word] = []
    for word in words:
        if run and not _follows(run[-1], word, drawn):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _follows(one: Word, other: Word, drawn: Mapping[int, int]) -> bool:
    size = float(one["size"])
    last, first = (drawn.get(id(char), -2) for char in (one["chars"][-1], other["chars"][0]))
    is_beside = 0 < other["x0"] - one["x1"] <= WIDEST * size and abs(other["top"] - one["top"]) <= ON_A_LINE * size
    return first == last + 1 and is_beside and (one["fontname"], one["size"]) == (other["fontname"], other["size"])


def _line(run: Sequence[Word]) -> tuple[int, str, float]:
    """Where it stands, and in which letters."""
    return round(run[0]["top"]), run[0]["fontname"], run[0]["size"]


def _is_spaced(run: Sequence[Word], least: int) -> bool:
    letters = sum(len(word["text"]) for word in run)
    return len(run) >= least and letters <= LONGEST * len(run) and all(word["text"].isalpha() for word in run)


def _as_one(run: Sequence[Word]) -> list[Word]:
    text, chars = "".join(word["text"] for word in run), [char for word in run for char in word["chars"]]
    return [run[0] | {"text": text, "x1": run[-1]["x1"], "chars": chars}]

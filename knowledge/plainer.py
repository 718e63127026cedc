"""What comes of the lines of a text when one dialect of Markdown is taken out of them: see myst.py and chunks.py."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plainer:
    """The lines, as many as there were."""

    lines: list[str]
    left_out: list[tuple[int, str]]  # (1-based line, what was there)

"""Text that strangers typed in; the same without marks that make other words read differently, and on one line, out."""

import re
import unicodedata

LOOKED_AT_CHARS = 4000  # of a text; what stands behind is left out
BULLET = re.compile(r"^\s*(?:[-–—•*·]+|[0-9]{1,2}[.)])\s+")


def clean(text: str, most_chars: int) -> str:
    """On one line, and no longer than that."""
    line = " ".join(safe(text).split())
    return line if len(line) <= most_chars else line[: most_chars - 1].rstrip() + "…"


def safe(text: str) -> str:
    """Without what makes other words read differently: control characters, marks that turn the direction of writing."""
    kept = text[:LOOKED_AT_CHARS]
    return "".join(
        character
        for character in kept
        if character in "\n\u200d" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def listed(text: str, most_chars: int) -> tuple[str, ...]:
    """What stands one a line, less dashes and numbers in front; each once, and cleaned."""
    items = (clean(BULLET.sub("", line), most_chars) for line in text.splitlines())
    return tuple(dict.fromkeys(item for item in items if item))

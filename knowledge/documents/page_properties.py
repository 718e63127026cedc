"""A page that Notion exported comes in, it goes out without the properties that stand under its title, and their names."""

import re

from knowledge.entry_file import NUMBERED_NAME

_PROPERTY = re.compile(r"([^\W\d_][^:\n]{0,40}):(?:\s.*)?")
_HEADING = re.compile(r"#\s+\S.*")


def without_properties(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """(the text, its lines where they were; the names of its properties); name is the file's, in which Notion puts a number."""
    lines = text.split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    if not NUMBERED_NAME.search(name) or start == len(lines) or not _HEADING.fullmatch(lines[start]):
        return text, ()
    start = next((at for at in range(start + 1, len(lines)) if lines[at].strip()), len(lines))
    end = next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))
    found = [_PROPERTY.fullmatch(line) for line in lines[start:end]]
    names = tuple(match[1] for match in found if match)
    if not names or len(names) < len(found):
        return text, ()
    return "\n".join([*lines[:start], *[""] * (end - start), *lines[end:]]), names

"""What of an entry is shown for a hit: all of a short one, of a guideline the section that was found."""

from dataclasses import dataclass

from index.answer import Hit
from knowledge.entry import Entry
from knowledge.passages import Section, sections

PLAIN_WORDS = (
    "In gewone woorden",
    "In plain words",
)  # the heading of an entry's version in plain words, its last section


@dataclass(frozen=True, slots=True)
class Shown:
    """A text to show, word for word as the folder has it."""

    heading: str  # the section's; empty where all of the entry is shown
    text: str  # Markdown
    others: tuple[str, ...]  # headings of the guideline's other sections, in order
    at: int = 0  # which of the guideline's sections it is, from 0


def shown(hit: Hit) -> Shown:
    """The text of a hit. A guideline found by its title or an ask shows what stands above its first heading."""
    return part(hit.entry, _position(hit) if hit.entry.is_guideline else 0)


def part(entry: Entry, at: int) -> Shown:
    """What is shown of an entry: all of it, of a guideline the section at that position; the first where there is none."""
    if not entry.is_guideline:
        return Shown("", entry.body, ())
    mine = sections(entry.body) or (Section("", entry.body),)  # headings alone make no section
    at = at if at < len(mine) else 0
    chosen = mine[at]
    return Shown(
        chosen.heading,
        chosen.body,
        tuple(section.heading for section in mine if section.heading and section is not chosen),
        at,
    )


def _position(hit: Hit) -> int:
    """Which section was found, counted in the language it was found in: a translation has the same sections in order."""
    found = [section.heading for section in sections(hit.passage.entry.body)]
    return found.index(hit.passage.heading) if hit.passage.heading in found else 0


def short_and_more(entry: Entry, text: str) -> tuple[str, str]:
    """A text split before its first heading: the answer itself, and what is told besides; the latter may be empty.

    Its version in plain words is neither: that is shown to whoever asks for it.
    """
    if entry.is_guideline:
        return text, ""
    parts = sections(text)
    if not parts or parts[0].heading:
        return text, ""
    return parts[0].body, "\n\n".join(section.body for section in parts[1:] if section.heading not in PLAIN_WORDS)


def plain_words(entry: Entry) -> str:
    """The entry's version in plain words, Markdown; empty where it has none."""
    last = sections(entry.body)[-1:]
    return last[0].body if last and last[0].heading in PLAIN_WORDS else ""

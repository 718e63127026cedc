"""What of an entry is shown for a hit: all of a short one, of a guideline the section that was found."""

from dataclasses import dataclass

from index.answer import Hit
from knowledge.entry import BETWEEN, Entry, Section
from knowledge.passages import outline, sections_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A text to show, word for word as the folder has it."""

    heading: str  # the way to the section, "Prijzen › Winter"; empty where all of the entry is shown
    text: str  # Markdown
    others: tuple[str, ...]  # ways to the guideline's other sections, in order
    at: int = 0  # which of the guideline's sections it is, from 0


def shown(hit: Hit) -> Shown:
    """The text of a hit. A guideline found by its title or an ask shows what stands above its first heading."""
    return part(hit.entry, _position(hit) if hit.entry.is_guideline else 0)


def named(entry: Entry, found: Shown) -> str:
    """What a text is called where it is one to choose from: "Zaalverhuur › Prijzen"."""
    return BETWEEN.join(filter(None, (entry.title, found.heading)))


def named_of(hit: Hit) -> str:
    """The same of a hit."""
    return named(hit.entry, shown(hit))


def part(entry: Entry, at: int) -> Shown:
    """What is shown of an entry: all of it, of a guideline the section at that position; the first where there is none."""
    if not entry.is_guideline:
        return Shown("", entry.body, ())
    mine = sections_of(entry) or (Section((), entry.body),)
    at = at if at < len(mine) else 0
    chosen = mine[at]
    return Shown(
        chosen.heading,
        chosen.body,
        tuple(section.heading for section in mine if section.heading and section is not chosen),
        at,
    )


def _position(hit: Hit) -> int:
    """Which section was found, by where it stands; a translation has the same sections in order, or is shown from its start."""
    if hit.entry.lang != hit.passage.entry.lang:
        found, own = sections_of(hit.passage.entry), sections_of(hit.entry)
        if [len(section.way) for section in found] != [len(section.way) for section in own]:
            return 0
    return hit.passage.at


def short_and_more(entry: Entry, text: str) -> tuple[str, str]:
    """A text split before its first heading: the answer itself, and what is told besides; the latter may be empty."""
    if entry.is_guideline:
        return text, ""
    first = next((heading.line for heading in outline(text).headings), None)
    lines = text.split("\n")
    short = "\n".join(lines[: first - 1]).strip() if first else ""
    return (short, "\n".join(lines[first - 1 :]).strip()) if first and short else (text, "")

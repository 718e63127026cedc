"""Folders of any size for measuring: entries that look like those that ship, each on a subject of its own."""

import random
import re
import time
from collections.abc import Sequence
from pathlib import Path

from index.training.data import Concept, Pair, concepts, framed, frames
from knowledge.folder import CONTENT, read_folder
from knowledge.passages import sections_of
from knowledge.unchanged import SETTLED_NS

LANGUAGES = ("nl", "en")  # the two files of each subject
ASKS = (4, 7)  # least and most of an entry
SENTENCES = (3, 6)  # … of a section
_TITLE = re.compile(r'^title: "(?:\d+ )?', re.MULTILINE)
MORE = {"nl": "Meer weten", "en": "More"}


def write(folder: Path, count: int) -> None:
    """Write count entries, the same ones for the same count; with fewer, those are the first of them."""
    said = {lang: _sentences(lang) for lang in LANGUAGES}
    for lang in LANGUAGES:
        (folder / lang / "faq").mkdir(parents=True, exist_ok=True)
    for number in range(count):
        at, lang = number // len(LANGUAGES), LANGUAGES[number % len(LANGUAGES)]
        (folder / lang / "faq" / f"onderwerp-{at}.md").write_text(_entry(at, lang, said[lang]), "utf-8")


def settle() -> None:
    """Wait until the files of a folder have settled, as those of a folder have that is edited: just written, they are read again."""
    time.sleep(SETTLED_NS / 1e9)


def edit(folder: Path, number: int) -> str:
    """Put a number in front of the first entry's title, in the place of one that stands there; the path of its file."""
    path = folder / LANGUAGES[0] / "faq" / "onderwerp-0.md"
    path.write_text(_TITLE.sub(f'title: "{number} ', path.read_text("utf-8"), count=1), "utf-8")
    return str(path)


def _entry(number: int, lang: str, said: Sequence[str]) -> str:
    """The text of a file; both languages of a number ask the same."""
    rng = random.Random(number)
    asked = dict.fromkeys(pair.nl if lang == "nl" else pair.en for pair in _asked(rng))
    title, *asks = asked
    bodies = (" ".join(rng.sample(said, rng.randint(*SENTENCES))) for _ in range(2))
    front = "\n".join([f'title: "{title}"', "asks:", *(f'  - "{ask}"' for ask in asks)])
    return f"---\n{front}\n---\n{next(bodies)}\n\n## {MORE[lang]}\n{next(bodies)}\n"


def _asked(rng: random.Random) -> list[Pair]:
    """Ways of asking on one subject, which is two things, or a thing and who has to do with it."""
    one, other = rng.sample(_concepts("N"), 2)
    person = rng.choice(_concepts("P"))
    ways = frames()
    count = 1 + rng.randint(*ASKS)
    if rng.random() < 0.5:
        return [framed(rng, rng.choice(ways["noun_noun"]), a=one, b=other) for _ in range(count)]
    return [framed(rng, rng.choice(ways["person_noun"]), a=one, p=person) for _ in range(count)]


def _concepts(kind: str) -> list[Concept]:
    return [concept for concept in concepts() if concept.kind == kind]


def _sentences(lang: str) -> list[str]:
    """Lines of the texts that ship, which have a sentence a line."""
    bodies = (
        section.body
        for entry in read_folder(CONTENT).entries
        if entry.lang == lang and not entry.is_guideline
        for section in sections_of(entry)
    )
    lines = dict.fromkeys(line.strip("-* ") for body in bodies for line in body.splitlines())
    return [line for line in lines if 40 <= len(line) <= 250 and "|" not in line]

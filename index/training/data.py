"""The text that training learns from: parallel text from a folder, our lexicon, and the phrasings of the entries."""

import lzma
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.entry import Entry
from knowledge.entry_file import normal
from knowledge.folder import CONTENT, read_folder
from knowledge.passages import split

HERE = Path(__file__).parent

# Files of parallel text that may be used, and what is owed for them. Others in the folder are left out:
# their licences (GFDL, EUPL, MPL, CC BY-SA) ask more than a credit.
CREDITS = {
    "tatoeba": "Tatoeba contributors, CC BY 2.0 FR",
    "ms-bc": "Microsoft, documentation of Dynamics 365 Business Central, CC BY 4.0",
    "scratch": "Scratch Foundation, BSD 3-Clause",
    "moodle-app": "Moodle Pty Ltd, Apache License 2.0",
}
Frame = Mapping[str, Sequence[str]]  # ways of asking the same, by language

MAX_CHARS = 250  # of a sentence; longer ones cost more time than they teach


@dataclass(frozen=True, slots=True)
class Pair:
    """One meaning in two languages."""

    en: str
    nl: str


@dataclass(frozen=True, slots=True)
class Group:
    """All the ways in which people put one entry's question, and the passages that answer it."""

    id: str  # the entry's
    near: tuple[str, ...]  # ids of entries that are easily taken for it
    titles: tuple[str, ...]  # in each language
    texts: tuple[tuple[str, str], ...]  # (language, text): title, asks and phrasings
    passages: tuple[tuple[str, str], ...]  # (language, text): its sections


def parallel(folder: Path) -> list[Pair]:
    """The pairs of every permitted file `pairs-<name>.en-nl.tsv.xz` in folder. Raises FileNotFoundError where there is none."""
    pairs: dict[Pair, None] = {}
    for name in CREDITS:
        path = folder / f"pairs-{name}.en-nl.tsv.xz"
        for english, dutch in _rows(path) if path.exists() else ():
            if max(len(english), len(dutch)) <= MAX_CHARS:
                pairs.setdefault(Pair(english, dutch))
    if not pairs:
        raise FileNotFoundError(
            f"{folder} holds no pairs-<name>.en-nl.tsv.xz; docs/encoder.md says where such text comes from"
        )
    return list(pairs)


def question_answer(folder: Path) -> list[tuple[str, str]]:
    """Dutch (heading, first paragraph) and (occupation, description) pairs, where the folder has them."""
    found = []
    for name, kinds in (("faq-heading-answer", ("ms-bc",)), ("nl-esco-occupations", ("esco-desc", "esco-alt"))):
        path = folder / f"{name}.tsv.xz"
        for row in _rows(path) if path.exists() else ():
            if row[0] in kinds:
                found.append((row[-2], row[-1][:400]))
    return found


def _rows(path: Path) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


@dataclass(frozen=True, slots=True)
class Concept:
    """A line of lexicon.txt: forms that mean the same."""

    kind: str  # "N" noun phrase, "P" somebody, "V" verb phrase, "G" anything else
    nl: tuple[str, ...]
    en: tuple[str, ...]


@cache
def concepts() -> tuple[Concept, ...]:
    """The lexicon. Raises ValueError with the line for one that doesn't parse."""
    found = []
    for number, line in enumerate((HERE / "lexicon.txt").read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, _, forms = line.partition(" ")
        dutch, equals, english = forms.partition(" = ")
        if kind not in ("N", "P", "V", "G") or not equals:
            raise ValueError(f"lexicon.txt:{number}: not `N nl; nl = en; en`: {line}")
        found.append(Concept(kind, _forms(dutch), _forms(english)))
    return tuple(found)


def _forms(text: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in text.split(";") if form.strip())


@cache
def frames() -> Mapping[str, Sequence[Frame]]:
    """Questions with slots, by what fills those: noun, noun_noun, person_verb and person_noun."""
    found: dict[str, list[Frame]] = tomllib.loads((HERE / "frames.toml").read_text("utf-8"))
    return found


def from_lexicon(
    rng: random.Random, *, noun_noun: int = 9000, person_noun: int = 6000, per_verb: int = 20
) -> list[Pair]:
    """The concepts themselves, and in question frames."""
    ways = frames()
    by_kind = {kind: [concept for concept in concepts() if concept.kind == kind] for kind in "NPV"}
    nouns, persons = by_kind["N"] + by_kind["P"], by_kind["P"]
    pairs = [Pair(english, dutch) for concept in concepts() for english in concept.en for dutch in concept.nl]
    for concept in nouns:
        pairs += [framed(rng, frame, a=concept) for frame in ways["noun"] for _ in range(2)]
    for concept in by_kind["V"]:
        pairs += [
            framed(rng, rng.choice(ways["person_verb"]), v=concept, p=rng.choice(persons)) for _ in range(per_verb)
        ]
    for _ in range(noun_noun):
        a, b = rng.sample(nouns, 2)
        pairs.append(framed(rng, rng.choice(ways["noun_noun"]), a=a, b=b))
    for _ in range(person_noun):
        pairs.append(framed(rng, rng.choice(ways["person_noun"]), a=rng.choice(nouns), p=rng.choice(persons)))
    return list(dict.fromkeys(pairs))


def framed(rng: random.Random, frame: Frame, **slots: Concept) -> Pair:
    """One way of asking it in each language."""
    dutch = {name: rng.choice(concept.nl) for name, concept in slots.items()}
    english = {name: rng.choice(concept.en) for name, concept in slots.items()}
    return Pair(rng.choice(frame["en"]).format(**english), rng.choice(frame["nl"]).format(**dutch))


@cache
def phrasings() -> dict[str, tuple[tuple[str, str], ...]]:
    """(language, text) pairs by entry id, from phrasings/<language>.toml."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for path in sorted((HERE / "phrasings").glob("*.toml")):
        for name, texts in tomllib.loads(path.read_text("utf-8")).items():
            found[name] = found.get(name, ()) + tuple((path.stem, text) for text in texts)
    return found


@cache
def beside() -> tuple[str, ...]:
    """What no entry answers, from beside/<language>.toml: by the entry that it is near, or by how it is far from all."""
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted((HERE / "beside").glob("*.toml"))]
    return tuple(dict.fromkeys(text for found in files for texts in found.values() for text in texts))


@cache
def clauses() -> tuple[tuple[str, str], ...]:
    """(label, text) pairs from clauses/<language>.toml: what stands in agreements, by which points it settles.

    A label names points as the marks in tests/agreements/ do, "not:" before those that a text only seems to settle, or is "none".
    """
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted((HERE / "clauses").glob("*.toml"))]
    return tuple((label, text) for found in files for label, texts in found.items() for text in texts)


def groups(left_out: frozenset[str] = frozenset()) -> list[Group]:
    """What the entries that ship are asked for; entries under a topic in left_out are not there at all."""
    by_id: dict[str, list[Entry]] = {}
    for entry in read_folder(CONTENT).entries:
        if not left_out & set(entry.topics) and entry.activity is None:
            by_id.setdefault(entry.id, []).append(entry)
    return [_group(name, entries) for name, entries in sorted(by_id.items())]


def _group(name: str, entries: Sequence[Entry]) -> Group:
    texts = [(entry.lang, text) for entry in entries for text in (entry.title, *entry.asks)]
    texts += phrasings().get(name, ())
    passages = [(entry.lang, passage.text) for entry in entries for passage in split(entry)[1 + len(entry.asks) :]]
    near = dict.fromkeys(other for entry in entries for other in entry.see)
    titles = tuple(entry.title for entry in entries)
    return Group(
        name, tuple(near), titles, tuple({normal(text): (lang, text) for lang, text in texts}.values()), tuple(passages)
    )

"""Agreements as people write them, of which is known what stands in them: tests/agreements/ holds them.

Behind a line stands which points it settles, and behind "not:"
which it only seems to; the last line says what kind it is. "open" is what the numbers are fitted on, each agreement measured by those fitted on others;
"held" is held out from the fit, from the ways of putting a point and from the patterns of doubt; "fresh" was written later,
long agreements among it, and is held out from the fit alone: patterns of doubt were added after it was first measured.
"unseen" was written after that, and nothing that tells a point was changed for what stands in it.
Agreements that are written to see how well it does on new ones go to "open" where anything is changed for what stands in them, else to "held".
The first word of an agreement's name is its voice, by which it is held out from the fit together with others of that voice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents.clauses import Clauses, clauses_of
from knowledge.documents.reading import markdown_document
from knowledge.entry import AgreementKind

FOLDER = Path(__file__).parents[2] / "tests" / "agreements"
OPEN, HELD, FRESH, UNSEEN = "open", "held", "fresh", "unseen"
LEAST_PART = 12  # characters of a clause that is told by the line that it is a part of
_TAG = re.compile(r"\s*<!--\s*(.*?)\s*-->")


@dataclass(frozen=True, slots=True)
class Gold:
    """An agreement of which is known what stands in it."""

    name: str
    kind: AgreementKind
    clauses: Clauses
    settled: Mapping[str, tuple[str, ...]]  # the lines that settle a point, made plain, by the end of its id
    seeming: Mapping[str, tuple[str, ...]]  # … that only seem to


def load(half: str, folder: Path = FOLDER) -> tuple[Gold, ...]:
    """The agreements of a half, by name; none where the tests are not there."""
    return tuple(read(path.stem, path.read_text("utf-8")) for path in sorted((folder / half).glob("*.md")))


def read(name: str, text: str) -> Gold:
    """An agreement without its marks, and what they say."""
    *lines, last = text.rstrip("\n").split("\n")
    kind = AgreementKind(_TAG.sub(r"\1", last).removeprefix("kind:").strip())
    settled: dict[str, list[str]] = {}
    seeming: dict[str, list[str]] = {}
    for line in lines:
        for mark in _TAG.findall(line):
            into = seeming if mark.startswith("not:") else settled
            for point in mark.removeprefix("not:").split(","):
                into.setdefault(point.strip(), []).append(made_plain(_TAG.sub("", line)))
    document = markdown_document("\n".join(_TAG.sub("", line) for line in lines), "nl")
    told = ({point: tuple(found) for point, found in one.items()} for one in (settled, seeming))
    return Gold(name, kind, clauses_of(document.blocks), *told)


def made_plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def is_of(clause: str, line: str) -> bool:
    """Whether a clause is a line or a part of it, both made plain; a word or two are part of many."""
    return bool(clause) and (line in clause or (len(clause) >= LEAST_PART and clause in line))


def short_id(point: str) -> str:
    """The end of a point's id, by which the agreements name it."""
    return point.rpartition("/")[2]

"""A message in, the questions it may hold out: nearly always one; two or three where it asks so often. Pure.

Whether they are several questions indeed, the search says (index/answering.py).
"""

import re
from itertools import pairwise

MIN_WORDS = 3  # of a question that can stand beside another
MOST = 3  # questions that one message may hold; one with more tells a story

_END = re.compile(r"(?<=[.?!])\s+")
_ASKING = (
    "wie|wat|hoe|hoeveel|hoelang|waar|waarom|wanneer|welke?|mag|mogen|moet|moeten|kan|kunnen|is|zijn|krijgt|krijgen|heeft|hebben|geldt|"
    "wordt|worden|who|what|how|where|why|when|which|may|must|can|could|is|are|do|does|should|has|have|will"
)  # what a question begins with
_BEGINS = re.compile(rf"\s*(?:{_ASKING})\b", re.IGNORECASE)
_WHETHER = "of|if|whether"  # … after what says that one asks: "I wonder whether"
_ASKS = r"weten|vragen|afvragen|zeggen|vertellen|uitleggen|benieuwd|know|ask|wonder|wondering|tell me|say"
_TWO = re.compile(
    rf"((?:(?:.*[.:,] )?(?:{_ASKING})|.*\b(?:{_ASKS}),? (?:{_ASKING}|{_WHETHER}))\b.*?\S),? (?:en|and) "
    rf"((?:{_ASKING}|{_WHETHER})\b.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|\s)\(?[1-9a-e][).] ")
_INTRODUCED = re.compile(rf"[^:?]{{1,40}}: (?=(?:{_ASKING})\b)", re.IGNORECASE)  # "Two things: who …"


def asks(text: str) -> bool:
    """Whether a text is put as a question."""
    return text.rstrip().endswith("?") or _BEGINS.match(text) is not None


def parts(text: str) -> tuple[str, ...]:
    """The questions of a plain text, in their order; the text itself where it doesn't end with another one."""
    sentences = _END.split(text)
    asking = [at for at, sentence in enumerate(sentences) if sentence.endswith("?")]
    found: tuple[str, ...] = (text,)
    if 2 <= len(asking) <= MOST and asking[-1] == len(sentences) - 1:
        starts = (0, *(at + 1 for at in asking))
        found = tuple(" ".join(sentences[start:end]) for start, end in pairwise(starts))
    elif listed := _listed(text):
        found = listed
    elif asking in ([], [len(sentences) - 1]) and (both := _TWO.fullmatch(text)):
        found = _INTRODUCED.sub("", both[1], count=1), both[2]
    return found if all(len(part.split()) >= MIN_WORDS for part in found) else (text,)


def _listed(text: str) -> tuple[str, ...]:
    """The questions of a numbered list, which what introduces it is none of; none where there is no such list."""
    found = tuple(part.strip() for part in _NUMBERED.split(text)[1:])
    return found if 2 <= len(found) <= MOST and all(map(asks, found)) else ()

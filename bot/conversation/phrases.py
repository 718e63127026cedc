"""What people say around a question, and how they ask for what rooms can do: the files' phrasings in, each with its label, out.

acts.<language>.toml and deeds.<language>.toml stand beside what they lead to: the conversation's, and each room's.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from index.plain import COURTESIES, plain, words_of

BOT = Path(__file__).parent.parent
KNOWN = Path(__file__).parent / "known.json"  # what is worked out of them, written down: it takes half a second
QUESTION = "question"  # the label of what is to be searched for
# Acts and commands that lead to the same; what is told of one is told of the other.
SAME = {"act help": "deed help", "act menu": "deed help", "act what_can_you_do": "deed help"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of saying something."""

    text: str
    label: str  # "act <name>", "deed <command's Dutch name>", or QUESTION
    lang: str = ""  # of the file that it stands in; empty: it stands in none


@cache
def load() -> tuple[Phrase, ...]:
    """Every phrasing, in the files' order."""
    return tuple(_read())


def learned(phrases: tuple[Phrase, ...]) -> str:
    """A hash of phrasings: of another one, what was learned from them is out of date."""
    return sha256("\n".join(f"{phrase.label}\t{phrase.text}" for phrase in phrases).encode()).hexdigest()[:16]


def known() -> Mapping[str, str]:
    """Labels by the words of phrasings, a space between them; of those that two labels have in common none."""
    return _kept()["labels"]


def languages_of(text: str) -> tuple[str, ...]:
    """The languages in whose files a text is a phrasing: "ok" is said in both; none where it is none."""
    return tuple(_kept()["languages"].get(_words(text), "").split())


@cache
def _kept() -> Mapping[str, Mapping[str, str]]:
    """What `worked_out` gives, as it is written down where that is of the phrasings as they are."""
    try:
        stored = json.loads(KNOWN.read_text("utf-8"))
        if stored["digest"] == digest():
            return {name: dict(stored[name]) for name in ("labels", "languages")}
    except (OSError, ValueError, LookupError, TypeError):  # it is worked out as well without
        pass
    return worked_out()


def worked_out() -> dict[str, dict[str, str]]:
    """What is known of the words of phrasings, from these themselves: labels, and the languages of their files."""
    labels: dict[str, str] = {}
    languages: dict[str, str] = {}
    twice = {""}
    for phrase in load():
        words = _words(phrase.text)
        if labels.setdefault(words, phrase.label) != phrase.label:
            twice.add(words)
        spoken = languages.setdefault(words, phrase.lang)
        if phrase.lang not in spoken:
            languages[words] = f"{spoken} {phrase.lang}"
    return {"labels": {words: label for words, label in labels.items() if words not in twice}, "languages": languages}


def _words(text: str) -> str:
    return " ".join(words_of(plain(text)))


def write_known() -> None:
    """Write down what is known now."""
    stored = {"digest": digest(), **worked_out()}
    KNOWN.write_text(json.dumps(stored, ensure_ascii=False, indent=0) + "\n", "utf-8")


def digest() -> str:
    """Of the files as they are now: what was worked out from others is out of date."""
    texts = (path.read_bytes() for _, path in _files())
    return sha256(b"\0".join([*texts, repr(SAME).encode(), COURTESIES.read_bytes()])).hexdigest()


def _files() -> Iterator[tuple[str, Path]]:
    for kind in ("acts", "deeds"):
        for path in sorted(BOT.rglob(f"{kind}.??.toml")):
            yield kind, path


def _read() -> Iterator[Phrase]:
    for kind, path in _files():
        lang = path.suffixes[-2].removeprefix(".")
        for name, table in tomllib.loads(path.read_text("utf-8")).items():
            if name == "questions":
                yield from (Phrase(text, QUESTION, lang) for text, _ in table["texts"])
            else:
                label = f"{kind[:-1]} {name}"
                yield from (Phrase(text, SAME.get(label, label), lang) for text in table["texts"])

"""A content folder's files that lie in no folder of a language come in, the language of each goes out.

Where most Markdown files of a folder do, it is one that somebody has already, and each is in the language that its words tell.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from knowledge.entry_file import SUFFIXES
from knowledge.spoken import FUNCTION_WORDS, language_of, likeliest

Lying = tuple[
    Sequence[str], Mapping[str, Sequence[str]]
]  # (Markdown files in no folder of a language, those in each), by path
LANGUAGE = re.compile(r"[a-z]{2,3}")  # ISO 639 codes
# What folders are called that look like a code and are none, or one that nobody here writes in.
NO_LANGUAGES = frozenset([
    "adm", "avg", "bhv", "bpv", "css", "csv", "dev", "doc", "dlr", "faq", "glr", "hbo", "hrm", "ict", "img", "lib", "mbo",
    "mfa", "new", "old", "oer", "ops", "pdf", "pta", "roc", "sok", "src", "tmp", "vo", "vwo", "wmo",
])  # fmt: skip
SPOKEN = "nl"  # what a text is taken to be in, where neither it nor its folder tells
MAX_CHARS = 4_000  # of a text by which its language is told
MAX_BYTES = 4 * MAX_CHARS


def is_language(name: str) -> bool:
    """Whether a folder directly in a content folder is one of a language, by its name."""
    return LANGUAGE.fullmatch(name) is not None and name not in NO_LANGUAGES


def loose_files(root: Path, lying: Lying, languages: Collection[str] = ()) -> Mapping[str, str]:
    """The language of each Markdown file in no folder of a language, by its path; empty where most are in one.

    languages are those that the folder says it is in, the first one first; empty where it doesn't say.
    """
    outside, inside = lying
    if len(outside) <= sum(map(len, inside.values())):
        return {}
    texts = {path: _start(root / path) for path in outside}
    told = {path: language_of(text) or _named(path) for path, text in texts.items()}
    for name, paths in inside.items():  # "hr" may be Croatian, or what a school calls its office
        here = {path: _start(root / path) for path in paths}
        if name not in FUNCTION_WORDS and language_of("\n".join(here.values())) not in (None, name):
            texts |= here
            told |= {path: language_of(text) for path, text in here.items()}
    counts = Counter(lang for lang in told.values() if lang and (not languages or lang in languages))
    among = list(languages) or sorted(counts, key=lambda lang: (-counts[lang], lang != SPOKEN))
    usual = among[0] if among else SPOKEN
    return {
        path: lang if (lang := told[path]) in among else likeliest(text, among) or usual for path, text in texts.items()
    }


def lying(root: Path, listed: Iterable[tuple[str, Iterable[str]]]) -> Lying:
    """What Markdown files a folder has, by each folder in it and the names of the files there, without those passed over.

    What a link leads to directly in it doesn't count.
    """
    outside: list[str] = []
    inside: dict[str, list[str]] = {}
    for folder, names in listed:
        first = folder.partition("/")[0]
        if first and is_language(first):
            inside.setdefault(first, []).extend(f"{folder}/{name}" for name in names if is_markdown(name))
        elif first:
            outside += (f"{folder}/{name}" for name in names if is_markdown(name))
        else:
            outside += (
                name
                for name in names
                if is_markdown(name) and (root / name).is_file() and not (root / name).is_symlink()
            )
    return outside, inside


def is_markdown(name: str) -> bool:
    """Whether a file that isn't passed over is an entry's by its name."""
    return name.lower().endswith(SUFFIXES)


def suffix_of(name: str) -> str:
    """What Path.suffix gives, in lower case, for the name of a file: of thousands in a tenth of the time."""
    before, dot, after = name.rpartition(".")
    return f".{after.lower()}" if dot and before and after else ""


def _named(path: str) -> str | None:
    """The language that a path says a text is in: "docs/en/prices.md", "prices.en.md"; None where it says none."""
    *folders, name = path.lower().split("/")
    parts = [*folders, *name.split(".")[1:-1]]
    return next((part for part in reversed(parts) if part in FUNCTION_WORDS), None)


def _start(path: Path) -> str:
    """The beginning of a file's text, what stands at its top in another program's words with it; empty where it can't be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES).decode("utf-8-sig", "replace")[:MAX_CHARS]
    except OSError:
        return ""

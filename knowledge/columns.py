"""The rows of a table come in, what each column is for goes out, told from what stands above it in Dutch or English."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.entry_file import normal

MOST_WORDS = 4  # of a heading that isn't known
MAX_ABOVE = 10  # rows in which the headings are looked for: a title may stand above them


class Role(StrEnum):
    """What a column is for."""

    QUESTION = "question"
    ANSWER = "answer"
    ASK = "ask"  # the same question in other words
    MORE = "more"  # told besides the answer
    TOPIC = "topic"
    SOURCE = "source"
    CHECKED = "checked"
    OTHER = "other"  # left out


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table are for."""

    roles: tuple[tuple[int, Role], ...]  # by place, from 0
    first: int  # the first row under the headings, from 0
    names: Mapping[int, str]  # what stands above each

    def of(self, role: Role) -> tuple[int, ...]:
        """The places of the columns with a role."""
        return tuple(place for place, one in self.roles if one is role)

    @property
    def question(self) -> int:
        return self.of(Role.QUESTION)[0]

    @property
    def answer(self) -> int:
        return self.of(Role.ANSWER)[0]


_OTHER = frozenset(
    [
        "nr",
        "no",
        "nummer",
        "number",
        "id",
        "volgnummer",
        "code",
        "door",
        "by",
        "auteur",
        "author",
        "naam",
        "name",
        "eigenaar",
        "owner",
        "status",
        "contact",
        "persoon",
    ]
)
# Of what is for colleagues alone: a column that is called so is left out, whatever else its heading says.
_INTERNAL = frozenset(["intern", "interne", "internal", "vertrouwelijk", "vertrouwelijke", "confidential"])
_COUNTING = frozenset(["nr", "no", "nummer", "number", "volgnummer"])  # what stands over the numbers of rows
_WORDS: Mapping[Role, frozenset[str]] = {
    Role.CHECKED: frozenset(["datum", "date", "gecontroleerd", "nagekeken", "checked", "reviewed", "bijgewerkt", "updated", "gewijzigd", "modified", "actualisatie", "update"]),
    Role.ASK: frozenset(["synoniem", "synoniemen", "synonyms", "varianten", "variant", "alternatief", "alternatieven", "zoekwoorden", "trefwoorden", "keywords"]),
    Role.QUESTION: frozenset(["vraag", "vragen", "question", "questions", "q", "faq"]),
    Role.ANSWER: frozenset(["antwoord", "antwoorden", "beantwoording", "answer", "answers", "a", "reactie", "response", "reply"]),
    Role.MORE: frozenset(["toelichting", "uitleg", "explanation", "opmerking", "opmerkingen", "notes", "remarks", "aanvulling", "details", "info", "informatie", "information"]),
    Role.TOPIC: frozenset(["onderwerp", "onderwerpen", "thema", "categorie", "rubriek", "topic", "topics", "category", "subject", "theme", "tag", "tags", "hoofdstuk"]),
    Role.SOURCE: frozenset(["bron", "bronnen", "source", "sources", "link", "links", "url", "website", "webpagina", "verwijzing", "reference", "referentie"]),
}  # fmt: skip
# Words with a question or an answer in them: "klantvraag", "antwoordtekst"; an "aanvraag" and a "verantwoord" are neither.
_COMPOUND = re.compile(
    r"(?<=\w)(?<!aan)(?<!na)(?<!op)(?<!uit)(?<!be)(?<!ver)(?P<last>vraag|vragen|antwoord|antwoorden)$"
    r"|^(?P<first>vraag|antwoord)(?:stelling|tekst)$"
)
_LANGUAGES = {
    "nl": "nl", "nederlands": "nl", "dutch": "nl", "ned": "nl", "en": "en", "engels": "en", "english": "en", "eng": "en",
    "de": "de", "duits": "de", "german": "de", "deutsch": "de", "fr": "fr", "frans": "fr", "french": "fr",
}  # fmt: skip
_TITLES = frozenset(["titel", "title", "kop", "heading"])


def columns_of(rows: Sequence[Sequence[str]], lang: str) -> Columns | None:
    """What the columns are for; None where no heading names a question and an answer. lang is that of the text looked for."""
    for at, row in enumerate(rows[:MAX_ABOVE]):
        roles = {place: _role(name) for place, name in enumerate(row) if name.strip()}
        if found := _settled(roles, rows[at + 1 :], row, lang):
            unnamed = {
                place for below in rows[at + 1 :] for place, text in enumerate(below[: len(row)]) if text.strip()
            }
            found = dict.fromkeys(unnamed, Role.OTHER) | found
            return Columns(tuple(sorted(found.items())), at + 1, dict(enumerate(row)))
    return None


def chosen(rows: Sequence[Sequence[str]], question: int, answer: int) -> Columns:
    """What the columns are for where somebody has said which hold the questions and the answers."""
    is_headed = bool(rows) and (columns_of([rows[0]], "") is not None or _is_heading(rows[0], question, rows[1:]))
    first, names = (1, dict(enumerate(rows[0]))) if is_headed else (0, {})
    used = {place for row in rows for place, text in enumerate(row) if text}
    roles = dict.fromkeys(used, Role.OTHER) | {question: Role.QUESTION, answer: Role.ANSWER}
    return Columns(tuple(sorted(roles.items())), first, names)


def is_name(text: str) -> bool:
    """Whether a text only says that questions or answers stand below it."""
    return len(text.split()) <= MOST_WORDS and _role(text) in (Role.QUESTION, Role.ANSWER) and not text.endswith("?")


def is_unused(name: str, text: str) -> bool:
    """Whether a cell is for colleagues alone, by the heading above it, or only says which row it is in: "Nr." with a number."""
    words = normal(name).split()
    is_number = text.strip(" .)*").isdigit() and not _COUNTING.isdisjoint(words)
    return is_number or not _INTERNAL.isdisjoint(words)


def _is_heading(row: Sequence[str], question: int, below: Sequence[Sequence[str]]) -> bool:
    """Whether a row that names nothing we know stands above a table all the same: a few words in each cell, and no figures."""
    texts = [text for text in row if text.strip()]
    if not below or len(texts) < len([text for text in below[0] if text.strip()]):
        return False
    is_short = all(len(text.split()) <= MOST_WORDS and not any(map(str.isdigit, text)) for text in texts)
    return is_short and question < len(row) and not row[question].rstrip().endswith("?")


def _role(name: str) -> Role:
    words = normal(name).split()
    if not all(len(word) < 2 or word in _LANGUAGES for word in words):  # "Groep A" holds no answers
        words = [word for word in words if len(word) > 1]
    words = list(map(_simple, words))
    if set(words) & (_OTHER | _INTERNAL) or (words and all(word.isdigit() for word in words)):
        return Role.OTHER
    found = [role for role, known in _WORDS.items() if set(words) & known]
    if Role.CHECKED in found:
        return Role.CHECKED
    if Role.QUESTION in found and Role.ANSWER in found:  # "Vraag en antwoord" stands above both
        return Role.OTHER
    return found[0] if found else Role.OTHER


def _simple(word: str) -> str:
    """The question or answer in a word: "vraag" of "klantvraag"."""
    found = _COMPOUND.search(word)
    return (found["last"] or found["first"]) if found else word


def _settled(
    roles: Mapping[int, Role], below: Sequence[Sequence[str]], names: Sequence[str], lang: str
) -> dict[int, Role] | None:
    """One column for the questions and one for the answers, of several the ones in the language, then the fullest."""
    found = dict(roles)
    questions = [place for place, role in roles.items() if role is Role.QUESTION]
    answers = [place for place, role in roles.items() if role is Role.ANSWER]
    if not answers:
        answers = [place for place, role in roles.items() if role is Role.MORE][:1]
    if not questions:  # a subject in a few words is a title as well
        titles = [place for place in roles if set(normal(names[place]).split()) & _TITLES and place not in answers]
        questions = (titles or [place for place, role in roles.items() if role is Role.TOPIC])[:1]
    if not questions or not answers:
        return None
    question, answer = (_best(places, below, names, lang) for places in (questions, answers))
    for place in questions:
        found[place] = Role.ASK if _spoken(names[place]) in (None, lang or None) else Role.OTHER
    for place in answers:
        found[place] = Role.MORE if _spoken(names[place]) in (None, lang or None) else Role.OTHER
    return found | {question: Role.QUESTION, answer: Role.ANSWER}


def _best(places: Sequence[int], below: Sequence[Sequence[str]], names: Sequence[str], lang: str) -> int:
    def weight(place: int) -> tuple[bool, bool, int]:
        spoken = _spoken(names[place])
        length = sum(len(row[place]) for row in below if place < len(row))
        return spoken == lang, spoken is None, length

    return max(places, key=weight)


def _spoken(name: str) -> str | None:
    """The language that a heading names: "Antwoord NL"; None where it names none."""
    return next((_LANGUAGES[word] for word in normal(name).split() if word in _LANGUAGES), None)

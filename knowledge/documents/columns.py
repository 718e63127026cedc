"""The rows of a table come in, what each column is for goes out, told from what stands above it in Dutch or English."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.entry_file import NOT_PUBLIC, NOT_SHOWN, normal
from knowledge.notices import Notice, notice

MOST_WORDS = 4  # of a heading that isn't known
MAX_NAMED_ROWS = 5  # of those that are told
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
    STATE = "state"  # whether a row is to be shown
    INTERNAL = "internal"  # for colleagues alone: left out wherever it stands
    OTHER = "other"  # left out of a sheet


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
        "contact",
        "persoon",
    ]
)
# Of what is for colleagues alone: a column that is called so is left out, whatever else its heading says.
_INTERNAL = frozenset(["intern", "interne", "internal", "vertrouwelijk", "vertrouwelijke", "confidential"])
# … and so are answers that were written before, where there is another column of them
_NOT_FINAL = frozenset(
    ["concept", "draft", "oud", "oude", "old", "vorig", "vorige", "previous", "voorstel", "proposal"]
)
# … and remarks of theirs
_COLLEAGUES = frozenset(["redactie", "webredactie", "redactioneel", "redactionele", "editor", "editors", "editorial", "staff", "team", "beheer", "beheerder"])  # fmt: skip
_STATES = {
    **NOT_SHOWN,
    "publicatiestatus": NOT_PUBLIC,
    **dict.fromkeys(("publiceren", "online", "live", "tonen", "actief", "active"), NOT_SHOWN["published"]),
}
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
_WORD_LANGUAGES = dict.fromkeys(
    ("vraag", "vragen", "antwoord", "antwoorden", "beantwoording", "reactie"), "nl"
) | dict.fromkeys(
    ("question", "questions", "answer", "answers", "response", "reply"), "en"
)  # of headings that name no language, where both are there
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


def side_by_side(rows: Sequence[Sequence[str]]) -> list[frozenset[int]]:
    """The places of each part of a table that has its questions and answers more than once, one part beside another.

    Empty where it has them once. What stands in front of the first question is of each part, unless each has its own.
    """
    for row in rows[:MAX_ABOVE]:
        asked = [place for place, name in enumerate(row) if _role(name) is Role.QUESTION]
        if len(asked) < 2 or not is_name(row[asked[0]]) or len({_unnumbered(row[place]) for place in asked}) > 1:
            continue
        wide = asked[1] - asked[0]
        answers = [
            [_unnumbered(name) for name in row[place : place + wide] if _role(name) is Role.ANSWER] for place in asked
        ]
        if not answers[0] or any(one != answers[0] for one in answers):
            continue
        front = [_unnumbered(name) for name in row[: asked[0]]]
        is_own = all([_unnumbered(name) for name in row[place - len(front) : place]] == front for place in asked)
        starts = [place - (len(front) if is_own else 0) for place in asked]
        shared = set() if is_own else set(range(asked[0]))
        widest = max(len(row), *map(len, rows))
        return [
            frozenset(shared | set(range(start, end))) for start, end in zip(starts, (*starts[1:], widest), strict=True)
        ]
    return []


def is_heading_again(row: Sequence[str], columns: Columns) -> bool:
    """Whether a row under the headings says what they do, as one that is printed on each page or under each group."""
    if not columns.first:
        return False
    places = (columns.question, columns.answer)
    texts = [row[place] if place < len(row) else "" for place in places]
    is_same = all(
        normal(text) == normal(columns.names.get(place, "")) for place, text in zip(places, texts, strict=True)
    )
    return is_same or (all(map(is_name, texts)) and list(map(_role, texts)) == [Role.QUESTION, Role.ANSWER])


def _unnumbered(name: str) -> str:
    return " ".join(word for word in normal(name).split() if not word.isdigit())


def chosen(rows: Sequence[Sequence[str]], question: int, answer: int) -> Columns:
    """What the columns are for where somebody has said which hold the questions and the answers."""
    is_headed = bool(rows) and (columns_of([rows[0]], "") is not None or _is_heading(rows[0], question, rows[1:]))
    first, names = (1, dict(enumerate(rows[0]))) if is_headed else (0, {})
    used = {place for row in rows for place, text in enumerate(row) if text}
    left_out = {place: role for place, name in names.items() if (role := _role(name)) in (Role.STATE, Role.INTERNAL)}
    roles = dict.fromkeys(used, Role.OTHER) | left_out | {question: Role.QUESTION, answer: Role.ANSWER}
    return Columns(tuple(sorted(roles.items())), first, names)


def unshown(rows: Iterable[tuple[int, Sequence[str]]], found: Columns) -> dict[int, str]:
    """Of rows by number, below the headings, those that are not to be shown, each with how it says so: "Status: concept"."""
    states = [(place, name, _STATES[normal(name)]) for place in found.of(Role.STATE) if (name := found.names[place])]
    return {
        number: f"{name}: {row[place].strip()}"
        for number, row in rows
        for place, name, hiding in states
        if place < len(row) and normal(row[place]) in hiding
    }


def unshown_told(found: Mapping[int, str]) -> Notice:
    """What is told of such rows."""
    numbers = ", ".join(map(str, [*found][:MAX_NAMED_ROWS])) + ("…" if len(found) > MAX_NAMED_ROWS else "")
    states = ", ".join([*dict.fromkeys(found.values())][:MAX_NAMED_ROWS])
    return notice("rows_not_shown", rows=numbers, count=len(found), states=states)


def is_name(text: str) -> bool:
    """Whether a text only says that questions or answers stand below it."""
    return len(text.split()) <= MOST_WORDS and _role(text) in (Role.QUESTION, Role.ANSWER) and not text.endswith("?")


def is_unused(name: str, text: str) -> bool:
    """Whether a cell is for colleagues alone, by the heading above it, or only says which row it is in: "Nr." with a number."""
    words = normal(name).split()
    is_number = text.strip(" .)*").isdigit() and not _COUNTING.isdisjoint(words)
    return is_number or _role(name) is Role.INTERNAL


def _is_heading(row: Sequence[str], question: int, below: Sequence[Sequence[str]]) -> bool:
    """Whether a row that names nothing we know stands above a table all the same: a few words in each cell, and no figures."""
    texts = [text for text in row if text.strip()]
    if not below or len(texts) < len([text for text in below[0] if text.strip()]):
        return False
    is_short = all(len(text.split()) <= MOST_WORDS and not any(map(str.isdigit, text)) for text in texts)
    return is_short and question < len(row) and not row[question].rstrip().endswith("?")


def _role(name: str) -> Role:
    if normal(name) in _STATES:
        return Role.STATE
    words = normal(name).split()
    if not all(len(word) < 2 or word in _LANGUAGES for word in words):  # "Groep A" holds no answers
        words = [word for word in words if len(word) > 1]
    words = list(map(_simple, words))
    if set(words) & _INTERNAL:
        return Role.INTERNAL
    if set(words) & _OTHER or (words and all(word.isdigit() for word in words)):
        return Role.OTHER
    found = [role for role, known in _WORDS.items() if set(words) & known]
    if Role.MORE in found and set(words) & _COLLEAGUES:
        return Role.INTERNAL
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
    if final := [place for place in answers if not set(normal(names[place]).split()) & _NOT_FINAL]:
        found |= dict.fromkeys(set(answers) - set(final), Role.INTERNAL)
        answers = final
    if not answers:
        answers = [place for place, role in roles.items() if role is Role.MORE][:1]
    if not questions:  # a subject in a few words is a title as well
        titles = [place for place in roles if set(normal(names[place]).split()) & _TITLES and place not in answers]
        questions = (titles or [place for place, role in roles.items() if role is Role.TOPIC])[:1]
    if not questions or not answers:
        return None
    spoken = _languages([*questions, *answers], names)
    question = _best(questions, below, spoken, lang)
    lang = spoken[question] or lang  # an answer in another language is none to this question
    answer = _best(answers, below, spoken, lang)
    for place in questions:
        found[place] = Role.ASK if spoken[place] in (None, lang or None) else Role.OTHER
    for place in answers:
        found[place] = Role.MORE if spoken[place] in (None, lang or None) else Role.OTHER
    return found | {question: Role.QUESTION, answer: Role.ANSWER}


def _best(places: Sequence[int], below: Sequence[Sequence[str]], spoken: Mapping[int, str | None], lang: str) -> int:
    def weight(place: int) -> tuple[bool, bool, int]:
        length = sum(len(row[place]) for row in below if place < len(row))
        return spoken[place] == lang, spoken[place] is None, length

    return max(places, key=weight)


def _languages(places: Sequence[int], names: Sequence[str]) -> dict[int, str | None]:
    """The language of each column: that its heading names, else that of its words where there are Dutch and English ones."""
    named = {place: _spoken(names[place]) for place in places}
    worded = {place: _worded(names[place]) for place in places}
    is_both = len(set(filter(None, worded.values()))) > 1
    return {place: named[place] or (worded[place] if is_both else None) for place in places}


def _worded(name: str) -> str | None:
    words = map(_simple, normal(name).split())
    return next((_WORD_LANGUAGES[word] for word in words if word in _WORD_LANGUAGES), None)


def _spoken(name: str) -> str | None:
    """The language that a heading names: "Antwoord NL"; None where it names none."""
    return next((_LANGUAGES[word] for word in normal(name).split() if word in _LANGUAGES), None)

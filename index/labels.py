"""The words around an answer, and dates as people read them, in each language."""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from knowledge.documents.calendar_names import MONTHS
from knowledge.entry import Activity

LANGUAGES = ("nl", "en")  # that have words around an answer


def main_of(spoken: Iterable[str]) -> str:
    """The main language of a folder that there are words in; spoken are those that it is in, the main one first."""
    return next((lang for lang in spoken if lang in LANGUAGES), LANGUAGES[0])


def labels(lang: str) -> dict[str, str]:
    """The words around an answer; Dutch for a language that has none."""
    return _labels().get(lang, _labels()["nl"])


def untranslated(entry_lang: str, lang: str) -> str:
    """That an answer isn't there in somebody's language, and which it is in."""
    return labels(lang)["untranslated"].format(language=language_name(entry_lang, lang))


def language_name(code: str, lang: str) -> str:
    """What a language is called in another: "Engels"; its code where we don't know."""
    return _languages().get(lang, _languages()["nl"]).get(code, code)


@cache
def _languages() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "languages.toml").read_text("utf-8"))


@cache
def _labels() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "labels.toml").read_text("utf-8"))


def checked_on(day: date | None, lang: str) -> str:
    """When an entry was last held against its sources, as it stands under it; None: nobody has yet."""
    words = labels(lang)
    return words["checked"].format(date=long_date(day, lang)) if day else words["not_checked"]


def asked_of_group(activity: Activity | None, lang: str) -> str:
    """ "30 minuten, 6 tot 24 mensen, lokaal", as far as it is told; empty where nothing is, or an entry is no activity."""
    if activity is None:
        return ""
    words, least, most = labels(lang), activity.people_min, activity.people_max
    found = [words["minutes"].format(minutes=activity.minutes)] if activity.minutes else []
    if most:
        found.append(words["group" if least == most else "people"].format(least=least, most=most))
    return ", ".join([*found, *([activity.place] if activity.place else [])])


def long_date(day: date, lang: str) -> str:
    """ "22 november 2026", in Dutch or English."""
    return f"{day.day} {MONTHS.get(lang, MONTHS['nl'])[day.month - 1]} {day.year}"

"""The lists that entries are held to: topics by group from topics.toml, facts by certainty from facts.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.entry import Certainty

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that people ask about."""

    code: str  # "T031"
    group: str  # the group's Dutch label
    labels: dict[str, str]  # by language


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """Subjects that are shown together."""

    labels: dict[str, str]  # by language
    topics: tuple[Topic, ...]  # in the order in which they are shown


@cache
def groups() -> tuple[TopicGroup, ...]:
    """The groups of topics, in the order in which they are shown."""
    tables = tomllib.loads((HERE / "topics.toml").read_text("utf-8"))["group"]
    return tuple(
        TopicGroup(
            {"nl": table["nl"], "en": table["en"]},
            tuple(Topic(code, table["nl"], {"nl": dutch, "en": english}) for code, dutch, english in table["topics"]),
        )
        for table in tables
    )


@cache
def topics() -> dict[str, Topic]:
    """Topics by code, in the order in which they are shown."""
    return {topic.code: topic for group in groups() for topic in group.topics}


@dataclass(frozen=True, slots=True)
class FactGrade:
    """How certain a fact is."""

    certainty: Certainty  # the surest that an entry leaning on it may claim to be on its account
    contradicted: bool  # sources disagree about it


@cache
def facts() -> dict[str, FactGrade]:
    """Facts by code."""
    lists = tomllib.loads((HERE / "facts.toml").read_text("utf-8"))
    grades = {
        "sure": FactGrade(Certainty.SURE, contradicted=False),
        "likely": FactGrade(Certainty.LIKELY, contradicted=False),
        "contradicted": FactGrade(Certainty.LIKELY, contradicted=True),
        "unconfirmed": FactGrade(Certainty.UNCONFIRMED, contradicted=False),
    }
    return {code: grade for name, grade in grades.items() for code in lists[name]}

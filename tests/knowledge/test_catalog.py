import tomllib

import pytest

from knowledge.catalog import HERE, FactGrade, Topic, facts, groups, topics
from knowledge.entry import Certainty


def test_a_topic_has_its_group_and_a_label_a_language():
    actual = topics()["T159"]

    labels = {"nl": "wat een doorlopende leerroute is", "en": "what a continuing learning route is"}
    assert actual == Topic("T159", "Wat is het", labels)


def test_topics_stand_in_the_order_of_their_file():
    groups = tomllib.loads((HERE / "topics.toml").read_text("utf-8"))["group"]

    actual = list(topics())

    assert actual == [code for group in groups for code, _, _ in group["topics"]]


def test_each_topic_has_a_code_and_labels_of_its_own():
    labels = [label for topic in topics().values() for label in topic.labels.items()]

    assert len(labels) == len(set(labels)) == 2 * len(topics())
    assert all(label.strip() for _, label in labels)


@pytest.mark.parametrize(
    ("code", "grade"),
    [
        ("F-01-01", FactGrade(Certainty.SURE, contradicted=False)),
        ("F-01-03", FactGrade(Certainty.LIKELY, contradicted=False)),
        ("F-07-11", FactGrade(Certainty.LIKELY, contradicted=True)),
        ("F-03-05", FactGrade(Certainty.UNCONFIRMED, contradicted=False)),
    ],
)
def test_a_fact_is_as_certain_as_the_list_it_stands_in(code: str, grade: FactGrade):
    assert facts()[code] == grade


def test_no_fact_stands_in_two_lists():
    lists = tomllib.loads((HERE / "facts.toml").read_text("utf-8"))

    assert len(facts()) == sum(map(len, lists.values()))


def test_groups_hold_every_topic_once_under_a_label_a_language():
    shown = groups()

    assert [topic for group in shown for topic in group.topics] == list(topics().values())
    assert shown[1].labels == {"nl": "Melden", "en": "Registering"}

"""What is said to admins."""

import errno

import pytest

from knowledge.notices import from_json, notice, reason, spoken_here, to_json


def test_a_notice_within_a_notice_is_said_in_the_same_language():
    said = notice("file_unreadable", reason=reason(PermissionError(errno.EACCES, "Permission denied")))

    assert said.say("nl") == "dit kan ik niet lezen (dat mag ik niet); kijk naar de rechten"
    assert "(Permission denied)" in said.say("en")
    assert from_json(to_json(said)) == said


def test_counts_are_written_as_the_language_has_them():
    said = notice("more_problems", count=12345)

    assert "12.345" in said.say("nl")
    assert "12,345" in said.say("en")


@pytest.mark.parametrize(
    ("told", "lang"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "nl_BE"}, "nl"),
        ({"LANG": "de_DE"}, "en"),
        ({}, "en"),
    ],
)
def test_a_terminal_speaks_as_its_settings_say(monkeypatch: pytest.MonkeyPatch, told: dict[str, str], lang: str):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)

    assert spoken_here() == lang


@pytest.mark.parametrize(("count", "expected"), [(1, "1 tekst"), (2, "2 teksten"), (1_234, "1.234 teksten")])
def test_a_number_has_the_words_that_go_with_it(count: int, expected: str):
    assert expected in notice("still_answering", count=count).say("nl")

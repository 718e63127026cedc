"""Two lines of a page, and the text that they were wrapped from."""

import pytest

from knowledge.documents.line_ends import with_next


@pytest.mark.parametrize(
    ("text", "following", "expected"),
    [
        pytest.param("de over-", "stap", "de overstap", id="a word broken off"),
        pytest.param("van vmbo-", "mbo", "van vmbo-mbo", id="a hyphen of ours"),
        pytest.param("de school", "tekent", "de school tekent", id="two words"),
        pytest.param("schooljaar 2026-", "2027 en later", "schooljaar 2026-2027 en later", id="years"),
        pytest.param("artikel 2.102-", "2.104", "artikel 2.102-2.104", id="articles"),
        pytest.param("van 9.00–", "17.00 uur", "van 9.00–17.00 uur", id="hours behind a dash"),
        pytest.param("in Noord-", "Holland", "in Noord-Holland", id="a name"),
        pytest.param("de VMBO-", "MBO-route", "de VMBO-MBO-route", id="capitals"),
        pytest.param("een 4-", "jarige opleiding", "een 4-jarige opleiding", id="a number"),
        pytest.param("in Noord\u2010", "Holland", "in Noord-Holland", id="a hyphen of another kind"),
        pytest.param("het ver\u00ad", "zuim", "het verzuim", id="a soft one"),
        pytest.param("de voor-", "en nadelen", "de voor- en nadelen", id="a word that is said once for both"),
        pytest.param("in- of", "uitschrijven", "in- of uitschrijven", id="nothing broken off"),
        pytest.param("begin-", "of eindtermen", "begin- of eindtermen", id="one or the other"),
        pytest.param("pre-", "and post-test", "pre- and post-test", id="in English"),
        pytest.param("de rou-", "ten", "de routen", id="an ending"),
        pytest.param("de school -", "Het bestuur", "de school - Het bestuur", id="a dash by itself"),
        pytest.param("", "Het bestuur", "Het bestuur", id="nothing before it"),
    ],
)
def test_lines_are_one(text: str, following: str, expected: str) -> None:
    assert with_next(text, following) == expected

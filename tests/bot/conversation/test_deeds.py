from datetime import UTC, datetime

import pytest

from bot.conversation.deeds import content
from bot.conversation.wording import Wording
from bot.when.reading import read

NOW = datetime(2027, 1, 4, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "lang", "left"),
    [
        ("herinner mij morgen aan het bellen van het roc", "nl", "morgen bellen van het roc"),
        ("herinner me over 2 weken aan het bellen van het roc", "nl", "over 2 weken bellen van het roc"),
        ("herinner ons op vrijdag aan de cijferlijst", "nl", "op vrijdag cijferlijst"),
        ("kun je me morgen herinneren aan het concept", "nl", "morgen concept"),
        ("volgende week dinsdag herinneren aan het contract", "nl", "volgende week dinsdag contract"),
        (
            "herinner mij over een maand aan de brief over de keuzevakken",
            "nl",
            "over een maand brief over de keuzevakken",
        ),
        ("herinner mij aan de brief op 3 maart", "nl", "brief op 3 maart"),
        ("link toevoegen: https://duo.nl/a voor allen", "nl", "https://duo.nl/a voor allen"),
        ("https://duo.nl/a", "nl", "https://duo.nl/a"),
        ("remind me in two weeks to call the college", "en", "in two weeks call the college"),
        ("remind us on Friday about the timetable", "en", "on Friday timetable"),
        ("Kun je een overleg plannen met techniek op dinsdag?", "nl", "overleg plannen met techniek op dinsdag"),
        ("er staat iets in de weg: de roosters passen niet", "nl", "de roosters passen niet"),
        ("ik wil een afspraak vastleggen", "nl", ""),
        ("welke routes zijn er in Twente voor PIE?", "nl", "Twente voor PIE"),
        ("plan een overleg om 15:30", "nl", "overleg om 15:30"),
        ("please remind me to call the college tomorrow", "en", "call the college tomorrow"),
        ("set a reminder", "en", ""),
        ("zet dat ik vrijdag Jolanda moet bellen", "nl", "ik vrijdag Jolanda moet bellen"),
        ("remind me that I should call Ann", "en", "I should call Ann"),
        ("set up a meeting with the college", "en", "meeting with the college"),
        ("herinner het team elke dinsdag aan de absentielijst", "nl", "elke dinsdag absentielijst, het team"),
        ("remind Ann on Friday about the timetable", "en", "on Friday timetable, Ann"),
        ("schedule a follow up", "en", "follow up"),
    ],
)
def test_what_is_left_is_what_the_command_reads(text: str, lang: str, left: str) -> None:
    assert content(text, Wording().list("deed_words", lang), read(text, NOW, lang).spans) == left

import pytest

from bot.conversation.deeds import content
from bot.conversation.wording import Wording


@pytest.mark.parametrize(
    ("text", "lang", "left"),
    [
        ("herinner mij morgen aan het bellen van het roc", "nl", "morgen aan het bellen van het roc"),
        ("Kun je een overleg plannen met techniek op dinsdag?", "nl", "overleg plannen met techniek op dinsdag"),
        ("er staat iets in de weg: de roosters passen niet", "nl", "de roosters passen niet"),
        ("ik wil een afspraak vastleggen", "nl", ""),
        ("welke routes zijn er in Twente voor PIE?", "nl", "Twente voor PIE"),
        ("plan een overleg om 15:30", "nl", "overleg om 15:30"),
        ("please remind me to call the college tomorrow", "en", "call the college tomorrow"),
        ("set a reminder", "en", ""),
    ],
)
def test_what_is_left_is_what_the_command_reads(text: str, lang: str, left: str) -> None:
    assert content(text, Wording().list("deed_words", lang)) == left

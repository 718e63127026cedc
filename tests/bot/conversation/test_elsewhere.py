import pytest

from bot.conversation.elsewhere import line_for
from index import questions


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        pytest.param("Oğlum ne zaman kayıt olabilir, nasıl yapabilirim, hangi okul?", "Bu asistan", id="Turkish"),
        pytest.param("Kto podpisuje umowę, czy jest szkoła?", "Ten asystent", id="Polish"),
        pytest.param("Wer muss hier eine Vereinbarung unterschreiben, und warum?", "Dieser Assistent", id="German"),
        pytest.param("Guten Tag, wie funktioniert das?", "Dieser Assistent", id="German, of every day"),
        pytest.param("Hola, ¿cómo funciona?", "Este asistente", id="Spanish"),
        pytest.param("Bună ziua, cum funcționează?", "Acest asistent", id="Romanian"),
        pytest.param("Quand devons nous signer avec notre école?", "Cet assistant", id="French"),
        pytest.param("Хто підписує угоду?", "Цей помічник", id="Ukrainian, by its letters"),
        pytest.param("кто подписывает соглашение", "Этот помощник", id="Russian, by its words"),
        pytest.param("من يوقع الاتفاق؟", "هذا المساعد", id="Arabic"),
        pytest.param("እንታይ እዩ", "እዚ ሓጋዚ", id="Tigrinya"),
    ],
)
def test_what_is_in_another_language_gets_a_line_in_it_with_an_example(text: str, begins: str) -> None:
    found = line_for(text, read=("nl", "en"))
    assert found
    _, line = found
    assert line.startswith(begins)
    assert "Wat is een doorlopende leerroute?" in line


@pytest.mark.parametrize(
    "text",
    [
        "wie tekent de sok",
        "who signs it",
        "🙂",
        "12?",
        "Merci!",
        "Comment on every question, please",
        "de Schule in Emmerich doet ook mee, mag dat?",
    ],
    ids=[
        "Dutch",
        "English",
        "no letters",
        "digits",
        "one word of another",
        "English that is French too",
        "a name in another",
    ],
)
def test_dutch_english_and_what_tells_nothing_get_none(text: str) -> None:
    assert line_for(text, read=("nl", "en")) is None


def test_no_question_in_dutch_or_english_is_taken_for_another_language() -> None:
    assert [asked.text for asked in questions.load() if line_for(asked.text, read=("nl", "en"))] == []


def test_which_language_the_line_is_in_is_told() -> None:
    found = line_for("Wer muss hier eine Vereinbarung unterschreiben, und warum?", read=("nl", "en"))
    assert found
    assert found[0] == "de"


def test_a_language_that_the_folder_is_in_gets_none() -> None:
    assert line_for("Wer muss hier eine Vereinbarung unterschreiben, und warum?", read=("en", "de")) is None

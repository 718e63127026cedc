import pytest

from index.language import Languages
from knowledge.folder import read_folder
from tests.conftest import Folder


@pytest.fixture
def languages(folder: Folder) -> Languages:
    folder.save("nl/faq/melden.md", title="Wie meldt de leerroute?", body="De school meldt elke leerroute bij DUO.")
    folder.save("en/faq/melden.md", title="Who registers the route?", body="The school registers each route with DUO.")
    return Languages(read_folder(folder.root).entries)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        pytest.param("Wie meldt de leerroute?", "nl", id="Dutch"),
        pytest.param("mag dat zonder toestemming", "nl", id="Dutch by function words"),
        pytest.param("leerroute melden bij de school", "nl", id="Dutch by what the folder holds"),
        pytest.param("Who registers the route?", "en", id="English"),
        pytest.param("may we do this without permission", "en", id="English by function words"),
        pytest.param("WHAT IS THE DEADLINE", "en", id="English in capitals"),
        pytest.param("wat is het verschil tussen een DLR en een GLR", "nl", id="abbreviations in Dutch"),
        pytest.param("what is the difference between a DLR and a GLR", "en", id="abbreviations in English"),
        pytest.param("what does samenwerkingsovereenkomst mean in the law", "en", id="Dutch word in English"),
    ],
)
def test_language_is_told_from_words(languages: Languages, text: str, lang: str) -> None:
    assert languages.tell(text) == lang


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("2027", id="a number"),
        pytest.param("?!", id="punctuation"),
        pytest.param("👍", id="emoji"),
        pytest.param("is", id="a word of both"),
        pytest.param("DUO", id="a name of both"),
        pytest.param("asdfgh", id="a word of none"),
    ],
)
def test_text_that_could_be_either_is_undecided(languages: Languages, text: str) -> None:
    assert languages.tell(text) is None


@pytest.mark.parametrize(
    ("text", "lang"), [("mag het zonder de school", "nl"), ("may it go without the school", "en"), ("xyzzy", None)]
)
def test_without_a_folder_function_words_tell(text: str, lang: str | None) -> None:
    assert Languages(()).tell(text) == lang


def test_third_language_is_learned_from_its_folder(folder: Folder) -> None:
    folder.save("de/faq/melden.md", title="Wer meldet den Bildungsgang?", body="Die Schule meldet den Bildungsgang an.")
    languages = Languages(read_folder(folder.root).entries)

    assert languages.tell("welche Schule meldet den Bildungsgang") == "de"


def test_words_with_accents_tell_too(folder: Folder) -> None:
    folder.save("de/faq/melden.md", title="Wer meldet den Bildungsgang?", body="Die Schule.")

    assert Languages(read_folder(folder.root).entries).tell("für über") == "de"


FOLDERS = {
    "nl": ("Wanneer is het zwembad open?", "Het zwembad is elke dag open, ook in de zomer."),
    "en": ("When is the pool open?", "The pool is open on every day of the week."),
    "de": ("Wann ist das Schwimmbad offen?", "Das Schwimmbad ist jeden Tag offen, auch im Sommer."),
    "fy": ("Wannear is it swimbad iepen?", "It swimbad is alle dagen iepen, ek yn de simmer."),
    "fr": ("Quand la piscine est-elle ouverte ?", "La piscine est ouverte tous les jours, même en été."),
}


@pytest.mark.parametrize(
    ("langs", "text", "lang"),
    [
        (("en", "de"), "may I bring my dog into the water", "en"),
        (("en", "de"), "darf ich meinen Hund mit ins Wasser nehmen", "de"),
        (("nl", "fy"), "mag mijn hond mee het water in", "nl"),
        (("nl", "fy"), "mei myn hûn mei yn it wetter", "fy"),
        (("nl", "fr"), "est-ce que mon chien peut venir avec moi", "fr"),
        (("nl", "de"), "hoe laat gaat de kassa dicht", "nl"),
        (("nl", "en", "de"), "is there a locker for my clothes", "en"),
    ],
)
def test_languages_of_a_folder_are_told_apart(folder: Folder, langs: tuple[str, ...], text: str, lang: str) -> None:
    for spoken in langs:
        title, body = FOLDERS[spoken]
        folder.save(f"{spoken}/faq/open.md", title=title, body=body)
    languages = Languages(read_folder(folder.root).entries)

    assert languages.tell(text) == lang

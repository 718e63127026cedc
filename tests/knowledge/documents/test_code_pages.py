"""What Excel saves as CSV for Windows, MS-DOS or a Macintosh arrives as it was typed."""

import pytest

from knowledge.documents.code_pages import decoded
from knowledge.documents.reading import Limits, read_document

TEXTS = [
    "Is één café geïntegreerd?",
    "coöperatie, reünie, scène, België, categorieën",
    "één",
    "café",
    "zeeën",
    "geïnd",
    "Één van de ideeën van Daniël en André",
    "CAFÉ EN REÜNIE",
    "Voilà, à la carte: privé-informatie",
    "patiënt, 20 °C en 5 m² voor ½ dag",
]
TYPED = ["foto’s", "“Ja”, zei hij – en toen…", "‘s Middags € 5,–", "• punt één", "“Eén” café’s"]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("text", TEXTS)
def test_letters_with_accents_are_those_that_were_typed(text: str, encoding: str):
    data = text.encode(encoding, "replace")

    assert decoded(data) == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("text", TYPED)
def test_quotes_and_dashes_are_those_that_were_typed(text: str, encoding: str):
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Dušan",
        "Søren en Åse",
        "500 µg, ± 3 × per dag",
        "© 2026 ®",
        "Müller & Groß",
        "D’Artagnan",
        "¿Qué?",
        "x² + y³",
        "l’œuvre",
        "Hé",
        "‚Ja‘ en „nee“",
        "„ja”",
    ],
)
def test_what_makes_sense_as_windows_writes_it_is_read_so(text: str):
    assert decoded(text.encode("cp1252")) == text


def test_a_euro_of_ms_dos_is_one():
    assert decoded("Een idee kost € 5 per categorieën".encode("cp858")) == "Een idee kost € 5 per categorieën"


@pytest.mark.parametrize(("encoding", "end"), [("cp850", "\r\n"), ("mac_roman", "\r"), ("cp1252", "\r")])
def test_a_csv_file_of_another_system_arrives(encoding: str, end: str):
    rows = ["Vraag;Antwoord", "Zijn er ideeën?;Ja, één.", 'Is het privé?;"Nee, geïnd."', ""]

    document = read_document(end.join(rows).encode(encoding), "lijst.csv", Limits())[1]

    assert [block.text for block in document.blocks] == ["Zijn er ideeën?", "Ja, één.", "Is het privé?", "Nee, geïnd."]

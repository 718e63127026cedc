import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.plain import _LINE, MAX_CHARS, Courtesy, courtesy_of, folded, plain

COURTESIES = ["hallo ", "Goedemorgen, ", "Beste Verbinder, ", "bedankt!", " Groetjes", "please", "thanks in advance"]
AROUND = st.sampled_from(
    [*COURTESIES, "´", "*", "- ", "# ", "!!", "?", " . ", "\u00ad", "\u200d", "❤️", "\u202e", "é", "e\u0301"]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Hallo, wie meldt de route?", "wie meldt de route?", id="greeting"),
        pytest.param("hoiiii wie meldt de route?", "wie meldt de route?", id="long greeting"),
        pytest.param("Goedemorgen! Wie meldt de route?", "Wie meldt de route?", id="good morning"),
        pytest.param("Geachte heer/mevrouw, wie meldt de route?", "wie meldt de route?", id="formal greeting"),
        pytest.param("Beste Verbinder, ik vroeg me af of het mag", "het mag", id="two in a row"),
        pytest.param("Weet u misschien of dat mag?", "dat mag?", id="do you know"),
        pytest.param("Kunt u mij vertellen wie meldt?", "wie meldt?", id="can you tell"),
        pytest.param("wie meldt de route? Alvast bedankt!", "wie meldt de route?", id="thanks"),
        pytest.param("wie meldt de route, mvg", "wie meldt de route", id="regards"),
        pytest.param("Hi there, who registers? Thanks in advance", "who registers?", id="English"),
        pytest.param("Could you please tell me who registers", "who registers", id="could you please"),
        pytest.param("WIE MELDT DE ROUTE?", "WIE MELDT DE ROUTE?", id="case stays"),
        pytest.param("HALLO, wie meldt?", "wie meldt?", id="greeting in capitals"),
        pytest.param("wie meldt de route???!!", "wie meldt de route?", id="punctuation"),
        pytest.param("  wie \n\n meldt\tde \u00a0 route ", "wie meldt de route", id="spaces"),
        pytest.param("hallo 👋🏽 wie meldt? 👨‍👩‍👧", "wie meldt?", id="emoji"),
        pytest.param("wie meldt? ❤️", "wie meldt?", id="emoji with a selector of its looks"),
        pytest.param("1️⃣ vraag: wie meldt?", "1 vraag: wie meldt?", id="keycap"),
        pytest.param(
            "samen\u00adwerkings\u200bovereenkomst", "samenwerkingsovereenkomst", id="invisible within a word"
        ),
        pytest.param("\ufeffwie meldt", "wie meldt", id="byte-order mark"),
        pytest.param("\u202bwie meldt\u202c \u200fde route\u2069", "wie meldt de route", id="right-to-left"),
        pytest.param("من يسجل المسار؟", "من يسجل المسار؟", id="Arabic"),
        pytest.param("foto’s en zo´n route", "foto's en zo'n route", id="apostrophes"),
        pytest.param("„route”  “route”", '"route" "route"', id="quotation marks"),
        pytest.param("vmbo‑mbo – wie?", "vmbo-mbo - wie?", id="hyphens and dashes"),
        pytest.param("- *wie meldt*", "wie meldt", id="marks of a list and emphasis"),
        pytest.param("hallo *wie meldt*", "wie meldt", id="marks behind a greeting"),
        pytest.param("ＤＬＲ ｏｆ ＧＬＲ", "DLR of GLR", id="wide letters"),
        pytest.param("kost het € 100 + 10% ?", "kost het € 100 + 10% ?", id="signs that mean something"),
        pytest.param("", "", id="nothing"),
        pytest.param("👍 \u200b", "", id="nothing but emoji"),
    ],
)
def test_question_is_made_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text", ["hallo", "Hallo, alvast bedankt!", "Goedemorgen", "hi there", "thanks", "Dank u wel."]
)
def test_nothing_but_courtesies_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("text", ["hallootjes allemaal mee", "dagopleiding starten", "hidden rules", "groetenroute"])
def test_a_word_that_begins_like_a_greeting_stays(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("text", ["mag het zonder melding", "geldt dat alleen voor niveau 2", "mag het niet"])
def test_words_that_change_the_question_stay(text: str) -> None:
    assert plain(text) == text


def test_long_message_keeps_its_beginning_and_its_end() -> None:
    text = f"Onze school wil melden {'x' * 1000} wie tekent er?"

    kept = plain(text)

    assert (kept[:22], kept[-14:], len(kept)) == ("Onze school wil melden", "wie tekent er?", MAX_CHARS)


def test_signs_that_few_ask_with_are_held_nowhere() -> None:
    """Else a million of them would be, once somebody has sent each."""
    for code in range(0x10000, 0x20000):
        plain(f"wat is {chr(code)}?")

    assert max(_LINE) < 0x10000


@given(st.one_of(st.text(), st.lists(st.one_of(AROUND, st.text(max_size=8))).map("".join)))
@example("\ud800")
@example("hallo " * 200 + "wie?")
@example("a" * (MAX_CHARS + 1))
def test_plain_text_is_one_line_within_bounds_and_stays_what_it_is(text: str) -> None:
    made = plain(text)

    assert len(made) <= MAX_CHARS
    assert made == " ".join(made.split())
    assert plain(made) == made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Geïntegreerde", "geintegreerde"),
        ("ÉÉN", "een"),
        ("Straße", "strasse"),
        ("ﬁnanciën", "financien"),
        ("", ""),
    ],
)
def test_case_and_accents_fold_away(text: str, expected: str) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hoi", Courtesy.GREETING),
        ("Goedemorgen!", Courtesy.GREETING),
        ("hello there", Courtesy.GREETING),
        ("👋", Courtesy.GREETING),
        ("", Courtesy.GREETING),
        ("dank je wel", Courtesy.THANKS),
        ("Bedankt voor je hulp!", Courtesy.THANKS),
        ("thanks a lot", Courtesy.THANKS),
        ("oké top", None),
        ("oké", Courtesy.THANKS),
        ("Helder, dank u", Courtesy.THANKS),
        ("got it, thanks", Courtesy.THANKS),
        ("hoi, wie meldt de route", None),
        ("SOK", None),
        ("en bij kader?", None),
        ("bedankt, en wie tekent?", None),
    ],
)
def test_message_that_asks_nothing_is_known_as_a_courtesy(text: str, expected: Courtesy | None) -> None:
    assert courtesy_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Beste collega,\n\nWie meldt de route?\n\nMet vriendelijke groet,\nA. de Vries\nteamleider vmbo\n06 12345678",
        "Geachte heer Jansen\nWie meldt de route?\nmvg Ans",
        "Wie meldt de route?\n--\nAns de Vries",
        "Dear all,\n\nWie meldt de route?\n\nKind regards,\nAns",
    ],
)
def test_whom_a_mail_is_to_and_from_is_no_part_of_the_question(text: str) -> None:
    assert plain(text) == "Wie meldt de route?"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Wij doen mee.\nGroeten jullie ook de ouders?", "Wij doen mee. Groeten jullie ook de ouders?"),
        ("Met vriendelijke groet,\nAns", "Met vriendelijke groet, Ans"),
    ],
)
def test_what_asks_something_is_no_signature(text: str, kept: str) -> None:
    assert plain(text) == kept

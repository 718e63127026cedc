"""What an admin is told of an edit's effects: short, the worst first, and no words that a person typed."""

import pytest

from bot.conversation.wording import Wording
from bot.folder.effects import effects_text
from index.answer import Outcome
from index.effects import Effects, HitRate, Move, Verdict
from index.twins import Twins

SAID = Wording()
NONE = HitRate(0, 0, 0)
ANSWERED, UNSURE, UNKNOWN = Outcome.ANSWERED, Outcome.UNSURE, Outcome.UNKNOWN
MOVES = (
    Move("faq/y", "faq/x", ANSWERED, Verdict.WORSE, 3, ("hoe dan", "wie <b> dan")),
    Move("faq/y", None, UNSURE, Verdict.WORSE, 1, ()),
    Move(None, "faq/x", ANSWERED, Verdict.WORSE, 2, (), own="faq/z"),
    Move(None, None, UNSURE, Verdict.WORSE, 1, (), own="faq/z"),
    Move("faq/y", None, UNKNOWN, Verdict.OTHER, 1200, ("weg",)),
    Move(None, "faq/x", ANSWERED, Verdict.BETTER, 1, ("a" * 80,)),
)
DUTCH = f"""<b>Klopt dit?</b> Dit komt niet (meer) goed uit:
• 3 vragen nu naar faq/x in plaats van faq/y
<i>“hoe dan” · “wie &lt;b&gt; dan”</i>
• 1 vraag nu “Bedoelt u …?”, eerst faq/y
• 2 vragen bij faq/z nu naar faq/x
• 1 vraag bij faq/z zonder zeker antwoord

<b>Dit komt nu anders uit:</b>
• 1.200 vragen nu zonder antwoord, eerst faq/y
<i>“weg”</i>

<b>Dit komt nu goed uit:</b>
• 1 vraag nu naar faq/x, eerst zonder zeker antwoord
<i>“{"a" * 69}…”</i>

<b>Lijken erg op elkaar:</b>
• faq/x en faq/y (nl)
Voeg zulke teksten samen, of geef ze vragen die verder uit elkaar liggen.

Goed antwoord bovenaan: 2.253 → 2.250 van 2.376 proefvragen (94,8 % → 94,7 %).
Van 3 proefvragen bij nieuwe teksten komen er 2 goed uit.
Bij 4 proefvragen hoort een tekst die er niet meer is."""


def test_everything_is_said_the_worst_first() -> None:
    hits = HitRate(2376, 2253, 2250, gone=4, new=3, new_found=2)

    assert effects_text(Effects(7616, 7616, MOVES, (Twins("faq/x", "faq/y", "nl"),), hits), SAID, "nl") == DUTCH


@pytest.mark.parametrize(
    ("effects", "lang", "expected"),
    [
        pytest.param(
            Effects(7616, 7616, (), (), HitRate(2376, 2250, 2250)),
            "nl",
            "Alle 7.616 vragen die ik ken komen uit waar ze uitkwamen.\n"
            "Goed antwoord bovenaan: 2.250 van 2.376 proefvragen (94,7 %), evenveel als eerst.",
            id="nothing moved",
        ),
        pytest.param(
            Effects(7616, 7616, (), (), NONE),
            "en",
            "All 7,616 questions that I know come out where they did.",
            id="nothing moved, no test questions",
        ),
        pytest.param(
            Effects(9, 9, (), (), HitRate(0, 0, 0, gone=1, new=1, new_found=1)),
            "nl",
            "Alle 9 vragen die ik ken komen uit waar ze uitkwamen.\n"
            "Van 1 proefvraag bij nieuwe teksten komt er 1 goed uit.\n"
            "Bij 1 proefvraag hoort een tekst die er niet meer is.",
            id="one of each",
        ),
        pytest.param(
            Effects(9, 9, (), (), HitRate(0, 0, 0, gone=1, new=1, new_found=1)),
            "en",
            "All 9 questions that I know come out where they did.\n"
            "Of 1 test question on new texts, 1 comes out well.\n"
            "1 test question belongs to a text that is gone.",
            id="one of each, in English",
        ),
        pytest.param(
            Effects(20000, 9000, (), (), NONE),
            "nl",
            "De 9.000 vragen die het dichtst bij de wijziging liggen, van de 20.000, komen uit waar ze uitkwamen.",
            id="not those that are far",
        ),
    ],
)
def test_what_there_is_to_say_is_said_where_nothing_moved(effects: Effects, lang: str, expected: str) -> None:
    assert effects_text(effects, SAID, lang) == expected


def test_more_than_a_few_moves_are_counted() -> None:
    moves = tuple(Move(None, f"faq/n{number}", ANSWERED, Verdict.BETTER, 2, ()) for number in range(9))

    lines = effects_text(Effects(9, 9, moves, (), NONE), SAID, "en").splitlines()

    assert lines == [
        "<b>Comes out well now:</b>",
        *(f"• 2 questions now to faq/n{number}, without a certain answer before" for number in range(5)),
        "… and 8 questions more",
    ]

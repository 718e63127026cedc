import json
from pathlib import Path

import pytest

from bot.conversation import phrases, short
from bot.conversation.talk import MODEL, Meant, Talk, shipped
from bot.conversation.training import said
from index import sorting
from index.encoder import Matrix
from index.shipped_encoder import ShippedEncoder

ENCODER = ShippedEncoder()


async def vector_of(text: str) -> Matrix | None:
    return ENCODER.encode_queries([text])[0]


async def no_vector(text: str) -> Matrix | None:
    return None


async def test_what_is_phrased_as_in_the_files_is_known_without_a_model() -> None:
    assert await Talk().meant("Dit klopt niet!", no_vector) == Meant("act", "wrong")
    assert await Talk().meant("ik wil een afspraak vastleggen", no_vector) == Meant("deed", "afspraak")
    assert await Talk().meant("klopt er ergens iets niet aan de kwestie", no_vector) is None


async def test_mark_that_phones_leave_out_is_not_missed() -> None:
    assert await Talk().meant("so whats this thing do", no_vector) == await Talk().meant(
        "so what's this thing do", no_vector
    )
    assert await Talk().meant("so whats this thing do", no_vector) is not None


async def test_other_words_are_known_by_the_model() -> None:
    talk = shipped(ENCODER.name, held_nowhere)
    assert await talk.meant("waar hebt u deze informatie vandaan gehaald?", vector_of) == Meant("act", "source")
    assert await talk.meant("Wie tekent de samenwerkingsovereenkomst?", vector_of) is None


@pytest.mark.parametrize("text", ["da snap ik nie goed", "dat is me nie duidelijk", "i dont quite follow that"])
async def test_who_objects_is_not_told_that_all_is_well(text: str) -> None:
    meant = await shipped(ENCODER.name, held_nowhere).meant(text, vector_of)

    assert meant is None or meant.name not in ("ok", "thanks", "yes")


async def test_word_alone_is_no_order() -> None:
    meant = await shipped(ENCODER.name, held_nowhere).meant("teams", vector_of)

    assert meant is None or not meant.is_likely


def held_nowhere(word: str) -> bool:
    return False


def held_here(word: str) -> bool:
    """Whether a folder that holds what follows holds a word."""
    return word in ("stage", "mentor", "intake", "handtekening", "wetsartikelen", "weer", "dossier")


@pytest.mark.parametrize(
    "text",
    [
        *("stage", "mentor", "intake", "handtekening", "wetsartikelen", "weer"),  # in the folder
        *("lokaal", "laptop", "internship", "elective", "thee", "pasen", "hypotheek", "darten"),  # … and not
        *("asdf", "xyzzy", "asdf hjkl", "salt"),
    ],
)
async def test_word_that_nobody_says_around_questions_is_one(text: str) -> None:
    talk = shipped(ENCODER.name, held_here)
    assert (await talk.meant(text, vector_of), await talk.perhaps(text, vector_of)) == (None, ())


@pytest.mark.parametrize("text", ["teamleider", "rooster", "decaan", "radio", "keuken"])
async def test_word_that_nobody_says_for_a_deed_offers_none(text: str) -> None:
    talk = shipped(ENCODER.name, held_nowhere)
    assert (await talk.meant(text, vector_of), await talk.perhaps(text, vector_of)) == (None, ())


async def test_two_words_of_which_the_folder_holds_one_are_a_question_under_which_a_deed_is_offered() -> None:
    unlikely = Meant("deed", "privacy", is_likely=False)
    assert await shipped(ENCODER.name, held_here).meant("privacy dossier", vector_of) == unlikely


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("okeeeee", "ok"),
        ("begrepn", "ok"),
        ("duidlijk", "ok"),
        ("okej", "ok"),
        ("dankjewwel", "thanks"),
        ("enorm bedankt", "thanks"),
        ("thank yuo", "thanks"),
        ("goedmorgen", "greeting"),
        ("goeiemiddagg", "greeting"),
        ("good mornin", "greeting"),
        ("doeiiii", "goodbye"),
        ("neeeeee", "no"),
        ("inderdaadd", "yes"),
        ("sorryy", "sorry"),
        ("nevermindd", "never_mind"),
        ("korterr", "shorter"),
        ("soruce", "source"),
        ("whaat", "dont_get_it"),
        ("rotbotje", "insult"),
        ("herhaal eens", "again"),
    ],
)
async def test_short_talk_is_heard_with_typos_and_where_nothing_else_looks_like_it(text: str, act: str) -> None:
    assert await shipped(ENCODER.name, held_here).meant(text, vector_of) == Meant("act", act)


async def test_what_asks_more_than_it_wants_done_may_want_it_after_all() -> None:
    talk, text = shipped(ENCODER.name, held_nowhere), "is onze overeenkomst volledig genoeg"
    assert await talk.meant(text, vector_of) == Meant("deed", "nakijken", is_likely=False)
    assert (await talk.perhaps(text, vector_of))[0] == "nakijken"
    assert await talk.perhaps("Wie tekent de samenwerkingsovereenkomst?", vector_of) == ()
    assert await Talk().perhaps(text, vector_of) == await talk.perhaps(f"{text} " * 20, vector_of) == ()


@pytest.mark.parametrize("text", ["kijk hier", "moet je zien", "foto van de muur", "look at this"])
async def test_what_stands_under_a_picture_asks_for_nothing(text: str) -> None:
    meant = await shipped(ENCODER.name, held_nowhere).meant(text, vector_of)

    assert meant is None or not meant.is_likely


async def test_two_deeds_may_be_wanted() -> None:
    assert set(await shipped(ENCODER.name, held_nowhere).perhaps("waar zijn de links en de routes", vector_of)) == {
        "links",
        "routes",
    }


async def test_with_another_encoder_only_the_files_phrasings_are_known() -> None:
    assert await shipped("another", held_nowhere).meant("Dit klopt niet!", no_vector) == Meant("act", "wrong")


async def test_a_story_is_no_act() -> None:
    assert await Talk().meant("dit klopt niet " * 20, no_vector) is None


def test_the_model_has_learned_from_the_phrasings_as_they_are_now() -> None:
    sorter = sorting.load(MODEL)
    assert sorter.learned == phrases.learned(said.taught())  # else: python -m bot.conversation.training.talk --write
    assert sorter.encoder == ENCODER.name


def test_words_of_short_talk_are_those_of_the_phrasings_as_they_are_now() -> None:
    assert short.load() == short.of(said.taught())  # else: python -m bot.conversation.training.talk --known


def test_what_is_written_down_of_the_phrasings_is_what_they_say_now() -> None:
    written = json.loads(phrases.KNOWN.read_text("utf-8"))
    assert written["digest"] == phrases.digest()  # else: python -m bot.conversation.training.talk --known
    assert {name: written[name] for name in ("labels", "languages")} == phrases.worked_out()
    assert phrases.known() == written["labels"]


@pytest.mark.parametrize(
    ("text", "languages"),
    [("Ok!", {"nl", "en"}), ("bedankt", {"nl"}), ("never mind", {"en"}), ("Wie tekent de sok?", set())],
)
def test_which_languages_something_is_said_in_is_known(text: str, languages: set[str]) -> None:
    assert set(phrases.languages_of(text)) == languages


def test_what_is_written_down_of_other_phrasings_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "known.json"
    monkeypatch.setattr(phrases, "KNOWN", kept)
    monkeypatch.setattr(phrases, "worked_out", lambda: {"labels": {"dit klopt niet": "act wrong"}, "languages": {}})
    for damaged in ("", "[]", '{"digest": "another", "labels": {"dit klopt niet": "deed wis"}}'):
        kept.write_text(damaged, "utf-8")
        phrases._kept.cache_clear()
        assert phrases.known() == {"dit klopt niet": "act wrong"}
    phrases._kept.cache_clear()

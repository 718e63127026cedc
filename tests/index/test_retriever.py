"""Questions to a retriever and their answers: which entry, how sure, in which language, with which numbers."""

import asyncio
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from index import declined_questions
from index.answer import Answer, Hit, Outcome, Question
from index.answering import HITS
from index.cache import EmbeddingCache
from index.encoder import Matrix
from index.heads import Heads
from index.ranking import Look
from index.retriever import Retriever
from index.shipped_encoder import ShippedEncoder
from knowledge.entry import PassageKind, text_key
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WordEncoder, intents_of, tiny_model
from tests.index.asking import asked, first, told


async def test_title_but_for_a_decisive_word_is_shown_as_what_is_probably_meant(
    retriever: Retriever, folder: Folder
) -> None:
    retriever.calibration = replace(CALIBRATION, thresholds=replace(CALIBRATION.thresholds, answer=0.0, likely=0.0))
    folder.save("nl/faq/a.md", title="Wie leent de sleutel van het gymlokaal uit?", body="Vraag de conciërge.")
    await retriever.refresh(read_folder(folder.root))

    outcomes = [
        (await retriever.ask(asked(text))).outcome
        for text in (
            "wie leent me de sleutel van het gymlokaal uit",
            "wie schildert de sleutel van het gymlokaal",
            "leent de conciërge de sleutel van het gymlokaal uit",
        )
    ]

    assert outcomes == [Outcome.ANSWERED, Outcome.LIKELY, Outcome.ANSWERED]


async def test_title_word_for_word_is_answered_unless_two_entries_have_it(retriever: Retriever, folder: Folder) -> None:
    retriever.calibration = replace(CALIBRATION, thresholds=replace(CALIBRATION.thresholds, answer=1.0, suggest=0.0))
    for name in "abc":
        folder.save(f"nl/faq/{name}.md", title="alfa beta" if name < "c" else "alfa gamma")
    await retriever.refresh(read_folder(folder.root))

    outcomes = [(await retriever.ask(asked(text))).outcome for text in ("Alfa gamma?", "alfa beta", "alfa gamma delta")]

    assert outcomes[0] is Outcome.ANSWERED
    assert Outcome.ANSWERED not in outcomes[1:]


async def test_question_gets_the_entry_that_is_near(retriever: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa beta")
    folder.save("nl/faq/b.md", title="gamma delta")
    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(asked("Hallo, alfa beta! Bedankt"))

    first, second = answer.hits
    assert answer == Answer(
        asked("Hallo, alfa beta! Bedankt"), "nl", Outcome.ANSWERED, (first, second), understood="alfa beta"
    )
    assert first == Hit(
        first.entry, first.passage, pytest.approx(1 / (1 + math.exp(-5) + math.exp(-10))), pytest.approx(1.0)
    )
    assert (first.entry.id, first.passage.kind, second.entry.id) == ("faq/a", PassageKind.TITLE, "faq/b")


async def test_question_whose_vector_was_just_asked_for_is_not_encoded_again(folder: Folder) -> None:
    encoder = WordEncoder()
    retriever, plainly = (Retriever(one, None, CALIBRATION) for one in (encoder, WordEncoder()))
    folder.save("nl/faq/a.md", title="alfa beta")
    folder.save("nl/faq/b.md", title="gamma delta")
    for one in (retriever, plainly):
        await one.refresh(read_folder(folder.root))
    encoder.queries.clear()

    vector = await retriever.vector("alfa gamma")
    answers = [await one.ask(asked("alfa gamma")) for one in (retriever, plainly)]

    assert vector is not None
    assert answers[0] == answers[1]
    assert encoder.queries == ["alfa gamma"]


async def test_question_that_shares_half_its_words_is_offered_options(retriever: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa beta")
    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(asked("alfa omega"))

    assert (answer.outcome, answer.hits[0].entry.id) == (Outcome.UNSURE, "faq/a")
    assert (answer.hits[0].confidence, answer.hits[0].similarity) == pytest.approx((0.5, 0.5))


async def test_word_is_offered_the_entries_that_hold_it_where_nothing_else_is(
    retriever: Retriever, folder: Folder
) -> None:
    retriever.calibration = replace(
        CALIBRATION, thresholds=replace(CALIBRATION.thresholds, answer=1.0, likely=3.0, suggest=3.0)
    )
    folder.save("nl/faq/a.md", title="alfa beta", body="gamma")
    folder.save("nl/faq/b.md", title="delta epsilon", asks=["alfa zeta"])
    folder.save("nl/faq/c.md", title="gamma eta")
    await retriever.refresh(read_folder(folder.root))

    answers = [await retriever.ask(asked(text)) for text in ("alfa", "alfa zeta eta", "theta", "gamma")]

    assert [(answer.outcome, {hit.entry.id for hit in answer.hits}) for answer in answers] == [
        (Outcome.UNSURE, {"faq/a", "faq/b"}),
        (Outcome.UNKNOWN, {"faq/a", "faq/b", "faq/c"}),
        (Outcome.UNKNOWN, {"faq/a", "faq/b", "faq/c"}),
        (Outcome.UNSURE, {"faq/c"}),
    ]


async def test_question_that_shares_nothing_is_unknown(retriever: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa beta")
    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(asked("omega"))

    assert (answer.outcome, answer.off_topic, answer.hits[0].entry.id) == (Outcome.UNKNOWN, True, "faq/a")
    assert answer.hits[0].confidence == pytest.approx(1 / (1 + math.exp(5)))


async def test_without_an_encoder_words_alone_are_searched(by_words: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="wie meldt", body="een")
    folder.save("nl/faq/b.md", title="wie tekent", body="twee")
    await by_words.refresh(read_folder(folder.root))

    answer = await by_words.ask(asked("melden"))

    assert [(hit.entry.id, hit.similarity) for hit in answer.hits] == [("faq/a", 0.0)]
    assert by_words.snapshot.vectors is None


@pytest.mark.parametrize("text", ["", "   ", "👍", "\u200b"])
async def test_empty_question_is_unknown(retriever: Retriever, encoder: WordEncoder, folder: Folder, text: str) -> None:
    folder.save("nl/faq/a.md", title="alfa")
    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(asked(text))

    assert answer == Answer(asked(text), "nl", Outcome.UNKNOWN, (), off_topic=True)
    assert encoder.queries == []


async def test_before_the_first_refresh_everything_is_unknown(retriever: Retriever) -> None:
    answer = await retriever.ask(asked("alfa"))

    assert (answer.outcome, answer.hits) == (Outcome.UNKNOWN, ())


async def test_empty_folder_is_searched_without_finding(retriever: Retriever, folder: Folder) -> None:
    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(asked("alfa"))

    assert (answer.outcome, answer.hits) == (Outcome.UNKNOWN, ())


async def test_answer_carries_the_best_hits_alone(retriever: Retriever, folder: Folder) -> None:
    for number in range(HITS + 5):
        folder.save(f"nl/faq/{number:02}.md", title=f"alfa {number}")
    folder.save("nl/faq/z.md", title="alfa")
    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(asked("alfa"))

    assert len(answer.hits) == HITS
    assert answer.hits[0].entry.id == "faq/z"
    assert list(answer.hits) == sorted(answer.hits, key=lambda hit: -hit.confidence)


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        pytest.param(Question("wie tekent de overeenkomst", "en"), "nl", id="the text tells"),
        pytest.param(Question("who signs the agreement", "nl"), "en", id="the text tells English"),
        pytest.param(Question("DUO", "en"), "en", id="the text tells nothing"),
        pytest.param(Question("wie tekent de overeenkomst", "en", fixed=True), "en", id="the asker chose"),
    ],
)
async def test_answer_is_in_the_language_of_the_question(
    retriever: Retriever, folder: Folder, question: Question, lang: str
) -> None:
    folder.save("nl/faq/a.md", title="wie tekent de overeenkomst")
    folder.save("en/faq/a.md", title="who signs the agreement")
    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(question)

    assert (answer.lang, answer.hits[0].entry.lang) == (lang, lang)


async def test_questions_asked_at_once_get_answers_of_their_own(retriever: Retriever, folder: Folder) -> None:
    names = [f"woord{number}" for number in range(12)]
    for name in names:
        folder.save(f"nl/faq/{name}.md", title=name)
    await retriever.refresh(read_folder(folder.root))

    answers = await asyncio.gather(*(retriever.ask(asked(name)) for name in names))

    assert [answer.hits[0].entry.id for answer in answers] == [f"faq/{name}" for name in names]


@pytest.fixture
async def twofold(retriever: Retriever, folder: Folder) -> Retriever:
    folder.save("nl/faq/report.md", title="wie meldt de route")
    folder.save("nl/faq/lesson.md", title="mag een docent gastles geven")
    await retriever.refresh(read_folder(folder.root))
    return retriever


async def test_two_questions_get_two_answers(twofold: Retriever) -> None:
    question = asked("Wie meldt de route? En mag een docent gastles geven?")

    answers = await twofold.ask_each(question)

    assert [(told(answer), answer.question) for answer in answers] == [
        ((Outcome.ANSWERED, "faq/report", "Wie meldt de route?"), asked("Wie meldt de route?")),
        (
            (Outcome.ANSWERED, "faq/lesson", "Wie meldt de route? → En mag een docent gastles geven?"),
            asked("En mag een docent gastles geven?", before="Wie meldt de route?"),
        ),
    ]


@pytest.mark.parametrize(
    ("text", "searches"),
    [
        pytest.param("wie meldt de route", 1, id="one question"),
        pytest.param("Wie meldt de route? Wie meldt de route dan?", 3, id="the same entry answers both"),
    ],
)
async def test_any_other_message_gets_the_answer_that_ask_gives(
    twofold: Retriever, encoder: WordEncoder, text: str, searches: int
) -> None:
    one = await twofold.ask(asked(text))
    encoder.queries.clear()

    answers = await twofold.ask_each(asked(text))

    assert answers == (one,)
    assert len(encoder.queries) == searches


async def test_question_that_no_entry_answers_is_left_beside_one_that_is_answered(twofold: Retriever) -> None:
    [answer] = await twofold.ask_each(asked("Wie meldt de route? En wat eet een olifant graag?"))

    assert told(answer) == (Outcome.ANSWERED, "faq/report", "Wie meldt de route?")
    assert answer.rest == ("En wat eet een olifant graag?",)


class BusyEncoder(WordEncoder):
    """A WordEncoder that takes its time."""

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        time.sleep(0.01)
        return super().encode_queries(texts)


async def test_known_questions_are_asked_when_no_question_waits(folder: Folder) -> None:
    encoder = BusyEncoder()
    retriever = Retriever(encoder, None, CALIBRATION)
    folder.save("nl/faq/a.md", title="alfa beta")
    await retriever.refresh(read_folder(folder.root))

    known = asyncio.create_task(retriever.vectors([f"bekend {number}" for number in range(50)], is_kept=False))
    await asyncio.sleep(0.03)
    await asyncio.gather(*(retriever.ask(asked(f"gamma {number}")) for number in range(5)))
    before = list(encoder.queries)
    await known

    first = before.index("gamma 0")
    assert before[first:] == [f"gamma {number}" for number in range(5)]
    assert len(encoder.queries) == 55
    await retriever.close()


async def test_questions_and_passages_share_their_vectors_where_the_encoder_makes_no_difference(
    tmp_path: Path, folder: Folder
) -> None:
    encoder = ShippedEncoder(tiny_model(tmp_path / "model", ["alfa", "beta", "gamma"]))
    cache = EmbeddingCache(":memory:", encoder.name)
    retriever = Retriever(encoder, cache, CALIBRATION)
    folder.save("nl/faq/a.md", title="alfa beta")
    await retriever.refresh(read_folder(folder.root))

    vectors = await retriever.vectors(["gamma", "alfa beta"], is_kept=True)

    assert vectors is not None
    assert np.array_equal(vectors, encoder.encode_queries(["gamma", "alfa beta"]))
    assert (await retriever._worker.run(lambda: cache.get([text_key("gamma")]))).keys() == {text_key("gamma")}
    await retriever.close()


@pytest.mark.parametrize(
    ("langs", "text", "shown"),
    [
        (("en", "en", "de"), "when is the alfa open", "en"),
        (("en", "de"), "wann ist das alfa und wo ist der omega", "de"),
        (("de", "de", "en"), "waar is de alfa en wanneer", "de"),  # Dutch there isn't; German is what most is in
        (("nl", "fy"), "wannear is it alfa en hoe is dat mei ús", "fy"),
        (("nl", "fy"), "when is the alfa open", "nl"),
    ],
)
async def test_answer_is_in_the_askers_language_else_in_the_main_one_of_the_folder(
    retriever: Retriever, folder: Folder, langs: tuple[str, ...], text: str, shown: str
) -> None:
    for number, lang in enumerate(langs):
        name = "faq/alfa" if lang not in langs[:number] else f"faq/other-{number}"
        folder.save(f"{lang}/{name}.md", title="alfa" if name == "faq/alfa" else f"beta {number}")
    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(Question(text, "nl"))

    assert [hit.entry.lang for hit in answer.hits if hit.entry.id == "faq/alfa"] == [shown]


async def test_question_that_is_a_title_word_for_word_is_in_the_language_of_that(
    retriever: Retriever, folder: Folder
) -> None:
    folder.save("fy/faq/alfa.md", title="wat kostet in alfa")
    folder.save("nl/faq/beta.md", title="wat kost een beta", body="wat kost het in het jaar en wat kost het in de week")
    await retriever.refresh(read_folder(folder.root))

    told = [await retriever.ask(Question(text, "nl")) for text in ("wat kostet in alfa", "wat kost een beta")]

    assert [(answer.lang, answer.hits[0].entry.lang) for answer in told] == [("fy", "fy"), ("nl", "nl")]


async def test_where_words_do_not_tell_the_language_of_the_app_does_though_we_have_no_words_in_it(
    retriever: Retriever, folder: Folder
) -> None:
    for lang in ("en", "de"):
        folder.save(f"{lang}/faq/alfa.md", title="alfa")
    await retriever.refresh(read_folder(folder.root))

    told = [await retriever.ask(Question("alfa", "en", app=app)) for app in ("", "de", "fr")]

    assert [answer.hits[0].entry.lang for answer in told] == ["en", "de", "en"]


async def test_without_intents_those_numbers_serve_that_count_on_none(encoder: WordEncoder, folder: Folder) -> None:
    without = replace(CALIBRATION, whole=replace(CALIBRATION.whole, none_weights={"constant": 20.0}))
    folder.save("nl/faq/a.md", title="alfa beta", topics=["T001"])
    told = []

    for known in (intents_of({"faq/a": "alfa beta"}), None):
        retriever = Retriever(encoder, None, CALIBRATION, without, heads=partial(Heads, intents=known))
        await retriever.refresh(read_folder(folder.root))
        told.append((await first(retriever, "alfa beta gamma"))[1])
        await retriever.close()

    assert told == [Outcome.ANSWERED, Outcome.UNKNOWN]


async def test_folder_on_another_subject_is_read_with_numbers_of_its_own(encoder: WordEncoder, folder: Folder) -> None:
    ours = replace(CALIBRATION, whole=replace(CALIBRATION.whole, none_weights={"declined": 10.0}))
    other = replace(CALIBRATION, whole=replace(CALIBRATION.whole, none_weights={"constant": 0.0, "declined": 10.0}))
    retriever = Retriever(encoder, None, ours, other)
    declined = declined_questions.fitted()[0].text
    folder.save("nl/faq/a.md", title=declined)
    folder.save("nl/faq/b.md", title="gamma delta", tags=["monitoring"])  # which a topic is called too

    await retriever.refresh(read_folder(folder.root))
    foreign = (await first(retriever, declined))[1], retriever.snapshot.declined
    folder.save("nl/faq/c.md", title="epsilon", topics=["T001"])
    await retriever.refresh(read_folder(folder.root))

    assert foreign == (Outcome.ANSWERED, None)
    assert retriever.snapshot.declined is not None
    assert not retriever.is_elsewhere
    await retriever.close()


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param("vijvers", Outcome.ANSWERED, id="a form of its word"),
        pytest.param("lake", Outcome.LIKELY, id="another word for the same, or for what isn't"),
    ],
)
async def test_elsewhere_nothing_is_certain_by_other_words_alone(folder: Folder, text: str, outcome: Outcome) -> None:
    sure = replace(CALIBRATION, whole=Look({"held": 100.0}, {"constant": 1.0}))
    retriever = Retriever(None, None, CALIBRATION, sure)
    folder.save("nl/faq/a.md", title="Een vijver graven")
    await retriever.refresh(read_folder(folder.root))

    assert await first(retriever, text) == ("faq/a", outcome)
    await retriever.close()


async def test_what_is_an_entry_s_title_word_for_word_is_answered_by_it_though_another_is_nearer(
    retriever: Retriever, folder: Folder
) -> None:
    retriever.calibration = replace(CALIBRATION, whole=Look({"parts": 1.0, "activity": -10.0}, {"constant": 1.0}))
    told = {"minutes": 5, "people": 2, "place": "x"}
    folder.save("nl/activities/a.md", title="Schaduwdag: meelopen", body="beta", **told)
    folder.save("nl/faq/b.md", title="schaduwdag meelopen", body="gamma")
    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(asked("Schaduwdag"))

    assert (answer.outcome, answer.hits[0].entry.id) == (Outcome.ANSWERED, "activities/a")
    assert answer.hits[0].confidence < answer.hits[1].confidence

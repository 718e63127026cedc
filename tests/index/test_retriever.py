import asyncio
import gc
import math
import threading
import time
import weakref
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import declined_questions
from index import layout as layouts
from index import retriever as retriever_module
from index.answer import Answer, Hit, Outcome, Question
from index.cache import EmbeddingCache
from index.effects import Destination
from index.encoder import Matrix
from index.heads import Heads
from index.leaning import Weights
from index.ranking import Look
from index.retriever import BATCH, HITS, LIVE_BATCH, Retriever
from index.shipped_encoder import ShippedEncoder
from knowledge.entry import PassageKind, text_key
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WordEncoder, intents_of, tiny_model


def asked(text: str, lang: str = "nl", *, before: str = "") -> Question:
    return Question(text, lang, fixed=True, before=before)


async def first(retriever: Retriever, text: str) -> tuple[str, Outcome]:
    """The id of the first hit, and how sure the retriever is of it."""
    answer = await retriever.ask(asked(text))
    return answer.hits[0].entry.id, answer.outcome


class SlowEncoder(WordEncoder):
    """A WordEncoder that waits with its work until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = threading.Event()
        self.go = threading.Event()

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        self.reached.set()
        assert self.go.wait(timeout=10)
        return super().encode_queries(texts)


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


async def test_what_a_clear_question_does_without_is_loaded_after_the_first_answer(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.retriever.WARMED_S", 0.0)
    encoder = WordEncoder()
    retriever = Retriever(encoder, None, CALIBRATION)
    folder.save("nl/faq/a.md", title="alfa beta")
    await retriever.refresh(read_folder(folder.root))

    await retriever.ask(asked("alfa"))
    await retriever.ask(asked("beta"))

    async with asyncio.timeout(10):
        await retriever.warmed()
    assert sorted(encoder.queries) == ["?", "alfa", "beta"]
    await retriever.close()


async def of_twelve(folder: Folder) -> Retriever:
    """One that serves twelve entries, more than are looked at at once when it gets ready."""
    retriever = Retriever(WordEncoder(), None, CALIBRATION)
    for number in range(12):
        folder.save(f"nl/faq/{number}.md", title=f"alfa {number}")
    await retriever.refresh(read_folder(folder.root))
    return retriever


async def test_what_was_edited_away_is_not_held_while_it_gets_ready(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 5,000 entries that was 47 MB more."""
    retriever = await of_twelve(folder)
    before, reached, go = weakref.ref(retriever.snapshot.words), asyncio.Event(), asyncio.Event()

    async def wait(call):
        reached.set()
        await go.wait()

    monkeypatch.setattr(retriever, "_run_idle", wait)
    monkeypatch.setattr(retriever, "_encoder", None)  # so that the first thing that is looked at are entries
    retriever.get_ready()
    await reached.wait()
    monkeypatch.undo()

    folder.save("nl/faq/0.md", title="beta")
    await retriever.refresh(read_folder(folder.root))
    async with asyncio.timeout(10):  # the thread that made the next one lets go of it a moment after it is done
        while before() is not None:
            gc.collect()
            await asyncio.sleep(0.01)

    assert not go.is_set()
    go.set()
    await retriever.warmed()
    await retriever.close()


async def test_entries_that_go_while_it_gets_ready_are_no_matter(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever = await of_twelve(folder)
    empty, run_idle = Retriever(WordEncoder(), None, CALIBRATION), retriever._run_idle

    async def run_and_lose(call):
        found = await run_idle(call)
        retriever.snapshot = empty.snapshot
        return found

    monkeypatch.setattr(retriever, "_run_idle", run_and_lose)
    monkeypatch.setattr(retriever, "_encoder", None)  # so that the first thing that is looked at are entries

    retriever.get_ready()

    await retriever.warmed()
    monkeypatch.undo()
    await empty.close()
    await retriever.close()


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


async def test_question_is_answered_from_the_state_when_it_was_asked(folder: Folder) -> None:
    """The second question waits for the first while the folder's new state comes into service."""
    encoder = SlowEncoder()
    retriever = Retriever(encoder, None, CALIBRATION)
    folder.save("nl/faq/a.md", title="alfa", body="oud")
    await retriever.refresh(read_folder(folder.root))
    folder.save("nl/faq/a.md", title="alfa", body="nieuw")
    newer = await retriever.build(read_folder(folder.root))

    asking = [asyncio.create_task(retriever.ask(asked("alfa"))) for _ in range(2)]
    await asyncio.to_thread(encoder.reached.wait, 10)
    retriever.snapshot = newer
    encoder.go.set()
    before = await asyncio.gather(*asking)
    after = await retriever.ask(asked("alfa"))

    assert [answer.hits[0].entry.body for answer in (*before, after)] == ["oud", "oud", "nieuw"]
    await retriever.close()


async def test_swapped_texts_trade_answers(retriever: Retriever, folder: Folder) -> None:
    """Two files that trade contents trade answers; equal hashes must not hide it."""
    folder.save("nl/faq/a.md", title="alfa", body="een")
    folder.save("nl/faq/b.md", title="beta", body="twee")
    await retriever.refresh(read_folder(folder.root))
    folder.save("nl/faq/a.md", title="beta", body="twee")
    folder.save("nl/faq/b.md", title="alfa", body="een")

    await retriever.refresh(read_folder(folder.root))

    assert await first(retriever, "alfa") == ("faq/b", Outcome.ANSWERED)
    assert await first(retriever, "beta") == ("faq/a", Outcome.ANSWERED)


async def test_deleted_entry_is_gone(retriever: Retriever, folder: Folder) -> None:
    deleted = folder.save("nl/faq/a.md", title="alfa")
    folder.save("nl/faq/b.md", title="beta")
    await retriever.refresh(read_folder(folder.root))
    deleted.unlink()

    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(asked("alfa"))
    assert (answer.outcome, [hit.entry.id for hit in answer.hits]) == (Outcome.UNKNOWN, ["faq/b"])


async def test_only_texts_never_seen_are_embedded(retriever: Retriever, encoder: WordEncoder, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa", asks=["beta"], body="een")
    await retriever.refresh(read_folder(folder.root))
    at_first = encoder.passages.copy()
    folder.save("nl/faq/a.md", title="alfa", asks=["beta", "gamma"], body="een")
    folder.save("nl/faq/b.md", title="beta twee", asks=["alfa?"], body="een")

    await retriever.refresh(read_folder(folder.root))

    assert at_first == ["alfa", "beta", "alfa een"]
    assert encoder.passages[len(at_first) :] == ["gamma", "beta twee", "alfa?", "beta twee een"]


async def test_refresh_without_changes_embeds_nothing(
    retriever: Retriever, encoder: WordEncoder, folder: Folder
) -> None:
    folder.save("nl/faq/a.md", title="alfa")
    await retriever.refresh(read_folder(folder.root))
    encoder.passages.clear()

    await retriever.refresh(read_folder(folder.root))

    assert encoder.passages == []


async def test_a_text_that_stands_twice_is_embedded_once(
    retriever: Retriever, encoder: WordEncoder, folder: Folder
) -> None:
    folder.save("nl/faq/a.md", title="alfa", body="een")
    folder.save("en/faq/a.md", title="alfa", body="een")

    await retriever.refresh(read_folder(folder.root))

    assert encoder.passages[:2] == ["alfa", "alfa een"]
    assert len(retriever.snapshot.passages) == 4


async def test_later_start_finds_its_vectors_in_the_cache(
    folder: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, encoder = tmp_path_factory.mktemp("var") / "cache.db", WordEncoder()
    folder.save("nl/faq/a.md", title="alfa")
    earlier = Retriever(WordEncoder(), EmbeddingCache(path, encoder.name), CALIBRATION)
    await earlier.refresh(read_folder(folder.root))
    await earlier.close()

    later = Retriever(encoder, EmbeddingCache(path, encoder.name), CALIBRATION)
    await later.refresh(read_folder(folder.root))

    assert encoder.passages == []
    assert await first(later, "alfa") == ("faq/a", Outcome.ANSWERED)
    await later.close()


async def test_lost_cache_costs_no_answer(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("var") / "cache.db"
    path.write_bytes(b"this is no database " * 200)
    folder.save("nl/faq/a.md", title="alfa")
    retriever = Retriever(WordEncoder(), EmbeddingCache(path, "words of a text"), CALIBRATION)

    await retriever.refresh(read_folder(folder.root))

    assert await first(retriever, "alfa") == ("faq/a", Outcome.ANSWERED)
    await retriever.close()


async def test_progress_is_told_after_each_batch(retriever: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa", asks=[f"vraag {number}" for number in range(2 * BATCH)], body="een")
    told = []

    await retriever.refresh(read_folder(folder.root), lambda done, total: told.append((done, total)))

    assert told == [(BATCH, 2 * BATCH + 2), (2 * BATCH, 2 * BATCH + 2), (2 * BATCH + 2, 2 * BATCH + 2)]


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


class CountingEncoder(WordEncoder):
    """Says which passages it was given in which refresh: those of one refresh come in a row."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        self.batches.append(texts[0].split()[0])
        return super().encode_passages(texts)


async def test_one_refresh_runs_at_a_time(tmp_path_factory: pytest.TempPathFactory) -> None:
    encoder, folders = CountingEncoder(), {name: Folder(tmp_path_factory.mktemp(name)) for name in ("een", "twee")}
    for name, folder in folders.items():
        folder.save("nl/faq/a.md", title=name, asks=[f"{name} {number}" for number in range(4 * BATCH)], body=name)
    retriever = Retriever(encoder, None, CALIBRATION)
    readings = [read_folder(folder.root) for folder in folders.values()]

    await asyncio.gather(*(retriever.refresh(reading) for reading in readings))

    mine = [name for name in encoder.batches if name in folders]
    passages = 4 * BATCH + 2
    assert mine == ["een"] * -(-passages // BATCH) + ["twee"] * -(-passages // LIVE_BATCH)
    assert retriever.snapshot.reading == readings[1]
    await retriever.close()


async def test_questions_asked_at_once_get_answers_of_their_own(retriever: Retriever, folder: Folder) -> None:
    names = [f"woord{number}" for number in range(12)]
    for name in names:
        folder.save(f"nl/faq/{name}.md", title=name)
    await retriever.refresh(read_folder(folder.root))

    answers = await asyncio.gather(*(retriever.ask(asked(name)) for name in names))

    assert [answer.hits[0].entry.id for answer in answers] == [f"faq/{name}" for name in names]


async def test_failed_refresh_leaves_the_old_state(folder: Folder) -> None:
    class Failing(WordEncoder):
        def encode_passages(self, texts: Sequence[str]) -> Matrix:
            if any("kapotmaker" in text for text in texts):
                raise RuntimeError("out of memory")
            return super().encode_passages(texts)

    retriever = Retriever(Failing(), None, CALIBRATION)
    folder.save("nl/faq/a.md", title="alfa")
    await retriever.refresh(read_folder(folder.root))
    folder.save("nl/faq/b.md", title="kapotmaker")

    with pytest.raises(RuntimeError, match="out of memory"):
        await retriever.refresh(read_folder(folder.root))

    assert await first(retriever, "alfa") == ("faq/a", Outcome.ANSWERED)
    (folder.root / "nl/faq/b.md").unlink()
    await retriever.refresh(read_folder(folder.root))
    await retriever.close()


BEFORE = "alfa beta gamma"


# As they were fitted once: how these few entries are told apart must not hang on what is fitted on others.
LEANING = Weights(
    {"both": 0.6151, "alone": 0.4287, "told": 2.3775, "before": -0.4021, "see": 1.364},
    {"both": 0.5543, "alone": 0.3473, "before": -0.4182, "first": 0.4237, "points": 1.4033, "constant": 0.6637},
)


@pytest.fixture
async def asking(retriever: Retriever, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Retriever:
    """A retriever over entries that follow-ups can be about."""
    monkeypatch.setattr("index.retriever.shipped", lambda: LEANING)
    folder.save("nl/faq/both.md", title="alfa beta gamma delta")
    folder.save("nl/faq/new.md", title="delta epsilon")
    folder.save("nl/faq/cost.md", title="wat kost dat overleg")
    folder.save("nl/faq/dear.md", title="wat kost lambda")
    await retriever.refresh(read_folder(folder.root))
    return retriever


def told(answer: Answer) -> tuple[Outcome, str | None, str]:
    return answer.outcome, answer.hits[0].entry.id if answer.hits else None, answer.understood


async def test_a_follow_up_is_read_with_the_question_before(
    asking: Retriever, encoder: WordEncoder, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_weights = Weights({"both": 1.0, "alone": 1.0}, {"both": 1.0})  # whatever was fitted
    monkeypatch.setattr("index.retriever.shipped", lambda: plain_weights)
    folder.save("nl/faq/first.md", title="rho sigma")
    folder.save("nl/faq/further.md", title="rho sigma delta")
    await asking.refresh(read_folder(folder.root))
    alone = await asking.ask(asked("en delta?"))
    encoder.queries.clear()

    answer = await asking.ask(asked("en delta?", before="rho sigma"))

    assert told(alone) == (Outcome.UNSURE, "faq/new", "en delta?")
    assert told(answer) == (Outcome.ANSWERED, "faq/further", "rho sigma → en delta?")
    assert answer.question == asked("en delta?", before="rho sigma")
    assert encoder.queries == ["en delta?", "delta? rho sigma", "rho sigma"]


@pytest.mark.parametrize(
    ("text", "alone", "before", "expected"),
    [
        ("omega delta", Outcome.UNSURE, "rho sigma", (Outcome.LIKELY, "faq/further", "rho sigma → omega delta")),
        ("omega delta", Outcome.UNSURE, "kappa omega delta", (Outcome.UNSURE, "faq/new", "omega delta")),  # nothing new
        (
            "omega delta",
            Outcome.UNSURE,
            "wat kost lambda",
            (Outcome.LIKELY, "faq/new", "omega delta"),
        ),  # its own nearest
        (
            "omega psi chi phi delta",
            Outcome.UNKNOWN,
            "rho sigma",
            (Outcome.LIKELY, "faq/further", "rho sigma → omega psi chi phi delta"),
        ),
    ],
)
async def test_an_unclear_question_that_leans_by_no_shape_may_be_clear_with_what_came_before(
    asking: Retriever,
    folder: Folder,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    alone: Outcome,
    before: str,
    expected: object,
) -> None:
    monkeypatch.setattr("index.retriever.shipped", lambda: Weights({"both": 1.0, "alone": 1.0}, {"both": 1.0}))
    folder.save("nl/faq/first.md", title="rho sigma")
    folder.save("nl/faq/further.md", title="rho sigma delta")
    await asking.refresh(read_folder(folder.root))
    assert told(await asking.ask(asked(text))) == (alone, "faq/new", text)

    assert told(await asking.ask(asked(text, before=before))) == expected


async def test_what_was_answered_before_is_not_stated_again_as_the_answer_to_a_follow_up(asking: Retriever) -> None:
    """It answers that too two times of three, so it is shown as what is probably meant, with others beside it."""
    answer = await asking.ask(asked("en delta?", before=BEFORE))

    assert told(answer) == (Outcome.LIKELY, "faq/both", "alfa beta gamma → en delta?")


async def test_what_was_answered_before_is_an_option_where_a_follow_up_names_something_else(
    asking: Retriever, folder: Folder
) -> None:
    """ "En zonder?" after a question on "met" finds "met" again."""
    folder.save("nl/faq/both.md", title="wie meldt de doorlopende leerroute")
    await asking.refresh(read_folder(folder.root))

    answer = await asking.ask(asked("wie meldt zonder route?", before="wie meldt de doorlopende leerroute"))
    other = await asking.ask(asked("en wie meldt die leerroute?", before="wie meldt de doorlopende leerroute"))

    assert (answer.outcome, other.outcome) == (Outcome.UNSURE, Outcome.LIKELY)


async def test_a_follow_up_that_names_nothing_is_about_what_came_before(asking: Retriever) -> None:
    answer = await asking.ask(asked("en daarna?", before="alfa beta gamma delta"))

    assert told(answer) == (Outcome.LIKELY, "faq/both", "alfa beta gamma delta → en daarna?")


@pytest.mark.parametrize(
    ("text", "before", "understood"),
    [
        pytest.param("epsilon delta", BEFORE, "epsilon delta", id="another subject"),
        pytest.param("delta", BEFORE, "delta", id="a keyword that is not answered outright"),
        pytest.param("bedankt!", BEFORE, BEFORE, id="thanks; the subject stays"),
        pytest.param("wat kost dat overleg", "lambda", "lambda → wat kost dat overleg", id="exactly an entry's title"),
        pytest.param(
            "en wat kost dat overleg nu", "lambda", "lambda → en wat kost dat overleg nu", id="answered outright"
        ),
    ],
)
async def test_what_stands_on_its_own_is_not_bent(
    asking: Retriever, encoder: WordEncoder, text: str, before: str, understood: str
) -> None:
    alone = await asking.ask(asked(text))
    encoder.queries.clear()

    answer = await asking.ask(asked(text, before=before))

    assert answer == replace(alone, question=asked(text, before=before), understood=understood)
    assert len(encoder.queries) == 1


async def test_what_no_entry_is_about_gets_what_it_gets_alone_and_the_subject_stays(asking: Retriever) -> None:
    alone = await asking.ask(asked("en ajax?"))

    answer = await asking.ask(asked("en ajax?", before=BEFORE))

    assert alone.outcome is Outcome.UNKNOWN
    assert answer == replace(alone, question=asked("en ajax?", before=BEFORE), understood=BEFORE)


async def test_a_few_words_that_lean_are_offered_both_where_either_may_be_meant(asking: Retriever) -> None:
    """ "Wat kost dat?" has an entry of its own, which is another one's in the middle of a talk about lambda."""
    alone = await asking.ask(asked("wat kost dat?"))

    answer = await asking.ask(asked("wat kost dat?", before="lambda"))

    assert told(alone)[:2] == (Outcome.ANSWERED, "faq/cost")
    assert answer.outcome is Outcome.UNSURE
    assert {hit.entry.id for hit in answer.hits[:2]} == {"faq/cost", "faq/dear"}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        pytest.param("and the kader then?", "en", id="told from the follow-up"),
        pytest.param("kader die?", "nl", id="told from the question before"),
    ],
)
async def test_a_follow_up_is_answered_in_its_own_language_before_that_of_the_question_before(
    retriever: Retriever, folder: Folder, text: str, lang: str
) -> None:
    folder.save("nl/faq/kader.md", title="kader then")
    folder.save("en/faq/kader.md", title="kader die")
    await retriever.refresh(read_folder(folder.root))

    answer = await retriever.ask(Question(text, "fr", before="wie mag de route doen en wanneer moet het"))

    assert (answer.lang, answer.understood) == (lang, f"wie mag de route doen en wanneer moet het → {text}")


async def test_words_alone_follow_too(by_words: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="wie meldt kader")
    folder.save("nl/faq/b.md", title="wie tekent dat")
    await by_words.refresh(read_folder(folder.root))

    answer = await by_words.ask(asked("kader meldt dat?", before="wie meldt"))

    assert (answer.hits[0].entry.id, answer.understood) == ("faq/a", "wie meldt → kader meldt dat?")


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
    assert (await retriever._run(lambda: cache.get([text_key("gamma")]))).keys() == {text_key("gamma")}
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


async def test_without_intents_those_numbers_serve_that_count_on_none(encoder: WordEncoder, folder: Folder) -> None:
    without = replace(CALIBRATION, whole=replace(CALIBRATION.whole, none_weights={"constant": 20.0}))
    folder.save("nl/faq/a.md", title="alfa beta", topics=["T001"])
    told = []

    for known in (intents_of({"faq/a": "alfa beta"}), None):
        retriever = Retriever(encoder, None, CALIBRATION, without, heads=Heads(intents=known))
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
    folder.save("nl/faq/b.md", title="gamma delta")

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


@pytest.fixture
def of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few rows there are, an edit is dealt with as in a folder of many; three empty rows are too many."""
    monkeypatch.setattr(layouts, "FEW", 0)
    monkeypatch.setattr(layouts, "EMPTY", 7)


@pytest.mark.usefixtures("of_many")
async def test_of_many_rows_an_edit_leaves_the_others_where_they_are_and_all_is_laid_anew_later(
    encoder: WordEncoder, folder: Folder
) -> None:
    retriever = Retriever(encoder, None, CALIBRATION)
    for name in ("alfa", "beta", "gamma"):
        folder.save(f"nl/faq/{name}.md", title=f"{name}?", body=f"over {name}")
    await retriever.refresh(read_folder(folder.root))
    before = retriever.snapshot

    folder.save("nl/faq/alfa.md", title="alfa twee?", body="over alfa twee")
    await retriever.refresh(read_folder(folder.root))
    edited = retriever.snapshot
    assert (before.layout.is_laid, edited.layout.is_laid, edited.layout.laid) == (True, False, 6)
    assert await first(retriever, "alfa twee") == ("faq/alfa", Outcome.ANSWERED)

    (folder.root / "nl/faq/beta.md").unlink()
    encoder.passages.clear()
    await retriever.refresh(read_folder(folder.root))
    await retriever.tidy()  # begun by the refresh; this waits for it

    tidy = retriever.snapshot
    assert ([one.text for one in tidy.passages], len(tidy.layout.empty), tidy.layout.size) == (
        ["alfa twee?", "alfa twee? over alfa twee", "gamma?", "gamma? over gamma"],
        0,
        4,
    )
    assert encoder.passages == []
    assert [await first(retriever, text) for text in ("alfa twee", "gamma")] == [
        ("faq/alfa", Outcome.ANSWERED),
        ("faq/gamma", Outcome.ANSWERED),
    ]
    assert await answers_none(retriever, "beta")
    await retriever.close()


async def answers_none(retriever: Retriever, text: str) -> bool:
    answer = await retriever.ask(asked(text))
    return answer.outcome is Outcome.UNKNOWN


@pytest.mark.usefixtures("of_many")
async def test_where_questions_lead_is_remembered_though_all_is_laid_anew(
    encoder: WordEncoder, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever = Retriever(encoder, None, CALIBRATION)
    folder.save("nl/faq/alfa.md", title="alfa?", body="over alfa")
    await retriever.refresh(read_folder(folder.root))
    monkeypatch.setattr(layouts, "EMPTY", 100)
    folder.save("nl/faq/beta.md", title="beta?", body="over beta")
    await retriever.refresh(read_folder(folder.root))
    led = {"alfa": Destination(Outcome.ANSWERED, "faq/alfa")}
    retriever.remember(retriever.snapshot, led)

    monkeypatch.setattr(layouts, "BEHIND", 0)
    monkeypatch.setattr(layouts, "EMPTY", 0)
    await retriever.tidy()

    assert retriever.snapshot.layout.is_laid
    assert retriever.remembered(retriever.snapshot) == led
    await retriever.close()


@pytest.mark.usefixtures("of_many")
async def test_an_edit_is_compared_with_the_one_before_though_all_is_laid_anew_meanwhile(
    encoder: WordEncoder, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever = Retriever(encoder, None, CALIBRATION)
    folder.save("nl/faq/alfa.md", title="alfa?", body="over alfa")
    await retriever.refresh(read_folder(folder.root))
    before, led = retriever.snapshot, {"alfa": Destination(Outcome.ANSWERED, "faq/alfa")}
    retriever.remember(before, led)
    monkeypatch.setattr(layouts, "EMPTY", 100)
    folder.save("nl/faq/beta.md", title="beta?", body="over beta")
    await retriever.refresh(read_folder(folder.root))
    edited = retriever.snapshot

    monkeypatch.setattr(layouts, "BEHIND", 0)
    await retriever.tidy()

    assert retriever.snapshot.layout.is_laid
    assert (retriever.serves(before), retriever.serves(edited)) == (False, True)
    assert retriever.remembered(before) == led
    retriever.remember(edited, led)
    assert retriever.remembered(edited) == retriever.remembered(retriever.snapshot) == led
    await retriever.close()


@pytest.mark.usefixtures("of_many")
async def test_edits_while_somebody_asks_have_all_laid_anew_once_and_closing_leaves_that(folder: Folder) -> None:
    encoder = SlowEncoder()
    retriever = Retriever(encoder, None, CALIBRATION)
    for name in ("alfa", "beta", "gamma", "delta"):
        folder.save(f"nl/faq/{name}.md", title=f"{name}?", body=f"over {name}")
    await retriever.refresh(read_folder(folder.root))
    others = asyncio.all_tasks()
    asking = asyncio.create_task(retriever.ask(asked("delta")))
    await asyncio.to_thread(encoder.reached.wait, 10)

    for name in ("alfa", "beta", "gamma"):
        (folder.root / f"nl/faq/{name}.md").unlink()
        await retriever.refresh(read_folder(folder.root))
    begun = asyncio.all_tasks() - others - {asking}
    encoder.go.set()
    await retriever.close()

    assert (await asking).hits[0].entry.id == "faq/delta"
    assert (len(begun), all(task.done() for task in begun)) == (1, True)


async def test_a_folder_that_can_t_be_laid_anew_goes_on_being_served(
    encoder: WordEncoder, folder: Folder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    retriever = Retriever(encoder, None, CALIBRATION)
    folder.save("nl/faq/alfa.md", title="alfa?", body="over alfa")
    await retriever.refresh(read_folder(folder.root))
    monkeypatch.setattr(layouts, "EMPTY", -2)
    monkeypatch.setattr(retriever_module, "laid_anew", lambda *_: 1 / 0)

    await retriever.tidy()

    assert await first(retriever, "alfa") == ("faq/alfa", Outcome.ANSWERED)
    assert "could not be laid anew" in caplog.text
    await retriever.close()

"""A question that leans on the one before it, as a retriever answers it."""

from dataclasses import replace

import pytest

from index.answer import Outcome, Question
from index.leaning import Weights
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.fakes import WordEncoder
from tests.index.asking import asked, told

BEFORE = "alfa beta gamma"


# As they were fitted once: how these few entries are told apart must not hang on what is fitted on others.
LEANING = Weights(
    {"both": 0.6151, "alone": 0.4287, "told": 2.3775, "before": -0.4021, "see": 1.364},
    {"both": 0.5543, "alone": 0.3473, "before": -0.4182, "first": 0.4237, "points": 1.4033, "constant": 0.6637},
)


@pytest.fixture
async def asking(retriever: Retriever, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Retriever:
    """A retriever over entries that follow-ups can be about."""
    monkeypatch.setattr("index.answering.shipped", lambda: LEANING)
    folder.save("nl/faq/both.md", title="alfa beta gamma delta")
    folder.save("nl/faq/new.md", title="delta epsilon")
    folder.save("nl/faq/cost.md", title="wat kost dat overleg")
    folder.save("nl/faq/dear.md", title="wat kost lambda")
    await retriever.refresh(read_folder(folder.root))
    return retriever


async def test_a_follow_up_is_read_with_the_question_before(
    asking: Retriever, encoder: WordEncoder, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_weights = Weights({"both": 1.0, "alone": 1.0}, {"both": 1.0})  # whatever was fitted
    monkeypatch.setattr("index.answering.shipped", lambda: plain_weights)
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
    monkeypatch.setattr("index.answering.shipped", lambda: Weights({"both": 1.0, "alone": 1.0}, {"both": 1.0}))
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

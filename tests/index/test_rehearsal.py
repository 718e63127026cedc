"""What an edit does to known questions: two readings in, moves, near-duplicates and the hit rate out."""

from collections.abc import Callable, Sequence

import pytest

from index.answer import Outcome, Question
from index.cache import EmbeddingCache
from index.effects import CONFIRMED, Destination, Effects, HitRate, Move, Verdict
from index.embedding import GLANCED
from index.questions import Asked
from index.rehearsal import GROUP, effects, prepare
from index.retriever import Retriever
from index.snapshot import Snapshot
from index.twins import Twins
from knowledge.entry import text_key
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WordEncoder

NO_HITS = HitRate(0, 0, 0)
Edit = Callable[[Folder], object]


def tuning(text: str, right: str | None) -> Asked:
    return Asked(text, "nl", "chatty", right)


def confirmed(text: str, right: str) -> Asked:
    return Asked(text, "nl", CONFIRMED, right)


async def two(retriever: Retriever, folder: Folder, edit: Edit) -> tuple[Snapshot, Snapshot]:
    """The folder before and after an edit; what is served is the latter."""
    folder.save("nl/faq/a.md", title="alfa beta", asks=["gamma delta"], body="een")
    folder.save("nl/faq/b.md", title="zeta eta", body="twee")
    await retriever.refresh(read_folder(folder.root))
    before = retriever.snapshot
    edit(folder)
    await retriever.refresh(read_folder(folder.root))
    return before, retriever.snapshot


def ask_goes_to_b(folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa beta", body="een")
    folder.save("nl/faq/b.md", title="zeta eta", asks=["gamma delta"], body="twee")


def a_goes(folder: Folder) -> None:
    (folder.root / "nl/faq/a.md").unlink()


def c_comes(folder: Folder) -> None:
    folder.save("nl/faq/c.md", title="theta iota", body="drie")


def thief_comes(folder: Folder) -> None:
    folder.save("nl/faq/c.md", title="theta iota", asks=["alfa beta kappa"], body="drie")


@pytest.mark.parametrize(
    ("edit", "moves"),
    [
        pytest.param(c_comes, (), id="new asks that lead to their own entry are no move"),
        pytest.param(
            ask_goes_to_b,
            (Move("faq/a", "faq/b", Outcome.ANSWERED, Verdict.BETTER, 1, ("gamma delta",)),),
            id="an ask that was given to another entry",
        ),
        pytest.param(
            a_goes,
            (Move("faq/a", None, Outcome.UNKNOWN, Verdict.OTHER, 2, ("alfa beta", "gamma delta")),),
            id="an entry that is gone",
        ),
    ],
)
async def test_asks_that_lead_elsewhere_are_grouped(
    retriever: Retriever, folder: Folder, edit: Edit, moves: tuple[Move, ...]
) -> None:
    before, after = await two(retriever, folder, edit)

    found = await effects(retriever, before, after)

    assert found.moves == moves
    assert found.asked == found.known


async def test_entry_that_was_not_touched_loses_a_question_to_one_that_was(
    retriever: Retriever, folder: Folder
) -> None:
    before, after = await two(retriever, folder, thief_comes)

    found = await effects(retriever, before, after, [tuning("alfa beta kappa lambda", "faq/a")])

    assert found.moves == (Move("faq/a", "faq/c", Outcome.LIKELY, Verdict.WORSE, 1, ("alfa beta kappa lambda",)),)
    assert found.hits == HitRate(1, before=1, after=0)
    assert found.hits.fell


async def test_new_ask_is_answered_and_what_it_makes_unsure_is_named(retriever: Retriever, folder: Folder) -> None:
    """A title word for word is answered as before, however near the new ask is."""
    before, after = await two(
        retriever, folder, lambda folder: folder.save("nl/faq/c.md", title="theta", asks=["alfa beta beta"])
    )

    found = await effects(retriever, before, after, [tuning("beta alfa", "faq/a")])

    assert found.moves == (Move("faq/a", None, Outcome.UNSURE, Verdict.WORSE, 1, ("beta alfa",)),)


async def test_question_without_an_answer_is_worse_off_with_one(retriever: Retriever, folder: Folder) -> None:
    before, after = await two(retriever, folder, c_comes)

    found = await effects(retriever, before, after, [tuning("iota theta", None), tuning("eta", "faq/b")])

    assert found.moves == (Move(None, "faq/c", Outcome.ANSWERED, Verdict.WORSE, 1, ("iota theta",)),)


async def test_questions_of_entries_that_came_or_went_are_counted_apart(retriever: Retriever, folder: Folder) -> None:
    def swap(folder: Folder) -> None:
        a_goes(folder)
        c_comes(folder)

    before, after = await two(retriever, folder, swap)
    questions = [
        tuning("alfa", "faq/a"),
        tuning("theta", "faq/c"),
        tuning("eta nog", "faq/c"),
        tuning("zeta", "faq/b"),
        tuning("over iets anders", "faq/elders"),
    ]

    found = await effects(retriever, before, after, questions)

    assert found.hits == HitRate(1, before=1, after=1, gone=1, new=2, new_found=1)
    assert found.known == 2 + 1 + 1 + 4  # titles and asks of a, b and c, and questions on them


async def test_questions_on_another_folder_are_not_asked(retriever: Retriever, folder: Folder) -> None:
    before, after = await two(retriever, folder, c_comes)

    found = await effects(retriever, before, after, [tuning("iota theta", None), tuning("over iets anders", "faq/x")])

    assert found == Effects(4, 4, (), (), NO_HITS)


async def test_nothing_is_asked_where_nothing_that_is_searched_changed(
    retriever: Retriever, encoder: WordEncoder, folder: Folder
) -> None:
    before, after = await two(
        retriever, folder, lambda folder: folder.save("nl/faq/b.md", title="zeta eta", body="twee", certainty="likely")
    )

    found = await effects(retriever, before, after, [tuning("alfa", "faq/a")])

    assert found == Effects(4, 0, (), (), NO_HITS)
    assert encoder.queries == []


async def test_what_a_person_typed_counts_and_is_neither_shown_nor_kept(encoder: WordEncoder, folder: Folder) -> None:
    cache = EmbeddingCache(":memory:", encoder.name)
    retriever = Retriever(encoder, cache, CALIBRATION)
    before, after = await two(retriever, folder, a_goes)
    questions = [confirmed("beta alfa", "faq/a"), confirmed("eta", "faq/b"), tuning("delta gamma", "faq/a")]

    found = await effects(retriever, before, after, questions)

    assert found.moves == (
        Move("faq/a", None, Outcome.UNKNOWN, Verdict.OTHER, 4, ("alfa beta", "gamma delta", "delta gamma")),
    )
    assert found.hits == HitRate(1, before=1, after=1, gone=2)
    assert retriever.remembered(after).keys() == {"alfa beta", "gamma delta", "delta gamma", "zeta eta"}
    kept = await retriever._worker.run(
        lambda: cache.get([text_key(f"question\n{text}") for text in ("beta alfa", "delta gamma")])
    )
    assert kept.keys() == {text_key("question\ndelta gamma")}
    await retriever.close()


async def test_what_was_asked_once_of_a_snapshot_is_not_asked_of_it_again(retriever: Retriever, folder: Folder) -> None:
    before, after = await two(retriever, folder, c_comes)
    await prepare(retriever, [tuning("delta gamma", "faq/a"), confirmed("alfa", "faq/a")])
    prepared = retriever.remembered(after)
    folder.save("nl/faq/d.md", title="lambda mu")
    await retriever.refresh(read_folder(folder.root))

    found = await effects(retriever, after, retriever.snapshot, [tuning("delta gamma", "faq/a")])

    assert prepared.keys() == {"alfa beta", "gamma delta", "zeta eta", "theta iota", "delta gamma"}
    assert (found.moves, found.asked) == ((), 6)
    assert retriever.remembered(retriever.snapshot).keys() == {*prepared, "lambda mu"}
    assert retriever.remembered(after) == retriever.remembered(before) == {}


async def test_nearest_to_the_edit_are_asked_first(retriever: Retriever, folder: Folder) -> None:
    before, after = await two(retriever, folder, c_comes)
    far = [tuning(f"ver weg nummer{number}", "faq/a") for number in range(3 * GROUP)]

    found = await effects(retriever, before, after, [*far, tuning("theta iota nu", "faq/b")], still=1)

    assert (found.known, found.asked) == (
        4 + 3 * GROUP + 1,
        4 + 2 * GROUP,
    )  # the near one's group, and one that is still
    assert [move.examples for move in found.moves] == [("theta iota nu",)]


async def test_tuning_questions_without_a_vector_are_left_where_time_is_over(
    retriever: Retriever, encoder: WordEncoder, folder: Folder
) -> None:
    before, after = await two(retriever, folder, a_goes)
    many = [tuning(f"vraag nummer{number}", "faq/b") for number in range(100)]

    found = await effects(retriever, before, after, many, is_over=lambda: len(encoder.queries) > 3)

    assert (found.known, found.asked) == (103, 3)
    assert [move.examples for move in found.moves] == [("alfa beta", "gamma delta")]


async def test_words_alone_can_be_asked_again_too(by_words: Retriever, folder: Folder) -> None:
    before, after = await two(by_words, folder, a_goes)

    found = await effects(by_words, before, after)

    assert [(move.before, move.after, move.examples) for move in found.moves] == [
        ("faq/a", None, ("alfa beta", "gamma delta"))
    ]


async def test_pair_that_has_become_alike_is_named_and_one_that_was_is_not(
    retriever: Retriever, folder: Folder
) -> None:
    folder.save("nl/faq/x.md", title="een twee drie vier", asks=["vijf zes zeven acht"])
    folder.save("nl/faq/y.md", title="een twee drie vier nog", asks=["vijf zes zeven acht dan"])

    def copy(folder: Folder) -> None:
        folder.save("nl/faq/b2.md", title="eta zeta", body="twee")
        folder.save("nl/faq/y.md", title="een twee drie vier nog", asks=["vijf zes zeven acht dan"], body="Anders.")

    before, after = await two(retriever, folder, copy)

    found = await effects(retriever, before, after)

    assert found.twins == (Twins("faq/b", "faq/b2", "nl"),)


def wordings(number: int) -> Sequence[str]:
    return [f"woord{number} term{number} naam{at}" for at in range(GLANCED + 3)]


async def test_more_questions_than_are_looked_up_at_once_lead_where_each_leads_alone(
    retriever: Retriever, folder: Folder
) -> None:
    folder.save("nl/faq/a.md", title="woord1 term1")
    folder.save("nl/faq/b.md", title="woord2 term2")
    await retriever.refresh(read_folder(folder.root))
    texts = [*wordings(1), "", *wordings(2)]
    vectors = await retriever.vectors(texts, is_kept=True)

    led = await retriever.destinations(texts, vectors, retriever.snapshot)

    alone = [await retriever.ask(Question(text, "nl", fixed=True)) for text in texts]
    assert [led[text] for text in texts] == [
        Destination(answer.outcome, answer.hits[0].entry.id if answer.hits else None) for answer in alone
    ]


async def test_questions_far_from_the_edit_are_not_asked_and_count_as_they_were(
    retriever: Retriever, folder: Folder
) -> None:
    folder.save("nl/faq/a.md", title="alfa beta")
    folder.save("nl/faq/b.md", title="zeta eta")
    await retriever.refresh(read_folder(folder.root))
    before = retriever.snapshot
    far = [tuning(f"alfa ver weg nummer{number}", "faq/a") for number in range(3 * GROUP)]
    await prepare(retriever, far)
    folder.save("nl/faq/b.md", title="theta iota")
    await retriever.refresh(read_folder(folder.root))

    found = await effects(retriever, before, retriever.snapshot, far, still=1)

    assert (found.known, found.asked) == (3 + 3 * GROUP, 3 + GROUP)
    assert [move.examples for move in found.moves] == [("zeta eta",)]
    assert found.hits == HitRate(3 * GROUP, before=3 * GROUP, after=3 * GROUP)

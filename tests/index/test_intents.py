"""Which entry a question is about by how it sounds, and what becomes of entries that have changed since that was learned."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import intents
from index import snapshot as snapshots
from index.encoder import FIRST_HALF
from index.heads import Heads
from index.intents import LEAST_LOG, Intents
from index.kinds import features
from index.layout import Layout
from index.ranking import FEATURES, NONE_FEATURES
from index.snapshot import Snapshot
from knowledge.folder import read_folder
from knowledge.passages import split
from tests.conftest import Folder
from tests.fakes import WordEncoder, intents_of

KNOWN = {"faq/a": "alfa beta", "faq/b": "gamma delta"}
INTENT, UNLEARNED = FEATURES.index("intent"), FEATURES.index("unlearned")


def built(folder: Folder, known: Intents | None) -> Snapshot:
    reading = read_folder(folder.root)
    passages = [passage for entry in reading.entries for passage in split(entry)]
    matrix = WordEncoder().encode_passages([passage.text for passage in passages])
    return snapshots.build(
        reading, Layout.of(reading.entries), matrix, None, WordEncoder().halves, Heads(intents=known)
    )


def found(snapshot: Snapshot, text: str) -> dict[str, tuple[float, float]]:
    """By id what an entry has of the two features; of "" the first is what none has."""
    near = snapshot.candidates(text, WordEncoder().encode_queries([text])[0])
    rows = zip(near.ids, near.features[:, INTENT].tolist(), near.features[:, UNLEARNED].tolist(), strict=True)
    none = float(near.none[NONE_FEATURES.index("intent")])
    return {"": (none, 0.0), **{name: (intent, unlearned) for name, intent, unlearned in rows}}


def test_question_sounds_like_what_its_entry_is_asked_for() -> None:
    known = intents_of(KNOWN)

    likely = np.exp(
        known.by_all(known.by_words(features("alfa of beta")), np.zeros(WordEncoder().dimension, dtype=np.float32))
    )

    assert likely.argmax() == known.ids.index("faq/a")
    assert likely.sum() == pytest.approx(1.0, abs=1e-4)


def test_no_log_is_below_the_least() -> None:
    assert intents.logs(np.array([100.0, 0.0, -100.0], dtype=np.float32)).tolist() == [0.0, LEAST_LOG, LEAST_LOG]


@pytest.mark.parametrize("text", ["epsilon", "alfa", "alfa epsilon"])
def test_entry_that_has_come_since_is_as_likely_as_the_likeliest(folder: Folder, text: str) -> None:
    folder.save("nl/faq/a.md", title="alfa beta")
    folder.save("nl/faq/c.md", title="epsilon")

    told = found(built(folder, intents_of(KNOWN)), text)

    assert told["faq/c"] == (max(told[""][0], told["faq/a"][0]), 1.0)
    assert told["faq/a"][1] == 0.0


def test_entry_with_another_title_counts_as_one_that_has_come_since(folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="Alfa béta?", body="een")
    folder.save("nl/faq/b.md", title="zeta", body="twee")

    told = found(built(folder, intents_of(KNOWN)), "gamma")

    assert (told["faq/a"][1], told["faq/b"][1]) == (0.0, 1.0)


def test_first_half_of_its_encoder_is_known_and_another_encoder_is_not() -> None:
    known = intents_of(KNOWN)

    half, other = known.of(f"{FIRST_HALF}{known.encoder}"), known.of("another")

    assert (half.first, half.whole) == (known.first, known.first)
    assert (other.first, other.whole) == (None, None)


def test_where_none_are_known_nothing_is_told(folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa beta")

    assert found(built(folder, None), "alfa") == {"": (0.0, 0.0), "faq/a": (0.0, 0.0)}


def test_entry_that_only_sounds_like_it_is_ranked_too(folder: Folder) -> None:
    for number in range(30):
        folder.save(f"nl/faq/n{number}.md", title=f"omega {number}")
    folder.save("nl/faq/a.md", title="alfa beta")
    known = intents_of({"faq/a": "omega"})

    ids = [
        built(folder, replace(known, titles=titles)).candidates("omega", None).ids for titles in ({}, titles_of(known))
    ]

    assert ["faq/a" in each for each in ids] == [False, True]


def titles_of(known: Intents) -> dict[str, frozenset[str]]:
    return {name: frozenset({intents.title_key("alfa beta")}) for name in known.ids}


def test_left_out_entries_are_as_if_they_had_come_since(folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa beta")
    folder.save("nl/faq/b.md", title="gamma delta")
    snapshot = built(folder, intents_of(KNOWN))

    told = found(snapshot.without_intents({"faq/a"}), "alfa")

    assert (told["faq/a"][1], told["faq/b"][1]) == (1.0, 0.0)
    assert told["faq/a"][0] == max(told[""][0], told["faq/b"][0])
    assert found(snapshot, "alfa")["faq/a"][1] == 0.0


def test_beside_another_encoder_words_alone_tell() -> None:
    known = intents_of(KNOWN)
    rows, vector = features("alfa"), np.ones(WordEncoder().dimension, dtype=np.float32)

    alone = known.of("another")

    assert known.of(known.encoder) is known
    assert alone.by_all(alone.by_words(rows), vector).tolist() == intents.logs(known.by_words(rows)).tolist()
    assert alone.at_first(alone.by_words(rows), vector).tolist() == intents.logs(known.by_words(rows)).tolist()


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    known = intents_of(KNOWN)
    intents.save(known, tmp_path / "intents.npz")

    again = intents.load(tmp_path / "intents.npz")

    assert (again.ids, again.encoder, again.titles.keys()) == (known.ids, known.encoder, known.titles.keys())
    assert again.column_of("ALFA béta", "faq/a") == known.ids.index("faq/a")
    assert again.column_of("gamma delta", "faq/a") is None
    np.testing.assert_array_equal(again.words.table, known.words.table)


def test_those_for_another_encoder_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="another encoder"):
        intents.save(intents_of(KNOWN).of("another"), tmp_path / "intents.npz")


@pytest.mark.parametrize("is_there", [False, True])
def test_missing_or_damaged_file_is_said_with_what_to_do(tmp_path: Path, is_there: bool) -> None:
    path = tmp_path / "intents.npz"
    if is_there:
        path.write_bytes(b"PK")

    with pytest.raises(
        FileNotFoundError, match=r"intents\.npz can't be read .* restore it from git or run `make train`"
    ):
        intents.load(path)

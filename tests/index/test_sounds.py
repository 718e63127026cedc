"""Which point a clause settles by its words, what becomes of points that nothing was learned of, and what it learned from."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import sounds
from index.checking.examples import example, unseen
from index.checking.features import FEATURES, SOUNDS, Sought, with_sounds
from index.checking.gold import FOLDER, OPEN, load, made_plain, read, short_id
from index.checking.points import WORDS, confidences, look, numbers_of
from index.encoder import Matrix
from index.kinds import SURE
from index.plain import words_of
from index.sounds import Sounds, Unseen
from index.training import data
from index.training import sounds as training
from knowledge.documents.clauses import Clause, Clauses
from knowledge.entry import Entry
from knowledge.folder import CONTENT, read_folder
from tests.fakes import sounds_of

POINTS = read_folder(CONTENT).points
BUS, PRIVACY = "checklists/locaties-en-vervoer", "checklists/privacy"
KNOWN = {BUS: "de bus rijdt", PRIVACY: "cijfers gaan versleuteld"}
AT, LEAD = (FEATURES.index(name) for name in SOUNDS)


async def no_vectors(texts: Sequence[str]) -> Matrix | None:
    return None


def without(points: Sequence[Entry], name: str) -> list[Entry]:
    """The same points, one of them under another id, as an admin's own."""
    return [replace(one, id="checklists/eigen") if one.id == name else one for one in points]


def test_clause_sounds_like_the_point_that_its_words_settle() -> None:
    odds = sounds_of(KNOWN).odds(["De bus rijdt ook in mei", "Cijfers gaan versleuteld", "Niets van dit al"])

    assert odds.shape == (3, 3)
    assert (odds[:, 2] == 0).all()
    assert (odds[0, 0] > 0 > odds[0, 1], odds[1, 1] > 0 > odds[1, 0], (odds[2, :2] < 0).all()) == (True, True, True)
    assert (np.abs(sounds_of({BUS: "a b c d e f g h"}).odds(["a b c d e f g h"])) <= SURE).all()


def test_no_text_has_no_odds() -> None:
    assert sounds_of(KNOWN).odds([]).shape == (0, 3)


def test_nothing_of_a_text_is_kept() -> None:
    known = sounds_of(KNOWN)
    words_of.cache_clear()

    known.odds(["Een vertrouwelijke zin die niemand onthoudt."])

    assert words_of.cache_info().currsize == 0


def test_point_that_nothing_was_learned_of_is_weighed_without() -> None:
    """Its features stay 0, nothing goes before it, and the weights are those that were fitted without."""
    numbers = numbers_of(WORDS)
    assert numbers is not None
    sought = Sought(without(POINTS, PRIVACY), None, None, sounds.load())
    own = sought.ids.index("checklists/eigen")

    found = with_sounds(np.ones((1, len(sought.ids), len(FEATURES))), [0], ["De school betaalt de bus."], sought)[0]
    nothing = np.zeros((1, len(sought.ids), len(FEATURES)))
    weighed = confidences(nothing, numbers, sought.learned)[0]

    assert sought.learned.sum() == len(sought.ids) - 1
    assert not sought.learned[own]
    assert found[own, [AT, LEAD]].tolist() == [1.0, 1.0]
    assert weighed[own] == pytest.approx(1 / (1 + np.exp(-numbers.plain_bias)))
    assert weighed[0] == pytest.approx(1 / (1 + np.exp(-numbers.bias)))


def test_likeliest_point_goes_before_the_next() -> None:
    sought = Sought(POINTS, None, None, sounds_of(KNOWN))

    [found] = with_sounds(np.zeros((1, len(sought.ids), len(FEATURES))), [0], ["De bus rijdt"], sought)

    bus, privacy = found[sought.ids.index(BUS)], found[sought.ids.index(PRIVACY)]
    assert bus[LEAD] == bus[AT] - privacy[AT] > 0
    assert privacy[LEAD] == -bus[LEAD]


def test_what_is_left_open_only_seems_to_settle_it() -> None:
    """Beside what a clause usually has that settles something, whichever point that is."""
    texts = ["De school betaalt de bus.", "Wie de bus betaalt, komt in juni op de agenda."]

    settles, leaves_open = sounds.load().odds(texts)[:, -1]

    assert leaves_open > max(0.0, settles)


async def test_without_an_encoder_words_alone_tell_it() -> None:
    numbers, clause = numbers_of(WORDS), Clause("Lukt het niet samen, dan hakt de voorzitter de knoop door.")
    assert numbers is not None

    told, untold = [
        await look(Clauses((clause,), (), 0), Sought(POINTS, None, None, known), numbers, no_vectors, no_vectors)
        for known in (sounds.load(), None)
    ]

    at = Sought(POINTS, None, None).ids.index("checklists/geschillen")
    assert told.likely[0, at] > untold.likely[0, at]
    assert told.likely.shape == untold.likely.shape == told.seeming.shape == (1, len({point.id for point in POINTS}))


def test_model_is_kept_as_it_was(tmp_path: Path) -> None:
    path, made = tmp_path / "sounds.npz", sounds_of(KNOWN)
    said = Unseen({"a": np.array([[1.0, -2.0, 0.5]]), "b": np.zeros((0, 3)), "c": np.ones((3, 3))}, "a hash")

    sounds.save(made, said, path)

    again, beside = sounds.load(path), sounds.unseen(path)
    assert again.ids == made.ids
    np.testing.assert_array_equal(again.odds(["de bus"]), made.odds(["de bus"]))
    assert (list(beside.odds), beside.learned) == (["a", "b", "c"], "a hash")
    assert [part.tolist() for part in beside.odds.values()] == [part.tolist() for part in said.odds.values()]


@pytest.mark.parametrize("content", [None, b"no archive"])
def test_missing_or_damaged_file_is_said_in_words(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "sounds.npz"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(FileNotFoundError, match="--sounds-only"):
        sounds.load(path)


def test_file_of_another_version_is_refused(tmp_path: Path) -> None:
    path, made = tmp_path / "sounds.npz", sounds_of(KNOWN)
    sounds.save(Sounds((BUS,), made.words), Unseen({"": np.zeros((0, 3))}, ""), path)

    with pytest.raises(FileNotFoundError, match="another version"):
        sounds.load(path)


def test_agreement_that_changed_since_is_not_fitted_on() -> None:
    sought = Sought(POINTS, None, None, sounds.load())
    gold = read("nieuw-stuk", "De bus rijdt op maandag.\n<!-- kind: dlr -->")

    with pytest.raises(ValueError, match="nieuw-stuk"):
        unseen(example(gold, sought, None, None), sought, sounds.unseen())


# --- what it learned from


def test_what_ships_has_learned_from_what_stands_there() -> None:
    assert sounds.unseen().learned == training.material(POINTS).digest
    assert set(sounds.load().ids) == {point.id for point in POINTS}
    assert set(sounds.unseen().odds) == {gold.name for gold in load(OPEN)}


def test_training_tells_what_it_has_not_seen() -> None:
    """Of two voices each is told by what the other says."""
    found = training.Material(
        (BUS, PRIVACY),
        ("de bus rijdt", "cijfers gaan versleuteld", "een bus van school", "versleuteld, die cijfers", "de kantine"),
        np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=float),
        np.ones((5, 3)),
        np.array([0, 0, 1, 1, training.EVERY_FOLD]),
        (("a", 2), ("b", 2)),
    )

    model, said = training.train(found)

    assert model.odds(["bus"])[0, 0] > model.odds(["cijfers"])[0, 0]
    assert [part[:, :2].argmax(axis=1).tolist() for part in said.odds.values()] == [[0, 1], [0, 1]]
    assert said.learned == found.digest


def test_labels_of_clauses_name_points() -> None:
    ids = {short_id(point.id) for point in POINTS}
    named = {one.strip() for label, _ in data.clauses() for one in label.removeprefix("not:").split(",")} - {"none"}
    settled = {label for label, _ in data.clauses() if not label.startswith("not:")}

    assert named == ids <= settled


def test_no_clause_is_there_twice_or_stands_in_an_agreement() -> None:
    texts = [made_plain(text) for _, text in data.clauses()]
    lines = {made_plain(line) for path in FOLDER.glob("*/*.md") for line in path.read_text("utf-8").splitlines()}
    clauses = {
        made_plain(clause.text)
        for half in FOLDER.iterdir()
        if half.is_dir()
        for gold in load(half.name)
        for clause in gold.clauses.found
    }

    assert len(set(texts)) == len(texts)
    assert set(texts) & (lines | clauses) == set()

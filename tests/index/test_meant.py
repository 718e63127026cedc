"""How much of a question an entry holds in other words."""

from pathlib import Path

import numpy as np
import pytest

from index import layout as layouts
from index import senses
from index.layout import Change, Layout, following
from index.meant import FEATURES, NONE_FEATURES, Array, Meant
from knowledge.folder import read_folder
from tests.conftest import Folder

QUESTIONS = ("hoe laat gaan jullie dicht", "waar laat ik mijn auto", "what do I pay", "zzz")


@pytest.fixture
def folder(folder: Folder) -> Folder:
    folder.save("nl/faq/kosten.md", title="Tarieven", body="Volwassenen zes euro.")
    folder.save("nl/faq/open.md", title="Openingstijden", body="Van negen tot vijf.")
    folder.save("nl/faq/plek.md", title="Parkeren", body="Achter het gebouw.")
    return folder


@pytest.fixture
def layout(folder: Folder) -> Layout:
    return Layout.of(read_folder(folder.root).entries)


def _features(meant: Meant, text: str, langs: tuple[str, ...] = ()) -> Array:
    """(documents, len(FEATURES)) of all documents."""
    scores = meant.scores(text, langs)
    return scores.features(np.arange(len(scores.held_rare)))


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        pytest.param("hoe laat gaan jullie dicht", "faq/open", id="other words"),
        pytest.param("what do I pay", "faq/kosten", id="another language"),
        pytest.param("waar laat ik mijn auto", "faq/plek", id="what goes with it"),
        pytest.param("tarief volwassene", "faq/kosten", id="its own words"),
    ],
)
@pytest.mark.parametrize("feature", FEATURES)
def test_entry_that_is_meant_holds_most(layout: Layout, question: str, entry: str, feature: str) -> None:
    found = _features(Meant(layout), question)[:, FEATURES.index(feature)]

    assert layout.entries[int(found.argmax())].id == entry
    assert found.max() > 0


@pytest.mark.parametrize("question", QUESTIONS)
def test_shares_are_shares(layout: Layout, question: str) -> None:
    found = _features(Meant(layout), question)[:, : FEATURES.index("dense")]

    assert (found.min() >= 0, found.max() <= 1) == (True, True)


def test_own_word_counts_for_more_than_another_for_the_same(layout: Layout) -> None:
    """ "tarieven" is in the title, "prijzen" stands for it."""
    meant = Meant(layout)

    own, other = (_features(meant, text)[0, 0] for text in ("tarieven", "prijzen"))

    assert own == 1.0
    assert 0 < other < own


@pytest.mark.parametrize("text", ["", "?!", "👍"])
def test_text_without_words_is_held_by_none(layout: Layout, text: str) -> None:
    meant = Meant(layout)

    assert (_features(meant, text).tolist(), meant.scores(text).none.tolist()) == (
        [[0.0] * len(FEATURES)] * 3,
        [0.0] * len(NONE_FEATURES),
    )


@pytest.mark.parametrize(
    ("name", "question"),
    [
        pytest.param("lidmaatschap-opzeggen", "opzeggen", id="its words"),
        pytest.param("2024-05-01_opzeggen", "opzeggen", id="behind a date"),
        pytest.param("opzeggen/index", "opzeggen", id="its folder's"),
        pytest.param("openingstijden", "hoe laat gaan jullie dicht", id="what they stand for"),
    ],
)
@pytest.mark.parametrize("feature", FEATURES)
def test_what_a_file_is_called_counts_as_its_title_does(folder: Folder, name: str, question: str, feature: str) -> None:
    (folder.root / "nl/faq/open.md").unlink()
    folder.save(f"nl/faq/{name}.md", title="Wat als ik niet meer wil?", body="Bel de balie.")
    folder.save("nl/faq/vraag.md", title="Wat als ik iets wil?", body="Bel de balie.")
    layout = Layout.of(read_folder(folder.root).entries)

    scores = _features(Meant(layout), question)[:, FEATURES.index(feature)]

    assert layout.entries[int(scores.argmax())].id == f"faq/{name}"
    assert scores.max() > 0


def _densities(folder: Folder, bodies: list[str], question: str) -> list[float]:
    """How dense each text holds a question, in the order of the texts."""
    for at, body in enumerate(bodies):
        folder.save(f"nl/teksten/{at:04}.md", title=f"Nummer {at}", body=body)
    layout = Layout.of([one for one in read_folder(folder.root).entries if one.id.startswith("teksten")])
    return [float(row[FEATURES.index("dense")]) for row in _features(Meant(layout), question)]


def test_rare_word_counts_no_more_in_a_large_folder_than_in_one_that_was_learned_from(folder: Folder) -> None:
    """What one of thousand texts holds is rarer than what one of twenty does, and answers no better."""
    small, large = (_densities(folder, ["Fagot.", *["Bel de balie."] * size], "fagot")[0] for size in (39, 200))

    assert large == pytest.approx(small)


def test_text_of_a_few_words_holds_a_question_no_denser_than_a_short_one(folder: Folder) -> None:
    others = [f"{first}{second}on" for first in "bdfkmprstz" for second in "aeiou"]
    few, short, long = _densities(folder, [" ".join(["fagot", *others[:count]]) for count in (0, 20, 50)], "fagot")

    assert (few, short > long) == (short, True)


def test_a_heading_over_links_alone_is_held_and_is_no_title(folder: Folder) -> None:
    for path in (folder.root / "nl/faq").iterdir():
        path.unlink()
    folder.save("nl/faq/dag.md", title="Dag allemaal", body="Hoi.\n\n## Parkeren\n\n- [Dit](dag.md)")

    (found,) = _features(Meant(Layout.of(read_folder(folder.root).entries)), "parkeren")

    assert found[FEATURES.index("held")] == pytest.approx(1)
    assert found[FEATURES.index("meant_title")] == 0


def test_without_entries_there_is_nothing() -> None:
    assert _features(Meant(Layout.of([])), "tarieven").shape == (0, len(FEATURES))


def test_what_was_kept_finds_the_same(layout: Layout) -> None:
    made = Meant(layout)

    kept = Meant(layout, Meant.restored(made.stored("meant"), "meant"), Change.nothing())

    for text in QUESTIONS:
        assert np.array_equal(_features(kept, text), _features(made, text))


def test_what_was_kept_reads_nothing_when_it_is_asked(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stored = Meant(layout).stored("meant")
    for read in (senses._groups, senses._everyday):  # as a process that has just begun
        read.cache_clear()
    kept = Meant(layout, Meant.restored(stored, "meant"), Change.nothing())

    for name in ("PATH", "EVERYDAY"):
        monkeypatch.setattr(senses, name, tmp_path / "gone")

    assert _features(kept, "what do I pay").any()


def test_words_that_build_sentences_in_the_folders_language_tell_little(folder: Folder) -> None:
    folder.save("de/faq/eins.md", title="Anmeldung", body="Wir sind für euch da, ihr könnt kommen.")
    folder.save("de/faq/zwei.md", title="Kurse", body="Malen, Nähen, Spanisch.")
    meant = Meant(Layout.of(read_folder(folder.root).entries))
    held, telling = FEATURES.index("held"), NONE_FEATURES.index("telling")

    text, aware = "wir sind nicht für Spanisch", ("de",)

    assert meant.scores(text, aware).none[telling] < meant.scores(text).none[telling]
    assert [int(_features(meant, text, langs)[:, held].argmax()) for langs in ((), aware)] == [0, 1]


@pytest.mark.parametrize("few", [layouts.FEW, 0], ids=["laid anew", "rows stay"])
def test_edit_leaves_what_making_it_anew_would(
    folder: Folder, layout: Layout, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(layouts, "FEW", few)
    before = Meant(layout)
    folder.save("nl/faq/dag.md", title="Waar staat de auto?", body="Beneden.")
    folder.save("nl/faq/open.md", title="Sluiting", body="Om vijf uur.")
    (folder.root / "nl" / "faq" / "kosten.md").unlink()
    edited, change = following(read_folder(folder.root).entries, layout)

    after, from_nothing = Meant(edited, before, change), Meant(edited)

    assert edited.is_laid == bool(few)
    anew = Meant(Layout.of(read_folder(folder.root).entries))
    for text in QUESTIONS:
        right = _features(anew, text)
        assert np.array_equal(_features(after, text)[edited.order], right)
        assert np.array_equal(_features(from_nothing, text)[edited.order], right)
        assert not np.delete(_features(after, text), edited.order, axis=0).any()

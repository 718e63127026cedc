import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import lexicon
from index.layout import Layout
from index.words import Words, WordScores, stems_of
from knowledge.entry import Entry
from knowledge.folder import read_folder
from tests.conftest import Folder


def layout_of(folder: Folder) -> Layout:
    return Layout.of(read_folder(folder.root).entries)


def entry_of(words: Words, layout: Layout, document: int) -> Entry:
    (entry,) = layout.entries_in([words.firsts[document]])
    return entry


@pytest.fixture
def layout(folder: Folder) -> Layout:
    folder.save("nl/faq/melden.md", title="Wie meldt de leerroute?", body="De vmbo-school moet haar melden.")
    folder.save("nl/faq/tekenen.md", title="Wie tekent de samenwerkingsovereenkomst?", body="Beide besturen.")
    folder.save("en/faq/vergoeding.md", title="Which funding follows pupils?", body="It is paid to the school.")
    return layout_of(folder)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        pytest.param("wie meldt de leerroute", "faq/melden", id="same words"),
        pytest.param("leerroutes", "faq/melden", id="plural"),
        pytest.param("gemelde", "faq/melden", id="past participle"),
        pytest.param("MELDEN", "faq/melden", id="capitals"),
        pytest.param("does a pupil follow", "faq/vergoeding", id="English stems"),
    ],
)
def test_words_are_found_by_their_stems(layout: Layout, question: str, entry: str) -> None:
    words = Words(layout)

    scores = words.scores(question).words

    assert entry_of(words, layout, int(scores.argmax())).id == entry
    assert scores.max() > 0.2


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("samenwerkings overeenkomst", id="taken apart"),
        pytest.param("overeenkomst", id="a part alone"),
        pytest.param("samenwerkingsovereenkomstje", id="longer"),
        pytest.param("samenwerkngsovereenkomst", id="letter left out"),
        pytest.param("samenwerkinsgovereenkomst", id="letters swapped"),
    ],
)
def test_glued_and_misspelt_words_are_found_by_their_parts(layout: Layout, question: str) -> None:
    words = Words(layout)

    scores = words.scores(question).parts

    assert entry_of(words, layout, int(scores.argmax())).id == "faq/tekenen"
    assert scores.max() > 0.35


def test_a_document_that_holds_all_of_a_question_scores_above_one_that_holds_half(layout: Layout) -> None:
    words = Words(layout)

    scores = words.scores("wie tekent de samenwerkingsovereenkomst")

    assert [entry_of(words, layout, row).id for row in np.argsort(-scores.words)][:2] == ["faq/tekenen", "faq/melden"]
    assert [entry_of(words, layout, row).id for row in np.argsort(-scores.parts)][:2] == ["faq/tekenen", "faq/melden"]
    assert scores.words.max() > 0.7
    assert scores.parts.max() > 0.5
    assert scores.unknown == 0.0


def test_what_an_entry_holds_is_known_in_other_forms_and_glued_together(folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="Wie meldt de route bij het loket?", body="De roosters van de conciërge.")
    folder.save("nl/faq/b.md", title="Wie tekent de overeenkomst?")
    layout = layout_of(folder)
    words = Words(layout)
    documents = words.documents_of["faq/a"].tolist()

    asked = ["gemelde", "routeloket", "rooster", "tekent", "kantine"]
    held = words.held(list(zip(asked, stems_of(asked), strict=True)), documents)

    assert held == [True, True, True, False, False]


@pytest.mark.parametrize(("word", "is_held"), [("leerroutes", True), ("pupil", True), ("school", True), ("hoi", False)])
def test_word_that_any_document_holds_in_any_form_is_held(layout: Layout, word: str, is_held: bool) -> None:
    assert Words(layout).holds(word) is is_held


def test_share_of_parts_that_no_document_holds_is_told(layout: Layout) -> None:
    """ "zzz" has the parts "<zzz" and "zzz>", "wie" has "<wie" and "wie>": half of the four are known."""
    words = Words(layout)

    found = [words.scores(text).unknown for text in ("wie", "wie zzz", "zzz")]

    assert found == [0.0, 0.5, 1.0]


@pytest.mark.parametrize("text", ["", " ", "?!", "👍"])
def test_text_without_words_matches_nothing(layout: Layout, text: str) -> None:
    scores = Words(layout).scores(text)

    assert (scores.words.tolist(), scores.parts.tolist(), scores.unknown) == ([0.0] * 3, [0.0] * 3, 0.0)


def test_without_documents_nothing_is_found() -> None:
    words = Words(Layout.of([]))

    scores = words.scores("wie meldt")

    assert words.firsts.tolist() == []
    assert (scores.words.tolist(), scores.parts.tolist(), scores.unknown) == ([], [], 1.0)


def test_document_without_words_is_there_and_matches_nothing(folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="!!!", body="???")
    folder.save("nl/faq/b.md", title="melden", body="ja")
    words = Words(layout_of(folder))

    scores = words.scores("melden")

    assert [scores.words[0], scores.parts[0]] == [0.0, 0.0]
    assert scores.words[1] > 0.5


def test_entry_is_one_document_and_each_section_of_a_guideline_another(folder: Folder) -> None:
    """Rows: title and both sections of the entry; title, introduction, two sections of the guideline."""
    folder.save("nl/faq/a.md", title="alfa", body="Een.\n\n## Meer weten\n\nTwee.")
    folder.save("nl/guidelines/b.md", title="beta", body="Vooraf.\n\n## Melden\n\nEen.\n\n## Tekenen\n\nTwee.")

    words = Words(layout_of(folder))

    assert words.firsts.tolist() == [0, 3, 5, 6]


def test_translations_are_documents_of_their_own(folder: Folder) -> None:
    folder.save("en/faq/a.md", title="alpha")
    folder.save("nl/faq/a.md", title="alfa")

    words = Words(layout_of(folder))

    assert words.firsts.tolist() == [0, 2]


VOCABULARY = ["wie", "meldt", "tekent", "route", "samenwerking", "zzz", "qqqq", "é", "12", "a"]
TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join))


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Words:
    folder = Folder(tmp_path_factory.mktemp("content"))
    folder.save("nl/faq/a.md", title="wie meldt de route", body="wie wie wie meldt meldt route")
    folder.save("nl/faq/b.md", title="wie tekent", body="samenwerking en 12 a b c")
    folder.save("nl/faq/c.md", title="é", body="a")
    return Words(layout_of(folder))


@given(text=TEXTS)
def test_scores_are_shares(indexed: Words, text: str) -> None:
    found: WordScores = indexed.scores(text)

    for scores in (found.words, found.parts, np.array([found.unknown])):
        assert scores.min() >= 0.0
        assert scores.max() <= 1.0


def test_number_of_a_word_leads_to_it_from_the_first_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread may ask for it at once."""

    class Looked(dict[str, int]):
        def __setitem__(self, word: str, number: int) -> None:
            assert lexicon.WORDS[number] == word
            super().__setitem__(word, number)

    monkeypatch.setattr(lexicon, "_NUMBERS", Looked())
    monkeypatch.setattr(lexicon, "WORDS", [])

    assert lexicon.numbered("wie meldt wie").tolist() == [0, 1, 0]

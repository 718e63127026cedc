"""What is near a question, and which text of it is shown; asked of a retriever, which builds the snapshot."""

from collections.abc import Sequence
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import heads, vectors
from index import layout as layouts
from index import snapshot as snapshots
from index.answer import Answer, Question
from index.encoder import Matrix
from index.held import Held
from index.layout import Change, Layout, Rows, following
from index.ranking import FEATURES, NAMES, NAMES_ELSEWHERE, NONE_FEATURES, Look
from index.retriever import Retriever
from index.shipped_encoder import MANIFEST, MODEL, ShippedEncoder
from index.shown import Shown, shown
from index.snapshot import ENTRIES, Snapshot
from index.vectors import Coded, unit
from knowledge.entry import PassageKind, Reading
from knowledge.folder import read_folder
from knowledge.passages import split
from tests.conftest import Folder
from tests.fakes import CALIBRATION, WordEncoder

TOLD = [
    "wie meldt de leerroute",
    "wat kost het",
    "who pays for the pupils",
    "welke leerlingen volgen",
    "when does it end",
]


async def ask(retriever: Retriever, folder: Folder, text: str, lang: str = "nl") -> Answer:
    await retriever.refresh(read_folder(folder.root))
    return await retriever.ask(Question(text, lang, fixed=True))


async def test_entry_that_shares_most_words_is_first(retriever: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa beta", body="een")
    folder.save("nl/faq/b.md", title="gamma delta", body="twee")

    hit, other = (await ask(retriever, folder, "alfa omega")).hits

    assert (hit.entry.id, hit.passage.kind, hit.similarity) == ("faq/a", PassageKind.TITLE, pytest.approx(0.5))
    assert (other.entry.id, other.similarity) == ("faq/b", pytest.approx(0.0))
    assert hit.confidence == pytest.approx(np.exp(5) / (np.exp(5) + np.exp(5) + 1))


async def test_exact_title_wins(retriever: Retriever, folder: Folder) -> None:
    """Though another is nearer in meaning; case, accents and punctuation make no other title of it."""
    folder.save("nl/faq/a.md", title="alfa ging beta voor")
    folder.save("nl/faq/b.md", title="Béta ging alfa voor?")
    retriever.calibration = replace(CALIBRATION, whole=Look({"meaning": 10.0, "exact": 5.0}, {"constant": 5.0}))

    hit, other = (await ask(retriever, folder, "beta ging alfa voor")).hits

    assert (hit.entry.id, hit.similarity, other.similarity) == ("faq/b", pytest.approx(0.75), pytest.approx(1.0))


async def test_an_ask_is_found_and_never_shown(retriever: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa", asks=["gamma delta"], body="een")

    (hit,) = (await ask(retriever, folder, "gamma delta")).hits

    assert (hit.entry.title, hit.passage.kind, hit.passage.text) == ("alfa", PassageKind.ASK, "gamma delta")
    assert hit.similarity == pytest.approx(1.0)
    assert shown(hit) == Shown("", "een", ())


async def test_translation_is_shown(retriever: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa beta")
    folder.save("en/faq/a.md", title="first second")

    (hit,) = (await ask(retriever, folder, "alfa beta", "en")).hits

    assert (hit.entry.source, hit.passage.entry.source) == ("en/faq/a.md", "nl/faq/a.md")
    assert hit.similarity == pytest.approx(1.0)


@pytest.mark.parametrize("lang", ["en", "de"])
async def test_entry_that_a_language_lacks_is_shown_in_dutch(retriever: Retriever, folder: Folder, lang: str) -> None:
    folder.save("fr/faq/a.md", title="premier")
    folder.save("nl/faq/a.md", title="alfa beta")

    (hit,) = (await ask(retriever, folder, "alfa beta", lang)).hits

    assert hit.entry.source == "nl/faq/a.md"


async def test_entry_that_dutch_lacks_too_is_shown_as_it_is(retriever: Retriever, folder: Folder) -> None:
    folder.save("en/faq/a.md", title="first second")

    answer = await ask(retriever, folder, "first second", "nl")

    assert [hit.entry.source for hit in answer.hits] == ["en/faq/a.md"]
    assert retriever.snapshot.show("faq/other", "nl") is None


async def test_section_of_a_guideline_is_cited(retriever: Retriever, folder: Folder) -> None:
    folder.save(
        "nl/guidelines/g.md", title="gids", body="Vooraf.\n\n## Melden\n\nalfa beta\n\n## Tekenen\n\ngamma delta"
    )

    hit, *_ = (await ask(retriever, folder, "tekenen gamma delta")).hits

    assert (hit.passage.heading, hit.similarity) == ("Tekenen", pytest.approx(3 / np.sqrt(3 * 4)))
    assert shown(hit) == Shown("Tekenen", "gamma delta", ("Melden",), at=2)


async def test_section_of_a_guideline_is_cited_by_words_alone(by_words: Retriever, folder: Folder) -> None:
    folder.save(
        "nl/guidelines/g.md", title="gids", body="Vooraf.\n\n## Melden\n\nalfa beta\n\n## Tekenen\n\ngamma delta"
    )

    hit, *_ = (await ask(by_words, folder, "tekenen gamma delta")).hits

    assert (hit.passage.heading, hit.similarity) == ("Tekenen", 0.0)


async def test_every_entry_is_found_once(retriever: Retriever, folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="alfa beta", asks=["alfa", "beta", "alfa alfa gamma"], body="alfa beta gamma")
    folder.save("en/faq/a.md", title="alfa delta", asks=["alfa epsilon"])
    folder.save("nl/faq/b.md", title="zeta")

    answer = await ask(retriever, folder, "alfa beta gamma")

    assert [hit.entry.id for hit in answer.hits] == ["faq/a", "faq/b"]


def test_features_say_what_they_are_called(folder: Folder, encoder: WordEncoder) -> None:
    """The question shares both words of the title, one of two of the ask, two of four of the section."""
    folder.save(
        "nl/activities/a.md",
        title="alfa beta",
        asks=["alfa gamma"],
        body="delta epsilon",
        minutes=5,
        people=2,
        place="x",
    )
    reading = read_folder(folder.root)
    passages = [passage for entry in reading.entries for passage in split(entry)]
    matrix = encoder.encode_passages([passage.text for passage in passages])
    declined = encoder.encode_passages(["alfa omega"])

    snapshot = snapshots.build(reading, Layout.of(reading.entries), matrix, declined, encoder.halves)
    found = snapshot.candidates("alfa beta", encoder.encode_queries(["alfa beta"])[0])

    features, none = (
        dict(zip(FEATURES, found.features[0], strict=True)),
        dict(zip(NONE_FEATURES, found.none, strict=True)),
    )
    section = 2 / np.sqrt(2 * 4)
    assert (found.ids, found.rows, found.similarities) == (("activities/a",), (0,), (pytest.approx(1.0),))
    assert features == pytest.approx(
        {
            "meaning": 1.0,
            "meaning_3": (1.0 + 0.5 + section) / 3,
            "first_half": 1.0,
            "second_half": 1.0,
            "ask": 1.0,
            "section": section,
            "words": features["words"],
            "parts": features["parts"],
            "exact": 1.0,
            "guideline": 0.0,
            "activity": 1.0,
            "foreign": 0.0,
            "crossed": 0.0,
            "intent": 0.0,
            "unlearned": 0.0,
        },
        abs=1e-6,
    )
    assert none == pytest.approx(
        {"constant": 1.0, "declined": 0.5, "unknown": 0.0, "short": 0.5, "foreign": 0.0, "intent": 0.0}, abs=1e-6
    )


@pytest.mark.parametrize(
    ("body", "section"),
    [
        pytest.param("- [Dit](b.md)", 0.5, id="of links alone"),
        pytest.param("- [Dit](b.md)\n\n## Delta?\n\nEpsilon.\n\n## Eta?\n\nTheta.", 0.5, id="with links at its head"),
        pytest.param("## Delta?\n\nEpsilon.\n\n## Eta?\n\nTheta.", -1.0, id="of sections alone, each by itself"),
        pytest.param("##", 0.5, id="of a heading without words"),
    ],
)
@pytest.mark.parametrize("place", ["a", "guidelines/a"])
def test_a_text_of_links_is_as_near_as_its_title(
    folder: Folder, encoder: WordEncoder, place: str, body: str, section: float
) -> None:
    """No section of any text is as far away as one that is not there would be."""
    folder.save(f"nl/{place}.md", title="alfa beta", body=body)
    folder.save(f"nl/{place[:-1]}b.md", title="omega", body="omikron")
    reading = read_folder(folder.root)
    layout = Layout.of(reading.entries)
    matrix = encoder.encode_passages([passage.text for passage in layout.passages])

    snapshot = snapshots.build(reading, layout, matrix, None, encoder.halves)
    found = snapshot.candidates("alfa gamma", encoder.encode_queries(["alfa gamma"])[0])

    at = found.rows.index(0)
    assert (found.features[at, FEATURES.index("ask")], found.features[at, FEATURES.index("section")]) == pytest.approx(
        (0.5, section)
    )


def test_halves_count_each_by_itself(folder: Folder) -> None:
    """Two models side by side: the first finds the title the same, the second the section nearer."""
    folder.save("nl/faq/a.md", title="alfa", body="beta")
    reading = read_folder(folder.root)
    matrix = np.array([[1, 0, 1, 0], [0, 1, 0, 1]], dtype=np.float32) / np.sqrt(np.float32(2))
    query = np.array([1, 0, 0.6, 0.8], dtype=np.float32) / np.sqrt(np.float32(2))

    snapshot = snapshots.build(reading, Layout.of(reading.entries), matrix, None, (slice(0, 2), slice(2, 4)))
    features = dict(zip(FEATURES, snapshot.candidates("alfa", query).features[0], strict=True))

    assert (features["meaning"], features["first_half"], features["second_half"]) == pytest.approx((0.8, 1.0, 0.8))


async def test_words_find_what_meaning_does_not(retriever: Retriever, folder: Folder) -> None:
    """The encoder sees no likeness in a misspelt word; its parts do."""
    for number in range(ENTRIES + 20):
        folder.save(f"nl/faq/a{number}.md", title=f"vulling{number}")
    folder.save("nl/faq/z.md", title="samenwerkingsovereenkomst")
    retriever.calibration = replace(CALIBRATION, whole=Look({"parts": 10.0}, {"constant": 5.0}))

    answer = await ask(retriever, folder, "samenwerkngsovereenkomst")

    assert answer.hits[0].entry.id == "faq/z"
    assert answer.hits[0].similarity == pytest.approx(0.0)


def test_no_more_entries_are_ranked_than_was_agreed(folder: Folder, encoder: WordEncoder) -> None:
    for number in range(ENTRIES + 20):
        folder.save(f"nl/faq/a{number}.md", title=f"alfa {number}")
    reading = read_folder(folder.root)
    passages = [passage for entry in reading.entries for passage in split(entry)]
    matrix = encoder.encode_passages([passage.text for passage in passages])

    snapshot = snapshots.build(reading, Layout.of(reading.entries), matrix, None, encoder.halves)
    found = snapshot.candidates("alfa", encoder.encode_queries(["alfa"])[0])

    assert len(found.ids) == len(set(found.ids)) == ENTRIES
    assert found.features.shape == (ENTRIES, len(FEATURES))


def test_other_words_for_the_same_are_known_elsewhere_alone(folder: Folder) -> None:
    folder.save("nl/faq/a.md", title="Openingstijden", body="Van negen tot vijf.")
    folder.save("en/faq/a.md", title="Opening hours")
    folder.save("nl/faq/b.md", title="Parkeren")
    reading = read_folder(folder.root)
    layout = Layout.of(reading.entries)

    ours, there = (
        snapshots.build(reading, layout, None, None, (), is_elsewhere=is_elsewhere).candidates("wanneer dicht", None)
        for is_elsewhere in (False, True)
    )

    assert (ours.ids, ours.names) == ((), NAMES)
    assert (there.ids, there.names) == (("faq/a",), NAMES_ELSEWHERE)
    assert there.features[0, NAMES_ELSEWHERE.features.index("meant_title")] > 0.5
    assert (there.features.shape, there.none.shape) == (
        (1, len(NAMES_ELSEWHERE.features)),
        (len(NAMES_ELSEWHERE.none),),
    )


def test_empty_folder_has_nothing_near() -> None:
    snapshot = snapshots.build(Reading((), ()), Layout.of(()), None, None, ())

    found = snapshot.candidates("wie meldt", None)

    assert (found.ids, found.rows, found.similarities, found.features.shape) == ((), (), (), (0, len(FEATURES)))


def test_without_declined_questions_none_is_near(folder: Folder, encoder: WordEncoder) -> None:
    folder.save("nl/faq/a.md", title="alfa")
    reading = read_folder(folder.root)
    passages = [passage for entry in reading.entries for passage in split(entry)]
    matrix, none = encoder.encode_passages([passage.text for passage in passages]), encoder.encode_passages([])

    snapshot = snapshots.build(reading, Layout.of(reading.entries), matrix, none, encoder.halves)

    assert snapshot.candidates("alfa", encoder.encode_queries(["alfa"])[0]).none.tolist() == [
        1.0,
        0.0,
        0.0,
        1.0,
        0.0,
        0.0,
    ]


def test_question_is_not_changed_by_being_looked_for(folder: Folder, encoder: WordEncoder) -> None:
    folder.save("nl/faq/a.md", title="alfa")
    reading = read_folder(folder.root)
    passages = [passage for entry in reading.entries for passage in split(entry)]
    snapshot = snapshots.build(
        reading,
        Layout.of(reading.entries),
        encoder.encode_passages([passage.text for passage in passages]),
        None,
        encoder.halves,
    )
    query = encoder.encode_queries(["alfa"])[0]

    once, twice = (asdict(snapshot.candidates("alfa", query)) for _ in range(2))

    assert str(once) == str(twice)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["save", "save", "delete", "move", "break"]),
        st.sampled_from(["nl/faq/a", "nl/faq/b", "nl/faq/z", "nl/guidelines/m", "en/faq/a", "en/faq/q", "fr/faq/r"]),
        st.sampled_from(["nl/faq/c", "nl/guidelines/a", "en/faq/b"]),
        st.lists(st.sampled_from(TOLD), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=8,
)


class Narrow(WordEncoder):
    """A WordEncoder whose vectors are short enough to be searched as many are."""

    def __init__(self) -> None:
        super().__init__()
        self._narrowed = np.random.default_rng(0).standard_normal((self.dimension, 64)).astype(np.float32)
        self.dimension, self.halves = 64, (slice(0, 64),)

    def _encode(self, texts: Sequence[str]) -> Matrix:
        wide = np.zeros((len(texts), len(self._narrowed)), dtype=np.float32)
        for row, text in enumerate(texts):
            wide[row, [self._columns.setdefault(word, len(self._columns)) for word in sorted(set(text.split()))]] = 1
        return unit(wide @ self._narrowed)


@pytest.mark.parametrize(
    ("many", "stays"),
    [(False, False), (True, False), (False, True), (True, True)],
    ids=["few", "as of many", "few whose rows stay", "as of many whose rows stay"],
)
@settings(max_examples=12, deadline=None)
@given(edits=EDITS)
def test_snapshot_made_from_the_last_finds_what_one_made_from_nothing_does(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str, str, list[str]]], many: bool, stays: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if many:
            patch.setattr(vectors, "EXACT", 0)
        if stays:
            patch.setattr(layouts, "FEW", 0)
            patch.setattr(layouts, "EMPTY", 40)
        edited(Folder(tmp_path_factory.mktemp("edited")), Narrow() if many else WordEncoder(), edits)


def edited(folder: Folder, encoder: WordEncoder, edits: list[tuple[str, str, str, list[str]]]) -> None:
    last = snapshots.build(Reading((), ()), Layout.of(()), None, None, ())
    for act, at, to, said in edits:
        path, there = folder.root / f"{at}.md", folder.root / f"{to}.md"
        if act == "save":
            body = "\n\n".join(f"## {text}\n\n{text} {at}" for text in said)
            folder.save(f"{at}.md", title=f"{said[0]} {at}", asks=[f"{text}, {at}?" for text in said[1:]], body=body)
        elif act == "break":
            folder.write(f"{at}.md", b"\xff no entry")
        elif act == "delete":
            path.unlink(missing_ok=True)
        elif path.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            path.replace(there)
        reading = read_folder(folder.root)
        passages = [passage for entry in reading.entries for passage in split(entry)]
        matrix = Held.of(encoder.encode_passages([passage.text for passage in passages]))
        layout, change = following(reading.entries, last.layout)

        anew = snapshots.build(reading, Layout.of(reading.entries), matrix, None, encoder.halves, is_elsewhere=True)
        held = moved(last, layout, change, matrix)
        last = snapshots.build(reading, layout, held, None, encoder.halves, last=(last, change), is_elsewhere=True)

        assert last.passages == anew.passages
        assert last.layout.passages_in(last.layout.rows) == list(anew.passages)
        assert last.layout.is_section[last.layout.rows].tolist() == anew.layout.is_section.tolist()
        assert {name: texts_in(last, rows) for name, rows in last.rows_of.items()} == {
            name: texts_in(anew, rows) for name, rows in anew.rows_of.items()
        }

        assert isinstance(last.vectors, Coded) == (encoder.dimension == 64 and bool(passages))
        for text in (*TOLD, "zomaar iets", "leerroutte"):
            query = encoder.encode_queries([text])[0]
            assert told(last, text, query) == told(anew, text, query)
            assert last.languages.tell(text) == anew.languages.tell(text)
        assert last.languages.codes == anew.languages.codes


def moved(last: Snapshot, layout: Layout, change: Change, matrix: Held) -> Held:
    """The vectors of a layout: those of its passages, which are rows of matrix, in their rows."""
    if change.rows is not None or last.matrix is None:
        return matrix
    held = last.matrix.grown(layout.size - last.layout.size)
    held.put_from(layout.rows, matrix, np.arange(len(matrix)))
    return held


def texts_in(snapshot: Snapshot, rows: Rows) -> list[str]:
    return [passage.text for passage in snapshot.layout.passages_in(rows)]


def told(snapshot: Snapshot, text: str, query: Matrix) -> str:
    """What is found for a text, without the numbers of rows and of documents."""
    near, scores = snapshot.candidates(text, query), snapshot.words.scores(text)
    documents = np.flatnonzero(np.isin(snapshot.words.firsts, snapshot.layout.rows))
    documents = documents[np.argsort(snapshot.words.turns[documents], kind="stable")]
    by_document = [each[documents].tolist() for each in (scores.words, scores.parts)]
    assert np.count_nonzero(scores.words) == np.count_nonzero(scores.words[documents])
    return repr(
        (replace(near, rows=()), texts_in(snapshot, np.array(near.rows, dtype=np.int64)), by_document, scores.unknown)
    )


@pytest.mark.skipif(not (MODEL / MANIFEST).exists(), reason="no encoder ships in this checkout")
def test_what_says_nothing_of_what_a_question_is_about_besides_us_is_beside_it(folder: Folder) -> None:
    folder.save("nl/faq/exam.md", title="mag het examen in delen", body="ja")
    folder.save("nl/faq/switch.md", title="mag je overstappen", body="Ja, ook naar de havo.")
    folder.save("en/faq/exam.md", title="may the exam be spread", body="yes")
    reading = read_folder(folder.root)
    ours = snapshots.build(reading, Layout.of(reading.entries), None, None, (), heads.load())
    others = snapshots.build(reading, Layout.of(reading.entries), None, None, ())

    def beside(snapshot: Snapshot, text: str) -> frozenset[str]:
        return snapshot.candidates(text, None).beside

    assert beside(ours, "mag het examen van de havo in delen, en mag je overstappen") == {"faq/exam"}
    assert beside(ours, "mag het examen in delen, en mag je overstappen") == frozenset()
    assert beside(others, "mag het examen van de havo in delen, en mag je overstappen") == frozenset()


@pytest.mark.skipif(not (MODEL / MANIFEST).exists(), reason="no encoder ships in this checkout")
async def test_no_passage_is_nearer_than_its_own_text(folder: Folder) -> None:
    """Vectors are held rounded, so that what is counted may come out a little above one."""
    titles = [
        "Gids voor bezoekers",
        "Prijzen",
        "Wanneer zijn jullie open?",
        "Hoe kom ik er?",
        "Fietsen stallen",
        "Wifi",
    ]
    for at, title in enumerate(titles):
        folder.save(f"nl/faq/{at}.md", title=title, body="Vraag het aan de balie.")
    encoder, reading = ShippedEncoder(), read_folder(folder.root)
    matrix = encoder.encode_passages([passage.text for entry in reading.entries for passage in split(entry)])
    snapshot = snapshots.build(reading, Layout.of(reading.entries), matrix, None, encoder.halves)

    queries = encoder.encode_queries(titles)

    nearest = [
        max(snapshot.weighed(snapshot.seen(*one)).similarities) for one in zip(titles, queries, strict=True)
    ]  # at a glance
    assert nearest == pytest.approx([1.0] * len(titles), abs=0.01)
    assert max(nearest) <= 1.0

"""Folders of longer entries, as most tools keep them: what is found is the section that answers, not the page that holds it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import calibrations, documents, elsewhere, evaluation, practice
from index import snapshot as snapshots
from index.answer import Outcome, Question
from index.layout import Change, Layout
from index.looking import by_all
from index.opening import open_retriever
from index.plain import plain
from index.ranking import FEATURES, Look
from index.retriever import Retriever
from index.settings import IndexSettings
from index.shipped_encoder import MANIFEST, MODEL, ShippedEncoder
from index.shown import named_of, shown
from index.snapshot import SECTIONS, Snapshot
from knowledge.entry import PassageKind
from knowledge.folder import CONTENT, read_folder
from tests.conftest import Folder
from tests.fakes import CALIBRATION

is_shipped = pytest.mark.skipif(not (MODEL / MANIFEST).exists(), reason="no encoder ships in this checkout")
HALL = "Vooraf.\n\n## Wat kost een zaal?\n\nTien euro.\n\n## Is er een keuken?\n\nJa, met een oven.\n\n## Tot wanneer kan het nog?\n\nTot zes uur."
CHOIR = "Vooraf.\n\n## Wanneer zingen we?\n\nOp dinsdag.\n\n## Mag ik zomaar komen?\n\nJa."


@pytest.fixture
def pages(folder: Folder) -> Snapshot:
    folder.save("nl/zaal.md", title="Zaalverhuur", body=HALL)
    folder.save("nl/koor.md", title="Het koor", body=CHOIR)
    reading = read_folder(folder.root)
    return snapshots.build(reading, Layout.of(reading.entries), None, None, (), is_elsewhere=True)


def sections(snapshot: Snapshot, text: str) -> list[tuple[str, str]]:
    """The entry and the heading of each candidate."""
    found = snapshot.candidates(text, None)
    return [(one.entry.id, one.heading) for one in snapshot.layout.passages_in(found.rows)]


def test_sections_are_candidates_of_their_own_the_nearest_first(pages: Snapshot) -> None:
    found = sections(pages, "is er een keuken")

    assert found[0] == ("zaal", "Is er een keuken?")
    assert len(found) == len(set(found)) <= 2 * SECTIONS


def test_question_that_is_a_title_word_for_word_is_answered_from_the_start(pages: Snapshot) -> None:
    found = pages.candidates("zaalverhuur", None)

    (at,) = np.flatnonzero(found.are_word_for_word)
    (passage,) = pages.layout.passages_in([found.rows[at]])
    assert (found.ids[at], passage.kind) == ("zaal", PassageKind.TITLE)


@pytest.mark.parametrize(("sections_with_it", "others_with_it"), [(9, 0), (0, 30)])
def test_question_that_is_a_title_is_a_candidate_whatever_else_holds_its_words(
    folder: Folder, sections_with_it: int, others_with_it: int
) -> None:
    """Where words alone are searched, and more sections or entries hold them as well than are ranked."""
    title = "Hond afval tafel deur"
    more = "".join(f"\n\n## {title} {at}?\n\nJa." for at in range(sections_with_it))
    folder.save("nl/z/zaal.md", title=title, asks=["iets heel anders"], body=f"{HALL}{more}")
    for at in range(others_with_it):
        folder.save(f"nl/a/{at}.md", title=f"{title} {at}", body="Ja.")
    reading = read_folder(folder.root)
    snapshot = snapshots.build(reading, Layout.of(reading.entries), None, None, (), is_elsewhere=True)

    found = snapshot.candidates("hond, AFVAL tafel: deur", None)

    (at,) = np.flatnonzero(found.are_word_for_word)
    assert found.ids[at] == "z/zaal"


@pytest.mark.parametrize(
    ("text", "lead", "heading"),
    [
        ("mag er een oven in de keuken", "", "Is er een keuken?"),
        ("zaalverhuur", "", ""),
        ("mag er een oven in de keuken", "Vooraf.\n\n", ""),
    ],
    ids=["an ask", "a title", "an ask of what stands above the headings"],
)
def test_ask_word_for_word_of_a_page_of_sections_alone_is_answered_by_the_likeliest(
    folder: Folder, text: str, lead: str, heading: str
) -> None:
    """Else the first section would be told as what is certain, whatever it is about."""
    body = HALL.replace("Vooraf.\n\n", lead)
    folder.save("nl/zaal.md", title="Zaalverhuur", asks=["Mag er een oven in de keuken?"], body=body)
    folder.save("nl/koor.md", title="Het koor", body=CHOIR)
    reading = read_folder(folder.root)
    snapshot = snapshots.build(reading, Layout.of(reading.entries), None, None, (), is_elsewhere=True)

    numbers = calibrations.load(calibrations.ELSEWHERE.format(calibrations.WORDS_ALONE), calibrations.SHIPPED)
    assert numbers is not None
    found = by_all(snapshot.candidates(text, None), numbers)

    first = found.order[0]
    (passage,) = snapshot.layout.passages_in([found.candidates.rows[first]])
    assert found.candidates.are_word_for_word[first]
    assert (passage.entry.id, passage.heading) == ("zaal", heading)


def test_section_under_a_heading_of_marks_alone_is_one_of_its_own(folder: Folder) -> None:
    folder.save("nl/zaal.md", title="Zaalverhuur", body=HALL + "\n\n## ![](kaart.png)\n\nDe kaart hangt er.")
    reading = read_folder(folder.root)
    layout = Layout.of(reading.entries)
    snapshot = snapshots.build(reading, layout, None, None, (), is_elsewhere=True)

    cut = [
        [(one.at, one.heading) for one in document]
        for document in documents.following(layout, Change.everything(layout), None)[1].new
    ]

    assert cut == [
        [(0, ""), (0, "")],
        [(1, "Wat kost een zaal?")],
        [(2, "Is er een keuken?")],
        [(3, "Tot wanneer kan het nog?")],
        [(4, "")],
    ]
    assert sections(snapshot, "waar hangt de kaart")[0] == ("zaal", "")
    assert snapshot.layout.passages_in(snapshot.candidates("waar hangt de kaart", None).rows)[0].at == 4


def test_translations_of_a_section_are_one_candidate(folder: Folder) -> None:
    folder.save("nl/koor.md", title="Het koor", body=CHOIR)
    folder.save(
        "en/koor.md", title="The choir", body="First.\n\n## When do we sing?\n\nOn Tuesday.\n\n## May I come?\n\nYes."
    )
    reading = read_folder(folder.root)
    snapshot = snapshots.build(reading, Layout.of(reading.entries), None, None, (), is_elsewhere=True)

    assert snapshot._sections_of("koor").tolist() == [0, 1, 2, 0, 1, 2]
    assert len(snapshot.candidates("wanneer zingen we, and when", None).ids) <= 3


@pytest.mark.parametrize("is_elsewhere", [True, False], ids=["elsewhere", "beside what ships"])
def test_longer_entries_are_ranked_by_section_but_for_what_was_learned(folder: Folder, is_elsewhere: bool) -> None:
    folder.save("nl/zaal.md", title="Zaalverhuur", body=HALL)
    reading = read_folder(folder.root)
    snapshot = snapshots.build(reading, Layout.of(reading.entries), None, None, (), is_elsewhere=is_elsewhere)

    new, learned = (
        one.candidates("is er een keuken in de zaal", None)
        for one in (snapshot, replace(snapshot, class_of={"zaal": 0}))
    )

    guideline = FEATURES.index("guideline")
    assert (len(new.ids), new.features[:, guideline].any()) == (3, False)
    assert (len(learned.ids), learned.features[:, guideline].tolist()) == (1, [1.0])


@is_shipped
@pytest.mark.parametrize(
    ("text", "heading", "told"),
    [
        ("gids", "", "- [Wat kost het?](entry:#)\n- [Met kinderen](entry:#)"),
        ("met kinderen", "Met kinderen?", "- [Parkeren](entry:parkeren)"),
        ("wat kost het", "Wat kost het?", "Tien euro."),
    ],
    ids=["its contents", "a section of links", "a section of text"],
)
async def test_page_with_lists_of_links_is_found_by_its_title_and_by_their_headings(
    folder: Folder, tmp_path: Path, text: str, heading: str, told: str
) -> None:
    body = (
        "- [Wat kost het?](#wat-kost-het)\n- [Met kinderen](#met-kinderen)\n\n"
        "## Wat kost het?\n\nTien euro.\n\n## Met kinderen?\n\n- [Parkeren](parkeren.md)"
    )
    folder.save("nl/gids.md", title="Gids voor bezoekers", body=body)
    folder.save("nl/parkeren.md", title="Waar laat ik de auto?", body="Achter het gebouw.")
    retriever = (await open_retriever(IndexSettings(var_dir=tmp_path / "var", knowledge_dirs=(folder.root,)))).retriever

    answer = await retriever.ask(Question(text, "nl"))
    await retriever.close()

    found = shown(answer.hits[0])
    assert (answer.outcome.shows_entry, found.heading, found.text) == (True, heading, told)


@is_shipped
async def test_document_that_was_added_to_our_subject_is_answered_from_its_sections(
    folder: Folder, tmp_path: Path
) -> None:
    """As an admin places one in the chat: in guidelines/, beside what ships."""
    folder.save("nl/guidelines/zaal.md", title="Zaalverhuur", body=HALL)
    settings = IndexSettings(var_dir=tmp_path / "var", knowledge_dirs=(CONTENT, folder.root))
    retriever = (await open_retriever(settings)).retriever

    answer = await retriever.ask(Question("wat kost een zaal", "nl"))
    await retriever.close()

    assert (answer.outcome.shows_entry, shown(answer.hits[0]).text) == (True, "Tien euro.")


async def unsure(folder: Folder, **weights: float) -> Retriever:
    """A folder on another subject, of which words alone tell next to nothing; weights: what tells more, by feature."""
    numbers = replace(CALIBRATION, whole=Look({"words": 1.0, **weights}, {"constant": 9.0}))
    retriever = Retriever(None, None, CALIBRATION, numbers)
    await retriever.refresh(read_folder(folder.root))
    return retriever


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param("mag ik zomaar komen", Outcome.LIKELY, id="word for word"),
        pytest.param("Mag ik zomaar, komen?", Outcome.LIKELY, id="written otherwise"),
        pytest.param("mag ik zomaar een keer komen", Outcome.UNKNOWN, id="in other words"),
        pytest.param("hoe werkt het dan", Outcome.UNSURE, id="of two pages"),
        pytest.param("waar dan", Outcome.UNKNOWN, id="two words"),
        pytest.param("de hele prijslijst", Outcome.UNSURE, id="no question"),
    ],
)
async def test_question_that_is_a_section_s_heading_is_shown_it_however_unsure(
    folder: Folder, text: str, outcome: Outcome
) -> None:
    more = "\n\n## Hoe werkt het dan?\n\nGoed.\n\n## Waar dan?\n\nHier.\n\n## De hele prijslijst\n\nTien euro."
    folder.save("nl/zaal.md", title="Zaalverhuur", body=HALL + "\n\n## Hoe werkt het dan?\n\nGoed.")
    folder.save("nl/koor.md", title="Het koor", body=CHOIR + more)
    retriever = await unsure(folder)

    answer = await retriever.ask(Question(text, "nl"))

    assert answer.outcome is outcome
    if answer.outcome.shows_entry:
        assert shown(answer.hits[0]).heading == "Mag ik zomaar komen?"
    await retriever.close()


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param("de prijslijst", Outcome.UNSURE, id="of its heading"),
        pytest.param("waar is de prijslijst van het koor", Outcome.UNSURE, id="of its heading and the page's title"),
        pytest.param("prijslijst zingen", Outcome.UNKNOWN, id="of two headings"),
    ],
)
async def test_section_whose_heading_holds_a_short_question_is_offered(
    folder: Folder, text: str, outcome: Outcome
) -> None:
    """As an entry is whose title holds it."""
    folder.save("nl/zaal.md", title="Zaalverhuur", body=HALL)
    folder.save("nl/koor.md", title="Het koor", body=CHOIR + "\n\n## De hele prijslijst?\n\nTien euro.")
    retriever = await unsure(folder)

    answer = await retriever.ask(Question(text, "nl"))

    assert answer.outcome is outcome
    if outcome is Outcome.UNSURE:
        assert [named_of(hit) for hit in answer.hits] == ["Het koor › De hele prijslijst?"]
    await retriever.close()


async def test_section_with_the_question_for_its_heading_goes_before_a_page_that_looks_nearer(folder: Folder) -> None:
    folder.save("nl/koor.md", title="Het koor", body=CHOIR)
    folder.save("nl/activities/komen.md", title="Zomaar komen mag ik", minutes=5, people=2, place="x")
    retriever = await unsure(folder, activity=5.0)

    answer = await retriever.ask(Question("mag ik zomaar komen", "nl"))

    assert answer.outcome is Outcome.LIKELY
    assert list(dict.fromkeys(hit.entry.id for hit in answer.hits)) == ["koor", "activities/komen"]
    await retriever.close()


@is_shipped
@pytest.mark.parametrize(
    ("text", "heading"),
    [("is er een keuken", "Is er een keuken?"), ("wat moet ik voor een zaal betalen", "Wat kost een zaal?")],
)
async def test_section_that_answers_is_shown(folder: Folder, tmp_path: Path, text: str, heading: str) -> None:
    folder.save("nl/zaal.md", title="Zaalverhuur", body=HALL)
    folder.save("nl/koor.md", title="Het koor", body=CHOIR)
    settings = IndexSettings(var_dir=tmp_path / "var", knowledge_dirs=(folder.root,))
    retriever = (await open_retriever(settings)).retriever
    await retriever.ready()

    answer = await retriever.ask(Question(text, "nl"))
    await retriever.close()

    assert answer.outcome.shows_entry
    assert shown(answer.hits[0]).heading == heading


@is_shipped
async def test_sections_of_one_page_are_offered_side_by_side(folder: Folder, tmp_path: Path) -> None:
    folder.save("nl/handboek.md", title="Handboek", body=f"{HALL}\n\n{CHOIR.partition(chr(10))[2]}")
    settings = IndexSettings(var_dir=tmp_path / "var", knowledge_dirs=(folder.root,))
    retriever = (await open_retriever(settings)).retriever
    await retriever.ready()

    answer = await retriever.ask(Question("tot hoe laat mag ik komen", "nl"))
    await retriever.close()

    named = [named_of(hit) for hit in answer.hits]
    assert len(set(named)) == len(named) > 1
    assert {"Handboek › Tot wanneer kan het nog?", "Handboek › Mag ik zomaar komen?"} & set(named[:3])


@is_shipped
async def test_two_questions_in_a_message_get_a_section_each_though_both_are_of_one_page(
    folder: Folder, tmp_path: Path
) -> None:
    folder.save("nl/zaal.md", title="Zaalverhuur", body=HALL)
    folder.save("nl/koor.md", title="Het koor", body=CHOIR)
    settings = IndexSettings(var_dir=tmp_path / "var", knowledge_dirs=(folder.root,))
    retriever = (await open_retriever(settings)).retriever
    await retriever.ready()

    two = await retriever.ask_each(Question("Wat kost een zaal? Is er een keuken?", "nl"))
    same = await retriever.ask_each(Question("Is er een keuken? Is er dan een keuken?", "nl"))
    await retriever.close()

    assert [shown(one.hits[0]).heading for one in two] == ["Wat kost een zaal?", "Is er een keuken?"]
    assert [(shown(one.hits[0]).heading, one.rest) for one in same] == [("Is er een keuken?", ())]


@is_shipped
async def test_heading_word_for_word_is_shown_though_another_of_its_page_comes_near(
    folder: Folder, tmp_path: Path
) -> None:
    more = "## Wat kost een zaal in het weekend?\n\nTwintig euro.\n\n## Mag ik zelf koffie zetten?\n\nJa."
    folder.save("nl/zaal.md", title="Zaalverhuur", body=f"{HALL}\n\n{more}")
    folder.save("nl/koor.md", title="Het koor", body=CHOIR)
    folder.save("nl/fiets.md", title="Waar kan ik mijn fiets stallen?")
    settings = IndexSettings(var_dir=tmp_path / "var", knowledge_dirs=(folder.root,))
    retriever = (await open_retriever(settings)).retriever
    await retriever.ready()

    answer = await retriever.ask(Question("Wat kost een zaal?", "nl"))
    await retriever.close()

    assert answer.outcome.shows_entry
    assert shown(answer.hits[0]).heading == "Wat kost een zaal?"


@is_shipped
async def test_on_pages_of_several_as_much_is_answered_and_from_the_right_section() -> None:
    """Of folders that measure, put together four on a page; by themselves 62 % are shown at once, and 6 % of the others."""
    encoder = ShippedEncoder()
    numbers = calibrations.load(calibrations.ELSEWHERE.format(encoder.name), calibrations.SHIPPED)
    assert numbers is not None
    retriever = Retriever(encoder, None, numbers)
    judged, are_right = [], []
    for reading, asked in practice.load(elsewhere.LAST).values():
        titles = {entry.id: entry.title for entry in reading.entries}
        there, on_pages = practice.on_pages(reading, asked)
        snapshot = snapshots.build(
            there,
            layout := Layout.of(there.entries),
            encoder.encode_passages([one.text for one in layout.passages]),
            None,
            encoder.halves,
            is_elsewhere=True,
        )
        queries = encoder.encode_queries([plain(one.text) for one in asked])
        examples = evaluation.search(on_pages, queries, snapshot)
        found = [evaluation.judge(*pair, numbers) for pair in zip(on_pages, examples, strict=True)]
        judged += found
        for one, told in zip(asked, found, strict=True):
            if told.is_shown and told.rank == 1 and one.right is not None:
                answer = retriever.answering(snapshot).answer(Question(one.text, "nl"))
                are_right.append(shown(answer.hits[0]).heading == titles[one.right])
    await retriever.close()

    figures = evaluation.figures(judged)
    assert figures.at_once >= 0.56
    assert (figures.hit_3 >= 0.95, figures.wrong <= 0.01, figures.shown <= 0.08) == (True, True, True)
    assert sum(are_right) / len(are_right) >= 0.88

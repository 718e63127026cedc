import io
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console, RenderableType

from index import render, snapshot
from index.answer import Answer, Hit, Outcome, Question
from index.json_lines import as_json
from index.labels import labels, long_date
from index.layout import Layout, following
from knowledge.entry import Activity, Certainty, Entry, Passage, PassageKind, Reading, Source

ENTRY = Entry(
    id="faq/wie-meldt",
    lang="nl",
    title="Wie meldt de route?",
    asks=("wie moet melden",),
    topics=("T017",),
    facts=(),
    certainty=Certainty.SURE,
    checked=date(2026, 11, 2),
    review=None,
    see=(),
    sources=(Source("DUO: melden [2026]", "https://duo.nl/melden"),),
    body="De *vmbo-school* meldt.",
    source="nl/faq/wie-meldt.md",
    line=4,
)
GUIDELINE = replace(
    ENTRY,
    id="guidelines/melden",
    title="Melden, stap voor stap",
    topics=(),
    sources=(),
    body="Vooraf.\n\n## Wanneer\n\nVoor 15 oktober.\n\n## Waar\n\nIn RIO.",
)


def hit(entry: Entry, confidence: float = 0.98765, *, heading: str = "") -> Hit:
    at = ["", "Wanneer", "Waar"].index(heading)
    return Hit(entry, Passage(entry, PassageKind.TITLE, entry.title, heading, at), confidence, 0.87654)


def answer(outcome: Outcome, *hits: Hit, lang: str = "nl", off_topic: bool = False) -> Answer:
    return Answer(Question("wie meldt?"), lang, outcome, hits, off_topic)


def read(shown: RenderableType) -> list[str]:
    """The lines that a terminal shows, empty ones left out."""
    console = Console(file=io.StringIO(), width=100, highlight=False)
    console.print(shown)
    file = console.file
    assert isinstance(file, io.StringIO)
    return [line.rstrip() for line in file.getvalue().splitlines() if line.strip()]


def of(*entries: Entry) -> snapshot.Snapshot:
    layout, _ = following(entries, Layout.of(()))
    return snapshot.build(Reading(entries, ()), layout, None, None, ())


def test_outright_answer_as_json() -> None:
    found = as_json(answer(Outcome.ANSWERED, hit(ENTRY), hit(GUIDELINE, 0.01234, heading="Waar")), 1.23456)

    assert found == {
        "question": "wie meldt?",
        "lang": "nl",
        "outcome": "answered",
        "off_topic": False,
        "kind": None,
        "confidence": 0.9877,
        "entry": "faq/wie-meldt",
        "title": "Wie meldt de route?",
        "certainty": "sure",
        "hits": [
            {
                "id": "faq/wie-meldt",
                "lang": "nl",
                "title": "Wie meldt de route?",
                "section": None,
                "topics": ["T017"],
                "confidence": 0.9877,
                "similarity": 0.8765,
            },
            {
                "id": "guidelines/melden",
                "lang": "nl",
                "title": "Melden, stap voor stap",
                "section": "Waar",
                "topics": [],
                "confidence": 0.0123,
                "similarity": 0.8765,
            },
        ],
        "text": "De *vmbo-school* meldt.",
        "sources": [{"label": "DUO: melden [2026]", "url": "https://duo.nl/melden"}],
        "checked": "2026-11-02",
        "left": [],
        "took_ms": 1.23,
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(
            answer(Outcome.UNSURE, hit(ENTRY, 0.4)),
            {"outcome": "unsure", "off_topic": False, "confidence": 0.4},
            id="unsure",
        ),
        pytest.param(
            answer(Outcome.UNKNOWN, hit(ENTRY, 0.1)),
            {"outcome": "unknown", "off_topic": False, "confidence": 0.1},
            id="unknown",
        ),
        pytest.param(
            answer(Outcome.UNKNOWN, off_topic=True),
            {"outcome": "unknown", "off_topic": True, "confidence": 0.0},
            id="nothing near",
        ),
    ],
)
def test_json_of_what_is_not_answered_has_no_entry(given: Answer, expected: dict[str, object]) -> None:
    found = as_json(given, 1.0)

    hits = found.pop("hits")
    assert [near["id"] for near in hits] == [near.entry.id for near in given.hits]
    assert found == {
        "question": "wie meldt?",
        "lang": "nl",
        "kind": None,
        "entry": None,
        "title": None,
        "certainty": None,
        "text": "",
        "sources": [],
        "checked": None,
        "left": [],
        "took_ms": 1.0,
        **expected,
    }


def test_keys_of_json_are_those_that_programs_count_on() -> None:
    found = as_json(answer(Outcome.ANSWERED, hit(ENTRY)), 1.0)

    assert list(found) == [
        "question", "lang", "outcome", "off_topic", "kind", "confidence", "entry", "title", "certainty", "hits", "text", "sources",
        "checked", "left", "took_ms",
    ]  # fmt: skip
    assert list(found["hits"][0]) == ["id", "lang", "title", "section", "topics", "confidence", "similarity"]


def test_links_between_entries_keep_their_words_in_json() -> None:
    linking = replace(ENTRY, body="Zie [de regels](entry:faq/a%20b) en [de site](https://example.org).")

    found = as_json(answer(Outcome.ANSWERED, hit(linking)), 1.0)

    assert found["text"] == "Zie de regels en [de site](https://example.org)."


def test_json_of_a_guideline_has_the_section_that_was_found() -> None:
    found = as_json(answer(Outcome.ANSWERED, hit(GUIDELINE, heading="Wanneer")), 1.0)

    assert (found["text"], found["hits"][0]["section"]) == ("Voor 15 oktober.", "Wanneer")


def test_outright_answer_in_a_terminal() -> None:
    found = read(render.as_text(answer(Outcome.ANSWERED, hit(ENTRY)), of(ENTRY)))

    assert found == [
        "Wie meldt de route?",
        "De vmbo-school meldt.",
        "Bronnen:",
        " - DUO: melden [2026]:",
        "   https://duo.nl/melden",
        "Gecontroleerd op 2 november 2026",
    ]


def test_section_of_a_guideline_in_a_terminal_names_the_others() -> None:
    found = read(render.as_text(answer(Outcome.ANSWERED, hit(GUIDELINE, heading="Waar")), of(GUIDELINE)))

    assert found == [
        "Melden, stap voor stap",
        "Waar",
        "In RIO.",
        "Andere onderdelen: Wanneer",
        "Gecontroleerd op 2 november 2026",
    ]


@pytest.mark.parametrize("certainty", [Certainty.LIKELY, Certainty.UNCONFIRMED])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_answer_that_is_not_sure_says_so(certainty: Certainty, lang: str) -> None:
    entry = replace(ENTRY, certainty=certainty, lang=lang)

    found = read(render.entry_text(hit(entry), lang, of(entry)))

    assert found[1] == labels(lang)[certainty]


def test_answer_in_another_language_says_so() -> None:
    found = read(render.entry_text(hit(ENTRY), "en", of(ENTRY)))

    assert found[:2] == ["Wie meldt de route?", "This answer is not there in your language, but it is in Dutch."]
    assert found[-1] == "Checked on 2 November 2026"


def test_entries_to_see_are_named_by_title_where_they_are_there() -> None:
    other = replace(ENTRY, id="faq/waar", title="Waar meldt u?")
    entry = replace(ENTRY, see=("faq/waar", "faq/gone"))

    found = read(render.entry_text(hit(entry), "nl", of(entry, other)))

    assert "Zie ook: Waar meldt u?" in found


@pytest.mark.parametrize(
    ("activity", "said"),
    [
        (Activity(30, 6, 24, "lokaal"), ["30 minuten, 6 tot 24 mensen, lokaal"]),
        (Activity(30, 8, 8, "lokaal"), ["30 minuten, groep van 8, lokaal"]),
        (Activity(0, 6, 24, "lokaal"), ["6 tot 24 mensen, lokaal"]),
        (Activity(30, 0, 0, ""), ["30 minuten"]),
        (Activity(0, 0, 0, "lokaal"), ["lokaal"]),
        (Activity(0, 0, 0, ""), []),
    ],
)
def test_activity_says_what_it_asks_of_a_group_as_far_as_it_is_known(activity: Activity, said: list[str]) -> None:
    entry = replace(ENTRY, id="activities/bingo")
    plain = read(render.entry_text(hit(entry), "nl", of(entry)))

    found = read(render.entry_text(hit(replace(entry, activity=activity)), "nl", of(entry)))

    assert found == [plain[0], *said, *plain[1:]]


def test_what_is_offered_beside_a_likely_entry_is_named_once() -> None:
    others = [replace(ENTRY, id=f"faq/{number}", title=f"Vraag {number}?") for number in range(2)]
    entry = replace(ENTRY, see=("faq/0", "faq/1"))

    found = read(render.as_text(answer(Outcome.LIKELY, hit(entry), hit(others[0])), of(entry, *others)))

    assert "Zie ook: Vraag 1?" in found
    assert found[-1] == " 1. Vraag 0?"


def test_three_options_are_offered() -> None:
    entries = [replace(ENTRY, id=f"faq/{number}", title=f"Vraag [{number}]?") for number in range(5)]

    found = read(render.as_text(answer(Outcome.UNSURE, *(hit(entry, 0.2) for entry in entries)), of(*entries)))

    assert found == [labels("nl")["unsure"], " 1. Vraag [0]?", " 2. Vraag [1]?", " 3. Vraag [2]?"]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_is_unknown_is_owned_up_to(lang: str) -> None:
    unknown = read(render.as_text(answer(Outcome.UNKNOWN, hit(ENTRY, 0.1), lang=lang), of(ENTRY)))
    off_topic = read(
        render.as_text(
            replace(answer(Outcome.UNKNOWN, lang=lang, off_topic=True), question=Question("welk weer?")), of(ENTRY)
        )
    )

    words = labels(lang)
    near = [words["near"], " 1. Wie meldt de route?"]
    assert (unknown, off_topic) == ([words["unknown"], words["unknown_ask"], *near], [words["off_topic"]])


@pytest.mark.parametrize(
    "url", ["https://duo.nl/[b]", "https://duo.nl/[/b]", "https://duo.nl/a\\", "https://duo.nl/:smile:"]
)
def test_source_is_shown_word_for_word(url: str) -> None:
    entry = replace(ENTRY, sources=(Source("[red]DUO[/red] :smile:", url),))

    found = read(render.entry_text(hit(entry), "nl", of(entry)))

    assert found[3:5] == [" - [red]DUO[/red] :smile::", f"   {url}"]


def test_languages_have_the_same_labels() -> None:
    assert labels("nl").keys() == labels("en").keys()
    assert labels("de") == labels("nl")


@pytest.mark.parametrize(("lang", "expected"), [("nl", "1 maart 2026"), ("en", "1 March 2026"), ("de", "1 maart 2026")])
def test_dates_are_written_out(lang: str, expected: str) -> None:
    assert long_date(date(2026, 3, 1), lang) == expected


@pytest.mark.parametrize("width", [20, 80, 100])
def test_no_word_of_an_answer_and_no_link_is_cut_at_the_edge(width: int) -> None:
    """What is longer than a line goes on in the next; a shortened rule would be another rule."""
    words = [f"woord{number}" for number in range(60)]
    url = "https://www.example.nl/" + "een-heel-lang-adres/" * 8
    entry = replace(ENTRY, sources=(Source("bron", url),), body=" ".join(words))
    built = snapshot.build(Reading((entry,), ()), Layout.of([entry]), None, None, ())
    output = io.StringIO()

    Console(file=output, width=width).print(render.entry_text(hit(entry), "nl", built), crop=False)

    assert [word for word in words if word not in output.getvalue()] == []
    assert url in output.getvalue()


def test_of_a_link_to_an_entry_a_terminal_shows_the_words() -> None:
    linking = replace(ENTRY, body="Zie [de regels](entry:faq/a%20b) en [de site](https://example.org).")

    lines = read(render.as_text(answer(Outcome.ANSWERED, hit(linking)), of(linking)))

    assert "Zie de regels en de site (https://example.org)." in lines

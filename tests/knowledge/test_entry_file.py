"""One file as the entry that it becomes, and the problems that are told of it."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.entry import Certainty, Entry, Problem, Source
from knowledge.entry_file import MAX_BODY, EntryFile, read_text
from knowledge.notices import notice
from tests.knowledge.entry_texts import DATED, DAY, entry, faults, read


def test_a_full_file_becomes_an_entry_without_problems():
    front = (
        "title: Mogen we samenwerken?\nasks:\n  - mag het ook zonder melding\n  - het is geen route\n"
        "topics: [T159, T166]\nfacts: [F-01-01]\ncertainty: likely\nchecked: 2026-11-01\nreview: 2027-11-01\n"
        "see:\n  - faq/duo\nsources:\n  - '[DUO: melden (2026)](https://duo.nl/a_(b))'"
    )

    actual = read(front, "\n\nJa, dat mag.\n\n## Wat niet\nZeggen.\n\n")

    expected = Entry(
        id="faq/vraag",
        lang="nl",
        title="Mogen we samenwerken?",
        asks=("mag het ook zonder melding", "het is geen route"),
        topics=("T159", "T166"),
        facts=("F-01-01",),
        certainty=Certainty.LIKELY,
        checked=date(2026, 11, 1),
        review=date(2027, 11, 1),
        see=("faq/duo",),
        sources=(Source("DUO: melden (2026)", "https://duo.nl/a_(b)"),),
        body="Ja, dat mag.\n\n## Wat niet\nZeggen.",
        source="nl/faq/vraag.md",
        line=18,
    )
    lines = (("faq/duo", 12), ("mag het ook zonder melding", 4), ("het is geen route", 5), ("Mogen we samenwerken?", 2))
    assert replace(actual, lines=b"") == EntryFile(expected, ())
    assert [(text, actual.line_of(text)) for text, _ in lines] == list(lines)


def test_a_title_and_an_answer_are_enough():
    actual = read("title: Vraag", "Antwoord.")

    expected = Entry(
        id="faq/vraag",
        lang="nl",
        title="Vraag",
        asks=(),
        topics=(),
        facts=(),
        certainty=Certainty.SURE,
        checked=DATED,
        review=None,
        see=(),
        sources=(),
        body="Antwoord.",
        source="nl/faq/vraag.md",
        line=4,
    )
    assert replace(actual, lines=b"") == EntryFile(expected, ())
    assert actual.line_of("Vraag") == 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Ja.\n\n## Meer\nDit.\n\n## In gewone woorden\nHet mag.\n", ("Ja.\n\n## Meer\nDit.", "Het mag.")),
        ("Ja.\n\n## In gewone woorden\nHet mag.\n\n## Meer\nDit.", ("Ja.\n\n## In gewone woorden\nHet mag.\n\n## Meer\nDit.", "")),
        ("## In gewone woorden\nHet mag.", ("## In gewone woorden\nHet mag.", "")),
        ("Ja.\n\n## In plain words\nYes.", ("Ja.\n\n## In plain words\nYes.", "")),
    ],
    ids=["last", "not last", "alone", "another language"],
)  # fmt: skip
def test_an_answer_in_plain_words_is_held_apart_where_it_stands_last(body: str, expected: tuple[str, str]):
    found = entry(read("title: Mag het?", body))

    assert (found.body, found.plain) == expected


@pytest.mark.parametrize(
    ("source", "lang", "name", "section"),
    [
        ("nl/vraag.md", "nl", "vraag", ""),
        ("en/faq/vraag.md", "en", "faq/vraag", "faq"),
        ("nl/guidelines/duo/melden.md", "nl", "guidelines/duo/melden", "guidelines"),
        ("nl/faq/vraag.md.md", "nl", "faq/vraag.md", "faq"),
    ],
)
def test_language_id_and_section_are_the_path(source: str, lang: str, name: str, section: str):
    found = entry(read(source=source))

    assert (found.lang, found.id, found.section) == (lang, name, section)
    assert found.is_guideline == (section == "guidelines")


def test_a_problem_prints_as_file_line_and_message():
    (problem,) = read("title: Vraag\nask: a").problems

    said = notice("unknown_key", key="ask", hint=notice("did_you_mean", word="asks"))
    assert problem == Problem("nl/faq/vraag.md", 3, said)
    assert (problem.column, problem.quoted) == (1, "ask: a")
    assert problem.say("nl") == "nl/faq/vraag.md:3: onbekende sleutel 'ask'; bedoelt u 'asks'?"
    assert str(problem) == "nl/faq/vraag.md:3: unknown key 'ask'; did you mean 'asks'?"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("", 1, "the file is empty; write a title and an answer, or delete it", id="empty"),
        pytest.param(" \n\t\n", 1, "the file is empty; write a title and an answer, or delete it", id="white space"),
        pytest.param(
            "---\ntitle: a\0\n---\nb",
            2,
            "this is not text (control character U+0000); save it as plain text, UTF-8",
            id="NUL in title",
        ),
        pytest.param(
            "---\ntitle: a\n---\n\nb\x1bc",
            5,
            "this is not text (control character U+001B); save it as plain text, UTF-8",
            id="escape in answer",
        ),
        pytest.param(
            "---\ntitle: it\x92s\n---\nb",
            2,
            "this is not text (control character U+0092); save it as plain text, UTF-8",
            id="quote of windows-1252",
        ),
        pytest.param(
            "---\ntitle: a\ufffe\n---\nb",
            2,
            "this is not text (control character U+FFFE); save it as plain text, UTF-8",
            id="no character",
        ),
        pytest.param("---\ntitle: a\n---\n", 4, "there is no answer under the front matter; write one", id="no answer"),
        pytest.param("# Wie meldt?\n", 1, "there is no answer under the front matter; write one", id="heading alone"),
        pytest.param(
            "---\ntitle: a\n---\n \n\n", 4, "there is no answer under the front matter; write one", id="blank answer"
        ),
        pytest.param(
            f"---\ntitle: a\n---\n{'b' * (MAX_BODY + 1)}",
            4,
            "there are 60,001 characters here without a heading between them; at most 60,000 are read: put headings in, or split it up",
            id="answer too long",
        ),
        pytest.param(
            "---\ntitle: a\n", 1, "the front matter is not closed; put a line --- under it", id="unclosed fence"
        ),
    ],
)
def test_without_an_answer_there_is_no_entry(text: str, line: int, message: str):
    file = read_text("nl/faq/vraag.md", text, DATED, DAY)

    assert (file.entry, faults(file)) == (None, [(line, message)])


def test_long_text_with_headings_is_whole_and_one_without_is_told():
    part = f"## Kop\n\n{'b ' * (MAX_BODY // 3)}\n\n"
    whole, told = read(body=part * 4), read(body=f"{part}## Lang\n{'c' * MAX_BODY}")

    assert (whole.entry is not None and len(whole.entry.body) > 2 * MAX_BODY, faults(whole)) == (True, [])
    assert (told.entry, [line for line, _ in faults(told)]) == (None, [4])


def test_comments_never_leave_the_file():
    text = "# Prijs\n<!-- niet aan ouders\nvertellen -->\nVijf euro. <!-- intern --> Per persoon."

    assert entry(read_text("nl/faq/a.md", text, DATED, DAY)).body == "Vijf euro.  Per persoon."


def test_a_comment_that_doesnt_end_hides_the_rest_and_is_a_problem():
    file = read_text("nl/faq/a.md", "---\ntitle: A\n---\nEen.\n\n<!-- twee\n\nDrie.", DATED, DAY)

    assert entry(file).body == "Een."
    assert faults(file)[0][0] == 6


def test_a_problem_points_at_its_place_and_quotes_the_line():
    problems = read("title: Vraag\nsources: ['[a](ftp://jan:geheim@duo.nl)']\ntopics: [T159, X9]").problems

    assert [(problem.line, problem.column, problem.quoted) for problem in problems] == [
        (3, 16, "sources: ['[a](ftp://" + "…" * 10 + "@duo.nl)']"),
        (4, 16, "topics: [T159, X9]"),
    ]


def test_blank_lines_above_the_answer_are_counted():
    found = entry(read(body="\n \t\n\nAntwoord."))

    assert (found.body, found.line) == ("Antwoord.", 7)


def test_all_problems_of_a_file_are_told_at_once_by_line():
    file = read("titel: x\ntitle: Vraag\ntopics: [X]\nchecked: nu\nsee: []\nsources: [y]", "[a](ftp:b)")

    assert faults(file) == [
        (2, "unknown key 'titel'; did you mean 'title'?"),
        (4, "'X' is not in topics.toml"),
        (5, "checked 'nu' is not a date; write year-month-day, such as 2026-11-22"),
        (7, "source 'y' is not a link; write \"[who: what (date)](https://…)\""),
        (9, "link 'ftp:b' is not http or https; write the full public address"),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## Wie meldt?\nDe school.\n## Wanneer?\nNu.", True),
        ("**Wie meldt?**\n\nDe school.\n\n**Wanneer?**\n\nNu.", True),
        ("Ja.\n## Waarom?\nDaarom.\n## Hoe\nZo.\n## Waar\nHier.", False),
        ("Ja.\n## Meer\nDaarom.", False),
        (f"{'Lang. ' * 600}\n## Een\na\n## Twee\nb\n## Drie\nc", True),
        (f"{'Lang. ' * 600}\n## Een\na\n## Twee\nb", True),
        (f"{'Lang. ' * 600}\n## Een\na", False),
    ],
    ids=["questions", "bold questions", "one question", "an answer", "long", "long with two", "long with one"],
)
def test_of_a_text_that_answers_several_things_a_section_is_wanted(body: str, expected: bool):
    assert read_text("nl/faq/a.md", f"---\ntitle: A\n---\n{body}\n", DAY, DAY).entry.is_guideline == expected

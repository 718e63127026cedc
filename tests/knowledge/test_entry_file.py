from datetime import date

import pytest

from knowledge import catalog
from knowledge.entry import Activity, Certainty, Entry, Problem, Source
from knowledge.entry_file import (
    ACTIVITY_KEYS,
    KEYS,
    MAX_ASK,
    MAX_BODY,
    MAX_LINK,
    MAX_TITLE,
    EntryFile,
    link_fault,
    normal,
    read_text,
    title_of_name,
)
from knowledge.notices import notice

DAY = date(2026, 11, 22)
DATED = date(2026, 11, 20)
ACTIVITY = "title: Spel\nminutes: 30\npeople: 6-30\nplace: lokaal"


def read(front: str = "title: Vraag", body: str = "Antwoord.", *, source: str = "nl/faq/vraag.md") -> EntryFile:
    """A file whose front matter starts on line 2."""
    return read_text(source, f"---\n{front}\n---\n{body}\n", DATED, DAY)


def entry(file: EntryFile) -> Entry:
    assert file.entry is not None
    return file.entry


def faults(file: EntryFile) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in file.problems]


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
    assert actual == EntryFile(expected, (), lines)


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
    assert actual == EntryFile(expected, (), (("Vraag", 2),))


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


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("titles", "title"),
        ("ask", "asks"),
        ("topic", "topics"),
        ("fact", "facts"),
        ("certainity", "certainty"),
        ("cheked", "checked"),
        ("reviews", "review"),
        ("source", "sources"),
    ],
)
def test_a_misspelt_key_is_told_which_was_meant(written: str, meant: str):
    file = read(f"title: Vraag\n{written}: x")

    assert faults(file) == [(3, f"unknown key '{written}'; did you mean '{meant}'?")]
    assert meant in KEYS
    assert file.entry is not None


@pytest.mark.parametrize(("written", "meant"), [("minute", "minutes"), ("peple", "people"), ("plac", "place")])
def test_a_misspelt_key_of_an_activity_is_told_which_was_meant(written: str, meant: str):
    file = read(f"{ACTIVITY}\n{written}: x", source="nl/activities/spel.md")

    assert faults(file) == [(6, f"unknown key '{written}'; did you mean '{meant}'?")]


def test_long_text_with_headings_is_whole_and_one_without_is_told():
    part = f"## Kop\n\n{'b ' * (MAX_BODY // 3)}\n\n"
    whole, told = read(body=part * 4), read(body=f"{part}## Lang\n{'c' * MAX_BODY}")

    assert (whole.entry is not None and len(whole.entry.body) > 2 * MAX_BODY, faults(whole)) == (True, [])
    assert (told.entry, [line for line, _ in faults(told)]) == (None, [4])


@pytest.mark.parametrize(
    ("front", "keys"),
    [
        ("title: Vraag\n0815: x", ["0815"]),
        ("title: Vraag\nmenu:\n  main:\n    weight: 3\ntags: [a, b]\nseo: x", ["menu", "tags", "seo"]),
        ("title: Vraag\ntitleId: x\nhide:\n  - toc\nreviewers: [x]\nsource: app/gids", ["titleId", "hide", "reviewers", "source"]),
        ("title: Vraag\nimages:\n  - src: a.png\n    alt: b\ndate: 2026-01-01 10:00\ndate: 2026-01-02", ["images", "date"]),
    ],
    ids=["odd", "nested", "near to ours", "list of maps, and one twice"],
)  # fmt: skip
def test_keys_of_other_tools_are_no_problem_and_are_remarked_on(front: str, keys: list[str]):
    file = read(front)

    assert (entry(file).title, faults(file)) == ("Vraag", [])
    assert [(remark.said.key, remark.what) for remark in file.remarks] == [("keys_of_others", key) for key in keys]


@pytest.mark.parametrize(
    ("front", "problem", "certainty"),
    [
        ("title: Vraag\ncertainty:\n  a: b", (3, "'certainty' holds keys of its own; write text or a list (quote text with ': ' in it)"), "unconfirmed"),
        ("title: Vraag\nsources:\n  - url: x", (4, "an item of 'sources' is not plain text; put it between double quotes"), "sure"),
        ("title: Vraag\ntitle: Nog een", (3, "the key 'title' stands here twice; keep one"), "sure"),
    ],
    ids=["nested", "nested item", "twice"],
)  # fmt: skip
def test_a_key_of_ours_that_cant_be_taken_is_a_problem_and_the_rest_is_served(
    front: str, problem: tuple[int, str], certainty: str
):
    file = read(front)

    assert (entry(file).title, entry(file).body) == ("Vraag", "Antwoord.")
    assert problem in faults(file)
    assert entry(file).certainty == certainty


def test_a_misspelt_title_is_a_problem_and_serves_as_the_title():
    file = read("titel: Vraag")

    assert (entry(file).title, faults(file)) == ("Vraag", [(2, "unknown key 'titel'; did you mean 'title'?")])


@pytest.mark.parametrize(
    ("text", "title", "body", "remark"),
    [
        ("# Wie meldt?\n\nDe school.", "Wie meldt?", "De school.", "title_from_heading"),
        ("---\nlayout: page\n---\nWie meldt?\n===\nDe school.", "Wie meldt?", "De school.", "title_from_heading"),
        ("Vooraf.\n\n# Wie meldt?\nDe school.", "Wie meldt?", "Vooraf.\n\n# Wie meldt?\nDe school.", "title_from_heading"),
        ("## Melden\nA.\n\n## Tekenen\nB.", "Over melden", "## Melden\nA.\n\n## Tekenen\nB.", "title_from_name"),
        ("De school.", "Over melden", "De school.", "title_from_name"),
        ("\n\n---\ntitle:\nvraag: Wie meldt?\n---\nb", "Wie meldt?", "b", "title_from_key"),
        ("\n---\nEen streep erboven.\n---\nb", "Over melden", "---\nEen streep erboven.\n---\nb", "title_from_name"),
        ("---\ntitle:\n---\nDe school.", "Over melden", "De school.", "title_from_name"),
        ("---\nquestion: Wie meldt?\n---\nDe school.", "Wie meldt?", "De school.", "title_from_key"),
        ("---\nname: Wie meldt?\n---\nDe school.", "Wie meldt?", "De school.", "title_from_key"),
        ("---\nvraag: Wie meldt?\n---\n# Wie meldt?\nDe school.", "Wie meldt?", "De school.", "title_from_key"),
    ],
    ids=["heading", "underlined", "heading below text", "two headings", "name", "fence on line 3", "no fence", "empty", "question", "name key", "both"],
)  # fmt: skip
def test_without_a_title_it_is_another_key_the_heading_or_the_name_of_the_file(
    text: str, title: str, body: str, remark: str
):
    file = read_text("nl/faq/2024-03-01-over_melden.md", text, DATED, DAY)

    assert (entry(file).title, entry(file).body, faults(file)) == (title, body, [])
    assert [one.said.key for one in file.remarks if one.said.key != "keys_of_others"] == [remark]


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("nl/faq/hoe-meld-ik.md", "Hoe meld ik"),
        ("nl/faq/index.md", "Faq"),
        ("nl/prijzen/_index.md", "Prijzen"),
        ("nl/prijzen/README.md", "Prijzen"),
        ("nl/03_prijzen.MARKDOWN", "Prijzen"),
        ("nl/Mijn notitie.mdx", "Mijn notitie"),
        ("nl/index.md", "Index"),
    ],
)
def test_the_name_of_a_file_is_made_readable(source: str, title: str):
    assert entry(read_text(source, "Tekst.", DATED, DAY)).title == title


def test_a_heading_that_says_what_the_title_says_is_shown_once():
    file = read("title: Wie meldt?", "# Wie meldt\n\nDe school.\n\n[a](http://x)")

    assert (entry(file).body, entry(file).line) == ("De school.\n\n[a](http://x)", 6)
    assert faults(file) == [(8, "link 'http://x' names no public site; copy the address from the browser")]


@pytest.mark.parametrize(
    "front",
    ["draft: true", "draft: True", "published: false", "publish: no", "unlisted: true", "private: yes", "status: draft",
     "visibility: hidden", "expiryDate: 2026-11-21", "publishDate: 2026-11-23T09:00:00Z", "hidden: true"],
)  # fmt: skip
def test_what_another_tool_would_not_show_is_not_shown(front: str):
    file = read(f"title: Vraag\n{front}")

    assert (file.entry, file.problems) == (None, ())
    assert [remark.said.key for remark in file.remarks] == ["not_shown"]


@pytest.mark.parametrize(
    "front",
    [
        "draft: false",
        "published: true",
        "publish: yes",
        "status: published",
        "expiryDate: 2027-01-01",
        "publishDate: 2026-11-22",
    ],
)
def test_what_another_tool_would_show_is_shown(front: str):
    assert entry(read(f"title: Vraag\n{front}")).body == "Antwoord."


@pytest.mark.parametrize(
    "text",
    ["+++\ntitle = \"Vraag\"\ndraft = false\ntags = [\"a\", \"b\"]\n[menu]\n  main = \"x\"\n+++\nAntwoord.", '{\n"title": "Vraag",\n"menu": {"a": 1}\n}\nAntwoord.'],
    ids=["TOML", "JSON"],
)  # fmt: skip
def test_front_matter_of_hugo_is_read(text: str):
    file = read_text("nl/faq/a.md", text, DATED, DAY)

    assert (entry(file).title, entry(file).body, faults(file)) == ("Vraag", "Antwoord.", [])


def test_a_draft_of_hugo_in_toml_is_not_shown():
    assert read_text("nl/faq/a.md", "+++\ntitle = 'a'\ndraft = true\n+++\nx", DATED, DAY).entry is None


def test_front_matter_of_hugo_that_doesnt_read_names_its_line():
    file = read_text("nl/faq/a.md", "+++\ntitle = 'a'\ndraft = nee\n+++\nx", DATED, DAY)

    assert (file.entry, faults(file)) == (
        None,
        [(3, "this is not TOML (Invalid value); check the quotes on this line")],
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [("nl/prijzen/_index.md", "---\ntitle: Prijzen\nweight: 3\n---\n"), ("nl/a.md", "---\ntitle: A\n---\n{{< children >}}\n"), ("nl/a.md", "<!-- later -->\n"), ("nl/prijzen/index.md", "# Prijzen\n")],
    ids=["page of a folder", "made by a template", "comment alone", "heading over a list"],
)  # fmt: skip
def test_a_page_of_another_tool_without_text_is_no_problem(source: str, text: str):
    file = read_text(source, text, DATED, DAY)

    assert (file.entry, file.problems) == (None, ())
    assert "page_without_text" in [remark.said.key for remark in file.remarks]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Verlof 1f0c8a2b3c4d5e6f7a8b9c0d1e2f3a4b", "Verlof"),
        ("verlof-1f0c8a2b3c4d5e6f7a8b9c0d1e2f3a4b", "Verlof"),
        ("1f0c8a2b3c4d5e6f7a8b9c0d1e2f3a4b", "1f0c8a2b3c4d5e6f7a8b9c0d1e2f3a4b"),
        ("2024-03-01-hoe-meld-ik", "Hoe meld ik"),
    ],
)
def test_a_name_becomes_a_title_without_the_number_of_another_program(name: str, title: str):
    assert title_of_name(f"faq/{name}") == title


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


@pytest.mark.parametrize(
    ("url", "kept"),
    [("mailto:info@school.nl", "mailto:info@school.nl"), ("tel:+31 20 123 45 67", "tel:+31201234567"), ("tel:0201234567", "tel:0201234567")],
)  # fmt: skip
def test_a_mail_address_and_a_telephone_number_are_sources_and_links(url: str, kept: str):
    file = read(f"title: Vraag\nsources: ['[school]({url})']", f"Bel of mail [ons](<{url}>).")

    assert (entry(file).sources, faults(file)) == ((Source("school", kept),), [])


@pytest.mark.parametrize("key", ACTIVITY_KEYS)
def test_keys_of_activities_are_for_activities_alone(key: str):
    file = read(f"title: Vraag\n{key}: 3")

    assert faults(file) == [(3, f"'{key}' is for activities alone; leave it out here")]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        pytest.param(
            "title: [a]",
            [(2, "'title' is a list; write one value behind the colon")],
            id="title",
        ),
        pytest.param(
            "title: a\ncertainty: [sure]",
            [
                (3, "'certainty' is a list; write one value behind the colon"),
                (3, "certainty '' is none of sure, likely, unconfirmed"),
            ],
            id="certainty",
        ),
        pytest.param(
            "title: a\nreview: [2027-01-01]",
            [
                (3, "'review' is a list; write one value behind the colon"),
                (3, "review '' is not a date; write year-month-day, such as 2026-11-22"),
            ],
            id="review",
        ),
    ],
)
def test_a_list_where_one_value_belongs_is_a_problem(front: str, expected: list[tuple[int, str]]):
    assert faults(read(front)) == expected


def test_a_long_title_is_shortened():
    file = read(f"title: {'a' * (MAX_TITLE + 1)}")

    assert faults(file) == [(2, "the title has 201 characters; at most 200, it is read on a phone")]
    assert entry(file).title == "a" * MAX_TITLE


@pytest.mark.parametrize(
    ("asks", "kept", "expected"),
    [
        pytest.param("hoe dan", ("hoe dan",), [], id="one text"),
        pytest.param("", (), [(3, "an ask is empty; write a question or delete the line")], id="nothing"),
        pytest.param("[]", (), [], id="empty list"),
        pytest.param(
            "\n  - a\n  -\n  - b",
            ("a", "b"),
            [(5, "an ask is empty; write a question or delete the line")],
            id="empty item",
        ),
        pytest.param(
            f"\n  - {'a' * (MAX_ASK + 1)}", (), [(4, "an ask has 301 characters; at most 300")], id="too long"
        ),
        pytest.param(
            "\n  - Hoe dan?\n  - hoé  dan",
            ("Hoe dan?",),
            [(5, "'hoé dan' stands here already; delete one")],
            id="twice",
        ),
        pytest.param("\n  - vraag!", (), [(4, "'vraag!' stands here already; delete one")], id="the title"),
    ],
)
def test_asks_are_checked_one_by_one(asks: str, kept: tuple[str, ...], expected: list[tuple[int, str]]):
    file = read(f"title: Vraag\nasks: {asks}")

    assert (entry(file).asks, faults(file)) == (kept, expected)


@pytest.mark.parametrize(
    ("front", "topics", "facts", "expected"),
    [
        pytest.param("topics: T159", ("T159",), (), [], id="one topic"),
        pytest.param("topics: [T159, T166, T159]", ("T159", "T166"), (), [], id="a topic twice"),
        pytest.param(
            "topics:\n  - T159\n  - T0166",
            ("T159",),
            (),
            [(5, "'T0166' is not in topics.toml; did you mean 'T166'?")],
            id="misspelt topic",
        ),
        pytest.param("topics: [geld]", (), (), [(3, "'geld' is not in topics.toml")], id="unknown topic"),
        pytest.param("facts: [F-01-01]", (), ("F-01-01",), [], id="one fact"),
        pytest.param(
            "facts: [G-01-01]",
            (),
            (),
            [(3, "'G-01-01' is not in facts.toml; did you mean 'F-01-01'?")],
            id="misspelt fact",
        ),
        pytest.param("facts: ['wet']", (), (), [(3, "'wet' is not in facts.toml")], id="unknown fact"),
    ],
)
def test_topics_and_facts_are_held_to_their_lists(
    front: str, topics: tuple[str, ...], facts: tuple[str, ...], expected: list[tuple[int, str]]
):
    file = read(f"title: Vraag\n{front}")

    assert (entry(file).topics, entry(file).facts, faults(file)) == (topics, facts, expected)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("sur", "; did you mean 'sure'?"),
        ("Sure", "; did you mean 'sure'?"),
        ("unconfirmd", "; did you mean 'unconfirmed'?"),
        ("zeker", ""),
        ("", ""),
        ("yes", ""),
    ],
)
def test_an_unknown_certainty_is_read_as_unconfirmed(written: str, hint: str):
    file = read(f"title: Vraag\ncertainty: {written}")

    assert entry(file).certainty is Certainty.UNCONFIRMED
    assert faults(file) == [(3, f"certainty '{written}' is none of sure, likely, unconfirmed{hint}")]


@pytest.mark.parametrize(
    ("lang", "body", "stated", "fact", "certainty", "message"),
    [
        pytest.param("nl", "Ja.", "sure", "F-01-01", "sure", None, id="sure on a sure fact"),
        pytest.param("nl", "Ja.", "likely", "F-01-01", "likely", None, id="likely on a sure fact"),
        pytest.param("nl", "Ja.", "unconfirmed", "F-01-01", "unconfirmed", None, id="unconfirmed on a sure fact"),
        pytest.param("nl", "Volgens DUO wel.", "likely", "F-01-03", "likely", None, id="likely with its source"),
        pytest.param("nl", "Ja, *volgens* DUO.", "sure", "F-01-03", "sure", None, id="sure with its source"),
        pytest.param(
            "en", "So it is, according to DUO.", "likely", "F-01-03", "likely", None, id="English with its source"
        ),
        pytest.param(
            "nl",
            "Ja.",
            "sure",
            "F-01-03",
            "likely",
            "F-01-03 is likely, not sure; say 'volgens … (date)' in the answer",
            id="sure without",
        ),
        pytest.param(
            "nl",
            "Ja.",
            "likely",
            "F-01-03",
            "likely",
            "F-01-03 is likely, not sure; say 'volgens … (date)' in the answer",
            id="likely without",
        ),
        pytest.param(
            "en",
            "Yes, volgens DUO.",
            "sure",
            "F-01-03",
            "likely",
            "F-01-03 is likely, not sure; say 'according to … (date)' in the answer",
            id="source in another language",
        ),
        pytest.param(
            "de",
            "Ja.",
            "sure",
            "F-01-03",
            "likely",
            "certainty is sure, but F-01-03 is likely; write certainty: likely",
            id="German",
        ),
        pytest.param("de", "Ja.", "likely", "F-01-03", "likely", None, id="likely in German"),
        pytest.param("nl", "Ja.", "unconfirmed", "F-01-03", "unconfirmed", None, id="unconfirmed on a likely fact"),
        pytest.param(
            "nl",
            "Volgens DUO wel.",
            "sure",
            "F-07-11",
            "likely",
            "certainty is sure, but sources contradict each other on F-07-11; write certainty: likely",
            id="sure on a contradicted fact",
        ),
        pytest.param("nl", "Volgens DUO wel.", "likely", "F-07-11", "likely", None, id="likely on a contradicted fact"),
        pytest.param(
            "nl",
            "Ja.",
            "sure",
            "F-03-05",
            "unconfirmed",
            "certainty is sure, but F-03-05 is unconfirmed; write certainty: unconfirmed",
            id="sure on an unconfirmed fact",
        ),
        pytest.param(
            "nl",
            "Ja.",
            "likely",
            "F-03-05",
            "unconfirmed",
            "certainty is likely, but F-03-05 is unconfirmed; write certainty: unconfirmed",
            id="likely on an unconfirmed fact",
        ),
        pytest.param(
            "nl", "Ja.", "unconfirmed", "F-03-05", "unconfirmed", None, id="unconfirmed on an unconfirmed fact"
        ),
    ],
)
def test_an_entry_is_never_surer_than_its_facts(
    lang: str, body: str, stated: str, fact: str, certainty: str, message: str | None
):
    file = read(f"title: Vraag\nfacts: [{fact}]\ncertainty: {stated}", body, source=f"{lang}/faq/vraag.md")

    assert (entry(file).certainty, faults(file)) == (Certainty(certainty), [(4, message)] if message else [])


def test_the_least_certain_fact_decides():
    file = read("title: Vraag\nfacts: [F-01-01, F-07-11, F-01-03, F-03-05]")

    assert entry(file).certainty is Certainty.UNCONFIRMED
    assert faults(file) == [(1, "certainty is sure, but F-03-05 is unconfirmed; write certainty: unconfirmed")]


@pytest.mark.parametrize(
    "written",
    [
        "vandaag",
        "22-11-2026",
        "2026-13-01",
        "2026-02-29",
        "2026-1-1",
        "20261122",
        "2026-11-22T10:00",
        "0000-01-01",
        "٢٠٢٦-01-01",
    ],
)
@pytest.mark.parametrize("key", ["checked", "review"])
def test_a_bad_date_is_a_problem_and_not_used(key: str, written: str):
    file = read(f"title: Vraag\n{key}: {written}")

    assert faults(file) == [(3, f"{key} '{written}' is not a date; write year-month-day, such as 2026-11-22")]
    assert (entry(file).checked, entry(file).review) == (DATED, None)


@pytest.mark.parametrize("front", ["checked:", "checked: ''", "checked:  # de dag waarop u het nakeek"])
def test_a_draft_says_that_nobody_has_checked_it(front: str):
    file = read(f"title: Vraag\n{front}")

    assert (entry(file).checked, faults(file)) == (None, [])


@pytest.mark.parametrize(
    ("front", "checked", "review", "expected"),
    [
        pytest.param("checked: 2026-11-22", DAY, None, [], id="checked today"),
        pytest.param("checked: '2026-11-22'", DAY, None, [], id="in quotes"),
        pytest.param(
            "checked: 2026-11-23",
            DATED,
            None,
            [(3, "checked 2026-11-23 lies in the future; write the day on which somebody checked it")],
            id="checked tomorrow",
        ),
        pytest.param("review: 2020-01-01", DATED, date(2020, 1, 1), [], id="review long due"),
        pytest.param(
            "checked: 2026-11-01\nreview: 2026-11-01",
            date(2026, 11, 1),
            date(2026, 11, 1),
            [],
            id="review when checked",
        ),
        pytest.param(
            "checked: 2026-11-02\nreview: 2026-11-01",
            date(2026, 11, 2),
            date(2026, 11, 1),
            [(4, "review 2026-11-01 lies before checked 2026-11-02; write a later day")],
            id="review before checked",
        ),
    ],
)
def test_dates_are_held_to_the_day_and_to_each_other(
    front: str, checked: date, review: date | None, expected: list[tuple[int, str]]
):
    file = read(f"title: Vraag\n{front}")

    assert (entry(file).checked, entry(file).review, faults(file)) == (checked, review, expected)


def test_an_id_under_see_counts_once():
    assert entry(read("title: Vraag\nsee: [faq/a, faq/b, faq/a, '']")).see == ("faq/a", "faq/b")


BAD_ADDRESSES = [
    pytest.param("javascript:alert(1)", "'javascript:alert(1)' is not http or https; write the full public address", id="javascript"),
    pytest.param("JavaScript:alert(1)", "'JavaScript:alert(1)' is not http or https; write the full public address", id="mixed case"),
    pytest.param("data:text/html,x", "'data:text/html,x' is not http or https; write the full public address", id="data"),
    pytest.param("file:///etc/passwd", "'file:///etc/passwd' is not http or https; write the full public address", id="file"),
    pytest.param("ftp://duo.nl/a", "'ftp://duo.nl/a' is not http or https; write the full public address", id="ftp"),
    pytest.param("mailto:a", "'mailto:a' is no mail address or telephone number; write mailto:name@school.nl or tel:+31…", id="mailto"),
    pytest.param("tel:geheim", "'tel:geheim' is no mail address or telephone number; write mailto:name@school.nl or tel:+31…", id="tel"),
    pytest.param("tg://resolve?domain=x", "'tg://resolve?domain=x' is not http or https; write the full public address", id="telegram"),
    pytest.param("duo.nl", "'duo.nl' is not http or https; write the full public address", id="no scheme"),
    pytest.param("//duo.nl", "'//duo.nl' is not http or https; write the full public address", id="scheme of the page"),
    pytest.param("vraag.md", "'vraag.md' is not http or https; write the full public address", id="another entry"),
    pytest.param("#kop", "'#kop' is not http or https; write the full public address", id="anchor"),
    pytest.param("https://", "'https://' names no public site; copy the address from the browser", id="no host"),
    pytest.param("https:duo.nl", "'https:duo.nl' names no public site; copy the address from the browser", id="no slashes"),
    pytest.param("http://localhost/a", "'http://localhost/a' names no public site; copy the address from the browser", id="localhost"),
    pytest.param("http://intranet.", "'http://intranet.' names no public site; copy the address from the browser", id="one name"),
    pytest.param("http://[::1]/", "'http://[::1]/' names no public site; copy the address from the browser", id="IPv6"),
    pytest.param("https://duo.nl:abc", "'https://duo.nl:abc' is malformed; copy the address from the browser", id="port of letters"),
    pytest.param("https://duo.nl:99999/a", "'https://duo.nl:99999/a' is malformed; copy the address from the browser", id="port too high"),
    pytest.param("https://duo.nl:-1", "'https://duo.nl:-1' is malformed; copy the address from the browser", id="port below zero"),
    pytest.param("https://[duo.nl", "'https://[duo.nl' is malformed; copy the address from the browser", id="bracket"),
    pytest.param("https://jan@duo.nl/a", "'https://…@duo.nl/a' holds a user name or password; take it out", id="user name"),
    pytest.param("https://jan:geheim@duo.nl", "'https://…@duo.nl' holds a user name or password; take it out", id="password"),
    pytest.param("https://:geheim@duo.nl", "'https://…@duo.nl' holds a user name or password; take it out", id="password alone"),
    pytest.param(
        "ftp://jan:geheim@duo.nl", "'ftp://…@duo.nl' is not http or https; write the full public address", id="password over ftp"
    ),
    pytest.param(
        "https://jan:geheim@duo.nl:x", "'https://…@duo.nl:x' is malformed; copy the address from the browser", id="password and port"
    ),
    pytest.param(
        "https://jan:geheim@intern",
        "'https://…@intern' names no public site; copy the address from the browser",
        id="password of an internal site",
    ),
    pytest.param(
        f"https://duo.nl/{'a' * MAX_LINK}", f"'https://duo.nl/{'a' * 65}…' is longer than 2,048 characters", id="too long"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("url", "fault"), BAD_ADDRESSES)
def test_an_address_that_readers_cant_open_has_a_fault(url: str, fault: str):
    assert str(link_fault(url)) == fault


@pytest.mark.parametrize("url", ["https://duo.nl\t", "https://duo.nl/a b", "https://duo.nl/\x01"])
def test_an_address_holds_no_white_space(url: str):
    assert str(link_fault(url)) == f"'{url}' names no public site; copy the address from the browser"


@pytest.mark.parametrize(
    "url",
    [
        "https://duo.nl",
        "HTTP://DUO.NL/",
        "https://duo.nl:8443/a?b=c#d",
        "https://xn--caf-dma.nl",
        "https://café.nl/é",
        "https://duo.nl/@a:b",
    ],
)
def test_a_public_address_has_no_fault(url: str):
    assert link_fault(url) is None


@pytest.mark.parametrize(("url", "fault"), BAD_ADDRESSES)
def test_a_source_that_readers_cant_open_is_left_out(url: str, fault: str):
    file = read(f"title: Vraag\nsources:\n  - '[goed](https://duo.nl)'\n  - '[fout]({url})'")

    assert (entry(file).sources, faults(file)) == ((Source("goed", "https://duo.nl"),), [(5, f"source {fault}")])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://duo.nl", "https://duo.nl"),
        ("https://jan:geheim@duo.nl", "https://…@duo.nl"),
        ("DUO", "DUO"),
        ("[DUO]()", "[DUO]()"),
        ("[](https://duo.nl)", "[](https://duo.nl)"),
        ("[DUO](https://duo.nl", "[DUO](https://duo.nl"),
        ("DUO](https://duo.nl)", "DUO](https://duo.nl)"),
        ("[DUO] (https://duo.nl)", "[DUO] (https://duo.nl)"),
        ("[DUO](https://duo.nl een)", "[DUO](https://duo.nl een)"),
        ("[", "["),
        ("", ""),
        ("a" * 90, "a" * 80),
    ],
)
def test_a_source_that_is_no_link_is_left_out(written: str, shown: str):
    file = read(f"title: Vraag\nsources: ['{written}']")

    assert entry(file).sources == ()
    assert faults(file) == [(3, f"source '{shown}' is not a link; write \"[who: what (date)](https://…)\"")]


def test_a_source_of_brackets_is_read_in_no_time():
    """A pattern that tries each of them as the end of the label took 40 seconds."""
    file = read(f"title: Vraag\nsources: ['{'[](' * 33_000}']")

    assert faults(file) == [(3, f"source '{('[](' * 27)[:80]}' is not a link; write \"[who: what (date)](https://…)\"")]


@pytest.mark.parametrize(
    ("body", "line", "fault"),
    [
        pytest.param("a\n\n[b](javascript:alert(1))", 6, "'javascript:alert(1)' is not http or https", id="javascript"),
        pytest.param("[b](data:text/html,x)", 4, "'data:text/html,x' is not http or https", id="data"),
        pytest.param("<javascript:alert(1)>", 4, "'javascript:alert(1)' is not http or https", id="bare"),
        pytest.param(
            "> [b][c]\n\n[c]: javascript:alert(1)", 6, "'javascript:alert(1)' is not http or https", id="reference"
        ),
        pytest.param(
            "[b](&#106;avascript:alert(1))", 4, "'javascript:alert(1)' is not http or https", id="in disguise"
        ),
        pytest.param("## Kop\n[b](ftp://a.nl)", 5, "'ftp://a.nl' is not http or https", id="under a heading"),
        pytest.param("een\ntwee [b](ftp://a.nl)", 5, "'ftp://a.nl' is not http or https", id="on a later line"),
    ],
)
def test_a_link_in_the_answer_that_readers_cant_open_is_a_problem(body: str, line: int, fault: str):
    file = read(body=body)

    assert faults(file) == [(line, f"link {fault}; write the full public address")]
    assert entry(file).body == body


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://duo.nl:99999", "'https://duo.nl:99999' is malformed; copy the address from the browser"),
        ("https://jan:geheim@duo.nl", "'https://…@duo.nl' holds a user name or password; take it out"),
        ("http://localhost", "'http://localhost' names no public site; copy the address from the browser"),
    ],
)
def test_links_in_the_answer_are_held_to_the_same_rules_as_sources(url: str, fault: str):
    assert faults(read(body=f"[a]({url}) [b](https://duo.nl)")) == [(4, f"link {fault}")]


def test_blank_lines_above_the_answer_are_counted():
    found = entry(read(body="\n \t\n\nAntwoord."))

    assert (found.body, found.line) == ("Antwoord.", 7)


def test_lines_of_links_are_counted_from_the_top_of_the_file():
    file = read("title: Vraag\ncertainty: sure", "\n\nEen.\n\n[b](tg:x)")

    assert faults(file) == [(9, "link 'tg:x' is not http or https; write the full public address")]
    assert entry(file).line == 7


@pytest.mark.parametrize(
    ("people", "expected"),
    [("6-30", (6, 30)), ("6 - 30", (6, 30)), ("8", (8, 8)), ("2-2", (2, 2))],
)
def test_an_activity_says_what_it_asks_of_a_group(people: str, expected: tuple[int, int]):
    file = read(f"title: Spel\nminutes: 45\npeople: {people}\nplace: gang", source="nl/activities/spel.md")

    assert (entry(file).activity, faults(file)) == (Activity(45, *expected, "gang"), [])


@pytest.mark.parametrize(
    ("front", "activity", "line", "message"),
    [
        pytest.param(
            "people: 6\nplace: gang", Activity(0, 6, 6, "gang"), 1, "minutes '' is not a number of minutes; write such as `minutes: 30`", id="no minutes"
        ),
        pytest.param(
            "minutes: half uur\npeople: 6\nplace: gang",
            Activity(0, 6, 6, "gang"),
            3,
            "minutes 'half uur' is not a number of minutes; write such as `minutes: 30`",
            id="minutes in words",
        ),
        pytest.param(
            "minutes: 0\npeople: 6\nplace: gang",
            Activity(0, 6, 6, "gang"),
            3,
            "minutes '0' is not a number of minutes; write such as `minutes: 30`",
            id="zero minutes",
        ),
        pytest.param(
            "minutes: 99999\npeople: 6\nplace: gang",
            Activity(0, 6, 6, "gang"),
            3,
            "minutes '99999' is not a number of minutes; write such as `minutes: 30`",
            id="too many minutes",
        ),
        pytest.param(
            "minutes: 5\nplace: gang", Activity(5, 0, 0, "gang"), 1, "people '' is not a group size; write such as `people: 6-30`", id="no people"
        ),
        pytest.param(
            "minutes: 5\npeople: 30-6\nplace: gang",
            Activity(5, 0, 0, "gang"),
            4,
            "people '30-6' is not a group size; write such as `people: 6-30`",
            id="people downwards",
        ),
        pytest.param(
            "minutes: 5\npeople: 6+\nplace: gang",
            Activity(5, 0, 0, "gang"),
            4,
            "people '6+' is not a group size; write such as `people: 6-30`",
            id="people without end",
        ),
        pytest.param("minutes: 5\npeople: 6", Activity(5, 6, 6, ""), 1, "an activity has no place; write such as `place: lokaal`", id="no place"),
        pytest.param(
            "minutes: 5\npeople: 6\nplace:", Activity(5, 6, 6, ""), 5, "an activity has no place; write such as `place: lokaal`", id="empty place"
        ),
    ],
)  # fmt: skip
def test_an_activity_that_says_too_little_is_served_with_a_problem(
    front: str, activity: Activity, line: int, message: str
):
    file = read(f"title: Spel\n{front}", source="nl/activities/spel.md")

    assert (entry(file).activity, faults(file)) == (activity, [(line, message)])


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
    ("text", "expected"),
    [
        ("Wie méldt het?", "wie meldt het"),
        ("  STRASSE\tstraße ", "strasse strasse"),
        ("vmbo-mbo/havo", "vmbo mbo havo"),
        ("ﬁets ２", "fiets 2"),
        ("Привет, мир", "привет мир"),
        ("?!", ""),
    ],
)
def test_texts_are_compared_without_case_accents_and_punctuation(text: str, expected: str):
    assert normal(text) == expected


def test_a_file_that_says_hidden_shows_nothing_and_wants_nothing():
    file = read_text("nl/faq/vraag.md", "---\nhidden: true\n---\n", DATED, DAY)

    assert file == EntryFile(None, (), hides="nl/faq/vraag.md")


def test_hidden_false_is_as_if_it_was_not_there():
    file = read("title: Vraag\nhidden: false")

    assert (entry(file).title, file.hides, faults(file)) == ("Vraag", "", [])


@pytest.mark.parametrize("value", ["ja", "", "2", "[true]"])
def test_hidden_is_true_or_false(value: str):
    file = read(f"title: Vraag\nhidden: {value}")

    shown = "" if value == "[true]" else value
    told = [(3, f"hidden '{shown}' is neither true nor false; write `hidden: true` or leave it out")]
    lists = [(3, "'hidden' is a list; write one value behind the colon")] if value == "[true]" else []
    assert (entry(file).title, file.hides, faults(file)) == ("Vraag", "", told + lists)


def test_a_tag_that_is_called_as_a_topic_is_one_and_others_are_remarked_on():
    label = catalog.topics()["T015"].labels["nl"]
    file = read_text("nl/a.md", f"---\ntags: [{label!r}]\n---\n# Mag dat?\n\n#los Ja, dat mag. #geld\n", DAY, DAY)

    assert (file.entry.topics, file.entry.body) == (("T015",), "los Ja, dat mag.")
    assert [remark.what for remark in file.remarks if remark.said.key == "tags_not_shown"] == ["#geld"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## Wie meldt?\nDe school.\n## Wanneer?\nNu.", True),
        ("**Wie meldt?**\n\nDe school.\n\n**Wanneer?**\n\nNu.", True),
        ("Ja.\n## Waarom?\nDaarom.\n## Hoe\nZo.\n## Waar\nHier.", False),
        ("Ja.\n## Meer\nDaarom.", False),
        (f"{'Lang. ' * 600}\n## Een\na\n## Twee\nb\n## Drie\nc", True),
    ],
    ids=["questions", "bold questions", "one question", "an answer", "long"],
)
def test_of_a_text_that_answers_several_things_a_section_is_wanted(body: str, expected: bool):
    assert read_text("nl/faq/a.md", f"---\ntitle: A\n---\n{body}\n", DAY, DAY).entry.is_guideline == expected

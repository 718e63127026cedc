"""Blocks become drafts: an entry a question, or one guideline."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents.blocks import Block, markdown_blocks
from knowledge.documents.drafts import Document, Draft, Imported, is_entry, make_drafts, shown_name, take_entry
from knowledge.documents.kept import Line
from knowledge.entry_file import read_text
from knowledge.notices import Refused, notice

DAY = date(2026, 11, 24)
FRONT = """---
title: "{title}"
asks: []                 # andere manieren waarop mensen dit vragen; tien is een mooi begin
topics: []               # onderwerpen uit topics.toml, zoals [T015]
certainty: unconfirmed   # sure, likely of unconfirmed
checked:                 # vul de dag in waarop u het hebt nagekeken; tot dan staat er dat het nog niet gecontroleerd is
sources: []              # openbare pagina’s, zo: ["[wie: wat (datum)](https://…)"]
---
"""


def drafts(markdown: str, *, name: str = "Vragen.docx", lang: str = "nl", max_drafts: int = 500) -> Imported:
    blocks, notices = markdown_blocks(markdown)
    return make_drafts(Document(blocks, notices=notices, lang=lang), name, DAY, max_drafts=max_drafts)


def bodies(imported: Imported) -> dict[str, str]:
    """What stands under the front matter, by path."""
    return {draft.source: draft.text.split("---\n", 2)[2].strip() for draft in imported.drafts}


def test_a_heading_that_is_a_question_becomes_an_entry():
    imported = drafts("## Wie meldt de route?\nDe school.")

    text = FRONT.format(title="Wie meldt de route?") + "De school.\n\nUit “Vragen.docx”, onder “Wie meldt de route?”.\n"
    assert imported == Imported(
        (Draft("nl/faq/wie-meldt-de-route.md", text),),
        (notice("a_question_each"),),
    )


def test_the_reference_names_the_heading_over_questions_and_smaller_headings_are_sections():
    imported = drafts(
        "# Vragen\nWelkom.\n\n## Melden\n### 1. Wie meldt?\nWij.\n#### Let op\nOp tijd.\n### Wanneer?\nNu."
    )

    assert bodies(imported) == {
        "nl/faq/wie-meldt.md": "Wij.\n\n## Let op\nOp tijd.\n\nUit “Vragen.docx”, onder “Vragen › Melden”.",
        "nl/faq/wanneer.md": "Nu.\n\nUit “Vragen.docx”, onder “Vragen › Melden”.",
    }
    assert imported.remarks == (notice("a_question_each"), notice("before_first", text="Welkom."))


def test_a_question_right_above_smaller_headings_keeps_them_as_its_sections():
    found = bodies(
        drafts(
            "## Wie mag?\nU.\n## Wat kost het?\nNiets.\n## Wanneer is les?\n### Jeugd\nWoensdag.\n### Ouderen\nDonderdag."
        )
    )

    assert list(found) == ["nl/faq/wie-mag.md", "nl/faq/wat-kost-het.md", "nl/faq/wanneer-is-les.md"]
    assert "## Jeugd\nWoensdag.\n\n## Ouderen\nDonderdag." in found["nl/faq/wanneer-is-les.md"]


def test_a_heading_over_questions_is_told_with_each_of_them_though_a_text_stands_under_it():
    imported = drafts(
        "# Sportpas\n## Scholieren\nTot achttien.\n### Wat kost hij?\nNiets.\n"
        "## Senioren\nVanaf 67.\n### Wat kost hij?\nTien euro.\n#### Met een partner\n##### En samen?\nVijftien."
    )

    found = bodies(imported)
    assert found["nl/faq/wat-kost-hij-scholieren.md"] == "Niets.\n\nUit “Vragen.docx”, onder “Sportpas › Scholieren”."
    assert found["nl/faq/wat-kost-hij-senioren.md"].endswith("onder “Sportpas › Senioren”.")
    assert found["nl/faq/en-samen.md"].endswith(
        "onder “Sportpas › Senioren › Wat kost hij? › Met een partner”."  # what "samen" means
    )


def test_a_question_whose_answer_stands_under_smaller_headings_keeps_them():
    imported = drafts(
        "# Bieb\n## Mag ik verlengen?\n### Op de site\n#### Als lid\nTwee keer.\n### Aan de balie\nEen keer.\n"
        "## Hoeveel leen ik?\nTien.\n## Wat kost dat?\nNiets.\n## Ben ik lid?\nJa."
    )

    assert bodies(imported)["nl/faq/mag-ik-verlengen.md"] == (
        "## Op de site\n\n### Als lid\nTwee keer.\n\n## Aan de balie\nEen keer.\n\nUit “Vragen.docx”, onder “Bieb”."
    )
    assert imported.remarks == (notice("a_question_each"),)
    assert not imported.problems


def test_questions_on_the_line_above_their_answers_are_entries():
    imported = drafts("Waar is de balie?\nIn de hal.\n\nWie helpt mij?\nDe mentor,\nof de conciërge.", name="balie.txt")

    assert {source: body.partition("\n\nUit")[0] for source, body in bodies(imported).items()} == {
        "nl/faq/waar-is-de-balie.md": "In de hal.",
        "nl/faq/wie-helpt-mij.md": "De mentor,\nof de conciërge.",
    }


def test_a_question_in_the_middle_of_a_text_makes_no_entry():
    imported = drafts("Wat nu?\nDat zeggen we zo.\n\nEerst de mentor.\n\nDan de rest.")

    assert len(imported.drafts) == 1


@pytest.mark.parametrize(
    "markdown",
    [
        "**Wie meldt?**\n\nWij.\n\n**Wanneer?**\n\nNu.",
        "**Wie meldt?**  \nWij.\n\n**Wanneer?** Nu.",
        "Vraag 1: Wie meldt?\n\nAntwoord: Wij.\n\nVraag 2: Wanneer?\n\nAntwoord: Nu.",
        "Wie meldt?\n====\nWij.\n\nWanneer?\n----\nNu.",
        "Vraag | Antwoord\n--- | ---\nWie meldt? | Wij.\nWanneer? | Nu.",
        "|  |  |\n| --- | --- |\n| Wie meldt? | Wij. |\n| Wanneer? | Nu. |",
    ],
    ids=["bold", "bold in the answer's paragraph", "labels", "underlined", "table with header", "table without"],
)
def test_questions_are_found_however_they_were_marked(markdown: str):
    assert {source: body.split("\n")[0] for source, body in bodies(drafts(markdown)).items()} == {
        "nl/faq/wie-meldt.md": "Wij.",
        "nl/faq/wanneer.md": "Nu.",
    }


def test_other_headings_become_one_guideline_with_a_reference_in_each_section():
    imported = drafts("# Handboek\nInleiding.\n\n## Start\nEen.\n\n### Wie\nTwee.\n\n## Slot\nDrie.", lang="en")

    assert bodies(imported) == {
        "en/guidelines/handboek.md": "Inleiding.\n\nFrom “Vragen.docx”.\n\n"
        "## Start\nEen.\n\nFrom “Vragen.docx”, under “Start”.\n\n"
        "### Wie\nTwee.\n\nFrom “Vragen.docx”, under “Start › Wie”.\n\n"
        "## Slot\nDrie.\n\nFrom “Vragen.docx”, under “Slot”."
    }
    assert imported.remarks == (notice("one_guideline"),)


def test_a_rhetorical_question_in_a_guideline_is_no_entry():
    imported = drafts("# Handboek\n## Start\nWat nu?\n\nDoe dit.\n\n## Slot\nKlaar?\n\nJa.")

    assert [draft.source for draft in imported.drafts] == ["nl/guidelines/handboek.md"]


def test_short_text_without_headings_is_one_entry_named_after_the_document():
    imported = drafts("Zomaar een tekst.", name="C:\\map\\Over-melden.docx")

    assert bodies(imported) == {"nl/faq/over-melden.md": "Zomaar een tekst.\n\nUit “Over-melden.docx”."}
    assert imported.remarks == (notice("one_entry"),)


def test_long_pages_without_headings_are_a_section_each():
    blocks = tuple(Block(f"Tekst {page}. " * 100, place=notice("from_page", page=page)) for page in (1, 2))

    imported = make_drafts(Document(blocks), "lang.pdf", DAY, max_drafts=5)

    (body,) = bodies(imported).values()
    assert re.findall(r"^(?:#|Uit).*", body, re.MULTILINE) == [
        "## Pagina 1",
        "Uit “lang.pdf”, pagina 1.",
        "## Pagina 2",
        "Uit “lang.pdf”, pagina 2.",
    ]
    assert imported.remarks == (notice("no_headings"),)


def test_a_row_is_an_entry_with_its_sheet_and_row():
    place = notice("from_row", sheet="Blad *1*", row=7)
    document = Document((Block("Wie meldt", 7, place), Block("Wij.", place=place)), is_rows=True)

    imported = make_drafts(document, "vragen.xlsx", DAY, max_drafts=5)

    assert bodies(imported) == {"nl/faq/wie-meldt.md": "Wij.\n\nUit “vragen.xlsx”, blad “Blad 1”, rij 7."}
    assert imported.remarks == (notice("rows_to_entries", count=1), notice("not_a_question", title="Wie meldt"))


def test_a_saved_page_is_its_own_source():
    document = Document((Block("Wie?", 2), Block("Wij.")), title="Vragen (2026)", address="https://www.example.nl/v")

    imported = make_drafts(document, "v.html", DAY, max_drafts=5)

    read = read_text(imported.drafts[0].source, imported.drafts[0].text, DAY, DAY)
    assert read.entry
    assert [(source.label, source.url) for source in read.entry.sources] == [
        ("Vragen 2026", "https://www.example.nl/v")
    ]


def test_pictures_and_links_that_lead_nowhere_public_go_and_are_told():
    imported = drafts(
        "## Wie?\n![kaart](http://a.nl/x.png)[![p](data:x)](https://a.nl/) Zie [dit](file:///etc/passwd), "
        "[dat](../x.docx), [boven](#kop), <file://x/y> en [DUO](https://duo.nl/a)."
    )

    assert bodies(imported)["nl/faq/wie.md"].split("\n")[0] == ("Zie dit, dat, boven, x/y en [DUO](https://duo.nl/a).")
    assert imported.remarks[:2] == (notice("pictures", count=2), notice("links_taken_out", count=3))


def test_what_has_no_answer_is_left_out_and_told():
    imported = drafts("## Wie?\n## Wat?\nDit.")

    assert list(bodies(imported)) == ["nl/faq/wat.md"]
    assert notice("without_answer", title="Wie?") in imported.remarks


@pytest.mark.parametrize("text", ["-", "---", "?", "…", "TODO", "n.n.b.", "*Nog invullen*", "tbd."])
def test_what_only_stands_in_for_an_answer_is_none(text: str):
    imported = drafts(f"## Wie?\n\n{text}\n\n## Wat?\n\nDit - TODO of niet?")

    assert list(bodies(imported)) == ["nl/faq/wat.md"]
    assert notice("without_answer", title="Wie?") in imported.remarks


def test_equal_titles_get_files_of_their_own_and_are_told():
    imported = drafts("## Wie?\nWij.\n## Wie?\nZij.")

    assert list(bodies(imported)) == ["nl/faq/wie.md", "nl/faq/wie-2.md"]
    assert notice("same_title", title="Wie?") in imported.remarks


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "# Zomer\n## Wat kost het?\nVijf.\n# Winter\n## Wat kost het?\nZes.",
            ["Wat kost het? (Zomer)", "Wat kost het? (Winter)"],
        ),
        (
            "# Zaal\n## Prijzen\n### Wat kost het?\nVijf.\n# Kamer\n## Prijzen\n### Wat kost het?\nZes.",
            ["Wat kost het? (Zaal)", "Wat kost het? (Kamer)"],
        ),
        (
            "# Zomer\n## Wat kost het?\nVijf.\n## Wat kost het?\nZes.\n## En wanneer?\nIn mei.",
            ["Wat kost het?", "Wat kost het?", "En wanneer?"],
        ),
    ],
    ids=["under other headings", "under other headings further up", "under the same one"],
)
def test_equal_titles_are_told_apart_by_what_they_stand_under(text: str, titles: list[str]):
    imported = drafts(text)

    assert [draft.text.split("\n")[1].removeprefix("title: ").strip('"') for draft in imported.drafts] == titles
    told = notice("titles_told_apart", title="Wat kost het?", count=2)
    assert (told in imported.remarks) == (titles[0] != "Wat kost het?")


def test_more_drafts_than_allowed_are_left_out_and_told():
    imported = drafts("## Wie?\nWij.\n## Wat?\nDit.\n## Hoe?\nZo.", max_drafts=2)

    assert list(bodies(imported)) == ["nl/faq/wie.md", "nl/faq/wat.md"]
    assert notice("drafts_left_out", max_drafts=2, count=1) in imported.remarks


def test_a_guideline_that_is_too_long_is_cut_into_its_chapters():
    """Under their own headings, by which they are found; "part 2" says nothing."""
    words = "woord " * 5_000
    imported = drafts(
        f"# Boek\nVooraf.\n## Prijzen\n{words}\n### Korting\nHalf.\n## Tijden\n{words}\n## Leeg\n## Route\n{words}"
    )

    found = bodies(imported)
    assert list(found) == [
        "nl/guidelines/boek.md", "nl/guidelines/prijzen.md", "nl/guidelines/tijden.md", "nl/guidelines/route.md"
    ]  # fmt: skip
    assert "### Korting\nHalf." in found["nl/guidelines/prijzen.md"]
    assert found["nl/guidelines/tijden.md"].endswith("## Leeg")  # it stands over nothing
    assert imported.remarks == (notice("split_at_chapters", title="Boek", count=4),)


def test_a_chapter_that_is_too_long_is_cut_between_sections():
    imported = drafts("# Boek\n" + "woord " * 25_000)

    assert list(bodies(imported)) == [f"nl/guidelines/boek-deel-{number}.md" for number in range(1, 6)]


def test_a_title_that_is_too_long_is_cut_and_told():
    imported = drafts("## " + "Mag dat dan " * 22 + "?\nJa.")

    read = read_text(imported.drafts[0].source, imported.drafts[0].text, DAY, DAY)
    assert (read.problems, bool(read.entry)) == ((), True)
    assert "title_cut" in {remark.key for remark in imported.remarks}


@pytest.mark.parametrize(("markdown", "key"), [("", "no_text"), ("## Wie?\n## Wat?", "no_answers"), ("---", "no_text")])
def test_nothing_to_make_an_entry_of_is_refused(markdown: str, key: str):
    with pytest.raises(Refused) as refused:
        drafts(markdown)

    assert refused.value.notice == notice(key)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\geheim\\a_b*.docx", "a b .docx"),
        ("\x00\u202evil\n.pdf", "vil .pdf"),
        ("///", "document"),
        ("", "document"),
        ("x" * 300, "x" * 79 + "…"),
    ],
    ids=["upwards", "windows", "invisible", "folders alone", "empty", "long"],
)
def test_a_name_is_shown_without_folders_and_marks(name: str, shown: str):
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("---\ntitle: Wie?\n---\nWij.\n", "nl/faq/wie.md"),
        ("---\r\ntitle: Spel\r\nminutes: 10\r\npeople: 2-9\r\nplace: lokaal\r\n---\r\nDoe dit.\r\n", "nl/activities/spel.md"),
        ("---\ntitle: Gids\n---\n## Een\n" + "tekst " * 300 + "\n## Twee\n" + "tekst " * 300, "nl/guidelines/gids.md"),
    ],
    ids=["question", "activity", "guideline"],
)  # fmt: skip
def test_what_is_an_entry_already_stays_as_it_is(text: str, source: str):
    assert take_entry(text, "nl", DAY) == Imported(
        (Draft(source, text.replace("\r\n", "\n")),), (notice("was_an_entry"),)
    )


def test_a_file_that_is_not_shown_says_so_and_has_its_title_for_a_name():
    imported = take_entry("---\ntitle: Wie?\ndraft: true\n---\nWij.\n", "nl", DAY)

    assert [draft.source for draft in imported.drafts] == ["nl/faq/wie.md"]
    assert [str(remark) for remark in imported.remarks[1:]] == ["line 3: not shown, as the top of the file says so"]


def test_the_problems_of_an_entry_are_told_with_file_and_line():
    imported = take_entry("---\ntitel: Wie?\n---\nWij.\n", "nl", DAY)

    assert imported
    assert [str(remark) for remark in imported.remarks[1:]] == [
        "nl/faq/wie.md:2: unknown key 'titel'; did you mean 'title'?",
    ]


PIECES = st.sampled_from(
    ["# ", "## ", "**", "?", "\n", "\n\n", "| ", "---", "- ", "1. ", "[a](", ")", "![", "](", "<", ">", "`", '"', ": ",
     "woord ", "Wie meldt", "http://a", "https://a.nl/", "\\", "\x00", "\u2028", "&lt;", "{title}", "---\n", "é", "\ud800"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES, max_size=5).map("".join))
def test_any_text_gives_drafts_that_the_checks_can_read_or_is_refused(markdown: str, name: str):
    try:
        imported = drafts(markdown, name=name)
    except Refused:
        return

    for draft in imported.drafts:
        assert re.fullmatch(r"nl/(faq|guidelines)/[a-z0-9-]+\.md", draft.source)
        assert read_text(draft.source, draft.text, DAY, DAY).entry
    assert all(str(remark) for remark in imported.remarks)


def test_headings_without_text_stay_as_the_way_to_those_under_them():
    imported = drafts(
        "# Gids\nVooraf.\n\n## Prijzen\n\n### Winter\nTien.\n\n### Zomer\nElf.\n\n## Rondvraag", name="gids.docx"
    )

    (body,) = bodies(imported).values()
    assert re.findall(r"^(?:#|Uit).*", body, re.MULTILINE) == [
        "Uit “gids.docx”.", "## Prijzen", "### Winter", "Uit “gids.docx”, onder “Prijzen › Winter”.",
        "### Zomer", "Uit “gids.docx”, onder “Prijzen › Zomer”.", "## Rondvraag",
    ]  # fmt: skip


def test_headings_alone_are_a_list_as_in_an_agenda():
    imported = drafts("# Agenda\n## Opening\n## Mededelingen\n## Rondvraag")

    assert bodies(imported) == {"nl/faq/agenda.md": "- Opening\n- Mededelingen\n- Rondvraag\n\nUit “Vragen.docx”."}


def test_the_reference_names_all_headings_over_a_question():
    imported = drafts(
        "# Vragen\n## Prijzen\n### Winter\n#### Wat kost het?\nTien.\n### Zomer\n#### En dan?\nElf.\n## Tijden\n#### Hoe laat?\nAcht."
    )

    assert [re.search(r"onder “(.*)”", body)[1] for body in bodies(imported).values()] == [
        "Vragen › Prijzen › Winter", "Vragen › Prijzen › Zomer", "Vragen › Tijden"
    ]  # fmt: skip


def test_what_stands_above_the_first_question_is_an_entry_where_it_says_something():
    intro = "Deze lijst is voor coördinatoren die met een school in de buurt willen gaan samenwerken."

    imported = drafts(f"# Samenwerken\n{intro}\n\n## Wie meldt?\nDe school.")

    assert list(bodies(imported)) == ["nl/faq/samenwerken.md", "nl/faq/wie-meldt.md"]
    assert notice("before_as_entry", title="Samenwerken") in imported.remarks


def test_what_didnt_arrive_is_told_with_a_number_and_is_a_problem_where_it_is_much():
    lines = (Line("Wie meldt?"), Line("De school."), Line("Dit staat nergens.", notice("from_page", page=3)))

    imported = make_drafts(
        Document((Block("Wie meldt?", 2), Block("De school.")), lines=lines), "a.pdf", DAY, max_drafts=5
    )

    assert [problem.say("nl") for problem in imported.problems] == [
        "Van de 7 woorden in het document zijn er 3 (42.9 %) niet overgekomen.",
        "Niet overgekomen, pagina 3: “Dit staat nergens.”",
    ]


def test_a_word_that_didnt_arrive_among_many_is_a_remark():
    lines = (Line("woord " * 100 + "kwijt"),)

    imported = make_drafts(Document((Block("woord " * 100),), lines=lines), "a.docx", DAY, max_drafts=5)

    assert (imported.problems, [one.key for one in imported.remarks]) == ((), ["one_entry", "words_lost"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: FAQ\nlayout: page\n---\n## Wie meldt?\nWij.\n## Wanneer?\nNu.\n", False),
        ("# FAQ\n## Wie meldt?\nWij.\n## Wanneer?\nNu.\n", False),
        ("---\ntitle: Wie?\n---\nWij.\n", True),
        ("---\ntitle: Wie?\nasks: [x]\n---\n## Wie nog meer?\nA.\n## En wanneer?\nB.\n", True),
        ("---\ntitle: x: y\n---\nWij.\n", True),
        ("+++\ntitle = 'Wie?'\n+++\nWij.\n", True),
        ("---\ntitle: FAQ\nDraft: true\n---\n## Wie meldt?\nWij.\n## Wanneer?\nNu.\n", True),
    ],
    ids=[
        "of another tool, over questions",
        "no front matter",
        "one question",
        "ours",
        "doesn't read",
        "TOML",
        "a draft",
    ],
)
def test_a_file_over_several_questions_is_no_entry_unless_its_top_is_ours(text: str, expected: bool):
    assert is_entry(text) == expected


def test_a_line_above_the_title_of_a_page_leaves_that_the_title_and_stays():
    page = notice("from_page", page=1)
    blocks = (
        Block("Vakcollege De Waard", place=page), Block("Agenda teamoverleg", 1, page), Block("Datum: dinsdag", place=page),
        Block("Rondvraag", 2, page), Block("Wie wil.", place=page),
    )  # fmt: skip

    (draft,) = make_drafts(Document(blocks), "scan12.pdf", DAY, max_drafts=5).drafts

    assert (draft.source, [text in draft.text for text in ("Vakcollege De Waard", 'title: "Agenda teamoverleg"')]) == (
        "nl/guidelines/agenda-teamoverleg.md", [True, True]
    )  # fmt: skip


def test_the_heading_over_the_questions_of_a_page_is_said_with_its_place():
    page = notice("from_page", page=1)
    blocks = (
        Block("Alles over de overstap", 1, page),
        Block("Wie meldt?", 2, page), Block("De school.", place=page),
        Block("Moet dat elk jaar?", 2, page), Block("Ja, elk jaar.", place=page),
    )  # fmt: skip

    found = make_drafts(Document(blocks), "a.pdf", DAY, max_drafts=5)

    assert found.drafts[0].text.endswith("De school.\n\nUit “a.pdf”, pagina 1, onder “Alles over de overstap”.\n")


def test_a_line_above_the_first_question_is_what_all_are_about():
    blocks = (
        Block("Vragen van ouders", is_bold=True), Block("Wie meldt?", is_bold=True), Block("De school."),
        Block("Moet dat elk jaar?", is_bold=True), Block("Ja."),
    )  # fmt: skip
    lines = tuple(Line(block.text) for block in blocks)

    found = make_drafts(Document(blocks, lines=lines), "a.docx", DAY, max_drafts=5)

    assert (found.problems, [one.key for one in found.remarks]) == ((), ["a_question_each"])
    assert found.drafts[0].text.endswith("De school.\n\nUit “a.docx”, onder “Vragen van ouders”.\n")


def test_what_labels_a_question_or_an_answer_is_no_word_that_got_lost():
    lines = (Line("**Vraag 1: Wie meldt?**"), Line("Antwoord: De school."))
    blocks = (Block("Vraag 1: Wie meldt?", 2), Block("Antwoord: De school."))

    found = make_drafts(Document(blocks, lines=lines), "a.docx", DAY, max_drafts=5)

    assert (found.problems, [one.key for one in found.remarks]) == ((), ["a_question_each"])


def test_the_first_of_several_chapters_is_no_title():
    """Else the parts of it would lose the heading that they stand under."""
    imported = drafts("# Zomer\n## Kosten\nVijf euro.\n# Winter\n## Kosten\nVier euro.", name="Prijzen.docx")

    (draft,) = imported.drafts
    assert 'title: "Prijzen"' in draft.text
    assert re.findall("^#.*", draft.text.split("---\n", 2)[2], re.MULTILINE) == [
        "## Zomer", "### Kosten", "## Winter", "### Kosten"
    ]  # fmt: skip


def test_a_title_right_above_the_first_of_its_chapters_is_the_title():
    imported = drafts("# Prijzen\n# Zomer\nVijf euro.\n# Winter\nVier euro.", name="x.docx")

    assert ['title: "Prijzen"' in draft.text for draft in imported.drafts] == [True]


def test_of_a_table_of_questions_is_left_out_and_told_what_is_for_colleagues_and_what_numbers_the_rows():
    imported = drafts(
        "# Vragen\n| Nr. | Vraag | Antwoord | Alleen intern | Door |\n|---|---|---|---|---|\n"
        "| 1 | Wie meldt? | De school. | Bel eerst Jan. | Ans |\n| 2a | Wanneer? | Op tijd. | | Ans |"
    )

    assert bodies(imported) == {
        "nl/faq/wie-meldt.md": "De school.\n\nDoor: Ans\n\nUit “Vragen.docx”, onder “Vragen”.",
        "nl/faq/wanneer.md": "Op tijd.\n\nNr.: 2a\n\nDoor: Ans\n\nUit “Vragen.docx”, onder “Vragen”.",
    }
    assert imported.remarks == (notice("a_question_each"), notice("columns_left_out", names="Nr, Alleen intern"))


def test_what_is_left_out_of_a_table_and_told_is_no_word_that_got_lost():
    blocks, _ = markdown_blocks("| Vraag | Antwoord | Intern |\n|---|---|---|\n| Wie meldt? | De school. | Bel Jan. |")
    lines = [Line(text) for text in ("Vraag", "Antwoord", "Intern", "Wie meldt?", "De school.", "Bel Jan.")]

    imported = make_drafts(Document(blocks, lines=tuple(lines)), "Vragen.docx", DAY, max_drafts=9)

    assert (imported.problems, imported.remarks) == (
        (), (notice("a_question_each"), notice("columns_left_out", names="Intern"))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("markdown", "named"),
    [
        ("# Algemeen\n## Wie meldt?\nWij.\n# Lenen\n## Hoe lang?\nKort.", "Lenen"),
        ("# Vragen\n# Algemeen\n## Wie meldt?\nWij.\n# Lenen\n## Hoe lang?\nKort.", "Vragen › Lenen"),
        ("# Vragen\n# Wie meldt?\nWij.\n# Hoe lang?\nKort.", "Vragen"),
    ],
    ids=["two chapters", "two chapters under a title", "questions beside their title"],
)
def test_a_chapter_beside_others_is_not_over_the_questions_of_those(markdown: str, named: str):
    assert bodies(drafts(markdown))["nl/faq/hoe-lang.md"] == f"Kort.\n\nUit “Vragen.docx”, onder “{named}”."

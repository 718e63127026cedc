"""A page that another tool would show, or not, as one of ours."""

import pytest

from knowledge.entry_file import EntryFile, read_text
from knowledge.folder import read_folder
from tests.knowledge.entry_texts import DATED, DAY, entry, faults, read


@pytest.mark.parametrize(
    "front",
    ["draft: true", "draft: True", "published: false", "publish: no", "unlisted: true", "private: yes", "status: draft",
     "visibility: hidden", "permalink: false", "_build:\n  list: never\n  render: never", "build: { render: false }", "expiryDate: 2026-11-21", "publishDate: 2026-11-23T09:00:00Z", "hidden: true",
     "Draft: true", "DRAFT: True", "Published: No", "Status: Draft", "Hidden: true",
     "isDraft: true", "is_draft: yes", "concept: ja", "gepubliceerd: nee", "public: false", "unpublished: true",
     "post_status: draft", "status: unpublished", "state: draft", "zichtbaar: nee"],
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


def test_a_comment_at_the_top_is_shown_to_nobody():
    text = 'title: "Vraag <!-- nakijken -->"\nasks: ["anders <!-- van An --> gezegd"]\nsources: ["[Wie <!-- oud -->](https://duo.nl/a)"]'

    found = entry(read(text))

    assert (found.title, found.asks, found.sources[0].label) == ("Vraag", ("anders gezegd",), "Wie")


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


@pytest.mark.parametrize("key", ["Title", "TITLE", "Vraag"])
def test_a_title_is_one_in_whichever_case(key: str):
    file = read(f"{key}: Wie meldt?")

    assert (entry(file).title, faults(file)) == ("Wie meldt?", [])


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


def test_a_table_of_contents_for_a_menu_is_no_text(folder):
    folder.write("src/SUMMARY.md", "# Summary\n\n[Begin](begin.md)\n\n---\n\n- [Prijs](prijs.md)\n    * [Concept]()\n")
    folder.write("faq/summary.md", "# Samenvatting\n\n- [Prijs](../src/prijs.md) is vijf euro.\n")
    folder.write("src/prijs.md", "# Prijs\n\nVijf euro.\n")

    reading = read_folder(folder.root)

    assert [entry.title for entry in reading.entries] == ["Samenvatting", "Prijs"]
    assert [one.source for one in reading.remarks if one.said.key == "contents_alone"] == ["nl/src/SUMMARY.md"]


def test_old_versions_that_logseq_keeps_are_not_shown(folder):
    folder.write("logseq/bak/pages/Prijs/2024-01-03.md", "- Vier euro.\n")
    folder.write("pages/bak/Groen.md", "- De groene bak is voor tuinafval.\n")

    reading = read_folder(folder.root)

    assert [entry.id for entry in reading.entries] == ["pages/bak/Groen"]
    assert [one.source for one in reading.remarks if one.said.key == "copy_kept"] == [
        "nl/logseq/bak/pages/Prijs/2024-01-03.md"
    ]

"""Content folders without a folder for each language."""

import pytest

from knowledge.changes.editing import add_ask, preview
from knowledge.changes.places import inside
from knowledge.changes.writing import apply, undo
from knowledge.folder import read_folder

DUTCH = "# Hoe laat gaat het bad open?\n\nHet bad is elke dag open van acht tot vier, en op zondag wat korter.\n"
ENGLISH = (
    "# When is the pool open?\n\nThe pool is open from eight to four on each day, and that is shorter on Sundays.\n"
)
SHORT = "# Prijs\n\nVijf euro.\n"


def read(folder) -> dict[str, str]:
    """Titles by language and id."""
    return {f"{entry.lang}/{entry.id}": entry.title for entry in read_folder(folder.root).entries}


def test_each_file_is_in_the_language_of_its_words_and_else_in_that_of_the_others(folder):
    folder.write("open.md", DUTCH)
    folder.write("bezoek/open.md", DUTCH.replace("bad", "zwembad"))
    folder.write("visit/open.markdown", ENGLISH)
    folder.write("faq/prijs.md", SHORT)  # three letters, and no language

    reading = read_folder(folder.root)

    assert read(folder) == {
        "nl/open": "Hoe laat gaat het bad open?",
        "nl/bezoek/open": "Hoe laat gaat het zwembad open?",
        "en/visit/open": "When is the pool open?",
        "nl/faq/prijs": "Prijs",
    }
    assert reading.problems == ()
    assert [str(one.said) for one in reading.remarks if one.said.key == "languages_told"] == [
        "no folder here is named by a language; each file is in the language of its words (3 nl, 1 en), and is called en/…, "
        "or by its language, where I speak of it. Where that is wrong, say in about.toml which languages the folder has"
    ]


def test_a_folder_may_say_which_languages_it_has(folder):
    folder.write("about.toml", '[nl]\nname = "Bad"\n')
    folder.write("a.md", ENGLISH)

    assert read(folder) == {"nl/a": "When is the pool open?"}


def test_a_folder_of_languages_with_some_files_beside_them_is_no_loose_one(folder):
    folder.write("nl/a.md", DUTCH)
    folder.write("nl/b.md", SHORT)
    folder.write("README.md", ENGLISH)

    assert list(read(folder)) == ["nl/a", "nl/b"]
    assert [problem.said.key for problem in read_folder(folder.root).problems] == ["outside_languages"]


def test_an_entry_that_was_placed_later_in_a_folder_of_a_language_leaves_the_others(folder):
    for name in ("a.md", "b.md"):
        folder.write(name, DUTCH.replace("bad", name[0]))
    folder.write("nl/faq/nieuw.md", SHORT)

    assert list(read(folder)) == ["nl/a", "nl/b", "nl/faq/nieuw"]


@pytest.mark.parametrize(("name", "lang"), [("hr", "nl"), ("fr", "fr")], ids=["an office", "a language that is known"])
def test_a_folder_whose_name_may_be_a_word_is_in_the_language_of_its_texts(folder, name: str, lang: str):
    for one in ("a.md", "b.md", "c.md"):
        folder.write(one, DUTCH.replace("bad", one[0]))
    folder.write(f"{name}/verlof.md", DUTCH.replace("bad", "kantoor"))

    assert [entry.lang for entry in read_folder(folder.root).entries if "verlof" in entry.id] == [lang]


def test_a_loose_file_is_changed_where_it_lies_and_changed_back(folder, tmp_path_factory):
    folder.write("open.md", DUTCH)
    history = tmp_path_factory.mktemp("history")

    change = add_ask(folder.root, "nl/open.md", "wanneer kan ik zwemmen")
    apply(change, history=history)

    assert [entry.asks for entry in preview(change, folder.root).entries] == [("wanneer kan ik zwemmen",)]
    assert [entry.asks for entry in read_folder(folder.root).entries] == [("wanneer kan ik zwemmen",)]
    assert sorted(path.name for path in folder.root.iterdir()) == ["open.md"]

    undo(folder.root, history=history)

    assert (folder.root / "open.md").read_text("utf-8") == DUTCH


def test_a_translation_of_a_loose_file_is_a_file_of_its_own(folder):
    folder.write("open.md", DUTCH)

    assert (inside(folder.root, "nl/open.md"), inside(folder.root, "en/open.md")) == ("open.md", "en/open.md")


def test_a_folder_of_a_language_that_is_rarer_here_is_one_of_that_language(folder):
    """It was taken for French, by its words, and read as that."""
    for name in ("a", "b", "c"):
        folder.write(f"gids/{name}.md", f"# Vraag {name}\n\nWanneer de school het meldt, is dat voor het hele jaar.")
    folder.write("es/d.md", "# Pregunta\n\nCuando la escuela lo dice, es para todo el año y con los alumnos.")

    assert [entry.source for entry in read_folder(folder.root).entries] == [
        "es/d.md",
        "nl/gids/a.md",
        "nl/gids/b.md",
        "nl/gids/c.md",
    ]


def test_of_a_text_that_is_too_short_its_path_tells_the_language(folder):
    folder.write("docs/index.md", DUTCH)
    folder.write("docs/prijs.md", SHORT)
    folder.write("docs/prijs.en.md", "# Price\n\nFive euros.\n")
    folder.write("i18n/de/docs/prijs.md", "# Preis\n\nFünf Euro.\n")
    folder.write("docs/en/nog.md", DUTCH.replace("bad", "zwembad"))  # its words tell more

    assert read(folder) == {
        "nl/docs/index": "Hoe laat gaat het bad open?",
        "nl/docs/prijs": "Prijs",
        "en/docs/prijs.en": "Price",
        "de/i18n/de/docs/prijs": "Preis",
        "nl/docs/en/nog": "Hoe laat gaat het zwembad open?",
    }

"""Titles that nobody wrote differ between files."""

from knowledge.folder import read_folder


def titles(folder) -> list[str]:
    return [entry.title for entry in read_folder(folder.root).entries]


def test_the_name_of_a_site_above_each_page_is_no_title_by_itself(folder):
    for name, title in (("routes", "Routes"), ("prijzen", "Prijzen")):
        folder.write(f"nl/faq/{name}.md", f"<h1 align='center'>De Hoek</h1>\n\n## {title}\n\nTekst.")

    assert titles(folder) == ["Prijzen · De Hoek", "Routes · De Hoek"]
    assert not read_folder(folder.root).problems


def test_a_heading_that_says_what_the_file_does_has_its_folder_in_front(folder):
    folder.write("nl/school/overzicht.md", "# Overzicht\n\nTekst.")
    folder.write("nl/werk/overzicht.md", "# Overzicht\n\nTekst.")

    assert titles(folder) == ["School · Overzicht", "Werk · Overzicht"]


def test_a_title_that_somebody_wrote_stays_and_is_told(folder):
    folder.write("nl/faq/a.md", "---\ntitle: Prijzen\n---\nTekst.")
    folder.write("nl/faq/b.md", "# Prijzen\n\nTekst.")

    assert titles(folder) == ["Prijzen", "Prijzen"]
    assert [problem.said.key for problem in read_folder(folder.root).problems] == ["title_of_another"]

"""The site as files: every page of it, with links that lead on from wherever the files lie, and nothing that needs a server."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.faces.web import export_site, forms
from knowledge.about import FILE
from tests.bot.faces.web.world import small_site
from tests.conftest import Folder

URL = "https://school.example.org/vraagbaak"


class Links(HTMLParser):
    """The addresses that a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attributes if name in ("href", "src", "action", "data-copy-from")]


@pytest.fixture
def knowledge(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    small_site(folder)
    folder.save("nl/faq/nieuw.md", title="Hernoemd", checked="2026-11-20", body="Zo heet het nu.", was=["faq/oud"])
    monkeypatch.setenv("KNOWLEDGE_DIR", str(folder.root))
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    return folder


def written(folder: Path, *options: str) -> Path:
    assert export_site.main([str(folder), "--without-search", *options]) == 0
    return folder


@pytest.mark.parametrize("options", [(), ("--url", URL)])
def test_every_link_of_every_page_leads_to_a_file_or_to_a_source(
    knowledge: Folder, tmp_path: Path, options: tuple[str, ...]
) -> None:
    site = written(tmp_path / "site", *options)
    pages = sorted(site.rglob("*.html"))

    dead = []
    for page in pages:
        links = Links()
        links.feed(page.read_text("utf-8"))
        for address in links.found:
            path = address.partition("#")[0].partition("?")[0]
            if path and not re.match(r"https?:|mailto:", path) and not (page.parent / path).is_file():
                dead.append((str(page.relative_to(site)), address))

    assert dead == []
    assert (site / "nl/faq/melden/index.html") in pages
    assert (site / "en/faq/tekenen/index.html") in pages  # in Dutch, and says so


def test_a_page_says_word_for_word_what_the_folder_says(knowledge: Folder, tmp_path: Path) -> None:
    site = written(tmp_path / "site", "--url", URL)

    page = (site / "nl/faq/tekenen/index.html").read_text("utf-8")

    assert "De besturen tekenen &amp; dateren haar." in page
    assert f'<link rel="canonical" href="{URL}/nl/faq/tekenen">' in page
    assert json.loads((site / "nl/faq/tekenen.json").read_text("utf-8"))["link"] == f"{URL}/nl/faq/tekenen"
    code = forms.qr_code(f"{URL}/nl/faq/tekenen")
    assert [(site / f"{lang}/faq/tekenen.svg").read_bytes() for lang in ("nl", "en")] == [code, code]
    assert f"<loc>{URL}/nl/faq/tekenen</loc>" in (site / "sitemap.xml").read_text("utf-8")


def test_nothing_on_a_page_needs_somebody_who_answers(knowledge: Folder, tmp_path: Path) -> None:
    site = written(tmp_path / "site")

    pages = "".join(page.read_text("utf-8") for page in site.rglob("*.html"))

    assert [part for part in ("data-worker", "data-suggest", "data-erase", "/api/", ".atom") if part in pages] == []


def test_of_another_subject_it_names_whom_to_ask_there_and_has_no_empty_page_of_topics(
    knowledge: Folder, tmp_path: Path
) -> None:
    shutil.rmtree(knowledge.root)
    knowledge.save("nl/faq/open.md", title="Wanneer bent u open?", checked="2026-11-20", body="Van negen tot vijf.")
    knowledge.write(FILE, '[nl]\nname = "Bieb"\ncontact = "de balie"\n')

    site = written(tmp_path / "site", "--url", URL)

    assert "Vragen hierover: de balie." in (site / "nl/toegankelijkheid/index.html").read_text("utf-8")
    assert not (site / "nl/onderwerpen").exists()
    assert "onderwerpen" not in (site / "sitemap.xml").read_text("utf-8")


def test_of_another_subject_that_does_not_say_so_no_page_speaks_of_ours(knowledge: Folder, tmp_path: Path) -> None:
    shutil.rmtree(knowledge.root)
    knowledge.save("nl/faq/open.md", title="Wanneer bent u open?", body="Van negen tot vijf.")

    site = written(tmp_path / "site")

    assert [page for page in site.rglob("*.html") if "vmbo" in page.read_text("utf-8")] == []


def test_the_address_of_before_leads_on(knowledge: Folder, tmp_path: Path) -> None:
    site = written(tmp_path / "site")

    page = (site / "nl/faq/oud/index.html").read_text("utf-8")

    assert '<meta http-equiv="refresh" content="0; url=../../../nl/faq/nieuw/index.html">' in page


def test_a_name_is_written_as_text_on_every_page(knowledge: Folder, tmp_path: Path) -> None:
    name = 'R&D <vragen> "hier"'
    knowledge.write("about.toml", f"[nl]\nname = {json.dumps(name)}\nanswers = 'dit & <dat>'\n")
    knowledge.save("nl/faq/nu.md", title="R&D <nu>", checked="2026-11-20", body="Ja.", was=["faq/r&d"])
    site = written(tmp_path / "site", "--url", URL)

    texts = {page.relative_to(site): page.read_text("utf-8") for page in site.rglob("*.html")}
    leading = texts[Path("nl/faq/r&d/index.html")]

    assert [path for path, text in texts.items() if "<vragen>" in text or "R&D" in text or "<dat>" in text] == []
    assert [path for path, text in texts.items() if "R&amp;D &lt;vragen&gt; " not in text] == []
    assert "url=../../../nl/faq/nu/index.html" in leading


def test_an_earlier_export_is_replaced_and_nothing_else_is(
    knowledge: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = written(tmp_path / "site")
    (knowledge.root / "nl/faq/kosten-mbo.md").unlink()
    written(site)
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("kept")

    status = export_site.main([str(other), "--without-search"])

    assert not (site / "nl/faq/kosten-mbo").exists()
    assert (status, sorted(path.name for path in other.iterdir())) == (2, ["mine.txt"])
    assert "has files in it that are no earlier export; name a new folder, or empty this one" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["school.example.org", "ftp://school.example.org", 'https://a"b'])
def test_an_address_that_is_none_is_said(
    knowledge: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    assert export_site.main([str(tmp_path / "site"), "--without-search", "--url", url]) == 2

    assert "which is no address; write such as https://www.school.nl/vraagbaak" in capsys.readouterr().err


def test_the_files_can_be_searched(knowledge: Folder, tmp_path: Path) -> None:
    pytest.importorskip("pagefind", reason="the extra site is not installed")

    assert export_site.main([str(tmp_path / "site")]) == 0

    assert (tmp_path / "site/pagefind/pagefind.js").is_file()
    languages = json.loads((tmp_path / "site/pagefind/pagefind-entry.json").read_text("utf-8"))["languages"]
    assert {lang: told["page_count"] for lang, told in languages.items()} == {"nl": 8, "en": 8}

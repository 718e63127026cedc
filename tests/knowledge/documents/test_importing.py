"""A document through the process that reads it, to drafts or to a sentence; never a traceback, never out of bounds."""

import asyncio
import http.server
import os
import re
import subprocess
import sys
import threading
import time
import tomllib
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from knowledge.documents.drafts import Draft
from knowledge.documents.importing import REQUIREMENTS, import_document, is_installed, main, write_drafts
from knowledge.documents.reading import Limits
from knowledge.notices import Refused, notice, sentences
from tests.documents import OFFICE, docx, packed, paragraph, pdf, xlsx

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 24)
FAQ = docx(paragraph("Wie meldt?", "Heading1"), paragraph("De school."))


def refused(data: bytes | Path, name: str = "x", limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as error:
        asyncio.run(import_document(data, name, "nl", day=DAY, limits=limits or Limits()))
    return error.value.notice.key


@pytest.mark.parametrize(
    ("data", "name", "reference"),
    [
        (FAQ, "a.docx", "Uit “a.docx”, onder “Wie meldt?”."),
        (pdf([[("Wie meldt?", 11), ("De school.", 11)]]), "a.pdf", "Uit “a.pdf”, pagina 1."),
        (b"<html><h1>Wie meldt?</h1><p>De school.", "a.html", "Uit “a.html”, onder “Wie meldt?”."),
        (xlsx({"Blad1": [["Wie meldt?", "De school."]]}), "a.xlsx", "Uit “a.xlsx”, blad “Blad1”, rij 1."),
        (b"# Wie meldt?\nDe school.", "a.md", "Uit “a.md”, onder “Wie meldt?”."),
    ],
    ids=["docx", "pdf", "html", "xlsx", "md"],
)
def test_each_kind_of_document_becomes_a_draft_that_names_its_place(data: bytes, name: str, reference: str):
    imported = asyncio.run(import_document(data, name, "nl", day=DAY))

    ((source, body),) = ((draft.source, draft.text.split("---\n", 2)[2]) for draft in imported.drafts)
    assert (source, body) == ("nl/faq/wie-meldt.md", f"De school.\n\n{reference}\n")


def test_a_name_never_becomes_a_path():
    imported = asyncio.run(import_document(FAQ, "../../../tmp/\0evil.md", "nl", day=DAY))

    assert [draft.source for draft in imported.drafts] == ["nl/faq/wie-meldt.md"]


@pytest.mark.parametrize("lang", ["../nl", "NL", "nederlands"])
def test_a_language_that_is_none_is_the_callers_mistake(lang: str):
    with pytest.raises(ValueError, match="is no language"):
        asyncio.run(import_document(FAQ, "a.docx", lang, day=DAY))


def test_two_hundred_megabytes_are_refused_at_once_and_unread(tmp_path: Path):
    path = tmp_path / "big.docx"
    with path.open("wb") as file:
        file.truncate(200_000_000)

    start = time.monotonic()
    key = refused(path)

    assert (key, time.monotonic() - start < 5) == ("too_big", True)


@pytest.mark.parametrize(("size", "key"), [(20_000_000, "unknown_kind"), (20_000_001, "too_big")])
def test_the_limit_is_twenty_megabytes(size: int, key: str):
    assert refused(bytes(size)) == key


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path):
    assert (refused(tmp_path), refused(tmp_path / "weg.docx")) == ("unreadable_file", "unreadable_file")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has the clock alone")
def test_a_pdf_that_unfolds_in_memory_ends_the_process_that_reads_it_alone():
    bomb = zlib.compress(bytes(400_000_000), 1)

    assert refused(pdf([[]], stream=bomb), limits=Limits(memory_bytes=500_000_000)) == "too_much_memory"


def test_a_document_that_takes_too_long_is_stopped():
    start = time.monotonic()

    key = refused(b"<p>" + b"<b>x" * 2_000_000, limits=Limits(time_s=60, clock_s=2))

    assert (key, time.monotonic() - start < 30) == ("too_slow", True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has the clock alone")
def test_a_document_that_takes_too_much_of_the_processor_is_stopped_before_the_clock_stops_it():
    assert refused(b"<p>" + b"<b>x" * 2_000_000, limits=Limits(time_s=1, clock_s=60)) == "too_slow"


def test_deep_html_is_read_or_refused_in_words():
    imported = asyncio.run(
        import_document(b"<html><h1>Wie?</h1>" + b"<div>" * 20_000 + b"Wij.", "diep.html", "nl", day=DAY)
    )

    assert "Wij." in imported.drafts[0].text


def test_a_bomb_in_a_bomb_is_refused_unopened():
    bomb = docx(paragraph("x"), more={"word/bomb.xml": bytes(90_000_000)})

    assert refused(docx(paragraph("x"), more={"word/embeddings/a.docx": bomb, "word/b.xml": bytes(90_000_000)})) == (
        "unfolds_too_far"
    )
    assert refused(packed({"a.zip": packed({"b.docx": bomb})})) == "archive"


@pytest.fixture
def outside() -> Iterator[tuple[str, list[str]]]:
    """A web server that nobody should ask for anything, and what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_outside_a_document_is_asked_for(outside: tuple[str, list[str]]):
    address, asked = outside
    links = "".join(
        f'<Relationship Id="x{row}" Type="{OFFICE}/{kind}" Target="{address}/{kind}" TargetMode="External"/>'
        for row, kind in enumerate(["image", "attachedTemplate", "hyperlink", "frame", "subDocument"])
    )
    word = docx(
        paragraph("Wie?", "Heading1"),
        f'<w:p><w:hyperlink r:id="x2"><w:r><w:t>klik</w:t></w:r></w:hyperlink></w:p>{paragraph("Wij.")}',
        links=links,
    )
    page = (
        f'<!DOCTYPE html SYSTEM "{address}/dtd"><html><head><link rel=stylesheet href="{address}/css">'
        f'<base href="{address}/"></head><h1>Wie?</h1><img src="{address}/img"><iframe src="{address}/frame"></iframe>'
        f'<object data="{address}/object"></object>Wij.<script src="{address}/js"></script>'
    )

    sources = [
        asyncio.run(import_document(data, "x", "nl", day=DAY)).drafts[0].source for data in (word, page.encode())
    ]

    assert (sources, asked) == (["nl/faq/wie.md"] * 2, [])


def test_secrets_are_not_in_the_environment_of_the_process(monkeypatch, tmp_path: Path):
    """Shown by a module that Python runs at the start of each process."""
    (tmp_path / "sitecustomize.py").write_text(
        f"import os; open({str(tmp_path / 'seen')!r}, 'w').write(repr(os.environ))"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("BOT_TOKEN", "geheim")

    asyncio.run(import_document(b"# Wie?\nWij.", "a.md", "nl", day=DAY))

    seen = (tmp_path / "seen").read_text()
    assert ("OMP_NUM_THREADS" in seen, "geheim" in seen) == (True, False)


def test_importing_loads_none_of_the_libraries_that_read_documents():
    code = "import sys, knowledge.documents.importing; print({'markitdown', 'openpyxl', 'pdfminer', 'bs4', 'mammoth'} & {*sys.modules})"

    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)

    assert ran.stdout == "set()\n"


def test_without_the_libraries_it_says_how_to_install_them(tmp_path: Path, monkeypatch):
    """As where they are missing: a module of that name that can't be found comes first."""
    (tmp_path / "markitdown.py").write_text("raise ModuleNotFoundError('gone', name='markitdown')")
    (tmp_path / "mammoth.py").write_text("raise ModuleNotFoundError('gone', name='mammoth')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    with pytest.raises(Refused) as error:
        asyncio.run(import_document(FAQ, "a.docx", "nl", day=DAY))

    needs = "'markitdown[docx]>=0.1.8,<0.2' 'pdfminer.six>=20251107' 'pdfplumber>=0.11.10,<0.12' 'openpyxl>=3.1,<4' 'python-docx>=1.2,<2'"
    assert error.value.notice == notice("not_installed", python=sys.executable, what=needs)
    assert is_installed()


def test_what_it_says_to_install_is_the_extra():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["optional-dependencies"]["import"] == list(REQUIREMENTS)


def test_drafts_are_written_beside_what_stands_there(tmp_path: Path):
    (tmp_path / "nl" / "faq").mkdir(parents=True)
    (tmp_path / "nl" / "faq" / "a.md").write_text("van een ander")

    written = list(write_drafts([Draft("nl/faq/a.md", "een"), Draft("nl/faq/a.md", "twee")], tmp_path))

    assert {
        path.relative_to(tmp_path).as_posix(): path.read_text() for path in (tmp_path / "nl/faq/a.md", *written)
    } == {
        "nl/faq/a.md": "van een ander",
        "nl/faq/a-2.md": "een",
        "nl/faq/a-3.md": "twee",
    }


def test_the_command_writes_drafts_and_says_what_to_look_at(tmp_path: Path, capsys):
    (tmp_path / "a.docx").write_bytes(FAQ)

    code = main([str(tmp_path / "a.docx"), "--to", str(tmp_path / "uit")])

    assert capsys.readouterr().out.splitlines() == [
        f"{tmp_path}/uit/nl/faq/wie-meldt.md",
        "remark: The headings are questions: each became an entry of its own.",
        f"{tmp_path}/a.docx: 1 draft in {tmp_path}/uit; look it through, then move it into the content folder",
    ]
    assert (code, (tmp_path / "uit/nl/faq/wie-meldt.md").exists()) == (0, True)


def test_the_command_goes_on_after_a_refusal_and_ends_with_1(tmp_path: Path, capsys):
    (tmp_path / "leeg.docx").write_bytes(b"")
    (tmp_path / "a.md").write_text("# Wie?\nWij.")

    code = main([str(tmp_path / "leeg.docx"), str(tmp_path / "a.md"), "--to", str(tmp_path / "uit")])

    assert capsys.readouterr().out.splitlines()[0] == (
        f"{tmp_path}/leeg.docx: This file is empty. See whether it was saved well, and send it again."
    )
    assert (code, (tmp_path / "uit/nl/faq/wie.md").exists()) == (1, True)


def test_the_command_tells_of_many_files_within_a_screen(tmp_path: Path, capsys):
    for at in range(30):
        (tmp_path / f"{at:02}.md").write_text(f"Dit is de tekst over nummer {at} van de school.")
    (tmp_path / "leeg.html").write_bytes(b"")
    (tmp_path / "lijst.csv").write_text("a;b;c\n1;2;3\n4;5;6\n")
    (tmp_path / "brief.txt").write_text("Wij zijn open.\n\nOp zondag niet.")

    code = main([str(tmp_path), "--to", str(tmp_path / "uit")], spoken="nl")

    lines = capsys.readouterr().out.splitlines()
    assert (code, len(list((tmp_path / "uit").rglob("*.md")))) == (1, 31)
    assert len(lines) < 10
    assert "  leeg.html:1: Dit bestand is leeg. Kijk of het goed is opgeslagen en stuur het opnieuw." in lines
    assert any(line.startswith("  lijst.csv:1: het is niet duidelijk welke kolom") for line in lines)
    assert lines[-1].startswith(f"{tmp_path}: 31 concepten in ")


def test_many_files_of_which_none_is_refused_end_with_0(tmp_path: Path, capsys):
    for at in range(9):
        (tmp_path / f"{at}.md").write_text(f"Dit is de tekst over nummer {at} van de school.")

    code = main([str(tmp_path), "--to", str(tmp_path / "uit")])

    assert (code, len(capsys.readouterr().out.splitlines())) == (0, 1)


@pytest.mark.parametrize("lang", ["x/../..", "Nederlands"])
def test_the_command_refuses_a_language_that_is_none(lang: str, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["a.docx", "--lang", lang])

    assert (ended.value.code, "is no language" in capsys.readouterr().err) == (2, True)


def test_a_folder_without_a_document_is_told(tmp_path: Path, capsys):
    (tmp_path / "foto.jpg").write_bytes(b"")

    assert main([str(tmp_path)], spoken="nl") == 1
    assert "er staat geen document in dat ik lees" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys):
    (tmp_path / "a.md").write_text("# Wie?\nWij.")
    (tmp_path / "uit").write_text("een bestand")

    code = main([str(tmp_path / "a.md"), "--to", str(tmp_path / "uit")])

    assert (code, capsys.readouterr().out) == (
        1,
        f"{tmp_path}/uit: this can't be written (Not a directory); give another folder with --to\n",
    )


def test_python_m_knowledge_import_is_the_command(tmp_path: Path):
    (tmp_path / "a.md").write_text("# Wie?\nWij.")

    ran = subprocess.run(
        [sys.executable, "-m", "knowledge", "import", "a.md"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (ran.returncode, ran.stderr, (tmp_path / "var/drafts/nl/faq/wie.md").exists()) == (0, "", True)


def test_every_notice_has_a_sentence_in_both_languages_and_is_used():
    sources = (
        *(ROOT / "knowledge").rglob("*.py"),
        ROOT / "bot/records/knowledge.py",
    )  # files, and what stands for them
    used = "".join(path.read_text("utf-8") for path in sources)
    composed = (
        "os_",
        "callout_",
        "at_",
        "under_",
    )  # whose names are made of a name of the system, a kind of box, a kind of place

    assert {key: sorted(texts) for key, texts in sentences().items()} == {key: ["en", "nl"] for key in sentences()}
    assert [key for key in sentences() if f'"{key}"' not in used and not key.startswith(composed)] == []


def test_every_sentence_has_the_same_gaps_in_both_languages_but_for_what_a_library_says_in_english():
    gaps = {
        key: [set(re.findall(r"\{(\w+)\}", texts[lang])) - {"reason"} for lang in ("nl", "en")]
        for key, texts in sentences().items()
    }

    assert [key for key, (dutch, english) in gaps.items() if dutch != english] == []

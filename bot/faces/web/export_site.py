"""python -m bot export-site FOLDER: the whole site as files, for whoever may only host files; with a search that needs no server."""

import argparse
import asyncio
import logging
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from html import escape
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

from bot import rooms
from bot.conversation.conversation import Conversation
from bot.conversation.wording import LANGUAGES
from bot.faces import quoting
from bot.faces.reading import reading_house
from bot.faces.web import carried, forms
from bot.faces.web.addresses import Page, entry_address, home_address, page_address, permanent_address
from bot.faces.web.pages import Pages, Templates
from bot.faces.web.site import Site
from bot.faces.web.static import Static
from bot.settings import Settings
from index import calibrations
from index.retriever import Retriever
from index.settings import SettingsError
from knowledge.library import read_library
from knowledge.renamed import moved

MARK = ".verbinder-site"  # a folder with this file in it is an earlier export, and is replaced
MISSING = "the extra site is not installed, so there would be no search; run: pip install 'verbinder[site]', or add --without-search"
_TEXTS = (Page.PRIVACY, Page.ACCESSIBILITY)
_LINK = re.compile(r'\b(href|src|action|data-copy-from)="(/[^"#?]*)([^"]*)"')


class ExportError(Exception):
    """The site can't be written; the message says what to do."""


def main(arguments: Sequence[str]) -> int:
    """0 when it is written, 2 where it can't be."""
    parser = argparse.ArgumentParser(prog="python -m bot export-site", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where to write; new, empty, or an earlier export, which is replaced")
    parser.add_argument(
        "--url", default="", help="where it will be reached: for QR codes, permanent addresses and the site map"
    )
    parser.add_argument("--without-search", action="store_true", help="no search, and no extra to install for it")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    try:
        settings = Settings.read()
        if not options.without_search and find_spec("pagefind") is None:
            raise ExportError(MISSING)
        count = export(settings, options.folder, options.url.rstrip("/"), has_search=not options.without_search)
    except (SettingsError, ExportError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{options.folder}: {count} pages")
    return 0


def export(settings: Settings, folder: Path, url: str, *, has_search: bool) -> int:
    """Write the site beside where it goes, then put it there; how many pages it has. Raises ExportError."""
    if url and not re.fullmatch(r"https?://[^\s\"<>?#]+", url):
        raise ExportError(f"--url is {url[:80]!r}, which is no address; write such as https://www.school.nl/vraagbaak")
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise ExportError(f"{folder} has files in it that are no earlier export; name a new folder, or empty this one")
    site = asyncio.run(_site(settings, url))
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        draft.mkdir(parents=True)
        count = _Writer(site, draft, url, has_search=has_search).write()
        if has_search:
            _index(draft)
        _replace(folder, draft)
    except OSError as error:
        raise ExportError(f"{folder} can't be written ({error.strerror}); name another folder") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return count


async def _site(settings: Settings, url: str) -> Site:
    """The folder as it is, with what rooms have to show of it; nothing of it is searched here."""
    words = calibrations.load(calibrations.WORDS_ALONE, calibrations.SHIPPED)
    if words is None:
        raise ExportError(f"{calibrations.SHIPPED} is damaged; restore it from git")
    reading = read_library(settings.index.knowledge_dirs)
    if not reading.entries:
        raise ExportError(f"{settings.index.knowledge_dirs[-1]} has no entries; set KNOWLEDGE_DIR to a folder that has")
    elsewhere = calibrations.load(calibrations.ELSEWHERE.format(calibrations.WORDS_ALONE), calibrations.SHIPPED)
    retriever = Retriever(None, None, words, elsewhere)
    await retriever.refresh(reading)
    house = reading_house(settings, retriever)
    return Site(house, Conversation(house, rooms=rooms.build(house)), url)


class _Writer:
    """Writes the files of one site."""

    def __init__(self, site: Site, folder: Path, url: str, *, has_search: bool) -> None:
        self._site, self._folder, self._url = site, folder, url
        self._static = Static()
        self._pages = Pages(site, Templates(site, self._static, is_static=True, has_search=has_search))
        self._has_search = has_search

    def write(self) -> int:
        count = 0
        for address, html in self._all():
            self._file(_file_of(address), self._relative(html, address))
            count += 1
        for name, file in self._static.files.items():
            self._file(self._static.address(name), file.data)
        self._forms()
        for old, new in moved(self._site.snapshot.reading.entries).items():
            for lang in LANGUAGES:
                self._file(_file_of(entry_address(old, lang)), self._leading(old, new, lang))
        self._file("/index.html", self._first())
        if self._url:
            self._file("/sitemap.xml", carried.site_map(self._site, self._url, {}, (Page.TOPICS, *_TEXTS)))
        self._file(f"/{MARK}", "")
        return count

    def _all(self) -> Iterator[tuple[str, str]]:
        """Each page's address and HTML."""
        pages, url, snapshot = self._pages, self._url, self._site.snapshot
        ids = dict.fromkeys(entry.id for entry in snapshot.reading.entries)
        for lang in LANGUAGES:
            yield home_address(lang), pages.home(lang, url)
            if self._site.has(Page.TOPICS):
                yield page_address(Page.TOPICS, lang), pages.topics(lang, url)
            for page in _TEXTS:
                yield page_address(page, lang), pages.text(page, lang, url)
            if self._has_search:
                yield page_address(Page.SEARCH, lang), pages.search(lang, url)
            if routes := pages.routes("", "", lang, url):
                yield page_address(Page.ROUTES, lang), routes
            for code in self._site.topics:
                if topic := pages.topic(code, lang, url):
                    yield page_address(Page.TOPICS, lang, code), topic
            for section in self._site.sections:
                if listed := pages.folder(section, lang, url, None, None):
                    yield entry_address(section, lang), listed
            for entry_id in ids:
                if entry := self._site.entry(entry_id, lang):
                    yield entry_address(entry_id, lang), pages.entry(entry, lang, url)

    def _forms(self) -> None:
        """Each entry as text, as Markdown, as JSON, and where the site has an address as QR code."""
        today = self._site.house.today()
        for entry in self._site.snapshot.reading.entries:
            if entry.lang not in LANGUAGES:
                continue
            for lang in LANGUAGES if self._site.languages_of(entry.id) == (entry.lang,) else (entry.lang,):
                address = entry_address(entry.id, lang)
                self._file(f"{address}.txt", forms.as_text(entry, lang, self._url, today))
                self._file(f"{address}.md", forms.as_markdown(entry, lang, self._url, today))
                self._file(f"{address}.json", quoting.as_json_text(entry, self._site.snapshot, self._url))
                if self._url:
                    self._file(f"{address}.svg", forms.qr_code(self._url + permanent_address(entry, lang)))

    def _first(self) -> str:
        """What is shown where no language was chosen."""
        home = home_address(LANGUAGES[0]).lstrip("/")
        links = "".join(
            f'<li><a lang="{lang}" href="{home_address(lang).lstrip("/")}index.html">{escape(self._site.say("web_lang_name", lang))}</a></li>'
            for lang in LANGUAGES
        )
        return self._sent_on(f"{home}index.html", f"<ul>{links}</ul>", LANGUAGES[0])

    def _leading(self, old: str, new: str, lang: str) -> str:
        """A page that leads on from where an entry was to where it is."""
        address = entry_address(old, lang)
        html = f'<a href="{entry_address(new, lang)}">{escape(self._site.say("web_moved", lang))}</a>'
        link = self._relative(html, address)
        to = re.sub(r'.*href="([^"]*)".*', r"\1", link)
        return self._sent_on(to, f"<p>{link}</p>", lang)

    def _sent_on(self, to: str, html: str, lang: str) -> str:
        """A page that sends whoever opens it on to an address; html is what it shows where a browser doesn't."""
        return (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(self._site.name(lang))}</title>'
            f'<meta http-equiv="refresh" content="0; url={to}"></head><body>{html}</body></html>'
        )

    def _file(self, address: str, data: str | bytes) -> None:
        path = self._folder / unquote(address).lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    def _relative(self, html: str, address: str) -> str:
        """The page with links that lead on from wherever the files lie, also without a server."""
        up = "../" * (_file_of(address).count("/") - 1)

        def led(found: re.Match[str]) -> str:
            attribute, path, behind = found.groups()
            is_page = not path.startswith("/static/") and path.rpartition(".")[2] not in forms.SUFFIXES
            return f'{attribute}="{up}{(_file_of(path) if is_page else path).lstrip("/")}{behind}"'

        return _LINK.sub(led, html)


def _file_of(address: str) -> str:
    """A page's file. A folder for each page: so every web server finds it at its address, which is that of the site itself."""
    return f"{address.rstrip('/')}/index.html"


def _index(folder: Path) -> None:
    """Have Pagefind look through the pages. Raises ExportError."""
    done = subprocess.run(  # noqa: S603, our own interpreter and our own folder
        [sys.executable, "-m", "pagefind", "--site", str(folder), "--silent"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-500:]
        raise ExportError(
            f"Pagefind failed: {said}\nreinstall it with pip install 'verbinder[site]', or add --without-search"
        )


def _replace(folder: Path, draft: Path) -> None:
    """Put what was written where it belongs; what stood there before goes last."""
    old = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    if folder.exists():
        folder.rename(old)
    draft.rename(folder)
    shutil.rmtree(old, ignore_errors=True)

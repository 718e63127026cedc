"""What carries the site elsewhere: feed, site map, description for a browser's search, what makes it installable, what robots read."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from bot.conversation.wording import LANGUAGES
from bot.faces.web.addresses import Page, entry_address, home_address, page_address
from bot.faces.web.markup import page_html
from bot.faces.web.news import Item
from bot.faces.web.site import Site
from bot.faces.web.static import Static
from bot.records.pages import Dated, Key

ATOM, SITEMAP = "application/atom+xml; charset=utf-8", "application/xml; charset=utf-8"
OPENSEARCH, MANIFEST = "application/opensearchdescription+xml; charset=utf-8", "application/manifest+json"
SCRIPTS = Path(__file__).parent / "scripts"
_LISTED = (Page.TOPICS, Page.NEWS, Page.CHECK, Page.PRIVACY, Page.ACCESSIBILITY, Page.CARRY)
_UNLISTED = (Page.ASK, Page.PRESS, Page.SUGGEST, Page.CHAT, Page.OFFLINE)


def feed(site: Site, lang: str, base: str, items: Sequence[Item]) -> str:
    """The entries that changed last, as Atom (RFC 4287), each with its whole text."""
    here = f"{base}{page_address(Page.NEWS, lang)}"
    updated = max((item.dated.changed for item in items), default=datetime(2000, 1, 1, tzinfo=UTC))
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}">',
            f"<title>{escape(site.say('web_news_title', lang))} · {escape(site.name(lang))}</title>",
            f"<id>{escape(here)}</id>",
            f"<author><name>{escape(site.name(lang))}</name></author>",
            f'<link rel="self" type="application/atom+xml" href="{escape(here)}.atom"/>',
            f'<link rel="alternate" type="text/html" href="{escape(here)}"/>',
            f"<updated>{_time(updated)}</updated>",
            *(_entry(item, base) for item in items),
            "</feed>",
            "",
        ]
    )


def _entry(item: Item, base: str) -> str:
    entry, dated = item.entry, item.dated
    address = escape(base + entry_address(entry.id, entry.lang))
    first = escape(base + entry_address(dated.name, entry.lang))  # who read it knows it by that, whatever it is called
    return (
        f"<entry><title>{escape(entry.title)}</title><id>{first}</id>"
        f'<link rel="alternate" type="text/html" href="{address}"/>'
        f"<published>{_time(dated.first)}</published><updated>{_time(dated.changed)}</updated>"
        f'<content type="html">{escape(page_html(entry.body).html)}</content></entry>'
    )


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def site_map(site: Site, base: str, dated: Mapping[Key, Dated], pages: Iterable[Page] = _LISTED) -> str:
    """Every page that is to be found, with its translations (sitemaps.org)."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for lang in LANGUAGES:
        lines.append(_url(base, home_address(lang), {one: home_address(one) for one in LANGUAGES}))
        for page in filter(site.has, pages):
            lines.append(_url(base, page_address(page, lang), {one: page_address(page, one) for one in LANGUAGES}))
        lines += [_url(base, others[lang], others) for others in _lists(site)]
    for entry in site.snapshot.reading.entries:
        if entry.lang not in LANGUAGES:
            continue
        others = {lang: entry_address(entry.id, lang) for lang in site.languages_of(entry.id)}
        since = dated.get((entry.id, entry.lang))
        lines.append(_url(base, entry_address(entry.id, entry.lang), others, _time(since.changed) if since else ""))
    return "\n".join([*lines, "</urlset>", ""])


def _lists(site: Site) -> Iterator[dict[str, str]]:
    """The address in each language of every page that lists entries, or routes."""
    for section in site.sections:
        yield {lang: entry_address(section, lang) for lang in LANGUAGES}
    for code in site.topics:
        yield {lang: page_address(Page.TOPICS, lang, code) for lang in LANGUAGES}
    if site.has_routes:
        yield {lang: page_address(Page.ROUTES, lang) for lang in LANGUAGES}


def _url(base: str, address: str, others: dict[str, str], changed: str = "") -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(base + other)}"/>'
        for lang, other in others.items()
    )
    since = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(base + address)}</loc>{since}{links}</url>"


def search_description(site: Site, lang: str, base: str) -> str:
    """What lets a browser ask from its address bar (OpenSearch 1.1)."""
    ask, suggest = base + page_address(Page.ASK, lang), base + page_address(Page.SUGGEST, lang)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
            f"<ShortName>{escape(site.name(lang)[:16])}</ShortName>",
            f"<Description>{escape(site.tagline(lang))}</Description>",
            f"<Language>{lang}</Language><InputEncoding>UTF-8</InputEncoding>",
            f'<Url type="text/html" template="{escape(ask)}?q={{searchTerms}}"/>',
            f'<Url type="application/x-suggestions+json" template="{escape(suggest)}?form=opensearch&amp;q={{searchTerms}}"/>',
            "</OpenSearchDescription>",
            "",
        ]
    )


def manifest(site: Site, lang: str, static: Static) -> str:
    """What makes the site installable (Web Application Manifest)."""
    return json.dumps(
        {
            "name": site.name(lang),
            "short_name": site.name(lang)[:12],
            "description": site.tagline(lang),
            "lang": lang,
            "id": "/",
            "start_url": home_address(lang),
            "scope": "/",
            "display": "minimal-ui",
            "background_color": "#ffffff",
            "theme_color": "#0a4c8f",
            "icons": [
                {"src": static.address("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static.address("icon-512.png"), "sizes": "512x512", "type": "image/png"},
            ],
        },
        ensure_ascii=False,
    )


def robots(base: str) -> str:
    """What is not to be listed: whatever asks something."""
    hidden = [f"Disallow: {page_address(page, lang)}" for lang in LANGUAGES for page in _UNLISTED]
    return "\n".join(["User-agent: *", *hidden, "Disallow: /api/", f"Sitemap: {base}/sitemap.xml", ""])


def worker(static: Static) -> str:
    """The script that keeps what was read, with the files that every page needs."""
    shell = [page_address(Page.OFFLINE, lang) for lang in LANGUAGES]
    shell += [static.address(name) for name in ("site.css", "site.js", "icon.svg", "icon-512.png")]
    source = (SCRIPTS / "worker.js").read_text("utf-8")
    return source.replace("__VERSION__", static.version).replace('"__SHELL__"', json.dumps(shell)[1:-1])


def embedding(site: Site, base: str) -> str:
    """The script for somebody else's site, with this site's address and the words on its button."""
    words = {
        lang: {
            "open": site.say("web_open_chat", lang),
            "close": site.say("web_close_chat", lang),
            "title": site.say("web_chat_title", lang, name=site.name(lang)),
            "address": base + page_address(Page.CHAT, lang),
        }
        for lang in LANGUAGES
    }
    source = (SCRIPTS / "embed.js").read_text("utf-8")
    return source.replace('"__WORDS__"', json.dumps(words, ensure_ascii=False)).replace("__BASE__", base)

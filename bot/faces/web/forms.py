"""An entry in, what other programs take of it out: as written, as text for a mail, as JSON with a hash to quote by, as QR code."""

import hashlib
from io import BytesIO
from typing import Any

import segno

from bot.conversation.plain_answer import plain_answer
from bot.faces.web.addresses import entry_address
from bot.faces.web.site import Site
from index.answer import Answer, Outcome
from index.json_lines import as_json
from index.labels import labels, long_date
from index.shown import Shown, shown
from knowledge.entry import Entry

QR_SCALE, QR_BORDER = 6, 4  # modules of so many units, and an edge as wide as readers need


def sha256(text: str) -> str:
    """Hex SHA-256 of a text as UTF-8: with it whoever quotes can show that it is word for word."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def as_text(entry: Entry, lang: str, base: str) -> str:
    """As it goes into a mail."""
    return plain_answer(entry, Shown("", entry.body, ()), lang, base + entry_address(entry.id, lang)) + "\n"


def as_markdown(entry: Entry, lang: str, base: str) -> str:
    """As it is written, with its sources."""
    words = labels(lang)
    sources = [f"- [{source.label}]({source.url})" for source in entry.sources]
    foot = [words["checked"].format(date=long_date(entry.checked, lang)), base + entry_address(entry.id, lang)]
    blocks = [
        f"# {entry.title}",
        entry.body,
        *(["\n".join([f"{words['sources']}:", "", *sources])] if sources else []),
        "\n".join(foot),
    ]
    return "\n\n".join(blocks) + "\n"


def as_object(entry: Entry, site: Site, base: str) -> dict[str, Any]:
    """As a program reads it."""
    return {
        "id": entry.id,
        "lang": entry.lang,
        "languages": [lang for (name, lang) in site.snapshot.entries if name == entry.id],
        "title": entry.title,
        "section": entry.section,
        "topics": list(entry.topics),
        "certainty": str(entry.certainty),
        "text": entry.body,
        "sha256": sha256(entry.body),
        "sources": [{"label": source.label, "url": source.url} for source in entry.sources],
        "checked": entry.checked.isoformat(),
        "review": entry.review.isoformat() if entry.review else None,
        "see": list(entry.see),
        "link": base + entry_address(entry.id, entry.lang),
    }


def as_listed(entry: Entry, base: str) -> dict[str, Any]:
    """The same, as short as a list has it."""
    return {
        "id": entry.id,
        "lang": entry.lang,
        "title": entry.title,
        "checked": entry.checked.isoformat(),
        "sha256": sha256(entry.body),
        "link": base + entry_address(entry.id, entry.lang),
    }


def answer_object(answer: Answer, base: str, took_ms: float, anchor: str = "") -> dict[str, Any]:
    """An answer as `index ask --json` gives it, with permanent links and a hash of the text.

    anchor: where the part that is shown stands on its page; empty: nowhere of its own.
    """
    found = as_json(answer, took_ms)
    for hit, told in zip(answer.hits, found["hits"], strict=True):
        told["link"] = base + entry_address(hit.entry.id, hit.entry.lang)
    first = answer.hits[0] if answer.hits and found["entry"] else None
    behind = f"#{anchor}" if anchor else ""
    found["link"] = base + entry_address(first.entry.id, first.entry.lang) + behind if first else None
    found["sha256"] = sha256(found["text"]) if first else None
    found["understood"] = answer.understood
    return found


def part_of(answer: Answer) -> tuple[Entry, Shown] | None:
    """What an answer shows; None where it is nothing outright."""
    if answer.outcome is not Outcome.ANSWERED:
        return None
    return answer.hits[0].entry, shown(answer.hits[0])


def qr_code(address: str) -> bytes:
    """An SVG that phones read."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=QR_SCALE, border=QR_BORDER, light="#fff", dark="#000", xmldecl=False, nl=False
    )
    return drawn.getvalue()

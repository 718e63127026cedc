"""An entry in, what other programs take of it out: as written, as text for a mail, as QR code."""

from io import BytesIO

import segno

from bot.conversation.plain_answer import plain_answer
from bot.faces.web.addresses import entry_address
from index.labels import checked_on, labels
from index.shown import Shown
from knowledge.entry import Entry

SUFFIXES = ("txt", "md", "json", "svg")
QR_SCALE, QR_BORDER = 6, 4  # modules of so many units, and an edge as wide as readers need


def as_text(entry: Entry, lang: str, base: str) -> str:
    """As it goes into a mail."""
    return plain_answer(entry, Shown("", entry.body, ()), lang, base + entry_address(entry.id, lang)) + "\n"


def as_markdown(entry: Entry, lang: str, base: str) -> str:
    """As it is written, with its sources."""
    words = labels(lang)
    sources = [f"- [{source.label}]({source.url})" for source in entry.sources]
    foot = [checked_on(entry.checked, lang), base + entry_address(entry.id, lang)]
    blocks = [
        f"# {entry.title}",
        entry.body,
        *(["\n".join([f"{words['sources']}:", "", *sources])] if sources else []),
        "\n".join(foot),
    ]
    return "\n\n".join(blocks) + "\n"


def qr_code(address: str) -> bytes:
    """An SVG that phones read."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=QR_SCALE, border=QR_BORDER, light="#fff", dark="#000", xmldecl=False, nl=False
    )
    return drawn.getvalue()

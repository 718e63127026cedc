"""An entry in, what other programs take of it out: as written, as text for a mail, as QR code."""

from datetime import date
from io import BytesIO

import segno

from bot.conversation.plain_answer import cautions, checks, plain_answer
from bot.faces.quoting import text_of
from bot.faces.web.addresses import permanent_address
from index.labels import labels
from index.shown import Shown
from knowledge.entry import Entry

SUFFIXES = ("txt", "md", "json", "svg")
QR_SCALE, QR_BORDER = 6, 4  # modules of so many units, and an edge as wide as readers need


def as_text(entry: Entry, lang: str, base: str, day: date) -> str:
    """As it goes into a mail; day: today."""
    return plain_answer(entry, Shown("", entry.body, ()), lang, day, base + permanent_address(entry, lang)) + "\n"


def as_markdown(entry: Entry, lang: str, base: str, day: date) -> str:
    """As it is written, with how sure it is and its sources; day: today."""
    words = labels(lang)
    sources = [f"- [{source.label}]({source.url})" for source in entry.sources]
    foot = [*checks(entry, lang, day), base + permanent_address(entry, lang)]
    blocks = [
        f"# {entry.title}",
        *(f"*{said}*" for said in cautions(entry, lang)),
        text_of(entry.body, lang, base),
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

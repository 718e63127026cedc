"""Questions and entries of programs in, answers to quote out: word for word, with a permanent link and a hash of the text."""

import hashlib
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.conversation.house import House
from bot.conversation.introduction import spoken_by_default
from bot.conversation.wording import LANGUAGES
from bot.faces.web.addresses import entry_address, permanent_address
from bot.faces.web.markup import anchor_of
from bot.records.questions import Noted, Where
from index.answer import Answer, Question
from index.json_lines import each_as_json
from index.shown import Shown, shown
from index.snapshot import Snapshot
from knowledge.entry import Entry
from knowledge.entry_links import led

DESCRIPTION = Path(__file__).parent / "web" / "openapi.json"
MOST_CHARS = 2000  # of a question; what stands behind is read by nobody


def sha256(text: str) -> str:
    """Hex SHA-256 of a text as UTF-8: with it whoever quotes can show that it is word for word."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


async def asked(house: House, text: str, lang: str, before: str, base: str) -> dict[str, Any]:
    """What comes of a program's message: counted, and noted nowhere. lang empty: that of the question; base: as below."""
    started_s = time.perf_counter()
    question = Question(text, lang or spoken_by_default(house.retriever), fixed=bool(lang), before=before)
    answers = await house.retriever.ask_each(question)
    took_ms = (time.perf_counter() - started_s) * 1000
    for one in answers:
        house.noticed(Noted("", "", one.lang, one.outcome, None, 0.0, one.is_elsewhere, took_ms, Where.API, None))
    return answers_object(answers, base, took_ms)


def answers_object(answers: Sequence[Answer], base: str, took_ms: float) -> dict[str, Any]:
    """The answers to a message as `index ask --json` gives them, with permanent links and hashes of the texts.

    base: under which address the site is reached; empty: under none, so there are no links.
    """
    found = each_as_json(answers, took_ms)
    each = [_quotable(answer, told, base) for answer, told in zip(answers, found["answers"], strict=True)]
    return each[0] | {"answers": each}


def _quotable(answer: Answer, found: dict[str, Any], base: str) -> dict[str, Any]:
    """found: the answer as a program reads it; the same with what it takes to quote it."""
    hits = [
        told | {"link": link_of(hit.entry, base) or None} for hit, told in zip(answer.hits, found["hits"], strict=True)
    ]
    first = answer.hits[0] if answer.hits and found["entry"] else None
    part = shown(first) if first else None
    text = text_of(part.text, first.entry.lang, base) if first and part else ""
    return found | {
        "hits": hits,
        "text": text,
        "link": (link_of(first.entry, base, part) or None) if first and part else None,
        "sha256": sha256(text) if first else None,
        "understood": answer.understood,
    }


def as_object(entry: Entry, snapshot: Snapshot, base: str) -> dict[str, Any]:
    """As a program reads it."""
    text = text_of(entry.body, entry.lang, base)
    return {
        "id": entry.id,
        "lang": entry.lang,
        "languages": list(snapshot.languages_of(entry.id)),
        "title": entry.title,
        "section": entry.section,
        "topics": list(entry.topics),
        "certainty": entry.certainty_told,
        "text": text,
        "sha256": sha256(text),
        "sources": [{"label": source.label, "url": source.url} for source in entry.sources],
        "checked": entry.checked.isoformat() if entry.checked else None,
        "review": entry.review.isoformat() if entry.review else None,
        "see": list(entry.see),
        "link": link_of(entry, base) or None,
    }


def as_json_text(entry: Entry, snapshot: Snapshot, base: str) -> str:
    """The same as text."""
    return json.dumps(as_object(entry, snapshot, base), ensure_ascii=False) + "\n"


def as_listed(entry: Entry, base: str) -> dict[str, Any]:
    """The same, as short as a list has it."""
    return {
        "id": entry.id,
        "lang": entry.lang,
        "title": entry.title,
        "checked": entry.checked.isoformat() if entry.checked else None,
        "sha256": sha256(text_of(entry.body, entry.lang, base)),
        "link": link_of(entry, base) or None,
    }


def text_of(markdown: str, lang: str, base: str) -> str:
    """What an entry says, to be quoted elsewhere: links to other entries lead to their pages; without a site their words."""
    return led(markdown, lambda entry_id: base + entry_address(entry_id, lang) if base else "")


def description() -> dict[str, Any]:
    """What is taken and given, as OpenAPI 3.1."""
    found: dict[str, Any] = json.loads(DESCRIPTION.read_text("utf-8"))
    schemas = found["components"]["schemas"]
    schemas["Lang"]["enum"] = ["", *LANGUAGES]
    answer = schemas["Answer"]
    schemas["Part"] = answer | {  # of a message with several questions
        "required": [name for name in answer["required"] if name != "answers"],
        "properties": {name: schema for name, schema in answer["properties"].items() if name != "answers"},
    }
    return found


def link_of(entry: Entry, base: str, found: Shown | None = None) -> str:
    """The permanent address of an entry, or of the part of it that is shown; empty where the site has none."""
    if not base:
        return ""
    anchor = anchor_of(entry, found) if found else ""
    return base + permanent_address(entry, LANGUAGES[0]) + (f"#{anchor}" if anchor else "")

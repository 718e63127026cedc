"""What an admin sent, as it is kept until it is placed: packed into text, and unpacked."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.records.people import Asker
from bot.rooms.uploads.records import UploadRecords
from knowledge.documents.drafts import Draft

MOST_BYTES = 2_000_000  # of a document that is kept to be read once more, in another way


@dataclass(frozen=True, slots=True)
class File:
    """An entry's file, as it was sent."""

    name: str  # of the file, made safe: "wie-meldt"
    data: bytes
    choices: tuple[str, ...] = ()  # sources where it may be placed
    source: str = ""  # the one that was chosen; empty: none yet
    before: str = ""  # fingerprint of what lay there when it was shown; empty: nothing did


@dataclass(frozen=True, slots=True)
class Paper:
    """A document, as it was sent, and how to read it."""

    name: str  # as its sender calls it
    data: bytes  # empty: it is too large to be kept
    lang: str = ""  # the language that somebody said it is in; empty: its words tell
    columns: str = ""  # which columns of a table hold what: "B,C", or "text"; empty: its headings tell


@dataclass(frozen=True, slots=True)
class Batch:
    """Drafts that were made of a document."""

    paper: Paper
    drafts: tuple[Draft, ...]
    langs: tuple[str, ...] = ()  # others that it may be in


Kept = File | Paper | Batch


def packed(kept: Kept) -> dict[str, Any]:
    """As JSON holds it."""
    match kept:
        case File():
            texts = {"choices": kept.choices, "source": kept.source, "before": kept.before}
            return {"kind": "file", "name": kept.name, "data": _text(kept.data), **texts}
        case Paper():
            texts = {"lang": kept.lang, "columns": kept.columns}
            data = kept.data if len(kept.data) <= MOST_BYTES else b""
            return {"kind": "paper", "name": kept.name, "data": _text(data), **texts}
        case Batch():
            drafts = [[draft.source, draft.text] for draft in kept.drafts]
            return {"kind": "batch", "paper": packed(kept.paper), "drafts": drafts, "langs": kept.langs}


def unpacked(body: Mapping[str, Any]) -> Kept | None:
    """What was packed; None for what an older program packed in another way."""
    match body.get("kind"):
        case "file":
            data = base64.b64decode(body["data"])
            return File(body["name"], data, tuple(body["choices"]), body["source"], body["before"])
        case "paper":
            return Paper(body["name"], base64.b64decode(body["data"]), body["lang"], body["columns"])
        case "batch":
            paper = unpacked(body["paper"])
            drafts = tuple(Draft(*pair) for pair in body["drafts"])
            return Batch(paper, drafts, tuple(body["langs"])) if isinstance(paper, Paper) else None
    return None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


async def keep(records: UploadRecords, asker: Asker, kept: Kept) -> int:
    """The number that its buttons carry."""
    return await records.keep(asker, json.dumps(packed(kept)))


async def kept_of(records: UploadRecords, asker: Asker, number: int) -> Kept | None:
    """None: it isn't there any more, or never was theirs."""
    body = await records.of(asker, number)
    return None if body is None else unpacked(json.loads(body))

"""An answer in, what a program reads of it out."""

from collections.abc import Sequence
from typing import Any

from index.answer import Answer, Hit
from index.shown import shown
from knowledge.entry_links import words_of_links


def as_json(answer: Answer, took_ms: float) -> dict[str, Any]:
    """One object a question, for programs; entry, text and sources are those of what is shown at once, else empty."""
    first = answer.hits[0] if answer.outcome.shows_entry else None
    return {
        "question": answer.question.text,
        "lang": answer.lang,
        "outcome": str(answer.outcome),
        "off_topic": answer.is_elsewhere,
        "kind": str(answer.kind) if answer.kind else None,
        "confidence": round(answer.hits[0].confidence, 4) if answer.hits else 0.0,
        "entry": first.entry.id if first else None,
        "title": first.entry.title if first else None,
        "certainty": first.entry.certainty_told if first else None,
        "hits": [_hit(hit) for hit in answer.hits],
        "text": words_of_links(shown(first).text) if first else "",
        "sources": [{"label": source.label, "url": source.url} for source in first.entry.sources] if first else [],
        "checked": str(first.entry.checked) if first and first.entry.checked else None,
        "left": list(answer.rest),
        "took_ms": round(took_ms, 2),
    }


def each_as_json(answers: Sequence[Answer], took_ms: float) -> dict[str, Any]:
    """The same of the first answer to a message, and under "answers" of each: nearly always one."""
    first, *_ = each = [as_json(answer, took_ms) for answer in answers]
    return first | {"answers": each}


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.entry.id,
        "lang": hit.entry.lang,
        "title": hit.entry.title,
        "section": shown(hit).heading or None,
        "topics": list(hit.entry.topics),
        "confidence": round(hit.confidence, 4),
        "similarity": round(hit.similarity, 4),
    }

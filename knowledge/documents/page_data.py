"""A page comes in, the questions and answers that it tells search engines go out: FAQPage of schema.org, in JSON-LD."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

MAX_DEPTH = 8  # of what holds questions
LIKE_A_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}[\s/>]", re.IGNORECASE)
_WRITTEN_TAG = re.compile(r"&lt;/?(?:p|br|ul|ol|li|a|strong|em|b|i|div|span|h[1-6])(?:\s|/|&gt;)", re.IGNORECASE)


def asked_of(soup: Any) -> Iterator[tuple[str, str]]:
    """(question, answer in HTML) of each; what can't be read is passed over."""
    for tag in soup.find_all("script", type="application/ld+json"):
        try:
            found = json.loads(tag.string or "")
        except (ValueError, RecursionError):
            continue
        yield from _asked(found, 0)


def _asked(node: object, depth: int) -> Iterator[tuple[str, str]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(node, list):
        for one in node:
            yield from _asked(one, depth + 1)
    elif isinstance(node, dict):
        answer = node.get("acceptedAnswer") or node.get("suggestedAnswer")
        answer = answer[0] if isinstance(answer, list) and answer else answer
        kind = node.get("@type")
        if (kind == "Question" or kind == ["Question"]) and isinstance(answer, dict):
            question = LIKE_A_TAG.sub("&lt;", unescape(str(node.get("name") or node.get("text") or "")))
            text = str(answer.get("text") or "")
            text = unescape(text) if _WRITTEN_TAG.search(text) and not _TAG.search(text) else text
            if question.strip() and text.strip():
                yield " ".join(question.split()), text
        else:
            for key in ("@graph", "mainEntity", "hasPart", "itemListElement"):
                yield from _asked(node.get(key), depth + 1)

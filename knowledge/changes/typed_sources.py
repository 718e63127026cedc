"""Sources as somebody types them in, one a line, sources as an entry's file has them out."""

import re
from urllib.parse import urlsplit

from knowledge.changes.change import EditError
from knowledge.entry_file import link_fault

MOST = 10  # of an entry
MAX_LABEL = 150  # characters
_LINKED = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<url>\S+)\)")
_PLAIN = re.compile(r"(?P<before>.*?)(?P<url>https?://\S+)(?P<after>.*)", re.IGNORECASE)


def sources_of(text: str) -> tuple[str, ...]:
    """ "DUO: RIO https://duo.nl/rio" becomes "[DUO: RIO](https://duo.nl/rio)"; without words the site's name stands there.

    Raises EditError where a line has no address that readers can open.
    """
    found: dict[str, str] = {}
    lines = [" ".join(line.split()).lstrip("-•* ") for line in text.splitlines() if line.strip("-•* \t")]
    for line in lines[: MOST + 1]:
        match = _LINKED.fullmatch(line) or _PLAIN.fullmatch(line)
        if match is None:
            raise EditError("source_without_address", text=line[:80])
        parts = match.groupdict()
        url = parts["url"].rstrip(".,;:>") if "before" in parts else parts["url"]
        url = url if "(" in url else url.rstrip(")")
        if fault := link_fault(url):
            raise EditError("source_fault", fault=fault)
        words = parts.get("label") or f"{parts.get('before') or ''} {parts.get('after') or ''}"
        label = re.sub(r"[\[\]<]", " ", words).strip(" :-–—,;.")
        name = " ".join(label.split())[:MAX_LABEL] or (urlsplit(url).hostname or url).removeprefix("www.")
        found[url] = f"[{name}]({url})"
    if not found or len(found) > MOST:
        raise EditError("sources_how_many", most=MOST)
    return tuple(found.values())

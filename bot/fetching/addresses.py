"""Addresses as people send them in; each in one tidy form, and under one key whatever trails behind it, out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from yarl import URL

_IN_TEXT = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_AFTER = ".,;:!?'’”»…)]}"  # a sentence's own, where it ends with an address
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PORT = re.compile(r"[^/?#]+:\d")
# What tells a site where its visitors came from, and nobody what page it is
_TRACKING = re.compile(
    r"utm_.*|mtm_.*|pk_.*|hsa_.*|_hs.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|igshid|igsh|mc_cid|"
    r"mc_eid|mkt_tok|_ga|_gl|wt\.mc_id|oly_enc_id|oly_anon_id|vero_id|ref_src|ref_url",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page is."""

    url: str  # to open: http or https, without what tracks
    key: str  # equal for two addresses of one page


def address_of(text: str) -> Address | None:
    """None for what is no address of the web; whether it may be opened is another matter."""
    text = text.strip()
    if not _SCHEME.match(text) or _PORT.match(text):
        text = f"https://{text}"
    try:
        url = URL(text)
        host, port = url.raw_host, url.explicit_port
    except ValueError:
        return None
    if url.scheme not in ("http", "https") or not host:
        return None
    asked = [
        part for part in url.raw_query_string.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0])
    ]
    fragment = url.raw_fragment.partition(":~:")[0]  # which words to mark on the page
    port = None if port == URL.build(scheme=url.scheme, host="x").port else port
    tidy = URL.build(
        scheme=url.scheme,
        authority=url.raw_authority.rpartition("@")[0] + "@" * ("@" in url.raw_authority) + _authority(host, port),
        path=url.raw_path,
        query_string="&".join(asked),
        fragment=fragment,
        encoded=True,
    )
    route = fragment if fragment.startswith(("!", "/")) else ""  # a page of its own; others are places on one page
    key = f"{_authority(host.rstrip('.'), port)}{url.raw_path.rstrip('/')}?{'&'.join(sorted(asked))}#{route}"
    return Address(str(tidy), key)


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses that stand in a text, less the signs behind them."""
    return tuple(dict.fromkeys(_trimmed(found) for found in _IN_TEXT.findall(text)))


def without(text: str, addresses: Iterable[str]) -> str:
    """What a text says besides its addresses, in one line."""
    for address in addresses:
        text = text.replace(address, " ")
    return " ".join(_IN_TEXT.sub(" ", text).split())


def _authority(host: str, port: int | None) -> str:
    named = f"[{host}]" if ":" in host else host
    return named if port is None else f"{named}:{port}"


def _trimmed(address: str) -> str:
    """Without what closes a sentence; a bracket that the address opens itself stays."""
    while address and address[-1] in _AFTER and not (address[-1] == ")" and "(" in address):
        address = address[:-1]
    return address

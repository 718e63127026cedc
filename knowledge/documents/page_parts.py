"""A web page comes in, its main part goes out with the heading that stands over it; what is left out around that is told.

What a page has on all pages of its site (its name, ways to others, whose it is) is its furniture, and goes without a word.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from knowledge.documents.blocks import MAX_EDGES
from knowledge.documents.kept import words_of
from knowledge.documents.marked_spaces import IN_LINE
from knowledge.documents.page_looks import HEADINGS
from knowledge.notices import Notice, notice

SHORT = 12  # words up to which a line at a page's edge may say whose it is
_HOLDS_TEXT = ("main", "article", "section", "blockquote")  # of which a footer or an aside is a part, not of the page
_SIDE = re.compile(r"(?:^|[-_ ])(?:side-?bar|widgets?|secondary|related)(?:$|[-_ ])", re.IGNORECASE)
# What programs for sites put beside a text, by the names that these give it: votes, ways to share it, who wrote it, what is like it.
_BESIDE = re.compile(
    r"article-(?:comment-count|votes?|vote-\w+|share|relatives|author|comments?|rating|feedback)|(?:related|recent)-(?:articles|posts)|jp-relatedposts"
    r"|sharedaddy|share-(?:buttons?|bar|links|icons)|social-(?:share|sharing|links|icons)|addtoany_\w+|a2a_kit|author-(?:box|bio)"
    r"|post-(?:navigation|ratings|views)|was-this-helpful|kk-star-ratings|yasr-\w+|helpful-buttons|newsletter-signup|comments"
    r"|entry-(?:meta|footer)|post-(?:meta|footer)|article-(?:footer|more-questions|return-to-top)|node__links|betterdocs-entry-footer"
    r"|readspeaker[\w-]*|rsbtn|share|(?:page-)?feedback|print-(?:source_url|site_name|breadcrumb)|page-header-icon",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"(?:[\w-]*[-_])?cookie-?(?:banner|bar|notice|consent|dialog|popup|law-info-bar|botdialog)|onetrust-[\w-]+",
    re.IGNORECASE,
)
MAX_CONSENT = 300  # words of what asks whether cookies may be kept
MAX_BESIDE = 40  # words of its own, outside links, from which such a part is taken for text after all
_DASH = re.compile(r"\s+[-–—|·»:]\s+")  # between a page's title and its site's name
_WHOSE = re.compile(
    r"©|\(c\)|copyright|alle rechten|all rights|privacy|cookie|disclaimer|powered by|(?:gemaakt|made) (?:door|met|by|with)"
    r"|@|\btel(?:\.|efoon|ephone)|\bpostbus|\bp\.?o\.? box|\bkvk\b|\b\d{4} ?[A-Z]{2}\b|volg ons|follow us",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words that stand together."""

    text: str
    name: str  # of the tag around them: "p", "h2"
    own: str  # those that lead nowhere
    is_behind: bool = False  # … the main part


def site_names(soup: Any, title: str) -> frozenset[str]:
    """What a page calls its site, normal: what its title says behind the last dash, and what it tells who shares it."""
    parts = _DASH.split(title)
    shared = soup.find("meta", property="og:site_name")
    names = [parts[-1] if len(parts) > 1 else "", str(shared.get("content") or "") if shared else ""]
    return frozenset(filter(None, map(_normal, names)))


def drop_edges(soup: Any, names: frozenset[str]) -> list[str]:
    """Take out what a page has around its text: headers that hold no heading, footers and side bars. What was no furniture of
    it is told; an aside that only leads elsewhere is a way through the site.
    """
    is_within: dict[int, bool] = {id(soup): False}
    edges, asides = [], []
    for one in soup.descendants:
        if one.name:
            around = is_within[id(one.parent)]
            is_within[id(one)] = around or one.name in _HOLDS_TEXT or one.get("role") == "main"
            if _is_edge(one, is_in_text=around):
                edges.append(one)
            elif one.name == "aside" and not str(one.get("role") or "").startswith("doc-"):
                asides.append(one)
    told: list[str] = []
    for tag in edges:
        is_bare = tag.name == "header" and tag.get("role") != "banner"
        if tag.attrs is not None and not tag.find(HEADINGS if is_bare else "h1"):
            told += _worth_telling(_stretches(tag), names, is_edge=True)
            tag.decompose()
    for tag in asides:
        if tag.attrs is not None and not tag.find_parent("aside") and not _worth_telling(_stretches(tag), names):
            tag.decompose()
    return told


def drop_beside(soup: Any) -> list[str]:
    """Take out what a site puts beside the text itself; its words, which are told."""
    told: list[str] = []
    for tag in soup.find_all(lambda one: _names(one, _BESIDE) or _names(one, _CONSENT)):
        if tag.attrs is None or tag.find("h1") or tag.name in ("html", "body", "main", *HEADINGS):
            continue
        stretches = _stretches(tag)
        most = MAX_CONSENT if _names(tag, _CONSENT) else MAX_BESIDE
        if sum(len(words_of(one.own)) for one in stretches) <= most:
            told += [one.text for one in stretches]
            tag.decompose()
    return told


def _names(tag: Any, pattern: re.Pattern[str]) -> bool:
    """Whether a part is called so, by a class; what asks for cookies also by its id."""
    names = [*(tag.get("class") or []), *([str(tag.get("id") or "")] if pattern is _CONSENT else [])]
    return any(map(pattern.fullmatch, names))


def _is_edge(tag: Any, *, is_in_text: bool) -> bool:
    """Whether a part is a header, a footer or a side bar of the whole page."""
    names = f"{tag.get('id') or ''} {' '.join(tag.get('class') or [])}"
    is_side = tag.name == "aside" and _SIDE.search(names) is not None
    return tag.get("role") in ("contentinfo", "banner") or (
        not is_in_text and (tag.name in ("header", "footer") or is_side)
    )


def take_heading(content: Any, names: frozenset[str]) -> None:
    """The nearest heading of the first level before the main part goes into it, where it has none and that isn't the site's name."""
    if content.find("h1"):
        return
    for tag in content.find_all_previous("h1"):
        if (text := _normal(tag.get_text())) and text not in names and not _leads_home(tag):
            content.insert(0, tag.extract())
            return


def _leads_home(heading: Any) -> bool:
    """Whether a heading is a link to where the site begins."""
    link = heading.find("a", href=True)
    if link is None or _normal(link.get_text()) != _normal(heading.get_text()):
        return False
    try:
        parts = urlsplit(str(link["href"]))
    except ValueError:
        return False
    return bool(str(link["href"])) and parts.path in ("", "/") and not parts.query and not parts.fragment


def left_outside(soup: Any, content: Any, edges: Iterable[str], names: frozenset[str]) -> list[Notice]:
    """What of a page is told as left out: of its edges, and beside its main part."""
    found = _stretches(soup, but=content)
    told = [*edges]
    for is_behind in (False, True):
        told += _worth_telling([one for one in found if one.is_behind == is_behind], names)
    shown = f" {' '.join(words_of(content.get_text(' ')))} "
    left = [text for text in dict.fromkeys(told) if f" {' '.join(words_of(text))} " not in shown]
    return [notice("outside_main", text=" · ".join(left)[:MAX_EDGES])] if left else []


def _stretches(part: Any, but: Any = None) -> list[_Stretch]:
    """The words of a part, as they stand together; but: a part of it that is passed over."""
    passed = {id(one) for one in but.descendants} if but is not None else set()
    # By a tag's identity: what stands on lines of its own around it, and whether it is in a link.
    around: dict[int, tuple[Any, bool]] = {id(part): (part, False)}
    found: list[tuple[Any, bool, list[tuple[str, bool]]]] = []
    is_behind = False
    for one in part.descendants:
        if one is but:
            is_behind = True
        if id(one) in passed or one is but:
            continue
        holder, is_linked = around[id(one.parent)]
        if one.name:
            around[id(one)] = (holder if one.name in IN_LINE else one, is_linked or one.name == "a")
        elif one.strip() and not one.PREFIX and holder.name != "title":
            if not found or found[-1][0] is not holder or found[-1][1] != is_behind:
                found.append((holder, is_behind, []))
            found[-1][2].append((str(one), is_linked))
    return [
        _Stretch(
            " ".join("".join(text for text, _ in texts).split()),
            str(holder.name),
            " ".join(text for text, is_linked in texts if not is_linked),
            is_behind,
        )
        for holder, is_behind, texts in found
    ]


def _worth_telling(stretches: Sequence[_Stretch], names: frozenset[str], *, is_edge: bool = False) -> list[str]:
    """What of some words is no furniture of a page; a heading over nothing but furniture is a part of that."""
    kept: list[str] = []
    below: list[bool] = []  # of what stands under a heading, whether it is worth telling
    for one in reversed(stretches):
        if one.name in HEADINGS[1:]:
            is_told = any(below) or not below
            below = []
        else:
            is_whose = is_edge and len(words_of(one.text)) <= SHORT and _WHOSE.search(one.text) is not None
            is_told = not is_whose and _normal(one.own) not in ("", *names)
            below.append(is_told)
        kept += [one.text] if is_told else []
    return kept[::-1]


def _normal(text: str) -> str:
    return " ".join(words_of(text))

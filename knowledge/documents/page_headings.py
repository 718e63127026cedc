"""A page whose headings are no tags of headings comes in, with such tags it goes out: what is called one, and what folds out."""

import re
from typing import Any

from knowledge.documents.page_looks import HEADINGS

LONGEST = 150  # characters of a heading
_ASKS = re.compile(r"(?:.*[-_ ])?(?:question|vraag)", re.IGNORECASE)
_ANSWERS = re.compile(r"(?:.*[-_ ])?(?:answer|antwoord)", re.IGNORECASE)
_OPENS = "accordion-button"  # of Bootstrap
_LEVEL = re.compile(r"[1-6]")


def name_headings(soup: Any) -> None:
    """Name as headings what a page reads out as one, the question in front of an answer, and the button that folds a part out."""
    for tag in soup.find_all(attrs={"role": "heading"}):
        level = str(tag.get("aria-level") or "2")
        if _LEVEL.fullmatch(level) and _is_bare(tag):
            tag.name = f"h{level}"
            del tag["role"]
    for tag in soup.find_all(["strong", "b", "span", "p", "div"], class_=_ASKS):
        after = tag.find_next_sibling()
        if after is not None and any(map(_ANSWERS.fullmatch, after.get("class") or [])) and _is_bare(tag):
            tag.name = "h3"
    for tag in [one for one in soup.find_all(_is_button) if _folds_out(one)]:
        tag.name = "h3"
        tag.attrs.pop("role", None)
    _lower(soup)


def _is_bare(tag: Any) -> bool:
    """Whether its words could be those of a heading, and none is there."""
    if tag.name in HEADINGS or tag.find_parent(HEADINGS) or tag.find(HEADINGS):
        return False
    return 0 < len(tag.get_text(" ", strip=True)) <= LONGEST


def _is_button(tag: Any) -> bool:
    return bool(tag.has_attr("aria-expanded")) and "button" in (tag.name, tag.get("role"))


def _folds_out(button: Any) -> bool:
    """Whether a button stands right in front of a part with words of its own, as the first or behind another with its part."""
    before, after = button.find_previous_sibling(), button.find_next_sibling()
    above = before.find_previous_sibling() if before is not None else None
    if before is not None and (above is None or not above.has_attr("aria-expanded")):
        return False
    return (
        after is not None
        and after.name in ("div", "section", "p")
        and _is_bare(button)
        and any(any(map(str.isalpha, text)) and not text.find_parent("a") for text in after.find_all(string=True))
    )


def _lower(soup: Any) -> None:
    """What folds out right under a heading of its own level stands below that."""
    above, is_over = None, False
    lowered = []
    for tag in soup.find_all(HEADINGS):
        if not (tag.has_attr("aria-expanded") or tag.find(attrs={"aria-expanded": True}) or tag.find(class_=_OPENS)):
            above, is_over = tag, False
        elif above is not None and tag.name == above.name and tag.name != "h6":
            is_over = is_over or _is_right_under(tag, above)
            lowered += [tag] if is_over else []
    for tag in lowered:
        tag.name = f"h{int(tag.name[1]) + 1}"


def _is_right_under(tag: Any, above: Any) -> bool:
    """Whether no words stand between two headings."""
    text = tag.find_previous(string=re.compile(r"\S"))
    return text is not None and any(one is above for one in text.parents)

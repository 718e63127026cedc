"""A page with tabs comes in, what stands under each goes out with the tab's name as its heading: on paper nothing is pressed."""

from typing import Any

from knowledge.documents.page_looks import HEADINGS

DEEPEST = 6


def head_panels(soup: Any) -> None:
    """Give each part that a tab shows the tab's name for its heading, where it doesn't begin with that."""
    if not (tabs := soup.find_all(lambda one: one.get("role") == "tab" or one.get("data-toggle") == "tab")):
        return
    _pair(soup)
    by_id = {str(one["id"]): one for one in soup.find_all(id=True)}
    for tab in tabs:
        name = " ".join(tab.get_text(" ").split())
        panel = next((by_id[place] for place in _places(tab) if place in by_id), None)
        if not name or panel is None or tab.find_parent(HEADINGS) or tab in panel.descendants:
            continue
        first = panel.find(HEADINGS)
        if first is None or " ".join(first.get_text(" ").split()) != name:
            above = tab.find_previous(HEADINGS)
            level = min(int(above.name[1]) + 1, DEEPEST) if above is not None else 2
            heading = soup.new_tag(f"h{level}")
            heading.string = name
            panel.insert(0, heading)
        tab.decompose()


def _places(tab: Any) -> list[str]:
    """The ids of parts that a tab may show."""
    told = (tab.get(name) for name in ("aria-controls", "data-target", "data-bs-target", "href"))
    return [str(one).lstrip("#") for one in told if one]


def _pair(soup: Any) -> None:
    """Have tabs that don't say what they show lead to the panels behind them, where there are as many."""
    for number, row in enumerate(soup.find_all(attrs={"role": "tablist"})):
        tabs = row.find_all(attrs={"role": "tab"})
        panels: list[Any] = []
        for part in row.find_next_siblings():
            if part.get("role") == "tablist" or len(panels) >= len(tabs):
                break
            panels += [part] if part.get("role") == "tabpanel" else part.find_all(attrs={"role": "tabpanel"})
        if len(tabs) == len(panels) and not any(map(_places, tabs)):
            for at, (tab, panel) in enumerate(zip(tabs, panels, strict=True)):
                panel["id"] = tab["aria-controls"] = str(panel.get("id") or f"panel-{number}-{at}")

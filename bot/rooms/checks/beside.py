"""Two agreements in, where they drift apart out: what one has alone, and what each says where their figures differ."""

import re
from collections.abc import Sequence

from bot.conversation.runs import escape
from bot.rooms.checks.telling import KINDS, Say, short, shortened
from index.checking.points import Checked, Finding, Verdict
from knowledge.routes.route import profiles

_NUMBERS = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|helft|derde|kwart"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter)\b",
    re.IGNORECASE,
)


def beside(first: Checked, second: Checked, names: tuple[str, str], say: Say, lang: str) -> str:
    """What is told of two agreements side by side, as HTML; names: as they are called."""
    blocks = ["\n".join(_head(one, name, say, lang) for one, name in zip((first, second), names, strict=True))]
    blocks += [_profiles(first, second, say, lang), "\n".join(drifts(first, second, names, say, lang))]
    return "\n\n".join(filter(None, blocks))


def drifts(first: Checked, second: Checked, names: tuple[str, str], say: Say, lang: str) -> list[str]:
    """A line for each point that one has alone, and for each whose figures differ in what both say; as HTML."""
    others = {one.point[0].id: one for one in second.findings}
    shown = tuple(escape(name) for name in names)
    lines = []
    for one in first.findings:
        other = others.get(one.point[0].id)
        if other is None:
            continue
        title = escape(short(one.entry(lang)))
        here, there = one.verdict is Verdict.FOUND, other.verdict is Verdict.FOUND
        if here != there:
            sure, rest = shown if here else shown[::-1]
            is_doubted = (other if here else one).verdict is Verdict.MAYBE
            key = "chk_drift_doubted" if is_doubted else "chk_drift_only"
            lines.append(say(key, lang, title=title, name=sure, other=rest))
        elif here and _figures(one) != _figures(other):
            quotes = {"first": _quote(one), "second": _quote(other)}
            lines.append(say("chk_drift_numbers", lang, title=title, one=shown[0], other=shown[1], **quotes))
    return [say("chk_drift", lang), *lines] if lines else [say("chk_no_drift", lang)]


def _head(checked: Checked, name: str, say: Say, lang: str) -> str:
    found = len(checked.with_verdict(Verdict.FOUND))
    kind = say(KINDS[checked.kind], lang)
    return say("chk_beside", lang, name=escape(name), kind=kind, found=found, count=len(checked.findings))


def _profiles(first: Checked, second: Checked, say: Say, lang: str) -> str:
    """Whether both are on one profile: else that may be why they differ; empty where one names none."""
    both = [code for code in first.profiles if code in second.profiles]
    if both:
        return say("chk_same_profile", lang, profiles=escape(_named(both, lang)))
    if not first.profiles or not second.profiles:
        return ""
    told = {"first": escape(_named(first.profiles, lang)), "second": escape(_named(second.profiles, lang))}
    return say("chk_other_profile", lang, **told)


def _named(codes: Sequence[str], lang: str) -> str:
    return ", ".join(profiles()[code].labels[lang] for code in codes)


def _figures(finding: Finding) -> list[str]:
    """Numbers and amounts of what is quoted, in figures or in words."""
    return sorted(found.lower() for found in _NUMBERS.findall(finding.clause.text)) if finding.clause else []


def _quote(finding: Finding) -> str:
    return escape(shortened(finding.clause.text)) if finding.clause else ""

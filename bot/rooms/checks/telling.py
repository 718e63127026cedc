"""What was found in an agreement in, what people read of it out: messages, and the words of the Word file."""

from collections.abc import Callable

from bot.conversation.markup import to_html
from bot.conversation.runs import escape
from bot.rooms.checks.checker import At
from index.checking.points import Checked, Doubt, Finding, Verdict
from knowledge.documents.clauses import Clause
from knowledge.entry import AgreementKind, Certainty, Entry

QUOTE_CHARS = 160  # of a quotation in a message; the Word file has it whole
Say = Callable[..., str]  # as Wording.say
KINDS = {
    AgreementKind.DLR: "chk_kind_dlr",
    AgreementKind.GLR: "chk_kind_glr",
    AgreementKind.WITHOUT: "chk_kind_without",
}
DOUBTS = {
    Doubt.UNSURE: "chk_doubt_unsure",
    Doubt.EXCLUDED: "chk_doubt_excluded",
    Doubt.LATER: "chk_doubt_later",
    Doubt.ELSEWHERE: "chk_doubt_elsewhere",
    Doubt.PLANNED: "chk_doubt_planned",
    Doubt.HINT: "chk_doubt_hint",
}
_CERTAINTY = {
    Certainty.SURE: "chk_sure",
    Certainty.LIKELY: "chk_likely",
    Certainty.UNCONFIRMED: "chk_unconfirmed",
}


def html_of(checked: Checked, say: Say, lang: str, *, is_whole: bool = False) -> str:
    """Obligatory points first, each with its verdict, and what that does not mean; is_whole: with whole quotations."""
    blocks = [summary(checked, say, lang)]
    for key, found in groups(checked):
        blocks.append("\n".join([say(key, lang), *(line(one, say, lang, is_whole=is_whole) for one in found)]))
    blocks.append(say("chk_not_legal", lang))
    return "\n\n".join(blocks)


def groups(checked: Checked) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """(key of what stands over them, findings), obligatory ones first; none that is empty."""
    obligatory = tuple(one for one in checked.findings if checked.is_obligatory(one))
    others = tuple(one for one in checked.findings if not checked.is_obligatory(one))
    return tuple((key, found) for key, found in (("chk_obligatory", obligatory), ("chk_others", others)) if found)


def summary(checked: Checked, say: Say, lang: str) -> str:
    """What it was looked at as, and how many points are there."""
    counts = {verdict.value: len(checked.with_verdict(verdict)) for verdict in Verdict}
    obligatory = [one for one in checked.findings if checked.is_obligatory(one)]
    found = sum(one.verdict is Verdict.FOUND for one in obligatory)
    lines = [
        say("chk_title", lang, kind=say(KINDS[checked.kind], lang)),
        say("chk_summary", lang, count=len(checked.findings), **counts),
        say("chk_obligatory_summary", lang, count=len(obligatory), found=found)
        if obligatory
        else say("chk_none_obligatory", lang),
    ]
    return "\n".join(lines)


def line(finding: Finding, say: Say, lang: str, *, is_whole: bool = False) -> str:
    """A point, with its quotation where there is one."""
    title = escape(finding.entry(lang).title)
    number = number_of(finding)
    if finding.clause is None:
        return say("chk_missing", lang, number=number, title=title)
    place = place_of(finding.clause, say, lang)
    told = {
        "number": number,
        "title": title,
        "quote": escape(finding.clause.text if is_whole else shortened(finding.clause.text)),
        "place": f" <i>({escape(place)})</i>" if place else "",
    }
    if finding.verdict is Verdict.FOUND:
        return say("chk_found", lang, **told)
    return say("chk_maybe", lang, doubt=say(DOUBTS[finding.doubt or Doubt.UNSURE], lang), **told)


def progress_said(at: At, say: Say, lang: str) -> str:
    """How far it is, in words."""
    return say("chk_progress_page" if at.has_pages else "chk_progress", lang, done=at.done, many=at.many)


def number_of(finding: Finding) -> int:
    """Its place in the list."""
    return min(one.point.number for one in finding.point if one.point)


def shortened(text: str) -> str:
    """The beginning of a quotation, whole words, with a mark where it was cut."""
    if len(text) <= QUOTE_CHARS:
        return text
    at = text.rfind(" ", 0, QUOTE_CHARS)
    return f"{text[: at if at > 0 else QUOTE_CHARS].rstrip(' ,;:')} …"


def place_of(clause: Clause, say: Say, lang: str) -> str:
    """Page or heading; both where there are both, nothing where there is neither."""
    heading = clause.heading.rpartition(" › ")[2]
    page = say("chk_page", lang, page=clause.page) if clause.page else ""
    return ", ".join(filter(None, (page, shortened(heading))))


def why(entry: Entry, say: Say, lang: str) -> str:
    """Why a point matters, how certain that is, and who says so."""
    sources = "\n".join(f' • <a href="{escape(one.url)}">{escape(one.label)}</a>' for one in entry.sources)
    certainty = say(_CERTAINTY[entry.certainty], lang)
    return say(
        "chk_why", lang, title=escape(entry.title), body=to_html(entry.body), certainty=certainty, sources=sources
    ).strip()


def short(entry: Entry) -> str:
    """The name of a point without what it asks: "Privacy"."""
    return entry.title.partition(":")[0]

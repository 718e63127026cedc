"""What was found in an agreement as a Word file: a table to take to the meeting, with room for remarks."""

from collections.abc import Callable
from io import BytesIO

from bot.conversation.runs import plain_text
from bot.rooms.checks.telling import DOUBTS, KINDS, groups, number_of, place_of, summary
from index.checking.points import Checked, Finding, Verdict

VERDICTS = {
    Verdict.FOUND: "chk_word_found",
    Verdict.MAYBE: "chk_word_maybe",
    Verdict.MISSING: "chk_word_missing",
}
COLUMNS = ("chk_word_point", "chk_word_verdict", "chk_word_quote", "chk_word_remarks")


def word_file(checked: Checked, say: Callable[..., str], lang: str) -> bytes | None:
    """A .docx; None where nothing is installed to write one with."""
    try:
        from docx import Document
    except ImportError:
        return None
    document = Document()
    document.add_heading(say("chk_word_title", lang, kind=say(KINDS[checked.kind], lang)), 1)
    for paragraph in plain_text(summary(checked, say, lang)).split("\n")[1:]:
        document.add_paragraph(paragraph)
    document.add_paragraph(say("chk_word_file", lang))
    for key, found in groups(checked):
        document.add_heading(plain_text(say(key, lang)), 2)
        table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
        for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
            cell.text = say(name, lang)
        for one in found:
            for cell, text in zip(table.add_row().cells, _cells(one, say, lang), strict=True):
                cell.text = text
    document.add_paragraph(plain_text(say("chk_not_legal", lang)))
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _cells(finding: Finding, say: Callable[..., str], lang: str) -> tuple[str, str, str, str]:
    verdict = say(VERDICTS[finding.verdict], lang)
    if finding.doubt:
        verdict = f"{verdict}: {say(DOUBTS[finding.doubt], lang)}"
    quote = finding.clause.text if finding.clause else ""
    place = place_of(finding.clause, say, lang) if finding.clause else ""
    return f"{number_of(finding)}. {finding.entry(lang).title}", verdict, "\n".join(filter(None, (quote, place))), ""
